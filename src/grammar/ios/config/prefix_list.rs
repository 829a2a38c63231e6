//! `ip prefix-list`.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::sequence::preceded;

use super::acl::ACTIONS;
use super::draft::Draft;
use super::statement::{Outcome, Read, Statement};
use crate::grammar::Subject;
use crate::grammar::facts::PrefixListEntry;
use crate::grammar::lex::{choice, end, kw, name, number, slashed};

/// `prefix-list NAME [seq N] {permit|deny} PREFIX [ge N] [le N]` (behind `ip`)
pub(super) fn read<'a>(draft: &mut Draft, statement: &Statement<'a>) -> Read<'a> {
    if kw("sequence-number", 3)(statement.rest).is_ok() {
        return Ok(Outcome::Harmless);
    }
    let (rest, list) = cut(name(&statement.line, "ledger-prefix-list-name")).parse(statement.rest)?;
    if statement.negated {
        if end(rest).is_ok() {
            draft.remove_prefix_list(&list.value);
            return Ok(Outcome::Modelled);
        }
        return Ok(statement.unsupported(Subject::Routing, "ledger-prefix-list-taken-back"));
    }
    if kw("description", 2)(rest).is_ok() {
        return Ok(Outcome::Harmless);
    }
    let sequence = opt(preceded(kw("seq", 3), cut(number(1, u32::MAX, "ledger-sequence-number"))));
    let length = |word| opt(preceded(kw(word, 2), cut(number(0_u8, 32, "ledger-length-range-from-0"))));
    let action = choice(ACTIONS, "ledger-permit-or-deny");
    let parts = (sequence, action, slashed, length("ge"), length("le"));
    let (rest, (sequence, action, prefix, ge, le)) = cut(parts).parse(rest)?;
    end(rest)?;
    let entry = PrefixListEntry { name: list, span: statement.span(), sequence, action, prefix, ge, le };
    draft.facts.prefix_lists.push(entry);
    Ok(Outcome::Modelled)
}

//! `demo`: the incidents this program was written for, built in.

use super::args::{Args, Case, Demo, Platform};
use super::exit::Exit;
use super::{Failure, Io, check, intent};
use crate::capture::Input;

/// A file that is built in: its name and its text.
type BuiltIn = (&'static str, &'static str);

const fn inventory(case: Case) -> BuiltIn {
    match case {
        Case::Nat => ("demo/inventory.yaml", include_str!("demo/inventory.yaml")),
        Case::MacDrift => ("demo/mac-drift/inventory.yaml", include_str!("demo/mac-drift/inventory.yaml")),
    }
}

const fn captures(case: Case) -> &'static [BuiltIn] {
    match case {
        Case::Nat => &[("demo/edge.txt", include_str!("demo/edge.txt"))],
        Case::MacDrift => &[
            ("demo/mac-drift/edge.txt", include_str!("demo/mac-drift/edge.txt")),
            ("demo/mac-drift/vcenter.txt", include_str!("demo/mac-drift/vcenter.txt")),
        ],
    }
}

pub(super) fn run(wanted: &Demo, args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let (name, text) = inventory(wanted.case);
    let mut intent = intent::inventory(name, text, None, args.stderr_style(io))?;
    intent.built_in = Some((name, text));
    let memory = |&(name, text): &BuiltIn| Input::Memory { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let inputs: Vec<Input> = captures(wanted.case).iter().map(memory).collect();
    check::judge(&inputs, intent, &check::settings(Platform::Auto), &wanted.judging, args, io)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_inventories_are_sound() {
        for case in [Case::Nat, Case::MacDrift] {
            let (name, text) = inventory(case);
            let read = intent::inventory(name, text, None, crate::report::Style::PLAIN);
            assert!(read.is_ok_and(|read| !read.intent.appliances.is_empty()));
        }
    }
}

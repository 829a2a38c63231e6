//! `schema`.

use super::exit::Exit;
use super::{Failure, Io};
use crate::intent::nearest;

/// The schemas by name. A test of `report::json` keeps those of reports what the structs are.
pub(super) const SCHEMAS: &[(&str, &str)] = &[
    ("check", include_str!("../../docs/schema/check.v1.json")),
    ("checklist", include_str!("../../docs/schema/checklist.v1.json")),
    ("inventory", include_str!("../../docs/schema/inventory.v1.json")),
    ("parse", include_str!("../../docs/schema/parse.v1.json")),
];

pub(super) fn run(wanted: &str, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let name = wanted.strip_prefix("hcxnat.").unwrap_or(wanted);
    let name = name.strip_suffix(".v1").unwrap_or(name);
    let Some((_, schema)) = SCHEMAS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) else {
        let names: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
        let near =
            nearest(name, names.iter().copied()).map_or_else(String::new, |near| format!("did you mean {near}? "));
        return Err(Failure::Usage(format!("there is no schema {wanted}; {near}the schemas are {}", names.join(", "))));
    };
    io.stdout.write_all(schema.as_bytes())?;
    Ok(Exit::Pass)
}

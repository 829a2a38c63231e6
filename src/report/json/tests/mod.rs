//! The schemas that are shipped are those of the structs.

use std::path::Path;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use super::check::CheckV1;
use super::checklist::ChecklistV1;
use super::parse::ParseV1;

/// As `docs/schema/NAME.v1.json` has it.
fn schema<T: JsonSchema>() -> String {
    let schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>();
    serde_json::to_string_pretty(&schema).unwrap() + "\n"
}

#[test]
fn the_schemas_are_those_of_the_structs() {
    for (name, schema) in [
        ("check", schema::<CheckV1<'_>>()),
        ("checklist", schema::<ChecklistV1>()),
        ("parse", schema::<ParseV1<'static>>()),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/schema/{name}.v1.json"));
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&path, &schema).unwrap();
        }
        let shipped = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(shipped, schema, "UPDATE_SCHEMA=1 cargo test --lib schemas writes {}", path.display());
    }
}

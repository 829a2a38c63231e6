//! The seeds of the fuzz targets, and everything a search has found, without a search.

#[allow(unreachable_pub, reason = "it is a library of its own in fuzz")]
#[path = "../fuzz/src/checks.rs"]
mod checks;

use std::path::Path;

type Check = fn(&[u8]);

#[test]
fn every_seed_passes_every_check() {
    let checks: [(&str, Check); 6] = [
        ("capture", checks::capture),
        ("config", checks::config),
        ("nat_translations", checks::nat_translations),
        ("show", checks::show),
        ("check", checks::check),
        ("redact", checks::redact),
    ];
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    for (target, _) in checks {
        for entry in std::fs::read_dir(seeds.join(target)).expect("every target has seeds") {
            let bytes = std::fs::read(entry.expect("a seed").path()).expect("a seed");
            for (_, check) in checks {
                check(&bytes);
            }
        }
    }
}

//! The public surface of the library, so that a break is seen. It asks rustdoc for JSON, which stable Rust has behind a
//! switch: `cargo test --test public_api -- --ignored`, as `.ci/run` does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

#[test]
#[ignore = "it waits for rustdoc"]
fn nothing_public_changes_unseen() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Where `cargo doc` has been already; `cargo test` may be built elsewhere.
    let target = Path::new(env!("CARGO_BIN_EXE_hcxnat")).ancestors().nth(2).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root).env("RUSTC_BOOTSTRAP", "1").args([
        "rustdoc",
        "--lib",
        "--locked",
        "--quiet",
        "--target-dir",
    ]);
    cargo.arg(target).args(["--", "-Zunstable-options", "--output-format", "json"]);
    assert!(cargo.status().expect("cargo starts").success());
    let json = target.join("doc/hcxnat.json");
    let api = public_api::Builder::from_rustdoc_json(&json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build();
    match api {
        Ok(api) => insta::assert_snapshot!("public_api", api),
        // Its format changes with Rust, and the reader of it knows one.
        Err(error) => println!("skipped: this Rust describes the library in another form: {error}"),
    }
}

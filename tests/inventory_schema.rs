//! The schema of the inventory: what it lets pass is read, and what is read it lets pass.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its sample must fail")]

use std::path::{Path, PathBuf};

use hcxnat::capture::text_file;
use hcxnat::intent::hcx::read_exports;
use hcxnat::intent::{TEMPLATE, inventory_schema, read_inventory};
use hcxnat::source::SourceMap;
use serde_json::Value;

fn lets_pass(text: &str) -> Result<(), String> {
    let schema = inventory_schema();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let inventory: Value = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    let wrong: Vec<String> =
        validator.iter_errors(&inventory).map(|error| format!("{}: {error}", error.instance_path())).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

fn is_read(text: &str) -> bool {
    read_inventory("i.yaml", text, &mut SourceMap::default()).is_ok()
}

fn files(dir: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(dir);
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn it_is_a_schema() {
    assert!(jsonschema::meta::is_valid(&inventory_schema()));
    assert_eq!(inventory_schema()["title"], "hcxnat inventory, version 1");
}

#[test]
fn every_inventory_of_ours_passes() {
    let mut inventories = vec![TEMPLATE.to_owned(), include_str!("../src/cli/demo/inventory.yaml").to_owned()];
    for page in files("docs/rules").into_iter().chain(files("docs")).filter(|path| path.is_file()) {
        let page = std::fs::read_to_string(page).unwrap();
        let blocks = page.split("```yaml\n").skip(1).filter_map(|block| block.split_once("```"));
        inventories.extend(blocks.map(|(block, _)| block.to_owned()).filter(|block| block.contains("version: 1")));
    }
    for file in ["json", "csv", "pasted"].iter().flat_map(|form| files(&format!("grammar-fixtures/hcx/{form}"))) {
        let mut sources = SourceMap::default();
        let imported = read_exports(&[("export", &text_file(&file).unwrap())], &mut sources);
        inventories.extend(imported.map(|imported| imported.to_yaml(&sources)));
    }
    assert!(inventories.len() > 12, "{}", inventories.len());
    for text in inventories {
        assert_eq!(lets_pass(&text), Ok(()), "{text}");
    }
}

#[test]
fn what_it_refuses_is_refused_and_what_it_passes_is_read() {
    let uplink = |uplink: &str| format!("version: 1\nappliances: [{{name: A, role: IX, uplinks: [{uplink}]}}]\n");
    let profile = |profile: &str| format!("version: 1\nnetwork_profiles: [{profile}]\n");
    let good = [
        "version: 1\n".to_owned(),
        "version: 1\nappliances:\nspare_public_addresses:\nignore:\n".to_owned(),
        "version: 1\nspare_public_addresses: 192.0.2.1\n".to_owned(),
        "version: 1\nhcx: {application_path_resiliency: yes, release: 4.10}\n".to_owned(),
        "version: 1\nhcx: {application_path_resiliency: false, release: \"4.10\"}\n".to_owned(),
        "version: 1\nignore: [{code: HCX405, reason: measured, until: 2027-01-31}]\n".to_owned(),
        uplink("{address: 10.0.0.1, peers: 192.0.2.1, vrf: null, mac: \"00:50:56:86:67:1a\"}"),
        uplink("{address: 10.0.0.1, peers: [192.0.2.1], vrf: RED, mac: 0050.5686.671a}"),
        uplink("{address: 10.0.0.1, peers: null, mac: null}"),
        profile("{name: Uplink, ranges: [10.0.0.1-10.0.0.9, 10.0.0.20]}"),
        profile("{name: Uplink, ranges: 10.0.0.1 - 10.0.0.9, vrf: RED}"),
    ];
    for text in good {
        assert_eq!((lets_pass(&text), is_read(&text)), (Ok(()), true), "{text}");
    }
    let bad = [
        "appliances: []\n".to_owned(),
        "version: 2\n".to_owned(),
        "version: 1\nappliance: []\n".to_owned(),
        "version: 1\nspare_public_addresses: [192.0.2.256]\n".to_owned(),
        "version: 1\nhcx: {application_path_resiliency: perhaps}\n".to_owned(),
        "version: 1\nignore: [{code: HCX405}]\n".to_owned(),
        "version: 1\nignore: [{code: HCX405, reason: x, until: 31.01.2027}]\n".to_owned(),
        "version: 1\nappliances: [{name: A, role: IX}]\n".to_owned(),
        "version: 1\nappliances: [{name: A, role: IX, uplinks: []}]\n".to_owned(),
        "version: 1\nappliances: [{role: IX, uplinks: [{address: 10.0.0.1}]}]\n".to_owned(),
        "version: 1\nappliances: [{name: A, uplinks: [{address: 10.0.0.1}]}]\n".to_owned(),
        uplink("{adress: 10.0.0.1}"),
        uplink("{address: 10.0.0.1/24}"),
        uplink("{address: \"2001:db8::10\"}"),
        uplink("{address: 10.0.0.01}"),
        uplink("{address: 10.0.0.1, mac: 00:50}"),
        uplink("{address: 10.0.0.1, peers: [hcx.example.com]}"),
        profile("{name: Uplink}"),
        profile("{name: Uplink, ranges: []}"),
        profile("{ranges: [10.0.0.1]}"),
        profile("{name: Uplink, ranges: [10.0.0.0/24]}"),
        profile("{name: Uplink, ranges: [10.0.0.1], mtu: 1500}"),
    ];
    for text in bad {
        assert_eq!((lets_pass(&text).is_ok(), is_read(&text)), (false, false), "{text}");
    }
}

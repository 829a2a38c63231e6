//! The inventory that `import` writes.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use super::Imported;
use crate::intent::{Appliance, NetworkProfile};
use crate::source::{SourceMap, Span, mask_controls, mask_name};

pub(super) fn yaml(imported: &Imported, sources: &SourceMap) -> String {
    let files: Vec<String> = sources.iter().map(|(_, file)| mask_name(file.name())).collect();
    let mut out = String::new();
    comment(&mut out, &format!("Inventory for hcxnat, imported from {}.", files.join(", ")));
    for note in &imported.notes {
        comment(&mut out, &in_words(note.at, &note.text, sources));
    }
    out.push_str("version: 1\n");
    if let Some(on) = imported.path_resiliency {
        let _ = writeln!(out, "\nhcx:\n  application_path_resiliency: {on}");
    }
    if !imported.appliances.is_empty() {
        out.push_str("\nappliances:\n");
    }
    for appliance in &imported.appliances {
        of_appliance(&mut out, appliance, sources);
    }
    if !imported.network_profiles.is_empty() {
        out.push('\n');
        comment(
            &mut out,
            "Nothing is deployed yet, as far as these files tell: HCX will give addresses of these ranges to the appliances, \
             and each is judged as a possible uplink.",
        );
        out.push_str("network_profiles:\n");
    }
    for profile in &imported.network_profiles {
        of_profile(&mut out, profile, sources);
    }
    out
}

/// A note as a line of text, with its place in front.
pub(super) fn in_words(at: Option<Span>, text: &str, sources: &SourceMap) -> String {
    let place = at.and_then(|at| place(at, sources));
    let text = mask_name(text);
    place.map_or_else(|| text.clone(), |place| format!("{place}: {text}"))
}

fn of_appliance(out: &mut String, appliance: &Appliance, sources: &SourceMap) {
    let _ = writeln!(out, "  - name: {}", quoted(&appliance.name));
    let _ = writeln!(out, "    role: {}", appliance.role);
    out.push_str("    uplinks:\n");
    for uplink in &appliance.uplinks {
        let _ = writeln!(out, "      - address: {}{}", uplink.address, from(uplink.span, sources));
        let peers: Vec<String> = uplink.peers.iter().map(ToString::to_string).collect();
        if !peers.is_empty() {
            let _ = writeln!(out, "        peers: [{}]", peers.join(", "));
        }
    }
}

fn of_profile(out: &mut String, profile: &NetworkProfile, sources: &SourceMap) {
    let _ = writeln!(out, "  - name: {}", quoted(&profile.name));
    out.push_str("    ranges:\n");
    for range in &profile.ranges {
        let _ = writeln!(out, "      - {}{}", in_numbers(&range.value), from(Some(range.span), sources));
    }
}

fn in_numbers(range: &RangeInclusive<std::net::Ipv4Addr>) -> String {
    if range.start() == range.end() { range.start().to_string() } else { format!("{}-{}", range.start(), range.end()) }
}

fn from(at: Option<Span>, sources: &SourceMap) -> String {
    at.and_then(|at| place(at, sources)).map_or_else(String::new, |place| format!("  # from {place}"))
}

fn place(at: Span, sources: &SourceMap) -> Option<String> {
    let name = mask_name(sources.get(at.source)?.name());
    Some(format!("{name}:{}", sources.position(at)?.line))
}

/// A comment of as many lines as it takes.
fn comment(out: &mut String, text: &str) {
    const WIDTH: usize = 116;
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "#{line}");
            // What goes on is indented.
            "  ".clone_into(&mut line);
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(out, "#{line}");
}

/// A text as YAML. What is in quotation marks is no number and no comment, whatever it looks like.
fn quoted(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.contains('-')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if plain {
        return text.to_owned();
    }
    // JSON is YAML; what no screen should get is escaped as well.
    let json = serde_json::Value::from(text).to_string();
    let escaped = |c: char| {
        let fit = mask_controls(c.encode_utf8(&mut [0; 4])).starts_with(c);
        if fit { c.to_string() } else { format!("\\U{:08x}", u32::from(c)) }
    };
    json.chars().map(escaped).collect()
}

//! Directories, patterns and archives: what is in them is read as if it lay there by itself, and what is not read takes
//! the PASS away.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up must fail"
)]

mod pack;
mod snapshots;

use std::net::Ipv4Addr;
use std::path::Path;

use hcxnat::capture::{self, Input, InputError};
use hcxnat::eval::Verdict;
use hcxnat::grammar::State;
use hcxnat::intent::{Appliance, Intent, Uplink};
use hcxnat::model::{self, Watch};
use hcxnat::report::{Report, parse_text};
use hcxnat::source::SourceMap;
use hcxnat::{Settings, analyze};
use pack::{Files, gzip, locked, tar, zip};
use rawzip::CompressionMethod;
use tempfile::TempDir;

const CONFIG: &str = "\
EDGE#show running-config
version 15.7
hostname EDGE
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.248
 ip nat outside
interface GigabitEthernet0/1
 ip address 10.0.0.1 255.255.255.0
 ip nat inside
ip nat inside source static udp 10.0.0.2 4500 203.0.113.3 4500 extendable
ip route 0.0.0.0 0.0.0.0 203.0.113.6
end
EDGE#
";

fn table(port: u16) -> String {
    format!(
        "EDGE#show ip nat translations\nPro Inside global      Inside local       Outside local      Outside global\n\
         udp 203.0.113.3:{port} 10.0.0.2:4500      198.51.100.7:4500  198.51.100.7:4500\n\
         udp 203.0.113.3:4500 10.0.0.2:4500      ---                ---\nEDGE#\n"
    )
}

fn good() -> Vec<u8> {
    format!("{CONFIG}{}", table(4500)).into_bytes()
}

fn memory(name: &str, bytes: &[u8]) -> Input {
    Input::Memory { name: name.to_owned(), bytes: bytes.to_vec() }
}

fn check(inputs: &[Input]) -> Result<Report, InputError> {
    let appliance = Appliance {
        name: "IX".to_owned(),
        role: "IX".to_owned(),
        uplinks: vec![Uplink::new(Ipv4Addr::new(10, 0, 0, 2))],
        inferred: false,
        possible: false,
    };
    let intent = Intent { appliances: vec![appliance], ..Intent::default() };
    analyze(inputs, &intent, SourceMap::default(), &Settings::default())
}

fn checked(inputs: &[(&str, &[u8])]) -> Report {
    let inputs: Vec<Input> = inputs.iter().map(|(name, bytes)| memory(name, bytes)).collect();
    check(&inputs).unwrap()
}

fn refused(bytes: &[u8]) -> String {
    check(&[memory("box", bytes)]).expect_err("half of it was taken for all").to_string()
}

/// The sources by name.
fn names(report: &Report) -> Vec<&str> {
    report.network.sources.iter().map(|(_, file)| file.name()).collect()
}

/// Every way to pack the same files.
fn packed(files: Files<'_>) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("tar", tar(files)),
        ("tar.gz", gzip(&tar(files))),
        ("stored", zip(files, CompressionMethod::STORE)),
        ("deflated", zip(files, CompressionMethod::DEFLATE)),
    ]
}

#[test]
fn what_is_packed_is_read_like_what_lies_there() {
    let good = good();
    let plain = checked(&[("edge.txt", &good)]);
    assert_eq!(plain.verdict, Verdict::Pass);
    let zipped = checked(&[("edge.txt.gz", &gzip(&good))]);
    assert_eq!((zipped.verdict, names(&zipped)), (Verdict::Pass, vec!["edge.txt.gz"]));
    let files: Files<'_> = &[("site/config.txt", CONFIG.as_bytes()), ("site/table.txt", &good[CONFIG.len()..])];
    for (kind, bytes) in packed(files) {
        let report = checked(&[("a name that says nothing", &bytes)]);
        assert_eq!(report.verdict, Verdict::Pass, "{kind}");
        assert_eq!(report.network.devices.len(), 1, "{kind}: the files belong to one router");
        assert_eq!(report.network.coverage.lines(), plain.network.coverage.lines(), "{kind}");
        assert_eq!(
            names(&report),
            ["a name that says nothing!site/config.txt", "a name that says nothing!site/table.txt"],
            "{kind}"
        );
    }
}

/// `parse` reads the rows a second time: those of every member, under its own name.
#[test]
fn the_rows_of_members_are_found_again() {
    let (one, two) = (table(4500), table(1024).replace("EDGE", "OTHER"));
    let files: Files<'_> = &[("one.txt", one.as_bytes()), ("two.txt", two.as_bytes())];
    for (kind, bytes) in packed(files) {
        let inputs = [memory("first.txt", CONFIG.as_bytes()), memory("box", &bytes), memory("last.txt", &good())];
        let network = model::read(&inputs, SourceMap::default(), &Watch::hcx([]), None).unwrap();
        let mut out = Vec::new();
        parse_text(&network, &inputs, None, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        let rows = |name: &str| out.matches(&format!("{name}:")).count();
        assert!(rows("box!one.txt") >= 2 && rows("box!two.txt") >= 2 && rows("last.txt") >= 2, "{kind}: {out}");
        assert_eq!(out.matches("box!two.txt:3: udp  203.0.113.3:1024").count(), 1, "{kind}: {out}");
    }
}

/// Files that no folder would give are not taken from an archive either.
#[test]
fn hidden_files_are_skipped_and_paths_lead_nowhere() {
    let good = good();
    let long = format!("{}/edge.txt", "d".repeat(150));
    let files: Files<'_> = &[
        (".hidden/edge.txt", b"udp"),
        ("__MACOSX/._edge.txt", b"udp"),
        ("site/.edge.txt.swp", b"udp"),
        ("../../etc/ed\x1bge.txt", &good),
        (&long, b"!\n"),
    ];
    for (kind, bytes) in packed(files) {
        let report = checked(&[("box", &bytes)]);
        assert_eq!(report.verdict, Verdict::Pass, "{kind}");
        let mut names = names(&report);
        names.sort_unstable();
        let masked = names[0];
        assert!(masked.starts_with("box!../../etc/ed") && !masked.contains('\x1b'), "{kind}: {masked:?}");
        assert_eq!(names[1..], [format!("box!{long}")], "{kind}");
    }
}

#[test]
fn what_was_not_opened_takes_the_pass_away() {
    let good = good();
    let beside = |name: &str, bytes: &[u8]| checked(&[("edge.txt", &good), (name, bytes)]);
    let inner = zip(&[("edge.txt", &good)], CompressionMethod::DEFLATE);
    let parts: Files<'_> = &[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")];
    let parts_last: Files<'_> = &[("a.xml", b"<w/>"), ("[Content_Types].xml", b"<Types/>")];
    let bzip2 = zip(&[("edge.txt", &good)], CompressionMethod::BZIP2);
    for (bytes, what) in [
        (b"7z\xbc\xaf\x27\x1c\0\x04".to_vec(), "a 7-Zip archive"),
        (b"\xfd7zXZ\0\0\x04".to_vec(), "xz data"),
        (b"BZh91AY&SY\0\0".to_vec(), "bzip2 data"),
        (b"Rar!\x1a\x07\x01\0".to_vec(), "a RAR archive"),
        (locked(&[("edge.txt", &good)]), "encrypted"),
        (bzip2, "packed in a way that is not read"),
        (zip(parts, CompressionMethod::DEFLATE), "an Office document"),
        (zip(parts_last, CompressionMethod::DEFLATE), "an Office document"),
        (tar(&[("edge.txt", &good), ("inner.zip", &inner)]), "an archive in an archive"),
        (zip(&[("edge.txt.gz", &gzip(&good))], CompressionMethod::STORE), "an archive in an archive"),
        (gzip(&gzip(&good)), "an archive in an archive"),
    ] {
        let report = beside("box", &bytes);
        assert_eq!(report.verdict, Verdict::Inconclusive, "{what}");
        let notes = report.network.coverage.notes().iter();
        let notes: Vec<_> = notes.map(|note| (note.state, note.effect.to_string())).collect();
        assert!(matches!(&notes[..], [(State::Unsupported, effect)] if effect.starts_with(what)), "{what}: {notes:?}");
    }
    // A picture holds no lines.
    let report = beside("box", &zip(&[("map.png", b"\x89PNG\r\n\x1a\n\0\0")], CompressionMethod::STORE));
    assert_eq!(report.verdict, Verdict::Pass);
    assert_eq!(report.network.coverage.of(State::Unrecognized), 1);
    let effect = report.network.coverage.notes()[0].effect.to_string();
    assert_eq!(effect, "a picture: copy the text from the terminal instead");
}

/// Also from routers of a fleet that were judged before it was come upon.
#[test]
fn what_was_not_opened_may_be_of_any_router() {
    let good = String::from_utf8(good()).unwrap();
    let routers: Vec<_> = (0..40).map(|at| (format!("{at}.txt"), good.replace("EDGE", &format!("R{at}")))).collect();
    let mut inputs: Vec<Input> = routers.iter().map(|(name, text)| memory(name, text.as_bytes())).collect();
    assert_eq!(check(&inputs).unwrap().verdict, Verdict::Pass);
    inputs.push(memory("last.7z", b"7z\xbc\xaf\x27\x1c\0\x04"));
    let report = check(&inputs).unwrap();
    assert_eq!(report.verdict, Verdict::Inconclusive);
    assert!(report.flows.iter().all(|flow| flow.verdict == Verdict::Inconclusive));
    let open = &report.flows[0].standing.open;
    assert!(open.iter().any(|open| open.says.to_string().starts_with("last.7z is a 7-Zip archive")), "{open:?}");
}

#[test]
fn what_breaks_ends_the_run() {
    let good = good();
    for (bytes, what) in [
        (zip(&[], CompressionMethod::STORE), "holds no file to read"),
        (tar(&[(".hidden", b"x")]), "holds no file to read"),
        ([tar(&[("a", &good)]), tar(&[("b", &good)])].concat(), "goes on behind its end"),
        ([gzip(&good), b"and more lines behind it".to_vec()].concat(), "damaged"),
    ] {
        let refused = refused(&bytes);
        assert!(refused.starts_with("cannot read box") && refused.contains(what), "{refused}");
    }
    // Two gzip streams one behind the other are one file, as `cat a.gz b.gz` means it.
    let both = [gzip(CONFIG.as_bytes()), gzip(&good[CONFIG.len()..])].concat();
    assert_eq!(checked(&[("both.gz", &both)]).verdict, Verdict::Pass);
}

/// However much is missing, nobody gets a verdict on the rest.
#[test]
fn a_cut_archive_is_refused_wherever_it_is_cut() {
    let good = good();
    let files: Files<'_> = &[("config.txt", CONFIG.as_bytes()), ("table.txt", &good[CONFIG.len()..])];
    for (kind, bytes) in packed(files).into_iter().chain([("gz", gzip(&good))]) {
        // A tar archive ends with two blank blocks, of which one is proof enough.
        let last = if kind == "tar" { bytes.len() - 512 } else { bytes.len() };
        for cut in (520..last).step_by(41).chain([last - 1]).filter(|&cut| cut < last) {
            if let Ok(report) = check(&[memory("box", &bytes[..cut])]) {
                panic!("{kind} cut at {cut} of {}: {:?}", bytes.len(), report.verdict);
            }
        }
    }
}

/// What has a checksum cannot be changed unseen.
#[test]
fn a_flipped_bit_changes_no_verdict() {
    let good = good();
    let files: Files<'_> = &[("config.txt", CONFIG.as_bytes()), ("table.txt", &good[CONFIG.len()..])];
    let lines = checked(&[("edge.txt", &good)]).network.coverage.lines();
    for (kind, bytes) in packed(files).into_iter().skip(1).chain([("gz", gzip(&good))]) {
        for at in (0..bytes.len()).step_by(5) {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1 << (at % 8);
            let Ok(report) = check(&[memory("box", &bytes)]) else { continue };
            let same = report.verdict == Verdict::Pass && report.network.coverage.lines() == lines;
            let verdict = report.verdict;
            assert!(same || verdict == Verdict::Inconclusive, "{kind}: byte {at}: {verdict:?} {:?}", names(&report));
        }
    }
}

fn folder(files: Files<'_>) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// Paths below the folder, as they are handed over.
fn found(folder: &Path, paths: &[&str]) -> Result<(Vec<String>, Vec<String>), InputError> {
    let paths: Vec<_> = paths.iter().map(|path| folder.join(path)).collect();
    let found = capture::find(&paths, &|path| path.ends_with("report.json"))?;
    let below = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    let inputs = found.inputs.iter().map(|input| match input {
        Input::File(path) => below(path),
        Input::Stdin | Input::Memory { .. } => "?".to_owned(),
    });
    Ok((inputs.collect(), found.ignored.iter().map(|path| below(path)).collect()))
}

#[test]
fn a_gitignore_is_heeded_without_git() {
    let folder = folder(&[
        (".gitignore", b"# scratch\n*.log\n!edge.log\n/build/\nnot[closed\n"),
        ("a.txt", b""),
        ("report.json", b""),
        ("putty.log", b""),
        ("edge.log", b""),
        ("build/x.txt", b""),
        ("site/build/y.txt", b""),
        ("site/.gitignore", b"z.txt\n!putty.log\n"),
        ("site/putty.log", b""),
        ("site/z.txt", b""),
        ("z.txt", b""),
        (".hidden/b.txt", b""),
    ]);
    let (inputs, ignored) = found(folder.path(), &[""]).unwrap();
    assert_eq!(inputs, ["a.txt", "edge.log", "site/build/y.txt", "site/putty.log", "z.txt"]);
    assert_eq!(ignored, ["build", "putty.log", "site/z.txt"]);
    // What is named is read, and what stands above a named directory says nothing of it.
    assert_eq!(found(folder.path(), &["putty.log", "build"]).unwrap().0, ["putty.log", "build/x.txt"]);
}

#[test]
fn patterns_that_no_shell_has_replaced() {
    let folder = folder(&[
        ("b.txt", b""),
        ("a.txt", b""),
        (".c.txt", b""),
        ("report.json", b""),
        ("notes [1].txt", b""),
        ("site/r1/d.txt", b""),
        ("site/r2/e.log", b""),
    ]);
    let of = |pattern: &str| found(folder.path(), &[pattern]).map(|(inputs, _)| inputs.join(" "));
    assert_eq!(of("*.txt").unwrap(), "a.txt b.txt notes [1].txt");
    assert_eq!(of("[ab].t?t").unwrap(), "a.txt b.txt");
    assert_eq!(of("**/*.txt").unwrap(), "a.txt b.txt notes [1].txt site/r1/d.txt");
    assert_eq!(of("site/*").unwrap(), "site/r1/d.txt site/r2/e.log");
    assert_eq!(of("site/*/e.*").unwrap(), "site/r2/e.log");
    // A name is a name first.
    assert_eq!(of("notes [1].txt").unwrap(), "notes [1].txt");
    for nothing in ["*.cfg", "report.*", "[", "***"] {
        let error = of(nothing).unwrap_err().to_string();
        assert!(error.contains("no file matches"), "{nothing}: {error}");
    }
    assert!(of("missing.txt").unwrap_err().to_string().starts_with("cannot read"));
}

#[test]
fn a_folder_of_archives() {
    let good = good();
    let other = String::from_utf8(good.clone()).unwrap().replace("EDGE", "OTHER");
    let folder = folder(&[
        ("a.txt", &good),
        ("b.gz", &gzip(other.replace("OTHER", "THIRD").as_bytes())),
        ("c/d.zip", &zip(&[("e.txt", other.as_bytes())], CompressionMethod::DEFLATE)),
        ("c/f.tar", &tar(&[("g.txt", other.replace("OTHER", "FOURTH").as_bytes())])),
    ]);
    let report = check(&capture::expand(&[folder.path()]).unwrap()).unwrap();
    let devices: Vec<_> = report.network.devices.iter().filter_map(|device| device.name.as_deref()).collect();
    assert_eq!(devices, ["EDGE", "THIRD", "OTHER", "FOURTH"]);
}

//! The output of one command twice is two snapshots: the later one is judged, the earlier one named.

use hcxnat::eval::Verdict;
use hcxnat::report::Report;
use rawzip::CompressionMethod;

use super::pack::{gzip, tar, zip};
use super::{CONFIG, checked, table};

/// The configuration before the static was typed.
fn old_config() -> String {
    let without = CONFIG.replace("ip nat inside source static udp 10.0.0.2 4500 203.0.113.3 4500 extendable\n", "");
    without.replace(
        "version 15.7\n",
        "version 15.7\nip nat inside source list NAT interface GigabitEthernet0/0 overload\n",
    )
}

/// What HCX507 points at: each earlier snapshot, by the name of its source and its line.
fn earlier(report: &Report) -> Vec<String> {
    let sources = &report.network.sources;
    let findings = report.findings.iter().filter(|finding| finding.code == "HCX507");
    let labels = findings.flat_map(|finding| finding.labels.iter());
    let earlier = labels.filter(|label| label.message.to_string().starts_with("an earlier one"));
    earlier
        .map(|label| {
            let line = sources.position(label.span).map_or(0, |position| position.line);
            format!("{}:{line}", sources.get(label.span.source).map_or("?", |file| file.name()))
        })
        .collect()
}

/// A configuration and two tables, and a table and two configurations: the older one first.
fn cases() -> [(String, String, &'static str); 2] {
    let (old_table, new_table) = (table(1024), table(4500));
    [
        (format!("{CONFIG}{old_table}"), new_table.clone(), "the table"),
        (format!("{}{new_table}", old_config()), CONFIG.to_owned(), "the configuration"),
    ]
}

/// The last one counts, and the first one is named, by whichever names the two files go.
fn told(report: &Report, old: &str, what: &str) {
    assert_eq!(report.verdict, Verdict::Pass, "{what}");
    assert_eq!(report.network.devices.len(), 1, "{what}");
    let earlier = earlier(report);
    assert!(matches!(&earlier[..], [place] if place.starts_with(old)), "{what}: {earlier:?}");
}

#[test]
fn within_one_file() {
    for (old, new, what) in cases() {
        let both = format!("{old}{new}");
        told(&checked(&[("edge.txt", both.as_bytes())]), "edge.txt:", what);
        told(&checked(&[("edge.gz", &gzip(both.as_bytes()))]), "edge.gz:", what);
        let wrong_way = checked(&[("edge.txt", format!("{new}{old}").as_bytes())]);
        assert_ne!(wrong_way.verdict, Verdict::Pass, "{what}: the older one stands last and is judged");
    }
}

#[test]
fn across_files() {
    for (old, new, what) in cases() {
        told(&checked(&[("1.txt", old.as_bytes()), ("2.txt", new.as_bytes())]), "1.txt:", what);
        let wrong_way = checked(&[("1.txt", new.as_bytes()), ("2.txt", old.as_bytes())]);
        assert_ne!(wrong_way.verdict, Verdict::Pass, "{what}: the older one comes last and is judged");
    }
}

/// In name order when they come from a folder, whatever order the file system lists them in.
#[test]
fn across_the_files_of_a_folder() {
    for (old, new, what) in cases() {
        let folder = super::folder(&[("b/2.txt", new.as_bytes()), ("a.txt", old.as_bytes())]);
        let report = super::check(&hcxnat::capture::expand(&[folder.path()]).unwrap()).unwrap();
        let first = folder.path().join("a.txt").display().to_string();
        told(&report, &first, what);
    }
}

/// A ZIP archive is read in name order, a tar archive in the order in which it was packed.
#[test]
fn inside_an_archive() {
    for (old, new, what) in cases() {
        for method in [CompressionMethod::STORE, CompressionMethod::DEFLATE] {
            let zipped = zip(&[("b.txt", new.as_bytes()), ("a.txt", old.as_bytes())], method);
            told(&checked(&[("box.zip", &zipped)]), "box.zip!a.txt:", what);
        }
        let packed = tar(&[("b.txt", old.as_bytes()), ("a.txt", new.as_bytes())]);
        told(&checked(&[("box.tar", &packed)]), "box.tar!b.txt:", what);
        told(&checked(&[("box.tgz", &gzip(&packed))]), "box.tgz!b.txt:", what);
        // And an archive among files stands where it is named.
        let (old, new) = (gzip(old.as_bytes()), zip(&[("x", new.as_bytes())], CompressionMethod::DEFLATE));
        told(&checked(&[("1.gz", &old), ("2.zip", &new)]), "1.gz:", what);
    }
}

//! The whole analysis on inputs of the size that people have: `cargo bench`.

#![allow(clippy::unwrap_used, reason = "a test or benchmark that panics has said what is wrong")]

use std::fmt::Write as _;

use divan::Bencher;
use divan::counter::BytesCount;
use hcxnat::Settings;
use hcxnat::capture::Input;
use hcxnat::intent::{Appliance, Intent, Uplink};
use hcxnat::source::SourceMap;

fn main() {
    divan::main();
}

/// A running-config of about `lines` lines, most of them access-list entries as on a real edge.
fn config(lines: usize) -> String {
    let mut text = String::from(
        "R1#show running-config\nBuilding configuration...\n\nversion 15.7\nhostname R1\n!\n\
         interface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.0\n ip nat outside\n!\n\
         interface GigabitEthernet0/1\n ip address 10.0.0.1 255.255.0.0\n ip nat inside\n!\n\
         ip nat inside source list NAT interface GigabitEthernet0/0 overload\n\
         ip route 0.0.0.0 0.0.0.0 203.0.113.254\n!\nip access-list standard NAT\n permit 10.0.0.0 0.0.255.255\n!\n\
         ip access-list extended LONG\n",
    );
    for n in 0..lines.saturating_sub(22) {
        writeln!(text, " permit tcp host 10.1.{}.{} host 198.51.100.7 eq 443", n / 256 % 256, n % 256).unwrap();
    }
    text.push_str("!\nend\n\n");
    text
}

/// A translation table with two appliances in it.
fn table(rows: usize) -> String {
    let mut text = String::from(
        "R1#show ip nat translations\n\
         Pro Inside global      Inside local       Outside local      Outside global\n\
         udp 203.0.113.1:4500   10.0.0.5:4500      198.51.100.1:4500  198.51.100.1:4500\n\
         udp 203.0.113.1:1024   10.0.0.6:4500      198.51.100.2:4500  198.51.100.2:4500\n",
    );
    for n in 0..rows.saturating_sub(2) {
        let (port, host) = (5000 + n % 60000, n / 60000);
        writeln!(
            text,
            "tcp 203.0.113.{}:{port}  10.0.{}.{}:{port}  198.51.100.9:443  198.51.100.9:443",
            2 + host,
            1 + n / 250 % 250,
            1 + n % 250
        )
        .unwrap();
    }
    text
}

fn intent() -> Intent {
    let appliance = |role: &str, address: &str| Appliance {
        name: role.to_owned(),
        role: role.to_owned(),
        uplinks: vec![Uplink::new(address.parse().unwrap())],
        inferred: false,
    };
    Intent { appliances: vec![appliance("IX", "10.0.0.5"), appliance("NE", "10.0.0.6")], ..Intent::default() }
}

fn analyze(bencher: Bencher<'_, '_>, text: String) {
    let bytes = text.into_bytes();
    let intent = intent();
    bencher
        .counter(BytesCount::new(bytes.len()))
        .with_inputs(|| [Input::Memory { name: "bench".to_owned(), bytes: bytes.clone() }])
        .bench_values(|input| hcxnat::analyze(&input, &intent, SourceMap::default(), &Settings::default()).unwrap());
}

#[divan::bench(args = [5_000, 100_000])]
fn config_lines(bencher: Bencher<'_, '_>, lines: usize) {
    analyze(bencher, config(lines));
}

#[divan::bench(args = [10_000, 1_000_000])]
fn table_rows(bencher: Bencher<'_, '_>, rows: usize) {
    analyze(bencher, table(rows));
}

/// The measure of the first release: 5,000 configuration lines and 10,000 rows.
#[divan::bench]
fn edge_router(bencher: Bencher<'_, '_>) {
    analyze(bencher, config(5_000) + &table(10_000));
}

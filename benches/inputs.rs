//! Inputs of the size that people have, and of sizes that they do not: the same at every run.
#![allow(dead_code, reason = "the benches and the generator use their own parts")]
#![allow(clippy::unwrap_used, reason = "a test or benchmark that panics has said what is wrong")]

use std::fmt::Write as _;

/// Two appliances behind one overloaded address, which is the fault to be found.
pub(crate) const APPLIANCES: [&str; 2] = ["10.0.0.5", "10.0.0.6"];

const HEADER: &str = "Pro Inside global      Inside local       Outside local      Outside global\n";

/// A running-config of about `lines` lines, most of them access-list entries as on a real edge.
pub(crate) fn config(lines: usize) -> String {
    router("R1", lines)
}

/// The configuration of one of many.
pub(crate) fn router(name: &str, lines: usize) -> String {
    let mut text = format!(
        "{name}#show running-config\nBuilding configuration...\n\nversion 15.7\nhostname {name}\n!\n\
         interface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.0\n ip nat outside\n!\n\
         interface GigabitEthernet0/1\n ip address 10.0.0.1 255.255.0.0\n ip nat inside\n!\n\
         ip nat inside source list NAT interface GigabitEthernet0/0 overload\n\
         ip route 0.0.0.0 0.0.0.0 203.0.113.254\n!\nip access-list standard NAT\n permit 10.0.0.0 0.0.255.255\n!\n\
         ip access-list extended LONG\n"
    );
    for n in 0..lines.saturating_sub(22) {
        writeln!(text, " permit tcp host 10.1.{}.{} host 198.51.100.7 eq 443", n / 256 % 256, n % 256).unwrap();
    }
    text.push_str("!\nend\n\n");
    text
}

/// How a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    Classic,
    Xe,
    Verbose,
    /// One header and prompt for each of eight VRFs.
    Vrf,
}

/// A translation table of classic IOS with two appliances in it.
pub(crate) fn table(rows: usize) -> String {
    let mut text = String::new();
    write_table(rows, Layout::Classic, &mut |piece| text.push_str(piece));
    text
}

/// The same in any layout, piece by piece: ten million rows are a gigabyte. There are 5,000 inside globals at most.
pub(crate) fn write_table(rows: usize, layout: Layout, to: &mut dyn FnMut(&str)) {
    let widths = if layout == Layout::Xe { (5, 22) } else { (4, 19) };
    to(if layout == Layout::Xe {
        "R1#show ip nat translations\nPro  Inside global         Inside local          Outside local         Outside global\n"
    } else if layout == Layout::Verbose {
        "R1#show ip nat translations verbose\n"
    } else if layout == Layout::Vrf {
        ""
    } else {
        "R1#show ip nat translations\n"
    });
    if !matches!(layout, Layout::Xe | Layout::Vrf) {
        to(HEADER);
    }
    let mut line = String::new();
    for n in 0..rows {
        line.clear();
        if layout == Layout::Vrf && n % rows.div_ceil(8) == 0 {
            writeln!(line, "R1#show ip nat translations vrf V{}", n / rows.div_ceil(8)).unwrap();
            line.push_str(HEADER);
        }
        let (protocol, cells) = row(n);
        write!(line, "{protocol:<0$}", widths.0).unwrap();
        cells.iter().take(3).for_each(|cell| write!(line, "{cell:<0$} ", widths.1 - 1).unwrap());
        line.push_str(cells[3].trim_end());
        line.push('\n');
        if layout == Layout::Verbose {
            line.push_str(
                "    create 00:02:11, use 00:02:11 timeout:300000, left 00:02:48, Map-Id(In): 1,\n    flags:\n",
            );
            writeln!(line, "extended, use_count: 0, entry-id: {n}, lc_entries: 0").unwrap();
        }
        to(&line);
    }
    to(&format!("Total number of translations: {rows}\n"));
}

/// Every fiftieth row is UDP 4500 on the way in, as some of any table are.
fn row(n: usize) -> (&'static str, [String; 4]) {
    if n < 2 {
        let global = if n == 0 { "203.0.113.1:4500" } else { "203.0.113.1:1024" };
        let peer = format!("198.51.100.{}:4500", n + 1);
        return ("udp", [global.to_owned(), format!("{}:4500", APPLIANCES[n]), peer.clone(), peer]);
    }
    // A stride that is prime to the number of addresses and ports spreads both.
    let (host, port) = (n % 5_000, 1_025 + (n / 5_000 * 7_919 + n) % 60_000);
    let global = format!("203.{}.{}.{}:{port}", host / 65_536, 114 + host / 250 % 100, 1 + host % 250);
    let local = |port: usize| format!("10.{}.{}.{}:{port}", 1 + n / 62_500 % 200, n / 250 % 250, 1 + n % 250);
    let peer = |port: usize| format!("198.51.{}.{}:{port}", n % 100, 1 + n % 250);
    match n % 50 {
        0 => ("udp", [global, local(4_500), peer(4_500), peer(4_500)]),
        1..=14 => ("udp", [global, local(port), peer(53), peer(53)]),
        15 => ("icmp", [global, local(port), peer(port), peer(port)]),
        _ => ("tcp", [global, local(port), peer(443), peer(443)]),
    }
}

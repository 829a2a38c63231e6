//! Writes a generated capture to standard output: `cargo run --release --example generate -- table 100000 [LAYOUT]`,
//! `... config 10000`, or a directory of routers: `... fleet 200 DIRECTORY`.
#![allow(clippy::unwrap_used, reason = "a generator may fail that way")]

mod inputs;

use std::io::{BufWriter, Write as _};

use inputs::Layout;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let size = words.get(1).and_then(|size| size.parse().ok()).unwrap_or(0);
    let mut out = BufWriter::new(std::io::stdout().lock());
    match words.as_slice() {
        ["table", _, rest @ ..] => {
            let layout = match rest {
                ["xe"] => Layout::Xe,
                ["verbose"] => Layout::Verbose,
                ["vrf"] => Layout::Vrf,
                _ => Layout::Classic,
            };
            inputs::write_table(size, layout, &mut |piece| out.write_all(piece.as_bytes()).unwrap());
        }
        ["config", _] => out.write_all(inputs::config(size).as_bytes()).unwrap(),
        ["fleet", _, directory] => {
            std::fs::create_dir_all(directory).unwrap();
            for n in 0..size {
                // 118 kB each, as edges are: a configuration and its table.
                let name = format!("R{n}");
                let text = inputs::router(&name, 600) + &inputs::table(1_000).replace("R1#", &format!("{name}#"));
                std::fs::write(format!("{directory}/{name}.txt"), text).unwrap();
            }
        }
        _ => panic!("table ROWS [classic|xe|verbose|vrf], config LINES, or fleet ROUTERS DIRECTORY"),
    }
    out.flush().unwrap();
}

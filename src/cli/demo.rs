//! `demo`: the incident this program was written for, built in.

use super::args::{Args, Judging, Platform};
use super::exit::Exit;
use super::{Failure, Io, check, intent};
use crate::capture::Input;

const CAPTURE: &str = include_str!("demo/edge.txt");
const NAME: &str = "demo/inventory.yaml";
const INVENTORY: &str = include_str!("demo/inventory.yaml");

pub(super) fn run(wanted: &Judging, args: &Args, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let mut intent = intent::inventory(NAME, INVENTORY, None, args.stderr_style(io))?;
    intent.built_in = Some((NAME, INVENTORY));
    let capture = Input::Memory { name: "demo/edge.txt".to_owned(), bytes: CAPTURE.as_bytes().to_vec() };
    check::judge(&[capture], intent, &check::settings(Platform::Auto), wanted, args, io)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_inventory_is_sound() {
        let read = intent::inventory(NAME, INVENTORY, None, crate::report::Style::PLAIN);
        assert!(read.is_ok_and(|read| !read.intent.appliances.is_empty()));
    }
}

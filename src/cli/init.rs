//! `init`.

use super::exit::Exit;
use super::{Failure, Io};
use crate::intent::TEMPLATE;

pub(super) fn run(io: &mut Io<'_>) -> Result<Exit, Failure> {
    io.stdout.write_all(TEMPLATE.as_bytes())?;
    Ok(Exit::Pass)
}

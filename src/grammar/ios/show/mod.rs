//! Output of show commands, one file a command.

mod nat_translations;

pub use nat_translations::Table;
pub(crate) use nat_translations::cells;

//! The `hcxnat` program.

fn main() {}

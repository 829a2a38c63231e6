//! Words, numbers and addresses: what every command is made of.

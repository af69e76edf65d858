//! The `docwright` command.
fn main() {}

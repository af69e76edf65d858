//! The generators and checks of `cargo xtask fuzz`, for the targets of cargo-fuzz.

#[path = "../../xtask/src/fuzz/check.rs"]
pub mod check;
#[path = "../../xtask/src/fuzz/choices.rs"]
pub mod choices;
#[path = "../../xtask/src/fuzz/inputs.rs"]
pub mod inputs;
#[path = "../../xtask/src/processor.rs"]
mod processor;
#[path = "../../xtask/src/fuzz/words.rs"]
pub mod words;

use check::Scratch;
use choices::Choices;
pub use inputs::Kind;
use std::sync::OnceLock;

/// Makes an input of the bytes and checks it.
///
/// # Panics
/// When something does not hold, which is how a fuzzer is told.
pub fn run(kind: Kind, data: &[u8]) {
    static SCRATCH: OnceLock<Scratch> = OnceLock::new();
    let scratch = SCRATCH.get_or_init(|| Scratch::new(&std::env::temp_dir()).expect("a folder for inputs"));
    let input = inputs::make(kind, &mut Choices::of_bytes(data));
    if let Err(fault) = scratch.check(&[input], true) {
        panic!("{fault}");
    }
}

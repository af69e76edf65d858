//! An interrupt of the user (Ctrl-C): commands that hold temporary files end in good order, so that nothing stays behind.
//!
//! Programs that the command started get the signal as well and end; then the command ends with an error, and drops what it
//! holds.

use super::Failure;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

static HAPPENED: AtomicBool = AtomicBool::new(false);

/// From now on an interrupt no longer ends the program at once; [`check`] does at the next step.
pub(super) fn defer() {
    static SET: Once = Once::new();
    // Where the system refuses, an interrupt ends the program as before.
    SET.call_once(|| _ = ctrlc::set_handler(|| HAPPENED.store(true, Ordering::SeqCst)));
}

/// An error once the user interrupted the program.
pub(super) fn check() -> Result<(), Failure> {
    match HAPPENED.load(Ordering::SeqCst) {
        true => Err("interrupted; nothing was changed".into()),
        false => Ok(()),
    }
}

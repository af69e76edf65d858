//! Progress of a run, for whoever displays it.

/// Receives the progress of a run.
pub trait Progress: Sync {
    /// A phase of this many steps begins.
    fn begin(&self, _what: &'static str, _steps: usize) {}
    /// Some steps of the phase are done.
    fn advance(&self, _steps: usize) {}
}

/// Ignores it.
impl Progress for () {}

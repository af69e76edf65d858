//! The progress bar: on a terminal, and for runs that take their time.

use docwright::output::regen::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Time before the bar appears.
const PATIENCE: Duration = Duration::from_millis(400);

/// A bar on standard error.
pub(super) struct Bar {
    bar: ProgressBar,
    start: Instant,
    /// Whether standard error is a terminal.
    watched: bool,
}

impl Bar {
    pub(super) fn new() -> Self {
        let watched = std::io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        Self { bar: ProgressBar::hidden(), start: Instant::now(), watched }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begin(&self, what: &'static str, steps: usize) {
        let style = ProgressStyle::with_template("{msg:>8} [{wide_bar}] {pos}/{len} ");
        self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.bar.set_message(what);
        self.bar.set_length(steps as u64);
        self.bar.set_position(0);
    }

    fn advance(&self, steps: usize) {
        if self.watched && self.bar.is_hidden() && self.start.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(steps as u64);
    }
}

//! The last line: a panic while one page is read ends in a finding on that page, not in the end of the run.

use crate::diagnostic::{Diagnostic, code};
use crate::source::SourceFile;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether this thread is inside of [`run`].
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// What the last panic of this thread said, and where.
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs something; when it panics, returns what the panic said. What it was at work on is dropped, so nobody sees it
/// half done; what outlives it is behind locks that are not poisoned for their readers.
pub(super) fn run<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static QUIET: Once = Once::new();
    QUIET.call_once(be_quiet);
    let outer = GUARDED.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    done.map_err(|_| SAID.take())
}

/// Panics inside of [`run`] are kept for the finding; all others are printed as before.
fn be_quiet() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !GUARDED.get() {
            return before(info);
        }
        let text = info.payload_as_str().unwrap_or("a panic without a message");
        let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
        SAID.set(format!("{text}{}", place.unwrap_or_default()));
    }));
}

/// The finding on a page that could not be read to the end.
pub(super) fn finding(file: &SourceFile, said: &str, rows: usize) -> Diagnostic {
    let message = format!("internal error: reading `{}` failed: {said}", file.path);
    Diagnostic::new(&code::PAGE_FAULT, message)
        .label(file.origin(0, 0), "nothing of this page is in the model")
        .help("this is a defect of docwright; please report it with the page")
        .rows(rows)
        .subject(&file.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_what_it_said() {
        assert_eq!(run(|| 1), Ok(1));
        let said = run(|| -> u8 { panic!("row {}", 7) }).unwrap_err();
        assert!(said.starts_with("row 7 (") && said.contains("guard.rs:"), "{said}");
        assert_eq!(run(|| 2), Ok(2));
    }

    #[test]
    fn the_finding_names_the_page_and_asks_for_a_report() {
        let file = SourceFile::new(0, "a/b.md", "# x\n");
        let found = finding(&file, "row 7", 3);
        assert_eq!(found.message, "internal error: reading `a/b.md` failed: row 7");
        assert_eq!((found.rows, found.code.id), (3, "DW0006"));
        assert!(found.help.unwrap().contains("report"));
    }
}

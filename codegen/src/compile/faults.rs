//! Findings for faults of the Markdown text.

use crate::diagnostic::{Diagnostic, code};
use crate::source::SourceFile;
use crate::syntax::markdown::{Document, Fault, FaultKind};

/// The findings for the faults of a page.
pub(super) fn report(document: &Document<'_>, file: &SourceFile) -> Vec<Diagnostic> {
    document.faults.iter().map(|fault| finding(fault, file)).collect()
}

fn finding(Fault { kind, span }: &Fault, file: &SourceFile) -> Diagnostic {
    let first_line = span.of(&file.text).lines().next().map_or(0, str::len);
    let origin = file.origin(span.start, span.start + first_line);
    let (code, label, help) = match kind {
        FaultKind::OpenRow => {
            (&code::UNCLOSED, "only this line of the row is read", "close the row with `|`")
        }
        FaultKind::OpenComment => (&code::UNCLOSED, "this is read as text", "close the comment with `-->`"),
        FaultKind::OpenTable => {
            (&code::UNCLOSED, "this is read up to the next blank line", "close the table with `</table>`")
        }
        FaultKind::PipeInCell => {
            (&code::ROW_OVERFLOW, "the row fits its header with this pipe as text", "write the pipe as `\\|`")
        }
    };
    Diagnostic::new(code, kind.message()).label(origin, label).help(help)
}

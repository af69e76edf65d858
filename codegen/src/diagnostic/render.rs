//! Rendering: text as rustc prints it, and JSON lines.

use super::{Diagnostic, Severity};
use crate::source::SourceFile;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// One diagnostic as text; `color` for terminals.
pub fn text(diagnostic: &Diagnostic, severity: Severity, files: &[SourceFile], color: bool) -> String {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id);
    let mut group = Group::with_title(title);
    for snippet in snippets(diagnostic, files) {
        group = group.element(snippet);
    }
    if let Some(note) = &diagnostic.note {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]).to_string()
}

/// One snippet per file, in the order of the labels; each shows only the lines around its labels.
fn snippets<'a>(
    diagnostic: &'a Diagnostic,
    files: &'a [SourceFile],
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut order: Vec<u32> = Vec::new();
    for label in &diagnostic.labels {
        if !order.contains(&label.origin.file) {
            order.push(label.origin.file);
        }
    }
    let file_of = |id: u32| files.iter().find(|file| file.id == id);
    order.into_iter().filter_map(file_of).map(|file| snippet(diagnostic, file)).collect()
}

fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    file: &'a SourceFile,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let mut snippet = Snippet::source(file.text.as_str()).path(file.path.as_str()).fold(true);
    for (at, label) in diagnostic.labels.iter().enumerate().filter(|(_, label)| label.origin.file == file.id)
    {
        let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let range = char_range(&file.text, label.origin.start as usize, label.origin.end as usize);
        snippet = snippet.annotation(kind.span(range).label(label.text.as_str()));
    }
    snippet
}

/// The range moved outwards to character borders and into the text.
fn char_range(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let start = text.floor_char_boundary(start.min(text.len()));
    let end = text.ceil_char_boundary(end.min(text.len())).max(start);
    start..end
}

/// One diagnostic as a line of JSON.
pub fn json(diagnostic: &Diagnostic, severity: Severity, files: &[SourceFile]) -> String {
    let place = |label: &super::Label| {
        let file = files.iter().find(|file| file.id == label.origin.file);
        serde_json::json!({
            "file": file.map(|file| file.path.as_str()),
            "line": label.origin.line,
            "column": file.map(|file| column(&file.text, label.origin.start as usize)),
            "start": label.origin.start,
            "end": label.origin.end,
            "text": label.text,
        })
    };
    serde_json::json!({
        "code": diagnostic.code.id,
        "name": diagnostic.code.name,
        "severity": severity,
        "message": diagnostic.message,
        "labels": diagnostic.labels.iter().map(place).collect::<Vec<_>>(),
        "note": diagnostic.note,
        "help": diagnostic.help,
        "rows": diagnostic.rows,
    })
    .to_string()
}

/// Column in characters, counted from 1.
fn column(text: &str, offset: usize) -> usize {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let line = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    text[line..offset].chars().count() + 1
}

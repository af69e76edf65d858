//! Rendering: text as rustc prints it, and JSON lines.

use super::{Diagnostic, Severity};
use crate::source::{SourceFile, visible};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

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
        group = group.element(Level::NOTE.message(&**note));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(&**help));
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
    order.into_iter().filter_map(|id| file_of(files, id)).map(|file| snippet(diagnostic, file)).collect()
}

/// A file by its id, which is its index unless the list is a part of a run's.
fn file_of(files: &[SourceFile], id: u32) -> Option<&SourceFile> {
    let at_index = files.get(id as usize).filter(|file| file.id == id);
    at_index.or_else(|| files.iter().find(|file| file.id == id))
}

fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    file: &'a SourceFile,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let own = || diagnostic.labels.iter().enumerate().filter(|(_, label)| label.origin.file == file.id);
    let range =
        |label: &super::Label| char_range(&file.text, label.origin.start as usize, label.origin.end as usize);
    let lines = lines_around(&file.text, own().map(|(_, label)| range(label)));
    let mut snippet = Snippet::source(&file.text[lines.clone()])
        .line_start(file.line(lines.start) as usize)
        .path(visible(&file.path))
        .fold(true);
    for (at, label) in own() {
        let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let Range { start, end } = range(label);
        let inside = start - lines.start..end - lines.start;
        snippet = snippet.annotation(kind.span(inside).label(&*label.text));
    }
    snippet
}

/// The whole lines from the first range to the last: the renderer looks at every line that it gets.
fn lines_around(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Range<usize> {
    let (start, end) =
        ranges.fold((text.len(), 0), |(start, end), range| (start.min(range.start), end.max(range.end)));
    let end = end.max(start);
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    first..last
}

/// The range moved outwards to character borders and into the text.
fn char_range(text: &str, start: usize, end: usize) -> Range<usize> {
    let start = text.floor_char_boundary(start.min(text.len()));
    let end = text.ceil_char_boundary(end.min(text.len())).max(start);
    start..end
}

/// One diagnostic as a line of JSON.
pub fn json(diagnostic: &Diagnostic, severity: Severity, files: &[SourceFile]) -> String {
    let place = |label: &super::Label| {
        let file = file_of(files, label.origin.file);
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
        "fix": correction(diagnostic, files).map(|(file, fix)| serde_json::json!({
            "file": file.path,
            "line": fix.origin.line,
            "column": column(&file.text, fix.origin.start as usize),
            "start": fix.origin.start,
            "end": fix.origin.end,
            "text": fix.text,
        })),
    })
    .to_string()
}

/// The correction of a page whose text stands on disk as it was read.
fn correction<'a>(
    diagnostic: &'a Diagnostic,
    files: &'a [SourceFile],
) -> Option<(&'a SourceFile, &'a super::Fix)> {
    let fix = diagnostic.fix.as_ref()?;
    let file = file_of(files, fix.origin.file)?;
    super::fix::is_verbatim(file).then_some((file, fix))
}

/// Column in characters, counted from 1.
fn column(text: &str, offset: usize) -> usize {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let line = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    text[line..offset].chars().count() + 1
}

/// Path and line of the primary place.
fn place<'a>(
    diagnostic: &Diagnostic,
    files: &'a [SourceFile],
) -> Option<(&'a SourceFile, &'a str, u32, usize)> {
    let origin = diagnostic.labels.first()?.origin;
    let file = file_of(files, origin.file)?;
    Some((file, &file.path, origin.line, column(&file.text, origin.start as usize)))
}

/// One diagnostic as a workflow command of GitHub Actions.
pub fn github(diagnostic: &Diagnostic, severity: Severity, files: &[SourceFile]) -> String {
    let level = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    // `%`, line breaks, and in properties `:` and `,` are escaped, as the runner expects.
    let data = |text: &str| {
        visible(&text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")).into_owned()
    };
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let place = place(diagnostic, files)
        .map(|(_, path, line, column)| format!("file={},line={line},col={column},", property(path)));
    let mut message = diagnostic.message.clone();
    for more in [&diagnostic.note, &diagnostic.help].into_iter().flatten() {
        message.push('\n');
        message.push_str(more);
    }
    format!(
        "::{level} {}title={}::{}",
        place.unwrap_or_default(),
        property(diagnostic.code.id),
        data(&message)
    )
}

/// All diagnostics as one SARIF 2.1.0 log.
pub fn sarif(found: &[(&Diagnostic, Severity)], files: &[SourceFile]) -> String {
    sarif_of(super::code::ALL, found, files)
}

/// [`sarif`] over a registry of codes of its own.
pub fn sarif_of(codes: &[&super::Code], found: &[(&Diagnostic, Severity)], files: &[SourceFile]) -> String {
    let rule = |code: &&super::Code| {
        serde_json::json!({
            "id": code.id,
            "name": code.name,
            "shortDescription": { "text": code.summary },
            "fullDescription": { "text": code.manual },
            "defaultConfiguration": { "level": level(code.severity) },
        })
    };
    let log = serde_json::json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "docwright",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": found.iter().map(|(found, severity)| result(found, *severity, files)).collect::<Vec<_>>(),
        }],
    });
    log.to_string()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(found: &Diagnostic, severity: Severity, files: &[SourceFile]) -> serde_json::Value {
    let location = |label: &super::Label| {
        let file = file_of(files, label.origin.file)?;
        Some(serde_json::json!({
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&file.path) },
                "region": region(file, label.origin),
            },
            "message": { "text": label.text },
        }))
    };
    let mut places: Vec<_> = found.labels.iter().filter_map(location).collect();
    let related = places.split_off(places.len().min(1));
    let mut result = serde_json::json!({
        "ruleId": found.code.id,
        "level": level(severity),
        "message": { "text": found.message },
        "locations": places,
        "relatedLocations": related,
    });
    if let Some((file, fix)) = correction(found, files) {
        result["fixes"] = serde_json::json!([{
            "description": { "text": found.help.as_deref().unwrap_or(found.code.summary) },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri(&file.path) },
                "replacements": [{
                    "deletedRegion": region(file, fix.origin),
                    "insertedContent": { "text": fix.text },
                }],
            }],
        }]);
    }
    result
}

fn region(file: &SourceFile, origin: crate::model::Origin) -> serde_json::Value {
    let end = file.text.floor_char_boundary((origin.end as usize).min(file.text.len()));
    serde_json::json!({
        "startLine": origin.line,
        "startColumn": column(&file.text, origin.start as usize),
        "endLine": file.line(end),
        "endColumn": column(&file.text, end),
    })
}

/// A path as a relative URI reference.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

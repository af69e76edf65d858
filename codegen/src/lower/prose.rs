//! Texts: title, description and the notes that open an object.

use super::context::Context;
use super::description;
use super::draft::{Draft, OpenNote};
use super::titles::{self, Titles};
use crate::dialect::{Dialect, Format, Role};
use crate::model::{AnswerFormat, Text};
use crate::page::{Endpoint, Item, Section, Side};
use crate::syntax::markdown::Line;

/// Title and description paragraphs.
pub fn read(page: &Endpoint<'_>, draft: &mut Draft<'_>, context: Context<'_>) {
    if let Some((title, span)) = &page.title {
        draft.endpoint.title.push(text(title, context.origin(*span), context));
    }
    draft.endpoint.answer = answer(page, context.dialect);
    for section in page.sections.iter().filter(|section| section.describes_call()) {
        for item in &section.items {
            let Item::Lines(lines) = item else { continue };
            let lines = lines.iter().filter(|line| !line.text.is_empty());
            draft
                .endpoint
                .description
                .extend(lines.map(|line| text(&line.text, context.origin(line.span), context)));
        }
    }
    let endpoint = &mut draft.endpoint;
    let deprecates = |text: &&Text| description::deprecates_call(context.meanings.patterns(), &text.text);
    endpoint.deprecated = endpoint.title.iter().chain(&endpoint.description).find(deprecates).cloned();
}

/// What the sections about the answer say that it is.
fn answer(page: &Endpoint<'_>, dialect: &Dialect) -> AnswerFormat {
    let is_success =
        |section: &&Section<'_>| section.status.is_none_or(|status| (200..300).contains(&status));
    let sections = page.sections.iter().filter(|section| section.side == Side::Response).filter(is_success);
    let lines = sections.flat_map(|section| &section.items).filter_map(|item| match item {
        Item::Lines(lines) => Some(lines),
        _ => None,
    });
    let said: Vec<AnswerFormat> = lines.flatten().flat_map(|line| formats(&line.text, dialect)).collect();
    match said.first() {
        Some(first) if !said.contains(&AnswerFormat::Json) => *first,
        _ => AnswerFormat::Json,
    }
}

/// The formats that a line names: by media types, or by a word for files that is all of the line.
fn formats(line: &str, dialect: &Dialect) -> Vec<AnswerFormat> {
    let is_binary = |word: &str| dialect.formats.get(word) == Some(Format::Binary);
    if is_binary(line.trim().trim_end_matches(['.', '。', '；', ';'])) {
        return vec![AnswerFormat::Binary];
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || "/+-.".contains(c);
    let tokens = line.split(|c: char| !is_part(c)).map(|token| token.trim_matches('.'));
    tokens.filter_map(|token| media_type(&token.to_ascii_lowercase())).collect()
}

/// Whether a line about a body names a file, or a media type that is no JSON.
pub(super) fn is_file(line: &str, dialect: &Dialect) -> bool {
    let said = formats(line, dialect);
    let is_word = |word: &str| dialect.formats.get(word) == Some(Format::Binary);
    let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '-');
    !said.is_empty() && !said.contains(&AnswerFormat::Json)
        || line.chars().count() <= SENTENCE && words.any(is_word)
}

/// Characters of the longest line that is taken for what a body is.
const SENTENCE: usize = 80;

/// What a media type is; paths and other words are none.
fn media_type(token: &str) -> Option<AnswerFormat> {
    let (kind, subtype) = token.split_once('/')?;
    if subtype.is_empty() || subtype.contains('/') {
        return None;
    }
    match (kind, subtype) {
        ("application", "json") => Some(AnswerFormat::Json),
        ("application", "xml") | ("text", "plain" | "csv" | "xml" | "html" | "yaml") => {
            Some(AnswerFormat::Text)
        }
        ("application", "octet-stream" | "zip" | "gzip" | "pdf") => Some(AnswerFormat::Binary),
        ("application", other) if other.starts_with("vnd.") && !other.ends_with("+json") => {
            Some(AnswerFormat::Binary)
        }
        (
            "image" | "audio" | "video",
            "*" | "png" | "jpeg" | "gif" | "webp" | "mpeg" | "mp4" | "ogg" | "wav",
        ) => Some(AnswerFormat::Binary),
        _ => None,
    }
}

pub(super) fn text(text: &str, origin: crate::model::Origin, context: Context<'_>) -> Text {
    Text { language: context.file.language_of(text).into(), text: text.into(), origin }
}

/// The notes beside tables that say that further attributes are accepted or returned.
pub fn open_notes(page: &Endpoint<'_>, context: Context<'_>) -> Vec<OpenNote> {
    let mut notes = Vec::new();
    for section in &page.sections {
        // Samples and headings carry notes of their own kind; only sections with arguments or results count.
        if section.side == Side::None || matches!(section.role, Role::RequestExample | Role::ResponseExample)
        {
            continue;
        }
        for item in &section.items {
            let Item::Lines(lines) = item else { continue };
            let lines = lines.iter().filter(|line| context.dialect.is_open_note(&line.text));
            notes.extend(lines.map(|line| note(line, section, context)));
        }
    }
    notes
}

fn note(line: &Line<'_>, section: &Section<'_>, context: Context<'_>) -> OpenNote {
    let titles =
        if section.nested { titles::parse(&section.heading, context.dialect) } else { Titles::default() };
    let (text, origin) = (line.text.to_string(), context.origin(line.span));
    OpenNote { text, origin, side: section.side, titles }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::builtin;

    #[track_caller]
    fn check(line: &str, expect: &[AnswerFormat]) {
        assert_eq!(formats(line, &builtin("generic").unwrap()), expect, "{line}");
    }

    #[test]
    fn answers_that_are_no_json() {
        check("Content-Type: `application/octet-stream`.", &[AnswerFormat::Binary]);
        check("Returns the picture (image/png or image/jpeg).", &[AnswerFormat::Binary; 2]);
        check("文件流。", &[AnswerFormat::Binary]);
        check("The log as text/plain; charset=utf-8", &[AnswerFormat::Text]);
        check("application/json", &[AnswerFormat::Json]);
        check("See https://example.com/image/png and the file /text/plain/x.", &[]);
        check("The file was stored.", &[]);
    }
}

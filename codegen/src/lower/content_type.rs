//! Content types of requests that a line, a row of headers or a sample names, and no description of an argument.

use super::context::Context;
use crate::dialect::words::dense;
use crate::dialect::{Dialect, Role};
use crate::model::BodyFormat;
use crate::page::{Endpoint, Item, Section, Side};
use crate::syntax::markdown::Line;

/// Longest line that is searched, in bytes.
const MAX_LINE: usize = 400;

/// The form that a request takes, where all that speaks of it agrees: lines and headers, or else samples.
pub fn read(page: &Endpoint<'_>, context: Context<'_>) -> Option<BodyFormat> {
    let is_sent = |section: &&Section<'_>| {
        section.side != Side::Response
            && !matches!(section.role, Role::Errors | Role::Types | Role::Note)
            && section.status.is_none()
    };
    let items = || page.sections.iter().filter(is_sent).flat_map(|section| &section.items);
    let titles =
        page.sections.iter().filter(is_sent).flat_map(|section| of_title(&section.heading, context.dialect));
    let said = titles.chain(items().flat_map(|item| told(item, context))).collect::<Vec<_>>();
    let shown = || items().filter_map(|item| sampled(item, context)).collect::<Vec<_>>();
    agreed(&said).or_else(|| agreed(&shown()).filter(|_| said.is_empty()))
}

fn agreed(formats: &[BodyFormat]) -> Option<BodyFormat> {
    let first = formats.first()?;
    formats.iter().all(|format| format == first).then_some(*first)
}

/// What lines and the row of the header say.
fn told(item: &Item<'_>, context: Context<'_>) -> Vec<BodyFormat> {
    match item {
        Item::Lines(lines) => lines.iter().flat_map(of_line).collect(),
        Item::Table(table) => {
            let rows = table.rows.iter().map(|row| context.text(row.span));
            let of_header = rows.filter(|row| row.len() <= MAX_LINE && is_header(row));
            of_header.flat_map(formats).collect()
        }
        Item::Code { .. } => Vec::new(),
    }
}

/// What a title says, as `Form Parameters` does, or says behind its words: `Body (form-data)`, ``Request body `application/x-www-form-urlencoded` ``.
fn of_title(title: &str, dialect: &Dialect) -> Vec<BodyFormat> {
    if title.len() > MAX_LINE {
        return Vec::new();
    }
    if dialect.phrases.form_titles.are(title) {
        return vec![BodyFormat::Form];
    }
    let title = title.to_ascii_lowercase();
    let names = [("form-data", BodyFormat::Multipart), ("urlencoded", BodyFormat::Form)];
    let found: Vec<BodyFormat> =
        names.into_iter().filter(|(name, _)| title.contains(name)).map(|(_, format)| format).collect();
    if found.is_empty() { formats(&title) } else { found }
}

fn of_line(line: &Line<'_>) -> Vec<BodyFormat> {
    if line.text.len() <= MAX_LINE { formats(&line.text) } else { Vec::new() }
}

/// The name of the header, in small letters.
const HEADER: &str = "content-type";

/// Whether a row is that of the header with the content type.
fn is_header(row: &str) -> bool {
    let first = row.trim_start_matches('|').split('|').next().unwrap_or_default();
    let name = first.trim_matches(|c: char| !c.is_alphanumeric());
    name.len() >= HEADER.len() && dense(name) == HEADER
}

/// What a request among the samples is: by its header, or by the parts of the form that a command sends.
fn sampled(item: &Item<'_>, context: Context<'_>) -> Option<BodyFormat> {
    let Item::Code { body, sample, .. } = item else { return None };
    if sample.is_some_and(|shown| shown.side != Side::Request) {
        return None;
    }
    let mut lines = context.text(*body).lines().take_while(|line| !line.starts_with(['{', '[']));
    let is_part = |word: &str| matches!(word, "-F" | "--form") || word.starts_with("--form=");
    lines.find_map(|line| {
        let is_header = || dense(line).contains("content-type:");
        match () {
            () if line.len() > MAX_LINE => None,
            () if is_header() => formats(line).first().copied(),
            () if line.split_whitespace().any(is_part) => Some(BodyFormat::Multipart),
            () => None,
        }
    })
}

/// The formats whose media types a text names.
fn formats(text: &str) -> Vec<BodyFormat> {
    let text = text.to_ascii_lowercase();
    let all = [BodyFormat::Multipart, BodyFormat::Form, BodyFormat::Json];
    all.into_iter().filter(|format| text.contains(format.media_type())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_media_types() {
        assert!(is_header("| Content-Type | x |"));
        assert!(is_header("|`content-type`|x|"));
        assert!(!is_header("| Accept | Content-Type |"));
        assert_eq!(formats("Content-Type: multipart/form-data; boundary=x"), [BodyFormat::Multipart]);
        assert_eq!(formats("application/json or application/x-www-form-urlencoded").len(), 2);
        assert!(formats("text/plain").is_empty());
        let dialect = crate::dialect::builtin("generic").unwrap();
        let of_title = |title| of_title(title, &dialect);
        assert_eq!(of_title("请求体（form-urlencoded）"), [BodyFormat::Form]);
        assert_eq!(of_title("Body (form-data)"), [BodyFormat::Multipart]);
        assert_eq!(of_title("Form Parameters"), [BodyFormat::Form]);
        assert_eq!(of_title("表单参数"), [BodyFormat::Form]);
        assert!(of_title("Form of a hive").is_empty());
    }
}

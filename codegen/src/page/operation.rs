//! Operation: the name that a page gives its call in a row or a line of its own.

use super::columns::is_identifier;
use super::{Item, Section, Side, Table, TableKind, titles};
use crate::dialect::{Column, Dialect, normalize};
use crate::syntax::markdown::{Span, cut_row, offset_in};

/// The name that a row or a line gives. `is_alone` says that the settings of the page are those of the call.
pub(super) fn read(
    text: &str,
    sections: &[Section<'_>],
    is_alone: bool,
    dialect: &Dialect,
) -> Option<(String, Span)> {
    by_argument(text, sections, dialect)
        .or_else(|| by_row(text, sections, dialect))
        .or_else(|| by_line(text, sections, is_alone, dialect))
}

fn tables<'s, 'a>(sections: &'s [Section<'a>]) -> impl Iterator<Item = (Side, &'s Table<'a>)> {
    sections.iter().flat_map(|section| section.items.iter().map(|item| (section.side, item))).filter_map(
        |(side, item)| match item {
            Item::Table(table) => Some((side, table)),
            _ => None,
        },
    )
}

fn is_name(text: &str) -> bool {
    is_identifier(text) && text.is_ascii() && text.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Where calls go to one path, with the operation's name in a parameter (`/?Action={name}`), the row of that parameter
/// shows the name.
fn by_argument(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> Option<(String, Span)> {
    let (before, _) = dialect.routes.default_path.split_once("={name}")?;
    let parameter = before.rsplit(['?', '&', '/']).next()?;
    let sent = tables(sections).filter(|(side, _)| *side == Side::Request);
    let row = sent.flat_map(|(_, table)| table.rows()).find(|row| row.name().text == parameter)?;
    let cells = [Column::Example, Column::Default].into_iter().filter_map(|column| row.cell(column));
    let shown = cells.map(|cell| (cell.text.to_string(), cell.span)).find(|(text, _)| is_name(text));
    shown.or_else(|| row.descriptions().iter().find_map(|cell| marked(text, cell.span)))
}

/// `取值：**CreateTree**`: the only name that a description sets apart.
fn marked(text: &str, cell: Span) -> Option<(String, Span)> {
    let raw = cell.of(text);
    let pieces = |mark: &'static str| raw.split(mark).skip(1).step_by(2);
    let told = || raw.trim_end_matches(['.', '。', ' ']).rsplit([':', '：']).next().map(str::trim);
    let told =
        told().filter(|name| raw.contains([':', '：']) && name.starts_with(|c: char| c.is_ascii_uppercase()));
    let mut names =
        told.into_iter().chain(pieces("**")).chain(pieces("`")).map(str::trim).filter(|piece| is_name(piece));
    let first = names.next()?;
    let start = offset_in(text, first);
    names.all(|other| other == first).then(|| (first.to_owned(), Span::new(start, start + first.len())))
}

/// `| Operation ID | createTree |`: in a table of fields the columns for examples and defaults hold the name.
fn by_row(text: &str, sections: &[Section<'_>], dialect: &Dialect) -> Option<(String, Span)> {
    let words = &dialect.routes.name_rows;
    if words.is_empty() {
        return None;
    }
    let is_word = |text: &str| words.iter().any(|word| normalize(word) == normalize(text));
    tables(sections).find_map(|(_, table)| {
        if table.kind == TableKind::Fields {
            let row = table.rows().find(|row| is_word(&row.name().text))?;
            let cells = [Column::Example, Column::Default].into_iter().filter_map(|column| row.cell(column));
            return cells.map(|cell| (cell.text.to_string(), cell.span)).find(|(text, _)| is_name(text));
        }
        let rows = std::iter::once(table.header).chain(table.rows.iter().map(|row| row.span));
        rows.map(|row| cut_row(text, row))
            .filter(|cells| cells.first().is_some_and(|cell| is_word(&cell.text)))
            .find_map(|cells| {
                let found = cells.iter().skip(1).find(|cell| is_name(&cell.text))?;
                Some((found.text.to_string(), found.span))
            })
    })
}

/// `Operation: createTree` by a pattern of the dialect.
fn by_line(
    text: &str,
    sections: &[Section<'_>],
    is_alone: bool,
    dialect: &Dialect,
) -> Option<(String, Span)> {
    let patterns = &dialect.routes.name_patterns;
    if patterns.is_empty() {
        return None;
    }
    let settings = titles::front_matter(text).filter(|_| is_alone).map(|line| {
        let start = offset_in(text, line);
        (line, Span::new(start, start + line.len()))
    });
    let lines = sections.iter().flat_map(|section| &section.items).filter_map(|item| match item {
        Item::Lines(lines) => Some(lines.iter().map(|line| (line.text.as_ref(), line.span))),
        _ => None,
    });
    let mut lines = settings.chain(lines.flatten());
    lines.find_map(|(line, span)| {
        let name = patterns.iter().find_map(|pattern| between(line, pattern))?;
        Some((name.to_owned(), span))
    })
}

/// The identifier that stands in a line where a pattern has `{name}`.
fn between<'l>(line: &'l str, pattern: &str) -> Option<&'l str> {
    let (before, after) = pattern.split_once("{name}")?;
    let (_, rest) = line.split_once(before)?;
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'))
        .unwrap_or(rest.len());
    let name = rest[..end].trim_end_matches(['.', '-']);
    (is_name(name) && rest[name.len()..].starts_with(after)).then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::dialect::built_in;
    use crate::syntax::markdown;

    #[track_caller]
    fn check(routes: &str, page: &str, expect: Option<&str>) {
        let dialect = built_in::parse("mine.toml", &format!("[routes]\n{routes}\n")).unwrap();
        let read = super::super::read(page, markdown::read(page), "page", &dialect);
        let name = read.endpoints[0].operation.as_ref();
        assert_eq!(name.map(|(name, _)| name.as_str()), expect, "{page}");
        assert!(name.is_none_or(|(name, span)| span.of(page).contains(name.as_str())));
    }

    #[test]
    fn rows_and_lines_name_operations() {
        let rows = "name_rows = [\"Operation ID\"]";
        check(
            rows,
            "# A\n\nGET /a\n\n| Operation ID | listTrees |\n|---|---|\n| Since | 2 |\n",
            Some("listTrees"),
        );
        check(
            rows,
            "# A\n\nGET /a\n\n| Key | Holds |\n|---|---|\n| operation id | listTrees |\n",
            Some("listTrees"),
        );
        let fields = "# A\n\nGET /a\n\n## Parameters\n\n| Name | Type | Example |\n|---|---|---|\n";
        check("name_rows = [\"Act\"]", &format!("{fields}| Act | string | listTrees |\n"), Some("listTrees"));
        check("name_rows = [\"Act\"]", &format!("{fields}| Act | string | |\n"), None);
        let lines = "name_patterns = [\"operation `{name}`\", \"operationId: {name}\"]";
        check(lines, "# A\n\nGET /a\n\nThe operation listTrees.\n", None);
        check(lines, "---\noperationId: listTrees\n---\n# A\n\nGET /a\n", Some("listTrees"));
    }
}

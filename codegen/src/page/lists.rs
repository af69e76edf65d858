//! Lists of parameters: ``- `limit` (integer, optional): at most 100`` says what a row of a table says.

mod assigned;
mod attributes;
mod loose;
mod tagged;
mod told;

use super::{Columns, Table, TableKind, TableRow};
use crate::dialect::{Column, Dialect};
use crate::syntax::markdown::inline::plain;
use crate::syntax::markdown::{Cell, Line, Span, offset_in};
pub use assigned::assigned;
use attributes::{attribute, default, is_place, is_type};
pub use loose::{loose, trailing};
use std::borrow::Cow;
pub use tagged::tagged;
pub use told::{in_sentence, under_heading, under_title};

/// The parameter that a list item describes, a table of one row; `None` when the item is prose.
pub fn table<'a>(text: &'a str, lines: &[Line<'a>], dialect: &Dialect) -> Option<Table<'a>> {
    let raw = lines.first()?.span.of(text);
    let (name, rest) = name(raw).filter(|(name, rest)| !is_article(raw, name, rest, dialect))?;
    let (said, rest) = parts(name, rest, dialect)?;
    let (mut row, mut cells) = (row_of(lines), Vec::new());
    for part in said {
        attribute(text, part, &mut row, &mut cells, dialect);
    }
    let is_marked =
        || row.with(&cells).cell(Column::Required).is_some() && untagged(raw).starts_with(['`', '*']);
    let words = rest.trim_start_matches([':', '：', ',', '-', '–', '—', '·', '•', ' ', '\t', '\n', '.']);
    // `*integer* · optional` says of a parameter that a title above names what it is.
    let is_nameless = || words.is_empty() && is_type(name, dialect);
    if row.with(&cells).cell(Column::Type).is_none() && (!is_marked() || is_nameless()) {
        return None;
    }
    Some(of_item(text, lines, [name, words], (row, cells)))
}

/// The parameter that an item names in bold or in code before a dash or a colon, without a type: `**limit** – how many`.
/// Where it `is_beside` others, the name needs no such mark.
pub fn untyped<'a>(text: &'a str, lines: &[Line<'a>], is_beside: bool) -> Option<Table<'a>> {
    let raw = lines.first()?.span.of(text).trim_start_matches(['-', '+', ' ']);
    let is_plain = || is_beside && raw.starts_with(|c: char| c.is_ascii_lowercase());
    let (name, rest) = name(raw).filter(|_| raw.starts_with(['*', '`', '_']) || is_plain())?;
    if rest.starts_with("//") {
        return None;
    }
    let behind = raw.get(offset_in(raw, name) + name.len()..)?.trim_start_matches(['*', '`', '_', ' ']);
    if !behind.starts_with([':', '：', '-', '–', '—']) {
        return None;
    }
    let row = (row_of(lines), Vec::new());
    Some(of_item(text, lines, [name, rest.trim_start_matches([':', '：', '-', '–', '—', ' ', '\t'])], row))
}

/// The name of a parameter that a line begins with: in code, in bold, or before a mark that parts it from the rest.
pub fn named(raw: &str) -> Option<&str> {
    let raw = raw.trim_start_matches(['-', '+', ' ']);
    if let Some((assigned, _)) = raw.split_once('=') {
        return name(assigned).filter(|(_, rest)| rest.is_empty()).map(|(name, _)| name);
    }
    let (name, rest) = name(raw)?;
    let is_marked = raw.starts_with(['`', '*', '_']) && !rest.is_empty();
    let end = offset_in(raw, name) + name.len();
    let parts = raw.get(end..)?.trim_start().starts_with([':', '：', '=', '(', '（', '-', '–', '—', '|']);
    (is_marked || parts && !rest.starts_with("//")).then_some(name)
}

/// The row of an item that begins and ends with these lines.
fn row_of(lines: &[Line<'_>]) -> TableRow {
    let start = lines.first().map_or(0, |line| line.span.start);
    TableRow::of_item(Span::new(start, lines.last().map_or(start, |line| line.span.end)))
}

/// The table of an item: its name, how deep it stands, and what it says behind the name and on its further lines.
fn of_item<'a>(
    text: &'a str,
    lines: &[Line<'a>],
    [name, words]: [&'a str; 2],
    (mut row, mut cells): (TableRow, Vec<Cell<'a>>),
) -> Table<'a> {
    row.put(Column::Name, cell(text, name), &mut cells);
    row.depth = text[..row.span.start].rsplit('\n').next().map_or(0, |marker| marker.len());
    let further = lines.iter().skip(1).map(|line| line.span.of(text));
    std::iter::once(words).chain(further).for_each(|part| row.describe(cell(text, part), &mut cells));
    of_row(row, cells)
}

/// A table of one row.
fn of_row(row: TableRow, cells: Vec<Cell<'_>>) -> Table<'_> {
    let span = row.span;
    Table {
        kind: TableKind::Fields,
        has_required: row.with(&cells).cell(Column::Required).is_some(),
        has_separator: true,
        columns: Columns::new(),
        repeated: None,
        of_list: true,
        anchors: Vec::new(),
        caption: None,
        rows: vec![row],
        cells,
        span,
        header: span,
    }
}

/// What stands between a name and its description, in parts.
fn parts<'t>(name: &str, rest: &'t str, dialect: &Dialect) -> Option<(Vec<&'t str>, &'t str)> {
    let Some((inner, behind)) = brackets(rest) else {
        let said = said(name, rest, dialect);
        return said.map(|(inner, rest)| (split(inner).collect(), rest)).or_else(|| piped(rest, dialect));
    };
    let mut parts: Vec<&str> = split(inner).collect();
    // `(required): string`, `(*in path*): string`: the brackets hold the mark or the place alone.
    let is_mark = |part: &&str| dialect.required.get(part.trim()).is_some() || is_place(part, dialect);
    match said(name, behind, dialect).filter(|_| parts.iter().all(is_mark) && behind.starts_with([':', '：']))
    {
        Some((inner, behind)) => {
            parts.extend(split(inner));
            Some((parts, behind))
        }
        None => Some((parts, behind)),
    }
}

fn split(inner: &str) -> impl Iterator<Item = &str> {
    inner.split([',', '，', ';', '；', '、', '·']).filter(|part| !part.trim().is_empty())
}

/// `| string | required | the name`: the type and the marks behind a name as cells of a row.
fn piped<'t>(rest: &'t str, dialect: &Dialect) -> Option<(Vec<&'t str>, &'t str)> {
    let rest = rest.trim_start_matches(['*', '_', ' ']).strip_prefix('|')?;
    let (first, behind) = rest.split_once('|').unwrap_or((rest, ""));
    let mut said = vec![first];
    if !is_type(first.trim(), dialect) || first.split_whitespace().count() > 3 {
        return None;
    }
    let (part, next) = behind.split_once('|').unwrap_or((behind, ""));
    // What follows the mark describes the parameter, even where it is one letter.
    if dialect.required.get(part.trim()).is_some() {
        said.push(part);
        return Some((said, next));
    }
    Some((said, behind))
}

/// Adds the table of the item below.
pub fn extend<'a>(table: &mut Table<'a>, below: Table<'a>) {
    table.span.end = below.span.end;
    table.has_required |= below.has_required;
    let before = table.cells.len();
    table.rows.extend(below.rows.into_iter().map(|row| row.shifted(before)));
    table.cells.extend(below.cells);
}

/// A name in code, in bold or bare, and what follows it.
fn name(raw: &str) -> Option<(&str, &str)> {
    let raw = untagged(raw);
    let mark = ["**", "__", "`", "*"].into_iter().find(|mark| raw.starts_with(mark)).unwrap_or_default();
    let body = &raw[mark.len()..];
    let end = match mark {
        "" => body
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | '（' | ':' | '：' | '<' | '|'))
            .unwrap_or(body.len()),
        mark => body.find(mark)?,
    };
    // `**`name` (required)**`: what is said of the name may stand in the emphasis as well.
    let coded = body[..end].strip_prefix('`').filter(|_| mark == "**").and_then(|code| code.split_once('`'));
    let (name, end, mark) = match coded {
        Some((name, behind)) if !behind.is_empty() => (name, name.len() + 2, ""),
        _ => (body[..end].trim_matches('`'), end, mark),
    };
    // `_name_` is a name in emphasis.
    let inner = name.strip_prefix('_').and_then(|name| name.strip_suffix('_'));
    let name = inner.filter(|name| mark.is_empty() && !name.contains('_')).unwrap_or(name);
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.$[]".contains(c);
    (name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(plain))
        .then(|| (name, untagged(&body[end + mark.len()..]).trim_start_matches([' ', '\t', ':'])))
}

/// `A positive integer: how many` begins a sentence, and `Its number.` is one.
fn is_article(raw: &str, name: &str, rest: &str, dialect: &Dialect) -> bool {
    let is_bare = raw.trim_start().starts_with(name)
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && rest.starts_with(char::is_alphabetic);
    let is_sentence = || raw.trim_end().ends_with(['.', '。']) && !rest.contains([':', '：', ',', '，']);
    is_bare && (is_sentence() || dialect.notes.articles.iter().any(|word| word.eq_ignore_ascii_case(name)))
}

/// A text without the tags that it begins with, as in a list of definitions.
fn untagged(text: &str) -> &str {
    // `: text` defines the term above.
    let text = text.trim_start();
    let mut rest = text.strip_prefix(": ").unwrap_or(text).trim_start();
    while let Some((_, behind)) = rest.strip_prefix('<').and_then(|tag| tag.split_once('>')) {
        rest = behind.trim_start();
    }
    rest
}

/// `(integer, optional)` and what follows it.
fn brackets(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.trim_start_matches(['*', '_']);
    if let Some((inner, behind)) = rest.strip_prefix("\\<").and_then(|body| body.split_once('>')) {
        return Some((inner.trim_end_matches('\\'), behind));
    }
    let open = rest.chars().next().filter(|c| matches!(c, '(' | '（' | '[' | '{'))?;
    let body = &rest[open.len_utf8()..];
    let mut depth = 1usize;
    let (end, close) = body.char_indices().find(|(_, c)| {
        match c {
            '(' | '（' | '[' | '{' => depth += 1,
            ')' | '）' | ']' | '}' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    Some((&body[..end], body[end + close.len_utf8()..].trim_start_matches('*')))
}

/// What stands between a name and its description without brackets, and the description: `_string_ text`,
/// `: string, required — text`. Every part of it is a type or a mark.
fn said<'t>(name: &str, rest: &'t str, dialect: &Dialect) -> Option<(&'t str, &'t str)> {
    use Column::{Default, Description, Example, Label, Required, Type};
    let titles = [Type, Required, Default, Description, Example, Label];
    if dialect.columns.get(name).is_some_and(|column| titles.contains(&column)) {
        return None;
    }
    let rest = rest.trim_start_matches([':', '：', '-', '–', '—', '·', '•', ' ', '\t']);
    let mark = ["**", "__", "*", "_", "`"].into_iter().find(|mark| rest.starts_with(mark));
    let (inner, behind) = match mark {
        Some(mark) => rest[mark.len()..].split_once(mark)?,
        None => {
            let ends = [" — ", " – ", " - ", "—", "–", ". ", "。", ": ", "：", "; ", "；"];
            let end = ends.iter().filter_map(|end| Some((rest.find(end)?, end.len()))).min();
            let tag = rest.find('<').filter(|tag| end.is_none_or(|(at, _)| *tag < at));
            let behind = |(at, length): (usize, usize)| (&rest[..at], &rest[at + length..]);
            tag.map_or(end.map_or((rest, ""), behind), |at| (&rest[..at], untagged(&rest[at..])))
        }
    };
    let inner = inner.trim_end_matches(['.', ':']);
    let mut parts = inner.split([',', '，', '、', '·']);
    let first = parts.next()?.trim();
    // `string 必填 船名` is more than a type.
    let more = |word: &str| !word.is_ascii() || dialect.marks.get(word).is_some();
    let is_plain = |part: &str| {
        let mut words = part.split_whitespace();
        is_type(part, dialect)
            && words.clone().count() <= 3
            && (dialect.types.get(part).is_some() || !words.by_ref().skip(1).any(more))
    };
    let is_mark = |part: &&str| dialect.marks.get(part.trim()).is_some() || default(part, dialect).is_some();
    let marks = parts.clone().take_while(is_mark).count();
    // `json, xml` are values.
    let is_prose =
        |words: &str| !words.is_ascii() || words.trim().contains(' ') && !is_type(words.trim(), dialect);
    match parts.nth(marks) {
        _ if !is_plain(first) => None,
        None => Some((inner, behind)),
        // `integer, required, how many`: what follows the marks describes the parameter.
        Some(words) if (marks > 0 || is_prose(words)) && mark.is_none() => {
            let at = offset_in(rest, words);
            Some((rest[..at].trim_end_matches([',', '，', '、', ' ']), &rest[at..]))
        }
        Some(_) => None,
    }
}

/// A piece of a text as a cell.
pub fn cell<'a>(text: &'a str, part: &'a str) -> Cell<'a> {
    let trimmed = part.trim();
    let start = offset_in(text, trimmed);
    Cell {
        text: if trimmed.is_empty() { Cow::Borrowed("") } else { plain(trimmed) },
        span: Span::new(start, start + trimmed.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;

    #[track_caller]
    fn check(raw: &str, expect: &str) {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let line = Line { text: plain(raw), span: Span::new(0, raw.len()) };
        let shown = table(raw, &[line], &dialect).map(|table| show(&table));
        assert_eq!(shown.unwrap_or_default(), expect, "{raw}");
    }

    pub(super) fn show(table: &Table<'_>) -> String {
        let row = table.rows().next().unwrap();
        let text = |column| row.cell(column).map_or("", |cell| cell.text.as_ref());
        let about = row.descriptions().iter().map(|cell| cell.text.as_ref()).collect::<Vec<_>>().join("+");
        let columns = [Column::Name, Column::Type, Column::Required, Column::Default];
        columns.map(text).into_iter().chain([about.as_str()]).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn parameters() {
        check("`limit` (integer, optional): at most 100", "limit | integer | optional |  | at most 100");
        check("**name** (string, required) - the name", "name | string | required |  | the name");
        check("tags (array[string]) tags", "tags | array[string] |  |  | tags");
        check("`size`（int，必填，默认值：10）：大小", "size | int | 必填 | 10 | 大小");
        check("`page` (int, default 1)", "page | int |  | 1 | ");
        check("**id** (*in path*): string, required", "id | string | required |  | ");
        check("`id` (path, string): the one", "id | string |  |  | the one");
        check("`size` (int, at most 9): how many", "size | int |  |  | at most 9+how many");
    }

    #[test]
    fn parameters_without_brackets() {
        check("**name** _string_ The name", "name | string |  |  | The name");
        check("`limit` - integer - at most 100", "limit | integer |  |  | at most 100");
        check("name: string, required — the name", "name | string | required |  | the name");
        check("名: string", "");
        check("A positive integer: how many", "");
        check("`A` positive integer: how many", "A | positive integer |  |  | how many");
        check("size：整数，必填。大小", "size | 整数 | 必填 |  | 大小");
        check(
            "<dt><code>size</code></dt><dd>integer, optional. How many</dd>",
            "size | integer | optional |  | How many",
        );
        check("<dt>name</dt> <dd><em>string</em> The name</dd>", "name | string |  |  | The name");
        check("`id`：整数，必填，编号，从一开始", "id | 整数 | 必填 |  | 编号，从一开始");
        check("`q` (required) what to find", "q |  | required |  | what to find");
        check("**`q` (required)**: `string`", "q | string | required |  | ");
        check("**`q`**: `string`, one of a, b", "q | string |  |  | one of a, b");
        check("`n` - integer, optional, default `3` - How many", "n | integer | optional | 3 | How many");
        check("on：boolean，状态", "on | boolean |  |  | 状态");
        check("n: integer, how many", "n | integer |  |  | how many");
        check("kind: json, xml", "");
        check("tags: array of strings. Tags", "tags | array of strings |  |  | Tags");
        check("**name** | string | required", "name | string | required |  | ");
        check("name | string | no | The name", "name | string | no |  | The name");
        check("name | string | yes | N", "name | string | yes |  | N");
        check("`a` | means b | c", "");
    }

    #[test]
    fn lines_that_begin_as_parameters_do() {
        let check = |raw: &str, expect: Option<&str>| assert_eq!(named(raw), expect, "{raw}");
        check("- n: how many", Some("n"));
        check("`n` how many", Some("n"));
        check("n=1 (a number)", Some("n"));
        check("Name: n", Some("Name"));
        for raw in [
            "",
            "-",
            "None",
            "`n`",
            "How many: two words",
            "https://x.org",
            "GET /x",
            "`",
            "**",
            "=",
            "[=",
            "\u{3000}=",
        ] {
            check(raw, None);
        }
    }

    #[test]
    fn prose_is_none() {
        check("Its number.", "");
        check("Note: string values are trimmed", "");
        check("Type: string", "");
        check("Content-Type: text/plain", "");
        check("see the notes (below)", "");
        check("`a` means b", "");
        check("open - the door (wide)", "");
    }
}

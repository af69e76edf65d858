//! Parameters whose type and mark stand among what is said of them: `name，string，必填`, `- name：船名，必填，string`.

use super::{cell, is_type, name, of_item, row_of, untagged};
use crate::dialect::{Column, Dialect, Role};
use crate::page::{Table, TableRow};
use crate::syntax::markdown::{Cell, Line, offset_in};

/// A parameter whose type and mark stand in front of what is said of it: `**name** string 必填 船名`,
/// `` `name` — **Required.** string. Name ``, `` **Required** `name` (string) ``, `` `name?: string` Name ``.
pub fn loose<'a>(text: &'a str, lines: &[Line<'a>], dialect: &Dialect) -> Option<Table<'a>> {
    let raw = lines.first()?.span.of(text).trim_start_matches(['-', '+', ' ']);
    let (mut row, mut cells) = (row_of(lines), Vec::new());
    let raw = match mark_in_front(raw, dialect) {
        Some((mark, rest)) => {
            row.put(Column::Required, cell(text, mark), &mut cells);
            rest
        }
        None => raw,
    };
    if let Some((name, ty, behind)) = in_code(raw, dialect) {
        row.put(Column::Type, cell(text, ty), &mut cells);
        let rest = leading(text, behind, (&mut row, &mut cells), dialect);
        return Some(of_item(text, lines, [name, rest], (row, cells)));
    }
    let (name, _) = name(raw.split(['，', ',']).next().unwrap_or(raw)).or_else(|| name(raw))?;
    let behind = raw.get(offset_in(raw, name) + name.len()..)?;
    let is_parted = behind.starts_with(['，', ',', '(', '（']);
    if !raw.starts_with(['*', '`', '_']) && !is_parted || is_title(name, dialect) {
        return None;
    }
    let rest = leading(text, behind, (&mut row, &mut cells), dialect);
    row.with(&cells).cell(Column::Type)?;
    Some(of_item(text, lines, [name, rest], (row, cells)))
}

/// A parameter whose type or mark ends what is said of it: `name：船名，必填，string`, `` `name`: Name (required, string) ``.
pub fn trailing<'a>(text: &'a str, lines: &[Line<'a>], dialect: &Dialect) -> Option<Table<'a>> {
    let [line] = lines else { return None };
    let raw = line.span.of(text).trim_start_matches(['-', '+', ' ']);
    let (name, _) = name(raw).filter(|(name, _)| !is_title(name, dialect))?;
    let behind = raw.get(offset_in(raw, name) + name.len()..)?.trim_start_matches(['*', '`', '_', ' ']);
    let parts = [':', '：', '-', '–', '—'];
    let about = behind.trim_start_matches([' ', ':', '：', '-', '–', '—']);
    if !behind.starts_with(parts) || about.starts_with("//") || about.is_empty() {
        return None;
    }
    let (mut row, mut cells) = (row_of(lines), Vec::new());
    let mut rest = about.trim_end_matches(['.', '。', ' ']);
    let inner = rest.strip_suffix([')', '）', ']', '】']).and_then(|rest| {
        let (at, open) = rest.char_indices().rev().find(|(_, c)| "(（[【".contains(*c))?;
        Some((&rest[..at], &rest[at + open.len_utf8()..]))
    });
    let of_brackets =
        inner.filter(|(_, inner)| super::split(inner).all(|part| says(part, dialect).is_some()));
    if let Some((before, inner)) = of_brackets {
        super::split(inner).for_each(|part| put(text, part, (&mut row, &mut cells), dialect));
        rest = before;
    } else {
        let ends = |it: char| matches!(it, '，' | ',' | '；' | ';' | '–' | '—');
        while let Some((at, last)) = last_part(rest, ends).filter(|(_, last)| says(last, dialect).is_some()) {
            put(text, last, (&mut row, &mut cells), dialect);
            rest = rest[..at].trim_end_matches(|c: char| ends(c) || matches!(c, ' ' | '-'));
        }
    }
    // `json, xml, text` may be values.
    let is_marked = row.with(&cells).cell(Column::Required).is_some();
    let is_told = is_marked || of_brackets.is_some() && row.with(&cells).cell(Column::Type).is_some();
    (is_told && !rest.trim().is_empty()).then(|| of_item(text, lines, [name, rest], (row, cells)))
}

/// Reads the marks and the type that a text begins with; what follows them.
pub(super) fn leading<'a>(
    text: &'a str,
    behind: &'a str,
    (row, cells): (&mut TableRow, &mut Vec<Cell<'a>>),
    dialect: &Dialect,
) -> &'a str {
    let is_gap = |c: char| c.is_whitespace() || "*_`:：，,、·•|–—-.。;；".contains(c);
    let is_bracket = |c: char| "()（）".contains(c);
    let mut rest = untagged(behind.trim_start_matches(is_gap));
    loop {
        let next = rest.trim_start_matches(|c| is_gap(c) || is_bracket(c));
        let word = next.split(|c| is_gap(c) || is_bracket(c)).next().unwrap_or_default();
        let Some(column) = says(word, dialect).filter(|column| row.with(cells).cell(*column).is_none())
        else {
            return rest;
        };
        if column == Column::Type && begins_prose(&next[word.len()..], dialect) {
            return rest;
        }
        row.put(column, cell(text, word), cells);
        rest = untagged(next[word.len()..].trim_start_matches([')', '）']).trim_start_matches(is_gap));
    }
}

/// Whether a word goes on as a sentence does: `number of racks`, `Set a title`.
fn begins_prose(behind: &str, dialect: &Dialect) -> bool {
    let rest = behind.trim_start();
    let word = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    rest.len() < behind.len()
        && rest.starts_with(|c: char| c.is_ascii_lowercase())
        && says(word, dialect).is_none()
}

/// The column that a word is of: `string` of types, `required` of marks.
fn says(word: &str, dialect: &Dialect) -> Option<Column> {
    let word = word.trim_matches(|c: char| c.is_whitespace() || "*_`".contains(c));
    if word.is_empty() {
        return None;
    }
    let is_mark = dialect.marks.get(word).is_some();
    let is_type = || word.contains(char::is_alphabetic) && dialect.types.get(word).is_some();
    if is_mark { Some(Column::Required) } else { is_type().then_some(Column::Type) }
}

fn put<'a>(
    text: &'a str,
    part: &'a str,
    (row, cells): (&mut TableRow, &mut Vec<Cell<'a>>),
    dialect: &Dialect,
) {
    if let Some(column) = says(part, dialect).filter(|column| row.with(cells).cell(*column).is_none()) {
        row.put(column, cell(text, part.trim_matches(['*', '_', '`', ' '])), cells);
    }
}

/// The last part of a text and where the mark before it stands. A dash parts where blanks stand around it.
fn last_part(text: &str, ends: impl Fn(char) -> bool) -> Option<(usize, &str)> {
    let mark = text.rfind(ends);
    let dash = text.rfind(" - ");
    let at = mark.max(dash)?;
    Some((at, text[at..].trim_start_matches(|c: char| !c.is_alphanumeric() && c != '`' && c != '*')))
}

/// The mark in brackets or in emphasis that an item begins with, and what follows it: `` **Required** `name` ``.
fn mark_in_front<'t>(raw: &'t str, dialect: &Dialect) -> Option<(&'t str, &'t str)> {
    let is_sign = |c: char| "*_([（【".contains(c);
    let body = raw.trim_start_matches(is_sign);
    if body.len() == raw.len() {
        return None;
    }
    let end = body.find(|c| "*_)]）】".contains(c))?;
    let rest = body[end..].trim_start_matches(|c: char| c.is_whitespace() || "*_)]）】:：".contains(c));
    let mark = body[..end].trim_end_matches([':', '：', '.', ' ']);
    (dialect.marks.get(mark).is_some() && !rest.is_empty()).then_some((mark, rest))
}

/// A name and its type in one piece of code: `` `name?: string` ``.
fn in_code<'t>(raw: &'t str, dialect: &Dialect) -> Option<(&'t str, &'t str, &'t str)> {
    let raw = raw.trim_start_matches('*').strip_prefix('`')?;
    let (code, behind) = raw.split_once('`')?;
    let (title, ty) = code.split_once(':')?;
    let ty = ty.trim();
    let is_name = name(title).is_some_and(|(name, rest)| rest.is_empty() && name.len() + 1 >= title.len());
    let name = name(title.trim_end_matches('?')).filter(|(_, rest)| rest.is_empty());
    (is_name || name.is_some()).then_some(())?;
    (is_type(ty, dialect) && !ty.contains("//")).then_some((title, ty, behind))
}

/// Whether a name is one of the words that title what stands behind them: `Type: string`, `Note: …`.
fn is_title(name: &str, dialect: &Dialect) -> bool {
    use Column::{Default, Description, Example, Label, Required, Type};
    let titles = [Type, Required, Default, Description, Example, Label];
    dialect.columns.get(name).is_some_and(|column| titles.contains(&column))
        || dialect.sections.get(name) == Some(Role::Note)
}

#[cfg(test)]
mod tests {
    use super::super::tests::show;
    use super::*;
    use crate::dialect::built_in;
    use crate::syntax::markdown::Span;
    use crate::syntax::markdown::inline::plain;

    #[track_caller]
    fn check(raw: &str, expect: &str) {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let line = [Line { text: plain(raw), span: Span::new(0, raw.len()) }];
        let table = super::super::table(raw, &line, &dialect).or_else(|| loose(raw, &line, &dialect));
        let shown = table.or_else(|| trailing(raw, &line, &dialect)).map(|table| show(&table));
        assert_eq!(shown.unwrap_or_default(), expect, "{raw}");
    }

    #[test]
    fn marks_and_types_in_front() {
        check("`name` — **Required.** string. Name", "name | string | Required |  | Name");
        check("name，string，必填，船名", "name | string | 必填 |  | 船名");
        check("**name** string 必填 船名", "name | string | 必填 |  | 船名");
        check("**name** string 船名", "name | string |  |  | 船名");
        check("name（必填）：string，船名", "name | string | 必填 |  | 船名");
        check("**Required** `name` (string): Name", "name | string | Required |  | Name");
        check("（可选）`n` int 数量", "n | int | 可选 |  | 数量");
        check("`name: string` (required) Name", "name | string | required |  | Name");
        check("`n?: number` Length", "n? | number |  |  | Length");
        check("*name*: (string) Name. Required.", "name | string |  |  | Name. Required.");
        check("_name_ (string) Name", "name | string |  |  | Name");
        check("`name` \\<string\\> Name", "name | string |  |  | Name");
        check("`name` {string} Name", "name | string |  |  | Name");
        check("**name** `required` `string` <br> Name", "name | string | required |  | Name");
        check("**`n`** · integer · defaults to 100", "n | integer |  |  | defaults to 100");
    }

    #[test]
    fn marks_and_types_behind() {
        check("name：船名，必填，string", "name | string | 必填 |  | 船名");
        check("name: 船名(必填)", "name |  | 必填 |  | 船名");
        check("`name`: Name (required, string)", "name | string | required |  | Name");
        check("`name` - 船名 - string - 必填", "name | string | 必填 |  | 船名");
        check("`name` – its name, as a string", "");
        check("kind: json, xml, text", "");
        check("**title** – Set a title of your own", "");
    }
}

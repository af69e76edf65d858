//! Completion: words of the dialect in pages, keys and values in TOML files, paths of facts in overrides.

use super::keys::{self, Form, Place};
use super::positions::Lines;
use docwright::diagnostic::code;
use docwright::dialect::{Column, Dialect, DialectFile, built_in};
use docwright::model::Api;
use docwright::model::address;
use docwright::propose::unknown::Unknown;
use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, Position, TextEdit};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Most items of one answer.
const MOST: usize = 500;

/// Words that fit at a place, and the bytes that they replace.
struct Fitting {
    words: Vec<String>,
    detail: &'static str,
    range: Range<usize>,
}

/// What fits at a position of a page. `chain` are the files of the dialect, the most general first.
pub(super) fn in_page(
    lines: &Lines<'_>,
    position: Position,
    dialect: &Dialect,
    chain: &[DialectFile],
    language: &str,
) -> Vec<CompletionItem> {
    let offset = lines.offset(position);
    let line = lines.line_at(offset);
    let bytes = lines.line(line);
    let before = &lines.text()[bytes.start..offset];
    let fitting = if before.trim_start().starts_with('#') {
        Some(heading(before, offset, chain))
    } else if before.trim_start().starts_with('|') {
        cell(lines, line, offset, dialect, chain)
    } else {
        None
    };
    fitting.map(|fitting| items(fitting, lines, language)).unwrap_or_default()
}

fn heading(before: &str, offset: usize, chain: &[DialectFile]) -> Fitting {
    let typed = before.trim_start().trim_start_matches('#').trim_start();
    Fitting {
        words: words(chain, |file| all(&file.sections)),
        detail: "section",
        range: offset - typed.len()..offset,
    }
}

/// The words of the column that a cell is in; of the header, the titles of columns.
fn cell(
    lines: &Lines<'_>,
    line: usize,
    offset: usize,
    dialect: &Dialect,
    chain: &[DialectFile],
) -> Option<Fitting> {
    let text = |line: usize| &lines.text()[lines.line(line)];
    let is_row = |line: &usize| text(*line).trim_start().starts_with('|');
    let header = (0..=line).rev().take_while(is_row).last()?;
    let before = &lines.text()[lines.line(line).start..offset];
    let (column, typed) = cells(before).into_iter().enumerate().next_back()?;
    let typed = typed.trim_start();
    let range = offset - typed.len()..offset;
    if header == line {
        return Some(Fitting { words: words(chain, |file| all(&file.columns)), detail: "column", range });
    }
    let title = *cells(text(header)).get(column)?;
    let (words, detail) = match dialect.columns.get(title.trim().trim_matches('*'))? {
        Column::Type => {
            let of_file = |file: &DialectFile| [types(file), all(&file.formats)].concat();
            (words(chain, of_file), "type")
        }
        Column::Required => {
            let of_file = |file: &DialectFile| [&file.required.yes[..], &file.required.no].concat();
            let words = words(chain, of_file).into_iter().filter(|word| is_plain(word));
            (words.collect(), "required")
        }
        Column::Location => (words(chain, |file| all(&file.locations)), "location"),
        _ => return None,
    };
    Some(Fitting { words, detail, range })
}

/// The cells of a row up to its end; a bar behind a backslash is part of its cell.
fn cells(row: &str) -> Vec<&str> {
    let row = row.trim_start();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut cells = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in row.char_indices() {
        if c == '|' && !escaped {
            cells.push(&row[start..at]);
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(&row[start..]);
    cells
}

fn all<K: Ord>(words: &BTreeMap<K, Vec<String>>) -> Vec<String> {
    words.values().flatten().cloned().collect()
}

/// Words of types, without those that are another one mistyped: they are read, and nobody should write them.
fn types(file: &DialectFile) -> Vec<String> {
    let right = |words: &[String]| {
        let is_slip = |at: usize| words[..at].iter().any(|word| is_slip_of(&words[at], word));
        (0..words.len()).filter(|at| !is_slip(*at)).map(|at| words[at].clone()).collect::<Vec<_>>()
    };
    file.types.values().flat_map(|words| right(words)).collect()
}

/// Whether a word is another one with a letter too many, too few, or in its neighbour's place.
fn is_slip_of(slip: &str, word: &str) -> bool {
    let is_known = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ');
    let ends = |text: &str| (text.bytes().next(), text.bytes().next_back());
    word.len() >= 5
        && is_known(slip)
        && is_known(word)
        && ends(slip) == ends(word)
        && strsim::osa_distance(slip, word) == 1
}

/// Whether a word says yes or no to a reader: no sign, no number, and not what a translator wrote for 是.
fn is_plain(word: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-');
    word.chars().all(is_letter)
        && (word.chars().count() > 1 || is_han(word))
        && word.chars().any(char::is_alphabetic)
        && !word.split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case("is"))
}

fn is_han(word: &str) -> bool {
    word.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// The words of a chain of files, those of the most special one first. Patterns are no words.
fn words(chain: &[DialectFile], of_file: impl Fn(&DialectFile) -> Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let words = chain.iter().rev().flat_map(of_file);
    words.filter(|word| !word.contains('*') && !word.is_empty() && seen.insert(word.clone())).collect()
}

/// Words in the language of the page, those that the vendor's own file has first; others where it has none. Pages of every
/// language mostly name types in Latin letters, so Chinese ones of a Chinese page follow those.
fn items(fitting: Fitting, lines: &Lines<'_>, language: &str) -> Vec<CompletionItem> {
    let Fitting { words, detail, range } = fitting;
    let typed = lines.text()[range.clone()].to_lowercase();
    // Behind the marks of a heading stands a space.
    let gap = if lines.text()[..range.start].ends_with('#') { " " } else { "" };
    let range = lines.range(range.start, range.end);
    let is_types = detail == "type";
    let fits = words.into_iter().filter(|word| word.to_lowercase().starts_with(&typed));
    let (own, others): (Vec<String>, Vec<String>) =
        fits.partition(|word| is_han(word) == (language == "zh") || is_types && !is_han(word));
    let fits = if own.is_empty() { others } else { own };
    fits.into_iter()
        .take(MOST)
        .enumerate()
        .map(|(at, word)| {
            let other = usize::from(is_types && is_han(&word));
            CompletionItem {
                kind: Some(CompletionItemKind::KEYWORD),
                detail: Some(detail.to_owned()),
                sort_text: Some(format!("{other}{at:05}")),
                filter_text: Some(word.clone()),
                text_edit: Some(CompletionTextEdit::Edit(TextEdit {
                    range,
                    new_text: format!("{gap}{word}"),
                })),
                label: word,
                ..CompletionItem::default()
            }
        })
        .collect()
}

/// What fits at a position of a TOML file.
pub(super) fn in_toml(
    form: Form,
    lines: &Lines<'_>,
    position: Position,
    api: Option<&Api>,
    unread: &dyn Fn() -> Vec<Unknown>,
) -> Vec<CompletionItem> {
    let offset = lines.offset(position);
    let place = Place::at(lines.text(), offset);
    let mut words = if place.opens { Vec::new() } else { known(form, &place, api) };
    if let Some(what) = lacked(form, &place) {
        words = lacking(&unread(), what);
    }
    if words.is_empty() {
        words = keys::expected(form, &place);
    }
    // A quote that stands there already is part of what is replaced; the one behind is the editor's.
    let closes = lines.text()[offset..].starts_with('"') && place.typed.starts_with('"');
    // So are the brackets of a header, on both sides.
    let bare = if place.opens { place.typed.trim_start_matches(['[', ' ']) } else { place.typed };
    let brackets = &place.typed[..place.typed.len() - bare.len()];
    // A table below the one at hand goes by its last name there.
    let name = |word: &str| match place.key {
        None if place.opens => word.trim_start_matches('[').to_owned(),
        None => word.trim_start_matches('[').rsplit('.').next().unwrap_or_default().to_owned(),
        Some(_) => word.to_owned(),
    };
    let fits = words.into_iter().filter(|word| name(word).starts_with(bare)).take(MOST);
    let behind = &lines.text()[offset..lines.line(lines.line_at(offset)).end];
    let is_closed = place.opens && behind.trim_end().chars().all(|c| c == ']');
    let end = if is_closed { offset + behind.trim_end().len() } else { offset };
    let range = lines.range(offset - place.typed.len(), end);
    let kind = if place.key.is_some() { CompletionItemKind::VALUE } else { CompletionItemKind::PROPERTY };
    fits.map(|word| {
        let new_text = match (place.key, closes) {
            (None, _) if word.starts_with('[') => word.clone(),
            (None, _) => format!("{word} = "),
            (Some(_), true) => word.strip_suffix('"').unwrap_or(&word).to_owned(),
            (Some(_), false) => word.clone(),
        };
        CompletionItem {
            kind: Some(kind),
            filter_text: Some(format!("{brackets}{}", name(&word))),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
            label: word,
            ..CompletionItem::default()
        }
    })
    .collect()
}

/// What the words of a table of a dialect are of, as those are called that a dialect lacks.
fn lacked(form: Form, place: &Place<'_>) -> Option<&'static str> {
    place.key.filter(|_| form == Form::Dialect)?;
    match place.header {
        "[sections]" => Some("heading"),
        "[columns]" => Some("column"),
        "[types]" => Some("type"),
        "[required]" => Some("required"),
        "[locations]" => Some("location"),
        _ => None,
    }
}

/// The words of a kind that the pages have and the dialect lacks, those of most rows first.
fn lacking(unread: &[Unknown], what: &str) -> Vec<String> {
    let of_kind = unread.iter().filter(|unknown| unknown.what == what);
    // Of a table without a known column there are all titles.
    let words = of_kind.flat_map(|unknown| unknown.word.split(" | "));
    let mut seen = BTreeSet::new();
    let plain = words.filter(|word| !word.contains(['"', '\\']) && seen.insert(*word));
    plain.map(|word| format!("\"{word}\"")).collect()
}

/// Keys and values that only the program knows: dialects, codes, facts, types.
fn known(form: Form, place: &Place<'_>, api: Option<&Api>) -> Vec<String> {
    let quoted = |word: &str| format!("\"{word}\"");
    match (form, place.header, place.key) {
        (Form::Config, "[[docs]]", Some("dialect")) | (Form::Dialect, "", Some("extends")) => {
            built_in::names().map(quoted).collect()
        }
        (Form::Config, "[severity]", None) => {
            let known = code::ALL.iter().flat_map(|code| [code.id, code.name]);
            known.filter(|word| !place.present.contains(word)).map(str::to_owned).collect()
        }
        (Form::Overrides, "[[override]]", Some("fact")) => {
            api.map(|api| facts(api, place.typed.trim_start_matches('"'))).unwrap_or_default()
        }
        (Form::Overrides, "[[override]]", Some("type")) => {
            words(std::slice::from_ref(built_in::shared()), types).iter().map(|word| quoted(word)).collect()
        }
        _ => Vec::new(),
    }
}

/// Paths of facts that go on from what is typed. A service goes by its last word, or by its whole name where that is typed.
fn facts(api: &Api, typed: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for service in &api.services {
        let last = service.name.rsplit('.').next().unwrap_or_default();
        let names = [last, service.name.as_str()].into_iter();
        for name in names.take(if typed.is_empty() || last == service.name { 1 } else { 2 }) {
            for endpoint in &service.endpoints {
                let base = format!("{name}.{}", endpoint.id);
                let goes_on = typed.starts_with(&base);
                if paths.len() > MOST || !goes_on && !base.starts_with(typed) {
                    continue;
                }
                paths.extend([format!("\"{base}\""), format!("\"{base}.response\"")]);
                address::each_field(service, endpoint, &mut |path, _, _, _| {
                    paths.extend(goes_on.then(|| format!("\"{base}.{path}\"")));
                });
            }
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::super::positions::Encoding;
    use super::*;

    fn at(text: &str) -> (String, usize) {
        let offset = text.find('¦').unwrap();
        (text.replace('¦', ""), offset)
    }

    /// Expects that the first word of the list is offered at the `¦`, and the others not.
    #[track_caller]
    fn check(text: &str, word: Option<&str>, not: &[&str]) {
        check_in("zh", text, word, not);
    }

    #[track_caller]
    fn check_in(language: &str, text: &str, word: Option<&str>, not: &[&str]) {
        let (text, offset) = at(text);
        let lines = Lines::new(&*text, Encoding::Utf16);
        let chain = built_in::chain_of("blueking-esb", std::path::Path::new("")).unwrap();
        let dialect = built_in::builtin("blueking-esb").unwrap();
        let got = in_page(&lines, lines.position(offset), &dialect, &chain, language);
        let labels: Vec<&str> = got.iter().map(|item| item.label.as_str()).collect();
        assert!(word.is_none_or(|word| labels.contains(&word)), "{word:?} in {labels:?}");
        assert!(word.is_some() || labels.is_empty(), "{labels:?}");
        assert!(not.iter().all(|word| !labels.contains(word)), "{labels:?}");
    }

    #[test]
    fn words_of_the_place() {
        let table = "| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n";
        check("#### 请求¦", Some("请求参数"), &["string", "是"]);
        check("| 字段 | ¦", Some("类型"), &["string", "请求参数"]);
        check(&format!("{table}| a😀 | str¦"), Some("string"), &["是", "int"]);
        check(&format!("{table}| a | string | ¦"), Some("是"), &["string"]);
        check(&format!("{table}| a \\| b | string | ¦"), Some("是"), &["string"]);
        check(&format!("{table}| a | string | 是 | ¦"), None, &[]);
        check("text ¦", None, &[]);
    }

    #[test]
    fn a_space_stands_behind_the_marks_of_a_heading() {
        let written = |text: &str| {
            let (text, offset) = at(text);
            let lines = Lines::new(&*text, Encoding::Utf16);
            let chain = built_in::chain_of("blueking-esb", std::path::Path::new("")).unwrap();
            let dialect = built_in::builtin("blueking-esb").unwrap();
            let items = in_page(&lines, lines.position(offset), &dialect, &chain, "zh");
            let item = items.into_iter().find(|item| item.label == "请求参数").unwrap();
            let Some(CompletionTextEdit::Edit(edit)) = item.text_edit else { panic!() };
            edit.new_text
        };
        assert_eq!(written("####¦"), " 请求参数");
        assert_eq!(written("####请求¦"), " 请求参数");
        assert_eq!(written("#### 请求¦"), "请求参数");
    }

    #[test]
    fn words_that_are_reported_are_not_offered() {
        let table = "| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n";
        let slips = ["stirng", "sting", "arrary", "arrray", "arary", "obj ect"];
        check(&format!("{table}| a | ¦"), Some("array"), &slips);
        check(&format!("{table}| a | ¦"), Some("usize"), &[]);
        let odd = ["is", "is the", "yes.", "1", "0", "√", "-", "否.", "yes", "no"];
        check(&format!("{table}| a | string | ¦"), Some("否"), &odd);
        check(&format!("{table}| a | string | y¦"), Some("yes"), &["yes.", "y"]);
    }

    #[test]
    fn words_are_in_the_language_of_the_page() {
        let table = "| Field | Type | Required | Description |\n|---|---|---|---|\n";
        check_in("en", &format!("{table}| a | string | ¦"), Some("yes"), &["是", "必选", "is"]);
        check_in("en", &format!("{table}| a | ¦"), Some("string"), &["字符串", "整数"]);
        check(&format!("{table}| a | ¦"), Some("字符串"), &["stirng"]);
        check_in("en", "| Field | ¦", Some("Type"), &["类型"]);
        check("| 字段 | ¦", Some("类型"), &["Type"]);
    }
}

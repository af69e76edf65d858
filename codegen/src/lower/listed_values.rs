//! Values that a section lists in lines, in items or in code, without a table: for the fields that link to it.

use super::anchor::Anchor;
use super::context::Context;
use super::draft::{Content, Table};
use super::links;
use super::shared::Definition;
use super::titles::Titles;
use crate::model::Value;
use crate::page::{Item, Section, Side};
use crate::syntax::markdown::Line;
use crate::syntax::markdown::inline::plain;
use std::collections::BTreeSet;

/// Values of one section, at most.
const MAX_VALUES: usize = 512;

/// Longest value, in bytes.
const MAX_VALUE: usize = 64;

/// The values of a section that is nothing but their list, where one of the links leads to its heading.
pub(super) fn read(
    section: &Section<'_>,
    linked: &BTreeSet<Anchor>,
    context: Context<'_>,
) -> Option<Definition> {
    let is_text = |item: &Item<'_>| matches!(item, Item::Lines(_));
    if section.level == 0 || section.items.is_empty() || !section.items.iter().all(is_text) {
        return None;
    }
    let anchors = links::anchors(section, context.file.id);
    if !anchors.iter().any(|anchor| linked.contains(anchor)) {
        return None;
    }
    let values = values(section, context)?;
    let origin = context.origin(section.span);
    let table = Table {
        side: Side::None,
        titles: Titles::default(),
        title: section.heading.to_string(),
        caption: None,
        origin,
        continues: false,
        follows: false,
        is_foreign: false,
        variant: None,
        anchors: anchors.clone(),
        is_list_body: false,
        definition: None,
        content: Content::Values { values, rows: 0, header: origin },
    };
    let (page, language) = (context.file.id, context.file.page_language());
    Some(Definition { page, language, tables: vec![table], anchors, ..Definition::default() })
}

/// The values that all lines are, but for one in front that announces them.
fn values(section: &Section<'_>, context: Context<'_>) -> Option<Vec<Value>> {
    let mut lines = section.lines().filter(|line| !line.text.trim().is_empty()).peekable();
    lines.next_if(|line| line.text.trim_end().ends_with([':', '：']));
    let mut values: Vec<Value> = Vec::new();
    for line in lines {
        let raw = unmarked(context.text(line.span).trim());
        values.extend(in_code(raw).or_else(|| Some(vec![of_line(raw, line)?]))?);
        if values.len() > MAX_VALUES {
            return None;
        }
    }
    let known: BTreeSet<&str> = values.iter().map(|value| value.literal.as_str()).collect();
    (values.len() >= 2 && known.len() == values.len()).then_some(values)
}

/// A line without the mark of an item: `- `, `1. `.
fn unmarked(raw: &str) -> &str {
    let numbered = raw.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = numbered.strip_prefix(". ").or_else(|| numbered.strip_prefix(") "));
    match behind.filter(|_| numbered.len() < raw.len()) {
        Some(rest) => rest.trim_start(),
        None => ["- ", "* ", "+ "].iter().find_map(|mark| raw.strip_prefix(mark)).unwrap_or(raw).trim_start(),
    }
}

/// `` `spring`, `autumn` ``: several in code, marks between them and nothing else.
fn in_code(raw: &str) -> Option<Vec<Value>> {
    let inside = raw.strip_prefix('`')?.trim_end_matches(['.', '。']).strip_suffix('`')?;
    let pieces: Vec<&str> = inside.split('`').collect();
    let is_gap = |gap: &str| !gap.is_empty() && gap.chars().all(|c| " ,，、|/;；".contains(c));
    let are_parted = pieces.iter().skip(1).step_by(2).all(|gap| is_gap(gap));
    let value = |text: &&str| is_value(text).then(|| of(text, ""));
    (pieces.len() > 2 && are_parted).then(|| pieces.iter().step_by(2).map(value).collect())?
}

/// `` `spring`: Buds ``, `**spring**`, `spring - Buds`: a value and what it means.
fn of_line(raw: &str, line: &Line<'_>) -> Option<Value> {
    let mark = ["**", "`"].into_iter().find(|mark| raw.starts_with(mark));
    let (value, rest) = match mark {
        Some(mark) => raw[mark.len()..].split_once(mark)?,
        None => {
            let end = raw.find(|c: char| c.is_whitespace() || matches!(c, ':' | '：'))?;
            raw.split_at(end)
        }
    };
    let value = value.trim_matches(['`', '"', '\'']).trim_end_matches([':', '：']);
    let ends = [":", "：", "- ", "– ", "— ", "= "];
    let label = ends.iter().find_map(|end| rest.trim_start().strip_prefix(end));
    // `Note: …` opens a sentence.
    let is_word = |value: &str| {
        let mut chars = value.chars();
        chars.next().is_some_and(|c| c.is_ascii_uppercase()) && chars.any(|c| c.is_ascii_lowercase())
    };
    let is_told = label.is_some_and(|label| !label.trim_start().starts_with("//"));
    let is_alone = mark.is_some() && rest.trim().is_empty() && line.text.len() <= MAX_VALUE;
    let fits = is_value(value) && (is_alone || is_told) && (mark.is_some() || !is_word(value));
    fits.then(|| of(value, label.unwrap_or_default()))
}

/// Whether a text can be a value: one word or number.
fn is_value(text: &str) -> bool {
    let of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.len() <= MAX_VALUE
        && text.starts_with(|c: char| c.is_alphanumeric() || c == '-')
        && text.chars().all(of_word)
}

fn of(literal: &str, label: &str) -> Value {
    Value { literal: literal.to_owned(), label: plain(label.trim()).into_owned(), ..Value::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::markdown::Span;

    #[track_caller]
    fn check(raw: &str, expect: &str) {
        let line = Line { text: plain(raw), span: Span::new(0, raw.len()) };
        let raw = unmarked(raw);
        let values = in_code(raw).or_else(|| Some(vec![of_line(raw, &line)?])).unwrap_or_default();
        let shown = values.iter().map(|value| format!("{}={}", value.literal, value.label));
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expect, "{raw}");
    }

    #[test]
    fn lines_that_are_values() {
        check("- `spring`: Buds", "spring=Buds");
        check("`spring`、`autumn`", "spring= autumn=");
        check("1. **spring**", "spring=");
        check("* spring - Buds", "spring=Buds");
        check("1: Buds", "1=Buds");
        check("Note: Buds come late", "");
        check("`spring` (string): Buds", "");
        check("Buds come in spring", "");
        check("- `spring` or later", "");
        check("http://example.com", "");
    }
}

//! Captions: the line above a table that may title it.

use super::Cutter;
use crate::page::{Item, titles};
use crate::syntax::markdown::Line;
use std::borrow::Cow;

impl<'a> Cutter<'a, '_> {
    /// The last line of prose since the last table or heading. Anchors, comments and tags between a caption and its table
    /// say nothing.
    pub(super) fn caption(&self) -> Option<Line<'a>> {
        let is_silent = |line: &Line<'a>| {
            let raw = line.span.of(self.text).trim();
            line.text.is_empty()
                || raw.starts_with('<') && raw.ends_with("/>")
                || ["{/*", "{: ", "{:#", "[]{"].iter().any(|mark| raw.starts_with(mark))
        };
        let prose = self.sections.last()?.items.iter().rev().map_while(|item| match item {
            Item::Lines(lines) => Some(lines),
            _ => None,
        });
        let mut lines = prose.flat_map(|lines| lines.iter().rev()).filter(|line| !is_silent(line));
        let last = lines.next()?;
        // A sentence between a bold caption and its table is about what the caption names.
        let is_caption = |line: &&Line<'a>| self.is_bold_caption(line);
        let is_sentence = last.text.trim_end().ends_with(['.', '。']) && !is_caption(&last);
        let above = lines.next().filter(is_caption).filter(|_| is_sentence);
        above.or(Some(last)).map(|line| self.titled(line))
    }

    /// Whether a line is bold from its beginning to its end, a colon aside, or the number of a table is and a few words follow.
    fn is_bold_caption(&self, line: &Line<'a>) -> bool {
        let raw = line.span.of(self.text);
        let is_number = |bold: &str| {
            let rest = self.dialect.nesting.numbered.iter().find_map(|word| bold.strip_prefix(word.as_str()));
            let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | ' ' | ':' | '：');
            rest.is_some_and(|rest| rest.contains(|c: char| c.is_ascii_digit()) && rest.chars().all(is_digit))
        };
        is_bold_alone(raw)
            || !line.text.ends_with(['.', '。']) && bold_begin(raw).is_some_and(|(bold, _)| is_number(bold))
    }

    /// The line as a title: without the marks of `__box__`, and of `**box**: what it is made of` the name alone.
    fn titled(&self, line: &Line<'a>) -> Line<'a> {
        let raw = line.span.of(self.text).trim();
        let inside = raw.strip_prefix("__").and_then(|rest| rest.strip_suffix("__"));
        let is_name = |text: &str| {
            let text = text.trim_matches('`');
            !text.is_empty()
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.[]".contains(&byte))
        };
        let named = bold_begin(raw).filter(|(bold, rest)| {
            is_name(bold)
                && rest.trim_start().starts_with([':', '：', '—', '–'])
                && rest.trim_end().ends_with(['.', '。'])
        });
        let text = inside.filter(|inside| !inside.contains("__")).or(named.map(|(bold, _)| bold));
        match text {
            Some(text) => Line { text: Cow::Borrowed(text.trim_matches('`')), span: line.span },
            None => line.clone(),
        }
    }
}

/// What a line has in bold at its beginning, and what follows.
fn bold_begin(raw: &str) -> Option<(&str, &str)> {
    let raw = raw.trim_start();
    let (opens, ends) = titles::BOLD.iter().find(|(opens, _)| raw.starts_with(opens))?;
    raw[opens.len()..].split_once(ends)
}

/// Whether a line is bold from its beginning to its end, a colon aside.
fn is_bold_alone(line: &str) -> bool {
    let rest = line.trim().trim_end_matches([':', '：']).trim_end();
    bold_begin(rest).is_some_and(|(_, behind)| behind.is_empty())
}

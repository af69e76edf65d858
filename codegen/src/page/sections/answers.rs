//! Parts of an answer: `Body` and `Headers` below `Response` are no arguments.

use super::{Cutter, LABEL};
use crate::dialect::Role;
use crate::page::placement::has_word;
use crate::page::titles::{self, Heads};
use crate::page::{Item, Side};
use crate::syntax::json;
use crate::syntax::markdown::{Line, Span};

impl Cutter<'_, '_> {
    /// JSON in the code of a line of the answer: `` **Content:** `{"id": 12}` ``
    pub(super) fn shown_in(&self, item: &Item<'_>) -> Vec<Span> {
        let is_answer = self.sections.last().is_some_and(|section| {
            section.side == Side::Response && matches!(section.role, Role::Response | Role::ResponseExample)
        });
        let Item::Lines(lines) = item else { return Vec::new() };
        let shown = lines.iter().filter(|_| is_answer).filter_map(|line| {
            let raw = line.span.of(self.text);
            let start = raw.find("`{").or_else(|| raw.find("`["))? + 1;
            let length = raw[start..].find('`')?;
            let inside = &raw[start..start + length];
            let is_whole =
                inside.ends_with(['}', ']']) && inside.contains(':') && json::read(inside).is_some();
            let at = line.span.start + start;
            is_whole.then(|| Span::new(at, at + length))
        });
        shown.collect()
    }

    /// The side that a title opens: an example below the heading of an answer shows that.
    pub(super) fn side_of(&self, role: Role) -> Side {
        match role {
            Role::Example if self.answer.is_some() => Side::Response,
            role => super::side(role),
        }
    }

    /// A title in a quotation stands over the labels below it.
    pub(super) fn quoted(&mut self, role: Role, heads: Option<Heads>, span: Span) {
        if heads == Some(Heads::Table) && self.is_quoted(span) {
            self.answer = (role == Role::Response).then_some(LABEL - 1);
        }
    }

    fn is_quoted(&self, span: Span) -> bool {
        let before = &self.text[..span.start];
        before.rsplit('\n').next().unwrap_or_default().trim() == ">"
    }

    /// Whether a paragraph is a quotation of one title and no more: `> Response`.
    pub(super) fn is_quoted_title(&self, lines: &[Line<'_>]) -> bool {
        let [line] = lines else { return false };
        let is_title =
            || self.dialect.sections.get(&line.text).is_some_and(|role| super::side(role) != Side::None);
        self.is_quoted(line.span) && line.text.chars().count() <= titles::MAX_LABEL && is_title()
    }

    /// The role of a title below that of an answer, unless it speaks of the request. A label is below the label of an answer
    /// that nothing stands under yet.
    pub(super) fn of_answer(&mut self, role: Role, level: u8, title: &str) -> Role {
        let is_under_label = level == LABEL
            && self.sections.last().is_some_and(|last| last.side == Side::Response && last.items.is_empty());
        if (self.answer.is_some() || is_under_label) && !has_word(title, &self.dialect.nesting.requests) {
            return match role {
                Role::BodyParams => Role::Response,
                Role::HeaderParams => Role::Other,
                role => role,
            };
        }
        if self.answer.is_none() && level < LABEL && matches!(role, Role::Response | Role::ResponseExample) {
            self.answer = Some(level);
        }
        role
    }
}

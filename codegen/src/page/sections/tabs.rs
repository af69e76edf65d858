//! Tabs whose labels are titles of sections.

use super::{Cutter, side};
use crate::page::Side;
use crate::page::titles::{self, Heads, Label};
use crate::syntax::markdown::{self, Span, Tab};
use std::iter::Peekable;
use std::vec::IntoIter;

/// The tabs of a page.
pub(super) fn all(page: &str) -> Peekable<IntoIter<Tab<'_>>> {
    markdown::tabs(page, Span::new(0, page.len())).into_iter().peekable()
}

impl<'a> Cutter<'a, '_> {
    /// `<Tab title="Response">`: a tab whose label is the title of a section, or the status of an answer, opens it,
    /// where a table is the first thing in it that a heading does not title.
    pub(super) fn tab(&mut self, tabs: &mut Peekable<IntoIter<Tab<'a>>>, table: Span) {
        let mut around = None;
        while let Some(tab) = tabs.next_if(|tab| tab.span.start <= table.start) {
            around = Some(tab);
        }
        let above = self.sections.last().map_or(0, |section| section.span.start);
        let Some(tab) = around.filter(|tab| table.start < tab.span.end && above <= tab.span.start) else {
            return;
        };
        let title = titles::read(tab.label, self.dialect);
        if title.status.is_some() || title.role.is_some_and(|role| side(role) != Side::None) {
            let span = Span::new(tab.span.start, tab.span.start);
            self.label(Label { title, text: tab.label.to_owned(), rest: None }, Some(Heads::Table), span);
        }
    }
}

//! Tabs: what the label of the tab that a block of code stands in says of it.

use crate::dialect::{Dialect, Role};
use crate::page::{Item, Section, Side, titles};
use crate::syntax::markdown::{self, Span, Tab};

/// The tabs of a call.
pub(super) struct Tabs<'t>(Vec<Tab<'t>>);

impl<'t> Tabs<'t> {
    /// The tabs around the blocks of code of some sections.
    pub(super) fn of(text: &'t str, sections: &[Section<'_>]) -> Self {
        let bodies = || {
            sections.iter().flat_map(|section| &section.items).filter_map(|item| match item {
                Item::Code { body, .. } => Some(*body),
                _ => None,
            })
        };
        let (Some(first), Some(last)) = (sections.first(), bodies().next_back()) else {
            return Self(Vec::new());
        };
        let part = Span::new(first.span.start.min(last.start), last.end);
        let begins = bodies().next().map_or(part.start, |body| body.start);
        let mut tabs = markdown::tabs(text, part);
        tabs.retain(|tab| tab.span.end > begins);
        Self(tabs)
    }

    /// The half of the call that the label names, and whether it names a failure: `200 OK`, `Request`, `404`.
    pub(super) fn says(&self, body: Span, dialect: &Dialect) -> Option<(Side, bool)> {
        let above = self.0.partition_point(|tab| tab.span.start <= body.start);
        let tab = self.0[..above].last().filter(|tab| body.start < tab.span.end)?;
        let title = titles::read(tab.label, dialect);
        match (title.status, title.role?) {
            (Some(status), _) => Some((Side::Response, status >= 400)),
            (None, Role::Request | Role::RequestExample) => Some((Side::Request, false)),
            (None, Role::Response | Role::ResponseExample) => {
                Some((Side::Response, dialect.is_failure(tab.label)))
            }
            (None, Role::Errors) => Some((Side::Response, true)),
            _ => None,
        }
    }
}

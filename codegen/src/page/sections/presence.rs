//! Titles that say whether what they title must be sent and nothing else: `Required parameters` right below a call.

use super::Cutter;
use crate::dialect::Role;
use crate::page::titles::{self, Heads, Label, Title};
use crate::page::{Item, Side, presence};
use crate::syntax::markdown::Line;

impl<'a> Cutter<'a, '_> {
    /// The role of such a heading, where it stands in no section of a call: what a caller may leave out is sent.
    pub(super) fn presence_role(&self, heading: &str, level: u8) -> Option<Role> {
        let is_free = || {
            let (role, side) = self.above(level);
            let is_open = side == Side::None && !matches!(role, Role::Types | Role::Errors | Role::Note);
            is_open || self.is_below_next_call()
        };
        (presence(heading, self.dialect).is_some() && is_free()).then_some(Role::Request)
    }

    /// Whether a heading over the one that opened the last section titles something else, and nothing stands below it yet.
    fn is_below_next_call(&self) -> bool {
        let opener = &self.sections[self.opened];
        let level = if opener.level == super::LABEL { self.above_label + 1 } else { opener.level };
        opener.role != Role::Types
            && self.sections[self.opened + 1..].iter().any(|section| (1..level).contains(&section.level))
    }

    /// Such a line above a table.
    pub(super) fn presence_label(&self, line: &Line<'a>, heads: Option<Heads>) -> Option<Label<'a>> {
        let is_title = heads == Some(Heads::Table) || titles::is_bold(self.text, line.span);
        // Below a table without a title it goes on with that.
        let is_table = |item: &Item<'_>| matches!(item, Item::Table(_));
        if self.sections.last().is_some_and(|last| last.items.iter().any(is_table)) {
            return None;
        }
        let role = self.presence_role(&line.text, super::LABEL).filter(|_| is_title)?;
        let title = Title { role: Some(role), status: None };
        Some(Label { title, text: line.text.trim().to_owned(), rest: None })
    }
}

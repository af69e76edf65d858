//! Appendices: headings that types are called by, `Appendix A: Buyer`.

use super::{Cutter, first};
use crate::dialect::Role;
use crate::page::{Section, titles};
use crate::syntax::markdown::Span;

impl Cutter<'_, '_> {
    /// Opens a section of types above the heading of an appendix that is called as one of them; returns the level below it.
    pub(super) fn appendix(&mut self, heading: &str, level: u8, span: Span) -> u8 {
        if titles::appendix(heading, self.dialect).is_none() {
            return level;
        }
        let (role, items) = (Role::Types, Vec::new());
        self.open(Section { role, span, level, items, ..first() });
        level + 1
    }
}

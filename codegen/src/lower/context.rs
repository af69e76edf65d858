//! What every step of lowering reads of a page, and the places of its text.

use super::description::Memo;
use super::shared::Shared;
use crate::dialect::Dialect;
use crate::model::Origin;
use crate::page::Side;
use crate::source::SourceFile;
use crate::syntax::markdown::Span;

/// What every step of lowering reads.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The page.
    pub file: &'a SourceFile,
    /// Its words.
    pub dialect: &'a Dialect,
    /// What descriptions mean that other pages have too.
    pub meanings: &'a Memo,
    /// What stands outside of the calls, and on other pages.
    pub shared: &'a Shared,
}

impl<'a> Context<'a> {
    /// The origin of a span.
    pub fn origin(&self, span: Span) -> Origin {
        self.file.origin(span.start, span.end)
    }

    /// The origin of a span that is likely to begin on the line of another one.
    pub fn origin_beside(&self, span: Span, other: Origin) -> Origin {
        self.file.origin_beside(span.start, span.end, other)
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &'a str {
        span.of(&self.file.text)
    }
}

/// The half of the call as a word of paths.
pub fn side_name(side: Side) -> &'static str {
    match side {
        Side::Request => "request",
        Side::Response => "response",
        Side::None => "type",
    }
}

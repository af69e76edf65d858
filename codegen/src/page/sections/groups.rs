//! Headings that title calls though the dialect knows their words: `## Notes` above `### List notes` and its route, `# Models`
//! above `GET /v1/models`.

use super::side;
use crate::dialect::words::normalize;
use crate::dialect::{Dialect, Role};
use crate::page::{Side, route_forms};
use crate::syntax::markdown::{Block, Kind, Line, Span};
use foldhash::HashSet;
use std::borrow::Cow;

/// Where such headings begin.
pub(super) fn of_calls(text: &str, blocks: &[Block<'_>], dialect: &Dialect) -> HashSet<usize> {
    let titles = blocks.iter().enumerate().filter(|(at, _)| is_title(text, &blocks[*at..], dialect));
    titles.map(|(_, block)| block.span.start).collect()
}

/// Whether the first of these blocks is one.
fn is_title(text: &str, blocks: &[Block<'_>], dialect: &Dialect) -> bool {
    let [Block { kind: Kind::Heading { level, text: title, .. }, .. }, rest @ ..] = blocks else {
        return false;
    };
    // A word of the path: what the calls are about, and no part of a call.
    let is_about = |block: &Block<'_>| {
        route(text, block).is_some_and(|path| path.split('/').any(|part| normalize(part) == normalize(title)))
    };
    let is_route =
        |block: &Block<'_>| matches!(block.kind, Kind::Lines { .. }) && route(text, block).is_some();
    match rest {
        [first, ..] if is_about(first) => true,
        // `### List responses`, which only words together make a title of answers.
        [first, ..] if is_route(first) && is_made_of_words(title, dialect) => true,
        // `# API` over all that the page describes gives no address.
        [Block { kind: Kind::Heading { level: below, .. }, .. }, ..]
            if *level == 1 && below > level && dialect.sections.get(title) == Some(Role::Url) =>
        {
            true
        }
        [Block { kind: Kind::Heading { level: below, .. }, .. }, first, ..]
        | [
            Block { kind: Kind::Lines { .. }, .. },
            Block { kind: Kind::Heading { level: below, .. }, .. },
            first,
            ..,
        ] => below > level && is_about(first),
        _ => false,
    }
}

/// Whether no word of the dialect is this title, though its words together say whose section it is.
fn is_made_of_words(title: &str, dialect: &Dialect) -> bool {
    let role = || dialect.compounds.role(title);
    dialect.sections.get(title).is_none() && role().is_some_and(|role| side(role) != Side::None)
}

/// The path of a block that begins with a route, and nothing else on its line.
fn route(text: &str, block: &Block<'_>) -> Option<String> {
    let (_, path) = match &block.kind {
        Kind::Lines { lines, .. } => route_forms::alone(lines.first()?)?,
        Kind::Code { body, .. } => {
            let line = body.of(text).lines().find(|line| !line.trim().is_empty())?;
            route_forms::alone(&Line { text: Cow::Borrowed(line), span: Span::default() })?
        }
        _ => return None,
    };
    Some(path.path)
}

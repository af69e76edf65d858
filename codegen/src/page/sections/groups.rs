//! Headings that title calls though the dialect knows their words: `## Notes` above `### List notes` and its route, `# Models`
//! above `GET /v1/models`.

use crate::dialect::words::normalize;
use crate::page::route_forms;
use crate::syntax::markdown::{Block, Kind, Line, Span};
use foldhash::HashSet;
use std::borrow::Cow;

/// Where such headings begin.
pub(super) fn of_calls(text: &str, blocks: &[Block<'_>]) -> HashSet<usize> {
    let titles = blocks.iter().enumerate().filter(|(at, _)| is_title(text, &blocks[*at..]));
    titles.map(|(_, block)| block.span.start).collect()
}

/// Whether the first of these blocks is one.
fn is_title(text: &str, blocks: &[Block<'_>]) -> bool {
    let [Block { kind: Kind::Heading { level, text: title, .. }, .. }, rest @ ..] = blocks else {
        return false;
    };
    // A word of the path: what the calls are about, and no part of a call.
    let is_about = |block: &Block<'_>| {
        route(text, block).is_some_and(|path| path.split('/').any(|part| normalize(part) == normalize(title)))
    };
    match rest {
        [first, ..] if is_about(first) => true,
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

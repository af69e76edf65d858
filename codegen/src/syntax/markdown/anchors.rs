//! Names that links lead to: `<a name="x">`, `<div id="x">`, `<Anchor id="x" />` and `{#x}` behind a heading.

use super::document::{Anchor, Block, Kind, Span};
use super::tags;
use crate::syntax::text::offset_in;

/// The first name that a heading gives itself.
pub(super) fn of_heading(raw: &str) -> Option<&str> {
    let tag = || raw.match_indices('<').find_map(|(at, _)| tags::read(&raw[at..])?.anchor());
    let (title, attributes) = split_attributes(raw);
    id(attributes).or_else(|| title.contains('<').then(tag).flatten())
}

/// A heading without the attributes behind it (`{#id .class}`), and these.
pub(super) fn split_attributes(raw: &str) -> (&str, &str) {
    let trimmed = raw.trim_end();
    let Some(inner) = trimmed.strip_suffix('}') else { return (raw, "") };
    let Some(open) = inner.rfind('{') else { return (raw, "") };
    let is_attribute =
        |word: &str| word.len() > 1 && (word.starts_with(['#', '.']) || word.contains('=')) || word == "-";
    let attributes = &inner[open + 1..];
    let mut words = attributes.split_whitespace().peekable();
    let is_behind = inner[..open].ends_with(|c: char| c.is_whitespace() || !c.is_ascii());
    match is_behind && words.peek().is_some() && words.all(is_attribute) {
        true => (&raw[..open], attributes),
        false => (raw, ""),
    }
}

/// The `#id` among the attributes of a heading.
fn id(attributes: &str) -> Option<&str> {
    attributes.split_whitespace().find_map(|word| word.strip_prefix('#'))
}

/// All names of a page in its order, each with the block that it stands in, or else the next one.
pub(super) fn all<'a>(text: &'a str, blocks: &[Block<'a>]) -> Vec<Anchor<'a>> {
    let mut found: Vec<&'a str> = Vec::new();
    for (at, _) in text.match_indices('<') {
        found.extend(tags::read(&text[at..]).and_then(|tag| tag.anchor()));
    }
    for block in blocks.iter().filter(|block| matches!(block.kind, Kind::Heading { .. })) {
        found.extend(id(split_attributes(block.span.of(text)).1));
    }
    found.sort_by_key(|name| offset_in(text, name));
    let mut anchors = Vec::new();
    for name in found {
        let start = offset_in(text, name);
        let at = blocks.partition_point(|block| block.span.end <= start);
        let is_code = |block: &&Block<'_>| matches!(block.kind, Kind::Code { .. });
        if blocks.get(at).filter(is_code).is_some_and(|block| block.span.start <= start) {
            continue;
        }
        let Some(target) = blocks[at.min(blocks.len())..].iter().find(|block| !is_code(block)) else {
            continue;
        };
        anchors.push(Anchor { name, span: Span::new(start, start + name.len()), target: target.span });
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_stand_behind_titles() {
        for (raw, title, anchor) in [
            ("RuleList {#rulelist .section}", "RuleList ", Some("rulelist")),
            ("返回参数{#a}", "返回参数", Some("a")),
            ("Answer { .section}", "Answer ", None),
            ("GET /a/{id}", "GET /a/{id}", None),
            ("GET /a/{#id}", "GET /a/{#id}", None),
            ("Set {}", "Set {}", None),
            ("Box <a name=\"t2\"></a>", "Box <a name=\"t2\"></a>", Some("t2")),
        ] {
            assert_eq!((split_attributes(raw).0, of_heading(raw)), (title, anchor), "{raw}");
        }
    }
}

//! What strict Markdown shows of a text, for texts that are held against each other.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// What Markdown shows, and where its links lead.
pub fn shown(markdown: &str) -> String {
    let mut out = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => out.push_str(&dest_url),
            Event::Start(Tag::List(Some(first))) => out.push_str(&first.to_string()),
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::Html(tag) | Event::InlineHtml(tag) if !is_break(&tag) => out.push_str(&tag),
            Event::Html(_) | Event::InlineHtml(_) | Event::SoftBreak | Event::HardBreak => out.push('\n'),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => out.push('\n'),
            _ => {}
        }
    }
    out
}

fn is_break(tag: &str) -> bool {
    tag.trim_matches(['<', '>', '/', ' ']).eq_ignore_ascii_case("br")
}

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
            Event::Html(tag) | Event::InlineHtml(tag) if !is_layout(&tag) => out.push_str(&tag),
            Event::InlineHtml(tag) if !tag.contains("br") => {}
            Event::Html(_) | Event::InlineHtml(_) | Event::SoftBreak | Event::HardBreak => out.push('\n'),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => out.push('\n'),
            _ => {}
        }
    }
    out
}

/// Whether a tag shows nothing of its own: it breaks a line, or sets off words.
fn is_layout(tag: &str) -> bool {
    const NAMES: &[&str] = &["b", "br", "code", "em", "i", "p", "strong", "u"];
    let name = tag.trim_matches(['<', '>', '/', ' ']);
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

//! Links of a text: `[text](target)` and `<a href="target">text</a>`.

use super::brackets::Brackets;
use super::inline::plain;
use super::tags;
use std::borrow::Cow;

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// Text without markup.
    pub text: Cow<'a, str>,
    /// The target without its title: `#anchor`, `page.md#anchor`, a URL.
    pub target: &'a str,
}

/// The links of a cell or a line as it stands on the page, in order. Images and links in code are none.
pub fn links(raw: &str) -> Vec<Link<'_>> {
    let mut links = Vec::new();
    if !may_hold(raw) {
        return links;
    }
    let brackets = Brackets::new(raw);
    let mut at = 0;
    while let Some(found) = raw[at..].find(['`', '[', '<', '\\']) {
        at += found;
        let tail = &raw[at..];
        at += match tail.as_bytes()[0] {
            b'`' => code_length(tail),
            b'\\' => 1 + tail[1..].chars().next().map_or(0, char::len_utf8),
            b'<' => html_link(tail, &mut links),
            _ => match brackets.link(at) {
                Some(place) => {
                    if !raw[..at].ends_with('!') {
                        let target = target(&raw[place.target.clone()]);
                        links.push(Link { text: plain(&raw[place.text.clone()]), target });
                    }
                    place.target.end + 1 - at
                }
                None => 1,
            },
        };
    }
    links
}

/// Whether a text may have a link. Few have the first letters of one, which are looked for in less time than words.
pub fn may_hold(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    match memchr::memchr2(b'[', b'<', bytes) {
        Some(_) => raw.contains("](") && raw.contains('[') || raw.contains("href") && raw.contains('<'),
        None => false,
    }
}

fn code_length(tail: &str) -> usize {
    let ticks = tail.bytes().take_while(|byte| *byte == b'`').count();
    tail[ticks..].find(&tail[..ticks]).map_or(ticks, |end| ticks + end + ticks)
}

/// Adds the link that a tag begins, and returns the length of the tag.
fn html_link<'a>(tail: &'a str, links: &mut Vec<Link<'a>>) -> usize {
    let Some(tag) = tags::read(tail) else { return 1 };
    if let Some(target) = tag.attribute("href").filter(|_| tag.is("a") && !tag.closes) {
        let text = tail[tag.length..].split(['<', '\n']).next().unwrap_or_default();
        links.push(Link { text: plain(text), target });
    }
    tag.length
}

/// `<page.md> "title"` without the title and the angle brackets.
fn target(raw: &str) -> &str {
    let target = raw.split_whitespace().next().unwrap_or_default();
    target.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expect: &[(&str, &str)]) {
        let links = links(raw);
        let links: Vec<_> = links.iter().map(|link| (&*link.text, link.target)).collect();
        assert_eq!(links, expect, "{raw}");
    }

    #[test]
    fn links_have_text_and_target() {
        check("[Box](#t2) object", &[("Box", "#t2")]);
        check(
            "Array of [**Lid**](shapes.md#t3 \"Lids\") objects, see [x](<y>)",
            &[("Lid", "shapes.md#t3"), ("x", "y")],
        );
        check("<a href=\"#t4\">Box</a> or <a name=\"x\">y</a>", &[("Box", "#t4")]);
        check("[a[]](b)", &[("a[]", "b")]);
    }

    #[test]
    fn other_text_is_no_link() {
        for raw in ["![a](b)", "`[a](b)`", "[a] (b)", "[a](b", "a](b)", "[a](b\nc)", "\\[a](b)", "[a]"] {
            check(raw, &[]);
        }
    }
}

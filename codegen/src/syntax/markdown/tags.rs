//! Tags of HTML and of components, and their attributes.

/// Longest tag that is read: a longer text in angle brackets is none.
const TAG_BYTES: usize = 2048;

/// A tag on one line or several.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    /// Whether it is `</name>`.
    pub(super) closes: bool,
    /// Length in bytes, angle brackets included.
    pub(super) length: usize,
    /// The text behind the name.
    attributes: &'a str,
}

/// The tag that a text begins with.
pub(super) fn read(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix('<')?;
    let closes = inner.starts_with('/');
    let inner = &inner[usize::from(closes)..];
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.')).next()?;
    let rest = &inner[name.len()..];
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_name || !rest.starts_with(|c: char| c.is_whitespace() || c == '/' || c == '>') {
        return None;
    }
    let end = end_of_attributes(rest)?;
    let length = text.len() - rest.len() + end + 1;
    Some(Tag { name, closes, length, attributes: &rest[..end] })
}

/// The place of the `>` that ends a tag; those in quotes and braces do not.
fn end_of_attributes(rest: &str) -> Option<usize> {
    let (mut quote, mut braces) = (None, 0u32);
    for (at, c) in rest.char_indices().take_while(|(at, _)| *at < TAG_BYTES) {
        match (c, quote) {
            (_, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            ('{', None) => braces += 1,
            ('}', None) => braces = braces.saturating_sub(1),
            ('>', None) if braces == 0 => return Some(at),
            ('<', None) if braces == 0 => return None,
            _ => {}
        }
    }
    None
}

impl<'a> Tag<'a> {
    /// Whether it has this name, in any letter case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, with or without quotes.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        let begins =
            |at: usize| self.attributes[..at].ends_with(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        let mut places = self.attributes.match_indices(name).filter(|(at, _)| begins(*at));
        let value =
            places.find_map(|(at, _)| self.attributes[at + name.len()..].trim_start().strip_prefix('='))?;
        let value = value.trim_start();
        match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => value[1..].split(quote).next(),
            None => value.split(|c: char| c.is_whitespace() || c == '/').next(),
        }
    }

    /// The name that the tag gives to its place.
    pub(super) fn anchor(&self) -> Option<&'a str> {
        let name = || self.attribute("name").filter(|_| self.is("a"));
        self.attribute("id").or_else(name).filter(|anchor| !self.closes && !anchor.is_empty())
    }

    /// Whether it is the tag of a component, and not text in angle brackets such as `<id>`.
    pub(super) fn is_component(&self) -> bool {
        let is_capitalized = self.name.starts_with(|c: char| c.is_ascii_uppercase());
        let is_mixed = self.name.contains(|c: char| c.is_ascii_lowercase());
        let has_attributes = self.attributes.contains("=\"")
            || self.attributes.contains("={")
            || self.attributes.contains("='");
        has_attributes || self.attributes.ends_with('/') || self.closes && is_capitalized && is_mixed
    }
}

/// A tag of a component that a line begins with.
pub struct Component<'l> {
    /// Its name.
    pub name: &'l str,
    /// Names and values of its attributes; the value of one without is empty.
    pub attributes: Vec<(&'l str, &'l str)>,
    /// What follows the tag.
    pub behind: &'l str,
}

/// The tag of a component that a line begins with, `<Param name="n">` or `{% param name="n" %}`.
pub fn component(line: &str) -> Option<Component<'_>> {
    let line = line.trim_start();
    let of_template = || {
        let (inside, behind) = line.strip_prefix("{%")?.split_once("%}")?;
        let (name, attributes) = inside.trim().split_once(char::is_whitespace)?;
        Some((name, attributes, behind))
    };
    let of_markup = || {
        let tag =
            read(line).filter(|tag| !tag.closes && tag.name.starts_with(|c: char| c.is_ascii_uppercase()))?;
        Some((tag.name, tag.attributes, &line[tag.length..]))
    };
    let (name, written, behind) = of_template().or_else(of_markup)?;
    let mut attributes = Vec::new();
    let mut rest = written.trim_end_matches('/').trim();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, behind) = rest.split_at(end);
        let Some(value) = behind.trim_start().strip_prefix('=').map(str::trim_start) else {
            attributes.push((key, &key[key.len()..]));
            rest = behind.trim_start();
            continue;
        };
        let inner = value.trim_start_matches('{');
        let quote = inner.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
        let (text, behind) = match quote {
            Some(quote) => inner[1..].split_once(quote)?,
            None => {
                inner.split_at(inner.find(|c: char| c == '}' || c.is_whitespace()).unwrap_or(inner.len()))
            }
        };
        attributes.push((key, text));
        rest = behind.trim_start_matches('}').trim_start();
    }
    Some(Component { name, attributes, behind })
}

/// Whether a line begins with a component that has a type, as one for a parameter has.
pub(super) fn gives_type(line: &str) -> bool {
    line.contains("type=")
        && component(line).is_some_and(|tag| tag.attributes.iter().any(|(key, _)| *key == "type"))
}

/// Whether a line begins with a tag that names an HTTP method (`<Route method="GET" path="/x" />`, `<Api verb="get" …>`):
/// it gives an address, and is no markup alone.
pub(super) fn gives_method(line: &str) -> bool {
    const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
    let line = line.trim_start();
    let is_method = |value: &str| METHODS.iter().any(|method| method.eq_ignore_ascii_case(value));
    read(line).is_some_and(|tag| {
        let mut values = line[..tag.length].split(['"', '\'', '`']).skip(1).step_by(2);
        !tag.closes && (tag.attribute("method").is_some() || values.any(is_method))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_have_their_values() {
        let tag = read("<td data-id=\"x\" id = 'a>b' rowspan=2>c").unwrap();
        assert_eq!((tag.name, tag.length), ("td", 37));
        assert_eq!(
            ["id", "rowspan", "data-id", "row"].map(|name| tag.attribute(name)),
            [Some("a>b"), Some("2"), Some("x"), None]
        );
    }

    #[test]
    fn anchors_are_ids_and_names_of_a() {
        for (text, anchor) in [
            ("<a name=\"t2\">", Some("t2")),
            ("<ManualAnchor id=\"q\" />", Some("q")),
            ("<input name=\"x\">", None),
            ("</a>", None),
        ] {
            assert_eq!(read(text).unwrap().anchor(), anchor, "{text}");
        }
        assert!(read("<a b").is_none() && read("<1>").is_none() && read("<a <b>").is_none());
    }
}

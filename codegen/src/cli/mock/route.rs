//! A route: the segments of a documented path, with placeholders, and the query that is part of it.

use super::target::decode;

/// A path template, and the query that is part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Route {
    segments: Vec<Segment>,
    /// Arguments of one value, which name the call: `?Action=DescribeHosts`.
    pub(super) fixed: Vec<(String, String)>,
    /// A slash at the end means nothing.
    pub(super) is_lenient: bool,
}

/// A segment: literals with placeholders between them, `{id}:start`.
type Segment = Vec<Part>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Placeholder(String),
}

/// Values of the placeholders by name.
pub(super) type Captures = Vec<(String, String)>;

impl Route {
    /// Reads a documented path.
    pub(super) fn read(path: &str, is_lenient: bool) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut segments: Vec<Segment> = path.trim_start_matches('/').split('/').map(segment).collect();
        if is_lenient {
            drop_slash(&mut segments, Vec::is_empty);
        }
        let fixed = query.split('&').filter(|pair| !pair.is_empty() && !pair.contains('{'));
        let fixed = fixed.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let fixed = fixed.map(|(name, value)| (decode(name), decode(value))).collect();
        Self { segments, fixed, is_lenient }
    }

    /// The values of the placeholders where the segments are a path of this route.
    pub(super) fn captures(&self, segments: &[String]) -> Option<Captures> {
        let empty_end = segments.len() > 1 && segments.last().is_some_and(String::is_empty);
        let segments = if self.is_lenient && empty_end { &segments[..segments.len() - 1] } else { segments };
        if segments.len() != self.segments.len() {
            return None;
        }
        let mut captures = Captures::new();
        let mut pairs = self.segments.iter().zip(segments);
        pairs.all(|(pattern, text)| fits(pattern, text, &mut captures)).then_some(captures)
    }

    /// Letters that stand in it: of two routes that fit, the one with more is meant.
    pub(super) fn weight(&self) -> usize {
        let parts = self.segments.iter().flatten();
        parts.map(|part| if let Part::Literal(text) = part { text.len() } else { 0 }).sum()
    }

    /// Segments.
    pub(super) fn count(&self) -> usize {
        self.segments.len()
    }

    /// The first segment where it has no placeholder.
    pub(super) fn first(&self) -> &str {
        match self.segments.first().map(Vec::as_slice) {
            Some([Part::Literal(text)]) => text,
            _ => "",
        }
    }
}

fn drop_slash<T>(segments: &mut Vec<T>, is_empty: fn(&T) -> bool) {
    if segments.len() > 1 && segments.last().is_some_and(is_empty) {
        segments.pop();
    }
}

fn segment(text: &str) -> Segment {
    let mut parts = Segment::new();
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        if !before.is_empty() {
            parts.push(Part::Literal(decode(before)));
        }
        parts.push(Part::Placeholder(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(decode(rest)));
    }
    parts
}

/// Whether a text is of a segment. A placeholder takes at least one letter, and as few as possible unless it is the last
/// part.
fn fits(pattern: &[Part], text: &str, captures: &mut Captures) -> bool {
    match pattern {
        [] => text.is_empty(),
        [Part::Literal(literal), rest @ ..] => {
            text.strip_prefix(literal.as_str()).is_some_and(|text| fits(rest, text, captures))
        }
        [Part::Placeholder(name)] => {
            captures.push((name.clone(), text.to_owned()));
            !text.is_empty()
        }
        [Part::Placeholder(name), rest @ ..] => {
            let ends = text.char_indices().skip(1).map(|(at, _)| at);
            for end in ends {
                let known = captures.len();
                captures.push((name.clone(), text[..end].to_owned()));
                if fits(rest, &text[end..], captures) {
                    return true;
                }
                captures.truncate(known);
            }
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::target::Target;
    use super::*;

    #[track_caller]
    fn check(route: &str, path: &str, expect: Option<&[(&str, &str)]>) {
        let found = Route::read(route, false).captures(&Target::read(path, None).segments);
        let expect = expect.map(|pairs| {
            let owned = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            owned.collect::<Captures>()
        });
        assert_eq!(found, expect, "{route} {path}");
    }

    #[test]
    fn templates() {
        check("/a/{id}", "/a/x%2Fy", Some(&[("id", "x/y")]));
        check("/a/{id}:start", "/a/i-1%3Astart", Some(&[("id", "i-1")]));
        check("/a/{id}:start", "/a/i-1:stop", None);
        check("/a/{x}.{y}", "/a/1.2.3", Some(&[("x", "1"), ("y", "2.3")]));
        check("/a/{id}", "/a/", None);
        check("/a/{id}/", "/a/1/", Some(&[("id", "1")]));
        check("/a/{id}/", "/a/1", None);
        check("/?Action=X", "/", Some(&[]));
        check("/a/{open", "/a/{open", Some(&[]));
    }

    #[test]
    fn fixed_queries_and_lenient_slashes() {
        let route = Route::read("/api/x/?Action=Do%20it&v={v}", true);
        assert_eq!(route.fixed, [("Action".to_owned(), "Do it".to_owned())]);
        for path in ["/api/x", "/api/x/"] {
            assert!(route.captures(&Target::read(path, None).segments).is_some(), "{path}");
        }
        let weight = |path: &str| Route::read(path, false).weight();
        assert!(weight("/a/{id}:start") > weight("/a/{id}"));
    }
}

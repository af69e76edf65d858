//! Skimming: the keys that a table of routes needs are a small part of most documents.
//!
//! Keys are told by the lines of a document, which is left alone where its lines do not tell them. What is not plainly
//! a text of one line is read by the YAML parser.

use super::operation::is_method;
use foldhash::{HashSet, HashSetExt};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// How much of a value is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// No line.
    Nothing,
    /// Every line.
    All,
    /// What each key inside says.
    Keys,
}

/// A key that a table of routes needs, or the begin of an entry of a list, which has no name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kept<'a> {
    /// How many others it stands below.
    pub(super) depth: usize,
    pub(super) key: &'a str,
    /// What stands beside the key.
    pub(super) value: &'a str,
    /// All lines of the key and its value.
    lines: &'a str,
}

impl Kept<'_> {
    /// The value, if it can be read as what is asked for.
    pub(super) fn read<T: DeserializeOwned + From<String>>(&self) -> Option<T> {
        let is_one_line = !self.lines.trim_ascii_end().contains('\n');
        if let Some(text) = plain(self.value).filter(|_| is_one_line) {
            return Some(text.to_owned().into());
        }
        serde_saphyr::from_str::<BTreeMap<String, T>>(self.lines).ok()?.into_values().next()
    }
}

/// The keys of a document that a table of routes needs, in order.
pub(super) fn skim(text: &str) -> Option<Vec<Kept<'_>>> {
    let mut skimmer = Skimmer::default();
    let (mut keep, mut from, mut end) = (Keep::Keys, 0, 0);
    while end < text.len() {
        let start = end;
        end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |at| start + at + 1);
        let line = &text[start..end];
        let column = line.bytes().position(|byte| byte != b' ').unwrap_or(line.len());
        let body = line[column..].trim_ascii_end();
        let is_item = matches!(body.as_bytes(), [b'-'] | [b'-', b' ', ..]);
        let is_inside = |key: &Level<'_>| column > key.column || column == key.column && is_item;
        if keep != Keep::Keys && (body.is_empty() || skimmer.levels.last().is_some_and(is_inside)) {
            if keep == Keep::All {
                skimmer.kept.last_mut()?.lines = &text[from..end];
            }
            continue;
        }
        let opens_document = skimmer.levels.is_empty() && body == "---";
        if body.is_empty() || body.starts_with('#') || opens_document {
            continue;
        }
        from = start;
        keep = if is_item { skimmer.item(line, body, column)? } else { skimmer.key(line, body, column)? };
    }
    Some(skimmer.kept)
}

#[derive(Default)]
struct Skimmer<'a> {
    kept: Vec<Kept<'a>>,
    /// The mappings that the line stands in; in a list of entries, the list is the first.
    levels: Vec<Level<'a>>,
    is_list: bool,
}

struct Level<'a> {
    column: usize,
    keys: HashSet<&'a str>,
}

impl<'a> Skimmer<'a> {
    /// A line that begins with `-`, and what is kept of what it begins.
    fn item(&mut self, line: &'a str, body: &'a str, column: usize) -> Option<Keep> {
        self.is_list |= self.levels.is_empty();
        if !self.is_list {
            // Neither paths nor an address have a list.
            return (self.levels.len() > 2).then_some(Keep::Nothing);
        }
        self.enter(column)?;
        self.kept.push(Kept { depth: 0, key: "", value: "", lines: line });
        let first = body[1..].trim_start_matches(' ');
        self.key(line, first, column + body.len() - first.len())
    }

    /// A line that begins with a key, and what is kept of its value.
    fn key(&mut self, line: &'a str, body: &'a str, column: usize) -> Option<Keep> {
        let (key, value) = match place_of_pair(body, |pair| pair == b": ") {
            Some(at) => (&body[..at], &body[at + 2..]),
            None => (body.strip_suffix(':')?, ""),
        };
        let (key, value) = (plain(key.trim_end())?, value.trim_start());
        self.enter(column)?;
        let depth = self.levels.len() - 1;
        // A key that stands twice is no YAML.
        self.levels.last_mut()?.keys.insert(key).then_some(())?;
        let keep = keep(self.is_list, depth, key, value)?;
        if keep != Keep::Nothing {
            self.kept.push(Kept { depth, key, value, lines: line });
        }
        Some(keep)
    }

    /// Makes the level of a column the last one: a known one, or one below all that are known.
    fn enter(&mut self, column: usize) -> Option<()> {
        let outer = self.levels.partition_point(|level| level.column < column);
        if outer == self.levels.len() {
            self.levels.push(Level { column, keys: HashSet::new() });
        }
        self.levels.truncate(outer + 1);
        (self.levels[outer].column == column).then_some(())
    }
}

/// What is kept of the value of a key: in an entry of a list, or in the document, in `paths`, in an address, in an
/// operation or in one of its extensions. `None` when the keys inside cannot be told by lines.
fn keep(is_list: bool, depth: usize, key: &str, value: &str) -> Option<Keep> {
    let keys = value.is_empty().then_some(Keep::Keys);
    Some(match (is_list, depth, key) {
        (true, 0, _) => return None,
        (true, 1, "path" | "name" | "method" | "suggest_method" | "label" | "label_en") => Keep::All,
        (false, 0, "paths") | (false, 1, _) => keys?,
        (false, 2, method) if is_method(method) => keys?,
        (false, 3, "operationId" | "summary" | "description") | (false, 4, "descriptionEn") => Keep::All,
        (false, 3, extension) if extension.starts_with("x-") => keys.unwrap_or(Keep::All),
        _ => Keep::Nothing,
    })
}

/// Words without quotes that YAML takes for something else than a text, in one of its versions or another.
const NO_TEXTS: &[&str] =
    &["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity"];

/// The text of a scalar that has no escapes and is nothing but a text.
fn plain(scalar: &str) -> Option<&str> {
    if scalar.contains(char::is_control) {
        return None;
    }
    if let Some(quote @ ('"' | '\'')) = scalar.chars().next() {
        let text = scalar[1..].strip_suffix(quote)?;
        return (!text.contains(['"', '\'', '\\'])).then_some(text);
    }
    let begins = scalar.starts_with(|c: char| c.is_alphabetic() || c == '/' || c == '_');
    let ends =
        scalar.ends_with(':') || place_of_pair(scalar, |pair| pair == b": " || pair == b" #").is_some();
    let is_text = begins && !ends && !NO_TEXTS.iter().any(|word| scalar.eq_ignore_ascii_case(word));
    is_text.then_some(scalar)
}

/// The first two bytes that are looked for. Lines are too short for a search that prepares itself.
fn place_of_pair(text: &str, is_it: impl Fn(&[u8]) -> bool) -> Option<usize> {
    text.as_bytes().windows(2).position(is_it)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    #[track_caller]
    fn check(text: &str, expect: &[(usize, &str, Option<&str>)]) {
        let kept = skim(text).unwrap();
        let value = |key: &Kept<'_>| key.read::<Value>().and_then(|value| value.as_str().map(str::to_owned));
        let kept: Vec<_> = kept.iter().map(|key| (key.depth, key.key, value(key))).collect();
        let kept: Vec<_> = kept.iter().map(|(depth, key, value)| (*depth, *key, value.as_deref())).collect();
        assert_eq!(kept, expect);
    }

    #[test]
    fn what_a_table_needs_is_left() {
        check(
            "---\nopenapi: 3.0.1\nservers:\n- url: /\npaths:\n  # all\n  '/a/{id}:stop':\n    parameters:\n    - name: id\n    get:\n      tags:\n      - x\n      operationId: stop_a\n      description: |-\n        stops: it\n\n        at once\n      responses:\n        default:\n          description: ''\n      x-gateway:\n        public: true\n        descriptionEn: Stop\n",
            &[
                (0, "paths", None),
                (1, "/a/{id}:stop", None),
                (2, "get", None),
                (3, "operationId", Some("stop_a")),
                (3, "description", Some("stops: it\n\nat once")),
                (3, "x-gateway", None),
                (4, "descriptionEn", Some("Stop")),
            ],
        );
    }

    #[test]
    fn entries_lose_what_no_table_needs() {
        check(
            "---\n# facts\n- path: /a\n  name: 'a'\n  dest_path: /b\n  extra:\n  - name: x\n\n- path: /c\n  label: >\n    folded\n    text\n",
            &[
                (0, "", None),
                (1, "path", Some("/a")),
                (1, "name", Some("a")),
                (0, "", None),
                (1, "path", Some("/c")),
                (1, "label", Some("folded text\n")),
            ],
        );
    }

    #[test]
    fn what_lines_do_not_tell_is_left_alone() {
        for text in [
            "- path: /a\nname: a\n",
            "- path: /a\n name: a\n",
            "- path: /a\n  path: /b\n",
            "- - path: /a\n",
            "{\"paths\": {}}\n",
            "paths:\n  /a:\n    get:\n      <<: *shared\n",
            "paths:\n  /a: {get:\n    {operationId: a}\n  }\n",
            "paths:\n  /a:\n    get: {operationId: a}\n",
            "paths:\n  /a:\n  - get\n",
            "paths:\n---\npaths:\n",
        ] {
            assert_eq!(skim(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn pairs_stand_where_a_search_finds_them(text in "[a:é #]{0,9}") {
            prop_assert_eq!(place_of_pair(&text, |pair| pair == b": "), text.find(": "));
        }

        #[test]
        fn what_is_plain_is_what_yaml_reads(scalar in "[a-z/_~'\"]?[ -~é中]{0,6}|[a-zA-Z]{1,3}|[nN](ull|an|o)|[oOyY](n|ff|es)") {
            let scalar = scalar.trim();
            if let Some(text) = plain(scalar) {
                let read: BTreeMap<String, Value> = serde_saphyr::from_str(&format!("key: {scalar}\n")).unwrap();
                prop_assert_eq!(&read["key"], text);
                let read: BTreeMap<String, Value> = serde_saphyr::from_str(&format!("{scalar}:\n  key: 1\n")).unwrap();
                prop_assert_eq!(read.keys().next().unwrap(), text);
            }
        }
    }
}

//! The JSON of a response, read in place: a value is a slice of the text, and nothing is parsed before it is asked for.
//! serde_json validates the text as a whole; then finding a value takes no more than following brackets and quotes.

use super::Value;
use super::scan::{Values, depth};
use memchr::memchr;
use serde::de::{Error, IgnoredAny};
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// Deepest nesting of lists and objects, as in serde_json: emitted types may be recursive, and the stack is not endless.
const MAX_DEPTH: usize = 128;

/// Up to this many names are compared pairwise; more of them go through a set.
const FEW: usize = 16;

/// Initial capacity for the members of an object.
const COMMON: usize = 8;

/// A JSON document: its root value, with the members of that parsed once.
#[derive(Clone, Debug)]
pub struct Document<'d> {
    root: Node<'d>,
    members: Members<'d>,
}

/// A JSON value. [`Debug`](fmt::Debug) shows its kind only, because it may hold anything, also secrets.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Node<'d>(&'d str);

/// The kinds of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// A list.
    List,
    /// An object.
    Object,
}

/// The members of an object in their order. Of members with one name the last counts, in the place of the first.
#[derive(Clone, Debug, Default)]
pub struct Members<'d>(Vec<Member<'d>>);

/// Name and value.
pub(super) type Member<'d> = (Cow<'d, str>, Node<'d>);

impl<'d> Document<'d> {
    /// Parses a whole JSON text.
    ///
    /// # Errors
    /// When it is not valid JSON, not UTF-8, or nested too deeply.
    pub fn parse(json: &'d [u8]) -> Result<Self, serde_json::Error> {
        // JSON knows fewer blanks than ASCII.
        let text =
            str::from_utf8(json).map_err(serde_json::Error::custom)?.trim_matches([' ', '\t', '\n', '\r']);
        if depth(text.as_bytes(), MAX_DEPTH) > MAX_DEPTH {
            return Err(serde_json::Error::custom(format!("nested more than {MAX_DEPTH} levels deep")));
        }
        serde_json::from_str::<IgnoredAny>(text)?;
        let root = Node(text);
        Ok(Self { root, members: root.members().unwrap_or_default() })
    }

    /// The value that holds all others.
    pub fn root(&self) -> Node<'d> {
        self.root
    }

    /// The members of the root; none when it is not an object.
    pub fn members(&self) -> &Members<'d> {
        &self.members
    }

    /// The member `name` of the root.
    pub fn get(&self, name: &str) -> Option<Node<'d>> {
        self.members.get(name)
    }
}

/// The document of an empty body: `null`.
impl Default for Document<'_> {
    fn default() -> Self {
        Self { root: Node::NULL, members: Members::default() }
    }
}

impl<'d> Node<'d> {
    pub(crate) const NULL: Node<'static> = Node("null");

    /// Takes a value's JSON as it is: it comes from a parsed document or from serde_json.
    pub(crate) const fn new(json: &'d str) -> Self {
        Self(json)
    }

    /// The JSON of the value.
    pub fn json(self) -> &'d str {
        self.0
    }

    /// The kind of the value.
    pub fn kind(self) -> Kind {
        match self.0.as_bytes().first() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::List,
            Some(b'"') => Kind::String,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'n') | None => Kind::Null,
            Some(_) => Kind::Number,
        }
    }

    /// The member `name` of an object; it parses the object's members each time.
    pub fn get(self, name: &str) -> Option<Self> {
        self.members()?.get(name)
    }

    /// The members of an object.
    pub fn members(self) -> Option<Members<'d>> {
        let mut values = self.values(Kind::Object)?;
        let mut members = Vec::with_capacity(COMMON);
        while let (Some(name), Some(value)) = (values.next(), values.next()) {
            members.push((Node(name).as_str().unwrap_or(Cow::Borrowed(name)), Node(value)));
        }
        Some(Members::without_duplicates(members))
    }

    /// The items of a list.
    pub fn items(self) -> Option<Vec<Self>> {
        self.values(Kind::List).map(|values| values.map(Self).collect())
    }

    /// The text of a string.
    pub fn as_str(self) -> Option<Cow<'d, str>> {
        let text = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if memchr(b'\\', text.as_bytes()).is_some() {
            serde_json::from_str(self.0).ok().map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(text))
        }
    }

    /// The truth value of a boolean.
    pub fn as_bool(self) -> Option<bool> {
        self.0.parse().ok()
    }

    /// A whole number.
    pub fn as_i64(self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// A whole number that is not negative.
    pub fn as_u64(self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// Whether the value is `null`.
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// The value as a tree of its own.
    pub fn to_value(self) -> Value {
        serde_json::from_str(self.0).unwrap_or_default()
    }

    /// What is inside of a list or object: items, or names and values in turn.
    fn values(self, kind: Kind) -> Option<Values<'d>> {
        if self.kind() == kind { Some(Values::of(self.0)) } else { None }
    }
}

impl Kind {
    /// The kind in a message.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Kind::Null => "null",
            Kind::Bool => "a boolean",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::List => "a list",
            Kind::Object => "an object",
        }
    }
}

impl<'d> Members<'d> {
    /// The member `name`.
    pub fn get(&self, name: &str) -> Option<Node<'d>> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, node)| *node)
    }

    /// Whether there is a member `name`.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_vec(self) -> Vec<Member<'d>> {
        self.0
    }

    /// Keeps the last of the values of each name.
    fn without_duplicates(members: Vec<Member<'d>>) -> Self {
        let unique = if members.len() <= FEW {
            let repeats = |at: usize| members[..at].iter().any(|(name, _)| *name == members[at].0);
            !(1..members.len()).any(repeats)
        } else {
            let mut names = HashSet::with_capacity(members.len());
            members.iter().all(|(name, _)| names.insert(name))
        };
        if unique {
            return Self(members);
        }
        let mut places: HashMap<Cow<'d, str>, usize> = HashMap::new();
        let mut kept: Vec<Member<'d>> = Vec::new();
        for (name, node) in members {
            match places.entry(name.clone()) {
                Entry::Occupied(place) => kept[*place.get()].1 = node,
                Entry::Vacant(place) => {
                    place.insert(kept.len());
                    kept.push((name, node));
                }
            }
        }
        Self(kept)
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Node({})", self.kind().noun())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// JSON as text, so that names can be repeated.
    fn json() -> impl Strategy<Value = String> {
        let text = "(a|b|\"|\\\\|/|\n|\u{1}|\u{20ac}|\u{1f600}){0,3}"
            .prop_map(|text: String| Value::from(text).to_string());
        let number = "-?(0|[1-9][0-9]{0,21})(\\.[0-9]{1,3})?(e-?[0-9]{1,2})?";
        let word = proptest::sample::select(vec!["null", "true", "false", r#""\ud83d\ude00""#]);
        let leaf = prop_oneof![number, word.prop_map(str::to_owned), text.clone()];
        leaf.prop_recursive(4, 64, 24, move |inner| {
            let member = (text.clone(), inner.clone()).prop_map(|(name, value)| format!("{name} :{value}"));
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(|values| format!("[{}]", values.join(" , "))),
                proptest::collection::vec(member, 0..24).prop_map(|all| format!("{{ {} }}", all.join(","))),
            ]
        })
    }

    /// What a node holds, member by member, where a map would hide that a name is repeated.
    fn written(node: Node<'_>) -> String {
        match node.kind() {
            Kind::List => {
                let items: Vec<String> = node.items().unwrap().into_iter().map(written).collect();
                format!("[{}]", items.join(","))
            }
            Kind::Object => {
                let member = |(name, value): (Cow<'_, str>, Node<'_>)| {
                    assert_eq!(node.get(&name), Some(value));
                    format!("{}:{}", Value::from(&*name), written(value))
                };
                let members = node.members().unwrap().into_vec();
                format!("{{{}}}", members.into_iter().map(member).collect::<Vec<_>>().join(","))
            }
            _ => node.to_value().to_string(),
        }
    }

    /// A document says what serde_json says, also where the text is not JSON.
    #[track_caller]
    fn check(json: &[u8]) {
        match (Document::parse(json), serde_json::from_slice::<Value>(json)) {
            (Ok(document), Ok(value)) => {
                assert_eq!(written(document.root()), value.to_string());
                for (name, member) in value.as_object().into_iter().flatten() {
                    assert_eq!(document.get(name).map(Node::to_value).as_ref(), Some(member));
                }
            }
            // Numbers and escapes out of range are found when the value is read.
            (Ok(_), Err(error)) => {
                let error = error.to_string();
                assert!(
                    ["surrogate", "hex escape", "number out of range"]
                        .iter()
                        .any(|late| error.contains(late)),
                    "{error}"
                );
            }
            (document, value) => assert!(document.is_err() && value.is_err(), "{document:?} {value:?}"),
        }
    }

    proptest! {
        #[test]
        fn documents_are_the_same_as_values(json in json()) {
            check(json.as_bytes());
        }

        #[test]
        fn faults_are_the_same_as_of_values(json in json(), at: usize, byte: u8, cut: bool) {
            let mut json = json.into_bytes();
            let at = at % json.len();
            json[at] = byte;
            json.truncate(if cut { at } else { json.len() });
            check(&json);
        }
    }

    #[test]
    fn the_ends_of_json() {
        for json in [
            "",
            " ",
            "[1] 2",
            "{\"a\":1} x",
            "-0.0",
            "18446744073709551616",
            "\u{c}0",
            "0\u{c}",
            " {\"a\": [1 ] } ",
        ] {
            check(json.as_bytes());
        }
        for depth in [127, 129, 200] {
            check(format!("{}{}", "[".repeat(depth), "]".repeat(depth)).as_bytes());
            check(format!("[{}1]", "[1],".repeat(depth)).as_bytes());
            check(
                format!("[{}, \"\\\"{}\"]", "[1],".repeat(depth).trim_end_matches(','), "[".repeat(depth))
                    .as_bytes(),
            );
        }
        let wide = (0..100).map(|at| format!("\"{}\":{at}", at % 60)).collect::<Vec<_>>().join(",");
        check(format!("{{{wide}}}").as_bytes());
    }

    #[test]
    fn debug_output_shows_no_content() {
        let document = Document::parse(br#"{"a":"s3cret"}"#).unwrap();
        assert!(!format!("{document:?}").contains("s3cret"));
    }
}

//! A JSON document in one piece of memory, read without building a tree of it.
//!
//! Values lie packed one behind the other: a byte for the kind, then for a number its eight bytes, for anything longer
//! the size and what is inside. Lists and objects begin with the count of their values; a member is a name, packed like
//! a text without the kind, and a value. What is inside of a value is a slice of the document, so values are found,
//! skipped and handed on without copying or allocating.

use super::pack::{Pack, Packed};
use super::{Input, Lenient, Value};
use serde::Deserialize;
use serde::de::DeserializeSeed;
use serde_json::Number;

pub(super) const NULL: u8 = 0;
pub(super) const FALSE: u8 = 1;
pub(super) const TRUE: u8 = 2;
pub(super) const UNSIGNED: u8 = 3;
pub(super) const SIGNED: u8 = 4;
pub(super) const FLOAT: u8 = 5;
/// A number that is none of these, as it is written.
pub(super) const WRITTEN: u8 = 6;
pub(super) const TEXT: u8 = 7;
pub(super) const LIST: u8 = 8;
pub(super) const OBJECT: u8 = 9;

/// Bytes of a number, size or count.
pub(super) const WORD: usize = size_of::<u64>();

/// A JSON document; `null` by default. None of its objects has two members of one name.
#[derive(Debug, Default)]
pub(crate) struct Document(Vec<u8>);

/// A value of a document.
#[derive(Clone, Debug)]
pub(crate) enum Node<'d> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Text<'d>),
    List(List<'d>),
    Object(Members<'d>),
}

/// A text; whoever skips it pays for no check.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'d>(&'d [u8]);

/// A list.
#[derive(Clone, Copy, Debug, Default, Hash)]
pub(crate) struct List<'d>(&'d [u8]);

/// An object.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Members<'d>(&'d [u8]);

impl Document {
    /// Reads JSON; of members with one name the last counts, in the place of the first.
    pub(crate) fn parse(json: &[u8]) -> serde_json::Result<Self> {
        let mut packed = Packed::with_capacity(2 * json.len());
        // One check of the whole is cheaper than one of each text in it.
        if let Ok(json) = str::from_utf8(json) {
            let mut reader = serde_json::Deserializer::from_str(json);
            Pack(&mut packed).deserialize(&mut reader)?;
            reader.end()?;
            if !packed.repeats {
                return Ok(Self(packed.bytes));
            }
        }
        // Names that are repeated, and bytes that are no text: too rare to be settled here as well.
        Self::of(&serde_json::from_slice(json)?)
    }

    /// The document of a value.
    pub(crate) fn of(value: &Value) -> serde_json::Result<Self> {
        let mut packed = Packed::default();
        Pack(&mut packed).deserialize(value)?;
        Ok(Self(packed.bytes))
    }

    /// The value that holds all others.
    pub(crate) fn root(&self) -> Node<'_> {
        take_value(&mut self.0.as_slice()).unwrap_or(Node::Null)
    }
}

impl<'d> Node<'d> {
    /// The member `name` of an object.
    pub(crate) fn get(&self, name: &str) -> Option<Self> {
        self.as_object()?.get(name)
    }

    pub(crate) fn as_object(&self) -> Option<Members<'d>> {
        if let Node::Object(members) = self { Some(*members) } else { None }
    }

    pub(crate) fn as_list(&self) -> Option<List<'d>> {
        if let Node::List(list) = self { Some(*list) } else { None }
    }

    pub(crate) fn as_str(&self) -> Option<&'d str> {
        if let Node::Text(text) = self { Some(text.as_str()) } else { None }
    }

    pub(crate) fn as_u64(&self) -> Option<u64> {
        if let Node::Number(number) = self { number.as_u64() } else { None }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Node::Null)
    }

    pub(crate) fn to_value(&self) -> Value {
        Value::deserialize(Input::new(self.clone(), Lenient::NONE)).unwrap_or_default()
    }

    /// The kind in words for messages; never the content.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::Text(_) => "a text",
            Node::List(_) => "a list",
            Node::Object(_) => "an object",
        }
    }
}

impl<'d> Text<'d> {
    pub(crate) fn as_str(self) -> &'d str {
        // It was packed from a text.
        str::from_utf8(self.0).unwrap_or_default()
    }
}

impl<'d> List<'d> {
    pub(crate) fn len(self) -> usize {
        counted(self.0).0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Node<'d>> {
        let (count, mut rest) = counted(self.0);
        (0..count).map_while(move |_| take_value(&mut rest))
    }
}

impl<'d> Members<'d> {
    /// Reads what [`Members::packed`] has given. Other bytes make an object of members that are no more than wrong.
    pub(super) fn new(packed: &'d [u8]) -> Self {
        Self(packed)
    }

    pub(super) fn packed(self) -> &'d [u8] {
        self.0
    }

    pub(crate) fn len(self) -> usize {
        counted(self.0).0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.len() == 0
    }

    pub(crate) fn contains(self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub(crate) fn get(self, name: &str) -> Option<Node<'d>> {
        let (count, mut rest) = counted(self.0);
        for _ in 0..count {
            if take_sized(&mut rest)? == name.as_bytes() {
                return take_value(&mut rest);
            }
            skip_value(&mut rest)?;
        }
        None
    }

    pub(super) fn iter(self) -> impl Iterator<Item = (Text<'d>, Node<'d>)> {
        let (count, mut rest) = counted(self.0);
        (0..count).map_while(move |_| Some((Text(take_sized(&mut rest)?), take_value(&mut rest)?)))
    }
}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other.as_bytes()
    }
}

/// The count in front of what is inside of a list or object.
fn counted(mut inside: &[u8]) -> (usize, &[u8]) {
    let count = take_word(&mut inside).map_or(0, usize::from_ne_bytes);
    // No value takes less than a byte.
    (count.min(inside.len()), inside)
}

fn take_word(rest: &mut &[u8]) -> Option<[u8; WORD]> {
    rest.split_off(..WORD)?.try_into().ok()
}

fn take_sized<'d>(rest: &mut &'d [u8]) -> Option<&'d [u8]> {
    let size = usize::from_ne_bytes(take_word(rest)?);
    rest.split_off(..size)
}

fn skip_value(rest: &mut &[u8]) -> Option<()> {
    let size = match *rest.split_off_first()? {
        NULL | FALSE | TRUE => 0,
        UNSIGNED | SIGNED | FLOAT => WORD,
        _ => usize::from_ne_bytes(take_word(rest)?),
    };
    rest.split_off(..size).map(drop)
}

pub(super) fn take_value<'d>(rest: &mut &'d [u8]) -> Option<Node<'d>> {
    Some(match *rest.split_off_first()? {
        NULL => Node::Null,
        FALSE => Node::Bool(false),
        TRUE => Node::Bool(true),
        UNSIGNED => Node::Number(u64::from_ne_bytes(take_word(rest)?).into()),
        SIGNED => Node::Number(i64::from_ne_bytes(take_word(rest)?).into()),
        FLOAT => Node::Number(Number::from_f64(f64::from_ne_bytes(take_word(rest)?))?),
        WRITTEN => Node::Number(Text(take_sized(rest)?).as_str().parse().ok()?),
        TEXT => Node::Text(Text(take_sized(rest)?)),
        LIST => Node::List(List(take_sized(rest)?)),
        OBJECT => Node::Object(Members(take_sized(rest)?)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Error, read};
    use proptest::prelude::*;

    /// JSON as text, so that names can be repeated.
    fn json() -> impl Strategy<Value = String> {
        let text = "(a|b|\"|\\\\|/|\n|\u{1}|\u{20ac}|\u{1f600}){0,3}"
            .prop_map(|text: String| Value::from(text).to_string());
        let number = "-?(0|[1-9][0-9]{0,21})(\\.[0-9]{1,3})?(e-?[0-9]{1,3})?";
        let word = proptest::sample::select(vec!["null", "true", "false", r#""\ud83d\ude00""#]);
        let leaf = prop_oneof![
            40 => number,
            40 => word.prop_map(str::to_owned),
            40 => text.clone(),
            1 => Just(r#""\ud83d""#.to_owned()),
        ];
        leaf.prop_recursive(4, 64, 24, move |inner| {
            let member = (text.clone(), inner.clone()).prop_map(|(name, value)| format!("{name}:{value}"));
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(|values| format!("[{}]", values.join(" , "))),
                proptest::collection::vec(member, 0..24).prop_map(|all| format!("{{{}}}", all.join(","))),
            ]
        })
    }

    /// What a node holds, member by member, where a map would hide that a name is repeated.
    fn written(node: &Node<'_>) -> String {
        match node {
            Node::List(list) => {
                let values: Vec<String> = list.iter().map(|value| written(&value)).collect();
                format!("[{}]", values.join(","))
            }
            Node::Object(members) => {
                let member = |(name, value): (Text<'_>, Node<'_>)| {
                    assert_eq!(written(&members.get(name.as_str()).unwrap()), written(&value));
                    format!("{}:{}", Value::from(name.as_str()), written(&value))
                };
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
            }
            leaf => leaf.to_value().to_string(),
        }
    }

    /// A document says what serde_json says, also where the text is no JSON.
    fn check(json: &[u8]) {
        let expect = serde_json::from_slice::<Value>(json).map(|value| value.to_string());
        let document = Document::parse(json).map(|document| written(&document.root()));
        assert_eq!(document.map_err(|error| error.to_string()), expect.map_err(|error| error.to_string()));
    }

    proptest! {
        #[test]
        fn documents_are_the_same_as_values(json in json()) {
            check(json.as_bytes());
            if let Ok(value) = serde_json::from_str::<Value>(&json) {
                prop_assert_eq!(Document::of(&value).unwrap().root().to_value(), value);
            }
        }

        #[test]
        fn faults_are_the_same_as_of_values(json in json(), at: usize, byte: u8, cut: bool) {
            let mut json = json.into_bytes();
            let at = at % json.len();
            json[at] = byte;
            json.truncate(if cut { at } else { json.len() });
            check(&json);
        }

        /// Only a strange deserializer gives such bytes.
        #[test]
        fn bytes_of_anything_do_no_harm(bytes: Vec<u8>, kinds in proptest::collection::vec(0..12u8, 0..64)) {
            for bytes in [bytes, kinds] {
                let from = serde::de::value::BorrowedBytesDeserializer::<Error>::new(&bytes);
                let _ = read(from, |object| {
                    let _ = object.required::<Value>("a");
                    Ok(object.rest())
                });
            }
        }
    }

    #[test]
    fn the_ends_of_json() {
        for json in
            ["", " ", "[1] 2", "{\"a\":1e999}", "-0", "-0.0", "18446744073709551616", "9223372036854775808"]
        {
            check(json.as_bytes());
        }
        for depth in [127, 128, 129] {
            check(format!("{}{}", "[".repeat(depth), "]".repeat(depth)).as_bytes());
        }
        let wide = (0..100).map(|at| format!("\"{}\":{at}", at % 60)).collect::<Vec<_>>().join(",");
        check(format!("{{{wide}}}").as_bytes());
    }

    #[test]
    fn numbers_of_arbitrary_precision_are_numbers() {
        let settled = |text: &str| {
            let value = serde_json::json!({"$serde_json::private::Number": text});
            written(&Document::of(&value).unwrap().root())
        };
        assert_eq!(["7", "-7", "0.5"].map(settled), ["7", "-7", "0.5"]);
        assert_eq!(settled("seven"), r#"{"$serde_json::private::Number":"seven"}"#);
    }
}

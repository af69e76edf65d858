//! Lenient JSON with spans: the reader of documentation samples. In: the text of a fence. Out: [`Document`]s, [`Sample`]s.
//!
//! Samples in documentation are JSON as people type it: with comments, left-out commas, ellipses, Python literals and
//! half a dozen kinds of slips. [`read`] accepts them, and lists each slip as a [`Repair`] with its place. Strict JSON
//! takes the same path and has an empty list. What is no JSON at all (YAML, code, a URL) stays unread.
//!
//! ```
//! let document = docwright::syntax::json::read("{'id': 1, // the host\n}").unwrap();
//! assert_eq!(document.to_value(), serde_json::json!({"id": 1}).into());
//! let names: Vec<_> = document.repairs.iter().map(|(repair, _)| repair.name()).collect();
//! assert_eq!(names, ["single-quotes", "trailing-comma", "comment"]);
//! ```

mod cursor;
mod space;
mod string;
mod scalar;
mod reader;
mod request;
mod samples;
mod value;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use crate::model::json::{Members, Value};

/// A value with the byte span it was read from (offsets into the text given to [`read`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'t> {
    /// What the value is.
    pub kind: Kind<'t>,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'t> {
    /// `null`, Python's `None`, or an ellipsis in the place of a member's value.
    Null,
    /// `true` or `false`, in any letter case.
    Bool(bool),
    /// A number as written.
    Number(Cow<'t, str>),
    /// A string with its escapes resolved, or a bare word.
    Text(Cow<'t, str>),
    /// A list in document order.
    List(Vec<Node<'t>>),
    /// The members in document order; repeated names are all kept.
    Object(Vec<Member<'t>>),
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'t> {
    /// The name with its escapes resolved.
    pub name: Cow<'t, str>,
    /// First byte of the name, its quote included.
    pub name_start: u32,
    /// One past the last byte of the name, its quote included.
    pub name_end: u32,
    /// The value.
    pub value: Node<'t>,
}

/// A slip that the reader mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repair {
    /// A comma before a closing bracket, or one too many.
    TrailingComma,
    /// Two entries without a comma between them.
    MissingComma,
    /// A name and its value without a colon between them.
    MissingColon,
    /// `// …`, `# …` or `/* … */`.
    Comment,
    /// `...` or `……` standing for what was left out.
    Ellipsis,
    /// A string in single quotes.
    SingleQuotes,
    /// `True`, `False`, `None` and other spellings of the three literals, `u'…'`.
    PythonLiteral,
    /// An unquoted text as value.
    BareWord,
    /// An unquoted name.
    BareName,
    /// The members of an object without the braces around them.
    MissingBraces,
    /// The text ends, or an outer bracket closes, before an inner one is closed.
    Unclosed,
    /// A bracket closed by one of the other kind.
    WrongBracket,
    /// Braces around values without names, read as a list.
    BracesForList,
    /// Full-width punctuation or typographic quotes.
    FullWidth,
    /// A no-break, ideographic or zero-width space between tokens.
    OddSpace,
    /// Text that belongs to no value.
    Garbage,
    /// A number as a member's name.
    IntegerKey,
    /// A quote inside a string that is not escaped.
    UnescapedQuote,
    /// A string whose closing quote is missing.
    MissingQuote,
    /// A raw line break, tab or other control character inside a string.
    ControlCharacter,
    /// A backslash before a character that needs none, or half a surrogate pair.
    BadEscape,
    /// A number that JSON spells differently: `+1`, `.5`, `007`.
    OddNumber,
}

impl Repair {
    /// The name in reports, in kebab-case.
    pub fn name(&self) -> &'static str {
        match self {
            Self::TrailingComma => "trailing-comma",
            Self::MissingComma => "missing-comma",
            Self::MissingColon => "missing-colon",
            Self::Comment => "comment",
            Self::Ellipsis => "ellipsis",
            Self::SingleQuotes => "single-quotes",
            Self::PythonLiteral => "python-literal",
            Self::BareWord => "bare-word",
            Self::BareName => "bare-name",
            Self::MissingBraces => "missing-braces",
            Self::Unclosed => "unclosed",
            Self::WrongBracket => "wrong-bracket",
            Self::BracesForList => "braces-for-list",
            Self::FullWidth => "full-width",
            Self::OddSpace => "odd-space",
            Self::Garbage => "garbage",
            Self::IntegerKey => "integer-key",
            Self::UnescapedQuote => "unescaped-quote",
            Self::MissingQuote => "missing-quote",
            Self::ControlCharacter => "control-character",
            Self::BadEscape => "bad-escape",
            Self::OddNumber => "odd-number",
        }
    }
}

/// One JSON document.
#[derive(Clone, Debug, PartialEq)]
pub struct Document<'t> {
    /// The outermost value.
    pub root: Node<'t>,
    /// What was mended and where (a byte offset), in the order of the text; empty for strict JSON.
    pub repairs: Vec<(Repair, u32)>,
}

/// One sample of a fence.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample<'t> {
    /// The comment, status line or words before it without their comment marks; empty when there are none.
    pub label: String,
    /// The HTTP status that the label names.
    pub status: Option<u16>,
    /// What the sample is.
    pub body: Body<'t>,
    /// First byte of the body; the label stands before it.
    pub start: u32,
}

/// What a sample is.
#[derive(Clone, Debug, PartialEq)]
pub enum Body<'t> {
    /// A JSON document; its spans are offsets into the whole fence.
    Json(Document<'t>),
    /// The parameters of a query string or of a URL with one, as written (percent escapes kept).
    Query(Vec<(String, String)>),
    /// An HTTP request line or a `curl` command.
    RequestLine {
        /// The method in upper case.
        method: String,
        /// The URL or path, its query string included.
        target: String,
        /// The JSON body.
        rest: Option<Document<'t>>,
    },
    /// Anything else: code, YAML, prose, a plain URL.
    Text,
}

/// Reads one sample; `None` when it is no JSON even after repair.
pub fn read(text: &str) -> Option<Document<'_>> {
    reader::whole(text)
}

/// Reads all samples of a fence. Nothing is left out: what is no sample of a known kind is [`Body::Text`].
pub fn samples(text: &str) -> Vec<Sample<'_>> {
    samples::split(text)
}

impl Document<'_> {
    /// The value without spans.
    pub fn to_value(&self) -> Value {
        self.root.to_value()
    }

    /// Whether the text was JSON as it stood.
    pub fn is_strict(&self) -> bool {
        self.repairs.is_empty()
    }
}

impl<'t> Node<'t> {
    /// The value of the member with this name; of several the last one.
    pub fn get(&self, name: &str) -> Option<&Node<'t>> {
        self.members().iter().rev().find(|it| it.name == name).map(|it| &it.value)
    }

    /// The members of an object, none for other values.
    pub fn members(&self) -> &[Member<'t>] {
        if let Kind::Object(members) = &self.kind { members } else { &[] }
    }

    /// The items of a list, none for other values.
    pub fn items(&self) -> &[Node<'t>] {
        if let Kind::List(items) = &self.kind { items } else { &[] }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text) } else { None }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }
}

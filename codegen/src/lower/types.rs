//! Type cells: a small recursive grammar over the dialect's words.
//!
//! ```text
//! type     = union | list | map | wrapper | word | Name
//! union    = type { ("|" | "/" | " or " | "或" | "或者" | "、" | ",") type } | UNION "[" type { "," type } "]"
//! list     = type "[]" | "[]" type | type LIST | LIST ["of"] type | LIST ("<" | "[" | "(") type (">" | "]" | ")")
//! map      = MAP "<" [type ","] type ">" | MAP "[" type "]" type | type MAP
//! literal  = TEXT_IN_QUOTES | NUMBER
//! wrapper  = OPTIONAL "[" type "]" | "?" type | type "?" | word "(" (FORMAT | width | mark | length) ")"
//! ```

mod beside;
mod brackets;
mod maps;
mod parts;

use crate::dialect::words::half_widths;
use crate::dialect::{Dialect, Format, TypeWord};
use crate::model::{IntegerWidth, Type};
use brackets::{head, matching, top_level};
pub use parts::coded_values;
use parts::{is_limit, is_name, literal};

/// What a type cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The type; names that are no word are `Type::Object(name)`.
    pub ty: Type,
    /// `null` is among the alternatives.
    pub nullable: bool,
    /// Format of the texts that the type holds.
    pub format: Option<Format>,
    /// Whether the cell says that the field has to be there: `string, optional`.
    pub required: Option<bool>,
    /// Fields of an object that the cell spells out.
    pub fields: Vec<InlineField>,
    /// Whether every part was understood.
    pub known: bool,
}

/// A field of an object that a type cell spells out: `{ "grams": integer }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineField {
    /// Its name.
    pub name: String,
    /// What its part of the cell says.
    pub parsed: Parsed,
}

/// Deepest nesting that is followed.
const DEPTH: u8 = 12;

/// Reads a type cell.
pub fn parse(text: &str, dialect: &Dialect) -> Parsed {
    parse_at(bare(&half_widths(text)), dialect, &[], 0)
}

/// Reads a type cell in which some words are names of structures, whatever the dialect takes them for.
pub fn parse_with_names(text: &str, names: &[&str], dialect: &Dialect) -> Parsed {
    parse_at(bare(&half_widths(text)), dialect, names, 0)
}

fn parse_at(text: &str, dialect: &Dialect, names: &[&str], depth: u8) -> Parsed {
    let mut reader = Reader { dialect, names, said: Parsed { known: true, ..Parsed::default() } };
    let ty = reader.with_values(text).unwrap_or_else(|| reader.union(text, depth));
    let mut parsed = reader.said;
    parsed.format = parsed.format.filter(|_| holds_text(&ty));
    Parsed { ty, ..parsed }
}

/// A cell without the marks around its type.
fn bare(text: &str) -> &str {
    text.trim().trim_matches(['`', '*', '"', '.', ';', '。']).trim()
}

/// Whether texts are all that a type holds besides numbers.
fn holds_text(ty: &Type) -> bool {
    match ty.leaf() {
        Type::String => true,
        Type::OneOf(types) => types.contains(&Type::String),
        _ => false,
    }
}

struct Reader<'d> {
    dialect: &'d Dialect,
    /// Words that are names.
    names: &'d [&'d str],
    /// What was read beside the type.
    said: Parsed,
}

impl Reader<'_> {
    fn union(&mut self, text: &str, depth: u8) -> Type {
        if let Some(ty) = self.word(text) {
            return ty;
        }
        let parts = alternatives(text);
        if parts.len() < 2 || depth > DEPTH {
            return self.single(text, depth);
        }
        self.one_of(&parts, depth)
    }

    fn one_of(&mut self, parts: &[&str], depth: u8) -> Type {
        let mut types = Vec::new();
        for part in parts {
            // `string, optional`
            if let Some(required) = self.dialect.marks.get(part) {
                self.said.required = Some(required);
                continue;
            }
            if matches!(self.word_of(part), Some(TypeWord::Null | TypeWord::Optional)) {
                self.said.nullable = true;
                continue;
            }
            // `string, max 64`
            if !types.is_empty() && (is_limit(part) || self.is_default(part)) {
                continue;
            }
            let ty = self.union(part, depth + 1);
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        match types.len() {
            0 => Type::Any,
            1 => types.remove(0),
            _ => Type::OneOf(types),
        }
    }

    fn word_of(&self, text: &str) -> Option<TypeWord> {
        self.dialect.types.get(text).filter(|_| !self.names.contains(&text))
    }

    /// The whole text as a word of the dialect.
    fn word(&mut self, text: &str) -> Option<Type> {
        // `[]T` and `T[]` lose their brackets in normalisation and must not look like `T`, nor `?T` like it.
        let brackets = text.bytes().any(|byte| matches!(byte, b'[' | b'<' | b'(' | b'?'));
        let is_word = !brackets || text.ends_with(')') && !self.is_list(head(text));
        is_word.then(|| self.plain_word(text)).flatten()
    }

    /// A text without brackets as a word of the dialect.
    fn plain_word(&mut self, text: &str) -> Option<Type> {
        if self.names.contains(&text) {
            return None;
        }
        let Some(word) = self.word_of(text) else {
            self.said.format = Some(self.dialect.formats.get(text)?);
            return Some(Type::String);
        };
        Some(match word {
            TypeWord::String => Type::String,
            TypeWord::Integer => Type::integer(),
            TypeWord::Int32 => integer(IntegerWidth::Int32),
            TypeWord::Int64 => integer(IntegerWidth::Int64),
            TypeWord::Uint32 => integer(IntegerWidth::Uint32),
            TypeWord::Uint64 => integer(IntegerWidth::Uint64),
            TypeWord::Number => Type::Number,
            TypeWord::Decimal => {
                self.said.format = Some(Format::Decimal);
                Type::OneOf(vec![Type::Number, Type::String])
            }
            TypeWord::Boolean => Type::Boolean,
            TypeWord::Object | TypeWord::Map => Type::AnyObject,
            TypeWord::List | TypeWord::Tuple => Type::Array(Box::new(Type::Any)),
            TypeWord::Any => Type::Any,
            // Without types in brackets, they may be the name of a structure.
            TypeWord::Optional | TypeWord::Union | TypeWord::Record | TypeWord::Annotated => return None,
            TypeWord::Null => {
                self.said.nullable = true;
                Type::Any
            }
        })
    }

    fn single(&mut self, text: &str, depth: u8) -> Type {
        if depth > DEPTH {
            return self.unknown();
        }
        if let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            return self.inline(inner, depth);
        }
        if let Some(inner) = text.strip_prefix('(').filter(|_| matching(text) == Some(text.len() - 1)) {
            return self.union(inner[..inner.len() - 1].trim(), depth + 1);
        }
        if let Some(inner) = self.without_null_mark(text) {
            self.said.nullable = true;
            return self.union(inner.trim(), depth + 1);
        }
        if let Some(inner) = self.without_never_null(text) {
            return self.union(inner, depth + 1);
        }
        if let Some(ty) = literal(text) {
            return ty;
        }
        if let Some(inner) = text.strip_suffix("[]").or_else(|| text.strip_prefix("[]")) {
            // `byte[]` is written as a text.
            let bytes = || self.dialect.formats.get(&[inner, " list"].concat());
            if let Some(format) = is_name(inner).then(bytes).flatten() {
                self.said.format = Some(format);
                return Type::String;
            }
            return self.list_of(inner.trim(), depth);
        }
        if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            if let Some(parts) = self.with_null(inner) {
                return self.one_of(&parts, depth);
            }
            return self.list_of(inner.trim(), depth);
        }
        if let Some(ty) = self.map_phrase(text, depth).or_else(|| self.bracketed(text, depth)) {
            return ty;
        }
        if let Some(ty) = self.phrase(text, depth) {
            return ty;
        }
        if is_name(text) { Type::Object(text.to_owned()) } else { self.unknown() }
    }

    fn unknown(&mut self) -> Type {
        self.said.known = false;
        Type::Any
    }

    fn list_of(&mut self, inner: &str, depth: u8) -> Type {
        let element = if inner.is_empty() { Type::Any } else { self.union(inner, depth + 1) };
        Type::Array(Box::new(element))
    }

    fn is_list(&self, word: &str) -> bool {
        self.word_of(word) == Some(TypeWord::List)
    }

    fn is_map(&self, word: &str) -> bool {
        matches!(self.word_of(word), Some(TypeWord::Map | TypeWord::Object))
    }

    /// `list<T>`, `map[K]V`, `Optional[T]`, `object[vendor]`, `varchar(32)`.
    fn bracketed(&mut self, text: &str, depth: u8) -> Option<Type> {
        let head = head(text);
        let open = head.len();
        let close = matching(&text[open..])? + open;
        let (inner, tail) = (text[open + 1..close].trim(), text[close + 1..].trim());
        let head = head.trim();
        if tail.is_empty()
            && let Some(ty) = self.generic(head, inner, depth)
        {
            return Some(ty);
        }
        if self.is_map(head) && text[open..].starts_with('[') && !tail.is_empty() {
            return Some(Type::Map(Box::new(self.union(tail, depth + 1))));
        }
        // `< string > array`
        if head.is_empty() && self.is_list(tail) {
            return Some(self.list_of(inner, depth));
        }
        // `array of enum (string)`
        if let Some(before) = head.strip_suffix("enum").filter(|before| before.ends_with(' '))
            && tail.is_empty()
            && self.word_of(inner).is_some()
        {
            return Some(self.union(&[before, inner].concat(), depth + 1));
        }
        if head.is_empty() || !tail.is_empty() && !self.is_list(tail) {
            return None;
        }
        let ty = self.narrowed(head, inner, depth);
        Some(if tail.is_empty() { ty } else { Type::Array(Box::new(ty)) })
    }

    /// A word for lists, maps, unions or values that may be null, with its arguments.
    fn generic(&mut self, head: &str, inner: &str, depth: u8) -> Option<Type> {
        let arguments = top_level(inner, &[","]);
        Some(match (self.word_of(head)?, &arguments[..]) {
            (TypeWord::List, _) => self.list_of(inner, depth),
            (TypeWord::Map | TypeWord::Object | TypeWord::Record, [_, value]) => {
                Type::Map(Box::new(self.union(value, depth + 1)))
            }
            (TypeWord::Map | TypeWord::Object, _) => Type::AnyObject,
            (TypeWord::Optional, _) => {
                self.said.nullable = true;
                self.union(inner, depth + 1)
            }
            (TypeWord::Union, arguments) => self.one_of(arguments, depth),
            // What follows the type says nothing of its form: `Annotated[int, Field(gt=0)]`.
            (TypeWord::Annotated, [first, ..]) => self.union(first, depth + 1),
            (TypeWord::Tuple, [arguments @ .., "..." | "…"]) | (TypeWord::Tuple, arguments) => {
                Type::Array(Box::new(self.one_of(arguments, depth)))
            }
            _ => return None,
        })
    }

    /// What stands in brackets narrows the word before them: a length, a vendor, a width, a format.
    fn narrowed(&mut self, head: &str, inner: &str, depth: u8) -> Type {
        let ty = self.union(head, depth + 1);
        let inner = inner.trim_start_matches('$');
        if let Some(required) = self.dialect.marks.get(inner) {
            self.said.required = Some(required);
            return ty;
        }
        match (ty, self.word_of(inner)) {
            (ty, Some(TypeWord::Null | TypeWord::Optional)) => {
                self.said.nullable = true;
                ty
            }
            (
                Type::Integer { .. },
                Some(TypeWord::Int32 | TypeWord::Int64 | TypeWord::Uint32 | TypeWord::Uint64),
            ) => self.union(inner, depth + 1),
            (Type::String, _) => {
                self.said.format = self.dialect.formats.get(inner).or(self.said.format);
                Type::String
            }
            (ty, _) => ty,
        }
    }

    /// `string array`, `array of X`, `enum string`, `string map`, `X数组`.
    fn phrase(&mut self, text: &str, depth: u8) -> Option<Type> {
        if let Some((rest, last)) = text.rsplit_once(char::is_whitespace) {
            let rest = rest.trim();
            if let Some(required) = self.dialect.marks.get(last) {
                self.said.required = Some(required);
                return Some(self.union(rest, depth + 1));
            }
            if last.eq_ignore_ascii_case("enum") {
                return Some(self.union(rest, depth + 1));
            }
            if self.is_list(last) {
                return Some(self.list_of(rest, depth));
            }
            // `server object`, `nics objects`: the name of a structure and the word for structures.
            if self.word_of(last) == Some(TypeWord::Object) && is_name(rest) && self.word_of(rest).is_none() {
                return Some(Type::Object(rest.to_owned()));
            }
            // `array object`: the word for a list stands first, without `of`.
            if self.is_list(rest) && self.is_map(last) {
                return Some(self.list_of(last, depth));
            }
            if self.is_map(last) && self.word(rest).is_some() {
                let value = self.union(rest, depth + 1);
                return Some(Type::Map(Box::new(value)));
            }
        }
        self.phrase_of_first(text, depth).or_else(|| self.joined(text, depth))
    }

    /// `array of X`, `enum string`, `optional string`
    fn phrase_of_first(&mut self, text: &str, depth: u8) -> Option<Type> {
        let (first, rest) = text.split_once(char::is_whitespace)?;
        let rest = rest.trim();
        if ["a", "an"].iter().any(|article| article.eq_ignore_ascii_case(first)) {
            return Some(self.union(rest, depth + 1));
        }
        if let Some(required) = self.dialect.marks.get(first) {
            self.said.required = Some(required);
            return Some(self.union(rest, depth + 1));
        }
        if self.word_of(first) == Some(TypeWord::Optional) {
            self.said.nullable = true;
            return Some(self.union(rest, depth + 1));
        }
        let rest =
            rest.get(..3).filter(|of| of.eq_ignore_ascii_case("of ")).map_or(rest, |_| rest[3..].trim());
        if self.is_list(first) {
            return Some(self.list_of(rest, depth));
        }
        let narrows = self.is_map(first) && is_name(rest) || first.eq_ignore_ascii_case("enum");
        narrows.then(|| self.union(rest, depth + 1))
    }

    /// Chinese writes the words together: `字符串数组`, `string数组`.
    fn joined(&mut self, text: &str, depth: u8) -> Option<Type> {
        let mut places = text.char_indices().map(|(at, _)| at).skip(1);
        let at = places.find(|&at| !text[at..].is_ascii() && self.is_list(&text[at..]))?;
        Some(self.list_of(text[..at].trim(), depth))
    }
}

fn integer(width: IntegerWidth) -> Type {
    Type::Integer { width: Some(width) }
}

fn alternatives(text: &str) -> Vec<&str> {
    top_level(text, &[" or ", "或者", "或", "|", "¦", "/", "、", ","])
}

#[cfg(test)]
mod tests;

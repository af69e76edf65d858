//! Maps and objects that a cell spells out.

use super::brackets::top_level;
use super::{InlineField, Parsed, Reader, bare, parse_at};
use crate::dialect::TypeWord;
use crate::model::Type;

/// What stands between the type of the keys and that of the values.
const JOINTS: &[&str] = &[" to ", "→", "->", "=>"];

impl Reader<'_> {
    /// `map of string to int`, `String to string map`, `Hash of String to Integer`, `object (string → integer)`
    pub(super) fn map_phrase(&mut self, text: &str, depth: u8) -> Option<Type> {
        // `String to string map`
        if let Some((key, value)) = text.rsplit_once(' ').and_then(|(rest, last)| {
            JOINTS.iter().find_map(|joint| rest.split_once(joint)).filter(|_| self.is_map(last))
        }) && self.is_key(key)
        {
            return Some(Type::Map(Box::new(self.union(value.trim(), depth + 1))));
        }
        let (first, rest) = text.split_once([' ', '('])?;
        if !self.is_map(first.trim()) {
            return None;
        }
        let rest = rest.trim_matches(['(', ')', ' ']);
        let rest = rest.strip_prefix("of ").or_else(|| rest.strip_prefix("from ")).unwrap_or(rest);
        let (key, value) = JOINTS.iter().find_map(|joint| rest.split_once(joint))?;
        self.is_key(key).then(|| Type::Map(Box::new(self.union(value.trim(), depth + 1))))
    }

    /// Whether a word is a type that keys have.
    pub(super) fn is_key(&self, word: &str) -> bool {
        matches!(
            self.word_of(word.trim()),
            Some(TypeWord::String | TypeWord::Integer | TypeWord::Int32 | TypeWord::Int64)
        )
    }

    /// `string` and `null` of `[string, null]`, as JSON Schema lists types.
    pub(super) fn with_null<'t>(&self, inner: &'t str) -> Option<Vec<&'t str>> {
        let parts: Vec<&str> = inner.split(',').map(|part| part.trim().trim_matches(['"', '\''])).collect();
        let is_null = |part: &&str| self.word_of(part) == Some(TypeWord::Null);
        (parts.len() > 1 && parts.iter().any(is_null)).then_some(parts)
    }

    /// `{ "grams": integer, "kind": string }`
    pub(super) fn inline(&mut self, inner: &str, depth: u8) -> Type {
        // `{ [key: string]: integer }`
        if let Some((_, value)) = inner.trim().strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            let value = value.trim_start_matches(['?', ' ', ':']);
            return Type::Map(Box::new(self.union(value.trim(), depth + 1)));
        }
        let parts = top_level(inner, &[",", ";"]);
        if let [only] = &parts[..]
            && let Some((_, value)) = only.split_once(':').filter(|(key, _)| self.is_key(key))
        {
            return Type::Map(Box::new(self.union(value.trim(), depth + 1)));
        }
        for part in parts {
            let Some((name, ty)) = part.split_once(':') else { return self.unknown() };
            let name = name.trim_matches(|c: char| c.is_whitespace() || "\"'`*".contains(c));
            let mut parsed = match value(ty.trim()) {
                Some(ty) => Parsed { ty, known: true, ..Parsed::default() },
                None => parse_at(bare(ty), self.dialect, self.names, depth + 1),
            };
            let marks = &self.dialect.signs.optional_suffix;
            let marked = marks.iter().find_map(|mark| name.strip_suffix(mark.as_str()));
            parsed.required = marked.map(|_| false).or(parsed.required);
            let name = marked.unwrap_or(name).to_owned();
            self.said.known &= parsed.known && !name.is_empty();
            self.said.fields.push(InlineField { name, parsed });
        }
        Type::AnyObject
    }
}

/// The type of a value in place of a type: `"4A"`, `12.5`, `true`.
fn value(text: &str) -> Option<Type> {
    let is_quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
    match text {
        "true" | "false" => Some(Type::Boolean),
        _ if is_quoted => Some(Type::String),
        _ if text.parse::<i64>().is_ok() => Some(Type::integer()),
        _ => text.parse::<f64>().is_ok().then_some(Type::Number),
    }
}

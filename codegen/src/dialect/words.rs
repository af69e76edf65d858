//! Looking words up: normalisation and the three ways a word can match.

use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// What a heading (or label) opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the documentation; docs/dialects.md describes each key")]
pub enum Role {
    Description,
    Method,
    Url,
    Request,
    Auth,
    HeaderParams,
    PathParams,
    QueryParams,
    BodyParams,
    RequestExample,
    ResponseExample,
    Response,
    Types,
    Errors,
    Note,
    Other,
}

/// What a table column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the documentation; docs/dialects.md describes each key")]
pub enum Column {
    Name,
    Type,
    Required,
    Default,
    Description,
    Location,
    NeverNull,
    AlwaysPresent,
    Value,
    Label,
    Schema,
    Example,
}

/// What a type word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the documentation; docs/dialects.md describes each key")]
pub enum TypeWord {
    String,
    Integer,
    Int32,
    Int64,
    Uint32,
    Uint64,
    Number,
    Boolean,
    Object,
    List,
    Any,
    Map,
    Null,
}

/// Words and what they mean: exact words first, then patterns with `*` at an end or in the middle.
#[derive(Debug)]
pub struct Lookup<T> {
    exact: HashMap<String, T>,
    patterns: Vec<(Vec<String>, T)>,
}

impl<T: Copy> Lookup<T> {
    /// Later lists win over earlier ones.
    pub fn new(lists: &[BTreeMap<T, Vec<String>>]) -> Self
    where
        T: Ord,
    {
        let mut lookup = Self { exact: HashMap::new(), patterns: Vec::new() };
        for list in lists {
            for (meaning, words) in list {
                words.iter().for_each(|word| lookup.add(word, *meaning));
            }
        }
        lookup.patterns.reverse();
        lookup
    }

    /// Adds a word.
    pub fn add(&mut self, word: &str, meaning: T) {
        // `*` alone would swallow everything, and a word of punctuation normalises to itself.
        if word.contains('*') && word.len() > 1 {
            self.patterns.push((word.split('*').map(|part| normalize(part).into_owned()).collect(), meaning));
        } else {
            self.exact.insert(normalize(word).into_owned(), meaning);
        }
    }

    /// The meaning of a text.
    pub fn get(&self, text: &str) -> Option<T> {
        let text = normalize(text);
        if let Some(meaning) = self.exact.get(&*text) {
            return Some(*meaning);
        }
        self.patterns.iter().find(|(parts, _)| matches(&text, parts)).map(|(_, meaning)| *meaning)
    }
}

/// Whether the normalised `text` is the parts in order with anything between them.
fn matches(text: &str, parts: &[String]) -> bool {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    for part in &parts[1..parts.len() - 1] {
        match rest.find(part.as_str()) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last.as_str())
}

/// Case, full-width forms, blanks and punctuation taken away; a text of punctuation alone stays as it is.
pub fn normalize(text: &str) -> Cow<'_, str> {
    let is_normal = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '\u{4e00}'..='\u{9fff}');
    if text.chars().all(is_normal) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match half_width(c) {
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            // Han characters have no case; asking for it takes longer than all the rest.
            c @ '\u{4e00}'..='\u{9fff}' => out.push(c),
            c if c.is_ascii() || !c.is_alphanumeric() => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    if out.is_empty() { Cow::Borrowed(text.trim()) } else { Cow::Owned(out) }
}

/// Case and blanks taken away, punctuation kept.
pub fn dense(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\u{a0}' => {}
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c @ '\u{4e00}'..='\u{9fff}' => out.push(c),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Every character of a text at half width.
pub fn half_widths(text: &str) -> Cow<'_, str> {
    let is_wide = |c: char| half_width(c) != c;
    if text.contains(is_wide) {
        Cow::Owned(text.chars().map(half_width).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// `ＡＢＣ（）` as `ABC()`.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_before_pattern() {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let list = BTreeMap::from([(1, words(&["请求参数"])), (2, words(&["*请求参数", "例*示", "-"]))]);
        let lookup = Lookup::new(&[list]);
        assert_eq!(lookup.get(" 请求 参数："), Some(1));
        assert_eq!(lookup.get("AWS请求参数"), Some(2));
        assert_eq!(lookup.get("例 abc 示"), Some(2));
        assert_eq!(lookup.get("-"), Some(2));
        assert_eq!(lookup.get("示例"), None);
    }

    #[test]
    fn normal_form() {
        assert_eq!(normalize("Ｒequired\t "), "required");
        assert_eq!(normalize("--"), "--");
    }
}

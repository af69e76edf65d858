//! Looking words up: normalisation and the three ways a word can match.

use foldhash::{HashMap, HashMapExt};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

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
    /// Words in normal form and as they are written: most pages write them so, and need no normal form. Patterns are
    /// here, too, as the words that they are when nothing stands for their stars.
    exact: HashMap<String, T>,
    patterns: Vec<Pattern<T>>,
    edges: Edges,
}

/// Numbers of patterns by what a text that matches has to end or begin with; most texts match none, and need not be
/// held against all.
#[derive(Debug, Default)]
struct Edges {
    /// By the last byte of those that do not end in `*`.
    last: BTreeMap<u8, Vec<usize>>,
    /// By the first byte of those that do.
    first: BTreeMap<u8, Vec<usize>>,
    /// Those with stars at both ends.
    inside: Vec<usize>,
}

/// A word with `*` in it.
#[derive(Debug)]
struct Pattern<T> {
    first: String,
    middle: Vec<String>,
    last: String,
    meaning: T,
}

impl<T: Copy> Lookup<T> {
    /// Later lists win over earlier ones.
    pub fn new(lists: &[BTreeMap<T, Vec<String>>]) -> Self
    where
        T: Ord,
    {
        let mut lookup = Self { exact: HashMap::new(), patterns: Vec::new(), edges: Edges::default() };
        for list in lists {
            for (meaning, words) in list {
                words.iter().for_each(|word| lookup.add(word, *meaning));
            }
        }
        lookup.patterns.reverse();
        lookup.patterns.iter().enumerate().for_each(|(at, pattern)| lookup.edges.add(at, pattern));
        // Only now it is settled which list and which pattern wins.
        for word in lists.iter().flat_map(BTreeMap::values).flatten() {
            let text = word.replace('*', "");
            let Some(meaning) = lookup.get(&text) else { continue };
            if text.len() < word.len() {
                lookup.exact.insert(normalize(&text).into_owned(), meaning);
            }
            lookup.exact.insert(text, meaning);
        }
        lookup
    }

    fn add(&mut self, word: &str, meaning: T) {
        // `*` alone would swallow everything, and a word of punctuation normalises to itself.
        if word.contains('*') && word.len() > 1 {
            let mut parts = word.split('*').map(|part| normalize(part).into_owned());
            let first = parts.next().unwrap_or_default();
            let mut middle: Vec<String> = parts.collect();
            let last = middle.pop().unwrap_or_default();
            self.patterns.push(Pattern { first, middle, last, meaning });
        } else {
            self.exact.insert(normalize(word).into_owned(), meaning);
        }
    }

    /// The meaning of a text.
    pub fn get(&self, text: &str) -> Option<T> {
        let known = |text: &str| self.exact.get(text).copied();
        known(text).or_else(|| match normalize(text) {
            Cow::Borrowed(normal) if normal.len() == text.len() => self.by_pattern(normal),
            normal => known(&normal).or_else(|| self.by_pattern(&normal)),
        })
    }

    fn by_pattern(&self, text: &str) -> Option<T> {
        let matching = self.edges.of(text).filter(|at| self.patterns[*at].matches(text));
        matching.min().map(|first| self.patterns[first].meaning)
    }
}

impl Edges {
    fn add<T>(&mut self, at: usize, pattern: &Pattern<T>) {
        match (pattern.first.bytes().next(), pattern.last.bytes().last()) {
            (_, Some(last)) => self.last.entry(last).or_default().push(at),
            (Some(first), None) => self.first.entry(first).or_default().push(at),
            (None, None) => self.inside.push(at),
        }
    }

    /// The patterns that a text may match.
    fn of(&self, text: &str) -> impl Iterator<Item = usize> {
        let last = text.bytes().last().and_then(|byte| self.last.get(&byte));
        let first = text.bytes().next().and_then(|byte| self.first.get(&byte));
        last.into_iter().chain(first).flatten().chain(&self.inside).copied()
    }
}

impl<T> Pattern<T> {
    /// Whether the normalised `text` is the parts in order with anything between them.
    fn matches(&self, text: &str) -> bool {
        let Self { first, middle, last, .. } = self;
        let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            // Texts are short: the searcher of the standard library takes longer to build than this one to search.
            match memchr::memmem::find(rest.as_bytes(), part.as_bytes()) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

/// Case, full-width forms, blanks and punctuation taken away; a text of punctuation alone stays as it is.
pub fn normalize(text: &str) -> Cow<'_, str> {
    // Han characters have no case; asking for it takes longer than all the rest.
    let is_normal = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '\u{4e00}'..='\u{9fff}');
    let Some(odd) = text.find(|c| !is_normal(c)) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..odd]);
    for c in text[odd..].chars() {
        match half_width(c) {
            c if is_normal(c) => out.push(c),
            c if c.is_ascii_uppercase() => out.push(c.to_ascii_lowercase()),
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
    fn a_pattern_without_its_stars_means_what_the_first_that_matches_does() {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let early = BTreeMap::from([(1, words(&["*示例", "a*"])), (2, words(&["*返回示例", "AB"]))]);
        let late = BTreeMap::from([(3, words(&["返回*"])), (4, words(&["a*c*"]))]);
        let lookup = Lookup::new(&[early, late]);
        let texts = ["返回示例", "的返回示例", "示例", "返回", "A", "ab", "abc", "AC", "ac "];
        let found: Vec<Option<i32>> = texts.iter().map(|text| lookup.get(text)).collect();
        let asked: Vec<Option<i32>> = texts.iter().map(|text| lookup.by_pattern(&normalize(text))).collect();
        assert_eq!(found, [3, 2, 1, 3, 1, 2, 4, 4, 4].map(Some));
        // All but the exact word are found by the patterns alone as well.
        assert_eq!(found.iter().zip(&asked).filter(|(found, asked)| found != asked).count(), 1);
    }

    #[test]
    fn normal_form() {
        assert_eq!(normalize("Ｒequired\t "), "required");
        assert_eq!(normalize("--"), "--");
    }
}

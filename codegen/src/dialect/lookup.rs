//! Words and what they mean: exact words first, then patterns with `*` at an end or in the middle.

use super::words::{finder, normalize};
use aho_corasick::AhoCorasick;
use foldhash::{HashMap, HashMapExt};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Looks up what a text means.
#[derive(Debug)]
pub struct Lookup<T> {
    /// Words in normal form.
    exact: HashMap<String, T>,
    /// The first that matches counts.
    patterns: Vec<Pattern<T>>,
    /// Finds the longest part of each pattern: few texts have any.
    search: OnceLock<AhoCorasick>,
}

/// A word with `*` in it: its parts in normal form.
#[derive(Debug)]
struct Pattern<T> {
    first: String,
    middle: Vec<String>,
    last: String,
    meaning: T,
}

impl<T: Copy + Ord> Lookup<T> {
    /// Later lists win over earlier ones, and in a list later patterns over earlier ones.
    pub fn new<'l>(lists: impl IntoIterator<Item = &'l BTreeMap<T, Vec<String>>>) -> Self
    where
        T: 'l,
    {
        let mut lookup = Self { exact: HashMap::new(), patterns: Vec::new(), search: OnceLock::new() };
        for (meaning, words) in lists.into_iter().flatten() {
            words.iter().for_each(|word| lookup.add(word, *meaning));
        }
        lookup.patterns.reverse();
        lookup
    }

    fn add(&mut self, word: &str, meaning: T) {
        // `*` alone would match everything; it is a word of punctuation, which is its own normal form.
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
        let text = normalize(text);
        self.exact.get(&*text).copied().or_else(|| self.by_pattern(&text))
    }

    fn by_pattern(&self, text: &str) -> Option<T> {
        if self.patterns.is_empty() {
            return None;
        }
        let candidates = self.search().find_overlapping_iter(text).map(|hit| hit.pattern().as_usize());
        let first = candidates.filter(|at| self.patterns[*at].matches(text)).min()?;
        Some(self.patterns[first].meaning)
    }

    fn search(&self) -> &AhoCorasick {
        self.search.get_or_init(|| finder(self.patterns.iter().map(Pattern::longest)))
    }
}

impl<T> Pattern<T> {
    /// Its longest part; nothing, which every text has, where it is made of `*` alone.
    fn longest(&self) -> &str {
        let parts = self.middle.iter().chain([&self.first, &self.last]);
        parts.max_by_key(|part| part.len()).map_or("", String::as_str)
    }

    /// Whether the normalised `text` is the parts in order with anything between them.
    fn matches(&self, text: &str) -> bool {
        let Self { first, middle, last, .. } = self;
        let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            match rest.split_once(part.as_str()) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lists: &[&[(i32, &[&str])]], expect: &[(&str, Option<i32>)]) {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let list = |list: &&[(i32, &[&str])]| list.iter().map(|(it, words)| (*it, own(words))).collect();
        let lists: Vec<BTreeMap<i32, Vec<String>>> = lists.iter().map(list).collect();
        let lookup = Lookup::new(&lists);
        for (text, meaning) in expect {
            assert_eq!(lookup.get(text), *meaning, "{text}");
        }
    }

    #[test]
    fn exact_before_pattern() {
        check(
            &[&[(1, &["请求参数"]), (2, &["*请求参数", "例*示", "-"])]],
            &[
                (" 请求 参数：", Some(1)),
                ("AWS请求参数", Some(2)),
                ("例 abc 示", Some(2)),
                ("-", Some(2)),
                ("示例", None),
            ],
        );
    }

    #[test]
    fn later_lists_and_patterns_win() {
        let early: &[(i32, &[&str])] = &[(1, &["*示例", "a*"]), (2, &["*返回示例", "AB"])];
        let late: &[(i32, &[&str])] = &[(3, &["返回*"]), (4, &["a*c*"])];
        let expect = [
            ("返回示例", Some(3)),
            ("的返回示例", Some(2)),
            ("示例", Some(1)),
            ("返回", Some(3)),
            ("A", Some(1)),
            ("ab", Some(2)),
            ("abc", Some(4)),
            ("AC", Some(4)),
        ];
        check(&[early, late], &expect);
    }
}

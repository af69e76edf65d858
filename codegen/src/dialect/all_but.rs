//! Sentences that say every argument may be left out or must be sent, or every one but some.

use super::words::{dense, finder};
use aho_corasick::AhoCorasick;
use std::sync::OnceLock;

/// Letters that may stand for a `*` of a phrase.
const MAX_GAP: usize = 40;

/// Phrases that say so, and words behind which the exceptions stand.
#[derive(Debug)]
pub struct AllBut {
    /// What stands around each `*`, as [`dense`] has it.
    phrases: Vec<Vec<String>>,
    except: Vec<String>,
    /// Finds the longest part of each phrase: few sentences have any.
    search: OnceLock<AhoCorasick>,
}

impl AllBut {
    /// Of phrases in which a `*` stands for a few words.
    pub fn new(phrases: &[String], except: &[String]) -> Self {
        let parts = |phrase: &String| phrase.split('*').map(dense).collect();
        let phrases = phrases.iter().map(parts).collect();
        Self { phrases, except: except.to_vec(), search: OnceLock::new() }
    }

    /// The arguments of which a sentence says the opposite, where it says so of every other one; `None` where it does not.
    pub fn but(&self, text: &str) -> Option<Vec<String>> {
        let folded = dense(text);
        if !self.search().is_match(&folded) {
            return None;
        }
        self.phrases.iter().filter_map(|parts| behind(&folded, parts)).find_map(|rest| {
            if ends(rest) {
                // `All parameters except for limit are optional` has the exception inside.
                return Some(self.inside(text));
            }
            let excepts = |word: &&String| rest.starts_with(dense(word).as_str());
            let named = text.rsplit_once(self.except.iter().find(excepts)?.as_str())?.1;
            Some(identifiers(named))
        })
    }

    /// The words behind one for exceptions, as far as the sentence goes.
    fn inside(&self, text: &str) -> Vec<String> {
        let named = self.except.iter().find_map(|word| Some(text.split_once(word.as_str())?.1));
        named.map_or_else(Vec::new, |named| identifiers(named.split(". ").next().unwrap_or_default()))
    }

    fn search(&self) -> &AhoCorasick {
        self.search.get_or_init(|| {
            let longest = self.phrases.iter().filter_map(|parts| parts.iter().max_by_key(|part| part.len()));
            finder(longest.filter(|part| !part.is_empty()))
        })
    }
}

/// What follows in a text that has the parts in order, near each other.
fn behind<'t>(text: &'t str, parts: &[String]) -> Option<&'t str> {
    let (first, others) = parts.split_first()?;
    text.match_indices(first.as_str()).find_map(|(at, _)| {
        others.iter().try_fold(&text[at + first.len()..], |rest, part| {
            let gap = rest.find(part.as_str()).filter(|gap| *gap <= MAX_GAP)?;
            Some(&rest[gap + part.len()..])
        })
    })
}

/// The words of a text that may be names of fields.
fn identifiers(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'));
    words.map(|name| name.trim_matches('.').to_owned()).filter(|name| !name.is_empty()).collect()
}

/// Whether a sentence ends where the rest of it begins.
fn ends(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '(' | '（'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<&[&str]>) {
        let phrases = ["all parameters are optional", "all*fields are optional", "参数均可选"];
        let all = AllBut::new(&phrases.map(str::to_owned), &["except".to_owned(), "除了".to_owned()]);
        let expect = expect.map(|names| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(all.but(text), expect, "{text}");
    }

    #[test]
    fn sentences_about_all() {
        check("All parameters are optional.", Some(&[]));
        check("All parameters are optional except `tree_id`.", Some(&["tree_id"]));
        check("All body fields are optional", Some(&[]));
        check("All of these fields are optional; see below", Some(&[]));
        check("All parameters are optional values.", None);
        check("参数均可选", Some(&[]));
        check("Some fields are optional.", None);
    }
}

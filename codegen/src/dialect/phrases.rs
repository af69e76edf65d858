//! Phrases that are looked for in texts, where letter case, blanks and the script of Chinese do not count.

use super::all_but::AllBut;
use super::notes::Notes;
use super::words::{dense, finder};
use aho_corasick::AhoCorasick;
use std::sync::OnceLock;

/// Phrases that mean one thing.
#[derive(Debug)]
pub struct Phrases {
    /// As [`dense`] has them.
    dense: Vec<String>,
    /// Finds any of them; made when it is first asked for.
    search: OnceLock<AhoCorasick>,
}

impl Phrases {
    /// Of phrases as they are written.
    pub fn new(phrases: &[String]) -> Self {
        let dense = phrases.iter().map(|phrase| dense(phrase)).filter(|phrase| !phrase.is_empty());
        Self { dense: dense.collect(), search: OnceLock::new() }
    }

    /// Whether a text has one of them.
    pub fn are_in(&self, text: &str) -> bool {
        !self.dense.is_empty() && self.search.get_or_init(|| finder(&self.dense)).is_match(&dense(text))
    }

    /// Whether a text begins with one of them.
    pub fn begin(&self, text: &str) -> bool {
        let text = dense(text);
        self.dense.iter().any(|phrase| text.starts_with(phrase.as_str()))
    }

    /// Whether a text is one of them.
    pub fn are(&self, text: &str) -> bool {
        let text = dense(text);
        self.dense.contains(&text)
    }
}

/// Words that are looked for in texts as they are written, in any letter case.
#[derive(Debug)]
pub struct Words {
    words: Vec<String>,
    /// Finds any of them; made when it is first asked for.
    search: OnceLock<AhoCorasick>,
}

impl Words {
    /// Of these words.
    pub fn new(words: &[String]) -> Self {
        Self { words: words.to_vec(), search: OnceLock::new() }
    }

    /// Whether a text has one of them.
    pub fn are_in(&self, text: &str) -> bool {
        !self.words.is_empty() && self.search.get_or_init(|| finder(&self.words)).is_match(text)
    }
}

/// The phrases of [`Notes`] that may stand anywhere in a text.
#[derive(Debug)]
pub struct NotePhrases {
    /// [`Notes::open`].
    pub open: Phrases,
    /// [`Notes::no_content`].
    pub no_content: Phrases,
    /// [`Notes::list_body`].
    pub list_body: Phrases,
    /// [`Notes::form_titles`].
    pub form_titles: Phrases,
    /// [`Notes::any_type`].
    pub any_type: Phrases,
    /// [`Notes::list_answer`].
    pub list_answer: Phrases,
    /// [`Notes::one_or_list`].
    pub one_or_list: Phrases,
    /// [`Notes::joined`].
    pub joined: Phrases,
    /// [`Notes::keyed`].
    pub keyed: Phrases,
    /// [`Notes::failed`].
    pub failed: Phrases,
    /// [`Notes::failure`].
    pub failure: Phrases,
    /// [`Notes::all_optional`].
    pub all_optional: AllBut,
    /// [`Notes::all_required`].
    pub all_required: AllBut,
}

impl NotePhrases {
    /// Of the notes of a dialect.
    pub fn new(notes: &Notes) -> Self {
        Self {
            open: Phrases::new(&notes.open),
            no_content: Phrases::new(&notes.no_content),
            list_body: Phrases::new(&notes.list_body),
            form_titles: Phrases::new(&notes.form_titles),
            any_type: Phrases::new(&notes.any_type),
            list_answer: Phrases::new(&notes.list_answer),
            one_or_list: Phrases::new(&notes.one_or_list),
            joined: Phrases::new(&notes.joined),
            keyed: Phrases::new(&notes.keyed),
            failed: Phrases::new(&notes.failed),
            failure: Phrases::new(&notes.failure),
            all_optional: AllBut::new(&notes.all_optional, &notes.except),
            all_required: AllBut::new(&notes.all_required, &notes.except),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, is_in: bool, begins: bool, is: bool) {
        let phrases = Phrases::new(&["array of".into(), "请求体为数组".into(), String::new()]);
        let found = (phrases.are_in(text), phrases.begin(text), phrases.are(text));
        assert_eq!(found, (is_in, begins, is), "{text}");
    }

    #[test]
    fn where_a_phrase_stands() {
        check("It is an Array  of trees", true, false, false);
        check("Array of trees", true, true, false);
        check("請求體為數組", true, true, true);
        check("a list", false, false, false);
        assert!(!Phrases::new(&[]).are_in("a list"));
    }

    #[test]
    fn words_stand_in_any_letter_case() {
        let check = |text: &str, expect: bool| {
            let words = Words::new(&["may be null".into(), "可为空".into()]);
            assert_eq!(words.are_in(text), expect, "{text}");
        };
        check("It May Be NULL.", true);
        check("该值可为空", true);
        check("maybe null", false);
        assert!(!Words::new(&[]).are_in("may be null"));
    }
}

//! The pattern book: the words of `dialects/meaning.toml`, ready to be found.

use super::finder::{Finder, is_of_name};
use super::sets::Words;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Compiled pattern book; built once per run from the embedded TOML, may be extended by a dialect's own.
pub struct Patterns {
    pub(super) book: Book,
    /// What the units of the book are called, and the unit of each word.
    pub(super) units: BTreeMap<String, String>,
    /// Bytes of the longest of them.
    pub(super) longest_unit: usize,
    words: Vec<Word>,
    finder: Finder,
}

/// What a word does in a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    Introducer,
    Range,
    Max,
    Min,
    Length,
    Default,
    Unit,
    UnitPhrase,
    Format,
    Date,
    Open,
    Condition,
    Harmless,
    Tail,
    Deprecated,
    Question,
    Conditional,
    ConditionalInCompany,
    Choice,
    Kind,
    Characters,
    Since,
    None,
}

/// The TOML form of the book.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Book {
    words: BTreeMap<Role, Vec<String>>,
    pub(super) lead: Lead,
    pub(super) labels: Labels,
    units: BTreeMap<String, Vec<String>>,
    unit_phrases: BTreeMap<String, Vec<String>>,
    formats: BTreeMap<String, Vec<String>>,
    pub(super) since: Since,
}

/// What may stand around a word of the book.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Lead {
    pub(super) filler: Words,
    pub(super) marks: Words,
    pub(super) not_a_default: Vec<String>,
    pub(super) not_defaulted: Vec<String>,
    pub(super) counts_things: Vec<String>,
    pub(super) counted: Words,
    pub(super) sign: Words,
}

/// Marks between a value and its label, alike ones together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Labels {
    pub(super) strong: Vec<Words>,
    pub(super) weak: Vec<Words>,
    pub(super) says: Words,
}

/// What stands behind a version that is the first to have something.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Since {
    pub(super) after: Words,
}

/// A word of the book with all its roles.
#[derive(Default)]
struct Word {
    roles: u32,
    /// The unit or format that the word stands for.
    means: Option<String>,
}

/// An occurrence of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    roles: u32,
    word: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Hit {
    pub(super) fn is(&self, role: Role) -> bool {
        self.roles & bit(role) != 0
    }
}

fn bit(role: Role) -> u32 {
    1 << role as u32
}

impl Patterns {
    /// The embedded book.
    pub fn builtin() -> &'static Patterns {
        static BUILTIN: OnceLock<Patterns> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let book = toml::from_str(include_str!("../../../dialects/meaning.toml"));
            // The text is part of the program, and every test run reads it.
            Patterns::compile(book.expect("the embedded pattern book is valid TOML"))
        })
    }

    /// This book with the words of another one, in the same TOML form, added to it.
    pub fn extended(&self, toml: &str) -> Result<Patterns, toml::de::Error> {
        let mut book = self.book.clone();
        book.add(toml::from_str(toml)?);
        Ok(Patterns::compile(book))
    }

    fn compile(book: Book) -> Patterns {
        let mut entries: BTreeMap<String, Word> = BTreeMap::new();
        for (role, words) in &book.words {
            for word in words {
                entries.entry(word.to_ascii_lowercase()).or_default().roles |= bit(*role);
            }
        }
        for (role, table) in [(Role::UnitPhrase, &book.unit_phrases), (Role::Format, &book.formats)] {
            for (means, words) in table {
                for word in words {
                    let entry = entries.entry(word.to_ascii_lowercase()).or_default();
                    entry.roles |= bit(role);
                    entry.means = Some(means.clone());
                }
            }
        }
        entries.remove("");
        let finder = Finder::new(entries.keys().map(String::as_str));
        let units =
            book.units.iter().flat_map(|(unit, words)| words.iter().map(|word| (word.clone(), unit.clone())));
        let units: BTreeMap<String, String> = units.collect();
        let longest_unit = units.keys().map(String::len).max().unwrap_or(0);
        Patterns { book, units, longest_unit, words: entries.into_values().collect(), finder }
    }

    /// The words of the book in the text, in order and without overlap.
    pub(super) fn hits<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Hit> + 't {
        let found = self.finder.find(text).filter(|(_, range)| ends_word(text, range));
        found.map(|(word, Range { start, end })| Hit { roles: self.words[word].roles, word, start, end })
    }

    /// The unit or format that the word of a hit stands for.
    pub(super) fn means(&self, hit: &Hit) -> Option<&str> {
        self.words[hit.word].means.as_deref()
    }
}

impl Book {
    fn add(&mut self, other: Book) {
        let Book { words, lead, labels, units, unit_phrases, formats, since } = other;
        merge(&mut self.words, words);
        merge(&mut self.units, units);
        merge(&mut self.unit_phrases, unit_phrases);
        merge(&mut self.formats, formats);
        self.lead.filler.extend(lead.filler);
        self.lead.marks.extend(lead.marks);
        self.lead.not_a_default.extend(lead.not_a_default);
        self.lead.not_defaulted.extend(lead.not_defaulted);
        self.lead.counts_things.extend(lead.counts_things);
        self.lead.counted.extend(lead.counted);
        self.lead.sign.extend(lead.sign);
        self.labels.strong.extend(labels.strong);
        self.labels.weak.extend(labels.weak);
        self.labels.says.extend(labels.says);
        self.since.after.extend(since.after);
    }
}

fn merge<K: Ord>(into: &mut BTreeMap<K, Vec<String>>, from: BTreeMap<K, Vec<String>>) {
    for (key, words) in from {
        into.entry(key).or_default().extend(words);
    }
}

/// Whether a word that ends with an ASCII letter is not part of a longer one.
fn ends_word(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let goes_on =
        bytes[range.end - 1].is_ascii_alphabetic() && bytes.get(range.end).copied().is_some_and(is_of_name);
    // `yyyyMMdd` goes on with letters.
    !goes_on || bytes[range.clone()].eq_ignore_ascii_case(b"yyyy")
}

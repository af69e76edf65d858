//! The vocabulary of descriptions (`dialects/meaning.toml`), compiled for searching.

use super::words::Words;
use crate::dialect::Phrase;
use aho_corasick::{AhoCorasick, Input, MatchKind};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// The compiled vocabulary.
#[derive(Debug)]
pub struct Patterns {
    pub(super) vocabulary: Vocabulary,
    /// The unit of each word for one.
    pub(super) units: BTreeMap<String, String>,
    words: Vec<Word>,
    /// Finds the words; the number of a pattern is the index in `words`.
    search: AhoCorasick,
}

/// What a column that is no field's own speaks of, by its title.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Values or bounds, behind the words of the title: `Allowed values`.
    Values,
    /// Bounds in any form: `Constraints`.
    Limits,
    /// How long a value is.
    Length,
    /// A format.
    Format,
}

/// What a word does in a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    Introducer,
    /// The values stand before it.
    Chosen,
    Range,
    Max,
    Min,
    Above,
    Below,
    AtMost,
    Exact,
    Length,
    Default,
    DefaultBehind,
    Used,
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
    Separated,
    None,
}

/// The vocabulary as `meaning.toml` states it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Vocabulary {
    words: BTreeMap<Role, Vec<String>>,
    pub(super) lead: Lead,
    pub(super) labels: Labels,
    units: BTreeMap<String, Vec<String>>,
    unit_phrases: BTreeMap<String, Vec<String>>,
    formats: BTreeMap<String, Vec<String>>,
    pub(super) since: Since,
    columns: Columns,
}

/// Titles of columns.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Columns {
    limits: Vec<String>,
    length: Vec<String>,
    formats: Vec<String>,
    values: Vec<String>,
}

/// What may stand around a word of the vocabulary.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Lead {
    pub(super) filler: Words,
    pub(super) marks: Words,
    pub(super) list_lead: Words,
    pub(super) kinds: Words,
    pub(super) not_values: Vec<String>,
    pub(super) no_value: Vec<String>,
    /// What a call itself is called.
    pub(super) calls: Vec<String>,
    /// Between that and what is said of it.
    pub(super) linking: Vec<String>,
    /// Before or behind the words for a default, of a flag.
    pub(super) on: Words,
    pub(super) off: Words,
    pub(super) yes: Words,
    pub(super) no: Words,
    pub(super) not_a_default: Vec<String>,
    pub(super) not_defaulted: Vec<String>,
    pub(super) uses: Vec<String>,
    pub(super) counts_things: Vec<String>,
    pub(super) counted: Words,
    pub(super) empty_text: Words,
    pub(super) empty_list: Words,
    pub(super) either: Words,
    pub(super) empty_or: Vec<String>,
    pub(super) sign: Words,
}

/// Marks between a value and its label, in groups of equivalent ones.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Labels {
    pub(super) strong: Vec<Words>,
    pub(super) weak: Vec<Words>,
    pub(super) says: Words,
    /// Before a number that a condition is about.
    pub(super) if_lead: Words,
    /// Behind such a number.
    pub(super) when: Words,
}

/// What stands behind the version in which something first appeared.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Since {
    pub(super) after: Words,
}

/// A word of the vocabulary with all its roles.
#[derive(Debug, Default)]
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

fn role(phrase: Phrase) -> Role {
    match phrase {
        Phrase::Values => Role::Introducer,
        Phrase::Default => Role::Default,
        Phrase::Range => Role::Range,
        Phrase::Max => Role::Max,
        Phrase::Min => Role::Min,
        Phrase::Length => Role::Length,
        Phrase::Unit => Role::Unit,
        Phrase::Condition => Role::Condition,
        Phrase::Conditional => Role::Conditional,
        Phrase::Open => Role::Open,
        Phrase::Deprecated => Role::Deprecated,
    }
}

impl Patterns {
    /// The embedded vocabulary.
    pub fn builtin() -> &'static Patterns {
        static BUILTIN: OnceLock<Patterns> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let vocabulary = toml::from_str(include_str!("../../../dialects/meaning.toml"));
            // The text is part of the program, and every test run reads it.
            Patterns::compile(vocabulary.expect("the embedded vocabulary is valid TOML"))
        })
    }

    /// This vocabulary extended by another one in the same TOML form.
    pub fn extended(&self, toml: &str) -> Result<Patterns, toml::de::Error> {
        let mut vocabulary = self.vocabulary.clone();
        vocabulary.add(toml::from_str(toml)?);
        Ok(Patterns::compile(vocabulary))
    }

    /// This vocabulary with the words of a dialect.
    pub fn with(&self, words: &BTreeMap<Phrase, Vec<String>>) -> Patterns {
        let mut vocabulary = self.vocabulary.clone();
        for (phrase, words) in words {
            vocabulary.words.entry(role(*phrase)).or_default().extend_from_slice(words);
        }
        Patterns::compile(vocabulary)
    }

    fn compile(vocabulary: Vocabulary) -> Patterns {
        let mut entries: BTreeMap<String, Word> = BTreeMap::new();
        for (role, words) in &vocabulary.words {
            for word in words {
                entries.entry(word.to_ascii_lowercase()).or_default().roles |= bit(*role);
            }
        }
        for (role, table) in
            [(Role::UnitPhrase, &vocabulary.unit_phrases), (Role::Format, &vocabulary.formats)]
        {
            for (means, words) in table {
                for word in words {
                    let entry = entries.entry(word.to_ascii_lowercase()).or_default();
                    entry.roles |= bit(role);
                    entry.means = Some(means.clone());
                }
            }
        }
        entries.remove("");
        let search = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(entries.keys())
            // The only error is a vocabulary of more than two thousand million states.
            .expect("a vocabulary fits into an automaton");
        let named = |(unit, words): (&String, &Vec<String>)| {
            words.iter().map(|word| (word.clone(), unit.clone())).collect::<Vec<_>>()
        };
        let units = vocabulary.units.iter().flat_map(named).collect();
        Patterns { vocabulary, units, words: entries.into_values().collect(), search }
    }

    /// The words of the vocabulary in the text, in order and without overlap: of those that overlap the first one, of
    /// those that begin together the longest.
    pub(super) fn hits<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Hit> + 't {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let found = self.search.find(Input::new(text).range(at..))?;
                let (start, end) = (found.start(), found.end());
                if continues_name(text, start) {
                    // A word that begins inside of the rejected one may still be whole.
                    at = start + 1;
                    continue;
                }
                at = end;
                if ends_word(text, start..end) {
                    let word = found.pattern().as_usize();
                    return Some(Hit { roles: self.words[word].roles, word, start, end });
                }
            }
        })
    }

    /// What a column speaks of, by its title: a word that values or bounds follow, or one for bounds or formats.
    pub fn subject(&self, title: &str) -> Option<Subject> {
        let Columns { limits, length, formats, values } = &self.vocabulary.columns;
        let is = |words: &[String]| words.iter().any(|word| word.eq_ignore_ascii_case(title));
        let roles = [Role::Introducer, Role::Range, Role::Max, Role::Min];
        let mut hits = self.hits(title);
        let mut announces =
            || hits.any(|hit| hit.start == 0 && hit.end == title.len() && roles.iter().any(|it| hit.is(*it)));
        match () {
            () if is(length) => Some(Subject::Length),
            () if is(limits) => Some(Subject::Limits),
            () if is(formats) => Some(Subject::Format),
            () if is(values) => Some(Subject::Values),
            () => announces().then_some(Subject::Values),
        }
    }

    /// Whether a text says when something holds.
    pub fn is_condition(&self, text: &str) -> bool {
        self.hits(text).any(|hit| hit.is(Role::Condition))
    }

    /// Whether the word is one for a unit.
    pub fn is_unit(&self, word: &str) -> bool {
        self.units.contains_key(word)
    }

    /// The unit or format that the word of a hit stands for.
    pub(super) fn means(&self, hit: &Hit) -> Option<&str> {
        self.words[hit.word].means.as_deref()
    }
}

impl Vocabulary {
    fn add(&mut self, other: Vocabulary) {
        let Vocabulary { words, lead, labels, units, unit_phrases, formats, since, columns } = other;
        merge(&mut self.words, words);
        merge(&mut self.units, units);
        merge(&mut self.unit_phrases, unit_phrases);
        merge(&mut self.formats, formats);
        self.lead.filler.extend(lead.filler);
        self.lead.marks.extend(lead.marks);
        self.lead.list_lead.extend(lead.list_lead);
        self.lead.kinds.extend(lead.kinds);
        self.lead.not_values.extend(lead.not_values);
        self.lead.no_value.extend(lead.no_value);
        self.lead.calls.extend(lead.calls);
        self.lead.linking.extend(lead.linking);
        self.lead.on.extend(lead.on);
        self.lead.off.extend(lead.off);
        self.lead.yes.extend(lead.yes);
        self.lead.no.extend(lead.no);
        self.lead.not_a_default.extend(lead.not_a_default);
        self.lead.not_defaulted.extend(lead.not_defaulted);
        self.lead.uses.extend(lead.uses);
        self.lead.counts_things.extend(lead.counts_things);
        self.lead.counted.extend(lead.counted);
        self.lead.empty_text.extend(lead.empty_text);
        self.lead.empty_list.extend(lead.empty_list);
        self.lead.either.extend(lead.either);
        self.lead.empty_or.extend(lead.empty_or);
        self.lead.sign.extend(lead.sign);
        self.labels.strong.extend(labels.strong);
        self.labels.weak.extend(labels.weak);
        self.labels.says.extend(labels.says);
        self.labels.if_lead.extend(labels.if_lead);
        self.labels.when.extend(labels.when);
        self.since.after.extend(since.after);
        self.columns.limits.extend(columns.limits);
        self.columns.length.extend(columns.length);
        self.columns.values.extend(columns.values);
        self.columns.formats.extend(columns.formats);
    }
}

fn merge<K: Ord>(into: &mut BTreeMap<K, Vec<String>>, from: BTreeMap<K, Vec<String>>) {
    for (key, words) in from {
        into.entry(key).or_default().extend(words);
    }
}

/// Whether a name of ASCII letters and digits begins before the offset and continues there.
fn continues_name(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    at > 0 && is_of_name(bytes[at]) && is_of_name(bytes[at - 1])
}

/// Whether a word that ends with an ASCII letter is not part of a longer one.
fn ends_word(text: &str, range: Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let continues =
        bytes[range.end - 1].is_ascii_alphabetic() && bytes.get(range.end).copied().is_some_and(is_of_name);
    // `yyyyMMdd` continues with letters.
    !continues || bytes[range].eq_ignore_ascii_case(b"yyyy")
}

/// Whether the byte belongs to a name of ASCII letters and digits.
fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_and_end_where_names_do() {
        let check = |text: &str, expect: &[&str]| {
            let hits: Vec<&str> =
                Patterns::builtin().hits(text).map(|hit| &text[hit.start..hit.end]).collect();
            assert_eq!(hits, expect, "{text}");
        };
        check("MAX length", &["MAX length"]);
        // `max length` begins inside of a name, `length` does not.
        check("xmax length", &["length"]);
        check("maximal, 默认值x", &["默认值"]);
        check("yyyyMMdd", &["yyyy"]);
    }
}

//! Words of contrast (`dialects/contrasts.toml`): units, first numbers, opposites. In: a text. Out: its pieces, each with
//! what it means where it is one of these words.

use aho_corasick::{AhoCorasick, Input, MatchKind};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// What kind of thing a word tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// What a number counts.
    Unit,
    /// The number that counting begins with.
    First,
    /// How a text is written.
    Format,
    /// One of several pairs of opposites.
    Opposite(usize),
}

/// What a word means, in its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sense<'v> {
    pub(super) group: Group,
    pub(super) name: &'v str,
}

/// A piece of a text: a word of contrast, a word, a number, or one other character.
#[derive(Clone, Debug)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    /// Its first byte.
    pub(super) start: usize,
    pub(super) senses: &'static [Sense<'static>],
}

/// Words by their lower-case writing, each with its exact writing and meanings.
struct Words {
    search: AhoCorasick,
    entries: Vec<Vec<(String, Vec<Sense<'static>>)>>,
}

/// The file of words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    units: BTreeMap<String, Vec<String>>,
    formats: BTreeMap<String, Vec<String>>,
    first: First,
    opposites: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    numbers: Numbers,
    defaults: Defaults,
    negations: Negations,
}

/// Words of sentences that tell a default.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defaults {
    introducers: Vec<String>,
    before_verbs: Vec<String>,
    verbs: Vec<String>,
    fillers: Vec<String>,
}

/// Words that turn a sentence into its opposite, and those that come with them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Negations {
    words: Vec<String>,
    auxiliaries: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct First {
    forms: Vec<String>,
    numbers: BTreeMap<String, Vec<String>>,
}

/// What stands before numbers that are no amounts, and words that are amounts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbers {
    pub(super) parts: Vec<String>,
    pub(super) words: Vec<String>,
    pub(super) examples: Vec<String>,
}

/// The part of the wordings of descriptions that belongs here.
#[derive(Deserialize)]
struct Wordings {
    words: Introducers,
    columns: Columns,
    units: BTreeMap<String, Vec<String>>,
    formats: BTreeMap<String, Vec<String>>,
}

/// Words that a unit or a default stands behind.
#[derive(Deserialize)]
struct Introducers {
    unit: Vec<String>,
    default: Vec<String>,
}

/// Titles of columns; those of formats stand before formats in descriptions as well.
#[derive(Deserialize)]
struct Columns {
    formats: Vec<String>,
}

fn files() -> &'static (File, Wordings) {
    static FILES: OnceLock<(File, Wordings)> = OnceLock::new();
    FILES.get_or_init(|| {
        // Both texts are part of the program, and every test run reads them.
        let file = toml::from_str(include_str!("../../dialects/contrasts.toml"));
        let wordings = toml::from_str(include_str!("../../dialects/meaning.toml"));
        (file.expect("the words of contrast are valid"), wordings.expect("the wordings are valid"))
    })
}

/// The embedded words.
fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let (file, wordings) = files();
        compile(file, wordings)
    })
}

/// Words about numbers.
pub(super) fn numbers() -> &'static Numbers {
    &files().0.numbers
}

/// The word that stands where a unit does, behind `unit:` or the like, whether or not it is a known one.
pub(super) fn behind_unit(text: &str) -> Option<&str> {
    let is_end = |c: char| !c.is_alphanumeric() && !"/%°".contains(c);
    behind(&files().1.words.unit, text, is_end)
}

/// The words that stand where a format does, behind `format:` or the like, whether or not they are known ones.
pub(super) fn behind_format(text: &str) -> Option<&str> {
    behind(&files().1.columns.formats, text, |c| "，。；,;()（）\n".contains(c))
}

/// The words that stand where a default does, behind `default:` or the like, whether or not they are a value that is read.
pub(super) fn behind_default(text: &str) -> Option<&str> {
    behind(&files().1.words.default, text, |c| "，。；,;()（）\n".contains(c))
}

/// What a sentence of a text says that holds where an argument is not sent.
pub(super) fn default_sentence(text: &str) -> Option<&str> {
    let Defaults { introducers, before_verbs, verbs, .. } = &files().0.defaults;
    let lower = text.to_ascii_lowercase();
    let found = |word: &String, is_followed: &dyn Fn(&str) -> bool| {
        let places = lower.match_indices(word.as_str()).map(|(at, _)| (at, at + word.len()));
        let is_whole = |place: &(usize, usize)| !continues(&lower, place.0) && !continues(&lower, place.1);
        places.filter(is_whole).find(|(_, end)| is_followed(&text[*end..]))
    };
    let has_verb = |rest: &str| verbs.iter().any(|verb| rest.starts_with(verb.as_str()));
    let plain = introducers.iter().filter_map(|word| found(word, &|_| true));
    let all = plain.chain(before_verbs.iter().filter_map(|word| found(word, &has_verb)));
    // The first one, and of those at one place the longest.
    let (start, end) = all.min_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)))?;
    let is_end = |c: char| "。；;\n".contains(c);
    let sentence =
        |rest: &'_ str| rest.find(". ").into_iter().chain(rest.find(is_end)).min().unwrap_or(rest.len());
    let marks = |c: char| c.is_whitespace() || "，,：:。.；;）)".contains(c);
    let behind = text[end..][..sentence(&text[end..])].trim_matches(marks);
    let before = text[..start].rsplit(is_end).next().unwrap_or_default();
    let before = before.rsplit(". ").next().unwrap_or_default().trim_matches(marks);
    [behind, before].into_iter().find(|said| !said.is_empty())
}

/// Whether a word says nothing of what a default is.
pub(super) fn is_filler(word: &str) -> bool {
    files().0.defaults.fillers.iter().any(|filler| filler == word)
}

/// Whether a word turns a sentence into its opposite.
pub(super) fn negates(word: &str) -> bool {
    files().0.negations.words.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Whether a word comes with a negation.
pub(super) fn is_auxiliary(word: &str) -> bool {
    files().0.negations.auxiliaries.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// What a text has behind one of some words.
fn behind<'t>(words: &[String], text: &'t str, is_end: impl Fn(char) -> bool) -> Option<&'t str> {
    let lower = text.to_ascii_lowercase();
    let found = |word: &String| {
        let start = lower.find(word.to_ascii_lowercase().as_str()).filter(|at| !continues(text, *at))?;
        let rest = text[start + word.len()..].trim_start();
        let marked = rest
            .strip_prefix("is ")
            .or_else(|| rest.strip_prefix("to "))
            .or_else(|| rest.strip_prefix(['：', ':', '(', '（', '=']));
        // Between ideographs no mark is needed.
        let rest = if word.is_ascii() { marked? } else { marked.unwrap_or(rest) };
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "为是".contains(c));
        let end = rest.find(&is_end).unwrap_or(rest.len());
        (end > 0).then(|| rest[..end].trim_end())
    };
    words.iter().find_map(found)
}

/// Whether a text has a word that is no part of a longer one.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_whole = |at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !before.is_some_and(is_of_name) && !after.is_some_and(is_of_name)
    };
    !word.is_empty() && text.match_indices(word).any(|(at, _)| is_whole(at))
}

fn compile(file: &'static File, wordings: &'static Wordings) -> Words {
    let mut list: Vec<(String, Sense<'static>)> = Vec::new();
    for (name, words) in wordings.units.iter().chain(&file.units) {
        list.extend(words.iter().map(|word| (word.clone(), Sense { group: Group::Unit, name })));
    }
    for (name, words) in wordings.formats.iter().chain(&file.formats) {
        list.extend(words.iter().map(|word| (word.clone(), Sense { group: Group::Format, name })));
    }
    for (name, words) in &file.first.numbers {
        let forms =
            words.iter().flat_map(|word| file.first.forms.iter().map(|form| form.replace("{}", word)));
        list.extend(forms.map(|form| (form, Sense { group: Group::First, name })));
    }
    for (at, senses) in file.opposites.values().enumerate() {
        for (name, words) in senses {
            list.extend(words.iter().map(|word| (word.clone(), Sense { group: Group::Opposite(at), name })));
        }
    }
    let mut entries: BTreeMap<String, BTreeMap<String, Vec<Sense<'static>>>> = BTreeMap::new();
    for (word, sense) in list {
        entries.entry(word.to_ascii_lowercase()).or_default().entry(word).or_default().push(sense);
    }
    let search = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(entries.keys())
        // The only error is a vocabulary of more than two thousand million states.
        .expect("a vocabulary fits into an automaton");
    Words { search, entries: entries.into_values().map(|it| it.into_iter().collect()).collect() }
}

impl Words {
    /// The next word of contrast from a byte of a text on: its place, and what it means.
    fn next(&'static self, text: &str, mut from: usize) -> Option<(Range<usize>, &'static [Sense<'static>])> {
        loop {
            let found = self.search.find(Input::new(text).range(from..))?;
            let range = found.range();
            let is_part = continues(text, range.start) || continues(text, range.end);
            let senses = self.senses(found.pattern().as_usize(), &text[range.clone()]);
            if let Some(senses) = senses.filter(|_| !is_part) {
                return Some((range, senses));
            }
            from = range.start + text[range.start..].chars().next().map_or(1, char::len_utf8);
        }
    }

    /// Short words differ by their case, `Mb` is no `MB`, except where they are opposites alone: `ASC`.
    fn senses(&'static self, entry: usize, written: &str) -> Option<&'static [Sense<'static>]> {
        let entry = &self.entries[entry];
        let exact = entry.iter().find(|(word, _)| word == written);
        exact
            .or_else(|| entry.first().filter(|(word, senses)| word.len() > 3 || are_opposites(senses)))
            .map(|(_, senses)| senses.as_slice())
    }
}

fn are_opposites(senses: &[Sense<'_>]) -> bool {
    senses.iter().all(|sense| matches!(sense.group, Group::Opposite(_)))
}

/// Whether a name of ASCII letters and digits goes on across a byte of a text.
fn continues(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    at > 0 && at < bytes.len() && is_of_name(bytes[at - 1]) && is_of_name(bytes[at])
}

/// The pieces of a text, in order, without blanks.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let words = words();
    let (mut pieces, mut at) = (Vec::new(), 0);
    let mut word = words.next(text, 0);
    while let Some(first) = text[at..].chars().next() {
        if word.as_ref().is_some_and(|(range, _)| range.start < at) {
            word = words.next(text, at);
        }
        if let Some((range, senses)) = word.clone().filter(|(range, _)| range.start == at) {
            pieces.push(Piece { text: &text[range.clone()], start: at, senses });
            at = range.end;
            continue;
        }
        let is_alike = |c: char| match first {
            '0'..='9' => c.is_ascii_digit(),
            _ => first.is_ascii_alphabetic() && (c.is_ascii_alphanumeric() || c == '_'),
        };
        let end = text[at..].find(|c| !is_alike(c)).unwrap_or(text.len() - at).max(first.len_utf8()) + at;
        if !first.is_whitespace() {
            pieces.push(Piece { text: &text[at..end], start: at, senses: &[] });
        }
        at = end;
    }
    pieces
}

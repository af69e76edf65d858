//! Wording: what two versions of one description say otherwise although no fact of the model differs, such as a unit that
//! no rule reads, the number that pages are counted from, or meanings that changed places.

use super::contrasts::{Group, Piece, Sense, behind_unit, pieces};
use super::rules::{self, Rule};
use crate::model::Text;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeSet;

/// A change of what a description says.
#[derive(Debug, PartialEq)]
pub(super) struct Reworded {
    pub(super) rule: &'static Rule,
    /// What the description does now, from the verb on.
    pub(super) what: String,
    pub(super) says: [String; 2],
}

impl Reworded {
    fn new(rule: &'static Rule, what: String, old: &str, new: &str) -> Self {
        Self { rule, what, says: [old.to_owned(), new.to_owned()] }
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code.id == other.code.id
    }
}

/// Longest texts that are compared word by word.
const COMPARED: usize = 8000;

/// What one description says otherwise than the other. `counts` says that it is of a number, so that any word for a unit
/// is what the number counts.
pub(super) fn compare(old: &str, new: &str, counts: bool) -> Vec<Reworded> {
    if old == new || old.len().max(new.len()) > COMPARED {
        return Vec::new();
    }
    let [before, after] = [old, new].map(pieces);
    if let Some(exchanged) = exchanged(old, new, &before, &after) {
        return vec![exchanged];
    }
    let replaced = replaced(&before, &after);
    let mut found: Vec<Reworded> = replaced.iter().filter_map(|(old, new)| contrast(old, new)).collect();
    let told = |group: Group, found: &[Reworded]| found.iter().any(|it| it.rule == rule(group));
    for group in [Group::Unit, Group::First] {
        if !told(group, &found) && (counts || group == Group::First) {
            found.extend(only_ones(group, (old, &before), (new, &after)));
        }
    }
    if !told(Group::Unit, &found) {
        found.extend(unknown_unit(old, new));
    }
    if found.is_empty() {
        found.extend(replaced.iter().find_map(|(old, new)| number(old, new)));
    }
    found.dedup();
    found
}

/// [`compare`] for the texts of each language.
pub(super) fn texts(old: &[Text], new: &[Text], counts: bool) -> Vec<Reworded> {
    let mut found: Vec<Reworded> = Vec::new();
    let mut left: Vec<&Text> = old.iter().collect();
    for after in new {
        let Some(at) = left.iter().position(|before| before.language == after.language) else { continue };
        found.extend(compare(&left.remove(at).text, &after.text, counts));
    }
    let mut seen = BTreeSet::new();
    found.retain(|it| seen.insert(it.rule.code.id));
    found
}

/// Both versions of texts, as entries show them; with their languages where the words alone are the same.
pub(super) fn both(old: &[Text], new: &[Text]) -> [Option<String>; 2] {
    let join = |texts: &[Text], word: &dyn Fn(&Text) -> String| {
        (!texts.is_empty()).then(|| texts.iter().map(word).collect::<Vec<_>>().join("\n"))
    };
    let plain = [old, new].map(|texts| join(texts, &|text| text.text.to_string()));
    match plain[0] == plain[1] {
        false => plain,
        true => [old, new].map(|texts| join(texts, &|text| format!("({}) {}", text.language, text.text))),
    }
}

/// Whether the texts of languages that both sides have are the same.
pub(super) fn same_in_common(old: &[Text], new: &[Text]) -> bool {
    let of = |texts: &[Text], others: &[Text]| -> Vec<(String, String)> {
        let is_common = |text: &&Text| others.iter().any(|other| other.language == text.language);
        texts
            .iter()
            .filter(is_common)
            .map(|text| (text.language.to_string(), text.text.to_string()))
            .collect()
    };
    of(old, new) == of(new, old)
}

/// Whether a text names a unit by any word for it.
pub(super) fn names_unit(texts: &[Text], unit: &str) -> bool {
    let names = |text: &Text| {
        pieces(&text.text).iter().any(|piece| of_group(piece, Group::Unit).any(|sense| sense.name == unit))
    };
    texts.iter().any(names)
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

fn rule(group: Group) -> &'static Rule {
    match group {
        Group::Unit => &rules::UNIT_CHANGED,
        Group::First => &rules::FIRST_NUMBER,
        Group::Opposite(_) => &rules::OPPOSITE_WORD,
    }
}

fn of_group<'p>(piece: &'p Piece<'_>, group: Group) -> impl Iterator<Item = Sense<'static>> + 'p {
    piece.senses.iter().copied().filter(move |sense| sense.group == group)
}

type Run<'p, 't> = &'p [Piece<'t>];

/// The runs of pieces that gave way to other ones.
fn replaced<'p, 't>(old: Run<'p, 't>, new: Run<'p, 't>) -> Vec<(Run<'p, 't>, Run<'p, 't>)> {
    let texts = |pieces: &[Piece<'t>]| -> Vec<String> {
        let word =
            |it: &Piece<'t>| if it.senses.is_empty() { it.text.to_lowercase() } else { it.text.to_owned() };
        pieces.iter().map(word).collect()
    };
    let ops = capture_diff_slices(Algorithm::Myers, &texts(old), &texts(new));
    let run = |op: DiffOp| match op {
        DiffOp::Replace { old_index, old_len, new_index, new_len } => {
            Some((&old[old_index..old_index + old_len], &new[new_index..new_index + new_len]))
        }
        _ => None,
    };
    ops.into_iter().filter_map(run).collect()
}

/// A word of contrast that gave way to another one of its group: nothing else was replaced with it, or the words are long
/// enough to mean nothing else.
fn contrast(old: Run<'_, '_>, new: Run<'_, '_>) -> Option<Reworded> {
    let is_sure = |pieces: &[Piece<'_>], piece: &Piece<'_>| pieces.len() == 1 || is_long(piece.text);
    let sensed = |pieces| single(pieces, |piece: &&Piece<'_>| !piece.senses.is_empty());
    let (before, after): (&Piece<'_>, &Piece<'_>) = (sensed(old)?, sensed(new)?);
    if !is_sure(old, before) || !is_sure(new, after) {
        return None;
    }
    let groups: BTreeSet<Group> = before.senses.iter().map(|sense| sense.group).collect();
    groups.into_iter().find_map(|group| differ(group, before, after))
}

fn single<'p, 't>(pieces: Run<'p, 't>, is_it: impl Fn(&&Piece<'t>) -> bool) -> Option<&'p Piece<'t>> {
    let mut found = pieces.iter().filter(is_it);
    found.next().filter(|_| found.next().is_none())
}

/// Whether a word is long enough to be no part of another one.
fn is_long(word: &str) -> bool {
    word.chars().count() >= if word.is_ascii() { 4 } else { 2 }
}

/// Two words of a group with no meaning in common.
fn differ(group: Group, old: &Piece<'_>, new: &Piece<'_>) -> Option<Reworded> {
    let names = |piece| of_group(piece, group).map(|sense| sense.name).collect::<BTreeSet<_>>();
    let (before, after) = (names(old), names(new));
    if before.is_empty() || after.is_empty() || !before.is_disjoint(&after) {
        return None;
    }
    Some(said(group, old.text, new.text))
}

fn said(group: Group, old: &str, new: &str) -> Reworded {
    let what = match group {
        Group::Unit => format!("names the unit `{new}` instead of `{old}`"),
        Group::First => format!("counts `{new}` instead of `{old}`"),
        Group::Opposite(_) => format!("says `{new}` instead of `{old}`"),
    };
    Reworded::new(rule(group), what, old, new)
}

/// The only meaning of a group in either text, where the sentences are others altogether.
fn only_ones(group: Group, old: (&str, &[Piece<'_>]), new: (&str, &[Piece<'_>])) -> Option<Reworded> {
    let only = |(text, pieces): (&str, &[Piece<'_>])| -> Option<(String, BTreeSet<&'static str>)> {
        let mut found: Option<(String, BTreeSet<&'static str>)> = None;
        for (at, piece) in pieces.iter().enumerate() {
            let names: BTreeSet<&str> = of_group(piece, group).map(|sense| sense.name).collect();
            if names.is_empty() || group == Group::Unit && !is_stated(text, pieces, at) {
                continue;
            }
            match &found {
                Some((_, have)) if have.is_disjoint(&names) => return None,
                _ => found = Some((piece.text.to_owned(), names)),
            }
        }
        found
    };
    let ((before, ours), (after, theirs)) = (only(old)?, only(new)?);
    ours.is_disjoint(&theirs).then(|| said(group, &before, &after))
}

/// The words where units stand, one of which is not known as a unit.
fn unknown_unit(old: &str, new: &str) -> Option<Reworded> {
    let (before, after) = (behind_unit(old)?, behind_unit(new)?);
    let plain = |word: &str| word.to_lowercase().trim_end_matches('s').to_owned();
    let is_known =
        |word: &str| pieces(word).iter().any(|piece| of_group(piece, Group::Unit).next().is_some());
    let is_other = plain(before) != plain(after) && !(is_known(before) && is_known(after));
    is_other.then(|| said(Group::Unit, before, after))
}

/// Whether a word for a unit is one, and not of an amount (`5 days`) or of another word.
fn is_stated(text: &str, pieces: &[Piece<'_>], at: usize) -> bool {
    let piece = &pieces[at];
    let before = at.checked_sub(1).map(|at| pieces[at].text);
    let is_amount = before.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    let is_apart = before.is_some_and(|it| it == "in" || it.chars().all(|c| "(（[【:：".contains(c)));
    let is_alone = !text[piece.start + piece.text.len()..].starts_with(char::is_alphanumeric);
    !is_amount && (is_long(piece.text) || is_apart && is_alone)
}

/// Whether two texts have the same words in another order, while the literals among them keep theirs: what `0` and `1`
/// stand for was exchanged.
fn exchanged(old: &str, new: &str, before: &[Piece<'_>], after: &[Piece<'_>]) -> Option<Reworded> {
    let is_literal = |piece: &&Piece<'_>| {
        let mut letters = piece.text.bytes();
        piece.text.bytes().all(|byte| byte.is_ascii_digit())
            || piece.text.len() > 1 && letters.all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    let literals = |pieces: &[Piece<'_>]| -> Vec<String> {
        pieces.iter().filter(is_literal).map(|piece| piece.text.to_owned()).collect()
    };
    let sorted = |pieces: &[Piece<'_>]| {
        let mut words: Vec<String> = pieces.iter().map(|piece| piece.text.to_owned()).collect();
        words.sort();
        words
    };
    let own = literals(before);
    let distinct: BTreeSet<&String> = own.iter().collect();
    let is_exchange = distinct.len() > 1 && own == literals(after) && sorted(before) == sorted(after);
    let is_other = before.iter().map(|it| it.text).ne(after.iter().map(|it| it.text));
    (is_exchange && is_other).then(|| {
        let what = "says of one value what it said of another".to_owned();
        Reworded::new(&rules::MEANINGS_EXCHANGED, what, old, new)
    })
}

/// A number in a text that became another one.
fn number(old: Run<'_, '_>, new: Run<'_, '_>) -> Option<Reworded> {
    let number = |pieces| single(pieces, |it| it.text.bytes().all(|byte| byte.is_ascii_digit()));
    let (before, after) = (number(old)?.text, number(new)?.text);
    let is_alone = old.len() == 1 && new.len() == 1;
    (is_alone && before != after).then(|| {
        let what = format!("says {after} instead of {before}");
        Reworded::new(&rules::NUMBER_IN_WORDS, what, before, after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found between two descriptions of a number: the names of the rules.
    #[track_caller]
    fn check(old: &str, new: &str, expect: &[&str]) {
        let found = compare(old, new, true);
        let names: Vec<&str> = found.iter().map(|it| it.rule.code.name).collect();
        assert_eq!(names, expect, "{old} => {new}: {found:?}");
    }

    #[test]
    fn units_in_any_wording() {
        for (old, new) in [
            ("大小，单位KB", "大小，单位MB"),
            ("大小，单位bits", "大小，单位bytes"),
            ("Size in kilobytes", "Size in megabytes"),
            ("Size in bits", "Size in bytes"),
            ("Size in KB.", "Size in MB."),
            ("Size in KB", "The size of the image, in bytes"),
            ("价格，单位元", "价格，单位分"),
            ("价格（元）", "价格（分）"),
            ("以元为单位", "以分为单位"),
            ("Price in dollars", "Price in cents"),
            ("Price, in USD", "Price, in EUR"),
            ("The price in dollars", "What it costs, in cents"),
            ("距离，单位：千米", "距离，单位：米"),
            ("Rate in Mb", "Rate in MB"),
            ("Expiry in days", "Weeks until it ends"),
            ("重量，单位：斤", "重量，单位：两"),
            ("Length (unit: furlong)", "Length (unit: rod)"),
        ] {
            check(old, new, &["unit-changed"]);
        }
    }

    #[test]
    fn one_unit_in_other_words() {
        check("大小，单位KB", "大小，单位kilobytes", &[]);
        check("Size in KB", "Size in kilobytes", &[]);
        check("Price in yuan", "Price in CNY", &[]);
        check("Length, unit: furlong", "Length, unit is furlongs", &[]);
        check("The element", "The group", &[]);
        check("单元的名称", "分组的名称", &[]);
    }

    #[test]
    fn first_numbers_opposites_and_others() {
        check("页码，从0开始", "页码，从1开始", &["first-number-changed"]);
        check("Page number, from 0", "Page number, from 1", &["first-number-changed"]);
        check("Page, starts at 0", "The page; counted from 1", &["first-number-changed"]);
        check("Zero-based index", "One-based index", &["first-number-changed"]);
        check("sorted ascending", "sorted descending", &["opposite-word"]);
        check("支持修改", "不支持修改", &["opposite-word"]);
        check("at most 20 names", "at most 10 names", &["number-in-words"]);
        check("names of hosts", "names of disks", &[]);
        check("0 means off, 1 means on", "0 means on, 1 means off", &["meanings-exchanged"]);
        check("1 means on, 0 means off", "0 means off, 1 means on", &[]);
    }
}

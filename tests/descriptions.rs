//! The reader of descriptions against facts that were judged by hand.
//!
//! The tables of `data` have places and values, no text: each row names a description by file and offsets below
//! `../shared`. Those of `held-out*.tsv` were drawn by `cargo xtask sample` from pages that no table before them has, and
//! judged before the reader had read them; `cargo xtask sample --score` prints where it reads otherwise. A single value is
//! no list, and what is said of the members of a field is not said of the field.

use crate::support::{corpus, root};
use docwright::lower::description::{Context, Patterns, read};
use docwright::model::{Meaning, Type};
use docwright::syntax::markdown::inline;
use std::collections::BTreeMap;
use std::path::Path;

/// The kinds of facts, in the order of their columns, with the least precision and recall in per cent.
const KINDS: [(&str, usize, usize); 4] =
    [("values", 97, 85), ("default", 98, 92), ("bounds", 97, 85), ("condition", 95, 85)];

/// How often facts of one kind were read right, read wrong, and missed.
#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Tally {
    fn count(&mut self, judged: &str, found: &str) {
        match (judged.is_empty(), found.is_empty()) {
            (true, true) => {}
            (false, true) => self.missed += 1,
            _ if judged == found => self.right += 1,
            _ => {
                self.wrong += 1;
                self.missed += usize::from(!judged.is_empty());
            }
        }
    }
}

/// The facts of a meaning as the table has them.
fn facts(meaning: &Meaning) -> [String; 4] {
    let side = |it: Option<String>| it.unwrap_or_default();
    let interval = |min: Option<String>, max: Option<String>| match (&min, &max) {
        (None, None) => String::new(),
        _ => format!("{}..{}", side(min), side(max)),
    };
    let values: Vec<&str> = meaning.values.iter().map(|value| value.literal.as_str()).collect();
    let bounds = interval(meaning.min.map(|it| it.to_string()), meaning.max.map(|it| it.to_string()));
    let length =
        interval(meaning.min_length.map(|it| it.to_string()), meaning.max_length.map(|it| it.to_string()));
    let condition = meaning.condition.as_ref().map_or("", |_| "yes");
    [values.join("|"), side(meaning.default.clone()), bounds + &length, condition.to_owned()]
}

/// Reads the descriptions of a table of so many rows, and tallies the facts by language and kind.
fn tally(table: &str, rows: usize, shared: &Path, tallies: &mut BTreeMap<(String, &str), Tally>) {
    let text = std::fs::read_to_string(root().join("tests/data").join(table)).unwrap();
    let mut read_rows = 0;
    for row in text.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [language, file, start, end, name, ty, values, default, bounds, length, condition] = cells[..]
        else {
            panic!("a row of another width: {row}");
        };
        let page = std::fs::read_to_string(shared.join(file)).unwrap();
        let text = inline::plain(&page[start.parse().unwrap()..end.parse().unwrap()]).into_owned();
        let ty: Type = serde_json::from_str(ty).unwrap();
        let meaning = read(Patterns::builtin(), &text, Context { name, ty: &ty });
        let judged =
            [values.to_owned(), default.to_owned(), format!("{bounds}{length}"), condition.to_owned()];
        for (((kind, ..), judged), found) in KINDS.iter().zip(judged).zip(facts(&meaning)) {
            tallies.entry((language.to_owned(), kind)).or_default().count(&judged, &found);
        }
        read_rows += 1;
    }
    assert_eq!(read_rows, rows, "{table}");
}

/// Every kind of fact of the tables is read as precisely and as completely as it has to be.
#[track_caller]
fn check(tables: &[(&str, usize)]) {
    let Some(pages) = corpus("") else { return };
    let shared = pages.parent().unwrap();
    let mut tallies = BTreeMap::new();
    tables.iter().for_each(|(table, rows)| tally(table, *rows, shared, &mut tallies));
    for ((language, kind), Tally { right, wrong, missed }) in &tallies {
        let (_, precision, recall) = KINDS.iter().find(|(name, ..)| name == kind).unwrap();
        assert!(
            100 * right >= precision * (right + wrong),
            "{language} {kind}: precision, {right} of {}",
            right + wrong
        );
        assert!(
            100 * right >= recall * (right + missed),
            "{language} {kind}: recall, {right} of {}",
            right + missed
        );
    }
}

#[test]
fn facts_are_read_as_people_read_them() {
    check(&[("descriptions.tsv", 400)]);
}

#[test]
fn facts_of_pages_that_no_pattern_was_made_for() {
    check(&[("held-out.tsv", 400), ("held-out-again.tsv", 200), ("held-out-third.tsv", 220)]);
}

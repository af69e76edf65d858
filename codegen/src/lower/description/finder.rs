//! Finding the words of the book in a description.

use std::cmp::Reverse;
use std::ops::Range;

/// Words by the signs that they begin with. Few places of a text have the sign of one; the tables that tell so are small
/// enough to stay at hand.
pub(super) struct Finder {
    /// Whether a word begins with the byte.
    leads: [bool; 256],
    /// By their signs, the longest ones first.
    words: Vec<Entry>,
    /// Where those with the sign begin, and those with the next one.
    starts: Vec<usize>,
}

/// A word that is looked for.
struct Entry {
    sign: usize,
    text: Box<[u8]>,
    /// The last byte of the text, by which most words are told from what stands in their place.
    last: u8,
    /// Its number.
    word: usize,
}

/// As many signs as there are.
const SIGNS: usize = 1 << 12;

impl Finder {
    /// The finder of the words, which are in lower case; each is known by its number.
    pub(super) fn new<'w>(texts: impl Iterator<Item = &'w str>) -> Finder {
        let mut leads = [false; 256];
        let mut words: Vec<Entry> = Vec::new();
        for (word, text) in texts.map(str::as_bytes).enumerate() {
            let (Some(first), Some(last)) = (text.first().copied(), text.last().copied()) else { continue };
            leads[usize::from(first)] = true;
            leads[usize::from(first.to_ascii_uppercase())] = true;
            let entry = |sign| Entry { sign, text: text.into(), last, word };
            match text {
                // Anything stands behind it.
                [_] => words.extend((0..64).map(|next| entry(sign(&[first, next])))),
                _ => words.push(entry(sign(text))),
            }
        }
        words.sort_by_key(|it| (it.sign, Reverse(it.text.len())));
        let before = |sign| words.partition_point(|it| it.sign < sign);
        let starts = (0..=SIGNS).map(before).collect();
        Finder { leads, words, starts }
    }

    /// The words in the text and where they stand, in order and without overlap: of those that overlap the first one,
    /// of those that begin together the longest. None begins inside of a name of ASCII letters and digits.
    pub(super) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
        let bytes = text.as_bytes();
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(first) = bytes.get(at) {
                let start = at;
                at += 1;
                if !self.leads[usize::from(*first)] || goes_on(bytes, start) {
                    continue;
                }
                if let Some(found) = self.longest(&bytes[start..]) {
                    at = start + found.text.len();
                    return Some((found.word, start..at));
                }
            }
            None
        })
    }

    /// The longest word at the start of the text.
    #[inline]
    fn longest(&self, text: &[u8]) -> Option<&Entry> {
        let sign = sign(text);
        self.words[self.starts[sign]..self.starts[sign + 1]].iter().find(|word| word.begins(text))
    }
}

impl Entry {
    fn begins(&self, text: &[u8]) -> bool {
        let Some(head) = text.get(..self.text.len()) else { return false };
        head.last().is_some_and(|it| it.to_ascii_lowercase() == self.last)
            && head.eq_ignore_ascii_case(&self.text)
    }
}

/// Six bits of each of the two bytes of the start of a text that tell most: those behind the first of a wide character,
/// which many share.
#[inline]
fn sign(text: &[u8]) -> usize {
    let (one, two) = match text {
        [0xe0..=0xff, one, two, ..] | [one, two, ..] => (*one, *two),
        [one] => (*one, 0),
        [] => (0, 0),
    };
    let bits = |byte: u8| usize::from(byte.to_ascii_lowercase() & 63);
    bits(one) << 6 | bits(two)
}

/// Whether a name of ASCII letters and digits goes on at the offset.
#[inline]
fn goes_on(bytes: &[u8], at: usize) -> bool {
    at > 0 && is_of_name(bytes[at]) && is_of_name(bytes[at - 1])
}

/// Whether the byte belongs to a name of ASCII letters and digits.
#[inline]
pub(super) fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What `find` says, read off the list of words at every character.
    fn plainly(words: &[&str], text: &str) -> Vec<(usize, Range<usize>)> {
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        for (at, _) in text.char_indices() {
            let stands =
                |word: &str| text.get(at..at + word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
            let longest =
                words.iter().enumerate().filter(|(_, word)| stands(word)).max_by_key(|(_, word)| word.len());
            let covered = found.last().is_some_and(|(_, range)| at < range.end);
            let inside = at > 0 && [at - 1, at].iter().all(|at| is_of_name(text.as_bytes()[*at]));
            if let Some((number, word)) = longest.filter(|_| !covered && !inside) {
                found.push((number, at..at + word.len()));
            }
        }
        found
    }

    /// Words of which some begin others, or hold them.
    const WORDS: &[&str] = &[
        "min",
        "minimum",
        "minimum value",
        "value",
        "if",
        "if required",
        "required",
        "时",
        "时间",
        "取值",
        "…",
        "...",
        "1-2",
        "x",
        "μs",
    ];

    proptest! {
        #[test]
        fn words_are_found_where_they_stand(
            parts in prop::collection::vec((prop::sample::select(WORDS), 0..3_usize, "[a-z0-9时取 ，_.]{0,2}"), 0..12),
        ) {
            // Whole or cut, with a little between them.
            let part = |word: &str, cut: usize| match cut {
                0 => word.to_ascii_uppercase(),
                cut => word.chars().skip(cut - 1).collect(),
            };
            let text: String = parts.iter().map(|(word, cut, between)| part(word, *cut) + between).collect();
            let finder = Finder::new(WORDS.iter().copied());
            prop_assert_eq!(finder.find(&text).collect::<Vec<_>>(), plainly(WORDS, &text), "{}", text);
        }
    }
}

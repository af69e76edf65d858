//! The words of the book as a tree of bytes, which finds the longest of them at each place of a text.
//!
//! Few places begin a word: a set of the first three bytes of all words answers for the rest. An automaton takes
//! several steps for each byte, and longer to build.

use std::ops::Range;

/// Stands for no node and for no word.
const NONE: u16 = u16::MAX;

/// Words in any case of their ASCII letters.
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// For each first byte, in both cases, the row of its word's second bytes; the first row is empty.
    rows: [u8; 256],
    seconds: Vec<Row>,
    /// The first two bytes of all words.
    pairs: Bits,
    /// The hashes of the first three bytes of all words.
    starts: Bits,
}

/// What follows one byte of a word.
struct Node {
    byte: u8,
    /// The nodes of the bytes behind it stand side by side.
    children: Range<u16>,
    /// The word that ends here.
    word: u16,
}

/// What words with one first byte go on with.
struct Row {
    /// The word that is this byte alone.
    word: u16,
    /// The nodes of the second bytes, in both cases.
    nodes: [u16; 256],
}

/// A set of numbers.
struct Bits(Box<[u64; 1 << 10]>);

impl Default for Bits {
    fn default() -> Bits {
        Bits(Box::new([0; 1 << 10]))
    }
}

impl Bits {
    fn add(&mut self, number: u16) {
        self.0[usize::from(number / 64)] |= 1 << (number % 64);
    }

    fn has(&self, number: u16) -> bool {
        self.0[usize::from(number / 64)] >> (number % 64) & 1 == 1
    }
}

/// An occurrence of a word.
pub(super) struct Found {
    /// Its place among the words of the tree.
    pub(super) word: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Tree {
    /// A tree of words in lower case and in ascending order, none of which is empty.
    pub(super) fn new(words: &[&[u8]]) -> Tree {
        let (pairs, starts) = (Bits::default(), Bits::default());
        let none = Row { word: NONE, nodes: [NONE; 256] };
        let mut tree = Tree { nodes: Vec::new(), rows: [0; 256], seconds: vec![none], pairs, starts };
        for first in tree.grow(words, 0..words.len(), 0) {
            let Node { byte, children, word } = &tree.nodes[usize::from(first)];
            let mut row = Row { word: *word, nodes: [NONE; 256] };
            for second in children.clone() {
                let byte = tree.nodes[usize::from(second)].byte;
                cases(byte).for_each(|byte| row.nodes[usize::from(byte)] = second);
            }
            let at = u8::try_from(tree.seconds.len())
                .expect("capitals begin no word, so rows number less than 256");
            cases(*byte).for_each(|byte| tree.rows[usize::from(byte)] = at);
            tree.seconds.push(row);
        }
        words.iter().for_each(|word| tree.allow(word));
        tree
    }

    /// Adds what a word begins with; anything may follow a word of less than three bytes.
    fn allow(&mut self, word: &[u8]) {
        let any = || (0..=u8::MAX).collect();
        let [first, second, third] =
            [0, 1, 2].map(|at| word.get(at).map_or_else(any, |byte| cases(*byte).collect::<Vec<u8>>()));
        for (first, second) in first.iter().flat_map(|first| second.iter().map(move |it| (*first, *it))) {
            for bytes in third.iter().map(|third| [first, second, *third]) {
                self.pairs.add(pair(bytes));
                self.starts.add(hash(bytes));
            }
        }
    }

    /// Adds the nodes of the bytes at the depth, and all that is below them.
    fn grow(&mut self, words: &[&[u8]], among: Range<usize>, depth: usize) -> Range<u16> {
        let start = self.nodes.len();
        let mut alike: Vec<Range<usize>> = Vec::new();
        for index in among.filter(|index| words[*index].len() > depth) {
            let byte = words[index][depth];
            match (self.nodes[start..].last(), alike.last_mut()) {
                (Some(last), Some(range)) if last.byte == byte => range.end = index + 1,
                _ => {
                    alike.push(index..index + 1);
                    self.nodes.push(Node { byte, children: 0..0, word: NONE });
                }
            }
        }
        let end = self.nodes.len();
        for (at, range) in (start..end).zip(alike) {
            if words[range.start].len() == depth + 1 {
                self.nodes[at].word = index(range.start);
            }
            self.nodes[at].children = self.grow(words, range, depth + 1);
        }
        index(start)..index(end)
    }

    /// The longest word at each place where one begins, in order and without overlap.
    pub(super) fn find<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = Found> + 't {
        let mut from = 0;
        std::iter::from_fn(move || {
            while let Some(start) = self.next(text, from) {
                if let Some((word, len)) = self.longest(&text[start..]) {
                    from = start + len;
                    return Some(Found { word, start, end: from });
                }
                from = start + 1;
            }
            from = text.len();
            None
        })
    }

    /// The next place where a word may begin.
    fn next(&self, text: &[u8], from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        // What begins with the last two bytes is shorter than that.
        let last = || {
            let byte = |at| rest.get(at).copied().unwrap_or_default();
            let begins = |at: &usize| self.may_begin([byte(*at), byte(at + 1), byte(at + 2)]);
            (rest.len().saturating_sub(2)..rest.len()).find(begins)
        };
        let first = rest.windows(3).position(|it| self.may_begin([it[0], it[1], it[2]]));
        first.or_else(last).map(|at| from + at)
    }

    fn may_begin(&self, bytes: [u8; 3]) -> bool {
        self.pairs.has(pair(bytes)) && self.starts.has(hash(bytes))
    }

    /// The longest word at the start of the text, and its length.
    fn longest(&self, text: &[u8]) -> Option<(usize, usize)> {
        let row = &self.seconds[usize::from(self.rows[usize::from(*text.first()?)])];
        let word = |word: u16, len| (word != NONE).then_some((usize::from(word), len));
        let mut found = word(row.word, 1);
        let mut at =
            text.get(1).and_then(|second| self.nodes.get(usize::from(row.nodes[usize::from(*second)])));
        let mut len = 2;
        while let Some(node) = at {
            found = word(node.word, len).or(found);
            let Some(next) = text.get(len).map(u8::to_ascii_lowercase) else { break };
            let children = usize::from(node.children.start)..usize::from(node.children.end);
            at = self.nodes[children].iter().find(|child| child.byte == next);
            len += 1;
        }
        found
    }
}

/// A byte and, if it is a letter, its capital.
fn cases(byte: u8) -> impl Iterator<Item = u8> {
    std::iter::once(byte).chain(byte.is_ascii_lowercase().then(|| byte.to_ascii_uppercase()))
}

fn pair([first, second, _]: [u8; 3]) -> u16 {
    u16::from_le_bytes([first, second])
}

fn hash([first, second, third]: [u8; 3]) -> u16 {
    (u32::from_le_bytes([first, second, third, 0]).wrapping_mul(0x9e37_79b1) >> 16) as u16
}

/// A place in the tree; a book of words is far smaller than 2^16 bytes.
fn index(at: usize) -> u16 {
    u16::try_from(at).ok().filter(|at| *at != NONE).expect("a word list makes a tree of less than 2^16 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_at_the_first_place_counts() {
        let tree = Tree::new(&[b"a", b"in", b"in s", b"max", "最大".as_bytes(), "最大值".as_bytes()]);
        let text = "INs in S x最大 最大值 maa";
        let found = tree.find(text.as_bytes()).map(|it| &text[it.start..it.end]);
        assert_eq!(found.collect::<Vec<_>>(), ["IN", "in S", "最大", "最大值", "a", "a"]);
    }
}

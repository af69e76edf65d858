//! The words of the book as a tree of bytes, which finds the longest of them at each place of a text.
//!
//! Few places begin a word: a table of the first two bytes of all words answers for the rest. An automaton takes
//! several steps for each byte, and longer to build.

use std::ops::Range;

/// Stands for no node and for no word.
const NONE: u16 = u16::MAX;

/// Words in any case of their ASCII letters.
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The first two bytes of all words, a bit each.
    pairs: Box<[u64; 1 << 10]>,
    /// For each byte its row; that of a byte which begins no word is the first one, and empty.
    rows: [u8; 256],
    firsts: Vec<Row>,
}

/// What follows one byte of a word.
struct Node {
    byte: u8,
    /// The nodes of the bytes behind it stand side by side.
    children: Range<u16>,
    /// The word that ends here.
    word: u16,
}

/// The words that begin with one byte.
struct Row {
    /// The word that is this byte alone.
    word: u16,
    /// The nodes of the second bytes.
    nodes: [u16; 256],
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
        let none = Row { word: NONE, nodes: [NONE; 256] };
        let pairs = Box::new([0; 1 << 10]);
        let mut tree = Tree { nodes: Vec::new(), pairs, rows: [0; 256], firsts: vec![none] };
        for first in tree.grow(words, 0..words.len(), 0) {
            tree.add(first);
        }
        tree
    }

    /// Adds the row of a node of first bytes.
    fn add(&mut self, first: u16) {
        let Node { byte, children, word } = &self.nodes[usize::from(first)];
        let mut row = Row { word: *word, nodes: [NONE; 256] };
        for second in children.clone() {
            cases(self.nodes[usize::from(second)].byte).for_each(|it| row.nodes[usize::from(it)] = second);
        }
        let at = u8::try_from(self.firsts.len()).expect("bytes that are no capitals number less than 256");
        for byte in cases(*byte) {
            self.rows[usize::from(byte)] = at;
            let goes_on = |second: &u8| row.word != NONE || row.nodes[usize::from(*second)] != NONE;
            for second in (0..=u8::MAX).filter(goes_on) {
                let pair = usize::from(u16::from_be_bytes([byte, second]));
                self.pairs[pair / 64] |= 1 << (pair % 64);
            }
        }
        self.firsts.push(row);
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

    fn row(&self, first: u8) -> &Row {
        &self.firsts[usize::from(self.rows[usize::from(first)])]
    }

    /// The next place where a word may begin.
    fn next(&self, text: &[u8], from: usize) -> Option<usize> {
        let begins = |pair: &[u8]| {
            let pair = usize::from(u16::from_be_bytes([pair[0], pair[1]]));
            self.pairs[pair / 64] >> (pair % 64) & 1 == 1
        };
        let rest = text.get(from..)?;
        // The last byte has none behind it.
        let last = rest.last().filter(|it| self.row(**it).word != NONE).map(|_| rest.len() - 1);
        rest.windows(2).position(begins).or(last).map(|at| from + at)
    }

    /// The longest word at the start of the text, and its length.
    fn longest(&self, text: &[u8]) -> Option<(usize, usize)> {
        let row = self.row(*text.first()?);
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
    [byte, byte.to_ascii_uppercase()].into_iter()
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

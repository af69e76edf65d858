//! The brackets of a text: which closes which, and where the one around an offset ends.

use super::chars::{closers, is_close_bracket, is_open_bracket};

/// The brackets of a text, found in one pass.
#[derive(Default)]
pub(super) struct Brackets {
    /// Opening brackets with the offset of their closing ones, in order.
    pairs: Vec<(usize, usize)>,
    /// Every bracket with the nesting depth behind it, whatever its kind.
    depths: Vec<(usize, i64)>,
    /// For each of `depths` the index of the next one with a smaller depth.
    next_smaller: Vec<usize>,
}

impl Brackets {
    pub(super) fn new(text: &str) -> Brackets {
        let (mut pairs, mut depths, mut depth) = (Vec::new(), Vec::new(), 0_i64);
        let mut open: Vec<(usize, &[char])> = Vec::new();
        for (at, it) in text.char_indices() {
            if let Some(close) = closers(it) {
                open.push((at, close));
                depth += 1;
            } else if is_close_bracket(it) {
                depth -= 1;
                if open.last().is_some_and(|(_, close)| close.contains(&it)) {
                    pairs.extend(open.pop().map(|(start, _)| (start, at)));
                }
            } else {
                continue;
            }
            depths.push((at, depth));
        }
        pairs.sort_unstable();
        let next_smaller = next_smaller(&depths);
        Brackets { pairs, depths, next_smaller }
    }

    /// The offset of the bracket that closes the one at `at`.
    pub(super) fn closing(&self, at: usize) -> Option<usize> {
        let index = self.pairs.binary_search_by_key(&at, |(open, _)| *open).ok()?;
        Some(self.pairs[index].1)
    }

    /// The offset of the bracket that the one at `close` closes.
    pub(super) fn opening(&self, close: usize) -> Option<usize> {
        self.pairs.iter().find(|(_, at)| *at == close).map(|(open, _)| *open)
    }

    /// The offset of the closing bracket that ends the text around `at`, whatever its kind.
    pub(super) fn enclosing(&self, at: usize) -> Option<usize> {
        let behind = self.depths.partition_point(|(index, _)| *index < at);
        let end = match behind.checked_sub(1) {
            Some(before) => self.next_smaller[before],
            None => self.depths.iter().position(|(_, depth)| *depth < 0)?,
        };
        Some(self.depths.get(end)?.0)
    }
}

fn next_smaller(depths: &[(usize, i64)]) -> Vec<usize> {
    let mut next = vec![depths.len(); depths.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, (_, depth)) in depths.iter().enumerate() {
        while let Some(before) = open.pop_if(|before| depths[*before].1 > *depth) {
            next[before] = index;
        }
        open.push(index);
    }
    next
}

/// Whether the separator occurs outside of all brackets.
pub(super) fn has_outside(text: &str, separator: char) -> bool {
    let mut depth = 0_usize;
    text.chars().any(|it| {
        if is_open_bracket(it) {
            depth += 1;
        } else if is_close_bracket(it) {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && it == separator
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_close_and_enclose() {
        let text = "a（b[c)]）d)";
        let brackets = Brackets::new(text);
        let at = |it: &str| text.find(it).unwrap();
        // Inside of square brackets a round one closes nothing.
        assert_eq!(brackets.closing(at("[")), Some(at("]")));
        assert_eq!(brackets.closing(at("（")), Some(at("）")));
        assert_eq!(brackets.opening(at("]")), Some(at("[")));
        assert_eq!(brackets.closing(at("a")), None);
        assert_eq!(brackets.enclosing(at("c")), Some(at(")")));
        assert_eq!(brackets.enclosing(0), Some(at("）")));
        assert_eq!(Brackets::new("a(b").enclosing(2), None);
    }
}

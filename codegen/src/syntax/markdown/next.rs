//! Repeated forward searches in linear time.

/// The next place of a pattern. The last answer is kept: a search from before it needs no look at the text.
#[derive(Debug)]
pub(super) struct Next {
    pattern: &'static str,
    /// Where the last search began, and what it found: the length of the text for nothing.
    last: Option<(usize, usize)>,
}

impl Next {
    pub(super) fn new(pattern: &'static str) -> Self {
        Self { pattern, last: None }
    }

    /// The first place from `from` on that ends before `end`.
    pub(super) fn find(&mut self, text: &str, from: usize, end: usize) -> Option<usize> {
        let known = self.last.filter(|(start, found)| (*start..=*found).contains(&from));
        let (_, found) = *self.last.insert(known.unwrap_or_else(|| {
            let found = text[from..].find(self.pattern).map_or(text.len(), |at| from + at);
            (from, found)
        }));
        (found < text.len() && found + self.pattern.len() <= end).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_a_plain_search() {
        let text = "a--b--c";
        let mut next = Next::new("--");
        for from in [0, 1, 2, 4, 6, 0, 5] {
            assert_eq!(
                next.find(text, from, text.len()),
                text[from..].find("--").map(|at| from + at),
                "{from}"
            );
        }
        assert_eq!(next.find(text, 0, 2), None);
    }
}

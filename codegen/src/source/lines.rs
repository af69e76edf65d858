//! Lines: on which one a byte lies.

/// The line table of a text: how many lines end before each block of it. Within a block they are counted when
/// somebody asks, which takes no longer than to search a list of all lines.
#[derive(Clone, Debug)]
pub(super) struct Lines(Vec<u32>);

/// Bytes of a block. Breaks in one can be counted in a byte.
const BLOCK: usize = 64;

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let mut before = Vec::with_capacity(2 + text.len() / BLOCK);
        let mut breaks = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            before.push(breaks);
            breaks += breaks_in(block);
        }
        before.push(breaks);
        Self(before)
    }

    /// Line of a byte offset, counted from 1. `text` is that of the table.
    pub(super) fn of(&self, text: &str, offset: usize) -> u32 {
        let offset = offset.min(text.len());
        let block = offset / BLOCK;
        1 + self.0[block] + breaks_in(&text.as_bytes()[block * BLOCK..offset])
    }
}

fn breaks_in(block: &[u8]) -> u32 {
    block.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_has_the_line_of_the_breaks_before_it() {
        let text = "a\n\nbc\n".repeat(40);
        let lines = Lines::new(&text);
        for offset in 0..=text.len() {
            assert_eq!(lines.of(&text, offset) as usize, text[..offset].split('\n').count());
        }
        assert_eq!(lines.of(&text, text.len() + 1), lines.of(&text, text.len()));
    }
}

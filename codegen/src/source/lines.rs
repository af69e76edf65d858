//! Line numbers of byte offsets.

/// The offsets at which the lines of a text begin.
#[derive(Clone, Debug)]
pub(super) struct Lines(Vec<u32>);

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let after_breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1);
        Self(std::iter::once(0).chain(after_breaks).collect())
    }

    /// Line of a byte offset, counted from 1.
    pub(super) fn of(&self, offset: usize) -> u32 {
        self.0.partition_point(|start| *start as usize <= offset) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_has_the_line_of_the_breaks_before_it() {
        let text = "a\n\nbc\n".repeat(40);
        let lines = Lines::new(&text);
        for offset in 0..=text.len() {
            assert_eq!(lines.of(offset) as usize, text[..offset].split('\n').count());
        }
        assert_eq!(lines.of(text.len() + 1), lines.of(text.len()));
    }
}

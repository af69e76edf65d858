//! Where the choices of a generator come from: a seed, or the bytes that a fuzzer gives.

/// A stream of choices; the same seed or bytes give the same ones.
pub struct Choices<'b> {
    state: u64,
    bytes: Option<&'b [u8]>,
}

impl<'b> Choices<'b> {
    /// An endless stream.
    pub fn of_seed(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5dee_ce66, bytes: None }
    }

    /// Choices that a fuzzer makes; behind the last byte all are the first one.
    pub fn of_bytes(bytes: &'b [u8]) -> Self {
        Self { state: 0, bytes: Some(bytes) }
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        match &mut self.bytes {
            Some(bytes) => match bytes.split_first_chunk::<2>() {
                Some((two, rest)) => {
                    *bytes = rest;
                    usize::from(u16::from_le_bytes(*two)) % end
                }
                None => 0,
            },
            None => (self.next() % end as u64) as usize,
        }
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// One of a list.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// So many parts, put together.
    pub fn join(
        &mut self,
        most: usize,
        separator: &str,
        mut part: impl FnMut(&mut Self) -> String,
    ) -> String {
        let count = self.below(most + 1);
        (0..count).map(|_| part(self)).collect::<Vec<_>>().join(separator)
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_choices() {
        let all = |seed| {
            let mut choices = Choices::of_seed(seed);
            (0..64).map(|_| choices.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(all(7), all(7));
        assert_ne!(all(7), all(8));
        assert!(all(7).iter().all(|number| *number < 1000));
    }

    #[test]
    fn bytes_are_choices_and_end() {
        let mut choices = Choices::of_bytes(&[3, 0, 1, 1, 9]);
        assert_eq!([choices.below(10), choices.below(1000), choices.below(10)], [3, 257, 0]);
    }
}

//! Numbers that a seed decides: SplitMix64, which needs no state beside a counter.

use std::sync::atomic::{AtomicU64, Ordering};

/// A sequence of numbers that calls on several threads share.
#[derive(Debug)]
pub(super) struct Random {
    seed: u64,
    next: AtomicU64,
}

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, next: AtomicU64::new(0) }
    }

    /// The next number.
    pub(super) fn number(&self) -> u64 {
        mix(self.seed.wrapping_add(self.next.fetch_add(1, Ordering::Relaxed).wrapping_mul(STEP)))
    }

    /// The next number of 0 to 1, without 1.
    pub(super) fn share(&self) -> f64 {
        (self.number() >> 11) as f64 / (1u64 << 53) as f64
    }
}

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A number that looks like none of its neighbours'.
pub(super) fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(STEP);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A number for a text.
pub(super) fn of_text(seed: u64, text: &str) -> u64 {
    text.bytes().fold(mix(seed), |sum, byte| mix(sum ^ u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides() {
        let numbers = |seed| {
            let random = Random::new(seed);
            [random.number(), random.number()]
        };
        assert_eq!(numbers(1), numbers(1));
        assert_ne!(numbers(1), numbers(2));
        let random = Random::new(7);
        let mean = (0..1000).map(|_| random.share()).sum::<f64>() / 1000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
        assert_ne!(of_text(1, "ab"), of_text(1, "ba"));
    }
}

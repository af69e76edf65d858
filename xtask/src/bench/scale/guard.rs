//! `bench --scale --guard`: fails where the cost of a kind grows like a square.

use super::cliffs::{CLIFFS, Cliff};
use super::measured;
use std::path::Path;

/// The larger one of the two sizes, and how many times as large it is.
const SIZE: usize = 40_000;
const TIMES: usize = 4;

/// What takes less than this much processor time at the larger size, start included, says nothing about growth.
const NOISE: f64 = 0.1;

/// The clock has ticks of a hundredth of a second, so that less than this may be any of several times.
const SURE: f64 = 0.03;

/// A line has an exponent of 1, and with caches that no longer hold everything 1.3; a square has 2.
const MOST: f64 = 1.6;

/// Measures each kind at two sizes. One that seems to grow is measured again, and the better times count: other programs
/// of the machine disturb one round, and seldom two.
pub(super) fn all(program: &Path) -> Result<(), String> {
    let mut squares = Vec::new();
    let start = measured(program, &CLIFFS[0], 1)?.0.seconds;
    for cliff in CLIFFS {
        let Some((mut small, mut large)) = times(program, cliff, start)? else { continue };
        if exponent(small, large) > MOST
            && let Some(again) = times(program, cliff, start)?
        {
            (small, large) = (small.min(again.0), large.min(again.1));
        }
        let exponent = exponent(small, large);
        println!("{exponent:.2}  {small:.2} s, {large:.2} s  {}", cliff.name);
        if exponent > MOST {
            squares.push(cliff.name);
        }
    }
    if squares.is_empty() { Ok(()) } else { Err(format!("these grow like a square: {}", squares.join(", "))) }
}

/// The time at both sizes behind the start of the program, which hides growth; none where it is too short to tell anything.
fn times(program: &Path, cliff: &Cliff, start: f64) -> Result<Option<(f64, f64)>, String> {
    // What has a smaller page to fill takes longer each.
    let size = SIZE.min(cliff.most / 3);
    let (large, _) = measured(program, cliff, size)?;
    if large.seconds < NOISE {
        return Ok(None);
    }
    let (small, _) = measured(program, cliff, size / TIMES)?;
    Ok(Some((small.seconds - start, large.seconds - start)))
}

fn exponent(small: f64, large: f64) -> f64 {
    (large / small.max(SURE)).ln() / (TIMES as f64).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_are_told_from_lines() {
        assert!(exponent(0.05, 0.2) < MOST);
        assert!(exponent(0.05, 0.3) < MOST);
        assert!(exponent(0.01, 0.2) < MOST);
        assert!(exponent(0.05, 0.8) > MOST);
        assert!(exponent(0.0, 0.1) < MOST);
    }
}

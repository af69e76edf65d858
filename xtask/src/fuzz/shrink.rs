//! Making an input small: lines, then letters are taken away as long as the same check fails.

use super::check::{Fault, Scratch};
use super::inputs::Input;

/// Runs that making one input small may take.
const RUNS: usize = 400;

/// The smallest text found.
pub fn smallest(scratch: &Scratch, input: &Input, fault: &Fault) -> String {
    let mut runs = RUNS;
    let mut fails = |text: &str| {
        runs = runs.saturating_sub(1);
        let input = Input { kind: input.kind, text: text.to_owned() };
        runs > 0 && scratch.check(&[input], true).is_err_and(|other| other.check == fault.check)
    };
    let lines = input.text.split_inclusive('\n').map(str::to_owned).collect();
    let text = without(lines, &mut fails).concat();
    without(text.chars().map(String::from).collect(), &mut fails).concat()
}

/// Takes away ever smaller runs of parts.
fn without(mut parts: Vec<String>, fails: &mut impl FnMut(&str) -> bool) -> Vec<String> {
    let mut run = parts.len().div_ceil(2);
    while run > 0 {
        let mut at = 0;
        while at < parts.len() {
            let rest: Vec<String> = [&parts[..at], &parts[(at + run).min(parts.len())..]].concat();
            if fails(&rest.concat()) { parts = rest } else { at += run }
        }
        run = if run == 1 { 0 } else { run.div_ceil(2) };
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_goes() {
        let parts = "a b c d e f g".split_inclusive(' ').map(str::to_owned).collect();
        let left = without(parts, &mut |text| text.contains('c') && text.contains("f "));
        assert_eq!(left.concat(), "c f ");
    }
}

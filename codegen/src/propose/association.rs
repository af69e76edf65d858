//! Association: what the shared words that a text is made of usually mean.

use std::collections::BTreeMap;

/// How often the words of each meaning have a piece of a text.
#[derive(Debug)]
pub(super) struct Association<T> {
    pieces: BTreeMap<String, BTreeMap<T, f64>>,
}

impl<T: Copy + Ord> Association<T> {
    /// Learns from the words of each meaning.
    pub(super) fn new(words: &BTreeMap<T, Vec<String>>) -> Self {
        let mut pieces: BTreeMap<String, BTreeMap<T, f64>> = BTreeMap::new();
        for (meaning, words) in words {
            for piece in words.iter().flat_map(|word| self::pieces(word)) {
                *pieces.entry(piece).or_default().entry(*meaning).or_default() += 1.0;
            }
        }
        Self { pieces }
    }

    /// How much the pieces of a text speak for each meaning. A piece that many words have weighs more than a rare one,
    /// and one of many meanings says little; the sum is the number of known pieces.
    pub(super) fn shares(&self, text: &str) -> BTreeMap<T, f64> {
        let pieces = pieces(text);
        let known: Vec<&BTreeMap<T, f64>> =
            pieces.iter().filter_map(|piece| self.pieces.get(piece)).collect();
        let weight = |counts: &BTreeMap<T, f64>| counts.values().sum::<f64>().ln_1p();
        let sum: f64 = known.iter().map(|counts| weight(counts)).sum();
        let mut shares: BTreeMap<T, f64> = BTreeMap::new();
        for counts in &known {
            let total: f64 = counts.values().sum();
            for (meaning, count) in *counts {
                let share = count / total * weight(counts) / sum * known.len() as f64;
                *shares.entry(*meaning).or_default() += share;
            }
        }
        shares
    }

    /// The meaning that a text speaks for most, of those that `may` be; none without any known piece.
    pub(super) fn best(&self, text: &str, may: impl Fn(T) -> bool) -> Option<(T, f64)> {
        let shares = self.shares(text);
        let shares = shares.into_iter().filter(|(meaning, _)| may(*meaning));
        shares.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }
}

/// Words of ASCII letters without a plural `s`, and pairs of Han characters.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 1) {
        let word = word.to_ascii_lowercase();
        let stem = word.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(&word);
        // `param` and `parameter` are one word.
        pieces.push(if stem.starts_with("param") { "param" } else { stem }.to_owned());
    }
    let chars: Vec<char> = crate::dialect::words::simplified(text).chars().collect();
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    pieces.extend(
        chars.windows(2).filter(|pair| pair.iter().all(|c| han(*c))).map(|pair| pair.iter().collect()),
    );
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Role, built_in};

    #[track_caller]
    fn check(text: &str, more: &[Role], less: &[Role]) {
        let shares = Association::new(&built_in::shared().sections).shares(text);
        let of = |roles: &[Role]| roles.iter().filter_map(|role| shares.get(role)).sum::<f64>();
        assert!(of(more) > of(less), "{text}: {shares:?}");
    }

    #[test]
    fn common_pieces_outweigh_rare_ones() {
        let sent =
            [Role::Request, Role::QueryParams, Role::PathParams, Role::BodyParams, Role::RequestExample];
        let back = [Role::Response, Role::ResponseExample];
        check("Response body fields", &back, &sent);
        check("JSON Params", &sent, &back);
        check("查询字符串参数列表", &[Role::QueryParams], &[Role::Response]);
        assert!(Association::new(&built_in::shared().sections).shares("Zyx").is_empty());
    }
}

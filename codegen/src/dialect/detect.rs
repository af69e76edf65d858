//! Which dialect the pages of a set speak.
//!
//! Each page is a witness of its own: a dialect has as many points there as the page shows of its signs, and none where
//! it shows a single one, which any page may have by chance (a path that begins with `/api/v3/`, a heading
//! `Request Example`). The dialect with most points over all pages is taken; where the next one has as many, none is,
//! and a thin lead is reported.

use super::built_in::{self, BUILT_IN, BuiltIn};
use super::file::DialectFile;
use super::{Dialect, normalize};
use crate::syntax::markdown::{Document, Kind};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

/// Signs that a page with one in its text must have.
const SIGNS_OF_PAGE: usize = 2;

/// The runtime of clients that are no vendor's.
const PLAIN: &str = "plain";

/// Headings that a page without a sign in its text must have.
const HEADINGS: usize = 3;

/// What built-in dialects look for in the text of pages, found in one pass.
static SIGNS: LazyLock<(AhoCorasick, Vec<&str>)> = LazyLock::new(|| {
    let signs =
        BUILT_IN.iter().flat_map(|BuiltIn { file, .. }| file.detect.absent.iter().chain(&file.detect.text));
    let signs: Vec<&str> = signs.map(String::as_str).collect();
    let built = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).prefilter(false).build(&signs);
    // Only an automaton beyond 2^31 states is refused.
    (built.expect("a word list builds an automaton"), signs)
});

/// The signs of a page.
pub struct Signs<'a> {
    /// Those of [`SIGNS`] that its text has.
    text: BTreeSet<&'static str>,
    /// Normalised.
    headings: BTreeSet<std::borrow::Cow<'a, str>>,
}

impl<'a> Signs<'a> {
    /// What one page shows to the built-in dialects; `document` reads it.
    pub fn new<'t: 'a>(text: &str, document: impl FnOnce() -> &'a Document<'t> + Send) -> Self {
        let (document, text) = rayon::join(document, || signs_of(text));
        let headings = document.blocks.iter().filter_map(|block| match &block.kind {
            Kind::Heading { text, .. } => Some(normalize(text)),
            _ => None,
        });
        Self { text, headings: headings.collect() }
    }

    /// What the page shows of every built-in dialect.
    pub fn points(&self) -> Points {
        Points(BUILT_IN.iter().map(|BuiltIn { file, .. }| self.score(file)).collect())
    }

    /// Points of one built-in dialect.
    fn score(&self, DialectFile { detect, client, .. }: &DialectFile) -> usize {
        let says = |signs: &[String]| signs.iter().filter(|sign| self.text.contains(sign.as_str())).count();
        if says(&detect.absent) > 0 {
            return 0;
        }
        let by_text = says(&detect.text);
        let by_heading =
            detect.headings.iter().filter(|sign| self.headings.contains(&normalize(sign))).count();
        let least = match by_text {
            // Headings are words that anybody may use: they make no client of a vendor, and a page has to show most of them.
            0 if !matches!(&*client.runtime, "" | PLAIN) => return 0,
            0 => HEADINGS.max(detect.headings.len().div_ceil(2)),
            _ => SIGNS_OF_PAGE,
        };
        Some(by_heading + by_text).filter(|points| *points >= least).unwrap_or_default()
    }
}

/// Points of one page, in the order of the built-in dialects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points(Vec<usize>);

/// The signs that a text has.
fn signs_of(text: &str) -> BTreeSet<&'static str> {
    let (automaton, signs) = &*SIGNS;
    automaton.find_overlapping_iter(text).map(|found| signs[found.pattern()]).collect()
}

/// What the signs of pages say.
pub struct Found {
    /// The dialect that is taken; the generic one where none is.
    pub dialect: Arc<Dialect>,
    /// Points of the best dialect, which is the one taken unless another has as many.
    pub best: Option<(String, usize)>,
    /// The next best one and its points.
    pub next: Option<(String, usize)>,
}

impl Found {
    /// Whether the next dialect has at least two thirds of the points of the best.
    pub fn is_unsure(&self) -> bool {
        matches!((&self.best, &self.next), (Some((_, best)), Some((_, next))) if 3 * next >= 2 * best)
    }
}

/// The dialect whose signs the pages show most.
pub fn find<'p>(pages: impl Iterator<Item = &'p Points> + Clone) -> Result<Found, built_in::Error> {
    let score = |(at, built_in): (usize, &'static BuiltIn)| {
        let points = pages.clone().map(|Points(page)| page[at]).sum::<usize>();
        (points, built_in)
    };
    let mut scores: Vec<(usize, &BuiltIn)> =
        BUILT_IN.iter().enumerate().map(score).filter(|(points, _)| *points > 0).collect();
    scores.sort_by_key(|(points, built_in)| (std::cmp::Reverse(*points), &built_in.file.name));
    let named = |at: usize| scores.get(at).map(|(points, built_in)| (built_in.file.name.clone(), *points));
    let dialect = match &scores[..] {
        [] => built_in::builtin(built_in::GENERIC)?,
        [(best, _), (next, _), ..] if best == next => built_in::builtin(built_in::GENERIC)?,
        [(_, best), ..] => Arc::clone(best.dialect()),
    };
    Ok(Found { dialect, best: named(0), next: named(1) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::markdown;

    #[track_caller]
    fn check(pages: &[&str], dialect: &str, unsure: bool) {
        let documents: Vec<Document<'_>> = pages.iter().map(|page| markdown::read(page)).collect();
        let points =
            pages.iter().zip(&documents).map(|(text, document)| Signs::new(text, || document).points());
        let found = find(points.collect::<Vec<_>>().iter()).unwrap();
        assert_eq!(
            (&*found.dialect.name, found.is_unsure()),
            (dialect, unsure),
            "{:?} {:?}",
            found.best,
            found.next
        );
    }

    #[test]
    fn a_single_sign_is_none() {
        let parcels = "# List parcels\n\n`GET https://parcel.example.com/api/v3/parcels`\n";
        check(&[parcels; 9], "generic", false);
        check(&["# x\n\nkookapp.cn\n"; 9], "generic", false);
        check(&["# x\n\nkookapp.cn\n\n## 参数列表\n"], "kook", false);
    }

    #[test]
    fn headings_of_anybody_are_no_sign() {
        let own = "# Find\n\n## Request Example\n\n## Response Parameters\n\n## Response Example\n";
        check(&[own; 3], "generic", false);
        check(&[&format!("{own}\n## Description\n\nPermission: none\n")], "blueking-apigw", false);
        check(&["# Find\n\n## 请求方式\n\n## 请求地址\n\n## 返回码\n"], "generic", false);
        check(&["# Find\n\n## Summary\n\n## Parameters\n\n## Responses\n"], "swagger-markdown", false);
    }

    #[test]
    fn a_tie_is_no_dialect_and_a_thin_lead_is_reported() {
        let kook = "# x\n\nkookapp.cn\n\n## 参数列表\n";
        let ucloud = "# x\n\napi.ucloud.cn\n\nPublicKey\n";
        check(&[kook, ucloud], "generic", true);
        check(&[kook, kook, kook, ucloud, ucloud], "kook", true);
        check(&[kook, kook, ucloud], "kook", false);
    }

    #[test]
    fn a_text_has_the_signs_that_it_contains() {
        let (_, signs) = &*SIGNS;
        let chained = signs.concat() + &signs.iter().rev().copied().collect::<String>();
        let pairs = signs.iter().zip(signs.iter().cycle().skip(3)).map(|(a, b)| {
            let half = a.char_indices().nth(a.chars().count() / 2).map_or(0, |(at, _)| at);
            format!("{}{b} {a}", &a[..half])
        });
        for text in pairs.chain([chained, String::new()]) {
            let found = signs_of(&text);
            for sign in signs {
                assert_eq!(found.contains(sign), text.contains(sign), "{sign} in {text}");
            }
        }
    }
}

//! Paging: pairs of arguments that say where to begin and how many, on calls whose answers have a list and a total.

use super::call::Call;
use super::draft::{Draft, Evidence, quoted};
use crate::dialect::{DialectFile, Proposals};
use heck::ToSnakeCase;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Proposes `[[paging]]` for pairs that the shared conventions lack.
pub(super) fn propose(calls: &[Call], shared: &DialectFile, draft: &mut Draft) {
    let (known, words) = (&shared.paging, &shared.propose);
    let mut found: BTreeMap<(&str, &str, &str), Evidence> = BTreeMap::new();
    for call in calls {
        if let Some(pair) = pair(call, words) {
            found.entry(pair).or_default().count(call.page, 1);
        }
    }
    for ((style, start, limit), evidence) in found {
        let is_known = known.iter().any(|convention| convention.start == start && convention.limit == limit);
        if is_known || evidence.rows < 2 {
            continue;
        }
        let is_of = |call: &&Call| pair(call, words) == Some((style, start, limit));
        let mut lists: BTreeMap<&str, usize> = BTreeMap::new();
        let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
        for member in calls.iter().filter(is_of).flat_map(|call| call.answers.iter().flatten()) {
            if member.list {
                *lists.entry(&member.name).or_default() += 1;
            }
            let name = member.name.to_lowercase();
            if member.number && words.totals.iter().any(|word| name.contains(word.as_str())) {
                *totals.entry(&member.name).or_default() += 1;
            }
        }
        if lists.is_empty() || totals.is_empty() {
            continue;
        }
        let mut text = String::new();
        let _ = writeln!(text, "style = \"{style}\" # {}", evidence.text("call"));
        let _ = writeln!(text, "start = {}\nlimit = {}", quoted(start), quoted(limit));
        let items = lists.keys().map(|name| quoted(name)).chain(["\"*\"".to_owned()]);
        let _ = writeln!(text, "items = [{}]", items.collect::<Vec<_>>().join(", "));
        let totals: Vec<String> = totals.keys().map(|name| quoted(name)).collect();
        let _ = writeln!(text, "totals = [{}]", totals.join(", "));
        draft.paging(text);
    }
}

/// The pair of arguments of a call.
fn pair<'c>(call: &'c Call, words: &'c Proposals) -> Option<(&'c str, &'c str, &'c str)> {
    let named = |parts: &[String], not: &str| {
        call.arguments.iter().map(String::as_str).find(|name| {
            let snake = name.to_snake_case();
            let has = |word: &String| {
                snake.split('_').any(|part| part == word || part.strip_suffix('s') == Some(word))
            };
            *name != not && parts.iter().any(has) && !words.not_paging.iter().any(has)
        })
    };
    words.starts.iter().find_map(|(style, starts)| {
        let limit = named(words.limits.get(style)?, "")?;
        let start = named(starts, limit)?;
        Some((style.as_str(), start, limit))
    })
}

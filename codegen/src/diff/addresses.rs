//! Addresses and headers that texts name: the base address of all calls, and a header of the vendor's own.

use super::reworded::Reworded;
use super::rules::{self, Rule};
use std::collections::BTreeSet;

/// The address or header that one text names in the place of another one.
pub(super) fn compare(old: &str, new: &str) -> Vec<Reworded> {
    let kinds: [(&'static Rule, &str, [BTreeSet<&str>; 2]); 2] = [
        (&rules::HOST_CHANGED, "address", [old, new].map(addresses)),
        (&rules::CREDENTIALS_CHANGED, "header", [old, new].map(headers)),
    ];
    let changed = kinds.into_iter().filter_map(|(rule, what, [ours, theirs])| {
        let (gone, come) = (only(ours.difference(&theirs))?, only(theirs.difference(&ours))?);
        Some(Reworded::new(rule, format!("names the {what} `{come}` instead of `{gone}`"), gone, come))
    });
    changed.collect()
}

fn only<'t>(mut names: impl Iterator<Item = &'t &'t str>) -> Option<&'t str> {
    let first = names.next().copied();
    first.filter(|_| names.next().is_none())
}

/// Addresses of a host alone, or with a version: links lead further.
fn addresses(text: &str) -> BTreeSet<&str> {
    let is_address = |word: &&str| {
        let Some((_, rest)) = word.split_once("://") else { return false };
        let mut parts = rest.trim_end_matches('/').split('/');
        let has_host = parts.next().is_some_and(|host| host.contains('.') || host.contains(':'));
        let is_version = |part: &str| {
            part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        has_host && parts.next().is_none_or(is_version) && parts.next().is_none()
    };
    words(text, |c| c.is_ascii_alphanumeric() || ":/.-_{}".contains(c)).filter(is_address).collect()
}

/// `X-Api-Key`
fn headers(text: &str) -> BTreeSet<&str> {
    let is_header = |word: &&str| word.len() > 2 && (word.starts_with("X-") || word.starts_with("x-"));
    words(text, |c| c.is_ascii_alphanumeric() || c == '-').filter(is_header).collect()
}

fn words(text: &str, is_of_word: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    text.split(move |c| !is_of_word(c)).map(|word| word.trim_end_matches(['.', ':', '-']))
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(old: &str, new: &str, expect: &[&str]) {
        let found = super::compare(old, new);
        assert_eq!(found.iter().map(|it| it.rule.code.name).collect::<Vec<_>>(), expect, "{old} => {new}");
    }

    #[test]
    fn base_addresses_and_headers() {
        check("Base: https://a.example.com", "Base: https://b.example.com.", &["host-changed"]);
        check("* **https://a.example.com/v1/**", "* **https://a.example.com/v2/**", &["host-changed"]);
        check("Send `X-Key`.", "Send `X-Token`.", &["credentials-changed"]);
        check("See https://a.example.com/docs/x", "See https://b.example.com/docs/x", &[]);
        check("Send it.", "Send `X-Token`.", &[]);
    }
}

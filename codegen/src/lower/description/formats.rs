//! Formats of texts: dates by pattern, by sample or by standard, and base64.

use super::patterns::{Hit, Role};
use super::text::Text;
use crate::model::Type;

/// The format, if the text states exactly one.
pub(super) fn read(text: &Text<'_>, ty: &Type) -> Option<String> {
    if !matches!(ty.leaf(), Type::String) {
        return None;
    }
    let patterns = text.with(Role::Date).filter_map(|hit| date(&text.raw, hit.start));
    let named = text
        .with(Role::Format)
        .filter_map(|hit| text.patterns.means(hit).map(str::to_owned).filter(|_| stands(text, hit)));
    let mut stated = named.chain(patterns);
    let first = stated.next()?;
    stated.all(|other| other == first).then_some(first)
}

/// Whether the word is no sample inside a longer one.
fn stands(text: &Text<'_>, hit: &Hit) -> bool {
    !text.raw[hit.end..].starts_with(|it: char| it.is_ascii_digit())
}

/// A date pattern that begins at the offset; the full one with a zone is the standard's.
fn date(text: &str, start: usize) -> Option<String> {
    let rest = &text[start..];
    let end = rest.find(|it: char| !"yYmMdDhHsSTZzX'-:/. +".contains(it)).unwrap_or(rest.len());
    // A letter that begins a word is no part of it.
    let is_cut = rest[end..].starts_with(|it: char| it.is_ascii_alphabetic());
    let whole = rest[..end].rsplit_once(|it: char| !it.is_ascii_alphabetic()).filter(|_| is_cut);
    let pattern =
        whole.map_or(&rest[..end], |(whole, _)| whole).trim_end_matches(|it: char| !it.is_ascii_alphabetic());
    let lower = pattern.to_ascii_lowercase();
    if !lower.contains("mm") || !lower.contains("dd") {
        return None;
    }
    let zoned = pattern.contains('T') && lower.ends_with('z');
    Some(if zoned { "date-time".to_owned() } else { pattern.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::date;

    #[track_caller]
    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(date(text, 0).as_deref(), expect, "{text}");
    }

    #[test]
    fn patterns_end_before_words() {
        check("yyyy-MM-dd HH:mm:ss. Default: now", Some("yyyy-MM-dd HH:mm:ss"));
        check("yyyy-MM-dd格式", Some("yyyy-MM-dd"));
        check("yyyyMMdd", Some("yyyyMMdd"));
        check("YYYY-MM-DDTHH:mm:ssZ", Some("date-time"));
        check("yyyy", None);
    }
}

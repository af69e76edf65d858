//! Formats of texts, as validators of examples and defaults check them.

use serde_json::Value;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a text has the format; values that are no texts have every one.
pub(super) fn has(shown: &Value, format: &str) -> bool {
    let Some(text) = shown.as_str() else { return true };
    match format {
        "date" => is_date(text),
        "date-time" => {
            let (day, zone) = (text.get(..19), text.get(19..).unwrap_or_default());
            let zone = zone.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
            let is_zone = zone == "Z" || zone.starts_with(['+', '-']) && has_shape(&zone[1..], "00:00");
            day.is_some_and(|day| has_shape(day, "0000-00-00T00:00:00") && is_date(&day[..10])) && is_zone
        }
        "byte" | "base64" => {
            // With its padding: validators take nothing else.
            let digits = text.trim_end_matches('=');
            digits.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/'))
                && text.len().is_multiple_of(4)
                && text.len() - digits.len() <= 2
        }
        "uuid" => has_shape(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "email" => is_email(text),
        "uri" => is_uri(text),
        _ => true,
    }
}

/// `0` stands for a digit and `x` for a hexadecimal one, everything else for itself.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(c, s): (u8, u8)| match s {
        b'0' => c.is_ascii_digit(),
        b'x' => c.is_ascii_hexdigit(),
        other => c == other,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

fn is_date(text: &str) -> bool {
    let number = |at: std::ops::Range<usize>| text.get(at).and_then(|digits| digits.parse::<u32>().ok());
    has_shape(text, "0000-00-00")
        && number(5..7).is_some_and(|month| (1..=12).contains(&month))
        && number(8..10)
            .is_some_and(|day| (1..=28).contains(&day) || (29..=31).contains(&day) && text[5..7] != *"02")
}

fn is_email(text: &str) -> bool {
    let is_part = |part: &str| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
        !part.is_empty() && part.chars().all(is_plain) && !part.starts_with('.') && !part.ends_with('.')
    };
    text.split_once('@').is_some_and(|(name, host)| is_part(name) && is_part(host) && host.contains('.'))
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let is_written = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(is_scheme)
        && !rest.is_empty()
        && rest.chars().all(is_written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(format: &str, good: &[&str], bad: &[&str]) {
        good.iter().for_each(|text| assert!(has(&Value::from(*text), format), "{text} is a {format}"));
        bad.iter().for_each(|text| assert!(!has(&Value::from(*text), format), "{text} is no {format}"));
    }

    #[test]
    fn texts_have_their_format_or_not() {
        check("date", &["2024-02-28", "2024-12-31"], &["2024-13-01", "2024-2-3", "2024-02-30", "now"]);
        check(
            "date-time",
            &["2024-01-02T03:04:05Z", "2024-01-02T03:04:05.1+08:00"],
            &["2024-01-02 03:04:05", "x"],
        );
        check("uuid", &["9b2f5a50-1111-4222-8333-444455556666"], &["zz", "9b2f5a50111142228333444455556666"]);
        check("email", &["a.b@example.com"], &["a", "a@b", "@example.com", "a b@example.com"]);
        check("ipv4", &["192.0.2.1"], &["192.0.2", "x"]);
        check("uri", &["https://example.com/a?b=1", "urn:a:b"], &["a/b", "https://example.com/{id}", "x:"]);
        check("byte", &["eHg="], &["xxx"]);
        check("another", &["anything"], &[]);
    }
}

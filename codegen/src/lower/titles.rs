//! Titles of nested tables: which field, path or type a heading or caption names.

use crate::dialect::Dialect;
use crate::dialect::words::half_width;

/// What a title names, as segments of a path; several when one table serves several fields.
pub fn parse(title: &str, dialect: &Dialect) -> Vec<Vec<String>> {
    let folded: String = title.chars().map(half_width).collect();
    let bare = strip_words(folded.trim(), dialect);
    let mut parts = vec![bare];
    for separator in &dialect.nesting.separators {
        parts = parts.into_iter().flat_map(|part| part.split(separator.as_str())).collect();
    }
    let paths: Vec<Vec<String>> = parts.into_iter().map(segments).filter(|path| !path.is_empty()).collect();
    // Prose is no name.
    if paths.iter().flatten().any(|segment| segment.contains(char::is_whitespace)) { Vec::new() } else { paths }
}

/// Takes the words before and after the name away.
fn strip_words<'t>(title: &'t str, dialect: &Dialect) -> &'t str {
    let mut rest = title.trim().trim_end_matches([':', '.', '。']).trim().trim_start_matches(['-', '*', ' ']);
    if let Some((_, path)) = rest.rsplit_once("--") {
        rest = path.trim(); // `Import failure information--data.failed`
    }
    let prefix = dialect.nesting.prefixes.iter().filter_map(|word| strip_prefix(rest, word)).min_by_key(|rest| rest.len());
    rest = prefix.unwrap_or(rest);
    for _ in 0..2 {
        let suffix = dialect.nesting.suffixes.iter().filter_map(|word| strip_suffix(rest, word)).min_by_key(|rest| rest.len());
        rest = suffix.unwrap_or(rest);
    }
    rest.trim().trim_matches(['`', '"', '\'', '*', ':'])
}

/// Words are taken off only at a border: a blank, or a change from Latin to Han.
fn strip_suffix<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(word.len())?;
    let tail = text.get(at..)?;
    let rest = &text[..at];
    let border = rest.ends_with(char::is_whitespace) || rest.ends_with(']') || !word.is_ascii() && rest.ends_with(|c: char| c.is_ascii());
    (tail.eq_ignore_ascii_case(word) && border && !rest.trim().is_empty()).then(|| rest.trim_end())
}

fn strip_prefix<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    let rest = &text[word.len()..];
    let border = rest.starts_with(char::is_whitespace) || !word.is_ascii() && rest.starts_with(|c: char| c.is_ascii());
    (head.eq_ignore_ascii_case(word) && border && !rest.trim().is_empty()).then(|| rest.trim_start())
}

/// `data[n].extension(azure).dns` as `data`, `extension`, `dns`.
fn segments(path: &str) -> Vec<String> {
    let path = path.trim().trim_matches(['`', '"']);
    let path = path.split(['(', '（']).next().map_or(path, |head| if path.ends_with([')', '）']) { head } else { path });
    let mut out = Vec::new();
    for segment in path.split('.') {
        let name = segment.split(['[', '(', '<']).next().unwrap_or(segment).trim();
        if !name.is_empty() {
            out.push(name.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::book;

    #[track_caller]
    fn check(title: &str, expect: &str) {
        let dialect = book::builtin("blueking-esb").unwrap();
        let paths: Vec<String> = parse(title, &dialect).iter().map(|path| path.join(".")).collect();
        assert_eq!(paths.join(" "), expect, "{title}");
    }

    #[test]
    fn names() {
        check("data", "data");
        check("process_info 字段说明", "process_info");
        check("data 字段说明：", "data");
        check("instances field description", "instances");
        check("data.info Field Explanation:", "data.info");
        check("Explanation of the data Field", "data");
        check("details[n] 参数说明", "details");
        check("host_list[] element", "host_list");
        check("ChargeSpec", "ChargeSpec");
        check("object", "object");
        check("fields", "fields");
    }

    #[test]
    fn paths() {
        check("data[n].extension(azure).dns_settings", "data.extension.dns_settings");
        check("Import failure related information--data.failed", "data.failed");
        check("egress_rule_set[n]&ingress_rule_set[n]", "egress_rule_set ingress_rule_set");
        check("from、to", "from to");
        check("data.extension[tcloud]", "data.extension");
    }

    #[test]
    fn prose_names_nothing() {
        check("see the notes below here", "");
    }
}

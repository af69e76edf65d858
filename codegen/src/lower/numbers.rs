//! Numbers of tables: `Table 2` above a table, and in the descriptions that refer to it.

use crate::dialect::Dialect;
use crate::dialect::words::half_widths;
use smol_str::SmolStr;

/// The number that a title begins with: `2-1` of `Table 2-1 Brim`.
pub(super) fn of_title(title: &str, dialect: &Dialect) -> Option<SmolStr> {
    if !has_digit(title) {
        return None;
    }
    let title = half_widths(title).to_lowercase();
    let title = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    dialect.nesting.numbered.iter().find_map(|word| number(title.strip_prefix(&*word.to_lowercase())?))
}

/// The numbers that a text names.
pub(super) fn in_text(text: &str, dialect: &Dialect) -> Vec<SmolStr> {
    if !has_digit(text) {
        return Vec::new();
    }
    let text = half_widths(text);
    let mut numbers = Vec::new();
    // Most texts with a digit have no such word.
    if !dialect.numbered.may_be_in(&text) {
        return numbers;
    }
    let text = text.to_ascii_lowercase();
    for (word, _) in dialect.numbered.iter() {
        // `vegetable 2` is no table.
        let is_inside =
            |at: usize| word.is_ascii() && text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let places = text.match_indices(word).filter(|(at, _)| !is_inside(*at));
        numbers.extend(places.filter_map(|(at, _)| number(&text[at + word.len()..])));
    }
    numbers
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        || !text.is_ascii() && text.contains(|c| matches!(c, '０'..='９'))
}

/// The number behind the word: `2`, `2-1`, `4.3`.
fn number(rest: &str) -> Option<SmolStr> {
    let rest = rest.trim_start_matches([' ', '\u{a0}', '#', ':', '.']);
    let bytes = rest.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_joint = |at: usize| matches!(bytes.get(at), Some(b'-' | b'.')) && is_digit(at + 1);
    let mut end = 0;
    while is_digit(end) || end > 0 && is_joint(end) {
        end += 1;
    }
    (end > 0).then(|| rest[..end].into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;

    #[test]
    fn a_title_begins_with_its_number() {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let check = |title: &str, expect: Option<&str>| {
            assert_eq!(of_title(title, &dialect).as_deref(), expect, "{title}");
        };
        check("Table 2 Brim", Some("2"));
        check("表2-1：帽檐", Some("2-1"));
        check("表 ３ 带子", Some("3"));
        check("Brim, see Table 2", None);
        check("Tables", None);
    }

    #[test]
    fn descriptions_name_numbers() {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let check = |text: &str, expect: &[&str]| assert_eq!(in_text(text, &dialect), expect, "{text}");
        check("Brim. For details, see Table 2.", &["2"]);
        check("帽檐，请参考表2、表4.1。", &["2", "4.1"]);
        check("a vegetable 2 of 3", &[]);
        check("one of 2 tables", &[]);
    }
}

//! Texts of pages in outputs that people and language models read: one language, a bounded length, nothing hidden.

use crate::model::Text;

/// The texts of the wanted language, or of all where the page does not have it, a paragraph each.
pub(super) fn chosen<'t>(language: Option<&str>, texts: impl IntoIterator<Item = &'t Text>) -> String {
    let texts: Vec<&Text> = texts.into_iter().collect();
    let plain_of = |text: &&Text| plain(&text.text).trim().to_owned();
    let is_wanted = |text: &&&Text| language.is_none_or(|language| text.language == language);
    let mut wanted: Vec<String> = texts.iter().filter(is_wanted).map(plain_of).collect();
    wanted.retain(|text| !text.is_empty());
    if wanted.is_empty() {
        wanted = texts.iter().map(plain_of).filter(|text| !text.is_empty()).collect();
    }
    wanted.dedup();
    wanted.join("\n\n")
}

/// The text without characters that show nothing or change how others are shown: controls, marks of direction, and
/// the characters of no width that hide text from people and not from programs.
pub fn plain(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
            || matches!(c, '\u{e0000}'..='\u{e007f}')
    };
    text.chars().filter(|c| !hidden(*c)).collect()
}

/// At most `limit` characters; whether something was cut.
pub(super) fn cut(text: &str, limit: usize) -> (String, bool) {
    if text.chars().count() <= limit {
        return (text.to_owned(), false);
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    if limit > 0 {
        short.push('…');
    }
    (short, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(language: &'static str, text: &str) -> Text {
        Text { language: language.into(), text: text.into(), ..Text::default() }
    }

    #[track_caller]
    fn check(language: Option<&str>, expect: &str) {
        let texts = [text("zh", "集群"), text("en", "a set"), text("en", " \u{200b}")];
        assert_eq!(chosen(language, &texts), expect);
    }

    #[test]
    fn languages() {
        check(Some("en"), "a set");
        check(Some("zh"), "集群");
        check(Some("fr"), "集群\n\na set");
        check(None, "集群\n\na set");
    }

    #[test]
    fn hidden_characters_go_and_long_texts_end() {
        let text = "a\u{1b}[31m\u{202e}b\u{200b}c\u{e0041}\u{85}\nd";
        assert_eq!(plain(text), "a[31mbc\nd");
        assert_eq!(cut("集群集群", 3), ("集群…".to_owned(), true));
        assert_eq!(cut("集群", 2), ("集群".to_owned(), false));
        assert_eq!(cut("abc", 0), (String::new(), true));
    }
}

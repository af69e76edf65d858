//! Languages of pages: named by a folder, or guessed from the text.

/// Names of folders in lower case, with `-` for `_`, and the languages that they mean.
const LANGUAGES: &[(&str, &str)] = &[
    ("zh", "zh"),
    ("zh-hans", "zh"),
    ("zh-cn", "zh"),
    ("cn", "zh"),
    ("en", "en"),
    ("en-us", "en"),
    ("en-gb", "en"),
];

/// Han characters that make any text Chinese.
const ENOUGH_HAN: usize = 8;

/// The language a folder of the path names.
pub(super) fn language_of_path(path: &str) -> Option<&'static str> {
    path.rsplit('/').skip(1).find_map(language_of_folder)
}

/// The language that the name of a folder means: `zh-CN`, `en`.
pub fn language_of_folder(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    LANGUAGES.iter().find(|(known, _)| *known == name).map(|(_, language)| *language)
}

/// Whether a folder's name is that of a language.
pub fn is_language(name: &str) -> bool {
    language_of_folder(name).is_some()
}

/// Guesses the language of a text: Chinese where Han characters outnumber words of ASCII letters, or are many.
pub fn language_of_text(text: &str) -> &'static str {
    let han = text.chars().filter(|c| is_han(*c)).take(ENOUGH_HAN).count();
    let words = || text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).count();
    if han >= ENOUGH_HAN || (han > 0 && han > words()) { "zh" } else { "en" }
}

/// Whether a text has several words of Latin letters.
pub(super) fn has_words(text: &str) -> bool {
    let mut words = text.split_whitespace().map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()));
    let is_word = |word: &str| {
        word.len() > 1
            && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            && word.bytes().any(|byte| byte.is_ascii_lowercase())
    };
    words.by_ref().any(is_word) && words.any(is_word)
}

pub(super) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_texts_tell_the_language() {
        for (folder, language) in [("zh_CN", Some("zh")), ("en-GB", Some("en")), ("zhao", None)] {
            assert_eq!(language_of_folder(folder), language, "{folder}");
        }
        assert_eq!(language_of_path("a/EN/b/zh.md"), Some("en"));
        assert_eq!(
            ["种植", "查询 VPC", "列 A list of names", ""].map(language_of_text),
            ["zh", "zh", "en", "en"]
        );
    }
}

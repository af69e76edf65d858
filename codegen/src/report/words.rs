//! Words of the interface, in English and Chinese. Pages are written in English; the script puts the other language in.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One word or phrase.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    en: String,
    zh: String,
}

static WORDS: LazyLock<BTreeMap<String, Word>> = LazyLock::new(|| {
    let read = toml::from_str(include_str!("../../report/words.toml"));
    read.expect("words.toml is part of this program, and its tests read it")
});

/// The key as the table has it, and the English word.
pub(super) fn english(key: &str) -> Option<(&'static str, &'static str)> {
    WORDS.get_key_value(key).map(|(key, word)| (key.as_str(), word.en.as_str()))
}

/// The words as a script that the pages load.
pub(super) fn script() -> String {
    let of = |pick: fn(&Word) -> &str| -> BTreeMap<&str, &str> {
        WORDS.iter().map(|(key, word)| (key.as_str(), pick(word))).collect()
    };
    let all = serde_json::json!({ "en": of(|word| &word.en), "zh": of(|word| &word.zh) });
    format!("window.docwrightWords = {all};\n")
}

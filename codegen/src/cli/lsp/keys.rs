//! Keys and values of TOML files. The parser itself is asked what it expects, so nothing is listed twice.

use docwright::config::Config;
use docwright::dialect::DialectFile;
use docwright::overrides;
use docwright::source::SourceFile;

/// What a TOML file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Config,
    Dialect,
    Overrides,
}

/// Where in a TOML file something is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place<'t> {
    /// The header of the table, brackets included; empty above the first.
    pub(super) header: &'t str,
    /// The key, when it is its value that is written.
    pub(super) key: Option<&'t str>,
    /// What is written already of the key, value or header.
    pub(super) typed: &'t str,
    /// Whether it is a header that is written, from its bracket on.
    pub(super) opens: bool,
    /// The keys that the table has.
    pub(super) present: Vec<&'t str>,
    /// The headers of the file.
    headers: Vec<&'t str>,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Value,
    Table,
    Tables,
}

/// A key that no table has, and a value of none.
const UNKNOWN: &str = "no such word";

impl<'t> Place<'t> {
    /// The place of a byte.
    pub(super) fn at(text: &'t str, offset: usize) -> Self {
        let line = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let above = || text[..line].lines();
        let is_header = |line: &&str| line.trim_start().starts_with('[') && !line.contains('=');
        let start = above().rev().find(is_header).map(str::trim).unwrap_or_default();
        let header = start.find('#').map_or(start, |at| start[..at].trim_end());
        let behind = text[line..].lines().skip(1).take_while(|line| !is_header(line));
        let own = above().rev().take_while(|line| !is_header(line));
        let key = |line: &'t str| Some(line.split_once('=')?.0.trim()).filter(|key| !key.starts_with('#'));
        let written = &text[line..offset];
        let opens = is_header(&written);
        let own_lines: Vec<&str> = above().rev().take_while(|line| !is_header(line)).collect();
        let (key_of_line, typed) = match (open_key(own_lines.into_iter().rev()), written.split_once('=')) {
            (Some(key), _) => (Some(key), written),
            (None, Some((key, typed))) => (Some(key.trim()), typed),
            (None, None) => (None, written),
        };
        let start = match typed.rfind('"').filter(|_| typed.matches('"').count() % 2 == 1) {
            // Inside of quotes everything is part of the word.
            Some(quote) => quote,
            None if opens => 0,
            None => typed.rfind([',', '[', '{', ' ']).map_or(0, |at| at + 1),
        };
        let present = own.chain(behind).filter_map(key).collect();
        let others = text.lines().filter(|other| is_header(other) && other.as_ptr() != text[line..].as_ptr());
        let headers = others.map(|header| header.split('#').next().unwrap_or_default().trim()).collect();
        Self { header, key: key_of_line, typed: typed[start..].trim_start(), opens, present, headers }
    }
}

/// The key whose list is still open behind some lines of a table.
fn open_key<'t>(lines: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let (mut key, mut depth) = (None, 0);
    for line in lines {
        let value = match line.split_once('=').filter(|_| depth == 0) {
            Some((name, value)) => {
                key = Some(name.trim()).filter(|name| !name.starts_with('#'));
                value
            }
            None if depth == 0 => continue,
            None => line,
        };
        depth = (depth + brackets(value)).max(0);
    }
    key.filter(|_| depth > 0)
}

/// How many more brackets a piece of TOML opens than it closes, outside of quotes and comments.
fn brackets(value: &str) -> i32 {
    let (mut quote, mut depth) = (None, 0);
    for c in value.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => break,
            (None, '[') => depth += 1,
            (None, ']') => depth -= 1,
            _ => {}
        }
    }
    depth
}

/// What may stand at a place.
pub(super) fn expected(form: Form, place: &Place<'_>) -> Vec<String> {
    let quoted = |words: Vec<String>| words.into_iter().map(|word| format!("\"{word}\"")).collect();
    match place.key {
        None if place.opens => {
            let top = headers(form, place, "");
            let tables = top.iter().filter(|header| !header.starts_with("[["));
            let below: Vec<String> = tables.flat_map(|table| headers(form, place, table)).collect();
            [top, below].concat()
        }
        None => {
            let values = keys(form, place.header)
                .into_iter()
                .filter(|(key, holds)| *holds == Holds::Value && !place.present.contains(&key.as_str()));
            let values: Vec<String> = values.map(|(key, _)| key).collect();
            [values, headers(form, place, place.header)].concat()
        }
        Some(key) => {
            let of = |value: &str| said(form, &format!("{}\n{key} = {value}\n", place.header));
            let text = of(&format!("\"{UNKNOWN}\""));
            if text.contains("expected a boolean") {
                return vec!["true".to_owned(), "false".to_owned()];
            }
            let words = words(&text);
            match words.is_empty() && text.contains("a sequence") {
                true => quoted(self::words(&of(&format!("[\"{UNKNOWN}\"]")))),
                false => quoted(words),
            }
        }
    }
}

/// The keys of a table, and what they hold.
fn keys(form: Form, header: &str) -> Vec<(String, Holds)> {
    let words = words(&said(form, &format!("{header}\n\"{UNKNOWN}\" = 1\n")));
    let of = |key: &str, value: &str| said(form, &format!("{header}\n{key} = {value}\n"));
    let is_table = |said: &str| said.contains("expected struct") || said.contains("expected a map");
    let holds = |key: &str| {
        let text = of(key, &format!("\"{UNKNOWN}\""));
        match () {
            () if is_table(&text) => Holds::Table,
            () if text.contains("a sequence") && is_table(&of(key, &format!("[\"{UNKNOWN}\"]"))) => {
                Holds::Tables
            }
            () => Holds::Value,
        }
    };
    words.into_iter().map(|key| (key.clone(), holds(&key))).collect()
}

/// The headers of the tables below one that may still come; lists of tables grow.
fn headers(form: Form, place: &Place<'_>, above: &str) -> Vec<String> {
    let front = above.trim_matches(['[', ']']);
    let front = if front.is_empty() { String::new() } else { format!("{front}.") };
    let named = keys(form, above).into_iter().filter_map(|(key, holds)| match holds {
        Holds::Value => None,
        Holds::Table => Some(format!("[{front}{key}]")),
        Holds::Tables => Some(format!("[[{front}{key}]]")),
    });
    // A list of tables has one of each below every element.
    let is_new = |header: &String| {
        header.starts_with("[[") || above.starts_with("[[") || !place.headers.contains(&header.as_str())
    };
    named.filter(is_new).collect()
}

/// What the parser says of a text.
fn said(form: Form, text: &str) -> String {
    let error = match form {
        Form::Config => toml::from_str::<Config>(text).err().map(|error| error.message().to_owned()),
        Form::Dialect => toml::from_str::<DialectFile>(text).err().map(|error| error.message().to_owned()),
        Form::Overrides => {
            overrides::parse(&SourceFile::new(0, "x.toml", text)).err().map(|error| error.to_string())
        }
    };
    error.unwrap_or_default()
}

/// The words that a message of the parser expects.
fn words(message: &str) -> Vec<String> {
    let Some((_, expected)) = message.split_once("expected ").filter(|_| message.contains(UNKNOWN)) else {
        return Vec::new();
    };
    let expected = expected.lines().next().unwrap_or_default();
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expects these words among those at the `¦` of a text, and none of the others.
    #[track_caller]
    fn check(form: Form, text: &str, expect: &[&str], not: &[&str]) {
        let offset = text.find('¦').unwrap();
        let text = text.replace('¦', "");
        let got = expected(form, &Place::at(&text, offset));
        for word in expect {
            assert!(got.iter().any(|got| got == word), "{word} in {got:?}");
        }
        for word in not {
            assert!(got.iter().all(|got| got != word), "{word} in {got:?}");
        }
    }

    #[test]
    fn the_parser_says_what_it_expects() {
        let whole = ["[[docs]]", "[emit]", "[severity]", "overrides"];
        check(Form::Config, "¦", &whole, &["docs", "emit", "severity"]);
        check(
            Form::Config,
            "[[docs]]\nservice = \"a\"\n¦\npath = \"x\"\n",
            &["dialect", "exclude"],
            &["service", "path"],
        );
        check(Form::Config, "[emit.rust]\n¦", &["manifest", "tests"], &["dialect"]);
        check(Form::Config, "[emit.rust]\nruntime = ¦", &["\"vendored\""], &[]);
        check(Form::Config, "[severity]\nDW0103 = \"¦", &["\"off\"", "\"note\""], &[]);
        check(Form::Dialect, "[columns]\n¦", &["name", "type", "required"], &[]);
        check(Form::Dialect, "[pages]\nendpoints = ¦", &["\"auto\"", "\"one\""], &[]);
        check(Form::Dialect, "[client]\nsigned = ¦", &["true", "false"], &[]);
        let list = "[routes]\n# of calls [\nname = [ # [\n    \"front_matter\", # ]";
        check(Form::Dialect, &format!("{list}\n    \"¦\"\n]\n"), &["\"file_stem\""], &["strip"]);
        check(Form::Dialect, &format!("{list}\n    ¦\n]\n"), &["\"file_stem\""], &["strip"]);
        check(Form::Dialect, &format!("{list}\n]\n¦"), &["strip"], &["name", "\"file_stem\""]);
        check(Form::Dialect, "[routes]\nname = [¦", &["\"file_stem\""], &[]);
        check(Form::Overrides, "[[override]]\nfact = \"a.b\"\n¦", &["reason", "type", "required"], &["fact"]);
        check(Form::Overrides, "[[override]]\nfact = \"a.b\"\nreason = \"x\"\nin = ¦", &["\"query\""], &[]);
    }

    #[test]
    fn tables_are_headers() {
        check(Form::Overrides, "¦", &["[[override]]"], &["override"]);
        check(Form::Overrides, "[[override]]\nfact = \"a.b\"\n\n[[ov¦", &["[[override]]"], &["reason"]);
        check(Form::Dialect, "¦", &["[sections]", "[columns]", "extends"], &["sections"]);
        check(
            Form::Dialect,
            "[columns]\nname = []\n[se¦\n",
            &["[sections]"],
            &["[columns]", "name", "extends"],
        );
        check(
            Form::Config,
            "[[docs]]\nservice = \"a\"\n\n[¦",
            &["[[docs]]", "[emit]", "[emit.rust]"],
            &["path"],
        );
        check(Form::Config, "[emit]\n¦", &["[emit.rust]"], &["rust"]);
        check(Form::Config, "[emit.rust]\n[emit]\n¦", &[], &["[emit.rust]"]);
        let text = "[sections]\nrequest = [\"request pa";
        let place = Place::at(text, text.len());
        assert_eq!((place.key, place.typed), (Some("request"), "\"request pa"));
    }
}

//! Faults of TOML files while they are typed: the configuration, dialects and files of overrides.

use super::findings::SOURCE;
use super::keys::Form;
use super::positions::{Encoding, Lines};
use docwright::config::Config;
use docwright::dialect::built_in;
use docwright::overrides;
use docwright::source::{SourceFile, visible};
use lsp_types::{Diagnostic, DiagnosticSeverity, Range};
use std::path::Path;

/// What is wrong with a text of this form; `folder` is that of the configuration.
pub(super) fn of_text(
    form: Form,
    text: &str,
    (path, folder): (&Path, &Path),
    encoding: Encoding,
) -> Option<Diagnostic> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let fault = match form {
        Form::Config => match Config::parse(&name, text) {
            Ok(config) => lost_dialect(&config, folder),
            Err(error) => Some(error.to_string()),
        },
        Form::Dialect => built_in::check(&name, text, folder).err().map(|error| error.to_string()),
        Form::Overrides => {
            overrides::parse(&SourceFile::new(0, name, text)).err().map(|error| error.to_string())
        }
    };
    fault.map(|message| at_place(&message, text, encoding))
}

/// The fault of the first doc set whose dialect is nowhere. Faults inside of a dialect stand in its own file.
fn lost_dialect(config: &Config, folder: &Path) -> Option<String> {
    config.docs.iter().filter_map(|set| built_in::load(set.dialect.as_ref()?, folder).err()).find_map(
        |error| {
            matches!(error, built_in::Error::Unknown { .. } | built_in::Error::Source(_))
                .then(|| error.to_string())
        },
    )
}

/// Whether the line that a message on one text is about is in another text too.
pub(super) fn is_still_in(text: &str, message: &str, other: &str, encoding: Encoding) -> bool {
    let line = at_place(message, text, encoding).range.start.line as usize;
    let written = text.lines().nth(line).unwrap_or_default();
    other.lines().any(|line| line == written)
}

/// A fault at the line and column that its message names, or at the key whose value it quotes.
pub(super) fn at_place(message: &str, text: &str, encoding: Encoding) -> Diagnostic {
    let lines = Lines::new(text, encoding);
    let counted = number(message, "line ").or_else(|| number(message, ".toml:"));
    let quoted = || quoted_line(message, text);
    let line = counted.map_or_else(|| quoted().unwrap_or_default(), |line| line.saturating_sub(1));
    let bytes = lines.line(line);
    let inside = number(message, "column ").unwrap_or(1).saturating_sub(1);
    let written = &lines.text()[bytes.clone()];
    // The parser counts characters.
    let start = written.char_indices().nth(inside).map_or(0, |(at, _)| at);
    let range: Range = lines.range(bytes.start + start, bytes.end);
    Diagnostic {
        range,
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message: visible(&said(message)).into_owned(),
        ..Diagnostic::default()
    }
}

/// The line of the first key that the message quotes, or whose value it quotes: a name, or the end of a path.
fn quoted_line(message: &str, text: &str) -> Option<usize> {
    let words = || message.split('`').skip(1).step_by(2).filter(|word| !word.is_empty());
    let is_meant = |line: &str, word: &str| {
        let Some((key, value)) = line.split_once('=') else { return false };
        let value = value.trim().trim_matches(['"', '\'']);
        let is_end = || !value.is_empty() && word.ends_with(&format!("/{}", value.trim_start_matches("./")));
        key.trim() == word || value == word || line.trim() == word || is_end()
    };
    words().find_map(|word| text.lines().position(|line| is_meant(line, word)))
}

/// The message without the copy of the line that it shows in a terminal.
fn said(message: &str) -> String {
    let is_picture = |line: &&str| {
        let line = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        line.starts_with('|') || line.starts_with("TOML parse error")
    };
    message.lines().filter(|line| !is_picture(line)).collect::<Vec<_>>().join("\n")
}

/// The number behind some words.
fn number(message: &str, words: &str) -> Option<usize> {
    let rest = &message[message.find(words)? + words.len()..];
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line, the first character and a part of the message.
    #[track_caller]
    fn check(form: Form, text: &str, expect: Option<(u32, u32, &str)>) {
        let got = of_text(form, text, (Path::new("/x/mine.toml"), Path::new("/x")), Encoding::Utf16);
        match (got, expect) {
            (None, None) => {}
            (Some(found), Some((line, character, part))) => {
                let start = found.range.start;
                assert_eq!((start.line, start.character), (line, character), "{}", found.message);
                assert!(found.message.contains(part), "{}", found.message);
                assert!(!found.message.contains(" | "), "{}", found.message);
            }
            (got, expect) => panic!("{got:?} {expect:?}"),
        }
    }

    #[test]
    fn faults_of_values_stand_at_their_keys() {
        let text = "[[docs]]\nservice = \"a\"\npath = \"none\"\ndialect = \"nobody\"\n";
        let check = |message: &str, line: u32| {
            assert_eq!(at_place(message, text, Encoding::Utf16).range.start.line, line, "{message}");
        };
        check("unknown dialect `nobody`; built in are generic", 3);
        check("cannot read `/x/y/none`: No such file or directory", 2);
        check("cannot read `none`: No such file or directory", 2);
        check("`exclude` of doc set `a`: wrong", 1);
        check("something else", 0);
    }

    #[test]
    fn faults_stand_where_they_are() {
        check(Form::Config, "[[docs]]\nservice = \"a\"\npath = \"x\"\n", None);
        check(Form::Config, "[[docs]]\nservise = \"a\"\n", Some((1, 0, "unknown field `servise`")));
        check(Form::Config, "", Some((0, 0, "[[docs]]")));
        let set = "[[docs]]\nservice = \"a\"\npath = \"x\"\ndialect = ";
        check(Form::Config, &format!("{set}\"kook\"\n"), None);
        check(Form::Config, &format!("{set}\"nobody\"\n"), Some((3, 0, "unknown dialect `nobody`")));
        check(Form::Config, &format!("{set}\"no/such.toml\"\n"), Some((3, 0, "no/such.toml")));
        check(Form::Dialect, "[columns]\nname = [\"名 😀\"]\n[types]\nstrin = []\n", Some((3, 0, "strin")));
        check(Form::Overrides, "[[override]]\nfact = \"a.b\"\n", Some((0, 0, "reason")));
        check(Form::Overrides, "[[override]]\nfact = \"a.b\"\nreason = \" \"\n", Some((2, 0, "empty")));
    }
}

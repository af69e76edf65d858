//! Checks of a dialect file beyond its TOML: words with two meanings, phrases that can match nothing, unknown values.
//! Every complaint names the line.

use super::normalize;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use toml::Spanned;

/// Tables of words, by table and meaning.
type Words = BTreeMap<String, Vec<Spanned<String>>>;

/// The parts of a file whose words must differ, with their places.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Placed {
    sections: Words,
    title_words: Words,
    columns: Words,
    required: Words,
    locations: Words,
    types: Words,
    formats: Words,
    marks: Marks,
    nesting: Nesting,
    routes: Routes,
    pages: Pages,
    paging: Vec<Paging>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Pages {
    skip: Vec<Spanned<String>>,
    extensions: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Marks {
    optional: Vec<Spanned<String>>,
    required: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Nesting {
    mentions: Vec<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Routes {
    default_path: Option<Spanned<String>>,
    name_patterns: Vec<Spanned<String>>,
    default_method: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Paging {
    style: Option<Spanned<String>>,
}

/// The first thing that is wrong, as `line N: what, and what to do`.
pub(super) fn complaint(text: &str) -> Option<String> {
    // The strict form was read before, so this reads too.
    let placed: Placed = toml::from_str(text).ok()?;
    let marks = Words::from([
        ("optional".to_owned(), placed.marks.optional.clone()),
        ("required".to_owned(), placed.marks.required.clone()),
    ]);
    let tables = [
        ("marks", &marks),
        ("formats", &placed.formats),
        ("sections", &placed.sections),
        ("title_words", &placed.title_words),
        ("columns", &placed.columns),
        ("required", &placed.required),
        ("locations", &placed.locations),
        ("types", &placed.types),
    ];
    let (at, message) =
        tables.into_iter().find_map(|(name, words)| word(name, words)).or_else(|| phrase(&placed))?;
    Some(format!("line {}: {message}", text[..at].matches('\n').count() + 1))
}

/// A word that says nothing, or that the table knows already with another meaning.
fn word(table: &str, words: &Words) -> Option<(usize, String)> {
    let mut known: HashMap<String, (&str, &str)> = HashMap::new();
    for (meaning, words) in words {
        for word in words {
            let (at, text) = (word.span().start, word.get_ref().as_str());
            if text.trim().is_empty() {
                return Some((
                    at,
                    format!("an empty word in `{table}.{meaning}` matches nothing; delete it"),
                ));
            }
            let key = if text.contains('*') { text.to_lowercase() } else { normalize(text).into_owned() };
            match known.insert(key, (meaning, text)) {
                Some((other, same)) if other != meaning => {
                    let twin = if same == text { String::new() } else { format!(" (as `{same}`)") };
                    let message = format!(
                        "`{text}` is in `{table}.{meaning}` and in `{table}.{other}`{twin}; a word has one meaning, delete one of them"
                    );
                    return Some((at, message));
                }
                _ => {}
            }
        }
    }
    None
}

/// A phrase or a value that cannot be used.
fn phrase(placed: &Placed) -> Option<(usize, String)> {
    let is_open = |phrase: &str| phrase.contains("{}");
    let is_capital = |method: &str| method.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_style = |style: &str| matches!(style, "offset" | "page");
    let is_glob = |text: &str| !text.contains('/') || super::skipped_path(text).is_ok();
    let Placed { nesting, routes, pages, paging, .. } = placed;
    first_odd(&nesting.mentions, is_open, |phrase| {
        format!("`{phrase}` in `nesting.mentions` has no `{{}}` where the name stands")
    })
    .or_else(|| {
        first_odd(
            &routes.default_path,
            |path| path.starts_with('/'),
            |path| format!("`routes.default_path = \"{path}\"` must begin with `/`"),
        )
    })
    .or_else(|| {
        first_odd(&routes.default_method, is_capital, |method| {
            format!("`routes.default_method = \"{method}\"` must be an HTTP method in capitals")
        })
    })
    .or_else(|| {
        first_odd(&pages.skip, is_glob, |glob| format!("`{glob}` in `pages.skip` is no glob of paths"))
    })
    .or_else(|| {
        first_odd(
            &pages.extensions,
            |end| end.starts_with('.') && end.len() > 1,
            |end| format!("`{end}` in `pages.extensions` must begin with `.`"),
        )
    })
    .or_else(|| {
        first_odd(
            &routes.name_patterns,
            |line| line.contains("{name}"),
            |line| format!("`{line}` in `routes.name_patterns` has no `{{name}}` where the name stands"),
        )
    })
    .or_else(|| {
        first_odd(paging.iter().filter_map(|paging| paging.style.as_ref()), is_style, |style| {
            format!("`paging.style = \"{style}\"` is unknown; write `offset` or `page`")
        })
    })
}

/// The first text that is not as it should be, with its place.
fn first_odd<'t>(
    texts: impl IntoIterator<Item = &'t Spanned<String>>,
    is_right: impl Fn(&str) -> bool,
    message: impl Fn(&str) -> String,
) -> Option<(usize, String)> {
    let odd = texts.into_iter().find(|text| !is_right(text.get_ref()))?;
    Some((odd.span().start, message(odd.get_ref())))
}

/// The parser's words, with the nearest of the names it expected.
pub(super) fn with_hint(error: &toml::de::Error) -> String {
    let text = error.to_string();
    match nearest(error.message()) {
        Some(near) => format!("{}\nhelp: did you mean `{near}`?", text.trim_end()),
        None => text,
    }
}

/// `unknown field `reqest`, expected one of `request`, …`: the expected name that is spelled most alike.
fn nearest(message: &str) -> Option<&str> {
    let mut names = message.split('`').skip(1).step_by(2);
    let wrong = names.next()?;
    let limit = 1 + wrong.chars().count() / 3;
    let best = names.map(|name| (distance(wrong, name), name)).min()?;
    (best.0 <= limit).then_some(best.1)
}

/// Insertions, deletions and replacements between two words.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, c) in a.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], at + 1);
        for (to, other) in b.iter().enumerate() {
            let replaced = corner + usize::from(c != *other);
            corner = row[to + 1];
            row[to + 1] = replaced.min(corner + 1).min(row[to] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use crate::dialect::built_in::parse;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let error = parse("mine.toml", text).unwrap_err().to_string();
        assert!(expect.iter().all(|part| error.contains(part)), "{error}");
    }

    #[test]
    fn unknown_keys_show_the_nearest_one() {
        check("[pages]\nlabel = true\n", &["mine.toml", "line 2", "`label`", "did you mean `labels`?"]);
        check("[sections]\nreqest = []\n", &["line 2", "did you mean `request`?"]);
        check("[section]\nrequest = []\n", &["line 1", "did you mean `sections`?"]);
        check("[routes]\nname = [\"heading_words\", \"filestem\"]\n", &["did you mean `file_stem`?"]);
    }

    #[test]
    fn a_word_has_one_meaning() {
        check(
            "[columns]\nname = [\"Field\"]\n\ntype = [\"Kind\", \"field:\"]\n",
            &["mine.toml", "line 4", "`field:`", "columns.type", "columns.name", "(as `Field`)"],
        );
        check("[required]\nyes = [\"Y\"]\nno = [\"y\"]\n", &["line 2", "required.yes", "required.no"]);
    }

    #[test]
    fn phrases_that_match_nothing() {
        check("[nesting]\nmentions = [\"see {}\", \"defined as\"]\n", &["line 2", "`defined as`", "{}"]);
        check("[types]\nstring = [\" \"]\n", &["line 2", "types.string", "empty"]);
        check("[routes]\ndefault_path = \"x\"\n", &["line 2", "begin with `/`"]);
        check("[routes]\ndefault_method = \"post\"\n", &["line 2", "capitals"]);
        check("[pages]\nskip = [\"a/***\"]\n", &["line 2", "no glob"]);
        check("[pages]\nextensions = [\"txt\"]\n", &["line 2", "begin with `.`"]);
        check("[routes]\nname_patterns = [\"ID:\"]\n", &["line 2", "{name}"]);
        check("[[paging]]\nstyle = \"pages\"\n", &["line 2", "`offset` or `page`"]);
    }
}

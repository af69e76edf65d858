//! Titles of nested tables: which field, path or type a heading or caption names.

use crate::dialect::Dialect;
use crate::dialect::words::{half_widths, normalize};
use crate::page::titles::{appendix, unnumbered};
use smallvec::SmallVec;
use smol_str::SmolStr;
use std::ops::Deref;
use std::sync::Arc;

/// A path as its segments, of which it mostly has one.
pub type Path = SmallVec<[SmolStr; 1]>;

/// What a title names: several paths when one table serves several fields. All that stands below the title shares them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Titles(Option<Arc<[Path]>>);

impl Titles {
    /// One path.
    pub fn one(path: Path) -> Self {
        Self(Some(Arc::new([path])))
    }

    /// One path of one segment.
    pub fn name(name: &str) -> Self {
        Self::one([name.into()].into())
    }
}

impl Deref for Titles {
    type Target = [Path];

    fn deref(&self) -> &[Path] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl From<Vec<Path>> for Titles {
    fn from(paths: Vec<Path>) -> Self {
        Self((!paths.is_empty()).then(|| paths.into()))
    }
}

/// What a title names.
pub fn parse(title: &str, dialect: &Dialect) -> Titles {
    let folded = half_widths(title);
    let numbered = folded.trim();
    let numbered = appendix(numbered, dialect).unwrap_or(numbered);
    let bare = dialect.alias(&folded).unwrap_or_else(|| strip_words(unnumbered(numbered), dialect));
    // `字段说明` alone announces fields and names nobody; `fields` alone may be a name.
    if !bare.is_ascii() && dialect.nesting.suffixes.iter().any(|word| word == bare) {
        return Titles::default();
    }
    if says_presence(bare, dialect) || says_presence(without_suffix(bare, dialect), dialect) {
        return Titles::default();
    }
    let is_plain = |text: &str| text.bytes().all(is_of_path);
    let plain = is_plain(bare);
    let separators = dialect.nesting.separators.iter().filter(|word| !plain || is_plain(word));
    let mut separators = separators.filter(|separator| bare.contains(separator.as_str())).peekable();
    // Most titles are one word.
    if separators.peek().is_none() && !bare.is_empty() && bare.bytes().all(is_word) {
        return Titles::name(bare);
    }
    let mut parts = vec![bare];
    for separator in separators {
        parts = parts.into_iter().flat_map(|part| part.split(separator.as_str())).collect();
    }
    if parts.len() == 1
        && bare.contains('/')
        && bare.split('/').all(|part| !part.is_empty() && part.bytes().all(is_word))
    {
        parts = bare.split('/').collect(); // `from/to`
    }
    let paths: Vec<Path> = parts.into_iter().map(|part| within(part, dialect)).collect();
    let paths: Vec<Path> = paths.into_iter().filter(|path| !path.is_empty()).collect();
    // Prose is no name.
    let is_prose = |segment: &SmolStr| {
        segment.contains(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | ';' | '。'))
    };
    if paths.iter().flatten().any(is_prose) { Titles::default() } else { paths.into() }
}

/// `Required` above a table and `可选` say of its rows whether they must be sent, and name nobody; `required` may be a name.
fn without_suffix<'t>(bare: &'t str, dialect: &Dialect) -> &'t str {
    if bare.is_ascii() {
        return bare;
    }
    let words = dialect.nesting.suffixes.iter().filter(|word| !word.is_ascii());
    words.filter_map(|word| bare.strip_suffix(word.as_str())).min_by_key(|rest| rest.len()).unwrap_or(bare)
}

fn says_presence(bare: &str, dialect: &Dialect) -> bool {
    let is_name = bare.bytes().all(|byte| byte.is_ascii_lowercase() || !byte.is_ascii_alphabetic());
    bare.len() > 5 && (!is_name || !bare.is_ascii()) && dialect.required.get(bare).is_some()
}

/// The words that tell alternatives of one structure apart, and the title without them.
///
/// `extension[aws]` and `vendor=aws, extension` leave `extension`, `AWS的响应参数` leaves `响应参数`, `aws` leaves
/// nothing, and `data.info -- for hosts` leaves `data.info`.
pub fn variant(title: &str, dialect: &Dialect) -> Option<(String, String)> {
    if title.bytes().all(is_word) {
        return dialect.is_variant(title).then(|| (title.to_owned(), String::new()));
    }
    let title = half_widths(title);
    if let Some((path, words)) = split_at(&title, title.as_bytes().windows(2).position(is_dashes))
        .filter(|(path, words)| is_path(path) && !is_path(words))
    {
        return Some((words.trim().to_owned(), path.trim().to_owned()));
    }
    let told = may_be_variant(&title, dialect).then(|| told(&title, dialect)).flatten();
    told.or_else(|| conditional(&title, dialect))
}

/// The condition under which a structure has a form: `当 kind 为 shell 时,param`, `param (when kind is shell)`.
fn conditional(title: &str, dialect: &Dialect) -> Option<(String, String)> {
    let nesting = &dialect.nesting;
    let title = title.trim().trim_end_matches(':').trim_end();
    let behind = title.rfind(|c: char| !c.is_ascii() || !is_of_path(c as u8));
    let (head, name) =
        title.split_at(behind.map_or(0, |at| at + title[at..].chars().next().map_or(0, char::len_utf8)));
    let (head, ends) = (head.trim_end(), |word: &String| head.trim_end().ends_with(word.as_str()));
    let is_name = |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic()) && is_path(name);
    if nesting.conditions.iter().any(ends) {
        let of = nesting.equals.iter().find_map(|word| Some(head.split_once(word.as_str())?.0.trim_end()));
        let tells = of.is_some_and(|of| of.bytes().next_back().is_some_and(is_word));
        return (is_name(name) || name.is_empty() && tells).then(|| (head.to_owned(), name.to_owned()));
    }
    let (name, rest) = title.split_once(' ')?;
    let rest = rest.trim_start_matches(['(', ' ']).trim_end_matches(')');
    let begins = |word: &String| rest.split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case(word));
    (is_name(name) && nesting.whens.iter().any(begins)).then(|| (rest.to_owned(), name.to_owned()))
}

/// An alternative in brackets, behind `=`, before `的`, or as all of the title.
fn told(title: &str, dialect: &Dialect) -> Option<(String, String)> {
    let is_variant = |text: &str| is_variant(text, dialect);
    for (open, _) in title.match_indices(['[', '(']) {
        let Some(close) = title[open..].find([']', ')']).map(|at| open + at) else { break };
        let inner = title[open + 1..close].trim();
        if is_variant(inner) {
            return Some((inner.to_owned(), format!("{}{}", title[..open].trim_end(), &title[close + 1..])));
        }
    }
    for token in title.split([',', ' ']) {
        if let Some((_, word)) = token.split_once('=').filter(|(_, word)| is_variant(word)) {
            return Some((word.to_owned(), title.replacen(token, "", 1).trim_matches([',', ' ']).to_owned()));
        }
    }
    if let Some((word, rest)) = title.split_once('的').filter(|(word, _)| is_variant(word)) {
        return Some((word.to_owned(), rest.to_owned()));
    }
    let bare = strip_words(title, dialect);
    is_variant(bare).then(|| (bare.to_owned(), String::new()))
}

/// Whether any word that tells alternatives apart is in the title at all.
fn may_be_variant(title: &str, dialect: &Dialect) -> bool {
    if dialect.variants.is_empty() {
        return false;
    }
    let title = normalize(title);
    dialect.variants.iter().any(|word| memchr::memmem::find(title.as_bytes(), word.as_bytes()).is_some())
}

fn is_variant(text: &str, dialect: &Dialect) -> bool {
    !text.trim().is_empty() && text.split(['/', ',', '、', '|']).all(|part| dialect.is_variant(part))
}

fn is_path(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.bytes().all(is_of_path)
}

fn is_of_path(byte: u8) -> bool {
    is_word(byte) || matches!(byte, b'.' | b'[' | b']')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// What stands before and behind the two dashes at the offset.
fn split_at(title: &str, dashes: Option<usize>) -> Option<(&str, &str)> {
    dashes.map(|at| (&title[..at], &title[at + 2..]))
}

fn is_dashes(pair: &[u8]) -> bool {
    pair == b"--"
}

/// Takes the words before and after the name away.
fn strip_words<'t>(title: &'t str, dialect: &Dialect) -> &'t str {
    // Words are taken off at a border, and most titles are one word.
    if title.bytes().all(is_word) {
        return title;
    }
    let mut rest = title.trim().trim_end_matches([':', '.', '。']).trim().trim_start_matches(['-', '*', ' ']);
    if let Some((_, path)) = split_at(rest, rest.as_bytes().windows(2).rposition(is_dashes)) {
        rest = path.trim(); // `Import failure information--data.failed`
    }
    rest = in_brackets(without_gloss(rest), dialect);
    if has_border(rest) {
        rest = strip_suffixes(strip_prefixes(rest, dialect), dialect);
    }
    rest.trim().trim_matches(['`', '"', '\'', '*', ':', '-', '【', '】', '「', '」'])
}

/// The name that stands in brackets behind words of the page: `笔尖信息[nib]`.
fn in_brackets<'t>(title: &'t str, dialect: &Dialect) -> &'t str {
    let Some((head, name)) = title.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) else {
        return title;
    };
    let is_words = !head.is_ascii() && !head.bytes().any(|byte| byte.is_ascii_alphanumeric());
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(is_word);
    if is_words && is_name && dialect.types.get(name).is_none() { name } else { title }
}

/// `gate对象（闸门）` without the words of the page in its brackets.
fn without_gloss(title: &str) -> &str {
    let Some((head, inside)) = title.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else {
        return title;
    };
    let is_gloss = !inside.is_ascii() && !inside.bytes().any(|byte| byte.is_ascii_alphanumeric());
    if is_gloss && head.bytes().any(|byte| byte.is_ascii_alphanumeric()) { head.trim_end() } else { title }
}

/// Whether a title has a border that words are taken off at.
fn has_border(title: &str) -> bool {
    let inside = title.strip_suffix(']').unwrap_or(title);
    inside.contains(|c: char| c.is_whitespace() || matches!(c, ']' | '】'))
        || !title.is_ascii() && title.bytes().any(|byte| byte.is_ascii())
}

fn strip_prefixes<'t>(title: &'t str, dialect: &Dialect) -> &'t str {
    let rest = dialect
        .prefixes_like(title)
        .filter_map(|word| strip_prefix(title, word))
        .min_by_key(|rest| rest.len());
    // `Table 3 server`: the number of a table is no name.
    rest.map_or(title, |rest| {
        let bare = rest
            .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | ':'))
            .trim_start();
        if bare.is_empty() { rest } else { bare }
    })
}

fn strip_suffixes<'t>(title: &'t str, dialect: &Dialect) -> &'t str {
    let mut rest = title;
    for _ in 0..2 {
        match dialect
            .suffixes_like(rest)
            .filter_map(|word| strip_suffix(rest, word))
            .min_by_key(|rest| rest.len())
        {
            Some(bare) => rest = bare,
            None => break,
        }
    }
    rest
}

/// Words are taken off only at a border: a blank, or a change from Latin to Han.
fn strip_suffix<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(word.len())?;
    text.get(at..).filter(|tail| tail.eq_ignore_ascii_case(word))?;
    let rest = &text[..at];
    let border = rest.ends_with(char::is_whitespace)
        || rest.ends_with([']', '】'])
        || !word.is_ascii() && rest.ends_with(|c: char| c.is_ascii());
    (border && !rest.trim().is_empty()).then(|| rest.trim_end())
}

fn strip_prefix<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    text.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
    let rest = &text[word.len()..];
    let border =
        rest.starts_with(char::is_whitespace) || !word.is_ascii() && rest.starts_with(|c: char| c.is_ascii());
    (border && !rest.trim().is_empty()).then(|| rest.trim_start())
}

/// `shade中lamp` as `shade`, `lamp`.
fn within(path: &str, dialect: &Dialect) -> Path {
    let words = dialect.nesting.within.iter().filter(|word| path.contains(word.as_str()));
    let pairs = words.filter_map(|word| path.split_once(word.as_str()));
    match pairs.into_iter().find(|(outer, inner)| is_path(outer) && is_path(inner)) {
        Some((outer, inner)) => segments(outer).into_iter().chain(segments(inner)).collect(),
        None => segments(path),
    }
}

/// `data[n].extension(azure).dns` as `data`, `extension`, `dns`.
fn segments(path: &str) -> Path {
    let path = path.trim().trim_matches(['`', '"']);
    let path = match path.strip_suffix([')', '）']).and_then(|rest| rest.split_once(['(', '（'])) {
        // `墨水(ink)`: the words of the page, and the name on the wire behind them.
        Some((words, name)) if is_path(name) && !words.contains(|c: char| c.is_ascii_alphabetic()) => name,
        Some((head, _)) => head,
        None => path,
    };
    let mut out = Path::new();
    for segment in path.split('.') {
        let name = segment.split(['[', '(', '<', '{']).next().unwrap_or(segment).trim();
        if !name.is_empty() {
            out.push(name.into());
        }
    }
    out
}

/// Words of a title that could be paths on the wire: `data.sort` of `data.sort 子对象`. The values of a map have no name
/// of their own: `nodes VALUE.input` is `nodes.input`.
pub fn words(title: &str, dialect: &Dialect) -> Vec<Path> {
    let words = title.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '[' | ']')));
    let words = words.filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'));
    let is_value =
        |name: &SmolStr| dialect.nesting.map_value.iter().any(|word| word.eq_ignore_ascii_case(name));
    let mut paths: Vec<Path> = Vec::new();
    for mut path in words.map(segments).filter(|path| !path.is_empty()) {
        match paths.last_mut().filter(|_| is_value(&path[0])) {
            Some(map) => map.extend(path.drain(1..)),
            None => paths.push(path),
        }
    }
    paths
}

#[cfg(test)]
mod tests;

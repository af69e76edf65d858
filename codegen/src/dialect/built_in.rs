//! The built-in dialects, embedded, and the loading of a user's own.

use super::{Dialect, DialectFile, Lookup, Nesting, Notes, checks, normalize};
use crate::source;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

const WORDS: &str = include_str!("../../dialects/words.toml");

/// The dialect of pages that show no signs of another one: the shared words alone.
pub const GENERIC: &str = "generic";

/// Every built-in dialect: adding one is adding a file and a line.
const SHEETS: &[(&str, &str)] = &[
    (GENERIC, include_str!("../../dialects/generic.toml")),
    ("blueking-esb", include_str!("../../dialects/blueking-esb.toml")),
    ("binance", include_str!("../../dialects/binance.toml")),
    ("blueking-apigw", include_str!("../../dialects/blueking-apigw.toml")),
    ("blueking-job", include_str!("../../dialects/blueking-job.toml")),
    ("hcm", include_str!("../../dialects/hcm.toml")),
    ("jdcloud", include_str!("../../dialects/jdcloud.toml")),
    ("knife4j", include_str!("../../dialects/knife4j.toml")),
    ("kook", include_str!("../../dialects/kook.toml")),
    ("ucloud", include_str!("../../dialects/ucloud.toml")),
];

/// A dialect that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No built-in dialect has this name, and no file either.
    #[error("unknown dialect `{name}`; built in are {known}; your own is a path that ends in `.toml`")]
    Unknown {
        /// What was asked for.
        name: String,
        /// The built-in names.
        known: String,
    },
    /// The file cannot be read.
    #[error("the dialect: {0}")]
    Source(#[from] source::Error),
    /// The TOML is wrong.
    #[error("dialect `{name}` is not valid:\n{message}")]
    Toml {
        /// Name or path.
        name: String,
        /// The parser's words, with line and column.
        message: String,
    },
    /// The TOML is right and says something impossible.
    #[error("dialect `{name}`, {message}")]
    Content {
        /// Name or path.
        name: String,
        /// The line and what is wrong there.
        message: String,
    },
}

/// The names of the built-in dialects.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHEETS.iter().map(|(name, _)| *name)
}

/// Every built-in dialect, read once. That each of them is valid is tested, so none is missing here.
static BUILTIN: LazyLock<Vec<Arc<Dialect>>> =
    LazyLock::new(|| SHEETS.iter().filter_map(|(name, text)| parse(name, text).ok().map(Arc::new)).collect());

/// Every built-in dialect.
pub fn all() -> &'static [Arc<Dialect>] {
    &BUILTIN
}

/// A built-in dialect by name.
pub fn builtin(name: &str) -> Result<Arc<Dialect>, Error> {
    all().iter().find(|dialect| dialect.name == name).cloned().ok_or_else(|| Error::Unknown {
        name: name.to_owned(),
        known: names().collect::<Vec<_>>().join(", "),
    })
}

/// A built-in dialect by name, or the user's own by path (below `base`).
pub fn load(name: &str, base: &Path) -> Result<Arc<Dialect>, Error> {
    if !name.ends_with(".toml") {
        return builtin(name);
    }
    let dialect = parse(name, &source::text(&base.join(name))?)?;
    let mut runtimes: Vec<&str> = all().iter().map(|known| known.client.runtime.as_str()).collect();
    runtimes.sort_unstable();
    runtimes.dedup();
    if !runtimes.contains(&dialect.client.runtime.as_str()) {
        let message = format!(
            "`client.runtime = \"{}\"` is no module of the runtime; write one of {}",
            dialect.client.runtime,
            runtimes.join(", ")
        );
        return Err(Error::Content { name: name.to_owned(), message });
    }
    Ok(Arc::new(dialect))
}

/// The words that all dialects share, read once.
static SHARED: LazyLock<DialectFile> =
    // Every test that loads a dialect reads them.
    LazyLock::new(|| sheet("words", WORDS).expect("the shared words are valid"));

/// Reads a dialect from TOML, on top of the shared words.
pub fn parse(name: &str, text: &str) -> Result<Dialect, Error> {
    let mut own = sheet(name, text)?;
    if own.name.is_empty() {
        let file = Path::new(name).file_stem().unwrap_or_default();
        own.name = file.to_string_lossy().into_owned();
    }
    Ok(compile(SHARED.clone(), own))
}

fn sheet(name: &str, text: &str) -> Result<DialectFile, Error> {
    let sheet: DialectFile = toml::from_str(text)
        .map_err(|error| Error::Toml { name: name.to_owned(), message: checks::with_hint(&error) })?;
    match checks::complaint(text) {
        Some(message) => Err(Error::Content { name: name.to_owned(), message }),
        None => Ok(sheet),
    }
}

/// Two lists as one. Where the first match counts, the dialect's own entries come first.
fn join_all<T>(first: Vec<T>, second: Vec<T>) -> Vec<T> {
    first.into_iter().chain(second).collect()
}

fn join_nesting(words: Nesting, own: Nesting) -> Nesting {
    let mut aliases = words.aliases;
    aliases.extend(own.aliases);
    let mut values = own.values;
    words.values.into_iter().for_each(|(field, titles)| values.entry(field).or_default().extend(titles));
    Nesting {
        suffixes: join_all(words.suffixes, own.suffixes),
        prefixes: join_all(words.prefixes, own.prefixes),
        separators: join_all(words.separators, own.separators),
        mentions: join_all(words.mentions, own.mentions),
        map_key: join_all(words.map_key, own.map_key),
        map_value: join_all(words.map_value, own.map_value),
        indents: join_all(words.indents, own.indents),
        index_segments: join_all(words.index_segments, own.index_segments),
        variants: join_all(words.variants, own.variants),
        aliases,
        values,
        ..own
    }
}

fn join_notes(words: Notes, own: Notes) -> Notes {
    Notes {
        open: join_all(words.open, own.open),
        open_row: join_all(words.open_row, own.open_row),
        nothing: join_all(words.nothing, own.nothing),
        no_value: join_all(words.no_value, own.no_value),
        failure: join_all(words.failure, own.failure),
        reads: join_all(words.reads, own.reads),
        writes: join_all(words.writes, own.writes),
    }
}

fn compile(words: DialectFile, own: DialectFile) -> Dialect {
    let yes_no =
        |words: &super::Required| BTreeMap::from([(true, words.yes.clone()), (false, words.no.clone())]);
    let mut client = own.client;
    let or = |own: &mut String, shared: String| {
        if own.is_empty() {
            *own = shared;
        }
    };
    or(&mut client.runtime, words.client.runtime);
    or(&mut client.name, words.client.name);
    let mut routes = own.routes;
    if routes.name.is_empty() {
        routes.name = words.routes.name;
    }
    let normalized =
        |words: &mut Vec<String>| words.iter_mut().for_each(|word| *word = normalize(word).into_owned());
    let mut detect = own.detect;
    [&mut routes.path_columns, &mut routes.method_columns, &mut detect.headings]
        .into_iter()
        .for_each(normalized);
    let nesting = join_nesting(words.nesting, own.nesting);
    let notes = join_notes(words.notes, own.notes);
    let mut pages = own.pages;
    pages.skip = join_all(words.pages.skip, pages.skip);
    let aliases =
        nesting.aliases.iter().map(|(title, field)| (normalize(title).into_owned(), field.clone())).collect();
    let titles =
        nesting.values.iter().flat_map(|(field, titles)| titles.iter().map(move |title| (title, field)));
    let value_titles = titles.map(|(title, field)| (normalize(title).into_owned(), field.clone())).collect();
    let variants = nesting.variants.iter().map(|word| normalize(word).into_owned()).collect();
    let mut indent_bytes: Vec<u8> = nesting.indents.iter().filter_map(|mark| mark.bytes().next()).collect();
    indent_bytes.sort_unstable();
    indent_bytes.dedup();
    let required = [yes_no(&words.required), yes_no(&own.required)];
    let skips = Lookup::new(&[BTreeMap::from([((), pages.skip.clone())])]);
    Dialect {
        name: own.name,
        client,
        pages,
        routes,
        nesting,
        envelope: own.envelope,
        notes,
        paging: join_all(own.paging, words.paging),
        filters: join_all(own.filters, words.filters),
        detect,
        aliases,
        value_titles,
        variants,
        indent_bytes,
        skips,
        open_notes: OnceLock::new(),
        sections: Lookup::new(&[words.sections, own.sections]),
        columns: Lookup::new(&[words.columns, own.columns]),
        required: Lookup::new(&required),
        locations: Lookup::new(&[words.locations, own.locations]),
        types: Lookup::new(&[words.types, own.types]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_builtin_dialect_loads_under_its_own_name() {
        for (name, text) in SHEETS {
            let dialect = parse(name, text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(dialect.name, *name);
            assert!(builtin(name).is_ok());
        }
    }

    #[test]
    fn a_typing_error_names_line_and_key() {
        let error = parse("mine.toml", "name = \"mine\"\n[pages]\ninclude_ = []\n").unwrap_err().to_string();
        assert!(
            error.contains("mine.toml") && error.contains("line 3") && error.contains("include_"),
            "{error}"
        );
    }

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        let error = builtin("nope").unwrap_err().to_string();
        assert!(error.contains("blueking-esb") && error.contains("nope"), "{error}");
    }
}

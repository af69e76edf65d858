//! The built-in dialects, embedded, and the loading of a user's own.

use super::{Dialect, Lookup, Sheet, normalize};
use crate::source;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

const WORDS: &str = include_str!("../../dialects/words.toml");

/// Every built-in dialect: adding one is adding a file and a line.
const SHEETS: &[(&str, &str)] = &[
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
    #[error("unknown dialect `{name}`; built in are {known}; a path to your own TOML file works too")]
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
    parse(name, &source::text(&base.join(name))?).map(Arc::new)
}

/// Reads a dialect from TOML, on top of the shared words.
pub fn parse(name: &str, text: &str) -> Result<Dialect, Error> {
    let sheet = |name: &str, text: &str| {
        toml::from_str::<Sheet>(text)
            .map_err(|error| Error::Toml { name: name.to_owned(), message: error.to_string() })
    };
    Ok(compile(sheet("words", WORDS)?, sheet(name, text)?))
}

/// The dialect's own entries come first, so they win.
fn join_all<T>(own: Vec<T>, shared: Vec<T>) -> Vec<T> {
    own.into_iter().chain(shared).collect()
}

fn compile(words: Sheet, own: Sheet) -> Dialect {
    let join = |shared: Vec<String>, own: Vec<String>| shared.into_iter().chain(own).collect::<Vec<_>>();
    let yes_no =
        |words: &super::Required| BTreeMap::from([(true, words.yes.clone()), (false, words.no.clone())]);
    let mut nesting = own.nesting;
    nesting.suffixes = join(words.nesting.suffixes, nesting.suffixes);
    nesting.prefixes = join(words.nesting.prefixes, nesting.prefixes);
    nesting.separators = join(words.nesting.separators, nesting.separators);
    nesting.mentions = join(words.nesting.mentions, nesting.mentions);
    nesting.map_key = join(words.nesting.map_key, nesting.map_key);
    nesting.map_value = join(words.nesting.map_value, nesting.map_value);
    nesting.indents = join(words.nesting.indents, nesting.indents);
    nesting.variants = join(words.nesting.variants, nesting.variants);
    words.nesting.aliases.into_iter().for_each(|(title, field)| {
        nesting.aliases.entry(title).or_insert(field);
    });
    words.nesting.values.into_iter().for_each(|(field, titles)| {
        nesting.values.entry(field).or_default().extend(titles);
    });
    let mut notes = own.notes;
    notes.open = join(words.notes.open, notes.open);
    notes.open_row = join(words.notes.open_row, notes.open_row);
    notes.nothing = join(words.notes.nothing, notes.nothing);
    notes.no_value = join(words.notes.no_value, notes.no_value);
    notes.failure = join(words.notes.failure, notes.failure);
    notes.reads = join(words.notes.reads, notes.reads);
    let mut pages = own.pages;
    pages.skip = join(words.pages.skip, pages.skip);
    let aliases = nesting.aliases.iter().map(|(title, field)| (normalize(title), field.clone())).collect();
    let titles =
        nesting.values.iter().flat_map(|(field, titles)| titles.iter().map(move |title| (title, field)));
    let value_titles = titles.map(|(title, field)| (normalize(title), field.clone())).collect();
    let variants = nesting.variants.iter().map(|word| normalize(word)).collect();
    let required = [yes_no(&words.required), yes_no(&own.required)];
    Dialect {
        name: own.name,
        client: own.client,
        pages,
        routes: own.routes,
        nesting,
        envelope: own.envelope,
        notes,
        paging: join_all(own.paging, words.paging),
        filters: join_all(own.filters, words.filters),
        detect: own.detect,
        aliases,
        value_titles,
        variants,
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
        for name in names() {
            assert_eq!(builtin(name).unwrap().name, name);
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

//! Stage 3 of 9: dialect. In: TOML. Out: [`Dialect`], what the words and forms of one vendor's pages mean.
//!
//! `dialects/words.toml` holds what is shared; a vendor's file adds to it and wins over it. A dialect is data:
//! nothing in this crate names a vendor.

mod all_but;
pub mod built_in;
mod checks;
mod compounds;
pub mod detect;
pub mod file;
pub mod format;
pub mod phrase;
mod phrases;
pub mod proposals;
mod join;
mod lookup;
pub mod notes;
pub mod patterns;
mod success;
mod title_word;
mod type_word;
pub mod words;

use crate::model::Location;
use crate::source;
use std::collections::{BTreeMap, HashMap, HashSet};

pub use all_but::AllBut;
pub use built_in::{builtin, load, names};
pub use compounds::Compounds;
pub use file::{
    Client, Column, Convention, Detect, DialectFile, Envelope, Grammar, Marks, NameSource, Nesting, Pages,
    PerPage, Required, Role, Routes,
};
pub use format::Format;
pub use lookup::Lookup;
pub use notes::Notes;
pub use patterns::Patterns;
pub use phrase::Phrase;
pub use phrases::{NotePhrases, Phrases, Words};
pub use proposals::Proposals;
pub use success::{OneOrMany, Success};
pub use title_word::TitleWord;
pub use type_word::TypeWord;
pub use words::normalize;

/// The words and rules of one vendor family, ready to look up.
#[derive(Debug)]
pub struct Dialect {
    /// Name in `docwright.toml`.
    pub name: String,
    /// How emitted clients talk to this vendor.
    pub client: Client,
    /// Which files are pages and how endpoints lie in them.
    pub pages: Pages,
    /// Where names, methods and paths come from, the titles of its columns normalised.
    pub routes: Routes,
    /// How fields nest.
    pub nesting: Nesting,
    /// Names of the envelope's members and of credentials.
    pub envelope: Envelope,
    /// Phrases that mean something.
    pub notes: Notes,
    /// Conventions of walking through long results.
    pub paging: Vec<Convention>,
    /// Grammars of filter parameters.
    pub filters: Vec<Grammar>,
    /// Heading text to role.
    pub sections: Lookup<Role>,
    /// The roles of titles that are made of known words alone.
    pub compounds: Compounds,
    /// Header cell to column.
    pub columns: Lookup<Column>,
    /// Required-cell text to yes or no.
    pub required: Lookup<bool>,
    /// Location-cell text to location.
    pub locations: Lookup<Location>,
    /// Type word to its meaning.
    pub types: Lookup<TypeWord>,
    /// Type word to the format of its texts.
    pub formats: Lookup<Format>,
    /// Mark beside a name or a type, or in a description, to whether the field must be sent.
    pub marks: Lookup<bool>,
    /// What stands before or behind a name or a type.
    pub signs: Marks,
    /// [`Marks::may_be_null`].
    pub may_be_null: Words,
    /// [`Nesting::variants`], normalised.
    pub variants: HashSet<String>,
    /// [`Nesting::indents`] by their first bytes.
    indents: BTreeMap<u8, Vec<String>>,
    /// [`Nesting::prefixes`] by their first bytes and [`Nesting::suffixes`] by their last, letters small.
    borders: [BTreeMap<u8, Vec<String>>; 2],
    /// [`Nesting::suffixes`], normalised.
    suffixes: HashSet<String>,
    /// [`Nesting::aliases`], normalised: title to field.
    aliases: HashMap<String, String>,
    /// [`Nesting::values`], normalised: title to field.
    value_titles: HashMap<String, String>,
    /// Words of descriptions beside the shared ones.
    pub descriptions: BTreeMap<Phrase, Vec<String>>,
    /// What proposals of dialects go by.
    pub propose: Proposals,
    /// [`Pages::skip`], normalised.
    skips: Lookup<()>,
    /// Those that are globs.
    skipped_paths: Vec<glob::Pattern>,
    /// Those of [`Notes`] that are looked for in texts.
    pub phrases: NotePhrases,
    /// [`Notes::cookies`], normalised.
    cookies: HashSet<String>,
    /// [`Notes::inherits`].
    pub inherits: Patterns,
    /// [`Notes::works_like`].
    pub works_like: Patterns,
    /// [`Notes::same`].
    pub same: Patterns,
    /// All three, to be looked for in one pass.
    pub of_calls: Patterns,
    /// [`Nesting::likes`].
    pub likes: Patterns,
    /// [`Nesting::numbered`], each before a number.
    pub numbered: Patterns,
}

impl Dialect {
    /// The dialect that a chain of files describes, the most general file first.
    pub fn new(chain: &[&DialectFile]) -> Self {
        let DialectFile {
            name,
            client,
            pages,
            mut routes,
            nesting,
            envelope,
            notes,
            paging,
            filters,
            marks: signs,
            descriptions,
            propose,
            ..
        } = join::join(chain);
        normalize_columns(&mut routes);
        let (skips, skipped_paths) = skipped(&pages);
        let normal = |text: &String| normalize(text).into_owned();
        Self {
            sections: Lookup::new(chain.iter().map(|file| &file.sections)),
            compounds: Compounds::new(chain.iter().map(|file| &file.title_words)),
            columns: Lookup::new(chain.iter().map(|file| &file.columns)),
            required: Lookup::new(&chain.iter().map(|file| file.required.by_meaning()).collect::<Vec<_>>()),
            locations: Lookup::new(chain.iter().map(|file| &file.locations)),
            types: Lookup::new(chain.iter().map(|file| &file.types)),
            formats: Lookup::new(chain.iter().map(|file| &file.formats)),
            marks: Lookup::new(&chain.iter().map(|file| file.marks.by_meaning()).collect::<Vec<_>>()),
            may_be_null: Words::new(&signs.may_be_null),
            signs,
            variants: nesting.variants.iter().map(normal).collect(),
            indents: by_byte(&nesting.indents, <[u8]>::first),
            borders: [by_byte(&nesting.prefixes, <[u8]>::first), by_byte(&nesting.suffixes, <[u8]>::last)],
            suffixes: nesting.suffixes.iter().map(normal).collect(),
            aliases: nesting.aliases.iter().map(|(title, field)| (normal(title), field.clone())).collect(),
            value_titles: value_titles(&nesting),
            skips,
            skipped_paths,
            descriptions,
            propose,
            phrases: NotePhrases::new(&notes),
            cookies: notes.cookies.iter().map(normal).collect(),
            inherits: Patterns::new(&notes.inherits),
            works_like: Patterns::new(&notes.works_like),
            same: Patterns::new(&notes.same),
            of_calls: Patterns::new(notes.inherits.iter().chain(&notes.works_like).chain(&notes.same)),
            likes: Patterns::new(&nesting.likes),
            numbered: numbered(&nesting),
            name,
            client,
            pages,
            routes,
            nesting,
            envelope,
            notes,
            paging,
            filters,
        }
    }

    /// Whether a file is on the list of those that are no pages, by its name or its path; partials begin with `_`.
    pub fn skips(&self, path: &str) -> bool {
        let stem = source::stem(path);
        stem.starts_with('_')
            || self.skips.get(stem).is_some()
            || self.skipped_paths.iter().any(|pattern| pattern.matches(path))
    }

    /// Whether a mark of depth may begin with a byte.
    pub fn may_indent(&self, first: u8) -> bool {
        self.indents.contains_key(&first.to_ascii_lowercase())
    }

    /// The text behind the mark of depth that it begins with.
    pub fn strip_indent<'t>(&self, text: &'t str) -> Option<&'t str> {
        let marks = self.indents.get(&text.as_bytes().first()?.to_ascii_lowercase())?;
        marks.iter().find_map(|mark| text.strip_prefix(mark.as_str()))
    }

    /// The words before a name that begin as a title does: it may begin with dozens, and a letter tells most of them.
    pub fn prefixes_like(&self, title: &str) -> impl Iterator<Item = &String> {
        let first = title.as_bytes().first().map(u8::to_ascii_lowercase);
        first.and_then(|first| self.borders[0].get(&first)).into_iter().flatten()
    }

    /// The words behind a name that end as a title does.
    pub fn suffixes_like(&self, title: &str) -> impl Iterator<Item = &String> {
        let last = title.as_bytes().last().map(u8::to_ascii_lowercase);
        last.and_then(|last| self.borders[1].get(&last)).into_iter().flatten()
    }

    /// The field whose values a table of this title lists.
    pub fn values_of(&self, title: &str) -> Option<&str> {
        self.value_titles.get(&*normalize(title)).map(String::as_str)
    }

    /// The field that a title stands for.
    pub fn alias(&self, title: &str) -> Option<&str> {
        self.aliases.get(&*normalize(title)).map(String::as_str)
    }

    /// Whether a title fits any table of fields.
    pub fn fits_any_table(&self, title: &str) -> bool {
        self.suffixes.contains(&*normalize(title))
    }

    /// Whether a word tells alternatives of one structure apart.
    pub fn is_variant(&self, word: &str) -> bool {
        self.variants.contains(&*normalize(word))
    }

    /// Whether a line says that an object takes further attributes.
    pub fn is_open_note(&self, line: &str) -> bool {
        self.phrases.open.are_in(line)
    }

    /// Whether a description says that a list in a query is one argument, its values joined by commas.
    pub fn joins_lists(&self, text: &str) -> bool {
        self.phrases.joined.are_in(text)
    }

    /// Whether a description says that a value may stand for a list of one.
    pub fn takes_one_or_list(&self, text: &str) -> bool {
        self.phrases.one_or_list.are_in(text) && !self.joins_lists(text)
    }

    /// Whether a text stands for "nothing here".
    pub fn is_nothing(&self, text: &str) -> bool {
        let text = words::simplified(text.trim().trim_end_matches(['。', '.']));
        self.notes.nothing.iter().any(|word| word.eq_ignore_ascii_case(&text))
    }

    /// Whether a default cell says that there is no default.
    pub fn is_no_value(&self, text: &str) -> bool {
        let text = text.trim_matches(['"', '`', '\'']);
        text.is_empty() || self.notes.no_value.iter().any(|word| word.eq_ignore_ascii_case(text))
    }

    /// Whether words in brackets behind a title or a name say nothing of what it is.
    pub fn is_remark(&self, words: &str) -> bool {
        self.notes.remarks.iter().any(|word| word.eq_ignore_ascii_case(words.trim()))
    }

    /// Whether a line above a table says that its rows are parts of one structure.
    pub fn tells_parts(&self, line: &str) -> bool {
        self.nesting.parts.iter().any(|word| word.eq_ignore_ascii_case(line.trim()))
    }

    /// Whether a cell or a heading says that arguments travel in cookies.
    pub fn is_cookie(&self, text: &str) -> bool {
        self.cookies.contains(&*normalize(text))
    }

    /// Whether a label or heading speaks of a failed call.
    pub fn is_failure(&self, text: &str) -> bool {
        self.phrases.failure.are_in(text)
    }
}

/// The words in front of the number of a table, each with its place for the number.
fn numbered(nesting: &Nesting) -> Patterns {
    Patterns::new(nesting.numbered.iter().map(|word| format!("{word}{{}}")))
}

/// The columns of route tables in the form in which titles are compared.
fn normalize_columns(routes: &mut Routes) {
    let titles = routes.path_columns.iter_mut().chain(&mut routes.method_columns);
    titles.for_each(|word| *word = normalize(word).into_owned());
}

/// The files that are no pages: by their names, and the globs of their paths.
fn skipped(pages: &Pages) -> (Lookup<()>, Vec<glob::Pattern>) {
    let (globs, stems): (Vec<String>, Vec<String>) =
        pages.skip.iter().cloned().partition(|text| text.contains('/'));
    // A wrong pattern was refused when the file was read.
    let paths = globs.iter().filter_map(|text| skipped_path(text).ok());
    (Lookup::new([&BTreeMap::from([((), stems)])]), paths.collect())
}

/// Words by their first or last bytes, letters small, in their order.
fn by_byte(words: &[String], of: fn(&[u8]) -> Option<&u8>) -> BTreeMap<u8, Vec<String>> {
    let mut lists: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    for word in words {
        let list = of(word.as_bytes()).map(|byte| lists.entry(byte.to_ascii_lowercase()).or_default());
        list.into_iter().for_each(|list| list.push(word.clone()));
    }
    lists
}

/// Titles of tables of values, normalised, to the field of each.
fn value_titles(nesting: &Nesting) -> HashMap<String, String> {
    let of_field = |(field, titles): (&String, &Vec<String>)| {
        titles.iter().map(|title| (normalize(title).into_owned(), field.clone())).collect::<Vec<_>>()
    };
    nesting.values.iter().flat_map(of_field).collect()
}

/// The pattern of an entry of [`Pages::skip`], which counts from any folder.
pub(crate) fn skipped_path(text: &str) -> Result<glob::Pattern, glob::PatternError> {
    glob::Pattern::new(&format!("**/{}", text.trim_start_matches('/')))
}

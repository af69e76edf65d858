//! The dialect that is being proposed: words and values with what speaks for them, written as TOML.

use crate::dialect::{Dialect, built_in, normalize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What speaks for a line: pages and rows (or other places) that have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Pages.
    pub pages: usize,
    /// Places on them.
    pub rows: usize,
    /// The page that was counted last, and one.
    last: usize,
}

impl Evidence {
    /// Counts places on a page; pages come in their order.
    pub(super) fn count(&mut self, page: usize, rows: usize) {
        self.rows += rows;
        if self.last != page + 1 {
            self.last = page + 1;
            self.pages += 1;
        }
    }

    /// `12 pages, 80 rows`.
    pub(super) fn text(&self, what: &str) -> String {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let Self { pages, rows, .. } = self;
        format!("{pages} page{}, {rows} {what}{}", plural(*pages), plural(*rows))
    }
}

/// What a key is given.
#[derive(Debug)]
enum Value {
    /// A list; each item with what speaks for it.
    List(Vec<(String, String)>),
    /// A single value as TOML, and what speaks for it.
    Single(String, String),
}

/// Tables in the order in which they are written.
const ORDER: [&str; 11] = [
    "pages",
    "routes",
    "sections",
    "columns",
    "required",
    "locations",
    "types",
    "formats",
    "nesting",
    "envelope",
    "notes",
];

/// A dialect in the making.
#[derive(Debug)]
pub(super) struct Draft {
    name: String,
    /// Pages that were read.
    pub pages: usize,
    tables: BTreeMap<&'static str, BTreeMap<String, Value>>,
    /// Words by table and, where a word may have several meanings, key; normalised.
    words: BTreeSet<(&'static str, String, String)>,
    /// Conventions of `[[paging]]`, as TOML.
    paging: Vec<String>,
    /// What could not be decided, for the end of the file.
    open: Vec<String>,
}

impl Draft {
    pub(super) fn new(name: &str, pages: usize) -> Self {
        let (tables, words) = (BTreeMap::new(), BTreeSet::new());
        Self { name: name.to_owned(), pages, tables, words, paging: Vec::new(), open: Vec::new() }
    }

    /// Adds an item to a list. A text that was given a meaning in this table keeps it.
    pub(super) fn word(&mut self, table: &'static str, key: &str, word: &str, why: String) {
        // `*` would stand for anything, and what is left of a word of punctuation is nothing.
        let normal = normalize(word).into_owned();
        let is_exclusive =
            matches!(table, "sections" | "columns" | "required" | "locations" | "types" | "formats");
        let of = if is_exclusive { String::new() } else { key.to_owned() };
        if word.contains(['*', '\n', '\r'])
            || normal.trim().is_empty()
            || !self.words.insert((table, of, normal))
        {
            return;
        }
        let keys = self.tables.entry(table).or_default();
        match keys.entry(key.to_owned()).or_insert_with(|| Value::List(Vec::new())) {
            Value::List(words) => words.push((word.to_owned(), why)),
            Value::Single(..) => {}
        }
    }

    /// Sets a single value, given as TOML.
    pub(super) fn value(&mut self, table: &'static str, key: &str, value: &str, why: String) {
        let value = Value::Single(value.to_owned(), why);
        self.tables.entry(table).or_default().insert(key.to_owned(), value);
    }

    /// Pages that a word has to stand on: one of a hundred, and more than one where there are several.
    pub(super) fn least(&self) -> usize {
        if self.pages < 3 { 1 } else { (self.pages / 100).max(2) }
    }

    /// Whether a key was given a value.
    pub(super) fn has(&self, table: &str, key: &str) -> bool {
        self.tables.get(table).is_some_and(|keys| keys.contains_key(key))
    }

    /// Adds a convention of paging.
    pub(super) fn paging(&mut self, convention: String) {
        self.paging.push(convention);
    }

    /// Notes what is left to decide.
    pub(super) fn open(&mut self, remark: String) {
        self.open.push(remark);
    }

    /// The dialect as far as it is known.
    pub(super) fn dialect(&self) -> Result<Dialect, built_in::Error> {
        built_in::parse(&self.name, &self.text())
    }

    /// The TOML.
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "# A dialect proposed by `docwright dialect propose` from {} pages. Each line says what speaks for it.\n\
             # What the shared words know needs no line; docs/dialects.md describes every key.\n\
             name = {}\n",
            self.pages,
            quoted(&self.name)
        );
        for table in ORDER {
            let Some(keys) = self.tables.get(table).filter(|keys| !keys.is_empty()) else { continue };
            let _ = write!(text, "\n[{table}]\n");
            keys.iter().for_each(|(key, value)| write_value(&mut text, key, value));
        }
        for convention in &self.paging {
            let _ = write!(text, "\n[[paging]]\n{convention}");
        }
        if !self.open.is_empty() {
            text.push_str("\n# Not decided:\n");
        }
        for remark in &self.open {
            let _ = writeln!(text, "# - {}", one_line(remark));
        }
        text
    }
}

fn write_value(text: &mut String, key: &str, value: &Value) {
    match value {
        Value::Single(value, why) => {
            let _ = writeln!(text, "{key} = {value} # {}", one_line(why));
        }
        Value::List(words) => {
            let _ = writeln!(text, "{key} = [");
            for (word, why) in words {
                let _ = writeln!(text, "    {}, # {}", quoted(word), one_line(why));
            }
            text.push_str("]\n");
        }
    }
}

/// A text as a TOML string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out + "\""
}

/// A comment may hold no control characters.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

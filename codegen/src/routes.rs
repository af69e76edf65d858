//! Route tables: method and path of operations whose pages lack them. In: YAML or JSON. Out: [`RouteTable`].
//!
//! Two forms are read: a list of entries with `path`, `name` and `method` (or `suggest_method`), and OpenAPI or
//! Swagger `paths` with an `operationId` per method.

mod content;
mod operation;

use crate::model::{Method, Origin, Text};
use crate::source::{self, SourceFile, language_of_text};
use content::{Content, Entry};
use operation::Operation;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Routes by operation name.
#[derive(Clone, Debug, Default)]
pub struct RouteTable {
    rows: BTreeMap<String, Vec<Row>>,
    corrections: BTreeMap<String, Vec<Row>>,
}

/// One route.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Name of the operation.
    pub name: String,
    /// Method in upper case; empty when the table leaves it open.
    pub method: String,
    /// Path as the table has it.
    pub path: String,
    /// Short descriptions.
    pub titles: Vec<Text>,
    /// Where the table names the operation.
    pub origin: Origin,
    /// Where the method stands if it is none that a client can send; else the place of the name.
    pub method_origin: Origin,
    /// Whether the path counts from the prefix that the dialect names.
    pub prefixed: bool,
}

impl RouteTable {
    /// The table of a file; `None` when the file holds something else.
    pub fn read(file: &SourceFile) -> Option<Self> {
        // Both forms have this word; most other files do not.
        file.text.contains("path").then_some(())?;
        let mut table = Self::default();
        let values = Values::new(file);
        for content in content::read(&file.text)? {
            match content {
                Content::Operations(operations) => operations.iter().for_each(|(path, method, operation)| {
                    table.add_operation(&values, path, method, operation)
                }),
                Content::Entries(entries) => {
                    entries.into_iter().for_each(|entry| table.add_entry(&values, entry));
                }
            }
        }
        (!table.rows.is_empty()).then_some(table)
    }

    /// Adds the correction of an override; an empty method or path corrects nothing.
    pub fn correct(&mut self, row: Row) {
        self.corrections.entry(row.name.clone()).or_default().push(row);
    }

    /// The corrections of an operation by overrides.
    pub fn corrections(&self, name: &str) -> &[Row] {
        self.corrections.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    fn add_operation(&mut self, values: &Values<'_>, path: &str, method: &str, operation: &Operation) {
        let Some(name) = operation.id.as_str() else { return };
        let text = |at: Option<&Value>| at.and_then(Value::as_str).unwrap_or_default().to_owned();
        let local = operation.summary.as_ref().or(operation.description.as_ref());
        let titles = [text(local), text(operation.english.as_ref())];
        self.add(values, name, method, path, titles, false);
    }

    fn add_entry(&mut self, values: &Values<'_>, entry: Entry) {
        let Entry { path, mut name, method, suggest_method, label, label_en } = entry;
        if name.is_empty() && method.is_empty() && suggest_method.is_empty() || path.is_empty() {
            return;
        }
        if name.is_empty() {
            tail(&path).clone_into(&mut name);
        }
        let method = if method.is_empty() { suggest_method } else { method };
        self.add(values, &name, &method, &path, [label, label_en], true);
    }

    fn add(
        &mut self,
        values: &Values<'_>,
        name: &str,
        method: &str,
        path: &str,
        titles: [String; 2],
        prefixed: bool,
    ) {
        let origin = values.place(name);
        let titles = titles.into_iter().filter(|text| !text.trim().is_empty());
        let titles = titles.map(|text| Text {
            language: language_of_text(&text).into(),
            text: text.trim().into(),
            origin,
        });
        let row = Row {
            name: name.to_owned(),
            method: method.to_uppercase(),
            path: path.trim().to_owned(),
            titles: titles.collect(),
            origin,
            method_origin: values.place_of_method(method, origin),
            prefixed,
        };
        let rows = self.rows.entry(name.to_owned()).or_default();
        if !rows.contains(&row) {
            rows.push(row);
        }
    }

    /// Adds the number of files that precede its own.
    pub fn shift(&mut self, files: u32) {
        for row in self.rows.values_mut().flatten() {
            let titles = row.titles.iter_mut().map(|title| &mut title.origin);
            titles.chain([&mut row.origin, &mut row.method_origin]).for_each(|origin| origin.file += files);
        }
    }

    /// Takes the rows of another table.
    pub fn extend(&mut self, other: Self) {
        for (name, rows) in other.rows {
            self.rows.entry(name).or_default().extend(rows);
        }
    }

    /// The first row of an operation; without one, the only row whose path ends in the name.
    pub fn get(&self, name: &str) -> Option<&Row> {
        if let Some(rows) = self.rows.get(name) {
            return rows.first();
        }
        let mut ending = self.rows.values().flatten().filter(|row| tail(&row.path) == name);
        ending.next().filter(|_| ending.next().is_none())
    }

    /// Number of operations.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The last segment of a path.
fn tail(path: &str) -> &str {
    path.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// The offsets at which the values of keys begin, by first word: an index, so that many names cost linear time.
struct Values<'a> {
    file: &'a SourceFile,
    starts: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Values<'a> {
    fn new(file: &'a SourceFile) -> Self {
        let mut starts: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, _) in file.text.match_indices(':') {
            let value = file.text[at + 1..].trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
            let value = value.trim_start_matches(['"', '\'']);
            starts.entry(first_word(value)).or_default().push(file.text.len() - value.len());
        }
        Self { file, starts }
    }

    /// The place of an operation's name.
    fn place(&self, name: &str) -> Origin {
        let whole = |rest: &str| !rest.starts_with(is_of_word);
        let is_name = |at: &&usize| self.file.text[**at..].strip_prefix(name).is_some_and(whole);
        let found = self.starts.get(first_word(name)).and_then(|starts| starts.iter().find(is_name));
        found.map_or_else(|| self.file.origin(0, 0), |&at| self.file.origin(at, at + name.len()))
    }

    /// The place of an unknown method in the entry of an operation, whose name stands at `name`.
    fn place_of_method(&self, method: &str, name: Origin) -> Origin {
        if method.is_empty() || method.to_uppercase().parse::<Method>().is_ok() {
            return name;
        }
        let (before, after) = self.file.text.split_at(name.start as usize);
        let is_same_entry = |between: &&str| !between.contains("\n-");
        let above = before.rfind(method).filter(|at| is_same_entry(&&before[*at..]));
        let below =
            || after.find(method).filter(|at| is_same_entry(&&after[..*at])).map(|at| before.len() + at);
        let place = above.or_else(below);
        place.map_or(name, |at| self.file.origin(at, at + method.len()))
    }
}

fn first_word(text: &str) -> &str {
    text.split(|c| !is_of_word(c)).next().unwrap_or_default()
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

/// Whether a file may be a route table by its name.
pub fn is_named_table(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known))
}

/// Where a file that may be a route table is neither YAML nor JSON.
pub fn broken_at(file: &SourceFile) -> Option<Origin> {
    file.text.contains("path").then_some(())?;
    let number = content::broken_at(&file.text)?.max(1);
    let line = file.text.lines().nth(number - 1).unwrap_or_default();
    let start = if line.is_empty() { 0 } else { line.as_ptr().addr() - file.text.as_ptr().addr() };
    Some(file.origin(start, start + line.trim_end().len()))
}

/// Whether a file is a route table, by name and content.
pub fn is_table(path: &Path) -> bool {
    is_named_table(path)
        && source::text(path).is_ok_and(|text| RouteTable::read(&SourceFile::new(0, "", text)).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, expect: Option<(&str, &str, u32)>) {
        let table = RouteTable::read(&SourceFile::new(0, "routes.yaml", text));
        let row = table.as_ref().and_then(|table| table.get(name));
        assert_eq!(row.map(|row| (row.method.as_str(), row.path.as_str(), row.origin.line)), expect);
    }

    #[test]
    fn lists_of_entries() {
        let list = "---\n- path: /v2/cc/get_set/\n  name: get_set\n  label: 查询\n  suggest_method: post\n- path: /v2/cc/get/\n  name: get\n  method: GET\n";
        check(list, "get_set", Some(("POST", "/v2/cc/get_set/", 3)));
        check(list, "get", Some(("GET", "/v2/cc/get/", 7)));
        check(list, "set", None);
        check("- path: /v2/cc/put/\n  method: PUT\n", "put", Some(("PUT", "/v2/cc/put/", 1)));
    }

    #[test]
    fn openapi_paths() {
        let openapi = "openapi: 3.0.1\npaths:\n  /a/{id}/:\n    parameters: []\n    delete:\n      operationId: drop_a\n      description: 删除\n";
        check(openapi, "drop_a", Some(("DELETE", "/a/{id}/", 6)));
    }

    #[test]
    fn unknown_methods_are_kept_with_their_places() {
        for text in [
            "- path: /a/\n  name: other\n  method: TRACE\n- path: /b/\n  name: call\n  method: TRACE\n",
            "- path: /a/\n  method: TRACE\n  name: other\n- path: /b/\n  method: TRACE\n  name: call\n",
            "paths:\n  /a:\n    x-y:\n      operationId: none\n    parameters: []\n\n  /b:\n    TRACE:\n      operationId: call\n",
        ] {
            let table = RouteTable::read(&SourceFile::new(0, "routes.yaml", text)).unwrap();
            let row = table.get("call").unwrap();
            let origin = row.method_origin;
            assert_eq!(
                (&*row.method, &text[origin.start as usize..origin.end as usize]),
                ("TRACE", "TRACE"),
                "{text}"
            );
            assert_eq!(origin.start as usize, text.rfind("TRACE").unwrap(), "{text}");
            assert!(table.get("none").is_none());
        }
    }

    #[test]
    fn names_at_the_end_of_one_path() {
        let two = "paths:\n  /v3/x/make:\n    post:\n      operationId: x_make\n  /v4/drop:\n    post:\n      operationId: a\n  /v5/drop:\n    post:\n      operationId: b\n";
        check(two, "make", Some(("POST", "/v3/x/make", 4)));
        check(two, "drop", None);
    }

    #[test]
    fn other_files_are_no_tables() {
        check("items:\n- name: x\n", "x", None);
        check("- name: Introduction\n  href: a.md\n", "Introduction", None);
        check("{{{", "x", None);
    }
}

//! Route tables, the second input: method and path of operations whose pages lack them. In: YAML or JSON. Out: [`RouteTable`].
//!
//! Two forms are read: a list of entries with `path`, `name` and `method` (or `suggest_method`), and OpenAPI or
//! Swagger `paths` with an `operationId` per method.

use crate::model::{Origin, Text};
use crate::source::{self, SourceFile, language_of_text};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Routes by operation name.
#[derive(Clone, Debug, Default)]
pub struct RouteTable {
    rows: BTreeMap<String, Vec<Row>>,
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
    /// Whether the path counts from the prefix that the dialect names.
    pub prefixed: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Entry {
    path: String,
    name: String,
    method: String,
    suggest_method: String,
    label: String,
    label_en: String,
}

#[derive(Debug, Default, Deserialize)]
struct Document {
    paths: BTreeMap<String, BTreeMap<String, Value>>,
}

const METHODS: &[&str] = &["get", "post", "put", "delete", "patch", "head"];

impl RouteTable {
    /// The table of a file; `None` when the file holds something else.
    pub fn read(file: &SourceFile) -> Option<Self> {
        let mut table = Self::default();
        if let Ok(document) = serde_saphyr::from_str::<Document>(&file.text) {
            document.paths.iter().for_each(|(path, methods)| table.add_path(file, path, methods));
        } else {
            let lists = serde_saphyr::from_multiple::<Vec<Entry>>(&file.text).ok()?;
            lists.into_iter().flatten().for_each(|entry| table.add_entry(file, entry));
        }
        (!table.rows.is_empty()).then_some(table)
    }

    fn add_path(&mut self, file: &SourceFile, path: &str, methods: &BTreeMap<String, Value>) {
        for (method, operation) in methods {
            let Some(name) = operation.get("operationId").and_then(Value::as_str) else { continue };
            if !METHODS.contains(&method.to_lowercase().as_str()) {
                continue;
            }
            let text = |at: Option<&Value>| at.and_then(Value::as_str).unwrap_or_default().to_owned();
            // Gateways keep the English text in an extension of their own.
            let extensions =
                operation.as_object().into_iter().flatten().filter(|(key, _)| key.starts_with("x-"));
            let english = extensions.filter_map(|(_, extension)| extension.get("descriptionEn")).next();
            let titles = [text(operation.get("summary").or(operation.get("description"))), text(english)];
            self.add(file, name, method, path, titles, false);
        }
    }

    fn add_entry(&mut self, file: &SourceFile, entry: Entry) {
        let Entry { path, name, method, suggest_method, label, label_en } = entry;
        if name.is_empty() || path.is_empty() {
            return;
        }
        let method = if method.is_empty() { suggest_method } else { method };
        self.add(file, &name, &method, &path, [label, label_en], true);
    }

    fn add(
        &mut self,
        file: &SourceFile,
        name: &str,
        method: &str,
        path: &str,
        titles: [String; 2],
        prefixed: bool,
    ) {
        let origin = place(file, name);
        let titles = titles.into_iter().filter(|text| !text.trim().is_empty());
        let titles = titles.map(|text| Text {
            language: language_of_text(&text).to_owned(),
            text: text.trim().to_owned(),
            origin,
        });
        let row = Row {
            name: name.to_owned(),
            method: method.to_uppercase(),
            path: path.trim().to_owned(),
            titles: titles.collect(),
            origin,
            prefixed,
        };
        let rows = self.rows.entry(name.to_owned()).or_default();
        if !rows.contains(&row) {
            rows.push(row);
        }
    }

    /// Takes the rows of another table.
    pub fn extend(&mut self, other: Self) {
        for (name, rows) in other.rows {
            self.rows.entry(name).or_default().extend(rows);
        }
    }

    /// The first row of an operation.
    pub fn get(&self, name: &str) -> Option<&Row> {
        self.rows.get(name)?.first()
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

/// The operation's name as the value of a key.
fn place(file: &SourceFile, name: &str) -> Origin {
    let after_key = |at: &usize| {
        let line = &file.text[file.text[..*at].rfind('\n').map_or(0, |at| at + 1)..*at];
        line.trim_end_matches(['"', '\'']).trim_end().ends_with(':')
    };
    let whole = |at: &usize| {
        !file.text[at + name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-')
    };
    let at = file.text.match_indices(name).map(|(at, _)| at).find(|at| after_key(at) && whole(at));
    at.map_or_else(|| file.origin(0, 0), |at| file.origin(at, at + name.len()))
}

/// Whether a file is a route table, by name and content.
pub fn is_table(path: &Path) -> bool {
    may_be_table(path)
        && source::text(path).is_ok_and(|text| RouteTable::read(&SourceFile::new(0, "", text)).is_some())
}

/// Whether a file has the name of a route table.
pub fn may_be_table(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known))
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
    }

    #[test]
    fn openapi_paths() {
        let openapi = "openapi: 3.0.1\npaths:\n  /a/{id}/:\n    parameters: []\n    delete:\n      operationId: drop_a\n      description: 删除\n";
        check(openapi, "drop_a", Some(("DELETE", "/a/{id}/", 6)));
    }

    #[test]
    fn other_files_are_no_tables() {
        check("items:\n- name: x\n", "x", None);
        check("- name: Introduction\n  href: a.md\n", "Introduction", None);
        check("{{{", "x", None);
    }
}

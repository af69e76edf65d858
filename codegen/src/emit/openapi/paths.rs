//! Paths: one item for each template, which the calls of its methods share.

use super::Options;
use super::operation::Operation;
use crate::emit::operations::placeholders;
use crate::model::{Endpoint, Method};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The paths of one document.
#[derive(Debug, Default)]
pub(super) struct Paths {
    items: Map<String, Value>,
    /// The path of each template, by the template without the names of its placeholders.
    templates: BTreeMap<String, String>,
}

impl Paths {
    /// The path under which a call stands. Templates that differ in names of placeholders only are one path to the format,
    /// so the names of the first one hold.
    pub(super) fn template(&mut self, endpoint: &Endpoint, options: &Options) -> String {
        let path = sound(documented(endpoint, options));
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        self.templates.entry(without_names(&path)).or_insert(path).clone()
    }

    /// Adds a call; where another one has its method and path, it stands under a path with the `operationId` behind `#`,
    /// which no client sends.
    pub(super) fn put(&mut self, path: String, operation: &Operation<'_>, value: Value) {
        let key = key(operation.endpoint.method);
        let is_taken = self.items.get(&path).is_some_and(|item| item.get(&key).is_some());
        let path = if is_taken { format!("{path}#{}", operation.id) } else { path };
        self.items.entry(path).or_insert_with(|| json!({}))[key] = value;
    }

    /// Sorted, a resource stands before its verbs (`/disks/{id}`, `/disks/{id}:start`); servers that let the later
    /// one of two templates win then find both.
    pub(super) fn sorted(mut self) -> Value {
        self.items.sort_keys();
        Value::Object(self.items)
    }
}

/// The path of a call, without its query where that becomes arguments.
fn documented<'e>(endpoint: &'e Endpoint, options: &Options) -> &'e str {
    match endpoint.path.split_once('?') {
        Some((path, _)) if options.splits_queries() => path,
        _ => &endpoint.path,
    }
}

/// The path with braces around placeholders alone, whose names are words: others are letters, which travel encoded.
fn sound(path: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(path.len()), path);
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let inside = rest[at..].strip_prefix('{').and_then(|rest| rest.split_once('}'));
        match inside.filter(|(name, _)| !name.is_empty() && !name.contains(['{', '/'])) {
            Some((name, after)) => {
                let plain = |c: char| if c.is_alphanumeric() || "_.-".contains(c) { c } else { '_' };
                out.push('{');
                out.extend(name.chars().map(plain));
                out.push('}');
                rest = after;
            }
            None => {
                out.push_str(if rest[at..].starts_with('{') { "%7B" } else { "%7D" });
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// `/disks/{}` for `/disks/{id}`.
fn without_names(path: &str) -> String {
    placeholders(path)
        .into_iter()
        .fold(path.to_owned(), |path, name| path.replacen(&format!("{{{name}}}"), "{}", 1))
}

/// The key of a method in a path item.
fn key(method: Method) -> String {
    method.as_str().to_ascii_lowercase()
}

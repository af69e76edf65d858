//! The content of a file of routes, before it is a table.

use super::operation::Operation;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;

/// One document of a file.
#[derive(Debug, PartialEq)]
pub(super) enum Content {
    /// Path, method and operation, sorted by path and method.
    Operations(Vec<(String, String, Operation)>),
    /// Entries in the order of the file.
    Entries(Vec<Entry>),
}

/// One entry of a list of routes.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) name: String,
    pub(super) method: String,
    pub(super) suggest_method: String,
    pub(super) label: String,
    pub(super) label_en: String,
}

/// The documents of a YAML or JSON text; `None` when it holds something else.
pub(super) fn read(text: &str) -> Option<Vec<Content>> {
    serde_saphyr::from_multiple(text).ok()
}

/// The line, counted from 1, where a text stops to be YAML or JSON.
pub(super) fn broken_at(text: &str) -> Option<usize> {
    let error = serde_saphyr::from_multiple::<IgnoredAny>(text).err()?;
    Some(error.location().map_or(1, |place| usize::try_from(place.line()).unwrap_or(1)))
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ContentVisitor)
    }
}

struct ContentVisitor;

impl<'de> Visitor<'de> for ContentVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of routes, or an OpenAPI document")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Content, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = list.next_element()? {
            entries.push(entry);
        }
        Ok(Content::Entries(entries))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Content, A::Error> {
        let mut paths: BTreeMap<String, BTreeMap<String, Operation>> = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "paths" => paths = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let of_path = |(path, methods): (String, BTreeMap<String, Operation>)| {
            let methods = methods.into_iter().filter(|(method, operation)| operation.is_of(method));
            methods.map(move |(method, operation)| (path.clone(), method, operation))
        };
        Ok(Content::Operations(paths.into_iter().flat_map(of_path).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_all_kinds_are_read() {
        let text = "paths:\n  /b:\n    get:\n      operationId: b\n      summary: >-\n        folded\n        text\n      description: 'it''s'\n  /a:\n    put:\n      operationId: 12\n      x-none: true\n      x-en: {descriptionEn: A}\n      x-more:\n        descriptionEn: B\n";
        let text_of = |text: &str| Some(text.into());
        let b = Operation {
            id: "b".into(),
            summary: text_of("folded text"),
            description: text_of("it's"),
            english: None,
        };
        let a = Operation { id: 12.into(), english: text_of("A"), ..Operation::default() };
        let operations = [("/a", "put", a), ("/b", "get", b)];
        let operations = operations.map(|(path, method, operation)| (path.into(), method.into(), operation));
        assert_eq!(read(text), Some(vec![Content::Operations(operations.into())]));
    }

    #[test]
    fn a_text_that_is_no_yaml_is_no_table() {
        for text in [
            "- path: /a\n   name: a\n  label: b\n",
            "- path: /a\n  name: b: c\n",
            "paths:\n  /a:\n    get:\n      operationId: *a\n",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

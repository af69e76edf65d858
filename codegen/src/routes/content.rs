//! What a file of routes says, before it is a table.

use super::operation::{Operation, is_method};
use super::skim::{Kept, skim};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One of the two forms.
#[derive(Debug, PartialEq)]
pub(super) enum Content {
    /// Address, method and operation, in the order of addresses and methods.
    Operations(Vec<(String, String, Operation)>),
    Entries(Vec<Entry>),
}

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

#[derive(Deserialize)]
struct Document {
    paths: BTreeMap<String, BTreeMap<String, Operation>>,
}

impl Content {
    /// By its lines, where they tell it.
    pub(super) fn read(text: &str) -> Option<Self> {
        Self::skimmed(text).or_else(|| Self::parsed(text))
    }

    /// By the YAML parser alone.
    pub(super) fn parsed(text: &str) -> Option<Self> {
        if let Ok(document) = serde_saphyr::from_str::<Document>(text) {
            let of_path = |(path, methods): (String, BTreeMap<String, Operation>)| {
                let methods = methods.into_iter().filter(|(method, _)| is_method(method));
                methods.map(move |(method, operation)| (path.clone(), method, operation))
            };
            return Some(Self::Operations(document.paths.into_iter().flat_map(of_path).collect()));
        }
        let lists = serde_saphyr::from_multiple::<Vec<Entry>>(text).ok()?;
        Some(Self::Entries(lists.into_iter().flatten().collect()))
    }

    pub(super) fn skimmed(text: &str) -> Option<Self> {
        let kept = skim(text)?;
        match kept.first()?.key {
            "" => entries(&kept).map(Self::Entries),
            _ => operations(&kept).map(Self::Operations),
        }
    }
}

fn entries(kept: &[Kept<'_>]) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    for key in kept {
        if key.depth == 0 {
            entries.push(Entry::default());
            continue;
        }
        let entry = entries.last_mut()?;
        let field = match key.key {
            "path" => &mut entry.path,
            "name" => &mut entry.name,
            "method" => &mut entry.method,
            "suggest_method" => &mut entry.suggest_method,
            "label" => &mut entry.label,
            _ => &mut entry.label_en,
        };
        *field = key.read()?;
    }
    Some(entries)
}

fn operations(kept: &[Kept<'_>]) -> Option<Vec<(String, String, Operation)>> {
    let mut operations: Vec<(String, String, Operation)> = Vec::new();
    let mut path = "";
    for (at, key) in kept.iter().enumerate() {
        // What `paths` or an address without anything means is for the parser to say.
        let is_empty = kept.get(at + 1).is_none_or(|next| next.depth <= key.depth);
        match key.depth {
            0 | 1 if is_empty => return None,
            0 => {}
            1 => path = key.key,
            2 => operations.push((path.to_owned(), key.key.to_owned(), Operation::default())),
            _ => operations.last_mut()?.2.take(key)?,
        }
    }
    operations.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    Some(operations)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        let expect = Some(Content::Operations(operations.into()));
        assert_eq!(Content::skimmed(text), expect);
        assert_eq!(Content::parsed(text), expect);
    }

    #[test]
    fn what_is_no_yaml_is_left_to_the_parser() {
        for text in [
            "- path: /a\n   name: a\n  label: b\n",
            "- path: /a\n  name: b: c\n",
            "- path: |\n    name: a\n",
            "paths:\n  /a:\n    get:\n      operationId: *a\n",
            "paths:\n  /a:\n  /b:\n    get:\n      operationId: a\n",
        ] {
            assert_eq!(Content::skimmed(text), None, "{text}");
        }
    }

    /// A value of a key in this column: mostly a plain one, else one for the parser, or one that is no YAML.
    fn value(column: usize) -> impl Strategy<Value = String> {
        let indent = " ".repeat(column + 2);
        let plain = [" a", " get", " 'b c'", " ''", " /x:y", " 查询"].map(str::to_owned).to_vec();
        let others = [
            " get # c",
            " \"d\\te\"",
            " null",
            " 1",
            "",
            " [x, y]",
            " {descriptionEn: z}",
            " a\nINb",
            " |\nINa: b\n\nINc",
            " >-\nINa\nINb",
            "\nIN- a\nIN- b",
            "\n# c\nINdescriptionEn: q",
            " &x y",
            " !!str 1",
            " a: b",
        ];
        let others = others.map(|value| value.replace("IN", &indent)).to_vec();
        prop_oneof![3 => prop::sample::select(plain), 1 => prop::sample::select(others)]
    }

    /// Some of these lines, each with something below it.
    fn each<S: Strategy<Value = String>>(
        lines: &[&'static str],
        below: impl Fn() -> S,
    ) -> impl Strategy<Value = String> {
        let lines = prop::sample::subsequence(lines.to_vec(), 1..lines.len()).prop_shuffle();
        (lines, prop::collection::vec(below(), 6)).prop_map(|(lines, below)| {
            lines.iter().zip(below).map(|(line, below)| format!("{line}{below}\n")).collect()
        })
    }

    fn document() -> impl Strategy<Value = String> {
        let operation = || {
            each(
                &[
                    "      operationId:",
                    "      'summary':",
                    "      description:",
                    "      x-a:",
                    "      x-b:",
                    "      tags:",
                ],
                || value(6),
            )
        };
        let address = move || {
            each(&["    get:\n", "    \"PUT\":\n", "    parameters:\n", "    post: # c\n"], operation)
        };
        let paths = each(&["  /a:\n", "  '/{b}':\n", "  c: # d\n", "\n  \"/d\":\n"], address);
        paths.prop_map(|paths| format!("a: b\npaths:\n{paths}"))
    }

    fn list() -> impl Strategy<Value = String> {
        let keys = &[
            "  path:",
            "  name:",
            "  \"method\":",
            "  suggest_method:",
            "  label:",
            "  label_en:",
            "  more:",
        ];
        let entry = each(keys, || value(2)).prop_map(|entry| format!("-{}", &entry[1..]));
        prop::collection::vec(entry, 1..4).prop_map(|entries| entries.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn skimming_reads_what_the_parser_reads(text in prop_oneof![document(), list()]) {
            if let (Some(skimmed), Some(parsed)) = (Content::skimmed(&text), Content::parsed(&text)) {
                prop_assert_eq!(skimmed, parsed);
            }
        }
    }
}

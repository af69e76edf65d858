//! Found: what `docwright export facts` says of each operation.

use super::{Fact, Key, Operation};
use serde_json::Value;
use std::collections::BTreeMap;

/// Types inside of types that are followed, at most.
const DEPTH: usize = 6;

/// Every operation of the facts.
pub(super) fn operations(facts: &Value) -> BTreeMap<Key, Operation> {
    let operations = facts["operations"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    operations
        .map(|operation| {
            let mut found = Operation::new();
            let types = &operation["types"];
            fields(&operation["params"], types, "request ", &mut found, DEPTH);
            fields(&operation["result"], types, "response ", &mut found, DEPTH);
            if let Some(ty) = operation["resultType"].as_str() {
                fields(inside(ty, types), types, "response ", &mut found, DEPTH);
            }
            (super::key(&text(&operation["method"]), &text(&operation["path"])), found)
        })
        .collect()
}

/// The fields of the structure in a type.
fn inside<'v>(ty: &str, types: &'v Value) -> &'v Value {
    let id = ty.split_once('#').map_or("", |(_, id)| id.trim_end_matches('>'));
    &types[id]["fields"]
}

fn fields(list: &Value, types: &Value, above: &str, found: &mut Operation, depth: usize) {
    if depth == 0 {
        return;
    }
    for field in list.as_array().into_iter().flatten() {
        let (Some(name), Some(ty)) = (field["name"].as_str(), field["type"].as_str()) else { continue };
        let bare = match ty.split_once('#') {
            Some((before, id)) => format!("{before}#{}", &id[id.trim_end_matches('>').len()..]),
            None => ty.to_owned(),
        };
        let required = if above.starts_with("request") { field["required"].as_bool() } else { None };
        found.insert(format!("{above}{name}"), Fact { ty: bare, required });
        fields(inside(ty, types), types, &format!("{above}{name}."), found, depth - 1);
    }
}

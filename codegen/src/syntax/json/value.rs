//! Values without spans.

use super::document::{Kind, Member, Node};
use crate::model::json::{Members, Value};
use foldhash::{HashMap, HashMapExt};

impl Node<'_> {
    /// The value without spans. Of members with the same name the last one wins, in the place of the first.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Null => Value::Null,
            Kind::Bool(bool) => Value::Bool(*bool),
            Kind::Number(raw) => number(raw),
            Kind::Text(text) => Value::String(text.as_ref().into()),
            Kind::List(items) => Value::Array(items.iter().map(Self::to_value).collect()),
            Kind::Object(members) => Value::Object(object(members.members())),
        }
    }
}

fn object(members: &[Member<'_>]) -> Members {
    let (mut object, mut places) = (Vec::new(), HashMap::new());
    for Member { name, value, .. } in members {
        let place = *places.entry(&**name).or_insert(object.len());
        match object.get_mut(place) {
            Some((_, earlier)) => *earlier = value.to_value(),
            None => object.push((name.as_ref().into(), value.to_value())),
        }
    }
    Members::distinct(object)
}

/// A number beyond the range of a double stays what was written, as text.
fn number(raw: &str) -> Value {
    match raw.parse::<u64>() {
        Ok(whole) => Value::Number(whole.into()),
        Err(_) => serde_json::from_str(raw).map_or_else(|_| Value::String(raw.into()), Value::Number),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn of_members_with_one_name_the_last_one_wins(names in prop::collection::vec("[a-z]{1,2}", 0..60)) {
            let members = names.iter().enumerate().map(|(at, name)| format!("\"{name}\": {at}"));
            let text = format!("{{{}}}", members.collect::<Vec<_>>().join(", "));
            let expect: serde_json::Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(crate::syntax::json::read(&text).unwrap().to_value().to_string(), expect.to_string());
        }
    }
}

//! An answer that is one value or a list of it.

use super::Value;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};
use std::ops::Deref;

/// The values of an answer that comes as a list or as one value alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct OneOrMany<T>(Vec<T>);

impl<T> OneOrMany<T> {
    /// The values.
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T> Deref for OneOrMany<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> IntoIterator for OneOrMany<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let values = match Value::deserialize(from)? {
            Value::Array(values) => values,
            Value::Null => Vec::new(),
            one => vec![one],
        };
        let values = values.into_iter().map(serde_json::from_value).collect::<Result<_, _>>();
        values.map(Self).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Node, decode};

    #[test]
    fn one_value_is_a_list_of_one() {
        let check = |json: &str, expect: &[i64]| {
            assert_eq!(&*decode::<OneOrMany<i64>>(Node::new(json)).unwrap(), expect, "{json}");
        };
        check("[1, 2]", &[1, 2]);
        check("3", &[3]);
        check("null", &[]);
        assert!(decode::<OneOrMany<i64>>(Node::new("\"x\"")).is_err());
    }
}

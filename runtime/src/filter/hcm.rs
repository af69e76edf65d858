//! Filters of the multi-cloud API: `{op, rules}` without nesting.
//!
//! ```
//! use docwright_runtime::filter::hcm::{Filter, field};
//!
//! let filter = Filter::and([field("vendor").eq("tcloud"), field("created_at").gt("2024-01-01")]);
//! assert_eq!(filter.json()["op"], "and");
//! ```

use super::{FilterError, Scalar, list};
use crate::wire::Value;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Limit of conditions in a filter.
const RULES: usize = 10;

/// A combination of conditions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Filter(Value);

/// One condition.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Rule(Value);

/// The attribute of a condition.
#[derive(Clone, Debug)]
pub struct Field(String);

/// The attribute of a condition.
pub fn field(name: impl Into<String>) -> Field {
    Field(name.into())
}

impl Filter {
    /// All of the conditions; without any, everything matches.
    pub fn and(rules: impl IntoIterator<Item = Rule>) -> Self {
        Self(json!({"op": "and", "rules": rules.into_iter().collect::<Vec<_>>()}))
    }

    /// Any of the conditions.
    pub fn or(rules: impl IntoIterator<Item = Rule>) -> Self {
        Self(json!({"op": "or", "rules": rules.into_iter().collect::<Vec<_>>()}))
    }

    /// Checks the filter against the server's limits: 10 conditions, 500 values in a list.
    ///
    /// # Errors
    /// The first limit that is exceeded.
    pub fn check(self) -> Result<Self, FilterError> {
        let rules = self.0.get("rules").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if rules.len() > RULES {
            return Err(FilterError(format!("{} conditions, the limit is {RULES}", rules.len())));
        }
        let longest = rules.iter().filter_map(|rule| rule.get("value")?.as_array()).map(Vec::len).max();
        match longest.filter(|longest| *longest > super::VALUES) {
            Some(longest) => {
                Err(FilterError(format!("{longest} values in a list, the limit is {}", super::VALUES)))
            }
            None => Ok(self),
        }
    }

    /// Any JSON, for forms that this builder does not support.
    pub fn raw(json: Value) -> Self {
        Self(json)
    }

    /// The filter as JSON.
    pub fn json(&self) -> &Value {
        &self.0
    }
}

impl From<Filter> for Value {
    fn from(filter: Filter) -> Self {
        filter.0
    }
}

macro_rules! operators {
    ($($(#[$doc:meta])* $method:ident = $name:literal;)*) => {
        impl Field {
            $($(#[$doc])* pub fn $method(self, value: impl Scalar) -> Rule {
                self.rule($name, value.into())
            })*
        }
    };
}

operators! {
    /// Equal.
    eq = "eq";
    /// Not equal.
    neq = "neq";
    /// Greater.
    gt = "gt";
    /// Greater or equal.
    gte = "gte";
    /// Less.
    lt = "lt";
    /// Less or equal.
    lte = "lte";
    /// Contains the text, case sensitive.
    cs = "cs";
    /// Contains the text, case insensitive.
    cis = "cis";
    /// A member of a JSON attribute equals the value; the attribute is a path, `extension.a`.
    json_eq = "json_eq";
    /// A member of a JSON attribute differs from the value.
    json_neq = "json_neq";
    /// A JSON list or object that contains the value.
    json_contains = "json_contains";
    /// A JSON object that contains the path.
    json_contains_path = "json_contains_path";
    /// A JSON object that does not contain the path.
    json_not_contains_path = "json_not_contains_path";
    /// A JSON list of this length.
    json_length = "json_length";
    /// An id after this one, for paging by id.
    id_gt = "id_gt";
}

impl Field {
    /// One of the values.
    pub fn is_in<T: Scalar>(self, values: impl IntoIterator<Item = T>) -> Rule {
        self.rule("in", list(values))
    }

    /// None of the values.
    pub fn nin<T: Scalar>(self, values: impl IntoIterator<Item = T>) -> Rule {
        self.rule("nin", list(values))
    }

    /// A member of a JSON attribute is one of the values.
    pub fn json_in<T: Scalar>(self, values: impl IntoIterator<Item = T>) -> Rule {
        self.rule("json_in", list(values))
    }

    /// A JSON list that contains one of the values.
    pub fn json_overlaps<T: Scalar>(self, values: impl IntoIterator<Item = T>) -> Rule {
        self.rule("json_overlaps", list(values))
    }

    /// Any operator with any value.
    pub fn rule(self, operator: &str, value: Value) -> Rule {
        Rule(json!({"field": self.0, "op": operator, "value": value}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_limits() {
        let filter = Filter::or([field("a").is_in([1, 2]), field("b").json_length(3)]).check().unwrap();
        let rules = json!([{"field": "a", "op": "in", "value": [1, 2]}, {"field": "b", "op": "json_length", "value": 3}]);
        assert_eq!(Value::from(filter), json!({"op": "or", "rules": rules}));
        let fails = |filter: Filter| filter.check().unwrap_err().to_string();
        assert!(fails(Filter::and((0..11).map(|_| field("a").eq(1)))).contains("11 conditions"));
        assert!(fails(Filter::and([field("a").nin(0..501)])).contains("501 values"));
    }
}

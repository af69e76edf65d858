//! Filters of the multi-cloud API: `{op, rules}` without nesting.
//!
//! ```
//! use client_runtime::filter::hcm::{Filter, field};
//!
//! let filter = Filter::and([field("vendor").eq("tcloud"), field("created_at").gt("2024-01-01")]);
//! assert_eq!(filter.json()["op"], "and");
//! ```

use super::{Scalar, list};
use crate::wire::Value;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Conditions that are combined.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Filter(Value);

/// One condition.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Rule(Value);

/// An attribute to put a condition on.
#[derive(Clone, Debug)]
pub struct Field(String);

/// An attribute to put a condition on.
pub fn field(name: impl Into<String>) -> Field {
    Field(name.into())
}

impl Filter {
    /// All of the conditions; none of them lets everything through.
    pub fn and(rules: impl IntoIterator<Item = Rule>) -> Self {
        Self(json!({"op": "and", "rules": rules.into_iter().collect::<Vec<_>>()}))
    }

    /// Any of the conditions.
    pub fn or(rules: impl IntoIterator<Item = Rule>) -> Self {
        Self(json!({"op": "or", "rules": rules.into_iter().collect::<Vec<_>>()}))
    }

    /// Any JSON, for what this builder does not know.
    pub fn raw(json: Value) -> Self {
        Self(json)
    }

    /// The filter as JSON.
    pub fn json(&self) -> &Value {
        &self.0
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
    /// Text that has this in it, case counts.
    cs = "cs";
    /// Text that has this in it, case does not count.
    cis = "cis";
    /// A member of a JSON attribute equals the value; the attribute is a path, `extension.a`.
    json_eq = "json_eq";
    /// A member of a JSON attribute differs from the value.
    json_neq = "json_neq";
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

    /// A JSON list that has one of the values.
    pub fn json_overlaps<T: Scalar>(self, values: impl IntoIterator<Item = T>) -> Rule {
        self.rule("json_overlaps", list(values))
    }

    /// Any operator with any value.
    pub fn rule(self, operator: &str, value: Value) -> Rule {
        Rule(json!({"field": self.0, "op": operator, "value": value}))
    }
}

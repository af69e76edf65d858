//! Filters of the CMDB query language, typed by operator.
//!
//! ```
//! use client_runtime::filter::{Filter, field};
//!
//! let filter = Filter::and([
//!     field("bk_os_type").is_in(["1", "2"]),
//!     Filter::or([field("bk_host_name").begins_with("web-"), field("bk_cpu").greater(8)]),
//! ])
//! .check()?;
//! assert_eq!(filter.json()["condition"], "AND");
//! # Ok::<(), client_runtime::filter::FilterError>(())
//! ```

pub mod hcm;

use crate::wire::Value;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Deepest nesting that the server takes.
const DEPTH: usize = 3;
/// Most rules of an `OR`.
const OR_RULES: usize = 20;
/// Most values of a list.
const VALUES: usize = 500;

/// A condition, or several that are combined.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Filter(Value);

/// A filter that the server would turn away.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the filter cannot be sent: {0}")]
pub struct FilterError(String);

/// An attribute to put a condition on.
pub fn field(name: impl Into<String>) -> Field {
    Field(name.into())
}

/// An attribute to put a condition on; see [`field`].
#[derive(Clone, Debug)]
pub struct Field(String);

/// A text, number or truth value.
pub trait Scalar: Into<Value> {}
impl Scalar for &str {}
impl Scalar for String {}
impl Scalar for i64 {}
impl Scalar for i32 {}
impl Scalar for f64 {}
impl Scalar for bool {}

/// A number.
pub trait Number: Into<Value> {}
impl Number for i64 {}
impl Number for i32 {}
impl Number for f64 {}

impl Filter {
    /// All of the conditions.
    pub fn and(rules: impl IntoIterator<Item = Filter>) -> Self {
        Self::combined("AND", rules)
    }

    /// Any of the conditions.
    pub fn or(rules: impl IntoIterator<Item = Filter>) -> Self {
        Self::combined("OR", rules)
    }

    /// Any JSON, for what this builder does not know.
    pub fn raw(json: Value) -> Self {
        Self(json)
    }

    /// The filter as JSON.
    pub fn json(&self) -> &Value {
        &self.0
    }

    /// Holds the filter against the server's limits: three levels, 20 rules in an `OR`, 500 values in a list,
    /// plain names of attributes.
    ///
    /// # Errors
    /// The first limit that is broken.
    pub fn check(self) -> Result<Self, FilterError> {
        check(&self.0, 1)?;
        Ok(self)
    }

    fn combined(condition: &str, rules: impl IntoIterator<Item = Filter>) -> Self {
        let rules: Vec<Value> = rules.into_iter().map(|rule| rule.0).collect();
        Self(json!({"condition": condition, "rules": rules}))
    }
}

fn check(filter: &Value, depth: usize) -> Result<(), FilterError> {
    let fail = |message: String| Err(FilterError(message));
    if depth > DEPTH {
        return fail(format!("more than {DEPTH} levels"));
    }
    if let Some(rules) = filter.get("rules").and_then(Value::as_array) {
        if rules.is_empty() {
            return fail("a combination without conditions".to_owned());
        }
        if filter["condition"] == "OR" && rules.len() > OR_RULES {
            return fail(format!("{} conditions in an `OR`, more than {OR_RULES}", rules.len()));
        }
        return rules.iter().try_for_each(|rule| check(rule, depth + 1));
    }
    if let Some(name) = filter.get("field").and_then(Value::as_str)
        && !is_name(name)
    {
        return fail(format!("`{name}` is no name of an attribute"));
    }
    match filter.get("value").and_then(Value::as_array) {
        Some(values) if values.len() > VALUES => {
            fail(format!("{} values in a list, more than {VALUES}", values.len()))
        }
        _ => Ok(()),
    }
}

fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(plain)
}

macro_rules! operators {
    ($($(#[$doc:meta])* $method:ident($($value:ident: $ty:ty)?) = $name:literal;)*) => {
        impl Field {
            $($(#[$doc])* pub fn $method(self, $($value: $ty)?) -> Filter {
                let value: Option<Value> = None$(.or(Some($value.into())))?;
                self.rule($name, value)
            })*
        }
    };
}

operators! {
    /// Equal.
    equal(value: impl Scalar) = "equal";
    /// Not equal.
    not_equal(value: impl Scalar) = "not_equal";
    /// Less than a number.
    less(value: impl Number) = "less";
    /// Less than a number, or equal.
    less_or_equal(value: impl Number) = "less_or_equal";
    /// Greater than a number.
    greater(value: impl Number) = "greater";
    /// Greater than a number, or equal.
    greater_or_equal(value: impl Number) = "greater_or_equal";
    /// Before a time: RFC 3339 or a date.
    before(value: &str) = "datetime_less";
    /// Before a time, or at it.
    before_or_at(value: &str) = "datetime_less_or_equal";
    /// After a time: RFC 3339 or a date.
    after(value: &str) = "datetime_greater";
    /// After a time, or at it.
    after_or_at(value: &str) = "datetime_greater_or_equal";
    /// Text that begins so.
    begins_with(value: &str) = "begins_with";
    /// Text that does not begin so.
    not_begins_with(value: &str) = "not_begins_with";
    /// Text that has this in it.
    contains(value: &str) = "contains";
    /// Text that does not have this in it.
    not_contains(value: &str) = "not_contains";
    /// Text that ends so.
    ends_with(value: &str) = "ends_with";
    /// Text that does not end so.
    not_ends_with(value: &str) = "not_ends_with";
    /// An empty list.
    is_empty() = "is_empty";
    /// A list with something in it.
    is_not_empty() = "is_not_empty";
    /// Null.
    is_null() = "is_null";
    /// Anything but null.
    is_not_null() = "is_not_null";
    /// The attribute is there.
    exists() = "exist";
    /// The attribute is not there.
    does_not_exist() = "not_exist";
}

impl Field {
    /// One of the values.
    pub fn is_in<T: Scalar>(self, values: impl IntoIterator<Item = T>) -> Filter {
        self.rule("in", Some(list(values)))
    }

    /// None of the values.
    pub fn is_not_in<T: Scalar>(self, values: impl IntoIterator<Item = T>) -> Filter {
        self.rule("not_in", Some(list(values)))
    }

    fn rule(self, operator: &str, value: Option<Value>) -> Filter {
        let mut rule = json!({"field": self.0, "operator": operator});
        if let Some(value) = value {
            rule["value"] = value;
        }
        Filter(rule)
    }
}

fn list<T: Scalar>(values: impl IntoIterator<Item = T>) -> Value {
    Value::Array(values.into_iter().map(Into::into).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_have_the_form_of_the_server() {
        let check = |filter: Filter, json: Value| assert_eq!(filter.check().unwrap().0, json);
        check(field("a").equal("x"), json!({"field": "a", "operator": "equal", "value": "x"}));
        check(field("a").is_in([1, 2]), json!({"field": "a", "operator": "in", "value": [1, 2]}));
        check(field("a").exists(), json!({"field": "a", "operator": "exist"}));
        check(
            Filter::or([field("a").greater(1.5)]),
            json!({"condition": "OR", "rules": [{"field": "a", "operator": "greater", "value": 1.5}]}),
        );
    }

    #[test]
    fn limits_are_named() {
        let atom = || field("a").equal(1);
        let nest = |filter: Filter| Filter::and([filter]);
        let fails = |filter: Filter, part: &str| {
            let error = filter.check().unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        };
        assert!(nest(nest(atom())).check().is_ok());
        fails(nest(nest(nest(atom()))), "3 levels");
        fails(Filter::or((0..21).map(|_| atom())), "21 conditions");
        fails(Filter::and([]), "without conditions");
        fails(field("a").is_in(0..501), "501 values");
        fails(field("a b").exists(), "`a b`");
    }

    #[test]
    fn any_json_comes_back() {
        let json =
            json!({"condition": "AND", "rules": [{"field": "a", "operator": "between", "value": [1, 2]}]});
        let filter: Filter = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(filter).unwrap(), json);
    }
}

//! Filters of the BlueKing CMDB query language, typed by operator.
//!
//! ```
//! use docwright_runtime::filter::{Filter, field};
//!
//! let filter = Filter::and([
//!     field("bk_os_type").is_in(["1", "2"]),
//!     Filter::or([field("bk_host_name").begins_with("web-"), field("bk_cpu").greater(8)]),
//! ])
//! .check()?;
//! assert_eq!(filter.json()["condition"], "AND");
//! # Ok::<(), docwright_runtime::filter::FilterError>(())
//! ```

pub mod hcm;

use crate::wire::Value;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::SystemTime;

/// Deepest nesting that the server accepts.
const DEPTH: usize = 3;
/// Limit of rules in an `OR`.
const OR_RULES: usize = 20;
/// Limit of values in a list.
const VALUES: usize = 500;

/// A condition, or a combination of conditions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Filter(Value);

/// A filter that the server would reject.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid filter: {0}")]
pub struct FilterError(String);

/// The attribute of a condition.
pub fn field(name: impl Into<String>) -> Field {
    Field(name.into())
}

/// The attribute of a condition; see [`field`].
#[derive(Clone, Debug)]
pub struct Field(String);

/// A text, number or truth value.
pub trait Scalar: Into<Value> {}
impl Scalar for &str {}
impl Scalar for String {}
impl Scalar for bool {}

/// A number.
pub trait Number: Into<Value> {}

macro_rules! numbers {
    ($($ty:ty)+) => {$(
        impl Scalar for $ty {}
        impl Number for $ty {}
    )+};
}

numbers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64);

/// A point in time: a [`SystemTime`], or a text in RFC 3339 or a date.
pub trait Time {
    /// The time in the form the server expects.
    fn text(self) -> String;
}

impl Time for &str {
    fn text(self) -> String {
        self.to_owned()
    }
}

impl Time for String {
    fn text(self) -> String {
        self
    }
}

/// In whole seconds, UTC.
impl Time for SystemTime {
    fn text(self) -> String {
        let at = time::OffsetDateTime::from(self);
        let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
        format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", at.hour(), at.minute(), at.second())
    }
}

impl Filter {
    /// All of the conditions.
    pub fn and(rules: impl IntoIterator<Item = Filter>) -> Self {
        Self::combined("AND", rules)
    }

    /// Any of the conditions.
    pub fn or(rules: impl IntoIterator<Item = Filter>) -> Self {
        Self::combined("OR", rules)
    }

    /// Any JSON, for forms that this builder does not support.
    pub fn raw(json: Value) -> Self {
        Self(json)
    }

    /// The filter as JSON.
    pub fn json(&self) -> &Value {
        &self.0
    }

    /// Checks the filter against the server's limits: three levels, 20 rules in an `OR`, 500 values in a list, valid
    /// attribute names and times, finite numbers, no empty search text.
    ///
    /// # Errors
    /// The first limit that is exceeded.
    pub fn check(self) -> Result<Self, FilterError> {
        check(&self.0, 1)?;
        Ok(self)
    }

    fn combined(condition: &str, rules: impl IntoIterator<Item = Filter>) -> Self {
        let rules: Vec<Value> = rules.into_iter().map(|rule| rule.0).collect();
        Self(json!({"condition": condition, "rules": rules}))
    }
}

impl From<Filter> for Value {
    fn from(filter: Filter) -> Self {
        filter.0
    }
}

fn check(filter: &Value, depth: usize) -> Result<(), FilterError> {
    let fail = |message: String| Err(FilterError(message));
    if depth > DEPTH {
        return fail(format!("more than {DEPTH} levels of nesting"));
    }
    let Some(rules) = filter.get("rules").and_then(Value::as_array) else { return check_rule(filter) };
    if rules.is_empty() {
        return fail("a combination has no conditions".to_owned());
    }
    if filter["condition"] == "OR" && rules.len() > OR_RULES {
        return fail(format!("{} conditions in an `OR`, the limit is {OR_RULES}", rules.len()));
    }
    rules.iter().try_for_each(|rule| check(rule, depth + 1))
}

fn check_rule(rule: &Value) -> Result<(), FilterError> {
    let text = |name: &str| rule.get(name).and_then(Value::as_str).unwrap_or_default();
    let (name, operator, value) = (text("field"), text("operator"), text("value"));
    let searches = ["begins_with", "contains", "ends_with"].iter().any(|part| operator.contains(part));
    let message = match rule.get("value") {
        _ if !is_name(name) => format!("invalid attribute name `{name}`"),
        Some(Value::Null) => format!("the value for `{name}` is not a finite number"),
        Some(Value::Array(values)) if values.len() > VALUES => {
            format!("{} values in a list, the limit is {VALUES}", values.len())
        }
        Some(Value::Array(values)) if values.iter().any(Value::is_null) => {
            format!("a value for `{name}` is not a finite number")
        }
        Some(_) if operator.starts_with("datetime_") && !is_time(value) => {
            format!("invalid time `{value}`: expected RFC 3339 or a date")
        }
        Some(_) if searches && value.is_empty() => format!("empty search text for `{name}`"),
        _ => return Ok(()),
    };
    Err(FilterError(message))
}

/// Whether a text has the form `2024-01-31`, with an optional time of day.
fn is_time(text: &str) -> bool {
    let (date, rest) = text.split_at_checked(10).unwrap_or((text, ""));
    let digits = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let day = date.chars().map(digits).eq("0000-00-00".chars());
    let time = rest.chars().map(digits).take(9).collect::<String>();
    day && (rest.is_empty() || time == "T00:00:00" || time == " 00:00:00")
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
    /// Begins with the text.
    begins_with(value: &str) = "begins_with";
    /// Does not begin with the text.
    not_begins_with(value: &str) = "not_begins_with";
    /// Contains the text.
    contains(value: &str) = "contains";
    /// Does not contain the text.
    not_contains(value: &str) = "not_contains";
    /// Ends with the text.
    ends_with(value: &str) = "ends_with";
    /// Does not end with the text.
    not_ends_with(value: &str) = "not_ends_with";
    /// An empty list.
    is_empty() = "is_empty";
    /// A list that is not empty.
    is_not_empty() = "is_not_empty";
    /// Null.
    is_null() = "is_null";
    /// Not null.
    is_not_null() = "is_not_null";
    /// The attribute exists.
    exists() = "exist";
    /// The attribute does not exist.
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

    /// Before a time.
    pub fn before(self, time: impl Time) -> Filter {
        self.rule("datetime_less", Some(time.text().into()))
    }

    /// Before or at a time.
    pub fn before_or_at(self, time: impl Time) -> Filter {
        self.rule("datetime_less_or_equal", Some(time.text().into()))
    }

    /// After a time.
    pub fn after(self, time: impl Time) -> Filter {
        self.rule("datetime_greater", Some(time.text().into()))
    }

    /// After or at a time.
    pub fn after_or_at(self, time: impl Time) -> Filter {
        self.rule("datetime_greater_or_equal", Some(time.text().into()))
    }

    /// Any operator with any value, for forms that this builder does not support.
    pub fn operator(self, operator: &str, value: impl Into<Value>) -> Filter {
        self.rule(operator, Some(value.into()))
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
mod tests;

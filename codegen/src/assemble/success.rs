//! Success rules whose value the samples of a service tell.

use crate::dialect::Success;
use crate::model::json::Value;
use crate::model::{Endpoint, SampleRole, Scalar, SuccessRule};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The rule of a service. Where the samples have to tell, it is the first one whose member all samples show with one of the
/// values; where there is none, the HTTP status alone decides.
pub fn rule(success: &Success, endpoints: &[Arc<Endpoint>]) -> Option<SuccessRule> {
    let mut rules = success.rules().into_iter();
    if success.by_samples { rules.find_map(|rule| settled(rule, endpoints)) } else { rules.next() }
}

/// The rule with the one value that the samples show.
fn settled(rule: SuccessRule, endpoints: &[Arc<Endpoint>]) -> Option<SuccessRule> {
    let examples = endpoints.iter().flat_map(|endpoint| &endpoint.examples);
    let answers = examples.filter(|example| example.role == SampleRole::Response);
    let shown = answers.filter_map(|example| at(example.json.as_deref()?, &rule.member)).map(scalar);
    let shown: BTreeSet<Option<Scalar>> = shown.collect();
    let mut shown = shown.into_iter();
    match (shown.next(), shown.next()) {
        (Some(Some(value)), None) if rule.equals.contains(&value) => {
            Some(SuccessRule { equals: vec![value], ..rule })
        }
        _ => None,
    }
}

fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}

fn scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::Bool(value) => Some(Scalar::Boolean(*value)),
        Value::Number(number) => number.as_i64().map(Scalar::Integer),
        Value::String(text) => Some(Scalar::Text(text.to_string())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Example;
    use std::sync::Arc;

    /// Expects the member and value of the rule.
    #[track_caller]
    fn check(success: &str, samples: &[&str], expect: Option<(&str, Scalar)>) {
        let success: Success = toml::from_str(success).unwrap();
        let example = |text: &&str| Example {
            role: SampleRole::Response,
            json: Some(Arc::new(serde_json::from_str(text).unwrap())),
            ..Example::default()
        };
        let endpoint = Endpoint { examples: samples.iter().map(example).collect(), ..Endpoint::default() };
        let got = rule(&success, &[endpoint.into()]).map(|rule| (rule.member, rule.equals));
        assert_eq!(got, expect.map(|(member, value)| (member.to_owned(), vec![value])));
    }

    #[test]
    fn the_samples_tell_where_the_dialect_leaves_it_to_them() {
        check("member = \"code\"\nequals = 0", &[], Some(("code", Scalar::Integer(0))));
        let open = "member = [\"ok\", \"meta.code\"]\nequals = [0, 200, true, \"OK\"]\nby_samples = true";
        let code = |value: i64| Some(("meta.code", Scalar::Integer(value)));
        check(open, &[r#"{"meta": {"code": 200}}"#, r#"{"a": 1}"#], code(200));
        check(open, &[r#"{"ok": "OK", "meta": {"code": 0}}"#], Some(("ok", Scalar::Text("OK".to_owned()))));
        // Samples that differ, and values that are no sign of success, tell nothing.
        check(open, &[r#"{"meta": {"code": 200}}"#, r#"{"meta": {"code": 0}}"#], None);
        check(open, &[r#"{"meta": {"code": 7}}"#, r#"{"ok": [1]}"#, "[]"], None);
    }
}

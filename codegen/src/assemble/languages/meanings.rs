//! What the descriptions of two languages say of one field, side by side.

use crate::model::{Fact, Field, Meaning};
use smol_str::SmolStr;

/// A fact that two pages state differently.
pub(super) struct Difference {
    pub(super) fact: Fact,
    /// Of what of the field.
    pub(super) what: &'static str,
    /// What the leading page says, and what the other one says.
    pub(super) says: [SmolStr; 2],
}

/// Values, defaults and bounds that both pages state and state differently, and conditions that only one of them states:
/// two conditions are sentences of two languages, which nobody can compare here.
pub(super) fn differences(ours: &Field, theirs: &Field) -> Vec<Difference> {
    let (ours, theirs) = (&*ours.meaning, &*theirs.meaning);
    let mut found = Vec::new();
    let mut add = |fact, what, says: [SmolStr; 2]| found.push(Difference { fact, what, says });
    let literals = |it: &Meaning| {
        let mut literals: Vec<String> = it.values.iter().map(|value| value.literal.clone()).collect();
        literals.sort();
        literals
    };
    if !ours.values.is_empty() && !theirs.values.is_empty() && literals(ours) != literals(theirs) {
        add(Fact::Values, "the values of", [listed(ours), listed(theirs)]);
    }
    if let (Some(a), Some(b)) = (&ours.default, &theirs.default)
        && a != b
    {
        add(Fact::Default, "the default of", [a.into(), b.into()]);
    }
    let [a, b] = [ours, theirs].map(|it| [it.min, it.max]);
    if differ(a, b) {
        add(Fact::Range, "the range of", [range(a), range(b)]);
    }
    let length =
        |it: &Meaning| [it.min_length, it.max_length].map(|bound| bound.and_then(|it| it.try_into().ok()));
    let [a, b] = [length(ours), length(theirs)];
    if differ(a, b) {
        add(Fact::Range, "the length of", [range(a), range(b)]);
    }
    if ours.condition.is_some() != theirs.condition.is_some() {
        let says = |it: &Meaning| {
            SmolStr::new_static(if it.condition.is_some() { "conditional" } else { "unconditional" })
        };
        add(Fact::Condition, "the presence of", [says(ours), says(theirs)]);
    }
    found
}

/// Whether a bound that both state differs.
fn differ(ours: [Option<i64>; 2], theirs: [Option<i64>; 2]) -> bool {
    ours.iter().zip(theirs).any(|(a, b)| matches!((a, b), (Some(a), Some(b)) if *a != b))
}

fn range([min, max]: [Option<i64>; 2]) -> SmolStr {
    let bound = |bound: Option<i64>| bound.map(|it| it.to_string()).unwrap_or_default();
    format!("{}..{}", bound(min), bound(max)).into()
}

fn listed(meaning: &Meaning) -> SmolStr {
    meaning.values.iter().map(|value| value.literal.as_str()).collect::<Vec<_>>().join(", ").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Value;

    #[track_caller]
    fn check(ours: Meaning, theirs: Meaning, expect: &[Fact]) {
        let field = |meaning: Meaning| Field { meaning: meaning.into(), ..Field::default() };
        let found: Vec<Fact> =
            differences(&field(ours), &field(theirs)).iter().map(|difference| difference.fact).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn what_both_pages_state_is_compared() {
        let values = |literals: &[&str]| Meaning {
            values: literals.iter().map(|it| Value { literal: (*it).into(), ..Value::default() }).collect(),
            ..Meaning::default()
        };
        check(values(&["1", "2"]), values(&["2", "1"]), &[]);
        check(values(&["1", "2"]), values(&["1", "3"]), &[Fact::Values]);
        check(values(&["1"]), Meaning::default(), &[]);
        let default = |text: &str| Meaning { default: Some(text.into()), ..Meaning::default() };
        check(default("1"), default("2"), &[Fact::Default]);
        let bounds = |min, max| Meaning { min, max, ..Meaning::default() };
        check(bounds(Some(1), Some(9)), bounds(None, Some(9)), &[]);
        check(bounds(Some(1), Some(9)), bounds(Some(0), Some(9)), &[Fact::Range]);
        let length = |max_length| Meaning { max_length, ..Meaning::default() };
        check(length(Some(8)), length(Some(9)), &[Fact::Range]);
        let condition = Meaning { condition: Some("when".into()), ..Meaning::default() };
        check(condition.clone(), Meaning::default(), &[Fact::Condition]);
        check(condition.clone(), condition, &[]);
    }
}

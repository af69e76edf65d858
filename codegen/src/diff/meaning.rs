//! Meanings: values, defaults, bounds, units and the like.

use super::contrasts::{self, Group};
use super::entry::Side;
use super::reworded::Reworded;
use super::rules::{self, Rule};
use super::verdict::Wire;
use super::walk::FieldPair;
use super::{amounts, pairs, same, stated};
use crate::model::{Field, Meaning, Text, Value};

/// Compares what the descriptions of a field mean. Every member is named, so that a new one has to be decided on.
/// `reworded` is what the descriptions say otherwise by their words.
pub(super) fn compare(at: &mut FieldPair<'_, '_>, reworded: &[Reworded]) {
    let [old, new] = at.fields();
    let Meaning {
        values,
        default,
        min,
        max,
        min_length,
        max_length,
        unit,
        format,
        deprecated,
        since,
        condition,
    } = &*old.meaning;
    let other = &*new.meaning;
    // A default that is written as its type asks is the same one under another type.
    let bare = |value: &Option<String>| value.as_ref().map(|value| value.trim_matches('"').to_owned());
    let is_retyped = old.ty != new.ty && bare(default) == bare(&other.default);
    if *default != other.default && !is_retyped {
        let says = [
            default.clone().or_else(|| unread_default(old, &other.default)),
            other.default.clone().or_else(|| unread_default(new, default)),
        ];
        let rule = match says {
            [Some(_), Some(_)] => &rules::DEFAULT_CHANGED,
            _ => &rules::DEFAULT_STATED,
        };
        let [before, after] = says;
        say(at, rule, "default", before, after);
    }
    // Defaults may have cells of their own; the rest is read from the description.
    let described = at.walk.entries.len();
    self::values(at, values, &other.values);
    // A length is never negative, so a missing lower bound is one of 0.
    let number = |value: Option<u64>| value.map(|value| i64::try_from(value).unwrap_or(i64::MAX));
    bounds(at, "value", (*min, *max), (other.min, other.max), reworded);
    let lengths = (number(*min_length), number(*max_length));
    let others = (number(other.min_length), number(other.max_length));
    bounds(at, "length", lengths, others, reworded);
    told(at, Group::Unit, (&rules::UNIT_CHANGED, "unit"), (unit.as_deref(), other.unit.as_deref()), reworded);
    let formats = (format.as_deref(), other.format.as_deref());
    // Whether something is a file is told with its type.
    if old.is_binary() == new.is_binary() {
        told(at, Group::Format, (&rules::FORMAT_CHANGED, "format"), formats, reworded);
    }
    let texts = [
        (&rules::FIELD_DEPRECATED, "deprecation", deprecated, &other.deprecated),
        (&rules::VERSION_CHANGED, "first version", since, &other.since),
        (&rules::CONDITION_CHANGED, "condition", condition, &other.condition),
    ];
    for (rule, what, before, after) in texts.into_iter().filter(|(_, _, before, after)| before != after) {
        say(at, rule, what, before.clone(), after.clone());
    }
    at.described(described);
}

/// What a description without a default that is read says of one in other words, where it is not the default of the other
/// side.
fn unread_default(field: &Field, other: &Option<String>) -> Option<String> {
    let other = other.as_ref()?.trim_matches('"');
    let said = field.docs.iter().find_map(|text| contrasts::behind_default(&text.text))?;
    let called = field.meaning.values.iter().find(|value| value.literal.trim_matches('"') == other);
    let is_same = pairs::plain(said) == pairs::plain(other)
        || called.is_some_and(|value| pairs::plain(&value.label) == pairs::plain(said));
    (!is_same).then(|| said.to_owned())
}

fn say(
    at: &mut FieldPair<'_, '_>,
    rule: &'static Rule,
    what: &str,
    old: Option<String>,
    new: Option<String>,
) {
    let words = match (&old, &new) {
        (Some(old), Some(new)) => format!("its {what} is `{new}` instead of `{old}`"),
        (None, Some(new)) => format!("its {what} is stated: `{new}`"),
        (Some(old), None) => format!("its {what} is no longer stated: `{old}`"),
        (None, None) => return,
    };
    let is_stated = old.is_none() || new.is_none();
    at.push(rule, &words, [old, new]);
    // What one side does not say is not known to have changed.
    let entry = at.walk.entries.last_mut().filter(|entry| is_stated && entry.wire == Wire::BreaksOld);
    if let Some(entry) = entry {
        entry.wire = Wire::Compatible;
    }
}

/// A unit or a format. One that one side alone states in a form that is read may stand on the other side in other words.
fn told(
    at: &mut FieldPair<'_, '_>,
    group: Group,
    (rule, what): (&'static Rule, &str),
    says: (Option<&str>, Option<&str>),
    reworded: &[Reworded],
) {
    // A default may be the word for a unit: `Month`.
    let bare = |value: &String| value.trim_matches('"').to_owned();
    let defaults = at.fields().map(|field| field.meaning.default.as_ref().map(bare));
    let is_default = |it: &Reworded| it.says.iter().any(Option::is_some) && it.says == defaults;
    let told = reworded.iter().find(|it| it.rule.code.id == rule.code.id && !is_default(it));
    let [before, after] = at.fields();
    let of_number = says.0.filter(|_| group == Group::Unit).and_then(|it| other_number([before, after], it));
    match (says, told) {
        ((Some(it), new), _) if of_number.is_some() && new.is_none_or(|new| new == it) => {
            at.push(
                rule,
                "its description names another unit behind a number",
                [Some(it.to_owned()), of_number],
            );
        }
        ((Some(old), Some(new)), _) if old == new => {}
        ((None, None), None) => {}
        ((None, _) | (_, None), Some(told)) => {
            at.push(told.rule, &format!("its description {}", told.what), told.says.clone());
        }
        ((Some(it), None), None) if stated::names(&after.docs, group, it) => {}
        ((None, Some(it)), None) if stated::names(&before.docs, group, it) => {}
        ((Some(old), None), None) if stated::other(&after.docs, group, old).is_some() => {
            let new = stated::other(&after.docs, group, old).map(str::to_owned);
            at.push(rule, &format!("its description names another {what}"), [Some(old.to_owned()), new]);
        }
        ((None, Some(new)), None) if stated::other(&before.docs, group, new).is_some() => {
            let old = stated::other(&before.docs, group, new).map(str::to_owned);
            at.push(rule, &format!("its description named another {what}"), [old, Some(new.to_owned())]);
        }
        ((old, new), _) => say(at, rule, what, old.map(str::to_owned), new.map(str::to_owned)),
    }
}

/// The unit behind a number of the new description, where the old one had no such number and the unit is another one.
fn other_number([before, after]: [&Field; 2], unit: &str) -> Option<String> {
    let (word, names) = stated::unit_of_number(&after.docs)?;
    let is_new = stated::unit_of_number(&before.docs).is_none_or(|(_, had)| had != names);
    (is_new && !names.contains(&unit)).then(|| word.to_owned())
}

type Bounds = (Option<i64>, Option<i64>);

fn bounds(at: &mut FieldPair<'_, '_>, what: &str, old: Bounds, new: Bounds, reworded: &[Reworded]) {
    if old == new {
        return;
    }
    let fields = at.fields();
    // Where the words are the same, bounds come and go with the type.
    if fields[0].ty != fields[1].ty && same::texts(&fields[0].docs, &fields[1].docs) {
        return;
    }
    let is_lost = |old: Option<i64>, new: Option<i64>| old.is_some() && new.is_none();
    let lost = is_lost(old.0, new.0) || is_lost(old.1, new.1);
    let gained = is_lost(new.0, old.0) || is_lost(new.1, old.1);
    let [before, after] = fields.map(|field| &field.docs);
    if let Some((rule, says)) = in_words(old, reworded).filter(|_| new == (None, None)) {
        let message = format!("its {what} was {}, and its description now says {}", words(old), says[1]);
        return at.push(rule, &message, says.map(Some));
    }
    // A limit that is not read any longer may be stated in other words.
    let amount = |docs: &[Text]| docs.iter().find_map(|text| amounts::amount(&text.text)).map(str::to_owned);
    let is_read = |amount: &String| {
        let bounds = [new.0, new.1].into_iter().flatten();
        bounds
            .map(|bound| amount.parse::<i64>().map_or(2, |amount| (amount - bound).abs()))
            .any(|off| off < 2)
    };
    if let Some(amount) = amount(after).filter(|amount| lost && !is_read(amount)) {
        let rule = limited(old, after).unwrap_or(&rules::NUMBER_IN_WORDS);
        let message =
            format!("its {what} was {}, and its description now says {amount} in other words", words(old));
        return at.push(rule, &message, [Some(words(old)), Some(amount)]);
    }
    // Nor is one new that was stated in words that are not read.
    if let Some(amount) = amount(before).filter(|_| gained && !lost) {
        let message =
            format!("its {what} is {}, and its description said {amount} in other words", words(new));
        return at.push(&rules::NUMBER_IN_WORDS, &message, [Some(amount), Some(words(new))]);
    }
    let (low, high) = (new.0.unwrap_or(i64::MIN), new.1.unwrap_or(i64::MAX));
    let narrower = low > old.0.unwrap_or(i64::MIN) || high < old.1.unwrap_or(i64::MAX);
    let rule = if narrower { &rules::BOUNDS_NARROWED } else { &rules::BOUNDS_WIDENED };
    let message = format!("its {what} is {} instead of {}", words(new), words(old));
    at.push(rule, &message, [Some(words(old)), Some(words(new))]);
}

/// What became of bounds whose numbers gave way to others in words that are not read, and these numbers of both sides.
fn in_words((min, max): Bounds, reworded: &[Reworded]) -> Option<(&'static Rule, [String; 2])> {
    let numbers = |it: &Reworded| {
        let number = |said: &Option<String>| said.as_ref()?.replace(',', "").parse::<i64>().ok();
        Some((number(&it.says[0])?, number(&it.says[1])?))
    };
    let replaced: Vec<(i64, i64)> = reworded.iter().filter_map(numbers).collect();
    let is_bound = |(old, _): &(i64, i64)| Some(*old) == min || Some(*old) == max;
    if replaced.is_empty() || !replaced.iter().all(is_bound) {
        return None;
    }
    let is_narrower = |(old, new): &(i64, i64)| if Some(*old) == max { new < old } else { new > old };
    let rule = match replaced.iter().any(is_narrower) {
        true => &rules::BOUNDS_NARROWED,
        false => &rules::BOUNDS_WIDENED,
    };
    let join = |side: fn(&(i64, i64)) -> i64| {
        replaced.iter().map(|it| side(it).to_string()).collect::<Vec<_>>().join(" and ")
    };
    Some((rule, [join(|it| it.0), join(|it| it.1)]))
}

/// What became of bounds by the first limit that words state in their place.
fn limited((min, max): Bounds, docs: &[Text]) -> Option<&'static Rule> {
    let (limit, number) = docs.iter().find_map(|text| {
        let number = amounts::first(&text.text)?;
        Some((stated::limit_before(&text.text, &number)?, number.text.parse::<i64>().ok()?))
    })?;
    let end = match limit {
        stated::Limit::AtMost => max,
        stated::Limit::AtLeast => min,
    };
    Some(match end {
        Some(end) if !limit.is_narrowed(end as f64, number as f64) => &rules::BOUNDS_WIDENED,
        _ => &rules::BOUNDS_NARROWED,
    })
}

fn words((min, max): Bounds) -> String {
    let end = |end: Option<i64>| end.map_or_else(String::new, |end| end.to_string());
    if min.is_none() && max.is_none() {
        return "not bounded".to_owned();
    }
    format!("{}..{}", end(min), end(max))
}

fn list(values: &[Value]) -> Option<String> {
    let words = values.iter().map(described).collect::<Vec<_>>().join(", ");
    (!words.is_empty()).then_some(words)
}

fn described(value: &Value) -> String {
    if value.label.is_empty() {
        value.literal.clone()
    } else {
        format!("{} ({})", value.literal, value.label)
    }
}

fn values(at: &mut FieldPair<'_, '_>, old: &[Value], new: &[Value]) {
    let rule = match (old.is_empty(), new.is_empty()) {
        (true, true) => return,
        (true, false) => Some((&rules::VALUES_LISTED, "its values are listed")),
        (false, true) => return unlisted(at, old),
        (false, false) => None,
    };
    if let Some((rule, what)) = rule {
        return at.push(rule, what, [list(old), list(new)]);
    }
    let lacks = |values: &[Value], value: &Value| values.iter().all(|other| other.literal != value.literal);
    let mut removed: Vec<&Value> = old.iter().filter(|value| lacks(new, value)).collect();
    let mut added: Vec<&Value> = new.iter().filter(|value| lacks(old, value)).collect();
    let single = removed.len() == 1 && added.len() == 1 && old.len() == new.len();
    for before in removed.clone() {
        let Some(after) = added.iter().copied().find(|after| is_renamed(before, after, single)) else {
            continue;
        };
        removed.retain(|value| value.literal != before.literal);
        added.retain(|value| value.literal != after.literal);
        let what = format!("the value {} is written {}", before.literal, after.literal);
        at.push(&rules::VALUE_RENAMED, &what, [Some(described(before)), Some(described(after))]);
    }
    let [before, after] = at.fields();
    if before.ty.leaf() != after.ty.leaf() && removed.len() == old.len() && added.len() == new.len() {
        let what = "none of its values is left; others are listed";
        return at.push(&rules::VALUE_REMOVED, what, [list(old), list(new)]);
    }
    for value in removed {
        at.push(
            &rules::VALUE_REMOVED,
            &format!("the value {} is gone", described(value)),
            [Some(described(value)), None],
        );
    }
    for value in added {
        at.push(
            &rules::VALUE_ADDED,
            &format!("the value {} is new", described(value)),
            [None, Some(described(value))],
        );
    }
    labels(at, old, new);
}

/// Values that are listed no longer: where the words still name some of them, the others are gone.
fn unlisted(at: &mut FieldPair<'_, '_>, old: &[Value]) {
    let docs = &at.fields()[1].docs;
    let is_named = |value: &&Value| {
        let literal = value.literal.trim_matches('"');
        docs.iter().any(|text| contrasts::has_word(&text.text, literal))
    };
    let (left, gone): (Vec<&Value>, Vec<&Value>) = old.iter().partition(is_named);
    let written =
        |values: &[&Value]| values.iter().map(|value| described(value)).collect::<Vec<_>>().join(", ");
    // One that is named alone may be the default.
    let default = at.fields()[1].meaning.default.as_deref().map(|value| value.trim_matches('"'));
    let is_default = matches!(&left[..], [value] if Some(value.literal.trim_matches('"')) == default);
    if left.is_empty() || gone.is_empty() || is_default {
        return at.push(&rules::VALUES_UNLISTED, "its values are no longer listed", [list(old), None]);
    }
    let what =
        format!("its values are no longer listed: {} is left, without {}", written(&left), written(&gone));
    at.push(&rules::VALUES_UNLISTED, &what, [list(old), Some(written(&left))]);
    if let (Side::Request, Some(entry)) = (at.side(), at.walk.entries.last_mut()) {
        entry.wire = Wire::BreaksOld;
    }
}

/// Whether two literals are one value: by their writing, by what they are called, or because nothing else changed.
fn is_renamed(old: &Value, new: &Value, single: bool) -> bool {
    let same_label = !old.label.is_empty() && old.label == new.label;
    let is = |literal: &str, label: &str| !label.is_empty() && pairs::plain(literal) == pairs::plain(label);
    // A value that is written as it was called, or the other way round.
    let is_label = is(&new.literal, &old.label) || is(&old.literal, &new.label);
    let same_text = pairs::plain(&old.literal) == pairs::plain(&new.literal);
    same_text || same_label || is_label || single && old.label == new.label
}

fn labels(at: &mut FieldPair<'_, '_>, old: &[Value], new: &[Value]) {
    let called = |value: &Value| (value.label.clone(), value.english.clone());
    let changed: Vec<(&Value, &Value)> = old
        .iter()
        .filter_map(|before| Some((before, new.iter().find(|after| after.literal == before.literal)?)))
        .filter(|(before, after)| called(before) != called(after))
        .collect();
    if changed.is_empty() {
        return;
    }
    // A label that stays with its value is not exchanged, whatever its translation became.
    let moved = |before: &Value, after: &Value| !after.label.is_empty() && after.label != before.label;
    let taken = |label: &str| old.iter().any(|value| value.label == label);
    let exchanged = changed.iter().any(|(before, after)| moved(before, after) && taken(&after.label));
    let (rule, what) = match exchanged {
        true => (&rules::MEANINGS_EXCHANGED, "values have exchanged their meanings"),
        false => (&rules::MEANING_CHANGED, "values are described in other words"),
    };
    let join =
        |side: fn(&(&Value, &Value)) -> String| Some(changed.iter().map(side).collect::<Vec<_>>().join(", "));
    at.push(rule, what, [join(|(before, _)| described(before)), join(|(_, after)| described(after))]);
}

//! Defaults that contradict the documented values or range.

use crate::diagnostic::{Diagnostic, code};
use crate::model::Field;

pub(super) fn unlisted(field: &Field, found: &mut Vec<Diagnostic>) {
    let (name, values) = (&field.name, &field.meaning.values);
    let Some(default) = &field.meaning.default else { return };
    if !values.is_empty() && !values.iter().any(|value| value.literal == *default) {
        let message = format!("the default {default} of `{name}` is not among its documented values");
        found.push(Diagnostic::new(&code::DEFAULT_UNLISTED, message).label(field.origin, "described here"));
    }
}

pub(super) fn out_of_range(field: &Field, found: &mut Vec<Diagnostic>) {
    let (name, meaning) = (&field.name, &field.meaning);
    let Some(default) = &meaning.default else { return };
    let Ok(number) = default.parse::<i64>() else { return };
    if meaning.min.is_some_and(|min| number < min) || meaning.max.is_some_and(|max| number > max) {
        let message = format!("the default {default} of `{name}` is outside its documented range");
        found.push(
            Diagnostic::new(&code::DEFAULT_OUT_OF_RANGE, message).label(field.origin, "described here"),
        );
    }
}

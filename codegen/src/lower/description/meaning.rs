//! What one description says, and what two descriptions of one field say together.

use super::context::Context;
use super::patterns::Patterns;
use super::text::Text;
use super::{bounds, defaults, enums, formats, notes, units};
use crate::model;

/// Reads the facts that the description states in a known form; everything else stays text. Never guesses.
pub fn read(patterns: &Patterns, description: &str, context: Context<'_>) -> model::Meaning {
    let Some(text) = Text::new(patterns, description) else { return model::Meaning::default() };
    let enumeration = enums::read(&text, &context);
    let is_listed = !enumeration.values.is_empty();
    let unit = units::read(&text, context.ty);
    let bounds = bounds::read(&text, context.ty, unit.as_deref());
    let default = defaults::read(&text, &context, &enumeration, unit.as_deref());
    let deprecated =
        notes::deprecated(&text).filter(|words| !notes::is_of_value(&text, words, &enumeration.values));
    model::Meaning {
        default,
        values: enumeration.values,
        min: bounds.min,
        max: bounds.max,
        min_length: bounds.min_length,
        max_length: bounds.max_length,
        unit,
        format: formats::read(&text, context.ty),
        deprecated,
        since: notes::since(&text),
        condition: notes::condition(&text, context.name, is_listed),
    }
}

/// Whether the description has `null` among the values of the field: `"a", "b" or null`.
pub fn lists_null(patterns: &Patterns, description: &str, context: Context<'_>) -> bool {
    let lists = |text: Text<'_>| enums::lists_null(&text, &context);
    description.contains("null") && Text::new(patterns, description).is_some_and(lists)
}

/// Adds the facts of another description of the same field: those of kinds that the first one does not state, and
/// English labels of its values.
pub fn complete(ours: &mut model::Meaning, theirs: model::Meaning) {
    let bounded = |it: &model::Meaning| it.min.is_some() || it.max.is_some();
    let sized = |it: &model::Meaning| it.min_length.is_some() || it.max_length.is_some();
    // A bound that the other one calls the default is a mistranslation.
    let bounds = [ours.min, ours.max].map(|it| it.map(|it| it.to_string()));
    let default = theirs.default.filter(|it| !bounds.iter().flatten().any(|bound| bound == it));
    if !bounded(ours) {
        (ours.min, ours.max) = (theirs.min, theirs.max);
    }
    if !sized(ours) {
        (ours.min_length, ours.max_length) = (theirs.min_length, theirs.max_length);
    }
    if ours.values.is_empty() {
        ours.values = theirs.values;
    } else {
        add_english_labels(&mut ours.values, &theirs.values);
    }
    for (ours, theirs) in [
        (&mut ours.default, default),
        (&mut ours.unit, theirs.unit),
        (&mut ours.format, theirs.format),
        (&mut ours.deprecated, theirs.deprecated),
        (&mut ours.since, theirs.since),
        (&mut ours.condition, theirs.condition),
    ] {
        if ours.is_none() {
            *ours = theirs;
        }
    }
}

/// Lists that differ call different things alike, so only a list of the same values names ours.
fn add_english_labels(ours: &mut [model::Value], theirs: &[model::Value]) {
    let find = |literal: &str| theirs.iter().find(|it| it.literal == literal);
    if ours.len() != theirs.len() || ours.iter().any(|it| find(&it.literal).is_none()) {
        return;
    }
    for value in ours {
        let Some(label) = find(&value.literal).map(|it| &it.label) else { continue };
        if value.label.is_empty() {
            value.label.clone_from(label);
        } else if label.is_ascii() && !value.label.is_ascii() {
            value.english.clone_from(label);
        }
    }
}

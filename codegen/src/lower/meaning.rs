//! What descriptions mean: values, defaults, ranges, units, formats and notes that prose states.
//!
//! In: the text of one description and the type of its field. Out: a [`model::Meaning`] that holds
//! what is said in known forms; whatever else the text says stays text. The words are data
//! (`dialects/meaning.toml`); what is not certain is left out, for a wrong list of values is worse than none.

mod bare;
mod bounds;
mod cursor;
mod defaults;
mod formats;
mod labelled;
mod literal;
mod marks;
mod notes;
mod patterns;
mod plain;
mod reversed;
mod text;
mod units;
mod values;

#[cfg(test)]
mod tests;

use crate::model;
pub use patterns::Patterns;
use text::Text;

/// The field that a description belongs to.
pub struct Context<'a> {
    /// Its name on the wire.
    pub name: &'a str,
    /// Its type; values and defaults are read only where they fit it.
    pub ty: &'a model::Type,
    /// Language of the page. The forms of all languages are tried, since pages mix them.
    pub language: &'a str,
    /// Whether its table marks it as required.
    pub required: bool,
}

/// What the description says in forms that are understood; everything else stays text. Never guesses.
pub fn read(patterns: &Patterns, description: &str, context: Context<'_>) -> model::Meaning {
    let text = Text::new(patterns, description);
    if text.says_nothing() {
        return model::Meaning::default();
    }
    let list = values::read(&text, &context);
    let unit = units::read(&text, context.ty);
    let bounds = bounds::read(&text, &context, unit.as_deref());
    let default = defaults::read(&text, context.ty, &list, unit.as_deref());
    model::Meaning {
        default,
        values: list.values,
        min: bounds.min,
        max: bounds.max,
        min_length: bounds.min_length,
        max_length: bounds.max_length,
        unit,
        format: formats::read(&text, context.ty),
        deprecated: notes::deprecated(&text),
        since: notes::since(&text),
        condition: notes::condition(&text),
    }
}

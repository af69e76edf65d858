//! What stands in a type cell beside the type: values, a default, marks of null.

use super::{Reader, alternatives};
use crate::dialect::{Column, TypeWord};
use crate::model::Type;

impl Reader<'_> {
    /// `enum: a, b`: values behind a word for texts; `oneOf: string, number`: types behind one for several.
    pub(super) fn with_values(&mut self, text: &str) -> Option<Type> {
        let (head, values) = text.split_once(':').filter(|(head, _)| !head.contains('{'))?;
        if self.word_of(head.trim()) == Some(TypeWord::Union) {
            return Some(self.one_of(&alternatives(values), 0));
        }
        let is_text =
            self.word_of(head.trim()) == Some(TypeWord::String) && !values.contains(['(', '{', '<']);
        (is_text && !values.trim().is_empty()).then_some(Type::String)
    }

    /// `string, default a`
    pub(super) fn is_default(&self, part: &str) -> bool {
        let word = part.split([' ', ':', '=']).next().unwrap_or_default();
        let label = part.split([':', '=']).next().unwrap_or_default().trim();
        let says = |word: &str, what| word.len() < part.len() && self.dialect.columns.get(word) == Some(what);
        says(word, Column::Default) || says(label, Column::Value)
    }

    /// `?string`, `string?`
    pub(super) fn without_null_mark<'t>(&self, text: &'t str) -> Option<&'t str> {
        let marks = &self.dialect.signs.nullable_prefix;
        let mut bare = marks
            .iter()
            .filter_map(|mark| text.strip_prefix(mark.as_str()).or_else(|| text.strip_suffix(mark.as_str())));
        bare.next().filter(|bare| !bare.is_empty())
    }

    /// `int NOT NULL`
    pub(super) fn without_never_null<'t>(&self, text: &'t str) -> Option<&'t str> {
        let words = self.dialect.signs.never_null_suffix.iter();
        let mut bare = words.filter_map(|word| {
            let at = text.len().checked_sub(word.len())?;
            text.get(at..).filter(|tail| tail.eq_ignore_ascii_case(word))?;
            let bare = text[..at].trim_end();
            (!bare.is_empty() && (bare.len() < at || !word.is_ascii())).then_some(bare)
        });
        bare.next()
    }
}

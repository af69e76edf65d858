//! What a description says otherwise by its words.

use super::rules::Rule;

/// A change of what a description says.
#[derive(Debug, PartialEq)]
pub(super) struct Reworded {
    pub(super) rule: &'static Rule,
    /// What the description does now, from the verb on.
    pub(super) what: String,
    /// What each side says, where it says it.
    pub(super) says: [Option<String>; 2],
}

impl Reworded {
    /// One that both sides say something of.
    pub(super) fn new(rule: &'static Rule, what: String, old: &str, new: &str) -> Self {
        Self { rule, what, says: [old, new].map(|text| Some(text.to_owned())) }
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code.id == other.code.id
    }
}

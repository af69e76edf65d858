//! Writing a change into the model, together with the vote of its override.

use crate::dialect::Dialect;
use crate::model::{Fact, Origin, Vote, Witness};
use crate::policy::{CORRECTIONS, Claim, Votes};

/// What one change did.
#[derive(Debug, PartialEq)]
pub(super) enum Effect {
    /// It changed the model.
    Changed,
    /// The model had this value already.
    Same,
    /// It cannot be applied, and why.
    Wrong(String),
}

impl Effect {
    pub(super) fn of(changed: bool) -> Self {
        if changed { Effect::Changed } else { Effect::Same }
    }

    pub(super) fn wrong<T>(why: impl Into<String>) -> Result<T, Self> {
        Err(Effect::Wrong(why.into()))
    }
}

/// Writes the changes of one override into the model.
#[derive(Clone, Copy)]
pub(super) struct OverrideWriter<'a> {
    pub(super) reason: &'a str,
    pub(super) origin: Origin,
    pub(super) dialect: &'a Dialect,
}

impl OverrideWriter<'_> {
    /// Adds the override's vote; where it changed something, those who spoke before are outvoted.
    pub(super) fn vote(&self, votes: &mut Vec<Vote>, fact: Fact, says: String, changed: bool) {
        if changed {
            votes.decide(&CORRECTIONS, Claim::new(fact, Witness::Override, says, self.origin));
        } else {
            votes.cast(fact, Witness::Override, says, self.origin);
        }
    }
}

//! Entries: one change of the docs each, with both verdicts.

use super::rules::Rule;
use super::verdict::{Level, Wire};
use crate::emit::rust::surface::FactKey;
use crate::model::Origin;
use schemars::JsonSchema;
use serde::Serialize;

/// The verdict on Rust callers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rust {
    /// How much breaks.
    pub level: Level,
    /// What changes in the emitted crate, as callers see it.
    pub reasons: Vec<String>,
}

/// Where something stands in the docs of one side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// Path of the page.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
    /// The place in the list of files of its side.
    #[serde(skip)]
    pub origin: Origin,
}

/// One change.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Entry {
    /// Number of the rule.
    pub code: &'static str,
    /// Name of the rule.
    pub kind: &'static str,
    /// Path of the fact, as `docwright explain` takes it; of the new docs, unless it is gone there.
    pub fact: String,
    /// What is different, in a sentence.
    pub message: String,
    /// What the old docs say.
    pub before: Option<String>,
    /// What the new docs say.
    pub after: Option<String>,
    /// Where the old docs say it.
    pub old: Option<Place>,
    /// Where the new docs say it.
    pub new: Option<Place>,
    /// The verdict on Rust callers.
    pub rust: Rust,
    /// The verdict on calls.
    pub wire: Wire,
    /// Callers compile unchanged, and their calls break or mean something else.
    pub silent: bool,
    /// Why two names are taken for one thing.
    pub evidence: Vec<String>,
    /// What to do.
    pub help: String,
    /// The rule.
    #[serde(skip)]
    pub rule: &'static Rule,
    /// The objects and fields that it is about, by which changes of the emitted code find their cause.
    #[serde(skip)]
    pub keys: Vec<FactKey>,
}

/// Which side of a call something belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// What callers send.
    Request,
    /// What they get.
    Response,
}

impl Entry {
    /// An entry whose verdict on Rust callers is yet to be found.
    pub fn new(rule: &'static Rule, side: Side, fact: impl Into<String>, message: impl Into<String>) -> Self {
        let help = rule.code.manual.split_once('\n').map_or("", |(_, help)| help).to_owned();
        Self {
            code: rule.code.id,
            kind: rule.code.name,
            fact: fact.into(),
            message: message.into(),
            before: None,
            after: None,
            old: None,
            new: None,
            rust: Rust::default(),
            wire: if side == Side::Request { rule.request } else { rule.response },
            silent: false,
            evidence: Vec::new(),
            help,
            rule,
            keys: Vec::new(),
        }
    }

    /// What both sides say.
    #[must_use]
    pub fn says(mut self, before: Option<String>, after: Option<String>) -> Self {
        (self.before, self.after) = (before, after);
        self
    }

    /// Where both sides say it.
    #[must_use]
    pub fn at(mut self, old: Option<Place>, new: Option<Place>) -> Self {
        (self.old, self.new) = (old, new);
        self
    }

    /// Adds a change of the emitted code.
    pub fn rust(&mut self, level: Level, reason: &str) {
        self.rust.level = self.rust.level.max(level);
        if !self.rust.reasons.iter().any(|have| have == reason) {
            self.rust.reasons.push(reason.to_owned());
        }
    }
}

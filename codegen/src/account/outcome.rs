//! Outcomes: how everything that was counted ended.

use serde::{Deserialize, Serialize};
use std::ops::AddAssign;

/// Why something was set aside: it was understood well enough to know that it is no part of the model. What was not
/// understood is no reason; a finding names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A table of error codes.
    ErrorCodes,
    /// A section that the dialect lists under `other` or `note`: a change log, an SDK, remarks.
    OtherSection,
    /// A table of links to other pages.
    Navigation,
    /// What stands before, between or behind the calls of a page and lists no fields.
    OutsideCalls,
    /// Types that no call refers to.
    Types,
    /// A page that the dialect's `skip` names.
    SkippedPage,
    /// A page that describes no call: nothing on it is a field, a route or an answer.
    OtherPage,
    /// A witness, a language among them, that was turned off.
    TurnedOff,
    /// A comment of HTML.
    Comment,
    /// A sample that was kept as text: no JSON can be made of a URL, XML or a call.
    Text,
    /// JSON among the parameters of a call that has samples under a heading of their own.
    AmongParameters,
    /// The request line of a sample.
    OfSample,
    /// A route that a sentence mentions.
    Mention,
    /// A URL without a method: a host, a link.
    NoMethod,
}

impl Reason {
    /// Every reason, in the order in which they are printed.
    pub const ALL: [Self; 14] = [
        Self::ErrorCodes,
        Self::OtherSection,
        Self::Navigation,
        Self::OutsideCalls,
        Self::Types,
        Self::SkippedPage,
        Self::OtherPage,
        Self::TurnedOff,
        Self::Comment,
        Self::Text,
        Self::AmongParameters,
        Self::OfSample,
        Self::Mention,
        Self::NoMethod,
    ];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::ErrorCodes => "error-codes",
            Self::OtherSection => "other-section",
            Self::Navigation => "navigation",
            Self::OutsideCalls => "outside-calls",
            Self::Types => "types",
            Self::SkippedPage => "skipped-page",
            Self::OtherPage => "other-page",
            Self::TurnedOff => "turned-off",
            Self::Comment => "comment",
            Self::Text => "text",
            Self::AmongParameters => "among-parameters",
            Self::OfSample => "of-sample",
            Self::Mention => "mention",
            Self::NoMethod => "no-method",
        }
    }

    /// What is printed behind the count.
    pub fn text(self) -> &'static str {
        match self {
            Self::ErrorCodes => "error codes",
            Self::OtherSection => "in sections of `other` or `note`",
            Self::Navigation => "navigation",
            Self::OutsideCalls => "outside of the calls, without fields",
            Self::Types => "types that no call refers to",
            Self::SkippedPage => "on pages skipped by pattern",
            Self::OtherPage => "on pages that describe no call",
            Self::TurnedOff => "turned off",
            Self::Comment => "in comments",
            Self::Text => "kept as text",
            Self::AmongParameters => "among parameters",
            Self::OfSample => "in samples",
            Self::Mention => "mentioned in a sentence",
            Self::NoMethod => "addresses without a method",
        }
    }
}

/// How the rows, samples or routes of some pages ended. What was counted is the sum of the parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// In the model.
    pub modelled: usize,
    /// Named by a finding.
    pub diagnosed: usize,
    /// Set aside, by reason in the order of [`Reason::ALL`].
    pub aside: [usize; Reason::ALL.len()],
}

impl Tally {
    /// Everything.
    pub fn total(&self) -> usize {
        self.modelled + self.diagnosed + self.set_aside()
    }

    /// What was set aside for any reason.
    pub fn set_aside(&self) -> usize {
        self.aside.iter().sum()
    }

    /// Sets so many aside.
    pub fn set(&mut self, reason: Reason, count: usize) {
        self.aside[reason as usize] += count;
    }

    /// The reasons that there are, with their counts.
    pub fn reasons(&self) -> impl Iterator<Item = (Reason, usize)> {
        Reason::ALL.into_iter().zip(self.aside).filter(|(_, count)| *count > 0)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        let Self { modelled, diagnosed, aside } = other;
        self.modelled += modelled;
        self.diagnosed += diagnosed;
        self.aside.iter_mut().zip(aside).for_each(|(own, more)| *own += more);
    }
}

/// How everything that some pages hold ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Table rows.
    pub rows: Tally,
    /// Samples.
    pub samples: Tally,
    /// Routes.
    pub routes: Tally,
}

impl AddAssign for Ledger {
    fn add_assign(&mut self, other: Self) {
        let Self { rows, samples, routes } = other;
        self.rows += rows;
        self.samples += samples;
        self.routes += routes;
    }
}

//! The policy: whom reconciliation believes on which fact, as data. The steps of this stage carry it out, the votes of
//! the model show each outcome, and a test holds the lost votes of real pages against these lines.

use crate::diagnostic::{Code, code};
use crate::model::{Fact, Witness};
use Witness::{
    Dialect, FileName, Heading, InlineRoute, OtherLanguage, Override, RequestExample, ResponseExample,
    RouteTable, Table,
};

/// One line of the policy.
#[derive(Debug)]
pub struct Rule {
    /// The facts it decides.
    pub facts: &'static [Fact],
    /// What about them is decided.
    pub about: &'static str,
    /// The witnesses, the most trusted first; the ones of a group are trusted alike.
    pub trust: &'static [&'static [Witness]],
    /// What comes out when they differ.
    pub decision: &'static str,
    /// The findings that say so.
    pub codes: &'static [&'static Code],
}

/// The samples of a call.
const SAMPLES: &[Witness] = &[RequestExample, ResponseExample];

/// The tables of a call, whatever their language.
const TABLES: &[Witness] = &[Table, OtherLanguage];

/// Every line, in the order in which the steps apply them.
pub const POLICY: &[Rule] = &[
    Rule {
        facts: &[Fact::Method, Fact::Path],
        about: "route",
        trust: &[&[InlineRoute], &[RouteTable], &[Heading, FileName, Dialect]],
        decision: "the page itself, else the route table, else what the dialect makes of title and file name",
        codes: &[&code::ROUTE_CONFLICT],
    },
    Rule {
        facts: &[Fact::Required],
        about: "two rows on one field",
        trust: &[TABLES],
        decision: "optional: an optional argument can always be sent",
        codes: &[&code::REQUIRED_CONFLICT],
    },
    Rule {
        facts: &[Fact::Parent],
        about: "level",
        trust: &[SAMPLES, TABLES],
        decision: "the sample, when it shows most of a table's fields inside one child",
        codes: &[&code::FIELD_MOVED],
    },
    Rule {
        facts: &[Fact::Type],
        about: "shape: list, object or plain value",
        trust: &[SAMPLES, TABLES],
        decision: "a sample that is not null; samples that differ among themselves give any value",
        codes: &[&code::SHAPE_CONFLICT],
    },
    Rule {
        facts: &[Fact::Type],
        about: "spelling of a plain value: a number as text, 0 for false",
        trust: &[TABLES, SAMPLES],
        decision: "the table; what samples show is accepted on decoding",
        codes: &[&code::SCALAR_MISMATCH],
    },
    Rule {
        facts: &[Fact::Presence],
        about: "fields",
        trust: &[&[Table, OtherLanguage, RequestExample, ResponseExample, Dialect]],
        decision: "whoever names a field; named by a sample alone it is optional",
        codes: &[&code::SAMPLE_ONLY, &code::TABLE_ONLY],
    },
    Rule {
        facts: &[Fact::Nullable],
        about: "null",
        trust: &[SAMPLES, TABLES],
        decision: "a `null` that was seen makes the field nullable",
        codes: &[],
    },
    Rule {
        facts: &[Fact::Presence, Fact::Type, Fact::Required],
        about: "pages of two languages",
        trust: &[&[Table], &[OtherLanguage]],
        decision: "the leading language, whose silence on a required mark means optional; what only the other one has is kept",
        codes: &[&code::LANGUAGES_DIFFER],
    },
    Rule {
        facts: &[Fact::Required],
        about: "promises of a response",
        trust: &[SAMPLES, TABLES],
        decision: "a sample that lacks the value makes it optional",
        codes: &[&code::BROKEN_PROMISE],
    },
    Rule {
        facts: &[Fact::Presence, Fact::Type, Fact::Required, Fact::Method, Fact::Path],
        about: "corrections",
        trust: &[&[Override]],
        decision: "always the override, after all this; one that changes nothing is an error",
        codes: &[&code::OVERRIDE_UNMATCHED, &code::OVERRIDE_STALE, &code::OVERRIDE_INVALID],
    },
];

impl Rule {
    /// How far up a witness stands, 0 for the most trusted; `None` where it has no say.
    pub fn rank(&self, witness: Witness) -> Option<usize> {
        self.trust.iter().position(|group| group.contains(&witness))
    }

    /// Whether the line can let one witness win over another.
    pub fn prefers(&self, winner: Witness, loser: Witness) -> bool {
        match (self.rank(winner), self.rank(loser)) {
            (Some(winner), Some(loser)) => winner <= loser,
            // A correction wins over everybody.
            (Some(_), None) => winner == Override,
            _ => false,
        }
    }
}

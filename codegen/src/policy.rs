//! The policy: whom the compiler believes on which fact. Every vote of the model is cast through [`Votes`], and what
//! contradicts is decided by the rule that is named there; `docwright explain policy` prints the same rules.

use crate::diagnostic::{Code, code};
use crate::model::{Fact, Origin, Vote, Witness};
use Witness::{
    Dialect, FileName, Heading, InlineRoute, Note, OtherLanguage, Override, RequestExample, ResponseExample,
    RouteTable, Table,
};
use smol_str::SmolStr;

/// One line of the policy.
#[derive(Debug)]
pub struct Rule {
    /// The facts it decides.
    pub facts: &'static [Fact],
    /// What about them is decided.
    pub about: &'static str,
    /// The witnesses, the most trusted first; the ones of a group are trusted alike.
    pub trust: &'static [&'static [Witness]],
    /// Who wins among witnesses that are trusted alike.
    pub tie: Tie,
    /// What comes out when they differ.
    pub decision: &'static str,
    /// The findings that say so.
    pub codes: &'static [&'static Code],
}

/// Who wins among witnesses that are trusted alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// The one that spoke first.
    First,
    /// The one that spoke last.
    Last,
    /// The one that says this.
    Says(&'static str),
}

/// The samples of a call.
const SAMPLES: &[Witness] = &[RequestExample, ResponseExample];

/// The tables of a call, whatever their language.
const TABLES: &[Witness] = &[Table, OtherLanguage];

/// Method and path.
pub const ROUTE: Rule = Rule {
    facts: &[Fact::Method, Fact::Path],
    about: "route",
    trust: &[&[InlineRoute], &[RouteTable], &[Heading, FileName, Dialect]],
    tie: Tie::First,
    decision: "the page itself, else the route table, else what the dialect makes of title and file name",
    codes: &[&code::ROUTE_CONFLICT],
};

/// Two rows on one field.
pub const REQUIRED_TWICE: Rule = Rule {
    facts: &[Fact::Required],
    about: "two rows on one field",
    trust: &[TABLES],
    tie: Tie::Says("optional"),
    decision: "optional: an optional argument can always be sent",
    codes: &[&code::REQUIRED_CONFLICT],
};

/// The object that a field belongs to.
pub const LEVEL: Rule = Rule {
    facts: &[Fact::Parent],
    about: "level of a field",
    trust: &[SAMPLES, TABLES],
    tie: Tie::Last,
    decision: "the sample, when it shows most of a table's fields inside one child",
    codes: &[&code::FIELD_MOVED],
};

/// The table that describes a field.
pub const ATTACHMENT: Rule = Rule {
    facts: &[Fact::Parent],
    about: "table of a field",
    trust: &[&[Heading, Table, Note, RequestExample, ResponseExample]],
    tie: Tie::First,
    decision: "the first rule of attachment that leads from the table to a field",
    codes: &[&code::UNNAMED_TABLE, &code::LINKED_BY_SAMPLE, &code::UNLINKED_TABLE],
};

/// The shape of a value.
pub const SHAPE: Rule = Rule {
    facts: &[Fact::Type],
    about: "shape: list, object or plain value",
    trust: &[SAMPLES, TABLES],
    tie: Tie::Last,
    decision: "a sample that is not null; samples that differ among themselves give any value",
    codes: &[&code::SHAPE_CONFLICT],
};

/// The spelling of a plain value.
pub const SPELLING: Rule = Rule {
    facts: &[Fact::Type],
    about: "spelling of a plain value: a number as text, 0 for false",
    trust: &[TABLES, SAMPLES],
    tie: Tie::First,
    decision: "the table; what samples show is accepted on decoding",
    codes: &[&code::SCALAR_MISMATCH],
};

/// Whether there is such a field.
pub const PRESENCE: Rule = Rule {
    facts: &[Fact::Presence],
    about: "fields",
    trust: &[&[Table, OtherLanguage, RequestExample, ResponseExample, Dialect]],
    tie: Tie::First,
    decision: "whoever names a field; named by a sample alone it is optional",
    codes: &[&code::SAMPLE_ONLY, &code::TABLE_ONLY],
};

/// How an argument is spelled.
pub const SPELLED: Rule = Rule {
    facts: &[Fact::Name],
    about: "an argument that path and table spell differently",
    trust: &[&[InlineRoute, RouteTable, Heading, FileName, Dialect], TABLES],
    tie: Tie::Last,
    decision: "the path, whose placeholder takes the value",
    codes: &[&code::PLACEHOLDER_SPELLING],
};

/// Where an argument travels.
pub const LOCATION: Rule = Rule {
    facts: &[Fact::Location],
    about: "place of an argument: path, query, header or body",
    trust: &[&[InlineRoute, RouteTable], TABLES, &[Heading]],
    tie: Tie::First,
    decision: "the route that names it, else its row, else the title above its table",
    codes: &[&code::PLACE_UNKNOWN],
};

/// The member of the answer that holds what the call returns.
pub const PAYLOAD: Rule = Rule {
    facts: &[Fact::Member],
    about: "member of the answer that holds the payload",
    trust: &[TABLES, &[ResponseExample], &[Dialect]],
    tie: Tie::First,
    decision: "the table that has it, else what samples show around the payload, else the envelope of the dialect",
    codes: &[],
};

/// The default of a field.
pub const DEFAULTS: Rule = Rule {
    facts: &[Fact::Default],
    about: "default",
    trust: &[TABLES],
    tie: Tie::First,
    decision: "the cell of the default, before the description; what is no value of the type is left out",
    codes: &[&code::DEFAULT_TYPE, &code::DEFAULT_CONFLICT],
};

/// The documented values of a field.
pub const VALUES: Rule = Rule {
    facts: &[Fact::Values],
    about: "documented values",
    trust: &[TABLES, SAMPLES],
    tie: Tie::First,
    decision: "the docs, whose list is an open one: a value that only a sample shows is sent and decoded as it is",
    codes: &[&code::VALUE_UNLISTED],
};

/// The range of a number, the length of a text or list.
pub const RANGE: Rule = Rule {
    facts: &[Fact::Range],
    about: "range of a number, length of a text or list",
    trust: &[TABLES, SAMPLES],
    tie: Tie::First,
    decision: "the docs; samples often show a number that only fills a place, and nothing refuses one because of a range",
    codes: &[&code::VALUE_OUT_OF_RANGE],
};

/// Whether `null` may stand for a value.
pub const NULL: Rule = Rule {
    facts: &[Fact::Nullable],
    about: "null",
    trust: &[SAMPLES, TABLES],
    tie: Tie::Last,
    decision: "a `null` that was seen makes the field nullable",
    codes: &[],
};

/// Pages of two languages.
pub const LANGUAGES: Rule = Rule {
    facts: &[
        Fact::Presence,
        Fact::Type,
        Fact::Required,
        Fact::Values,
        Fact::Default,
        Fact::Range,
        Fact::Condition,
    ],
    about: "pages of two languages",
    trust: &[&[Table], &[OtherLanguage]],
    tie: Tie::First,
    decision: "the leading language, whose silence on a required mark means optional; what only the other one has is kept",
    codes: &[&code::LANGUAGES_DIFFER],
};

/// What a response promises.
pub const PROMISES: Rule = Rule {
    facts: &[Fact::Required],
    about: "promises of a response",
    trust: &[SAMPLES, TABLES],
    tie: Tie::Last,
    decision: "a sample that lacks the value makes it optional",
    codes: &[&code::BROKEN_PROMISE],
};

/// What people know better than the docs.
pub const CORRECTIONS: Rule = Rule {
    facts: &[Fact::Presence, Fact::Type, Fact::Required, Fact::Method, Fact::Path],
    about: "corrections",
    trust: &[&[Override]],
    tie: Tie::Last,
    decision: "always the override, after all this; one that changes nothing is an error",
    codes: &[&code::OVERRIDE_UNMATCHED, &code::OVERRIDE_STALE, &code::OVERRIDE_INVALID],
};

/// Every line, in the order in which the stages apply them.
pub const POLICY: &[Rule] = &[
    ROUTE,
    REQUIRED_TWICE,
    LEVEL,
    ATTACHMENT,
    SHAPE,
    SPELLING,
    PRESENCE,
    SPELLED,
    LOCATION,
    PAYLOAD,
    DEFAULTS,
    VALUES,
    RANGE,
    NULL,
    LANGUAGES,
    PROMISES,
    CORRECTIONS,
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

/// What one witness says of one fact.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Which fact.
    pub fact: Fact,
    /// Who speaks.
    pub witness: Witness,
    /// What it says, in short.
    pub says: SmolStr,
    /// Where it says so.
    pub origin: Origin,
}

impl Claim {
    /// What `witness` says at `origin`.
    pub fn new(fact: Fact, witness: Witness, says: impl Into<SmolStr>, origin: Origin) -> Self {
        Self { fact, witness, says: says.into(), origin }
    }

    fn vote(self, won: bool) -> Vote {
        let Self { fact, witness, says, origin } = self;
        Vote { fact, witness, says, won, origin }
    }
}

/// The votes on the facts of one item. Nothing else sets the outcome of a vote.
pub trait Votes {
    /// A witness that speaks first, or says what was decided.
    fn cast(&mut self, fact: Fact, witness: Witness, says: impl Into<SmolStr>, origin: Origin);

    /// A witness that contradicts what was decided. Returns whether the decision follows it from now on.
    fn decide(&mut self, rule: &Rule, claim: Claim) -> bool;

    /// A witness that contradicts itself: nothing follows from what it says.
    fn discard(&mut self, claim: Claim);
}

impl Votes for Vec<Vote> {
    fn cast(&mut self, fact: Fact, witness: Witness, says: impl Into<SmolStr>, origin: Origin) {
        add(self, Claim::new(fact, witness, says, origin).vote(true));
    }

    fn decide(&mut self, rule: &Rule, claim: Claim) -> bool {
        let standing = || self.iter().filter(|vote| vote.fact == claim.fact && vote.won);
        let best = standing().filter_map(|vote| rule.rank(vote.witness)).min();
        let won = match (rule.rank(claim.witness), best) {
            (Some(new), Some(old)) if new != old => new < old,
            _ => match rule.tie {
                Tie::First => false,
                Tie::Last => true,
                Tie::Says(word) => claim.says == word,
            },
        };
        if won {
            for vote in self.iter_mut().filter(|vote| vote.fact == claim.fact) {
                vote.won = vote.says == claim.says;
            }
        }
        add(self, claim.vote(won));
        won
    }

    fn discard(&mut self, claim: Claim) {
        add(self, claim.vote(false));
    }
}

fn add(votes: &mut Vec<Vote>, vote: Vote) {
    if !votes.contains(&vote) {
        // Most facts have one or two, and there are as many lists of them as fields.
        if votes.len() == votes.capacity() {
            votes.reserve_exact(votes.len().max(1));
        }
        votes.push(vote);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The votes on one fact in the order in which they are cast, and which of them count afterwards.
    #[track_caller]
    fn check(rule: &Rule, claims: &[(Witness, &str)], expect: &str) {
        let fact = rule.facts[0];
        let mut votes: Vec<Vote> = Vec::new();
        for (at, (witness, says)) in claims.iter().enumerate() {
            let claim = Claim::new(fact, *witness, *says, Origin { line: at as u32, ..Origin::default() });
            if at == 0 {
                votes.push(claim.vote(true));
            } else {
                votes.decide(rule, claim);
            }
        }
        let counts: Vec<&str> = votes.iter().filter(|vote| vote.won).map(|vote| vote.says.as_str()).collect();
        assert_eq!(counts.join(" "), expect);
    }

    #[test]
    fn the_more_trusted_witness_wins_whenever_it_speaks() {
        check(&SHAPE, &[(Table, "object"), (ResponseExample, "array")], "array");
        check(&SPELLING, &[(Table, "int"), (ResponseExample, "string")], "int");
        check(&ROUTE, &[(RouteTable, "/a"), (InlineRoute, "/b")], "/b");
        check(&CORRECTIONS, &[(InlineRoute, "/a"), (RouteTable, "/b"), (Override, "/b")], "/b /b");
    }

    #[test]
    fn ties_are_decided_by_the_rule() {
        check(&REQUIRED_TWICE, &[(Table, "required"), (Table, "optional")], "optional");
        check(&REQUIRED_TWICE, &[(Table, "optional"), (Table, "required")], "optional");
        check(&SHAPE, &[(RequestExample, "int"), (ResponseExample, "string")], "string");
        check(&LANGUAGES, &[(ResponseExample, "int"), (OtherLanguage, "string")], "int");
    }
}

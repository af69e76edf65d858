//! Witnesses that say something else while the decision stays: a cell that a sample outvotes, a route line that a route
//! table outvotes. What only samples say is told by their own entries.

use crate::model::{Fact, Field, Vote, Witness};
use std::collections::BTreeSet;

/// What outvoted witnesses of a fact say, apart from samples.
type Lost<'v> = BTreeSet<(Fact, Witness, &'v str)>;

fn lost(votes: &[Vote]) -> Lost<'_> {
    let lost = votes.iter().filter(|vote| !vote.won && !is_sample(vote));
    lost.map(|vote| (vote.fact, vote.witness, vote.says.as_str())).collect()
}

fn is_sample(vote: &Vote) -> bool {
    matches!(vote.witness, Witness::RequestExample | Witness::ResponseExample)
}

/// Whether the outvoted witnesses of both sides say the same.
pub(super) fn same(old: &[Vote], new: &[Vote]) -> bool {
    let has_lost = |votes: &[Vote]| votes.iter().any(|vote| !vote.won);
    !has_lost(old) && !has_lost(new) || lost(old) == lost(new)
}

/// Whether samples show a field that no table names.
pub(super) fn is_shown_alone(field: &Field) -> bool {
    field.votes.iter().any(|vote| vote.fact == Fact::Presence && vote.won && is_sample(vote))
}

/// Corrections that one side alone has, as evidence: what changed with them changed without the vendor.
pub(super) fn corrections(old: &[Vote], new: &[Vote]) -> Vec<String> {
    let of = |votes: &'_ [Vote]| -> BTreeSet<(Fact, String)> {
        let own = votes.iter().filter(|vote| vote.witness == Witness::Override);
        own.map(|vote| (vote.fact, vote.says.to_string())).collect()
    };
    let (ours, theirs) = (of(old), of(new));
    let added = theirs
        .difference(&ours)
        .map(|(fact, says)| format!("an override decides its {}: `{says}`", named(*fact)));
    let gone = ours
        .difference(&theirs)
        .map(|(fact, says)| format!("the override that decided its {} is gone: `{says}`", named(*fact)));
    added.chain(gone).collect()
}

/// A witness of both sides that says something else about a fact, outvoted by the new docs.
pub(super) struct Changed<'v> {
    pub(super) fact: Fact,
    pub(super) old: &'v Vote,
    pub(super) new: &'v Vote,
    /// Who wins now.
    pub(super) winner: Option<Witness>,
}

/// Every witness that changed its word on one of the facts and is not followed; one that came to say what was decided
/// before changes nothing.
pub(super) fn changed<'v>(facts: &[Fact], old: &'v [Vote], new: &'v [Vote]) -> Vec<Changed<'v>> {
    if same(old, new) {
        return Vec::new();
    }
    let (ours, theirs) = (lost(old), lost(new));
    let mut keys: BTreeSet<(Fact, Witness)> = BTreeSet::new();
    keys.extend(ours.symmetric_difference(&theirs).map(|(fact, witness, _)| (*fact, *witness)));
    let keys = keys.into_iter().filter(|(fact, _)| facts.contains(fact));
    let found = keys.filter_map(|(fact, witness)| {
        let of = |votes: &'v [Vote]| votes.iter().find(|vote| (vote.fact, vote.witness) == (fact, witness));
        let (old, is) = (of(old)?, of(new)?);
        let winner = new.iter().find(|vote| vote.fact == fact && vote.won).map(|vote| vote.witness);
        (old.says != is.says && !is.won).then_some(Changed { fact, old, new: is, winner })
    });
    found.collect()
}

impl Changed<'_> {
    /// What changed, and who keeps the decision as it was.
    pub(super) fn words(&self) -> String {
        let Self { fact, old, new, winner } = self;
        let stronger = winner.filter(|winner| *winner != new.witness);
        let by = stronger.map_or_else(
            || "; the decision is what it was".to_owned(),
            |winner| format!("; {} decides, and says what it said", called(winner)),
        );
        let (who, fact) = (called(old.witness), named(*fact));
        format!("{who} says that its {fact} is `{}` instead of `{}`{by}", new.says, old.says)
    }
}

fn called(witness: Witness) -> &'static str {
    match witness {
        Witness::Override => "an override",
        Witness::Table => "its table",
        Witness::OtherLanguage => "the table of another language",
        Witness::RequestExample => "the request sample",
        Witness::ResponseExample => "the sample of the answer",
        Witness::InlineRoute => "the route line of the page",
        Witness::RouteTable => "the route table",
        Witness::Heading => "its heading",
        Witness::Note => "a note beside the table",
        Witness::SharedType => "the type of that name on another page",
        Witness::FileName => "the name of the file",
        Witness::Dialect => "a rule of the dialect",
    }
}

fn named(fact: Fact) -> &'static str {
    match fact {
        Fact::Type => "type",
        Fact::Required => "presence",
        Fact::Nullable => "being null",
        Fact::Method => "method",
        Fact::Path => "path",
        Fact::Name => "name",
        _ => "meaning",
    }
}

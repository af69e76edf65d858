//! Settling: removes the findings that an override answers.

use super::change::Change;
use crate::diagnostic::{Code, Diagnostic, code};
use crate::model::address::{Address, Place};
use crate::model::{Fact, Field, Origin, Service, Vote};
use std::collections::{BTreeMap, BTreeSet};

/// Findings that leave a question open, and the facts that answer it.
pub(super) static QUESTIONS: &[(&Code, &[Fact])] = &[
    (&code::SHAPE_CONFLICT, &[Fact::Type]),
    (&code::REQUIRED_WORD, &[Fact::Required]),
    (&code::ROUTE_CONFLICT, &[Fact::Path, Fact::Method]),
    (&code::PATH_PARAM_MISSING, &[Fact::Presence]),
    (&code::UNKNOWN_TYPE, &[Fact::Type]),
    (&code::DANGLING_TYPE, &[Fact::Type]),
    (&code::SAMPLE_ONLY, &[Fact::Presence]),
    (&code::SCALAR_MISMATCH, &[Fact::Type]),
    (&code::NEAR_NAME, &[Fact::Name]),
    (&code::REQUIRED_CONFLICT, &[Fact::Required]),
    (&code::LANGUAGES_DIFFER, &[Fact::Type, Fact::Required]),
];

/// The facts that answer a finding.
pub(super) fn answered_by(code: &Code) -> &'static [Fact] {
    QUESTIONS.iter().find(|(asked, _)| *asked == code).map(|(_, facts)| *facts).unwrap_or_default()
}

/// What the changes of a run answer.
#[derive(Debug, Default)]
pub(super) struct Answers(Vec<Answer>);

#[derive(Debug)]
struct Answer {
    change: usize,
    fact: Fact,
    name: String,
    origins: Vec<Origin>,
}

/// The places where something is said on a fact of a field.
pub(super) fn origins(field: &Field, fact: Fact) -> Vec<Origin> {
    std::iter::once(field.origin).chain(on(&field.votes, fact)).collect()
}

fn on(votes: &[Vote], fact: Fact) -> impl Iterator<Item = Origin> + '_ {
    votes.iter().filter(move |vote| vote.fact == fact).map(|vote| vote.origin)
}

impl Answers {
    /// Notes what a change at a place answers; called before it is made.
    pub(super) fn add(&mut self, change_at: usize, service: &Service, at: &Address, change: &Change) {
        let (fact, endpoint) = (change.fact(), &service.endpoints[at.endpoint]);
        let mut note = |fact: Fact, name: &str, origins: Vec<Origin>| {
            self.0.push(Answer { change: change_at, fact, name: name.to_owned(), origins });
        };
        match &at.place {
            Place::Field(holder, index) => {
                let fields = holder.object(service, endpoint).map(|object| object.fields.as_slice());
                let fields = fields.unwrap_or_default();
                fields
                    .get(*index)
                    .into_iter()
                    .for_each(|field| note(fact, &field.name, origins(field, fact)));
                // A renamed field is the one that a sample shows under the new name.
                let twin =
                    fields.iter().find(|field| matches!(change, Change::Name(name) if *name == field.name));
                twin.into_iter()
                    .for_each(|twin| note(Fact::Presence, &twin.name, origins(twin, Fact::Presence)));
            }
            Place::Payload => {
                note(fact, &endpoint.response.member, on(&endpoint.response.votes, fact).collect())
            }
            Place::Endpoint => note(fact, &endpoint.id, on(&endpoint.votes, fact).collect()),
            Place::Request | Place::Envelope(_) => {}
        }
    }

    /// Takes away the findings that are answered; gives the changes that answered one.
    pub(super) fn settle(&self, diagnostics: &mut Vec<Diagnostic>) -> BTreeSet<usize> {
        let mut places: BTreeMap<Origin, Vec<&Answer>> = BTreeMap::new();
        for answer in &self.0 {
            answer.origins.iter().for_each(|origin| places.entry(*origin).or_default().push(answer));
        }
        let mut settled = BTreeSet::new();
        diagnostics.retain(|found| {
            let facts = answered_by(found.code);
            let answers = found.labels.iter().filter_map(|label| places.get(&label.origin)).flatten();
            let fits = |answer: &&&Answer| {
                facts.contains(&answer.fact) && (found.subject.is_empty() || found.subject == answer.name)
            };
            let mut any = false;
            answers.filter(fits).for_each(|answer| {
                any = true;
                settled.insert(answer.change);
            });
            // A finding that accounts for rows is part of the ledger.
            !any || found.rows > 0
        });
        settled
    }
}

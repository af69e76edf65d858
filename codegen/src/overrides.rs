//! Overrides: corrections that people wrote, each with a reason. In: `overrides/*.toml` and the decided model. Out: the
//! corrected model, votes of the witness `override`, and a diagnostic for each override that does nothing.
//!
//! `file` reads the TOML, `fields` and `endpoints` change the model, `settle` knows which findings an override answers,
//! [`suggest`] writes entries for findings at hand. Routes are corrected before pages are lowered, because
//! everything else hangs on them; here they are only accounted for.

mod endpoints;
mod fields;
mod file;
mod settle;
pub mod suggest;
mod types;

use crate::assemble::filters;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Dialect;
use crate::model::address::{self, Address, Holder, Place, Unknown};
use crate::model::{Api, Fact, Location, Origin, Paging, Reason, Value, Vote, Witness};
use crate::routes::Row;
use crate::source::SourceFile;
use std::collections::BTreeSet;

pub use file::{Error, read};

/// Every override of a run and the files they stand in.
#[derive(Debug, Default)]
pub struct Overrides {
    /// The files, in the order of their names.
    pub files: Vec<SourceFile>,
    /// The overrides, in the order of files and lines.
    pub entries: Vec<Override>,
}

/// One `[[override]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// Path of the fact.
    pub fact: String,
    /// Place of the path.
    pub at: Origin,
    /// Why.
    pub reason: String,
    /// The whole entry.
    pub origin: Origin,
    /// What it says, with the place of each value.
    pub changes: Vec<(Change, Origin)>,
}

/// One key of an override and its value.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// `add`: the field exists.
    Add,
    /// `type`, in the dialect's grammar.
    Type(String),
    /// `required`.
    Required(bool),
    /// `nullable`.
    Nullable(bool),
    /// `description`.
    Description(String),
    /// `default`, as a JSON literal; `None` when there is none.
    Default(Option<String>),
    /// `values`.
    Values(Vec<Value>),
    /// `open`.
    Open(bool),
    /// `in`.
    Location(Location),
    /// `member`: where the envelope holds the payload.
    Member(String),
    /// `method`.
    Method(String),
    /// `path`.
    Path(String),
    /// `idempotent`.
    Idempotent(bool),
    /// `paging`; `None` when there is none.
    Paging(Option<Paging>),
    /// `name`: of a field on the wire, or of an operation.
    Name(String),
    /// `remove`.
    Remove,
}

impl Change {
    /// The fact that the change decides.
    pub fn fact(&self) -> Fact {
        match self {
            Change::Add | Change::Remove => Fact::Presence,
            Change::Type(_) => Fact::Type,
            Change::Required(_) => Fact::Required,
            Change::Nullable(_) => Fact::Nullable,
            Change::Description(_) => Fact::Description,
            Change::Default(_) => Fact::Default,
            Change::Values(_) => Fact::Values,
            Change::Open(_) => Fact::Open,
            Change::Location(_) => Fact::Location,
            Change::Member(_) => Fact::Member,
            Change::Method(_) => Fact::Method,
            Change::Path(_) => Fact::Path,
            Change::Idempotent(_) => Fact::Idempotent,
            Change::Paging(_) => Fact::Paging,
            Change::Name(_) => Fact::Name,
        }
    }

    /// Additions come first, so that others find what was added; names and removals last, so that others still find
    /// what goes by its documented name.
    fn phase(&self) -> u8 {
        match self {
            Change::Add => 0,
            Change::Name(_) | Change::Remove => 2,
            _ => 1,
        }
    }
}

/// What became of one change.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// The model is another one.
    Changed,
    /// The model said so before.
    Same,
    /// It cannot be done, and why.
    Wrong(String),
}

impl Outcome {
    fn of(changed: bool) -> Self {
        if changed { Outcome::Changed } else { Outcome::Same }
    }

    fn wrong<T>(why: impl Into<String>) -> Result<T, Self> {
        Err(Outcome::Wrong(why.into()))
    }
}

/// What every change of one override is written with.
#[derive(Clone, Copy)]
struct Pen<'a> {
    reason: &'a str,
    origin: Origin,
    dialect: &'a Dialect,
}

impl Pen<'_> {
    /// Adds the override's vote; where it changed something, those who spoke before are outvoted.
    fn vote(&self, votes: &mut Vec<Vote>, fact: Fact, says: String, changed: bool) {
        if changed {
            votes.iter_mut().filter(|vote| vote.fact == fact).for_each(|vote| vote.won = false);
        }
        votes.push(Vote {
            fact,
            witness: Witness::Override,
            says: says.into(),
            won: true,
            origin: self.origin,
        });
    }
}

impl Overrides {
    /// What is said of the routes of a service; `{host}` in its name stands for any word.
    pub fn routes<'a>(&'a self, service: &'a str) -> impl Iterator<Item = Row> + 'a {
        self.entries.iter().flat_map(move |entry| {
            let name = address::after_service(&entry.fact, service);
            entry.changes.iter().filter_map(move |(change, origin)| {
                let (method, path) = match change {
                    Change::Method(method) => (method.clone(), String::new()),
                    Change::Path(path) => (String::new(), path.clone()),
                    _ => return None,
                };
                Some(Row { name: name?.to_owned(), method, path, origin: *origin, ..Row::default() })
            })
        })
    }
}

/// Corrects the model; `dialect` gives the words of a service. Findings that are settled go, those on overrides come.
pub fn apply<'d>(
    overrides: &Overrides,
    api: &mut Api,
    dialect: impl Fn(&str) -> Option<&'d Dialect>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut run = Run::default();
    for phase in 0..=2 {
        for entry in &overrides.entries {
            for (change, origin) in entry.changes.iter().filter(|(change, _)| change.phase() == phase) {
                run.change(entry, change, *origin, api, &dialect);
            }
        }
    }
    sweep(api, &run.touched);
    let settled = run.answers.settle(diagnostics);
    for (at, (change, origin, outcome)) in run.done.iter().enumerate() {
        if *outcome == Outcome::Same && !settled.contains(&at) {
            run.found.push(stale(change, *origin));
        }
    }
    diagnostics.append(&mut run.found);
    let reason = |entry: &Override| Reason {
        fact: entry.fact.clone(),
        reason: entry.reason.clone(),
        origin: entry.origin,
    };
    api.overrides = overrides.entries.iter().map(reason).collect();
}

/// One application of all overrides.
#[derive(Default)]
struct Run<'o> {
    answers: settle::Answers,
    done: Vec<(&'o Change, Origin, Outcome)>,
    /// Services and endpoints.
    touched: BTreeSet<(usize, usize)>,
    found: Vec<Diagnostic>,
}

impl<'o> Run<'o> {
    fn change<'d>(
        &mut self,
        entry: &'o Override,
        change: &'o Change,
        origin: Origin,
        api: &mut Api,
        dialect: &impl Fn(&str) -> Option<&'d Dialect>,
    ) {
        let (places, new) = match (address::find(api, &entry.fact), change) {
            (Ok(places), _) => (places, None),
            (Err(unknown), Change::Add) => match fields::parents(api, &entry.fact) {
                Some((places, name)) => (places, Some(name)),
                None => return self.unmatched(entry, &unknown),
            },
            // Why the field could not be added was said.
            (Err(_), _) if entry.changes.iter().any(|(change, _)| *change == Change::Add) => return,
            (Err(unknown), _) => return self.unmatched(entry, &unknown),
        };
        let mut outcomes = Vec::new();
        for place in once_each(places) {
            let service = &api.services[place.service];
            let Some(dialect) = dialect(&service.dialect) else { continue };
            let pen = Pen { reason: &entry.reason, origin, dialect };
            if new.is_none() {
                self.answers.add(self.done.len(), service, &place, change);
            }
            self.touched.insert((place.service, place.endpoint));
            outcomes.push(one(api, &place, new, change, pen));
        }
        let wrong = outcomes.iter().position(|outcome| matches!(outcome, Outcome::Wrong(_)));
        let outcome = match wrong {
            Some(at) => outcomes.swap_remove(at),
            None => Outcome::of(outcomes.contains(&Outcome::Changed)),
        };
        if let Outcome::Wrong(why) = &outcome {
            self.found.push(invalid(&entry.fact, why, origin));
        }
        // What an addition says of its field, nobody else says.
        let adds = *change != Change::Add && entry.changes.iter().any(|(change, _)| *change == Change::Add);
        let outcome = if adds && outcome == Outcome::Same { Outcome::Changed } else { outcome };
        self.done.push((change, origin, outcome));
    }

    fn unmatched(&mut self, entry: &Override, unknown: &Unknown) {
        if self.found.iter().any(|found| found.code == &code::OVERRIDE_UNMATCHED && found.place() == entry.at)
        {
            return;
        }
        let mut found =
            Diagnostic::new(&code::OVERRIDE_UNMATCHED, format!("`{}` is not in the model", entry.fact))
                .label(entry.at, "leads to nothing");
        let near: Vec<String> = unknown.near.iter().take(5).map(|name| format!("`{name}`")).collect();
        if !near.is_empty() {
            found = found.note(format!("{} {}", unknown.what, near.join(", ")));
        }
        let help = match unknown.guess.first() {
            Some(guess) => format!("did you mean `{guess}`?"),
            None => "correct the path, or delete the override; `add = true` adds a field that is missing"
                .to_owned(),
        };
        self.found.push(found.help(help));
    }
}

/// One change at one place.
fn one(api: &mut Api, at: &Address, new: Option<&str>, change: &Change, pen: Pen<'_>) -> Outcome {
    let service = &mut api.services[at.service];
    let done = match (change, &at.place) {
        (Change::Add, _) => fields::add(service, at, new, pen),
        (_, Place::Endpoint) => endpoints::change(service, at.endpoint, change, pen),
        (_, Place::Request) => fields::request(service, at.endpoint, change, pen),
        (_, Place::Payload) => fields::payload(service, at.endpoint, change, pen),
        (_, Place::Envelope(_)) => {
            Outcome::wrong("the runtime reads the envelope; it has no fields to override")
        }
        (_, Place::Field(holder, index)) => fields::change(service, at.endpoint, holder, *index, change, pen),
    };
    match done {
        Ok(outcome) | Err(outcome) => outcome,
    }
}

/// A type that several endpoints share is changed once.
fn once_each(mut places: Vec<Address>) -> Vec<Address> {
    let mut seen = Vec::new();
    places.retain(|address| {
        let shared = matches!(address.place, Place::Field(Holder::Shared(_), _));
        let again = shared && seen.contains(&address.place);
        seen.push(address.place.clone());
        !again
    });
    places
}

/// What nothing leads to any more goes, and so does a paging over fields that are not there.
fn sweep(api: &mut Api, touched: &BTreeSet<(usize, usize)>) {
    for (service, endpoint) in touched {
        let service = &mut api.services[*service];
        filters::keep_reachable(&mut service.endpoints[*endpoint]);
        let own = &service.endpoints[*endpoint];
        let paging =
            own.paging.as_ref().filter(|paging| endpoints::paging_fits(service, own, paging).is_ok());
        let paging = paging.cloned();
        service.endpoints[*endpoint].paging = paging;
    }
    endpoints::finish(api);
}

fn invalid(fact: &str, why: &str, origin: Origin) -> Diagnostic {
    Diagnostic::new(&code::OVERRIDE_INVALID, format!("the override of `{fact}` cannot be applied"))
        .label(origin, why.to_owned())
}

fn stale(change: &Change, origin: Origin) -> Diagnostic {
    let what = match change {
        Change::Add => "the docs describe it themselves".to_owned(),
        _ => "the docs say this themselves".to_owned(),
    };
    Diagnostic::new(&code::OVERRIDE_STALE, "an override says what the docs say")
        .label(origin, what)
        .help("delete it")
}

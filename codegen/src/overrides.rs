//! Overrides: corrections that people wrote, each with a reason. In: `overrides/*.toml` and the decided model. Out: the
//! corrected model, votes of the witness `override`, and a diagnostic for each override that does nothing.
//!
//! `file` reads the TOML, `fields` and `endpoints` change the model, `settle` knows which findings an override answers,
//! [`suggest`] writes entries for findings at hand. Routes are corrected before pages are lowered, because
//! everything else hangs on them; here they are only accounted for.

mod change;
mod endpoints;
mod fields;
mod file;
mod settle;
pub mod suggest;
mod types;
mod writer;

use crate::assemble::filters;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Dialect;
use crate::model::address::{Address, Finder, Holder, Place, Unknown};
use crate::model::{Api, Origin, Reason};
use std::collections::BTreeSet;
use std::sync::Arc;
use writer::{Effect, OverrideWriter};

pub use change::{Change, Override, Overrides};
pub use file::{Error, parse, read};

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
    for (at, (change, origin, effect)) in run.done.iter().enumerate() {
        // Method and path are one route: what confirms one half of it may stand beside the other.
        if is_route(change) && run.routes_changed.contains(origin) {
            continue;
        }
        if *effect == Effect::Same && !settled.contains(&at) {
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
    done: Vec<(&'o Change, Origin, Effect)>,
    /// Places of the halves of routes of which one changed something.
    routes_changed: BTreeSet<Origin>,
    /// Services and endpoints.
    touched: BTreeSet<(usize, usize)>,
    found: Vec<Diagnostic>,
    /// Facts that were reported as unmatched.
    unmatched: BTreeSet<Origin>,
    finder: Finder,
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
        let (places, new) = match (self.finder.find(api, &entry.fact), change) {
            (Ok(places), _) => (places, None),
            (Err(unknown), Change::Add) => match fields::parents(api, &entry.fact) {
                Some((places, name)) => (places, Some(name)),
                None => return self.unmatched(entry, &unknown),
            },
            // Why the field could not be added was said.
            (Err(_), _) if entry.changes.iter().any(|(change, _)| *change == Change::Add) => return,
            (Err(unknown), _) => return self.unmatched(entry, &unknown),
        };
        let mut effects = Vec::new();
        for place in once_each(places) {
            let service = &api.services[place.service];
            let Some(dialect) = dialect(&service.dialect) else { continue };
            let writer = OverrideWriter { reason: &entry.reason, origin, dialect };
            if new.is_none() {
                self.answers.add(self.done.len(), service, &place, change);
            }
            self.touched.insert((place.service, place.endpoint));
            effects.push(one(api, &place, new, change, writer));
            if change.phase() != 1 {
                self.finder.forget();
            }
        }
        let wrong = effects.iter().position(|effect| matches!(effect, Effect::Wrong(_)));
        let effect = match wrong {
            Some(at) => effects.swap_remove(at),
            None => Effect::of(effects.contains(&Effect::Changed)),
        };
        if let Effect::Wrong(why) = &effect {
            self.found.push(invalid(&entry.fact, why, origin));
        }
        // The other keys of an addition describe a field that the docs do not have, so they are never stale.
        let adds = *change != Change::Add && entry.changes.iter().any(|(change, _)| *change == Change::Add);
        let effect = if adds && effect == Effect::Same { Effect::Changed } else { effect };
        if is_route(change) && effect == Effect::Changed {
            let halves = entry.changes.iter().filter(|(change, _)| is_route(change));
            self.routes_changed.extend(halves.map(|(_, origin)| *origin));
        }
        self.done.push((change, origin, effect));
    }

    fn unmatched(&mut self, entry: &Override, unknown: &Unknown) {
        if !self.unmatched.insert(entry.at) {
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

fn is_route(change: &Change) -> bool {
    matches!(change, Change::Method(_) | Change::Path(_))
}

/// One change at one place.
fn one(
    api: &mut Api,
    at: &Address,
    new: Option<&str>,
    change: &Change,
    writer: OverrideWriter<'_>,
) -> Effect {
    let service = &mut api.services[at.service];
    let done = match (change, &at.place) {
        (Change::Add, _) => fields::add(service, at, new, writer),
        (_, Place::Endpoint) => endpoints::change(service, at.endpoint, change, writer),
        (_, Place::Request) => fields::request(service, at.endpoint, change, writer),
        (_, Place::Payload) => fields::payload(service, at.endpoint, change, writer),
        (_, Place::Envelope(_)) => {
            Effect::wrong("the runtime reads the envelope; it has no fields to override")
        }
        (_, Place::Field(holder, index)) => {
            fields::change(service, at.endpoint, holder, *index, change, writer)
        }
    };
    match done {
        Ok(effect) | Err(effect) => effect,
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
        filters::keep_reachable(Arc::make_mut(&mut service.endpoints[*endpoint]));
        let own = &service.endpoints[*endpoint];
        let paging =
            own.paging.as_ref().filter(|paging| endpoints::paging_fits(service, own, paging).is_ok());
        let paging = paging.cloned();
        Arc::make_mut(&mut service.endpoints[*endpoint]).paging = paging;
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

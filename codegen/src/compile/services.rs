//! Assembly: the endpoints of all pages become services; languages are merged, named types shared.

use super::pages::Read;
use super::readings::Readings;
use super::sources::Set;
use super::{Counts, Report, missing};
use crate::account::{self, Ledger};
use crate::assemble::languages::PageUse;
use crate::assemble::{fixed_queries, languages, nesting_depth, operation_names, shared_types, success};
use crate::diagnostic::Diagnostic;
use crate::dialect::{Client, Dialect};
use crate::infer::Decided;
use crate::model::{Api, ClientSpec, ErrorCode, Reason, Service, SourceName, add_error_codes};
use crate::overrides::{self, Overrides};
use crate::source::SourceFile;
use crate::{config, lint};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A service on its way: its dialect and its endpoints.
struct Draft<'s> {
    dialect: &'s Dialect,
    endpoints: Vec<Decided>,
    /// Error codes that stand outside of the calls.
    error_codes: Vec<ErrorCode>,
    /// The doc set and the leading page of each endpoint.
    places: Vec<Place>,
}

/// A doc set and a file.
type Place = (usize, usize);

/// What some doc sets give, whose services no other doc set adds to.
#[derive(Default)]
pub(super) struct Part {
    /// Their services, in the order of their names.
    pub services: Vec<Service>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// What each doc set gave.
    pub reports: Vec<Report>,
    /// How everything on each file ended.
    pub ledgers: BTreeMap<usize, Ledger>,
    /// The overrides that took part.
    pub reasons: Vec<Reason>,
}

/// Turns pages into services and reports. `files` are those of the run.
pub(super) fn assemble(files: &[SourceFile], sets: &[&Set], read: Vec<Vec<Read>>) -> Part {
    let mut part = Part::default();
    // As much again for what comes later: a long list that grows is copied as a whole.
    part.diagnostics.reserve(2 * read.iter().flatten().map(Read::findings).sum::<usize>());
    let mut drafts: BTreeMap<String, Draft<'_>> = BTreeMap::new();
    part.reports = sets.iter().map(|set| report(set)).collect();
    for (at, (set, mut read)) in sets.iter().zip(read).enumerate() {
        fixed_queries::settle(read.iter_mut().flat_map(|read| &mut read.endpoints).collect(), files);
        let codes = read.into_iter().map(|read| take(read, at, set, &mut drafts, &mut part)).collect();
        give(codes, at, &mut drafts, &mut part);
    }
    let merged: Vec<_> = drafts.into_par_iter().map(|(name, draft)| service(name, draft, files)).collect();
    merged.into_iter().for_each(|merged| add(merged, &mut part));
    for (report, set) in part.reports.iter().zip(sets) {
        let found = missing::findings(report, &set.dialect, &files[set.pages.clone()]);
        part.diagnostics.extend(found);
    }
    part
}

fn report(set: &Set) -> Report {
    Report {
        set: set.spec.clone(),
        services: Default::default(),
        dialect: set.dialect.name.clone(),
        detected: set.detected.clone(),
        routes: set.table.len(),
        files: set.files.clone(),
        counts: Counts::default(),
    }
}

/// The names of the services that pages of a doc set add to.
pub(super) fn names(set: &Set, readings: &Readings) -> BTreeSet<String> {
    let decided = readings.read().iter().flat_map(|read| &read.endpoints);
    let hosts: BTreeSet<&str> = decided.map(|decided| decided.endpoint.host.as_str()).collect();
    hosts.into_iter().map(|host| service_name(set, host).into_owned()).collect()
}

/// Applies the overrides, limits the nesting, and runs the lints on each service.
pub(super) fn finish(part: &mut Part, overrides: &Overrides, sets: &[&Set]) {
    correct(part, overrides, sets);
    for service in &mut part.services {
        part.diagnostics.extend(nesting_depth::limit(service));
    }
    part.diagnostics.extend(lint::in_services(&part.services));
}

fn correct(part: &mut Part, overrides: &Overrides, sets: &[&Set]) {
    if overrides.files.is_empty() {
        return;
    }
    let dialect = |name: &str| sets.iter().map(|set| &*set.dialect).find(|dialect| dialect.name == name);
    let mut api = Api { services: std::mem::take(&mut part.services), ..Api::default() };
    overrides::apply(overrides, &mut api, dialect, &mut part.diagnostics);
    (part.services, part.reasons) = (api.services, api.overrides);
    let mut of_file: BTreeMap<usize, usize> = BTreeMap::new();
    for endpoint in part.services.iter().flat_map(|service| &service.endpoints) {
        *of_file.entry(endpoint.origins[0].file as usize).or_default() += 1;
    }
    for report in &mut part.reports {
        report.counts.endpoints = of_file.range(report.files.clone()).map(|(_, count)| count).sum();
    }
}

/// The names of files as the model has them.
pub(super) fn source_names(files: &[SourceFile]) -> Vec<SourceName> {
    files.iter().map(source_name).collect()
}

/// The path and the language of a file.
pub(super) fn source_name(file: &SourceFile) -> SourceName {
    SourceName { path: file.path.clone(), language: file.page_language().into() }
}

impl Read {
    fn findings(&self) -> usize {
        let of_endpoints = self.endpoints.iter().map(|decided| decided.diagnostics.len());
        self.diagnostics.len() + of_endpoints.sum::<usize>()
    }
}

/// Error codes that pages list outside of their calls, and how many rows of each page they are.
type Codes = (Vec<ErrorCode>, BTreeMap<u32, usize>);

/// Gives the error codes of pages to every service of their doc set. Where there is none, their pages describe no call.
fn give(codes: Vec<Codes>, at: usize, drafts: &mut BTreeMap<String, Draft<'_>>, part: &mut Part) {
    let (codes, rows): (Vec<_>, Vec<_>) = codes.into_iter().unzip();
    let codes: Vec<ErrorCode> = codes.into_iter().flatten().collect();
    let services = &part.reports[at].services;
    for service in services {
        if let Some(draft) = drafts.get_mut(service) {
            add_error_codes(&mut draft.error_codes, codes.iter().cloned());
        }
    }
    if services.is_empty() {
        for (file, rows) in rows.into_iter().flatten() {
            let of_page = part.ledgers.entry(file as usize).or_default();
            let tallies = [&mut of_page.rows, &mut part.reports[at].counts.ledger.rows];
            for tally in tallies {
                tally.modelled -= rows;
                tally.set(account::Reason::OtherPage, rows);
            }
        }
    }
}

fn take<'s>(
    read: Read,
    at: usize,
    set: &'s Set,
    drafts: &mut BTreeMap<String, Draft<'s>>,
    part: &mut Part,
) -> Codes {
    let Read { endpoints, mut diagnostics, counts, ledgers, error_codes, rows_of_codes, .. } = read;
    let before = part.diagnostics.len();
    part.reports[at].counts += counts;
    part.ledgers.extend(ledgers.into_iter().map(|(file, ledger)| (file as usize, ledger)));
    part.diagnostics.append(&mut diagnostics);
    for mut decided in endpoints {
        part.reports[at].counts.ledger.rows.modelled += decided.modelled.iter().sum::<usize>();
        part.diagnostics.append(&mut decided.diagnostics);
        let name = service_name(set, &decided.endpoint.host);
        let services = &mut part.reports[at].services;
        if !services.contains(&*name) {
            services.insert(name.to_string());
        }
        let empty = || Draft {
            dialect: &set.dialect,
            endpoints: Vec::new(),
            error_codes: Vec::new(),
            places: Vec::new(),
        };
        let draft = match drafts.get_mut(&*name) {
            Some(draft) => draft,
            None => drafts.entry(name.into_owned()).or_insert_with(empty),
        };
        draft.places.push((at, decided.endpoint.origins.first().map_or(0, |origin| origin.file as usize)));
        draft.endpoints.push(decided);
    }
    let found = part.diagnostics[before..].iter();
    part.reports[at].counts.ledger.rows.diagnosed += found.map(|found| found.rows as usize).sum::<usize>();
    (error_codes, rows_of_codes)
}

/// The doc set's service; `{host}` is filled in from the endpoint's host.
fn service_name<'s>(set: &'s Set, host: &str) -> Cow<'s, str> {
    if !set.spec.service.contains("{host}") {
        return Cow::Borrowed(&set.spec.service);
    }
    let mut name = service_of_host(&set.dialect.client, host);
    if name.is_empty() {
        name = config::service_of_folder(&set.spec.path);
    }
    set.spec.service.replace("{host}", &name).into()
}

fn service_of_host(client: &Client, host: &str) -> String {
    let named = client.hosts.iter().find(|(pattern, _)| match pattern.strip_suffix('*') {
        Some(start) => host.starts_with(start),
        None => host == pattern.as_str(),
    });
    let label = || host.split('.').next().unwrap_or_default().replace('-', "_");
    named.map_or_else(label, |(_, service)| service.clone())
}

/// A service, what became of its endpoints, each with its place, and what was found.
struct Assembled {
    service: Service,
    uses: Vec<(Place, PageUse)>,
    diagnostics: Vec<Diagnostic>,
}

fn service(name: String, draft: Draft<'_>, files: &[SourceFile]) -> Assembled {
    let Draft { dialect, mut endpoints, error_codes, places } = draft;
    operation_names::align(&mut endpoints, files, &dialect.pages.languages);
    operation_names::distinguish(&mut endpoints, files);
    let Client { runtime, name: client_name, signed, auth_header, .. } = dialect.client.clone();
    let signing_name =
        if signed { name.rsplit('.').next().unwrap_or_default().to_owned() } else { String::new() };
    // A dialect with another word is refused when it is read.
    let runtime = runtime.parse().unwrap_or_default();
    let client = ClientSpec { runtime, name: client_name, signed, signing_name, auth_header, success: None };
    let dialect_name = dialect.name.clone();
    let mut service = Service { name, dialect: dialect_name, client, error_codes, ..Service::default() };
    let merged = languages::merge(endpoints, files, &dialect.pages.languages);
    let (uses, mut diagnostics) = (places.into_iter().zip(merged.uses), merged.diagnostics);
    service.endpoints = merged.endpoints;
    let success = dialect.envelope.success.as_ref();
    service.client.success = success.and_then(|rule| success::rule(rule, &service.endpoints));
    if dialect.nesting.shared_types {
        diagnostics.extend(shared_types::types(&mut service));
    }
    Assembled { service, uses: uses.collect(), diagnostics }
}

fn add(assembled: Assembled, part: &mut Part) {
    for ((set, file), page_use) in assembled.uses {
        let counts = &mut part.reports[set].counts;
        match page_use {
            PageUse::Leads => counts.endpoints += 1,
            PageUse::Joined => {}
            PageUse::Dropped { rows } => {
                counts.ledger.rows.modelled -= rows;
                counts.ledger.rows.diagnosed += rows;
                // Some of them may stand on the page of another language.
                let of_page = &mut part.ledgers.entry(file).or_default().rows;
                let own = rows.min(of_page.modelled);
                of_page.modelled -= own;
                of_page.diagnosed += own;
            }
        }
    }
    part.diagnostics.extend(assembled.diagnostics);
    part.services.push(assembled.service);
}

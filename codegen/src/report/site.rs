//! The site as a whole: what every page of it is called, and which findings stand where.

use super::{lines, names};
use crate::compile::Run;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Endpoint, Origin};
use std::ops::Range;
use std::sync::Arc;

/// What the pages are made from.
pub(super) struct Site<'r> {
    pub(super) run: &'r Run,
    /// The findings that are shown, in the order of files and places.
    pub(super) found: Vec<(&'r Diagnostic, Severity)>,
    /// Which findings have their first place in a file.
    pub(super) of_file: Vec<Range<usize>>,
    /// The other places of findings: file, line, finding, label.
    pub(super) beside: Vec<(u32, u32, usize, usize)>,
    /// Paths of the files as they are shown.
    pub(super) paths: Vec<String>,
    /// Number of lines of the files.
    pub(super) lines: Vec<u32>,
    /// Names of the pages that show files.
    pub(super) sources: Vec<String>,
    /// Names of the services' folders.
    pub(super) services: Vec<String>,
    /// Names of the endpoints' pages, by service.
    pub(super) endpoints: Vec<Vec<String>>,
    /// The endpoints that each file describes: service and endpoint.
    pub(super) described: Vec<Vec<(usize, usize)>>,
}

impl<'r> Site<'r> {
    pub(super) fn new(run: &'r Run, config: &Config) -> Self {
        let severity = |found: &'r Diagnostic| Some((found, config.severity(found.code)?));
        // Those without a place come first, because they count as standing in the first file.
        let mut found: Vec<_> = run.diagnostics.iter().filter_map(severity).collect();
        found.sort_by_key(|(found, _)| (!found.labels.is_empty(), found.place().file));
        let placed = found.partition_point(|(found, _)| found.labels.is_empty());
        let place = |end: usize| {
            placed + found[placed..].partition_point(|(found, _)| (found.place().file as usize) < end)
        };
        let of_file = (0..run.files.len()).map(|id| place(id)..place(id + 1)).collect();
        let mut beside = Vec::new();
        for (at, (found, _)) in found.iter().enumerate() {
            for (label, it) in found.labels.iter().enumerate().skip(1) {
                beside.push((it.origin.file, it.origin.line, at, label));
            }
        }
        beside.sort_unstable();
        let paths = names::shown(&run.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>());
        let sources = names::unique(paths.iter().map(|path| (path.as_str(), path.clone())));
        let api = &run.api;
        let services = names::unique(api.services.iter().map(|it| (it.name.as_str(), it.name.clone())));
        let of_service = |endpoints: &[Arc<Endpoint>]| {
            names::unique(
                endpoints.iter().map(|it| (it.id.as_str(), format!("{} {} {}", it.id, it.method, it.path))),
            )
        };
        let endpoints = api.services.iter().map(|service| of_service(&service.endpoints)).collect();
        let described = described(run);
        let lines = run.files.iter().map(|file| lines::starts(file).len() as u32).collect();
        Self { run, found, of_file, beside, paths, lines, sources, services, endpoints, described }
    }

    /// The findings without a place.
    pub(super) fn placeless(&self) -> &[(&'r Diagnostic, Severity)] {
        let end = self.found.partition_point(|(found, _)| found.labels.is_empty());
        &self.found[..end]
    }

    /// Number of a finding in its file, for the anchor.
    pub(super) fn number(&self, at: usize) -> usize {
        let file = self.found[at].0.place().file as usize;
        at - self.of_file.get(file).map_or(0, |range| range.start)
    }

    /// The findings whose first place is on some lines of a file, in order.
    pub(super) fn on_lines(&self, file: u32, lines: Range<u32>) -> Range<usize> {
        let Some(range) = self.of_file.get(file as usize).cloned() else { return 0..0 };
        let of_file = &self.found[range.clone()];
        let until = |line: u32| range.start + of_file.partition_point(|(found, _)| found.place().line < line);
        until(lines.start)..until(lines.end)
    }

    /// The other places of findings on some lines of a file.
    pub(super) fn beside(&self, file: u32, lines: Range<u32>) -> &[(u32, u32, usize, usize)] {
        let until = |line: u32| self.beside.partition_point(|(of, at, _, _)| (*of, *at) < (file, line));
        &self.beside[until(lines.start)..until(lines.end)]
    }

    /// Page of an endpoint, from the root of the site.
    pub(super) fn endpoint(&self, (service, endpoint): (usize, usize)) -> String {
        format!("e/{}/{}.html", self.services[service], self.endpoints[service][endpoint])
    }

    /// Page of a file, from the root of the site.
    pub(super) fn source(&self, file: u32) -> Option<String> {
        self.sources.get(file as usize).map(|name| format!("p/{name}.html"))
    }

    /// How many findings stand on the pages of an endpoint, and the worst of them.
    pub(super) fn worst(&self, endpoint: &Endpoint) -> (usize, Option<Severity>) {
        let files = endpoint.origins.iter().map(|origin: &Origin| origin.file as usize);
        let ranges: std::collections::BTreeSet<usize> = files.collect();
        let found = ranges
            .iter()
            .filter_map(|file| self.of_file.get(*file))
            .flat_map(|range| &self.found[range.clone()]);
        found.fold((0, None), |(count, worst), (_, severity)| (count + 1, worst.max(Some(*severity))))
    }
}

fn described(run: &Run) -> Vec<Vec<(usize, usize)>> {
    let mut described = vec![Vec::new(); run.files.len()];
    for (at, service) in run.api.services.iter().enumerate() {
        for (endpoint, it) in service.endpoints.iter().enumerate() {
            for origin in &it.origins {
                let of_file: Option<&mut Vec<_>> = described.get_mut(origin.file as usize);
                of_file
                    .into_iter()
                    .filter(|list| list.last() != Some(&(at, endpoint)))
                    .for_each(|list| list.push((at, endpoint)));
            }
        }
    }
    described
}

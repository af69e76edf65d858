//! Languages: the pages of one endpoint in several languages become one endpoint with several witnesses.
//!
//! The leading language decides; what only another one has is kept, and each disagreement names both places.

mod join;
mod meanings;
mod types;

use super::generalize;
use crate::diagnostic::{Diagnostic, code};
use crate::infer::Decided;
use crate::model::{Endpoint, Method, Origin, add_error_codes};
use crate::source::SourceFile;
use std::cmp::Ordering;
use std::sync::Arc;

/// The merged endpoints of one service.
#[derive(Debug, Default)]
pub struct Merged {
    /// One per id, method and path, in that order.
    pub endpoints: Vec<Arc<Endpoint>>,
    /// What became of each endpoint that came in.
    pub uses: Vec<PageUse>,
    /// The disagreements.
    pub diagnostics: Vec<Diagnostic>,
}

/// What became of the endpoint of one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageUse {
    /// It is in the model.
    Leads,
    /// It is a witness of another language.
    Joined,
    /// Another page describes the same in the same language.
    Dropped {
        /// Rows that a diagnostic accounts for.
        rows: usize,
    },
}

/// Joins what pages of one name in several languages say of the same endpoint. What is described twice in one language
/// stays as it is, for [`merge`] to report.
pub fn join_pages(mut endpoints: Vec<Decided>, files: &[SourceFile], languages: &[String]) -> Vec<Decided> {
    let ranks = Ranks { files, languages };
    endpoints.sort_by(|a, b| ranks.compare(a, b));
    let (mut joined, mut lead) = (Vec::<Decided>::with_capacity(endpoints.len()), 0);
    for decided in endpoints {
        let is_same =
            |have: &&mut Decided| key(have) == key(&decided) && have.endpoint.host == decided.endpoint.host;
        match joined.get_mut(lead).filter(is_same) {
            Some(have) if ranks.adds(have, &decided) => have.join(decided),
            Some(_) => joined.push(decided),
            None => {
                lead = joined.len();
                joined.push(decided);
            }
        }
    }
    joined
}

/// Merges the endpoints of a service. `languages` names the leading one first.
pub fn merge(endpoints: Vec<Decided>, files: &[SourceFile], languages: &[String]) -> Merged {
    let ranks = Ranks { files, languages };
    let mut order: Vec<usize> = (0..endpoints.len()).collect();
    order.sort_by(|a, b| ranks.compare(&endpoints[*a], &endpoints[*b]));
    let groups: Vec<usize> =
        order.chunk_by(|a, b| key(&endpoints[*a]) == key(&endpoints[*b])).map(<[usize]>::len).collect();
    let mut endpoints: Vec<Option<Decided>> = endpoints.into_iter().map(Some).collect();
    let mut merged = Merged {
        endpoints: Vec::with_capacity(groups.len()),
        uses: vec![PageUse::Leads; endpoints.len()],
        diagnostics: Vec::new(),
    };
    let mut order = order.into_iter();
    for pages in groups {
        let mut group = order.by_ref().take(pages).filter_map(|at| Some((at, endpoints[at].take()?)));
        let Some((_, mut lead)) = group.next() else { continue };
        for (at, decided) in group {
            if ranks.adds(&lead, &decided) {
                merged.uses[at] = PageUse::Joined;
                lead.join(decided);
                lead.diagnostics.extend(generalize::run(&mut lead.endpoint));
            } else {
                merged.uses[at] = PageUse::Dropped { rows: decided.modelled.iter().sum() };
                merged.diagnostics.extend(duplicates(&lead.endpoint, &decided));
                add_error_codes(
                    &mut Arc::make_mut(&mut lead.endpoint).error_codes,
                    decided.endpoint.error_codes.iter().cloned(),
                );
            }
        }
        merged.diagnostics.append(&mut lead.diagnostics);
        merged.diagnostics.append(&mut lead.diagnostics);
        merged.endpoints.push(lead.endpoint);
    }
    merged
}

/// The languages of the pages, the leading one first.
struct Ranks<'a> {
    files: &'a [SourceFile],
    languages: &'a [String],
}

impl Ranks<'_> {
    /// The order in which endpoints are merged: alike ones together, of these first the one that leads.
    fn compare(&self, a: &Decided, b: &Decided) -> Ordering {
        let place = |decided: &Decided| {
            let origin = decided.endpoint.origins[0];
            let language = self.language(origin);
            let rank = self.languages.iter().position(|known| known == language);
            (rank.unwrap_or(self.languages.len()), origin)
        };
        key(a).cmp(&key(b)).then_with(|| place(a).cmp(&place(b)))
    }

    /// Whether no page of `have` is in the leading language of `other`.
    fn adds(&self, have: &Decided, other: &Decided) -> bool {
        let language = self.language(other.endpoint.origins[0]);
        have.endpoint.origins.iter().all(|origin| self.language(*origin) != language)
    }

    fn language(&self, origin: Origin) -> &'static str {
        self.files[origin.file as usize].page_language()
    }
}

impl Decided {
    /// Adds the pages of other languages.
    fn join(&mut self, mut other: Self) {
        self.modelled.append(&mut other.modelled);
        self.diagnostics.append(&mut other.diagnostics);
        self.diagnostics
            .extend(join::run(Arc::make_mut(&mut self.endpoint), Arc::unwrap_or_clone(other.endpoint)));
    }
}

/// What the pages of one endpoint have in common.
fn key(decided: &Decided) -> (&str, Method, &str) {
    let Endpoint { id, method, path, .. } = &*decided.endpoint;
    (id, *method, path)
}

/// One finding for each page that is left out.
fn duplicates(lead: &Endpoint, second: &Decided) -> impl Iterator<Item = Diagnostic> {
    second.endpoint.origins.iter().zip(&second.modelled).map(|(page, rows)| {
        let message = format!("`{}` is described by two pages of one language", lead.id);
        Diagnostic::new(&code::DUPLICATE_ENDPOINT, message)
            .label(*page, "this page is left out")
            .label(lead.origins[0], "this page leads")
            .rows(*rows)
    })
}

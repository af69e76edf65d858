//! Verification: every sample of every page against the decided model. In: the model. Out: [`Report`]s.

use crate::assemble::conformance;
use crate::model::{Api, Origin, SampleRole, Service};

pub use conformance::Counts;

/// What the samples of one service say about the model.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The service.
    pub service: String,
    /// Samples that are requests.
    pub requests: Counts,
    /// Samples that are responses of successful calls.
    pub responses: Counts,
    /// Samples that are no JSON, and those of failed calls.
    pub unread: usize,
    /// What does not fit.
    pub misfits: Vec<Misfit>,
}

/// A value that the model has no place for.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// The endpoint.
    pub endpoint: String,
    /// The sample.
    pub origin: Origin,
    /// Path inside the sample.
    pub path: String,
    /// What is wrong.
    pub what: String,
}

/// Checks every sample.
pub fn run(api: &Api) -> Vec<Report> {
    api.services.iter().map(service).collect()
}

fn service(service: &Service) -> Report {
    let mut report = Report { service: service.name.clone(), ..Report::default() };
    let samples = service
        .endpoints
        .iter()
        .flat_map(|endpoint| endpoint.examples.iter().map(move |example| (endpoint, example)));
    for (endpoint, example) in samples {
        let Some((counts, misfits)) = conformance::sample(service, endpoint, example) else {
            report.unread += 1;
            continue;
        };
        *(if example.role == SampleRole::Request { &mut report.requests } else { &mut report.responses }) +=
            counts;
        let misfit = |misfit: conformance::Misfit| Misfit {
            endpoint: endpoint.id.clone(),
            origin: example.origin,
            path: misfit.path,
            what: misfit.what,
        };
        report.misfits.extend(misfits.into_iter().map(misfit));
    }
    report
}

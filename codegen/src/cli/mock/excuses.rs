//! Excuses: claims of prose that the page's own samples do not keep. The server holds nobody to them, unless it is strict.

use super::operation::Operation;
use super::validate;
use crate::cli::problem::{Kind, Problem};
use docwright::model::{Location, Origin, SampleRole};
use serde_json::{Map, Value};

/// Places of fields, and the kinds of claims that do not count for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Excuses(pub(super) Vec<(Origin, Kind)>);

impl Excuses {
    /// Whether a problem does not count. Lists of values are open in the model, so a value beside them never does.
    pub(super) fn hold(&self, problem: &Problem) -> bool {
        problem.kind == Kind::Value || self.0.contains(&(problem.origin, problem.kind))
    }
}

/// The claims that the request samples of an operation do not keep.
pub(super) fn of(operation: &Operation) -> Excuses {
    let mut excuses = Vec::new();
    for sample in requests(operation) {
        for (_, problem) in validate::sample(operation, &sample) {
            if problem.kind.is_claim() && !excuses.contains(&(problem.origin, problem.kind)) {
                excuses.push((problem.origin, problem.kind));
            }
        }
    }
    Excuses(excuses)
}

/// The members of the request samples; where one argument is the whole body, the sample is that.
pub(super) fn requests(operation: &Operation) -> Vec<Map<String, Value>> {
    let endpoint = operation.endpoint;
    let samples = endpoint.examples.iter().filter(|example| example.role == SampleRole::Request);
    let samples = samples.filter_map(|example| example.json.as_deref().map(Value::from));
    let whole = endpoint.request.fields.iter().find(|field| field.location == Location::WholeBody);
    samples
        .filter_map(|sample| match (whole, sample) {
            (Some(field), sample) => Some(Map::from_iter([(field.name.to_string(), sample)])),
            (None, Value::Object(members)) => Some(members),
            (None, _) => None,
        })
        .collect()
}

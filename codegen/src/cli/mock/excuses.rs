//! Excuses: claims of prose that the page's own samples do not keep. The server holds nobody to them, unless it is strict.

use super::operation::{Excuses, Operation};
use super::validate;
use docwright::model::{Location, SampleRole};
use serde_json::{Map, Value};

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

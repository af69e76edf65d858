//! Preparation: the operations of a model, with their answers.

use super::operation::Operation;
use super::{excuses, reply};
use docwright::model::{Api, Endpoint, Service};
use docwright_runtime::server::Vendor;

/// All operations of a model.
pub(super) fn all(api: &'static Api, seed: u64) -> Result<Vec<Operation>, String> {
    let mut operations = Vec::new();
    for service in &api.services {
        let module = service.client.runtime.as_str();
        let vendor = Vendor::named(module)
            .ok_or_else(|| format!("the service `{}` is of an unknown vendor `{module}`", service.name))?;
        operations.extend(service.endpoints.iter().map(|endpoint| one(service, endpoint, vendor, seed)));
    }
    Ok(operations)
}

/// One operation.
pub(super) fn one(
    service: &'static Service,
    endpoint: &'static Endpoint,
    vendor: Vendor,
    seed: u64,
) -> Operation {
    let mut operation = Operation::new(service, endpoint, vendor);
    operation.excuses = excuses::of(&operation);
    operation.replies = reply::all(&operation, seed);
    operation
}

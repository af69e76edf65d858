//! Operations: an endpoint of the model with what every call of it needs.

use super::answer::Reply;
use super::route::Route;
use crate::cli::problem::{Kind, Problem};
use docwright::model::{Endpoint, Field, Location, Method, Object, Origin, Service};
use docwright_runtime::server::Vendor;
use std::collections::HashMap;

/// One operation of the server.
pub(super) struct Operation {
    pub(super) service: &'static Service,
    pub(super) endpoint: &'static Endpoint,
    pub(super) vendor: Vendor,
    pub(super) route: Route,
    /// The objects of the endpoint and those that the service shares, by id.
    objects: HashMap<&'static str, &'static Object>,
    /// The answers: the samples of the page, or one that is made up.
    pub(super) replies: Vec<Reply>,
    /// Claims of the page that its own samples do not keep.
    pub(super) excuses: Excuses,
}

/// Places of fields, and the kinds of claims that do not count for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Excuses(pub(super) Vec<(Origin, Kind)>);

impl Excuses {
    /// Whether a problem does not count. Lists of values are open in the model, so a value beside them never does.
    pub(super) fn hold(&self, problem: &Problem) -> bool {
        problem.kind == Kind::Value || self.0.contains(&(problem.origin, problem.kind))
    }
}

impl Operation {
    /// An operation without answers; `prepare` adds them.
    pub(super) fn new(service: &'static Service, endpoint: &'static Endpoint, vendor: Vendor) -> Self {
        let shared = service.types.iter().map(|(id, object)| (id.as_str(), object));
        let own = endpoint.types.iter().map(|object| (object.id.as_str(), object));
        let route = Route::read(&endpoint.path, vendor.has_one_object(&endpoint.path));
        let objects = shared.chain(own).collect();
        let (replies, excuses) = (Vec::new(), Excuses::default());
        Self { service, endpoint, vendor, route, objects, replies, excuses }
    }

    /// The object of an id.
    pub(super) fn object(&self, id: &str) -> Option<&'static Object> {
        self.objects.get(id).copied()
    }

    /// `cc.create_set`
    pub(super) fn name(&self) -> String {
        format!("{}.{}", self.service.name, self.endpoint.id)
    }

    /// Whether arguments can be in a body, as a client sends them: signed calls delete without one.
    pub(super) fn has_body(&self) -> bool {
        match self.endpoint.method {
            Method::Get | Method::Head => false,
            Method::Delete => !self.service.client.signed,
            Method::Patch | Method::Post | Method::Put => true,
        }
    }

    /// Where a client sends an argument.
    pub(super) fn location(&self, field: &Field) -> Location {
        match field.location {
            Location::Body if !self.has_body() => Location::Query,
            location => location,
        }
    }

    /// Whether query and body are one object of arguments.
    pub(super) fn has_one_object(&self) -> bool {
        self.vendor.has_one_object(&self.endpoint.path)
    }

    /// Whether a request of this method can be a call of it.
    pub(super) fn takes(&self, method: &str) -> bool {
        let own = self.endpoint.method.as_str();
        own == method || (own == "GET" && method == "POST" && self.has_one_object())
    }

    /// Whether an argument of this name is a credential, which the validation leaves out.
    pub(super) fn is_credential(&self, name: &str) -> bool {
        self.vendor.credentials().contains(&name)
            || self.endpoint.credentials.iter().any(|field| field.name == name)
    }
}

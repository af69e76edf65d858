//! What the files of a service and of an endpoint are emitted from.

use super::clients::{Client, Handle};
use super::type_scope::Scope;
use super::{Options, docs};
use crate::model::{ClientSpec, Endpoint, Origin, Service, SourceName};

/// An endpoint and its names.
pub(super) struct EndpointPlan<'a> {
    pub(super) endpoint: &'a Endpoint,
    /// Name of the module, the file and the method: `create_inst`.
    pub(super) module: String,
    /// Name of the request type: `CreateInst`.
    pub(super) operation: String,
}

impl EndpointPlan<'_> {
    /// Name of the handle's method; `new` makes the handle.
    pub(super) fn method(&self) -> &str {
        if self.module == "new" { "call_new" } else { &self.module }
    }

    /// All of it as bytes.
    pub(super) fn cache_key(&self) -> Vec<u8> {
        let whole = (&self.module, &self.operation, self.endpoint);
        serde_json::to_vec(&whole).expect("every model has a JSON form")
    }
}

/// What all endpoints of a service have in common, and all that the files of one may depend on besides its plan:
/// hence a service without endpoints.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServiceContext<'a> {
    pub(super) files: &'a [SourceName],
    pub(super) options: &'a Options,
    pub(super) client: &'a ClientSpec,
    /// Module of the client: `blueking`.
    pub(super) vendor: &'a str,
    /// Module of the service: `cc`.
    pub(super) module: &'a str,
    /// Type of the service's handle: `Cc`.
    pub(super) handle: &'a str,
    pub(super) service: &'a Service,
    pub(super) shared: &'a Scope<'a>,
}

impl<'a> ServiceContext<'a> {
    /// The context of a service, whose endpoints `service` lacks.
    pub(super) fn new(
        files: &'a [SourceName],
        options: &'a Options,
        (client, handle): (&'a Client<'_>, &'a Handle<'_>),
        service: &'a Service,
        shared: &'a Scope<'a>,
    ) -> Self {
        let (vendor, module) = (&client.module, &handle.module);
        Self { files, options, client: client.spec, vendor, module, handle: &handle.name, service, shared }
    }

    /// Where something stands, as a link if pages have an address.
    pub(super) fn place(&self, origin: &Origin) -> Option<String> {
        docs::place(self.files, &self.options.source_url, origin)
    }

    /// Path of the client's module in the crate.
    pub(super) fn home(&self) -> String {
        format!("{}::{}", self.options.crate_name, self.vendor)
    }

    /// Folder of the service's files.
    pub(super) fn folder(&self) -> String {
        format!("{}/{}", self.vendor, self.module)
    }

    /// All of it as bytes. Of the shared types, the rest follows from the service's and the directions they travel in.
    pub(super) fn cache_key(&self) -> Vec<u8> {
        let Self { files, options, client, vendor, module, handle, service, shared } = self;
        let model = (files, client, vendor, module, handle, service);
        let mut bytes = serde_json::to_vec(&model).expect("every model has a JSON form");
        bytes.extend(format!("{options:?} {:?}", shared.usage).into_bytes());
        bytes
    }
}

//! The Rust client crate. In: the model. Out: its `generated` tree, and the tests of the page samples.

mod names;
mod docs;
mod context;
mod usage;
mod type_scope;
pub(super) mod twins;
mod dedup_types;
mod fields;
mod constructor;
mod structs;
mod objects;
mod enums;
mod error_codes;
mod paging;
mod endpoints;
mod services;
mod signatures;
mod clients;
mod example_request;
mod examples;
mod first_call;
mod samples;
mod files;
pub mod public_api;
mod public_items;
pub mod surface;
pub mod excerpts;

pub use error_codes::constants as error_code_constants;
pub use public_items::{DEPRECATED, Item};

use super::{File, Memory, Output, Tree};
use crate::model::{Api, ErrorCode, Service, error_codes_in};
use clients::{Client, Handle};
pub use first_call::FirstCall;

use context::{EndpointPlan, ServiceContext};
use proc_macro2::TokenStream;
use rayon::prelude::*;
use type_scope::Scope;

/// What the configuration says about the emitted crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Name of the emitted crate as Rust code writes it; tests and examples use the crate by it.
    pub crate_name: String,
    /// Address that the paths of pages are appended to in links; empty where pages have none.
    pub source_url: String,
    /// Whether the tests of the page samples are emitted.
    pub samples: bool,
    /// The command that files name as the one that writes them.
    pub command: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            crate_name: "generated_client".to_owned(),
            source_url: String::new(),
            samples: true,
            command: "docwright emit".to_owned(),
        }
    }
}

impl Options {
    /// Of some files, those that are asked for.
    fn kept(&self, mut files: Vec<File>) -> Vec<File> {
        files.retain(|file| self.samples || file.tree != Tree::Tests);
        files
    }
}

/// Emits all files, ordered by tree and path.
pub fn emit(api: &Api, options: &Options) -> Vec<File> {
    let mut files = roots(&api.services, options);
    let made = services(api, &api.services, options, &()).into_iter();
    files.extend(made.filter_map(|Output { tree, path, text }| Some(File { tree, path, text: text? })));
    files.sort();
    files
}

/// The files above the services. They depend on name and client of all services.
pub fn roots(heads: &[Service], options: &Options) -> Vec<File> {
    let clients = clients::plan(heads);
    let mut files = vec![
        files::render(options, Tree::Source, "clients.rs".to_owned(), clients::root(&clients)),
        files::render(options, Tree::Tests, "samples.rs".to_owned(), samples::root(&clients)),
    ];
    for client in &clients {
        let path = || format!("{}.rs", client.module);
        files.push(files::render(options, Tree::Tests, path(), samples::client(client)));
        files.push(files::render(options, Tree::Source, path(), clients::module(client)));
    }
    options.kept(files)
}

/// The files of the model's services; `heads` are all services of the crate.
pub fn services(api: &Api, heads: &[Service], options: &Options, memory: &dyn Memory) -> Vec<Output> {
    let clients = clients::plan(heads);
    let handles = clients.iter().flat_map(|client| client.services.iter().map(move |it| (client, it)));
    let work: Vec<_> = handles
        .filter_map(|(client, handle)| {
            let service = api.services.iter().find(|service| service.name == handle.service.name)?;
            Some((client, handle, service))
        })
        .collect();
    let files = |(client, handle, full)| service(api, options, (client, handle), full, memory);
    work.into_par_iter().flat_map(files).collect()
}

fn service(
    api: &Api,
    options: &Options,
    (client, handle): (&Client<'_>, &Handle<'_>),
    full: &Service,
    memory: &dyn Memory,
) -> Vec<Output> {
    let full = &*twins::apart(full);
    let shared = Scope::shared(full);
    let head = Service { endpoints: Vec::new(), ..full.clone() };
    let context = ServiceContext::new(&api.files, options, (client, handle), &head, &shared);
    let plans = services::plan(full, &handle.name);
    let about = memory.name(&|| context.cache_key());
    let endpoint_keys: Vec<_> = plans.iter().map(|plan| memory.name(&|| plan.cache_key())).collect();
    let endpoint = |(plan, cache_key): (&EndpointPlan<'_>, &Vec<u8>)| {
        memory.recall(&[b"endpoint", &about, cache_key], &|| options.kept(endpoint(context, plan)))
    };
    let mut files: Vec<Output> = plans.par_iter().zip(&endpoint_keys).flat_map_iter(endpoint).collect();
    let mut cache_key: Vec<&[u8]> = vec![b"service", &about];
    cache_key.extend(endpoint_keys.iter().map(Vec::as_slice));
    let places: Vec<FilePath<'_>> = files.iter().map(|file| (file.tree, file.path.as_str())).collect();
    let above = memory.recall(&cache_key, &|| options.kept(above(context, handle, &plans, &places)));
    files.extend(above);
    files
}

/// The files of an endpoint.
fn endpoint(context: ServiceContext<'_>, plan: &EndpointPlan<'_>) -> Vec<File> {
    let (file, both_ways) = endpoints::files(context, plan);
    let (folder, options) = (context.folder(), context.options);
    let mut files = pair(options, &folder, &plan.module, file, both_ways);
    let path = format!("{folder}/{}.rs", plan.module);
    let tests = samples::file(context, plan);
    files.extend(tests.map(|tests| files::render(options, Tree::Tests, path, tests)));
    files
}

/// Where a file is.
type FilePath<'a> = (Tree, &'a str);

/// The files that hold a service's endpoints together; `files` are those of the endpoints.
fn above(
    context: ServiceContext<'_>,
    handle: &Handle<'_>,
    plans: &[EndpointPlan<'_>],
    files: &[FilePath<'_>],
) -> Vec<File> {
    let (folder, options) = (context.folder(), context.options);
    let mut above = vec![tests(options, &folder, handle, files)];
    if !context.shared.objects.is_empty() {
        let (file, both_ways) = services::types(context);
        above.extend(pair(options, &folder, "types", file, both_ways));
    }
    let codes = error_codes_of(context, plans);
    if !codes.is_empty() {
        let path = format!("{folder}/{}.rs", error_codes::MODULE);
        let tokens = error_codes::file(&context.service.name, &codes);
        above.push(files::render(options, Tree::Source, path, tokens));
    }
    let tokens = services::module(context, plans, &handle.name, !codes.is_empty());
    above.push(files::render(options, Tree::Source, format!("{folder}.rs"), tokens));
    let own = above.iter().map(|file| (file.tree, file.path.as_str()));
    let both_ways = both_ways(options, &folder, &files.iter().copied().chain(own).collect::<Vec<_>>());
    above.push(both_ways);
    above
}

/// The error codes of a service, whose endpoints are in the plans.
fn error_codes_of(context: ServiceContext<'_>, plans: &[EndpointPlan<'_>]) -> Vec<ErrorCode> {
    let of_calls = plans.iter().flat_map(|plan| &plan.endpoint.error_codes);
    error_codes_in(context.service.error_codes.iter().chain(of_calls))
}

/// A module's file and its `both_ways` file.
fn pair(
    options: &Options,
    folder: &str,
    module: &str,
    file: TokenStream,
    both_ways: TokenStream,
) -> Vec<File> {
    let mut files = vec![files::render(options, Tree::Source, format!("{folder}/{module}.rs"), file)];
    if !both_ways.is_empty() {
        files.push(files::render(
            options,
            Tree::Source,
            format!("{folder}/both_ways/{module}.rs"),
            both_ways,
        ));
    }
    files
}

/// The module above the `both_ways` files.
fn both_ways(options: &Options, folder: &str, files: &[FilePath<'_>]) -> File {
    let modules = modules(files, Tree::Source, &format!("{folder}/both_ways/"));
    files::render(options, Tree::Source, format!("{folder}/both_ways.rs"), services::both_ways(&modules))
}

/// The module above the sample tests of a service.
fn tests(options: &Options, folder: &str, handle: &Handle<'_>, files: &[FilePath<'_>]) -> File {
    let modules = modules(files, Tree::Tests, &format!("{folder}/"));
    files::render(options, Tree::Tests, format!("{folder}.rs"), samples::service(handle, &modules))
}

/// The modules of the files in a folder, in order.
fn modules<'a>(files: &[FilePath<'a>], tree: Tree, folder: &str) -> Vec<&'a str> {
    let own = files.iter().filter(|(of, _)| *of == tree);
    let module = |(_, path): &FilePath<'a>| path.strip_prefix(folder)?.strip_suffix(".rs");
    let mut modules: Vec<&str> = own.filter_map(module).collect();
    modules.sort_unstable();
    modules
}

/// Features of the emitted crate, one per service, in order.
pub fn features<'s>(services: impl IntoIterator<Item = &'s Service>) -> Vec<String> {
    let mut services: Vec<&Service> = services.into_iter().collect();
    services.sort_by(|a, b| a.name.cmp(&b.name));
    let mut features: Vec<String> = clients::features(&services).into_values().collect();
    features.sort();
    features
}

#[cfg(test)]
mod tests;

//! The Rust client crate. In: the model. Out: its `generated` tree, and the tests of the page samples.

mod names;
mod docs;
mod scope;
mod twins;
mod fields;
mod objects;
mod enums;
mod paging;
mod endpoints;
mod services;
mod clients;
mod complete;
mod examples;
mod samples;
mod files;

use super::{File, Tree};
use crate::model::Api;
use clients::{Client, Handle};
use endpoints::Around;
use proc_macro2::TokenStream;
use rayon::prelude::*;
use scope::Scope;

/// What the configuration says about the emitted crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Name of the emitted crate as Rust code writes it; tests and examples use the crate by it.
    pub crate_name: String,
    /// Address that the paths of pages are appended to in links; empty where pages have none.
    pub source_url: String,
}

impl Default for Options {
    fn default() -> Self {
        Self { crate_name: "generated_client".to_owned(), source_url: String::new() }
    }
}

/// Emits all files, ordered by tree and path.
pub fn emit(api: &Api, options: &Options) -> Vec<File> {
    let clients = clients::plan(&api.services);
    let mut files = vec![files::render(Tree::Source, "clients.rs".to_owned(), clients::root(&clients))];
    files.push(files::render(Tree::Tests, "samples.rs".to_owned(), samples::root(&clients)));
    for client in &clients {
        let path = format!("{}.rs", client.module);
        files.push(files::render(Tree::Tests, path, samples::client(client)));
        files.push(files::render(Tree::Source, format!("{}.rs", client.module), clients::module(client)));
        for handle in &client.services {
            files.extend(service(api, options, client, handle));
        }
    }
    files.sort();
    files
}

fn service(api: &Api, options: &Options, client: &Client<'_>, handle: &Handle<'_>) -> Vec<File> {
    let Handle { service, module, name, feature: _ } = handle;
    let shared = Scope::shared(service);
    let around = Around { api, options, client, handle, service, shared: &shared };
    let plans = services::plan(service, name);
    let folder = format!("{}/{module}", client.module);
    let endpoint = |plan: &endpoints::Plan<'_>| {
        let (file, both_ways) = endpoints::files(around, plan);
        let mut files = pair(&folder, &plan.module, file, both_ways);
        let path = format!("{folder}/{}.rs", plan.module);
        let tests = samples::file(around, plan);
        files.extend(tests.map(|tests| files::render(Tree::Tests, path, tests)));
        files
    };
    let mut files: Vec<File> = plans.par_iter().flat_map_iter(endpoint).collect();
    files.push(tests(&folder, handle, &files));
    if !shared.objects.is_empty() {
        let (file, both_ways) = services::types(around);
        files.extend(pair(&folder, "types", file, both_ways));
    }
    let tokens = services::module(around, &plans, name);
    files.push(files::render(Tree::Source, format!("{folder}.rs"), tokens));
    files.push(both_ways(&folder, &files));
    files
}

/// A module's file, and the one of the directions that no call needs.
fn pair(folder: &str, module: &str, file: TokenStream, both_ways: TokenStream) -> Vec<File> {
    let mut files = vec![files::render(Tree::Source, format!("{folder}/{module}.rs"), file)];
    if !both_ways.is_empty() {
        files.push(files::render(Tree::Source, format!("{folder}/both_ways/{module}.rs"), both_ways));
    }
    files
}

/// The module above the files of the directions that no call needs.
fn both_ways(folder: &str, files: &[File]) -> File {
    let modules = modules(files, Tree::Source, &format!("{folder}/both_ways/"));
    files::render(Tree::Source, format!("{folder}/both_ways.rs"), services::both_ways(&modules))
}

/// The module above the sample tests of a service.
fn tests(folder: &str, handle: &Handle<'_>, files: &[File]) -> File {
    let modules = modules(files, Tree::Tests, &format!("{folder}/"));
    files::render(Tree::Tests, format!("{folder}.rs"), samples::service(handle, &modules))
}

/// The modules of the files in a folder, in order.
fn modules<'a>(files: &'a [File], tree: Tree, folder: &str) -> Vec<&'a str> {
    let module = |file: &'a File| file.path.strip_prefix(folder)?.strip_suffix(".rs");
    let mut modules: Vec<&str> = files.iter().filter(|file| file.tree == tree).filter_map(module).collect();
    modules.sort_unstable();
    modules
}

/// Features of the emitted crate, one per service, in order.
pub fn features(api: &Api) -> Vec<String> {
    let mut features: Vec<String> =
        api.services.iter().map(|service| names::feature(&service.name)).collect();
    features.sort();
    features.dedup();
    features
}

#[cfg(test)]
mod tests;

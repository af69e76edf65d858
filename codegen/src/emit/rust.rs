//! The Rust client crate. In: the model. Out: its `generated` tree, and the tests of the page samples.

mod names;
mod docs;
mod scope;
mod fields;
mod objects;
mod enums;
mod paging;
mod endpoints;
mod services;
mod clients;
mod files;

use super::{File, Tree};
use crate::model::Api;
use clients::{Client, Handle};
use endpoints::Around;
use rayon::prelude::*;
use scope::Scope;

/// What the configuration says about the emitted crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Address that the paths of pages are appended to in links; empty where pages have none.
    pub source_url: String,
}

/// Emits all files, ordered by tree and path.
pub fn emit(api: &Api, options: &Options) -> Vec<File> {
    let clients = clients::plan(&api.services);
    let mut files = vec![files::render(Tree::Source, "clients.rs".to_owned(), clients::root(&clients))];
    for client in &clients {
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
    let around = Around { api, service, shared: &shared, source_url: &options.source_url };
    let plans = services::plan(service, name);
    let folder = format!("{}/{module}", client.module);
    let endpoint = |plan: &endpoints::Plan<'_>| {
        let path = format!("{folder}/{}.rs", plan.module);
        files::render(Tree::Source, path, endpoints::file(around, plan))
    };
    let mut files: Vec<File> = plans.par_iter().map(endpoint).collect();
    let tokens = services::module(around, &plans, name);
    files.push(files::render(Tree::Source, format!("{folder}.rs"), tokens));
    if !shared.objects.is_empty() {
        files.push(files::render(Tree::Source, format!("{folder}/types.rs"), services::types(around)));
    }
    files
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

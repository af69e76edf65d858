//! The docs that calls are made from: pages, a configuration, or a saved model.

use crate::cli::{Failure, Input, input, side};
use clap::Args;
use docwright::config::{self, Config};
use docwright::emit::operations::{self, Operation};
use docwright::model::{Api, Field, Location};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Which docs.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct Docs {
    /// Pages, folders, or a model that `docwright model` printed (`.json`), which is read at once; without any, the doc
    /// sets of the configuration.
    #[arg(long = "docs", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Configuration file.
    #[arg(long, default_value = config::FILE)]
    config: PathBuf,
    /// Dialect of the given paths: a built-in one or a TOML file; detected without it.
    #[arg(long)]
    dialect: Option<String>,
    /// Route table of the given paths.
    #[arg(long)]
    routes: Option<PathBuf>,
    /// Service name of the given paths.
    #[arg(long)]
    service: Option<String>,
}

/// What was read.
#[derive(Debug)]
pub(in crate::cli) struct Source {
    /// The model; each argument has a name of its own.
    pub(in crate::cli) api: Api,
    /// Base URLs by service or the beginning of its name.
    pub(in crate::cli) base_urls: BTreeMap<String, String>,
}

impl Docs {
    /// Reads the docs.
    pub(in crate::cli) fn read(&self) -> Result<Source, Failure> {
        let is_model = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json");
        if let [path] = self.paths.as_slice()
            && is_model(path)
        {
            let api = without_credentials(operations::callable(&side::saved(path, side::MODEL)?.api));
            return Ok(Source { api, base_urls: self.base_urls()? });
        }
        let Docs { paths, config, dialect, routes, service } = self.clone();
        let input = Input {
            paths,
            config,
            dialect,
            routes,
            service,
            overrides: None,
            without: Vec::new(),
            threads: None,
        };
        let api = without_credentials(operations::callable(&input::compile(&input)?.api));
        Ok(Source { api, base_urls: self.base_urls()? })
    }

    /// What the configuration says, if there is one.
    fn base_urls(&self) -> Result<BTreeMap<String, String>, Failure> {
        if !self.paths.is_empty() && !self.config.is_file() {
            return Ok(BTreeMap::new());
        }
        Ok(Config::read(&self.config)?.base_url)
    }
}

/// The header that carries the token of the environment is no argument: a page may list it among the others.
fn without_credentials(mut api: Api) -> Api {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let named = variable("API_TOKEN_HEADER").filter(|_| variable("API_TOKEN").is_some());
    for service in &mut api.services {
        let header = named.as_deref().unwrap_or(&service.client.auth_header).to_owned();
        for endpoint in service.endpoints.iter_mut().map(Arc::make_mut) {
            let is_it = |field: &Field| {
                field.location == Location::Header && field.name.eq_ignore_ascii_case(&header)
            };
            endpoint.request.fields.retain(|field| header.is_empty() || !is_it(field));
        }
    }
    api
}

impl Source {
    /// The operations of all services.
    pub(in crate::cli) fn operations(&self) -> Vec<Operation<'_>> {
        operations::of(&self.api)
    }
}

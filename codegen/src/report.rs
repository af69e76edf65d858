//! The report: a static site that shows what was understood of the pages, beside the pages and the code. In: a run. Out: the
//! files of a folder that a browser opens without a server.
//!
//! Pages are untrusted. Their text reaches the site through `html::Html`, which escapes whatever is not a literal of this
//! program, or through templates that escape every value; names of files are made of letters, digits and `-` by `names`.

mod words;
mod html;
mod names;
mod lines;
mod site;
mod links;
mod text;
mod findings;
mod votes;
mod fields;
mod errors;
mod calls;
mod code;
mod account;
mod treemap;
mod templates;
mod data;
mod overview;
mod sources;
mod endpoints;
mod changes;
#[cfg(test)]
mod tests;

pub use changes::{Changed, changes};

use crate::compile::Run;
use crate::config::Config;
use crate::emit::rust::{self, excerpts};
use crate::emit::{File, MARKER};
use rayon::prelude::*;
use site::Site;
use templates::Templates;

/// Largest page of an endpoint, in bytes.
pub const ENDPOINT_BYTES: usize = 150_000;

/// A template could not be filled, which is a fault of this program.
pub type Error = minijinja::Error;

/// The files of the site, in the order of their paths. Findings have the severity that the configuration gives them.
///
/// # Errors
/// When a template cannot be filled, which is a fault of this program.
pub fn emit(run: &Run, config: &Config) -> Result<Vec<File>, Error> {
    let site = Site::new(run, config);
    let templates = Templates::new()?;
    let code = excerpts::read(&run.api, &rust::Options::default());
    let mut files = assets();
    files.extend(overview::files(&site, &templates)?);
    files.extend([data::names(&site), data::findings(&site)]);
    let sources: Result<Vec<File>, Error> =
        (0..run.files.len()).into_par_iter().map(|id| sources::file(&site, &templates, id)).collect();
    files.extend(sources?);
    for (at, service) in run.api.services.iter().enumerate() {
        let of_service = code.get(service.name.as_str());
        let of_endpoint = |endpoint: usize| {
            let excerpt = of_service.and_then(|all| all.get(endpoint)?.as_ref());
            endpoints::files(&site, &templates, (at, endpoint), excerpt)
        };
        let made: Result<Vec<Vec<File>>, Error> =
            (0..service.endpoints.len()).into_par_iter().map(of_endpoint).collect();
        files.extend(made?.into_iter().flatten());
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Style, script and the words of the interface.
fn assets() -> Vec<File> {
    let file = |path: &str, text: &str| File {
        path: path.to_owned(),
        text: format!("/* {MARKER} */\n{text}"),
        ..File::default()
    };
    vec![
        file("report.css", include_str!("../report/report.css")),
        file("report.js", include_str!("../report/report.js")),
        file("words.js", &words::script()),
    ]
}

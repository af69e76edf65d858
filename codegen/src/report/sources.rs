//! Pages that show a file as it is, with its account and its findings.

use super::links::Links;
use super::site::Site;
use super::templates::{self, Templates};
use super::{Error, account, lines, text};
use crate::emit::File;
use minijinja::{Value, context};

/// Bytes of a file's text that are shown, findings and markup included.
const LONGEST: usize = 4_000_000;

/// Calls of one page that are listed.
const CALLS: usize = 200;

/// The page of one file.
pub(super) fn file(site: &Site<'_>, templates: &Templates, id: usize) -> Result<File, Error> {
    let file = &site.run.files[id];
    let all = 1..u32::MAX;
    let fitting = text::fitting(&Links::new(site, "../", Some((id as u32, all.clone()))), file, all, LONGEST);
    let is_cut = (fitting.end as usize) <= lines::starts(file).len();
    let links = Links::new(site, "../", Some((id as u32, fitting.clone())));
    let lines = text::lines(&links, file, fitting, &[]);
    let call = |(service, endpoint): &(usize, usize)| {
        let name = &site.run.api.services[*service].endpoints[*endpoint].id;
        context! { page => site.endpoint((*service, *endpoint)), name => templates::text(name) }
    };
    let calls: Vec<Value> = site.described[id].iter().take(CALLS).map(call).collect();
    let values = context! {
        path => templates::text(&site.paths[id]), language => file.page_language(), found => site.of_file[id].len(),
        calls, lines, is_cut, account => account::table(&site.run.ledgers[id]),
    };
    templates.file("source.html", format!("p/{}.html", site.sources[id]), "../", &site.paths[id], values)
}

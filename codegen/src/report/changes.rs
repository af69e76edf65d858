//! The page of a review: what changed since the docs were accepted, endpoint by endpoint, with the lines of both pages, the
//! verdicts and the change of the code.

use super::html::Html;
use super::site::Site;
use super::templates::Templates;
use super::{Error, findings};
use crate::compile::Run;
use crate::config::Config;
use crate::diff::{Entry, Report, forms};
use crate::emit::File;
use minijinja::context;

/// What changed at one endpoint, or at something else that has a path.
#[derive(Debug)]
pub struct Changed<'c> {
    /// Its path.
    pub fact: String,
    /// Its changes.
    pub entries: Vec<&'c Entry>,
    /// The change of its code, as a unified diff.
    pub code: String,
}

/// The page `changes.html`, which leads to the other pages of the site.
///
/// # Errors
/// When a template cannot be filled, which is a fault of this program.
pub fn changes(
    run: &Run,
    config: &Config,
    report: &Report,
    pages: &forms::Pages,
    changed: &[Changed<'_>],
) -> Result<File, Error> {
    let site = Site::new(run, config);
    let mut list = Html::default();
    for change in changed {
        list.raw("<section class=changed><h2>");
        match page_of(&site, &change.fact) {
            Some(page) => {
                list.raw("<a href=\"").value(&page).raw("\">").text(&change.fact).raw("</a>");
            }
            None => _ = list.text(&change.fact),
        }
        list.raw("</h2><div class=sides><div>");
        change.entries.iter().for_each(|entry| one(&mut list, entry, pages));
        list.raw("</div>");
        if !change.code.is_empty() {
            list.raw("<div><h3>Rust</h3>");
            code(&mut list, &change.code);
            list.raw("</div>");
        }
        list.raw("</div></section>\n");
    }
    let values = context! { list => list, verdicts => forms::line(report) };
    Templates::new()?.file("changes.html", "changes.html".to_owned(), "", "Docwright", values)
}

/// The page of an endpoint of the new side.
fn page_of(site: &Site<'_>, fact: &str) -> Option<String> {
    let services = site.run.api.services.iter().enumerate();
    let mut ends = services.flat_map(|(at, service)| {
        service.endpoints.iter().enumerate().map(move |(endpoint, it)| ((at, endpoint), service, it))
    });
    let found = ends.find(|(_, service, it)| {
        fact.strip_prefix(service.name.as_str()).and_then(|rest| rest.strip_prefix('.'))
            == Some(it.id.as_str())
    });
    found.map(|(at, ..)| site.endpoint(at))
}

fn one(list: &mut Html, entry: &Entry, pages: &forms::Pages) {
    let severity = findings::name(forms::severity(entry));
    list.raw("<article class=\"f ").raw(severity).raw("\"><p><b class=sev>").word(severity).raw("</b> ");
    list.text(entry.code).raw(" ").text(&entry.message).raw("</p><p>Rust: ");
    list.text(&entry.rust.level.to_string()).raw("; ").word("wire").raw(": ");
    list.text(&entry.wire.to_string()).raw("</p><pre class=code translate=no><code>");
    list.text(&forms::one(entry, pages)).raw("</code></pre></article>");
}

/// A unified diff; added and removed lines are marked for the eye, and by their first character.
fn code(list: &mut Html, diff: &str) {
    list.raw("<pre class=code translate=no><code>");
    for line in diff.lines() {
        match line.as_bytes().first() {
            Some(b'+') => list.raw("<ins>").text(line).raw("</ins>\n"),
            Some(b'-') => list.raw("<del>").text(line).raw("</del>\n"),
            _ => list.text(line).raw("\n"),
        };
    }
    list.raw("</code></pre>");
}

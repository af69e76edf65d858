//! The first page, the lists of services, pages and findings.

use super::html::Html;
use super::links::Links;
use super::site::Site;
use super::templates::{self, Templates};
use super::{Error, account, errors, findings, treemap};
use crate::account::Ledger;
use crate::diagnostic::{Code, Severity};
use crate::emit::File;
use crate::model::Service;
use minijinja::{Value, context};
use std::collections::BTreeMap;

/// All of them.
pub(super) fn files(site: &Site<'_>, templates: &Templates) -> Result<Vec<File>, Error> {
    let mut files = vec![index(site, templates)?, pages(site, templates)?, list(site, templates)?];
    for (at, of_service) in site.run.api.services.iter().enumerate() {
        files.push(service(site, templates, at, of_service)?);
    }
    Ok(files)
}

fn index(site: &Site<'_>, templates: &Templates) -> Result<File, Error> {
    let counts = site.run.counts();
    let services: Vec<Value> = site
        .run
        .api
        .services
        .iter()
        .zip(&site.services)
        .map(|(service, page)| {
            let found: usize = service.endpoints.iter().map(|endpoint| site.worst(endpoint).0).sum();
            context! {
                name => templates::text(&service.name), page, endpoints => service.endpoints.len(), found,
                dialect => templates::text(&service.dialect),
            }
        })
        .collect();
    let mut placeless = Html::default();
    for (found, severity) in site.placeless() {
        placeless.raw("<div role=note class=\"f ").raw(findings::name(*severity)).raw("\"><p><b class=sev>");
        placeless
            .word(findings::name(*severity))
            .raw("</b> ")
            .text(found.code.id)
            .raw(" ")
            .text(&found.message);
        placeless.raw("</p></div>");
    }
    let values = context! {
        pages => counts.pages, endpoints => counts.endpoints, found => site.found.len(),
        of_severity => severities(site), services, placeless,
        account => account::table(&counts.ledger), map => treemap::map(site),
    };
    templates.file("index.html", "index.html".to_owned(), "", "Docwright", values)
}

/// Number of findings of each severity, the worst first.
fn severities(site: &Site<'_>) -> Vec<Value> {
    let count = |severity| site.found.iter().filter(|(_, it)| *it == severity).count();
    let all = [Severity::Error, Severity::Warning, Severity::Note].into_iter();
    all.map(|severity| context! { name => findings::name(severity), count => count(severity) }).collect()
}

/// The calls of a service.
fn service(site: &Site<'_>, templates: &Templates, at: usize, service: &Service) -> Result<File, Error> {
    let mut rows = Html::default();
    for (number, endpoint) in service.endpoints.iter().enumerate() {
        let (count, worst) = site.worst(endpoint);
        rows.raw("<tr class=x><td><b class=me>")
            .text(endpoint.method.as_str())
            .raw("</b></td><th scope=row><a href=\"../");
        rows.value(&site.endpoint((at, number))).raw("\">").text(&endpoint.id).raw("</a></th><td>");
        rows.code(&endpoint.path).raw("</td><td>");
        for (number, title) in endpoint.title.iter().take(4).enumerate() {
            rows.raw(if number > 0 { " · " } else { "" }).text(&title.text);
        }
        rows.raw("</td><td class=num>");
        if let Some(worst) = worst {
            rows.raw("<span class=\"mk ").raw(findings::name(worst)).raw("\">").number(count).raw("</span>");
        }
        rows.raw("</td></tr>");
    }
    let links = Links::new(site, "../", None);
    let mut codes = Html::default();
    errors::codes(&links, &service.error_codes).iter().for_each(|code| _ = codes.html(code));
    let values = context! {
        codes, name => templates::text(&service.name), dialect => templates::text(&service.dialect),
        runtime => service.client.runtime.as_str(), signed => service.client.signed, count => service.endpoints.len(), rows,
    };
    let path = format!("s/{}.html", site.services[at]);
    templates.file("service.html", path, "../", &service.name, values)
}

/// Every page with its account as a bar.
fn pages(site: &Site<'_>, templates: &Templates) -> Result<File, Error> {
    let mut rows = Html::default();
    for (id, ledger) in site.run.ledgers.iter().enumerate() {
        let sum = account::sum(ledger);
        rows.raw("<tr class=x><th scope=row><a href=\"p/")
            .value(&site.sources[id])
            .raw(".html\">")
            .text(&site.paths[id]);
        rows.raw("</a></th><td>").html(&account::bar(&sum)).raw("</td>");
        for count in [sum.modelled, sum.diagnosed, sum.set_aside(), site.of_file[id].len()] {
            rows.raw("<td class=num>").number(count).raw("</td>");
        }
        rows.raw("</tr>");
    }
    let mut all = Ledger::default();
    site.run.ledgers.iter().for_each(|ledger| all += *ledger);
    let values = context! { rows, count => site.run.files.len(), account => account::table(&all) };
    templates.file("pages.html", "pages.html".to_owned(), "", "Docwright", values)
}

/// The codes with their counts; the script lists the findings themselves.
fn list(site: &Site<'_>, templates: &Templates) -> Result<File, Error> {
    let mut codes: BTreeMap<&str, (&Code, Severity, usize)> = BTreeMap::new();
    for (found, severity) in &site.found {
        codes.entry(found.code.id).or_insert((found.code, *severity, 0)).2 += 1;
    }
    let codes: Vec<Value> = codes
        .values()
        .map(|(code, severity, count)| {
            context! {
                id => code.id, name => code.name, summary => code.summary, manual => code.manual,
                severity => findings::name(*severity), count,
            }
        })
        .collect();
    let values = context! { codes, count => site.found.len(), of_severity => severities(site) };
    templates.file("findings.html", "findings.html".to_owned(), "", "Docwright", values)
}

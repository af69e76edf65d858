//! Data for the script: names to search, and all findings. Scripts, because a page that is opened as a file may load scripts
//! of its folder and nothing else.

use super::findings;
use super::html::beginning;
use super::site::Site;
use crate::emit::{File, MARKER};
use crate::model::address;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Calls that are listed for the name of a field.
const CALLS: usize = 20;

/// Characters of a title or message that are kept.
const LONGEST: usize = 200;

fn file(path: &str, name: &str, value: &Value) -> File {
    // What JSON may hold and a script of old may not.
    let text = value.to_string().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    File {
        path: path.to_owned(),
        text: format!("/* {MARKER} */\nwindow.{name} = {text};\n"),
        ..File::default()
    }
}

fn short(text: &str) -> String {
    crate::source::visible(beginning(text.trim(), LONGEST).0).into_owned()
}

/// Services, calls with their titles in every language, and the names of fields with the calls that have them.
pub(super) fn names(site: &Site<'_>) -> File {
    let services = &site.run.api.services;
    let mut calls = Vec::new();
    let mut fields: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (at, service) in services.iter().enumerate() {
        for (number, endpoint) in service.endpoints.iter().enumerate() {
            // Where pages have no titles, the first sentences say what a call does.
            let said = endpoint.title.iter().chain(endpoint.description.iter().take(2));
            let titles: BTreeSet<String> = said.map(|title| short(&title.text)).collect();
            let call = calls.len();
            let page = &site.endpoints[at][number];
            calls.push(json!([
                at,
                short(&endpoint.id),
                endpoint.method.as_str(),
                short(&endpoint.path),
                page,
                titles
            ]));
            address::each_field(service, endpoint, &mut |_, _, _, field| {
                fields.entry(field.name.as_str()).or_default().insert(call);
            });
        }
    }
    let services: Vec<Value> = services
        .iter()
        .zip(&site.services)
        .map(|(service, page)| json!([short(&service.name), page]))
        .collect();
    let fields: Vec<Value> = fields
        .iter()
        .map(|(name, calls)| json!([short(name), calls.len(), calls.iter().take(CALLS).collect::<Vec<_>>()]))
        .collect();
    file("names.js", "docwrightNames", &json!({ "services": services, "calls": calls, "fields": fields }))
}

/// Every finding: code, severity, file, line, number in its file, message.
pub(super) fn findings(site: &Site<'_>) -> File {
    let mut codes: Vec<Value> = Vec::new();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for (found, _) in &site.found {
        numbers.entry(found.code.id).or_insert_with(|| {
            codes.push(json!([found.code.id, found.code.name, found.code.summary]));
            codes.len() - 1
        });
    }
    let list = site.found.iter().enumerate().map(|(at, (found, severity))| {
        let place = found.labels.first().map(|label| label.origin);
        json!([
            numbers[found.code.id],
            findings::name(*severity),
            place.map(|place| place.file),
            place.map_or(0, |place| place.line),
            site.number(at),
            short(&found.message),
            u8::from(found.fix.is_some()),
        ])
    });
    let list: Vec<Value> = list.collect();
    let files: Vec<Value> =
        site.paths.iter().zip(&site.sources).map(|(path, page)| json!([short(path), page])).collect();
    file("found.js", "docwrightFound", &json!({ "codes": codes, "files": files, "list": list }))
}

//! Witnesses that are turned off: what they say is taken out before anybody hears it.

use crate::config::Without;
use crate::dialect::Role;
use crate::page::{Endpoint, Item, Page, Section, Side};
use crate::source::SourceFile;

/// Sections that hold samples of a side, those of its parameters among them.
const REQUEST: &[Role] = &[Role::RequestExample, Role::Request];
const RESPONSE: &[Role] = &[Role::ResponseExample, Role::Response];

/// Whether a whole page is silent: its language is turned off.
pub(super) fn is_silent(file: &SourceFile, off: &[Without]) -> bool {
    let language = |language| off.contains(&language);
    match file.page_language() {
        "zh" => language(Without::Zh),
        "en" => language(Without::En),
        _ => false,
    }
}

/// Takes what the witnesses say out of a page.
pub(super) fn silence(page: &mut Page<'_>, off: &[Without]) {
    page.endpoints.iter_mut().for_each(|endpoint| off.iter().for_each(|off| one(endpoint, *off)));
}

fn one(endpoint: &mut Endpoint<'_>, off: Without) {
    let sections = &mut endpoint.sections;
    match off {
        Without::Table => sections.iter_mut().for_each(|section| {
            section.items.retain(|item| !matches!(item, Item::Table(_)));
        }),
        Without::Example => {
            drop_samples(sections, REQUEST, Side::Request);
            drop_samples(sections, RESPONSE, Side::Response);
        }
        Without::RequestExample => drop_samples(sections, REQUEST, Side::Request),
        Without::ResponseExample => drop_samples(sections, RESPONSE, Side::Response),
        Without::InlineRoute => {
            (endpoint.method, endpoint.path, endpoint.prose) = (None, None, (None, None));
            endpoint.alternates.clear();
        }
        // Route tables and overrides are no part of a page, and pages of a language go as a whole.
        Without::Routes | Without::Overrides | Without::Zh | Without::En => {}
    }
}

/// Drops the samples of a side, told by what they show, else by the section that they stand in.
fn drop_samples(sections: &mut [Section<'_>], roles: &[Role], side: Side) {
    for section in sections {
        let is_of_side = roles.contains(&section.role);
        section.items.retain(|item| match item {
            Item::Code { sample, .. } => sample.as_ref().map_or(!is_of_side, |sample| sample.side != side),
            _ => true,
        });
    }
}

//! Texts: title, description and the notes that open an object.

use super::context::Context;
use super::draft::{Draft, OpenNote};
use super::titles::{self, Titles};
use crate::dialect::Role;
use crate::model::Text;
use crate::page::{Endpoint, Item, Section, Side};
use crate::syntax::markdown::Line;

/// Title and description paragraphs.
pub fn read(page: &Endpoint<'_>, draft: &mut Draft<'_>, context: Context<'_>) {
    if let Some((title, span)) = &page.title {
        draft.endpoint.title.push(text(title, context.origin(*span), context));
    }
    let described = page.sections.iter().filter(|section| match section.role {
        Role::Description => true,
        Role::Other => section.nested,
        _ => false,
    });
    for section in described {
        for item in &section.items {
            let Item::Lines(lines) = item else { continue };
            let lines = lines.iter().filter(|line| !line.text.is_empty());
            draft
                .endpoint
                .description
                .extend(lines.map(|line| text(&line.text, context.origin(line.span), context)));
        }
    }
}

fn text(text: &str, origin: crate::model::Origin, context: Context<'_>) -> Text {
    Text { language: context.file.language_of(text).into(), text: text.into(), origin }
}

/// The notes beside tables that say that further attributes are accepted or returned.
pub fn open_notes(page: &Endpoint<'_>, context: Context<'_>) -> Vec<OpenNote> {
    let mut notes = Vec::new();
    for section in &page.sections {
        // Samples and headings carry notes of their own kind; only sections with arguments or results count.
        if section.side == Side::None || matches!(section.role, Role::RequestExample | Role::ResponseExample)
        {
            continue;
        }
        for item in &section.items {
            let Item::Lines(lines) = item else { continue };
            let lines = lines.iter().filter(|line| context.dialect.is_open_note(&line.text));
            notes.extend(lines.map(|line| note(line, section, context)));
        }
    }
    notes
}

fn note(line: &Line<'_>, section: &Section<'_>, context: Context<'_>) -> OpenNote {
    let titles =
        if section.nested { titles::parse(&section.heading, context.dialect) } else { Titles::default() };
    let (text, origin) = (line.text.to_string(), context.origin(line.span));
    OpenNote { text, origin, side: section.side, titles }
}

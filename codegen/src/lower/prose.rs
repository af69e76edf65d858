//! Texts: title, description and the notes that open an object.

use super::draft::{Draft, ObjectId};
use super::fields::Context;
use super::titles::{self, Titles};
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::Role;
use crate::model::{Open, Text};
use crate::page::{Endpoint, Item, Section, Side};
use crate::syntax::markdown::Line;
use smol_str::SmolStr;

/// Title and description paragraphs.
pub fn read(page: &Endpoint<'_>, draft: &mut Draft, context: Context<'_>) {
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

/// A note beside a table opens the object of the nearest table above it, or the one that it names.
pub fn open_notes(page: &Endpoint<'_>, draft: &mut Draft, context: Context<'_>) {
    for section in &page.sections {
        // Samples and headings carry notes of their own kind; only sections with arguments or results count.
        if section.side == Side::None || matches!(section.role, Role::RequestExample | Role::ResponseExample)
        {
            continue;
        }
        for item in &section.items {
            let Item::Lines(lines) = item else { continue };
            for line in lines.iter().filter(|line| context.dialect.is_open_note(&line.text)) {
                open(line, section, draft, context);
            }
        }
    }
}

fn open(line: &Line<'_>, section: &Section<'_>, draft: &mut Draft, context: Context<'_>) {
    let side = section.side;
    let Some(target) = target(line, section, draft, context) else { return };
    let origin = context.origin(line.span);
    let object = &mut draft.objects[target];
    object.open.get_or_insert(Open { reason: line.text.to_string(), origin });
    let name = object.titles.first().map_or_else(|| super::side_name(side).to_owned(), |path| path.join("."));
    draft.diagnostics.push(
        Diagnostic::new(&code::OPEN_NOTE, format!("`{name}` takes attributes that no table lists"))
            .label(origin, "the page says so here")
            .note("the object keeps attributes beyond its fields"),
    );
}

/// An object that the note names in so many words; else the one of the field that its heading names, which may have
/// none; else the last one that begins above the note.
fn target(line: &Line<'_>, section: &Section<'_>, draft: &Draft, context: Context<'_>) -> Option<ObjectId> {
    let side = section.side;
    let of_side =
        || draft.objects.iter().enumerate().filter(|(_, object)| object.side == side && object.linked);
    let words: Vec<&str> = line
        .text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.len() > 2)
        .collect();
    let named = of_side().find(|(_, object)| {
        object.titles.iter().filter_map(|path| path.last()).any(|title| words.contains(&title.as_str()))
    });
    let titles =
        if section.nested { titles::parse(&section.heading, context.dialect) } else { Titles::default() };
    let names: Vec<&str> = titles.iter().filter_map(|path| path.last()).map(SmolStr::as_str).collect();
    let mut fields = of_side().flat_map(|(_, object)| &object.fields);
    let headed = fields.find(|node| names.contains(&node.field.name.as_str()));
    let above = of_side().filter(|(_, object)| {
        (object.origin.start as usize) < line.span.start
            && !(object.fields.is_empty() && object.titles.is_empty())
    });
    let nearest = || above.max_by_key(|(_, object)| object.origin.start).map(|(id, _)| id);
    named.map(|(id, _)| id).or_else(|| headed.map_or_else(nearest, |node| node.child))
}

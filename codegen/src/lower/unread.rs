//! Unread: sections of parameters of whose text nothing was read, though it may list some.

use super::context::Context;
use super::draft::Sample;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::{Dialect, Role};
use crate::page::{Endpoint, Item, Section, Side, lists};
use crate::syntax::markdown::{Line, Span, offset_in};

/// A finding for each section without a table or a sample, a line of which looks like a parameter.
pub(super) fn report(page: &Endpoint<'_>, samples: &[Sample<'_>], context: Context<'_>) -> Vec<Diagnostic> {
    let is_read = |section: &Section<'_>| {
        section.items.iter().any(|item| match item {
            Item::Table(_) => true,
            Item::Code { body, .. } => {
                samples.iter().any(|sample| body.start <= sample.base && sample.base < body.end)
            }
            Item::Lines(_) => false,
        })
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(section) = page.sections.get(at) {
        let below = page.sections[at + 1..].iter().take_while(|next| next.nested).count();
        let own = &page.sections[at..=at + below];
        at += 1 + below;
        if lists_parameters(section) && !own.iter().any(is_read) {
            let place = own.iter().find_map(|section| first(section, context));
            found.extend(place.map(|place| finding(section, place, context)));
        }
    }
    let blocks = [Side::Request, Side::Response].into_iter().filter_map(|side| {
        let mut own = page.sections.iter().filter(|section| section.side == side);
        if own.clone().any(is_read) { None } else { own.find_map(|section| block(section, context)) }
    });
    found.extend(blocks);
    let is_open =
        |section: &&Section<'_>| section.describes_call() || matches!(section.role, Role::Url | Role::Method);
    let open = page.sections.iter().filter(is_open);
    found.extend(open.filter_map(|section| Some(finding(section, typed(section, context)?, context))));
    found
}

/// The first line that a list of parameters would hold, in a section of neither side.
fn typed(section: &Section<'_>, context: Context<'_>) -> Option<Span> {
    section.items.iter().find_map(|item| match item {
        Item::Lines(lines) => {
            let is_row = |line: &&Line<'_>| {
                let one = std::slice::from_ref(*line);
                let raw = context.text(line.span).trim_start();
                let is_marked = raw.starts_with(['`', '*', '_', '<', ':']);
                let is_alone = is_marked && lists::table(&context.file.text, one, context.dialect).is_some();
                is_alone || lists::in_sentence(&context.file.text, line, context.dialect)
            };
            lines.iter().find(is_row).map(|line| line.span)
        }
        _ => None,
    })
}

fn lists_parameters(section: &Section<'_>) -> bool {
    let is_sample = matches!(section.role, Role::RequestExample | Role::Auth);
    section.side == Side::Request && !section.nested && !is_sample
}

/// The first line that looks like a parameter.
fn first(section: &Section<'_>, context: Context<'_>) -> Option<Span> {
    section.items.iter().find_map(|item| match item {
        Item::Lines(lines) => {
            lines.iter().map(|line| line.span).find(|span| is_parameter(context.text(*span), context.dialect))
        }
        Item::Code { body, .. } => {
            let code = context.text(*body);
            let line = code.lines().find(|line| !line.trim().is_empty())?;
            let start = body.start + offset_in(code, line);
            is_parameter(line.trim(), context.dialect).then_some(Span::new(start, start + line.len()))
        }
        Item::Table(_) => None,
    })
}

/// Words that open a sentence, a note or the line of a header are no names.
fn is_parameter(raw: &str, dialect: &Dialect) -> bool {
    lists::named(raw.trim()).is_some_and(|name| {
        let is_header = dialect.envelope.headers.iter().any(|own| own.eq_ignore_ascii_case(name));
        !is_header && !dialect.is_nothing(name) && dialect.sections.get(name).is_none()
    })
}

/// A block of code that shows what is sent or returned in a format that is not read: YAML, types of a language.
fn block(section: &Section<'_>, context: Context<'_>) -> Option<Diagnostic> {
    let notes = &context.dialect.notes;
    // Samples of requests may be programs.
    let is_program = matches!(section.role, Role::RequestExample | Role::Example);
    let declares = |line: &str| {
        let begins =
            |word: &String| line.strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with(' '));
        line.trim_end().ends_with('{') && notes.declarations.iter().any(begins)
    };
    let place = section.items.iter().find_map(|item| {
        let Item::Code { info, body, .. } = item else { return None };
        let code = context.text(*body);
        let is_format = notes.unread_formats.iter().any(|word| word.eq_ignore_ascii_case(info));
        let line = code.lines().find(|line| !line.trim().is_empty())?;
        let start = body.start + offset_in(code, line);
        (is_format || !is_program && code.lines().any(declares)).then(|| Span::new(start, start + line.len()))
    })?;
    let message = format!("the block under `{}` was not read", section.heading.trim());
    let found = Diagnostic::new(&code::TEXT_UNREAD, message);
    let found = found.label(context.origin(place), "neither JSON nor a table");
    Some(found.help("show the body as a sample in JSON, or list its fields in a table"))
}

fn finding(section: &Section<'_>, place: Span, context: Context<'_>) -> Diagnostic {
    let message = match section.heading.trim() {
        "" => "text that may list parameters was not read".to_owned(),
        title => format!("the text under `{title}` may list parameters and was not read"),
    };
    Diagnostic::new(&code::TEXT_UNREAD, message).label(context.origin(place), "looks like a parameter").help(
        "put parameters into a table, or into a list with their types: ``- `name` (string, required): text``",
    )
}

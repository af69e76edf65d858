//! Unread: sections of parameters and of results of whose text nothing was read, though it may list some.

use super::context::Context;
use super::draft::{Draft, Sample};
use super::prose;
use crate::diagnostic::{Diagnostic, code};
use crate::dialect::{Dialect, Role};
use crate::page::{Endpoint, Item, Section, Side, lists};
use crate::syntax::http;
use crate::syntax::markdown::{Line, Span, offset_in};

/// A finding for each section of parameters without a table or a sample, a line of which looks like a parameter, and for
/// the first words on the result where none of these shows it.
pub(super) fn report(page: &Endpoint<'_>, draft: &Draft<'_>, context: Context<'_>) -> Vec<Diagnostic> {
    let is_read = |section: &Section<'_>| section.items.iter().any(|item| is_read(item, &draft.samples));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(section) = page.sections.get(at) {
        let below = page.sections[at + 1..].iter().take_while(|next| next.nested).count();
        let own = &page.sections[at..=at + below];
        at += 1 + below;
        if lists_parameters(section) && !own.iter().any(is_read) {
            let place = own.iter().find_map(|section| first(section, context));
            found.extend(place.map(|place| finding(section, place, PARAMETERS, context)));
        }
    }
    let blocks = [Side::Request, Side::Response].into_iter().filter_map(|side| {
        let mut own = page.sections.iter().filter(|section| section.side == side);
        let is_told = side == Side::Request && !found.is_empty();
        if is_told || own.clone().any(is_read) {
            None
        } else {
            own.find_map(|section| block(section, false, context))
        }
    });
    let blocks: Vec<Diagnostic> = blocks.collect();
    found.extend(blocks);
    let is_open =
        |section: &&Section<'_>| section.describes_call() || matches!(section.role, Role::Url | Role::Method);
    let open = page.sections.iter().filter(is_open);
    // `yaml openapi.yaml post /boats`: the block may be all that the page says of its call.
    let is_silent = draft.answer.is_none() && draft.bodies.is_empty() && !page.sections.iter().any(is_read);
    if is_silent && found.is_empty() {
        found.extend(open.clone().find_map(|section| block(section, true, context)));
    }
    found.extend(open.filter_map(|section| {
        let place = typed(section, context)?;
        Some(finding(section, place, PARAMETERS, context))
    }));
    let mut bodies = page.sections.iter().filter(|section| section.role == Role::BodyParams);
    if draft.bodies.is_empty() && !bodies.any(is_read) {
        found.extend(page.sections.iter().find_map(|section| file(section, context)));
    }
    let mut of_result = page.sections.iter().filter(|section| section.side == Side::Response);
    let is_shown = |section: &Section<'_>| is_read(section) || block(section, false, context).is_some();
    let is_said = draft.answer.is_some() || draft.bodies.iter().any(|body| body.side == Side::Response);
    if !is_said && !of_result.clone().any(is_shown) {
        found.extend(of_result.find_map(|section| {
            let place = told(section, context)?;
            Some(finding(section, place, RESULTS, context))
        }));
    }
    found
}

/// Whether a table or a sample was read of it.
fn is_read(item: &Item<'_>, samples: &[Sample<'_>]) -> bool {
    match item {
        Item::Table(_) => true,
        Item::Code { body, .. } => {
            samples.iter().any(|sample| body.start <= sample.base && sample.base < body.end)
        }
        Item::Lines(_) => false,
    }
}

/// A line that says that the body is a file, or no JSON: `The raw bytes of the picture.`
fn file(section: &Section<'_>, context: Context<'_>) -> Option<Diagnostic> {
    let is_body = section.role == Role::BodyParams && !section.nested;
    let lines = section.items.iter().filter(|_| is_body).filter_map(|item| match item {
        Item::Lines(lines) => Some(lines),
        _ => None,
    });
    let line = lines.flatten().find(|line| prose::is_file(&line.text, context.dialect))?;
    let message = format!("the body that `{}` tells of is not in the model", section.heading.trim());
    let found = Diagnostic::new(&code::TEXT_UNREAD, message).label(context.origin(line.span), "no JSON");
    Some(found.help("list what is sent in a table; the type of a file is `binary`"))
}

/// The first line that names a type or a field of the result.
fn told(section: &Section<'_>, context: Context<'_>) -> Option<Span> {
    section.items.iter().find_map(|item| {
        let Item::Lines(lines) = item else { return None };
        let is_told = |line: &&Line<'_>| is_told(context.text(line.span), context.dialect);
        lines.iter().find(is_told).map(|line| line.span)
    })
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
            let is_listed = |span: &Span| {
                is_row(context.text(*span)) || is_parameter(context.text(*span), context.dialect)
            };
            lines.iter().map(|line| line.span).find(is_listed)
        }
        Item::Code { body, .. } => first_line(*body, context)
            .filter(|line| is_parameter(context.text(*line).trim(), context.dialect)),
        Item::Table(_) => None,
    })
}

/// The first line of a block that is not blank.
fn first_line(body: Span, context: Context<'_>) -> Option<Span> {
    let code = context.text(body);
    let line = code.lines().find(|line| !line.trim().is_empty())?;
    let start = body.start + offset_in(code, line);
    Some(Span::new(start, start + line.len()))
}

/// A line of a table in a form that is not read: a border of a grid, a rule of reStructuredText, cells between tabs, a
/// component.
fn is_row(raw: &str) -> bool {
    let raw = raw.trim();
    let is_grid = raw.starts_with("+-") && raw.ends_with('+');
    let is_rule = raw.starts_with("==") && raw.contains("= ") && raw.chars().all(|c| matches!(c, '=' | ' '));
    is_grid || is_rule || raw.matches('\t').count() > 1 || raw.starts_with("<Table")
}

/// Words that open a sentence, a note or the line of a header are no names.
fn is_parameter(raw: &str, dialect: &Dialect) -> bool {
    // `name: string` and `name?: string` in code begin with a name as well.
    let raw = raw.trim();
    let typed = raw.strip_prefix('`').and_then(|code| code.split(['`', ':', '?']).next());
    lists::named(raw).or(typed.filter(|name| is_name(name))).is_some_and(|name| {
        let is_header = dialect.envelope.headers.iter().any(|own| own.eq_ignore_ascii_case(name));
        !is_header && !dialect.is_nothing(name) && dialect.sections.get(name).is_none()
    })
}

fn is_name(text: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || "_-.$".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(is_of_name)
}

/// What a section lists, in messages: all of it, and one.
type Listed = [&'static str; 2];

const PARAMETERS: Listed = ["parameters", "a parameter"];
const RESULTS: Listed = ["results", "a result"];

/// A block of code that shows what is sent or returned in a format that is not read: YAML, types of a language, columns of
/// text. Whatever became of JSON and of requests is told by the account. Where `is_open`, in a section of neither side, its
/// format has to be known for that.
fn block(section: &Section<'_>, is_open: bool, context: Context<'_>) -> Option<Diagnostic> {
    let notes = &context.dialect.notes;
    // Samples of requests may be programs.
    let is_program = matches!(section.role, Role::RequestExample | Role::Example);
    let is_sample = is_program || matches!(section.role, Role::ResponseExample | Role::Auth);
    let declares = |line: &str| {
        let begins =
            |word: &String| line.strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with(' '));
        line.trim_end().ends_with('{') && notes.declarations.iter().any(begins)
    };
    let place = section.items.iter().find_map(|item| {
        let Item::Code { info, body, .. } = item else { return None };
        let format = info.split([' ', '{', ':']).next().unwrap_or(info);
        let is_format = notes.unread_formats.iter().any(|word| word.eq_ignore_ascii_case(format));
        let is_declared = || !is_program && context.text(*body).lines().any(declares);
        let place = first_line(*body, context)?;
        let is_plain = || !is_open && !is_sample && !is_known(context.text(place).trim());
        (is_format || is_declared() || is_plain()).then_some(place)
    })?;
    let message = format!("the block under `{}` was not read", section.heading.trim());
    let found = Diagnostic::new(&code::TEXT_UNREAD, message);
    let found = found.label(context.origin(place), "neither JSON nor a table");
    Some(found.help("show the body as a sample in JSON, or list its fields in a table"))
}

/// Whether a line begins JSON, an address, or a request.
fn is_known(line: &str) -> bool {
    line.starts_with(['{', '[', '/']) || line.contains("://") || http::read_at(line, 0).is_some()
}

/// Whether a line speaks of a result: it names a type or a field.
fn is_told(raw: &str, dialect: &Dialect) -> bool {
    let plain = raw.trim().trim_matches(|c: char| "`*_.。 ".contains(c));
    let mut words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 2);
    !dialect.is_nothing(plain)
        && (is_parameter(raw, dialect) || words.any(|word| dialect.types.get(word).is_some()))
}

fn finding(section: &Section<'_>, place: Span, [all, one]: Listed, context: Context<'_>) -> Diagnostic {
    let message = match section.heading.trim() {
        "" => format!("text that may list {all} was not read"),
        title => format!("the text under `{title}` may list {all} and was not read"),
    };
    let found = Diagnostic::new(&code::TEXT_UNREAD, message);
    found.label(context.origin(place), format!("looks like {one}")).help(format!(
        "put {all} into a table, or into a list with their types: ``- `name` (string, required): text``",
    ))
}

//! Placement: tables of an answer that stand among the parameters of the request.
//!
//! 1. a title that fits any table (`参数说明`) behind the samples of an answer is that of the answer
//! 2. a table under `Failure` describes an answer that is none of the call's
//! 3. where a line above a table speaks of the answer, the answer begins there, unless the call has a table of it elsewhere

use super::titles::{LISTED, unnumbered};
use super::{Item, Section, Side, Table, TableKind, directions, route_forms, sections};
use crate::dialect::words::simplified;
use crate::dialect::{Dialect, Role};
use crate::syntax::markdown::Line;
use std::borrow::Cow;

/// Gives the tables of an answer to the answer.
pub fn place<'a>(text: &str, sections: Vec<Section<'a>>, dialect: &Dialect) -> Vec<Section<'a>> {
    let has_answer =
        sections.iter().any(|section| section.role == Role::Response && has_fields(&section.items));
    let mut out: Vec<Section<'a>> = Vec::with_capacity(sections.len() + 1);
    // What the sections below one that was moved belong to.
    let mut moved: Option<Role> = None;
    for mut section in sections {
        if !section.nested {
            moved = follows_answer(text, &out, &section, dialect).then_some(Role::Response);
        }
        let failed = of_failure(&mut section, dialect);
        if let Some(role) = moved {
            (section.role, section.side) = (role, sections::side(role));
        }
        let returned = returned(&mut section, dialect);
        while let Some((at, role)) = begins(text, &section, has_answer, dialect) {
            let below = section.items.split_off(at);
            moved = Some(role);
            out.push(std::mem::replace(&mut section, opened(below, role)));
        }
        out.push(section);
        out.extend(returned);
        out.extend(failed);
    }
    out
}

/// The tables under a title of samples that speaks of failure, which are no part of the answer: a section of their own.
fn of_failure<'a>(section: &mut Section<'a>, dialect: &Dialect) -> Option<Section<'a>> {
    let is_told_above = section.role == Role::Response
        && section.level == sections::LABEL
        && dialect.phrases.failed.are_in(&section.heading);
    let is_of_failure =
        is_told_above || section.role == Role::ResponseExample && dialect.is_failure(&section.heading);
    if !is_of_failure && !matches!(section.role, Role::Response | Role::ResponseExample)
        || !has_fields(&section.items)
    {
        return None;
    }
    // `On failure:` above one of the tables of an answer.
    let is_told = |table: &Table<'a>| {
        let caption = table.caption.as_ref().filter(|line| line.text.chars().count() <= LISTED);
        caption.is_some_and(|line| dialect.phrases.failed.are_in(&line.text))
    };
    // `If it fails:` above a sample of a failed call, and above the table behind that.
    let mut is_below = false;
    let is_table = |item: &Item<'a>| {
        if let Item::Lines(lines) = item {
            is_below = lines.last().is_some_and(|line| announces_failure(line, dialect));
        }
        fields(item).is_some_and(|table| is_below || is_of_failure || is_told(table))
    };
    let (tables, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut section.items).into_iter().partition(is_table);
    section.items = rest;
    if tables.is_empty() {
        return None;
    }
    let (role, heading) = (Role::Errors, section.heading.clone());
    Some(Section {
        role,
        heading,
        span: section.span,
        items: tables,
        level: section.level,
        ..sections::first()
    })
}

/// Whether a line says that a failed call returns what follows: by words, or by no status but those of failures.
pub fn announces_failure(line: &Line<'_>, dialect: &Dialect) -> bool {
    let text = line.text.trim_end();
    if !text.ends_with([':', '：']) || text.len() > 2 * LISTED {
        return false;
    }
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let mut statuses = words.filter(|word| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit()));
    let is_failed = |status: &str| status.starts_with(['4', '5']);
    let has_statuses = statuses.clone().next().is_some();
    has_statuses && statuses.all(is_failed) || dialect.phrases.failed.are_in(text)
}

/// What comes back of tables that list both: a section of the answer.
fn returned<'a>(section: &mut Section<'a>, dialect: &Dialect) -> Option<Section<'a>> {
    let is_of_request = section.side == Side::Request && section.role == Role::Request;
    let tables = section.items.iter_mut().filter(|_| is_of_request).filter_map(|item| match item {
        Item::Table(table) => directions::split(table, dialect),
        _ => None,
    });
    let items: Vec<Item<'a>> = tables.map(Item::Table).collect();
    (!items.is_empty()).then(|| opened(items, Role::Response))
}

/// The section that a line above a table opens.
fn opened<'a>(items: Vec<Item<'a>>, role: Role) -> Section<'a> {
    let caption = match items.first() {
        Some(Item::Table(table)) => table.caption.as_ref(),
        _ => None,
    };
    let (heading, span) =
        caption.map_or_else(Default::default, |line| (Cow::Owned(line.text.to_string()), line.span));
    let (side, level) = (sections::side(role), sections::LABEL);
    Section { role, side, heading, span, level, items, ..sections::first() }
}

/// The table of a section of parameters that a line above it gives to the answer, and what the line says.
fn begins(text: &str, section: &Section<'_>, has_answer: bool, dialect: &Dialect) -> Option<(usize, Role)> {
    let is_of_request =
        section.side == Side::Request && !matches!(section.role, Role::Auth | Role::RequestExample);
    if !is_of_request || has_answer {
        return None;
    }
    section.items.iter().enumerate().find_map(|(at, item)| {
        let Item::Table(table) = item else { return None };
        let caption = table.caption.as_ref().filter(|_| table.kind == TableKind::Fields)?;
        let role = told(caption, dialect)?;
        let shown = section.items.iter().filter_map(code).any(|body| shows(body.of(text), table));
        (!shown).then_some((at, role))
    })
}

/// What a line above a table says of it, where it speaks of what comes back.
fn told(line: &Line<'_>, dialect: &Dialect) -> Option<Role> {
    if line.text.chars().count() > LISTED || !has_word(&line.text, &dialect.nesting.answers) {
        return None;
    }
    // `GET /v1/responses` is what the call is made with.
    if route_forms::alone(line).is_some() {
        return None;
    }
    let line = line.text.as_ref();
    let role = if dialect.is_failure(line) { Role::Errors } else { Role::Response };
    (!has_word(line, &dialect.nesting.requests)).then_some(role)
}

/// Whether one of the words is in a line: a whole one in Latin letters, else anywhere.
pub fn has_word(line: &str, words: &[String]) -> bool {
    let line = simplified(line);
    let mut latin = line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    latin.any(|have| words.iter().any(|word| word.eq_ignore_ascii_case(have)))
        || words.iter().any(|word| !word.is_ascii() && line.contains(word.as_str()))
}

/// Whether a section is titled as any table may be, and describes the answer that is shown above it.
fn follows_answer(text: &str, above: &[Section<'_>], section: &Section<'_>, dialect: &Dialect) -> bool {
    let fits_any = || dialect.fits_any_table(unnumbered(&section.heading));
    let fields = || section.items.iter().filter_map(fields);
    if section.role != Role::Request || fields().next().is_none() || !fits_any() {
        return false;
    }
    let Some(last) = above.iter().rposition(|above| !above.nested && above.role != Role::Note) else {
        return false;
    };
    if above[last].side != Side::Response || has_fields(&above[last].items) {
        return false;
    }
    let blocks = || above[last..].iter().flat_map(|section| &section.items).filter_map(code);
    let is_shown = blocks().any(|body| fields().all(|table| shows(body.of(text), table)));
    let is_sent = fields().any(|table| table.has_required);
    let has_request = above.iter().any(|above| above.side == Side::Request && has_fields(&above.items));
    if has_request { is_shown || !is_sent } else { is_shown && !is_sent }
}

/// Whether a block of code has more than half of the names of a table as members.
fn shows(code: &str, table: &Table<'_>) -> bool {
    let member = |name: &str| code.contains(&format!("\"{name}\""));
    let last = |name: &str| name.rsplit('.').next().unwrap_or(name).trim_end_matches("[]").to_owned();
    let shown = table.rows().filter(|row| member(&last(&row.name().text))).count();
    shown * 2 > table.rows.len()
}

fn code(item: &Item<'_>) -> Option<crate::syntax::markdown::Span> {
    match item {
        Item::Code { body, .. } => Some(*body),
        _ => None,
    }
}

fn fields<'s, 'a>(item: &'s Item<'a>) -> Option<&'s Table<'a>> {
    match item {
        Item::Table(table) if table.kind == TableKind::Fields => Some(table),
        _ => None,
    }
}

fn has_fields(items: &[Item<'_>]) -> bool {
    items.iter().any(|item| fields(item).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::endpoints;
    use super::*;
    use crate::dialect::built_in;
    use crate::syntax::markdown;

    /// Names of the first rows of the tables of each side.
    #[track_caller]
    fn check(body: &str, request: &[&str], response: &[&str]) {
        let text = format!("# A\n\nPOST /a\n\n{body}");
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let page = endpoints::read(&text, markdown::read(&text), "page", &dialect);
        let names = |side| {
            let sections = page.endpoints[0].sections.iter().filter(move |section| section.side == side);
            let tables = sections.flat_map(|section| &section.items).filter_map(fields);
            tables.map(|table| table.rows().next().unwrap().name().text.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(Side::Request), request, "{body}");
        assert_eq!(names(Side::Response), response, "{body}");
    }

    fn table(name: &str) -> String {
        format!("| Name | Type | Description |\n|---|---|---|\n| {name} | string | x |\n\n")
    }

    #[test]
    fn a_line_that_speaks_of_the_answer_begins_it() {
        for line in ["The server answers with:", "返回结果如下：", "成功時的結果", "*Server reply*"]
        {
            let body = format!("## Request\n\n{}{line}\n\n{}", table("a"), table("b"));
            check(&body, &["a"], &["b"]);
        }
        let body = |line: &str| format!("## Request\n\n{}{line}\n\n{}", table("a"), table("b"));
        check(&body("请求失败时返回以下参数："), &["a", "b"], &[]);
        check(&body("Errors that it returns:"), &["a"], &[]);
        check(&format!("{}## Response\n\n{}", body("What it returns:"), table("c")), &["a", "b"], &["c"]);
    }

    #[test]
    fn a_title_of_any_table_goes_on_with_the_answer_above_it() {
        let answer = "## 返回结果\n\n```json\n{\"b\": 1}\n```\n\n参数说明：\n\n";
        check(&format!("## 请求参数\n\n{}{answer}{}", table("a"), table("b")), &["a"], &["b"]);
        check(&format!("{answer}{}", table("b")), &[], &["b"]);
        check(&format!("{answer}{}", table("c")), &["c"], &[]);
    }
}

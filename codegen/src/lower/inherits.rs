//! Lines that take over what another call sends or returns: `All parameters of POST /trees plus:`.

use super::anchor::{CallName, Inherit};
use super::context::Context;
use super::links;
use crate::dialect::{Dialect, Patterns, Role};
use crate::page::{Endpoint, Item, Side, placement};
use crate::syntax::markdown::{Line, Span, inline, offset_in};
use smol_str::SmolStr;

/// Longest line that is searched, and longest name of a call.
const LINE: usize = 400;
const NAME: usize = 120;

/// What stands behind the name of a call on its line.
const BEHIND: &[&str] = &[
    " plus", " and ", " with ", " below", " except", " are ", " apply", " here", ",", ";", ":", "(", "，",
    "。", "；", "：", "（", "外", "以及",
];

/// The calls whose parameters or results are those of this one too.
pub fn read(page: &Endpoint<'_>, context: Context<'_>) -> Vec<Inherit> {
    let Dialect { inherits: of_side, works_like, .. } = context.dialect;
    let mut inherits = Vec::new();
    for (at, section) in page.sections.iter().enumerate() {
        inherits.extend(all_of(at, page, context));
        let is_told = section.describes_call();
        let (sides, phrases): (&[Side], _) = match section.side {
            Side::None if is_told => (&[Side::Request, Side::Response], works_like),
            Side::None => continue,
            Side::Request => (&[Side::Request], of_side),
            Side::Response => (&[Side::Response], of_side),
        };
        for line in section.lines() {
            let told = call(line, phrases, context).map(|told| (sides, told));
            // `Takes the same parameters as …` speaks of what is sent.
            let sent = || call(line, of_side, context).map(|told| (sent_or_returned(line, context), told));
            let Some((sides, (call, rest))) = told.or_else(|| if is_told { sent() } else { None }) else {
                continue;
            };
            let without = in_code(line, rest, context);
            let origin = context.origin(line.span);
            let one = |side: &Side| Inherit {
                side: *side,
                call: call.clone(),
                without: without.clone(),
                is_certain: !is_told,
                is_all: false,
                origin,
            };
            inherits.extend(sides.iter().map(one));
        }
    }
    inherits
}

/// The side that a line of a description speaks of: what is sent, unless it has a word for what comes back.
fn sent_or_returned(line: &Line<'_>, context: Context<'_>) -> &'static [Side] {
    match placement::has_word(&line.text, &context.dialect.nesting.answers) {
        true => &[],
        false => &[Side::Request],
    }
}

/// What a section takes over that says nothing else: `Same as above.`
fn all_of(at: usize, page: &Endpoint<'_>, context: Context<'_>) -> Option<Inherit> {
    let section = &page.sections[at];
    let is_sample = matches!(section.role, Role::RequestExample | Role::ResponseExample | Role::Auth);
    if section.nested || section.side == Side::None || is_sample {
        return None;
    }
    let below = page.sections[at + 1..].iter().take_while(|next| next.nested);
    let mut items = std::iter::once(section).chain(below).flat_map(|section| &section.items);
    let (Some(Item::Lines(lines)), None) = (items.next(), items.next()) else { return None };
    let [line] = lines.as_slice() else { return None };
    let name = same(&line.text, &context.dialect.same)?;
    let is_linked = context.text(line.span).contains("](");
    // The link of an answer may lead to a type as well, which is for others to read.
    let is_all = !is_linked || section.side != Side::Response;
    let link = links::of_text(linked(context.text(line.span), name), context).next();
    let call = CallName { text: name.into(), link };
    let origin = context.origin(line.span);
    Some(Inherit { side: section.side, call, without: Vec::new(), is_certain: false, is_all, origin })
}

/// The call that a line names which says no more than that something is as there.
pub(super) fn same<'l>(line: &'l str, phrases: &Patterns) -> Option<&'l str> {
    let is_mark = |c: char| c.is_whitespace() || "*_`.。;；()（）\"'“”「」《》[]".contains(c);
    let text = line.trim_matches(is_mark);
    if text.len() > NAME {
        return None;
    }
    let is = |part: &&str, expect: &str| part.eq_ignore_ascii_case(expect);
    phrases.iter().find_map(|(before, behind)| {
        let head = text.get(..before.len()).filter(|head| is(head, before))?;
        let rest = &text[head.len()..];
        let end = rest.len().checked_sub(behind.len())?;
        rest.get(end..).filter(|tail| is(tail, behind))?;
        let name = rest[..end].trim_matches(is_mark);
        (!name.is_empty()).then_some(name)
    })
}

/// Whether a line says no more than that something is as a link has it.
pub fn is_same(line: &str, dialect: &Dialect) -> bool {
    line.len() <= LINE && same(&inline::plain(line), &dialect.same).is_some()
}

/// The calls that lines of a text name outside of its tables, and those of lines that say no more than that something is as
/// there.
pub fn asked(context: Context<'_>) -> (Vec<CallName>, Vec<CallName>) {
    let Dialect { inherits, works_like, same, of_calls, .. } = context.dialect;
    let (mut calls, mut told, mut is_below) = (Vec::new(), Vec::new(), false);
    for line in context.file.text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        // No row says so.
        let is_row = line.starts_with('|');
        let is_title = !is_row && (line.starts_with(['#', '*', '<']) || line.ends_with([':', '：']));
        let is_below = std::mem::replace(&mut is_below, is_title);
        if is_row || !of_calls.may_be_in(line) {
            continue;
        }
        calls.extend([inherits, works_like].into_iter().filter_map(|phrases| named(line, phrases, context)));
        let behind = || line.split_once([':', '：']).map_or("", |(_, rest)| rest);
        told.extend(told_same(if is_below && !is_title { line } else { behind() }, same));
    }
    (calls, told)
}

/// The call that a line of a text names.
fn named(line: &str, phrases: &Patterns, context: Context<'_>) -> Option<CallName> {
    if !phrases.may_be_in(line) {
        return None;
    }
    let raw = line.trim();
    let start = offset_in(&context.file.text, raw);
    let line = Line { text: inline::plain(raw), span: Span::new(start, start + raw.len()) };
    call(&line, phrases, context).map(|(call, _)| call)
}

/// The call of a text below a title or behind a label that says no more than that something is as there.
fn told_same(told: &str, phrases: &Patterns) -> Option<CallName> {
    let may_be_one = !told.is_empty() && told.len() <= LINE && phrases.may_be_in(told);
    let plain = may_be_one.then(|| inline::plain(told))?;
    Some(CallName { text: same(&plain, phrases)?.into(), link: None })
}

/// The words in code behind the name of a call: `but `wait` is always true`.
fn in_code(line: &Line<'_>, rest: &str, context: Context<'_>) -> Vec<SmolStr> {
    let code = context.text(line.span).split('`').skip(1).step_by(2);
    code.filter(|word| !word.is_empty() && rest.contains(word)).map(SmolStr::from).collect()
}

/// The call that a line names, and the text behind its name.
fn call<'l>(line: &'l Line<'_>, phrases: &Patterns, context: Context<'_>) -> Option<(CallName, &'l str)> {
    if line.text.len() > LINE {
        return None;
    }
    let name = name(&line.text, phrases)?;
    let rest = &line.text[offset_in(&line.text, name) + name.len()..];
    // Other words of the line may lead elsewhere.
    let link = links::of_text(linked(context.text(line.span), name), context).next();
    Some((CallName { text: name.into(), link }, rest))
}

/// A text from the link of these words on, where they are one.
fn linked<'t>(text: &'t str, words: &str) -> &'t str {
    let opens = |at: &usize| text[..*at].ends_with('[');
    let at = text.match_indices(words).map(|(at, _)| at).find(opens);
    at.map_or(text, |at| &text[at - 1..])
}

/// What stands for the `{}` of a phrase in a line.
fn name<'l>(line: &'l str, phrases: &Patterns) -> Option<&'l str> {
    let mut likely = phrases.likely_in(line).peekable();
    likely.peek()?;
    let folded = line.to_ascii_lowercase();
    likely.find_map(|(before, behind)| {
        let before = before.trim_end();
        let start = folded.find(before)? + before.len();
        let rest = &folded[start..];
        let end = match behind.is_empty() {
            false => rest.find(behind)?,
            true => BEHIND.iter().filter_map(|word| rest.find(word)).min().unwrap_or(rest.len()),
        };
        // Without words in front of it, the name begins where the words before it end.
        let from = if before.is_empty() { begin(&line[..end]) } else { start };
        let name =
            line[from..start + end].trim_matches(|c: char| c.is_whitespace() || "`\"*“”「」《》".contains(c));
        let name = name.trim_end_matches('.');
        (!name.is_empty() && name.len() <= NAME).then_some(name)
    })
}

/// Where the last word of ASCII in a text begins, together with the method in front of it, or what it ends with in quotes.
fn begin(text: &str) -> usize {
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || c == '`');
    let quoted =
        [('「', '」'), ('《', '》'), ('“', '”')].into_iter().find(|(_, close)| bare.ends_with(*close));
    if let Some(at) = quoted.and_then(|(open, _)| bare.rfind(open)) {
        return at;
    }
    let last = bare
        .rfind(|c: char| c.is_whitespace() || !c.is_ascii())
        .map_or(0, |at| at + bare[at..].chars().next().map_or(0, char::len_utf8));
    let before = bare[..last].trim_end();
    let word = before
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let is_method =
        !before[word..].is_empty() && before[word..].bytes().all(|byte| byte.is_ascii_uppercase());
    if is_method { word } else { last }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;

    #[track_caller]
    fn check(line: &str, expect: Option<&str>) {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        assert_eq!(name(line, &dialect.inherits), expect, "{line}");
    }

    #[test]
    fn lines_that_say_the_same() {
        let dialect = built_in::builtin(built_in::GENERIC).unwrap();
        let check =
            |line: &str, expect: Option<&str>| assert_eq!(same(line, &dialect.same), expect, "{line}");
        check("Same as create.", Some("create"));
        check("The same as the call above", Some("the call above"));
        check("(identical to \"Plant tree\")", Some("Plant tree"));
        check("See `Plant tree`.", Some("Plant tree"));
        check("同上。", Some("上"));
        check("与创建接口相同", Some("创建接口"));
        check("参数同「种树」", Some("种树"));
        check("The tree.", None);
    }

    #[test]
    fn lines_name_calls() {
        check("All parameters of POST /trees plus:", Some("POST /trees"));
        check("Takes all the parameters of `Plant tree`, and:", Some("Plant tree"));
        check("Same response as GET /trees/{id}.", Some("GET /trees/{id}"));
        check("The parameters of Plant tree plus:", Some("Plant tree"));
        check("包含 POST /trees 的所有参数，另外：", Some("POST /trees"));
        check("包含 POST /trees的所有参数，另外：", Some("POST /trees"));
        check("请求参数与 GET /trees相同。", Some("GET /trees"));
        check("Everything that `POST /trees` takes, and:", Some("POST /trees"));
        check("The parameters of Plant tree apply here too.", Some("Plant tree"));
        check("All of the parameters of Plant tree are supported.", Some("Plant tree"));
        check("See `POST /trees` for the parameters. Extra:", Some("POST /trees"));
        check("继承「Plant tree」的所有请求参数，并新增：", Some("Plant tree"));
        check("These parameters say how a tree is planted.", None);
        let like = |line: &str| {
            let dialect = built_in::builtin(built_in::GENERIC).unwrap();
            name(line, &dialect.works_like).map(str::to_owned)
        };
        assert_eq!(
            like("Works the same as Plant tree, but `now` is always true."),
            Some("Plant tree".into())
        );
        assert_eq!(like("用法与 POST /trees 相同。"), Some("POST /trees".into()));
        assert_eq!(like("It works every day."), None);
    }
}

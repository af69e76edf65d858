//! Titles: what headings, labels and captions say of what stands below them.

use crate::dialect::words::in_two_scripts;
use crate::dialect::{Dialect, Role, TypeWord};
use crate::model::Location;
use crate::syntax::markdown::{Line, Span};
use std::borrow::Cow;

/// A label is a few words; a longer line is a sentence.
pub const MAX_LABEL: usize = 40;

/// Characters of a line above a table that may say what it lists.
pub const LISTED: usize = 80;

/// Characters of the reason phrase behind a status.
const MAX_PHRASE: usize = 32;

/// What a title says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// The section that it opens.
    pub role: Option<Role>,
    /// The HTTP status that it names.
    pub status: Option<u16>,
}

/// Reads a title whose attributes are taken off.
pub fn read(title: &str, dialect: &Dialect) -> Title {
    let status = status(title, dialect);
    let role = match status {
        Some(400..) => Some(Role::Errors),
        Some(_) => Some(Role::Response),
        None => {
            let title = unnumbered(title);
            let listed = || list_title(title, dialect).and_then(|body| dialect.sections.get(body));
            let known = dialect.sections.get(title).or_else(listed);
            let known = known.or_else(|| dialect.compounds.role(title)).or_else(|| qualified(title, dialect));
            let known =
                known.or_else(|| numbered_otherwise(title, dialect)).or_else(|| in_both(title, dialect));
            known.or_else(|| of_appendix(title, dialect)).or_else(|| of_other_statuses(title, dialect))
        }
    };
    Title { role, status }
}

/// The role of `Appendix`, which holds what calls refer to, and of `附录 B：错误码`, which has that of its words.
fn of_appendix(title: &str, dialect: &Dialect) -> Option<Role> {
    match appendix(title, dialect)? {
        "" => Some(Role::Types),
        rest => dialect.sections.get(rest).or_else(|| dialect.compounds.role(rest)),
    }
}

/// `Address` of `Appendix A: Address`, `附录 A：Address` and `附录 Address 结构`; empty where nothing follows.
pub fn appendix<'t>(title: &'t str, dialect: &Dialect) -> Option<&'t str> {
    let rest = dialect.nesting.appendices.iter().find_map(|word| {
        let head = title.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
        Some(&title[head.len()..])
    })?;
    let is_mark = |c: char| c.is_whitespace() || ".:：、-–—．)）".contains(c);
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) && title.is_ascii() {
        return None;
    }
    let rest = rest.trim_start_matches([' ', '\u{3000}']);
    let number = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"一二三四五六七八九十".contains(c));
    let (number, behind) = rest.split_at(number.unwrap_or(rest.len()));
    let is_number =
        number.chars().count() == 1 || !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    Some(if is_number { behind } else { rest }.trim_matches(is_mark))
}

/// The role of `Status Code default`: all answers that have no status of their own, which are those of failed calls.
fn of_other_statuses(title: &str, dialect: &Dialect) -> Option<Role> {
    let (before, last) = title.trim_end_matches(['*', '`', ' ', ':']).rsplit_once([' ', '*', '`'])?;
    let is_status =
        |text: &str| dialect.sections.get(text.trim_matches(['*', '`', ' '])) == Some(Role::Errors);
    (last == "default" && is_status(before)).then_some(Role::Errors)
}

/// The role of `Request Body (JSON)`, which is that of `Request Body`. The answer to a failed call is none.
fn qualified(title: &str, dialect: &Dialect) -> Option<Role> {
    if let Some(role) = located(title, dialect) {
        return Some(role);
    }
    // `Example Response: created` names no field.
    let sample = title.split_once([':', '：']).and_then(|(body, _)| dialect.sections.get(body));
    if let Some(role @ (Role::RequestExample | Role::ResponseExample)) = sample {
        return Some(role);
    }
    let (body, words) = split_qualifier(title, dialect)?;
    match dialect.sections.get(body)? {
        Role::Response if dialect.is_failure(words) => Some(Role::Errors),
        role => Some(role),
    }
}

/// The role of `Request Parameters 请求参数`, which both parts have.
fn in_both(title: &str, dialect: &Dialect) -> Option<Role> {
    let (one, other) = in_two_scripts(title)?;
    let role = |part: &str| dialect.sections.get(part).or_else(|| dialect.compounds.role(part));
    role(one).filter(|known| role(other) == Some(*known))
}

/// The role of `Request Parameters (query)`, whose brackets say where parameters travel.
fn located(title: &str, dialect: &Dialect) -> Option<Role> {
    let (body, place) = title.trim_end().strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    if dialect.sections.get(body)? != Role::Request {
        return None;
    }
    match (dialect.locations.get(place)?, dialect.sections.get(place)) {
        (Location::Path, _) => Some(Role::PathParams),
        (Location::Query, _) => Some(Role::QueryParams),
        (Location::Header, _) => Some(Role::HeaderParams),
        // Words such as `data` are names as well.
        (Location::Body | Location::WholeBody, role) => role.filter(|role| *role == Role::BodyParams),
    }
}

/// `表1 请求Header参数` and `Table 2: Query parameters` without the number of the table.
fn without_table_number<'t>(title: &'t str, dialect: &Dialect) -> &'t str {
    let numbered = |word: &String| {
        let rest = title.strip_prefix(word.as_str())?.trim_start();
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        let text = after.trim_start_matches([' ', '.', ':', '：', '、', '-']);
        (after.len() < rest.len() && !text.is_empty()).then_some(text)
    };
    dialect.nesting.numbered.iter().find_map(numbered).unwrap_or(title)
}

/// `Request Body` and `JSON` of `Request Body (JSON)`, `Request Body - JSON` and `Request Body: JSON`. What stands in brackets
/// or behind a colon in small letters is the name of a field, whose table the title is.
fn split_qualifier<'t>(title: &'t str, dialect: &Dialect) -> Option<(&'t str, &'t str)> {
    let title = title.trim_end();
    let is_name = |what: &str| {
        what.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || b"_.[]".contains(&c))
            && !dialect.is_remark(what)
    };
    if let Some(inside) = title.strip_suffix([')', '）']) {
        let (body, what) = inside.split_once(['(', '（'])?;
        return (!is_name(what)).then(|| (body.trim_end(), what.trim()));
    }
    if let Some((body, what)) = title.split_once(" - ") {
        return Some((body.trim_end(), what.trim()));
    }
    let (body, what) = title.split_once(": ").or_else(|| title.split_once('：'))?;
    (!is_name(what.trim())).then(|| (body.trim_end(), what.trim()))
}

/// The words behind the role of a title where they may tell an alternative: `Single` of `Request Parameters (Single)`. Words
/// that say where parameters travel, that they must be sent or that they are a list tell none, and neither do numbers.
pub fn qualifier<'t>(title: &'t str, dialect: &Dialect) -> Option<&'t str> {
    let title = unnumbered(title);
    if dialect.sections.get(title).is_some() || list_title(title, dialect).is_some() {
        return None;
    }
    let (body, words) = split_qualifier(title, dialect)?;
    let is_plain = dialect.sections.get(words).is_some()
        || dialect.locations.get(words).is_some_and(|location| location != Location::Body)
        || dialect.required.get(words).is_some()
        || dialect.is_failure(words)
        || dialect.is_remark(words)
        || !words.chars().any(char::is_alphabetic);
    (dialect.sections.get(body).is_some() && !is_plain).then_some(words)
}

/// What a title says is a list: `Request Body` of `Request Body (array of objects)`.
pub fn list_title<'t>(title: &'t str, dialect: &Dialect) -> Option<&'t str> {
    let (body, what) =
        title.split_once(['(', '（', ':', '：', '—', '–']).or_else(|| title.split_once(" - "))?;
    let what = what.trim_matches(|c: char| !c.is_alphanumeric());
    let first = what.split(|c: char| !c.is_alphanumeric()).next()?;
    (dialect.types.get(first) == Some(TypeWord::List) || dialect.phrases.list_body.are(what))
        .then(|| body.trim())
}

/// `{#address .section}` at the end of a heading is markup.
pub fn without_attributes(heading: Cow<'_, str>) -> Cow<'_, str> {
    let Some(open) = heading.rfind('{').filter(|_| heading.trim_end().ends_with('}')) else { return heading };
    let inside = heading[open + 1..].trim_end().trim_end_matches('}');
    let mut words = inside.split_whitespace().peekable();
    let is_attribute = |word: &str| word.starts_with(['#', '.']) || word.contains('=');
    if open == 0 || words.peek().is_none() || !words.all(is_attribute) {
        return heading;
    }
    match heading {
        Cow::Borrowed(text) => Cow::Borrowed(text[..open].trim_end()),
        Cow::Owned(mut text) => {
            text.truncate(open);
            text.truncate(text.trim_end().len());
            Cow::Owned(text)
        }
    }
}

/// The settings between `---` lines at the begin of a page, line by line.
pub fn front_matter(page: &str) -> impl Iterator<Item = &str> {
    let body = page.trim_start_matches('\u{feff}').strip_prefix("---").unwrap_or_default();
    body.lines().skip(1).take_while(|line| line.trim_end() != "---").take(MAX_SETTINGS)
}

/// The title that they give.
pub fn of_front_matter(page: &str) -> Option<&str> {
    let title = front_matter(page).find_map(|line| line.strip_prefix("title:"))?;
    let title = title.trim().trim_matches(['"', '\'']);
    (!title.is_empty()).then_some(title)
}

/// Lines of settings that are read.
const MAX_SETTINGS: usize = 64;

/// `1.2 请求参数` and `一、请求参数` without their numbers.
pub fn unnumbered(heading: &str) -> &str {
    let is_digit = |c: char| {
        matches!(c, '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
    };
    if let Some((number, rest)) =
        heading.strip_prefix(['(', '（']).and_then(|rest| rest.split_once([')', '）']))
        && !number.is_empty()
        && number.chars().all(is_digit)
    {
        return rest.trim_start();
    }
    let rest = heading.trim_start_matches(is_digit);
    match rest.chars().next() {
        Some('.' | '、' | ')' | '）' | '．') if rest.len() < heading.len() => {
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || ".、)）．".contains(c)).trim_start()
        }
        _ => heading,
    }
}

/// The role of `3 返回参数`, `③ 返回参数`, `(a) 返回参数` and `Step 3. 返回参数`: forms of numbers that are numbers only where a
/// known title follows.
fn numbered_otherwise(title: &str, dialect: &Dialect) -> Option<Role> {
    let text = title.trim_start();
    let steps = dialect.nesting.steps.iter();
    let text =
        steps.filter_map(|word| text.strip_prefix(word.as_str())).map(str::trim_start).next().unwrap_or(text);
    let open = text.starts_with(['(', '（', '[', '【']);
    let text = text.trim_start_matches(['(', '（', '[', '【']);
    let is_circled = |c: char| matches!(c, '①'..='⑳');
    let is_number = |c: char| c.is_ascii_digit() || is_circled(c) || "一二三四五六七八九十".contains(c);
    let is_roman = |c: char| "ivxIVX".contains(c);
    let letter = || text.len() - text.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(text).len();
    let many = |of: &dyn Fn(char) -> bool| text.len() - text.trim_start_matches(of).len();
    let len = [many(&is_number), many(&is_roman), letter()].into_iter().find(|len| *len > 0)?;
    let (number, rest) = text.split_at(len);
    let is_weak = number.bytes().all(|byte| byte.is_ascii_alphabetic());
    let marks = |c: char| ".．、:：)）]】-–步章节".contains(c);
    let bare = rest.trim_start().trim_start_matches(marks).trim_start();
    let is_apart = rest.trim_start().starts_with(marks)
        || !is_weak && !open && (rest.starts_with(' ') || number.ends_with(is_circled));
    let known = || {
        let role = dialect.sections.get(bare).or_else(|| dialect.compounds.role(bare));
        role.or_else(|| qualified(bare, dialect))
    };
    if is_apart && !bare.is_empty() { known() } else { None }
}

/// The HTTP status of `200 OK`, `状态码： 200`, `HTTP 404`, `Success (201)`.
pub fn status(title: &str, dialect: &Dialect) -> Option<u16> {
    let is_code = |part: &&str| part.len() == 3 && part.starts_with(['1', '2', '3', '4', '5']);
    let digits = title.split(|c: char| !c.is_ascii_alphanumeric()).find(is_code)?;
    let code: u16 = digits.to_ascii_lowercase().replace("xx", "00").parse().ok()?;
    let at = crate::syntax::markdown::offset_in(title, digits);
    let is_mark = |c: char| c.is_whitespace() || ":：-–*`".contains(c);
    let before = title[..at].trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '（');
    let (before, after) = (before.trim_matches(is_mark), title[at + 3..].trim_matches(is_mark));
    // `Response 404 (application/json)`
    let is_media = after.contains('/')
        && !after.contains(' ')
        && after.starts_with(|c: char| c == '(' || c.is_ascii_lowercase());
    let after = if is_media { "" } else { after };
    let is_phrase = after.chars().count() <= MAX_PHRASE && !after.contains(['.', '/', '=', '。', '，']);
    let in_brackets =
        before.ends_with(['(', '（']) && after.starts_with([')', '）']) && after.chars().count() == 1;
    let is_word = |text: &str| {
        // `Response schema for 200`
        let text = text.strip_suffix(" for").unwrap_or(text);
        let role = dialect.sections.get(text).or_else(|| dialect.compounds.role(text));
        ["http", "code"].iter().any(|word| text.eq_ignore_ascii_case(word))
            || text.get(..5).is_some_and(|begin| begin.eq_ignore_ascii_case("http/"))
            || matches!(role, Some(Role::Errors | Role::Response | Role::ResponseExample))
    };
    // A number alone may count anything; behind a word or before a phrase it is a status.
    let is_titled =
        if before.is_empty() { is_phrase && is_reason(after) } else { is_phrase && is_word(before) };
    (in_brackets || is_titled).then_some(code)
}

/// Words such as `OK` and `Not Found`, or nothing.
fn is_reason(text: &str) -> bool {
    text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\''))
}

/// What a line stands right above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heads {
    /// A table.
    Table,
    /// A code block.
    Code,
}

/// A line that titles what stands below it.
#[derive(Debug, PartialEq)]
pub struct Label<'a> {
    /// What it says.
    pub title: Title,
    /// Its words.
    pub text: String,
    /// What follows them on the line.
    pub rest: Option<Line<'a>>,
}

/// What a text in bold begins and ends with.
pub const BOLD: [(&str, &str); 4] = [("**", "**"), ("__", "__"), ("<b>", "</b>"), ("<strong>", "</strong>")];

/// Whether a line is bold.
pub fn is_bold(text: &str, span: Span) -> bool {
    let raw = span.of(text).trim_start();
    BOLD.iter().any(|(opens, _)| raw.starts_with(opens))
}

/// `**Data example** All fields must be sent.`: a title in bold, and a sentence or the type of a body behind it.
fn bold_title<'t>(page: &'t str, line: &Line<'_>, dialect: &Dialect) -> Option<(&'t str, &'t str)> {
    let raw = line.span.of(page).trim_start();
    let (title, rest) = raw.strip_prefix("**")?.split_once("**")?;
    let is_sentence =
        rest.starts_with(' ') && rest.trim_end().ends_with(['.', '。']) && !rest.contains(['*', '`', '[']);
    let media = rest.trim().trim_matches(['`', '(', ')', '*', ' ']);
    let is_media = media.find('/').is_some_and(|slash| slash > 0)
        && media.bytes().all(|byte| byte.is_ascii_lowercase() || b"/+-.".contains(&byte));
    let rest = if is_media { "" } else { rest };
    ((is_sentence || is_media) && dialect.sections.get(title).is_some()).then_some((title, rest))
}

/// `**Parameters:**` always, `接口地址: /x` where the dialect says so, and `Example response:` where nothing follows on
/// the line and it `heads` a table or a code block.
pub fn label<'a>(
    page: &'a str,
    line: &Line<'a>,
    heads: Option<Heads>,
    dialect: &Dialect,
) -> Option<Label<'a>> {
    let text = line.text.as_ref();
    let bold = is_bold(page, line.span);
    let heads_table = heads == Some(Heads::Table);
    let heads = heads.is_some();
    if bold || heads {
        let status = status(text, dialect).filter(|_| text.chars().count() <= MAX_LABEL);
        if status.is_some() || of_other_statuses(text, dialect).is_some() {
            let title = read(text, dialect);
            return Some(Label { title, text: text.trim().to_owned(), rest: None });
        }
    }
    if !bold && !heads && !dialect.pages.labels {
        return None;
    }
    let text = without_table_number(text.trim_start(), dialect);
    let (label, rest) = match text.split_once([':', '：']) {
        Some(parts) => parts,
        None => bold_title(page, line, dialect).unwrap_or((text, "")),
    };
    let rest = rest.trim();
    let ends = text.trim_end().ends_with([':', '：']);
    if !bold && !(dialect.pages.labels && (ends || !rest.is_empty()) || heads && rest.is_empty()) {
        return None;
    }
    if label.chars().count() > MAX_LABEL || !bold && label.ends_with(['。', '.']) {
        return None;
    }
    let bare = unnumbered(label.trim_start_matches(['-', '*', ' ']));
    let qualified =
        || located(bare, dialect).or_else(|| dialect.sections.get(split_qualifier(bare, dialect)?.0));
    let known = dialect.sections.get(bare).or_else(|| dialect.compounds.role(bare));
    let role = known.or_else(qualified).or_else(|| in_both(bare, dialect))?;
    // A remark in bold belongs to what stands around it; a table that the dialect sets aside does not.
    if role == Role::Note || role == Role::Other && !heads_table {
        return None;
    }
    let rest = (!rest.is_empty()).then(|| Line { text: Cow::Owned(rest.to_owned()), span: line.span });
    Some(Label { title: Title { role: Some(role), status: None }, text: label.trim().to_owned(), rest })
}

#[cfg(test)]
mod tests;

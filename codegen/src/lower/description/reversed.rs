//! Lists whose labels stand before the values: `关闭(0)、开启(1)`, `不发送0，发送1`, `国内: Cn，国际: Intl`.

use super::chars::{is_close_bracket, is_colon, is_comma, is_open_bracket, is_space};
use super::list::{Item, List};
use super::literal::{self, Token};
use super::patterns::Role;
use super::text::Text;
use super::words::Words;
use crate::limits::ENUM_VALUES;
use std::ops::Range;

/// What stands between label and value; the same throughout a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Bracket,
    Colon,
    Dash,
    Equals,
    Behind,
}

/// Longest pair of label and value, in characters.
const LONGEST: usize = 256;

/// Longest label before a word in brackets, in characters.
const SHORT: usize = 10;

const FORMS: [Form; 5] = [Form::Bracket, Form::Colon, Form::Dash, Form::Equals, Form::Behind];

/// Reads the list at the offset; it extends to the next full stop.
///
/// ```text
/// list := pair separator pair { separator pair }
/// pair := label "(" number ")" | label ":" word | label "-" word | label "=" number | label number
/// ```
pub(super) fn read<'t>(text: &'t Text<'_>, at: usize, numbers: bool) -> Option<List<'t>> {
    let pair = |part: &Range<usize>, form| pair(text, part.clone(), form).filter(|it| is_plain(text, it));
    // Most phrases are no pair of any form.
    let (first, mark) = part(text, at);
    mark.filter(|it| separates(*it))?;
    let fits = |form: Form| numbers || !matches!(form, Form::Equals | Form::Behind);
    let mut forms = FORMS.iter().filter(|form| fits(**form) && pair(&first, **form).is_some()).peekable();
    forms.peek()?;
    let (parts, end) = split(text, at);
    forms.find_map(|form| {
        let items: Vec<Item<'t>> = parts.iter().map_while(|part| pair(part, *form)).collect();
        let items = without_mark(text, items);
        let closed = parts.get(items.len()).is_none_or(|part| is_tail(text, part));
        (closed && items.len() > 1 && is_credible(text, &items, *form)).then_some(List {
            items,
            start: at,
            end,
            numbering: false,
        })
    })
}

/// Whether the part begins another statement.
fn is_tail(text: &Text<'_>, part: &Range<usize>) -> bool {
    let space = text.raw[part.clone()].len() - text.raw[part.clone()].trim_start().len();
    text.starts(Role::Tail, part.start + space)
}

/// The parts between separators outside of brackets up to the next full stop, and where that stands.
fn split(text: &Text<'_>, from: usize) -> (Vec<Range<usize>>, usize) {
    let mut parts = Vec::new();
    let mut start = from;
    while parts.len() <= ENUM_VALUES {
        let (part, mark) = part(text, start);
        let end = part.end;
        parts.push(part);
        match mark.filter(|it| separates(*it)) {
            Some(mark) => start = end + mark.len_utf8(),
            None => return (parts, end),
        }
    }
    (parts, start)
}

/// The part at the offset, and the mark that ends it.
fn part(text: &Text<'_>, from: usize) -> (Range<usize>, Option<char>) {
    let mut depth = 0_usize;
    let ends = |(_, it): &(usize, char)| {
        if is_open_bracket(*it) {
            depth += 1;
        } else if is_close_bracket(*it) {
            depth = depth.saturating_sub(1);
        }
        matches!(it, '。' | '\n') || depth == 0 && separates(*it)
    };
    let mut inside = text.raw[from..].char_indices().take(LONGEST);
    match inside.find(ends) {
        Some((index, mark)) => (from..from + index, Some(mark)),
        None => (
            from..text.raw[from..].char_indices().nth(LONGEST).map_or(text.raw.len(), |it| from + it.0),
            None,
        ),
    }
}

fn separates(it: char) -> bool {
    is_comma(it) || matches!(it, '、' | ';' | '；')
}

fn pair<'t>(text: &'t Text<'_>, part: Range<usize>, form: Form) -> Option<Item<'t>> {
    let whole = text.raw[part.clone()].trim_end_matches(|it: char| is_space(it) || it == '.');
    let value = part.start + value_start(whole, form)?;
    let mut cursor = text.cursor(value);
    cursor.skip_space();
    let token = literal::token(&mut cursor)?;
    // A value in quotes may contain the separator.
    let rest = Some(cursor.at..part.start + whole.len()).filter(|rest| rest.start <= rest.end)?;
    let closed = match form {
        Form::Bracket => text.raw[rest.clone()].ends_with(is_close_bracket) && is_flag(text, rest.clone()),
        Form::Equals => text.raw[rest.clone()].chars().all(is_close_bracket),
        Form::Colon | Form::Dash | Form::Behind => rest.is_empty(),
    };
    let label = label(text, part.start..value);
    (closed && !label.is_empty()).then_some(Item { token, label, default: text.has(Role::Default, rest) })
}

/// The text before the value, without the caption of the list.
fn label(text: &Text<'_>, range: Range<usize>) -> Range<usize> {
    let head = text.raw[range.clone()]
        .trim_end_matches(|it: char| is_space(it) || is_colon(it) || matches!(it, '(' | '（' | '-' | '='));
    let end = range.start + head.len();
    let behind_colon = head.rsplit(is_colon).next().unwrap_or(head).trim_start();
    let caption = !behind_colon.is_ascii();
    let label =
        if caption { behind_colon.rsplit(is_space).next().unwrap_or(behind_colon) } else { behind_colon };
    end - label.len()..end
}

/// The items without the mark that ends all their labels: `快速为1，完整为2`.
fn without_mark<'t>(text: &Text<'_>, mut items: Vec<Item<'t>>) -> Vec<Item<'t>> {
    let labels = &text.patterns.vocabulary.labels;
    let mark = |group: &Words, item: &Item<'_>| {
        let label = &text.raw[item.label.clone()];
        let mark = group.iter().find(|mark| !mark.is_ascii() && label.ends_with(mark))?;
        Some(mark.len()).filter(|len| *len < label.len())
    };
    let all = |group: &Words| items.iter().map(|item| mark(group, item)).collect::<Option<Vec<_>>>();
    let found = labels.weak.iter().chain(&labels.strong).find_map(all).unwrap_or_default();
    items.iter_mut().zip(found).for_each(|(item, len)| item.label.end -= len);
    items
}

/// Where the value begins in the part.
fn value_start(part: &str, form: Form) -> Option<usize> {
    match form {
        Form::Bracket => {
            part.rfind(is_open_bracket).map(|at| at + part[at..].chars().next().map_or(1, char::len_utf8))
        }
        Form::Colon => part.find(is_colon).map(|at| at + part[at..].chars().next().map_or(1, char::len_utf8)),
        Form::Equals => part.find('=').filter(|at| !part[at + 1..].contains('=')).map(|at| at + 1),
        Form::Dash => part.find('-').filter(|at| !part[at + 1..].contains('-')).map(|at| at + 1),
        Form::Behind => {
            let head = part.trim_end_matches(|it: char| it.is_ascii_digit());
            head.ends_with(|it: char| is_space(it) || !it.is_ascii()).then_some(head.len())
        }
    }
}

/// Whether the range is empty or the mark of the default.
fn is_flag(text: &Text<'_>, range: Range<usize>) -> bool {
    let inside = text.raw[range.clone()].trim_matches(|it: char| !it.is_alphanumeric());
    inside.is_empty() || text.within(Role::Default, range).any(|hit| text.raw[hit.start..hit.end] == *inside)
}

/// Whether the values are codes and the labels are distinct names.
fn is_credible(text: &Text<'_>, items: &[Item<'_>], form: Form) -> bool {
    let label = |item: &Item<'_>| &text.raw[item.label.clone()];
    let wide = items.iter().filter(|item| !label(item).is_ascii()).count();
    let apart = items
        .iter()
        .enumerate()
        .all(|(index, item)| !items[..index].iter().any(|it| label(it) == label(item)));
    let fits = match form {
        Form::Colon => {
            let numbers =
                wide == items.len() && count(items) && items.iter().all(|item| item.token.is_number());
            let quoted = || items.iter().all(|item| item.token.quoted);
            numbers || (wide > 0 && (quoted() || items.iter().all(|item| is_name(&item.token))))
        }
        Form::Dash => {
            let numbers = count(items) && items.iter().all(|item| item.token.is_number());
            // A label in ASCII may be the same word: `vpc-vpc`.
            let most = 2 * wide > items.len();
            most && (numbers && wide == items.len() || items.iter().all(|item| is_name(&item.token)))
        }
        Form::Bracket => {
            let short = |item: &Item<'_>| label(item).chars().count() <= SHORT;
            let named = || wide == items.len() && items.iter().all(|it| is_value(&it.token) && short(it));
            items.iter().all(|item| item.token.is_number()) || named()
        }
        Form::Equals => {
            let named = |item: &Item<'_>| {
                let label = label(item);
                label.len() > 2 && label.chars().all(|it| it.is_alphabetic() || matches!(it, ' ' | '_' | '-'))
            };
            count(items) && items.iter().all(|item| item.token.is_number() && named(item))
        }
        Form::Behind => count(items) && items.iter().all(|item| item.token.is_number()),
    };
    apart && fits
}

/// Whether the label contains no word that makes the value behind it a bound or a default.
fn is_plain(text: &Text<'_>, item: &Item<'_>) -> bool {
    !SAYS_MORE.iter().any(|role| text.has(*role, item.label.clone()))
}

/// Roles of words that make a number behind them a bound or a default.
const SAYS_MORE: &[Role] =
    &[Role::Default, Role::Max, Role::Min, Role::Range, Role::Length, Role::Unit, Role::Condition];

fn is_name(token: &Token<'_>) -> bool {
    !token.is_number() && token.text.starts_with(|it: char| it.is_ascii_alphabetic())
}

/// Whether the word in brackets may be a value: `帆船(sail)`. Units and patterns of dates are short, and names of fields
/// have parts.
fn is_value(token: &Token<'_>) -> bool {
    let name = ["id", "ids", "name"].iter().any(|end| token.text.to_ascii_lowercase().ends_with(end));
    token.quoted || is_name(token) && token.text.len() > 2 && token.is_code() && !name
}

/// Whether the numbers count from the start rather than measure something.
fn count(items: &[Item<'_>]) -> bool {
    let numbers = items.iter().filter_map(|item| item.token.text.parse::<usize>().ok());
    numbers.into_iter().all(|it| it <= 2 * items.len())
}

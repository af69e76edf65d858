//! Lists without labels that no word announces: `协议：TCP、UDP`, `(GET/POST)`, `"a" or "b"`.
//!
//! Such a list counts only where its sentence contains nothing else but a short caption, and where every item looks
//! like a code.

use super::chars::{is_close_bracket, is_colon, is_comma, is_open_bracket, is_wide_letter};
use super::list::{self, Item, List};
use super::literal::Token;
use super::patterns::Role;
use super::plain;
use super::text::Text;

/// Longest caption in characters, of other scripts and of ASCII: a noun, not a sentence.
const CAPTION: (usize, usize) = (14, 28);

/// The first list that stands alone in its sentence: one of `lists`, which begin a phrase, or one behind a caption.
pub(super) fn read<'t>(text: &'t Text<'_>, lists: Vec<List<'t>>) -> Option<List<'t>> {
    if text.with(Role::Open).next().is_some() {
        return None;
    }
    let quoted = text
        .raw
        .match_indices(['"', '“'])
        .map(|(at, _)| at)
        .filter(|at| text.raw[..*at].ends_with(is_wide_letter));
    let captioned = behind_words(text).chain(quoted).filter_map(|at| plain::read(text, at));
    let with_default = |list: &List<'_>| list::has_default(text, &list.items);
    let behind_verbs = quotes_behind_words(text).filter_map(|at| plain::read(text, at)).filter(with_default);
    lists.into_iter().chain(captioned).chain(behind_verbs).find(|list| is_credible(text, list))
}

/// The offsets of quotes behind an English word: `Return "a" or "b"`.
fn quotes_behind_words<'t>(text: &'t Text<'_>) -> impl Iterator<Item = usize> + 't {
    let word = |before: &str| before.ends_with(|it: char| it.is_ascii_alphabetic());
    let places = text.raw.match_indices(" \"").map(|(at, _)| at);
    places.filter(move |at| word(&text.raw[..*at])).map(|at| at + 1)
}

/// The offsets of spaces between a caption in another script and an ASCII word.
fn behind_words<'t>(text: &'t Text<'_>) -> impl Iterator<Item = usize> + 't {
    text.raw.match_indices(' ').map(|(at, _)| at).filter(|at| {
        text.raw[..*at].ends_with(is_wide_letter)
            && text.raw[at + 1..].starts_with(|it: char| it.is_ascii_alphabetic() || it == '"')
    })
}

fn is_credible(text: &Text<'_>, list: &List<'_>) -> bool {
    let marked = |item: &Item<'_>| text.has(Role::Default, item.label.clone());
    let flagged = list.items.iter().any(marked);
    let quoted = list.items.iter().all(|item| item.token.quoted);
    let evident = flagged || quoted || list::has_default(text, &list.items);
    let certain = is_whole(text, list) || is_of_kind(text, list);
    let is_value =
        if text.raw.is_ascii() && !flagged && !certain { Token::is_constant } else { Token::is_code };
    let codes = list.items.iter().all(|item| item.token.quoted || is_value(&item.token));
    // Two words that may be prose are not enough. Square brackets at the end say that these are all: `类型 [a/b]`.
    let square = !text.raw.is_ascii() && text.raw.ends_with(']') && list.end + 1 == text.raw.len();
    let bracketed = text.raw[..list.start].ends_with(is_open_bracket)
        || text.raw[list.start..].starts_with(is_open_bracket);
    let named = bracketed && !text.raw.is_ascii() && list.items.iter().all(is_capital);
    let enough = evident
        || square
        || certain
        || named
        || list.items.len() > 2
        || list.items.iter().any(|item| item.token.is_constant());
    codes && enough && !names_ids(list) && stands_alone(text, list) && !is_about_other(text, list)
}

/// Whether the text is nothing but the list, between bars: `on|off`.
fn is_whole(text: &Text<'_>, list: &List<'_>) -> bool {
    list.start == 0 && list.end == text.raw.len() && text.raw.contains('|')
}

/// Whether the caption before the list is a word for what is one of a few: `Status: active / inactive`.
fn is_of_kind(text: &Text<'_>, list: &List<'_>) -> bool {
    let caption = text.raw[..list.start].trim_end().strip_suffix(is_colon).unwrap_or_default();
    let word = caption.rsplit([' ', '.']).next().unwrap_or_default();
    let is_kind = |kind: &str| match kind.is_ascii() {
        true => kind.eq_ignore_ascii_case(word),
        false => word.ends_with(kind),
    };
    text.patterns.vocabulary.lead.kinds.iter().any(is_kind)
}

/// Whether the item is a word that begins with a capital, as in `方式(Dynamic、Static)`.
pub(super) fn is_capital(item: &Item<'_>) -> bool {
    item.token.text.len() > 3 && item.token.text.starts_with(|it: char| it.is_ascii_uppercase())
}

/// Whether an item is the name of a parameter rather than a value.
fn names_ids(list: &List<'_>) -> bool {
    let id = |token: &Token<'_>| {
        ["id", "ids", "name"].iter().any(|end| token.text.to_ascii_lowercase().ends_with(end))
    };
    list.items.iter().any(|item| !item.token.quoted && id(&item.token))
}

/// Whether the list ends its sentence, or only a default follows, and no more than a caption stands before it.
fn stands_alone(text: &Text<'_>, list: &List<'_>) -> bool {
    let sentence = text.sentence(list.start);
    let caption = text.raw[sentence.start..list.start]
        .trim_matches(|it: char| it.is_whitespace() || is_colon(it) || is_comma(it) || is_open_bracket(it));
    let mut end = text.cursor(list.end);
    end.skip_space();
    let bracketed = end.eat(is_close_bracket).is_some();
    end.skip_space();
    let comma = end.eat(is_comma).is_some();
    end.skip_space();
    let rest = end.at..text.sentence(list.end).end.max(end.at);
    let closes = text.raw[rest.clone()].trim().is_empty()
        || text.with(Role::Default).any(|hit| rest.start <= hit.start && hit.start < rest.start + 8);
    (closes || (bracketed && comma && text.is_tail(end.at))) && is_caption(caption)
}

fn is_caption(caption: &str) -> bool {
    let noun = |it: char| it.is_alphanumeric() || it.is_whitespace() || is_colon(it);
    let longest = if caption.is_ascii() { CAPTION.1 } else { CAPTION.0 };
    caption.chars().count() <= longest && caption.chars().all(noun)
}

/// Whether the surrounding words are about conditions or formats, so that the names are not values.
fn is_about_other(text: &Text<'_>, list: &List<'_>) -> bool {
    let around = text.sentence(list.start).start..text.phrase(list.end).end;
    [Role::Conditional, Role::ConditionalInCompany, Role::Format, Role::Date, Role::Separated]
        .iter()
        .any(|role| text.has(*role, around.clone()))
}

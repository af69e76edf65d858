//! Lists that nothing announces and nothing labels: `协议：TCP、UDP`, `(GET/POST)`, `"a" or "b"`.
//!
//! Such a list is believed only where it is all that its sentence says besides a short caption, and where
//! every item looks like a code.

use super::cursor::{is_close_bracket, is_open_bracket};
use super::literal::Token;
use super::patterns::Role;
use super::text::Text;
use super::values::List;
use super::{defaults, plain};

/// Longest caption in characters, wide and ASCII ones: a noun, not a sentence.
const CAPTION: (usize, usize) = (14, 28);

/// The first list that stands alone in its sentence, of those that begin a phrase and those behind a caption.
pub(super) fn read<'t>(text: &'t Text<'_>, lists: Vec<List<'t>>) -> Option<List<'t>> {
    if text.with(Role::Open).next().is_some() {
        return None;
    }
    let captioned = behind_words(text).filter_map(|at| plain::read(text, at));
    lists.into_iter().chain(captioned).find(|list| believes(text, list))
}

/// The offsets of ASCII letters behind a space and a wide letter, where a list may follow its caption.
fn behind_words<'t>(text: &'t Text<'_>) -> impl Iterator<Item = usize> + 't {
    memchr::memchr_iter(b' ', text.raw.as_bytes()).filter(|at| {
        let wide = text.raw[..*at].ends_with(|it: char| it.is_alphabetic() && !it.is_ascii());
        wide && text.raw[at + 1..].starts_with(|it: char| it.is_ascii_alphabetic() || it == '"')
    })
}

fn believes(text: &Text<'_>, list: &List<'_>) -> bool {
    let named = defaults::tokens(text).any(|it| list.items.iter().any(|item| item.token.text == it.text));
    let evident = named || list.items.iter().all(|item| item.token.quoted);
    let shown = if text.raw.is_ascii() { is_constant } else { is_code };
    let codes = list.items.iter().all(|item| item.token.quoted || shown(item.token.text));
    // One bare word more is needed where the words could be words.
    let enough =
        evident || list.items.len() > 2 || list.items.iter().any(|item| is_constant(item.token.text));
    codes && enough && !names_ids(list) && stands_alone(text, list) && !is_addressed(text, list)
}

/// Whether an item is the name of a parameter rather than a value.
fn names_ids(list: &List<'_>) -> bool {
    let id = |token: &Token<'_>| {
        ["id", "ids", "name"].iter().any(|end| token.text.to_ascii_lowercase().ends_with(end))
    };
    list.items.iter().any(|item| !item.token.quoted && id(&item.token))
}

/// A word that could be the name of a value.
fn is_code(word: &str) -> bool {
    word.len() > 1
        && word.starts_with(|it: char| it.is_ascii_alphabetic() || it == '$')
        && word[1..].chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-'))
}

/// A word that is no word of a sentence: `BUY`, `in_use`, `IPv4`, `ParallelGateway`.
pub(super) fn is_constant(word: &str) -> bool {
    let inner = |it: char| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_';
    is_code(word) && word.len() > 2 && (word.starts_with('$') || word[1..].contains(inner))
}

/// Whether the list ends its sentence, or only a default follows, and no more than a caption stands before it.
fn stands_alone(text: &Text<'_>, list: &List<'_>) -> bool {
    let sentence = text.sentence(list.start);
    let caption = text.raw[sentence.start..list.start].trim_matches(|it: char| {
        it.is_whitespace() || matches!(it, ':' | '：' | ',' | '，') || is_open_bracket(it)
    });
    let mut end = text.cursor(list.end);
    end.skip_space();
    let bracketed = end.eat(is_close_bracket).is_some();
    end.skip_space();
    let comma = end.eat(|it| matches!(it, ',' | '，')).is_some();
    end.skip_space();
    let rest = end.at..text.sentence(list.end).end.max(end.at);
    let closes = text.raw[rest.clone()].trim().is_empty()
        || text.with(Role::Default).any(|hit| rest.start <= hit.start && hit.start < rest.start + 8);
    (closes || (bracketed && comma && text.is_tail(end.at))) && is_caption(caption)
}

fn is_caption(caption: &str) -> bool {
    let noun = |it: char| it.is_alphanumeric() || it.is_whitespace() || matches!(it, ':' | '：');
    let longest = if caption.is_ascii() { CAPTION.1 } else { CAPTION.0 };
    caption.chars().count() <= longest && caption.chars().all(noun)
}

/// Whether the words around speak of something that is written with such names and is none of them.
fn is_addressed(text: &Text<'_>, list: &List<'_>) -> bool {
    let around = text.sentence(list.start).start..text.phrase(list.end).end;
    [Role::Conditional, Role::ConditionalInCompany, Role::Format, Role::Date]
        .iter()
        .any(|role| text.has(*role, around.clone()))
}

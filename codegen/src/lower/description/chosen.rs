//! Lists before words that say that these are all the values: `` `a`、`b` 二选一 ``, `Only "a" and "b" are supported.`

use super::list::List;
use super::literal::Token;
use super::patterns::{Hit, Role};
use super::plain;
use super::text::Text;

/// The list that ends at the word. Names of fields are none: of those one has to be sent.
pub(super) fn read<'t>(text: &'t Text<'_>, hit: &Hit) -> Option<List<'t>> {
    let sentence = text.sentence(hit.start).start;
    let phrases = text.phrase_starts().filter(|at| (sentence..hit.start).contains(at));
    let starts = std::iter::once(sentence).chain(phrases);
    let list = |at: usize| {
        let mut cursor = text.cursor(text.skip_list_lead(at));
        text.skip_filler(&mut cursor);
        plain::read(text, cursor.at)
    };
    let ends_there =
        |list: &List<'_>| text.raw.get(list.end..hit.start).is_some_and(|between| between.trim().is_empty());
    let names_values = |list: &List<'_>| {
        let one_of_fields = hit.is(Role::Conditional);
        list.items.iter().all(|item| item.token.quoted || one_of_fields && is_plain_word(&item.token))
    };
    starts.filter_map(list).find(|list| ends_there(list) && names_values(list))
}

/// Whether the word is in one case and has no parts, as names of fields have.
fn is_plain_word(token: &Token<'_>) -> bool {
    let same_case = |test: fn(&u8) -> bool| token.text.bytes().all(|it| test(&it));
    let is_name = ["id", "ids", "ip", "ips", "name", "names", "key", "code"]
        .iter()
        .any(|end| token.text.to_ascii_lowercase().ends_with(end));
    !is_name && (same_case(u8::is_ascii_lowercase) || same_case(u8::is_ascii_uppercase))
}

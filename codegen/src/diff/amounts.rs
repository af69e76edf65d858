//! Amounts: the numbers of a text that count or limit something.

use super::contrasts::{Numbers, Piece, has_word, numbers, pieces};

/// The whole number that digits are a part of: `0.5`, `-1`. A comma may be that of a range.
pub(super) fn whole_number<'t>(text: &'t str, piece: &Piece<'t>) -> Piece<'t> {
    let end = piece.start + piece.text.len();
    let is_digit = |c: char| c.is_ascii_digit();
    if let Some(whole) = thousands(text, piece) {
        return whole;
    }
    let (before, after) = (&text[..piece.start], &text[end..]);
    let head = before.trim_end_matches(|c: char| is_digit(c) || c == '.').len();
    let head = head + before[head..].find(is_digit).unwrap_or(before.len() - head);
    let is_negative = text[..head].ends_with('-')
        && !text[..head - 1].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | ' ' | ')' | ']'));
    let tail = after.len() - after.trim_start_matches(|c: char| is_digit(c) || c == '.').len();
    let tail = after[..tail].rfind(is_digit).map_or(0, |at| at + 1);
    let start = head - usize::from(is_negative);
    let whole = &text[start..end + tail];
    // An address or a version of many parts is no number.
    match whole.matches('.').count() {
        0 | 1 => Piece { text: whole, start, senses: Default::default() },
        _ => Piece { text: piece.text, start: piece.start, senses: Default::default() },
    }
}

/// The number with commas between its thousands that digits are a part of.
fn thousands<'t>(text: &'t str, piece: &Piece<'t>) -> Option<Piece<'t>> {
    let is_part = |c: char| c.is_ascii_digit() || c == ',';
    let start = text[..piece.start].trim_end_matches(is_part).len();
    let rest = &text[start..];
    let whole = rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())].trim_matches(',');
    let mut groups = whole.split(',');
    let is_first = groups.next().is_some_and(|first| (1..=3).contains(&first.len()));
    // Behind a bracket the comma parts the ends of a range.
    let opens = text[..start].trim_end().ends_with(['[', '(', '（', '【']);
    let is_number = is_first && !opens && whole.contains(',') && groups.all(|group| group.len() == 3);
    is_number.then_some(Piece { text: whole, start, senses: Default::default() })
}

/// Whether a number of a text is an amount, and no part of a name or date, no number of a section, and no example.
pub(super) fn is_amount(text: &str, number: &Piece<'_>) -> bool {
    let Numbers { parts, examples, .. } = numbers();
    let (before, after) = (&text[..number.start], &text[number.start + number.text.len()..]);
    let near = before[before.floor_char_boundary(before.len().saturating_sub(NEAR))..].to_lowercase();
    let near = near.trim_end_matches([' ', '(', '（', '[', '【']);
    let is_part = |word: &String| {
        let start = near.strip_suffix(word.to_lowercase().as_str());
        start.is_some_and(|start| !word.is_ascii() || !start.ends_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let sentence = before.rsplit(['。', '；', ';', '\n']).next().unwrap_or_default().to_lowercase();
    // The mark of an abbreviation ends no sentence.
    let (head, sentence) = sentence.rsplit_once(". ").unwrap_or(("", &sentence));
    let is_example = |word: &String| has_word(sentence, word) || head.ends_with(word.trim_end_matches('.'));
    is_apart(before, after)
        && !is_of_date(before, number.text, after)
        && !parts.iter().any(is_part)
        && !examples.iter().any(is_example)
}

/// Whether a number is that of a year, or of a month or day behind one.
fn is_of_date(before: &str, number: &str, after: &str) -> bool {
    let is_year = number.len() == 4 && after.trim_start().starts_with('年');
    let head = before.trim_end().strip_suffix(['年', '月']);
    is_year || head.is_some_and(|head| head.trim_end().ends_with(|c: char| c.is_ascii_digit()))
}

/// The first amount of a text, in digits or in words.
pub(super) fn amount(text: &str) -> Option<&str> {
    first(text).map(|piece| piece.text)
}

/// [`amount`] with its place.
pub(super) fn first(text: &str) -> Option<Piece<'_>> {
    pieces(text).into_iter().find_map(|piece| {
        if piece.text.bytes().all(|byte| byte.is_ascii_digit()) {
            let whole = whole_number(text, &piece);
            return is_amount(text, &whole).then_some(whole);
        }
        is_word(piece.text).then_some(piece)
    })
}

/// Whether a word is an amount.
pub(super) fn is_word(text: &str) -> bool {
    numbers().words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Bytes before a number in which a word stands right before it.
const NEAR: usize = 40;

/// Whether a number stands by itself, as a fraction, as an end of a range or before a unit: not in `v2`, `10.0.0.1` or
/// `2020-01-02`.
fn is_apart(before: &str, after: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || "._-/:".contains(c);
    let start = before.trim_end_matches(is_of_name).len();
    let end = after.len() - after.trim_start_matches(is_of_name).len();
    let (before, after) = (before[start..].trim_start_matches(['.', '-', '/', ':']), &after[..end]);
    let after = after.trim_end_matches(['.', '-', '/', ':', '_']);
    let has_letter = before.contains(|c: char| c.is_ascii_alphabetic() || c == '_');
    let marks = [before, after].concat();
    let count = |mark: char| marks.matches(mark).count();
    !has_letter
        && count('.') <= 2
        && count('-') <= 1
        && count('/') <= 1
        && count(':') <= 1
        && (count('.') < 2 || count('-') == 1)
}

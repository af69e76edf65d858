//! Lists whose labels stand behind the values: `1:开放,2:关闭`, `0-普通，1-内置`, `1.未执行; 2.正在执行`.

use super::anchors::{self, Anchor, Mark, Trust, anchor, ascends};
use super::brackets::has_outside;
use super::chars::{is_close_bracket, is_colon, is_quote, is_separator, is_space, is_wide_letter};
use super::cursor::Cursor;
use super::list::{self, Item, List, Reading};
use super::literal::{self, Token};
use super::patterns::Role;
use super::text::Text;
use crate::limits::ENUM_VALUES;
use std::ops::Range;

/// Longest label, in bytes.
const LONGEST: usize = 240;

/// Separators of values whose labels stand behind commas.
const SEMICOLONS: &[char] = &[';', '；', '。', '\n'];

/// Quotes around a label or an item.
const QUOTES: &[char] = &['"', '\'', '“', '”'];

/// The next anchor of a list, and where the label before it ends.
struct Step<'t> {
    end: usize,
    separator: Option<char>,
    anchor: Anchor<'t>,
}

/// Reads the list at the offset.
///
/// ```text
/// list := [ "(" ] anchor label { separator anchor label } [ ")" ]
/// anchor := value mark        -- the same kind of mark throughout
/// ```
pub(super) fn read<'t>(text: &'t Text<'_>, at: usize, trust: Trust) -> Reading<'t> {
    let mut cursor = text.cursor(at);
    cursor.skip_space();
    let start = cursor.at;
    let close = text.open_bracket(&mut cursor);
    let Some(first) = anchor(text, cursor, trust) else { return Reading::Absent };
    let limit = close.or_else(|| text.brackets.enclosing(start)).unwrap_or(text.raw.len());
    // A quoted value may contain the bracket.
    if limit < first.label {
        return Reading::Absent;
    }
    let mut reader = Reader {
        text,
        limit,
        mark: first.mark,
        numbers: first.token.is_number(),
        quoted: first.token.quoted,
        trust,
        separators: Vec::new(),
    };
    let (first_mark, label) = (first.mark, first.label);
    let (items, end) = reader.items(first);
    if items.len() < 2 {
        return Reading::Absent;
    }
    let sentences = matches!(first_mark, Mark::Weak(_)) && is_stated(text, start);
    if sentences || is_json(text, start) || is_bound(text, start, label) {
        return Reading::Doubtful;
    }
    let alone = !continues_before(text, start, first_mark) && !reader.continues_behind(&items, end);
    if alone && reader.is_credible(&items, end) {
        let numbering = trust == Trust::Words && matches!(first_mark, Mark::Weak(_)) && reader.numbers;
        Reading::List(List { items, start, end, numbering })
    } else {
        Reading::Doubtful
    }
}

struct Reader<'t, 'a> {
    text: &'t Text<'a>,
    limit: usize,
    mark: Mark,
    numbers: bool,
    quoted: bool,
    trust: Trust,
    separators: Vec<char>,
}

impl<'t> Reader<'t, '_> {
    fn items(&mut self, first: Anchor<'t>) -> (Vec<Item<'t>>, usize) {
        let mut items = Vec::new();
        let mut current = first;
        loop {
            let step = self.next(&current).filter(|_| items.len() < ENUM_VALUES);
            let Some(step) = step else {
                let end = self.last_end(current.label);
                items.push(self.item(&current, end));
                return (items, end);
            };
            items.push(self.item(&current, step.end));
            self.separators.extend(step.separator);
            current = step.anchor;
        }
    }

    /// The next anchor: behind a separator or before a bullet, and for numbers also behind a space or a wide letter.
    fn next(&self, from: &Anchor<'t>) -> Option<Step<'t>> {
        let mut at = from.label;
        while at < self.limit && at - from.label <= LONGEST {
            let it = self.text.raw[at..].chars().next()?;
            let behind = at + it.len_utf8();
            let spaced = || self.text.raw[behind..].starts_with(' ');
            let bullet = it == '-' || it == '*' && self.text.raw[..at].ends_with(' ');
            let separates =
                self.separates(it) || (bullet || it == '.' && self.mark == Mark::Comma) && spaced();
            let apart = is_space(it) || !it.is_ascii() || is_close_bracket(it);
            let word = self.joining_word(behind).filter(|_| is_space(it));
            let begins = separates || apart && (self.numbers || self.is_wide_label(at)) || word.is_some();
            if begins && let Some(anchor) = self.follows(from, behind + word.unwrap_or(0), separates) {
                let end = if separates || is_space(it) { at } else { behind };
                return Some(Step { end, separator: separates.then_some(it), anchor });
            }
            if it == '。' || it == '\n' {
                return None;
            }
            // A value may stand right behind a bracket, and none stands inside of it.
            at = self.closing(at).unwrap_or(behind);
        }
        None
    }

    /// Length of the word at the offset that joins the last value in quotes: `"a" means x and "b" means y`.
    fn joining_word(&self, at: usize) -> Option<usize> {
        let rest = &self.text.raw[at..];
        let word = ["and ", "or "].iter().find(|word| rest.starts_with(**word))?;
        (self.quoted && rest[word.len()..].starts_with(is_quote)).then_some(word.len())
    }

    /// Whether a label of wide letters ends at the space, and a word begins behind it: `a-甲 b-乙`.
    fn is_wide_label(&self, at: usize) -> bool {
        let behind = self.text.raw[at..].strip_prefix(' ');
        let word = behind.is_some_and(|it| it.starts_with(|it: char| it.is_ascii_alphabetic()));
        word && matches!(self.mark, Mark::Strong(_)) && self.text.raw[..at].ends_with(is_wide_letter)
    }

    /// The bracket that closes the one at the offset, inside of the list.
    fn closing(&self, at: usize) -> Option<usize> {
        self.text.brackets.closing(at).filter(|close| *close < self.limit)
    }

    fn separates(&self, it: char) -> bool {
        is_separator(it) && (self.mark != Mark::Comma || SEMICOLONS.contains(&it))
    }

    fn trim(&self, label: Range<usize>) -> Range<usize> {
        let kept = self.text.raw[label.clone()].trim_end_matches(|it| is_separator(it) || it.is_whitespace());
        let kept = kept.trim_end_matches(QUOTES);
        let start = label.start + kept.len() - kept.trim_start_matches(QUOTES).len();
        start..label.start + kept.len()
    }

    fn follows(&self, before: &Anchor<'t>, at: usize, separated: bool) -> Option<Anchor<'t>> {
        let mut cursor = self.text.cursor(at);
        if separated {
            cursor.take_while(|it| it.is_whitespace() || is_separator(it));
        }
        let anchor = anchor(self.text, cursor, self.trust)?;
        let alike =
            anchor.mark == self.mark || (separated && (ascends(before, &anchor) || self.mark == Mark::Comma));
        (alike && anchor.token.is_number() == self.numbers && anchor.label <= self.limit).then_some(anchor)
    }

    /// Where the last label ends: before the first mark that ends its phrase.
    fn last_end(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.limit {
            let Some(it) = self.text.raw[at..].chars().next() else { break };
            if at - from > LONGEST {
                return at;
            }
            let stop = it == '.' && self.text.raw[at + 1..].chars().next().is_none_or(char::is_whitespace);
            if stop || (is_separator(it) && it != '、' && it != '/') || is_close_bracket(it) {
                return at;
            }
            let last = self.closing(at).unwrap_or(at);
            at = last + self.text.raw[last..].chars().next().map_or(1, char::len_utf8);
        }
        self.limit
    }

    /// Whether another value in the same form stands behind the list, which is then incomplete.
    fn continues_behind(&self, items: &[Item<'_>], end: usize) -> bool {
        let raw = &self.text.raw;
        raw[end..].char_indices().filter(|(_, it)| is_separator(*it) || is_colon(*it)).any(|(index, it)| {
            let cursor = self.text.cursor(end + index + it.len_utf8());
            let known = |token: &Token<'_>| list::has(items, token);
            let tail = {
                let mut cursor = cursor;
                cursor.skip_space();
                self.text.starts(Role::Tail, cursor.at)
            };
            !tail
                && anchor(self.text, cursor, self.trust).is_some_and(|it| {
                    it.mark == self.mark && it.token.is_number() == self.numbers && !known(&it.token)
                })
                || (self.mark == Mark::Comma && self.begins_value(cursor))
        })
    }

    /// Whether a bullet, or an ASCII word before a letter, begins another value of the list.
    fn begins_value(&self, mut cursor: Cursor<'_>) -> bool {
        if anchors::bullet(&mut cursor) {
            return true;
        }
        let token = literal::token(&mut cursor);
        cursor.skip_space();
        token.is_some() && cursor.peek().is_some_and(|it| it.is_alphabetic())
    }

    /// Whether no label contains another value, and no value without a label follows.
    fn is_credible(&self, items: &[Item<'_>], end: usize) -> bool {
        let separator = self.separators.first().copied();
        let hides = |label: &str| {
            label.contains([';', '；'])
                || label.contains(" >")
                || separator.is_some_and(|it| has_outside(label, it))
        };
        let named = |item: &Item<'_>| {
            (1..=LONGEST).contains(&item.label.len()) && !hides(&self.text.raw[item.label.clone()])
        };
        let labels = items.iter().all(named);
        let next = self.text.raw[end..].chars().next();
        let more = next.is_some_and(|it| Some(it) == separator && it != '。' && it != '\n');
        let clean = end >= self.limit || !more || self.text.is_tail(end + next.map_or(0, char::len_utf8));
        labels
            && clean
            && !self.is_demand(items)
            && self.words_are_values(items)
            && self.unmarked_are_values(items)
    }

    /// Whether the labels of numbers in conditions say when something is sent: `为1时必填，为2时可选`.
    fn is_demand(&self, items: &[Item<'_>]) -> bool {
        let roles = [Role::Conditional, Role::ConditionalInCompany, Role::Harmless];
        let demands = |item: &Item<'_>| roles.iter().any(|role| self.text.has(*role, item.label.clone()));
        self.mark == Mark::When && items.iter().any(demands)
    }

    /// The value with its label, from which a word for the default in front is taken.
    fn item(&self, anchor: &Anchor<'t>, end: usize) -> Item<'t> {
        let mut label = self.trim(anchor.label..end);
        let flag = self.text.within(Role::Default, label.clone()).find(|hit| hit.start == label.start);
        let behind = flag.and_then(|hit| {
            let mark = self.text.raw[hit.end..label.end].chars().next().filter(|it| is_separator(*it))?;
            Some(hit.end + mark.len_utf8())
        });
        label.start = behind.unwrap_or(label.start);
        Item { token: anchor.token, label, default: anchor.default || behind.is_some() }
    }

    /// Whether the items are all the lines of the text, but for a caption on the first one.
    fn is_whole(&self, items: &[Item<'_>]) -> bool {
        let raw = &self.text.raw;
        let (Some(first), Some(last)) = (items.first(), items.last()) else { return false };
        let before = raw[..first.label.start].matches('\n').count();
        before <= 1 && !raw[last.label.end..].contains('\n')
    }

    /// Numbers without a mark are values if they count from the start and all labels are words.
    fn unmarked_are_values(&self, items: &[Item<'_>]) -> bool {
        let numbers: Vec<i64> = items.iter().filter_map(|item| item.token.text.parse().ok()).collect();
        let (Some(min), Some(max)) = (numbers.iter().min(), numbers.iter().max()) else { return true };
        let dense = (-1..=1).contains(min) && max - min < 2 * items.len() as i64;
        let words = items.iter().all(|item| !self.text.raw[item.label.clone()].is_ascii());
        let counted = items.len() > 2 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
        let constant = |item: &Item<'_>| {
            let label = &self.text.raw[item.label.clone()];
            label.len() > 1 && label.chars().all(|it| it.is_ascii_uppercase() || matches!(it, '_' | '-'))
        };
        let lines = self.trust == Trust::Introduced && self.separators.iter().all(|it| *it == '\n');
        let words = words || counted || lines || items.iter().all(constant);
        let enough = if self.trust == Trust::Words { 3 } else { 2 };
        let quoted = items.iter().all(|item| item.token.quoted);
        self.mark != Mark::Nothing || quoted || (dense && words && items.len() >= enough)
    }

    /// Words in quotes are values if their labels are words: `"app": phone, "web": browser`.
    fn quoted_are_values(&self, items: &[Item<'_>]) -> bool {
        let is_label = |item: &Item<'_>| self.text.raw[item.label.clone()].starts_with(char::is_alphabetic);
        items.iter().all(|item| item.token.quoted && is_label(item))
    }

    /// Words that no word announces are values if their labels are in another script, or if they are constants.
    fn words_are_values(&self, items: &[Item<'_>]) -> bool {
        let upper_case = |token: &Token<'_>| {
            token.text.len() > 1 && !token.text.contains(|it: char| it.is_ascii_lowercase())
        };
        let lines = || {
            let lines = self.separators.iter().all(|it| *it == '\n') && self.is_whole(items);
            lines && items.iter().all(|item| item.token.is_code())
        };
        self.numbers
            || self.trust == Trust::Introduced
            || lines()
            || items
                .iter()
                .all(|item| !self.text.raw[item.label.clone()].is_ascii() && item.token.text.is_ascii())
            || items.iter().all(|item| upper_case(&item.token))
            || items.iter().any(|item| item.token.is_constant())
            || list::has_default(self.text, items)
            || self.quoted_are_values(items)
    }
}

/// Whether a number with the same mark stands before the list, which is then incomplete.
fn continues_before(text: &Text<'_>, start: usize, mark: Mark) -> bool {
    let labels = &text.patterns.vocabulary.labels;
    let words = match mark {
        Mark::Strong(group) => &labels.strong[group],
        Mark::Weak(group) => &labels.weak[group],
        Mark::When => &labels.when,
        Mark::Comma | Mark::Nothing => return false,
    };
    words.iter().any(|word| {
        text.raw[..start].match_indices(word).any(|(at, _)| {
            let before = text.raw[..at].trim_end_matches(|it: char| {
                it.is_whitespace() || matches!(it, '`' | '"' | '\'' | ',' | '，')
            });
            before.ends_with(|it: char| it.is_ascii_digit())
        })
    })
}

/// Whether the list is the content of a JSON object; its values are then member names.
fn is_json(text: &Text<'_>, start: usize) -> bool {
    let before = text.raw[..start].trim_end_matches(|it: char| it.is_whitespace() || QUOTES.contains(&it));
    let quoted = text.raw[start..].trim_start_matches(['{', ' ']).starts_with(QUOTES);
    quoted && (before.ends_with('{') || text.raw[start..].starts_with('{')) || before.ends_with("\":{")
}

/// Whether the word at the offset is that of a bound, and its number follows: `minLength: 2, maxLength: 20`.
fn is_bound(text: &Text<'_>, start: usize, label: usize) -> bool {
    let is_word = text.starts(Role::Min, start) || text.starts(Role::Max, start);
    is_word && text.raw[label..].trim_start().starts_with(|it: char| it.is_ascii_digit())
}

/// Whether the number at the offset is a default or a bound, so that the mark behind it ends a sentence: `Default: 20.
/// Maximum: 100. Both count.`
fn is_stated(text: &Text<'_>, start: usize) -> bool {
    let states = |role: &Role| {
        text.within(*role, text.sentence(start).start..start).last().is_some_and(|hit| {
            let mut cursor = text.cursor(hit.end);
            text.skip_filler(&mut cursor);
            cursor.at == start
        })
    };
    [Role::Default, Role::Max, Role::Min].iter().any(states)
}

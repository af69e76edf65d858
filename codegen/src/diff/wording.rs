//! Wording: what two versions of one description say otherwise although no fact of the model differs, such as a unit that
//! no rule reads, the number that pages are counted from, or meanings that changed places.

use super::amounts::{is_amount, is_word, whole_number};
use super::contrasts::{Group, Piece, behind_unit, pieces};
use super::reworded::Reworded;
use super::rules::{self, Rule};
use super::runs::{Run, replaced};
use super::stated::{self, is_long, is_stated, of_group};
use super::{addresses, defaults, negations};
use crate::model::Text;
use std::collections::BTreeSet;

/// Longest texts that are compared.
const LONGEST: usize = 1 << 20;

/// What one description says otherwise than the other. `counts` says that it is of a number, so that any word for a unit
/// is what the number counts.
pub(super) fn compare(old: &str, new: &str, counts: bool) -> Vec<Reworded> {
    if old == new || old.len().max(new.len()) > LONGEST {
        return Vec::new();
    }
    let [before, after] = [old, new].map(pieces);
    if let Some(exchanged) = exchanged(old, new, &before, &after) {
        return vec![exchanged];
    }
    let replaced = replaced(&before, &after);
    let mut found: Vec<Reworded> = replaced.iter().filter_map(|(old, new)| contrast(old, new)).collect();
    let told = |group: Group, found: &[Reworded]| found.iter().any(|it| it.rule == rule(group));
    for group in [Group::Unit, Group::First, Group::Format] {
        if !told(group, &found) && (counts || group != Group::Unit) {
            found.extend(only_ones(group, (old, &before), (new, &after)));
        }
    }
    if !told(Group::Unit, &found) {
        found.extend(unknown_unit(old, new));
    }
    if !told(Group::First, &found) {
        found.extend(stated::first_number(&before, &after));
    }
    found.extend(stated::duty(&before, &after).map(|word| {
        let what = format!("says that it must be sent: `{word}`");
        Reworded { rule: &rules::CONDITION_CHANGED, what, says: [None, Some(word.to_owned())] }
    }));
    let is_opposite = |it: &Reworded| it.rule.code.id == rules::OPPOSITE_WORD.code.id;
    if !found.iter().any(is_opposite) {
        found.extend(negations::find((old, &before), (new, &after)));
    }
    if found.is_empty() {
        found.extend(defaults::compare(old, new));
    }
    if found.is_empty() {
        found.extend(stated::limit((old, &before), (new, &after)).map(|(word, amount)| {
            let what = format!("states a limit: {word} {amount}");
            Reworded { rule: &rules::NUMBER_IN_WORDS, what, says: [None, Some(amount.to_owned())] }
        }));
    }
    if found.is_empty() {
        found.extend(replaced.iter().filter_map(|runs| number((old, runs.0), (new, runs.1))));
    }
    found.extend(addresses::compare(old, new));
    found.dedup();
    found
}

/// [`compare`] for the texts of each language.
pub(super) fn texts(old: &[Text], new: &[Text], counts: bool) -> Vec<Reworded> {
    let languages: BTreeSet<&str> = old.iter().chain(new).map(|text| &*text.language).collect();
    let of = |texts: &[Text], language: &str| -> Vec<String> {
        texts.iter().filter(|text| text.language == language).map(|text| text.text.to_string()).collect()
    };
    let mut found: Vec<Reworded> = Vec::new();
    let mut lone: [Vec<String>; 2] = Default::default();
    for (ours, theirs) in languages.into_iter().map(|language| (of(old, language), of(new, language))) {
        match (ours.len(), theirs.len()) {
            (0, _) | (_, 0) => {
                lone[0].extend(ours);
                lone[1].extend(theirs);
            }
            (before, after) if before == after => {
                found.extend(ours.iter().zip(&theirs).flat_map(|(old, new)| compare(old, new, counts)));
            }
            // A paragraph came or went.
            _ => found.extend(compare(&ours.join("\n"), &theirs.join("\n"), counts)),
        }
    }
    // A sentence in another language makes a text one of that language.
    if let [[before], [after]] = [&lone[0][..], &lone[1][..]] {
        found.extend(compare(before, after, counts));
    }
    let mut seen = BTreeSet::new();
    // Numbers are several facts, and any other rule speaks of one.
    let of_numbers = [&rules::NUMBER_IN_WORDS, &rules::BOUNDS_NARROWED, &rules::BOUNDS_WIDENED];
    let is_number = |it: &Reworded| of_numbers.iter().any(|rule| rule.code.id == it.rule.code.id);
    found.retain(|it| seen.insert((it.rule.code.id, is_number(it).then(|| it.says.clone()))));
    found
}

/// Both versions of texts, as entries show them; with their languages where the words alone are the same.
pub(super) fn both(old: &[Text], new: &[Text]) -> [Option<String>; 2] {
    let join = |texts: &[Text], word: &dyn Fn(&Text) -> String| {
        (!texts.is_empty()).then(|| texts.iter().map(word).collect::<Vec<_>>().join("\n"))
    };
    let plain = [old, new].map(|texts| join(texts, &|text| text.text.to_string()));
    match plain[0] == plain[1] {
        false => plain,
        true => [old, new].map(|texts| join(texts, &|text| format!("({}) {}", text.language, text.text))),
    }
}

/// What became of a description whose words are others: of its languages first, for a row that is gone from the page of one
/// language is more than a word.
pub(super) fn languages(old: &[Text], new: &[Text]) -> String {
    let lacks = |texts: &[Text], others: &[Text]| {
        let lacking = others.iter().filter(|other| texts.iter().all(|text| text.language != other.language));
        lacking.map(|other| format!("`{}`", other.language)).collect::<BTreeSet<_>>()
    };
    let list = |languages: BTreeSet<String>| languages.into_iter().collect::<Vec<_>>().join(" and ");
    match (lacks(new, old), lacks(old, new)) {
        (gone, more) if gone.len() == 1 && more.len() == 1 && old.len() == new.len() => {
            "the description is worded otherwise".to_owned()
        }
        (gone, _) if !gone.is_empty() && !new.is_empty() => {
            format!("no row of a page in {} describes it any longer", list(gone))
        }
        (_, more) if !more.is_empty() && !old.is_empty() => format!("is described in {} as well", list(more)),
        _ => "the description is worded otherwise".to_owned(),
    }
}

/// Whether the texts of languages that both sides have are the same.
pub(super) fn same_in_common(old: &[Text], new: &[Text]) -> bool {
    let of = |texts: &[Text], others: &[Text]| -> Vec<(String, String)> {
        let is_common = |text: &&Text| others.iter().any(|other| other.language == text.language);
        texts
            .iter()
            .filter(is_common)
            .map(|text| (text.language.to_string(), text.text.to_string()))
            .collect()
    };
    of(old, new) == of(new, old)
}

fn rule(group: Group) -> &'static Rule {
    match group {
        Group::Unit => &rules::UNIT_CHANGED,
        Group::First => &rules::FIRST_NUMBER,
        Group::Format => &rules::FORMAT_CHANGED,
        Group::Opposite(_) => &rules::OPPOSITE_WORD,
    }
}

/// A word of contrast that gave way to another one of its group: nothing else was replaced with it, or the words are long
/// enough to mean nothing else.
fn contrast(old: Run<'_, '_>, new: Run<'_, '_>) -> Option<Reworded> {
    let is_sure = |pieces: &[Piece<'_>], piece: &Piece<'_>| pieces.len() == 1 || is_long(piece.text);
    let sensed = |pieces| single(pieces, |piece: &&Piece<'_>| !piece.senses.is_empty());
    let (before, after): (&Piece<'_>, &Piece<'_>) = (sensed(old)?, sensed(new)?);
    if !is_sure(old, before) || !is_sure(new, after) {
        return None;
    }
    let groups: BTreeSet<Group> = before.senses.iter().map(|sense| sense.group).collect();
    groups.into_iter().find_map(|group| differ(group, before, after))
}

fn single<'p, 't>(pieces: Run<'p, 't>, is_it: impl Fn(&&Piece<'t>) -> bool) -> Option<&'p Piece<'t>> {
    let mut found = pieces.iter().filter(is_it);
    found.next().filter(|_| found.next().is_none())
}

/// Two words of a group with no meaning in common.
fn differ(group: Group, old: &Piece<'_>, new: &Piece<'_>) -> Option<Reworded> {
    let names = |piece| of_group(piece, group).map(|sense| sense.name).collect::<BTreeSet<_>>();
    let (before, after) = (names(old), names(new));
    if before.is_empty() || after.is_empty() || !before.is_disjoint(&after) {
        return None;
    }
    Some(said(group, old.text, new.text))
}

fn said(group: Group, old: &str, new: &str) -> Reworded {
    let what = match group {
        Group::Unit => format!("names the unit `{new}` instead of `{old}`"),
        Group::First => format!("counts `{new}` instead of `{old}`"),
        Group::Format => format!("names the format `{new}` instead of `{old}`"),
        Group::Opposite(_) => format!("says `{new}` instead of `{old}`"),
    };
    Reworded::new(rule(group), what, old, new)
}

/// The only meaning of a group in either text, where the sentences are others altogether.
fn only_ones(group: Group, old: (&str, &[Piece<'_>]), new: (&str, &[Piece<'_>])) -> Option<Reworded> {
    let only = |(text, pieces): (&str, &[Piece<'_>])| -> Option<(String, BTreeSet<&'static str>)> {
        let mut found: Option<(String, BTreeSet<&'static str>)> = None;
        for (at, piece) in pieces.iter().enumerate() {
            let names: BTreeSet<&str> = of_group(piece, group).map(|sense| sense.name).collect();
            if names.is_empty() || group == Group::Unit && !is_stated(text, pieces, at) {
                continue;
            }
            match &found {
                Some((_, have)) if have.is_disjoint(&names) => return None,
                _ => found = Some((piece.text.to_owned(), names)),
            }
        }
        found
    };
    let ((before, ours), (after, theirs)) = (only(old)?, only(new)?);
    ours.is_disjoint(&theirs).then(|| said(group, &before, &after))
}

/// The words where units stand, one of which is not known as a unit.
fn unknown_unit(old: &str, new: &str) -> Option<Reworded> {
    let (before, after) = (behind_unit(old)?, behind_unit(new)?);
    let plain = |word: &str| word.to_lowercase().trim_end_matches('s').to_owned();
    let is_known =
        |word: &str| pieces(word).iter().any(|piece| of_group(piece, Group::Unit).next().is_some());
    let is_other = plain(before) != plain(after) && !(is_known(before) && is_known(after));
    is_other.then(|| said(Group::Unit, before, after))
}

/// Whether two texts have the same words in another order, while the literals among them keep theirs: what `0` and `1`
/// stand for was exchanged.
fn exchanged(old: &str, new: &str, before: &[Piece<'_>], after: &[Piece<'_>]) -> Option<Reworded> {
    let is_literal = |piece: &&Piece<'_>| {
        let mut letters = piece.text.bytes();
        piece.text.bytes().all(|byte| byte.is_ascii_digit())
            || piece.text.len() > 1 && letters.all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    let literals = |pieces: &[Piece<'_>]| -> Vec<String> {
        pieces.iter().filter(is_literal).map(|piece| piece.text.to_owned()).collect()
    };
    let sorted = |pieces: &[Piece<'_>]| {
        let mut words: Vec<String> = pieces.iter().map(|piece| piece.text.to_owned()).collect();
        words.sort();
        words
    };
    let own = literals(before);
    let distinct: BTreeSet<&String> = own.iter().collect();
    let is_exchange = distinct.len() > 1 && own == literals(after) && sorted(before) == sorted(after);
    let is_other = before.iter().map(|it| it.text).ne(after.iter().map(|it| it.text));
    (is_exchange && is_other).then(|| {
        let what = "says of one value what it said of another".to_owned();
        Reworded::new(&rules::MEANINGS_EXCHANGED, what, old, new)
    })
}

/// An amount in a text that became another one; where the words before it say that it is a limit, with its direction.
fn number<'t>(old: (&'t str, Run<'_, 't>), new: (&'t str, Run<'_, 't>)) -> Option<Reworded> {
    fn amount<'t>(text: &'t str, pieces: Run<'_, 't>) -> Option<Piece<'t>> {
        let is_number = |it: &&Piece<'_>| it.text.bytes().all(|byte| byte.is_ascii_digit());
        let Some(found) = single(pieces, is_number) else {
            return single(pieces, |it| is_word(it.text)).cloned();
        };
        let whole = whole_number(text, found);
        is_amount(text, &whole).then_some(whole)
    }
    let is_alone = old.1.len() == 1 && new.1.len() == 1;
    let (before, after) = (amount(old.0, old.1).filter(|_| is_alone)?, amount(new.0, new.1)?);
    let number = |piece: &Piece<'_>| piece.text.replace(',', "").parse::<f64>().ok();
    let limits = [stated::limit_before(old.0, &before), stated::limit_before(new.0, &after)];
    let rule = match (limits, number(&before), number(&after)) {
        ([Some(limit), Some(other)], Some(old), Some(new)) if limit == other => {
            match limit.is_narrowed(old, new) {
                true => &rules::BOUNDS_NARROWED,
                false => &rules::BOUNDS_WIDENED,
            }
        }
        _ => &rules::NUMBER_IN_WORDS,
    };
    let (before, after) = (before.text, after.text);
    (before != after).then(|| Reworded::new(rule, format!("says {after} instead of {before}"), before, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found between two descriptions of a number: the names of the rules.
    #[track_caller]
    fn check(old: &str, new: &str, expect: &[&str]) {
        let found = compare(old, new, true);
        let names: Vec<&str> = found.iter().map(|it| it.rule.code.name).collect();
        assert_eq!(names, expect, "{old} => {new}: {found:?}");
    }

    #[test]
    fn units_in_any_wording() {
        for (old, new) in [
            ("大小，单位KB", "大小，单位MB"),
            ("大小，单位bits", "大小，单位bytes"),
            ("Size in kilobytes", "Size in megabytes"),
            ("Size in bits", "Size in bytes"),
            ("Size in KB.", "Size in MB."),
            ("Size in KB", "The size of the image, in bytes"),
            ("价格，单位元", "价格，单位分"),
            ("价格（元）", "价格（分）"),
            ("以元为单位", "以分为单位"),
            ("Price in dollars", "Price in cents"),
            ("Weight in kg", "Weight in pounds"),
            ("Price, in USD", "Price, in EUR"),
            ("The price in dollars", "What it costs, in cents"),
            ("距离，单位：千米", "距离，单位：米"),
            ("Rate in Mb", "Rate in MB"),
            ("Expiry in days", "Weeks until it ends"),
            ("重量，单位：斤", "重量，单位：两"),
            ("Length (unit: furlong)", "Length (unit: rod)"),
            ("保留天数", "保留时间（分钟）"),
            ("水量，升", "水量，毫升"),
        ] {
            check(old, new, &["unit-changed"]);
        }
    }

    #[test]
    fn one_unit_in_other_words() {
        check("大小，单位KB", "大小，单位kilobytes", &[]);
        check("Size in KB", "Size in kilobytes", &[]);
        check("Price in yuan", "Price in CNY", &[]);
        check("Length, unit: furlong", "Length, unit is furlongs", &[]);
        check("The element", "The group", &[]);
        check("单元的名称", "分组的名称", &[]);
    }

    #[test]
    fn first_numbers_opposites_and_others() {
        check("页码，从0开始", "页码，从1开始", &["first-number-changed"]);
        check("Page number, from 0", "Page number, from 1", &["first-number-changed"]);
        check("Page, starts at 0", "The page; counted from 1", &["first-number-changed"]);
        check("Time, as a Unix timestamp", "Time, by ISO 8601", &["format-changed"]);
        check("Hash by SHA-256", "Hash by SHA-512", &["format-changed"]);
        check("默认为CLOSE", "默认为OPEN", &["opposite-word"]);
        check("文件的MD5", "文件的SHA256", &["format-changed"]);
        check("Page number", "Page number, from 1", &["first-number-changed"]);
        check("Zero-based index", "One-based index", &["first-number-changed"]);
        check("sorted ascending", "sorted descending", &["opposite-word"]);
        check("Order, ASC by default", "Order, DESC by default", &["opposite-word"]);
        check(
            "-id 代表 id 按 DESC 排序，id 代表 id 按 ASC 排序",
            "-id 代表 id 按 ASC 排序，id 代表 id 按 DESC 排序",
            &["opposite-word"; 2],
        );
        check("支持修改", "不支持修改", &["opposite-word"]);
        check("Names are case-sensitive", "Names are not case-sensitive", &["opposite-word"]);
        check("区间左闭右开", "区间左闭右闭", &["opposite-word"]);
        check(
            "is of the media type application/json",
            "is of the media type application/xml",
            &["format-changed"],
        );
        check("costs 10 points, or 5 at night", "costs 20 points, or 7 at night", &["number-in-words"; 2]);
        check("at most 20 names", "at most 10 names", &["bounds-narrowed"]);
        check("must not be greater than 20", "must not be greater than 10", &["bounds-narrowed"]);
        check("不能小于20", "不能小于10", &["bounds-widened"]);
        check("names of hosts", "names of disks", &[]);
        check("0 means off, 1 means on", "0 means on, 1 means off", &["meanings-exchanged"]);
        check("1 means on, 0 means off", "0 means off, 1 means on", &[]);
    }

    #[test]
    fn numbers_that_are_no_amounts() {
        for (old, new) in [
            ("高度，见附录3", "高度，见附录4"),
            ("名称，例如：机器3", "名称，例如：机器4"),
            ("The name, e.g. disk 3", "The name, e.g. disk 4"),
            ("Tried 3 times, as section 3 says", "Tried 3 times, as section 4 says"),
            ("As RFC 3339 says", "As RFC 9557 says"),
            ("An address like 10.0.0.1", "An address like 10.0.0.2"),
            ("The address 10.0.0.1 is refused", "The address 10.0.0.2 is refused"),
            ("Since 2020-01-02", "Since 2020-01-03"),
            ("Coded by GB-2312", "Coded by GB-18030"),
            ("Path /v1/2", "Path /v1/3"),
            ("Since version 2.3", "Since version 2.4"),
            ("As section 3.1 says", "As section 3.2 says"),
        ] {
            check(old, new, &[]);
        }
        for (old, new) in [
            ("Tried 3 times, as section 3 says", "Tried 4 times, as section 3 says"),
            ("Cut after 20 words. For example, a b", "Cut after 30 words. For example, a b"),
            ("Weighs 0.5 at first", "Weighs 0.7 at first"),
            ("Weighs 1,000 at first", "Weighs 10,000 at first"),
            ("Begins at -1 or so", "Begins at -2 or so"),
            ("Cut after 1,000 words", "Cut after 1,500 words"),
            ("Tried 3-5 times", "Tried 3-6 times"),
            ("失败后重试3次", "失败后重试4次"),
            ("Kept for 30days", "Kept for 20days"),
        ] {
            check(old, new, &["number-in-words"]);
        }
    }

    #[test]
    fn long_texts() {
        let long = "Some word or other. ".repeat(1500);
        check(&format!("{long}Size in KB"), &format!("{long}Size in MB"), &["unit-changed"]);
        let both = |first: &str, last: &str| format!("Sorted {first}. {long}It {last} be null.");
        check(&both("ascending", "can"), &both("descending", "can"), &["opposite-word"]);
        check(&both("ascending", "can"), &both("descending", "cannot"), &["opposite-word"; 2]);
    }
}

//! Error codes: those that one side alone lists, and those that are explained otherwise. They are compared for a whole
//! service, as the emitted constants are, so a table that moves to another page changes nothing.

use super::entry::{Entry, Side};
use super::rules::Rule;
use super::verdict::Level;
use super::{callers, ends, rules};
use crate::emit::rust::error_code_constants;
use crate::model::{Api, ErrorCode, ErrorCodeKey, Service, error_codes_of};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// The codes of one side, each with its constant.
type Codes<'c> = BTreeMap<ErrorCodeKey<'c>, (&'c ErrorCode, &'c str)>;

/// The codes of each explanation.
type Meanings<'c> = BTreeMap<Vec<String>, Vec<&'c ErrorCode>>;

/// Every change of the error codes of a service.
pub(super) fn compare(old: (&Api, &Service), new: (&Api, &Service)) -> Vec<Entry> {
    let (before, after) = (error_codes_of(old.1), error_codes_of(new.1));
    let names = [&before, &after].map(|codes| error_code_constants(codes));
    let (ours, theirs) = (by_key(&before, &names[0]), by_key(&after, &names[1]));
    let sides = Sides { old: old.0, new: new.0, service: &new.1.name };
    let constants = Constants { old: names_of(&ours), new: names_of(&theirs) };
    let (named, moved) = (renamed_codes(&ours, &theirs), renumbered(&ours, &theirs));
    let meanings = OnceCell::new();
    let (mut entries, mut renamed) = (Vec::new(), Vec::new());
    for (key, (code, name)) in &theirs {
        let Some((was, before)) = ours.get(key).or_else(|| named.get(code.code.as_str())) else {
            let is_gone = |was: &&&ErrorCode| {
                !theirs.contains_key(&was.key()) && !named.contains_key(was.code.as_str())
            };
            let of_name = constants.old.get(name).filter(is_gone).copied();
            let entry = match moved.get(key).filter(|_| of_name.is_none()) {
                Some((was, before)) => {
                    let mut entry = sides.renumbered(was, code, "with the same explanation");
                    let reasons = constants.changed(&sides, before, name);
                    reasons.for_each(|(level, reason)| entry.rust(level, &reason));
                    entry
                }
                None => sides.added(of_name, code, name),
            };
            entries.push(entry);
            continue;
        };
        if says(was) != says(code) {
            let other = exchanged(meanings.get_or_init(|| by_meaning(&ours)), &theirs, code);
            let mut entry = sides.changed(was, code, other);
            if before != name && was.name != code.name {
                let reasons = constants.changed(&sides, before, name);
                reasons.for_each(|(level, reason)| entry.rust(level, &reason));
            }
            entries.push(entry);
        }
        if before != name && was.name == code.name {
            renamed.push(format!("`{}` is now `{name}`", sides.path(before)));
        }
    }
    for (key, (code, name)) in &ours {
        let heir = constants.new.get(name);
        // The code that is new under its name tells of it.
        let is_told = heir
            .is_some_and(|heir| !ours.contains_key(&heir.key()) && !named.contains_key(heir.code.as_str()))
            || moved.values().any(|(was, _)| was.key() == *key);
        if !theirs.contains_key(key) && !named.contains_key(code.code.as_str()) && !is_told {
            entries.push(sides.removed(code, name, heir.is_none()));
        }
    }
    entries.extend(sides.renamed(&renamed));
    entries
}

fn by_key<'c>(codes: &'c [ErrorCode], names: &'c [String]) -> Codes<'c> {
    codes.iter().zip(names).map(|(code, name)| (code.key(), (code, name.as_str()))).collect()
}

/// The constants of both sides.
struct Constants<'c> {
    old: BTreeMap<&'c str, &'c ErrorCode>,
    new: BTreeMap<&'c str, &'c ErrorCode>,
}

impl<'c> Constants<'c> {
    /// What becomes of a constant whose code has another name.
    fn changed<'s>(
        &'s self,
        sides: &'s Sides<'_>,
        before: &'s str,
        after: &'s str,
    ) -> impl Iterator<Item = (Level, String)> + use<'s, 'c> {
        let gone = (!self.new.contains_key(before))
            .then(|| (Level::Major, format!("`{}` is gone", sides.path(before))));
        let new = (!self.old.contains_key(after))
            .then(|| (Level::Minor, format!("`{}` is new", sides.path(after))));
        gone.into_iter().chain(new)
    }
}

fn names_of<'c>(codes: &Codes<'c>) -> BTreeMap<&'c str, &'c ErrorCode> {
    codes.values().map(|(code, name)| (*name, *code)).collect()
}

/// Codes of the old docs that the new ones have once too, by another name.
fn renamed_codes<'c>(old: &Codes<'c>, new: &Codes<'_>) -> BTreeMap<&'c str, (&'c ErrorCode, &'c str)> {
    let lone = |own: &Codes<'_>, other: &Codes<'_>| -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        let left = own.iter().filter(|(key, (code, _))| !other.contains_key(*key) && !code.code.is_empty());
        left.for_each(|(_, (code, _))| *counts.entry(code.code.clone()).or_default() += 1);
        counts
    };
    let (ours, theirs) = (lone(old, new), lone(new, old));
    let is_once = |code: &str| ours.get(code) == Some(&1) && theirs.get(code) == Some(&1);
    let left = old.iter().filter(|(key, (code, _))| !new.contains_key(*key) && is_once(&code.code));
    left.map(|(_, (code, name))| (code.code.as_str(), (*code, *name))).collect()
}

/// Codes that the old docs do not list, and those of the old docs that the new ones do not list and that have the same
/// explanation, where nothing else of their side has it.
fn renumbered<'n, 'c>(
    old: &Codes<'c>,
    new: &Codes<'n>,
) -> BTreeMap<ErrorCodeKey<'n>, (&'c ErrorCode, &'c str)> {
    let mut found = BTreeMap::new();
    if old.keys().eq(new.keys()) {
        return found;
    }
    let (ours, theirs) = (by_meaning(old), by_meaning(new));
    for (means, had) in &ours {
        let ([was], Some([is])) = (had.as_slice(), theirs.get(means).map(Vec::as_slice)) else { continue };
        let name = old.get(&was.key()).map(|(_, name)| *name).filter(|_| !new.contains_key(&was.key()));
        if let Some(name) = name.filter(|_| !old.contains_key(&is.key())) {
            found.insert(is.key(), (*was, name));
        }
    }
    found
}

/// The code of the old docs that had the explanation which a code has now, and no longer has it.
fn exchanged(old: &Meanings<'_>, new: &Codes<'_>, now: &ErrorCode) -> Option<String> {
    let means = meaning(now)?;
    let is_still = |was: &ErrorCode| {
        let is_it = |code: &ErrorCode| code.label() == was.label() && meaning(code).as_ref() == Some(&means);
        new.values().any(|(code, _)| is_it(code))
    };
    let had = old.get(&means)?;
    had.iter().find(|was| was.key() != now.key() && !is_still(was)).map(|was| was.label())
}

/// Codes by what they mean.
fn by_meaning<'c>(codes: &Codes<'c>) -> Meanings<'c> {
    let mut meanings = Meanings::new();
    for (code, _) in codes.values() {
        meaning(code).into_iter().for_each(|means| meanings.entry(means).or_default().push(code));
    }
    meanings
}

/// What a code means, in words without case and blanks.
fn meaning(code: &ErrorCode) -> Option<Vec<String>> {
    let plain = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let texts: Vec<String> = code.docs.iter().map(|text| plain(&text.text)).collect();
    (!texts.is_empty()).then_some(texts)
}

/// Everything that is said of a code.
fn says(code: &ErrorCode) -> (&str, Vec<&str>, Option<u16>) {
    (&code.name, code.docs.iter().map(|text| text.text.as_str()).collect(), code.status)
}

struct Sides<'a> {
    old: &'a Api,
    new: &'a Api,
    service: &'a str,
}

impl Sides<'_> {
    /// The path of a constant.
    fn path(&self, name: &str) -> String {
        format!("{}::error_codes::{name}", self.service.replace('.', "::"))
    }

    /// A code that the old docs do not list, unless they have one under its name.
    fn added(&self, was: Option<&ErrorCode>, code: &ErrorCode, name: &str) -> Entry {
        if let Some(was) = was {
            return self.renumbered(was, code, "under the same name");
        }
        let mut entry = self.entry(&rules::ERROR_CODE_ADDED, "is new", None, Some(code));
        entry.rust(Level::Minor, &format!("`{}` is new", self.path(name)));
        entry
    }

    /// A code that the old docs have as another one.
    fn renumbered(&self, was: &ErrorCode, code: &ErrorCode, how: &str) -> Entry {
        let what = format!("was `{}`, {how}", was.label());
        self.entry(&rules::ERROR_CODE_RENUMBERED, &what, Some(was), Some(code))
    }

    /// A code that is explained or called otherwise; `other` meant before what it means now.
    fn changed(&self, was: &ErrorCode, code: &ErrorCode, other: Option<String>) -> Entry {
        let (rule, what) = match other {
            Some(other) => (&rules::ERROR_CODES_EXCHANGED, format!("means what `{other}` meant")),
            None => (&rules::ERROR_CODE_TEXT, "is explained otherwise".to_owned()),
        };
        self.entry(rule, &what, Some(was), Some(code))
    }

    /// Constants that are named otherwise, although their codes are called as they were.
    fn renamed(&self, reasons: &[String]) -> Option<Entry> {
        let fact = format!("{}.error_codes", self.service);
        let mut entry = callers::cascade(&fact, "constants are named otherwise, because of other codes");
        reasons.iter().for_each(|reason| entry.rust(Level::Major, reason));
        (!reasons.is_empty()).then_some(entry)
    }

    /// A code that the new docs do not list.
    fn removed(&self, code: &ErrorCode, name: &str, is_name_gone: bool) -> Entry {
        let mut entry = self.entry(&rules::ERROR_CODE_REMOVED, "is gone", Some(code), None);
        if is_name_gone {
            entry.rust(Level::Major, &format!("`{}` is gone", self.path(name)));
        }
        entry
    }

    fn entry(
        &self,
        rule: &'static Rule,
        what: &str,
        old: Option<&ErrorCode>,
        new: Option<&ErrorCode>,
    ) -> Entry {
        let label = new.or(old).map(ErrorCode::label).unwrap_or_default();
        let fact = format!("{}.error_codes.{label}", self.service);
        let message = format!("the error code `{label}` of `{}` {what}", self.service);
        let words = |code: &ErrorCode| {
            let (name, texts, status) = says(code);
            let status = status.filter(|_| !code.code.is_empty()).map(|status| format!(" (HTTP {status})"));
            let is_same = |other: Option<&ErrorCode>| {
                other.is_none_or(|other| (&other.name, &other.code) == (&code.name, &code.code))
            };
            let who = match is_same(old) && is_same(new) {
                true => String::new(),
                false => format!("{} {name}: ", code.text()),
            };
            format!("{who}{}{}", texts.join("\n"), status.unwrap_or_default())
        };
        let place = |api: &Api, code: &ErrorCode| ends::place(&api.files, code.origin);
        Entry::new(rule, Side::Response, fact, message)
            .says(old.map(words), new.map(words))
            .at(old.and_then(|it| place(self.old, it)), new.and_then(|it| place(self.new, it)))
    }
}

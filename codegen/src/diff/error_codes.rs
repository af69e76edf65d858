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
    let (mut entries, mut renamed) = (Vec::new(), Vec::new());
    let meanings = OnceCell::new();
    for (key, (code, name)) in &theirs {
        match ours.get(key) {
            None => {
                let mut entry = sides.entry(&rules::ERROR_CODE_ADDED, "is new", None, Some(code));
                entry.rust(Level::Minor, &format!("`{}` is new", sides.path(name)));
                entries.push(entry);
            }
            Some((was, before)) => {
                if says(was) != says(code) {
                    let meanings = meanings.get_or_init(|| by_meaning(&ours));
                    let other = exchanged(meanings, &theirs, code);
                    let (rule, what) = match &other {
                        Some(other) => (&rules::ERROR_CODES_EXCHANGED, format!("means what `{other}` meant")),
                        None => (&rules::ERROR_CODE_TEXT, "is explained otherwise".to_owned()),
                    };
                    entries.push(sides.entry(rule, &what, Some(was), Some(code)));
                }
                if before != name {
                    renamed.push(format!("`{}` is now `{name}`", sides.path(before)));
                }
            }
        }
    }
    for (code, name) in ours.iter().filter(|(key, _)| !theirs.contains_key(*key)).map(|(_, it)| it) {
        let mut entry = sides.entry(&rules::ERROR_CODE_REMOVED, "is gone", Some(code), None);
        entry.rust(Level::Major, &format!("`{}` is gone", sides.path(name)));
        entries.push(entry);
    }
    if !renamed.is_empty() {
        let fact = format!("{}.error_codes", new.1.name);
        let mut entry = callers::cascade(&fact, "constants are named otherwise, because of other codes");
        renamed.iter().for_each(|reason| entry.rust(Level::Major, reason));
        entries.push(entry);
    }
    entries
}

fn by_key<'c>(codes: &'c [ErrorCode], names: &'c [String]) -> Codes<'c> {
    codes.iter().zip(names).map(|(code, name)| (code.key(), (code, name.as_str()))).collect()
}

/// The code of the old docs that had the explanation which a code has now, and no longer has it.
fn exchanged(old: &Meanings<'_>, new: &Codes<'_>, now: &ErrorCode) -> Option<String> {
    let means = meaning(now)?;
    let is_still =
        |was: &ErrorCode| new.get(&was.key()).is_none_or(|(code, _)| meaning(code).as_ref() == Some(&means));
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
fn says(code: &ErrorCode) -> (Vec<&str>, Option<u16>) {
    (code.docs.iter().map(|text| text.text.as_str()).collect(), code.status)
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
            let (texts, status) = says(code);
            let status = status.filter(|_| !code.code.is_empty()).map(|status| format!(" (HTTP {status})"));
            format!("{}{}", texts.join("\n"), status.unwrap_or_default())
        };
        let place = |api: &Api, code: &ErrorCode| ends::place(&api.files, code.origin);
        Entry::new(rule, Side::Response, fact, message)
            .says(old.map(words), new.map(words))
            .at(old.and_then(|it| place(self.old, it)), new.and_then(|it| place(self.new, it)))
    }
}

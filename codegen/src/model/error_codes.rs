//! Error codes that the docs list; what several tables say of one code is one item.

use super::{Origin, Service, Texts};
use crate::limits::ERROR_TEXTS;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One documented error code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorCode {
    /// The code as a JSON literal, `17000`, `"InvalidParameter"`; empty where the docs give the HTTP status alone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The name that the docs give the code: `NOT_FOUND`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The HTTP status that comes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What it means and what to do about it, each row and language a text.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub docs: Texts,
    /// The row that lists it.
    pub origin: Origin,
}

/// What two rows have in common that speak of one code.
pub type Key<'c> = (&'c str, &'c str, Option<u16>);

impl ErrorCode {
    /// What tells it from other codes: code and name, or the status where there is no code.
    pub fn key(&self) -> Key<'_> {
        (&self.code, &self.name, self.status.filter(|_| self.code.is_empty()))
    }

    /// The code as text, without quotes: `InvalidParameter`, `17000`; `HTTP 404` where the docs give the status alone.
    pub fn label(&self) -> String {
        match self.status.filter(|_| self.code.is_empty()) {
            Some(status) => format!("HTTP {status}"),
            None => self.text(),
        }
    }

    /// The code as it is sent, without quotes; empty where the docs give the HTTP status alone.
    pub fn text(&self) -> String {
        serde_json::from_str(&self.code).unwrap_or_else(|_| self.code.clone())
    }
}

/// What tells codes apart, owned.
type OwnedKey = (String, String, Option<u16>);

fn owned_key(code: &ErrorCode) -> OwnedKey {
    let (literal, name, status) = code.key();
    (literal.to_owned(), name.to_owned(), status)
}

/// Adds codes to a list; texts that are new join those of the same code.
pub fn add_error_codes(list: &mut Vec<ErrorCode>, more: impl IntoIterator<Item = ErrorCode>) {
    let mut more = more.into_iter().peekable();
    if more.peek().is_none() {
        return;
    }
    let mut places: BTreeMap<OwnedKey, usize> =
        list.iter().enumerate().map(|(at, code)| (owned_key(code), at)).collect();
    for code in more {
        match places.get(&owned_key(&code)) {
            Some(at) => join(&mut list[*at], code),
            None => {
                places.insert(owned_key(&code), list.len());
                list.push(code);
            }
        }
    }
}

/// Adds what another row says of a code. A status that rows do not agree on is none of the code's.
fn join(have: &mut ErrorCode, more: ErrorCode) {
    if more.status.is_some() && have.status != more.status {
        have.status = have.status.is_none().then_some(more.status).flatten();
    }
    for text in more.docs {
        let is_new = have.docs.iter().all(|own| own.text != text.text);
        if is_new && have.docs.len() < ERROR_TEXTS {
            have.docs.push(text);
        }
    }
}

/// All codes that the pages of a service list, in the order of numbers, then of texts, then of HTTP statuses.
pub fn error_codes_of(service: &Service) -> Vec<ErrorCode> {
    let of_calls = service.endpoints.iter().flat_map(|endpoint| &endpoint.error_codes);
    error_codes_in(service.error_codes.iter().chain(of_calls))
}

/// Codes of several tables, each once, in the order of numbers, then of texts, then of HTTP statuses.
pub fn error_codes_in<'c>(codes: impl Iterator<Item = &'c ErrorCode>) -> Vec<ErrorCode> {
    let mut all = Vec::new();
    add_error_codes(&mut all, codes.cloned());
    name_all(&mut all);
    all.sort_by_cached_key(|code| {
        let number = code.code.parse::<i64>().ok();
        (code.code.is_empty(), number.is_none(), number, owned_key(code))
    });
    all
}

/// A table that gives a code no name speaks of the one that another table names, where there is one of that code.
fn name_all(codes: &mut Vec<ErrorCode>) {
    let mut names: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for code in codes.iter().filter(|code| !code.code.is_empty() && !code.name.is_empty()) {
        let several = names.insert(&code.code, Some(&code.name)).is_some();
        if several {
            names.insert(&code.code, None);
        }
    }
    let names: BTreeMap<String, String> =
        names.into_iter().filter_map(|(code, name)| Some((code.to_owned(), name?.to_owned()))).collect();
    let is_nameless = |code: &ErrorCode| code.name.is_empty() && names.contains_key(&code.code);
    let (mut nameless, named): (Vec<_>, Vec<_>) = std::mem::take(codes).into_iter().partition(is_nameless);
    nameless.iter_mut().for_each(|code| code.name.clone_from(&names[&code.code]));
    *codes = named;
    add_error_codes(codes, nameless);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;

    fn code(literal: &str, status: Option<u16>, text: &str) -> ErrorCode {
        let docs = [Text { text: text.into(), ..Text::default() }].into_iter().collect();
        ErrorCode { code: literal.to_owned(), status, docs, ..ErrorCode::default() }
    }

    #[test]
    fn a_table_without_names_adds_to_the_code_of_a_name() {
        let named = |name: &str| ErrorCode { name: name.to_owned(), ..code("7", None, name) };
        let one = [code("7", None, "a"), named("FULL")];
        let list = error_codes_in(one.iter());
        assert_eq!((list.len(), list[0].name.as_str(), list[0].docs.len()), (1, "FULL", 2));
        let two = [code("7", None, "a"), named("FULL"), named("BUSY")];
        assert_eq!(error_codes_in(two.iter()).len(), 3);
    }

    #[test]
    fn rows_of_one_code_are_one() {
        let mut list = vec![code("7", Some(400), "a")];
        add_error_codes(
            &mut list,
            [code("7", Some(400), "b"), code("\"7\"", None, "a"), code("7", None, "a")],
        );
        assert_eq!(list.len(), 2);
        assert_eq!((list[0].docs.len(), list[0].status), (2, Some(400)));
        add_error_codes(&mut list, [code("7", Some(409), "c")]);
        assert_eq!((list[0].docs.len(), list[0].status), (3, None));
    }
}

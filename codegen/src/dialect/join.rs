//! What files of a chain say together: lists are added, a single value of a later file replaces an earlier one.

use super::file::{
    Client, Convention, DialectFile, Envelope, Grammar, Marks, NameSource, Nesting, Pages, PerPage, Required,
    Routes,
};
use super::notes::Notes;
use super::phrase::Phrase;
use super::proposals::Proposals;
use super::success::Success;
use std::collections::BTreeMap;

/// All but the word tables and the signs of the files, the most general file first.
pub(super) fn join(chain: &[&DialectFile]) -> DialectFile {
    let mut joined = DialectFile::default();
    for file in chain {
        joined.name.join(&file.name);
        joined.client.join(&file.client);
        joined.pages.join(&file.pages);
        joined.routes.join(&file.routes);
        joined.nesting.join(&file.nesting);
        joined.envelope.join(&file.envelope);
        joined.notes.join(&file.notes);
        joined.marks.join(&file.marks);
        joined.descriptions.join(&file.descriptions);
        joined.propose.join(&file.propose);
        joined.paging.join(&file.paging);
        joined.filters.join(&file.filters);
    }
    joined
}

trait Join {
    /// Takes in what a later file says.
    fn join(&mut self, later: &Self);
}

impl Join for String {
    fn join(&mut self, later: &Self) {
        if !later.is_empty() {
            self.clone_from(later);
        }
    }
}

impl Join for bool {
    fn join(&mut self, later: &Self) {
        *self |= later;
    }
}

impl Join for PerPage {
    fn join(&mut self, later: &Self) {
        if *later != Self::default() {
            *self = *later;
        }
    }
}

/// A rule holds as a whole.
impl Join for Option<Success> {
    fn join(&mut self, later: &Self) {
        if later.is_some() {
            self.clone_from(later);
        }
    }
}

impl Join for Vec<String> {
    fn join(&mut self, later: &Self) {
        self.extend_from_slice(later);
    }
}

/// Sources in order of preference: a list of another file replaces it as a whole.
impl Join for Vec<NameSource> {
    fn join(&mut self, later: &Self) {
        if !later.is_empty() {
            self.clone_from(later);
        }
    }
}

// The first convention and the first grammar that fit count, so those of later files go before.
impl Join for Vec<Convention> {
    fn join(&mut self, later: &Self) {
        self.splice(..0, later.iter().cloned());
    }
}

impl Join for Vec<Grammar> {
    fn join(&mut self, later: &Self) {
        self.splice(..0, later.iter().cloned());
    }
}

impl Join for BTreeMap<String, String> {
    fn join(&mut self, later: &Self) {
        self.extend(later.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
}

impl Join for BTreeMap<Phrase, Vec<String>> {
    fn join(&mut self, later: &Self) {
        for (phrase, words) in later {
            self.entry(*phrase).or_default().join(words);
        }
    }
}

impl Join for BTreeMap<String, Vec<String>> {
    fn join(&mut self, later: &Self) {
        for (key, words) in later {
            self.entry(key.clone()).or_default().join(words);
        }
    }
}

/// Joins tables key by key; a key that is not listed does not compile.
macro_rules! join_keys {
    ($($table:ident { $($key:ident),* })*) => {
        $(impl Join for $table {
            fn join(&mut self, later: &Self) {
                let Self { $($key),* } = later;
                $(self.$key.join($key);)*
            }
        })*
    };
}

join_keys! {
    Client { runtime, name, signed, auth_header, service, hosts }
    Pages { skip, extensions, endpoints, labels, languages }
    Routes { name, name_rows, name_patterns, table_prefix, default_method, default_path, strip, path_columns, method_columns }
    Nesting {
        suffixes, prefixes, separators, mentions, numbered, below, likes, answers, requests, members, map_key, map_value, anonymous, response_is_payload, shared_types, indents, joints, within, parts, sent, returned, levels, parents, appendices,
        index_segments, variants, conditions, whens, equals, steps, aliases, values
    }
    Envelope { payload, optional, members, credentials, headers, success }
    Marks {
        optional, required, optional_suffix, required_suffix, required_prefix, nullable_prefix, never_null_suffix, yes_beside_no, may_be_null, footnotes, required_by_default
    }
    Notes {
        open, open_row, nothing, no_value, returns, success, no_content, all_optional, all_required, except, list_body, form_titles, not_called, list_answer, qualifiers, behind_types, any_type, unread_formats, declarations, cookies, failure, inherits, works_like, sends, reads,
        writes, things, verb_joins,
        same, above, call_words, remarks, articles, joined, keyed, failed, one_or_list, idempotency_tokens, idempotency
    }
    Proposals { credentials, starts, limits, not_paging, totals, structures }
}

impl Required {
    /// The words by what they mean.
    pub(super) fn by_meaning(&self) -> BTreeMap<bool, Vec<String>> {
        BTreeMap::from([(true, self.yes.clone()), (false, self.no.clone())])
    }
}

impl Marks {
    /// The words by whether the field must be sent.
    pub(super) fn by_meaning(&self) -> BTreeMap<bool, Vec<String>> {
        BTreeMap::from([(true, self.required.clone()), (false, self.optional.clone())])
    }
}

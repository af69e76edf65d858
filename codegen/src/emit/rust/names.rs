//! Identifiers: the only place that turns names of pages into names of Rust.
//!
//! A name is made from the page's own name and, where two meet, from the path that leads there. Nothing is
//! numbered, so reordering pages or rows renames nothing.
//!
//! Types that meet give way by rank ([`resolve_ranked`]), so that a field more in an answer does not rename a type of the
//! request.

use crate::limits::NAME_BYTES;
use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

pub(super) mod versions;

/// The field of attributes beyond the documented ones. No documented field has this name, open object or not, so that
/// neither moves when the other appears.
pub(super) const EXTRA: &str = "extra";

/// Words that cannot name a field, function or module.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// Type names that emitted files use unqualified.
pub(super) const PRELUDE_TYPES: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Err",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Self",
    "Send",
    "Some",
    "String",
    "Sync",
    "Vec",
];

/// Features that every emitted crate has.
const FEATURES: &[&str] = &["default", "full", "both-ways"];

/// An identifier from text that one of this module's functions made.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// `bkBizId` → `bk_biz_id`; a keyword gets an underscore behind it.
pub(super) fn snake(text: &str) -> String {
    let name = bounded(ascii(text).to_snake_case(), text);
    match name {
        name if name.starts_with(|first: char| first.is_ascii_digit()) => format!("n{name}"),
        name if KEYWORDS.contains(&name.as_str()) => format!("{name}_"),
        name => name,
    }
}

/// The name of a field: as [`snake`], and an underscore behind the word that open objects need.
pub(super) fn field(text: &str) -> String {
    match snake(text) {
        name if name == EXTRA => format!("{name}_"),
        name => name,
    }
}

/// `DstIP` → `dst_i_p`: the snake-case name that keeps apart what differs only in case.
pub(super) fn spelled(text: &str) -> String {
    let word = |c: char| if c.is_ascii_uppercase() { format!("_{c}") } else { c.to_string() };
    snake(&text.chars().map(word).collect::<String>())
}

/// `ProjectName` → `project_name_pascal`: the snake-case name that says how the wire name is written, if not so.
pub(super) fn styled(text: &str) -> String {
    let has = |of: fn(&char) -> bool| text.chars().any(|c| of(&c));
    let starts_upper = text.starts_with(|c: char| c.is_ascii_uppercase());
    let style = match (starts_upper, has(char::is_ascii_uppercase), has(char::is_ascii_lowercase)) {
        (_, false, _) => return snake(text),
        (_, true, false) => "upper",
        (true, ..) => "pascal",
        (false, ..) => "camel",
    };
    snake(&format!("{text}_{style}"))
}

/// `bk_biz_id` → `BkBizId`.
pub(super) fn camel(text: &str) -> String {
    let name = bounded(ascii(text).to_upper_camel_case(), text);
    match name {
        name if name.starts_with(|first: char| first.is_ascii_digit()) => format!("N{name}"),
        name if name == "Self" => "SelfType".to_owned(),
        name => name,
    }
}

/// `blueking.cc` → `blueking-cc`: a feature of the emitted crate.
pub(super) fn feature(service: &str) -> String {
    let name = service.split('.').map(|part| ascii(part).to_snake_case()).collect::<Vec<_>>().join("-");
    let name = bounded(name, service);
    if FEATURES.contains(&name.as_str()) { format!("{name}-service") } else { name }
}

/// `InvalidDisk.NotFound` → `INVALID_DISK_NOT_FOUND`: a constant.
pub(super) fn constant(text: &str) -> String {
    let name = bounded(ascii(text).to_shouty_snake_case(), text).to_uppercase();
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("CODE_{name}") } else { name }
}

/// The snake-case name that keeps apart what differs only in case or punctuation.
pub(super) fn exact(text: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let name: String =
        text.chars().map(|c| if plain(c) { c.to_string() } else { format!("_{}_", code(c)) }).collect();
    let name = name.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    let name = bounded(name, text);
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || KEYWORDS.contains(&name.as_str())
    {
        format!("n_{name}")
    } else {
        name
    }
}

/// Element name of a list: `instances` → `instance`, `status` stays.
pub(super) fn singular(word: &str) -> String {
    let cut = |n: usize| word[..word.len() - n].to_owned();
    match word {
        _ if word.len() < 4 || !word.is_ascii() => word.to_owned(),
        _ if word.ends_with("ies") => format!("{}y", cut(3)),
        _ if ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end)) => cut(2),
        _ if ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) => word.to_owned(),
        _ if word.ends_with('s') => cut(1),
        _ => word.to_owned(),
    }
}

/// The name, cut and sealed where it is too long for a file.
fn bounded(name: String, text: &str) -> String {
    if name.len() <= NAME_BYTES { name } else { sealed(&name[..name.floor_char_boundary(NAME_BYTES)], text) }
}

/// Letters, digits and underscores for any text; never empty.
fn ascii(text: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        match c {
            _ if c.is_ascii_alphanumeric() => name.push(c),
            _ if c.is_alphanumeric() => name.push_str(&format!("_{}_", code(c))),
            _ => name.push('_'),
        }
    }
    if name.bytes().any(|b| b != b'_') {
        return name;
    }
    let codes: Vec<String> = text.chars().map(code).collect();
    if codes.is_empty() { "empty".to_owned() } else { codes.join("_") }
}

fn code(c: char) -> String {
    format!("u{:x}", c as u32)
}

/// Picks one name for each item out of its candidates, the shortest first.
///
/// Items that meet, or that meet a reserved name, all move on to their next candidate; `key` says when two
/// names meet. The outcome does not depend on the order of the items.
pub(super) fn resolve(items: &[Vec<String>], reserved: &[&str], key: Key) -> Vec<String> {
    let first = items.iter().map(|item| item[0].clone()).collect();
    resolve_lazily(first, &|idx| items[idx][1..].to_vec(), reserved, key)
}

/// [`resolve`] for items whose further candidates are seldom needed: `rest` makes those of one item.
pub(super) fn resolve_lazily(
    mut names: Vec<String>,
    rest: &dyn Fn(usize) -> Vec<String>,
    reserved: &[&str],
    key: Key,
) -> Vec<String> {
    let reserved: Vec<Cow<'_, str>> = reserved.iter().map(|name| key(name)).collect();
    // Of each item that met another: all its candidates, and which of them counts.
    let mut moved: BTreeMap<usize, (Vec<String>, usize)> = BTreeMap::new();
    loop {
        let met = meetings(&names, &reserved, key);
        let mut moves = false;
        for idx in &met {
            let whole = || (std::iter::once(names[*idx].clone()).chain(rest(*idx)).collect(), 0);
            let (candidates, level) = moved.entry(*idx).or_insert_with(whole);
            if let Some(next) = candidates.get(*level + 1) {
                names[*idx].clone_from(next);
                *level += 1;
                moves = true;
            }
        }
        if !moves {
            // Candidates that run out are told apart by a digest of all of them, which depends on the item alone.
            met.iter().for_each(|idx| names[*idx] = sealed(&names[*idx], &moved[idx].0.join("\0")));
            return names;
        }
    }
}

/// Picks one name for each item out of its candidates, the shortest first; of items that meet the one of the lowest rank
/// keeps the name. Ranks are of the items alone, so the outcome does not depend on their order.
pub(super) fn resolve_ranked<R: Ord>(
    items: &[Vec<String>],
    ranks: &[R],
    reserved: &[&str],
    key: Key,
) -> Vec<String> {
    let mut taken: BTreeSet<Cow<'_, str>> = reserved.iter().map(|name| key(name)).collect();
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|at| &ranks[*at]);
    let mut names = vec![String::new(); items.len()];
    for at in order {
        let free = items[at].iter().find(|name| !taken.contains(&key(name)));
        let last = || sealed(&items[at][items[at].len() - 1], &items[at].join("\0"));
        names[at] = free.cloned().unwrap_or_else(last);
        taken.insert(Cow::Owned(key(&names[at]).into_owned()));
    }
    names
}

/// The items whose name is reserved or taken twice.
fn meetings(names: &[String], reserved: &[Cow<'_, str>], key: Key) -> Vec<usize> {
    let mut keys: Vec<_> = names.iter().enumerate().map(|(idx, name)| (key(name), idx)).collect();
    keys.sort_unstable();
    let alike = keys.chunk_by(|(one, _), (other, _)| one == other);
    let met = alike.filter(|items| items.len() > 1 || reserved.contains(&items[0].0));
    met.flatten().map(|(_, idx)| *idx).collect()
}

/// The name with a digest of what it stands for: a last candidate, for texts that no readable name keeps apart.
pub(super) fn sealed(name: &str, identity: &str) -> String {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let digest = identity.bytes().fold(0xcbf2_9ce4_8422_2325, fnv);
    let camel = name.starts_with(|first: char| first.is_ascii_uppercase());
    if camel { format!("{name}X{digest:x}") } else { format!("{name}_x{digest:x}") }
}

/// What two names that meet have in common.
pub(super) type Key = fn(&str) -> Cow<'_, str>;

/// Two names meet when they are the same.
pub(super) fn same(name: &str) -> Cow<'_, str> {
    Cow::Borrowed(name)
}

/// Two names meet when they differ only in case and underscores: as modules, types and files they would
/// clash somewhere.
pub(super) fn alike(name: &str) -> Cow<'_, str> {
    name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests;

//! The changes of the public API that changed files amount to. The former API is read back from the tree, so the result
//! does not depend on the cache.

use crate::emit::rust::public_api::{self, Members, PublicApi};
use crate::output::write::{self, Summary};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fmt;

/// One endpoint or type that was added, changed or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `+`, `~` or `-`.
    pub mark: char,
    /// `endpoint` or `type`.
    pub kind: &'static str,
    /// `vendor.service.endpoint`, for a type `vendor.service.endpoint.Type`.
    pub name: String,
    /// What is different, for people.
    pub what: Vec<String>,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mark, kind, name, what } = self;
        write!(f, "{mark} {kind} {name}")?;
        if what.is_empty() { Ok(()) } else { write!(f, ": {}", what.join(", ")) }
    }
}

/// The changes of the tree that callers build, in the order of its files.
pub(super) fn of(summary: &Summary) -> Vec<Change> {
    let files = [('+', &summary.added), ('~', &summary.changed), ('-', &summary.removed)];
    let mut files: Vec<(&str, char, &write::Change)> = files
        .into_iter()
        .flat_map(|(mark, files)| files.iter().map(move |file| (file.path.as_str(), mark, file)))
        .collect();
    files.sort_by_key(|(path, ..)| *path);
    files.into_par_iter().flat_map_iter(|(path, mark, file)| of_file(path, mark, file)).collect()
}

fn of_file(path: &str, mark: char, file: &write::Change) -> Vec<Change> {
    let Some(name) = module(path) else { return Vec::new() };
    let is_types = name.ends_with(".types");
    if mark != '~' {
        return if is_types { all_types(mark, &name, file) } else { vec![whole(mark, "endpoint", name)] };
    }
    let read = |text: &str| public_api::read(text).unwrap_or_default();
    let (before, after) = (read(&file.before), read(&file.after));
    let types = of_types(&name, &before, &after);
    let mut what = of_call(&before, &after);
    if what.is_empty() && types.is_empty() {
        // The API is the same; constants are how calls are sent and answers read.
        let said = match code(&file.before).eq(code(&file.after)) {
            true => "other documentation",
            false => "is sent or read in another way",
        };
        what.push(said.to_owned());
    }
    let whole = Change { mark: '~', kind: if is_types { "types" } else { "endpoint" }, name, what };
    std::iter::once(whole).filter(|whole| !whole.what.is_empty()).chain(types).collect()
}

/// The lines of a file without its comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

fn whole(mark: char, kind: &'static str, name: String) -> Change {
    Change { mark, kind, name, what: Vec::new() }
}

/// All types of a file that is added or removed; their names are found without parsing it.
fn all_types(mark: char, module: &str, file: &write::Change) -> Vec<Change> {
    let text = if mark == '+' { &file.after } else { &file.before };
    let names: BTreeSet<&str> = public_api::type_names(text).collect();
    names.into_iter().map(|name| whole(mark, "type", format!("{module}.{name}"))).collect()
}

/// `vendor/service/endpoint.rs` as a name; other files hold nothing of their own.
fn module(path: &str) -> Option<String> {
    let path = path.strip_suffix(".rs")?;
    (path.matches('/').count() == 2 && !path.ends_with("/both_ways")).then(|| path.replace('/', "."))
}

fn of_call(before: &PublicApi, after: &PublicApi) -> Vec<String> {
    let pairs = [("calls", &before.route, &after.route), ("returns", &before.output, &after.output)];
    let changed = pairs.into_iter().filter(|(_, before, after)| before != after);
    changed.map(|(verb, before, after)| format!("{verb} `{after}` instead of `{before}`")).collect()
}

fn of_types(module: &str, before: &PublicApi, after: &PublicApi) -> Vec<Change> {
    let names: BTreeSet<&String> = before.types.keys().chain(after.types.keys()).collect();
    let change = |name: &String| {
        let (mark, what) = match (before.types.get(name), after.types.get(name)) {
            (None, _) => ('+', Vec::new()),
            (_, None) => ('-', Vec::new()),
            (Some(before), Some(after)) => ('~', of_members(before, after)),
        };
        let name = format!("{module}.{name}");
        (mark != '~' || !what.is_empty()).then_some(Change { mark, kind: "type", name, what })
    };
    names.into_iter().filter_map(change).collect()
}

fn of_members(before: &Members, after: &Members) -> Vec<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |name: &String| match (before.get(name), after.get(name)) {
        (None, _) => Some(format!("`{name}` added")),
        (_, None) => Some(format!("`{name}` removed")),
        (Some(before), Some(after)) if before == after => None,
        (Some(before), Some(after)) if *before == format!("Option<{after}>") => {
            Some(format!("`{name}` now required"))
        }
        (Some(before), Some(after)) if *after == format!("Option<{before}>") => {
            Some(format!("`{name}` now optional"))
        }
        (Some(_), Some(after)) => Some(format!("`{name}` now `{after}`")),
    };
    names.into_iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "pub struct Get { pub a: i64, pub b: Option<String>, pub c: bool }
        pub enum Kind { A, B }
        pub struct Gone;
        impl docwright_runtime::Operation for Get {
            type Output = Vec<Out>;
            const ENDPOINT: E = E::new(\"v.s\", \"get\", docwright_runtime::Method::Get, \"/x\").payload(\"data\");
        }";

    /// Expects what is said of a file whose text was [`OLD`].
    #[track_caller]
    fn check(path: &str, after: &str, expect: &[&str]) {
        let change = write::Change { path: path.to_owned(), before: OLD.to_owned(), after: after.to_owned() };
        let summary = Summary { changed: vec![change], ..Summary::default() };
        let got: Vec<String> = of(&summary).iter().map(Change::to_string).collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn changes_are_said_in_words() {
        check("v/s/get.rs", &format!("// more\n{OLD}"), &["~ endpoint v.s.get: other documentation"]);
        let new = OLD.replace(r#"payload("data")"#, r#"payload("result")"#);
        check("v/s/get.rs", &new, &["~ endpoint v.s.get: is sent or read in another way"]);
        let new = OLD
            .replace("pub a: i64", "pub a: Option<i64>, pub d: u8")
            .replace("Option<String>", "String")
            .replace("pub c: bool", "pub c: String");
        let fields = "`a` now optional, `b` now required, `c` now `String`, `d` added";
        check("v/s/get.rs", &new, &[&format!("~ type v.s.get.Get: {fields}")]);
        let new = OLD.replace("A, B", "A, C").replace("Gone", "Here").replace("/x", "/y");
        let expect = [
            "~ endpoint v.s.get: calls `Get /y` instead of `Get /x`",
            "- type v.s.get.Gone",
            "+ type v.s.get.Here",
            "~ type v.s.get.Kind: `B` removed, `C` added",
        ];
        check("v/s/get.rs", &new, &expect);
        check("v/s.rs", "", &[]);
        check("v/s/both_ways.rs", "", &[]);
        check("v/s/both_ways/get.rs", "", &[]);
    }

    #[test]
    fn added_and_removed_endpoints() {
        let change = |path: &str| write::Change { path: path.to_owned(), ..write::Change::default() };
        let (added, removed) = (vec![change("v/s/b.rs")], vec![change("v/s/a.rs")]);
        let got = of(&Summary { added, removed, ..Summary::default() });
        let got: Vec<String> = got.iter().map(Change::to_string).collect();
        assert_eq!(got, ["- endpoint v.s.a", "+ endpoint v.s.b"]);
    }
}

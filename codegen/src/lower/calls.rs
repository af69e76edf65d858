//! Calls that others take over, found by what names them: a route, a link, or a title.

use super::anchor::{Anchor, CallName, Inherit};
use super::draft::Table;
use crate::dialect::normalize;
use crate::page::{route_forms, routes};
use crate::syntax::markdown::{Line, Span};
use foldhash::{HashMap, HashSet};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A call that others may take over.
#[derive(Debug)]
pub struct Call {
    /// Id of its file.
    pub page: u32,
    /// Its method and path.
    pub route: (SmolStr, String),
    /// Its title.
    pub title: String,
    /// What links to it end in.
    pub anchors: Vec<Anchor>,
    /// Its tables of both sides.
    pub tables: Vec<Table>,
    /// What it takes over itself.
    pub inherits: Vec<Inherit>,
}

/// A page, and the place of a call among those that it offers.
pub type CallId = (u32, usize);

/// One of the ways to name a call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// A path without the names of its placeholders.
    Route(String),
    Link(Anchor),
    /// A title, normalised.
    Title(String),
}

impl Key {
    fn of_path(path: &str) -> Self {
        Self::Route(shape(path))
    }

    fn of_title(title: &str) -> Option<Self> {
        let title = normalize(title);
        (!title.is_empty()).then(|| Self::Title(title.into_owned()))
    }

    /// What a name may mean, the surest first; a method where it has one.
    fn of_name(name: &CallName) -> (impl Iterator<Item = Self>, SmolStr) {
        let (method, path) = route(&name.text).unzip();
        let keys = [
            path.as_deref().map(Self::of_path),
            name.link.clone().map(Self::Link),
            Self::of_title(&name.text),
        ];
        (keys.into_iter().flatten(), method.unwrap_or_default())
    }

    fn of_call(call: &Call) -> impl Iterator<Item = Self> {
        let links = call.anchors.iter().cloned().map(Self::Link);
        links.chain([Self::of_path(&call.route.1)]).chain(Self::of_title(&call.title))
    }
}

/// Calls, by what names them.
#[derive(Debug, Default)]
pub struct Calls {
    of_pages: BTreeMap<u32, Vec<Call>>,
    by_key: HashMap<Key, BTreeSet<CallId>>,
}

impl Calls {
    /// Puts the calls of a page in place of those that it had.
    pub fn replace(&mut self, page: u32, calls: Vec<Call>) {
        let (before, now) = (self.of_pages.get(&page).map_or(0, Vec::len), calls.len());
        if before > 0 {
            self.by_key.values_mut().for_each(|ids| ids.retain(|(of, _)| *of != page));
        }
        for (at, call) in calls.iter().enumerate() {
            for key in Key::of_call(call) {
                self.by_key.entry(key).or_default().insert((page, at));
            }
        }
        if before + now > 0 {
            self.of_pages.insert(page, calls);
        }
    }

    /// A call.
    pub fn get(&self, (page, at): CallId) -> &Call {
        &self.of_pages[&page][at]
    }

    /// The call that a name on a page means: by its route, its link, or its title; one of the page itself before others, and
    /// none when several do.
    pub fn named(&self, name: &CallName, page: u32) -> Option<CallId> {
        let (mut keys, method) = Key::of_name(name);
        keys.find_map(|key| {
            let ids = self.by_key.get(&key)?;
            let has_method = !method.is_empty() && matches!(key, Key::Route(_));
            let fits = |id: &&CallId| !has_method || self.get(**id).route.0 == method;
            only(ids.range((page, 0)..=(page, usize::MAX)).filter(fits))
                .or_else(|| only(ids.iter().filter(fits)))
        })
    }

    /// The call of a page that stands above another one.
    pub fn above(&self, (method, path): (&str, &str), page: u32) -> Option<CallId> {
        let ids = self.by_key.get(&Key::of_path(path))?.range((page, 0)..=(page, usize::MAX));
        let is_it = |id: &&CallId| {
            let (own, its) = &self.get(**id).route;
            own == method && its == path
        };
        Some((page, ids.copied().find(|id| is_it(&id))?.1.checked_sub(1)?))
    }

    /// The only call of a page whose title has all words of a name that say something.
    pub fn titled(&self, name: &str, silent: &[String], page: u32) -> Option<CallId> {
        let words = |text: &str| -> BTreeSet<String> {
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let words = words.map(str::to_lowercase).filter(|word| !silent.contains(word));
            words.map(|word| stem(&word, silent).to_owned()).collect()
        };
        let wanted = words(name);
        if wanted.is_empty() {
            return None;
        }
        let calls = self.of_pages.get(&page)?.iter().enumerate();
        let fits = |call: &Call| {
            let has = words(&call.title);
            // Chinese writes words together.
            let is_in = |word: &String| {
                has.contains(word) || !word.is_ascii() && has.iter().any(|own| own.contains(word.as_str()))
            };
            wanted.iter().all(is_in)
        };
        let mut fitting = calls.filter(|(_, call)| fits(call));
        let (at, _) = fitting.next()?;
        fitting.next().is_none().then_some((page, at))
    }
}

/// `creat` of `create` and `creating`, `新增` of `新增接口`.
fn stem<'w>(word: &'w str, silent: &[String]) -> &'w str {
    if !word.is_ascii() {
        let bare = silent.iter().filter_map(|end| word.strip_suffix(end.as_str()));
        return bare.filter(|bare| !bare.is_empty()).min_by_key(|bare| bare.len()).unwrap_or(word);
    }
    let long = |bare: &&str| bare.len() > 2;
    let bare = word.strip_suffix("ing").filter(long).unwrap_or(word);
    bare.strip_suffix(['e', 's']).filter(long).unwrap_or(bare)
}

fn only<'i>(mut ids: impl Iterator<Item = &'i CallId>) -> Option<CallId> {
    let first = ids.next()?;
    ids.next().is_none().then_some(*first)
}

/// The calls that lines name.
#[derive(Debug, Default)]
pub struct Wanted(HashSet<Key>);

impl Wanted {
    /// Those of these names.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n CallName>) -> Self {
        Self(names.into_iter().flat_map(|name| Key::of_name(name).0).collect())
    }

    /// Whether no line names any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a name may mean a call.
    pub fn has(&self, call: &Call) -> bool {
        Key::of_call(call).any(|key| self.0.contains(&key))
    }
}

/// A path without the names of its placeholders.
fn shape(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in path.trim_matches('/').chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => {}
            c => out.push(c),
        }
        if c == '}' {
            out.push('*');
        }
    }
    out
}

/// The method and the path that the name of a call gives.
pub fn route(name: &str) -> Option<(SmolStr, String)> {
    let line = Line { text: Cow::Borrowed(name), span: Span::default() };
    let path = routes::path(&line)?.path;
    let method = route_forms::pair(&line).map(|(method, _)| method.name).unwrap_or_default();
    Some((method.into(), path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(page: u32, method: &str, path: &str, title: &str) -> Call {
        let anchors = vec![Anchor { page, name: title.to_lowercase().replace(' ', "-").into() }];
        let route = (method.into(), path.to_owned());
        Call { page, route, title: title.to_owned(), anchors, tables: Vec::new(), inherits: Vec::new() }
    }

    fn calls() -> Calls {
        let mut calls = Calls::default();
        let create = call(1, "POST", "/trees", "Plant tree");
        calls.replace(
            1,
            vec![create, call(1, "GET", "/trees/{id}", "Get tree"), call(1, "PUT", "/a", "Same")],
        );
        calls.replace(2, vec![call(2, "GET", "/trees", "List trees"), call(2, "PUT", "/b", "Same")]);
        calls
    }

    #[track_caller]
    fn check(name: &str, page: u32, expect: Option<CallId>) {
        let name = CallName { text: name.into(), link: None };
        assert_eq!(calls().named(&name, page), expect, "{name:?}");
        let wanted = Wanted::new([&name]);
        assert!(expect.is_none_or(|id| wanted.has(calls().get(id))), "{name:?}");
    }

    #[test]
    fn names_of_calls() {
        check("POST /trees", 2, Some((1, 0)));
        check("/trees", 1, Some((1, 0)));
        check("/trees", 3, None);
        check("GET /trees/{tree_id}", 2, Some((1, 1)));
        check("`plant tree`", 2, Some((1, 0)));
        check("Same", 2, Some((2, 1)));
        check("Same", 3, None);
        check("DELETE /trees", 1, None);
        let link = |page, name: &str| CallName {
            text: "here".into(),
            link: Some(Anchor { page, name: name.into() }),
        };
        assert_eq!(calls().named(&link(2, "list-trees"), 1), Some((2, 0)));
        assert_eq!(calls().named(&link(2, "plant-tree"), 1), None);
    }

    #[test]
    fn calls_of_a_page() {
        assert_eq!(calls().above(("GET", "/trees/{id}"), 1), Some((1, 0)));
        assert_eq!(calls().above(("POST", "/trees"), 1), None);
        assert_eq!(calls().titled("the plant call", &["the".into(), "call".into()], 1), Some((1, 0)));
        assert_eq!(calls().titled("tree", &[], 1), None);
    }

    #[test]
    fn pages_are_replaced() {
        let mut calls = calls();
        calls.replace(1, vec![call(1, "GET", "/c", "Other")]);
        let named = |text: &str| calls.named(&CallName { text: text.into(), link: None }, 1);
        assert_eq!((named("Plant tree"), named("Other")), (None, Some((1, 0))));
    }
}

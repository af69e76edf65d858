//! Modules of a crate and which of them name each other, read from `use` declarations and paths.

use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};

/// The modules of one crate: path of each, with the modules that its code names.
pub(crate) type Graph = BTreeMap<String, BTreeSet<String>>;

/// Reads the graph from source files: `(path below src, text)`. Unit tests are no part of it, and a parent and its child
/// are one room: a parent declares and re-exports its children, which is no dependency.
pub(crate) fn graph(files: &[(String, String)]) -> Graph {
    let modules: BTreeSet<String> = files.iter().map(|(path, _)| module(path)).collect();
    let parse = |(path, text): &(String, String)| {
        (module(path), syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}")))
    };
    let parsed: Vec<(String, syn::File)> = files.iter().map(parse).collect();
    let exports = parsed.iter().flat_map(|(own, file)| exports(own, file, &modules)).collect();
    let read = |(own, file): &(String, syn::File)| {
        let mut names = Names {
            own,
            modules: &modules,
            exports: &exports,
            aliases: BTreeMap::new(),
            found: BTreeSet::new(),
        };
        names.visit_file(file);
        let own = own.clone();
        let related = |other: &String| {
            *other != own
                && !other.starts_with(&format!("{own}::"))
                && !own.starts_with(&format!("{other}::"))
        };
        let found = names.found.into_iter().filter(related).collect();
        (own, found)
    };
    parsed.iter().map(read).collect()
}

/// Items that a module exports for another one: `(module, item)` with the module they come from.
type Exports = BTreeMap<(String, String), String>;

fn exports(own: &str, file: &syn::File, modules: &BTreeSet<String>) -> Exports {
    let none = Exports::new();
    let mut found = Exports::new();
    for item in &file.items {
        let syn::Item::Use(item) = item else { continue };
        if matches!(item.vis, syn::Visibility::Inherited) {
            continue;
        }
        let mut leaves = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut leaves);
        let names = Names { own, modules, exports: &none, aliases: BTreeMap::new(), found: BTreeSet::new() };
        for (mut path, local) in leaves {
            // `pub use child::Item` begins with the name of a child.
            if modules.contains(&join(own, &path[0])) {
                path.insert(0, "self".to_owned());
            }
            let source = names.absolute(&path).and_then(|path| names.longest(&path));
            found.extend(source.map(|source| ((own.to_owned(), local), source)));
        }
    }
    found
}

fn join(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}::{name}") }
}

/// The paths of a `use` tree, each with the name it has here; empty for `*`.
fn flatten(tree: &syn::UseTree, above: &mut Vec<String>, leaves: &mut Vec<(Vec<String>, String)>) {
    match tree {
        syn::UseTree::Path(path) => {
            above.push(path.ident.to_string());
            flatten(&path.tree, above, leaves);
            above.pop();
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|item| flatten(item, above, leaves)),
        syn::UseTree::Name(name) if name.ident == "self" => {
            leaves.push((above.clone(), above.last().cloned().unwrap_or_default()));
        }
        syn::UseTree::Name(name) => {
            let name = name.ident.to_string();
            leaves.push(([above.as_slice(), std::slice::from_ref(&name)].concat(), name));
        }
        syn::UseTree::Rename(name) => {
            leaves.push(([above.as_slice(), &[name.ident.to_string()]].concat(), name.rename.to_string()));
        }
        syn::UseTree::Glob(_) => leaves.push((above.clone(), String::new())),
    }
}

/// A cycle of modules, if there is one, as the list of its members.
pub(crate) fn cycle(graph: &Graph) -> Option<Vec<String>> {
    let mut done = BTreeSet::new();
    graph.keys().find_map(|start| walk(graph, start, &mut Vec::new(), &mut done))
}

fn walk(graph: &Graph, at: &str, path: &mut Vec<String>, done: &mut BTreeSet<String>) -> Option<Vec<String>> {
    if let Some(from) = path.iter().position(|seen| seen == at) {
        return Some(path[from..].to_vec());
    }
    if !done.insert(at.to_owned()) {
        return None;
    }
    path.push(at.to_owned());
    let found = graph.get(at).into_iter().flatten().find_map(|next| walk(graph, next, path, done));
    path.pop();
    found
}

/// `lower/types.rs` is `lower::types`; the root of the crate is the empty path.
fn module(path: &str) -> String {
    let path = path.trim_end_matches(".rs").replace('/', "::");
    if path == "lib" || path == "main" { String::new() } else { path }
}

struct Names<'m> {
    own: &'m str,
    modules: &'m BTreeSet<String>,
    exports: &'m Exports,
    /// Local names of modules that `use` brought in.
    aliases: BTreeMap<String, String>,
    found: BTreeSet<String>,
}

impl Names<'_> {
    /// The absolute module path that segments begin with.
    fn absolute(&self, segments: &[String]) -> Option<Vec<String>> {
        let own: Vec<String> =
            self.own.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let (first, rest) = segments.split_first()?;
        let mut base = match first.as_str() {
            "crate" => Vec::new(),
            "self" => own,
            "super" => own[..own.len().saturating_sub(1)].to_vec(),
            name => match self.aliases.get(name) {
                Some(path) => path.split("::").map(str::to_owned).collect(),
                None => return None,
            },
        };
        for segment in rest {
            if segment == "super" { drop(base.pop()) } else { base.push(segment.clone()) }
        }
        Some(base)
    }

    /// The longest prefix of a path that is a module; an item that it only exports is followed home.
    fn longest(&self, path: &[String]) -> Option<String> {
        let prefixes = (0..=path.len()).rev().map(|to| (path[..to].join("::"), path.get(to)));
        let (module, item) = prefixes.into_iter().find(|(prefix, _)| self.modules.contains(prefix))?;
        let home = item.and_then(|item| self.exports.get(&(module.clone(), item.clone())));
        Some(home.cloned().unwrap_or(module))
    }

    fn used(&mut self, segments: Vec<String>, local: &str) {
        let Some(path) = self.absolute(&segments) else { return };
        let Some(module) = self.longest(&path) else { return };
        if module == path.join("::") && !local.is_empty() {
            self.aliases.insert(local.to_owned(), module);
        } else {
            self.found.insert(module);
        }
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let is_test = item.attrs.iter().any(|attribute| {
            attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "test")
        });
        if !is_test {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut leaves = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut leaves);
        leaves.into_iter().for_each(|(path, local)| self.used(path, &local));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if segments.len() > 1
            && let Some(path) = self.absolute(&segments)
            && let Some(module) = self.longest(&path)
        {
            self.found.insert(module);
        }
        visit::visit_path(self, path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &str)], expect: Option<&[&str]>) {
        let files: Vec<(String, String)> =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let found = cycle(&graph(&files));
        assert_eq!(
            found.as_deref(),
            expect.map(|it| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()).as_deref()
        );
    }

    #[test]
    fn a_cycle_is_found_through_uses_and_paths() {
        check(&[("a.rs", "use crate::b::f;"), ("b.rs", "")], None);
        check(&[("a.rs", "use crate::b::f;"), ("b.rs", "fn g() { crate::a::f() }")], Some(&["a", "b"]));
        check(
            &[("x/a.rs", "use super::b;\nfn f() { b::g() }"), ("x/b.rs", "use super::a::f;"), ("x.rs", "")],
            Some(&["x::a", "x::b"]),
        );
        check(&[("a.rs", "use crate::b;"), ("b.rs", "use crate::a::f;")], None);
        check(
            &[("lib.rs", "pub use b::T;"), ("a.rs", "use crate::T;"), ("b.rs", "use crate::a::f;")],
            Some(&["a", "b"]),
        );
        check(
            &[("a.rs", "use crate::b::f;"), ("b.rs", "#[cfg(test)]\nmod tests { use crate::a::f; }")],
            None,
        );
    }
}

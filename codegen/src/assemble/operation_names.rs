//! Operation names: pages that share a name and a route and differ in what they send are operations of their own.

use crate::infer::Decided;
use crate::lower::operation_names::heading_words;
use crate::model::{Endpoint, Field, Method};
use crate::page::titles::of_front_matter;
use crate::source::{SourceFile, is_language};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Gives pages of one call in several languages one name, that of the leading language: the titles that name it differ.
/// They are the same file of several language folders with the same route.
pub fn align(endpoints: &mut [Decided], files: &[SourceFile], languages: &[String]) {
    let mut groups: BTreeMap<(String, Method, String), Vec<usize>> = BTreeMap::new();
    for (at, decided) in endpoints.iter().enumerate() {
        let Endpoint { method, path, origins, .. } = &*decided.endpoint;
        let Some(page) = of_any_language(&files[origins[0].file as usize].path) else { continue };
        groups.entry((page, *method, path.clone())).or_default().push(at);
    }
    for group in groups.into_values() {
        let language = |at: &usize| files[endpoints[*at].endpoint.origins[0].file as usize].page_language();
        let distinct: BTreeSet<&str> = group.iter().map(language).collect();
        let rank =
            |at: &usize| languages.iter().position(|known| known == language(at)).unwrap_or(languages.len());
        let lead = group.iter().min_by_key(|at| (rank(at), endpoints[**at].endpoint.origins[0]));
        let Some(lead) = lead.filter(|_| distinct.len() == group.len()) else { continue };
        let id = endpoints[*lead].endpoint.id.clone();
        for at in group.into_iter().filter(|at| endpoints[*at].endpoint.id != id).collect::<Vec<_>>() {
            Arc::make_mut(&mut endpoints[at].endpoint).id.clone_from(&id);
        }
    }
}

/// The path of a page without the folder that names its language; `None` where none does.
fn of_any_language(path: &str) -> Option<String> {
    let (folders, file) = path.rsplit_once('/')?;
    let mut folders: Vec<&str> = folders.split('/').collect();
    folders.remove(folders.iter().rposition(|folder| is_language(folder))?);
    Some(format!("{}/{file}", folders.join("/")))
}

/// Gives operations that share a name and a route the words of their pages' front matter as names, else the name of the
/// folder that tells the pages apart in front of their own, else the name of the file behind it, else a number. What has
/// the same arguments stays, for the merge to report.
pub fn distinguish(endpoints: &mut [Decided], files: &[SourceFile]) {
    let mut groups: BTreeMap<(String, String, String), Vec<usize>> = BTreeMap::new();
    for (at, decided) in endpoints.iter().enumerate() {
        let Endpoint { id, method, path, .. } = &*decided.endpoint;
        groups.entry((id.clone(), method.to_string(), path.clone())).or_default().push(at);
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let pages: Vec<&SourceFile> =
            group.iter().map(|at| &files[endpoints[*at].endpoint.origins[0].file as usize]).collect();
        if !differ(&group, &pages, endpoints) {
            continue;
        }
        let id = endpoints[group[0]].endpoint.id.clone();
        let names = by_title(&pages).or_else(|| by_folder(&id, &pages)).or_else(|| by_file(&id, &pages));
        let names = names.unwrap_or_else(|| by_number(&id, &group, &pages, endpoints));
        for (at, name) in group.into_iter().zip(names) {
            Arc::make_mut(&mut endpoints[at].endpoint).id = name;
        }
    }
}

/// Whether pages of one language describe different arguments.
fn differ(group: &[usize], pages: &[&SourceFile], endpoints: &[Decided]) -> bool {
    let mut arguments: BTreeMap<&str, BTreeSet<Vec<&str>>> = BTreeMap::new();
    for (at, page) in group.iter().zip(pages) {
        arguments.entry(page.page_language()).or_default().insert(names(&endpoints[*at].endpoint));
    }
    arguments.values().any(|arguments| arguments.len() > 1)
}

/// The names of an operation's arguments.
fn names(endpoint: &Endpoint) -> Vec<&str> {
    endpoint.request.fields.iter().map(|Field { name, .. }| name.as_str()).collect()
}

/// Names that are the same for no two pages of one language.
fn distinct(names: Vec<String>, pages: &[&SourceFile]) -> Option<Vec<String>> {
    let seen: BTreeSet<_> =
        names.iter().zip(pages).map(|(name, page)| (page.page_language(), name)).collect();
    (seen.len() == names.len()).then_some(names)
}

fn by_title(pages: &[&SourceFile]) -> Option<Vec<String>> {
    let names: Option<Vec<String>> =
        pages.iter().map(|page| of_front_matter(&page.text).and_then(heading_words)).collect();
    distinct(names?, pages)
}

/// The names of the files, where each page has one of its own; the first page keeps the name as it is.
fn by_file(id: &str, pages: &[&SourceFile]) -> Option<Vec<String>> {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let first = pages.iter().min_by_key(|page| page.id)?.stem();
    let name = |page: &&SourceFile| match page.stem() {
        stem if stem == first => id.to_owned(),
        stem => format!("{id}_{}", stem.chars().map(plain).collect::<String>()),
    };
    let is_plain = pages.iter().all(|page| page.stem().is_ascii());
    is_plain.then(|| distinct(pages.iter().map(name).collect(), pages)).flatten()
}

/// Numbers in the order of the pages, the first one without: one for each set of arguments, so that what describes the
/// same stays together.
fn by_number(id: &str, group: &[usize], pages: &[&SourceFile], endpoints: &[Decided]) -> Vec<String> {
    let mut order: Vec<usize> = (0..group.len()).collect();
    order.sort_by_key(|at| endpoints[group[*at]].endpoint.origins[0]);
    let mut seen: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
    let mut named = vec![String::new(); group.len()];
    for at in order {
        let seen = seen.entry(pages[at].page_language()).or_default();
        let own = names(&endpoints[group[at]].endpoint);
        let number = seen.iter().position(|known| *known == own).unwrap_or_else(|| {
            seen.push(own);
            seen.len() - 1
        });
        named[at] = if number == 0 { id.to_owned() } else { format!("{id}_{}", number + 1) };
    }
    named
}

/// The nearest folder that tells all pages apart.
fn by_folder(id: &str, pages: &[&SourceFile]) -> Option<Vec<String>> {
    let folders: Vec<Vec<&str>> = pages.iter().map(|page| page.path.rsplit('/').skip(1).collect()).collect();
    let depth = folders.iter().map(Vec::len).min()?;
    let name = |folder: &str| {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        format!("{}_{id}", folder.chars().map(plain).collect::<String>())
    };
    (0..depth).find_map(|at| distinct(folders.iter().map(|folders| name(folders[at])).collect(), pages))
}

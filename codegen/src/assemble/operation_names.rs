//! Operation names: pages that share a name and a route and differ in what they send are operations of their own.

use crate::infer::Decided;
use crate::lower::route::heading_words;
use crate::model::{Endpoint, Field};
use crate::page::titles::of_front_matter;
use crate::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};

/// Gives such operations the words of their pages' front matter as names, else the name of the folder that tells the
/// pages apart in front of their own. What neither tells apart stays, for the merge to report.
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
        let Some(names) = by_title(&pages).or_else(|| by_folder(&endpoints[group[0]].endpoint.id, &pages))
        else {
            continue;
        };
        for (at, name) in group.into_iter().zip(names) {
            endpoints[at].endpoint.id = name;
        }
    }
}

/// Whether pages of one language describe different arguments.
fn differ(group: &[usize], pages: &[&SourceFile], endpoints: &[Decided]) -> bool {
    let mut arguments: BTreeMap<&str, BTreeSet<Vec<&str>>> = BTreeMap::new();
    for (at, page) in group.iter().zip(pages) {
        let fields = &endpoints[*at].endpoint.request.fields;
        let names: Vec<&str> = fields.iter().map(|Field { name, .. }| name.as_str()).collect();
        arguments.entry(page.page_language()).or_default().insert(names);
    }
    arguments.values().any(|arguments| arguments.len() > 1)
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

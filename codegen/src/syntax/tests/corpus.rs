//! Vendor pages, where a checkout of them lies beside the repository: the share of samples that is read.

use crate::syntax::json;
use crate::syntax::samples::{self, Body};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|it| it == "md" || it == "j2") {
            found.push(path);
        }
    }
}

/// The bodies of the fenced blocks of a page.
fn fences(page: &str) -> Vec<String> {
    let mut fences = Vec::new();
    let mut open: Option<String> = None;
    for line in page.lines() {
        let mark = line.trim_start().starts_with("```");
        match &mut open {
            Some(_) if mark => fences.extend(open.take()),
            Some(body) => {
                body.push_str(line);
                body.push('\n');
            }
            None if mark => open = Some(String::new()),
            None => {}
        }
    }
    fences
}

/// Every fence of the corpus, with the page it stands on; empty where there is no corpus.
pub(super) fn all_fences() -> Vec<(String, String)> {
    let root = Path::new(CORPUS);
    if !root.is_dir() {
        println!("no corpus at ../shared: nothing checked");
        return Vec::new();
    }
    let mut paths = Vec::new();
    pages(root, &mut paths);
    let mut all = Vec::new();
    for path in paths {
        let page = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let name = path.strip_prefix(root).unwrap().display().to_string();
        all.extend(fences(&page).into_iter().map(|fence| (name.clone(), fence)));
    }
    all
}

/// Whether the first line that is no comment opens a bracket.
fn is_json_like(fence: &str) -> bool {
    let line = fence
        .lines()
        .map(str::trim)
        .find(|it| !it.is_empty() && !it.starts_with('#') && !it.starts_with("//"));
    line.is_some_and(|it| it.starts_with(['{', '[']) && !it.starts_with("{{") && !it.starts_with("{%"))
}

#[test]
fn corpus_is_read() {
    let fences = all_fences();
    let (mut like, mut strict, mut unread) = (0, 0, Vec::new());
    let mut repairs: BTreeMap<&str, usize> = BTreeMap::new();
    let mut bodies: BTreeMap<&str, usize> = BTreeMap::new();
    for (page, fence) in &fences {
        let samples = samples::read(fence);
        let mut kinds = BTreeMap::<&str, usize>::new();
        for sample in &samples {
            let body = match &sample.body {
                Body::Json(document) => {
                    document.repairs.iter().for_each(|it| *kinds.entry(it.0.name()).or_default() += 1);
                    "json"
                }
                Body::Query(_) => "query",
                Body::RequestLine { .. } => "request",
                Body::Text => "text",
            };
            *bodies.entry(body).or_default() += 1;
        }
        if is_json_like(fence) {
            like += 1;
            strict += usize::from(json::read(fence).is_some_and(|it| it.is_strict()));
            let json = samples.iter().any(|it| matches!(it.body, Body::Json(_)));
            if !json || samples.iter().any(|it| it.body == Body::Text) {
                unread.push(format!("{page}\n{fence}"));
            }
        }
        kinds.into_keys().for_each(|it| *repairs.entry(it).or_default() += 1);
    }
    println!("fences {} json-like {like} strict {strict} unread {}", fences.len(), unread.len());
    println!("bodies {bodies:?}\nfences by repair {repairs:?}");
    unread.iter().for_each(|it| println!("unread: {it}"));
    assert!(unread.len() * 200 <= like, "more than 0.5% unread");
}

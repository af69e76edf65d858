//! Certain corrections: applied to the pages, they silence the findings they come from and change nothing else.

use crate::support::root;
use docwright::compile::Run;
use docwright::config::{Config, doc_sets};
use docwright::diagnostic::{Diagnostic, fix};
use docwright::model::address;
use docwright::source;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Applies a patch the way `patch -p1` does: every context and removed line has to stand where the hunk says.
fn apply(patch: &str, read: &dyn Fn(&str) -> String) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    let mut lines = patch.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let path = line.strip_prefix("--- a/").expect("a diff begins here").trim_end_matches(['\n', '\t']);
        assert_eq!(lines.next().unwrap().trim_end_matches(['\n', '\t']), format!("+++ b/{path}"));
        let old = read(path);
        let old: Vec<&str> = old.split_inclusive('\n').collect();
        let (mut at, mut new) = (0, String::new());
        while let Some(header) = lines.next_if(|line| line.starts_with("@@ ")) {
            let start: usize = header[4..].split([',', ' ']).next().unwrap().parse().unwrap();
            old[at..start - 1].iter().for_each(|line| new.push_str(line));
            at = start - 1;
            while let Some(line) =
                lines.next_if(|line| !line.starts_with("@@ ") && !line.starts_with("--- a/"))
            {
                let (mark, text) = line.split_at(1);
                let bare = lines.next_if(|next| next.starts_with("\\ No newline")).is_some();
                let text = if bare { text.strip_suffix('\n').unwrap() } else { text };
                if mark != "+" {
                    assert_eq!(old[at], text, "{path}:{}", at + 1);
                    at += 1;
                }
                if mark != "-" {
                    new.push_str(text);
                }
            }
        }
        old[at..].iter().for_each(|line| new.push_str(line));
        out.insert(path.to_owned(), new);
    }
    out
}

/// What the model says, witnesses and places aside.
fn facts(run: &Run) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for service in &run.api.services {
        for endpoint in &service.endpoints {
            let id = &endpoint.id;
            facts.insert(format!("{id} {} {} {:?}", endpoint.method, endpoint.path, endpoint.paging));
            facts.insert(format!("{id} response {} {}", endpoint.response.ty, endpoint.response.nullable));
            address::each_field(service, endpoint, &mut |path, _, _, field| {
                let said = (&field.required, &field.nullable, field.location, &field.meaning);
                facts.insert(format!("{id} {path} {} {said:?}", field.ty));
            });
        }
    }
    facts
}

fn compile(path: &Path, dialect: Option<&str>) -> Run {
    let mut docs = doc_sets(&[path.to_owned()]).unwrap();
    docs.iter_mut().for_each(|set| set.dialect = dialect.map(str::to_owned));
    docwright::compile::run(&Config { docs, ..Config::default() }, Path::new("")).unwrap()
}

/// Findings by code, file and message.
fn counts<'d>(
    run: &Run,
    found: impl Iterator<Item = &'d Diagnostic>,
) -> BTreeMap<(&'static str, String, String), usize> {
    let mut counts = BTreeMap::new();
    for found in found {
        let file = run.files.get(found.place().file as usize).map_or("", |file| file.path.as_str());
        *counts.entry((found.code.id, file.to_owned(), found.message.clone())).or_default() += 1;
    }
    counts
}

/// Corrects a folder of pages; gives the codes whose findings had a correction.
#[track_caller]
fn check(folder: &Path, dialect: Option<&str>) -> BTreeSet<&'static str> {
    let before = compile(folder, dialect);
    let patch = fix::patch(before.diagnostics.iter(), &before.files);
    let absolute = |path: &str| PathBuf::from(format!("/{path}"));
    let fixed = apply(&patch.text, &|path| source::text(&absolute(path)).unwrap());
    assert_eq!(fixed.len(), patch.files);
    fixed.iter().for_each(|(path, text)| std::fs::write(absolute(path), text).unwrap());
    let after = compile(folder, dialect);
    let verbatim = |run: &Run, file: u32| fix::is_verbatim(&run.files[file as usize]);
    let corrected = before.diagnostics.iter().filter(|found| found.fix.is_some());
    let corrected: Vec<_> = corrected.filter(|found| verbatim(&before, found.place().file)).collect();
    if patch.overlapping == 0 {
        let left = counts(&after, after.diagnostics.iter());
        let were = counts(&before, before.diagnostics.iter());
        for (key, count) in counts(&before, corrected.iter().copied()) {
            let expect = were[&key] - count;
            assert!(
                left.get(&key).copied().unwrap_or_default() <= expect,
                "{key:?} is still there\n{}",
                patch.text
            );
        }
    }
    let (before, after) = (facts(&before), facts(&after));
    let gone: Vec<_> = before.difference(&after).collect();
    let new: Vec<_> = after.difference(&before).collect();
    assert!(
        gone.is_empty() && new.is_empty(),
        "{}\ngone {gone:#?}\nnew {new:#?}\n{}",
        folder.display(),
        patch.text
    );
    corrected.into_iter().map(|found| found.code.id).collect()
}

/// A copy of a folder, or of a page and its route table, that may be written.
fn copy(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, name) in source::find(from, &|_| true).unwrap() {
        let to = folder.path().join(name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, std::fs::read(path).unwrap()).unwrap();
    }
    folder
}

#[test]
fn corrections_silence_their_findings_and_change_nothing_else() {
    let mut codes = check(copy(&root().join("docs-src")).path(), None);
    let cases = root().join("tests/cases");
    for dialect in source::entries(&cases).unwrap().folders {
        for case in source::entries(&dialect).unwrap().folders {
            let name = crate::support::dialect_of(&case);
            codes.extend(check(copy(&case).path(), Some(&name)));
        }
    }
    assert_eq!(Vec::from_iter(codes), ["DW0103", "DW0104", "DW0105", "DW0106", "DW0107", "DW0403"]);
}

#[test]
#[allow(clippy::print_stderr, reason = "a step that is left out says so")]
fn corrections_of_the_corpus_hold() {
    for name in ["blueking", "other", "jdcloud"] {
        let folder = root().join("../shared/corpus").join(name);
        if folder.is_dir() {
            check(copy(&folder).path(), None);
        } else {
            eprintln!("../shared/corpus/{name} is not there: left out");
        }
    }
}

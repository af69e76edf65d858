//! A session of the compiler gives after any edits what a run over the same texts gives.

use docwright::compile::{self, Session};
use docwright::config::{Config, DocSet};
use docwright::diagnostic::Diagnostic;
use std::path::{Path, PathBuf};

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// What is typed into pages.
const TYPED: &[&str] = &[
    "x",
    "|",
    "\n",
    "`",
    "#",
    "| a | int | 是 | b |\n",
    "\"",
    "世😀",
    "[A](#a)",
    "\n## 返回结果\n",
    "string",
    " ",
];

/// A text with one small change.
fn edited(text: &str, numbers: &mut Numbers) -> String {
    let mut text = text.to_owned();
    let start = text.floor_char_boundary(numbers.below(text.len() + 1));
    let end = text.ceil_char_boundary((start + numbers.below(9)).min(text.len()));
    match numbers.below(4) {
        0 => text.replace_range(start..end, ""),
        1 => {
            let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
            let next = text[line..].find('\n').map_or(text.len(), |at| line + at + 1);
            let copy = text[line..next].to_owned();
            text.insert_str(next, &copy);
        }
        _ => text.insert_str(start, TYPED[numbers.below(TYPED.len())]),
    }
    text
}

/// Edits pages of a copy of some folders, and compares.
#[track_caller]
fn check(sets: Vec<DocSet>, base: &Path, edits: usize, seed: u64) {
    let config = Config {
        docs: sets,
        overrides: base.join("overrides").is_dir().then(|| "overrides".into()),
        ..Config::default()
    };
    let mut session = Session::open(config.clone(), base).unwrap();
    let pages: Vec<(u32, PathBuf)> = session
        .sets()
        .flat_map(|set| set.pages.clone())
        .map(|id| (id as u32, base.join(&session.files()[id].path)))
        .collect();
    let mut numbers = Numbers(seed);
    for round in 0..edits {
        let (_, path) = &pages[numbers.below(pages.len())];
        let text = edited(&std::fs::read_to_string(path).unwrap(), &mut numbers);
        std::fs::write(path, &text).unwrap();
        let alike = pages.iter().filter(|(_, other)| other == path);
        alike.for_each(|(id, _)| session.edit(*id, text.clone()));
        session.update().unwrap();
        let whole = compile::run(&config, base).unwrap();
        let found: Vec<&Diagnostic> =
            session.files().iter().flat_map(|file| session.findings(file.id)).collect();
        let expect: Vec<&Diagnostic> = whole.diagnostics.iter().collect();
        let only = |a: &[&Diagnostic], b: &[&Diagnostic]| -> Vec<String> {
            a.iter()
                .filter(|found| !b.contains(found))
                .map(|found| format!("{} {}", found.code.id, found.message))
                .collect()
        };
        assert!(
            found == expect,
            "round {round} of {}:\n{:#?}\n{:#?}",
            path.display(),
            only(&found, &expect),
            only(&expect, &found)
        );
        assert!(*session.api() == whole.api, "round {round} of {}: another model", path.display());
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to)
        } else {
            std::fs::copy(entry.path(), to).map(drop).unwrap()
        }
    }
}

fn set(service: &str, path: &str, dialect: Option<&str>) -> DocSet {
    DocSet {
        service: service.to_owned(),
        path: path.into(),
        dialect: dialect.map(str::to_owned),
        ..DocSet::default()
    }
}

#[test]
fn seed_pages() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("docs-src"), folder.path());
    let sets =
        || vec![set("b.cc", "blueking/cc", None), set("j.bastion", "jdcloud/bastion", Some("jdcloud"))];
    check(sets(), folder.path(), 14, 1);
    let overrides = folder.path().join("overrides");
    std::fs::create_dir_all(&overrides).unwrap();
    let entry = "[[override]]\nfact = \"cc.create_set.request.data\"\nreason = \"x\"\nrequired = false\n";
    std::fs::write(overrides.join("a.toml"), entry).unwrap();
    check(sets(), folder.path(), 4, 2);
}

#[test]
fn golden_cases() {
    let mut cases: Vec<PathBuf> = Vec::new();
    for dialect in std::fs::read_dir(root().join("tests/cases")).unwrap() {
        let dialect = dialect.unwrap().path();
        if dialect.is_dir() {
            cases.extend(std::fs::read_dir(dialect).unwrap().map(|case| case.unwrap().path()));
        }
    }
    cases.sort();
    let folder = tempfile::tempdir().unwrap();
    for (at, case) in cases.iter().enumerate().filter(|(_, case)| case.join("page.md").is_file()) {
        let own = folder.path().join(at.to_string());
        copy(case, &own);
        let dialect = match own.join("dialect.toml").is_file() {
            true => "dialect.toml".to_owned(),
            false => case.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned(),
        };
        // By the name, so that a new case changes nothing for the others.
        let name = case.file_name().unwrap().to_string_lossy();
        let seed = name.bytes().fold(0_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        check(vec![set("a.b", "page.md", Some(&dialect))], &own, 2, seed);
    }
}

/// Pages that refer to each other, and services that several doc sets add to.
#[test]
fn pages_that_hang_together() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let call = |name: &str, rows: &str, more: &str| {
        format!(
            "# {name}\n\n`POST /v1/{name}`\n\n## Request parameters\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n{rows}\n{more}"
        )
    };
    let types = "# Types\n\n## Data types\n\n### Leaf\n\n| Name | Type | Description |\n|---|---|---|\n| color | string | the color |\n| size | int | the size |\n\n### Root\n\n| Name | Type | Description |\n|---|---|---|\n| depth | int | the depth |\n";
    write("a/types.md", types);
    write(
        "a/plant.md",
        &call("plant", "| leaf | [Leaf](types.md#leaf) | yes | the leaf |\n| n | int | no | how many |", ""),
    );
    write(
        "a/prune.md",
        &call(
            "prune",
            "| root | Root | yes | the root |",
            "\n## Data types\n\n### Root\n\n| Name | Type | Description |\n|---|---|---|\n| own | int | its own |\n",
        ),
    );
    write(
        "a/move.md",
        &call("move", "| to | string | yes | where |", "\nAll parameters of POST /v1/plant plus:\n"),
    );
    write("b/water.md", &call("water", "| liters | int | yes | how much |", ""));
    let sets = || {
        vec![
            set("t.trees", "a", None),
            set("t.trees", "b", Some("generic")),
            set("t.other", "b", Some("generic")),
        ]
    };
    for seed in 0..3 {
        check(sets(), folder.path(), 9, seed);
        write("a/types.md", types);
    }
}

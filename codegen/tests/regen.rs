//! `docwright emit` over and over on a small doc set with many files: the cache changes time alone, a run that is
//! killed leaves the old tree or the new one, and `--watch` follows the pages.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use docwright::config::{Config, FILE};
use docwright::diagnostic::Diagnostic;
use docwright::output::cache::Cache;
use docwright::output::regen::{self, Mode, Regeneration};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const CONFIG: &str = "[[docs]]\nservice = \"v.a\"\npath = \"docs/a\"\ndialect = \"blueking-esb\"\n\n[[docs]]\nservice = \"v.b\"\npath = \"docs/b\"\ndialect = \"blueking-esb\"\n\n[emit.rust]\npath = \"out/src\"\ntests = \"out/tests\"\n";

/// A project in a folder of its own.
struct Project {
    folder: TempDir,
}

/// Every file of the outputs, by path.
type Tree = BTreeMap<PathBuf, String>;

impl Project {
    /// With so many pages in each of its two doc sets.
    fn new(pages: usize) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        project.put(FILE, CONFIG);
        project.put("docs/a/notes.md", "# No endpoint\n");
        (0..pages).for_each(|at| {
            project.page("a", at, 0);
            project.page("b", at, 0);
        });
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    /// One page in one of its states.
    fn page(&self, set: &str, at: usize, state: usize) {
        let name = format!("docs/{set}/call_{at}.md");
        let row = |at: usize| format!("| f{at} | {} | 是 | b |\n", ["int", "string", "nonsense"][at % 3]);
        let rows: String = (0..=state).map(row).collect();
        let text = format!(
            "### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/{set}/call_{at}/\n\n### 请求参数\n\n#### 接口参数\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n{rows}\n### 请求参数示例\n\n```json\n{{\"f0\": {state}}}\n```\n"
        );
        self.put(&name, &text);
    }

    fn run(&self, cache: &Cache, threads: usize) -> Regeneration {
        let config = Config::read(&self.path(FILE)).unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let regeneration = pool.install(|| regen::run(&config, self.folder.path(), Mode::Write, cache, &()));
        cache.save().unwrap();
        regeneration.unwrap()
    }

    fn cached(&self) -> Cache {
        Cache::open(&self.path("cache"))
    }

    fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        walk(&self.path("out"), &mut tree);
        let name = |path: PathBuf| path.strip_prefix(self.folder.path()).unwrap().to_owned();
        tree.into_iter().map(|(path, text)| (name(path), text)).collect()
    }

    /// What a run without a past gives for the same pages, and its findings.
    fn fresh(&self) -> (Tree, Vec<Diagnostic>) {
        let other = Self { folder: tempfile::tempdir().unwrap() };
        let mut files = Tree::new();
        walk(&self.path("docs"), &mut files);
        files.insert(self.path(FILE), fs::read_to_string(self.path(FILE)).unwrap());
        for (path, text) in files {
            other.put(path.strip_prefix(self.folder.path()).unwrap().to_str().unwrap(), &text);
        }
        let regeneration = other.run(&Cache::none(), 1);
        (other.tree(), regeneration.diagnostics)
    }

    fn emit(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
        command.arg("emit").args(arguments).current_dir(self.folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }
}

fn walk(folder: &Path, files: &mut Tree) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            _ if path.file_name().unwrap().to_str().unwrap().starts_with('.') => {}
            true => walk(&path, files),
            false => _ = files.insert(path.clone(), fs::read_to_string(&path).unwrap()),
        }
    }
}

/// A change of the project between two runs.
#[derive(Clone, Debug)]
enum Edit {
    Page(bool, usize, usize),
    Remove(bool, usize),
    /// Somebody edits or deletes what was emitted.
    Meddle(usize, bool),
    Link(bool),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        4 => (any::<bool>(), 0..4usize, 0..4usize).prop_map(|(set, at, state)| Edit::Page(set, at, state)),
        1 => (any::<bool>(), 0..4usize).prop_map(|(set, at)| Edit::Remove(set, at)),
        1 => (0..40usize, any::<bool>()).prop_map(|(at, delete)| Edit::Meddle(at, delete)),
        1 => any::<bool>().prop_map(Edit::Link),
    ];
    prop::collection::vec(edit, 1..6)
}

fn set(first: bool) -> &'static str {
    if first { "a" } else { "b" }
}

fn apply(project: &Project, edit: &Edit) {
    match *edit {
        Edit::Page(first, at, state) => project.page(set(first), at, state),
        Edit::Remove(first, at) => {
            _ = fs::remove_file(project.path(&format!("docs/{}/call_{at}.md", set(first))))
        }
        Edit::Meddle(at, delete) => {
            let tree = project.tree();
            let Some((path, text)) = tree.iter().nth(at % tree.len()) else { return };
            match delete {
                true => fs::remove_file(project.folder.path().join(path)).unwrap(),
                false => project.put(path.to_str().unwrap(), &format!("{text}// meddled\n")),
            }
        }
        Edit::Link(on) => {
            let url = if on { "source_url = \"https://x.example/\"\n" } else { "" };
            project.put(FILE, &format!("{CONFIG}{url}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// Whatever happens between runs, a run that remembers gives what one gives that does not, findings included.
    #[test]
    fn a_cache_changes_time_alone(edits in edits()) {
        let project = Project::new(3);
        project.put("docs/b/other.md", "# Nothing\n");
        project.run(&project.cached(), 2);
        for (step, edit) in edits.iter().enumerate() {
            apply(&project, edit);
            let regeneration = project.run(&project.cached(), 1 + step % 3);
            let (tree, diagnostics) = project.fresh();
            prop_assert!(project.tree() == tree, "after {:?}", edit);
            prop_assert_eq!(regeneration.diagnostics, diagnostics, "after {:?}", edit);
            let again = project.run(&project.cached(), 2);
            prop_assert!(again.is_fresh() && again.changes.is_empty());
            prop_assert!(again.docs.is_some_and(|docs| docs.entries.is_empty()));
        }
    }
}

#[test]
fn groups_give_what_one_run_gives() {
    let project = Project::new(3);
    project.page("b", 1, 2);
    let regeneration = project.run(&Cache::none(), 2);
    let config = Config::read(&project.path(FILE)).unwrap();
    let run = docwright::compile::run(&config, project.folder.path()).unwrap();
    assert!(!run.diagnostics.is_empty());
    assert_eq!(
        (regeneration.diagnostics, regeneration.files),
        (run.diagnostics.clone(), run.api.files.clone())
    );
    assert_eq!(regeneration.counts, run.counts());
    let files = docwright::emit::rust::emit(&run.api, &docwright::emit::rust::Options::default());
    let emitted = files.into_iter().map(|file| file.text).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(project.tree().into_values().collect::<std::collections::BTreeSet<_>>(), emitted);
}

/// A page of one service leaves the files of another, and those of its neighbours, alone.
#[test]
fn a_changed_page_touches_its_own_files() {
    let project = Project::new(4);
    project.run(&project.cached(), 2);
    project.page("a", 2, 1);
    let regeneration = project.run(&project.cached(), 2);
    let touched = |at: usize| {
        let (_, summary) = &regeneration.trees[at];
        summary.changed.iter().map(|change| change.path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        (touched(0), touched(1)),
        (
            vec!["v/a/both_ways/call_2.rs".to_owned(), "v/a/call_2.rs".to_owned()],
            vec!["v/a/call_2.rs".to_owned()]
        )
    );
    let changes: Vec<String> = regeneration.changes.iter().map(ToString::to_string).collect();
    assert_eq!(changes, ["~ type v.a.call_2.Call2: `f1` added"]);
}

/// What a run says that changed in the docs; nothing where it is not known.
fn said(project: &Project) -> Option<Vec<String>> {
    let docs = project.run(&project.cached(), 2).docs?;
    Some(docs.entries.iter().map(docwright::diff::forms::brief).collect())
}

#[test]
fn a_run_names_the_changes_of_the_docs() {
    let project = Project::new(3);
    assert_eq!(said(&project), None, "nothing was written before");
    assert_eq!(said(&project), Some(vec![]));
    project.page("a", 2, 1);
    let config = Config::read(&project.path(FILE)).unwrap();
    let look = |cache| regen::run(&config, project.folder.path(), Mode::Check, &cache, &()).unwrap();
    let looked = look(project.cached());
    let text = "DD0202 `v.a.call_2.request.f1` is new: string, required \
                [Rust: major; wire: breaking for callers that do nothing] (docs/a/call_2.md:16)";
    assert!(regen::report(&looked, &config, Mode::Check).contains(text), "a look says the same");
    assert_eq!(said(&project).unwrap()[0], text, "a look leaves what is known");
    fs::remove_file(project.path("docs/a/call_0.md")).unwrap();
    project.page("b", 9, 0);
    let codes: Vec<String> = said(&project).unwrap().iter().map(|entry| entry[..6].to_owned()).collect();
    assert_eq!(codes, ["DD0102", "DD0101"]);
    project.put(FILE, &CONFIG.replace("v.b", "v.c"));
    assert!(said(&project).unwrap()[0].starts_with("DD0003 "), "the pages of `v.b` are those of `v.c`");
}

/// Models of a run are not believed about a tree that another run wrote.
#[test]
fn a_run_is_silent_about_docs_of_another_tree() {
    let project = Project::new(2);
    project.run(&project.cached(), 2);
    project.page("a", 1, 1);
    project.run(&Cache::none(), 2);
    project.page("a", 1, 2);
    assert_eq!(said(&project), None);
    project.page("a", 1, 3);
    assert!(said(&project).is_some_and(|entries| entries[0].contains("`v.a.call_1.request.f3` is new")));
}

/// Doc sets that were read together and are read apart have no counterparts of their own.
#[test]
fn a_run_is_silent_about_docs_that_are_grouped_otherwise() {
    let project = Project::new(2);
    project.put("corrections/none.toml", "");
    project.put(FILE, &format!("overrides = \"corrections\"\n{CONFIG}"));
    project.run(&project.cached(), 2);
    project.put(FILE, CONFIG);
    assert_eq!(said(&project), None);
}

/// A page of types belongs to all pages that use them.
#[test]
fn a_changed_page_of_types_touches_its_users() {
    let project = Project::new(2);
    let types = |ty: &str| {
        let table = format!("| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| watts | {ty} | 是 | b |\n");
        project.put("docs/a/types.md", &format!("# Models\n\n## Lamp\n\n{table}"));
    };
    types("int");
    project.page("a", 1, 0);
    let page = fs::read_to_string(project.path("docs/a/call_1.md")).unwrap();
    project.put(
        "docs/a/call_1.md",
        &page.replace(
            "\n\n### 请求参数示例",
            "\n| lamp | [Lamp](types.md#lamp) | 是 | b |\n\n### 请求参数示例",
        ),
    );
    project.run(&project.cached(), 2);
    assert!(project.tree().into_values().any(|text| text.contains("watts")), "the type is in the client");
    types("string");
    project.run(&project.cached(), 2);
    let (fresh, _) = project.fresh();
    assert_eq!(project.tree(), fresh);
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Whole runs that are killed, at any time: half of them at any point of the run, half from the moment on when the new
/// tree begins to appear.
const KILLS: u64 = 200;

#[test]
fn a_killed_run_leaves_the_old_tree_or_the_new_one() {
    let project = Project::new(12);
    let states = [0, 1].map(|state| {
        (0..6).for_each(|at| project.page("a", at, state));
        assert!(project.emit(&["--threads", "1"]).wait().unwrap().success());
        project.tree()
    });
    let parts = |tree: &Tree, part: &str| -> Tree {
        tree.clone().into_iter().filter(|(path, _)| path.starts_with(part)).collect()
    };
    let start = Instant::now();
    assert!(project.emit(&["--threads", "1", "--no-cache"]).wait().unwrap().success());
    let whole = start.elapsed().as_micros() as u64;
    let mut dice = Dice(7);
    let mut cut = 0;
    for kill in 0..KILLS {
        let new = (kill % 2) as usize;
        (0..6).for_each(|at| project.page("a", at, new));
        let mut child = project.emit(&["--threads", "1"]);
        if dice.below(2) == 0 {
            wait_for(|| {
                project.path("out/.src.docwright-new").exists() || child.try_wait().unwrap().is_some()
            });
            std::thread::sleep(Duration::from_micros(dice.below(3000)));
        } else {
            std::thread::sleep(Duration::from_micros(dice.below(whole)));
        }
        cut += usize::from(child.try_wait().unwrap().is_none());
        _ = child.kill();
        child.wait().unwrap();
        let tree = project.tree();
        for part in ["out/src", "out/tests"] {
            let is = |state: &Tree| parts(&tree, part) == parts(state, part);
            assert!(is(&states[0]) || is(&states[1]), "kill {kill}: {part} is neither old nor new");
        }
        // The next run is the one that is killed next; each of them has to cope with what it finds.
        if kill % 10 == 9 {
            assert!(project.emit(&["--threads", "1"]).wait().unwrap().success());
            assert!(project.tree() == states[new], "kill {kill}: not repaired");
            let left =
                ["src", "tests"].map(|tree| project.path(&format!("out/.{tree}.docwright-new")).exists());
            assert_eq!(left, [false, false], "kill {kill}");
        }
    }
    assert!(cut > 50, "only {cut} runs were killed before their end");
}

/// Waits for something that has to happen.
#[track_caller]
fn wait_for(mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(60), "it does not happen");
        std::thread::sleep(Duration::from_micros(200));
    }
}

/// Ends a program when the test ends.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

#[test]
fn a_watched_project_follows_its_pages() {
    let project = Project::new(2);
    let output = fs::File::create(project.path("said")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
    command.args(["emit", "--watch"]).current_dir(project.folder.path());
    let _child = Ended(command.stdout(output.try_clone().unwrap()).stderr(output).spawn().unwrap());
    let said = || fs::read_to_string(project.path("said")).unwrap();
    wait_for(|| said().contains("watching"));
    project.page("a", 0, 2);
    wait_for(|| said().contains("`v.a.call_0.request.f2` is new"));
    assert!(said().contains("nonsense"), "the finding that came with the change:\n{}", said());
    project.put(FILE, "[[docs]\n");
    wait_for(|| said().contains("error: `docwright.toml` is not valid"));
    project.put(FILE, &CONFIG.replace("v.b", "v.c"));
    wait_for(|| said().contains("DD0003 "));
    assert!(project.path("out/src/v/c/call_1.rs").exists());
}

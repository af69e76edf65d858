//! Golden differences: `diffs/<dialect>/<case>/{old,new}` are two versions of pages, `changes.snap` beside them is what
//! `docwright diff` prints. A folder of folders holds one service per folder.

use crate::support::{compile, root};
use docwright::compile::{Run, versions};
use docwright::config::{Config, DocSet};
use docwright::diff::{self, forms, rules};
use docwright::model::{AnswerFormat, BodyFormat, Endpoint, Open, Text};
use std::path::{Path, PathBuf};

/// Compiles one side of a case.
fn side(folder: &Path, side: &str) -> Run {
    compile(sets(folder, side), folder)
}

/// The doc sets of one side of a case.
fn sets(folder: &Path, side: &str) -> Vec<DocSet> {
    let dialect = folder.parent().unwrap().file_name().unwrap().to_str().unwrap();
    let set = |service: String, path: PathBuf| DocSet {
        service,
        path,
        dialect: Some(dialect.to_owned()),
        ..DocSet::default()
    };
    let mut services: Vec<String> = std::fs::read_dir(folder.join(side))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    services.sort();
    let mut sets: Vec<DocSet> =
        services.into_iter().map(|name| set(format!("vendor.{name}"), Path::new(side).join(name))).collect();
    if sets.is_empty() {
        sets.push(set("vendor.case".to_owned(), side.into()));
    }
    sets
}

/// Every case, in order.
fn cases() -> Vec<PathBuf> {
    let list = |folder: PathBuf| {
        let mut found: Vec<PathBuf> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        found.sort();
        found
    };
    list(root().join("tests/diffs")).into_iter().flat_map(list).collect()
}

/// Pages that both versions have are read once; that shows nowhere.
#[test]
fn versions_are_what_runs_are() {
    for folder in cases() {
        let config = |side| Config { docs: sets(&folder, side), ..Config::default() };
        let (before, after) = (config("old"), config("new"));
        let (old, new) = versions((&before, &folder), (&after, &folder)).unwrap();
        assert!(old.api == side(&folder, "old").api, "{}", folder.display());
        assert!(new.api == side(&folder, "new").api, "{}", folder.display());
    }
}

#[test]
fn every_case_gives_what_stands_beside_it() {
    for folder in cases() {
        let (old, new) = (side(&folder, "old"), side(&folder, "new"));
        let report = diff::compare(&old.api, &new.api).with_untold(&old.files, &new.files);
        let same = report.entries.iter().find(|entry| entry.before.is_some() && entry.before == entry.after);
        assert!(same.is_none(), "{}: {same:?} does not show what differs", folder.display());
        let text = forms::text(&report, &forms::Pages::new(old.files, new.files), false);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("changes", text));
    }
}

#[test]
fn nothing_changes_between_equal_docs() {
    for folder in cases() {
        for name in ["old", "new"] {
            let [one, other] = [side(&folder, name), side(&folder, name)];
            let report = diff::compare(&one.api, &other.api);
            assert!(report.entries.is_empty(), "{}: {}", folder.display(), forms::summary(&report));
        }
    }
}

#[test]
fn every_rule_has_a_case() {
    let read = |folder: &PathBuf| std::fs::read_to_string(folder.join("changes.snap")).unwrap();
    let shown = cases().iter().map(read).collect::<String>() + &of_models();
    let lacks = |rule: &&&rules::Rule| !shown.contains(&format!("[{}]", rule.code.id));
    let missing: Vec<&str> = rules::ALL.iter().filter(lacks).map(|rule| rule.code.name).collect();
    assert!(missing.is_empty(), "no case in tests/diffs shows {missing:?}");
}

/// What is said of changes of models that no page at hand leads to.
fn of_models() -> String {
    let case = root().join("tests/diffs/jdcloud/words-alone");
    let edits: [fn(&mut Endpoint); 7] = [
        |endpoint| endpoint.body = BodyFormat::Form,
        |endpoint| endpoint.answer = AnswerFormat::Text,
        |endpoint| endpoint.deprecated = Some(Text { text: "use another".into(), ..Text::default() }),
        |endpoint| endpoint.request.fields.iter_mut().for_each(|field| field.nullable = true),
        |endpoint| endpoint.response.member = "other".to_owned(),
        |endpoint| endpoint.credentials.push(endpoint.request.fields[0].clone()),
        |endpoint| {
            endpoint.request.open = Some(Open { reason: "more may follow".to_owned(), ..Open::default() })
        },
    ];
    let mut text = String::new();
    for edit in edits {
        let plain = side(&case, "old").api;
        let mut edited = plain.clone();
        edit(edited.services[0].endpoint_mut(0).unwrap());
        for (old, new) in [(&plain, &edited), (&edited, &plain)] {
            text += &forms::text(&diff::compare(old, new), &forms::Pages::default(), false);
        }
    }
    // A page that could not be read is missing in the model, and not in the docs.
    let api = side(&case, "old").api;
    let mut without = api.clone();
    without.services.clear();
    let page = ["new/createPlant.md".to_owned()];
    for (old, new, unread) in [(&api, &without, [&[][..], &page]), (&without, &api, [&page, &[]])] {
        let report = diff::compare(old, new).with_unread((&old.files, unread[0]), (&new.files, unread[1]));
        text += &forms::text(&report, &forms::Pages::default(), false);
    }
    text
}

#[test]
fn changes_of_models_have_verdicts() {
    insta::assert_snapshot!(of_models());
}

#[test]
fn the_schema_and_the_manual_are_fresh() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let stale = "run `cargo xtask schema` and commit the result";
    assert!(read("codegen/schema/diff.schema.json") == diff::schema(), "stale schema of reports\n{stale}");
    assert!(read("docs/changes.md") == rules::reference(), "stale docs/changes.md\n{stale}");
}

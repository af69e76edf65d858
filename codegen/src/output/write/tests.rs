//! Tests of writing: changed and untouched files, and recovery after a crash.

use super::swap::Swap;
use super::{Change, Error, Summary, Target, stale, write};
use crate::emit::MARKER;
use crate::emit::{File, Tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

fn file(path: &str, body: &str) -> File {
    File { tree: Tree::Source, path: path.to_owned(), text: format!("// {MARKER}\n{body}\n") }
}

fn files(bodies: &[(&str, &str)]) -> Vec<File> {
    bodies.iter().map(|(path, body)| file(path, body)).collect()
}

fn old_files() -> Vec<File> {
    files(&[("a.rs", "one"), ("cc/b.rs", "two"), ("cc/c.rs", "three"), ("gone/d.rs", "four")])
}

fn new_files() -> Vec<File> {
    files(&[("a.rs", "one"), ("cc/b.rs", "TWO"), ("cc/c/deep.rs", "six"), ("e.rs", "five"), ("gone.rs", "x")])
}

/// A folder with the old tree and files of somebody's own in it.
struct Place {
    folder: TempDir,
    root: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { root: folder.path().join("generated"), folder }
    }

    fn with_old_tree() -> Self {
        let place = Self::new();
        write(&place.root, &old_files()).unwrap();
        place.put("cc/mine.rs", "// by hand\n");
        place.put("notes.txt", "by hand\n");
        place
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn tree(&self) -> BTreeMap<String, String> {
        let paths = super::checks::list(&self.root).unwrap().into_iter();
        let read = |path: &std::ffi::OsString| fs::read_to_string(self.root.join(path)).unwrap();
        paths.map(|path| (path.to_str().unwrap().to_owned(), read(&path))).collect()
    }

    /// Names beside the root, the lock aside.
    fn leftovers(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with('.') && !name.ends_with("-lock")).collect()
    }
}

/// Expects the paths of what a run changes, and the number of files it leaves alone.
#[track_caller]
fn check_summary(got: &Summary, added: &[&str], changed: &[&str], removed: &[&str], unchanged: usize) {
    let paths = |changes: &[Change]| changes.iter().map(|change| change.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(&got.added), added);
    assert_eq!(paths(&got.changed), changed);
    assert_eq!(paths(&got.removed), removed);
    assert_eq!(got.unchanged, unchanged);
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn a_run_says_what_it_changes() {
    let place = Place::with_old_tree();
    let planned = stale(&place.root, &new_files()).unwrap();
    let (added, removed) = (["cc/c/deep.rs", "e.rs", "gone.rs"], ["cc/c.rs", "gone/d.rs"]);
    check_summary(&planned, &added, &["cc/b.rs"], &removed, 1);
    assert!(planned.changed[0].before.ends_with("two\n") && planned.changed[0].after.ends_with("TWO\n"));
    assert_eq!(write(&place.root, &new_files()).unwrap(), planned);
    check_summary(&stale(&place.root, &new_files()).unwrap(), &[], &[], &[], 5);
}

#[test]
fn only_the_folder_of_the_changes_is_rebuilt() {
    let place = Place::with_old_tree();
    let before = modified(&place.root.join("gone"));
    std::thread::sleep(Duration::from_millis(20));
    let mut files = old_files();
    files[1] = file("cc/b.rs", "TWO");
    files.push(file("cc/deep/e.rs", "five"));
    write(&place.root, &files).unwrap();
    assert_eq!(modified(&place.root.join("gone")), before);
    assert!(place.tree()["cc/b.rs"].ends_with("TWO\n") && place.tree().contains_key("cc/mine.rs"));
    check_summary(&stale(&place.root, &files).unwrap(), &[], &[], &[], 5);
}

#[test]
fn asking_writes_nothing() {
    let place = Place::new();
    assert_eq!(stale(&place.root, &old_files()).unwrap().added.len(), 4);
    assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 0);
}

#[test]
fn emptied_folders_go_and_hand_written_files_stay() {
    let place = Place::with_old_tree();
    write(&place.root, &new_files()).unwrap();
    let paths: Vec<String> = place.tree().into_keys().collect();
    assert_eq!(paths, ["a.rs", "cc/b.rs", "cc/c/deep.rs", "cc/mine.rs", "e.rs", "gone.rs", "notes.txt"]);
    assert!(!place.root.join("gone").exists());
    assert_eq!(place.leftovers(), [""; 0]);
}

#[test]
fn what_stays_keeps_its_time() {
    let place = Place::with_old_tree();
    let long_ago = SystemTime::now() - Duration::from_secs(1_000_000);
    for path in ["a.rs", "cc/b.rs", "cc/mine.rs"] {
        let file = fs::File::options().write(true).open(place.root.join(path)).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    write(&place.root, &new_files()).unwrap();
    assert_eq!(modified(&place.root.join("a.rs")), long_ago);
    assert_eq!(modified(&place.root.join("cc/mine.rs")), long_ago);
    assert_ne!(modified(&place.root.join("cc/b.rs")), long_ago);
}

#[test]
fn with_nothing_changed_nothing_is_touched() {
    let place = Place::with_old_tree();
    let before = modified(&place.root);
    std::thread::sleep(Duration::from_millis(20));
    assert!(write(&place.root, &old_files()).unwrap().is_empty());
    assert_eq!(modified(&place.root), before);
}

#[track_caller]
fn check_in_the_way(hand_written: &str, emitted: &str) {
    let place = Place::new();
    place.put(hand_written, "// by hand\n");
    let before = place.tree();
    let error = write(&place.root, &[file(emitted, "x")]).unwrap_err();
    assert!(matches!(&error, Error::InTheWay { path } if *path == place.root.join(hand_written)), "{error}");
    assert_eq!(place.tree(), before);
}

#[test]
fn hand_written_files_are_never_replaced() {
    check_in_the_way("a.rs", "a.rs");
    check_in_the_way("cc", "cc/a.rs");
    check_in_the_way("cc/a.rs", "cc");
}

#[track_caller]
fn check_refused(paths: &[&str]) {
    let place = Place::new();
    let files: Vec<File> = paths.iter().map(|path| file(path, "x")).collect();
    let error = write(&place.root, &files).unwrap_err();
    assert!(matches!(error, Error::Path { .. }), "{error}");
    let written = fs::read_dir(place.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: &[&str] = if cfg!(unix) { &[] } else { &[".generated.docwright-lock"] };
    assert_eq!(written.collect::<Vec<_>>(), left);
}

#[test]
fn paths_stay_below_the_root() {
    for path in ["../x.rs", "a/../../x.rs", "/x.rs", "a\\b.rs", "C:/x.rs", "", "a//b.rs", "./a.rs", "a/."] {
        check_refused(&[path]);
    }
    for path in ["aux.rs", "cc/com1.rs", "a./b.rs", "a .rs /x", "a\n.rs", "a\0.rs"] {
        check_refused(&[path]);
    }
    check_refused(&["a.rs", "A.rs"]);
    check_refused(&["a.rs", "a.rs"]);
    check_refused(&["cc", "CC/a.rs"]);
}

#[test]
fn an_emitted_file_carries_the_marker() {
    let place = Place::new();
    let unmarked = File { tree: Tree::Source, path: "a.rs".to_owned(), text: "fn f() {}\n".to_owned() };
    assert!(matches!(write(&place.root, &[unmarked]), Err(Error::Unmarked { .. })));
}

#[cfg(unix)]
#[test]
fn links_are_refused() {
    use std::os::unix::fs::symlink;
    let place = Place::with_old_tree();
    let outside = place.folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::remove_dir_all(place.root.join("cc")).unwrap();
    symlink(&outside, place.root.join("cc")).unwrap();
    assert!(matches!(write(&place.root, &new_files()), Err(Error::Special { .. })));
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    let linked = place.folder.path().join("linked");
    symlink(&outside, &linked).unwrap();
    assert!(matches!(write(&linked, &new_files()), Err(Error::Special { .. })));
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
}

#[test]
fn two_runs_at_once_are_refused() {
    let place = Place::with_old_tree();
    let before = place.tree();
    let lock = Swap::new(&place.root).unwrap().lock().unwrap();
    assert!(matches!(write(&place.root, &new_files()), Err(Error::Busy { .. })));
    assert_eq!(place.tree(), before);
    drop(lock);
    write(&place.root, &new_files()).unwrap();
}

/// Changes in one folder only.
fn files_new_in_a_folder() -> Vec<File> {
    files(&[("a.rs", "one"), ("cc/b.rs", "TWO"), ("cc/c/deep.rs", "six"), ("gone/d.rs", "four")])
}

/// Ends a run before each of its steps in turn. The tree is then whole, old or new, unless two steps allow that
/// there is none; the next run repairs it.
#[track_caller]
fn check_crashes(in_two_steps: bool, files: &[File]) {
    for steps in 0.. {
        let place = Place::with_old_tree();
        let old = place.tree();
        let mut swap = Swap::new(&place.root).unwrap();
        (swap.steps, swap.in_two_steps) = (Some(steps), in_two_steps);
        let outcome = Target::open_with(swap).and_then(|target| target.write(&super::outputs(files)));
        let crashed = place.tree();
        let missing = !place.root.exists();
        write(&place.root, files).unwrap();
        let new = place.tree();
        assert_eq!(place.leftovers(), [""; 0], "after step {steps}");
        assert!(crashed == old || crashed == new || (in_two_steps && missing), "after step {steps}");
        match outcome {
            Ok(_) => return assert!(steps > files.len(), "{steps} steps only"),
            Err(error) => assert!(matches!(error, Error::Stopped), "{error}"),
        }
    }
}

#[test]
fn a_crash_leaves_the_old_tree_or_the_new_one() {
    check_crashes(false, &new_files());
    check_crashes(false, &files_new_in_a_folder());
}

#[test]
fn a_crash_between_two_renames_is_repaired() {
    check_crashes(true, &new_files());
    check_crashes(true, &files_new_in_a_folder());
}

#[test]
fn the_repair_of_a_missing_tree_brings_the_old_one_back() {
    let place = Place::with_old_tree();
    let old = place.tree();
    fs::rename(&place.root, place.folder.path().join(".generated.docwright-old")).unwrap();
    let mut swap = Swap::new(&place.root).unwrap();
    swap.repair().unwrap();
    assert_eq!(place.tree(), old);
}

#[test]
fn a_file_that_appears_during_the_run_survives() {
    let place = Place::with_old_tree();
    let target = Target::open(&place.root).unwrap();
    place.put("cc/late/mine.rs", "// by hand\n");
    target.write(&super::outputs(&new_files())).unwrap();
    assert_eq!(place.tree()["cc/late/mine.rs"], "// by hand\n");
    assert!(place.tree().contains_key("cc/c/deep.rs"));
}

//! Versions that are compared through lock files and revisions, and shown as a page.

use super::{PAGE, Place};

#[test]
fn a_page_set_that_moved_and_a_branch_that_was_renamed_are_told() {
    let place = Place::new();
    place.configure("path = \"api\"\nbranch = \"main\"");
    place.check("", &["sync"], 0, "fetched");
    let before = place.files();
    place.git(&["mv", "api", "reference"], "docs");
    place.commit("moved");
    place.check("", &["sync", "--check"], 1, "new: ");
    place.check("", &["sync"], 0, "as it is");
    place.check("", &["sync", "--update"], 2, "`reference`");
    place.git(&["branch", "--move", "main", "trunk"], "docs");
    place.check("", &["sync", "--update"], 2, "no branch or tag `main`");
    assert!(place.files() == before, "nothing is written on failure");
    place.configure("path = \"reference\"\nbranch = \"trunk\"");
    place.check("", &["sync", "--update"], 0, "fetched");
    place.check("", &["check"], 0, "1 endpoints");
}

#[test]
fn locks_are_compared() {
    let place = Place::new();
    place.check("", &["sync"], 0, "fetched");
    place.write("old.lock", &place.read("docwright.lock"));
    place.write("docs/api/x.md", &PAGE.replace("| a | int |", "| a | string |"));
    place.commit("second");
    place.check("", &["sync", "--update"], 0, " -> ");
    let commit = |at: &str| place.git(&["rev-parse", at], "docs")[..12].to_owned();
    place.check("", &["diff", "old.lock", "docwright.lock"], 0, "DD0207");
    place.check("", &["diff", "old.lock", "docwright.lock"], 0, &format!("{}:api/x.md:15", commit("HEAD~1")));
    place.check("", &["diff", "docwright.lock", "docwright.toml"], 0, "nothing changed");
    place.check("", &["diff", "none.lock", "docwright.lock"], 2, "none.lock");
    // The pins of two revisions of the repository that has the lock file.
    place.git(&["init", "--quiet", "--initial-branch=main"], "");
    place.git(&["config", "user.email", "a@example.org"], "");
    place.git(&["config", "user.name", "a"], "");
    let now = place.read("docwright.lock");
    for (lock, message) in [(&place.read("old.lock"), "old"), (&now, "new")] {
        place.write("docwright.lock", lock);
        place.git(&["add", "docwright.toml", "docwright.lock"], "");
        place.git(&["commit", "--quiet", "--message", message], "");
    }
    place.check("", &["diff", "--rev", "HEAD~1..HEAD", "docwright.lock"], 0, "DD0207");
    place.check("", &["diff", "--rev", "HEAD~1", "."], 0, "DD0207");
    place.check("", &["diff", "git:HEAD~1:docwright.lock", "docwright.lock"], 0, "1 change;");
}

#[test]
fn docs_that_a_revision_does_not_have_are_compared_with_nothing() {
    let place = Place::new();
    place.write("docs/more/y.md", &PAGE.replace("/x/", "/y/"));
    place.commit("more");
    place.check("docs", &["diff", "--rev", "HEAD~1", "more"], 0, "`more` is not there at `HEAD~1`");
    place.check("docs", &["diff", "--rev", "HEAD..HEAD~1", "more"], 0, "DD0002");
    place.check(
        "docs",
        &["diff", "--rev", "HEAD~1..HEAD", "less"],
        2,
        "neither `HEAD~1` nor `HEAD` has `less`",
    );
    place.check("docs", &["diff", "--rev", "HEAD~1..HEAD", "."], 0, "DD0");
}

#[test]
fn a_review_is_written_as_a_page() {
    let place = Place::new();
    place.write("shop/x.md", PAGE);
    place.write("docwright.toml", "[[docs]]\nservice = \"shop.shed\"\npath = \"shop\"\n");
    place.check("", &["review", "--accept-all"], 0, "accepted");
    place.write("shop/x.md", &PAGE.replace("| c | string | 否 | d", "| c | string | 是 | <b>&"));
    let state = place.read("docwright.accepted.json");
    place.check("", &["review", "--html", "site"], 0, "changes.html");
    let page = place.read("site/changes.html");
    for part in ["DD0205", "Rust: major", "shop.shed.x.request.c", "<ins>+    pub c: String", "href=\"e/"] {
        assert!(page.contains(part), "no `{part}` in\n{page}");
    }
    assert!(page.contains("&lt;b&gt;&amp;") && !page.contains("<b>&"), "{page}");
    assert!(!place.read("site/index.html").is_empty());
    let is_lock = |path: &std::path::Path| path.to_string_lossy().contains("docwright-lock");
    assert!(!cfg!(unix) || !place.files().iter().any(|(path, _)| is_lock(path)), "the lock is gone");
    assert_eq!(place.read("docwright.accepted.json"), state);
    place.check("", &["review", "--accept-all"], 0, "accepted");
    place.check("", &["review", "--html", "site"], 0, "nothing changed");
}

//! What commands say where something cannot be done, and that nothing stays behind.

use super::{PAGE, Place};

/// A page that is larger than any that is read.
fn large(place: &Place, name: &str) {
    std::fs::create_dir_all(place.path(name).parent().unwrap()).unwrap();
    std::fs::File::create(place.path(name)).unwrap().set_len((16 << 20) + 1).unwrap();
}

#[test]
fn a_page_that_cannot_be_read_is_not_called_gone() {
    let place = Place::new();
    place.write("old/x.md", PAGE);
    place.write("old/y.md", &PAGE.replace("/x/", "/y/"));
    place.write("new/y.md", &PAGE.replace("/x/", "/y/"));
    large(&place, "new/x.md");
    let (code, text) = place.run("", &["diff", "old", "new", "--dialect", "blueking-esb"], "");
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("DD0124") && text.contains("is not known") && !text.contains("DD0102"), "{text}");
    assert!(text.contains("the verdict is not about all"), "{text}");
    place.check("", &["diff", "new", "old", "--dialect", "blueking-esb"], 1, "DD0124");

    place.write("docwright.toml", "[[docs]]\nservice = \"shop.shed\"\npath = \"old\"\n");
    place.check("", &["review", "--accept-all"], 0, "accepted");
    large(&place, "old/x.md");
    place.check("", &["review", "--accept-all"], 2, "nothing was accepted: `old/x.md`");
    let (_, text) = place.run("", &["review"], "q\n");
    assert!(text.contains("DD0124") && !text.contains("DD0102"), "{text}");
}

#[test]
fn pages_that_differ_in_nothing_that_is_read_are_told() {
    let place = Place::new();
    let page = format!("{PAGE}\nIt may be slow.\n\n<!-- 1 -->\n");
    let command = ["diff", "old", "new", "--dialect", "blueking-esb", "--fail-on", "any"];
    place.write("old/x.md", &page);
    place.write("new/x.md", &page.replace("1 -->", "2 -->"));
    place.check("", &command, 0, "nothing changed");
    place.write("new/x.md", &page.replace("slow", "late"));
    place.check("", &command, 1, "note[DD0704]: the text of `x.md` differs in a place that changes no fact");
    place.write("new/x.md", &page.replace("| c |", "| e |"));
    let (_, text) = place.run("", &command, "");
    assert!(text.contains("DD0204") && !text.contains("DD0704"), "{text}");
}

#[test]
fn a_history_tells_of_a_folder_that_goes_and_comes() {
    let place = Place::new();
    place.git(&["rm", "--quiet", "-r", "api"], "docs");
    place.git(&["commit", "--quiet", "--message", "gone"], "docs");
    let (code, text) = place.run("docs", &["diff", "--history", "api"], "");
    let lines: Vec<&str> = text.lines().collect();
    assert!(code == 0 && lines.len() == 2 && lines[0].contains("the folder is gone; "), "{text}");
    place.write("docs/api/x.md", PAGE);
    place.commit("back");
    let (code, text) = place.run("docs", &["diff", "--history", "api"], "");
    let lines: Vec<&str> = text.lines().collect();
    assert!(code == 0 && lines.len() == 3, "{text}");
    assert!(lines[0].contains("the folder appears; 2 changes; Rust: minor"), "{text}");
    assert!(lines[1].contains("the folder is gone; ") && lines[1].contains("Rust: major"), "{text}");
    assert!(lines[2].contains("the first version"), "{text}");
    place.check("docs", &["diff", "--history", "api", "--fail-on", "breaking-rust"], 1, "gone");

    let (_, text) = place.run("docs", &["diff", "--history", "api", "--format", "json"], "");
    let commits: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(commits.as_array().unwrap().len(), 3);
    assert_eq!(commits[1]["report"]["verdicts"]["rust"], "major");
    assert!(commits[2]["report"].is_null());
    let markdown = ["diff", "--history", "api", "--format", "markdown"];
    place.check("docs", &markdown, 0, "| commit | date | verdict | subject |");
    place.check("docs", &["diff", "--history", "api", "--format", "sarif"], 2, "no form `sarif`");
    place.check("docs", &["diff", "--history", "api/x.md"], 2, "is a file\nhelp: ");
    place.write("docs/docwright.lock", "version = 1\n");
    place.check("docs", &["diff", "--history", "docwright.lock"], 2, "two revisions of a lock file");
    place.check("docs", &["diff", "--history", "nowhere"], 2, "no commit touched `nowhere`");
}

#[test]
fn outside_of_a_repository_is_said() {
    let place = Place::new();
    for arguments in [
        &["diff", "--rev", "HEAD", "docs"][..],
        &["diff", "--history", "."],
        &["diff", "git:HEAD:api", "git:HEAD:api"],
    ] {
        let (code, text) = place.run("", arguments, "");
        assert!(code == 2 && text.contains("is in no git repository\nhelp: "), "{arguments:?}: {text}");
        assert!(!text.contains("fatal:"), "{text}");
    }
}

#[test]
fn a_damaged_accepted_state_says_what_to_do() {
    let place = Place::new();
    place.write("shop/x.md", PAGE);
    place.write("docwright.toml", "[[docs]]\nservice = \"shop.shed\"\npath = \"shop\"\n");
    place.write("docwright.accepted.json", "{\"schema\": 1, ");
    place.check("", &["review"], 2, "help: restore it with git");
}

#[test]
fn overrides_that_would_do_nothing_are_not_written() {
    let place = Place::new();
    place.write("shop/x.md", PAGE);
    place.write("docwright.toml", "[[docs]]\nservice = \"shop.shed\"\npath = \"shop\"\n");
    place.check("", &["review", "--accept-all"], 0, "accepted");
    place.write("shop/x.md", &PAGE.replace("| c | string | 否 |", "| c | string | 是 |"));
    for (fact, key, part) in [
        ("shop.shed.x.request.cc", "required = false", "these fields are:\n  c"),
        ("shop.shad.x.request.c", "required = false", "nothing was written"),
        ("shop.shed.x.request.c", "type = \"strnig\"", "nothing was written"),
        ("shop.shed.x.request.c", "required = true", "DW0702"),
    ] {
        let (code, text) = place.run("", &["review"], &format!("o\n{fact}\n{key}\nbecause\n"));
        assert!(code == 1 && text.contains(part) && !text.contains("\nwrote"), "{fact} {key}: {text}");
        assert!(!place.path("overrides/review.toml").exists(), "{fact} {key}");
    }
}

#[test]
fn overrides_of_pages_without_a_configuration_take_effect() {
    let place = Place::new();
    place.write("shop/x.md", PAGE);
    place.check("", &["review", "shop", "--accept-all"], 0, "accepted");
    place.write("shop/x.md", &PAGE.replace("| c | string | 否 |", "| c | string | 是 |"));
    std::fs::remove_file(place.path("docwright.toml")).unwrap();
    let (code, text) = place.run("", &["review", "shop"], "o\n\nrequired = false\nit takes calls without\n");
    assert!(code == 0 && text.contains("wrote `overrides/review.toml`"), "{text}");
    let (code, text) = place.run("", &["review", "shop"], "a\n");
    assert!(code == 0 && text.contains("overrides of `overrides` are read"), "{text}");
    assert!(!text.contains("DD0205"), "the override takes part: {text}");
}

#[test]
#[cfg(unix)]
fn links_that_lead_round_in_a_circle_are_refused() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    symlink("x.md", place.path("docs/api/b.md")).unwrap();
    symlink("b.md", place.path("docs/api/a.md")).unwrap();
    place.commit("a link to a link");
    place.check("", &["sync"], 0, "fetched");
    assert!(place.files().iter().any(|(path, text)| path.ends_with("api/a.md") && text == PAGE.as_bytes()));
    symlink("d.md", place.path("docs/api/c.md")).unwrap();
    symlink("c.md", place.path("docs/api/d.md")).unwrap();
    place.commit("a circle");
    place.check("", &["sync", "--update"], 2, "in a circle of links\nhelp: ");
}

#[test]
fn a_lock_that_names_another_commit_is_not_as_it_is() {
    let place = Place::new();
    let first = place.git(&["rev-parse", "HEAD"], "docs");
    place.write("docs/api/x.md", &PAGE.replace("| c |", "| e |"));
    place.commit("second");
    place.check("", &["sync"], 0, "fetched");
    let second = place.git(&["rev-parse", "HEAD"], "docs");
    let lock = place.read("docwright.lock");
    place.write("docwright.lock", &lock.replace(&second, &first));
    place.check("", &["sync"], 2, "is not what was pinned");
    place.check("", &["sync"], 2, "help: the lock file was edited");
    place.write("docwright.lock", &lock);
    place.check("", &["sync"], 0, "as it is");
    place.configure(&format!("path = \"api\"\nrev = \"{}\"", "0".repeat(40)));
    place.check("", &["sync"], 2, "help: `rev` of the doc set names it");
}

#[test]
fn what_left_the_configuration_leaves_the_folder() {
    let place = Place::new();
    place.check("", &["sync"], 0, "fetched");
    place.write("own/x.md", PAGE);
    place.write("docwright.toml", "[[docs]]\nservice = \"shop.shed\"\npath = \"own\"\n");
    place.check("", &["sync", "--check"], 1, "no longer in the configuration");
    place.check("", &["sync"], 0, "no longer in the configuration, removed");
    let left: Vec<_> = std::fs::read_dir(place.path(".docwright/docs")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    place.check("", &["sync"], 0, "nothing to fetch");
}

#[test]
#[cfg(unix)]
fn files_can_be_read_by_whom_new_files_can() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.check("", &["sync"], 0, "fetched");
    place.check("", &["review", "--accept-all"], 0, "accepted");
    place.write("plain", "");
    let mode = |name: &str| std::fs::metadata(place.path(name)).unwrap().permissions().mode();
    for name in ["docwright.lock", "docwright.accepted.json"] {
        assert_eq!(mode(name), mode("plain"), "{name}");
    }
}

#[test]
#[cfg(unix)]
fn an_interrupt_leaves_nothing_behind() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    let place = Place::new();
    // A server that takes its time.
    let script =
        "#!/bin/sh\nPATH=${PATH#*:}\ncase \"$*\" in *fetch*) exec sleep 20;; esac\nexec git \"$@\"\n";
    place.write("slow/git", script);
    std::fs::set_permissions(place.path("slow/git"), PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", place.path("slow").display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_docwright"));
    command.arg("sync").current_dir(place.path("")).env("PATH", path).process_group(0);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let pages = place.path(".docwright/docs");
    let fetched = || std::fs::read_dir(&pages).map_or(0, Iterator::count);
    let begun = Instant::now();
    while fetched() == 0 && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(fetched(), 1, "it is at work");
    std::thread::sleep(Duration::from_millis(200));
    let group = format!("-{}", child.id());
    assert!(Command::new("kill").args(["-INT", "--", &group]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(130) && text.contains("interrupted"), "{:?} {text}", output.status);
    assert_eq!(fetched(), 0, "nothing is left");
    assert!(!place.path("docwright.lock").exists());
}

#[test]
fn what_a_commit_did_is_told_across_those_that_cannot_be_read() {
    let place = Place::new();
    place.write("docs/docwright.toml", "[[docs]\n");
    place.commit("broken");
    place.git(&["rm", "--quiet", "docwright.toml"], "docs");
    place.write("docs/api/x.md", &PAGE.replace("| a | int |", "| a | string |"));
    place.commit("mended, and another type");
    let arguments = ["diff", "--history", ".", "--fail-on", "breaking-rust"];
    let (code, text) = place.run("docs", &arguments, "");
    let lines: Vec<&str> = text.lines().filter(|line| line.ends_with(')')).collect();
    assert!(code == 1 && lines.len() == 3, "{text}");
    assert!(lines[0].contains("Rust: major") && lines[0].contains("mended"), "{text}");
    assert!(lines[1].contains("cannot be read: ") && lines[1].contains("(broken)"), "{text}");
    assert!(lines[2].contains("the first version  (first)"), "{text}");
    let (_, text) = place.run("docs", &["diff", "--history", ".", "--limit", "2"], "");
    assert!(
        text.contains("Rust: major") && text.contains("cannot be read") && !text.contains("(first)"),
        "{text}"
    );
    // With nothing that can be read before or after it, the commit alone fails what asks for a verdict.
    place.write("docs/docwright.toml", "[[docs]\n");
    place.commit("broken again");
    let newest = ["diff", "--history", ".", "--limit", "1"];
    place.check("docs", &newest, 0, "cannot be read");
    place.check("docs", &[&newest[..], &["--fail-on", "any"]].concat(), 1, "cannot be read");
}

#[test]
fn pages_of_another_commit_than_the_pinned_one_are_not_read() {
    let place = Place::new();
    place.check("", &["sync"], 0, "fetched");
    place.check("", &["check"], 0, "1 endpoints");
    let pinned = place.git(&["rev-parse", "HEAD"], "docs");
    place.write("docs/api/x.md", &PAGE.replace("| a | int |", "| a | string |"));
    place.commit("second");
    let lock = place.read("docwright.lock");
    let moved = place.git(&["rev-parse", "HEAD"], "docs");
    // A pull brings a lock file that somebody else moved.
    place.write("docwright.lock", &lock.replace(&pinned, &moved));
    for command in ["check", "emit", "model"] {
        let told = format!(
            "are those of commit {pinned}, and `docwright.lock` pins {moved}\nhelp: `docwright sync`"
        );
        place.check("", &[command], 2, &told);
    }
    place.write("docwright.lock", &lock);
    place.check("", &["check"], 0, "1 endpoints");
}

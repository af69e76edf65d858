//! The command line: exit codes, and errors that say what to do.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;
use std::process::Command;

const PAGE: &str = "### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/cc/x/\n\n### 请求参数\n\n#### 接口参数\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| a | int | 是 | b |\n";

/// A call with a sample in its description, an error table, and a table in a comment.
const MORE: &str = "### 功能描述\n\n```json\n{\"wug\": 1}\n```\n\n### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/cc/x/\n\n### 请求参数\n\n#### 接口参数\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| a | int | 是 | b |\n\n### 返回结果示例\n\n```json\n{\"result\": true, \"data\": null}\n```\n\n### 错误码\n\n| 错误码 | 含义 |\n|---|---|\n| 1 | c |\n| 2 | d |\n\n<!--\n| e | f |\n|---|---|\n| 3 | g |\n-->\n";

/// Runs `docwright` in a folder with one page and expects an exit code and a part of what it prints.
#[track_caller]
fn check(arguments: &[&str], code: i32, part: &str) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("shop/x.md", PAGE);
    write("lost/y.md", &PAGE.replace("/api/c/compapi/v2/cc/x/", ""));
    write("bad/routes.yaml", "no: table\n");
    write("bad.toml", "[[docs]]\nservice = \"a\"\npath = \"shop\"\ndialekt = \"x\"\n");
    write("mine.toml", "name = \"mine\"\n[pages]\nendpoint = \"many\"\n");
    write("good.toml", "[[docs]]\nservice = \"a.b\"\npath = \"shop\"\n");
    write("empty/none.txt", "");
    write("prose/about.md", "# About us\n\nWe make things.\n");
    write("skipped/index.md", PAGE);
    write("more/x.md", MORE);
    write("latin/x.md", PAGE);
    std::fs::write(folder.path().join("latin/y.md"), b"# caf\xe9\n").unwrap();
    let (got, text) = run(folder.path(), arguments);
    assert_eq!(got, code, "{arguments:?}\n{text}");
    assert!(text.contains(part), "{arguments:?} lacks `{part}`:\n{text}");
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_docwright")).args(arguments).current_dir(folder).output().unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap(), text)
}

#[test]
fn findings_decide_the_exit_code() {
    check(&["check", "shop"], 0, "1 pages, 1 endpoints, 1 tables, 1 rows = 1 modelled + 0 diagnosed");
    check(&["check", "--config", "good.toml"], 0, "a.b `shop`: dialect blueking-esb (detected");
    check(&["check", "lost"], 1, "error[DW0201]: `y` has no path");
    check(&["check", "latin"], 1, "error[DW0001]: the page is not UTF-8 (first at byte 5)");
    check(
        &["check", "--deny", "warnings", "prose"],
        1,
        "warning[DW0004]: no dialect knows the pages of `prose`",
    );
    check(&["check", "--dialect", "hcm", "prose"], 1, "warning[DW0005]: no page of `prose`");
    check(&["check", "prose"], 1, "headings that `[sections]` of the dialect lacks: `About us`");
    check(&["check", "skipped"], 1, "skipped by `pages.skip` of the dialect for their file names: `index`");
    check(&["check", "empty"], 1, "1 with .txt, left out");
    check(&["check", "--format", "json", "lost"], 1, "\"code\":\"DW0201\"");
    check(&["check", "--format", "github", "lost"], 1, "::error file=lost/y.md,line=1,col=1,title=DW0201::");
    check(&["check", "--format", "sarif", "lost"], 1, "\"ruleId\":\"DW0201\"");
}

#[test]
fn the_most_severe_findings_are_printed_first_of_all() {
    let all = ["check", "--dialect", "blueking-esb", "prose", "lost"];
    check(&all, 1, "warning[DW0005]");
    let one = [&all[..], &["--max-findings", "1"]].concat();
    check(&one, 1, "error[DW0201]");
    check(&one, 1, "1 of 2 findings are printed, the most severe; `--max-findings 0` prints all");
    check(&one, 1, "1 warning DW0005");
    check(&[&all[..], &["--max-findings", "0"]].concat(), 1, "warning[DW0005]");
}

#[test]
fn all_that_a_page_holds_is_accounted_for() {
    let rows = "3 rows = 3 modelled + 0 diagnosed, 1 more set aside (1 in comments)";
    check(&["check", "more"], 0, rows);
    check(
        &["check", "--summary", "more"],
        0,
        "2 samples = 1 modelled + 1 diagnosed\n  1 routes = 1 modelled + 0 diagnosed",
    );
    check(&["check", "--format", "json", "more"], 0, "\"code\":\"DW0414\"");
    check(&["check", "--summary", "--format", "json", "more"], 0, "\"set_aside\":{\"comment\":1}");
    check(
        &["verify", "more"],
        0,
        "2 samples on the pages: 1 read, 1 unread (1 named by findings of `check`)",
    );
}

#[test]
fn failures_say_what_to_do() {
    check(&["check"], 2, "run in the folder that holds `docwright.toml`");
    check(&["check", "nowhere"], 2, "cannot read `nowhere`");
    check(&["model", "empty"], 2, "holds no page");
    check(&["diff", "shop", "empty/none.txt"], 2, "`empty/none.txt` is no page\nhelp: name a page");
    check(&["diff", "--rev", "main...next", "shop"], 2, "write `$(git merge-base main next)..next`");
    check(&["diff", "--rev", "..next", "shop"], 2, "write the old revision before the dots");
    check(&["diff", "--summary", "--format", "sarif", "shop", "shop"], 2, "a summary has no form `sarif`");
    check(&["check", "--config", "bad.toml"], 2, "dialekt");
    check(&["check", "--dialect", "nope", "shop"], 2, "unknown dialect `nope`; built in are");
    check(&["check", "--dialect", "mine.toml", "shop"], 2, "unknown field `endpoint`");
    check(&["check", "--routes", "bad/routes.yaml", "shop"], 2, "`bad/routes.yaml` is no route table");
    check(&["emit", "--config", "good.toml"], 2, "add `[emit.rust]`");
    check(&["explain", "DW9999"], 2, "unknown code `DW9999`");
    check(&["explain", "nope.x", "shop"], 2, "these services are:");
}

#[test]
fn facts_explain_themselves() {
    check(
        &["explain", "shop.x.request.a", "shop"],
        0,
        "required: table says `required` (counts) shop/x.md:15",
    );
    check(&["explain", "shop.x.request.b", "shop"], 2, "these fields are:\n  a");
    check(
        &["explain", "api.x", "shop", "--service", "api"],
        0,
        "path: inline route says `/api/c/compapi/v2/cc/x/` (counts) shop/x.md:7",
    );
    check(&["explain", "dw0103"], 0, "shape-conflict");
}

#[test]
fn a_baseline_silences_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("y.md"), PAGE.replace("/api/c/compapi/v2/cc/x/", "")).unwrap();
    let check = |arguments: &[&str], code: i32, part: &str| {
        let (got, text) = run(folder.path(), arguments);
        assert!(got == code && text.contains(part), "{got}: {text}");
    };
    check(
        &["check", "--dialect", "blueking-esb", ".", "--baseline", "known", "--update-baseline"],
        0,
        "wrote 1 findings",
    );
    check(&["check", "--dialect", "blueking-esb", ".", "--baseline", "known"], 0, "1 diagnosed");
    std::fs::write(folder.path().join("y.md"), PAGE).unwrap();
    check(
        &["check", "--dialect", "blueking-esb", ".", "--baseline", "known"],
        0,
        "matches no finding any more",
    );
    check(
        &["check", "--dialect", "blueking-esb", ".", "--baseline", "known", "--deny", "warnings"],
        1,
        "matches no finding any more",
    );
}

#[test]
fn every_output_has_its_form() {
    check(&["model", "shop"], 0, "\"schema\": 1");
    check(&["model", "--schema"], 0, "\"title\": \"Api\"");
    check(&["export", "facts", "shop"], 0, "\"operationId\": \"x\"");
    check(&["export", "schema", "shop", "--only", "x"], 2, "`--only` is an option of `export tools`");
    check(&["call", "--docs", "shop", "x", "--nope", "1", "--help"], 0, "--a");
    check(
        &[
            "call",
            "--base-url",
            "http://127.0.0.1:9",
            "--docs",
            "shop",
            "x",
            "--a",
            "1",
            "--raw",
            "--pages",
            "2",
        ],
        2,
        "leave one out",
    );
    check(&["export", "tools", "shop", "--only", "x"], 0, "\"function\"");
    check(&["export", "outline", "shop"], 0, "a: integer, required");
    check(&["inspect", "--stage", "markdown", "shop/x.md"], 0, "Heading");
    check(&["inspect", "--stage", "words", "shop/x.md"], 0, "column    字段                        name\n");
    check(&["inspect", "--stage", "page", "shop/x.md"], 0, "role: Request");
    check(&["inspect", "--stage", "model", "shop/x.md"], 0, "\"endpoints\"");
}

/// Writes files into a folder.
fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

#[test]
fn a_client_is_kept_when_the_pages_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let config = "[[docs]]\nservice = \"a.b\"\npath = \"shop\"\n[emit.rust]\npath = \"out\"\n";
    write(folder.path(), &[("shop/x.md", PAGE), ("docwright.toml", config)]);
    assert_eq!(run(folder.path(), &["emit"]).0, 0);
    let client = folder.path().join("out/clients.rs");
    std::fs::remove_file(folder.path().join("shop/x.md")).unwrap();
    let (code, text) = run(folder.path(), &["emit"]);
    assert_eq!((code, text.contains("holds no page"), client.exists()), (2, true, true), "{text}");
    write(folder.path(), &[("shop/about.md", "# About us\n\nWe make things.\n")]);
    let (code, text) = run(folder.path(), &["emit"]);
    assert_eq!((code, text.contains("describe no endpoint"), client.exists()), (2, true, true), "{text}");
}

#[test]
fn openapi_documents_stay_in_their_folder() {
    let folder = tempfile::tempdir().unwrap();
    let dialect = "name = \"mine\"\n[client]\nservice = \"../../x\"\n";
    write(folder.path(), &[("deep/er/x.md", PAGE), ("deep/er/mine.toml", dialect)]);
    let inside = folder.path().join("deep/er");
    let (code, text) = run(&inside, &["export", "openapi", "x.md", "--dialect", "mine.toml", "--out", "oa"]);
    assert!(code != 0 || text.starts_with("oa/"), "{text}");
    assert!(!folder.path().join("deep/x.openapi.json").exists());
    let named = ["export", "openapi", "x.md", "--service", "/elsewhere/x", "--out", "oa"];
    let (code, text) = run(&inside, &named);
    assert_eq!((code, text.contains("invalid module path")), (2, true), "{text}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_read_as_one() {
    for arguments in [
        ["check", "--dialect", "/dev/zero.toml", "shop"].as_slice(),
        &["check", "--routes", "/dev/zero", "shop"],
        &["check", "--baseline", "/dev/zero", "shop"],
    ] {
        check(arguments, 2, "error");
    }
    check(&["check", "--routes", "/dev/zero", "shop"], 2, "it is not a regular file");
}

#[test]
fn control_characters_of_names_are_written_out() {
    let folder = tempfile::tempdir().unwrap();
    let name = "shop/\u{1b}[31m\u{202e}x.md";
    write(folder.path(), &[(name, &PAGE.replace("POST", ""))]);
    for format in ["text", "github"] {
        let (_, text) =
            run(folder.path(), &["check", "--dialect", "blueking-esb", "--format", format, "shop"]);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{format}: {text:?}");
    }
    let (_, text) = run(folder.path(), &["export", "outline", "--dialect", "blueking-esb", "shop"]);
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
}

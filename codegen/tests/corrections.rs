//! Overrides, turned-off witnesses and patches on the command line.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "corrections/shop.rs"]
mod shop;

use shop::{LIST, Shop};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The overrides of one file, the exit code of `check` and what it says.
#[track_caller]
fn check(overrides: &str, code: i32, parts: &[&str]) -> String {
    let shop = Shop::routed();
    shop.overrides(overrides);
    shop.check(&["check"], code, parts)
}

/// One override with a reason.
fn entry(fact: &str, keys: &str) -> String {
    format!("[[override]]\nfact = \"{fact}\"\nreason = \"known\"\n{keys}\n")
}

fn manual() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    std::fs::read_to_string(root.join("docs/overrides.md")).unwrap()
}

#[test]
fn every_example_of_the_manual_applies() {
    let shop = Shop::new();
    let manual = manual();
    let blocks: Vec<&str> =
        manual.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() > 10);
    for (at, block) in blocks.iter().enumerate() {
        shop.write(&format!("overrides/{at:02}.toml"), block);
    }
    let text = shop.check(&["check"], 0, &[]);
    assert!(!text.contains("DW0103") && !text.contains("DW0201"), "{text}");
    let parts = [
        "list_orders: POST /shop/v1/list_orders/",
        "ids: array of integer, optional",
        "since: int64, optional",
        "limit: integer, required",
        "customer: string, optional",
        "trace: string, optional, in header",
        "country: string, optional",
        "open: shops add attributes of their own",
        "paid_at: string, optional, null seen",
        "cancel_order: POST /shop/v1/cancel_order/, idempotent",
        "response: integer in member cancellation",
        "query_order: POST /shop/v1/query_order_v2/",
        "pages by offset: start start, limit limit of at most 200, items info, total count",
    ];
    shop.write("emit.toml", "[[docs]]\nservice = \"shop\"\npath = \"docs\"\ndialect = \"blueking-esb\"\n[emit.rust]\npath = \"out\"\n");
    shop.check(&["emit", "--config", "emit.toml"], 0, &["3 endpoints", "0 errors"]);
    let text = shop.check(&["export", "outline"], 0, &parts);
    for gone in ["old_report:", "legacy_mode:", "custumer:", "default \"newest\""] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
}

#[test]
fn every_key_has_an_example() {
    let error = check("[[override]]\nfact = \"x\"\nreason = \"y\"\nnone = 1\n", 2, &["unknown field `none`"]);
    let keys = error.split("expected one of ").nth(1).unwrap().lines().next().unwrap();
    let manual = manual();
    for key in keys.split(", ").map(|key| key.trim_matches('`')) {
        assert!(manual.lines().any(|line| line.starts_with(&format!("{key} = "))), "no example of `{key}`");
    }
}

#[test]
fn an_override_always_wins_and_explains_itself() {
    let shop = Shop::routed();
    shop.overrides(
        &(entry("shop.list_orders.request.ids", "type = \"string\"")
            + &entry("list_orders.x", "required = true")),
    );
    let parts = [
        "ids: string, optional",
        "type: table says `object` (outvoted) docs/list_orders.md:15",
        "type: request example says `array` (outvoted)",
        "type: override says `string` (counts) overrides/shop.toml:4: known",
    ];
    shop.check(&["explain", "shop.list_orders.request.ids"], 0, &parts);
    shop.check(&["model"], 0, &["\"reason\": \"known\"", "\"witness\": \"override\""]);
}

#[test]
fn overrides_that_do_nothing_are_errors() {
    let lost = entry("shop.list_orders.request.buyer.sity", "required = true");
    check(&lost, 1, &["error[DW0701]", "--> overrides/shop.toml:2:8", "`city`"]);
    check(
        &entry("shop.nothing", "remove = true"),
        1,
        &["error[DW0701]", "these endpoints are", "overrides\n      1 error   DW0701"],
    );
    check(
        &entry("shop.list_orders.request.since", "type = \"string\""),
        1,
        &["error[DW0702]", "overrides/shop.toml:4:8"],
    );
    check(&entry("shop.list_orders.request.since", "required = false"), 1, &["error[DW0702]"]);
    check(&entry("shop.list_orders", "path = \"/shop/v1/list_orders/\""), 1, &["error[DW0702]"]);
    check(
        &entry("shop.list_orders.request.since", "add = true"),
        1,
        &["error[DW0702]", "describe it themselves"],
    );
    // Table and sample differ here, so whoever confirms the decision settles the question.
    let text = check(&entry("shop.list_orders.request.ids", "type = \"array<int>\""), 0, &[]);
    assert!(!text.contains("DW0103"), "{text}");
}

#[test]
fn overrides_that_cannot_be_applied_are_errors() {
    let since = |keys: &str, part: &str| {
        check(&entry("shop.list_orders.request.since", keys), 1, &["error[DW0703]", part]);
    };
    since("type = \"thingy\"", "no type of the endpoint is called `thingy`");
    since("type = \"a b c !\"", "is not a type of the dialect");
    since("default = 3", "the type is string, and this is a number");
    since("name = \"limit\"", "the object has another field `limit`");
    since("in = \"path\"", "placeholders");
    since("open = true", "only an object with fields");
    since("paging = false", "belongs to an endpoint");
    check(&entry("shop.list_orders", "required = true"), 1, &["belongs to a field"]);
    check(&entry("shop.list_orders", "name = \"old_report\""), 1, &["another operation `old_report`"]);
    let paging = "paging = { style = \"offset\", start = \"since\", limit = \"limit\" }";
    check(&entry("shop.list_orders", paging), 1, &["the request has no number `since`"]);
    check(&entry("shop.list_orders.request.since.x", "add = true"), 1, &["give it the type `object` first"]);
}

#[test]
fn files_that_cannot_be_read_end_the_run() {
    let place = "overrides/shop.toml";
    check("[[override]]\nfact = \"x\"\nopen = true\n", 2, &[place, "missing field `reason`", "line 1"]);
    check(
        "[[override]]\nfact = \"x\"\nreason = \" \"\nopen = true\n",
        2,
        &["overrides/shop.toml:3: the `reason` is empty"],
    );
    check("[[override]]\nfact = \"x\"\nreason = \"y\"\n", 2, &["overrides/shop.toml:2", "changes nothing"]);
    check(&entry("x", "type = 1"), 2, &[place, "line 4"]);
    check(&entry("x", "colour = 1"), 2, &["unknown field `colour`", "line 4", "docs/overrides.md"]);
    check(&entry("x", "method = \"SEND\""), 2, &["overrides/shop.toml:4: unknown method `SEND`"]);
    check(&entry("x", "path = \"a/b\""), 2, &["begins with `/`"]);
    check(&entry("x", "remove = false"), 2, &["`remove = false` has no effect"]);
    check(&entry("x", "paging = true"), 2, &["overrides/shop.toml:4"]);
    check(&entry("x", "values = [true]"), 2, &["overrides/shop.toml:4"]);
    check("not toml", 2, &[place, "line 1"]);
    let shop = Shop::routed();
    shop.check(&["check", "docs", "--overrides", "nowhere"], 2, &["cannot read `nowhere`", "--overrides"]);
}

#[test]
fn folders_of_overrides() {
    let shop = Shop::routed();
    let text = entry("shop.list_orders.request.limit", "required = true");
    shop.write("mine/a.toml", &text);
    let limit = |arguments: &[&str], part: &str| {
        shop.check(&[&["explain", "shop.list_orders.request.limit"], arguments].concat(), 0, &[part])
    };
    limit(&[], "limit: integer, optional");
    limit(&["--overrides", "mine"], "limit: integer, required");
    let bare = ["docs", "--service", "shop", "--dialect", "blueking-esb", "--overrides", "mine"];
    limit(&bare, "mine/a.toml:4: known");
    limit(&["--overrides", "mine", "--without", "overrides"], "limit: integer, optional");
    shop.write(
        "docwright.toml",
        "overrides = \"mine\"\n[[docs]]\nservice = \"shop\"\npath = \"docs\"\ndialect = \"blueking-esb\"\n",
    );
    limit(&[], "limit: integer, required");
}

#[test]
fn suggestions_can_be_pasted_back() {
    let shop = Shop::new();
    let (code, entries, _) = shop.run(&["override", "suggest"]);
    assert_eq!(code, 0);
    for part in [
        "# DW0103 docs/list_orders.md:15: `ids` is object in the table and array in the sample\n[[override]]\nfact = \"shop.list_orders.request.ids\"\nreason = \"who says so, and since when?\"\ntype = \"array<int>\"\n",
        "fact = \"shop.list_orders.request.buyer.street\"\nreason = \"who says so, and since when?\"\nadd = true\ntype = \"string\"\nrequired = false\n",
        "fact = \"shop.cancel_order\"\nreason = \"who says so, and since when?\"\nmethod = \"POST\"\npath = \"/path/of/cancel_order\"\n",
    ] {
        assert!(entries.contains(part), "{entries}");
    }
    shop.overrides(&entries);
    let text = shop.check(&["check"], 0, &["4 endpoints"]);
    for code in ["DW07", "DW0103", "DW0403", "DW0201"] {
        assert!(!text.contains(code), "{text}");
    }
    shop.check(&["override", "suggest", "--only", "DW9999"], 2, &["unknown code `DW9999`"]);
    shop.check(&["override", "suggest", "--only", "DW0103"], 0, &["0 entries"]);
}

#[test]
fn a_requirement_with_a_condition_is_confirmed() {
    let shop = Shop::routed();
    let page = LIST.replace(
        "| limit | int | no | orders per page |",
        "| limit | int | yes | Required when sort is set |",
    );
    shop.write("docs/list_orders.md", &page);
    shop.check(&["check"], 0, &["DW0604"]);
    let (_, entries, _) = shop.run(&["override", "suggest", "--only", "DW0604"]);
    assert!(
        entries.contains("fact = \"shop.list_orders.request.limit\"")
            && entries.contains("\nrequired = true\n"),
        "{entries}"
    );
    shop.overrides(&entries);
    let text = shop.check(&["check"], 0, &[]);
    assert!(!text.contains("DW0604") && !text.contains("DW0702"), "{text}");
    shop.check(&["explain", "shop.list_orders.request.limit"], 0, &["limit: integer, required"]);
}

#[test]
fn witnesses_can_be_turned_off() {
    let shop = Shop::routed();
    let ids = |without: &[&str], part: &str| {
        let off = without.iter().flat_map(|name| ["--without", name]).collect::<Vec<_>>();
        shop.check(&[&["explain", "shop.list_orders.request.ids"], off.as_slice()].concat(), 0, &[part])
    };
    ids(&[], "ids: array of integer");
    ids(&["example"], "ids: any object");
    ids(&["response-example"], "ids: array of integer");
    ids(&["table"], "type: request example says `array` (counts)");
    shop.check(
        &["explain", "shop.list_orders.request.buyer.street", "--without", "example"],
        2,
        &["is not in the model"],
    );
    shop.check(&["check", "--without", "inline-route"], 1, &["error[DW0201]"]);
    shop.check(&["check", "--without", "en"], 0, &["0 pages, 0 endpoints"]);
    shop.check(
        &["check", "--without", "weather"],
        2,
        &["unknown witness `weather`, expected one of table, example"],
    );
}

#[test]
fn corrections_come_as_a_patch() {
    let shop = Shop::routed();
    let (code, patch, word) = shop.run(&["fix"]);
    assert_eq!(code, 0);
    for part in [
        "--- a/docs/list_orders.md\n+++ b/docs/list_orders.md\n",
        "-| ids | object | no | ids |\n+| ids | array | no | ids |\n",
        "-| city | string | is | city |\n+| city | string | yes | city |\n+| street | string | no |  |\n",
    ] {
        assert!(patch.contains(part), "{patch}");
    }
    assert!(word.contains("3 corrections in 1 files; nothing was written"), "{word}");
    assert_eq!(std::fs::read_to_string(shop.0.path().join("docs/list_orders.md")).unwrap(), LIST);
    shop.check(&["fix", "--only", "required-word"], 0, &["1 corrections in 1 files"]);
    let line = shop.check(&["check", "--format", "json"], 0, &[]);
    let found = line.lines().find(|line| line.contains("DW0106")).unwrap();
    assert!(found.contains("\"text\":\"yes\"") && found.contains("\"fix\":{"), "{found}");
    shop.check(
        &["check", "--format", "sarif"],
        0,
        &["\"insertedContent\":{\"text\":\"yes\"}", "\"deletedRegion\""],
    );
    shop.write("docs/list_orders.md.j2", LIST);
    std::fs::remove_file(shop.0.path().join("docs/list_orders.md")).unwrap();
    shop.check(
        &["fix"],
        0,
        &["0 corrections", "3 more are omitted, because `docs/list_orders.md.j2` is a template"],
    );
}

#[test]
fn every_kind_of_fact_is_explained() {
    let shop = Shop::routed();
    shop.check(
        &["explain", "shop.list_orders"],
        0,
        &[
            "described at docs/list_orders.md",
            "method: inline route says `POST` (counts)",
            "path: inline route says",
            "envelope: result; the payload is `data`",
        ],
    );
    shop.check(
        &["explain", "shop.list_orders.request.sort"],
        0,
        &["default \"newest\" (docs/list_orders.md:20)"],
    );
    shop.check(
        &["explain", "shop.list_orders.response"],
        0,
        &["response `data`:", "type: table says `object`"],
    );
    shop.check(&["explain", "shop.list_orders.response.result"], 0, &["a member of the envelope"]);
    shop.check(&["explain", "shop.list_orders.response.data.info.id"], 0, &["id: integer"]);
    shop.check(&["explain", "shop.list_orders.response.info[].id"], 0, &["id: integer"]);
    shop.check(
        &["explain", "shop.list_orders.request.citty"],
        2,
        &["did you mean\n  shop.list_orders.request.buyer.city"],
    );
    shop.check(&["explain", "shop.lst_orders.request"], 2, &["these endpoints are:\n  list_orders"]);
    let names: BTreeSet<PathBuf> =
        std::fs::read_dir(shop.0.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names.len(), 2, "explaining writes nothing");
}

/// Paths count from the folder of the configuration, and git may be asked at the root.
#[test]
fn patches_in_a_folder_of_a_repository_say_how_to_apply_them() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("api/shop");
    std::fs::create_dir_all(folder.join("docs")).unwrap();
    let page = folder.join("docs/list_orders.md");
    std::fs::write(&page, LIST).unwrap();
    std::fs::write(
        folder.join("docwright.toml"),
        "[[docs]]\nservice = \"shop\"\npath = \"docs\"\ndialect = \"blueking-esb\"\n",
    )
    .unwrap();
    let fix = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_docwright"));
        let output = command.args(["fix", "--only", "DW0106"]).current_dir(&folder).output().unwrap();
        (output.stdout, String::from_utf8(output.stderr).unwrap())
    };
    let git = |arguments: &[&str], folder: &Path| {
        let status = std::process::Command::new("git").args(arguments).current_dir(folder).status();
        assert!(status.unwrap().success());
    };
    assert!(!fix().1.contains("git apply"), "no repository");
    git(&["init", "--quiet"], outer.path());
    let (patch, word) = fix();
    assert!(word.contains("`git apply --directory='api/shop'`"), "{word}");
    std::fs::write(outer.path().join("fixes.patch"), patch).unwrap();
    git(&["apply", "--directory=api/shop", "fixes.patch"], outer.path());
    assert_eq!(std::fs::read_to_string(&page).unwrap(), LIST.replacen("| is |", "| yes |", 1));
}

//! `docs/dialects.md` is true: its tutorial works as printed, its blocks are dialects, and its reference names every key.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use docwright::dialect::built_in;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn manual() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/dialects.md");
    std::fs::read_to_string(path).unwrap()
}

/// The code blocks of one label.
fn blocks(manual: &str, label: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = manual.lines();
    while let Some(line) = lines.next() {
        let fence = &line[..line.len() - line.trim_start_matches('`').len()];
        if fence.len() < 3 {
            continue;
        }
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
        if line[fence.len()..] == *label {
            found.push(body.join("\n") + "\n");
        }
    }
    found
}

fn docwright(folder: &Path, arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_docwright")).args(arguments).current_dir(folder).output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// A folder as the tutorial leaves it.
fn tutorial() -> (tempfile::TempDir, String) {
    let manual = manual();
    let folder = tempfile::Builder::new().prefix("t").tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("plant.md", &blocks(&manual, "markdown")[0]);
    let dialects = blocks(&manual, "toml");
    write("orchard.toml", dialects.iter().max_by_key(|block| block.len()).unwrap());
    (folder, manual)
}

#[test]
fn the_tutorial_prints_what_it_says() {
    let (folder, manual) = tutorial();
    let printed = blocks(&manual, "text");
    let words = docwright(folder.path(), &["inspect", "--stage", "words", "plant.md"]);
    assert_eq!(words, printed[0]);
    let check = docwright(folder.path(), &["check", "--dialect", "orchard.toml", "plant.md"]);
    let ledger = |text: &str| text.split_once(" `plant.md`").unwrap().1.to_owned();
    assert_eq!(ledger(&check), ledger(&printed[1]));
    std::fs::write(folder.path().join("orchard.toml"), "[pages]\nlabel = true\n").unwrap();
    let refused = docwright(folder.path(), &["check", "--dialect", "orchard.toml", "plant.md"]);
    assert_eq!(refused, printed[2]);
}

#[test]
fn the_tutorial_leads_to_its_endpoint() {
    let (folder, _) = tutorial();
    let words =
        docwright(folder.path(), &["inspect", "--stage", "words", "--dialect", "orchard.toml", "plant.md"]);
    let unknown: Vec<&str> = words.lines().filter(|line| line.ends_with('?')).collect();
    assert_eq!(unknown.len(), 1, "only the title is no word of the dialect: {unknown:?}");
    let outline = docwright(folder.path(), &["export", "outline", "--dialect", "orchard.toml", "plant.md"]);
    let expected = [
        "plant_a_tree: POST /v2/orchards/{orchard}/trees",
        "orchard: string, required, in path",
        "variety: string, required",
        "values: \"apple\", \"pear\"",
        "care: `Care`, optional",
        "type Care",
        "helpers: array of string, optional",
        "response: `response.fruit` in member fruit",
        "sprouts: boolean, optional",
    ];
    for line in expected {
        assert!(outline.contains(line), "{line}\n{outline}");
    }
}

#[test]
fn every_block_is_a_dialect() {
    let blocks = blocks(&manual(), "toml");
    assert!(blocks.len() > 4);
    for block in blocks {
        built_in::parse("block.toml", &block).unwrap_or_else(|error| panic!("{error}\n{block}"));
    }
}

/// Rows of the reference: table of the dialect to its documented keys and their examples.
fn reference(manual: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let mut tables: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let (_, reference) = manual.split_once("\n## Reference\n").unwrap();
    let mut table = String::new();
    for line in reference.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            table = heading.trim_matches('`').to_owned();
        } else if let Some(row) = line.strip_prefix("| `") {
            let key = row.split('`').next().unwrap().to_owned();
            let example = row.rsplit('`').nth(1).unwrap().to_owned();
            tables.entry(table.clone()).or_default().push((key, example));
        }
    }
    tables
}

/// The keys that the reader of dialects takes below `place`, as it names them when it meets another one.
fn keys(place: &str) -> Vec<String> {
    let error = built_in::parse("x.toml", &format!("{place}\nzzz = 1\n")).unwrap_err().to_string();
    let (_, expected) = error.split_once("expected").unwrap_or_else(|| panic!("{error}"));
    expected.split("help:").next().unwrap().split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_reference_names_every_key_and_no_other() {
    let reference = reference(&manual());
    let mut tables: Vec<&str> = Vec::new();
    for (table, rows) in &reference {
        let documented: Vec<&String> = rows.iter().map(|(key, _)| key).collect();
        if table == "Top" {
            continue;
        }
        if !table.contains('.') {
            tables.push(table.trim_matches(['[', ']']));
        }
        let mut known = keys(table);
        known.sort();
        let mut sorted = documented.clone();
        sorted.sort();
        assert_eq!(sorted, known.iter().collect::<Vec<_>>(), "{table}");
    }
    tables.extend(["name", "extends"]);
    tables.sort_unstable();
    let mut known = keys("");
    known.sort();
    assert_eq!(tables, known);
}

#[test]
fn every_example_of_the_reference_is_read() {
    for (table, rows) in reference(&manual()) {
        let head = if table == "Top" { String::new() } else { format!("{table}\n") };
        // The keys of an inner table make sense together only.
        if table.contains('.') {
            let all: Vec<&str> = rows.iter().map(|(_, example)| example.as_str()).collect();
            built_in::parse("x.toml", &format!("{head}{}\n", all.join("\n")))
                .unwrap_or_else(|error| panic!("{table} {error}"));
            continue;
        }
        for (key, example) in rows {
            assert!(example.starts_with(&format!("{key} = ")), "{table} {key}: {example}");
            built_in::parse("x.toml", &format!("{head}{example}\n"))
                .unwrap_or_else(|error| panic!("{table} {error}"));
        }
    }
}

#[test]
fn every_value_of_a_closed_list_is_named() {
    let manual = manual();
    for place in ["[routes]\nname = [\"zzz\"]", "[pages]\nendpoints = \"zzz\""] {
        let error = built_in::parse("x.toml", place).unwrap_err().to_string();
        let (_, expected) = error.split_once("expected one of").unwrap();
        for value in expected.split('`').skip(1).step_by(2) {
            assert!(manual.contains(&format!("`{value}`")), "{value}");
        }
    }
}

/// The folder of the walk-through.
fn grove() -> (tempfile::TempDir, String) {
    let manual = manual();
    let folder = tempfile::Builder::new().prefix("g").tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("grove")).unwrap();
    let page = &blocks(&manual, "md")[0];
    write("grove/plant.md", page);
    write("grove/fell.md", &page.replace("PlantTree", "FellTree").replace("/trees", "/stumps"));
    write("docwright.toml", &blocks(&manual, "ini")[0]);
    (folder, manual)
}

#[test]
fn the_walk_through_leads_to_a_client() {
    let (folder, manual) = grove();
    let output = Command::new(env!("CARGO_BIN_EXE_docwright"))
        .args(["dialect", "propose", "grove"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let proposed = String::from_utf8(output.stdout).unwrap();
    let account = String::from_utf8(output.stderr).unwrap();
    assert!(account.contains("before:") && account.contains("after:"), "{account}");
    assert!(account.trim_end().ends_with("16 rows = 16 modelled + 0 diagnosed"), "{account}");
    let printed = blocks(&manual, "toml").into_iter().find(|block| block.contains("pages, ")).unwrap();
    assert!(proposed.contains(printed.trim_start_matches("[columns]\n")), "{proposed}");
    std::fs::write(folder.path().join("grove.toml"), proposed).unwrap();
    let unknown = docwright(folder.path(), &["dialect", "check", "grove", "--dialect", "grove.toml"]);
    assert_eq!(unknown, "nothing is unknown\n");
    let emitted = docwright(folder.path(), &["emit"]);
    for call in ["endpoint api.grove.plant_tree", "endpoint api.grove.fell_tree", "0 findings"] {
        assert!(emitted.contains(call), "{call}\n{emitted}");
    }
    assert!(folder.path().join("src/generated").is_dir());
    let made =
        docwright(folder.path(), &["new", "grove-client", "--docs", "grove", "--dialect", "grove.toml"]);
    assert!(made.contains("created `grove-client`"), "{made}");
    let read = |file: &str| std::fs::read_to_string(folder.path().join("grove-client").join(file)).unwrap();
    assert!(read("docwright.toml").contains("dialect = "), "{}", read("docwright.toml"));
    let call = &blocks(&manual, "rust")[0];
    let method = call.split_once("api.grove().").unwrap().1.split('(').next().unwrap();
    assert!(read("src/generated/api/grove.rs").contains(&format!("fn {method}(")), "{made}");
    let outline = docwright(folder.path(), &["export", "outline", "--dialect", "grove.toml", "grove"]);
    for line in [
        "PlantTree: POST /v2/orchards/{orchard}/trees",
        "variety: string, required",
        "water: integer, optional",
        "in member fruit",
    ] {
        assert!(outline.contains(line), "{line}\n{outline}");
    }
}

#[test]
fn what_is_unknown_is_ranked_by_the_rows_that_are_lost() {
    let (folder, _) = grove();
    let unknown = docwright(folder.path(), &["dialect", "check", "grove", "--dialect", "generic"]);
    let first = unknown.lines().nth(1).unwrap();
    assert!(
        first.contains("column") && first.contains("`Item | Kind | Duty | Remark` at grove/fell.md"),
        "{unknown}"
    );
}

/// What a dialect makes of pages: the outline.
fn outline(files: &[(&str, &str)], dialect: &str) -> String {
    let folder = tempfile::Builder::new().prefix("d").tempdir().unwrap();
    for (name, text) in files.iter().chain(&[("mine.toml", dialect)]) {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    docwright(folder.path(), &["export", "outline", "--dialect", "mine.toml", "pages"])
}

#[test]
fn pages_may_end_otherwise_and_lie_in_folders_that_are_skipped() {
    let page = |name: &str| format!("# {name}\n\nGET /{name}\n");
    let (one, two) = (page("plant"), page("fell"));
    let files = [("pages/plant.txt", one.as_str()), ("pages/old/fell.txt", two.as_str())];
    let dialect = "[pages]\nextensions = [\".txt\"]\nskip = [\"old/**\"]\n";
    let read = outline(&files, dialect);
    assert!(read.contains("plant: GET /plant") && !read.contains("/fell"), "{read}");
}

#[test]
fn names_come_from_settings_links_and_folders() {
    let check = |source: &str, path: &str, page: &str, expect: &str| {
        let read = outline(&[(path, page)], &format!("[routes]\nname = [\"{source}\"]\n"));
        assert!(read.contains(&format!("\n{expect}: GET /x")), "{source}\n{read}");
    };
    check("front_matter", "pages/a.md", "---\ntitle: Plant a tree\n---\n# Guide\n\nGET /x\n", "plant_a_tree");
    check("link", "pages/a.md", "# [Plant](trees.html#plantTree)\n\nGET /x\n", "plantTree");
    check("folder", "pages/plant_tree/a.md", "# Guide\n\nGET /x\n", "plant_tree");
}

#[test]
fn descriptions_have_words_of_the_vendor() {
    let page = "# plant\n\nPOST /trees\n\n## Request Body\n\n| Name | Type | Description |\n|---|---|---|\n\
        | kind | string | Grows, picks from: `pear`, `plum` |\n| size | integer | Otherwise it is 7 |\n";
    let dialect = "[descriptions]\nvalues = [\"picks from\"]\ndefault = [\"otherwise it is\"]\n";
    let read = outline(&[("pages/plant.md", page)], dialect);
    assert!(read.contains("values: \"pear\", \"plum\"") && read.contains("default: 7"), "{read}");
    let plain = outline(&[("pages/plant.md", page)], "");
    assert!(!plain.contains("values:") && !plain.contains("default:"), "{plain}");
}

#[test]
fn a_sentence_makes_all_arguments_optional() {
    let page = |sentence: &str| {
        format!(
            "# plant\n\nPOST /trees\n\n## Request Body\n\n{sentence}\n\n| Name | Type | Description |\n|---|---|---|\n\
             | kind | string | Kind |\n"
        )
    };
    let dialect = "[marks]\nrequired_by_default = true\n";
    for (sentence, expect) in [
        ("All parameters are optional.", "kind: string, optional"),
        ("All JSON parameters for this call are optional; none is needed.", "kind: string, optional"),
        ("All parameters to this call are optional and nullable.", "kind: string, optional"),
        ("All parameters are optional and nullable excluding `kind`.", "kind: string, required"),
        ("All parameters are optional except `kind`.", "kind: string, required"),
        ("All parameters are optional in winter.", "kind: string, required"),
        ("Plants a tree.", "kind: string, required"),
    ] {
        let read = outline(&[("pages/plant.md", &page(sentence))], dialect);
        assert!(read.contains(expect), "{sentence}\n{read}");
    }
}

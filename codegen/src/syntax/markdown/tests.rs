//! What the reader makes of pages.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::time::{Duration, Instant};

/// One line per heading, line and row, and one per fault.
#[track_caller]
fn check(page: &str, expect: &[&str]) {
    let document = read(page);
    let mut lines: Vec<String> = document.blocks.iter().flat_map(|block| show(page, block)).collect();
    lines.extend(document.faults.iter().map(|fault| format!("! {:?}: {}", fault.kind, fault.span.of(page))));
    assert_eq!(lines, expect, "{page}");
}

fn show(page: &str, block: &Block<'_>) -> Vec<String> {
    match &block.kind {
        Kind::Heading { level, text, anchor } => {
            let anchor = anchor.map(|anchor| format!(" #{anchor}")).unwrap_or_default();
            vec![format!("h{level} {text}{anchor}")]
        }
        Kind::Lines { lines, .. } => lines.iter().map(|line| line.text.to_string()).collect(),
        Kind::Code { info, body, .. } => vec![format!("code {info}: {}", body.of(page).trim())],
        Kind::Table(table) => {
            let row = |row: &Row| {
                let cells: Vec<&str> = table.cells_of(row).iter().map(|cell| &*cell.text).collect();
                format!("[{}]", cells.join("; ").replace('\n', " / "))
            };
            std::iter::once(&table.header).chain(&table.rows).map(row).collect()
        }
    }
}

const HEAD: &str = "| Name | Type | Text |\n|---|---|---|\n";

/// A table of three columns with these rows.
#[track_caller]
fn check_rows(rows: &str, expect: &[&str]) {
    let expect: Vec<&str> = ["[Name; Type; Text]"].iter().chain(expect).copied().collect();
    check(&format!("{HEAD}{rows}"), &expect);
}

#[test]
fn cells_go_on_until_the_row_closes() {
    check_rows(
        "| a | string | First.\n\n Values: x, y.\n\n |\n| b | int | Size.\n\n |\n| c | int | Z |",
        &["[a; string; First. / Values: x, y.]", "[b; int; Size.]", "[c; int; Z]"],
    );
    check_rows(
        "| a | string | One of:\n- x\n- y |\n| b | int | Z |",
        &["[a; string; One of: / x / y]", "[b; int; Z]"],
    );
    check_rows("| a | string\n\nor int | Text |\nend", &["[a; string / or int; Text]", "end"]);
    // The pipe at the end of the first line opens the last cell.
    check_rows(
        "| a | string |\n\nText.\n\nMore. |\n| b | int | Z |",
        &["[a; string; Text. / More.]", "[b; int; Z]"],
    );
    check_rows("| a | string |\n\nText.\n", &["[a; string]", "Text."]);
    check_rows("| a | object | As in\n```json\n{\"b\": 1}\n```\n |\n", &["[a; object; As in / {\"b\": 1}]"]);
}

#[test]
fn rows_that_nothing_closes_swallow_nothing() {
    check_rows(
        "| a | string\n\nMore text.\n\n| b | int | Z |\n",
        &["[a; string]", "More text.", "| b | int | Z |", "! OpenRow: | a | string"],
    );
    check_rows(
        "| a | string\n\n- x\n\n## H\n\ny |",
        &["[a; string]", "x", "h2 H", "y |", "! OpenRow: | a | string"],
    );
    check_rows("| a | string\n| b | int | Z |\n", &["[a; string]", "[b; int; Z]"]);
    check_rows("| a | string | Text\n\nMore | text |", &["[a; string; Text]", "More | text |"]);
}

#[test]
fn pipes_that_are_text_stay_in_their_cells() {
    check_rows(r"| a | x \| y | Z |", &["[a; x | y; Z]"]);
    check_rows("| a | `x|null` | Z |", &["[a; x|null; Z]", "! PipeInCell: | a | `x|null` | Z |"]);
    check_rows(
        "| a | `x` | `y|z` or `w` |",
        &["[a; x; y|z or w]", "! PipeInCell: | a | `x` | `y|z` or `w` |"],
    );
    check_rows("|a|x | y|Z|", &["[a; x | y; Z]", "! PipeInCell: |a|x | y|Z|"]);
    check_rows("| a | x | y | Z |", &["[a; x; y; Z]"]);
    check_rows("| a| x | y| Z|", &["[a; x; y; Z]"]);
    check_rows("| a | x¦null | Z |", &["[a; x|null; Z]"]);
    check_rows("| `a |x` | Z |", &["[a; x; Z]"]);
}

#[test]
fn html_cells_span_rows_and_columns() {
    let table = |rows: &str| format!("<table>\n<tr><th>A</th><th>B</th><th>C</th></tr>\n{rows}\n</table>\n");
    let head = "[A; B; C]";
    check(
        &table("<tr><td>a</td><td rowspan=\"2\">b</td><td>c</td></tr>\n\n<tr><td>d</td><td>e</td></tr>"),
        &[head, "[a; b; c]", "[d; b; e]"],
    );
    check(&table("<tr><td colspan='2'>a</td><td>c</td></tr>"), &[head, "[a; ; c]"]);
    check(
        &table("<tr><td rowspan=2 colspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>"),
        &[head, "[a; ; b]", "[a; ; c]"],
    );
    check(&table("<tr><td colspan=99999 rowspan=99999>a</td></tr>"), &[head, "[a; ; ]"]);
    check(&table("<tr><td rowspan=3>a</td></tr><tr></tr><tr><td>b</td></tr>"), &[head, "[a]", "[a; b]"]);
    check("<table>\n<tr><td>A</td></tr>\n\nb", &["[A]", "b", "! OpenTable: <table>"]);
}

#[test]
fn html_tables_in_cells_stand_below_the_one_around_them() {
    let inner = "<table><tr><td>B</td></tr><tr><td>b</td></tr></table>";
    let outer = format!(
        "<table><tr><td>A</td><td>C</td></tr><tr><td>a</td><td>x {inner} y</td></tr><tr><td>d</td></tr></table>"
    );
    check(&outer, &["[A; C]", "[a; x / y]", "[d]", "a", "[B]", "[b]"]);
    check("<table><tr><td>A</td></tr><table><tr><td>B</td></tr></table>", &["[A]", "[B]"]);
}

#[test]
fn html_headings_are_headings() {
    check("<h1 id=\"a\">A</h1>\n\n<h2>\n B <b>c</b>\n</h2>\nd", &["h1 A #a", "h2 B c", "d"]);
    check("a\n<h3 id='x'>B</h3>\n| A |\n|---|\n| b |", &["a", "h3 B #x", "[A]", "[b]"]);
    check("<h2>A</h2> and more", &["A and more"]);
}

#[test]
fn attributes_are_no_part_of_titles() {
    check("## A {#a .b}\n## B { .b}\n##C {#c}\n## /d/{id}", &["h2 A #a", "h2 B", "h2 C #c", "h2 /d/{id}"]);
}

#[test]
fn tags_alone_are_no_text_and_hide_nothing() {
    check("<Anchor id=\"a\" />\n## A", &["h2 A"]);
    check("**B**\n\n<a name=\"t\"></a>\n| A |\n|---|\n| b |", &["B", "[A]", "[b]"]);
    check("<div class=\"x\">\n| A |\n|---|\n| b |\n</div>", &["[A]", "[b]"]);
    check("<details>\n<summary>More</summary>\n\n| A |\n|---|\n| b |\n</details>", &["More", "[A]", "[b]"]);
    check("<id>\n## A", &["<id>", "h2 A"]);
}

#[test]
fn anchors_lead_to_the_block_they_stand_in_or_before() {
    let page = "# A <a name=\"a\"></a>\n\n<a id=\"b\"></a>\n| A |\n|---|\n| b |\n\n## C {#c}\n\n```\n<a id=\"d\">\n```\n<Anchor id=\"e\" />";
    let document = read(page);
    let found: Vec<(&str, &str)> = document
        .anchors
        .iter()
        .map(|anchor| (anchor.name, anchor.target.of(page).lines().next().unwrap()))
        .collect();
    assert_eq!(found, [("a", "# A <a name=\"a\"></a>"), ("b", "| A |"), ("c", "## C {#c}")]);
    assert!(document.anchors.iter().all(|anchor| anchor.span.of(page) == anchor.name));
}

#[test]
fn tables_stand_in_list_items() {
    check("- a\n  | A |\n  |---|\n  | b |\n- c", &["a", "[A]", "[b]", "c"]);
    check("1. a\n\n   | A | B |\n   |---|---|\n   | b | c\n\n     d |\n", &["a", "[A; B]", "[b; c / d]"]);
}

#[test]
fn fences_end_before_headings() {
    check("```json\n{}\n## A\n\n```json\nx\n```", &["code json: {}", "h2 A", "code json: x"]);
    check("```\n# a\n## b\n```\n## C", &["code : # a\n## b", "h2 C"]);
    check("~~~\na\n\n## B", &["code : a", "h2 B"]);
    check("- ```\n  a\n  ```\n\n## B", &["code : a", "h2 B"]);
}

#[test]
fn comments_without_an_end_hide_nothing() {
    check("<!-- a\n\n## B", &["<!-- a", "h2 B", "! OpenComment: <!-- a"]);
}

/// Lines that open, end or continue blocks.
const LINES: &[&str] = &[
    "",
    " ",
    "|a|",
    "|`b|",
    "|c> |",
    " |e|",
    "|",
    "| f",
    "g |",
    "# h",
    "##i",
    "## j",
    "- k",
    "> l",
    "```",
    "~~~",
    "- ```",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "<table>",
    "</table>",
    "<tr><td rowspan=2>m",
    "<h2>n</h2>",
    "<h2",
    "</h2>",
    "<a id='o'/>",
    "---",
    "|---|",
    "|--|--|",
    "    p",
    "q\r|r|",
    "\\",
    "</pre>",
    "<pre>",
    "```s",
    "  ```",
    "````",
    "表",
    "[t](u",
    "`",
    "=",
    "{#v}",
    "## w {#x}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_gives_spans_inside_of_it(lines in vec(select(LINES), 0..16), end in select(&["\n", "\r\n"][..])) {
        let text = lines.join(end);
        let document = read(&text);
        let inside = |span: Span| span.start <= span.end && text.get(span.start..span.end).is_some();
        for block in &document.blocks {
            prop_assert!(inside(block.span), "{block:?}");
            if let Kind::Table(table) = &block.kind {
                prop_assert!(table.cells.iter().all(|cell| inside(cell.span)), "{table:?}");
            }
        }
        prop_assert!(document.faults.iter().all(|fault| inside(fault.span)));
        prop_assert!(document.anchors.iter().all(|anchor| inside(anchor.span) && inside(anchor.target)));
    }
}

#[test]
fn time_is_linear() {
    let patterns = [
        "[",
        "[a](",
        "![",
        "](",
        "<!-- ",
        "<a ",
        "<",
        "<b>",
        "`a",
        "``",
        "*",
        "\\",
        "&",
        "<table>",
        "<table><tr><td>",
        "</table>",
        "<tr><td>a</td></tr>",
        "a\n===\n\n",
        "## a\n\n",
        "```\n## a\n",
        "```x\n## a\n",
        "```x\n",
        "~~~\n",
        "| a\n",
        "| a | b |\n",
        "| a | b\n\n",
        "|---|\n",
        "a|",
        "| `",
        "<h2>\n",
        "<div>\n",
        "<pre>\n",
        "<a id='x'>\n",
        "<a id='x",
        "{#a}",
        "- ",
        "> ",
        "- a\n",
        "    |a\n",
        "<x y=\"",
        "x{",
    ];
    for pattern in patterns {
        for head in ["", "| A | B |\n|---|---|\n"] {
            for tail in ["", "\n```", "</table>)-->"] {
                let text = format!("{head}{}{tail}", pattern.repeat(20_000 / pattern.len()));
                let start = Instant::now();
                read(&text);
                let took = start.elapsed();
                assert!(took < Duration::from_secs(2), "{head:?} {pattern:?} {tail:?}: {took:?}");
            }
        }
    }
}

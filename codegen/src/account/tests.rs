//! What is counted, form by form, and properties of the count.

use super::{Account, Form, read};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Expects rows by a word of each, samples by their first line, routes as `form method path`.
#[track_caller]
fn check(text: &str, rows: &[&str], samples: &[&str], routes: &[&str]) {
    let account = read(text);
    let got: Vec<&str> = account.rows.iter().map(|row| row.of(text)).collect();
    assert_eq!(got.len(), rows.len(), "{got:?}");
    assert!(got.iter().zip(rows).all(|(got, word)| got.contains(word)), "{got:?}, not {rows:?}");
    let first = |sample: &super::Sample| {
        let first = sample.span.of(text).trim().lines().next().unwrap_or_default().to_owned();
        if sample.json { first } else { format!("call {first}") }
    };
    assert_eq!(account.samples.iter().map(first).collect::<Vec<_>>(), samples);
    let route = |route: &super::Route| {
        format!("{:?} {} {}", route.form, route.method, route.path.of(text)).replace("  ", " ")
    };
    assert_eq!(account.routes.iter().map(route).collect::<Vec<_>>(), routes);
}

#[track_caller]
fn check_rows(text: &str, rows: &[&str]) {
    check(text, rows, &[], &[]);
}

#[track_caller]
fn check_routes(text: &str, routes: &[&str]) {
    check(text, &[], &[], routes);
}

#[test]
fn a_header_and_a_separator_are_no_rows() {
    check_rows("| a | b |\n|---|---|\n| r1 | x |\n| r2 | y |\n", &["r1", "r2"]);
    check_rows("a | b\n---|---\nr1 | x\nr2 | y\n\nno | row\n", &["r1", "r2"]);
    check_rows("| a | b |\n| r1 | x |\n", &["r1"]);
    check_rows("| a | b |\n", &[]);
    check_rows("| a | b |\n|---|---|\n|---|---|\n| r1 | x |\n", &["r1"]);
    check_rows("| a | b |\n|---|---|\n| r1 | x |\n| c | d |\n|---|---|\n| r2 | x |\n", &["r1", "r2"]);
    check_rows("> | a | b |\n> |---|---|\n> | r1 | x |\n", &["r1"]);
    check_rows("- | a | b |\n  |---|---|\n  | r1 | x |\n", &["r1"]);
    check_rows("｜a｜b｜\n｜－－｜－－｜\n｜r1｜x｜\n", &["r1"]);
}

#[test]
fn rows_stand_behind_gaps() {
    check_rows("|a|b|\n|-|-|\n|r1|x|\n\n|r2|y|\n", &["r1", "r2"]);
    check_rows("|a|b|\n|-|-|\n|r1|x|\n\n|c|d|\n|-|-|\n|r2|y|\n", &["r1", "r2"]);
    // As many cells, no separator: the first is a header only when the width differs.
    check_rows("|a|b|\n|-|-|\n|r1|x|\n\n|c|d|e|\n|r2|y|z|\n", &["r1", "r2"]);
    check_rows("|a|b|\n|-|-|\n|r1|x|\n\ntext\n\n|c|d|\n|r2|y|\n", &["r1", "r2"]);
    check_rows("|a|b|\n|-|-|\n|r1|x|\n# c\n|c|d|\n|r2|y|\n", &["r1", "r2"]);
}

#[test]
fn a_row_that_is_open_goes_on() {
    check_rows("|a|b|\n|-|-|\n|r1|x\n\n more\n\n |\n|r2|y\n\n |\n", &["r1", "r2"]);
    check_rows("|a|b|\n|-|-|\n|r1|x:\n- one\n\n- two|\n|r2|y|\n", &["r1", "r2"]);
    check_rows("|a|b|\n|-|-|\n|r1|x:\n\n- one\n\n|r2|y|\n", &["r1", "r2"]);
    check_rows("|a|b|\n|-|-|\n|r1|x\n# title\n|c|d|\n|r2|y|\n", &["r1", "r2"]);
}

#[test]
fn rows_of_html() {
    check_rows("<table><tr><th>a</th></tr><tr><td>r1</td></tr>\n<tr><td>r2</td></tr></table>", &["r1", "r2"]);
    check_rows("<TABLE>\n<TR><TD>a</TD></TR>\n<TR><TD>r1</TD></TR>\n</TABLE>\n", &["r1"]);
    check_rows("<table><thead><tr><th>a</th></tr></thead><tbody><tr></tr><tr><td>r1</table>", &["r1"]);
    check_rows("```\n<table><tr><td>a</td></tr><tr><td>b</td></tr></table>\n```\n", &[]);
    check_rows("|a|b|\n|-|-|\n|r1|<table><tr><td>h</td></tr><tr><td>r2</td></tr></table>|\n", &["r1", "r2"]);
}

#[test]
fn code_is_no_table_and_a_fence_that_is_not_closed_ends() {
    check_rows("```\n|a|b|\n|-|-|\n|x|y|\n```\n|a|b|\n|-|-|\n|r1|x|\n", &["r1"]);
    check("```json\n{}\n\n## b\n\n|a|b|\n|-|-|\n|r1|x|\n", &["r1"], &["{}"], &[]);
    check("```json\n{}\n## b\n|a|b|\n|-|-|\n|r1|x|\n```json\n[1]\n```\n", &["r1"], &["{}", "[1]"], &[]);
    check_rows("~~~\n```\n|a|b|\n|-|-|\n|x|y|\n~~~\n", &[]);
}

#[test]
fn samples_by_what_they_hold() {
    check("```json\n{\"a\": 1}\n```\n\n```\n[\n  {}\n]\n```\n", &[], &["{\"a\": 1}", "["], &[]);
    check("```\nHTTP/1.1 200 OK\n\n{\n}\n```\n", &[], &["HTTP/1.1 200 OK"], &[]);
    check("```\n返回：\n{\n}\n```\n", &[], &["返回："], &[]);
    check(
        "```sh\n$ curl -X GET https://a.b/c\n```\n",
        &[],
        &["call $ curl -X GET https://a.b/c"],
        &["Code GET https://a.b/c"],
    );
    check("```\ncurl https://a.b/c \\\n -d '{\"a\": 1}'\n```\n", &[], &["curl https://a.b/c \\"], &[]);
    check("```\nhttps://a.b/?Action=X\n&b=1\n```\n", &[], &["call https://a.b/?Action=X"], &[]);
    check(
        "```go\nfunc main() {\n}\n```\n\n```sh\n[ -f x ] && y\n```\n\n```ini\n[a]\nb=1\n```\n",
        &[],
        &[],
        &[],
    );
    check(
        "text\n\n    {\n      \"a\": 1\n    }\n\n<pre><code>{\"a\": 1}</code></pre>\n",
        &[],
        &["{", "{\"a\": 1}</code>"],
        &[],
    );
}

#[test]
fn routes_by_where_they_stand() {
    check_routes(
        "POST /a/b\n\n- API: PUT `/c`\n\n**GET** `/d/{e}`\n",
        &["Line POST /a/b", "Line PUT /c", "Line GET /d/{e}"],
    );
    check_routes("## GET /a\n\n### POST /v3/a 的签名示例\n", &["Heading GET /a", "Heading POST /v3/a"]);
    check_routes("Ask for it by GET /a/b, then wait.\n", &["Sentence GET /a/b"]);
    check_routes(
        "<R method=\"GET\" url=\"/v5/boxes\" />\n<R method=\"POST\">/a/[\\{b\\}](/c)</R>\n",
        &["Line GET /v5/boxes", "Line POST /a/[\\{b\\}](/c)"],
    );
    check_routes(
        "```\nGET /_leaves\nGET /{tree}/_leaves\n```\n",
        &["Line GET /_leaves", "Line GET /{tree}/_leaves"],
    );
    check_routes("GET _cat/nodes\nDelete /api/x\n", &["Line GET _cat/nodes", "Line DELETE /api/x"]);
    check_routes(
        "/api/c/x/\n\nURL: https://a.b/c\n\n[x](/y)\n",
        &["Address /api/c/x/", "Address https://a.b/c"],
    );
    check_routes("GET/POST\n\nGET / POST\n\nget on with a/b\n\nPUT the key into a/b\n", &[]);
    check_routes("WS /a\n\nany /b\n", &["Line WS /a"]);
    check_routes(
        "## Read [GET /a]\n\n## Read (GET https://a.b/c)\n",
        &["Heading GET /a", "Heading GET https://a.b/c"],
    );
    check_routes("<p><code>GET /a</code></p>\n", &["Line GET /a"]);
}

#[test]
fn routes_in_pieces() {
    check("| GET | /a |\n|---|---|\n| POST | /b |\n", &["POST"], &[], &["Row POST /b"]);
    check("| a | b |\n|---|---|\n| `PUT /b/{c}` | [x](#y) |\n", &["PUT"], &[], &["Row PUT /b/{c}"]);
    check("| a | b |\n|---|---|\n| get | [/b](#y) |\n", &["get"], &[], &["Row GET /b"]);
    check("| a | b |\n|---|---|\n| GET | text/plain |\n", &["GET"], &[], &[]);
    check(
        "<table><tr><th>a</th></tr><tr><td>GET</td><td>/b</td></tr></table>\n",
        &["GET"],
        &[],
        &["Row GET /b"],
    );
    check_routes("---\ntitle: x\nopenapi: f.json get /a\n---\n", &["Line GET /a"]);
    check_routes("<Api verb=\"get\" path=\"/a\" />\n\n<a href=\"/b\" title=\"get\">\n", &["Line GET /a"]);
    check_routes("{% swagger method=\"post\" path=\"/a\" %}\n", &["Line POST /a"]);
    check_routes("- URL: `/a/b`\n- Method: `PUT`\n", &["Line PUT /a/b"]);
    check_routes("请求方式 POST\n\n请求地址 /a/b\n", &["Line POST /a/b"]);
    check_routes("POST is sent.\n\nURL: /a/b\n", &["Address /a/b"]);
}

#[test]
fn a_comment_is_marked() {
    let text = "<!--\n|a|b|\n|-|-|\n|r1|x|\n-->\n|a|b|\n|-|-|\n|r2|x|\n";
    let account = read(text);
    let hidden: Vec<bool> = account.rows.iter().map(|row| account.is_comment(row.start)).collect();
    assert_eq!(hidden, [true, false]);
}

/// Lines that open, end or go on with what is counted.
const LINES: &[&str] = &[
    "",
    "|a|b|",
    "|c|d|",
    "|-|-|",
    "|e|",
    "|f|g",
    "h|i",
    "-|-",
    "text",
    "- item|",
    "# t",
    "```",
    "```json",
    "{",
    "}",
    "~~~",
    "<table>",
    "<tr><td>a</td></tr>",
    "<tr>",
    "</table>",
    "<td>",
    "<pre>",
    "</pre>",
    "<!--",
    "-->",
    "GET /a",
    "/b/c",
    "    {",
    "> |a|b|",
    "curl x",
    "POST",
    "｜a｜",
    "HTTP/1.1 200",
    "表：",
    "\u{feff}|x|",
];

fn sorted<T: PartialOrd>(items: &[T]) -> bool {
    items.windows(2).all(|pair| pair[0] <= pair[1])
}

fn page() -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(LINES), 0..24)
}

proptest! {
    #[test]
    fn any_text_is_counted(text in any::<String>(), lines in page()) {
        for text in [text, lines.join("\n"), lines.join("\r\n")] {
            let Account { rows, tables, samples, routes, .. } = read(&text);
            prop_assert!(rows.iter().all(|row| row.start < row.end && text.is_char_boundary(row.start)));
            prop_assert_eq!(tables.iter().map(|table| table.rows.len()).sum::<usize>(), rows.len());
            prop_assert!(sorted(&samples.iter().map(|sample| sample.span.start).collect::<Vec<_>>()));
            prop_assert!(routes.iter().all(|route| !route.path.of(&text).is_empty() || route.form != Form::Address));
        }
    }

    /// A row is a line of its own, unless it is open: what is above and below is counted as before.
    #[test]
    fn a_row_that_goes_adds_none(lines in page(), at in any::<prop::sample::Index>()) {
        let lines: Vec<&str> = lines.into_iter().filter(|line| !matches!(*line, "|f|g" | "> |a|b|" | "GET /a")).collect();
        let text = lines.join("\n");
        let before = read(&text).rows;
        let in_pipes: Vec<_> = before.iter().filter(|row| !row.of(&text).contains('<')).collect();
        if !in_pipes.is_empty() {
            let row = in_pipes[at.index(in_pipes.len())];
            let start = text[..row.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[row.end..].find('\n').map_or(text.len(), |at| row.end + at + 1);
            let without = [&text[..start], &text[end..]].concat();
            let after = read(&without).rows.len();
            prop_assert!(after <= before.len(), "{} rows, then {}: {:?}", before.len(), after, text);
        }
    }

    /// Words do not matter: a letter more in any line that is text changes no count of rows and samples.
    #[test]
    fn no_word_is_known(lines in page(), at in any::<prop::sample::Index>()) {
        let words = |line: &str| match line {
            "|a|b|" | "|c|d|" | "# t" | "text" => line.replace(|c: char| c.is_ascii_alphabetic(), "qx"),
            _ => line.to_owned(),
        };
        let mut other: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        if !other.is_empty() {
            let at = at.index(other.len());
            other[at] = words(&other[at]);
        }
        let (one, other) = (read(&lines.join("\n")), read(&other.join("\n")));
        prop_assert_eq!(one.rows.len(), other.rows.len());
        prop_assert_eq!(one.samples.len(), other.samples.len());
    }

    /// What stands in one half of a text is not counted in another: two texts under headings count as much as each.
    #[test]
    fn a_heading_parts(one in page(), other in page()) {
        let fence = |lines: &[&str]| lines.iter().any(|line| line.starts_with(['`', '~', '<', '-']) || line.contains('<'));
        if !fence(&one) && !fence(&other) {
            let (one, other) = (one.join("\n"), other.join("\n"));
            let both = format!("{one}\n\n# t\n\n{other}");
            prop_assert_eq!(read(&both).rows.len(), read(&one).rows.len() + read(&other).rows.len());
        }
    }
}

//! The kinds of things that pages, samples and configurations can hold many of.

use super::page::{HEADER, Page, each};

/// Files of an input: path and text.
pub(super) type Files = Vec<(String, String)>;

/// One kind.
pub(super) struct Cliff {
    pub(super) name: &'static str,
    /// The largest number that fits into a page of the size that is read.
    pub(super) most: usize,
    pub(super) make: fn(usize) -> Files,
}

const fn cliff(name: &'static str, make: fn(usize) -> Files) -> Cliff {
    Cliff { name, most: 100_000, make }
}

const fn up_to(most: usize, name: &'static str, make: fn(usize) -> Files) -> Cliff {
    Cliff { name, most, make }
}

pub(super) const CLIFFS: &[Cliff] = &[
    cliff("rows of one table", |n| rows(n, |at| format!("| f{at} | string | 是 | text {at} |"))),
    cliff("rows of one name", |n| rows(n, |at| format!("| f | string | 是 | text {at} |"))),
    cliff("names that differ in case", |n| rows(n, |at| format!("| {} | string | 是 | x |", cased(at)))),
    cliff("dotted names", |n| rows(n, |at| format!("| a.b{at}.c | string | 是 | x |"))),
    cliff("dotted names, deep", |n| rows(n, |at| format!("| {} | string | 是 | x |", deep(at)))),
    cliff("indented names", |n| rows(n, |at| format!("| {}f{at} | object | 是 | x |", "-".repeat(at % 90)))),
    cliff("HTML rows", |n| {
        let rows = each(n, "", |at| format!("<tr><td>f{at}</td><td>string</td><td>x</td></tr>"));
        more(format!("<table><tr><td>字段</td><td>类型</td><td>描述</td></tr>{rows}</table>"))
    }),
    cliff("names in the path and in the body", |n| {
        let pair = |at: usize| format!("| f{at} | path | string | x |\n| f{at} | body | string | x |");
        let header = "| 字段 | 位置 | 类型 | 描述 |\n|---|---|---|---|\n";
        more(format!("{header}{}", each(n, "\n", pair)))
    }),
    cliff("tables under prose", |n| {
        let table = |at: usize| format!("字段 a{at} 的说明：\n\n{HEADER}| a{at} | object | 是 | 见下表 |");
        more(each(n, "\n\n", table))
    }),
    cliff("list fields", |n| more(each(n, "\n", |at| format!("- f{at} (string): x")))),
    cliff("fields of one named type", |n| {
        let rows = each(n, "\n", |at| format!("| f{at} | T | 是 | x |"));
        one(Page { rows, more: table("T", "| a | T | 是 | x |"), ..Page::default() })
    }),
    cliff("fields of unknown types", |n| rows(n, |at| format!("| f{at} | T{at} | 是 | x |"))),
    cliff("findings on one page", |n| rows(n, |at| format!("| f{at} | zzz{at} | maybe |"))),
    cliff("headings", |n| more(each(n, "\n\n", |at| format!("#### heading {at}")))),
    cliff("headings with a role", |n| more(each(n, "\n\n", |_| "### 请求参数\n\n### 返回结果".to_owned()))),
    cliff("setext headings", |n| more("a\n===\n\n".repeat(n))),
    cliff("untitled tables", |n| more(each(n, "\n\n", |at| format!("{HEADER}| a{at} | string | 是 | x |")))),
    cliff("titled tables", |n| {
        let rows = each(n, "\n", |at| format!("| t{at} | object | 是 | x |"));
        let more = each(n, "\n\n", |at| table(&format!("t{at}"), "| a | string | 是 | x |"));
        one(Page { rows, more, ..Page::default() })
    }),
    cliff("orphan tables", |n| {
        more(each(n, "\n\n", |at| table(&format!("t{at}"), "| a | string | 是 | x |")))
    }),
    cliff("tables of one title", |n| {
        let more = each(n, "\n\n", |at| table("t", &format!("| a{at} | string | 是 | x |")));
        one(Page { rows: "| t | object | 是 | x |".to_owned(), more, ..Page::default() })
    }),
    cliff("chained tables", |n| {
        let link = |at: usize| table(&format!("t{at}"), &format!("| t{} | object | 是 | x |", at + 1));
        one(Page {
            rows: "| t0 | object | 是 | x |".to_owned(),
            more: each(n, "\n\n", link),
            ..Page::default()
        })
    }),
    cliff("tables of named types", |n| {
        let rows = each(n, "\n", |at| format!("| f{at} | T{at} | 是 | x |"));
        let link = |at: usize| table(&format!("T{at}"), &format!("| a | T{} | 是 | x |", (at * 7 + 1) % n));
        one(Page { rows, more: each(n, "\n\n", link), ..Page::default() })
    }),
    up_to(30_000, "titles of many segments", |n| {
        let title = |at: usize| format!("data{}.b{at}", ".a".repeat(at % 60));
        more(each(n, "\n\n", |at| table(&title(at), "| a | object | 是 | x |")))
    }),
    cliff("sample members", |n| sample(each(n, ",", |at| format!("\"f{at}\":\"x\"")))),
    cliff("sample members that are objects", |n| sample(each(n, ",", |at| format!("\"f{at}\":{{\"a\":1}}")))),
    cliff("sample elements of other keys", |n| {
        sample(format!("\"list\":[{}]", each(n, ",", |at| format!("{{\"a{at}\":{at}}}"))))
    }),
    cliff("rows and their sample", |n| listed(n, "f")),
    cliff("rows and another sample", |n| listed(n, "g")),
    cliff("samples", |n| at_end("```json\n{\"data\":{\"a\":1}}\n```\n\n".repeat(n))),
    cliff("nested lists of a sample", |n| sample(format!("\"a\":{}{}", "[".repeat(n), "]".repeat(n)))),
    cliff("HTML comments", |n| more("<!-- ".repeat(n))),
    cliff("brackets", |n| more("[".repeat(n))),
    cliff("nested quotes", |n| more(format!("{}a", "> ".repeat(n)))),
    cliff("brackets in a description", |n| described("string", "(".repeat(n))),
    cliff("values in parentheses", |n| described("int", each(n, "、", |at| format!("名{at}({at})")))),
    cliff("values of an enumeration", |n| described("int", each(n, "，", |at| format!("{at}:名{at}")))),
    cliff("`default` in a description", |n| described("int", "默认 ".repeat(n))),
    cliff("colons", |n| described("string", "a：".repeat(n))),
    cliff("commas", |n| described("int", "1，".repeat(n))),
    cliff("ranges", |n| described("int", "取值范围[1-2] ".repeat(n))),
    cliff("nested types", |n| {
        rows(1, |_| format!("| a | {}int{} | 是 | x |", "list<".repeat(n), ">".repeat(n)))
    }),
    cliff("path parameters", |n| {
        one(Page { path: format!("/a/{}", each(n, "/", |at| format!("{{p{at}}}"))), ..Page::default() })
    }),
    up_to(30_000, "calls of one page", |n| {
        let tables = "### 请求参数\n\n| 字段 | 类型 |\n|---|---|\n| a | string |\n";
        vec![page_file(each(n, "\n\n", |at| format!("## POST /api/v1/x{at}\n\n{tables}"))), config("docs")]
    }),
    cliff("overrides", |n| {
        let rows = each(n, "\n", |at| format!("| f{at} | string | 是 | x |"));
        with_overrides(rows, n, "f")
    }),
    cliff("overrides that match nothing", |n| with_overrides("| a | string | 是 | x |".to_owned(), n, "g")),
    cliff("rounds of a template's loop", |n| {
        let rows = format!("{{% for i in range({n}) %}}| f{{{{ i }}}} | string | 是 | x |\n{{% endfor %}}");
        vec![("docs/call.md.j2".to_owned(), Page { rows, ..Page::default() }.text()), config("docs")]
    }),
    cliff("rows of a route table", |n| {
        let routes = each(n, "", |at| format!("- path: /v2/x/n{at}/\n  name: n{at}\n  method: POST\n"));
        vec![page_file(Page::default().text()), config("docs"), ("docs/routes.yaml".to_owned(), routes)]
    }),
    up_to(10_000, "doc sets", |n| {
        let page = |at: usize| (format!("docs/d{at}/op.md"), Page::default().text());
        let sets = each(n, "", |at| {
            format!(
                "[[docs]]\nservice = \"scale.s{at}\"\npath = \"docs/d{at}\"\ndialect = \"blueking-esb\"\n\n"
            )
        });
        (0..n).map(page).chain([("docwright.toml".to_owned(), sets)]).collect()
    }),
    up_to(30_000, "pages", pages),
];

/// So many pages of one doc set.
pub(super) fn pages(count: usize) -> Files {
    let page = |at: usize| {
        let path = format!("/api/c/compapi/v2/scale/op{at}/");
        (format!("docs/d{}/op{at}.md", at / 1000), Page { path, ..Page::default() }.text())
    };
    (0..count).map(page).chain([config("docs")]).collect()
}

fn config(path: &str) -> (String, String) {
    let set = format!("[[docs]]\nservice = \"scale.one\"\npath = \"{path}\"\ndialect = \"blueking-esb\"\n");
    ("docwright.toml".to_owned(), format!("{set}\n[emit.rust]\npath = \"out/src\"\ntests = \"out/tests\"\n"))
}

fn page_file(text: String) -> (String, String) {
    ("docs/call.md".to_owned(), text)
}

fn one(page: Page) -> Files {
    vec![page_file(page.text()), config("docs")]
}

fn rows(count: usize, row: impl Fn(usize) -> String) -> Files {
    one(Page { rows: each(count, "\n", row), ..Page::default() })
}

fn more(more: String) -> Files {
    one(Page { more, ..Page::default() })
}

fn at_end(block: String) -> Files {
    one(Page { end: format!("### 返回结果示例\n\n{block}"), ..Page::default() })
}

fn sample(members: String) -> Files {
    at_end(format!("```json\n{{\"data\":{{{members}}}}}\n```"))
}

fn described(ty: &str, text: String) -> Files {
    rows(1, |_| format!("| a | {ty} | 是 | {text} |"))
}

fn table(title: &str, rows: &str) -> String {
    format!("#### {title}\n\n{HEADER}{rows}")
}

/// A table of results and a sample whose members begin with `first`.
fn listed(count: usize, first: &str) -> Files {
    let rows = each(count, "\n", |at| format!("| f{at} | string | x |"));
    let members = each(count, ",", |at| format!("\"{first}{at}\":\"x\""));
    let end = format!(
        "#### data\n\n| 字段 | 类型 | 描述 |\n|---|---|---|\n{rows}\n\n### 返回结果示例\n\n```json\n{{\"data\":{{{members}}}}}\n```"
    );
    one(Page { end, ..Page::default() })
}

fn with_overrides(rows: String, count: usize, first: &str) -> Files {
    let entries = each(count, "\n", |at| {
        format!("[[override]]\nfact = \"one.call.request.{first}{at}\"\nreason = \"x\"\nrequired = false\n")
    });
    vec![
        page_file(Page { rows, ..Page::default() }.text()),
        config("docs"),
        ("overrides/scale.toml".to_owned(), entries),
    ]
}

/// A word of seventeen letters, those of the bits of `at` in upper case.
fn cased(at: usize) -> String {
    let letter = |bit: u32| char::from(b'a' + bit as u8);
    (0..17)
        .map(|bit| if at >> bit & 1 == 1 { letter(bit).to_ascii_uppercase() } else { letter(bit) })
        .collect()
}

/// A name of sixty segments.
fn deep(at: usize) -> String {
    each(60, ".", |level| char::from(b'a' + ((at >> level.min(30)) % 10) as u8).to_string())
}

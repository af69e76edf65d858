//! The report: its structure and its links, the same bytes each time, and nothing of a page that becomes markup.

use crate::support;
use docwright::compile::Run;
use docwright::config::{Config, DocSet};
use docwright::emit::rust::excerpts;
use docwright::emit::{File, rust};
use docwright::report::{self, ENDPOINT_BYTES};
use std::collections::{BTreeMap, BTreeSet};

fn seeds() -> Run {
    docwright::compile::run(&support::config(), &support::root()).unwrap()
}

fn emit(run: &Run) -> BTreeMap<String, String> {
    let files = report::emit(run, &Config::default()).unwrap();
    let count = files.len();
    let files: BTreeMap<String, String> =
        files.into_iter().map(|File { path, text, .. }| (path, text)).collect();
    assert_eq!(files.len(), count, "two files have one path");
    files
}

/// A tag of a page: its name and its attributes.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

/// The tags of a page. Whatever is no tag has no `<`.
fn tags(path: &str, text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    for part in text.split('<').skip(1) {
        let (inside, _) = part.split_once('>').unwrap_or_else(|| panic!("{path}: no end: {part}"));
        if inside.starts_with('!') || inside.starts_with('/') {
            continue;
        }
        let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
        let mut attributes = Vec::new();
        while !rest.trim().is_empty() {
            rest = rest.trim_start();
            let end = rest.find(['=', ' ']).unwrap_or(rest.len());
            let attribute = rest[..end].to_owned();
            rest = &rest[end..];
            let value = match rest.strip_prefix("=\"") {
                Some(quoted) => {
                    let (value, after) = quoted.split_once('"').unwrap();
                    rest = after;
                    value
                }
                None => {
                    let plain = rest.strip_prefix('=').unwrap_or("");
                    let value = &plain[..plain.find(' ').unwrap_or(plain.len())];
                    rest = &rest[value.len() + usize::from(rest.starts_with('='))..];
                    value
                }
            };
            attributes.push((attribute, value.to_owned()));
        }
        tags.push(Tag { name: name.to_owned(), attributes });
    }
    tags
}

const TAGS: &[&str] = &[
    "a", "b", "body", "button", "code", "dd", "del", "details", "dialog", "div", "dl", "dt", "fieldset",
    "footer", "h1", "h2", "h3", "head", "header", "html", "i", "input", "ins", "kbd", "label", "legend",
    "li", "link", "main", "mark", "meta", "nav", "noscript", "ol", "option", "p", "pre", "rect", "script",
    "section", "select", "small", "span", "summary", "svg", "table", "tbody", "td", "th", "thead", "title",
    "tr", "ul",
];

/// Every page has the policy, two scripts and known tags; every link leads to a page and a place that there is.
#[track_caller]
fn check(files: &BTreeMap<String, String>) {
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut links = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let (mut scripts, mut policy) = (0, false);
        for tag in tags(path, text) {
            assert!(TAGS.contains(&tag.name.as_str()), "{path}: <{}>", tag.name);
            scripts += usize::from(tag.name == "script");
            for (name, value) in tag.attributes {
                let value = value.replace("&#x2f;", "/").replace("&amp;", "&");
                assert!(
                    !name.starts_with("on") && name != "style" && name != "srcdoc",
                    "{path}: {name}={value}"
                );
                policy |= name == "content" && value.starts_with("default-src 'none'; script-src 'self'");
                match name.as_str() {
                    "id" => {
                        assert!(ids.entry(path).or_default().insert(value.clone()), "{path}: two of #{value}")
                    }
                    "href" | "src" => links.push((path, value)),
                    _ => {}
                }
            }
        }
        assert!(policy && scripts == 2, "{path}");
        if path.starts_with("e/") && !path.ends_with(".code.html") {
            assert!(text.len() <= ENDPOINT_BYTES, "{path}: {} bytes", text.len());
        }
    }
    for (from, link) in links {
        let (page, anchor) = link.split_once('#').unwrap_or((&link, ""));
        let mut at: Vec<&str> = from.split('/').collect();
        at.pop();
        for part in page.split('/').filter(|part| !part.is_empty()) {
            if part == ".." { _ = at.pop() } else { at.push(part) }
        }
        let target = if page.is_empty() { from.clone() } else { at.join("/") };
        assert!(files.contains_key(&target), "{from}: {link} leads to no file");
        let is_place = anchor.is_empty() || anchor.contains('=') || !target.ends_with(".html");
        assert!(is_place || ids[target.as_str()].contains(anchor), "{from}: {link} leads to no place");
    }
}

#[test]
fn seeds_are_shown() {
    let run = seeds();
    let files = emit(&run);
    check(&files);
    for service in &run.api.services {
        for endpoint in &service.endpoints {
            let page = files.values().find(|text| {
                text.contains(&format!("<h1><b class=me>{}</b>", endpoint.method))
                    && text.contains(&endpoint.path)
            });
            let page = page.unwrap_or_else(|| panic!("{}", endpoint.id));
            for field in &endpoint.request.fields {
                assert!(
                    page.contains(&format!("<code class=k>{}</code>", field.name)),
                    "{}.{}",
                    endpoint.id,
                    field.name
                );
            }
            assert!(
                page.contains("class=code")
                    && page.contains("class=text")
                    && page.contains("<details class=v")
            );
        }
    }
    let found: usize = files
        .iter()
        .filter(|(path, _)| path.starts_with("p/"))
        .map(|(_, text)| {
            text.match_indices(" id=f").filter(|(at, _)| text.as_bytes()[at + 5].is_ascii_digit()).count()
        })
        .sum();
    let placed = run.diagnostics.iter().filter(|found| !found.labels.is_empty()).count();
    assert_eq!(found, placed);
    assert!(files.values().any(|text| text.contains("<div class=fix>")));
}

#[test]
fn ledgers_of_pages_are_those_of_doc_sets() {
    let run = seeds();
    for report in &run.sets {
        let mut sum = docwright::account::Ledger::default();
        run.ledgers[report.files.clone()].iter().for_each(|ledger| sum += *ledger);
        assert_eq!(sum, report.counts.ledger, "{}", report.set.path.display());
    }
}

#[test]
fn the_same_bytes_on_one_thread_and_two() {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| emit(&seeds()))
    };
    assert!(on(1) == on(2));
}

#[test]
fn code_is_the_emitted_one() {
    let run = seeds();
    let options = rust::Options::default();
    let emitted: BTreeMap<String, String> = rust::emit(&run.api, &options)
        .into_iter()
        .filter(|file| file.tree == docwright::emit::Tree::Source)
        .map(|file| (file.path, file.text))
        .collect();
    let mut fields = 0;
    for excerpt in excerpts::read(&run.api, &options).into_values().flatten().flatten() {
        let whole = &emitted[&excerpt.path];
        for item in excerpt.text.split("\n\n") {
            assert!(whole.contains(item.trim_end()), "{}:\n{item}", excerpt.path);
        }
        fields += excerpt.fields.len();
    }
    assert!(fields > 50);
}

const EVIL: &[&str] = &[
    "<script>document.title='x'</script>",
    "\"><img src=x onerror=alert(1)>",
    "</title></style></script><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<!--",
    "]]>",
    "\u{202e}gnp",
    "&lt;b&gt;",
];

/// A page with a text in every place, with parameters of given names.
fn page(evil: &str, fields: &[String]) -> String {
    let rows: String =
        fields.iter().map(|name| format!("| {name} | string | 是 | {evil} 默认 {evil} |\n")).collect();
    format!(
        "### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/cc/{evil}/\n\n### 功能描述\n\n{evil}\n\n### 请求参数\n\n#### 接口参数\n\n\
         | 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n{rows}| {evil} | {evil} | {evil} | 1:{evil},2:{evil} |\n\n\
         ### 请求参数示例\n\n```json\n{{\"{evil}\": \"{evil}\"}}\n```\n\n### 返回结果参数说明\n\n\
         | 字段 | 类型 | 描述 |\n|---|---|---|\n| data | {evil} | {evil} |\n"
    )
}

fn run(pages: &[(String, String)]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in pages {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let dialect = Some("blueking-esb".to_owned());
    let set = DocSet { service: "evil.svc".to_owned(), path: ".".into(), dialect, ..DocSet::default() };
    support::compile(vec![set], folder.path())
}

#[test]
fn nothing_of_a_page_is_markup() {
    let named = |(at, evil): (usize, &&str)| {
        let name = evil.replace('/', "_");
        (format!("{name}{at}.md"), page(evil, &[format!("a{evil}")]))
    };
    let pages: Vec<(String, String)> = EVIL.iter().enumerate().map(named).collect();
    let run = run(&pages);
    let files = emit(&run);
    check(&files);
    assert!(run.api.services.iter().map(|service| service.endpoints.len()).sum::<usize>() >= 5);
    let folder = tempfile::tempdir().unwrap();
    let all: Vec<File> = report::emit(&run, &Config::default()).unwrap();
    let written = docwright::output::write::write(folder.path(), &all).unwrap();
    assert_eq!(written.added.len(), all.len());
    assert!(files.values().all(|text| !text.contains('\u{202e}')));
}

/// How a failure is told from a success, and the documented codes with their statuses and texts.
#[test]
fn errors_are_shown() {
    let table =
        "\n\n### 错误码\n\n| 错误码 | HTTP 状态码 | 说明 |\n|---|---|---|\n| 4002 | 409 | sold out |\n";
    let files = emit(&run(&[("x.md".to_owned(), page("x", &[]) + table)]));
    let shown = files.iter().find(|(path, _)| path.starts_with("e/")).map(|(_, text)| text.as_str()).unwrap();
    for part in ["A failure has `result` = `false`", "<code class=k>4002</code>", "HTTP 409", "sold out"] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}

#[test]
fn long_endpoints_go_on_further_pages() {
    let fields: Vec<String> = (0..700).map(|at| format!("field_{at}")).collect();
    let run = run(&[("long.md".to_owned(), page(&"长".repeat(80), &fields))]);
    let files = emit(&run);
    check(&files);
    let parts: Vec<&String> =
        files.iter().filter(|(path, _)| path.starts_with("e/")).map(|(_, text)| text).collect();
    assert!(parts.len() >= 3, "{}", parts.len());
    for name in fields {
        assert!(parts.iter().any(|text| text.contains(&format!("<code class=k>{name}</code>"))), "{name}");
    }
}

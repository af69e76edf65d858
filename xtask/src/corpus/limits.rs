//! The deepest types that are emitted: a crate of pages that go up to the limit of nesting and beyond has to compile.

use crate::shell::target;
use docwright::config::DocSet;
use docwright::limits::TYPE_DEPTH;
use std::fs;

/// Name of the emitted crate.
const NAME: &str = "limit_client";

/// Writes the pages, emits their crate, and sends it through every check.
pub(crate) fn run() -> Result<(), String> {
    let folder = target().join("emitted/limit-pages");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for (name, text) in pages() {
        fs::write(folder.join(format!("{name}.md")), text).map_err(|error| error.to_string())?;
    }
    let dialect = Some("blueking-esb".to_owned());
    let set = DocSet { service: "limit.one".to_owned(), path: folder, dialect, ..DocSet::default() };
    super::pass(&super::write(NAME, vec![set])?)
}

/// Names of many segments, lists within lists, and tables that lead to one another, each shorter than the limit by one
/// level, at it, and beyond.
fn pages() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for (at, depth) in [TYPE_DEPTH / 4 - 2, TYPE_DEPTH / 4, TYPE_DEPTH / 2 - 1, TYPE_DEPTH / 2, TYPE_DEPTH]
        .iter()
        .enumerate()
    {
        let rows = format!("| {} | string | 是 | 说明 |", vec!["a"; *depth].join("."));
        pages.push((format!("dotted_{at}"), page(&format!("dotted_{at}"), &rows, "", "1")));
        let lists = format!("{}1{}", "[".repeat(*depth), "]".repeat(*depth));
        pages.push((
            format!("lists_{at}"),
            page(&format!("lists_{at}"), "| a | string | 是 | 说明 |", "", &lists),
        ));
        let tables: String = (0..*depth).map(|at| table(at, depth - 1 == at)).collect();
        let rows = "| t0 | object | 是 | 说明 |";
        pages.push((format!("tables_{at}"), page(&format!("tables_{at}"), rows, &tables, "1")));
    }
    pages
}

fn table(at: usize, is_last: bool) -> String {
    let ty = if is_last { "string" } else { "object" };
    format!(
        "#### t{at}\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| t{} | {ty} | 是 | 说明 |\n\n",
        at + 1
    )
}

fn page(name: &str, rows: &str, tables: &str, sample: &str) -> String {
    format!(
        "### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/limit/{name}/\n\n### 功能描述\n\n文字\n\n### 请求参数\n\n#### 接口参数\n\n\
         | 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n{rows}\n\n{tables}### 返回结果示例\n\n```json\n\
         {{\"result\": true, \"code\": 0, \"message\": \"\", \"data\": {{\"list\": {sample}}}}}\n```\n"
    )
}

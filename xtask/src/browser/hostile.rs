//! Pages that try to become markup or script, in every place that a page has.

use std::path::Path;

/// What stands in the places.
const EVIL: &[(&str, &str)] = &[
    ("script", "<script>window.hit=1</script>"),
    ("image", "\"><img src=x onerror=window.hit=1>"),
    ("ends", "</title></style></script></code></pre><svg onload=window.hit=1>"),
    ("attribute", "' onmouseover='window.hit=1' x='"),
    ("address", "javascript:window.hit=1"),
    ("template", "{{ 7*7 }}{% include \"index.html\" %}${window.hit=1}"),
    ("comment", "--><script>window.hit=1</script><!--"),
    ("direction", "\u{202e}egap\u{2066}<b>x</b>"),
    ("frame", "<iframe srcdoc=\"<script>parent.hit=1</script>\"></iframe><base href=//example.invalid/>"),
    (
        "refresh",
        "<meta http-equiv=refresh content=\"0;url=//example.invalid\"><link rel=stylesheet href=//example.invalid/x.css>",
    ),
];

/// Writes the pages.
pub(super) fn write(folder: &Path) -> Result<(), String> {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    for (name, evil) in EVIL {
        let text = page(name, evil);
        // The name of a file is a place too.
        let file = evil.replace('/', "_").chars().take(60).collect::<String>();
        for path in [format!("{name}.md"), format!("{name}{file}.md")] {
            std::fs::write(folder.join(&path), &text).map_err(|error| format!("`{path}`: {error}"))?;
        }
    }
    Ok(())
}

fn page(name: &str, evil: &str) -> String {
    format!(
        "# {evil}\n\n### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/cc/{name}/{evil}/\n\n### 功能描述\n\n{evil}\n\n\
         ### 请求参数\n\n#### 接口参数\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n\
         | {name} | string | 是 | {evil} |\n| {evil} | {evil} | {evil} | 默认 {evil}，可选值 1:{evil},2:{evil} |\n\
         | list | array | 否 | {evil} |\n\n#### list\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| x{evil} | int | 是 | {evil} |\n\n\
         ### 请求参数示例\n\n```json\n{{\"{name}\": 1, \"{evil}\": \"{evil}\"}}\n```\n\n\
         ### 返回结果示例\n\n```json\n{{\"result\": true, \"data\": {{\"{evil}\": [\"{evil}\"]}}}}\n```\n\n\
         ### 返回结果参数说明\n\n| 字段 | 类型 | 描述 |\n|---|---|---|\n| data | object | {evil} |\n"
    )
}

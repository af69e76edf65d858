//! The page around what is measured: a call with one table of parameters and one of results.

/// A page of one call.
pub(super) struct Page {
    pub(super) path: String,
    /// Rows of the table of parameters.
    pub(super) rows: String,
    /// Rows of the table of results.
    pub(super) results: String,
    /// What follows the parameters.
    pub(super) more: String,
    /// What follows the results.
    pub(super) end: String,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            path: "/api/c/compapi/v2/scale/call/".to_owned(),
            rows: "| a | string | 是 | 说明 |".to_owned(),
            results: "| data | object | 说明 |".to_owned(),
            more: String::new(),
            end: String::new(),
        }
    }
}

impl Page {
    pub(super) fn text(&self) -> String {
        let Self { path, rows, results, more, end } = self;
        format!(
            "### 请求方法\n\nPOST\n\n### 请求地址\n\n{path}\n\n### 功能描述\n\n文字\n\n### 请求参数\n\n#### 接口参数\n\n{HEADER}{rows}\n\n\
             {more}\n\n### 返回结果参数说明\n\n| 字段 | 类型 | 描述 |\n|---|---|---|\n{results}\n\n{end}\n"
        )
    }
}

/// The header of a table of parameters.
pub(super) const HEADER: &str = "| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n";

/// So many lines or pieces.
pub(super) fn each(count: usize, separator: &str, make: impl Fn(usize) -> String) -> String {
    (0..count).map(make).collect::<Vec<_>>().join(separator)
}

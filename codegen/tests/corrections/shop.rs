//! A shop whose pages have what overrides and patches correct.

use std::process::Command;

/// A page with something of everything.
pub(crate) const LIST: &str = r#"### Request method

POST

### Request address

/shop/v1/list_orders/

### Request parameters

#### Interface parameters

| Field | Type | Required | Description |
|---|---|---|---|
| ids | object | no | ids |
| since | string | no | begin |
| start | int | no | first order |
| limit | int | no | orders per page |
| custumer | string | no | who bought |
| sort | string | no | order of the result, default is newest |
| state | string | no | state of the orders |
| trace | string | no | trace id |
| buyer | object | no | who bought |
| legacy_mode | bool | no | old form |

#### buyer description

| Field | Type | Required | Description |
|---|---|---|---|
| city | string | is | city |

### Request parameter example

```json
{"ids": [1, 2], "buyer": {"city": "x", "street": "y"}}
```

### Return result example

```json
{"result": true, "code": 0, "message": "", "data": {"count": 1, "info": [{"id": 1, "paid_at": "2020"}]}}
```

### Return result parameter description

#### response

| Name | Type | Description |
|---|---|---|
| result | bool | success |
| data | object | orders |

#### data

| Name | Type | Description |
|---|---|---|
| count | int | number of orders |
| info | array | orders |

#### info

| Name | Type | Description |
|---|---|---|
| id | int | id |
| paid_at | string | time of payment |
"#;

/// A page with one argument; `method` and `path` may be empty.
fn call(method: &str, path: &str) -> String {
    format!(
        "### Request method\n\n{method}\n\n### Request address\n\n{path}\n\n### Request parameters\n\n#### Interface parameters\n\n| Field | Type | Required | Description |\n|---|---|---|---|\n| id | int | yes | id |\n\n### Return result parameter description\n\n#### response\n\n| Name | Type | Description |\n|---|---|---|\n| result | bool | success |\n| data | object | what was done |\n"
    )
}

/// A folder with a configuration and pages.
pub(crate) struct Shop(pub(crate) tempfile::TempDir);

impl Shop {
    /// A shop with a page that lacks its route.
    pub(crate) fn new() -> Self {
        let shop = Self(tempfile::tempdir().unwrap());
        shop.write(
            "docwright.toml",
            "[[docs]]\nservice = \"shop\"\npath = \"docs\"\ndialect = \"blueking-esb\"\n",
        );
        shop.write("docs/list_orders.md", LIST);
        shop.write("docs/cancel_order.md", &call("", ""));
        shop.write("docs/query_order_v2.md", &call("POST", "/shop/v1/query_order_v2/"));
        shop.write("docs/old_report.md", &call("POST", "/shop/v1/old_report/"));
        shop
    }

    /// A shop whose pages all have routes.
    pub(crate) fn routed() -> Self {
        let shop = Self::new();
        shop.write("docs/cancel_order.md", &call("POST", "/shop/v1/cancel_order/"));
        shop
    }

    /// Writes one file.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Writes the one file of overrides.
    pub(crate) fn overrides(&self, text: &str) {
        self.write("overrides/shop.toml", text);
    }

    /// Runs `docwright` and gives its exit code and what it prints.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let binary = env!("CARGO_BIN_EXE_docwright");
        let output = Command::new(binary).args(arguments).current_dir(self.0.path()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// Runs `docwright` and expects an exit code and parts of what it prints.
    #[track_caller]
    pub(crate) fn check(&self, arguments: &[&str], code: i32, parts: &[&str]) -> String {
        let (got, out, err) = self.run(arguments);
        let text = out + &err;
        assert_eq!(got, code, "{arguments:?}\n{text}");
        parts.iter().for_each(|part| assert!(text.contains(part), "{arguments:?} lacks `{part}`:\n{text}"));
        text
    }
}

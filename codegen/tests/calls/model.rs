//! A saved model of a small service: it reads and writes, has pages, a header, and texts that nobody should trust.

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with `shop.json`.
pub(crate) fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("shop.json"), shop().to_string()).unwrap();
    folder
}

fn field(name: &str, ty: Value, required: bool, location: &str) -> Value {
    let origin = json!({ "file": 0, "start": 0, "end": 1, "line": 7 });
    json!({ "name": name, "type": ty, "required": required, "location": location, "origin": origin })
}

fn endpoint(id: &str, method: &str, path: &str, fields: Vec<Value>) -> Value {
    let origin = json!({ "file": 0, "start": 0, "end": 1, "line": 1 });
    json!({
        "id": id, "title": [], "description": [], "method": method, "path": path, "host": "shop.example.com",
        "idempotent": method == "GET",
        "request": { "id": "request", "fields": fields, "origin": origin },
        "response": { "type": "any", "member": "data", "nullable": false, "documented": true, "origin": origin },
        "types": [], "examples": [], "origins": [origin],
    })
}

fn shop() -> Value {
    let integer = json!({ "integer": {} });
    let mut list = endpoint(
        "list_things",
        "GET",
        "/things",
        vec![
            field("start", integer.clone(), false, "query"),
            field("limit", integer, false, "query"),
            field("X-Zone", json!("string"), false, "header"),
        ],
    );
    list["title"] = json!([{
        "language": "en",
        "text": "Lists \u{1b}[31mthings\u{202e} \u{e0041}",
        "origin": { "file": 0, "start": 0, "end": 1, "line": 1 },
    }]);
    list["paging"] = json!({ "style": "offset", "start": ["start"], "limit": ["limit"], "items": ["items"], "total": ["total"] });
    let sweep = endpoint(
        "sweep_things",
        "POST",
        "/sweep",
        vec![
            field("dry_run", json!("boolean"), false, "query"),
            field("curl", json!("string"), false, "query"),
        ],
    );
    let id = || field("id", json!("string"), true, "path");
    let mut file = field("file", json!("string"), true, "body");
    file["meaning"] = json!({ "format": "binary" });
    let text = |name: &str| field(name, json!("string"), false, "body");
    let mut upload = endpoint("upload", "POST", "/files", vec![text("folder"), text("token"), file]);
    upload["body"] = json!("multipart");
    json!({
        "schema": 1,
        "files": [{ "path": "shop/things.md", "language": "en" }],
        "services": [{
            "name": "my.shop",
            "dialect": "mine",
            "client": { "runtime": "plain", "name": "Shop" },
            "endpoints": [
                endpoint("delete_thing", "DELETE", "/things/{id}", vec![id()]),
                endpoint("get_thing", "GET", "/things/{id}", vec![id()]),
                list,
                sweep,
                upload,
            ],
        }],
    })
}

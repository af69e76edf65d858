//! Pages of a vendor without a client of its own: tokens, refusals in the page's form, records, queries that name calls.

use super::http::{Answer, Server};
use serde_json::json;

const LAMPS: &str = "# Lamps\n\n## Read lamp\n\n`GET /lamps/{lamp_id}`\n\n\
    | Name | Type | Required | Description |\n|---|---|---|---|\n| lamp_id | string | yes | Which |\n\n\
    ### Response\n\n| Name | Type | Description |\n|---|---|---|\n| data | object | It |\n| data.id | integer | Id |\n\n\
    ```json\n{\"errcode\": 0, \"errmsg\": \"fine\", \"data\": {\"id\": 1}}\n```\n\n\
    ### Error Codes\n\n| Code | Description |\n|---|---|\n| 40001 | the lamp is dark |\n\n\
    ## Drop lamp\n\n`DELETE /lamps/{lamp_id}`\n\n### Response\n\n```json\n{\"id\": 1}\n```\n\nFailed:\n\n\
    ```json\n{\"error\": {\"code\": \"Dark\", \"message\": \"no light\"}, \"hint\": \"x\"}\n```\n";

const NAMED: &str = "# Switch\n\n## Turn on\n\n`GET /switch?do=on`\n\n### Response\n\n```json\n{\"is\": \"on\"}\n```\n\n\
    ## Turn off\n\n`GET /switch?do=off`\n\n### Response\n\n```json\n{\"is\": \"off\"}\n```\n";

fn serve(page: &str, options: &[&str]) -> (tempfile::TempDir, Server) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.md"), page).unwrap();
    let words = [&["x.md", "--service", "shop"], options].concat();
    let server = Server::start(folder.path(), &words);
    (folder, server)
}

fn send(server: &Server, line: &str, headers: &[(&str, &str)]) -> Answer {
    server.send(line, &[&[("authorization", "Bearer t0ken")], headers].concat(), "")
}

#[test]
fn a_token_is_checked_where_pages_name_no_header() {
    let (_folder, server) = serve(LAMPS, &["--token", "t0ken"]);
    assert_eq!(send(&server, "GET /lamps/1", &[]).status, 200);
    for wrong in [&[("authorization", "Bearer other")][..], &[]] {
        let refused = server.send("GET /lamps/1", wrong, "");
        assert_eq!((refused.status, &refused.json()["errcode"]), (401, &json!(401)), "{refused:?}");
    }
}

#[test]
fn refusals_have_the_form_and_the_text_of_the_page() {
    let (_folder, server) = serve(LAMPS, &[]);
    let listed = send(&server, "GET /lamps/1", &[("prefer", "code=40001")]);
    assert_eq!(listed.json(), json!({ "errcode": 40001, "errmsg": "the lamp is dark" }));
    let shown = send(&server, "DELETE /lamps/1?more=1", &[]).json();
    assert_eq!(
        shown["error"],
        json!({ "code": "400", "message": "query `/more` is no documented argument" })
    );
    assert_eq!(shown["hint"], json!("x"));
}

#[test]
fn refusals_and_faults_are_no_records() {
    let record = tempfile::tempdir().unwrap();
    let (_folder, server) = serve(LAMPS, &["--record", record.path().to_str().unwrap()]);
    send(&server, "DELETE /lamps/1", &[("prefer", "code=400")]);
    send(&server, "GET /lamps/1", &[("prefer", "code=40001")]);
    assert_eq!(std::fs::read_dir(record.path()).unwrap().count(), 0);
    send(&server, "GET /lamps/1", &[]);
    assert_eq!(std::fs::read_dir(record.path().join("shop/read_lamp")).unwrap().count(), 2);
}

#[test]
fn a_word_in_the_query_tells_calls_of_one_path_apart() {
    let (_folder, server) = serve(NAMED, &[]);
    for word in ["on", "off"] {
        assert_eq!(send(&server, &format!("GET /switch?do={word}"), &[]).json(), json!({ "is": word }));
    }
    assert_eq!(send(&server, "GET /switch?do=dim", &[]).status, 404);
}

#[test]
fn a_code_that_is_a_word_is_asked_for_by_it() {
    let (_folder, server) = serve(LAMPS, &[]);
    let shown = send(&server, "DELETE /lamps/1", &[("prefer", "code=Dark")]);
    assert_eq!((shown.status, &shown.json()["error"]["message"]), (400, &json!("no light")));
    let unknown = send(&server, "DELETE /lamps/1", &[("prefer", "code=Bright")]);
    assert!(unknown.status == 400 && unknown.body.contains("no code `Bright`"), "{unknown:?}");
}

const UNIONS: &str = "# Paint\n\n`POST /paint`\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n\
    | tone | int/string | yes | Which |\n| parts | array/object | no | Where |\n";

/// A value of a union is of one of its types; what is wrong with a body as a whole is said of the page of the call.
#[test]
fn unions_are_checked() {
    let (_folder, server) = serve(UNIONS, &[]);
    let call = |body: &str| server.post("/paint", body);
    for good in [r#"{"tone": 1}"#, r#"{"tone": "red", "parts": []}"#, r#"{"tone": 1, "parts": {}}"#] {
        assert_eq!(call(good).status, 200, "{good}");
    }
    for (bad, pointer) in [(r#"{"tone": true}"#, "/tone"), (r#"{"tone": 1, "parts": "x"}"#, "/parts")] {
        let refused = call(bad).json();
        assert_eq!(refused["problems"][0]["pointer"], json!(pointer), "{refused:#}");
        assert_eq!(refused["problems"][0]["kind"], json!("type"));
    }
    let broken = call("{\"tone\"").json();
    assert!(
        broken["problems"][0]["page"].as_str().is_some_and(|page| page.starts_with("x.md:")),
        "{broken:#}"
    );
}

/// The server cannot know which of two pages that document one call is meant.
#[test]
fn an_answer_of_either_page_of_a_call_is_as_documented() {
    let folder = tempfile::tempdir().unwrap();
    for (name, argument) in [("new", "size"), ("old", "width")] {
        let page = format!(
            "# Cut\n\n`GET /cut`\n\n| Name | Type | Required |\n|---|---|---|\n| {argument} | integer | no |\n\n\
             ### Response\n\n```json\n{{\"{argument}_left\": 1}}\n```\n"
        );
        std::fs::write(folder.path().join(format!("{name}.md")), page).unwrap();
    }
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_docwright"))
        .args(["mock", "--check", "--service", "shop", "."])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.starts_with("2 operations"), "{text}");
}

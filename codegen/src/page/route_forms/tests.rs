//! Spellings of routes.

use super::*;
use crate::syntax::markdown::Span;

fn line(text: &str) -> Line<'_> {
    Line { text: Cow::Borrowed(text), span: Span::default() }
}

fn shown(routes: &[Route]) -> String {
    let one = |(method, path): &Route| format!("{} {}{}", method.name, path.host, path.path);
    routes.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn spellings() {
    let check = |text: &str, expect: &str| {
        let got = match (pair(&line(text)), routes::path(&line(text))) {
            (Some(route), _) => shown(&[route]),
            (None, Some(path)) => format!("{}{}", path.host, path.path),
            (None, None) => "none".to_owned(),
        };
        assert_eq!(got, expect, "{text}");
    };
    check("POST /api/v1/x/{id}", "POST /api/v1/x/{id}");
    check("- API： PUT /a/b", "PUT /a/b");
    check("Delete /api/cos", "DELETE /api/cos");
    check(
        "https://vm.jdcloud-api.com/v1/regions/{regionId}/instances/{id}:start",
        "vm.jdcloud-api.com/v1/regions/{regionId}/instances/{id}:start",
    );
    check("https://monitor.{regionId}.x.com/v1/m", "monitor.{regionId}.x.com/v1/m");
    check("/a/<id>/:name/b?x=1", "/a/{id}/{name}/b");
    check("`/api/v3/channel/list`", "/api/v3/channel/list");
    check("nothing here", "none");
    check("[POST] /v1/x", "POST /v1/x");
    check("Send DELETE /trees/{id}.", "DELETE /trees/{id}");
    check("POST trees/{id}:", "POST /trees/{id}");
    check("v1/trees", "/v1/trees");
    check("api.example.com/v1/x", "/v1/x");
    check("(see /v1/x)", "/v1/x");
    check("GET /groves/{grove.id#DOCS_GROVE/grove-object}/trees", "GET /groves/{grove.id}/trees");
    check("GET /groves{?page,size}", "GET /groves");
}

#[test]
fn a_line_that_is_a_route_and_nothing_else() {
    let check = |text: &str, expect: &str| {
        assert_eq!(all_alone(&line(text)).map(|routes| shown(&routes)).unwrap_or_default(), expect, "{text}");
    };
    check("GET /x", "GET /x");
    check("`POST /x`", "POST /x");
    check("[POST] /x", "POST /x");
    check("[POST /x]", "POST /x");
    check("- API： PUT /a/b", "PUT /a/b");
    check("GET /x HTTP/1.1", "GET /x");
    check("GET /x (HMAC)", "GET /x");
    check("DELETE a/{id}.", "DELETE /a/{id}");
    check("PUT https://a.b/c/{id}", "PUT a.b/c/{id}");
    check("URL: PUT https://a.b/c", "PUT a.b/c");
    check("GET/POST /x", "GET /x, POST /x");
    check("GET, HEAD /x", "GET /x, HEAD /x");
    check("/x (POST)", "POST /x");
    check("/x【GET】", "GET /x");
    check("请求地址：/x POST", "POST /x");
    check("WS /x", "WS /x");
    check("Run `GET /x` to see it", "");
    check("get and/or set", "");
    check("any /x", "");
    check("GET", "");
    check("/x (see POST)", "");
    check("对应接口 `POST /x`。", "");
    check("GET /x 的签名示例", "");
}

#[test]
fn sentences_with_one_method_and_one_path() {
    let check = |text: &str, expect: &str| {
        assert_eq!(
            in_sentence(&line(text)).map(|route| shown(&[route])).unwrap_or_default(),
            expect,
            "{text}"
        );
    };
    check("Send a GET request to /v1/p.", "GET /v1/p");
    check("使用 POST 方法请求 /v1/p 即可", "POST /v1/p");
    check("Call https://a.b/c with PUT", "PUT a.b/c");
    check("GET or POST to /v1/p", "");
    check("GET it from /a or /b", "");
    check("get it from /a", "");
    check("GET/POST", "");
}

#[test]
fn headings_with_routes() {
    let check = |text: &str, expect: &str| {
        let line = line(text);
        let got = heading(&line).map(|found| {
            let mark = if found.is_mention { "?" } else { "" };
            format!("{}: {}{mark}", found.words, shown(&found.routes))
        });
        assert_eq!(got.unwrap_or_default(), expect, "{text}");
    };
    check("POST /bees", ": POST /bees");
    check("[GET] /bees", ": GET /bees");
    check("/bees [GET]", ": GET /bees");
    check("Move bee [PUT /bees/{id}]", "Move bee: PUT /bees/{id}");
    check("Move bee (PUT /bees/:id)", "Move bee: PUT /bees/{id}");
    check("Move bee - PUT https://a.b/bees", "Move bee: PUT a.b/bees");
    check("Move bee: PUT /bees", "Move bee: PUT /bees");
    check("Move Bee % PUT /bees/{bee.id#A/b}", "Move Bee: PUT /bees/{bee.id}");
    check("3. 删除蜜蜂 DELETE /bees/{id}", "3. 删除蜜蜂: DELETE /bees/{id}");
    check("删除蜜蜂（DELETE /bees/{id}）", "删除蜜蜂: DELETE /bees/{id}");
    check("Bees of GET /bees", "Bees of: GET /bees?");
    check("GET /bees for example", ": GET /bees?");
    check("A/B tests", "");
    check("Get bees", "");
}

#[test]
fn entries_of_a_table_of_contents() {
    let check = |text, expect| assert_eq!(is_entry(text), expect, "{text}");
    check("[GET /bees](#list-bees)", true);
    check("  2. [GET /bees](#list-bees)", true);
    check("[GET /bees](#list-bees) lists bees", false);
    check("[GET /bees](bees.md)", false);
    check("[GET](#a) [/bees](#b)", false);
    check("GET /bees", false);
}

#[test]
fn headings_of_paths_and_of_methods() {
    let path = |text| path_heading(&line(text)).map(|(path, is_whole)| (path.path, is_whole));
    assert_eq!(path("/bees/{id}"), Some(("/bees/{id}".into(), true)));
    assert_eq!(path("Bees [/bees{?page}]"), Some(("/bees".into(), false)));
    assert_eq!(path("Bees (and/or wasps)"), None);
    assert_eq!(method_heading("GET"), Some(("GET", "")));
    assert_eq!(method_heading("List bees [GET]"), Some(("GET", "List bees")));
    assert_eq!(method_heading("List bees [beta]"), None);
}

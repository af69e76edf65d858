//! Tests of titles.

use super::*;
use crate::dialect::built_in;

#[test]
fn numbers_go_and_names_stay() {
    assert_eq!(unnumbered("1.2 请求参数"), "请求参数");
    assert_eq!(unnumbered("一、请求参数"), "请求参数");
    assert_eq!(unnumbered("（一）请求参数"), "请求参数");
    assert_eq!(unnumbered("24hr ticker"), "24hr ticker");
}

#[test]
fn attributes_are_markup() {
    let check = |heading: &'static str, expect: &str| {
        assert_eq!(without_attributes(Cow::Borrowed(heading)), expect);
        assert_eq!(without_attributes(Cow::Owned(heading.to_owned())), expect);
    };
    check("请求地址 {#address .section}", "请求地址");
    check("Result { .section}", "Result");
    check("GET /trees/{id}", "GET /trees/{id}");
    check("{id}", "{id}");
}

#[test]
fn brackets_and_dashes_qualify_a_section() {
    let dialect = built_in::builtin("generic").unwrap();
    let role = |title| read(title, &dialect).role;
    assert_eq!(role("Request Body (JSON)"), role("Request Body"));
    assert_eq!(role("返回参数（成功）"), role("返回参数"));
    assert_eq!(role("Response Fields - JSON"), role("Response Fields"));
    assert_eq!(role("Example: Two trees at once"), role("Example"));
    assert_eq!(role("Query parameters (advanced)"), Some(Role::QueryParams));
    assert_eq!(role("返回参数(data)"), None);
    assert_eq!(role("Response: data"), None);
    assert_eq!(role("Response (Error)"), Some(Role::Errors));
}

#[test]
fn words_behind_a_role_may_tell_an_alternative() {
    let dialect = built_in::builtin("generic").unwrap();
    let check = |title: &str, expect: Option<&str>| {
        assert_eq!(qualifier(title, &dialect), expect, "{title}");
    };
    check("Request Parameters (Single)", Some("Single"));
    check("2. 请求参数（群发）", Some("群发"));
    check("Response - Team", Some("Team"));
    check("Request Parameters (Body)", None);
    check("Request Parameters (Required)", None);
    check("Request Parameters (advanced)", None);
    check("Request Body (array of objects)", None);
    check("请求参数（2）", None);
    check("Lamps (Single)", None);
}

#[test]
fn numbers_before_known_titles() {
    let dialect = built_in::builtin(built_in::GENERIC).unwrap();
    let check = |title: &str, expect: Option<Role>| assert_eq!(read(title, &dialect).role, expect, "{title}");
    for number in ["3 ", "③ ", "3：", "[3] ", "(c) ", "c. ", "iii. ", "Step 3. ", "第三步：", "3 - "] {
        check(&format!("{number}返回参数"), Some(Role::Response));
    }
    check("A Response", None);
    check("3 trees", None);
}

#[test]
fn statuses() {
    let dialect = built_in::builtin(built_in::GENERIC).unwrap();
    let check = |title: &str, expect: Option<u16>| assert_eq!(status(title, &dialect), expect, "{title}");
    check("200 OK", Some(200));
    check("404 Not Found", Some(404));
    check("状态码： 200", Some(200));
    check("HTTP 404", Some(404));
    check("Success (201)", Some(201));
    check("Error（400）", Some(400));
    check("List of 200 trees", None);
    check("100 trees, 3 of them oaks", None);
    check("2.3.200", None);
}

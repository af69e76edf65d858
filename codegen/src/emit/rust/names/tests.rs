//! Names of pages and what they become.

use super::{
    alike, camel, exact, feature, ident, resolve, resolve_ranked, same, singular, snake, spelled, styled,
};

#[track_caller]
fn check(text: &str, expect_snake: &str, expect_camel: &str) {
    assert_eq!((snake(text).as_str(), camel(text).as_str()), (expect_snake, expect_camel));
    ident(&snake(text));
    ident(&camel(text));
    ident(&exact(text));
}

#[test]
fn page_names() {
    check("bk_biz_id", "bk_biz_id", "BkBizId");
    check("bkBizId", "bk_biz_id", "BkBizId");
    check("vpcId", "vpc_id", "VpcId");
    check("Source", "source", "Source");
    check("v4&v6", "v4_v6", "V4V6");
    check("../../x", "x", "X");
}

#[test]
fn hostile_names() {
    check("fn", "fn_", "Fn");
    check("type", "type_", "Type");
    check("self", "self_", "SelfType");
    check("Self", "self_", "SelfType");
    check("crate", "crate_", "Crate");
    check("super", "super_", "Super");
    check("_", "u5f", "U5f");
    check("", "empty", "Empty");
    check("*", "u2a", "U2a");
    check("2fa", "n2fa", "N2fa");
    check("类型", "u7c7b_u578b", "U7c7bU578b");
    check("\u{202e}x", "x", "X");
    check("a b`\"#]", "a_b", "AB");
}

#[test]
fn names_that_differ_in_case() {
    assert_eq!((spelled("DstIP").as_str(), spelled("DstIp").as_str()), ("dst_i_p", "dst_ip"));
    for (text, expect) in [("a_b", "a_b"), ("AB", "ab_upper"), ("AxB", "ax_b_pascal"), ("axB", "ax_b_camel")]
    {
        assert_eq!(styled(text), expect);
    }
}

#[test]
fn list_names() {
    for (list, element) in [
        ("instances", "instance"),
        ("processes", "process"),
        ("policies", "policy"),
        ("status", "status"),
        ("data", "data"),
        ("info", "info"),
        ("主机s", "主机s"),
    ] {
        assert_eq!(singular(list), element);
    }
}

#[test]
fn features() {
    assert_eq!(feature("blueking.cc"), "blueking-cc");
    assert_eq!(feature("a/b.类"), "a_b-u7c7b");
}

#[test]
fn meeting_names_take_their_paths() {
    let items = [["Data", "RequestData"], ["Data", "ResponseData"], ["Info", "DataInfo"]];
    let items: Vec<Vec<String>> = items.iter().map(|item| item.map(str::to_owned).to_vec()).collect();
    assert_eq!(resolve(&items, &[], alike), ["RequestData", "ResponseData", "Info"]);
    assert_eq!(resolve(&items, &["info"], alike), ["RequestData", "ResponseData", "DataInfo"]);
    let reversed: Vec<Vec<String>> = items.iter().rev().cloned().collect();
    assert_eq!(resolve(&reversed, &[], alike), ["Info", "ResponseData", "RequestData"]);
}

#[test]
fn of_meeting_names_the_first_by_rank_stays() {
    let items = [["Mode", "DataMode"], ["Mode", "SpecMode"], ["Other", "X"]];
    let items: Vec<Vec<String>> = items.iter().map(|item| item.map(str::to_owned).to_vec()).collect();
    assert_eq!(resolve_ranked(&items, &[2, 1, 3], &[], alike), ["DataMode", "Mode", "Other"]);
    assert_eq!(resolve_ranked(&items, &[1, 2, 3], &["mode"], alike), ["DataMode", "SpecMode", "Other"]);
    let alone = vec![vec!["a".to_owned()], vec!["a".to_owned()]];
    let names = resolve_ranked(&alone, &[1, 2], &[], same);
    assert!(names[0] == "a" && names[1].starts_with("a_x"), "{names:?}");
}

#[test]
fn names_that_run_out_stay_apart() {
    let items = vec![vec!["a".to_owned(), "b".to_owned()], vec!["b".to_owned()]];
    let names = resolve(&items, &["a"], same);
    assert_ne!(names[0], names[1]);
    assert!(names.iter().all(|name| name.starts_with('b')), "{names:?}");
}

#[test]
fn exact_keeps_apart_what_snake_joins() {
    assert_eq!(exact("bk_biz_id"), "bk_biz_id");
    assert_eq!(exact("bkBizId"), "bk_u42_iz_u49_d");
}

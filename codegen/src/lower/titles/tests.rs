//! What titles name.

use super::*;
use crate::dialect::built_in;
use proptest::prelude::*;

#[track_caller]
fn check(title: &str, expect: &str) {
    let dialect = built_in::builtin("blueking-esb").unwrap();
    let paths: Vec<String> = parse(title, &dialect).iter().map(|path| path.join(".")).collect();
    assert_eq!(paths.join(" "), expect, "{title}");
}

#[test]
fn names() {
    check("data", "data");
    check("笔尖信息[nib]", "nib");
    check("process_info 字段说明", "process_info");
    check("data 字段说明：", "data");
    check("instances field description", "instances");
    check("data.info Field Explanation:", "data.info");
    check("Explanation of the data Field", "data");
    check("details[n] 参数说明", "details");
    check("host_list[] element", "host_list");
    check("ChargeSpec", "ChargeSpec");
    check("表 3  server字段数据结构说明", "server");
    check("Table 2-1 server structure", "server");
    check("`ancestors` 的元素", "ancestors");
    check("object", "object");
    check("fields", "fields");
}

#[test]
fn paths() {
    check("data[n].extension(azure).dns_settings", "data.extension.dns_settings");
    check("Import failure related information--data.failed", "data.failed");
    check("egress_rule_set[n]&ingress_rule_set[n]", "egress_rule_set ingress_rule_set");
    check("from、to", "from to");
    check("data.extension[tcloud]", "data.extension");
    check("墨水配置(ink_conf)", "ink_conf");
    check("笔尖信息（nib）", "nib");
    check("type（字段类型）", "type");
    check("笔尖2（nib2）参数说明", "nib2");
    check("1）hull 参数说明", "hull");
    check("（2）hull 详情", "hull");
}

#[test]
fn words_in_prose() {
    let dialect = built_in::builtin("blueking-esb").unwrap();
    let paths = |title| words(title, &dialect).iter().map(|path| path.join(".")).collect::<Vec<_>>();
    assert_eq!(paths("sort 子对象"), ["sort"]);
    assert_eq!(paths("Fields of config.source[n]"), ["Fields", "of", "config.source"]);
    assert_eq!(paths("tree.nodes VALUE"), ["tree.nodes"]);
    assert_eq!(paths("tree.nodes VALUE.input"), ["tree.nodes.input"]);
}

proptest! {
    #[test]
    fn words_are_taken_off_at_borders_alone(
        parts in prop::collection::vec(prop::sample::select(&["的元素", "字段", "表", "data", "the", "fields", "[n]", " ", "3"][..]), 0..6),
    ) {
        let dialect = built_in::builtin("blueking-esb").unwrap();
        let title = parts.concat();
        let bare = strip_suffixes(strip_prefixes(&title, &dialect), &dialect);
        prop_assert!(has_border(&title) || bare == title, "{title}");
    }

    #[test]
    fn an_alternative_is_told_by_a_word_of_the_title(
        parts in prop::collection::vec(prop::sample::select(&["AWS", "a_w-s", "Ａzure", "data", "[", "]", "=", ",", "/", "的", " ", "字段"][..]), 0..6),
    ) {
        let dialect = built_in::builtin("hcm").unwrap();
        let title = parts.concat();
        prop_assert!(may_be_variant(&title, &dialect) || told(&title, &dialect).is_none(), "{title}");
    }
}

#[test]
fn prose_names_nothing() {
    check("see the notes below here", "");
    check("注：为空时不要传递该字段", "");
    check("字段说明", "");
    check("Required", "");
    check("可选参数", "");
    check("参数说明：", "");
}

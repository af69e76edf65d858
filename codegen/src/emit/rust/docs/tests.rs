//! Page text and the rustdoc it becomes.

use super::{code, facts, paragraph};
use crate::model::Meaning;

#[track_caller]
fn check(text: &str, expect: &[&str]) {
    assert_eq!(paragraph(text), expect);
}

#[test]
fn plain_text_stays() {
    check("设计容量", &["设计容量"]);
    check("bk_token 与 bk_username 必须一个有效", &["bk_token 与 bk_username 必须一个有效"]);
    check("", &[]);
}

#[test]
fn lines_and_lists_keep_their_shape() {
    check("状态:\n1: 开放\n2: 关闭", &["状态:\\", "1: 开放\\", "2: 关闭"]);
    check("创建实例\n\n- 该接口\n* 模型\n完", &["创建实例", "", "- 该接口", "- 模型", "", "完"]);
}

#[test]
fn markup_is_escaped() {
    check("# x", &["\\# x"]);
    check("1. x", &["1\\. x"]);
    check("--- | ---", &["\\--- \\| ---"]);
    check("```rust", &["\\`\\`\\`rust"]);
    check("[Vec] <b> a*b _x_ 1~9", &["\\[Vec\\] \\<b> a\\*b \\_x\\_ 1\\~9"]);
    check("v4&v6 &lt;", &["v4&v6 \\&lt;"]);
    check("    four spaces", &["four spaces"]);
}

#[test]
fn code_spans_stay_code_spans() {
    check("returns `test4` and `a[0]`", &["returns `test4` and `a[0]`"]);
    check("`` a`b ``, `open", &["``a`b``, \\`open"]);
    check("``a` and ` `", &["\\``a` and \\` \\`"]);
}

#[test]
fn addresses_become_links() {
    check("见 https://x.com/a_b?c=1。", &["见 <https://x.com/a_b?c=1>。"]);
    check("http:// x", &["http:// x"]);
}

#[test]
fn nothing_invisible_survives() {
    check("a\u{202e}b\u{200b}\u{feff}\tc\rd", &["ab c\\", "d"]);
}

#[test]
fn code_spans_hold_backticks() {
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("`"), "`` ` ``");
    assert_eq!(code(""), "`  `");
}

#[test]
fn facts_are_sentences() {
    let meaning = Meaning { default: Some("0".into()), min: Some(1), max: Some(9), ..Meaning::default() };
    assert_eq!(facts(&meaning), ["Default: `0`.\\", "Range: 1 to 9."]);
}

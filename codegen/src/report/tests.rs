//! Tests of the site's parts; tests/report.rs of the integration package has those of the whole.

use super::html::{Html, beginning, escaped_len};
use super::words;

#[track_caller]
fn check(text: &str, content: &str, value: &str) {
    let html = |write: fn(&mut Html, &str)| {
        let mut html = Html::default();
        write(&mut html, text);
        minijinja::Value::from(html).to_string()
    };
    assert_eq!(html(|html, text| _ = html.text(text)), content);
    assert_eq!(html(|html, text| _ = html.value(text)), value);
    assert_eq!(escaped_len(text), html(|html, text| _ = html.text(text)).len());
}

#[test]
fn text_is_no_markup() {
    check("a<b>&\"'", "a&lt;b&gt;&amp;\"'", "a&lt;b&gt;&amp;&quot;&#39;");
    check("类型", "类型", "类型");
    check("", "", "");
}

#[test]
fn marks_of_direction_are_written_out() {
    let mut html = Html::default();
    html.text("a\u{202e}b\u{0}");
    assert_eq!(minijinja::Value::from(html).to_string(), "a\\u{202e}b\\u{0}");
}

#[test]
fn beginnings_end_at_characters() {
    assert_eq!((beginning("类型", 1), beginning("ab", 2)), (("类", true), ("ab", false)));
}

#[test]
fn every_template_value_is_escaped() {
    let templates = super::templates::Templates::new().unwrap();
    let evil = "<script>x</script>";
    let values = minijinja::context! {
        path => evil, language => "", found => 0, calls => [minijinja::context! { page => evil, name => evil }],
        lines => evil, is_cut => false, account => evil,
    };
    let file = templates.file("source.html", "p/x.html".to_owned(), "../", evil, values).unwrap();
    assert!(
        !file.text.contains("<script>x") && file.text.matches("&lt;script&gt;x").count() >= 5,
        "{}",
        file.text
    );
}

/// Every word that the code asks for is in the table.
#[test]
fn words_are_known() {
    let folders =
        ["src/report", "report"].map(|name| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name));
    let mut asked = 0;
    for entry in folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()) {
        let path = entry.unwrap().path();
        if path.ends_with("tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        for call in ["word(\"", "label(\""] {
            for rest in text.split(call).skip(1) {
                let Some((key, _)) = rest.split_once('"').filter(|(key, _)| !key.contains('\\')) else {
                    continue;
                };
                assert!(words::english(key).is_some(), "`{key}` is not in words.toml");
                asked += 1;
            }
        }
    }
    assert!(asked > 40, "{asked}");
    let kinds = [
        "fact-presence",
        "witness-request-example",
        "accepts-null-list",
        "aside-error-codes",
        "sample-request",
    ];
    assert!(kinds.iter().all(|key| words::english(key).is_some()));
    let rules = crate::model::Runtime::ALL.iter().map(|it| super::votes::key("success", it.as_str()));
    rules.for_each(|key| assert!(words::english(&key).is_some(), "{key}"));
    assert!(
        crate::account::Reason::ALL
            .iter()
            .all(|it| words::english(&format!("aside-{}", it.name())).is_some())
    );
}

//! Proposals for small folders: what content alone tells, and what never breaks.

use super::propose;
use crate::dialect::{Column, Role, TypeWord, built_in};
use crate::routes::RouteTable;
use crate::source::SourceFile;
use proptest::prelude::*;

fn text(pages: &[(&str, String)]) -> String {
    let files =
        pages.iter().enumerate().map(|(id, (path, text))| SourceFile::new(id as u32, *path, text.as_str()));
    propose("grove", &files.collect::<Vec<_>>(), &RouteTable::default()).unwrap()
}

/// A page in words that no shared list has.
fn page(name: &str, path: &str) -> String {
    format!(
        "# {name}\n\nVerb: POST\nResource: {path}/{{orchard}}\n\n## Needs\n\n\
         | Item | Kind | Must | Remark |\n|---|---|---|---|\n\
         | orchard | code | must | Orchard that gets the tree |\n\
         | variety | code | must | Which one it is |\n\
         | care | Care | may | What the gardener does |\n\
         | weight | count | may | How heavy it may get |\n\n\
         ### Shape of Care\n\n\
         | Item | Kind | Must | Remark |\n|---|---|---|---|\n\
         | water | count | may | Litres a week |\n| helper | code | may | Who comes along |\n\n\
         ## Try it\n\n```json\n{{\"variety\": \"pear\", \"care\": {{\"water\": 10, \"helper\": \"ann\"}}, \"weight\": 3}}\n```\n\n\
         ## Gives\n\n\
         | Item | Kind | Remark |\n|---|---|---|\n| tree_no | count | Number of the tree |\n| label | code | What it is called |\n\n\
         ## Answer\n\n```json\n{{\"ok\": true, \"fruit\": {{\"tree_no\": 7, \"label\": \"p\"}}}}\n```\n"
    )
}

#[test]
fn roles_are_told_by_content() {
    let pages = [("plant.md", page("Plant a tree", "/trees")), ("water.md", page("Water a tree", "/water"))];
    let text = text(&pages);
    let dialect = built_in::parse("grove", &text).unwrap();
    for (word, column) in [
        ("Item", Column::Name),
        ("Kind", Column::Type),
        ("Must", Column::Required),
        ("Remark", Column::Description),
    ] {
        assert_eq!(dialect.columns.get(word), Some(column), "{word}\n{text}");
    }
    for (word, role) in [
        ("Verb", Role::Method),
        ("Resource", Role::Url),
        ("Needs", Role::Request),
        ("Try it", Role::RequestExample),
        ("Gives", Role::Response),
        ("Answer", Role::ResponseExample),
    ] {
        assert_eq!(dialect.sections.get(word), Some(role), "{word}\n{text}");
    }
    assert_eq!(
        [dialect.required.get("must"), dialect.required.get("may")],
        [Some(true), Some(false)],
        "{text}"
    );
    assert_eq!(dialect.types.get("code"), Some(TypeWord::String), "{text}");
    assert_eq!(dialect.types.get("count"), Some(TypeWord::Integer), "{text}");
    assert!(dialect.nesting.prefixes.iter().any(|word| word == "Shape of"), "{text}");
}

#[test]
fn known_words_need_no_line() {
    let page = "# create_tree\n\n## Request\n\n`POST /trees`\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n| kind | string | yes | Which |\n\n## Response\n\n| Name | Type | Description |\n|---|---|---|\n| id | int | Its number |\n";
    let text = text(&[("a.md", page.to_owned()), ("b.md", page.to_owned())]);
    for table in ["[columns]", "[sections]", "[types]", "[required]"] {
        assert!(!text.contains(table), "{table}\n{text}");
    }
}

#[test]
fn one_address_with_the_name_in_the_query() {
    let page = |name: &str| {
        format!(
            "# {name}\n\n## Request Parameters\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n| Do | string | yes | {name} |\n| Zone | string | yes | Where |\n\n## Request Example\n\n```\nhttps://grove.example.com/?Do={name}&Zone=a\n```\n"
        )
    };
    let text = text(&[("a.md", page("PlantTree")), ("b.md", page("FellTree")), ("c.md", page("ListTrees"))]);
    assert!(text.contains("default_path = \"/?Do={name}\"") && text.contains("\"Do\", # "), "{text}");
}

#[test]
fn names_of_types_that_no_title_has_are_unknown() {
    let page = "# create_tree\n\n## Request\n\n`POST /trees`\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n| age | count | yes | The count of its rings |\n| site | Site | yes | Where it stands |\n\n### Site\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n| x | int | yes | How far |\n\n## Request Example\n\n```json\n{\"age\": 3, \"site\": {\"x\": 1}}\n```\n";
    let files = [SourceFile::new(0, "a.md", page)];
    let generic = built_in::builtin(built_in::GENERIC).unwrap();
    let found = super::unknown::list(&files, &generic);
    let words: Vec<(&str, &str)> = found.iter().map(|found| (found.what, found.word.as_str())).collect();
    assert_eq!(words, [("type", "count")]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever pages hold, what is proposed for them is a dialect.
    #[test]
    fn proposals_load(
        words in prop::collection::vec("[a-zA-Z|\"\\\\*#`{}:/é请求参数\\t\u{7f} ]{0,12}", 12..13),
        cells in prop::collection::vec("[a-z0-9/?\"*是否 ]{0,8}", 24..25),
        copies in 1usize..5,
    ) {
        let row = |at: usize| format!("| {} | {} | {} |", cells[at], cells[at + 1], cells[at + 2]);
        let page = format!(
            "# {}\n\n{}: {}\n\n## {}\n\n| {} | {} | {} |\n|---|---|---|\n{}\n{}\n{}\n\n## {}\n\n```\n{{\"{}\": 1}}\n```\n\n**{}**\n\n```\nPOST /{}\n```\n",
            words[0], words[1], words[2], words[3], words[4], words[5], words[6], row(0), row(3), row(6),
            words[7], words[8], words[9], words[10]
        );
        let names = ["a.md", "b.md", "zh/c.md", "en/c.md"];
        let pages: Vec<(&str, String)> = names.iter().take(copies).map(|name| (*name, page.clone())).collect();
        let text = text(&pages);
        prop_assert!(built_in::parse("grove", &text).is_ok(), "{}", text);
    }
}

//! Two versions that are read in one session are what two runs give, whatever pages have to do with each other.

use docwright::compile::{self, Version, versions};
use docwright::config::{Config, DocSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Pages by path.
type Pages<'t> = Vec<(&'t str, String)>;

const ORDERS: &str = "# Make order\n\n`POST /v1/orders`\n\n## Request Parameters\n\n\
    | Name | Type | Required | Description |\n|---|---|---|---|\n\
    | item | [Item](shared/types.md#item) object | yes | What is bought |\n\
    | season | string | no | One of [seasons](shared/types.md#season) |\n";

const LISTS: &str = "# List orders\n\n`GET /v1/orders`\n\n## Query Parameters\n\n\
    | Name | Type | Required | Description |\n|---|---|---|---|\n| limit | int | no | At most so many |\n\n\
    ## Response Parameters\n\n| Name | Type | Description |\n|---|---|---|\n\
    | items | Array of [Item](/shared/types#item) objects | The items |\n";

const TYPES: &str = "# Types\n\n### Item <a name=\"item\"></a>\n\n\
    | Name | Type | Required | Description |\n|---|---|---|---|\n| title | string | yes | Its title |\n\
    | weight | int | no | Weight in grams |\n\n### Season <a name=\"season\"></a>\n\n\
    | Value | Description |\n|---|---|\n| SPRING | From March |\n| AUTUMN | From September |\n";

const SEARCH: &str = "### 请求参数\n\n#### 接口参数\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n\
    | owner | string | 否 | 所有者 |\n| count | int | 是 | 数量 |\n";

const ROUTES: &str = "- name: search_tool\n  method: POST\n  path: /api/c/compapi/v2/shed/search_tool/\n\
    - name: drop_tool\n  method: POST\n  path: /api/c/compapi/v2/shed/drop_tool/\n";

const TEMPLATE: &str = "### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/shed/mend_tool/\n\n\
    ### 请求参数\n\n#### 接口参数\n\n{% include '_owner.md.j2' %}\n";

const PARTIAL: &str = "| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| owner | string | 否 | 所有者 |\n";

/// Pages that link to each other.
fn linked() -> Pages<'static> {
    pages(&[("make.md", ORDERS), ("list.md", LISTS), ("shared/types.md", TYPES)])
}

/// Pages whose routes stand in a table, and a template.
fn routed() -> Pages<'static> {
    pages(&[
        ("apis.yaml", ROUTES),
        ("search_tool.md", SEARCH),
        ("drop_tool.md", SEARCH),
        ("mend_tool.md.j2", TEMPLATE),
        ("_owner.md.j2", PARTIAL),
    ])
}

fn pages(list: &[(&'static str, &str)]) -> Pages<'static> {
    list.iter().map(|(path, text)| (*path, (*text).to_owned())).collect()
}

/// The pages with a replacement in one of them, which has to be there.
#[track_caller]
fn edited<'t>(mut pages: Pages<'t>, path: &str, from: &str, to: &str) -> Pages<'t> {
    let page = pages.iter_mut().find(|(name, _)| *name == path).unwrap();
    assert!(page.1.contains(from), "`{path}` lacks `{from}`");
    page.1 = page.1.replace(from, to);
    pages
}

fn set(service: &str, path: &str, dialect: Option<&str>) -> DocSet {
    let (service, dialect) = (service.to_owned(), dialect.map(str::to_owned));
    DocSet { service, path: path.into(), dialect, ..DocSet::default() }
}

/// What is compared of a version.
fn parts(version: Version) -> (docwright::model::Api, Vec<(String, String)>, Vec<String>) {
    let files = version.files.into_iter().map(|file| (file.path, file.text)).collect();
    (version.api, files, version.unread)
}

/// Holds both versions against runs of their own, in either order, with doc sets that lie below the side as well as below
/// one folder that the paths of messages begin with.
#[track_caller]
fn check(old: &Pages<'_>, new: &Pages<'_>, sets: &[DocSet]) {
    let each = [sets, sets].map(<[DocSet]>::to_vec);
    check_sets(old, new, each);
}

#[track_caller]
fn check_sets(old: &Pages<'_>, new: &Pages<'_>, sets: [Vec<DocSet>; 2]) {
    let place = tempfile::tempdir().unwrap();
    for (side, pages) in [("old", old), ("new", new)] {
        for (path, text) in pages {
            let path = place.path().join(side).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let [ours, theirs] = &sets;
    let sides = [("old", ours), ("new", theirs)];
    let below = sides.map(|(side, sets)| (config(sets, Path::new("")), place.path().join(side)));
    let above = sides.map(|(side, sets)| (config(sets, Path::new(side)), place.path().to_owned()));
    let ([old, new], [before, after]) = (below, above);
    compare(&old, &new);
    compare(&after, &before);
}

fn config(sets: &[DocSet], above: &Path) -> Config {
    let docs = sets.iter().map(|set| DocSet { path: above.join(&set.path), ..set.clone() }).collect();
    Config { docs, ..Config::default() }
}

#[track_caller]
fn compare(old: &(Config, PathBuf), new: &(Config, PathBuf)) {
    let both = versions((&old.0, &old.1), (&new.0, &new.1)).unwrap();
    for ((config, base), version) in [(old, both.0), (new, both.1)] {
        let alone = Version::from(compile::run(config, base).unwrap());
        assert!(!version.api.services.is_empty() || alone.api.services.is_empty(), "{}", base.display());
        let (version, alone) = (parts(version), parts(alone));
        assert_eq!(version.1, alone.1, "files of {}", base.display());
        assert_eq!(version.2, alone.2, "unread pages of {}", base.display());
        let text = |api| serde_json::to_string_pretty(api).unwrap();
        assert_eq!(text(&version.0), text(&alone.0), "model of {}", base.display());
    }
}

#[test]
fn links_between_pages() {
    let sets = [set("vendor.shop", "", Some("generic"))];
    let types = "shared/types.md";
    for new in [
        linked(),
        edited(linked(), types, "| weight | int |", "| weight | string |"),
        edited(
            linked(),
            types,
            "| AUTUMN | From September |\n",
            "| AUTUMN | From August |\n| WINTER | - |\n",
        ),
        edited(linked(), types, "name=\"item\"", "name=\"goods\""),
        edited(linked(), types, "### Season", "### Seasons of the year"),
        edited(linked(), "make.md", "types.md#item", "types.md#season"),
        edited(linked(), "make.md", "| item | [Item](shared/types.md#item) object |", "| item | object |"),
        edited(linked(), "list.md", "At most so many", "At most 5"),
        edited(edited(linked(), types, "title", "name"), "list.md", "| limit | int |", "| limit | string |"),
    ] {
        check(&linked(), &new, &sets);
    }
}

#[test]
fn types_that_stop_being_used() {
    let sets = [set("vendor.shop", "", Some("generic"))];
    let less = edited(linked(), "make.md", "[Item](shared/types.md#item) object", "string");
    let none = edited(less.clone(), "list.md", "Array of [Item](/shared/types#item) objects", "string");
    check(&linked(), &less, &sets);
    check(&less, &none, &sets);
    check(&linked(), &none, &sets);
}

#[test]
fn doc_sets_that_add_to_one_service() {
    let below = |folder: &str| -> Pages<'static> {
        let path = |path: &str| -> &'static str { format!("{folder}/{path}").leak() };
        linked().into_iter().map(|(name, text)| (path(name), text)).collect()
    };
    let mut old = [below("one"), below("two")].concat();
    old.push(("three/search.md", format!("### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/x/\n\n{SEARCH}")));
    let named = |name| [set(name, "one", None), set(name, "two", None), set("", "three", None)];
    let apart = [set("vendor.a", "one", Some("generic")), set("vendor.b", "two", Some("generic"))];
    let unnamed = ["one", "two", "three"].map(|folder| set("", folder, None));
    for (path, from, to) in [
        ("one/make.md", "/v1/orders", "/v2/orders"),
        ("two/shared/types.md", "| title | string | yes |", "| title | int | no |"),
        ("three/search.md", "| count | int |", "| count | string |"),
        // The pages of that set speak another dialect then.
        ("three/search.md", "### 请求", "### Request "),
    ] {
        let new = edited(old.clone(), path, from, to);
        for sets in [&named("vendor.shop")[..], &apart, &unnamed] {
            check(&old, &new, sets);
        }
    }
}

#[test]
fn pages_that_come_go_and_move() {
    let sets = [set("vendor.shop", "", Some("generic"))];
    let less: Pages<'_> = linked().into_iter().filter(|(path, _)| *path != "list.md").collect();
    check(&linked(), &less, &sets);
    let without_types: Pages<'_> = linked().into_iter().filter(|(path, _)| !path.contains('/')).collect();
    check(&linked(), &without_types, &sets);
    let to = |from: &str, to: &'static str| -> Pages<'_> {
        let moved = |path: &'static str| if path == from { to } else { path };
        linked().into_iter().map(|(path, text)| (moved(path), text)).collect()
    };
    check(&linked(), &to("list.md", "orders/list.md"), &sets);
    check(&linked(), &to("list.md", "all.md"), &sets);
    check(&linked(), &to("shared/types.md", "types.md"), &sets);
    check(&linked(), &to("list.md", "en/list.md"), &sets);
}

#[test]
fn single_pages_under_other_names() {
    let routed = |name: &'static str| {
        pages(&[(name, &format!("### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/x/\n\n{SEARCH}"))])
    };
    let one = |path| vec![set("vendor.shop", path, Some("blueking-esb"))];
    let names =
        ["a/search_tool.md", "a/find_tool.md", "b/search_tool.md", "b/readme.md", "b/_search_tool.md"];
    for old in &names[..2] {
        for new in names {
            let changed = edited(routed(new), new, "所有者", "所有人");
            check_sets(&routed(old), &routed(new), [one(old), one(new)]);
            check_sets(&routed(old), &changed, [one(old), one(new)]);
        }
    }
}

#[test]
fn templates_and_route_tables() {
    let sets = [set("bk.shed", "", Some("blueking-esb"))];
    let unreadable = edited(routed(), "mend_tool.md.j2", "{% include", "{% inclode");
    for new in [
        edited(routed(), "_owner.md.j2", "| owner | string |", "| owner | int |"),
        edited(routed(), "_owner.md.j2", "| owner", "| {{ owner"),
        edited(routed(), "mend_tool.md.j2", "_owner", "_other"),
        edited(routed(), "mend_tool.md.j2", "mend_tool/", "patch_tool/"),
        unreadable.clone(),
        edited(routed(), "apis.yaml", "/drop_tool/", "/lose_tool/"),
        edited(routed(), "apis.yaml", "- name: drop_tool", "- name: lose_tool"),
        edited(routed(), "drop_tool.md", "| count | int | 是 |", "| count | string | 否 |"),
    ] {
        check(&routed(), &new, &sets);
        check(&unreadable, &new, &sets);
    }
}

#[test]
fn pages_that_cannot_be_read() {
    let sets = [set("bk.shed", "", Some("blueking-esb"))];
    let large = edited(routed(), "drop_tool.md", "所有者", &" ".repeat((16 << 20) + 1));
    check(&routed(), &large, &sets);
    check(&large, &large, &sets);
}

#[test]
fn languages_that_join_and_part() {
    let of = |text: &str| {
        format!(
            "# 种树 plant\n\n`POST /v1/trees`\n\n## Request Parameters\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n| kind | string | yes | {text} |\n"
        )
    };
    let sets = [set("vendor.shop", "", Some("generic"))];
    let old = pages(&[("en/plant.md", &of("Its kind")), ("zh/plant.md", &of("它的种类"))]);
    check(&old, &edited(old.clone(), "zh/plant.md", "| yes |", "| no |"), &sets);
    check(&old, &edited(old.clone(), "zh/plant.md", "/v1/trees", "/v1/bushes"), &sets);
    // Without folders of languages the words tell.
    let old =
        pages(&[("a/plant.md", &of("Its kind")), ("b/plant.md", &of("它的种类，以及其他很多说明文字"))]);
    check(
        &old,
        &edited(old.clone(), "b/plant.md", "它的种类，以及其他很多说明文字", "Its kind and more"),
        &sets,
    );
}

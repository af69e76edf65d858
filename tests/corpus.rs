//! The development corpus, when it lies beside the repository; each test also runs over pages of its own.

use crate::support::{self, corpus, root, vendor};
use docwright::compile::Run;
use docwright::config::{Config, DocSet, doc_sets};
use docwright::routes::RouteTable;
use docwright::source::{self, SourceFile};
use std::path::Path;

fn compile(path: &Path) -> Run {
    let docs = doc_sets(&[path.to_owned()]).unwrap();
    docwright::compile::run(&Config { docs, ..Config::default() }, Path::new("")).unwrap()
}

#[test]
fn every_sample_fits_its_types() {
    let mut runs = vec![docwright::compile::run(&support::config(), &root()).unwrap()];
    runs.extend(
        ["blueking", "other", "jdcloud"]
            .iter()
            .filter_map(|folder| corpus(folder))
            .map(|path| compile(&path)),
    );
    for run in &runs {
        for report in docwright::verify::run(&run.api) {
            assert_eq!(report.misfits, [], "{}", report.service);
        }
    }
}

#[test]
fn everything_on_every_page_is_accounted_for() {
    support::check_account(&docwright::compile::run(&support::config(), &root()).unwrap());
    support::check_account(&compile(&root().join("tests/cases")));
    for path in ["blueking", "other", "jdcloud"].iter().filter_map(|folder| corpus(folder)) {
        support::check_account(&compile(&path));
    }
    for path in ["aliyun", "discord", "opensearch"].iter().filter_map(|folder| vendor(folder)) {
        let Ok(docs) = doc_sets(&[path]) else { continue };
        let docs = docs.into_iter().map(|set| DocSet { dialect: Some("generic".to_owned()), ..set });
        support::check_account(&support::compile(docs.collect(), Path::new("")));
    }
}

/// Folders of pages whose routes stand in a table.
const ROUTED: &[&str] = &[
    "blueking/cmdb/cc",
    "blueking/cmdb/esb-cc",
    "blueking/esb-older/cc",
    "blueking/esb-older/sops",
    "blueking/job/esb",
];
const GATEWAY: &[&str] = &["blueking/cmdb/apigw-open", "blueking/job/apigw", "blueking/sops"];

#[test]
fn every_page_with_a_route_takes_it() {
    for path in ROUTED.iter().chain(GATEWAY).filter_map(|folder| corpus(folder)) {
        let tables: Vec<RouteTable> = source::entries(&path)
            .unwrap()
            .files
            .iter()
            .filter_map(|file| RouteTable::read(&SourceFile::new(0, "", source::text(file).ok()?)))
            .collect();
        let run = compile(&path);
        for (file, _) in source::find(&path, &source::is_page).unwrap() {
            let stem = SourceFile::new(0, file.to_str().unwrap(), "").stem().to_owned();
            let Some(row) = tables.iter().find_map(|table| table.get(&stem)) else { continue };
            let mut endpoints = run.api.services.iter().flat_map(|service| &service.endpoints);
            let found = endpoints
                .find(|endpoint| endpoint.id == row.name && endpoint.path.ends_with(row.path.trim()));
            let found = found.unwrap_or_else(|| {
                panic!("{}: no endpoint `{}` at `{}`", file.display(), row.name, row.path)
            });
            assert!(
                row.method.is_empty() || found.method.as_str() == row.method,
                "{}: {}",
                file.display(),
                found.method
            );
        }
    }
}

const PLACEHOLDER: &str = "{{ common_args_desc }}";

/// The page as the documentation site shows it: route and common parameters in front.
fn rendered(text: &str, method: &str, path: &str) -> String {
    format!(
        "\n### 请求方法\n\n{method}\n\n\n### 请求地址\n\n/api/c/compapi{path}\n\n\n### 通用参数\n\n| 字段 | 类型 | 必选 |  描述 |\n|-----------|------------|--------|------------|\n\
         | bk_app_code  |  string    | 是 | 应用ID     |\n| bk_app_secret|  string    | 是 | 安全密钥(应用 TOKEN)，可以通过 蓝鲸智云开发者中心 -> 点击应用ID -> 基本信息 获取 |\n\
         | bk_token     |  string    | 否 | 当前用户登录态，bk_token与bk_username必须一个有效，bk_token可以通过Cookie获取 |\n| bk_username  |  string    | 否 | 当前用户用户名，应用免登录态验证白名单中的应用，用此字段指定当前用户 |\n\n\n{}",
        text.replace(PLACEHOLDER, "").replace("{{common_args_desc}}", "")
    )
}

/// The endpoints of one page without places, votes and credentials.
fn bare(language: &str, name: &str, text: &str, routes: Option<&str>) -> String {
    let page = format!("{language}/{name}.md");
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(language)).unwrap();
    std::fs::write(folder.path().join(&page), text).unwrap();
    if let Some(routes) = routes {
        std::fs::write(folder.path().join("routes.yaml"), routes).unwrap();
    }
    let set = DocSet {
        service: "x".to_owned(),
        path: ".".into(),
        dialect: Some("blueking-esb".to_owned()),
        ..DocSet::default()
    };
    let run = support::compile(vec![set], folder.path());
    let mut value = serde_json::to_value(&run.api.services).unwrap();
    strip(&mut value);
    serde_json::to_string_pretty(&value).unwrap()
}

fn strip(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(members) => {
            members.retain(|name, _| !["origin", "origins", "votes", "credentials"].contains(&name.as_str()));
            members.values_mut().for_each(strip);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

#[track_caller]
fn check_rendering(name: &str, text: &str, method: &str, path: &str) {
    // The address in the page names the operation by its last segment.
    let id = path.trim_end_matches('/').rsplit('/').next().unwrap();
    let routes = format!("- path: {path}\n  name: {id}\n  method: {method}\n");
    // The common part is in Chinese here, so the folder says what the page is.
    let language = if name.starts_with("en/") { "en" } else { "zh" };
    let plain = bare(language, id, text, Some(&routes));
    let shown = bare(language, id, &rendered(text, method, path), None);
    let differ = plain.lines().zip(shown.lines()).position(|(plain, shown)| plain != shown);
    let at = differ.unwrap_or_else(|| plain.lines().count().min(shown.lines().count()));
    let around = |text: &str| text.lines().skip(at.saturating_sub(4)).take(9).collect::<Vec<_>>().join("\n");
    assert!(
        plain == shown,
        "{name} reads differently when rendered\n--- unrendered\n{}\n--- rendered\n{}",
        around(&plain),
        around(&shown)
    );
}

const OWN: &str = "### 功能描述\n\n找东西\n\n### 请求参数\n\n{{ common_args_desc }}\n\n#### 接口参数\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| a | object | 是 | b |\n\n#### a\n\n| 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n| c | int | 否 | d |\n\n### 请求参数示例\n\n```json\n{\"bk_app_code\": \"x\", \"a\": {\"c\": 1}}\n```\n\n### 返回结果示例\n\n```json\n{\"result\": true, \"data\": [1]}\n```\n\n### 返回结果参数\n\n| 字段 | 类型 | 描述 |\n|---|---|---|\n| result | bool | e |\n| data | array | f |\n";

#[test]
fn rendered_pages_read_as_unrendered_ones() {
    check_rendering("own page", OWN, "POST", "/v2/cc/find_things/");
    for folder in ROUTED.iter().filter_map(|folder| corpus(folder)) {
        let tables: Vec<RouteTable> = source::entries(&folder)
            .unwrap()
            .files
            .iter()
            .filter_map(|file| RouteTable::read(&SourceFile::new(0, "", source::text(file).ok()?)))
            .collect();
        for (file, name) in source::find(&folder, &source::is_page).unwrap() {
            let page = SourceFile::new(0, name.as_str(), source::text(&file).unwrap());
            let Some(row) = tables.iter().find_map(|table| table.get(page.stem())) else { continue };
            if page.text.contains("/api/c/compapi") {
                continue;
            }
            check_rendering(
                &name,
                &page.text,
                if row.method.is_empty() { "POST" } else { &row.method },
                &row.path,
            );
        }
    }
}

//! What titles and cells say of columns.

use super::*;
use crate::dialect::built_in;
use crate::syntax::markdown::{self, Kind};

#[track_caller]
fn check(text: &str, expect: &[Option<Column>]) {
    let document = markdown::read(text);
    let table = document.blocks.iter().find_map(|block| match &block.kind {
        Kind::Table(table) => Some(table),
        _ => None,
    });
    let dialect = built_in::builtin(built_in::GENERIC).unwrap();
    assert_eq!(&read(table.unwrap(), &dialect)[..], expect, "{text}");
}

const NAME: Option<Column> = Some(Column::Name);
const TYPE: Option<Column> = Some(Column::Type);
const REQUIRED: Option<Column> = Some(Column::Required);
const DESCRIPTION: Option<Column> = Some(Column::Description);

#[test]
fn the_column_of_identifiers_is_the_name() {
    check(
        "| 字段名 | 变量名 | 类型 |\n|---|---|---|\n| 账号 | appid | string |\n| 设备 | device_no | string |\n",
        &[DESCRIPTION, NAME, TYPE],
    );
    check("| 字段 | 参数 | 类型 |\n|---|---|---|\n| a | b | string |\n", &[NAME, NAME, TYPE]);
    check("| 宝物 | 类型 | 说明 |\n|---|---|---|\n| gold[] | list | 黄金 |\n", &[NAME, TYPE, DESCRIPTION]);
    check("| 宝物 | 类型 |\n|---|---|\n| 黄金 | list |\n", &[None, TYPE]);
    let rows = "|---|---|---|---|\n| 船号 | hull_no | string | 是 |\n| 船旗 | flag | string | 否 |\n";
    for title in ["变量", "参数编码", "标识"] {
        check(&format!("| 名称 | {title} | 类型 | 必填 |\n{rows}"), &[DESCRIPTION, NAME, TYPE, REQUIRED]);
    }
    check(
        "| Header | Value | Required |\n|---|---|---|\n| X-A | b | yes |\n",
        &[NAME, Some(Column::Value), REQUIRED],
    );
}

#[test]
fn a_column_of_labels_is_the_name_where_it_holds_identifiers() {
    check("| 名字 | 类型 |\n|---|---|\n| sessionKey | String |\n", &[NAME, TYPE]);
    check("| 名字 | 类型 |\n|---|---|\n| 会话 | String |\n", &[Some(Column::Label), TYPE]);
    check("| 取值 | 含义 |\n|---|---|\n| a | b |\n", &[Some(Column::Value), Some(Column::Label)]);
}

#[test]
fn a_column_of_type_words_is_the_type() {
    let rows = "|---|---|---|\n| a | integer | x |\n| b | Box | x |\n";
    for title in ["Format", "Kind", "格式", "種類", "Zwqx"] {
        check(&format!("| Name | {title} | Description |\n{rows}"), &[NAME, TYPE, DESCRIPTION]);
    }
    let words = "|---|---|---|\n| a | integer | x |\n| b | string[] | x |\n";
    check(&format!("| Output | Kind | Note |\n{words}"), &[NAME, TYPE, None]);
    check(&format!("| Output | Kind | Note |\n{rows}"), &[None; 3]);
    let other = "|---|---|---|\n| a | round | x |\n| b | flat | x |\n";
    check(&format!("| Name | Kind | Description |\n{other}"), &[NAME, None, DESCRIPTION]);
    let beside = "|---|---|---|\n| a | string | date |\n";
    check(&format!("| Name | Type | Format |\n{beside}"), &[NAME, TYPE, None]);
}

#[test]
fn polarity_is_said_by_titles_and_by_cells() {
    let optional = Some(Column::Optional);
    check("| Name | Optional |\n|---|---|\n| a | Yes |\n", &[NAME, optional]);
    check("| 參數 | 是否可選 |\n|---|---|\n| a | 否 |\n", &[NAME, optional]);
    check("| Name | Optional |\n|---|---|\n| a | required |\n", &[NAME, REQUIRED]);
    check("| Name | State |\n|---|---|\n| a | 必填 |\n| b | 选填 |\n", &[NAME, REQUIRED]);
}

#[test]
fn an_unknown_column_of_places_says_where_arguments_travel() {
    let location = Some(Column::Location);
    check(
        "| Name | Sent in | Type |\n|---|---|---|\n| a | Query | string |\n| b | body | int |\n",
        &[NAME, location, TYPE],
    );
    check(
        "| Name | Sent in | Type |\n|---|---|---|\n| a | Query | string |\n| b | air | int |\n",
        &[NAME, None, TYPE],
    );
}

#[test]
fn an_unknown_column_of_yes_and_no_is_unknown() {
    check("| Name | Type | 是否加密 |\n|---|---|---|\n| a | string | 是 |\n", &[NAME, TYPE, None]);
    check(
        "| Name | Type | Read-only |\n|---|---|---|\n| a | string | yes |\n",
        &[NAME, TYPE, Some(Column::ReadOnly)],
    );
}

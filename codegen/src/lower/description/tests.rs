//! What descriptions are read as, form by form.

use super::{Context, Patterns, complete, read};
use crate::model::{Meaning, Type};
use proptest::prelude::*;

fn integer() -> Type {
    Type::integer()
}

fn meaning(ty: &Type, description: &str) -> Meaning {
    read(Patterns::builtin(), description, Context { name: "field", ty })
}

/// The values as `literal=label`, joined by `|`.
#[track_caller]
fn check_values(ty: Type, description: &str, expect: &str) {
    let values: Vec<String> =
        meaning(&ty, description)
            .values
            .iter()
            .map(|it| {
                if it.label.is_empty() { it.literal.clone() } else { format!("{}={}", it.literal, it.label) }
            })
            .collect();
    assert_eq!(values.join("|"), expect, "{description}");
}

#[test]
fn values_of_numbers() {
    let check = |description: &str, expect: &str| check_values(integer(), description, expect);
    check("1:开放,2:关闭", "1=开放|2=关闭");
    check("0-普通集群，1-内置模块集合，默认为0", "0=普通集群|1=内置模块集合");
    check("作业状态码: 1.未执行; 2.正在执行; 3.执行成功", "1=未执行|2=正在执行|3=执行成功");
    check(
        "Status. 1 - Pending; 2 - Running 3 - Successful; 4 - Failed",
        "1=Pending|2=Running|3=Successful|4=Failed",
    );
    check("可选值为0(表示int类型)或1(表示string类型)", "0=int类型|1=string类型");
    check("只能为0或1，0是停用，1是启用", "0=停用|1=启用");
}

#[test]
fn numbers_with_nothing_behind_them() {
    let check = |description: &str, expect: &str| check_values(integer(), description, expect);
    check("开关 0 关 1 开", "0=关|1=开");
    check("等级：0低，1中，2高", "0=低|1=中|2=高");
    check("方式：1新增 2修改", "1=新增|2=修改");
    check("0 和 1 代表正常，10 代表停用", "");
    check("保留 1 天，最多 2 天", "");
    check("从第 1 条开始，默认 0 条", "");
    check("为 0 时关，为 1 时开", "");
}

#[test]
fn numbers_with_mixed_marks() {
    let check = |description: &str, expect: &str| check_values(integer(), description, expect);
    check("操作：1、启动，2-停止，3.重启", "1=启动|2=停止|3=重启");
    check("规则。0，系统；1，自定义", "0=系统|1=自定义");
    check("升降（1，表示升，2表示降）", "1=升|2=降");
    check("0: small, >1: large", "");
}

#[test]
fn labels_before_their_values() {
    let check = |ty: Type, description: &str, expect: &str| check_values(ty, description, expect);
    check(integer(), "不通知0，通知1", "0=不通知|1=通知");
    check(integer(), "监控 开 2，关 4", "2=开|4=关");
    check(integer(), "大小：最小1，最大2", "");
    check(Type::String, "阶段：试用(1)，在用(2, 默认)，停用(3)", r#""1"=试用|"2"=在用|"3"=停用"#);
    check(Type::String, "Stage: trial (1), live (2)", r#""1"=trial|"2"=live"#);
    check(Type::String, r#"是否加密，是:"Yes", 否:"No"，默认是"No""#, r#""Yes"=是|"No"=否"#);
    check(Type::String, "线路 公网：Public，内网：Private", r#""Public"=公网|"Private"=内网"#);
}

#[test]
fn values_of_texts() {
    let check = |description: &str, expect: &str| check_values(Type::String, description, expect);
    check("服务状态:1/2(1:开放,2:关闭)", r#""1"=开放|"2"=关闭"#);
    check("取值为：MONTH、YEAR", r#""MONTH"|"YEAR""#);
    check("计费模式，取值为：CONFIG-按配置，MONTHLY-包年包月)", r#""CONFIG"=按配置|"MONTHLY"=包年包月"#);
    check("云盘类型（枚举值：pd-standard、pd-ssd）", r#""pd-standard"|"pd-ssd""#);
    check("Operator, one of a, b", r#""a"|"b""#);
    check(r#"编码前格式为 {"activity":{"activityType":必填字段, "activityIdentifier":必填字段}}"#, "");
    check("租期（枚举值：default、host）", r#""default"|"host""#);
    check("Supported values: LIMIT,MARKET", r#""LIMIT"|"MARKET""#);
    check("取值\"Big\" \"Small\"，默认\"Big\"", r#""Big"|"Small""#);
    check("监听:1/2(1:127.0.0.1,2:内网)", r#""1"=127.0.0.1|"2"=内网"#);
    check("取值范围：- AUTO：自动续，不提醒 - HAND：手动续", r#""AUTO"=自动续，不提醒|"HAND"=手动续"#);
    check("类型：\n> RAM，内存\n> DISK，磁盘", r#""RAM"=内存|"DISK"=磁盘"#);
    check("Action when deleting it, one of [keep, drop]", r#""keep"|"drop""#);
    check("取值为 day、hour，day表示天，hour表示小时", r#""day"=天|"hour"=小时"#);
    check("kind, plain: ordinary, by_role: for one role", r#""plain"=ordinary|"by_role"=for one role"#);
    check("常见取值：mail、sms", "");
}

#[test]
fn values_that_stand_alone() {
    let check = |description: &str, expect: &str| check_values(Type::String, description, expect);
    check("协议：HTTP、HTTPS", r#""HTTP"|"HTTPS""#);
    check("创建方式（app/api/timer）", r#""app"|"api"|"timer""#);
    check("方向 In/Out_1", r#""In"|"Out_1""#);
    check("Year, Month, Day 默认: Month", r#""Year"|"Month"|"Day""#);
    check("BUY or SELL", r#""BUY"|"SELL""#);
    check("规则。\"Accept\" 或 \"Drop\"", r#""Accept"|"Drop""#);
    check("name or alias", "");
    check("主机ID，IP", "");
    check("如 TCP、UDP", "");
    check("account_id、alias必须传一个", "");
    check("返回主机的基本数据，以及其中每个网卡的数据（inner_ip,outer_ip）", "");
    check("Examples: [\"AB\",\"CD\"]", "");
}

/// Checks one fact of a description, as text.
#[track_caller]
fn check_fact(ty: Type, description: &str, fact: fn(Meaning) -> Option<String>, expect: &str) {
    assert_eq!(fact(meaning(&ty, description)).unwrap_or_default(), expect, "{description}");
}

#[test]
fn defaults() {
    let check = |ty: Type, description: &str, expect: &str| {
        check_fact(ty, description, |it| it.default, expect);
    };
    check(Type::String, "描述，默认为\"\"", r#""""#);
    check(Type::String, "hour, default value is *", r#""*""#);
    check(Type::String, "scope. default value is 'biz' and others are looked up by id", r#""biz""#);
    check(Type::String, "the default is 'a' or 'b'", "");
    check(Type::String, "加密。Yes：是，No：否，默认值（No）", r#""No""#);
    check(Type::String, "操作符，默认eq", r#""eq""#);
    check(Type::String, "是默认VPC，或者自建", "");
    check(Type::String, "来源，mine:默认值，自己的，all：全部的", r#""mine""#);
    check(Type::String, "阶段：试用(1)，在用(2, 默认)，停用(3)", r#""2""#);
    check(integer(), "状态(0:默认1:完成)", "");
    check(integer(), "重试时返回最近几条，默认 3。0 表示不返回", "3");
    check(integer(), "若类型为1，默认 3", "");
    check(Type::Boolean, "默认为true.仅供测试", "true");
}

#[test]
fn bounds() {
    let check = |ty: Type, description: &str, expect: &str| {
        let fact = |it: Meaning| {
            let number = |it: Option<i64>| it.map_or(String::new(), |it| it.to_string());
            let length = |it: Option<u64>| it.map_or(String::new(), |it| it.to_string());
            Some(format!(
                "{}..{} {}..{}",
                number(it.min),
                number(it.max),
                length(it.min_length),
                length(it.max_length)
            ))
        };
        check_fact(ty, description, fact, expect);
    };
    check(integer(), "1-10", "1..10 ..");
    check(integer(), "权重，0-100", "0..100 ..");
    check(integer(), "延迟，单位天，支持范围：7~30天", "7..30 ..");
    check(integer(), "延迟，支持范围：7~30天", ".. ..");
    check(integer(), "周期：按月时，为[1-9]", ".. ..");
    check(integer(), "返回列表的条数，默认10，最大为200", "..200 ..");
    check(integer(), "主机ID列表，最多200", ".. ..");
    check(integer(), "如当前的最大值为6，则为7", ".. ..");
    check(Type::String, "名称，取值范围：1-32个中文、字母", ".. 1..32");
    check(Type::Array(Box::new(integer())), "编号，一次最多支持输入100个", ".. ..100");
}

#[test]
fn notes() {
    let condition = |description: &str, expect: &str| {
        check_fact(Type::String, description, |it| it.condition, expect);
    };
    condition("When the kind is A, required", "When the kind is A, required");
    condition("当type为1,不能为空", "当type为1,不能为空");
    condition("Either a or b, must be specified", "Either a or b, must be specified");
    condition("true:必填，false:可选", "");
    condition("Indicates if it is required", "");
    check_fact(Type::String, "不推荐使用，请用id", |it| it.deprecated, "不推荐使用，请用id");
    check_fact(integer(), "speed limit in MB/s", |it| it.unit, "MB/s");
}

/// Checks what two descriptions of one number say together, as `default max literal=label/english …`.
#[track_caller]
fn check_both(first: &str, second: &str, expect: &str) {
    let mut both = meaning(&integer(), first);
    complete(&mut both, meaning(&integer(), second));
    let number = |it: Option<i64>| it.map_or("-".to_owned(), |it| it.to_string());
    let mut words = vec![both.default.unwrap_or("-".to_owned()), number(both.max)];
    words.extend(both.values.iter().map(|it| format!("{}={}/{}", it.literal, it.label, it.english)));
    assert_eq!(words.join(" "), expect, "{first} + {second}");
}

#[test]
fn two_descriptions() {
    check_both("1:开,2:关", "1: open, 2: closed", "- - 1=开/open 2=关/closed");
    check_both("1:开,2:关", "1: open, 3: closed", "- - 1=开/ 2=关/");
    check_both("条数", "Count, default 20, maximum 50", "20 50");
    check_both("条数，默认10", "Count, default 20", "10 -");
    check_both("条数，最大50", "Count, default is 50", "- 50");
}

proptest! {
    /// Whatever a description says, it is read without a panic.
    #[test]
    fn any_text_is_read(
        text in "([0-9]{1,2}|[a-zA-Z_]{1,6}|[，、。；：:;,./|()（）\\[\\]\"'“” \n>*$=-]|默认|取值|为|时|如|开|关|最大|范围|必填|is|or|default|one of){0,24}"
    ) {
        for ty in [Type::String, integer(), Type::Any, Type::Array(Box::new(Type::String))] {
            meaning(&ty, &text);
        }
    }
}

//! What descriptions are read as, form by form.

mod notations;

use super::cursor::take_steps;
use super::{Context, Patterns, complete, deprecates_call, read};
use crate::limits::{DESCRIPTION_BYTES, ENUM_VALUES};
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
    check("模式。快速为1，静默为2，完整为3", "1=快速|2=静默|3=完整");
    check("行为1，动作2", "1=行为|2=动作");
    check("0 和 1 代表正常，10 代表停用", "");
    check("保留 1 天，最多 2 天", "");
    check("从第 1 条开始，默认 0 条", "");
    check("为 0 时关，为 1 时开", "0=关|1=开");
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
    check(integer(), "Enum: 1, 2 or null", "1|2");
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
    check("Choose from `a`, `b`", r#""a"|"b""#);
    check("Accepts `asc`, `desc`; anything else is an error", r#""asc"|"desc""#);
    check("状态，分为 on 和 off 两种", r#""on"|"off""#);
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
fn values_behind_other_marks() {
    let check = |ty: Type, description: &str, expect: &str| check_values(ty, description, expect);
    check(Type::String, "状态，其中 on 表示**开**；off 表示**关**", r#""on"=开|"off"=关"#);
    check(Type::String, "来源（其中 \"app\" 指客户端；\"web\" 指网页）", r#""app"=客户端|"web"=网页"#);
    check(integer(), "*1:开 2:关", "1=开|2=关");
    check(integer(), "1表示开，2表示关）", "1=开|2=关");
    check(integer(), "是否开，0否 1是", "0=否|1=是");
    check(integer(), "关:0,开:1", "0=关|1=开");
    check(integer(), "How\n0(default): from above\n1: from below", "0=from above|1=from below");
    check(Type::String, "oak: a tree\nelm: another", r#""oak"=a tree|"elm"=another"#);
    check(Type::String, "木材,可用值:oak,elm", r#""oak"|"elm""#);
    check(Type::String, "_Allowed values: \"oak\",\"elm\"_", r#""oak"|"elm""#);
    check(Type::String, "\"1:开\"\n\"2:关\"", r#""1"=开|"2"=关"#);
    check(Type::String, "Wood, \"1\" for oak, \"2\" for elm", r#""1"=oak|"2"=elm"#);
    check(Type::String, "能否为 \"true\" or \"false\", can be \"true\" or \"false\"", r#""true"|"false""#);
    check(Type::String, "币种 RMB/USD", r#""RMB"|"USD""#);
}

#[test]
fn values_in_numbered_lists() {
    let check = |ty: Type, description: &str, expect: &str| check_values(ty, description, expect);
    check(Type::String, "木材，1：OAK 2：ELM", r#""OAK"|"ELM""#);
    check(Type::String, "木材，1: OAK，橡木（硬）2: ELM，榆木", r#""OAK"=橡木（硬）|"ELM"=榆木"#);
    check(integer(), "方式，1: 0，静 2: 1，动", "0=静|1=动");
    check(Type::String, "1:L1;2:L2", r#""1"=L1|"2"=L2"#);
    check(integer(), "类型，1 字，2 音，默认为 1", "1=字|2=音");
}

#[test]
fn samples_are_no_values() {
    for description in [
        "Code, e.g. OAK17, ELM20",
        "Codes (eg: OAK17, ELM20)",
        "One of OAK17, ELM20, etc.",
        "OAK17, ELM20 etc",
        "Sample: OAK17, ELM20",
        "木材，如 OAK、ELM",
        "木材：OAK、ELM等",
    ] {
        check_values(Type::String, description, "");
    }
}

#[test]
fn quoted_values_over_separators_are_text() {
    check_values(integer(), r#"关("0)，开(1")"#, "");
    check_values(Type::String, "“a，b）”：说明", "");
    check_values(Type::String, r#""1)、2)":x"#, "");
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
fn defaults_in_other_forms() {
    let check = |ty: Type, description: &str, expect: &str| {
        check_fact(ty, description, |it| it.default, expect);
    };
    let list = || Type::Array(Box::new(Type::String));
    check(Type::Boolean, "如果没有，是否返回空，默认值False", "false");
    check(integer(), "上级，如不指定默认值为-1", "-1");
    check(Type::String, "时区，默认 Asia/Tokyo", r#""Asia/Tokyo""#);
    check(Type::String, "轮换，默认 weekly", r#""weekly""#);
    check(Type::String, "The branch; uses main by default.", r#""main""#);
    check(Type::String, "the branch that is used by default", "");
    check(Type::String, "uses the by default", "");
    check(integer(), "天数，默认30天", "30");
    check(integer(), "Size, default 1,000", "1000");
    check(integer(), "带宽，单位：Mbps。默认值：0Mbps。", "0");
    check(integer(), "时长，单位秒，默认 1 天", "");
    check(Type::String, "范围，默认为 all 表示全部", r#""all""#);
    check(list(), "默认[]，列表", "[]");
    check(list(), r#"默认为["a"]"#, r#"["a"]"#);
    check(list(), "默认为[1]", "");
    check(Type::AnyObject, "default value is {}", "{}");
    check(Type::String, "排序，默认为-name", r#""-name""#);
    check(Type::Boolean, "是否更新，默认为否", "false");
    check(Type::Boolean, "是否更新，默认是", "true");
    check(Type::Boolean, "是否默认", "");
    check(Type::String, "编码, Default UTF-8", r#""UTF-8""#);
    check(integer(), "0为默认 1为自定义", "");
    check(Type::String, "默认为none", "");
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
    check(Type::Array(Box::new(integer())), "up to 200 relations", ".. ..200");
    check(Type::Array(Box::new(integer())), "列表长度范围为[1,200]", ".. 1..200");
    check(integer(), "容量，且大于20小于3000", "21..2999 ..");
    check(integer(), "must be greater than 0", "1.. ..");
    check(integer(), "must be greater than 0 and exist", "1.. ..");
    check(integer(), "The value is >=0.", "0.. ..");
    check(integer(), "批 k(k>=2) 下发", ".. ..");
    check(integer(), "the count is 200 at most", "..200 ..");
    check(Type::String, "不能少于8字符不能超过30字符", ".. 8..30");
    check(Type::String, "名称，1~32位数字", ".. 1..32");
    check(Type::String, "Exactly 4 characters", ".. 4..4");
    check(Type::String, "编码，固定为18位", ".. 18..18");
    check(integer(), "Exactly 4 hosts", ".. ..");
    check(integer(), "maximum 1,000", "..1000 ..");
    check(integer(), "between 1 and 5,000", "1..5000 ..");
    check(integer(), "取值范围[1,100]", "1..100 ..");
    check(Type::String, "at most 1,048,576 characters", ".. ..1048576");
}

#[test]
fn notes() {
    let condition = |description: &str, expect: &str| {
        check_fact(Type::String, description, |it| it.condition, expect);
    };
    condition("When the kind is A, required", "When the kind is A, required");
    condition("当type为1,不能为空", "当type为1,不能为空");
    condition("Either a or b, must be specified", "Either a or b, must be specified");
    condition("配置 (当有conf后，该字段为必须)", "当有conf后，该字段为必须");
    condition("类型为KEY时填写", "类型为KEY时填写");
    condition("目标为【甲】(type=1)时必填，策略", "目标为【甲】(type=1)时必填");
    condition("仅a=b时为必传参数", "仅a=b时为必传参数");
    condition("This field is required when type is 1", "This field is required when type is 1");
    condition("When updating it, you must pass this value", "When updating it, you must pass this value");
    condition("是否授权。必须填true", "");
    condition("Not required for plain steps", "");
    condition("true:必填，false:可选", "");
    condition("Indicates if it is required", "");
    check_fact(Type::String, "不推荐使用，请用id", |it| it.deprecated, "不推荐使用，请用id");
    check_fact(integer(), "方式，1：快速，2：完整，3：静默（已废弃）", |it| it.deprecated, "");
    check_fact(Type::String, "Deprecated since 2.0.", |it| it.since, "");
    check_fact(Type::String, "Available since 2.0.", |it| it.since, "2.0");
    check_fact(integer(), "Mode: 1 = fast, 2 = full, 3 = quiet (deprecated)", |it| it.deprecated, "");
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

/// Pieces of descriptions: marks, quotes, brackets, words of the vocabulary, and what lies between.
fn pieces() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,2}|[a-zA-Z_]{1,6}|[，、。；：:;,./|()（）\\[\\]\"'“”‘’「」` \n>*$=<_\\\\-]",
        "默认|取值|其中|为|是|时|当|如|开|关|最大|大于|范围|必填|is|or|default|one of|at most|for",
        "[（(]default[)）]|\\[1,2\\]|<br>|<li>|[1-9]：[A-Z]{2}",
        any::<char>().prop_map(String::from),
    ]
}

fn types() -> [Type; 6] {
    let list = |item| Type::Array(Box::new(item));
    [Type::String, integer(), Type::Any, Type::Boolean, list(Type::String), list(integer())]
}

proptest! {
    /// Whatever a description says, it is read without a panic, and what is read stands in it.
    #[test]
    fn any_text_is_read(pieces in prop::collection::vec(pieces(), 0..32)) {
        let text = pieces.concat();
        for ty in types() {
            let meaning = meaning(&ty, &text);
            prop_assert!(meaning.values.len() <= ENUM_VALUES);
            for value in &meaning.values {
                prop_assert!(value.label.len() <= text.len() && value.literal.len() <= 2 * text.len() + 2);
            }
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Reading takes steps in proportion to the length, however often the same pieces stand in a description.
    #[test]
    fn repeated_texts_are_read_in_linear_time(pieces in prop::collection::vec(pieces(), 1..4)) {
        let piece = pieces.concat();
        let long = |bytes: usize| piece.repeat(bytes / piece.len().max(1));
        for ty in [Type::String, integer()] {
            let steps = |text: &str| { take_steps(); meaning(&ty, text); take_steps() };
            let text = long(DESCRIPTION_BYTES / 2);
            let taken = steps(&text);
            prop_assert!(taken <= STEPS_PER_BYTE * text.len() + 1000, "{taken} steps for {} bytes of {piece:?}", text.len());
        }
    }
}

/// More steps of the readers for each byte are not linear.
const STEPS_PER_BYTE: usize = 400;

#[test]
fn long_descriptions_stay_text() {
    let text = "1:a,2:b,".repeat(DESCRIPTION_BYTES);
    assert!(meaning(&integer(), &text).is_empty());
    let text = "1，".repeat(DESCRIPTION_BYTES / 4);
    assert!(meaning(&integer(), &text).is_empty());
}

#[test]
fn calls_that_are_deprecated() {
    for (line, expect) in [
        ("**Deprecated**, use v2", true),
        ("【已废弃】", true),
        ("[Deprecated] List orders", true),
        ("This API is deprecated since 2.0.", true),
        ("该接口已废弃，请使用v2", true),
        ("Status: deprecated", true),
        ("Deprecated fields are ignored", false),
        ("废弃字段会被忽略", false),
        ("Lists orders; the field `a` is deprecated", false),
        ("参数 a 已废弃", false),
        ("If the key is deprecated, pass another", false),
    ] {
        assert_eq!(deprecates_call(Patterns::builtin(), line), expect, "{line}");
    }
}

//! The notations in which strangers write the same facts: a table of descriptions for each kind.

use super::{integer, meaning};
use crate::model::{Meaning, Type};

/// The judged facts in one line: `a|b d=1 1..9 len 1..9 when`.
fn facts(it: &Meaning) -> String {
    let side = |it: Option<String>| it.unwrap_or_default();
    let interval = |what: &str, min: Option<String>, max: Option<String>| match (&min, &max) {
        (None, None) => String::new(),
        _ => format!("{what}{}..{}", side(min), side(max)),
    };
    let values: Vec<&str> = it.values.iter().map(|it| it.literal.trim_matches('"')).collect();
    let words = [
        values.join("|"),
        it.default.as_ref().map_or(String::new(), |it| format!("d={it}")),
        interval("", it.min.map(|it| it.to_string()), it.max.map(|it| it.to_string())),
        interval("len ", it.min_length.map(|it| it.to_string()), it.max_length.map(|it| it.to_string())),
        it.condition.as_ref().map_or("", |_| "when").to_owned(),
    ];
    words.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(ty: &Type, rows: &[(&str, &str)]) {
    for (description, expect) in rows {
        assert_eq!(facts(&meaning(ty, description)), *expect, "{description}");
    }
}

#[test]
fn ranges() {
    check(
        &integer(),
        &[
            ("条数，1~100", "1..100"),
            ("条数，取值区间[1,100)", "1..99"),
            ("比例，取值范围：(0, 10]", "1..10"),
            ("1≤x≤100", "1..100"),
            ("port number (1..65535)", "1..65535"),
            ("Page size.Valid values: 2-10", "2..10"),
            ("Default value: 20. Maximum value: 100. Valid values: 1 to 100.", "d=20 1..100"),
            ("the volume, from 0 to 5", "0..5"),
            ("條數，不超過100", "..100"),
            ("ID, must be greater than 0", "1.."),
            ("Rule ID, greater than 0 and present", "1.."),
            ("page limit, max is 500", "..500"),
            ("条数，100条以内", ""),
            ("capped at 500", "..500"),
            ("Valid values: 1 or 3", "1|3"),
            ("取值：0、1", "0|1"),
            ("取值范围：[0,1]", "0..1"),
            ("batch x (x<=9)", ""),
        ],
    );
}

#[test]
fn lengths() {
    check(
        &Type::String,
        &[
            ("名称(64字符以内)", "len ..64"),
            ("名稱，64個字元以內", "len ..64"),
            ("Name, 64 characters or less", "len ..64"),
            ("密码，8~30个字符，必须同时包含三项", "len 8..30"),
            ("maxLength: 20", "len ..20"),
            ("minLength: 2, maxLength: 20", "len 2..20"),
            ("(max. 30 characters)", "len ..30"),
            ("不能超过30字", "len ..30"),
            ("50字以内", "len ..50"),
            ("不超过30字节", ""),
            ("length between 5 and 10", "len 5..10"),
            ("beginning with letters, 1-32 English characters", "len 1..32"),
            ("note (empty or 2-100 characters)", "len ..100"),
            ("时间，3 天以内", ""),
            ("The value cannot be greater than 60000", ""),
        ],
    );
    let list = Type::Array(Box::new(integer()));
    check(
        &list,
        &[
            ("编号，100个以内", "len ..100"),
            ("IDs, 50 items or fewer", "len ..50"),
            ("The ID. Valid values of N: 1 to 50.", "len 1..50"),
            ("3 天以内的编号", ""),
        ],
    );
}

#[test]
fn defaults_of_numbers() {
    check(
        &integer(),
        &[
            ("页码，不填则为1", "d=1"),
            ("开始，默认从0开始", "d=0"),
            ("级别，如不传，默认1级", "d=1"),
            ("页码，不指定时为 1", "d=1"),
            ("頁碼，若未填寫則預設為1", "d=1"),
            ("Page. If omitted, 1 is used.", "d=1"),
            ("Page; 1 by default", "d=1"),
            ("Page (optional, 10)", "d=10"),
            ("Page, optional, 10 at a time", ""),
            ("If not specified, the default value 10 is used", "d=10"),
            ("Page, defaults to 1 if omitted", "d=1"),
            ("the default field is 30", "d=30"),
            ("the default of others is used", ""),
            ("When sorting, 3 is used", ""),
            ("为空时为全部", ""),
        ],
    );
}

#[test]
fn defaults_of_other_types() {
    check(
        &Type::Boolean,
        &[
            ("是否启用，默认不启用", "d=false"),
            ("是否启用，默认启用", "d=true"),
            ("是否为子任务，默认不过滤", ""),
            ("是否激活，不传则为 false", "d=false"),
            ("默认 false 未开启，true 开启", "d=false"),
            ("默认 true/false", ""),
            ("默认关闭", "d=false"),
            ("自动续费，默认为开启", "d=true"),
            ("关闭续费，默认关闭", ""),
            ("是否关闭续费，默认关闭", "d=true"),
        ],
    );
    check(
        &Type::String,
        &[("Default is an empty string.", "d=\"\""), ("是否，默认为空字符串", "d=\"\""), ("默认为空", "")],
    );
    check(
        &Type::Any,
        &[
            ("defaults 1 if not set", "d=1"),
            ("Defaults to 500ms.", "d=\"500ms\""),
            ("默认 true", "d=true"),
            ("默认为空", ""),
        ],
    );
    let list = Type::Array(Box::new(Type::Any));
    check(
        &list,
        &[("默认 [0, 1]", "d=[0,1]"), ("默认 [{}]", ""), ("defaults to all contexts [0,1,2]", "d=[0,1,2]")],
    );
    check(&list, &[("defaults to HERE ([0])", "d=[0]"), ("default is none, not [0]", "")]);
    check(
        &Type::String,
        &[
            ("default is static method \"static\"", "d=\"static\""),
            ("default is the value of \"name\"", ""),
            ("the default field is used", ""),
            ("the default is 'a' or 'b'", ""),
        ],
    );
    check(&Type::Array(Box::new(Type::String)), &[("默认为空列表", "d=[]"), ("列表为空", "")]);
}

#[test]
fn values_in_other_notations() {
    check(
        &Type::String,
        &[
            ("权限，只读-R、删除-D、修改-M", "R|D|M"),
            ("类型，主机-server、vpc-vpc、镜像-image", "server|vpc|image"),
            ("可以设置为ipv4或者ipv6。", "ipv4|ipv6"),
            ("状态，分别为 oak, elm, fir", "oak|elm|fir"),
            ("状态 oak:橡 elm:榆 fir:杉", "oak|elm|fir"),
            ("状态，\"oak\"为橡；\"elm\"为榆", "oak|elm"),
            ("状态，\"oak\"为空时，\"elm\"为空", ""),
            ("It can be set to ipv4 or ipv6.Note: only here.", "ipv4|ipv6"),
            ("类型 [registry/repository]", "registry|repository"),
            ("方式(Dynamic、Static)", "Dynamic|Static"),
            ("支持asc和desc两种", "asc|desc"),
            ("不支持：oak、elm", ""),
            ("版本，支持:\"2.0\", 不支持:\"1.0\"", "2.0|1.0"),
            ("规格。s1.small：1核2G;s1.medium：2核4G", "s1.small|s1.medium"),
            ("“on”，默认打开；“off”，默认关闭。", "on|off"),
            ("Mode,optional: status,regular", "status|regular"),
            ("Values are: \n - a/v1: first \n - b/v1: second", "a/v1|b/v1"),
            ("one of [1:1, 1:n, n:n]", "1:1|1:n|n:n"),
            ("Whether to keep it. on (default) | off", "on|off d=\"on\""),
            ("Currently only supports 'and'.", ""),
            ("位数，一般取值为“32”或者“64”。", ""),
            ("支持 name、id 排序", ""),
            ("Colour. Accepted: red, green, blue", "red|green|blue"),
            ("Allowed values: x\ny\nz", "x|y|z"),
            ("标识（A_ONE：甲，A_TWO：乙。默认取值：A_ONE：甲。）", "A_ONE|A_TWO d=\"A_ONE\""),
            ("If not specified, \"auto\" is used", "d=\"auto\""),
            ("只能为\"role\",\"user\",不传则默认为\"user\"", "role|user d=\"user\""),
            ("格式: ID | 类型（支持OAK、ELM） | 备注", ""),
        ],
    );
    check(
        &integer(),
        &[
            ("1 LINUX, 2 WINDOWS", "1|2"),
            ("类型: 1) 文本 2) 图片 3) 视频", "1|2|3"),
            ("启用-1，禁用-0", "1|0"),
            ("Languages: 1 byte shell, 2 byte bat, 3 byte perl", "1|2|3"),
            ("1 day, 2 days, 3 days", ""),
        ],
    );
}

#[test]
fn conditions() {
    check(
        &Type::String,
        &[
            ("仅在type=2时需要", "when"),
            ("执行时需要一台主机", ""),
            ("类型为b时需要指定该字段", "when"),
            ("name和id必须要指定一个", "when"),
            ("It cannot be used together with other", "when"),
            ("Required except for guests.", "when"),
            ("If provided, otherField is required.", ""),
            ("If provided, the field is required.", "when"),
            ("When it is c, you must specify either a_role or all_roles, but not both.", ""),
            ("Mutually exclusive with other_field", "when"),
            ("Required if kind_of is 2", "when"),
            ("Must be set together with other_field", "when"),
            ("which is not empty when kind is custom", ""),
            ("Variables required in order to connect", ""),
            ("Must be set to true for an import", ""),
        ],
    );
}

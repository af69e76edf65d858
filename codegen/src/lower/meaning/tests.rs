//! What descriptions are read as, form by form.

use super::{Context, Patterns, read};
use crate::model::{Meaning, Type};

fn integer() -> Type {
    Type::Integer { width: String::new() }
}

fn meaning(ty: &Type, description: &str) -> Meaning {
    read(Patterns::builtin(), description, Context { name: "field", ty, language: "zh", required: false })
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
    check("可选值为0(表示int类型)或1(表示string类型)", "0=表示int类型|1=表示string类型");
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
}

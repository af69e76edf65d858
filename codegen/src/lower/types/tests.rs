//! What type cells say.

use super::*;
use crate::dialect::built_in;

#[track_caller]
fn check(text: &str, expect: &str) {
    let dialect = built_in::builtin("blueking-esb").unwrap();
    let parsed = parse(text, &dialect);
    let mark = if parsed.nullable { "?" } else { "" };
    let unknown = if parsed.known { "" } else { " unknown" };
    let format = parsed.format.map(|format| format!(" as {}", format.name())).unwrap_or_default();
    let required = parsed.required.map(|required| if required { " required" } else { " optional" });
    let required = required.unwrap_or_default();
    assert_eq!(format!("{}{mark}{format}{required}{unknown}", show(&parsed.ty)), expect, "{text}");
}

fn show(ty: &Type) -> String {
    match ty {
        Type::Any => "any".into(),
        Type::AnyObject => "object".into(),
        Type::String => "string".into(),
        Type::Integer { width } => format!("int{}", width.map_or("", IntegerWidth::as_str)),
        Type::Number => "number".into(),
        Type::Boolean => "bool".into(),
        Type::Array(inner) => format!("[{}]", show(inner)),
        Type::Map(inner) => format!("{{{}}}", show(inner)),
        Type::Object(name) => format!("#{name}"),
        Type::Filter(name) => format!("filter {name}"),
        Type::OneOf(types) => types.iter().map(show).collect::<Vec<_>>().join("|"),
    }
}

#[test]
fn words() {
    check("Boolean\t", "bool");
    check("String", "string");
    check("int64", "intint64");
    check("dict", "object");
    check("可变类型", "any");
    check("obj ect", "object");
}

#[test]
fn lists() {
    check("Source[]\t", "[#Source]");
    check("[]string", "[string]");
    check("string array", "[string]");
    check("array string", "[string]");
    check("ARRAY OF STRING", "[string]");
    check("array of AzCodeInfo", "[#AzCodeInfo]");
    check("list<host>", "[#host]");
    check("list（int）", "[int]");
    check("array[array[object]]", "[[object]]");
    check("字符串数组", "[string]");
    check("string 数组", "[string]");
    check("array", "[any]");
    check("AreaInfo array", "[#AreaInfo]");
    check("list[dict]", "[object]");
    check("[ Item ]", "[#Item]");
}

#[test]
fn maps() {
    check("map[string]string", "{string}");
    check("map[string][]string", "{[string]}");
    check("Map<string, Map<string, boolean>>", "{{bool}}");
    check("dict[str, any]", "{any}");
    check("string map", "{string}");
}

#[test]
fn unions() {
    check("string or null", "string?");
    check("string 或者 null", "string?");
    check("bool | null", "bool?");
    check("list/string/integer", "[any]|string|int");
    check("string、int、bool、dict、list", "string|int|bool|object|[any]");
}

#[test]
fn words_of_other_languages() {
    check("BigDecimal", "number|string as decimal");
    check("LocalDateTime", "string as date-time");
    check("Short", "intint32");
    check("u64", "intuint64");
    check("长整数", "intint64");
    check("字串", "string");
    check("整數", "int");
    check("布林值", "bool");
    check("陣列", "[any]");
    check("物件", "object");
    check("JSONArray", "[any]");
    check("Optional[int]", "int?");
    check("Optional[List[str]]", "[string]?");
    check("Union[int, string, None]", "int|string?");
    check("Vec<u8>", "[intint32]");
    check("HashMap<String, BigDecimal>", "{number|string} as decimal");
    check("Tuple[float, str]", "[number|string]");
    check("Tuple[int, ...]", "[int]");
    check("Annotated[int, Field(gt=0)]", "int");
    check("Annotated[List[str] | None, Query()]", "[string]?");
    check("Record<string, number>", "{number}");
    check("Record", "#Record");
    check("int NOT NULL", "int");
    check("varchar(32) not null", "string");
    check("字符串 非空", "string");
    check("字符串类型", "string");
}

#[test]
fn null_marks() {
    check("?string", "string?");
    check("string?", "string?");
    check("?array[string]", "[string]?");
    check("string¦null", "string?");
}

#[test]
fn formats() {
    check("string(date-time)", "string as date-time");
    check("string <uuid>", "string as uuid");
    check("string($uri)", "string as uri");
    check("string(byte)", "string as byte");
    check("MultipartFile", "string as binary");
    check("integer($int64)", "intint64");
    check("email", "string as email");
}

#[test]
fn marks_of_presence() {
    check("string, optional", "string optional");
    check("string (optional)", "string optional");
    check("optional string", "string optional");
    check("string（必填）", "string required");
    check("int required", "int required");
}

#[test]
fn the_rest() {
    check("array object", "[object]");
    check("a list of strings", "[string]");
    check("object[vendor]", "object");
    check("DiskExtension[vendor]", "#DiskExtension");
    check("varchar(32)", "string");
    check("integer(int64)", "intint64");
    check("enum string", "string");
    check("object of MeterDetails", "#MeterDetails");
    check("server object", "#server");
    check("Array of nics objects", "[#nics]");
    check("监听到的事件详情", "any unknown");
}

#[test]
fn words_of_languages() {
    check("java.util.List<java.lang.String>", "[string]");
    check("System.Int64", "intint64");
    check("datetime.datetime", "string as date-time");
    check("IReadOnlyList<string>", "[string]");
    check("Sequence[int]", "[int]");
    check("usize", "int");
    check("正整数", "int");
    check("浮点类型", "number");
    check("型別", "any unknown");
}

#[test]
fn bytes_are_a_text() {
    check("byte[]", "string as byte");
    check("[]byte", "string as byte");
    check("[][]byte", "[string] as byte");
    check("int[]", "[int]");
}

#[test]
fn values_that_stand_for_themselves() {
    check("\"on\" | \"off\"", "string");
    check("Literal[\"a\", \"b\"]", "string");
    check("0 | 1", "int");
}

#[test]
fn limits_behind_a_type() {
    check("string, max 64", "string");
    check("string, 64", "string");
    check("string, integer", "string|int");
}

#[test]
fn index_signatures() {
    check("{ [key: string]: integer }", "{int}");
}

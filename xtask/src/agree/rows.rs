//! Kinds of change, one row each: an edit of small pages, and what it has to do to Rust callers.
//!
//! They stand for everything that a page says of a call: fields of requests and answers, types, values, names, routes,
//! paging, services. The cases of `tests/diffs` show how each is reported; here the compiler says what it does.

use docwright::diff::Level::{self, Major, Minor, Patch};

/// A page of the docs: folder of its service, file name, text.
pub(super) type Page = (&'static str, &'static str, String);

/// An edit: a page, what stands there, and what stands there instead. With nothing to look for it replaces the whole page,
/// by nothing: the page goes.
pub(super) type Edit = (&'static str, &'static str, &'static str);

/// One kind of change.
pub(super) struct Row {
    pub(super) name: &'static str,
    /// Edits of both sides.
    pub(super) base: &'static [Edit],
    /// Edits of the new side.
    pub(super) edits: &'static [Edit],
    /// What it does to callers.
    pub(super) level: Level,
}

const fn row(name: &'static str, edits: &'static [Edit], level: Level) -> Row {
    Row { name, base: &[], edits, level }
}

const fn on(name: &'static str, base: &'static [Edit], edits: &'static [Edit], level: Level) -> Row {
    Row { name, base, edits, level }
}

/// The folder whose pages have envelopes and samples.
pub(super) const ESB: &str = "shed";

pub(super) const C: &str = "createPlant.md";
pub(super) const L: &str = "listPlants.md";
pub(super) const D: &str = "dropPlant.md";
pub(super) const P: &str = "listPots.md";
pub(super) const S: &str = "search_tool.md";

const COUNT: &str = "|**count**|Long|True| |数量|\n";
const TITLE: &str = "|**title**|String|True| |标题|\n";
const MODE: &str = "|**mode**|String|False| |方式，取值为：FAST-快、SLOW-慢|\n";
const SIZE: &str = "|**size**|Integer|False|10|大小，单位秒|\n";
const NOTE: &str = "|**note**|String|False| |备注|\n";
const OWNER: &str = "|**ownerName**|String|False| |主人|\n";
const TAGS: &str = "|**tags**|String[]|False| |标签|\n";
const POT: &str = "|**pot**|Pot|False| |盆|\n";
const ZONE: &str = "|**zone**|String|True| |区|\n";
const FLAVOR: &str = "|**flavor**|String|True| |种类|\n";
const WEIGHT: &str = "|**weight**|Integer|False| |重量|\n";
const TOTAL: &str = "|**total**|Long|总数|\n";
const PLANT: &str = "|**plantId**|String|植物标识|\n|**total**";
const STATE: &str = "|**state**|String|状态，取值为：ALIVE-活、DEAD-死|\n";
const PARTS: &str = "|**parts**|Part[]|部分|\n";
const MAIN: &str = "|**main**|Part|主要部分|\n";
const PART_ID: &str = "|**partId**|String|部分标识|\n";
const REGION: &str = "|**regionId**|String|True| |地域|\n";
const NUMBER: &str = "|**pageNumber**|Integer|False|1|页码|\n";
const PAGE_SIZE: &str = "|**pageSize**|Integer|False|20|分页大小，取值范围[10,100]|\n";
const NUMBERS: Edit = (C, COUNT, "|**count**|Long|True| |数量，1：一，2：二|\n");
const FOURTH: Edit = (C, TITLE, "|**title**|String|True| |标题|\n|**alpha**|String|True| |甲|\n");
const KIND: &str = "| kind | string | 是 | 种类 |\n";

/// Every kind of change.
pub(super) const ROWS: &[Row] = &[
    row(
        "request: optional field added",
        &[(C, NOTE, "|**note**|String|False| |备注|\n|**more**|String|False| |更多|\n")],
        Minor,
    ),
    row("request: required field added, the fourth", &[FOURTH], Major),
    row("request: required field added to two", &[(C, WEIGHT, "|**weight**|Integer|True| |重量|\n")], Major),
    row(
        "request: required field becomes optional",
        &[(C, TITLE, "|**title**|String|False| |标题|\n")],
        Major,
    ),
    row("request: optional field becomes required", &[(C, NOTE, "|**note**|String|True| |备注|\n")], Major),
    row("request: optional field removed", &[(C, NOTE, "")], Major),
    row("request: required field removed", &[(C, TITLE, "")], Major),
    row("request: optional field renamed", &[(C, NOTE, "|**remark**|String|False| |备注|\n")], Major),
    row("request: required field renamed", &[(C, TITLE, "|**heading**|String|True| |标题|\n")], Major),
    row("request: required number becomes text", &[(C, COUNT, "|**count**|String|True| |数量|\n")], Major),
    row("request: required text becomes number", &[(C, TITLE, "|**title**|Long|True| |标题|\n")], Major),
    row("request: required number becomes enum", &[NUMBERS], Major),
    row(
        "request: required text becomes enum",
        &[(C, TITLE, "|**title**|String|True| |标题，取值为：ONE-一、TWO-二|\n")],
        Major,
    ),
    row(
        "request: optional text becomes enum",
        &[(C, NOTE, "|**note**|String|False| |备注，取值为：ONE-一、TWO-二|\n")],
        Major,
    ),
    row("request: optional enum becomes text", &[(C, MODE, "|**mode**|String|False| |方式|\n")], Major),
    row("request: optional number is wider", &[(C, SIZE, "|**size**|Long|False|10|大小，单位秒|\n")], Major),
    row("request: list becomes object", &[(C, TAGS, "|**tags**|Pot|False| |标签|\n")], Major),
    row("request: text becomes list", &[(C, NOTE, "|**note**|String[]|False| |备注|\n")], Major),
    row(
        "request: required fields of two types swap places",
        &[(C, COUNT, ""), (C, TITLE, "|**title**|String|True| |标题|\n|**count**|Long|True| |数量|\n")],
        Patch,
    ),
    row(
        "request: required fields of one type swap places",
        &[(C, ZONE, ""), (C, FLAVOR, "|**flavor**|String|True| |种类|\n|**zone**|String|True| |区|\n")],
        Patch,
    ),
    row(
        "request: optional fields swap places",
        &[(C, NOTE, ""), (C, OWNER, "|**ownerName**|String|False| |主人|\n|**note**|String|False| |备注|\n")],
        Patch,
    ),
    row(
        "request: default is another value",
        &[(C, SIZE, "|**size**|Integer|False|20|大小，单位秒|\n")],
        Patch,
    ),
    row(
        "request: value added",
        &[(C, MODE, "|**mode**|String|False| |方式，取值为：FAST-快、SLOW-慢、CALM-静|\n")],
        Minor,
    ),
    on(
        "request: value removed",
        &[(C, MODE, "|**mode**|String|False| |方式，取值为：FAST-快、SLOW-慢、CALM-静|\n")],
        &[(C, "、CALM-静", "")],
        Major,
    ),
    row(
        "request: value renamed",
        &[(C, MODE, "|**mode**|String|False| |方式，取值为：FAST-快、LAZY-慢|\n")],
        Major,
    ),
    row("request: description in other words", &[(C, NOTE, "|**note**|String|False| |其他的话|\n")], Patch),
    row(
        "request: field moves into the path",
        &[
            (C, "/plants\n", "/plants/{title}\n"),
            (C, TITLE, ""),
            (C, REGION, "|**regionId**|String|True| |地域|\n|**title**|String|True| |标题|\n"),
        ],
        Patch,
    ),
    row("answer: field added", &[(C, TOTAL, "|**total**|Long|总数|\n|**more**|String|更多|\n")], Minor),
    row(
        "answer: promised field added",
        &[
            (S, KIND, "| kind | string | 是 | 种类 |\n| more | string | 是 | 更多 |\n"),
            (S, "\"kind\": \"saw\"", "\"kind\": \"saw\", \"more\": \"a\""),
        ],
        Minor,
    ),
    row("answer: field removed", &[(C, TOTAL, "")], Major),
    row("answer: field renamed", &[(C, TOTAL, "|**sum**|Long|总数|\n")], Major),
    row("answer: number becomes text", &[(C, TOTAL, "|**total**|String|总数|\n")], Major),
    row("answer: number is narrower", &[(C, TOTAL, "|**total**|Integer|总数|\n")], Major),
    row(
        "answer: text becomes enum",
        &[(C, PLANT, "|**plantId**|String|植物标识，取值为：ONE-一、TWO-二|\n|**total**")],
        Major,
    ),
    row("answer: enum becomes text", &[(C, STATE, "|**state**|String|状态|\n")], Major),
    row(
        "answer: value added",
        &[(C, STATE, "|**state**|String|状态，取值为：ALIVE-活、DEAD-死、LOST-失|\n")],
        Minor,
    ),
    on(
        "answer: value removed",
        &[(C, STATE, "|**state**|String|状态，取值为：ALIVE-活、DEAD-死、LOST-失|\n")],
        &[(C, "、LOST-失", "")],
        Major,
    ),
    row("answer: list becomes object", &[(C, PARTS, "|**parts**|Part|部分|\n")], Major),
    row("answer: object becomes list", &[(C, MAIN, "|**main**|Part[]|主要部分|\n")], Major),
    row(
        "answer: fields in another order",
        &[
            (C, TOTAL, ""),
            (C, STATE, "|**state**|String|状态，取值为：ALIVE-活、DEAD-死|\n|**total**|Long|总数|\n"),
        ],
        Patch,
    ),
    row(
        "answer: field of a nested type added",
        &[(C, PART_ID, "|**partId**|String|部分标识|\n|**color**|String|颜色|\n")],
        Minor,
    ),
    row("answer: promised field may be null", &[(S, "\"kind\": \"saw\"", "\"kind\": null")], Major),
    on(
        "answer: field is promised",
        &[(S, "\"kind\": \"saw\"", "\"kind\": null")],
        &[(S, "\"kind\": null", "\"kind\": \"saw\"")],
        Major,
    ),
    on(
        "answer: first promised field of an answer",
        &[(S, "{\"count\": 1, \"kind\": \"saw\"}", "{\"count\": null, \"kind\": null}")],
        &[(S, "\"kind\": null", "\"kind\": \"saw\"")],
        Major,
    ),
    on(
        "answer: promised field beside none",
        &[(S, "{\"count\": 1, \"kind\": \"saw\"}", "{\"count\": null, \"kind\": null}")],
        &[
            (S, KIND, "| kind | string | 是 | 种类 |\n| more | string | 是 | 更多 |\n"),
            (S, "\"kind\": null", "\"kind\": null, \"more\": \"a\""),
        ],
        Minor,
    ),
    row(
        "answer: payload is gone",
        &[(C, "|**result**|Result| |\n", ""), (C, "### Result\n", "### Rest\n")],
        Major,
    ),
    row(
        "type of a request renamed",
        &[(C, POT, "|**pot**|Bowl|False| |盆|\n"), (C, "### Pot\n", "### Bowl\n")],
        Major,
    ),
    row(
        "type of an answer renamed",
        &[
            (C, PARTS, "|**parts**|Piece[]|部分|\n"),
            (C, MAIN, "|**main**|Piece|主要部分|\n"),
            (C, "### Part\n", "### Piece\n"),
        ],
        Major,
    ),
    row(
        "type of a request is used in an answer too",
        &[(C, MAIN, "|**main**|Part|主要部分|\n|**pot**|Pot|盆|\n")],
        Minor,
    ),
    row(
        "type of an answer is used in a request too",
        &[(C, POT, "|**pot**|Pot|False| |盆|\n|**part**|Part|False| |部分|\n")],
        Minor,
    ),
    on(
        "the last required field becomes optional",
        &[(P, "|**color**|String|False| |颜色|\n", "|**color**|String|True| |颜色|\n")],
        &[(P, "|**color**|String|True|", "|**color**|String|False|")],
        Major,
    ),
    on("endpoint added", &[(D, "", "")], &[(D, "", "+")], Minor),
    row("endpoint removed", &[(D, "", "")], Major),
    row("endpoint renamed", &[(D, "# deletePlant", "# dropPlant")], Major),
    row("HTTP method changed", &[(D, "DELETE", "POST")], Patch),
    row("path changed", &[(D, "/plants/", "/herbs/")], Patch),
    row("placeholder renamed", &[(D, "{plantId}", "{id}"), (D, "|**plantId**|", "|**id**|")], Major),
    row("host changed", &[(D, "garden.jdcloud-api.com", "garden2.jdcloud-api.com")], Patch),
    row("service removed", &[(P, "", "")], Major),
    on("service added", &[(P, "", "")], &[(P, "", "+")], Minor),
    row("paging lost, page number removed", &[(L, NUMBER, "")], Major),
    row(
        "paging lost, page number is a text",
        &[(L, NUMBER, "|**pageNumber**|String|False|1|页码|\n")],
        Major,
    ),
    row("paging: list of the answer renamed", &[(L, "|**plants**|", "|**herbs**|")], Major),
    row(
        "paging: listed items of another type",
        &[(L, "|**plants**|Plant[]|", "|**plants**|Herb[]|"), (L, "### Plant\n", "### Herb\n")],
        Major,
    ),
    row(
        "paging: width of the page size",
        &[(L, PAGE_SIZE, "|**pageSize**|Long|False|20|分页大小，取值范围[10,100]|\n")],
        Major,
    ),
    on(
        "open object: a field called `extra` is added",
        &[(
            C,
            "|**weight**|Integer|False| |重量|\n",
            "|**weight**|Integer|False| |重量|\n\n注：其它属于实例属性的字段均也可为入参\n",
        )],
        &[(C, WEIGHT, "|**weight**|Integer|False| |重量|\n|**extra**|String|False| |其他|\n")],
        Minor,
    ),
    row(
        "request: object is open",
        &[(C, WEIGHT, "|**weight**|Integer|False| |重量|\n\n注：其它属于实例属性的字段均也可为入参\n")],
        Minor,
    ),
    row("optional field is deprecated", &[(C, NOTE, "|**note**|String|False| |备注，已废弃|\n")], Minor),
    row("request: name in another style", &[(C, OWNER, "|**OwnerName**|String|False| |主人|\n")], Patch),
    row(
        "request: enum shrinks to one value",
        &[(C, MODE, "|**mode**|String|False| |方式，取值为：FAST-快|\n")],
        Major,
    ),
    row("endpoint moves to another service", &[(D, "", ""), ("depot/dropPlant.md", "", "+")], Major),
    row("read becomes a write by its name", &[(L, "# describePlants", "# scanPlants")], Major),
    row(
        "answer gains an enum with the name of one of the request",
        &[(C, TOTAL, "|**total**|Long|总数|\n|**mode**|String|方式，取值为：WET-湿、DRY-干|\n")],
        Minor,
    ),
    row(
        "answer gains an enum with name and values of one of the request",
        &[(C, TOTAL, "|**total**|Long|总数|\n|**mode**|String|方式，取值为：FAST-快、SLOW-慢|\n")],
        Minor,
    ),
    row(
        "nested type gains an enum with the name of one above",
        &[(
            C,
            WEIGHT,
            "|**weight**|Integer|False| |重量|\n|**mode**|String|False| |方式，取值为：WET-湿、DRY-干|\n",
        )],
        Minor,
    ),
    on(
        "title becomes a name",
        &[(D, "# deletePlant", "# 删除植物")],
        &[(D, "# 删除植物", "# removePlant")],
        Major,
    ),
    row("request: value in another case", &[(C, "FAST-快", "fast-快")], Patch),
    on("request: meanings exchanged", &[NUMBERS], &[(C, "1：一，2：二", "1：二，2：一")], Patch),
    row(
        "request: range stated",
        &[(C, SIZE, "|**size**|Integer|False|10|大小，单位秒，取值范围[1,100]|\n")],
        Patch,
    ),
    row("request: another unit", &[(C, "单位秒", "单位毫秒")], Patch),
    row("request: object becomes text", &[(C, POT, "|**pot**|String|False| |盆|\n")], Major),
    row(
        "request: optional field of a nested type added",
        &[(C, WEIGHT, "|**weight**|Integer|False| |重量|\n|**color**|String|False| |颜色|\n")],
        Minor,
    ),
    row("request: required field has a default", &[(C, TITLE, "|**title**|String|True|a|标题|\n")], Patch),
    on(
        "request: of four required fields two swap places",
        &[FOURTH],
        &[(C, COUNT, ""), (C, TITLE, "|**title**|String|True| |标题|\n|**count**|Long|True| |数量|\n")],
        Patch,
    ),
    on(
        "request: the fifth required field",
        &[FOURTH],
        &[(C, NOTE, "|**note**|String|True| |备注|\n")],
        Major,
    ),
    on(
        "request: of four required fields one is gone",
        &[FOURTH],
        &[(C, "|**alpha**|String|True| |甲|\n", "")],
        Major,
    ),
    on(
        "request: of four required fields one is optional",
        &[FOURTH],
        &[(C, "|**alpha**|String|True| |甲|\n", "|**alpha**|String|False| |甲|\n")],
        Major,
    ),
];

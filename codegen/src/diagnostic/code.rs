//! The registry of codes. Adding one is adding a const and its line in [`ALL`].

use super::{Code, Severity};
use Severity::{Error, Note, Warning};

macro_rules! codes {
    ($($konst:ident = $id:literal $name:literal $severity:ident: $summary:literal, $manual:literal;)*) => {
        $(#[doc = $summary] pub static $konst: Code =
            Code { id: $id, name: $name, severity: $severity, summary: $summary, manual: $manual };)*
        /// Every code, in the order of its number.
        pub static ALL: &[&Code] = &[$(&$konst),*];
    };
}

codes! {
    NOT_UTF8 = "DW0001" "not-utf8" Error: "the file is not UTF-8",
        "Bytes that are no UTF-8 are read as U+FFFD, so names or texts may be damaged.\nSave the page as UTF-8.";
    TEMPLATE = "DW0002" "template" Error: "a page template cannot be expanded",
        "The page is a template and an include is missing or the syntax is wrong. The page is read as it stands.\nCheck the file that the message names; included files are looked up beside the page.";
    UNREADABLE = "DW0003" "unreadable" Error: "the file cannot be read",
        "The system refused, or the file is too large for a page. Nothing of it is in the model.\nCheck permissions and size, or exclude the file in the dialect's `pages.include`.";
    ROW_OVERFLOW = "DW0101" "row-overflow" Warning: "a row has more cells than the header",
        "A pipe inside a cell cut it, or the header lacks a column. The text behind the last column joined the description; nothing is lost.\nWrite the pipe as `\\|`, or give the header its column.";
    ROW_SHORT = "DW0102" "row-short" Note: "a row has fewer cells than the header",
        "The missing cells are read as empty.\nFill the row up with empty cells.";
    SHAPE_CONFLICT = "DW0103" "shape-conflict" Warning: "table and sample show different shapes",
        "The table says `object` and the sample shows a list, or the like. A sample that is not null shows what the server sends or takes, so it decides; `object` and `array` in tables are often written without care.\nCorrect the type cell (`docwright fix` prints the change), or decide with an override.";
    ROW_SHIFTED = "DW0104" "row-shifted" Warning: "cells of a row stand in each other's columns",
        "The content shows which cell is which: a type word in the required column, a yes in the type column, a required cell left out. The cells were put into their places.\nCorrect the row.";
    ROW_TAIL = "DW0105" "row-tail" Warning: "something stands behind the row's last pipe",
        "The text behind the last pipe belongs to no column and means nothing; it was left out of the description.\nDelete it.";
    REQUIRED_WORD = "DW0106" "required-word" Warning: "the required cell does not say yes or no plainly",
        "Translated pages say `is` for yes; others put a condition into the cell. `is` is read as yes. A text that is neither yes nor no makes the field optional and is kept as its condition.\nWrite yes or no, and put conditions into the description.";
    NO_SEPARATOR = "DW0107" "no-separator" Note: "a table has no separator row",
        "A strict Markdown reader shows such a table as text. It was read as a table.\nPut `|---|---|` under the header.";
    TABLE_UNKNOWN = "DW0108" "table-unknown" Note: "a table in a parameter section lists no fields",
        "Its header names no field column, so its rows are not fields of a type. They are counted here and are not in the model.\nIf they are fields, add the header's words to the dialect's `[columns]`.";
    ROW_EMPTY = "DW0109" "row-empty" Note: "a row is empty or says `none`",
        "It stands for an empty table.\nNothing to do.";
    DUPLICATE_FIELD = "DW0110" "duplicate-field" Warning: "a field is described twice in one object",
        "Both rows describe one field. The first decides; what the second adds is kept.\nRemove one row, or correct its name.";
    ROW_NAMELESS = "DW0111" "row-nameless" Warning: "a row has no usable field name",
        "The name cell is empty or is prose, so no field can be made of it.\nWrite the field's name into the first column.";
    NOTE_IN_TABLE = "DW0112" "open-row" Note: "a row stands for further attributes",
        "The row says that other attributes may follow. The object became open.\nNothing to do.";
    NO_ROUTE = "DW0201" "no-route" Error: "the page names no path",
        "Neither the page nor a route table says where to send the call, so no endpoint can be made of it.\nName a route table in `docwright.toml` (`routes = \"…\"`), or add method and path to the page.";
    ROUTE_CONFLICT = "DW0202" "route-conflict" Warning: "page and route table name different routes",
        "The page's own line is nearer to its parameters and decides.\nCorrect the one that is wrong.";
    PATH_PARAM_MISSING = "DW0203" "path-param-missing" Warning: "a placeholder of the path is in no table",
        "The call cannot be made without it, so a required text parameter was added.\nAdd a row for it.";
    METHOD_MISSING = "DW0204" "method-missing" Error: "the page names no HTTP method",
        "A path without a method makes no endpoint.\nAdd the method to the page, or `default_method` to the dialect's `[routes]`.";
    DUPLICATE_ENDPOINT = "DW0206" "duplicate-endpoint" Warning: "two pages describe one endpoint",
        "Service, name, method and path are the same. The first page leads.\nRemove or exclude one of them.";
    UNKNOWN_TYPE = "DW0301" "unknown-type" Warning: "the type cell is not understood",
        "The field takes any JSON value.\nAdd the word to the dialect's `[types]`, or correct the cell.";
    UNLINKED_TABLE = "DW0303" "unlinked-table" Warning: "a table describes a structure that no field refers to",
        "Neither a field of that name, nor a type, nor a sample leads to the table, so its rows are not in the model.\nName the field in the heading, or add the missing row for it.";
    DANGLING_TYPE = "DW0304" "dangling-type" Warning: "a type is named but defined nowhere on the page",
        "The field takes any JSON value.\nAdd the table of the type, or correct its name.";
    TYPE_DIFFERS = "DW0306" "type-differs" Note: "pages define a type of one name differently",
        "The type is not shared; each endpoint has its own.\nMake the definitions agree.";
    SAMPLE_UNREADABLE = "DW0401" "sample-unreadable" Warning: "a sample is no JSON, even after repair, or no object of arguments",
        "It cannot be a witness.\nCorrect the sample.";
    SAMPLE_REPAIRED = "DW0402" "sample-repaired" Note: "a sample is JSON only after repair",
        "The message names the repairs. The repaired sample counts as a witness.\nCorrect the sample.";
    SAMPLE_ONLY = "DW0403" "sample-only" Warning: "a field is in a sample and in no table",
        "It became an optional field of the type the sample shows.\nAdd a row for it.";
    FIELD_MOVED = "DW0404" "field-moved" Warning: "rows describe fields of another level",
        "The sample shows the fields inside a child of the object whose table lists them. A server ignores them at the wrong place, so they follow the sample.\nMove the rows to the child's table.";
    LINKED_BY_SAMPLE = "DW0405" "linked-by-sample" Warning: "only a sample shows where a table belongs",
        "No field names the table's structure; the sample has a field of its name.\nAdd the row that leads to it.";
    SCALAR_MISMATCH = "DW0406" "scalar-mismatch" Note: "table and sample show different plain types",
        "The table decides, and the decoder takes what the sample shows as well.\nCorrect the one that is wrong.";
    NEAR_NAME = "DW0408" "near-name" Warning: "table and sample may name one field differently",
        "A name in the table and a name in the sample at the same place differ in a part only. Both are kept, optional.\nCorrect the one that is wrong.";
    REQUIRED_CONFLICT = "DW0409" "required-conflict" Warning: "two rows disagree on whether a field is required",
        "The weaker mark counts: an optional argument can always be sent.\nMake the rows agree.";
    ELEMENT_UNKNOWN = "DW0410" "element-unknown" Note: "nothing shows what a list holds",
        "Its elements take any JSON value.\nName the element type in the type cell.";
    LANGUAGES_DIFFER = "DW0501" "languages-differ" Warning: "the pages of two languages disagree",
        "The leading language decides; a field that only one of them has is kept.\nMake the pages agree.";
    DEFAULT_UNLISTED = "DW0601" "default-unlisted" Note: "a default is not among the documented values",
        "The description lists the values of a field and names a default that is none of them. Both are in the docs of the emitted field; unknown values encode as they are.\nAdd the default to the list, or correct it.";
    DEFAULT_OUT_OF_RANGE = "DW0602" "default-out-of-range" Note: "a default is outside the documented range",
        "The description bounds a number and names a default beyond the bounds.\nCorrect the one that is wrong.";
    BODY_OF_GET = "DW0603" "body-of-get" Note: "a GET call has structured arguments",
        "A query string has no agreed form for objects and lists of objects. The runtime of the vendor decides how they travel.\nSay on the page how the argument is encoded, or make the call a POST.";
}

/// A code by its number or its name.
pub fn find(text: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.id.eq_ignore_ascii_case(text) || code.name == text)
}

/// The stored form of a code is its number.
pub(super) mod by_id {
    use super::{Code, find};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(code: &&'static Code, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(code.id)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static Code, D::Error> {
        let id = String::deserialize(from)?;
        find(&id).ok_or_else(|| D::Error::custom(format!("`{id}` is no code")))
    }
}

/// The reference of all codes in Markdown.
pub fn reference() -> String {
    let mut text = String::from("# Diagnostics\n\n`docwright explain CODE` prints the entry of a code.\n");
    for Code { id, name, severity, summary, manual } in ALL {
        let severity = format!("{severity:?}").to_lowercase();
        let manual = manual.replace('\n', "\n\n");
        text.push_str(&format!("\n## {id} {name}\n\n*{severity}*: {summary}.\n\n{manual}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_names_are_unique() {
        assert!(ALL.windows(2).all(|pair| pair[0].id < pair[1].id));
        let names: std::collections::BTreeSet<_> = ALL.iter().map(|code| code.name).collect();
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn every_manual_says_what_to_do() {
        for code in ALL {
            assert!(code.manual.contains('\n') && code.manual.ends_with('.'), "{}", code.id);
        }
    }
}

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
        "The system refused, or the file is too large for a page. Nothing of it is in the model.\nCheck permissions and size, or leave the file out with `exclude` of its doc set.";
    NO_DIALECT = "DW0004" "no-dialect" Warning: "no dialect knows the pages of a doc set",
        "Nobody named a dialect, and none of the built-in ones finds a sign of its own on the pages, so they were read with the words that all vendors share.\nName a dialect (`dialect = \"…\"` in `docwright.toml`, `--dialect`), or write one: `docs/dialects.md` shows how.";
    NO_ENDPOINTS = "DW0005" "no-endpoints" Warning: "no page of a doc set describes an endpoint",
        "Every page was taken for an overview, a change log or the like, because none has a section of arguments, results or routes in the dialect's words.\nIf the pages do describe calls, `docwright inspect --stage page PAGE` shows what was read; add their section titles to the dialect's `[sections]`.";
    PAGE_FAULT = "DW0006" "page-fault" Error: "a defect of docwright on one page",
        "What was read of the page and what became of it do not add up, or reading it failed. The other pages are read and written as usual.\nReport it with the page; leave the page out with `exclude` of its doc set until then.";
    DIALECT_UNSURE = "DW0007" "dialect-unsure" Warning: "the pages of a doc set show signs of more than one dialect",
        "Nobody named a dialect, and two built-in ones find about as many of their signs on the pages. With a lead of less than a third the first one is taken; where both have as many, the pages are read with the words that all vendors share.\nName the dialect (`dialect = \"…\"` in `docwright.toml`, `--dialect`).";
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
    TABLE_UNKNOWN = "DW0108" "table-unknown" Note: "a table lists no fields",
        "Its header names no field column, so its rows are not fields of a type. They are counted here and are not in the model.\nIf they are fields, add the header's words to the dialect's `[columns]`.";
    ROW_EMPTY = "DW0109" "row-empty" Note: "a row is empty or says `none`",
        "It stands for an empty table.\nNothing to do.";
    DUPLICATE_FIELD = "DW0110" "duplicate-field" Warning: "a field is described twice in one object",
        "Both rows describe one field. The first decides; what the second adds is kept.\nRemove one row, or correct its name.";
    ROW_NAMELESS = "DW0111" "row-nameless" Warning: "a row has no usable field name",
        "The name cell is empty or is prose, so no field can be made of it.\nWrite the field's name into the first column.";
    NOTE_IN_TABLE = "DW0112" "open-row" Note: "a row stands for further attributes",
        "The row says that other attributes may follow. The object became open.\nNothing to do.";
    OPEN_NOTE = "DW0113" "open-note" Note: "the prose says that further attributes are accepted",
        "A note beside a table says that attributes beyond its rows are accepted or returned. The object that it speaks of became open.\nNothing to do.";
    COLUMN_REPEATED = "DW0114" "column-repeated" Note: "a table has two columns of descriptions",
        "Both texts were joined into one description.\nMerge the columns.";
    TABLE_UNREAD = "DW0115" "table-unread" Warning: "a table of fields is under no title that says whose they are",
        "Its columns are those of fields, and neither its title nor a heading above it is a section of the dialect, so its rows are not in the model.\nPut it under a heading for requests or for responses, or add its title to the dialect's `[sections]`.";
    ROW_UNREAD = "DW0116" "row-unread" Warning: "rows of a table stand inside of another row",
        "A row without an end of its own goes on over lines that are rows by themselves, so these are not in the model.\nClose the row with a pipe.";
    UNCLOSED = "DW0117" "unclosed" Warning: "a row, a table or a comment has no end",
        "A table row of several lines has no closing pipe, an HTML table no `</table>`, or a comment no `-->`. Reading goes on at the next line that can be read, so that what follows is not lost; the rest of the row or table may be.\nClose it.";
    GROUP_ROW = "DW0118" "group-row" Note: "a row titles a group of rows",
        "The row holds one cell over all columns, or a name in bold and nothing else, among rows that describe fields. No field was made of it; the rows below it are fields of the same object.\nNothing to do. If it is a field, give it a type or a description.";
    PLACE_UNKNOWN = "DW0119" "place-unknown" Warning: "an argument travels where no client sends it",
        "The column of places, or the heading above the table, names a place that is none of path, query, header and body. What travels in cookies is left out of the model: a cookie is no argument of a call, and a client that needs one sets the header `Cookie`. Another word counts as if nothing was said.\nCorrect the word, or add it to the dialect's `[locations]`.";
    TYPES_UNKNOWN = "DW0120" "types-unknown" Note: "no column of a table says the types, and one has a title that nobody knows",
        "Each field takes any JSON value, unless a sample shows what it holds. The column of the unknown title may be that of the types; what its cells say is kept in the descriptions.\nAdd the title to the dialect's `[columns]`, or its words to `[types]`.";
    TEXT_UNREAD = "DW0121" "text-unread" Note: "text under a title of parameters or results was not read",
        "The section has neither a table nor a sample nor a list with types, and a line in it begins as a parameter does, or it shows a body in a format that is not read, such as YAML or types of a language. A section of results is named where nothing shows what the call returns, and a line of it names a type or a field. Nothing of it is in the model.\nPut parameters and results into a table, into a list with their types, or into a sample in JSON.";
    ERROR_CODE_UNREAD = "DW0122" "error-code-unread" Note: "a row of error codes has no code",
        "The table lists error codes, and this row names none: its cell is empty, a range, or a sentence. The other rows are in the model.\nWrite the code as one number or one word, several of them with slashes or commas between them.";
    NO_ROUTE = "DW0201" "no-route" Error: "the page names no path",
        "Neither the page nor a route table says where to send the call, so no endpoint can be made of it.\nName a route table in `docwright.toml` (`routes = \"…\"`), or add method and path to the page.";
    ROUTE_CONFLICT = "DW0202" "route-conflict" Warning: "page and route table name different routes",
        "The page's own line is nearer to its parameters and decides.\nCorrect the one that is wrong.";
    PATH_PARAM_MISSING = "DW0203" "path-param-missing" Warning: "a placeholder of the path is in no table",
        "The call cannot be made without it, so a required text parameter was added.\nAdd a row for it.";
    METHOD_MISSING = "DW0204" "method-missing" Error: "the page names no HTTP method",
        "A path without a method makes no endpoint.\nAdd the method to the page, or `default_method` to the dialect's `[routes]`.";
    NAME_FROM_FILE = "DW0205" "name-from-file" Note: "the heading names no operation",
        "The pages of this dialect name the operation in their heading. This one has a title in words there, so the name comes from the next source of the dialect's `routes.name`.\nWrite the operation's name into the heading.";
    DUPLICATE_ENDPOINT = "DW0206" "duplicate-endpoint" Warning: "two pages describe one endpoint",
        "Service, name, method and path are the same. The first page leads.\nRemove or exclude one of them.";
    ROUTE_OF_SAMPLE = "DW0207" "route-of-sample" Warning: "only a sample shows the route",
        "Neither the page nor a route table names the route, and a request sample begins with a request line. Its path was taken over as it stands, so a value in it would be sent with every call.\nWrite method and path, with `{name}` placeholders, under a heading of their own, or name a route table.";
    METHOD_UNSUPPORTED = "DW0208" "method-unsupported" Error: "the method of an endpoint is none that a client can send",
        "The page or the route table names a word that is no HTTP method, or a method such as `OPTIONS` that no emitted client sends, so no endpoint was made: sending another method instead would be a guess.\nCorrect the method, or decide with an override (`method = \"POST\"`).";
    ROUTES_DIFFER = "DW0209" "routes-differ" Warning: "a page gives several routes for one call",
        "An address section, a line or a heading gives one route, and another place of the same call gives a different one. The place that says more is taken, and of equal places the first.\nGive each call a heading of its own, and correct the route that is wrong.";
    SKIPPED_ROUTE = "DW0210" "skipped-route" Note: "a page that is skipped by its file name has a route",
        "The dialect's `pages.skip` has the name of the file, so nothing on the page is read.\nRename the file, or take its name out of `pages.skip`.";
    CALL_UNREAD = "DW0211" "call-unread" Warning: "the route table has a page that describes no call",
        "A page of that name is there, and none of its headings is a section of the dialect, so nothing on it is in the model.\nAdd the headings of the page to the dialect's `[sections]`.";
    ROUTE_UNREAD = "DW0212" "route-unread" Warning: "a route became no operation",
        "A line, a heading, a tag or a block of code gives a method and a path, and no operation of the page has them.\nGive the call a heading of its own, or say with the dialect's `pages.endpoints` how many calls a page holds.";
    PLACEHOLDER_SPELLING = "DW0213" "placeholder-spelling" Note: "path and table spell an argument differently",
        "A placeholder of the path and a row differ in case or separators alone, as `{userId}` and `user_id` do. They are one argument; its name is the one in the path, which callers never see on the wire.\nWrite one of them as the other.";
    ROUTE_TABLE_BROKEN = "DW0214" "route-table-broken" Warning: "a file that may be a route table is neither YAML nor JSON",
        "A file beside the pages is named like a route table and speaks of paths, and its syntax is wrong, so none of its routes is known.\nMend the file; one that is no route table belongs elsewhere, or name the table in `docwright.toml` (`routes = \"…\"`).";
    UNKNOWN_TYPE = "DW0301" "unknown-type" Warning: "the type cell is not understood",
        "The field takes any JSON value.\nAdd the word to the dialect's `[types]`, or correct the cell.";
    UNLINKED_TABLE = "DW0303" "unlinked-table" Warning: "a table describes a structure that no field refers to",
        "Neither a field of that name, nor a type, nor a sample leads to the table, so its rows are not in the model.\nName the field in the heading, or add the missing row for it.";
    DANGLING_TYPE = "DW0304" "dangling-type" Warning: "a type is named but defined nowhere on the page",
        "The field takes any JSON value.\nAdd the table of the type, or correct its name.";
    UNNAMED_TABLE = "DW0305" "unnamed-table" Warning: "a further table has a title that names no field",
        "The side has a table of its own already, and the title of this one is neither a section of the dialect nor the name of a field. Its rows are read as more fields of the same side.\nName the field in the title, or add the title to the dialect's `[sections]` or `[nesting]`.";
    TYPE_DIFFERS = "DW0306" "type-differs" Note: "pages define a type of one name differently",
        "The type is not shared; each endpoint has its own.\nMake the definitions agree.";
    REFERENCE_UNKNOWN = "DW0307" "reference-unknown" Warning: "a link or a line refers to something that is nowhere in the doc set",
        "A row links to the table of its structure or of its values, or a line takes over what another call sends, and there is no such table or call. The field takes any value, and nothing is taken over.\nCorrect the link or the name, or add the page that it leads to to the doc set.";
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
    TABLE_ONLY = "DW0407" "table-only" Note: "fields are in a table and in no sample",
        "The samples show the object and lack some of its fields. The fields stay as the table has them.\nShow every field in at least one sample, or remove the rows of fields that are gone.";
    NEAR_NAME = "DW0408" "near-name" Warning: "table and sample may name one field differently",
        "A name in the table and a name in the sample at the same place differ in a part only. Both are kept, optional.\nCorrect the one that is wrong.";
    REQUIRED_CONFLICT = "DW0409" "required-conflict" Warning: "two rows disagree on whether a field is required",
        "The weaker mark counts: an optional argument can always be sent.\nMake the rows agree.";
    ELEMENT_UNKNOWN = "DW0410" "element-unknown" Note: "nothing shows what a list holds",
        "Its elements take any JSON value.\nName the element type in the type cell.";
    FENCE_LABEL = "DW0411" "fence-label" Note: "the label of a code block does not say what it holds",
        "A code block is labelled with one language and holds another. It was read by its content.\nCorrect the label.";
    PROSE_SAMPLE = "DW0412" "prose-sample" Note: "JSON stands in the prose",
        "A piece of JSON outside of every code block shows attributes that no table describes. Prose does not say where they belong or when they are sent, so no field was made.\nPut the JSON into a code block, and its attributes into a table.";
    BROKEN_PROMISE = "DW0413" "broken-promise" Warning: "the docs promise a value that a sample of the answer lacks",
        "A column or a sentence says that the value is always there, and a sample on the page shows an answer without it. The field became optional, so that such an answer decodes.\nComplete the sample, or take the promise back.";
    SAMPLE_UNREAD = "DW0414" "sample-unread" Note: "a sample is under no title that says what it shows",
        "A code block holds JSON or a request and stands under a heading that is no section of the dialect, so it is no witness.\nPut it under a heading for requests or for responses, or add its title to the dialect's `[sections]`.";
    VALUE_UNLISTED = "DW0415" "value-unlisted" Warning: "a sample shows a value that is not among the documented ones",
        "The docs list the values of a field, and a sample on the page shows another one. The list stays, as an open one: other values are sent and decoded as they are. A list of values that cannot be of the field's type at all is dropped.\nAdd the value to the list, or correct the sample.";
    VALUE_OUT_OF_RANGE = "DW0416" "value-out-of-range" Warning: "a sample shows a value outside of its documented range",
        "The docs bound a number, the length of a text or the length of a list, and a sample on the page shows one beyond the bounds. The bounds stay as the docs have them; nothing refuses a value because of them.\nCorrect the one that is wrong.";
    LANGUAGES_DIFFER = "DW0501" "languages-differ" Warning: "the pages of two languages disagree",
        "The leading language decides; a field that only one of them has is kept.\nMake the pages agree.";
    DEFAULT_UNLISTED = "DW0601" "default-unlisted" Note: "a default is not among the documented values",
        "The description lists the values of a field and names a default that is none of them. Both are in the docs of the emitted field; unknown values encode as they are.\nAdd the default to the list, or correct it.";
    DEFAULT_OUT_OF_RANGE = "DW0602" "default-out-of-range" Note: "a default is outside the documented range",
        "The description bounds a number and names a default beyond the bounds.\nCorrect the one that is wrong.";
    BODY_OF_GET = "DW0603" "body-of-get" Note: "a GET call has structured arguments",
        "A query string has no agreed form for objects and lists of objects. The runtime of the vendor decides how they travel.\nSay on the page how the argument is encoded, or make the call a POST.";
    REQUIRED_SOMETIMES = "DW0604" "required-sometimes" Warning: "a field is required in the table and only under a condition in its description",
        "The required column says yes and the description states a condition. The table decides, so every call has to send the argument.\nMark the field as not required and keep the condition in the description.";
    CONDITION = "DW0605" "condition" Note: "only the description says when a field is required",
        "The field is optional in the table, and its description names cases in which it has to be sent. A type cannot say so: the field is optional and its docs quote the condition.\nNothing to do.";
    NO_DESCRIPTION = "DW0606" "no-description" Note: "a field has no description",
        "The page says nothing of what the field means.\nFill in its description.";
    DEFAULT_TYPE = "DW0607" "default-type" Warning: "a default is not a value of the field's type",
        "The default cell, or a default that the description marks as code, is no value of the documented type, such as a word for a number. It does not become the default of the field.\nCorrect the default or the type.";
    DEFAULT_CONFLICT = "DW0608" "default-conflict" Warning: "the default cell and the description state different defaults",
        "The value in the default column decides where it fits the type; otherwise the description does.\nMake the two agree.";
    DESCRIPTION_LONG = "DW0609" "description-long" Note: "a description is too long to be read for values and defaults",
        "It stays text: no values, default, bounds or condition are read from it.\nState them in a short description, and move the rest elsewhere.";
    NESTED_TOO_DEEP = "DW0620" "nested-too-deep" Warning: "a type is nested too deep",
        "The Rust compiler gives up on types that nest beyond its recursion limit, so an emitted crate would not compile. The field that crosses the limit takes any JSON value; what is above it keeps its types. A row whose name leads through more objects than a call may have without rows of their own is not in the model.\nIf the depth is a slip (a name with dots, a list of lists), correct the page.";
    SERVICES_ALIKE = "DW0621" "services-alike" Warning: "two services differ only in case or punctuation",
        "Their modules and features would have one name, so each gets a digest behind its name.\nName the services apart: `service` in `docwright.toml`, or `[client.hosts]` of the dialect.";
    TOO_MANY_PLACEHOLDERS = "DW0622" "too-many-placeholders" Error: "a path has too many placeholders",
        "No call is made with so many arguments in its path, so no endpoint was made.\nCorrect the path.";
    OVERRIDE_UNMATCHED = "DW0701" "override-unmatched" Error: "an override matches nothing",
        "Its `fact` leads to nothing in the model: a page was renamed, a field is gone, or the path has a slip. Nothing was changed.\nCorrect the path (`docwright explain PATH` knows it), or delete the override.";
    OVERRIDE_STALE = "DW0702" "override-stale" Error: "an override says what the docs say",
        "The docs give the same answer without it, and no finding is settled by it; left alone it would hide what they say tomorrow.\nDelete the key, or the whole override.";
    OVERRIDE_INVALID = "DW0703" "override-invalid" Error: "an override cannot be applied",
        "The key does not fit what the path leads to, or the value does not fit the model: a type that the dialect does not know, a name that is taken, a paging over fields that are not there. Nothing was changed by this key.\nCorrect the key; docs/overrides.md has an example of each.";
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

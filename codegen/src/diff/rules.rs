//! The rules: every kind of change, what it does on the wire, and its manual page. Adding a kind is adding its line.
//!
//! What a change does to Rust callers is no column of this table: it is read off the emitted surfaces of both sides,
//! because one change of a page breaks callers or not, depending on the names around it.

use super::verdict::Wire;
use crate::diagnostic::{Code, Severity};

/// One kind of change.
#[derive(Debug)]
pub struct Rule {
    /// Number, name and manual page.
    pub code: Code,
    /// What it does on the wire in requests, and anywhere outside of answers.
    pub request: Wire,
    /// What it does on the wire in answers.
    pub response: Wire,
    /// Whether types, names or presence change, so that the emitted types may.
    pub shape: bool,
}

impl Rule {
    /// Whether it is of those by which no fact of the model differs (DD07..).
    pub(super) fn is_of_words(&self) -> bool {
        self.code.id >= TEXT_CHANGED.code.id
    }
}

use Wire::{BreaksNew as New, BreaksOld as Old, Compatible as No};

macro_rules! rules {
    ($($konst:ident = $id:literal $name:literal $shape:ident $request:ident $response:ident: $summary:literal, $manual:literal;)*) => {
        $(#[doc = $summary] pub static $konst: Rule = Rule {
            code: Code { id: $id, name: $name, severity: Severity::Note, summary: $summary, manual: $manual },
            request: $request,
            response: $response,
            shape: is_shape(stringify!($shape)),
        };)*
        /// Every rule, in the order of its number.
        pub static ALL: &[&Rule] = &[$(&$konst),*];
    };
}

const fn is_shape(word: &str) -> bool {
    word.as_bytes()[0] == b's'
}

// Columns: number, name, `shape` or `words`, wire in requests, wire in answers.
rules! {
    SERVICE_ADDED = "DD0001" "service-added" shape No No: "a service is new",
        "Its pages, or its host, are in the new docs only.\nNothing to do.";
    SERVICE_REMOVED = "DD0002" "service-removed" shape Old Old: "a service is gone",
        "None of its pages is in the new docs. Its module, its handle and its feature go with it, so a manifest that selects the feature fails before any code is compiled.\nFind out whether the service was switched off or only its pages moved; keep the old pages as a doc set of their own in the latter case.";
    SERVICE_RENAMED = "DD0003" "service-renamed" shape No No: "a service has another name",
        "Its endpoints are those of a service of the old docs. Module, handle and feature are named after it.\nKeep the old name with `service` of the doc set, or tell callers the new one.";
    CLIENT_CHANGED = "DD0004" "client-changed" shape Old Old: "a service is called in another way",
        "Dialect, runtime, client type or signing are others, so envelope, credentials and errors may be.\nCheck the dialect of the doc set.";
    ENDPOINT_ADDED = "DD0101" "endpoint-added" shape No No: "an endpoint is new",
        "No endpoint of the old docs has its name, its route or its fields.\nNothing to do.";
    ENDPOINT_REMOVED = "DD0102" "endpoint-removed" shape Old Old: "an endpoint is gone",
        "No endpoint of the new docs has its name, its route or its fields. Its method, its module and its types are gone.\nAsk whether the server still answers it; if so, keep its page.";
    ENDPOINT_RENAMED = "DD0103" "endpoint-renamed" shape No No: "an endpoint has another name",
        "The evidence says that it is the same call. Method, module and types are named after it.\nKeep the old name with an override (`name`), or tell callers the new one.";
    ENDPOINT_MOVED = "DD0104" "endpoint-moved" shape Old Old: "an endpoint belongs to another service",
        "The evidence says that it is the same call. Its method is on another handle, and requests go to another service.\nTell callers the new handle.";
    METHOD_CHANGED = "DD0105" "method-changed" words Old Old: "an endpoint has another HTTP method",
        "Old clients send the old method. Parameters may move between query and body, and repeats follow the method.\nFind out whether the server takes both.";
    PATH_CHANGED = "DD0106" "path-changed" words Old Old: "an endpoint has another path",
        "Old clients call the old path, and their code compiles unchanged.\nFind out whether the server answers on both.";
    HOST_CHANGED = "DD0107" "host-changed" words Old Old: "an endpoint has another host",
        "Old clients call the old host.\nFind out whether the old host still answers.";
    DEPRECATED = "DD0108" "endpoint-deprecated" words No No: "an endpoint is deprecated",
        "Calls of the method warn.\nLook for what replaces it.";
    UNDEPRECATED = "DD0109" "endpoint-undeprecated" words No No: "an endpoint is no longer deprecated",
        "The words that deprecated it are gone.\nNothing to do.";
    IDEMPOTENCY = "DD0110" "idempotency-changed" words New New: "whether repeating a call is harmless is judged otherwise",
        "The runtime repeats failed calls only where that is harmless, so the new client repeats what the old one did not, or the reverse.\nCheck that it is so, or decide with an override (`idempotent`).";
    PAGING_ADDED = "DD0111" "paging-added" shape No No: "a long result can be walked through",
        "The request became a paged operation.\nNothing to do.";
    PAGING_REMOVED = "DD0112" "paging-removed" shape Old Old: "a long result can no longer be walked through",
        "The fields that paging needs are gone or have other types, so callers of `pages` and `items` do not compile.\nIf the server still pages, say how with an override (`paging`).";
    PAGING_CHANGED = "DD0113" "paging-changed" shape Old Old: "a long result is walked through in another way",
        "Old clients ask for pages in the old way: they stop early, skip items, or are refused where the largest page became smaller.\nCheck the new way on the page.";
    ENVELOPE_CHANGED = "DD0114" "envelope-changed" words New Old: "the members around the payload are others",
        "The runtime of the dialect reads the envelope, by names that it knows.\nCheck that codes and messages of errors still arrive.";
    CREDENTIALS_CHANGED = "DD0115" "credentials-changed" words Old Old: "an endpoint asks for other credentials or transport headers",
        "The runtime of the dialect sends them, by names that it knows.\nCheck that the runtime sends what the page asks for.";
    ENVELOPE_EXTENDED = "DD0116" "envelope-extended" words No No: "there are more members around the payload",
        "The runtime reads the members that it knows, and these are still there.\nNothing to do.";
    BODY_FORMAT = "DD0117" "body-format-changed" shape Old Old: "the body of a request has another format",
        "JSON, a form, or a form with files: servers read one of them. Fields that are files have a type of their own.\nFind out whether the server takes both.";
    ANSWER_FORMAT = "DD0118" "answer-format-changed" shape Old Old: "the body of the answer has another format",
        "JSON, text, or the bytes of a file: old clients cannot read the new one, and the call returns another type.\nCheck the media type on the page.";
    ERROR_CODE_ADDED = "DD0119" "error-code-added" words No No: "the docs list an error code more",
        "Old clients get it as a code that they have no constant for.\nHandle it where callers tell errors apart.";
    ERROR_CODE_REMOVED = "DD0120" "error-code-removed" words No No: "the docs no longer list an error code",
        "Its constant is gone, so code that compares with it does not compile. Servers may still send it.\nFind out whether it was dropped from the docs alone.";
    ERROR_CODE_TEXT = "DD0121" "error-code-text-changed" words No No: "the docs explain an error code otherwise",
        "Text and HTTP status of its constant are others, and comparisons are the same.\nRead both; the code may mean something else now.";
    ERROR_CODES_EXCHANGED = "DD0122" "error-codes-exchanged" words Old Old: "error codes have exchanged their meanings",
        "Callers that tell errors apart by code take one for the other, and nothing else tells them.\nFind out whether the page was corrected or the server changed, and go through every comparison with these codes.";
    ERROR_CODE_RENUMBERED = "DD0123" "error-code-renumbered" words Old Old: "an error has another code",
        "Name or explanation say that it is the same error. A constant that keeps its name has another value, so comparisons compile and no longer match what old servers send; so do comparisons with the number itself.\nFind out whether the page was corrected or the server changed.";
    PAGE_UNREAD = "DD0124" "page-unread" words Old Old: "a page of one side could not be read",
        "Reading the page failed on that side, so what it describes is missing there although the docs have it; what became of its calls is not known.\nLook at what `docwright check` says of the page, and compare again when it can be read.";
    LANGUAGE_DROPPED = "DD0125" "language-dropped" words No No: "a page of another language is gone, or new",
        "The call is described by fewer, or more, pages of other languages; what only they said is in entries of its own.\nCheck that the page was meant to go, or that a new one says the same.";
    PARAMETER_ADDED = "DD0201" "parameter-added" shape No No: "an optional parameter is new",
        "Old clients do not send it. The request has a setter more.\nNothing to do.";
    PARAMETER_ADDED_REQUIRED = "DD0202" "parameter-added-required" shape Old Old: "a required parameter is new",
        "A server that insists refuses old clients. The constructor has a step more, so callers do not compile until they give it.\nFind out since when the server insists.";
    PARAMETER_REMOVED = "DD0203" "parameter-removed" shape Old Old: "a parameter is gone",
        "Old clients still send it; servers ignore it or refuse the call.\nFind out which.";
    PARAMETER_RENAMED = "DD0204" "parameter-renamed" shape Old Old: "a parameter has another name",
        "Old clients send the old name, which servers ignore or refuse. Where only the style of writing differs, the Rust name is the same, and callers compile unchanged.\nCheck the evidence; a removed and an added parameter look alike.";
    PARAMETER_REQUIRED = "DD0205" "parameter-required" shape Old Old: "an optional parameter became required",
        "A server that insists refuses old clients that leave it out.\nFind out since when the server insists.";
    PARAMETER_OPTIONAL = "DD0206" "parameter-optional" shape No No: "a required parameter became optional",
        "Old clients still send it, which is right. The constructor has a step less and the request a setter more.\nNothing to do on the wire.";
    PARAMETER_TYPE = "DD0207" "parameter-type-changed" shape Old Old: "a parameter has another type",
        "Old clients send the old form.\nFind out whether the server takes both.";
    PARAMETER_LOCATION = "DD0208" "parameter-location-changed" words Old Old: "a parameter travels elsewhere",
        "Path, query, headers and body are read apart from each other, so servers miss what old clients send.\nFind out whether the server reads both.";
    PARAMETER_NULLABLE = "DD0209" "parameter-null-allowed" shape No No: "a parameter may be null",
        "Requests can say `null` where they could not.\nNothing to do on the wire.";
    PARAMETER_NOT_NULL = "DD0210" "parameter-null-refused" shape Old Old: "a parameter may no longer be null",
        "Old clients that send `null` may be refused.\nLook for callers that do.";
    PATH_PARAMETER_RENAMED = "DD0211" "path-parameter-renamed" shape No No: "a placeholder of the path has another name",
        "The name is not sent, so requests are the same; the field and its method are named after it.\nTell callers the new name.";
    FIELD_ADDED = "DD0301" "field-added" shape No No: "an answer has a field more",
        "Old clients ignore it.\nNothing to do.";
    FIELD_ADDED_PROMISED = "DD0302" "field-added-promised" shape New New: "an answer has a field more, and it is always there",
        "The new client fails on answers without it, which servers that lag behind still send.\nMake it optional with an override (`required = false`) until every server has it.";
    FIELD_REMOVED = "DD0303" "field-removed" shape Old Old: "an answer lacks a field that it had",
        "Old clients that rely on it get an error where it was promised, and nothing where it was not.\nFind out whether the server still sends it.";
    FIELD_RENAMED = "DD0304" "field-renamed" shape Old Old: "a field of an answer has another name",
        "Old clients look for the old name. Where only the style of writing differs, the Rust name is the same, and callers compile unchanged.\nCheck the evidence; a removed and an added field look alike.";
    FIELD_PROMISED = "DD0305" "field-promised" shape New New: "a field of an answer is now always there",
        "The new client fails on answers without it, which servers that lag behind still send.\nMake it optional with an override (`required = false`) until every server has it.";
    FIELD_UNPROMISED = "DD0306" "field-not-promised" shape Old Old: "a field of an answer is no longer always there",
        "Old clients fail on answers without it.\nUpdate them before servers leave it out.";
    FIELD_TYPE = "DD0307" "field-type-changed" shape Old Old: "a field of an answer has another type",
        "Old clients fail on the new form.\nFind out which form servers send.";
    FIELD_NULLABLE = "DD0308" "field-null-allowed" shape Old Old: "a field of an answer may be null",
        "Old clients fail on `null` where a value was promised.\nUpdate them before servers send it.";
    FIELD_NOT_NULL = "DD0309" "field-never-null" shape New New: "a field of an answer is no longer null",
        "The new client fails on `null` where a value is promised.\nKeep it nullable with an override (`nullable = true`) until every server has the new behaviour.";
    TOLERANCE_ADDED = "DD0310" "tolerance-added" words No Old: "another form beside the documented type is decoded",
        "Samples show a form that the table does not name. The new client decodes it, and old ones fail on it.\nFind out whether servers send it already.";
    PAYLOAD_TYPE = "DD0311" "payload-type-changed" shape Old Old: "a call returns another type",
        "Old clients fail on the new form.\nFind out which form servers send.";
    PAYLOAD_MEMBER = "DD0312" "payload-member-changed" words Old Old: "another member of the envelope holds the payload",
        "Old clients look into the old member. Code compiles unchanged.\nFind out which member servers send.";
    PAYLOAD_NULLABLE = "DD0313" "payload-null-allowed" shape Old Old: "a call may return nothing",
        "Old clients fail when there is no payload.\nUpdate them before servers leave it out.";
    PAYLOAD_NOT_NULL = "DD0314" "payload-promised" shape New New: "a call always returns something",
        "The new client fails when there is no payload.\nKeep it nullable with an override (`nullable = true`) until every server has the new behaviour.";
    TOLERANCE_REMOVED = "DD0315" "tolerance-removed" words No New: "a form beside the documented type is no longer decoded",
        "Samples no longer show a form that the table does not name, so the new client fails on it.\nCheck that servers no longer send it.";
    INTEGER_WIDENED = "DD0401" "integer-widened" shape No Old: "a whole number is wider",
        "Old clients fail on values beyond the old width, or cannot send them.\nFind out whether such values occur.";
    INTEGER_NARROWED = "DD0402" "integer-narrowed" shape Old New: "a whole number is narrower",
        "The new client fails on values beyond the new width; servers may refuse them.\nFind out whether such values occur.";
    TYPE_DETAIL = "DD0403" "type-detail-changed" shape No No: "the docs say more, or less, of a type",
        "On one side any value is taken, so no form became wrong.\nNothing to do on the wire.";
    VALUES_LISTED = "DD0404" "values-listed" shape No No: "the values of a field are listed",
        "The field has an enum; values that are not listed still encode and decode.\nPass variants, or texts through `into`.";
    VALUES_UNLISTED = "DD0405" "values-unlisted" shape No No: "the values of a field are no longer listed",
        "The enum is gone, and the field is what it lists. Where the words still name some of the values of a request and not the others, servers may refuse these.\nPass plain values, and look for callers that send what is no longer named.";
    VALUE_ADDED = "DD0406" "value-added" shape No No: "a field has a value more",
        "Old clients decode it as any other value, so code that matches `Other` meets it there.\nHandle the value.";
    VALUE_REMOVED = "DD0407" "value-removed" shape Old No: "a field lacks a value that it had",
        "Servers may refuse it.\nLook for callers that send it.";
    VALUE_RENAMED = "DD0408" "value-renamed" shape Old Old: "a value is written otherwise",
        "Old clients send the old writing, and decode the new one as any other value. Where only case or punctuation differ, the variant has one name, and callers compile unchanged.\nFind out whether the server takes both.";
    MEANINGS_EXCHANGED = "DD0409" "meanings-exchanged" shape Old Old: "values have exchanged their meanings",
        "Callers that go on sending the same value ask for something else, and code that compares values decides otherwise. Nothing else tells them.\nFind out whether the page was corrected or the server changed, and go through every use of these values.";
    MEANING_CHANGED = "DD0410" "meaning-changed" shape No No: "the words on a value are others",
        "The value is the same; its label is reworded, or it means something else.\nRead both; a variant that is named after its label has another name.";
    DEFAULT_CHANGED = "DD0411" "default-changed" words Old Old: "a default is another value",
        "Callers that leave the field out get other behaviour, and nothing else tells them.\nLook for callers that rely on the old value.";
    DEFAULT_STATED = "DD0412" "default-stated" words No No: "a default is stated, or no longer",
        "What servers assume was not said on one side.\nNothing to do.";
    BOUNDS_NARROWED = "DD0413" "bounds-narrowed" words Old No: "fewer values or lengths are allowed",
        "Servers may refuse what they took.\nLook for callers beyond the new bounds.";
    BOUNDS_WIDENED = "DD0414" "bounds-widened" words No No: "more values or lengths are allowed",
        "Old clients stay within.\nNothing to do.";
    UNIT_CHANGED = "DD0415" "unit-changed" words Old Old: "a number counts another unit",
        "The same number means something else, and nothing else tells callers. A unit that one side alone states is compatible.\nFind out whether the page was corrected or the server changed, and go through every use.";
    FORMAT_CHANGED = "DD0416" "format-changed" words Old Old: "a text has another format",
        "Old clients send and expect the old format. A format that one side alone states is compatible.\nFind out which formats the server takes and sends.";
    FIELD_DEPRECATED = "DD0417" "field-deprecated" words No No: "a field is deprecated, or no longer",
        "Setters of deprecated fields warn.\nLook for what replaces it.";
    CONDITION_CHANGED = "DD0418" "condition-changed" words New No: "a field is required in other cases",
        "No type says so; callers have to know.\nRead the condition.";
    VERSION_CHANGED = "DD0419" "version-changed" words No No: "a field is there since another version",
        "Servers before that version do not have it.\nNothing to do.";
    ORDER_CHANGED = "DD0420" "order-changed" words No No: "fields stand in another order",
        "Fields are given by name, so the order means nothing to callers.\nNothing to do.";
    FIRST_NUMBER = "DD0421" "first-number-changed" words Old Old: "counting begins with another number",
        "Pages or indexes that began with 0 begin with 1, or the reverse: the same number means another page or item, and nothing else tells callers. A number that one side alone states is compatible.\nFind out whether the page was corrected or the server changed, and go through every use.";
    OPPOSITE_WORD = "DD0422" "opposite-word" words Old Old: "a description says the opposite",
        "One word gave way to one that means the opposite, as `ascending` to `descending`; no fact of the model says so, and nothing else tells callers.\nRead both descriptions.";
    NUMBER_IN_WORDS = "DD0423" "number-in-words" words New New: "a description has another number",
        "The number stands in words that no fact of the model is read from: it may be a limit or a default. Numbers of sections, versions, dates and addresses, and those of examples, do not count.\nRead both descriptions.";
    ROW_GONE = "DD0424" "row-gone" words Old Old: "no table names a field any longer, and a sample still shows it",
        "The field may be gone, and its sample was forgotten; or its row was lost. Until the page says which, the field stays in the model as the sample shows it.\nFind out whether servers still take and send it, then remove it from the sample, or give it its row back.";
    DESCRIPTIONS_EXCHANGED = "DD0425" "descriptions-exchanged" words Old Old: "fields have exchanged their descriptions",
        "Each is described as the other one was. Callers go on sending under one name what the page now calls by the other, and nothing else tells them.\nFind out whether the page was corrected or the server changed, and go through every use of both.";
    OPENED = "DD0501" "object-opened" shape No No: "an object takes further attributes",
        "It has a map for them.\nNothing to do.";
    CLOSED = "DD0502" "object-closed" shape Old No: "an object takes no further attributes",
        "The map for them is gone; servers may refuse them.\nLook for callers that set attributes.";
    TYPE_RENAMED = "DD0503" "type-renamed" shape No No: "a named type has another name",
        "Its fields say that it is the same type; the Rust type is named after it.\nTell callers the new name.";
    CASCADE = "DD0601" "name-cascade" shape No No: "something emitted changes although its own docs do not",
        "Names depend on their neighbours: where two meet, both take a longer one, and types that were described alike may be told apart.\nKeep names with an override (`name`), or tell callers the new ones.";
    TEXT_CHANGED = "DD0701" "text-changed" words No No: "only words are others",
        "Titles and descriptions change; types, names, values, bounds, defaults and paging are the same.\nNothing to do.";
    SAMPLE_CHANGED = "DD0702" "sample-changed" words No No: "samples are others",
        "They show other values; what they say of types is in entries of its own.\nNothing to do.";
    WITNESS_CHANGED = "DD0703" "witness-changed" words No No: "a witness of a fact says something else, and the decision is the same",
        "A table says another type or presence, or another route, while a stronger witness says what it said: a sample, a route table, an override.\nFind out which of them is right; where the table is, correct the sample or write an override.";
    UNREAD_TEXT = "DD0704" "unread-text-changed" words No No: "text that changes no fact is another",
        "Notes, headings and examples between the tables may say what no fact of the model holds: limits, duties, an end of support.\nRead both texts.";
}

/// A rule by its number or its name.
pub fn find(text: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code.id.eq_ignore_ascii_case(text) || rule.code.name == text)
}

/// The reference of all rules in Markdown.
pub fn reference() -> String {
    let mut text = String::from(
        "# Changes\n\n`docwright diff` names every change by one of these codes; `docwright explain CODE` prints its entry. \
         What a change does\nto Rust callers is read off the emitted code; what it does on the wire stands here.\n",
    );
    for Rule { code: Code { id, name, summary, manual, .. }, request, response, .. } in ALL {
        let manual = manual.replace('\n', "\n\n");
        let wire = if request == response {
            format!("{request}")
        } else {
            format!("in requests {request}, in answers {response}")
        };
        text.push_str(&format!("\n## {id} {name}\n\n*Wire*: {wire}.\n\nIn short: {summary}. {manual}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_names_are_unique() {
        assert!(ALL.windows(2).all(|pair| pair[0].code.id < pair[1].code.id));
        let names: std::collections::BTreeSet<_> = ALL.iter().map(|rule| rule.code.name).collect();
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn every_manual_says_what_to_do() {
        for rule in ALL {
            assert!(rule.code.manual.contains('\n') && rule.code.manual.ends_with('.'), "{}", rule.code.id);
        }
    }
}

//! Calls that may be repeated: those that only read, and those with an argument by which the server knows a call again.

use crate::dialect::{Dialect, Notes};
use crate::model::{Endpoint, Field, Method, Type};
use smol_str::SmolStr;

/// A GET whose name does not say that it changes something, or a POST whose name says that it reads and nothing else.
pub fn mark(endpoint: &mut Endpoint, dialect: &Dialect) {
    let id = &endpoint.id;
    let own = words(id);
    // `list` begins `list_hosts`, and not `listener_create`.
    let first = |name: &str| name.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase());
    let letter = first(id);
    let begins = |prefix: &String| {
        // Most begin with another letter.
        if first(prefix).is_some_and(|c| Some(c) != letter) {
            return false;
        }
        let prefix = words(prefix);
        prefix.len() <= own.len()
            && prefix.iter().zip(&own).all(|(one, other)| one.eq_ignore_ascii_case(other))
    };
    let reads = dialect.notes.reads.iter().any(begins);
    let writes = writes(id, &dialect.notes);
    endpoint.idempotent = match endpoint.method {
        Method::Get | Method::Head => !writes,
        Method::Post => reads && !writes,
        Method::Delete | Method::Patch | Method::Put => false,
    };
    endpoint.idempotency_token = token(endpoint, dialect);
}

/// The argument by which the server knows a call that it has seen. The name alone may be that of a credential, so the
/// description has to say what it is for.
fn token(endpoint: &Endpoint, dialect: &Dialect) -> SmolStr {
    let notes = &dialect.notes;
    let says = |field: &Field| {
        let mut texts = field.docs.iter().map(|text| text.text.to_lowercase());
        texts.any(|text| notes.idempotency.iter().any(|phrase| text.contains(&phrase.to_lowercase())))
    };
    let is_token = |field: &&Field| {
        let named = notes.idempotency_tokens.iter().any(|name| name.eq_ignore_ascii_case(&field.name));
        named && field.ty == Type::String && says(field)
    };
    endpoint.request.fields.iter().find(is_token).map(|field| field.name.clone()).unwrap_or_default()
}

/// Whether a name begins with a verb that changes something, or has one further on: `startJob`, `find_and_delete`,
/// `userDelete`. Words that also name things count at the beginning and behind another verb alone.
fn writes(id: &str, notes: &Notes) -> bool {
    let is_one_of = |word: &str, words: &[String]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    let words = words(id);
    let first = words.first().is_some_and(|word| is_one_of(word, &notes.writes));
    let joined = |pair: &[&str]| is_one_of(pair[0], &notes.verb_joins) && is_one_of(pair[1], &notes.writes);
    let is_verb = |word: &&str| is_one_of(word, &notes.writes) && !is_one_of(word, &notes.things);
    first || words.windows(2).any(joined) || words.iter().any(is_verb)
}

/// `start` and `job` of `startJob` and of `start_job`.
fn words(id: &str) -> Vec<&str> {
    let border = |(at, c): (usize, char)| (at > 0 && !c.is_ascii_lowercase()).then_some(at);
    let mut starts: Vec<usize> = std::iter::once(0).chain(id.char_indices().filter_map(border)).collect();
    starts.push(id.len());
    let words =
        starts.windows(2).map(|pair| id[pair[0]..pair[1]].trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;
    use crate::model::{Object, Text};

    #[track_caller]
    fn check(method: &str, id: &str, expect: bool) {
        let method = method.parse().unwrap();
        let mut endpoint = Endpoint { method, id: id.to_owned(), ..Endpoint::default() };
        mark(&mut endpoint, &built_in::builtin("blueking-apigw").unwrap());
        assert_eq!(endpoint.idempotent, expect, "{method} {id}");
    }

    #[test]
    fn names_and_methods() {
        check("GET", "describeJobs", true);
        check("GET", "settings", true);
        check("GET", "startJob", false);
        check("GET", "Stop_job", false);
        check("GET", "refund", false);
        check("GET", "getAndResetCount", false);
        check("POST", "list_hosts", true);
        check("POST", "find_and_delete_host", false);
        check("POST", "get_or_create_user", false);
        check("POST", "list_terms_and_conditions", true);
        check("POST", "create_host", false);
        check("DELETE", "get_rid_of_host", false);
        check("POST", "listener_create", false);
        check("POST", "listing", false);
        check("POST", "query_cancel_order", false);
        check("POST", "search_set", true);
        check("POST", "batch_get_hosts", true);
        check("GET", "userDelete", false);
        check("GET", "list_updates", true);
        check("GET", "shutdown", false);
    }

    #[track_caller]
    fn check_token(name: &str, says: &str, expect: &str) {
        let docs = [Text { text: says.into(), ..Text::default() }].into_iter().collect();
        let field = Field { name: name.into(), ty: Type::String, docs, ..Field::default() };
        let request = Object { fields: vec![field], ..Object::default() };
        let mut endpoint = Endpoint { method: Method::Post, request, ..Endpoint::default() };
        mark(&mut endpoint, &built_in::builtin("generic").unwrap());
        assert_eq!(
            (endpoint.idempotency_token.as_str(), endpoint.idempotent),
            (expect, false),
            "{name}: {says}"
        );
    }

    #[test]
    fn tokens_by_name_and_words() {
        check_token("clientToken", "用于保证请求的幂等性，不超过 36 个字符", "clientToken");
        check_token("Idempotency-Key", "Makes the call idempotent.", "Idempotency-Key");
        check_token("client_token", "Token of the client credentials", "");
        check_token("name", "An idempotent name", "");
    }
}

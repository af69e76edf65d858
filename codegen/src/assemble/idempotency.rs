//! Calls that only read: they may be repeated.

use crate::dialect::Dialect;
use crate::model::{Endpoint, Method};

/// A GET whose name does not say that it changes something, or a POST whose name says that it reads.
pub fn mark(endpoint: &mut Endpoint, dialect: &Dialect) {
    let id = &endpoint.id;
    let begins =
        |prefix: &String| id.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    let reads = dialect.notes.reads.iter().any(begins);
    let first = first_word(&endpoint.id);
    let writes = dialect.notes.writes.iter().any(|word| first.eq_ignore_ascii_case(word));
    endpoint.idempotent = match endpoint.method {
        Method::Get | Method::Head => !writes,
        Method::Post => reads,
        Method::Delete | Method::Patch | Method::Put => false,
    };
}

/// `start` of `startJob` and of `start_job`.
fn first_word(id: &str) -> &str {
    let border = |(at, c): (usize, char)| at > 0 && !c.is_ascii_lowercase();
    id.char_indices().find(|place| border(*place)).map_or(id, |(at, _)| &id[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;

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
        check("POST", "list_hosts", true);
        check("POST", "create_host", false);
        check("DELETE", "get_rid_of_host", false);
    }
}

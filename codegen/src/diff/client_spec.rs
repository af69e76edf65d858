//! How a service is called: dialect, client, signing, and which answers are successes.

use super::entry::{Entry, Side};
use super::rules;
use super::verdict::Wire;
use crate::model::{ClientSpec, Service};

/// What differs in how two services are called.
pub(super) fn compare(old: &Service, new: &Service) -> Option<Entry> {
    let (before, after) = (parts(old), parts(new));
    let is_other = |at: &usize| before[*at] != after[*at];
    let others: Vec<usize> = (0..before.len()).filter(is_other).collect();
    if others.is_empty() {
        return None;
    }
    let join = |parts: &[String]| others.iter().map(|at| parts[*at].as_str()).collect::<Vec<_>>().join(", ");
    let says = [join(&before), join(&after)];
    let message = format!("`{}` is called with {} instead of {}", new.name, says[1], says[0]);
    let [was, is] = says;
    let mut entry = Entry::new(&rules::CLIENT_CHANGED, Side::Request, new.name.clone(), message);
    // Without a rule the HTTP status alone tells successes; what is sent is the same.
    let rules = [&old.client.success, &new.client.success];
    if others == [SUCCESSES] && rules.iter().any(|rule| rule.is_none()) {
        entry.wire = if rules[0].is_none() { Wire::Compatible } else { Wire::BreaksNew };
    }
    Some(entry.says(Some(was), Some(is)))
}

/// The place of successes in [`parts`].
const SUCCESSES: usize = 5;

fn parts(service: &Service) -> [String; 6] {
    let ClientSpec { runtime, name, signed, signing_name, auth_header, success } = &service.client;
    let rule = success.as_ref().map(|rule| serde_json::to_string(rule).expect("every rule has a JSON form"));
    [
        format!("dialect {}", service.dialect),
        format!("runtime {runtime}"),
        format!("client `{name}`"),
        if *signed { format!("requests signed as `{signing_name}`") } else { "unsigned requests".to_owned() },
        match auth_header.as_str() {
            "" => "no header of credentials".to_owned(),
            header => format!("credentials in `{header}`"),
        },
        rule.map_or_else(|| "successes by HTTP status".to_owned(), |rule| format!("successes by `{rule}`")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Scalar, SuccessRule};

    fn service(code: Option<i64>) -> Service {
        let success = code.map(|code| SuccessRule {
            member: "code".into(),
            equals: vec![Scalar::Integer(code)],
            ..SuccessRule::default()
        });
        Service { client: ClientSpec { success, ..ClientSpec::default() }, ..Service::default() }
    }

    #[track_caller]
    fn check(old: Option<i64>, new: Option<i64>, expect: Option<Wire>) {
        assert_eq!(compare(&service(old), &service(new)).map(|entry| entry.wire), expect);
    }

    #[test]
    fn rules_of_successes() {
        check(Some(0), Some(0), None);
        check(None, Some(0), Some(Wire::Compatible));
        check(Some(0), None, Some(Wire::BreaksNew));
        check(Some(0), Some(200), Some(Wire::BreaksOld));
    }
}

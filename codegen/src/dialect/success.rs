//! `[envelope] success`: which answers are successes, for vendors that report errors at HTTP 200.

use crate::model::{Scalar, SuccessRule};
use serde::Deserialize;

/// `success = { member = "code", equals = 0 }` and its further keys.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Success {
    /// Member of the answer that decides, as a path with dots: `code`, `meta.code`.
    pub member: OneOrMany<String>,
    /// Its value in successes, or several.
    pub equals: OneOrMany<Scalar>,
    /// Which of these members and values it is, the samples of a service tell; where they do not, the HTTP status decides.
    pub by_samples: bool,
    /// HTTP statuses of successes; all of 200 to 299 without it.
    pub status: Vec<u16>,
    /// Path of the error code, where it is another member.
    pub code: String,
    /// Paths of the message; the first one with text counts.
    pub message: OneOrMany<String>,
    /// Path of the vendor's request id.
    pub request_id: String,
    /// Some answers lack the member; their HTTP status decides.
    pub optional: bool,
}

/// One value, or a list of them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// `0`
    One(T),
    /// `[0, 200]`
    Many(Vec<T>),
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl<T> OneOrMany<T> {
    /// The values.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        match self {
            Self::One(value) => std::slice::from_ref(value).iter(),
            Self::Many(values) => values.iter(),
        }
    }
}

impl<T: Clone> OneOrMany<T> {
    fn values(&self) -> Vec<T> {
        self.iter().cloned().collect()
    }
}

impl Success {
    /// The rules that may hold: one, or where the samples tell, one for each member.
    pub fn rules(&self) -> Vec<SuccessRule> {
        let rule = |member: String| SuccessRule {
            member,
            equals: self.equals.values(),
            status: self.status.clone(),
            code: self.code.clone(),
            message: self.message.values(),
            request_id: self.request_id.clone(),
            optional: self.optional,
        };
        self.member.values().into_iter().map(rule).collect()
    }

    /// What is wrong with it in a dialect of this runtime.
    pub(super) fn complaint(&self, runtime: &str) -> Option<String> {
        let members = self.member.values();
        if members.is_empty() {
            return Some("`envelope.success` has no `member`, the name of what decides".to_owned());
        }
        if members.len() > 1 && !self.by_samples {
            return Some(
                "`envelope.success.member` names several and nothing chooses; add `by_samples = true`"
                    .to_owned(),
            );
        }
        if self.equals.values().is_empty() {
            return Some("`envelope.success` has no `equals`, so that no call would succeed".to_owned());
        }
        let mut paths = members;
        paths.extend(self.message.values());
        paths.extend([&self.code, &self.request_id].into_iter().filter(|path| !path.is_empty()).cloned());
        if let Some(bad) = paths.iter().find(|path| path.split('.').any(str::is_empty)) {
            return Some(format!("`{bad}` in `envelope.success` is no path of names with dots"));
        }
        if let Some(bad) = self.status.iter().find(|status| !(100..600).contains(*status)) {
            return Some(format!("`{bad}` in `envelope.success.status` is no HTTP status"));
        }
        (!runtime.is_empty() && runtime != "plain").then(|| {
            format!(
                "`envelope.success` is for `client.runtime = \"plain\"`; `{runtime}` has a rule of its own"
            )
        })
    }
}

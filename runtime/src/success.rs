//! Success rules: which replies are successes, for vendors that report errors at HTTP 200.

use crate::endpoint::Endpoint;
use crate::error::{Code, VendorError, is_transient};
use crate::protocol::{Refusal, check_status, holds_payload};
use crate::transport::Reply;
use crate::wire::{Document, Node};
use http::StatusCode;
use serde_json::Value;
use std::borrow::Cow;

/// Decides by a member of the body whether a reply is a success, and finds code and message of an error.
///
/// Members are paths from the root of the body, with dots between the names. A reply with another HTTP status than the
/// expected ones is never a success.
///
/// ```
/// use docwright_runtime::plain::{self, SuccessRule};
/// use docwright_runtime::Client;
///
/// // {"code": 0, "data": …}, or {"code": 40100, "message": "unauthorized", "trace": {"id": "t-1"}}
/// let rule = SuccessRule::new("code", 0).message("message").request_id("trace.id");
/// let client: Client = plain::builder("https://api.example.com").success(rule).build()?;
/// # Ok::<(), docwright_runtime::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SuccessRule {
    member: Path,
    values: Vec<Value>,
    statuses: Vec<u16>,
    code: Option<Path>,
    message: Vec<Path>,
    request_id: Option<Path>,
    optional: bool,
}

/// Names of members from the root of the body.
#[derive(Clone, Debug, PartialEq)]
struct Path(Vec<String>);

/// Members of messages where no rule names one, in the order they are tried.
pub(crate) const MESSAGES: &[&str] = &["message", "msg", "Message", "error_message", "errmsg"];

impl SuccessRule {
    /// A reply is a success when `member` has the value `equals`: a number, a string or a boolean. A number equals its
    /// text form.
    pub fn new(member: &str, equals: impl Into<Value>) -> Self {
        Self {
            member: Path::parse(member),
            values: vec![equals.into()],
            statuses: Vec::new(),
            code: None,
            message: Vec::new(),
            request_id: None,
            optional: false,
        }
    }

    /// Another value of success.
    #[must_use]
    pub fn or_equals(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// An HTTP status of successes; without one, all of 200 to 299 are.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.statuses.push(status);
        self
    }

    /// The member with the code of an error, where it is not the member of [`SuccessRule::new`].
    #[must_use]
    pub fn code(mut self, path: &str) -> Self {
        self.code = Some(Path::parse(path));
        self
    }

    /// A member with the message of an error; of several the first one with text counts. Without one, common names are
    /// tried, `message`, `msg` and so on.
    #[must_use]
    pub fn message(mut self, path: &str) -> Self {
        self.message.push(Path::parse(path));
        self
    }

    /// The member with the vendor's request id.
    #[must_use]
    pub fn request_id(mut self, path: &str) -> Self {
        self.request_id = Some(Path::parse(path));
        self
    }

    /// Some replies lack the member; then the HTTP status decides.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Checks a reply; for protocols that use the rule.
    ///
    /// # Errors
    /// Why the reply is not a success.
    pub fn check(&self, endpoint: &Endpoint, reply: &Reply, body: &Document<'_>) -> Result<(), Refusal> {
        let expected = match self.statuses.as_slice() {
            [] => reply.status.is_success(),
            statuses => statuses.contains(&reply.status.as_u16()),
        };
        match self.member.find(body) {
            Some(value) if expected && self.is_success(value) => holds_payload(endpoint, body),
            // Some endpoints return their payload without the rest of the envelope.
            None if expected && !endpoint.payload.is_empty() && body.get(endpoint.payload).is_some() => {
                Ok(())
            }
            None if self.optional && self.error_code(body).is_none() => check_status(endpoint, reply, body),
            None if reply.status.is_success() && self.error_code(body).is_none() => {
                Err(Refusal::Form(format!("the body has no member `{}`", self.member.0.join("."))))
            }
            None if self.error_code(body).is_none() && self.error_message(body).is_none() => {
                Err(Refusal::Status)
            }
            _ => Err(Refusal::Vendor(Box::new(self.error(reply, body)))),
        }
    }

    /// The vendor's request id in a body, if the rule names its member.
    pub fn find_request_id<'r>(&self, body: &Document<'r>) -> Option<Cow<'r, str>> {
        self.request_id.as_ref()?.find(body)?.as_str()
    }

    fn is_success(&self, found: Node<'_>) -> bool {
        let code = Code::of(found);
        self.values.iter().any(|value| match (value, &code) {
            (Value::Bool(value), _) => found.as_bool() == Some(*value),
            (Value::Number(value), Some(code)) => value.as_i64().is_some_and(|value| *code == value),
            (Value::String(value), Some(code)) => *code == **value,
            (value, _) => found.to_value() == *value,
        })
    }

    fn error(&self, reply: &Reply, body: &Document<'_>) -> VendorError {
        VendorError {
            code: self.error_code(body).unwrap_or_default(),
            message: self.error_message(body).unwrap_or_default(),
            rate_limited: reply.status == StatusCode::TOO_MANY_REQUESTS,
            transient: is_transient(reply.status),
            ..VendorError::default()
        }
    }

    fn error_code(&self, body: &Document<'_>) -> Option<Code> {
        Code::of(self.code.as_ref().unwrap_or(&self.member).find(body)?)
    }

    fn error_message(&self, body: &Document<'_>) -> Option<String> {
        let text = |node: Node<'_>| node.as_str().filter(|text| !text.is_empty()).map(Cow::into_owned);
        match self.message.as_slice() {
            [] => MESSAGES.iter().find_map(|name| text(body.get(name)?)),
            paths => paths.iter().find_map(|path| text(path.find(body)?)),
        }
    }
}

impl Path {
    fn parse(path: &str) -> Self {
        Self(path.split('.').map(str::to_owned).collect())
    }

    fn find<'d>(&self, body: &Document<'d>) -> Option<Node<'d>> {
        let (first, rest) = self.0.split_first()?;
        rest.iter().try_fold(body.get(first)?, |node, name| node.get(name))
    }
}

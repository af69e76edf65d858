//! Header names and values from text.

use crate::redact::is_secret;
use http::{HeaderName, HeaderValue};

/// A header from text; its value is marked sensitive when its name looks secret.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed = HeaderName::try_from(name).map_err(|_| format!("invalid header name `{name}`"))?;
    let mut value = HeaderValue::try_from(value)
        .map_err(|_| format!("invalid characters in the value of header `{name}`"))?;
    value.set_sensitive(is_secret(name));
    Ok((parsed, value))
}

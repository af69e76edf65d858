//! Tokens in one header, as most APIs take them: `Authorization: Bearer TOKEN`.

use super::exchange::{Keys, Received};

/// Checks the token in the header that the pages name, or in `Authorization`, where clients put it when no header is
/// named.
pub(super) fn check(request: &Received<'_>, keys: &Keys) -> Result<(), String> {
    let header = if request.auth_header.is_empty() { "Authorization" } else { request.auth_header };
    let value = request.headers.get(header).ok_or_else(|| format!("the header `{header}` is missing"))?;
    let value = value.to_str().map_err(|_| format!("the header `{header}` is not visible ASCII"))?;
    let token = value.trim().rsplit(' ').next().unwrap_or_default();
    if keys.has_token(token) {
        return Ok(());
    }
    Err(format!("the token in the header `{header}` is none that this server accepts"))
}

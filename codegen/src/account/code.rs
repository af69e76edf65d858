//! Blocks of code: what they hold, by their first characters.

use super::routes;

/// What a block of code holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// JSON, alone or behind a request line, a status line or a call.
    Json,
    /// A request or a call without JSON.
    Call,
    /// A route and no more: it is counted as such.
    Route,
    /// Something else.
    Other,
}

/// Lines of a block that are looked at for the JSON of a call: headers are not longer.
const HEAD: usize = 40;

/// What a block of code holds.
pub(super) fn holds(body: &str) -> Holds {
    let is_quoted = body.lines().all(|line| line.trim_start().starts_with('>'));
    let unquoted = |line| if is_quoted { super::blocks::unquoted(line) } else { line };
    let mut lines = body.lines().map(|line| unquoted(line).trim()).filter(|line| !line.is_empty());
    let Some(first) = lines.next() else { return Holds::Other };
    if is_json(first, lines.clone().next()) {
        return Holds::Json;
    }
    let is_call = begins_call(first);
    if !is_call && !is_status(first) && !is_label(first) {
        return Holds::Other;
    }
    let opens = |line: &str| opens_json(line) || is_call && has_json_argument(line);
    if opens(first) || lines.clone().take(HEAD).any(opens) {
        return Holds::Json;
    }
    let has_more = lines.clone().any(|line| !routes::is_route(line));
    match is_call || lines.take(HEAD).any(begins_call) {
        true if !has_more && routes::is_route(first) => Holds::Route,
        true => Holds::Call,
        false => Holds::Other,
    }
}

/// Whether a block is JSON from its first line on. What stands in brackets alone may be a shell's test or the section of
/// a settings file, so a list has to show a value.
fn is_json(first: &str, second: Option<&str>) -> bool {
    let mut chars = first.chars();
    let (bracket, inside) = (chars.next(), chars.as_str().trim_start());
    let inside = if inside.is_empty() { second.unwrap_or_default() } else { inside };
    let value = |c: char| "\"'{}[]/“”".contains(c) || c.is_ascii_digit();
    match bracket {
        Some('{') => !inside.starts_with(['{', '%', '#']),
        Some('[') => inside.starts_with(value) && !(inside.starts_with('[') && first.starts_with("[[")),
        _ => false,
    }
}

/// A line that begins JSON in the middle of a block.
fn opens_json(line: &str) -> bool {
    matches!(line, "{" | "[" | "{}" | "[]" | "[{")
        || ["{\"", "[{\"", "[\"", "{ \""].iter().any(|start| line.starts_with(start))
}

/// `curl -d '{…`.
fn has_json_argument(line: &str) -> bool {
    ["'{", "\"{", "'[", "$'{"].iter().any(|start| line.contains(start))
}

/// `HTTP/1.1 200 OK`.
fn is_status(line: &str) -> bool {
    line.starts_with("HTTP/")
}

/// `返回：`, `# Response`, `// request`: words above the JSON that they speak of.
fn is_label(line: &str) -> bool {
    line.starts_with(['#', '/']) && !line.starts_with("#!") && !line.contains(['(', ';', '='])
        || line.ends_with([':', '：']) && line.chars().count() <= 40 && !line.contains(['(', ';', '='])
        || !line.is_ascii() && line.chars().count() <= 40
}

/// Whether a line begins a call: a request line, a URL, or curl behind the prompt of a shell.
pub(super) fn begins_call(line: &str) -> bool {
    let line = line.trim_start_matches(['$', '>', '#']).trim_start();
    line.strip_prefix("curl").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\\']))
        || routes::is_route(line)
        || routes::begins_request(line)
}

//! Finding values in valid JSON text by following brackets and quotes.

use memchr::memchr2;

/// The rest of what is inside of a list or object. Text that is not valid JSON gives wrong values and no panic.
pub(super) struct Values<'d>(&'d str);

impl<'d> Values<'d> {
    /// The values in a list or object: items, or names and values in turn.
    pub(super) fn of(json: &'d str) -> Self {
        Self(json.get(1..).unwrap_or_default())
    }
}

impl<'d> Iterator for Values<'d> {
    type Item = &'d str;

    fn next(&mut self) -> Option<&'d str> {
        let between = |byte: &u8| matches!(byte, b',' | b':' | b' ' | b'\n' | b'\r' | b'\t');
        let start = self.0.bytes().position(|byte| !between(&byte))?;
        let rest = self.0.get(start..)?;
        if rest.starts_with(['}', ']']) {
            return None;
        }
        let (value, rest) = rest.split_at_checked(value_end(rest.as_bytes()))?;
        self.0 = rest;
        Some(value)
    }
}

/// Where the value ends that begins a text.
fn value_end(json: &[u8]) -> usize {
    match json.first() {
        Some(b'"') => string_end(json),
        Some(b'{' | b'[') => brackets_end(json),
        _ => {
            let ends = |byte: &u8| matches!(byte, b',' | b':' | b'}' | b']') || byte.is_ascii_whitespace();
            json.iter().position(ends).unwrap_or(json.len())
        }
    }
}

fn brackets_end(json: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0usize);
    while let Some(byte) = json.get(at) {
        at += match byte {
            b'"' => string_end(&json[at..]),
            b'}' | b']' if depth <= 1 => return at + 1,
            b'{' | b'[' => {
                depth += 1;
                1
            }
            b'}' | b']' => {
                depth -= 1;
                1
            }
            _ => 1,
        };
    }
    json.len()
}

fn string_end(json: &[u8]) -> usize {
    let mut at = 1;
    while let Some(found) = json.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if json[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    json.len()
}

/// How deeply lists and objects are nested; any number up to `limit` where it cannot be more.
pub(super) fn depth(json: &[u8], limit: usize) -> usize {
    let opens = |byte: &u8| matches!(byte, b'{' | b'[');
    // What is opened must be closed, so a short text is not deep.
    if json.len() <= 2 * limit {
        return json.len() / 2;
    }
    // Few brackets cannot be nested deeply, and counting them is much faster than following the strings.
    let brackets = json.iter().filter(|byte| opens(byte)).count();
    if brackets <= limit {
        return brackets;
    }
    let (mut depth, mut deepest) = (0usize, 0);
    let (mut quoted, mut escaped) = (false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            _ if opens(byte) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

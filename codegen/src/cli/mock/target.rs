//! The target of a request: path segments and query pairs, decoded.

/// Path and query of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Target {
    /// The segments of the path; a trailing slash gives an empty last one.
    pub(super) segments: Vec<String>,
    /// Names and values of the query.
    pub(super) query: Vec<(String, String)>,
}

impl Target {
    /// Reads a target as sent: `/a/b%2Fc?d=e`.
    pub(super) fn read(path: &str, query: Option<&str>) -> Self {
        let segments = path.trim_start_matches('/').split('/').map(decode).collect();
        Self { segments, query: pairs(query.unwrap_or_default()) }
    }
}

/// The pairs of a query or form.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(&name.replace('+', " ")), decode(&value.replace('+', " ")))
        })
        .collect()
}

/// Undoes percent encoding; what is none stays.
pub(super) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let (bytes, mut out) = (text.as_bytes(), Vec::with_capacity(text.len()));
    let mut at = 0;
    while at < bytes.len() {
        let digit = |at: usize| bytes.get(at).and_then(|byte| (*byte as char).to_digit(16));
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        let target = Target::read("/a/b%2Fc%3Ago/", Some("d=e+f&%E4%BD%A0=&g&h=100%"));
        assert_eq!(target.segments, ["a", "b/c:go", ""]);
        let query = [("d", "e f"), ("你", ""), ("g", ""), ("h", "100%")];
        assert_eq!(target.query, query.map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert_eq!(Target::read("/", None).segments, [""]);
    }
}

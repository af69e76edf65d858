//! Brackets of type cells.

/// The text before the first bracket.
pub(super) fn head(text: &str) -> &str {
    &text[..text.find(['<', '[', '(']).unwrap_or(text.len())]
}

/// Offset of the bracket that closes the one at the start.
pub(super) fn matching(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '<' | '[' | '(' | '{' => depth += 1,
            '>' | ']' | ')' | '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

/// Splits where no bracket is open.
pub(super) fn top_level<'t>(text: &'t str, separators: &[&str]) -> Vec<&'t str> {
    let (mut parts, mut depth, mut from, mut skip) = (Vec::new(), 0usize, 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '<' | '[' | '(' | '{' => depth += 1,
            '>' | ']' | ')' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 || at < skip {
            continue;
        }
        if let Some(separator) = separators.iter().find(|separator| text[at..].starts_with(**separator)) {
            parts.push(text[from..at].trim());
            from = at + separator.len();
            skip = from;
        }
    }
    parts.push(text[from..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

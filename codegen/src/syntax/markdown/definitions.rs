//! Lists of definitions: a term on a line, and below it a line that begins with a colon.

use super::document::Span;

/// The lines of a paragraph with each definition on the line of its term: `speed` above `: how it runs`.
pub(super) fn defined(text: &str, lines: &[Span]) -> Option<Vec<Span>> {
    let defines = |line: &Span| line.of(text).trim_start().starts_with(": ");
    let is_first = lines.first().is_some_and(defines);
    if is_first || !lines.iter().any(defines) {
        return None;
    }
    let mut out: Vec<Span> = Vec::with_capacity(lines.len());
    for line in lines {
        match out.last_mut().filter(|_| defines(line)) {
            Some(term) => term.end = line.end,
            None => out.push(*line),
        }
    }
    Some(out)
}

/// The definitions that indented lines are, each as its lines; none where the first line is no term.
pub(super) fn items(text: &str, lines: &[Span]) -> Vec<Vec<Span>> {
    let defines = |line: &Span| line.of(text).trim_start().starts_with(": ");
    let is_term = |at: usize| !defines(&lines[at]) && lines.get(at + 1).is_some_and(defines);
    if lines.is_empty() || !is_term(0) {
        return Vec::new();
    }
    let mut items: Vec<Vec<Span>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let raw = line.of(text);
        let own = Span::new(line.end - raw.trim_start().len(), line.end);
        let follows = |item: &[Span]| item.len() == 1 && item[0].end == lines[at - 1].end && defines(line);
        match items.last_mut().filter(|_| !is_term(at)) {
            Some(item) if follows(item) => item[0].end = own.end,
            Some(item) => item.push(own),
            None => items.push(vec![own]),
        }
    }
    items
}

//! Fences that are certain from their lines alone, so that nobody has to look at what they hold.

use std::ops::Range;

/// The mark of a fence, at the edge and alone where it closes.
const MARK: &str = "```";

/// The other one, which nothing here is certain of.
const OTHER: &str = "~~~";

/// Where the insides of fences lie, up to the first one that is not beyond doubt: its mark begins a line, another such
/// line closes it, and nothing above reaches into it, be it a fence of another form or a block of HTML.
pub(super) fn insides(text: &str) -> Vec<Range<usize>> {
    let mut insides = Vec::new();
    let mut from = 0;
    while let Some(at) = find(text, from) {
        let above = &text[from..at];
        let stands = begins_block(above) && !may_reach_on(above);
        let Some(inside) = stands.then(|| inside(text, at)).flatten() else { break };
        from = line_end(text, inside.end);
        insides.push(inside);
    }
    insides
}

/// The next mark of either kind.
fn find(text: &str, from: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[from..];
    let is_mark = |at: &usize| [MARK, OTHER].iter().any(|mark| bytes[*at..].starts_with(mark.as_bytes()));
    memchr::memchr2_iter(b'`', b'~', bytes).find(is_mark).map(|at| from + at)
}

/// Where the line ends, its break included.
fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length + 1)
}

/// Whether what stands above, which begins where a line begins, lets any block begin: it ends in a blank line, or in a
/// heading below one.
fn begins_block(above: &str) -> bool {
    let mut lines = above.split('\n').rev();
    // The mark has to be the first of its line.
    if lines.next() != Some("") {
        return false;
    }
    let mut is_blank = || lines.next().is_none_or(|line| line.trim_ascii().is_empty());
    is_blank() || is_heading(above.trim_ascii_end()) && is_blank()
}

/// Whether the last line is a heading.
fn is_heading(above: &str) -> bool {
    let line = above.rsplit('\n').next().unwrap_or(above);
    let title = line.trim_start_matches('#');
    title.starts_with(' ') && (1..=6).contains(&(line.len() - title.len())) && !line.contains('\r')
}

/// Whether a block of HTML may begin here that blank lines do not end.
fn may_reach_on(above: &str) -> bool {
    let opens = |at: usize| {
        let tag = above.as_bytes()[at + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let tag = &above[at + 1..at + 1 + tag];
        above[at + 1..].starts_with(['!', '?'])
            || ["pre", "script", "style", "textarea"].iter().any(|word| word.eq_ignore_ascii_case(tag))
    };
    memchr::memchr_iter(b'<', above.as_bytes()).any(opens)
}

/// The inside of the fence that begins at `at`: the next mark of the text closes it.
fn inside(text: &str, at: usize) -> Option<Range<usize>> {
    let start = line_end(text, at);
    let info = text[at..start].strip_prefix(MARK)?.strip_suffix('\n')?;
    let info = info.strip_suffix('\r').unwrap_or(info);
    let close = find(text, start)?;
    let closing = text[close..line_end(text, close)].trim_end_matches(['\n', '\r', ' ', '\t']);
    let is_plain = !info.contains(['`', '\r']) && closing == MARK && text[..close].ends_with('\n');
    is_plain.then_some(start..close)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let held: Vec<&str> = insides(text).into_iter().map(|inside| &text[inside]).collect();
        assert_eq!(held, expect, "{text}");
    }

    #[test]
    fn fences_between_paragraphs_are_certain() {
        check("```\na\n```\n", &["a\n"]);
        check("text\n\n```json\r\n{\r\n\n}\r\n```\r\n\n# b\n```\n```", &["{\r\n\n}\r\n", ""]);
        check("- item\n\n```\n# a\n```  \n\n```\nb\n```", &["# a\n", "b\n"]);
    }

    #[test]
    fn where_there_is_doubt_nothing_is_certain() {
        check("text\n```\na\n```\n", &[]);
        check("<div>\n# a\n```\na\n```\n", &[]);
        check("<!--\n\n```\na\n```\n", &[]);
        check("  ```\n\n```\na\n```\n", &[]);
        check("~~~\n\n```\na\n```\n", &[]);
        check("```a`b\n\n```\na\n```\n", &[]);
        check("```\na\n  ```\n\n```\nb\n```\n", &[]);
        check("````\n\n```\na\n```\n", &[]);
        check("```\na", &[]);
    }
}

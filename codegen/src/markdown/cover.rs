//! Covering rows and code: of a table and of a fence pulldown-cmark is asked for its place alone, and would look at every
//! cell and every line.

use super::fences;
use memchr::memmem::Finder;

/// A text with most tables and code left out: of rows that follow each other one pipe is there, of a fence its marks, and
/// no other block is changed.
///
/// A row stays where something above may reach into it: a paragraph that it goes on with, or a block of HTML that ends
/// at some `>`. A lone carriage return ends a line, too, so that such a line is no row.
pub(super) struct Covered {
    pub(super) text: String,
    /// Places in it, and how many bytes are left out before each.
    gaps: Vec<(usize, usize)>,
}

impl Covered {
    pub(super) fn new(text: &str) -> Self {
        let mut covered = Self { text: String::with_capacity(text.len()), gaps: Vec::new() };
        let mut copied = 0;
        for inside in fences::insides(text) {
            copied = covered.rows(text, copied, inside.start);
            covered.leave_out(&text[copied..inside.start], inside.end);
            copied = inside.end;
        }
        copied = covered.rows(text, copied, text.len());
        covered.text.push_str(&text[copied..]);
        covered
    }

    /// Copies what stands before the last row of a part, and leaves out the rows; returns how far it came.
    fn rows(&mut self, text: &str, start: usize, end: usize) -> usize {
        let (first_row, mut copied, mut from) = (Finder::new("\n|"), start, start);
        while let Some(at) = text.as_bytes().get(from..end).and_then(|rest| first_row.find(rest)) {
            from += at + 1;
            if !begins_paragraph(&text[..from - 1]) {
                continue;
            }
            let mut goes_on = false;
            while text.as_bytes().get(from) == Some(&b'|') {
                let (row, next) = row(text, from);
                if let Some(row) = row {
                    let pipe = if goes_on { "" } else { &text[copied..=from] };
                    copied = from + row.len();
                    self.leave_out(pipe, copied);
                }
                goes_on = row.is_some();
                from = next;
            }
        }
        copied
    }

    /// Adds a part; what follows it begins at `next` in the whole text.
    fn leave_out(&mut self, part: &str, next: usize) {
        if part.is_empty() {
            self.gaps.pop();
        }
        self.text.push_str(part);
        self.gaps.push((self.text.len(), next - self.text.len()));
    }

    /// Where a place of this text is in the whole one.
    pub(super) fn place(&self, at: usize) -> usize {
        let before = self.gaps.partition_point(|(gap, _)| *gap <= at);
        at + before.checked_sub(1).map_or(0, |last| self.gaps[last].1)
    }
}

/// Whether a paragraph begins behind the last line: that is blank or a heading.
fn begins_paragraph(before: &str) -> bool {
    let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
    let line = before[start..].trim_ascii();
    let title = line.trim_start_matches('#');
    let is_heading = title.starts_with(' ') && (1..=6).contains(&(line.len() - title.len()));
    line.is_empty() || is_heading && !line.contains('\r')
}

/// The row that begins at `start`, unless it has to stay, and where the next line begins.
fn row(text: &str, start: usize) -> (Option<&str>, usize) {
    let rest = &text[start..];
    let end = memchr::memchr3(b'\n', b'>', b'\r', rest.as_bytes()).unwrap_or(rest.len());
    let line_end = memchr::memchr(b'\n', &rest.as_bytes()[end..]).map_or(rest.len(), |at| end + at);
    let is_whole = matches!(&rest[end..line_end], "" | "\r");
    (is_whole.then(|| rest[..end].trim_ascii_end()), start + line_end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn rows_that_nothing_reaches_into_are_left_out() {
        let text = "|0|\n# a\n|`b|\t\r\n|表 | \n|a>b|\n|c|\ntext\n|d|\n\n|e|\n\n|f\rg|";
        let expect = "|0|\n# a\n| \n|a>b|\n|\ntext\n|d|\n\n|\n\n|f\rg|";
        let covered = Covered::new(text);
        assert_eq!(covered.text, expect);
        for word in ["# a", "|a>b|", "\ntext", "|d|", "|f\rg"] {
            assert_eq!(covered.text.find(word).map(|at| covered.place(at)), text.find(word), "{word}");
        }
        assert_eq!(covered.place(expect.len()), text.len());
    }

    /// Lines that open, end or go on with blocks.
    const LINES: &[&str] = &[
        "", "|a|", "|`b|", "|c> |", "| d] |  ", " |e|", "# f", "#g", "- h", "> i", "```", "~~~", "<div>",
        "<!--", "-->", "[j]:", "[k", "]: l", "---", "|---|", "    m", "n\r|o|", "\\", "1. p", "</pre>",
        "<pre>", "\t|q|", "```r", "  ```", "````", "```\rs", "<b>", "<script>", "<?", "=",
    ];

    fn blocks(text: &str, place: impl Fn(usize) -> usize) -> Vec<(String, usize, usize)> {
        let is_asked_for = |tag: &Tag<'_>| {
            matches!(tag, Tag::Heading { .. } | Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock)
        };
        let events = Parser::new_ext(text, Options::empty()).into_offset_iter();
        let starts = events.filter_map(|(event, range)| match event {
            Event::Start(tag) if is_asked_for(&tag) => {
                Some((format!("{tag:?}"), place(range.start), place(range.end)))
            }
            _ => None,
        });
        starts.collect()
    }

    proptest! {
        #[test]
        fn every_block_is_where_it_was(lines in vec(select(LINES), 0..12), end in select(&["\n", "\r\n"][..])) {
            let text = lines.join(end);
            let covered = Covered::new(&text);
            prop_assert_eq!(blocks(&covered.text, |at| covered.place(at)), blocks(&text, |at| at));
        }
    }
}

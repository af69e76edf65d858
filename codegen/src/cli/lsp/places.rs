//! Places: from the bytes of a page to positions in the editor and back. A page that a template makes stands in the editor
//! as the template; lines that both have lead to each other, and what the template puts in stands where it is put in. In the
//! same way a file of overrides that is edited leads to what was saved of it.

use super::positions::{Encoding, Lines};
use lsp_types::{Position, Range};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// One file as the compiler and as the editor has it.
pub(super) struct View<'a> {
    shown: Lines<'a>,
    template: Option<Template<'a>>,
}

/// A page that is not the text in the editor.
struct Template<'a> {
    page: Lines<'a>,
    /// The line in the editor of each line of the page, and whether it is the same.
    lines: Vec<(u32, bool)>,
}

impl<'a> View<'a> {
    /// Of a file whose text is that of the editor.
    pub(super) fn plain(text: &'a str, encoding: Encoding) -> Self {
        Self { shown: Lines::new(text, encoding), template: None }
    }

    /// Of a page that a template makes.
    pub(super) fn expanded(page: &'a str, template: String, encoding: Encoding) -> Self {
        if template == page {
            return Self::plain(page, encoding);
        }
        let (shown, page) = (Lines::new(template, encoding), Lines::new(page, encoding));
        let lines = lines(&page, &shown);
        Self { shown, template: Some(Template { page, lines }) }
    }

    /// The range in the editor of some bytes of the page.
    pub(super) fn range(&self, start: usize, end: usize) -> Range {
        let Some(Template { page, lines }) = &self.template else { return self.shown.range(start, end) };
        let place = |offset: usize, is_end: bool| {
            let position = page.position(offset);
            match lines.get(position.line as usize) {
                Some((line, true)) => Position { line: *line, ..position },
                Some((line, false)) => {
                    let bytes = self.shown.line(*line as usize);
                    self.shown.position(if is_end { bytes.end } else { bytes.start })
                }
                None => self.shown.position(self.shown.text().len()),
            }
        };
        let (start, end) = (place(start, false), place(end.max(start), true));
        Range { start, end: end.max(start) }
    }

    /// Whether the line of a byte of the page stands in the editor as it is.
    pub(super) fn shows(&self, offset: usize) -> bool {
        let Some(Template { page, lines }) = &self.template else { return true };
        lines.get(page.line_at(offset)).is_some_and(|(_, same)| *same)
    }

    /// The byte of the page at a position in the editor; none where the page has something else there.
    pub(super) fn offset(&self, position: Position) -> Option<usize> {
        let Some(Template { page, lines }) = &self.template else { return Some(self.shown.offset(position)) };
        let line = lines.iter().position(|line| *line == (position.line, true))?;
        Some(page.offset(Position { line: line as u32, ..position }))
    }
}

/// The line of `shown` for each line of `page`.
fn lines(page: &Lines<'_>, shown: &Lines<'_>) -> Vec<(u32, bool)> {
    let all = |lines: &Lines<'_>| -> Vec<String> {
        (0..lines.count()).map(|at| lines.text()[lines.line(at)].to_owned()).collect()
    };
    let (old, new) = (all(shown), all(page));
    let mut lines = Vec::with_capacity(new.len());
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (shown, page) = (op.old_range(), op.new_range());
        match op {
            DiffOp::Equal { .. } => lines.extend(shown.map(|line| (line as u32, true))),
            _ => lines.extend(page.map(|_| (shown.start.min(old.len().saturating_sub(1)) as u32, false))),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_puts_in_stands_where_it_is_put_in() {
        let template = "# 世 x\n{% include \"_part\" %}\n| 😀a | b |\n".to_owned();
        let page = "# 世 x\none\ntwo\n| 😀a | b |\n";
        let view = View::expanded(page, template, Encoding::Utf16);
        let range = |word: &str| {
            let at = page.find(word).unwrap();
            let Range { start, end } = view.range(at, at + word.len());
            [(start.line, start.character), (end.line, end.character)]
        };
        assert_eq!(range("x"), [(0, 4), (0, 5)]);
        assert_eq!(range("two"), [(1, 0), (1, 21)]);
        assert_eq!(range("a |"), [(2, 4), (2, 7)]);
        assert_eq!(view.offset(Position { line: 2, character: 4 }), page.find('a'));
        assert_eq!(view.offset(Position { line: 1, character: 3 }), None);
    }
}

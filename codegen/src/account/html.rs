//! HTML: rows as `<tr>`, samples in `<pre>`.

use super::code::{Holds, holds};
use super::{Account, Sample, Table};
use crate::syntax::markdown::Span;

/// Reads the tables and `<pre>` blocks outside of fences; they join what the lines gave, in file order.
pub(super) fn read(text: &str, fences: &[Span], account: &mut Account) {
    let bytes = text.as_bytes();
    let has = |tags: [&[u8]; 2]| tags.iter().any(|tag| memchr::memmem::find(bytes, tag).is_some());
    if !has([b"<tr", b"<TR"]) && !has([b"<pre", b"<PRE"]) {
        return;
    }
    let mut scan = Scan { text, account, open: Vec::new(), done: Vec::new(), closed: false };
    let mut fences = fences.iter().peekable();
    let mut inside = 0;
    for at in memchr::memchr_iter(b'<', bytes) {
        while let Some(fence) = fences.next_if(|fence| fence.end <= at) {
            inside = inside.max(fence.end);
        }
        if at < inside || fences.peek().is_some_and(|fence| fence.start <= at) {
            continue;
        }
        if let Some(end) = scan.tag(at) {
            inside = end;
        }
    }
    scan.finish();
}

/// A table whose end has not come.
#[derive(Default)]
struct Open {
    header: Option<Span>,
    rows: Vec<Span>,
    /// The row at hand, and whether it has a cell that is no title.
    row: Option<(usize, bool)>,
}

struct Scan<'a, 'c> {
    text: &'a str,
    account: &'c mut Account,
    /// Tables in cells of tables stand behind these.
    open: Vec<Open>,
    done: Vec<Open>,
    /// Whether no `</pre>` follows.
    closed: bool,
}

impl Scan<'_, '_> {
    /// A tag; returns where to go on when what follows is no markup.
    fn tag(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text.as_bytes()[at + 1..];
        let is = |name: &str| {
            rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
                && rest.get(name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric())
        };
        match () {
            () if is("table") => self.open.push(Open::default()),
            () if is("/table") => {
                self.end_row(at);
                self.done.extend(self.open.pop());
            }
            () if is("tr") => {
                self.end_row(at);
                if self.open.is_empty() {
                    self.open.push(Open::default());
                }
                self.set_row(Some((at, false)));
            }
            () if is("/tr") => self.end_row(at),
            () if is("td") => {
                let row = self.open.last().and_then(|table| table.row);
                self.set_row(row.map(|(start, _)| (start, true)));
            }
            () if is("pre") && !self.closed => return self.pre(at),
            () => {}
        }
        None
    }

    fn set_row(&mut self, row: Option<(usize, bool)>) {
        if let Some(table) = self.open.last_mut() {
            table.row = row;
        }
    }

    fn end_row(&mut self, end: usize) {
        let Some(table) = self.open.last_mut() else { return };
        let Some((start, has_cells)) = table.row.take() else { return };
        let span = Span::new(start, end);
        match () {
            () if table.header.is_none() && table.rows.is_empty() => table.header = Some(span),
            () if has_cells => table.rows.push(span),
            () => {}
        }
    }

    /// A `<pre>` and what it shows; returns where it ends.
    fn pre(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let close = end_of_pre(rest);
        self.closed = close.is_none();
        let open = rest.find('>')? + 1;
        let mut body = rest.get(open..close?)?;
        while let Some(after) = body.trim_start().strip_prefix('<').and_then(|tag| tag.split_once('>')) {
            body = after.1;
        }
        let json = match holds(body) {
            Holds::Json => Some(true),
            Holds::Call => Some(false),
            Holds::Route | Holds::Other => None,
        };
        let end = at + close?;
        let span = Span::new(end - body.len(), end);
        self.account.samples.extend(json.map(|json| Sample { span, json }));
        Some(end)
    }

    /// Puts what was found among what the lines gave.
    fn finish(mut self) {
        self.end_row(self.text.len());
        self.done.append(&mut self.open);
        self.account.samples.sort_by_key(|sample| sample.span);
        if self.done.iter().all(|table| table.rows.is_empty()) {
            return;
        }
        let Account { rows, tables, .. } = self.account;
        let mut headers: Vec<Option<Span>> = tables.iter().map(|table| table.header).collect();
        let of_lines = tables.iter().enumerate();
        let mut all: Vec<(Span, usize)> = of_lines
            .flat_map(|(at, table)| rows[table.rows.clone()].iter().map(move |row| (*row, at)))
            .collect();
        for table in self.done {
            all.extend(table.rows.into_iter().map(|row| (row, headers.len())));
            headers.push(table.header);
        }
        // A table in a cell parts the rows of the one around it.
        all.sort_unstable();
        *rows = all.iter().map(|(row, _)| *row).collect();
        tables.clear();
        for own in all.chunk_by(|(_, a), (_, b)| a == b) {
            let start = tables.last().map_or(0, |table| table.rows.end);
            tables.push(Table { header: headers[own[0].1], rows: start..start + own.len() });
        }
    }
}

fn end_of_pre(text: &str) -> Option<usize> {
    let is_end = |at: &usize| {
        let tag = text.as_bytes().get(*at..at + 5);
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(b"</pre"))
    };
    memchr::memchr_iter(b'<', text.as_bytes()).find(is_end)
}

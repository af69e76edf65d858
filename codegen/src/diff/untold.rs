//! Texts of pages that differ although no entry stands on them: what differs is nothing that the model holds. A limit or a
//! duty may be stated there all the same.

use super::entry::{Entry, Place, Side};
use super::report::Report;
use super::reworded::Reworded;
use super::{layout, roots, rules, wording};
use crate::model::Origin;
use crate::source::{self, SourceFile};
use rayon::prelude::*;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Most lines of pages that are held against each other; longer ones are told when no entry stands on them at all.
const LINES: usize = 50_000;

/// A page in both docs.
struct Twins<'f> {
    old: &'f SourceFile,
    new: &'f SourceFile,
    /// Its path below the folder of its side.
    path: &'f str,
}

/// Lines that gave way to others, counted from 0.
type Change = [Range<usize>; 2];

/// What entries tell of a page.
struct Told<'e> {
    /// The lines of each side on which one stands.
    lines: [Vec<usize>; 2],
    /// What they say that the page says.
    says: Vec<&'e str>,
    /// Hosts of whole services that are others: the entry stands on the first page alone.
    hosts: Vec<[&'e str; 2]>,
}

impl<'e> Told<'e> {
    fn of(twins: &Twins<'_>, entries: &'e [Entry]) -> Self {
        let of = |file: &SourceFile, place: &Option<Place>| {
            let own = place.as_ref().filter(|it| it.file == file.path)?;
            Some((own.line as usize).saturating_sub(1))
        };
        let (mut lines, mut says, mut hosts) = ([Vec::new(), Vec::new()], Vec::new(), Vec::new());
        for entry in entries {
            let places = [of(twins.old, &entry.old), of(twins.new, &entry.new)];
            if places.iter().any(Option::is_some) {
                says.extend(entry.before.iter().chain(&entry.after).map(String::as_str));
            }
            places.iter().zip(&mut lines).for_each(|(place, lines)| lines.extend(place));
            if let (true, Some(old), Some(new)) =
                (entry.code == rules::HOST_CHANGED.code.id, &entry.before, &entry.after)
            {
                hosts.push([old.as_str(), new.as_str()]);
            }
        }
        Self { lines, says, hosts }
    }

    fn tells_host(&self, lines: &[Vec<&str>; 2], change: &Change) -> bool {
        let has = |side: usize, host: &str| {
            lines[side][change[side].clone()].iter().any(|line| line.contains(host))
        };
        self.hosts.iter().any(|[old, new]| has(0, old) && has(1, new))
    }

    /// Whether no entry tells a change: none stands on its lines, or on the block that they are in, and none shows them.
    fn leaves(&self, lines: &[Vec<&str>; 2], blocks: &[Vec<Range<usize>>; 2], change: &Change) -> bool {
        (0..2).all(|side| {
            let around = around(&blocks[side], &change[side]);
            let is_shown = |line: &&str| self.says.iter().any(|says| says.contains(line.trim()));
            let own = &lines[side][change[side].clone()];
            !self.lines[side].iter().any(|line| around.contains(line)) && !own.iter().any(is_shown)
        })
    }

    /// Whether nothing is told of a page.
    fn is_empty(&self) -> bool {
        self.lines.iter().all(Vec::is_empty)
    }
}

impl Report {
    /// The report with an entry for each page of which some text is another and no entry speaks. Pages are paired by their
    /// paths below the folder that all of their side are in.
    #[must_use]
    pub fn with_untold(self, old: &[SourceFile], new: &[SourceFile]) -> Self {
        let [above, others] = [old, new].map(|files| roots::of(files.iter().map(|file| file.path.as_str())));
        let before: BTreeMap<&str, &SourceFile> =
            old.iter().map(|file| (&file.path[above..], file)).collect();
        let twins = new.par_iter().filter_map(|new| {
            let path = &new.path[others..];
            let old = *before.get(path)?;
            (source::is_page(&new.path) && old.text != new.text).then_some(Twins { old, new, path })
        });
        let untold: Vec<Entry> = twins.flat_map_iter(|twins| twins.untold(&self.entries)).collect();
        if untold.is_empty() {
            return self;
        }
        let mut entries = self.entries;
        entries.extend(untold);
        Self::new(entries)
    }
}

impl Twins<'_> {
    /// The entries on what no other one tells.
    fn untold(&self, entries: &[Entry]) -> Vec<Entry> {
        let lines = [self.old, self.new].map(|file| file.text.lines().collect::<Vec<_>>());
        let told = Told::of(self, entries);
        let blocks = [blocks(&lines[0]), blocks(&lines[1])];
        let changes = changes(&lines[0], &lines[1]);
        let is_open =
            |change: &&Change| !told.tells_host(&lines, change) && told.leaves(&lines, &blocks, change);
        // Rows that follow each other are told one by one.
        let open: Vec<Change> = changes
            .into_iter()
            .flat_map(|change| if is_open(&&change) { vec![change] } else { rows(&lines, &change) })
            .filter(|change| is_open(&change))
            .collect();
        let said: Vec<Vec<Entry>> = open.iter().map(|change| self.reworded(&lines, change)).collect();
        // Facts are read from tables, lists, code and addresses: where a page has an entry, quiet changes there are told by it.
        let is_quiet = |change: &Change| {
            told.is_empty()
                || (0..2).all(|side| {
                    !is_code(&lines[side], change[side].start)
                        && lines[side][change[side].clone()].iter().all(|line| is_prose(line))
                })
        };
        let quiet = open.iter().zip(&said).filter(|(change, said)| said.is_empty() && is_quiet(change));
        let quiet: Vec<&Change> = quiet.map(|(change, _)| change).collect();
        let mut found: Vec<Entry> = said.into_iter().flatten().collect();
        if let Some(first) = quiet.first() {
            let what = match quiet.len() {
                1 => "differs in a place that changes no fact".to_owned(),
                count => format!("differs in {count} places that change no fact"),
            };
            let says = texts(&lines, first).map(|it| Some(it).filter(|it| !it.is_empty()));
            found.push(self.entry(&rules::UNREAD_TEXT, &what, says, first));
        }
        found
    }

    /// What a change says otherwise by its words.
    fn reworded(&self, lines: &[Vec<&str>; 2], change: &Change) -> Vec<Entry> {
        let [old, new] = texts(lines, change);
        let is_of_both =
            |is_it: fn(&[&str], &Range<usize>) -> bool| (0..2).all(|side| is_it(&lines[side], &change[side]));
        let in_code = is_of_both(|lines, range| is_code(lines, range.start));
        if in_code || is_of_both(is_front_matter) || [&old, &new].iter().any(|text| is_picture(text)) {
            return Vec::new();
        }
        // Titles of columns speak of all rows, and what they and whole cells say of presence is read.
        let is_cell = |word: &String| [&old, &new].iter().any(|text| has_cell(text, word));
        let titles = [0, 1].map(|side| titles(&lines[side], change[side].start));
        let is_read = |it: &Reworded| match it.rule.code.id {
            id if id == rules::CONDITION_CHANGED.code.id => {
                is_of_both(is_title) || it.says.iter().flatten().any(is_cell)
            }
            // Columns that stand in another order.
            id => id == rules::MEANINGS_EXCHANGED.code.id && titles[0] != titles[1],
        };
        let rows = rows(lines, change);
        let found: Vec<Reworded> = match exchanged_rows(lines, &rows) {
            true => vec![Reworded::new(&rules::MEANINGS_EXCHANGED, EXCHANGED.to_owned(), &old, &new)],
            false => wording::compare(&old, &new, true),
        };
        let found = found.into_iter().filter(|it| !is_read(it));
        found.map(|it| self.entry(it.rule, &it.what, it.says, change)).collect()
    }

    fn entry(&self, rule: &'static rules::Rule, what: &str, says: [Option<String>; 2], at: &Change) -> Entry {
        let place = |file: &SourceFile, range: &Range<usize>| {
            let text = file.text.lines().nth(range.start).filter(|_| !range.is_empty())?;
            let line = range.start as u32 + 1;
            let start = (text.as_ptr().addr() - file.text.as_ptr().addr()) as u32;
            let origin = Origin { file: file.id, line, start, end: start + text.len() as u32 };
            Some(Place { file: file.path.clone(), line, origin })
        };
        let message = format!("the text of `{}` {what}", self.path);
        let [before, after] = says;
        Entry::new(rule, Side::Request, self.path, message)
            .says(before, after)
            .at(place(self.old, &at[0]), place(self.new, &at[1]))
    }
}

/// The lines of a change, of both sides.
fn texts(lines: &[Vec<&str>; 2], change: &Change) -> [String; 2] {
    [0, 1].map(|side| lines[side][change[side].clone()].join("\n"))
}

/// Whether a word is a whole cell of a row.
fn has_cell(text: &str, word: &str) -> bool {
    text.contains('|') && text.split(['|', '\n']).any(|cell| cell.trim() == word)
}

/// The single rows of a change that is of as many rows on both sides.
fn rows(lines: &[Vec<&str>; 2], [old, new]: &Change) -> Vec<Change> {
    let are_rows = |lines: &[&str]| lines.iter().all(|line| line.trim_start().starts_with('|'));
    let is_of_rows = are_rows(&lines[0][old.clone()]) && are_rows(&lines[1][new.clone()]);
    if !is_of_rows || old.len() != new.len() {
        return Vec::new();
    }
    old.clone().zip(new.clone()).map(|(old, new)| [old..old + 1, new..new + 1]).collect()
}

/// The titles of the table that a line is in.
fn titles(lines: &[&str], at: usize) -> Option<String> {
    let above = lines[..(at + 2).min(lines.len())]
        .iter()
        .rposition(|line| !line.contains('|'))
        .map_or(0, |at| at + 1);
    let title = (above..=at).find(|at| is_title(lines, &(*at..at + 1)))?;
    Some(layout::line(lines[title]))
}

/// What is said of rows that are exchanged.
const EXCHANGED: &str = "says of one row what it said of another";

/// Whether rows begin with what they began with, and go on with what others went on with.
fn exchanged_rows(lines: &[Vec<&str>; 2], rows: &[Change]) -> bool {
    let parts = |side: usize| -> Vec<(String, String)> {
        let row = |change: &Change| layout::line(lines[side][change[side].start]);
        rows.iter()
            .map(row)
            .filter_map(|row| row.split_once('|').map(|(a, b)| (a.to_owned(), b.to_owned())))
            .collect()
    };
    let (before, after) = (parts(0), parts(1));
    let rest = |parts: &[(String, String)]| {
        let mut rest: Vec<String> = parts.iter().map(|(_, rest)| rest.clone()).collect();
        rest.sort();
        rest
    };
    let heads = |parts: &[(String, String)]| parts.iter().map(|(head, _)| head.clone()).collect::<Vec<_>>();
    before.len() > 1 && heads(&before) == heads(&after) && before != after && rest(&before) == rest(&after)
}

/// Whether lines are among the settings that a page begins with.
fn is_front_matter(lines: &[&str], range: &Range<usize>) -> bool {
    let is_rule = |line: &&str| line.trim_end() == "---";
    let end = lines.iter().skip(1).position(&is_rule).map(|at| at + 1);
    lines.first().is_some_and(is_rule) && end.is_some_and(|end| range.end <= end)
}

fn is_picture(text: &str) -> bool {
    text.contains("![") || text.contains("<img")
}

/// Whether a line is text, or nothing: no row, heading, tag or address.
fn is_prose(line: &str) -> bool {
    let line = line.trim();
    !line.starts_with(['|', '#', '<', '`', '/', '{', '[']) && !line.contains("://") && !line.contains(" | ")
}

/// Whether lines are the titles of the columns of a table.
fn is_title(lines: &[&str], range: &Range<usize>) -> bool {
    let is_rule = |line: &&str| line.contains('-') && line.chars().all(|c| "|-: ".contains(c));
    range.len() == 1 && lines.get(range.end).is_some_and(is_rule)
}

fn is_comment(line: &str) -> bool {
    line.starts_with("<!--") && line.ends_with("-->")
}

/// Whether a line is in a block of code.
fn is_code(lines: &[&str], at: usize) -> bool {
    lines[..at].iter().filter(|line| is_fence(line)).count() % 2 == 1
}

fn is_fence(line: &str) -> bool {
    ["```", "~~~"].iter().any(|fence| line.trim_start().starts_with(fence))
}

/// The lines that gave way to others; layout does not count.
fn changes(old_lines: &[&str], new_lines: &[&str]) -> Vec<Change> {
    let plain = |lines: &[&str]| -> Vec<String> { lines.iter().map(|line| layout::line(line)).collect() };
    if old_lines.len().max(new_lines.len()) > LINES {
        return vec![[0..old_lines.len(), 0..new_lines.len()]];
    }
    let (before, after) = (plain(old_lines), plain(new_lines));
    let is_other = |change: &Change| {
        let [old, new] =
            [(&before, &change[0]), (&after, &change[1])].map(|(lines, at)| lines[at.clone()].join("\n"));
        let in_code = is_code(old_lines, change[0].start) && is_code(new_lines, change[1].start);
        !(layout::same(&old, &new) || in_code && layout::same_code(&old, &new))
    };
    let has_text = |change: &Change| {
        let is_text = |lines: &[String], range: &Range<usize>| {
            lines[range.clone()].iter().any(|line| !line.is_empty() && !is_comment(line))
        };
        is_text(&before, &change[0]) || is_text(&after, &change[1])
    };
    let ranges =
        capture_diff_slices(Algorithm::Myers, &before, &after).into_iter().filter_map(|op| match op {
            DiffOp::Equal { .. } => None,
            other => Some([other.old_range(), other.new_range()]),
        });
    let (ours, theirs): (BTreeSet<&String>, BTreeSet<&String>) =
        (before.iter().collect(), after.iter().collect());
    // Lines that only stand elsewhere.
    let moved = |change: &Change| {
        let are_all =
            |lines: &[String], others: &BTreeSet<&String>| lines.iter().all(|line| others.contains(line));
        are_all(&before[change[0].clone()], &theirs) && are_all(&after[change[1].clone()], &ours)
    };
    ranges.filter(has_text).filter(is_other).filter(|change| !moved(change)).collect()
}

/// The lines that belong together: of a block of code, of a paragraph. A row is by itself.
fn blocks(lines: &[&str]) -> Vec<Range<usize>> {
    let (mut blocks, mut start, mut in_code) = (Vec::new(), 0, false);
    for (at, line) in lines.iter().enumerate() {
        in_code ^= is_fence(line);
        let is_row = line.trim_start().starts_with('|');
        let ends = !in_code && (is_fence(line) || is_row || line.trim().is_empty());
        if ends {
            blocks.push(start..at + 1);
            start = at + 1;
        }
    }
    blocks.push(start..lines.len());
    blocks
}

/// The blocks that a range touches.
fn around(blocks: &[Range<usize>], range: &Range<usize>) -> Range<usize> {
    let first = blocks.partition_point(|block| block.end <= range.start);
    let mut found = blocks[first..].iter().take_while(|block| block.start < range.end);
    let Some(first) = found.next() else { return range.clone() };
    first.start..found.last().unwrap_or(first).end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Vec<SourceFile> {
        list.iter().zip(0..).map(|((path, text), id)| SourceFile::new(id, *path, *text)).collect()
    }

    /// Codes and places of what is told of two sets of pages without a model.
    #[track_caller]
    fn check(old: &[(&str, &str)], new: &[(&str, &str)], expect: &[&str]) {
        let report = Report::new(Vec::new()).with_untold(&files(old), &files(new));
        let line = |place: &Option<Place>| place.as_ref().map_or(0, |place| place.line);
        let entry = |it: &Entry| format!("{} {} {} {}", it.kind, it.fact, line(&it.old), line(&it.new));
        assert_eq!(report.entries.iter().map(entry).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn pages_without_an_entry() {
        let old = [
            ("HEAD:docs/a.md", "1"),
            ("HEAD:docs/b/c.md", "2"),
            ("HEAD:docs/说/d.md", "3"),
            ("HEAD:docs/语.md", ""),
        ];
        let new = [
            ("new/a.md", "1"),
            ("new/b/c.md", "other"),
            ("new/说/d.md", "3"),
            ("new/语.md", ""),
            ("new/e.md", "4"),
        ];
        check(&old, &new, &["unread-text-changed b/c.md 1 1"]);
        check(&new, &new, &[]);
        check(&[], &new, &[]);
        check(&[("x.md", "a")], &[("d/x.md", "b")], &["unread-text-changed x.md 1 1"]);
    }

    #[test]
    fn what_the_text_says() {
        for (old, new, expect) in [
            ("At most 500 hosts.", "At most 100 hosts.", &["bounds-narrowed a.md 3 3"][..]),
            ("| a | x |\n| b | y |", "| a | y |\n| b | x |", &["meanings-exchanged a.md 3 3"]),
            ("| a |\n|---|\n| b |", "| c |\n|---|\n| b |", &["unread-text-changed a.md 3 3"]),
            ("At  most 500 hosts.", "At most 500 hosts. ", &[]),
            ("One of both.", "Both.", &["unread-text-changed a.md 3 3"]),
            ("Trees.", "Trees.\n\nSorted.", &["unread-text-changed a.md 0 4"]),
        ] {
            let [old, new] = [old, new].map(|text| format!("# A\n\n{text}\n"));
            check(&[("a.md", &old)], &[("a.md", &new)], expect);
        }
        let settings = [("a.md", "---\nat most: 3\n---\n")];
        check(&settings, &[("a.md", "---\nat most: 4\n---\n")], &["unread-text-changed a.md 2 2"]);
    }
}

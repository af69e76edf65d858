//! Random edits of pages, repeatable by their seed: of rows, cells, headings, samples.

use crate::shell::list;
use std::fs;
use std::path::Path;

/// A page and the dialect that reads it.
pub(crate) struct Page {
    pub(crate) dialect: String,
    pub(crate) text: String,
}

/// Numbers that depend on the seed alone (xorshift).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below the end, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % end.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() { None } else { list.get(self.below(list.len())) }
    }
}

/// The pages of the golden cases and of the differences.
pub(crate) fn pages(root: &Path) -> Result<Vec<Page>, String> {
    let mut pages = Vec::new();
    for folder in ["tests/diffs", "tests/cases"] {
        for dialect in list(&root.join(folder))? {
            let name = dialect.file_name().unwrap_or_default().to_string_lossy().into_owned();
            for case in list(&dialect)? {
                let old = case.join("old");
                let paths = if old.is_dir() { list(&old)? } else { vec![case.join("page.md")] };
                let texts = paths.into_iter().filter_map(|path| fs::read_to_string(path).ok());
                let own = case.join("dialect.toml");
                let dialect = if own.is_file() { own.display().to_string() } else { name.clone() };
                pages.extend(texts.map(|text| Page { dialect: dialect.clone(), text }));
            }
        }
    }
    Ok(pages)
}

/// Words that edits put into cells: types, presence, values of the dialects at hand.
const WORDS: &[&str] = &[
    "String",
    "string",
    "Integer",
    "int",
    "Long",
    "Boolean",
    "bool",
    "object",
    "array",
    "String[]",
    "是",
    "否",
    "True",
    "False",
    "extra",
    "mode",
    "取值为：FAST、SLOW",
    "1：开，2：关",
    "默认为5",
    "取值范围[1,9]",
    "name",
    "data",
    "info",
];

/// One edit, and what it did.
pub(crate) fn edit(page: &str, random: &mut Random) -> (String, &'static str) {
    let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
    let is_row = |line: &String| line.trim_start().starts_with('|') && !line.contains("---");
    let rows: Vec<usize> = (0..lines.len()).filter(|at| is_row(&lines[*at])).collect();
    let Some(&row) = random.pick(&rows) else { return (page.to_owned(), "nothing") };
    let what = match random.below(9) {
        0 => {
            lines.remove(row);
            "a row removed"
        }
        1 => {
            let twin = lines[row].replacen("**", "**new", 1).replacen("| ", "| new_", 1);
            lines.insert(row + 1, twin);
            "a row added"
        }
        2 if rows.contains(&(row + 1)) => {
            lines.swap(row, row + 1);
            "rows change places"
        }
        3 => {
            let heads: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with('#')).collect();
            let Some(&head) = random.pick(&heads) else { return (page.to_owned(), "nothing") };
            lines[head].push('2');
            "a heading renamed"
        }
        4 => {
            let samples: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains("\":")).collect();
            let Some(&sample) = random.pick(&samples) else { return (page.to_owned(), "nothing") };
            let values = ["null", "\"a\"", "1", "[]", "{}", "true"];
            let value = random.pick(&values).copied().unwrap_or("null");
            let end = lines[sample].find("\":").unwrap_or(0) + 2;
            let comma = if lines[sample].trim_end().ends_with(',') { "," } else { "" };
            lines[sample] = format!("{} {value}{comma}", &lines[sample][..end]);
            "a value of a sample"
        }
        _ => {
            let mut cells: Vec<String> = lines[row].split('|').map(str::to_owned).collect();
            let at = 1 + random.below(cells.len().saturating_sub(2));
            let word = random.pick(WORDS).copied().unwrap_or("name");
            if let Some(cell) = cells.get_mut(at) {
                *cell = format!(" {word} ");
            }
            lines[row] = cells.join("|");
            "a cell of a row"
        }
    };
    (lines.join("\n") + "\n", what)
}

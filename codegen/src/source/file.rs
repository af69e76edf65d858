//! One source file in memory: text, language, lines.

use super::language::{has_words, is_han, language_of_path, language_of_text};
use super::lines::Lines;
use crate::model::Origin;

/// One source file, read whole.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Index into the run's list of files.
    pub id: u32,
    /// Path with `/`, as diagnostics and docs print it.
    pub path: String,
    /// The text; bytes that are not UTF-8 are replaced by U+FFFD.
    pub text: String,
    /// `zh`, `en` or empty.
    pub language: &'static str,
    lines: Lines,
    /// Language guessed from the text; empty when the folder names it.
    guess: &'static str,
}

impl SourceFile {
    /// Creates a file from text in memory.
    pub fn new(id: u32, path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let lines = Lines::new(&text);
        let language = language_of_path(&path).unwrap_or_default();
        let guess = if language.is_empty() { language_of_text(&text) } else { "" };
        Self { id, path, text, language, lines, guess }
    }

    /// The language of the page: that of its folder, else that of its text.
    pub fn page_language(&self) -> &'static str {
        if self.language.is_empty() { self.guess } else { self.language }
    }

    /// The language of a part of the page: that of the folder, or else that of its own words. A single word without
    /// Chinese characters, such as a name, is of the page's language.
    pub fn language_of(&self, text: &str) -> &'static str {
        match self.language {
            "" if !text.is_ascii() && text.chars().any(is_han) => "zh",
            "" if has_words(text) => "en",
            _ => self.page_language(),
        }
    }

    /// The origin of a byte range of this file.
    pub fn origin(&self, start: usize, end: usize) -> Origin {
        Origin { file: self.id, start: start as u32, end: end as u32, line: self.line(start) }
    }

    /// The origin of a byte range that usually begins on the line of another one, as the cells of a row do.
    pub fn origin_beside(&self, start: usize, end: usize, other: Origin) -> Origin {
        let gap = self.text.as_bytes().get(other.start as usize..start);
        match gap.is_some_and(|gap| !gap.contains(&b'\n')) {
            true => Origin { file: self.id, start: start as u32, end: end as u32, line: other.line },
            false => self.origin(start, end),
        }
    }

    /// Line of a byte offset, counted from 1.
    pub fn line(&self, offset: usize) -> u32 {
        self.lines.of(offset)
    }

    /// File name without folders and without any of its extensions: `a/b.md.j2` gives `b`.
    pub fn stem(&self) -> &str {
        stem(&self.path)
    }

    /// File name without folders.
    pub fn name(&self) -> &str {
        name(&self.path)
    }
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// File name of a path without folders and extensions.
pub fn stem(path: &str) -> &str {
    let name = name(path);
    name.split_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_the_language_of_their_words() {
        let text = "请求参数：面包的数量和种类";
        let check = |path: &str, part: &str, expect: &str| {
            assert_eq!(SourceFile::new(0, path, text).language_of(part), expect, "{part}");
        };
        check("a.md", "种", "zh");
        check("a.md", "List loaves", "en");
        check("a.md", "loaf_id", "zh");
        check("a.md", "ID / 1-50", "zh");
        check("zh/a.md", "List loaves", "zh");
    }

    #[test]
    fn lines_count_from_one() {
        let file = SourceFile::new(0, "zh/a.md.j2", "ab\nc\n");
        assert_eq!([file.line(0), file.line(2), file.line(3), file.line(5)], [1, 1, 2, 3]);
        assert_eq!((file.stem(), file.language), ("a", "zh"));
    }
}

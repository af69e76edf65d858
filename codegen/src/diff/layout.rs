//! Layout: what a formatter changes and nobody reads, such as padding of cells, marks of emphasis, breaks of lines.

use crate::syntax::markdown::shown;

/// A line as it is read, however it is laid out; empty where it only draws or divides.
pub(super) fn line(line: &str) -> String {
    let line = line.trim();
    if line.chars().all(|c| "|-:= ".contains(c)) {
        return String::new();
    }
    if let Some(language) = line.strip_prefix("```").or_else(|| line.strip_prefix("~~~")) {
        return language.trim_matches(['`', '~', ' ']).to_owned();
    }
    let text = shown(line);
    let cells = text.trim_matches(['|', ' ', '\n']).split('|');
    cells.map(words).collect::<Vec<_>>().join("|")
}

/// Whether two texts are the same but for their layout.
pub(super) fn same(old: &str, new: &str) -> bool {
    let plain = |it: &str| words(&shown(it).lines().map(line).collect::<Vec<_>>().join(" "));
    old == new || plain(old) == plain(new)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two pieces of code are the same but for blanks.
pub(super) fn same_code(old: &str, new: &str) -> bool {
    let marks = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    marks(old) == marks(new)
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(old: &str, new: &str, expect: bool) {
        assert_eq!(super::same(old, new), expect, "{old:?} {new:?}");
    }

    #[test]
    fn what_nobody_reads() {
        check("| a | `b` |", "|  **a** | b|", true);
        check("a | b", "| a | b |", true);
        check("|---|:-:|", "| ----- | --- |", true);
        check("# Loaves", "## Loaves ##", true);
        check("Loaves\n======", "# Loaves", true);
        check("* rye\n* spelt", "- rye\n- spelt", true);
        check("of a\nbakery", "of a bakery", true);
        check("one.<br>two", "one. two", true);
        check("some *rye* and __spelt__", "some _rye_ and **spelt**", true);
        check("rye_kind", "rye\\_kind", true);
    }

    #[test]
    fn what_somebody_reads() {
        check("| a | b |", "| ab | |", false);
        check("[rye](#a)", "[rye](#b)", false);
        check("_id", "id", false);
        check("rye", "spelt", false);
        check("-1", "1", false);
        check("C#", "C", false);
        check("", "rye", false);
    }
}

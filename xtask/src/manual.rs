//! Tables in the manual that commands write.

use crate::shell::root;

/// Puts a table of a run between the marks of its name in a page of the manual: `<!-- NAME -->` and `<!-- /NAME -->`.
pub(crate) fn write(page: &str, name: &str, table: &str) -> Result<(), String> {
    update(page, name, |_| table.to_owned())
}

/// [`write()`] for a table that is made of the one that is there.
pub(crate) fn update(page: &str, name: &str, table: impl FnOnce(&str) -> String) -> Result<(), String> {
    let path = root().join(page);
    let text = std::fs::read_to_string(&path).map_err(|error| format!("`{page}`: {error}"))?;
    let text = put(&text, name, table).ok_or_else(|| format!("{page} has no `{}`", marks(name).0))?;
    std::fs::write(path, text).map_err(|error| format!("`{page}`: {error}"))
}

fn marks(name: &str) -> (String, String) {
    (format!("<!-- {name} -->"), format!("<!-- /{name} -->"))
}

fn put(text: &str, name: &str, table: impl FnOnce(&str) -> String) -> Option<String> {
    let (first, last) = marks(name);
    let (before, rest) = text.split_once(&first)?;
    let (known, after) = rest.split_once(&last)?;
    Some(format!("{before}{first}\n\n{}\n\n{last}{after}", table(known).trim()))
}

#[cfg(test)]
mod tests {
    use super::put;

    #[test]
    fn a_table_stands_between_its_marks() {
        let page = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n";
        let table = |_: &str| "| new |\n".to_owned();
        let once = put(page, "x", table).unwrap();
        assert_eq!(once, "a\n<!-- x -->\n\n| new |\n\n<!-- /x -->\nb\n");
        assert_eq!(put(&once, "x", table), Some(once.clone()));
        assert!(
            put(page, "x", |known| known.replace("old", "older")).is_some_and(|text| text.contains("older"))
        );
        assert_eq!(put(page, "y", table), None);
    }
}

//! Skimming: the lines that a table of routes needs are a small part of most documents.
//!
//! What is left is read by the YAML parser as the whole document would be. A document whose keys cannot be told by
//! its lines alone is not skimmed.

/// How much of a value is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// No line.
    Nothing,
    /// Every line.
    All,
    /// What each key inside says.
    Keys,
}

/// The document without what a table of routes passes over.
pub(super) fn skim(text: &str) -> Option<String> {
    let mut kept = String::new();
    // Columns of the keys that the line stands below, and what is kept of the value of the last one.
    let (mut above, mut keep) = (Vec::new(), Keep::Keys);
    let mut is_list = false;
    for line in text.split_inclusive('\n') {
        let body = line.trim_start_matches(' ');
        let column = line.len() - body.len();
        let is_item = body.starts_with("- ") || body.trim_ascii_end() == "-";
        let is_inside = |key: &usize| column > *key || column == *key && is_item;
        let is_blank = body.trim_ascii().is_empty();
        if keep == Keep::Keys || !is_blank && !above.last().is_some_and(is_inside) {
            let opens_document = above.is_empty() && body.trim_ascii_end() == "---";
            if is_blank || body.starts_with('#') || opens_document {
                continue;
            }
            is_list |= above.is_empty() && is_item;
            above.truncate(above.partition_point(is_inside));
            if !is_item {
                keep = keep_value(is_list, above.len(), body.trim_ascii_end())?;
                above.push(column);
            } else if is_list && above.len() < 2 {
                keep = Keep::Keys;
                above = one_line(body).then(|| vec![column])?;
            } else {
                keep = Keep::All;
            }
        }
        if keep != Keep::Nothing {
            kept.push_str(line);
        }
    }
    Some(kept)
}

/// Whether an entry of a list begins with a key and a value that ends with the line.
fn one_line(entry: &str) -> bool {
    let is_plain = |text: &str| text.trim_ascii().starts_with(|c: char| c.is_alphanumeric() || c == '/');
    let line = entry.strip_prefix("- ").and_then(|line| line.split_once(": "));
    line.is_some_and(|(key, value)| is_plain(key) && is_plain(value))
}

/// What is kept of the value of a key: in an entry of a list, or in the document, in `paths`, in an address, in an
/// operation or in one of its extensions. `None` when the line is more than a key and its value.
fn keep_value(is_list: bool, depth: usize, line: &str) -> Option<Keep> {
    let (key, value) = line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, "")))?;
    let key = key.trim_matches(['"', '\'']);
    if key == "<<" || key.starts_with(['{', '[', '?', '&', '*', '!', '|', '>', '%', '@', '`']) {
        return None;
    }
    let keys = if value.is_empty() { Keep::Keys } else { Keep::All };
    Some(match (is_list, depth, key) {
        (true, 0, _) => return None,
        (true, 1, "path" | "name" | "method" | "suggest_method" | "label" | "label_en") => Keep::All,
        (false, 0, "paths") | (false, 1 | 2, _) => keys,
        (false, 3, "operationId" | "summary" | "description") | (false, 4, "descriptionEn") => Keep::All,
        (false, 3, extension) if extension.starts_with("x-") => keys,
        _ => Keep::Nothing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_table_needs_is_left() {
        let text = "---\nopenapi: 3.0.1\nservers:\n- url: /\npaths:\n  # all\n  '/a/{id}:stop':\n    parameters:\n    - name: id\n    get:\n      tags:\n      - x\n      operationId: stop_a\n      description: |-\n        stops: it\n\n        at once\n      responses:\n        default:\n          description: ''\n      x-gateway:\n        public: true\n        descriptionEn: Stop\n";
        let kept = "paths:\n  '/a/{id}:stop':\n    parameters:\n    - name: id\n    get:\n      operationId: stop_a\n      description: |-\n        stops: it\n\n        at once\n      x-gateway:\n        descriptionEn: Stop\n";
        assert_eq!(skim(text).as_deref(), Some(kept));
    }

    #[test]
    fn entries_lose_what_no_table_needs() {
        let text = "---\n# facts\n- path: /a\n  name: a\n  dest_path: /b\n  extra:\n  - name: x\n\n- path: /c\n  label: >\n    folded\n    text\n";
        let kept = "- path: /a\n  name: a\n- path: /c\n  label: >\n    folded\n    text\n";
        assert_eq!(skim(text).as_deref(), Some(kept));
    }

    #[test]
    fn what_lines_do_not_tell_is_left_alone() {
        for text in [
            "- path: |\n    name: a\n",
            "- path: /a\nname: a\n",
            "- - path: /a\n",
            "{\"paths\": {}}\n",
            "paths:\n  /a:\n    get:\n      <<: *shared\n",
            "paths:\n  /a: {get:\n    {operationId: a}\n  }\n",
            "paths:\n---\npaths:\n",
        ] {
            assert_eq!(skim(text), None, "{text}");
        }
    }
}

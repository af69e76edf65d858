//! The Rust code of an endpoint, its fields linked with those of the model.

use super::fields;
use super::html::{Html, escaped_len};
use crate::emit::rust::excerpts::Excerpt;
use std::collections::{BTreeMap, HashMap};

/// Bytes of markup around a line, the link to its fact included.
const AROUND: usize = 90;

/// Which lines of the code stand for which fields.
#[derive(Default)]
pub(super) struct Lines {
    of_field: BTreeMap<(String, String), usize>,
}

impl Lines {
    pub(super) fn new(excerpt: &Excerpt) -> Self {
        let mut numbers: HashMap<(&str, &str), usize> = HashMap::new();
        let mut of_struct = "";
        for (at, line) in excerpt.text.lines().enumerate() {
            if let Some(rest) = line.strip_prefix("pub struct ") {
                of_struct = rest.split([' ', '<', '{', ';']).next().unwrap_or_default();
            } else if let Some((name, _)) =
                line.strip_prefix("    pub ").and_then(|rest| rest.split_once(": "))
            {
                numbers.entry((of_struct, name)).or_insert(at + 1);
            }
        }
        let fields = excerpt.fields.iter();
        let of_field = fields.filter_map(|(key, (of, name))| {
            Some((key.clone(), *numbers.get(&(of.as_str(), name.as_str()))?))
        });
        Self { of_field: of_field.collect() }
    }

    /// Line of a field, by the id of its object and its name on the wire.
    pub(super) fn of(&self, object: &str, name: &str) -> Option<usize> {
        self.of_field.get(&(object.to_owned(), name.to_owned())).copied()
    }
}

/// Number of lines that take at most so many bytes.
pub(super) fn fitting(text: &str, bytes: usize) -> usize {
    let mut left = bytes;
    let fits = |line: &&str| {
        let size = escaped_len(line) + AROUND;
        let fits = size <= left;
        left = left.saturating_sub(size);
        fits
    };
    text.lines().take_while(fits).count()
}

/// The first lines of the code. `fields` are the paths of the facts that lines stand for and this page has.
pub(super) fn html(text: &str, lines: usize, fields: &BTreeMap<usize, String>) -> Html {
    let mut html = Html::default();
    html.raw("<pre class=code translate=no><code>");
    for (at, line) in text.lines().take(lines).enumerate() {
        let class = match line.trim_start() {
            it if it.starts_with("//") => "d",
            it if it.starts_with('#') => "at",
            _ => "",
        };
        let (is_field, blanks) = (line.starts_with("    pub "), line.len() - line.trim_start().len());
        html.text(&line[..blanks]);
        let line = &line[blanks..];
        if is_field {
            html.raw("<span id=r").number(at + 1).raw(">");
        }
        match (fields.get(&(at + 1)), class) {
            (Some(path), _) => {
                html.raw("<a class=fl href=\"#");
                fields::anchor(&mut html, path);
                html.raw("\">").text(line).raw("</a>");
            }
            (None, "") => _ = html.text(line),
            (None, class) => _ = html.raw("<i class=").raw(class).raw(">").text(line).raw("</i>"),
        }
        html.raw(if is_field { "</span>\n" } else { "\n" });
    }
    html.raw("</code></pre>");
    html
}

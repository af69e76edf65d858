//! Tabs: parts of a page of which a reader sees one at a time, each under a label.
//!
//! `<TabItem label="Tree">`, `<Tab title="Tree">`, `{% tab title="Tree" %}`, `@tab Tree`, `::: tab Tree`, `=== "Tree"`.

use super::document::Span;
use super::tags;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// Names of components that hold one tab.
const COMPONENTS: &[&str] = &["TabItem", "Tab", "TabPane", "TabPanel", "CodeGroupItem"];

/// Attributes that label a tab, the plainest first.
const LABELS: &[&str] = &["label", "title", "name", "value", "tab"];

/// What a text with tabs has one of: few pages have any.
static OPENINGS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let openings = ["<Tab", "<CodeGroupItem", "{%", "===", "@tab", "tab "];
    // So few words always build one.
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostFirst).build(openings).expect("an automaton of a few words")
});

/// A tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab<'a> {
    /// What it is called.
    pub label: &'a str,
    /// From its opening to its end, or to the next tab beside it.
    pub span: Span,
}

/// The tabs in a part of a page, in its order.
pub fn tabs(text: &str, part: Span) -> Vec<Tab<'_>> {
    let mut tabs: Vec<Tab<'_>> = Vec::new();
    if !OPENINGS.is_match(part.of(text)) {
        return tabs;
    }
    let mut open = false;
    let mut at = part.start;
    for line in part.of(text).split_inclusive('\n') {
        let mark = mark(line.trim(), at == part.start || !line.starts_with([' ', '\t']));
        if open
            && mark.is_some()
            && let Some(tab) = tabs.last_mut()
        {
            (tab.span.end, open) = (at, false);
        }
        if let Some(Mark::Opens(label)) = mark {
            tabs.push(Tab { label, span: Span::new(at, part.end) });
            open = true;
        }
        at += line.len();
    }
    tabs
}

enum Mark<'a> {
    Opens(&'a str),
    Closes,
}

/// What a line says of tabs; `flush` where it is not indented.
fn mark(line: &str, flush: bool) -> Option<Mark<'_>> {
    let first = line.bytes().next()?;
    match first {
        b'<' => component(line),
        b'{' => liquid(line),
        b'=' => quoted(line.strip_prefix("===")?),
        b'@' => line.strip_prefix("@tab").filter(|rest| rest.starts_with([' ', ':'])).and_then(named),
        b':' => match line.trim_start_matches(':').trim() {
            "" => Some(Mark::Closes),
            rest => rest.strip_prefix("tab").filter(|rest| rest.starts_with(' ')).and_then(named),
        },
        // What is indented below `=== "Tree"` belongs to it; a heading ends it.
        b'#' if flush => Some(Mark::Closes),
        _ => None,
    }
}

fn named(rest: &str) -> Option<Mark<'_>> {
    let rest = rest.strip_prefix(":active").unwrap_or(rest);
    let label = rest.trim_start_matches([':', ' ']).split('#').next().unwrap_or_default().trim();
    (!label.is_empty()).then_some(Mark::Opens(label))
}

fn quoted(rest: &str) -> Option<Mark<'_>> {
    let rest = rest.trim_start_matches(['!', '+']).trim();
    let label = rest.strip_prefix('"')?.strip_suffix('"')?;
    Some(Mark::Opens(label))
}

fn component(line: &str) -> Option<Mark<'_>> {
    let tag = tags::read(line)?;
    if !COMPONENTS.contains(&tag.name) {
        return (tag.closes && tag.is("tabs")).then_some(Mark::Closes);
    }
    if tag.closes {
        return Some(Mark::Closes);
    }
    let label = LABELS.iter().find_map(|name| tag.attribute(name))?;
    Some(Mark::Opens(label))
}

/// `{% tab title="Tree" %}`
fn liquid(line: &str) -> Option<Mark<'_>> {
    let inner = line.strip_prefix("{%")?.split("%}").next()?.trim();
    if inner.starts_with("endtab") {
        return Some(Mark::Closes);
    }
    let (_, rest) = inner.strip_prefix("tab ")?.split_once("title=")?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next().map(Mark::Opens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[(&str, &str)]) {
        let tabs = tabs(text, Span::new(0, text.len()));
        let shown: Vec<_> =
            tabs.iter().map(|tab| (tab.label, tab.span.of(text).lines().nth(1).unwrap_or(""))).collect();
        assert_eq!(shown, expect, "{text}");
    }

    #[test]
    fn each_form_gives_its_labels() {
        check(
            "<Tabs>\n<TabItem value=\"a\" label=\"Oak\">\nx\n</TabItem>\n<TabItem value=\"b\">\ny\n</TabItem>\n</Tabs>\nz",
            &[("Oak", "x"), ("b", "y")],
        );
        check("{% tabs %}\n{% tab title=\"Oak\" %}\nx\n{% endtab %}\n{% endtabs %}", &[("Oak", "x")]);
        check("=== \"Oak\"\n    x\n\n=== \"Elm\"\n    y\n", &[("Oak", "    x"), ("Elm", "    y")]);
        check(":::: tabs\n::: tab Oak\nx\n:::\n::::\n", &[("Oak", "x")]);
        check("::: tabs\n@tab Oak\nx\n@tab:active Elm#1\ny\n:::\n", &[("Oak", "x"), ("Elm", "y")]);
        check("<Table>\n=====\n@table\n", &[]);
    }

    #[test]
    fn a_tab_ends_where_it_is_closed() {
        let text = "<Tab title=\"Oak\">\nx\n</Tab>\nz\n";
        assert_eq!(tabs(text, Span::new(0, text.len()))[0].span.of(text), "<Tab title=\"Oak\">\nx\n");
    }
}

//! Hover: a fact and its votes as `docwright explain` prints them, and what the codes of the findings there mean.

use docwright::diagnostic::Diagnostic;
use docwright::emit::votes;
use docwright::model::Api;
use docwright::source::visible;

/// What there is to say at a place, as Markdown.
pub(super) fn text(api: &Api, fact: Option<&str>, found: &[&Diagnostic]) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(fact) = fact
        && let Ok(votes) = votes::explain(api, fact)
    {
        parts.push(fenced(&format!("{fact}\n{votes}")));
    }
    let mut codes: Vec<_> = found.iter().map(|found| found.code).collect();
    codes.dedup();
    for code in codes {
        parts.push(format!("**{}** {}: {}.\n\n{}", code.id, code.name, code.summary, fenced(code.manual)));
    }
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// A text as a block of code, whose fence is longer than any run of backticks in it.
fn fenced(text: &str) -> String {
    let text = visible(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}", text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_page_ends_the_block() {
        assert_eq!(fenced("a `b`\n"), "```text\na `b`\n```");
        assert_eq!(fenced("```\n# x\n````"), "`````text\n```\n# x\n````\n`````");
        assert_eq!(fenced("a\u{202e}b\u{7}"), "```text\na\\u{202e}b\\u{7}\n```");
    }
}

//! Bounds of a template's source: the template engine parses and compiles expressions recursively, so that deep nesting
//! and long chains of operators would overflow the stack. Its fuel counts steps, not memory: a value made of two copies of
//! itself takes one step, and forty such steps take all memory there is.

use crate::limits::{TEMPLATE_BLOCKS, TEMPLATE_GROWTH, TEMPLATE_TOKENS};

/// Checks a template before it is parsed; the error says what is too large, and on which line.
pub(super) fn check(source: &str) -> Result<(), String> {
    let mut blocks = Vec::new();
    let mut growth = Growth::default();
    let mut at = 0;
    while let Some(open) = source[at..].find('{').map(|found| at + found) {
        let (close, is_block) = match source.as_bytes().get(open + 1) {
            Some(b'{') => ("}}", false),
            Some(b'%') => ("%}", true),
            Some(b'#') => {
                at = source[open..].find("#}").map_or(source.len(), |end| open + end + 2);
                continue;
            }
            _ => {
                at = open + 1;
                continue;
            }
        };
        let line = || source[..open].matches('\n').count() + 1;
        let tag = Tag::read(&source[open + 2..], close).ok_or_else(|| {
            format!("an expression on line {} has more than {TEMPLATE_TOKENS} tokens", line())
        })?;
        if is_block && nest(&mut blocks, tag.name) > TEMPLATE_BLOCKS {
            return Err(format!("more than {TEMPLATE_BLOCKS} blocks are nested on line {}", line()));
        }
        growth.add(&tag, is_block).map_err(|why| format!("{why} on line {}", line()))?;
        at = open + 2 + tag.length;
    }
    Ok(())
}

/// How often a template makes a value of others.
#[derive(Default)]
struct Growth {
    values: usize,
    /// Macros that are open: what they make, they may make again and again.
    macros: usize,
}

/// Filters that can make a text longer.
const LENGTHENING: &[&str] = &["replace", "join", "indent", "format", "center", "ljust", "rjust", "repeat"];

impl Growth {
    fn add(&mut self, tag: &Tag<'_>, is_block: bool) -> Result<(), String> {
        let text = tag.text;
        let marks = bare(text);
        if marks.contains('*') {
            return Err("`*` can repeat a text without end, and is not taken".to_owned());
        }
        let lengthens = |word: &str| LENGTHENING.contains(&word);
        let makes = marks.contains(['~', '+'])
            || marks.split(|c: char| !c.is_alphanumeric() && c != '_').any(lengthens);
        let target = marks.split_once('=').map(|(target, _)| target);
        let grows = match tag.name {
            "macro" => {
                self.macros += 1;
                false
            }
            "endmacro" => {
                self.macros = self.macros.saturating_sub(1);
                false
            }
            "set" if target.is_none() => true,
            "set" if target.is_some_and(|target| target.contains('.')) && (makes || marks.contains('(')) => {
                return Err("a value that outlives its loop is made of others".to_owned());
            }
            "set" | "with" => makes || marks.contains('('),
            "call" | "filter" => true,
            _ if is_block => makes && marks.contains('('),
            _ => makes && marks.contains('(') || marks.matches('(').count() > 1,
        };
        self.values += usize::from(grows);
        match () {
            () if grows && self.macros > 0 => Err("a macro makes a value of others".to_owned()),
            () if self.values > TEMPLATE_GROWTH => {
                Err(format!("more than {TEMPLATE_GROWTH} values are made of others"))
            }
            () => Ok(()),
        }
    }
}

/// An expression without its texts.
fn bare(text: &str) -> String {
    let (mut quote, mut out) = (None, String::with_capacity(text.len()));
    let text = text.trim_matches(['-', '+']);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match quote {
            Some(_) if c == '\\' => drop(chars.next()),
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => out.push(c),
        }
    }
    out
}

/// The part of a template between two delimiters.
struct Tag<'a> {
    /// All of it.
    text: &'a str,
    /// The first word.
    name: &'a str,
    /// Length in bytes, the closing delimiter included.
    length: usize,
}

impl<'a> Tag<'a> {
    /// Reads up to `close`; `None` when there are too many tokens.
    fn read(source: &'a str, close: &str) -> Option<Self> {
        let (mut tokens, mut in_word, mut quote) = (0, false, None);
        let mut chars = source.char_indices();
        let (mut length, mut inside) = (source.len(), source.len());
        while let Some((at, c)) = chars.next() {
            match quote {
                Some(_) if c == '\\' => drop(chars.next()),
                Some(open) if c == open => quote = None,
                Some(_) => {}
                None if source[at..].starts_with(close) => {
                    (length, inside) = (at + close.len(), at);
                    break;
                }
                None => {
                    let is_of_word = c.is_alphanumeric() || c == '_';
                    tokens += usize::from(!(c.is_whitespace() || is_of_word && in_word));
                    in_word = is_of_word;
                    quote = matches!(c, '"' | '\'').then_some(c);
                }
            }
            if tokens > TEMPLATE_TOKENS {
                return None;
            }
        }
        let name = source.trim_start_matches(['-', '+', ' ', '\t', '\r', '\n']);
        let name = name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        Some(Self { text: &source[..inside], name, length })
    }
}

/// Keeps the open blocks, each with the number of its branches, and returns the depth. `elif` counts as a level, because
/// it is parsed as an `if` inside of the branch before.
fn nest(blocks: &mut Vec<usize>, name: &str) -> usize {
    match name {
        "elif" => blocks.last_mut().into_iter().for_each(|branches| *branches += 1),
        "if" | "for" | "block" | "macro" | "call" | "filter" | "with" | "autoescape" => blocks.push(1),
        // `set` has an end only where it has no value; the parser bounds how deep these nest.
        "endset" => {}
        name if name.starts_with("end") => drop(blocks.pop()),
        _ => {}
    }
    blocks.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn accepts(source: &str) {
        assert_eq!(check(source), Ok(()), "{source}");
    }

    #[track_caller]
    fn rejects(source: &str, part: &str) {
        let error = check(source).unwrap_err();
        assert!(error.contains(part), "{error}");
    }

    #[test]
    fn usual_templates_pass() {
        accepts("{% include 'a' %}\n{{ a.b | upper }} { } {# {% if %} #} {{ '}} {{' }}");
        accepts(&"{% if a %}{{ b }}{% else %}c{% endif %}\n".repeat(10 * TEMPLATE_BLOCKS));
        accepts(&format!("{{{{ a{} }}}}", " + 1".repeat(TEMPLATE_TOKENS / 2 - 1)));
        accepts(&"{% set a = 1 %}".repeat(10 * TEMPLATE_BLOCKS));
        accepts("{{ a");
    }

    #[test]
    fn expressions_are_bounded() {
        let long = |part: &str| format!("\n{{{{ a{} }}}}", part.repeat(TEMPLATE_TOKENS / 2 + 1));
        rejects(&long(" + 1"), "an expression on line 2 has more than");
        rejects(&long("[0]"), "tokens");
        rejects(&format!("{{% set a = {} %}}", "not ".repeat(TEMPLATE_TOKENS)), "tokens");
    }

    #[test]
    fn values_that_double_are_bounded() {
        let many = |tag: &str| tag.repeat(TEMPLATE_GROWTH + 1);
        for tag in [
            "{% set x = x ~ x %}",
            "{% set x %}{{ x }}{{ x }}{% endset %}",
            "{% set x = d(x) %}",
            "{{ d(d(x)) }}",
        ] {
            rejects(&many(tag), "values are made of others on line 1");
        }
        rejects(
            "{% set n = namespace() %}{% for i in a %}\n{% set n.x = n.x ~ n.x %}{% endfor %}",
            "outlives its loop is made of others on line 2",
        );
        rejects("{% macro m(x) %}{{ m(x ~ x) }}{% endmacro %}", "a macro makes");
        rejects("{% macro m(x) %}{{ m(x|replace('a', x)) }}{% endmacro %}", "a macro makes");
        rejects("{{ 'a' * 1000 }}", "`*` can repeat");
        accepts("{% set title = 'a' ~ name %}{{ title ~ '*' }}{% set n = 1 + 2 %}");
        accepts("{% macro row(name) %}| {{ name|upper }} |{% endmacro %}{{ row('a') }}{{ row('b') }}");
        accepts(&many("{{ a ~ b }}{{- row('a') -}}{% for i in range(3) %}{% endfor %}"));
    }

    #[test]
    fn blocks_are_bounded() {
        rejects(&"{% if a %}\n".repeat(TEMPLATE_BLOCKS + 1), "blocks are nested on line");
        rejects(&format!("{{% if a %}}{}", "{% elif b %}".repeat(TEMPLATE_BLOCKS)), "blocks are nested");
    }
}

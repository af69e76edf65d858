//! Help from the docs: one line for each operation, and all that is known of the arguments of one.

use super::checks::{noun, shown};
use super::{arguments, target};
use docwright::emit::operations::Operation;
use docwright::emit::texts::plain;
use docwright::model::{Api, Field, Location, Object, Origin, Text, Type};
use docwright::source::visible;

/// Levels of members that help shows.
const DEPTH: usize = 4;

/// Lines of arguments that help shows.
const LINES: usize = 300;

/// Characters of a description that help shows.
const SHOWN: usize = 160;

/// `a.b.get  GET /things  Title`
pub(super) fn line(
    operations: &[Operation<'_>],
    operation: &Operation<'_>,
    language: Option<&str>,
) -> String {
    let endpoint = operation.endpoint;
    let name = target::word(operations, operation);
    let line = format!("{name}  {} {}  {}", endpoint.method, endpoint.path, operation.title(language));
    format!("{}\n", visible(line.trim_end()).replace('\n', " "))
}

/// All about one operation.
pub(super) fn of(api: &Api, operation: &Operation<'_>, language: Option<&str>) -> String {
    let endpoint = operation.endpoint;
    let mut help = Help { api, operation, language, lines: Vec::new() };
    help.lines.push(format!("{}  {}", operation.key(), operation.title(language)).trim_end().to_owned());
    help.lines.push(format!("{} {}", endpoint.method, endpoint.path));
    help.lines.extend(endpoint.origins.first().and_then(|origin| place(api, origin)));
    let about = operation.description(language, 2000).0;
    help.lines.extend([String::new(), about, String::new()]);
    if endpoint.request.fields.is_empty() {
        help.lines.push("It takes no arguments.".to_owned());
    } else {
        help.lines.push("Arguments:".to_owned());
        help.fields(&endpoint.request, "", 0, &mut Vec::new());
    }
    if endpoint.request.open.is_some() {
        help.lines.push("  and others that the docs do not list".to_owned());
    }
    let collisions = arguments::collisions(operation);
    if !collisions.is_empty() {
        help.lines.extend([String::new(), "Names that arguments and options share:".to_owned()]);
        help.lines.extend(collisions);
    }
    help.lines.extend(OPTIONS.iter().map(|line| (*line).to_owned()));
    visible(&(help.lines.join("\n") + "\n")).into_owned()
}

const OPTIONS: &[&str] = &[
    "",
    "Lists are given by repetition or as JSON, objects as JSON or member by member (`--data.name x`,",
    "`--list.0.name x`). `@FILE` reads a value from a file, `@-` from standard input.",
    "",
    "Options:",
    "  --json OBJECT      all arguments at once; flags replace its members",
    "  --dry-run          print the request, without secrets; nothing is sent",
    "  --curl             print it as a command",
    "  --raw              print the answer as it came, with its envelope",
    "  --pages N          walk through at most N pages of a long result, and print the items",
    "  --base-url URL     base URL of the documented paths",
    "  --timeout SECONDS  time that an attempt may take",
    "  --unchecked        send a call that lacks required arguments",
];

struct Help<'a, 'm> {
    api: &'a Api,
    operation: &'a Operation<'m>,
    language: Option<&'a str>,
    lines: Vec<String>,
}

impl<'m> Help<'_, 'm> {
    fn fields(&mut self, object: &'m Object, front: &str, depth: usize, around: &mut Vec<&'m str>) {
        for field in &object.fields {
            if self.lines.len() >= LINES {
                if self.lines.last().is_none_or(|line| !line.ends_with("are not shown")) {
                    self.lines.push("  … further members are not shown".to_owned());
                }
                return;
            }
            let name = format!("{front}{}", field.name);
            let flag = if depth == 0 { arguments::flag(&name) } else { format!("--{name}") };
            self.field(field, &flag, depth);
            let id = match field.ty.leaf() {
                Type::Object(id) if depth + 1 < DEPTH && !around.contains(&id.as_str()) => id,
                _ => continue,
            };
            let Some(inner) = self.operation.endpoint.object(self.operation.service, id) else { continue };
            around.push(id);
            let number = if matches!(field.ty, Type::Array(_)) { ".0" } else { "" };
            self.fields(inner, &format!("{name}{number}."), depth + 1, around);
            around.pop();
        }
    }

    fn field(&mut self, field: &Field, flag: &str, depth: usize) {
        let mut facts = Vec::new();
        facts.extend(field.required.then(|| "required".to_owned()));
        facts.extend(match field.location {
            Location::Path => Some("in the path".to_owned()),
            Location::Header => Some("in a header".to_owned()),
            Location::WholeBody => Some("is the body".to_owned()),
            Location::Query | Location::Body => None,
        });
        facts.extend(self.meaning(field));
        facts.extend(place(self.api, &field.origin));
        let indent = "  ".repeat(depth + 1);
        let line = format!("{indent}{flag} <{}>  {}", noun(&field.ty), facts.join("; "));
        self.lines.push(line.trim_end().to_owned());
        let text = text(self.language, &field.docs);
        if !text.is_empty() {
            self.lines.push(format!("{indent}    {text}"));
        }
    }

    fn meaning(&self, field: &Field) -> Vec<String> {
        let meaning = &field.meaning;
        let values: Vec<&str> = meaning.values.iter().map(|value| value.literal.as_str()).collect();
        let bound = |least: Option<String>, most: Option<String>, of: &str| match (least, most) {
            (Some(least), Some(most)) => Some(format!("{of}{least} to {most}")),
            (Some(least), None) => Some(format!("{of}at least {least}")),
            (None, Some(most)) => Some(format!("{of}at most {most}")),
            (None, None) => None,
        };
        let text = |number: Option<i64>| number.map(|number| number.to_string());
        let size = |number: Option<u64>| number.map(|number| number.to_string());
        let parts = [
            (!values.is_empty()).then(|| format!("one of {}", shown(&values))),
            meaning.default.as_ref().map(|default| format!("default {default}")),
            bound(text(meaning.min), text(meaning.max), ""),
            bound(size(meaning.min_length), size(meaning.max_length), "length "),
            meaning.unit.as_ref().map(|unit| format!("in {unit}")),
            meaning.format.as_ref().map(|format| format!("format {format}")),
            meaning.condition.as_ref().map(|words| format!("required when: {words}")),
            meaning.deprecated.as_ref().map(|_| "deprecated".to_owned()),
        ];
        parts.into_iter().flatten().collect()
    }
}

/// `docs/x.md:12`
fn place(api: &Api, origin: &Origin) -> Option<String> {
    let file = api.files.get(origin.file as usize)?;
    (origin.line > 0).then(|| format!("{}:{}", file.path, origin.line))
}

/// The description in the wanted language on one line.
fn text(language: Option<&str>, texts: &[Text]) -> String {
    let wanted = texts.iter().find(|text| language.is_some_and(|language| text.language == language));
    let text = wanted.or(texts.first()).map_or("", |text| text.text.as_str());
    let line = plain(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(SHOWN).collect();
    if short.len() < line.len() { short + "…" } else { short }
}

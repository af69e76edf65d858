//! Arguments: the words behind the operation as one JSON object, and what is no argument of it.

use super::place::{self, Place};
use super::{Options, target, values};
use docwright::emit::operations::Operation;
use docwright::model::Type;
use docwright_runtime::Upload;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

/// Bytes of a file or of standard input that is the value of a flag.
const FILE_BYTES: u64 = 256 << 20;

/// What the words give.
#[derive(Debug, Default)]
pub(in crate::cli) struct Given {
    /// Arguments by their names on the wire.
    pub(in crate::cli) arguments: Map<String, Value>,
    /// Files of a form.
    pub(in crate::cli) files: Vec<(String, Upload)>,
    /// The rest.
    pub(in crate::cli) options: Options,
}

/// What is read from `@PLACE`.
type ReadFile<'r> = &'r dyn Fn(&str) -> Result<Vec<u8>, String>;

/// Reads the words; `read` gives the content of files.
pub(super) fn parse(
    operation: &Operation<'_>,
    words: &[String],
    read: ReadFile<'_>,
) -> Result<Given, String> {
    let mut reader = Reader { operation, read, given: Given::default(), taken: BTreeSet::new() };
    let mut words = words.iter().map(String::as_str).peekable();
    while let Some(word) = words.next() {
        if word == "-h" {
            reader.given.options.help = true;
            continue;
        }
        let Some(flag) = word.strip_prefix("--").filter(|flag| !flag.is_empty()) else {
            return Err(format!("unexpected `{word}`; arguments are written `--NAME VALUE`"));
        };
        let (name, own) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value)));
        let mut value = || {
            let next = own.or_else(|| words.next_if(|next| !next.starts_with("--")));
            next.ok_or_else(|| format!("`--{name}` needs a value"))
        };
        match meaning(operation, name)? {
            Meaning::Argument(place) => {
                let is_switch = *place.ty == Type::Boolean && own.is_none();
                let value = if is_switch { value().unwrap_or("true") } else { value()? };
                reader.argument(name, &place, value)?;
            }
            Meaning::Option(option) => reader.option(option, own, &mut value)?,
            Meaning::Unknown => return Err(reader.unknown(name)),
        }
    }
    Ok(reader.given)
}

/// The content of a file, or of standard input for `-`.
pub(super) fn read_file(place: &str) -> std::io::Result<Vec<u8>> {
    let mut content = Vec::new();
    match place {
        "-" => std::io::stdin().lock().take(FILE_BYTES).read_to_end(&mut content)?,
        path => std::fs::File::open(path)?.take(FILE_BYTES).read_to_end(&mut content)?,
    };
    Ok(content)
}

/// The names of the options behind an operation.
const OPTIONS: &[&str] =
    &["help", "dry-run", "curl", "raw", "unchecked", "json", "pages", "base-url", "timeout"];

/// Those that have to be known before the operation is, so that they stand in front of it.
const IN_FRONT: &[&str] = &["docs", "config", "dialect", "routes", "service", "search", "language"];

/// Those that keep a call from being sent. They are options always: who looks before sending has to be sure of it.
const UNSENT: &[&str] = &["help", "dry-run", "curl"];

/// What stands in front of the name of an argument that is spelled as an option is.
const ARGUMENT: &str = "arg.";

/// What a name behind an operation means.
enum Meaning<'m> {
    Argument(Place<'m>),
    Option(&'static str),
    Unknown,
}

/// A documented argument hides the other options of its spelling. `-` and `_` are the same where nothing has the exact
/// spelling, and the options come before arguments that no page names.
fn meaning<'m>(operation: &Operation<'m>, name: &str) -> Result<Meaning<'m>, String> {
    let exact = OPTIONS.iter().find(|option| **option == name);
    if let Some(option) = exact.filter(|option| UNSENT.contains(option) || !is_documented(operation, name)) {
        return Ok(Meaning::Option(option));
    }
    let place = place::find(operation, name)?;
    if let Some(place) = place.clone().filter(|place| place.field.is_some() || place.steps.len() > 1) {
        return Ok(Meaning::Argument(place));
    }
    if let Some(name) = name.strip_prefix(ARGUMENT) {
        return Ok(place::find(operation, name)?.map_or(Meaning::Unknown, Meaning::Argument));
    }
    let alike = name.replace('_', "-").to_lowercase();
    if IN_FRONT.contains(&alike.as_str()) {
        return Err(misplaced(&alike, operation.endpoint.request.open.is_some()));
    }
    let option = OPTIONS.iter().find(|option| **option == alike);
    let otherwise = || place.map_or(Meaning::Unknown, Meaning::Argument);
    Ok(option.map_or_else(otherwise, |option| Meaning::Option(option)))
}

/// An option that stands behind the operation, where it would be an argument of one that is open.
fn misplaced(option: &str, is_open: bool) -> String {
    let argument = format!("; an argument of this name is written `--{ARGUMENT}{option}`");
    let argument = if is_open { &argument } else { "" };
    format!(
        "`--{option}` stands in front of the operation\nhelp: write `docwright call --{option} VALUE OPERATION`{argument}"
    )
}

/// Whether the docs have an argument of exactly this spelling.
fn is_documented(operation: &Operation<'_>, name: &str) -> bool {
    operation.endpoint.request.fields.iter().any(|field| field.name == name)
}

/// How the argument of a name is written: one that is spelled as an option that sends nothing has something in front.
pub(super) fn flag(name: &str) -> String {
    let front = if UNSENT.contains(&name) { ARGUMENT } else { "" };
    format!("--{front}{name}")
}

/// A message of [`checks`](super::checks) with flags as they are written.
pub(super) fn with_flags(message: &str) -> String {
    UNSENT.iter().fold(message.to_owned(), |message, name| {
        message.replace(&format!("`--{name}`"), &format!("`{}`", flag(name)))
    })
}

/// What to know of arguments that are spelled as options are, a line each.
pub(super) fn collisions(operation: &Operation<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for field in &operation.endpoint.request.fields {
        let name = field.name.as_str();
        let alike = name.replace('_', "-");
        let Some(option) = OPTIONS.iter().find(|option| **option == alike) else { continue };
        let is_exact = *option == name;
        lines.push(match (is_exact, UNSENT.contains(option)) {
            (true, true) => format!("  `--{option}` is the option here; `{}` is the argument", flag(name)),
            (true, false) => {
                format!("  `--{option}` is the argument here; the option of this name is hidden")
            }
            (false, _) => format!("  `--{option}` is the option here; `--{name}` is the argument"),
        });
    }
    lines
}

struct Reader<'a, 'm> {
    operation: &'a Operation<'m>,
    read: ReadFile<'a>,
    given: Given,
    /// Names of flags that were given.
    taken: BTreeSet<String>,
}

impl Reader<'_, '_> {
    fn argument(&mut self, name: &str, place: &Place<'_>, text: &str) -> Result<(), String> {
        let fail = |message: String| format!("`--{name}`: {message}");
        let file = match place.field {
            Some(field) if place.steps.len() == 1 => self.operation.endpoint.is_file(field),
            _ => false,
        };
        if file {
            let path = text.strip_prefix('@').unwrap_or(text);
            let content =
                (self.read)(path).map_err(|error| fail(format!("cannot read `{path}`: {error}")))?;
            let file_name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
            let name = place.field.map_or(name, |field| field.name.as_str());
            self.given.files.push((name.to_owned(), Upload::new(file_name, content).path(path)));
            return Ok(());
        }
        let text = self.text(text).map_err(&fail)?;
        let again = !self.taken.insert(name.to_owned());
        let inside =
            self.taken.iter().any(|taken| taken.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')));
        if inside && matches!(place.ty, Type::Array(_)) {
            let help = "help: write the list in front of the flags of its elements";
            return Err(fail(format!("would replace the elements that other flags give\n{help}")));
        }
        if let Type::Array(inner) = place.ty {
            let items = elements(inner, &text).map_err(&fail)?;
            let value = place::at(&mut self.given.arguments, &place.steps).map_err(&fail)?;
            // The first flag replaces what `--json` gives, the next ones add to it.
            match value {
                Value::Array(known) if again => known.extend(items),
                other => *other = Value::Array(items),
            }
            return Ok(());
        }
        if again {
            return Err(fail("is given twice, and it is no list".to_owned()));
        }
        let is_null = text == "null" && place.field.is_some_and(|field| field.nullable);
        let value = if is_null { Value::Null } else { values::read(place.ty, &text).map_err(&fail)? };
        let have = place::at(&mut self.given.arguments, &place.steps).map_err(&fail)?;
        match (have, value) {
            // Flags of members say more than one of all of them, wherever they stand.
            (Value::Object(members), Value::Object(mut all)) if inside && can_join(&all, members) => {
                merge(&mut all, std::mem::take(members));
                *members = all;
            }
            (_, _) if inside => {
                return Err(fail("would replace the members that other flags give".to_owned()));
            }
            (have, value) => *have = value,
        }
        Ok(())
    }

    /// The text of a value: `@FILE` is the content of a file, `@@…` a text that begins with `@`.
    fn text(&self, value: &str) -> Result<String, String> {
        let Some(place) = value.strip_prefix('@') else { return Ok(value.to_owned()) };
        if place.starts_with('@') {
            return Ok(place.to_owned());
        }
        let content = (self.read)(place).map_err(|error| format!("cannot read `{place}`: {error}"))?;
        let text = String::from_utf8(content).map_err(|_| format!("`{place}` is not UTF-8"))?;
        Ok(text.strip_suffix('\n').map_or(text.clone(), str::to_owned))
    }

    fn option<'v>(
        &mut self,
        name: &str,
        own: Option<&str>,
        value: &mut dyn FnMut() -> Result<&'v str, String>,
    ) -> Result<(), String> {
        let number = |text: &str| {
            let number = text.parse().ok().filter(|number: &usize| *number > 0);
            number.ok_or_else(|| format!("`--{name}`: expected a whole number above 0, found `{text}`"))
        };
        let options = &mut self.given.options;
        let switch = match name {
            "help" => &mut options.help,
            "dry-run" => &mut options.dry_run,
            "curl" => &mut options.curl,
            "raw" => &mut options.raw,
            "unchecked" => &mut options.unchecked,
            _ => {
                match name {
                    "base-url" => options.base_url = Some(value()?.to_owned()),
                    "pages" => options.pages = Some(number(value()?)?),
                    "timeout" => options.timeout = Some(number(value()?)? as u64),
                    _ => return self.json(value()?),
                }
                return Ok(());
            }
        };
        *switch = true;
        // A value is one of the argument that is called so.
        match own.map(str::to_owned).or_else(|| value().ok().map(str::to_owned)) {
            None => Ok(()),
            Some(text) => {
                let is_argument = is_documented(self.operation, name);
                let written = if is_argument { flag(name) } else { format!("--{}", name.replace('-', "_")) };
                let is_argument =
                    is_argument || is_documented(self.operation, written.trim_start_matches("--"));
                let help = match is_argument {
                    true => format!("\nhelp: the argument is written `{written} {text}`"),
                    false => String::new(),
                };
                Err(format!("the option `--{name}` takes no value, and `{text}` stands behind it{help}"))
            }
        }
    }

    /// All arguments at once; those of flags replace them, wherever they stand.
    fn json(&mut self, text: &str) -> Result<(), String> {
        let text = self.text(text).map_err(|message| format!("`--json`: {message}"))?;
        let value =
            values::read(&Type::AnyObject, &text).map_err(|message| format!("`--json`: {message}"))?;
        let Value::Object(members) = value else { return Err("`--json`: expected an object".to_owned()) };
        let flags = std::mem::replace(&mut self.given.arguments, members);
        merge(&mut self.given.arguments, flags);
        Ok(())
    }

    fn unknown(&self, name: &str) -> String {
        let options = OPTIONS.iter().map(|option| (*option).to_owned());
        let names = place::names(self.operation, name).into_iter().chain(options);
        let near = target::nearest(name, names.filter(|near| near != name).collect());
        let help = match near.first() {
            Some(near) => format!("did you mean `--{}`?", near.trim_matches('`')),
            None => "`--help` lists the arguments".to_owned(),
        };
        format!("`{}` has no argument `--{name}`\nhelp: {help}", self.operation.key())
    }
}

/// The elements that one flag of a list gives: a list in JSON, or one value.
fn elements(inner: &Type, text: &str) -> Result<Vec<Value>, String> {
    if text.trim_start().starts_with('[')
        && let Ok(Value::Array(items)) = serde_json::from_str(text)
    {
        return Ok(items);
    }
    values::read(inner, text).map(|value| vec![value])
}

/// Whether two objects can be joined: what both have is objects, or no list or object at all.
fn can_join(base: &Map<String, Value>, over: &Map<String, Value>) -> bool {
    over.iter().all(|(name, value)| match (base.get(name), value) {
        (Some(Value::Object(base)), Value::Object(over)) => can_join(base, over),
        (Some(have), value) => ![have, value].iter().any(|it| it.is_array() || it.is_object()),
        (None, _) => true,
    })
}

fn merge(base: &mut Map<String, Value>, over: Map<String, Value>) {
    for (name, value) in over {
        match (base.get_mut(&name), value) {
            (Some(Value::Object(base)), Value::Object(over)) => merge(base, over),
            (_, value) => drop(base.insert(name, value)),
        }
    }
}

#[cfg(test)]
mod tests;

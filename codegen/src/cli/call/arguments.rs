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
        match place::find(operation, name)? {
            // `--help` without a value asks for help, even where an argument has that name.
            Some(place) if name == "help" && *place.ty != Type::Boolean && own.is_none() => match value() {
                Ok(value) => reader.argument(name, &place, value)?,
                Err(_) => reader.given.options.help = true,
            },
            // An open operation takes any name, and the program's own come first there.
            Some(place) if place.field.is_some() || place.steps.len() > 1 || !is_option(name) => {
                let is_switch = *place.ty == Type::Boolean && own.is_none();
                let value = if is_switch { value().unwrap_or("true") } else { value()? };
                reader.argument(name, &place, value)?;
            }
            _ => reader.option(name, &mut value)?,
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

fn is_option(name: &str) -> bool {
    OPTIONS.contains(&name)
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
        *place::at(&mut self.given.arguments, &place.steps).map_err(&fail)? = value;
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
        value: &mut dyn FnMut() -> Result<&'v str, String>,
    ) -> Result<(), String> {
        let number = |text: &str| {
            let number = text.parse().ok().filter(|number: &usize| *number > 0);
            number.ok_or_else(|| format!("`--{name}`: expected a whole number above 0, found `{text}`"))
        };
        let options = &mut self.given.options;
        match name {
            "help" => options.help = true,
            "dry-run" => options.dry_run = true,
            "curl" => options.curl = true,
            "raw" => options.raw = true,
            "unchecked" => options.unchecked = true,
            "base-url" => options.base_url = Some(value()?.to_owned()),
            "pages" => options.pages = Some(number(value()?)?),
            "timeout" => options.timeout = Some(number(value()?)? as u64),
            "json" => return self.json(value()?),
            _ => return Err(self.unknown(name)),
        }
        Ok(())
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
        let near = target::nearest(name, names.collect());
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

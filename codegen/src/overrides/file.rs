//! Files of overrides: TOML with a `[[override]]` per fact.

use super::change::{Change, Override, Overrides};
use crate::model::{Location, Origin, Paging, PagingStyle, Value};
use crate::source::{self, SourceFile};
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

/// Overrides that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or a file cannot be read.
    #[error(
        "{0}\nhelp: overrides are TOML files in a folder; `overrides = \"FOLDER\"` in the configuration or `--overrides FOLDER` names it"
    )]
    Source(#[from] source::Error),
    /// The TOML is wrong, a key is unknown, or `fact` or `reason` is missing.
    #[error(
        "invalid file of overrides `{path}`:\n{message}help: docs/overrides.md has an example of each key"
    )]
    Toml {
        /// The file.
        path: String,
        /// The parser's words, with line and column.
        message: String,
    },
    /// The TOML is right and a value is not.
    #[error("{path}:{line}: {message}")]
    Content {
        /// The file.
        path: String,
        /// The line.
        line: u32,
        /// What is wrong.
        message: String,
    },
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OverrideFile {
    #[serde(default, rename = "override")]
    entries: Vec<Spanned<Entry>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fact: Spanned<String>,
    reason: Spanned<String>,
    add: Option<Spanned<bool>>,
    #[serde(rename = "type")]
    ty: Option<Spanned<String>>,
    required: Option<Spanned<bool>>,
    nullable: Option<Spanned<bool>>,
    description: Option<Spanned<String>>,
    default: Option<Spanned<serde_json::Value>>,
    no_default: Option<Spanned<bool>>,
    values: Option<Spanned<Vec<serde_json::Value>>>,
    open: Option<Spanned<bool>>,
    #[serde(rename = "in")]
    location: Option<Spanned<Location>>,
    member: Option<Spanned<String>>,
    method: Option<Spanned<String>>,
    path: Option<Spanned<String>>,
    idempotent: Option<Spanned<bool>>,
    paging: Option<Spanned<Walk>>,
    name: Option<Spanned<String>>,
    remove: Option<Spanned<bool>>,
}

/// `paging = false`, or how to walk.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "`false`, or a table with `style`, `start`, `limit`, `items`, and where there are any `total`, `count_flag`, `max`"
)]
enum Walk {
    Any(bool),
    By(Steps),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Steps {
    style: PagingStyle,
    start: String,
    limit: String,
    #[serde(default)]
    items: String,
    total: Option<String>,
    count_flag: Option<String>,
    max: Option<u64>,
}

/// Reads every TOML file of a folder. `name` is the folder as diagnostics print it; file ids begin at `first`.
pub fn read(folder: &Path, name: &str, first: usize) -> Result<Overrides, Error> {
    let mut overrides = Overrides::default();
    let files = source::entries(folder)?.files;
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let own = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let id = (first + overrides.files.len()) as u32;
        let file = SourceFile::new(id, format!("{name}/{own}"), source::text(path)?);
        overrides.entries.extend(parse(&file)?);
        overrides.files.push(file);
    }
    Ok(overrides)
}

/// The overrides of one file.
pub fn parse(file: &SourceFile) -> Result<Vec<Override>, Error> {
    let fail = |error: toml::de::Error| Error::Toml { path: file.path.clone(), message: error.to_string() };
    let content: OverrideFile = toml::from_str(&file.text).map_err(fail)?;
    content.entries.into_iter().map(|entry| Reader { file, changes: Vec::new() }.entry(entry)).collect()
}

struct Reader<'f> {
    file: &'f SourceFile,
    changes: Vec<(Change, Origin)>,
}

impl Reader<'_> {
    fn fail<T>(&self, at: Origin, message: impl Into<String>) -> Result<T, Error> {
        Err(Error::Content { path: self.file.path.clone(), line: at.line, message: message.into() })
    }

    fn origin<T>(&self, spanned: &Spanned<T>) -> Origin {
        self.file.origin(spanned.span().start, spanned.span().end)
    }

    fn take<T>(&mut self, value: Option<Spanned<T>>, make: impl Fn(T) -> Change) {
        if let Some(value) = value {
            let origin = self.origin(&value);
            self.changes.push((make(value.into_inner()), origin));
        }
    }

    /// `add = true` and the like; `false` would say nothing.
    fn mark(&mut self, key: &str, value: Option<Spanned<bool>>, change: Change) -> Result<(), Error> {
        match value {
            Some(value) if !value.get_ref() => {
                self.fail(self.origin(&value), format!("`{key} = false` has no effect; delete the key"))
            }
            value => {
                self.take(value, |_| change.clone());
                Ok(())
            }
        }
    }

    fn entry(mut self, entry: Spanned<Entry>) -> Result<Override, Error> {
        let start = entry.span().start;
        let entry = entry.into_inner();
        let (at, why) = (self.origin(&entry.fact), self.origin(&entry.reason));
        let (fact, reason) = (entry.fact.into_inner(), entry.reason.into_inner().trim().to_owned());
        if reason.is_empty() {
            return self.fail(why, "the `reason` is empty; say who knows this, and from where");
        }
        self.take(entry.ty, Change::Type);
        self.take(entry.required, Change::Required);
        self.take(entry.nullable, Change::Nullable);
        self.take(entry.description, Change::Description);
        self.take(entry.default, |value| Change::Default(Some(value.to_string())));
        self.take(entry.open, Change::Open);
        self.take(entry.location, Change::Location);
        self.take(entry.member, Change::Member);
        self.take(entry.idempotent, Change::Idempotent);
        if let Some(walk) = entry.paging.as_ref().filter(|walk| matches!(walk.get_ref(), Walk::Any(true))) {
            return self.fail(self.origin(walk), "`paging` is `false`, or a table that says how to walk");
        }
        self.take(entry.paging, paging);
        self.take(entry.name, Change::Name);
        self.mark("add", entry.add, Change::Add)?;
        self.mark("no_default", entry.no_default, Change::Default(None))?;
        self.mark("remove", entry.remove, Change::Remove)?;
        self.values(entry.values)?;
        self.route(entry.method, entry.path)?;
        let Some(end) = self.changes.iter().map(|(_, origin)| origin.end).max() else {
            return self.fail(
                at,
                format!("the override of `{fact}` changes nothing; docs/overrides.md lists the keys"),
            );
        };
        let origin = self.file.origin(start, (end.max(at.end).max(why.end)) as usize);
        Ok(Override { fact, at, reason, origin, changes: self.changes })
    }

    fn values(&mut self, values: Option<Spanned<Vec<serde_json::Value>>>) -> Result<(), Error> {
        let Some(values) = values else { return Ok(()) };
        let origin = self.origin(&values);
        let values: Option<Vec<Value>> = values.into_inner().iter().map(value).collect();
        match values {
            Some(values) => self.changes.push((Change::Values(values), origin)),
            None => {
                let message = "`values` is a list of strings, numbers or `{ value = 1, label = \"…\" }`";
                return self.fail(origin, message);
            }
        }
        Ok(())
    }

    fn route(&mut self, method: Option<Spanned<String>>, path: Option<Spanned<String>>) -> Result<(), Error> {
        if let Some(path) = path.as_ref().filter(|path| !path.get_ref().starts_with('/')) {
            return self.fail(self.origin(path), "a path begins with `/` and does not include the host");
        }
        if let Some(word) = method {
            let at = self.origin(&word);
            match word.get_ref().parse() {
                Ok(method) => self.changes.push((Change::Method(method), at)),
                Err(error) => return self.fail(at, error.to_string()),
            }
        }
        self.take(path, Change::Path);
        Ok(())
    }
}

/// One documented value, with or without a label.
fn value(value: &serde_json::Value) -> Option<Value> {
    use serde_json::Value::{Number, Object, String};
    match value {
        String(_) | Number(_) => Some(Value { literal: value.to_string(), ..Value::default() }),
        Object(members) => {
            let literal =
                members.get("value").filter(|value| value.is_string() || value.is_number())?.to_string();
            let label = members.get("label").map_or(Some(""), serde_json::Value::as_str)?.to_owned();
            (members.len() <= 2).then_some(Value { literal, label, ..Value::default() })
        }
        _ => None,
    }
}

fn paging(walk: Walk) -> Change {
    let path =
        |text: &str| text.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    Change::Paging(match walk {
        Walk::Any(_) => None,
        Walk::By(Steps { style, start, limit, items, total, count_flag, max }) => Some(Paging {
            style,
            start: path(&start),
            limit: path(&limit),
            max,
            items: path(&items),
            total: total.as_deref().map(path),
            count_flag: count_flag.as_deref().map(path),
        }),
    })
}

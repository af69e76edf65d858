//! What is wrong with a request: the kind, the place in the request, and the line of the page that says so.

use docwright::model::{Api, Location, Origin};
use serde_json::{Value, json};

/// Most problems that an answer lists.
pub(super) const MOST: usize = 50;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) kind: Kind,
    /// Where it travels.
    pub(super) place: Location,
    /// JSON pointer below that place: `/data/bk_set_name`.
    pub(super) pointer: String,
    pub(super) message: String,
    /// What the page says.
    pub(super) origin: Origin,
}

/// The kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A required argument is not there.
    Missing,
    /// No argument has this name.
    Unknown,
    /// A value of another type, `null` among them.
    Type,
    /// A value that is not among the documented ones.
    Value,
    /// A number below or above its bounds.
    Range,
    /// A text or list that is too short or too long.
    Length,
    /// The body cannot be read.
    Body,
}

impl Kind {
    /// The word of answers and logs.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::Type => "type",
            Self::Value => "value",
            Self::Range => "range",
            Self::Length => "length",
            Self::Body => "body",
        }
    }

    /// Whether prose claims it: the list of values, the bounds.
    pub(super) const fn is_claim(self) -> bool {
        matches!(self, Self::Value | Self::Range | Self::Length)
    }
}

impl Problem {
    /// As it stands in answers and logs.
    pub(super) fn json(&self, api: &Api) -> Value {
        let mut value = json!({
            "kind": self.kind.as_str(),
            "in": place(self.place),
            "pointer": self.pointer,
            "message": self.message,
        });
        if let Some(page) = page(api, &self.origin) {
            value["page"] = json!(page);
        }
        value
    }

    /// The place as flags and paths of facts write it: `data.0.name`.
    pub(super) fn path(&self) -> String {
        let steps = self.pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
        steps.collect::<Vec<_>>().join(".")
    }

    /// In one line: ``body `/bk_set_name` is missing``.
    pub(super) fn line(&self) -> String {
        format!("{} `{}` {}", place(self.place), self.pointer, self.message)
    }
}

/// `docs/create_set.md:31`
pub(super) fn page(api: &Api, origin: &Origin) -> Option<String> {
    let file = api.files.get(origin.file as usize)?;
    Some(if origin.line == 0 { file.path.clone() } else { format!("{}:{}", file.path, origin.line) })
}

/// The word of a place.
pub(super) const fn place(location: Location) -> &'static str {
    match location {
        Location::Body | Location::WholeBody => "body",
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
    }
}

/// A step of a JSON pointer.
pub(super) fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
}

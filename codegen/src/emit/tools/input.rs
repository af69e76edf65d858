//! The input schema of one operation: all arguments in one object, types in place, within a size.

use crate::emit::operations::Operation;
use crate::emit::schema::types::{Enums, add_meaning, of_type};
use crate::emit::texts::{chosen, cut};
use crate::model::{Field, Object};
use serde_json::{Map, Value, json};
use std::fmt;

/// A schema of arguments.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The schema, an object.
    pub schema: Value,
    /// Names of arguments that APIs do not take: the name in the schema, and the one on the wire.
    pub renamed: Vec<(String, String)>,
    /// What the schema lacks.
    pub cut: Cut,
}

/// What a definition lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// The description of the operation is not whole.
    pub description: bool,
    /// Number of descriptions of arguments that are not whole.
    pub descriptions: usize,
    /// Objects without their members, by path.
    pub objects: Vec<String>,
    /// Optional arguments that are missing.
    pub arguments: Vec<String>,
    /// The schema is larger than it may be: nothing else can be left out.
    pub too_large: bool,
}

/// How much of the model a schema shows; each step shows less.
#[derive(Clone, Copy)]
struct Detail {
    /// Objects within objects.
    depth: usize,
    /// Characters of each description.
    description: usize,
}

const DETAILS: &[Detail] = &[
    Detail { depth: 12, description: 1000 },
    Detail { depth: 8, description: 240 },
    Detail { depth: 6, description: 120 },
    Detail { depth: 4, description: 80 },
    Detail { depth: 3, description: 60 },
    Detail { depth: 2, description: 60 },
    Detail { depth: 1, description: 60 },
    Detail { depth: 1, description: 0 },
];

/// Fields of one schema: types that many ways lead to would otherwise multiply.
const FIELDS: usize = 2000;

/// Longest name of an argument in characters that all APIs take.
const KEY_CHARS: usize = 64;

impl Input {
    /// The schema of an operation in at most `bytes` bytes of JSON.
    pub fn new(operation: &Operation<'_>, language: Option<&str>, bytes: usize) -> Self {
        let fits = |input: &Input| input.schema.to_string().len() <= bytes;
        for detail in DETAILS {
            let input = Builder::new(operation, language, *detail).input(|_| true);
            if let Some(input) = input.filter(fits) {
                return input;
            }
        }
        Self::required(operation, language, bytes)
    }

    /// The schema with as many optional arguments as fit, the first ones first.
    fn required(operation: &Operation<'_>, language: Option<&str>, bytes: usize) -> Self {
        let fields = &operation.endpoint.request.fields;
        let detail = Detail { depth: 1, description: 0 };
        let of = |optional: usize| {
            let mut kept = 0;
            let mut keep = |field: &Field| {
                kept += usize::from(!field.required);
                field.required || kept <= optional
            };
            let builder = Builder { left: usize::MAX, ..Builder::new(operation, language, detail) };
            builder.input(&mut keep).unwrap_or_default()
        };
        let size = |optional: usize| of(optional).schema.to_string().len();
        let (mut low, mut high) = (0, fields.iter().filter(|field| !field.required).count());
        while low < high {
            let middle = (low + high).div_ceil(2);
            if size(middle) <= bytes { low = middle } else { high = middle - 1 }
        }
        let mut input = of(low);
        input.cut.too_large = input.schema.to_string().len() > bytes;
        input
    }

    /// The arguments under their names on the wire.
    pub fn on_the_wire(&self, mut arguments: Map<String, Value>) -> Map<String, Value> {
        for (name, wire) in &self.renamed {
            if let Some(value) = arguments.remove(name) {
                arguments.insert(wire.clone(), value);
            }
        }
        arguments
    }
}

struct Builder<'m> {
    operation: &'m Operation<'m>,
    language: Option<&'m str>,
    detail: Detail,
    /// Fields that may still be shown.
    left: usize,
    /// The objects around, by id.
    around: Vec<&'m str>,
    path: Vec<&'m str>,
    cut: Cut,
}

impl<'m> Builder<'m> {
    fn new(operation: &'m Operation<'m>, language: Option<&'m str>, detail: Detail) -> Self {
        let (around, path) = (Vec::new(), Vec::new());
        Self { operation, language, detail, left: FIELDS, around, path, cut: Cut::default() }
    }

    /// The schema; `None` when it has too many fields.
    fn input(mut self, mut keep: impl FnMut(&Field) -> bool) -> Option<Input> {
        let request = &self.operation.endpoint.request;
        let mut renamed = Vec::new();
        let mut properties = Map::new();
        let mut required = Vec::new();
        for field in &request.fields {
            if !keep(field) {
                self.cut.arguments.push(field.name.to_string());
                continue;
            }
            let mut schema = self.field(field)?;
            let key = key(&field.name);
            if key != *field.name {
                let about = schema["description"].as_str().unwrap_or_default();
                schema["description"] = json!(format!("`{}` {about}", field.name).trim_end());
                renamed.push((key.clone(), field.name.to_string()));
            }
            if field.required {
                required.push(key.clone());
            }
            properties.insert(key, schema);
        }
        let schema = object(properties, required, request.open.is_some());
        Some(Input { schema, renamed, cut: self.cut })
    }

    fn field(&mut self, field: &'m Field) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        self.path.push(&field.name);
        let mut whole = true;
        let mut schema = of_type(&field.ty, &mut |id| match self.of_object(id) {
            Some(schema) => schema,
            None => {
                whole = false;
                Value::Null
            }
        });
        self.path.pop();
        if !whole {
            return None;
        }
        add_meaning(&mut schema, field, Enums::Closed, self.language);
        let mut text = chosen(self.language, &field.docs);
        if let Some(format) = format_of(&mut schema).filter(|format| !text.contains(format)) {
            text = format!("{text} ({format})").trim_start().to_owned();
        }
        let (description, is_short) = cut(&text, self.detail.description);
        self.cut.descriptions += usize::from(is_short);
        if !description.is_empty() {
            schema["description"] = json!(description);
        }
        Some(schema)
    }

    fn of_object(&mut self, id: &str) -> Option<Value> {
        let operation = self.operation;
        let Some(object) = operation.endpoint.object(operation.service, id) else {
            return Some(json!({ "type": "object" }));
        };
        let again = self.around.contains(&object.id.as_str());
        if again || self.around.len() + 1 >= self.detail.depth && !object.fields.is_empty() {
            self.cut.objects.push(self.path.join("."));
            return Some(json!({ "type": "object" }));
        }
        self.around.push(&object.id);
        let schema = self.members(object);
        self.around.pop();
        schema
    }

    fn members(&mut self, of: &'m Object) -> Option<Value> {
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut is_open = of.open.is_some();
        for field in &of.fields {
            // An inner name cannot be another one than on the wire, so the member stays unnamed.
            if key(&field.name) != *field.name {
                self.cut.objects.push(format!("{}.{}", self.path.join("."), field.name));
                is_open = true;
                continue;
            }
            properties.insert(field.name.to_string(), self.field(field)?);
            if field.required {
                required.push(field.name.to_string());
            }
        }
        Some(object(properties, required, is_open))
    }
}

/// Takes out a format in words that not every API knows.
fn format_of(schema: &mut Value) -> Option<String> {
    let members = schema.as_object_mut()?;
    members.remove("contentMediaType");
    let format = ["x-format", "contentEncoding"].into_iter().find_map(|word| members.remove(word))?;
    format.as_str().map(str::to_owned)
}

fn object(properties: Map<String, Value>, mut required: Vec<String>, open: bool) -> Value {
    let mut schema = json!({ "type": "object", "properties": properties });
    required.sort_unstable();
    required.dedup();
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if open {
        schema["additionalProperties"] = json!(true);
    }
    schema
}

/// The name of a property that all APIs take: letters, digits, `_`, `.` and `-`.
fn key(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    if !name.is_empty() && name.len() <= KEY_CHARS && name.chars().all(fits) {
        return name.to_owned();
    }
    let digest = blake3::hash(name.as_bytes()).to_hex();
    let plain: String = name.chars().filter(|c| fits(*c)).take(KEY_CHARS - 9).collect();
    if plain.is_empty() { format!("arg_{}", &digest[..8]) } else { format!("{plain}_{}", &digest[..8]) }
}

impl Cut {
    /// Whether anything was cut.
    pub fn is_any(&self) -> bool {
        *self != Cut::default()
    }
}

/// Names that a message lists.
const LISTED: usize = 6;

fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(LISTED);
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}

impl fmt::Display for Cut {
    /// `3 descriptions of arguments are cut; without their members: …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if self.description {
            parts.push("the description is cut".to_owned());
        }
        match self.descriptions {
            0 => {}
            1 => parts.push("the description of an argument is cut".to_owned()),
            count => parts.push(format!("{count} descriptions of arguments are cut")),
        }
        if !self.objects.is_empty() {
            parts.push(format!("without their members: {}", listed(&self.objects)));
        }
        if !self.arguments.is_empty() {
            parts.push(format!("without the optional arguments {}", listed(&self.arguments)));
        }
        if self.too_large {
            parts.push("the schema is still larger than asked for".to_owned());
        }
        f.write_str(&parts.join("; "))
    }
}

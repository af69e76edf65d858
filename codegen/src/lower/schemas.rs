//! JSON Schemas in place of tables: `{"type": "object", "properties": {…}}` below the title of a body.

use super::context::Context;
use super::draft::{Content, Draft, Field, Row, Segment, Table, Type};
use super::titles::Titles;
use super::{description, types};
use crate::model::{Fact, Meaning, Origin, Text, Value, Witness};
use crate::page::Side;
use crate::policy::Votes;
use crate::syntax::json::{Kind, Node};

/// Whether a document describes others.
pub(super) fn is_schema(root: &Node<'_>) -> bool {
    let is_object = || root.get("type").and_then(Node::as_str) == Some("object");
    let holds = |name| root.get(name).is_some_and(|node| !node.members().is_empty());
    holds("properties") && (root.get("$schema").is_some() || is_object())
}

/// Reads a schema as the table of a side, where the page has none of it. Whether it was read.
pub(super) fn read(
    root: &Node<'_>,
    (side, base): (Side, usize),
    draft: &mut Draft<'_>,
    context: Context<'_>,
) -> bool {
    if side == Side::None || draft.tables.iter().any(|table| table.side == side) {
        return false;
    }
    let witness = match side {
        Side::Request => Witness::RequestExample,
        _ => Witness::ResponseExample,
    };
    let mut reader = Reader { base, side, witness, context, rows: Vec::new() };
    reader.object(root, &[]);
    let origin = reader.origin(root);
    draft.tables.push(Table {
        side,
        titles: Titles::default(),
        title: String::new(),
        caption: None,
        origin,
        continues: false,
        follows: false,
        is_foreign: false,
        variant: None,
        anchors: Vec::new(),
        is_list_body: false,
        definition: None,
        content: Content::Fields { rows: reader.rows, open: None, end: None },
    });
    true
}

struct Reader<'c> {
    /// Where the text of the block begins.
    base: usize,
    side: Side,
    witness: Witness,
    context: Context<'c>,
    rows: Vec<Row>,
}

impl Reader<'_> {
    fn origin(&self, node: &Node<'_>) -> Origin {
        let (start, end) = (self.base + node.start as usize, self.base + node.end as usize);
        let text = self.context.file.text.get(start..end).unwrap_or_default();
        let line = text.find('\n').unwrap_or(text.len());
        self.context.file.origin(start, start + line)
    }

    /// The properties of an object below `parents`. The reader of JSON bounds the depth.
    fn object(&mut self, schema: &Node<'_>, parents: &[Segment]) {
        let required: Vec<&str> =
            schema.get("required").map_or(&[][..], Node::items).iter().filter_map(Node::as_str).collect();
        for member in schema.get("properties").map_or(&[][..], Node::members) {
            let is_required = required.contains(&&*member.name);
            self.property(&member.name, &member.value, is_required, parents);
        }
    }

    fn property(&mut self, name: &str, schema: &Node<'_>, is_required: bool, parents: &[Segment]) {
        let origin = self.origin(schema);
        let (ty, nullable) = self.ty(schema);
        let required = is_required;
        let mut field = Field { name: name.into(), ty, required, nullable, origin, ..Field::default() };
        field.votes.cast(Fact::Type, self.witness, word(schema).unwrap_or("(no type)"), origin);
        if self.side == Side::Request {
            field.votes.cast(
                Fact::Required,
                self.witness,
                if required { "required" } else { "optional" },
                origin,
            );
        }
        if let Some(text) = schema.get("description").and_then(Node::as_str) {
            let language = self.context.file.language_of(text).into();
            field.docs.push(Text { language, text: text.into(), origin });
        }
        let meaning = meaning(schema);
        if meaning != Meaning::default() {
            description::complete(&mut field.meaning, meaning);
        }
        let list = matches!(field.ty, Type::Array(_));
        let parents_of = parents.to_vec();
        self.rows.push(Row {
            parents: parents_of,
            field,
            depth: 0,
            rows: 0,
            in_body: false,
            linked: None,
            is_nameless: false,
            alternatives: 0,
        });
        let inner = if list { schema.get("items") } else { Some(schema) };
        let own = [parents, &[Segment { name: name.into(), list, map: false }]].concat();
        inner.into_iter().for_each(|inner| self.object(inner, &own));
    }

    /// The type, and whether null is one of several.
    fn ty(&self, schema: &Node<'_>) -> (Type, bool) {
        let nullable =
            schema.get("type").is_some_and(|ty| ty.items().iter().any(|it| it.as_str() == Some("null")));
        let ty = match word(schema) {
            Some("array") => Type::list(schema.get("items").map_or(Type::Any, |items| self.ty(items).0)),
            Some("object") => Type::AnyObject,
            Some(word) => Type::from(types::parse(word, self.context.dialect).ty),
            None if schema.get("properties").is_some() => Type::AnyObject,
            None => Type::Any,
        };
        (ty, nullable)
    }
}

/// The first type that a schema names.
fn word<'s>(schema: &'s Node<'_>) -> Option<&'s str> {
    let ty = schema.get("type")?;
    ty.as_str().or_else(|| ty.items().iter().filter_map(Node::as_str).find(|word| *word != "null"))
}

/// Values, bounds and the default.
fn meaning(schema: &Node<'_>) -> Meaning {
    let number = |name| match schema.get(name).map(|node| &node.kind) {
        Some(Kind::Number(text)) => text.parse::<i64>().ok(),
        _ => None,
    };
    let length = |name| number(name).and_then(|it| u64::try_from(it).ok());
    let literal = |node: &Node<'_>| match &node.kind {
        Kind::Text(text) => serde_json::to_string(text).ok(),
        Kind::Number(text) => Some(text.to_string()),
        Kind::Bool(flag) => Some(flag.to_string()),
        _ => None,
    };
    let values = schema.get("enum").map_or(&[][..], Node::items).iter().filter_map(literal);
    Meaning {
        values: values.map(|literal| Value { literal, ..Value::default() }).collect(),
        default: schema.get("default").and_then(literal),
        min: number("minimum"),
        max: number("maximum"),
        min_length: length("minLength").or(length("minItems")),
        max_length: length("maxLength").or(length("maxItems")),
        format: schema.get("format").and_then(Node::as_str).map(str::to_owned),
        ..Meaning::default()
    }
}

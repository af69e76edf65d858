//! Definitions of tools: each operation in the form in which APIs of language models take functions, so that a model can
//! choose one and write its arguments. In: the model. Out: the value of `tools` of a request.
//!
//! Schemas hold no references, because not every API follows them, and their size is bounded. What had to be cut is
//! named in [`Tools::cuts`].

mod input;

use super::operations::{self, Operation};
use crate::model::Api;
use serde_json::{Map, Value, json};

pub use input::{Cut, Input};

/// The forms, by the names of the APIs that take them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// OpenAI's Chat Completions, and everything that is compatible with it.
    #[default]
    OpenAi,
    /// OpenAI's Responses.
    OpenAiResponses,
    /// Anthropic's Messages.
    Anthropic,
    /// Google's Gemini.
    Gemini,
    /// The Model Context Protocol, as in the result of `tools/list`.
    Mcp,
}

/// What the definitions are like.
#[derive(Clone, Debug)]
pub struct Options {
    /// The form.
    pub form: Form,
    /// Language of descriptions, `zh` or `en`, where a page has it; all languages without it.
    pub language: Option<String>,
    /// Greatest size of one schema in bytes of JSON.
    pub schema_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { form: Form::default(), language: None, schema_bytes: SCHEMA_BYTES }
    }
}

/// Size of a schema in bytes unless a user asks for another: some thousand tokens.
pub const SCHEMA_BYTES: usize = 16 << 10;

/// Characters of the description of an operation; the strictest API takes no more.
pub const DESCRIPTION_CHARS: usize = 1024;

/// The definitions, and what they lack.
#[derive(Clone, Debug, Default)]
pub struct Tools {
    /// The value of `tools`.
    pub value: Value,
    /// Number of operations.
    pub count: usize,
    /// What was cut, a line for each operation.
    pub cuts: Vec<String>,
}

/// The definitions of the operations that are `wanted`.
pub fn emit(api: &Api, options: &Options, wanted: &dyn Fn(&Operation<'_>) -> bool) -> Tools {
    let api = operations::callable(api);
    let mut cuts = Vec::new();
    let mut all = Vec::new();
    for operation in operations::of(&api).iter().filter(|operation| wanted(operation)) {
        let (definition, cut) = define(operation, options);
        cuts.extend(cut.map(|cut| format!("`{}`: {cut}", operation.name)));
        all.push(definition);
    }
    let count = all.len();
    let value = match options.form {
        Form::Gemini => json!([{ "functionDeclarations": all }]),
        _ => Value::Array(all),
    };
    Tools { value, count, cuts }
}

/// One definition, and what it lacks.
pub fn define(operation: &Operation<'_>, options: &Options) -> (Value, Option<Cut>) {
    let language = options.language.as_deref();
    let (description, is_short) = operation.description(language, DESCRIPTION_CHARS);
    let Input { schema, mut cut, .. } = Input::new(operation, language, options.schema_bytes);
    cut.description = is_short;
    let mut members = Map::new();
    let name = &operation.name;
    members.insert("name".to_owned(), json!(name));
    members.insert("description".to_owned(), json!(description));
    let definition = match options.form {
        Form::OpenAi => {
            members.insert("parameters".to_owned(), schema);
            json!({ "type": "function", "function": members })
        }
        Form::OpenAiResponses => {
            let mut all = Map::from_iter([("type".to_owned(), json!("function"))]);
            all.extend(members);
            all.insert("parameters".to_owned(), schema);
            all.insert("strict".to_owned(), json!(false));
            Value::Object(all)
        }
        Form::Anthropic => {
            members.insert("input_schema".to_owned(), schema);
            Value::Object(members)
        }
        Form::Gemini => {
            // An object without properties is refused.
            if schema["properties"].as_object().is_some_and(|properties| !properties.is_empty()) {
                members.insert("parametersJsonSchema".to_owned(), schema);
            }
            Value::Object(members)
        }
        Form::Mcp => {
            let reads = operation.reads_only();
            let title = operation.title(language);
            if !title.is_empty() {
                members.insert("title".to_owned(), json!(title));
            }
            members.insert("inputSchema".to_owned(), schema);
            let hints = json!({ "readOnlyHint": reads, "destructiveHint": !reads, "idempotentHint": reads });
            members.insert("annotations".to_owned(), hints);
            Value::Object(members)
        }
    };
    (definition, cut.is_any().then_some(cut))
}

#[cfg(test)]
mod tests;

//! Phrases with a meaning.

use serde::Deserialize;

/// `[notes]`: phrases with a meaning.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Notes {
    /// Phrases that say an object takes further attributes.
    pub open: Vec<String>,
    /// Names of a row that say the same.
    pub open_row: Vec<String>,
    /// Words that stand for an empty table.
    pub nothing: Vec<String>,
    /// Words of a default cell that say there is none.
    pub no_value: Vec<String>,
    /// How a sentence begins that names what a call returns.
    pub returns: Vec<String>,
    /// Texts of an error code that say it is none: `success`.
    pub success: Vec<String>,
    /// Phrases that say a success has no body.
    pub no_content: Vec<String>,
    /// Phrases that say every argument may be left out; `*` stands for a few words.
    pub all_optional: Vec<String>,
    /// The same for lines above a table that say every argument in it must be sent.
    pub all_required: Vec<String>,
    /// Words behind such a phrase that name what it does not hold for.
    pub except: Vec<String>,
    /// Phrases that say the body of a request is a list of what the table describes.
    pub list_body: Vec<String>,
    /// Words in front of a route that say it is not the one to be called, in small letters.
    pub not_called: Vec<String>,
    /// Titles of arguments that travel as a form.
    pub form_titles: Vec<String>,
    /// What a sentence above the table of an answer begins with that says the table describes the elements of a list.
    pub list_answer: Vec<String>,
    /// Labels of blocks of code in formats that are not read.
    pub unread_formats: Vec<String>,
    /// What a line begins with that declares a type in code.
    pub declarations: Vec<String>,
    /// Phrases of a description that say the value may be of any type, where the type cell says nothing.
    pub any_type: Vec<String>,
    /// Words before the name or the type of what is returned that say nothing of its form.
    pub qualifiers: Vec<String>,
    /// Words behind the type of what is returned, before what is said of it.
    pub behind_types: Vec<String>,
    /// Words in a column of places or in a heading that say arguments travel in cookies.
    pub cookies: Vec<String>,
    /// Words in a label or heading that say a sample shows a failed call.
    pub failure: Vec<String>,
    /// Phrases that take over what another call sends or returns; `{}` is its route or its title.
    pub inherits: Vec<String>,
    /// Lines that are all that a section says, `{}` as in `inherits` or one of `above`.
    pub same: Vec<String>,
    /// What stands for the call above in such a line.
    pub above: Vec<String>,
    /// Words of the name of a call that say no more than that it is one.
    pub call_words: Vec<String>,
    /// Words in brackets behind a title or a name that say nothing of what it is.
    pub remarks: Vec<String>,
    /// Words that begin a sentence and are no names of parameters.
    pub articles: Vec<String>,
    /// Phrases of a description that say the call takes and returns what another one does; `{}` as in `inherits`.
    pub works_like: Vec<String>,
    /// Words behind which a description names the type of what is sent.
    pub sends: Vec<String>,
    /// Name prefixes of operations that only read.
    pub reads: Vec<String>,
    /// First words of names of operations that change something, whatever their method says.
    pub writes: Vec<String>,
    /// Those of these words that also name things: `list_set`.
    pub things: Vec<String>,
    /// Words between two verbs of a name: `find_and_delete`.
    pub verb_joins: Vec<String>,
    /// Names of arguments by which a server knows a call that it has seen.
    pub idempotency_tokens: Vec<String>,
    /// Phrases in the description of such an argument that say so.
    pub idempotency: Vec<String>,
    /// Phrases that say a list in a query is one argument, its values joined by commas.
    pub joined: Vec<String>,
    /// Phrases above a table of an answer that say it is that of a failed call.
    pub failed: Vec<String>,
    /// Phrases that say the members of an object are named by data.
    pub keyed: Vec<String>,
    /// Phrases that say a value may be one of what a list holds, or the list.
    pub one_or_list: Vec<String>,
}

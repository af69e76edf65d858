//! Which operation a word means, and which ones have some words.

use docwright::emit::operations::Operation;
use std::cmp::Reverse;

/// Names that a message lists.
const GUESSES: usize = 5;

/// How much a name is like a word, from 0 to 1, before a message asks whether it is meant.
const ALIKE: f64 = 0.6;

/// The operation of a word: service and id, the name of its tool, or the id alone where only one has it.
pub(in crate::cli) fn find<'a, 'm>(
    operations: &'a [Operation<'m>],
    word: &str,
) -> Result<&'a Operation<'m>, String> {
    let by_name = operations.iter().find(|operation| operation.name == word);
    let by_key: Vec<&Operation<'_>> = operations.iter().filter(|operation| operation.key() == word).collect();
    let by_id: Vec<&Operation<'_>> =
        operations.iter().filter(|operation| operation.endpoint.id == word).collect();
    match (by_name, by_key.as_slice(), by_id.as_slice()) {
        (Some(found), _, _) => Ok(found),
        (None, [found], _) | (None, [], [found]) => Ok(found),
        (None, [], []) => Err(unknown(operations, word)),
        (None, several, _) if !several.is_empty() => Err(ambiguous(word, several, |it| it.name.clone())),
        (None, _, several) => Err(ambiguous(word, several, |it| self::word(operations, it))),
    }
}

/// The shortest word that means the operation and names its service.
pub(in crate::cli) fn word(operations: &[Operation<'_>], operation: &Operation<'_>) -> String {
    let key = operation.key();
    let alone = operations.iter().filter(|other| other.key() == key).count() == 1;
    if alone { key } else { operation.name.clone() }
}

fn ambiguous(word: &str, several: &[&Operation<'_>], name: impl Fn(&Operation<'_>) -> String) -> String {
    let lines = several.iter().map(|it| {
        let endpoint = it.endpoint;
        format!("\n  {}  {} {}", name(it), endpoint.method, endpoint.path)
    });
    format!("several operations are called `{word}`; write one of{}", lines.collect::<String>())
}

fn unknown(operations: &[Operation<'_>], word: &str) -> String {
    if word.starts_with('-') {
        return format!(
            "unknown option `{word}`\nhelp: arguments of a call stand behind the operation; \
             `docwright call --help` lists the options"
        );
    }
    let mut message = format!("no operation is called `{word}`");
    let names = operations.iter().map(|operation| self::word(operations, operation));
    let near = nearest(word, names.collect());
    if !near.is_empty() {
        message += &format!("\nhelp: did you mean {}?", near.join(", "));
    }
    message + "\nhelp: `docwright call` lists all, `docwright call --search WORDS` those with some words"
}

/// The names that are most like a word, the nearest one first: they share most pairs of letters, or few keys were mistyped.
pub(super) fn nearest(word: &str, names: Vec<String>) -> Vec<String> {
    let word = word.to_lowercase();
    let alike = |name: &str| {
        let name = name.to_lowercase();
        // The last word of a dotted name is what most people write.
        let last = name.rsplit('.').next().unwrap_or_default();
        let whole =
            strsim::sorensen_dice(&word, &name).max(strsim::normalized_damerau_levenshtein(&word, &name));
        if word.contains('.') {
            whole
        } else {
            whole.max(strsim::normalized_damerau_levenshtein(&word, last))
        }
    };
    let mut near: Vec<(f64, String)> = names.into_iter().map(|name| (alike(&name), name)).collect();
    near.retain(|(alike, _)| *alike >= ALIKE);
    near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    near.into_iter().take(GUESSES).map(|(_, name)| format!("`{name}`")).collect()
}

/// The operations that have all words, those with more of them in the name first.
pub(in crate::cli) fn search<'a, 'm>(operations: &'a [Operation<'m>], words: &str) -> Vec<&'a Operation<'m>> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(usize, &Operation<'_>)> = Vec::new();
    for operation in operations {
        let endpoint = operation.endpoint;
        let name = format!("{} {} {}", operation.key(), operation.name, endpoint.path).to_lowercase();
        let texts = endpoint.title.iter().chain(&endpoint.description);
        let text: String = texts.map(|text| text.text.to_lowercase() + "\n").collect();
        if words.iter().all(|word| name.contains(word) || text.contains(word)) {
            found.push((words.iter().filter(|word| name.contains(*word)).count(), operation));
        }
    }
    found.sort_by_key(|(named, _)| Reverse(*named));
    found.into_iter().map(|(_, operation)| operation).collect()
}

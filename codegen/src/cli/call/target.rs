//! Which operation a word means, and which ones some words find.

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

/// The operations that have most of the words, those with more of them first, and of these those that have more in the
/// name. A plural is found where the singular stands.
pub(in crate::cli) fn search<'a, 'm>(operations: &'a [Operation<'m>], words: &str) -> Vec<&'a Operation<'m>> {
    let texts: Vec<(String, String)> = operations.iter().map(text).collect();
    let has = |text: &str, word: &[String]| word.iter().any(|form| text.contains(form));
    let mut words: Vec<Vec<String>> = words.split_whitespace().map(forms).collect();
    // What every operation has, such as `a`, tells none from the others.
    let tells = |word: &Vec<String>| !texts.iter().all(|(name, text)| has(name, word) || has(text, word));
    if words.iter().any(tells) {
        words.retain(tells);
    }
    let mut found: Vec<(usize, usize, &Operation<'_>)> = Vec::new();
    for (operation, (name, text)) in operations.iter().zip(&texts) {
        let named = words.iter().filter(|word| has(name, word)).count();
        let all = words.iter().filter(|word| has(name, word) || has(text, word)).count();
        found.push((all, named, operation));
    }
    let most = found.iter().map(|(all, ..)| *all).max().unwrap_or_default();
    found.retain(|(all, ..)| words.is_empty() || *all > 0 && all * 2 > most);
    found.sort_by_key(|(all, named, _)| Reverse((*all, *named)));
    found.into_iter().map(|(.., operation)| operation).collect()
}

/// The name of an operation in all its forms, and what its page says of it.
fn text(operation: &Operation<'_>) -> (String, String) {
    let endpoint = operation.endpoint;
    let name = format!("{} {} {}", operation.key(), operation.name, endpoint.path).to_lowercase();
    let texts = endpoint.title.iter().chain(&endpoint.description);
    (name, texts.map(|text| text.text.to_lowercase() + "\n").collect())
}

/// Letters that a word keeps at least when its ending goes.
const STEM: usize = 3;

/// A word as it may stand in a text: itself, and the singular and the plural of an English one.
fn forms(word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() >= STEM);
    let hisses = |stem: &&str| ["s", "x", "z", "ch", "sh"].iter().any(|end| stem.ends_with(end));
    let others = [
        stem("s").filter(|stem| !stem.ends_with('s')).map(str::to_owned),
        stem("es").filter(hisses).map(str::to_owned),
        stem("ies").map(|stem| format!("{stem}y")),
        stem("y").map(|stem| format!("{stem}ies")),
    ];
    let others: Vec<String> = others.into_iter().flatten().collect();
    [vec![word], others].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use docwright::model::{Endpoint, Service, Text};

    /// Expects these operations for some words, in this order.
    #[track_caller]
    fn check(words: &str, expect: &[&str]) {
        let service = Service { name: "a".to_owned(), ..Service::default() };
        let endpoint = |(id, title): &(&str, &str)| Endpoint {
            id: (*id).to_owned(),
            title: vec![Text { text: (*title).into(), ..Text::default() }],
            ..Endpoint::default()
        };
        let endpoints: Vec<Endpoint> = [
            ("add_address", "Adds a user's address"),
            ("list_user", "查询用户"),
            ("list_group", "Groups"),
            ("get_policy", "One policy of a user"),
        ]
        .iter()
        .map(endpoint)
        .collect();
        let of = |endpoint| Operation { service: &service, endpoint, name: String::new() };
        let operations: Vec<Operation<'_>> = endpoints.iter().map(of).collect();
        let found: Vec<&str> =
            search(&operations, words).iter().map(|operation| operation.endpoint.id.as_str()).collect();
        assert_eq!(found, expect, "{words}");
    }

    #[test]
    fn plain_words_find_operations() {
        check("list users", &["list_user"]);
        check("USERS", &["list_user", "add_address", "get_policy"]);
        check("policies addresses", &["add_address", "get_policy"]);
        check("list users of a group", &["list_user", "list_group", "get_policy"]);
        check("用户", &["list_user"]);
        check("xyzzy", &[]);
        assert_eq!(forms("Status"), ["status", "statu"]);
        assert_eq!(forms("is"), ["is"]);
        assert_eq!(forms("class"), ["class"]);
    }
}

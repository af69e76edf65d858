//! Descriptions that say a structure is like that of a field beside it: `结构同 from`, `the same structure as `from``.

use super::rule::{Rule, Titled, link};
use crate::dialect::Patterns;
use crate::resolve::tree::{FieldRef, ObjectId, Tree};

/// What may stand around the name of the field.
const AROUND: &[char] = &['`', '"', '\'', '“', '”', '「', '」', ' ', '.', '。', ',', '，', '、', ')', '）'];

/// Fields without a table that are said to be like another one of their object, which has one: they get a copy.
pub(super) fn by_likeness(tree: &mut Tree<'_>, titled: &Titled<'_>, rule: &Rule) {
    for at in open(tree, titled.likes) {
        let found = beside(tree, at, titled.likes);
        if let Some(child) = found {
            let copy = tree.copy(child);
            link(tree, at, copy, rule);
        }
    }
}

/// Whether any description says so of a field without a table.
pub(super) fn is_told(tree: &Tree<'_>, likes: &Patterns) -> bool {
    !open(tree, likes).is_empty()
}

fn open(tree: &Tree<'_>, likes: &Patterns) -> Vec<FieldRef> {
    let objects = tree.objects.iter().enumerate();
    let fields = objects
        .flat_map(|(id, object)| object.fields.iter().enumerate().map(move |(at, field)| ((id, at), field)));
    let says = |text: &str| likes.may_be_in(text);
    let told =
        fields.filter(|(_, field)| field.ty.lacks_child() && field.docs.iter().any(|text| says(&text.text)));
    told.map(|(at, _)| at).collect()
}

/// The object behind the field that a description names.
fn beside(tree: &Tree<'_>, (object, own): FieldRef, likes: &Patterns) -> Option<ObjectId> {
    let docs = &tree.at((object, own)).docs;
    let names = docs.iter().flat_map(|text| likes.iter().filter_map(|phrase| named(&text.text, phrase)));
    names.into_iter().find_map(|name| {
        let at = tree.field(object, name).filter(|at| *at != own)?;
        tree.child(&tree.at((object, at)).ty)
    })
}

/// What stands where the phrase has its name.
fn named<'t>(text: &'t str, (before, behind): (&str, &str)) -> Option<&'t str> {
    let before = before.trim_end();
    let folded = text.to_ascii_lowercase();
    let start = folded.find(before)? + before.len();
    let rest = text[start..].trim_start_matches(AROUND);
    let word = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(rest, |end| &rest[..end]);
    let after = rest[word.len()..].trim_start_matches(AROUND);
    (!word.is_empty() && after.to_ascii_lowercase().starts_with(behind.trim())).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[track_caller]
    fn check(text: &str, phrase: (&str, &str), expect: Option<&str>) {
        assert_eq!(named(text, phrase), expect, "{text}");
    }

    #[test]
    fn names_of_what_is_alike() {
        check("终点，结构同 from", ("结构同", ""), Some("from"));
        check("终点，结构与 `from` 相同。", ("结构与", "相同"), Some("from"));
        check("Has the Same structure as `from`.", ("same structure as ", ""), Some("from"));
        check("同上", ("同", ""), None);
    }
}

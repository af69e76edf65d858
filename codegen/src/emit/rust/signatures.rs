//! Emitted tokens without docs and bodies of functions: what a caller sees of a file, at a quarter of the cost to parse.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The tokens without what no caller depends on.
pub(super) fn of(tokens: TokenStream) -> TokenStream {
    let (mut kept, mut in_signature, mut head) = (Vec::new(), false, Head::Other);
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Punct(mark) if mark.as_char() == '#' && tokens.peek().is_some_and(is_doc) => {
                tokens.next();
                continue;
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => in_signature = false,
            TokenTree::Ident(word) if word == "fn" => in_signature = true,
            TokenTree::Ident(word) if word == "impl" && !in_signature => head = Head::Impl,
            TokenTree::Ident(word) if word == "for" && head == Head::Impl => head = Head::OfTrait,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let (in_signature, head) =
                    (std::mem::take(&mut in_signature), std::mem::replace(&mut head, Head::Other));
                let inside = match head {
                    _ if in_signature => TokenStream::new(),
                    Head::OfTrait => types(group.stream()),
                    _ => of(group.stream()),
                };
                kept.push(Group::new(Delimiter::Brace, inside).into());
                continue;
            }
            _ => {}
        }
        kept.push(token);
    }
    kept.into_iter().collect()
}

/// What stands before a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Impl,
    OfTrait,
    Other,
}

/// Of the items of a trait that a type implements, only the types are its own.
fn types(tokens: TokenStream) -> TokenStream {
    let mut is_kept = false;
    let keep = |token: &TokenTree| {
        is_kept |= matches!(token, TokenTree::Ident(word) if word == "type");
        let ends = matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';');
        if ends { std::mem::take(&mut is_kept) } else { is_kept }
    };
    tokens.into_iter().filter(keep).collect()
}

/// Whether brackets hold `doc = ".."`.
fn is_doc(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else { return false };
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket && matches!(first, Some(TokenTree::Ident(word)) if word == "doc")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, expect: &str) {
        let tokens = |text: &str| text.parse::<TokenStream>().unwrap();
        assert_eq!(of(tokens(code)).to_string(), tokens(expect).to_string());
    }

    #[test]
    fn docs_and_bodies_are_left_out() {
        check(
            "/// A tree.\n#[derive(Debug)] pub struct Tree { /** Its id. */ pub id: i64 }",
            "#[derive(Debug)] pub struct Tree { pub id: i64 }",
        );
        check(
            "impl Tree { #[must_use] pub fn grow(self) -> Self { if true { self } else { todo!() } } const N: u8 = { 1 }; }",
            "impl Tree { #[must_use] pub fn grow(self) -> Self {} const N: u8 = { 1 }; }",
        );
        check(
            "impl<'de> Grow<'de> for Tree { type Fruit = Vec<u8>; const N: [u8; 2] = [1; 2]; fn grow(self) -> Self { self } }",
            "impl<'de> Grow<'de> for Tree { type Fruit = Vec<u8>; }",
        );
        check(
            "trait Grow { fn grow(&self); const MAX: Limits = Limits { a: 1 }; }",
            "trait Grow { fn grow(&self); const MAX: Limits = Limits { a: 1 }; }",
        );
    }
}

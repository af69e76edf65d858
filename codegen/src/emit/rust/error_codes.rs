//! Error codes: a module per service with a constant for each code that the docs list, and the way from an error to it.

use super::{docs, names};
use crate::model::ErrorCode;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// Name of the module.
pub(super) const MODULE: &str = "error_codes";

/// Names of the module that no constant has.
const RESERVED: &[&str] = &["ALL"];

/// The names of the constants of some codes, which are those of a service in order.
pub fn constants(codes: &[ErrorCode]) -> Vec<String> {
    let candidates: Vec<Vec<String>> = codes.iter().map(candidates).collect();
    names::resolve(&candidates, RESERVED, names::same)
}

/// The name of the docs; the code where it is a word; a text that is a name and nothing else; the number.
fn candidates(code: &ErrorCode) -> Vec<String> {
    let (text, label) = (code.text(), code.label());
    let number = || match text.strip_prefix('-') {
        Some(digits) => format!("CODE_MINUS_{digits}"),
        None => format!("CODE_{text}"),
    };
    let first = match code.docs.as_slice() {
        _ if text.is_empty() => names::constant(&label),
        _ if !code.name.is_empty() => names::constant(&code.name),
        _ if text.starts_with(|c: char| c.is_ascii_alphabetic()) => names::constant(&text),
        [only] if is_constant(&only.text) => names::constant(&only.text),
        _ => names::constant(&number()),
    };
    let is_of_code = first == names::constant(&text);
    let longer =
        if is_of_code { format!("CODE_{first}") } else { names::constant(&format!("{first}_{label}")) };
    let last = names::sealed(&first, &format!("{} {}", code.code, code.name)).to_uppercase();
    vec![first, longer, last]
}

/// `NOT_FOUND`: capital letters, and an underscore between them.
fn is_constant(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.contains('_')
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The module's file.
pub(super) fn file(service: &str, codes: &[ErrorCode]) -> TokenStream {
    let title = format!("Error codes that the docs of {} list: {}.", docs::code(service), codes.len());
    let about = docs::inner(&[title]);
    let idents: Vec<_> = constants(codes).iter().map(|name| names::ident(name)).collect();
    let constants = codes.iter().zip(&idents).map(|(code, ident)| {
        let about = docs::outer(&described(code));
        let (text, name) = (code.text(), &code.name);
        let status = Literal::u16_unsuffixed(code.status.unwrap_or_default());
        let texts: Vec<&str> = code.docs.iter().map(|text| text.text.as_str()).collect();
        let docs = texts.join("\n");
        quote! {
            #about
            pub const #ident: ErrorCode = ErrorCode::new(#text, #name, #status, #docs);
        }
    });
    quote! {
        #about
        use docwright_runtime::{Error, ErrorCode};
        #(#constants)*
        /// All of them.
        pub const ALL: &[ErrorCode] = &[#(#idents),*];
        /// The documented code of an error; of several that fit, the one that fits best.
        pub fn find(error: &Error) -> Option<ErrorCode> {
            ErrorCode::find(ALL, error)
        }
    }
}

/// The code, and what the docs say of it.
fn described(code: &ErrorCode) -> Vec<String> {
    let mut texts =
        code.docs.iter().map(|text| docs::paragraph(&text.text)).filter(|lines| !lines.is_empty());
    let mut first = texts.next().unwrap_or_default();
    let label = docs::code(&code.label());
    match first.first_mut() {
        None => first.push(format!("{label}.")),
        Some(line) if !line.starts_with("- ") => *line = format!("{label}: {line}"),
        Some(_) => _ = first.splice(0..0, [format!("{label}."), String::new()]),
    }
    let status = code.status.filter(|_| !code.code.is_empty());
    let status = status.map(|status| vec![format!("With HTTP status {status}.")]);
    docs::joined([first].into_iter().chain(status).chain(texts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;

    #[track_caller]
    fn check(codes: &[(&str, &str, Option<u16>, &str)], expect: &[&str]) {
        let code = |(literal, name, status, text): &(&str, &str, Option<u16>, &str)| ErrorCode {
            code: (*literal).to_owned(),
            name: (*name).to_owned(),
            status: *status,
            docs: [Text { text: (*text).into(), ..Text::default() }].into_iter().collect(),
            ..ErrorCode::default()
        };
        let codes: Vec<ErrorCode> = codes.iter().map(code).collect();
        assert_eq!(constants(&codes), expect);
        syn::parse2::<syn::File>(file("vendor.case", &codes)).unwrap();
    }

    #[test]
    fn constants_are_named_by_what_is_there() {
        check(&[("17000", "", None, "no room")], &["CODE_17000"]);
        check(&[("-1", "", None, "DISK_FULL")], &["DISK_FULL"]);
        check(&[("-1", "", None, "unknown")], &["CODE_MINUS_1"]);
        check(&[("\"0042\"", "", None, "")], &["CODE_0042"]);
        check(&[("\"InvalidDisk.NotFound\"", "", Some(404), "x")], &["INVALID_DISK_NOT_FOUND"]);
        check(&[("", "", Some(404), "x")], &["HTTP_404"]);
        check(&[("400", "OUT_OF_RANGE", None, "x")], &["OUT_OF_RANGE"]);
    }

    #[test]
    fn constants_that_meet_are_told_apart() {
        check(
            &[("7", "BUSY", None, "x"), ("8", "BUSY", None, "y"), ("\"ALL\"", "", None, "z")],
            &["BUSY_7", "BUSY_8", "CODE_ALL"],
        );
        let met = [("\"a.b\"", "", None, ""), ("\"a-b\"", "", None, "")];
        check(&met, &["A_BX1D614AA201A835DE", "A_BX2975069738206169"]);
    }
}

//! A caller that uses every public item of an emitted crate, each in a function of its own.

use docwright::emit::rust::error_code_constants;
use docwright::emit::rust::surface::{Surface, Surfaces};
use docwright::model::{Api, error_codes_of};
use std::fmt::Write;

/// The caller of a client whose modules lie in `client`.
pub(super) fn of(api: &Api, client: &str) -> String {
    let surfaces = Surfaces::new(api);
    let mut text = String::from("//! Uses every public item.\n");
    let mut count = 0;
    for service in &api.services {
        let Some(names) = surfaces.service(&service.name) else { continue };
        let home = format!("{client}::{}", names.module);
        let (vendor, module) = names.module.split_once("::").unwrap_or_default();
        let _ = writeln!(
            text,
            "fn s{count}(c: &{client}::{vendor}::{}) -> {home}::{}<'_> {{ c.{module}() }}",
            names.client, names.handle
        );
        let mut part = |module: &str, surface: &Surface, extra: String| {
            count += 1;
            let body = uses(surface, &home);
            let _ = writeln!(
                text,
                "mod m{count} {{\nuse {home}::{module}::*;\nuse docwright_runtime::wire::{{self, serde}};\n{extra}{body}}}"
            );
        };
        for endpoint in &service.endpoints {
            let Some(own) = surfaces.names(&service.name, endpoint) else { continue };
            let call = format!(
                "fn call(h: &{home}::{}<'_>, r: {home}::{}) -> docwright_runtime::Call<{home}::{}> {{ h.{}(r) }}\n",
                names.handle, own.operation, own.operation, own.method
            );
            part(&own.module, &surfaces.endpoint(&service.name, endpoint), call);
        }
        let shared = surfaces.shared(&service.name);
        if !shared.items.is_empty() {
            part("types", &shared, String::new());
        }
        let codes = error_codes_of(service);
        if !codes.is_empty() {
            count += 1;
            let uses = error_code_constants(&codes).into_iter().enumerate();
            let uses =
                uses.map(|(at, name)| format!("fn f{at}() {{ let _ = {home}::error_codes::{name}; }}\n"));
            let _ = writeln!(text, "mod m{count} {{\n{}}}", uses.collect::<String>());
        }
    }
    text
}

/// One function per item.
fn uses(surface: &Surface, home: &str) -> String {
    let mut text = String::new();
    for (at, (name, item)) in surface.items.iter().enumerate() {
        let ty = item.text.replace("super::", &format!("{home}::"));
        let line = one(at, name, &ty);
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn one(at: usize, name: &str, ty: &str) -> String {
    if name.contains('#') {
        return String::new();
    }
    if let Some((of, what)) = name.split_once(": ") {
        return bound(at, of, what, ty);
    }
    if let Some((of, method)) = name.split_once("::") {
        return match method.strip_suffix("()") {
            Some(method) => call(at, of, method, ty),
            None if ty.starts_with('(') => {
                format!("fn f{at}(x: {}) -> {of} {{ {name}(x) }}", &ty[1..ty.len() - 1])
            }
            None => format!("fn f{at}() -> {of} {{ {name} }}"),
        };
    }
    match name.split_once('.') {
        Some((of, field)) => format!("fn f{at}(x: &{of}) -> &{} {{ &x.{field} }}", ty.replace("Self", of)),
        None if ty.starts_with("struct ") => literal(at, name, ty),
        None => format!("fn f{at}(_: &{name}) {{}}"),
    }
}

/// A struct that callers write out.
fn literal(at: usize, name: &str, ty: &str) -> String {
    let fields: Vec<String> = ty.split(' ').skip(1).map(|field| format!("{field}: x.{field}")).collect();
    format!("fn f{at}(x: {name}) -> {name} {{ {name} {{ {} }} }}", fields.join(", "))
}

fn bound(at: usize, of: &str, what: &str, ty: &str) -> String {
    if let Some((bound, member)) = what.split_once("::").filter(|_| !ty.is_empty()) {
        let full =
            if bound.starts_with("docwright") { String::new() } else { "docwright_runtime::".to_owned() };
        return format!("fn f{at}(x: <{of} as {full}{bound}>::{member}) -> {ty} {{ x }}");
    }
    let bound = match what {
        "Serialize" => "serde::Serialize",
        "Deserialize" => "serde::de::DeserializeOwned",
        "Operation" | "PagedOperation" => &format!("docwright_runtime::{what}"),
        "Debug" => "std::fmt::Debug",
        // A bound has to name the lifetime that a signature leaves out.
        other => &other.replace('&', "&'static "),
    };
    format!("fn f{at}() {{ fn is<X: {bound}>() {{}} is::<{of}>() }}")
}

fn call(at: usize, of: &str, method: &str, signature: &str) -> String {
    let Some(start) = signature.find('(') else { return String::new() };
    if start > 0 {
        return format!("fn f{at}(x: &{of}) {{ let _ = x.{method}::<String>(\"a\"); }}");
    }
    let (arguments, output) = signature.split_once(") -> ").unwrap_or((signature, "()"));
    let arguments = split(arguments.trim_start_matches('('));
    let takes_self = arguments.first().is_some_and(|first| first.ends_with("self"));
    let own = arguments.iter().skip(usize::from(takes_self));
    let plain =
        |ty: &str| ty.strip_prefix("impl Into<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(ty).to_owned();
    let types: Vec<String> = own.map(|ty| plain(ty)).collect();
    let given: Vec<String> = types.iter().enumerate().map(|(at, ty)| format!("a{at}: {ty}")).collect();
    let passed: Vec<String> = (0..types.len()).map(|at| format!("a{at}")).collect();
    let output = if output == "Self" { of } else { output };
    match takes_self {
        true => format!(
            "fn f{at}(x: {of}, {}) -> {output} {{ x.{method}({}) }}",
            given.join(", "),
            passed.join(", ")
        ),
        false => {
            format!("fn f{at}({}) -> {output} {{ {of}::{method}({}) }}", given.join(", "), passed.join(", "))
        }
    }
}

/// The arguments of a signature; commas inside of brackets part nothing.
fn split(text: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in text.chars() {
        match c {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            _ => {}
        }
        match (c, parts.last_mut()) {
            (',', _) if depth == 0 => parts.push(String::new()),
            (c, Some(last)) => last.push(c),
            _ => {}
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

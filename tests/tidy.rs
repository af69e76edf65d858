//! House rules as tests: headers, sizes, layers, dependencies with reasons.

mod modules;

use crate::support::root;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Longest source file that reads well.
const MAX_LINES: usize = 400;

/// The stages in the order of the pipeline; each may name only those before it.
const LAYERS: &[&str] = &[
    "limits",
    "diagnostic",
    "model",
    "policy",
    "syntax",
    "source",
    "account",
    "dialect",
    "routes",
    "page",
    "lower",
    "resolve",
    "infer",
    "assemble",
    "overrides",
    "lint",
    "verify",
    "config",
    "baseline",
    "compile",
    "propose",
    "emit",
    "diff",
    "report",
    "output",
];

/// Every hand-written source file, relative to the root.
fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["codegen", "runtime", "generated-client", "tests", "xtask"] {
        walk(&root().join(folder), &mut files);
    }
    let name = |file: &PathBuf| file.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
    files.sort();
    files.iter().map(|file| (name(file), std::fs::read_to_string(file).unwrap())).collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("generated") && !path.ends_with("target") {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[track_caller]
fn check(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn files_say_what_they_are_and_stay_short() {
    let mut complaints = Vec::new();
    for (name, text) in sources() {
        if !text.starts_with("//!") {
            complaints.push(format!("{name}: the first line is no `//!`"));
        }
        let lines = text.lines().count();
        if lines > MAX_LINES {
            complaints.push(format!("{name}: {lines} lines, more than {MAX_LINES}"));
        }
        if text.lines().any(|line| line.ends_with([' ', '\t'])) {
            complaints.push(format!("{name}: blanks at the end of a line"));
        }
    }
    check(complaints);
}

/// Longest function that reads well: one screen.
const MAX_FUNCTION: usize = 60;

#[test]
fn functions_fit_a_screen() {
    let mut complaints = Vec::new();
    for (name, text) in sources() {
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut functions = Functions(Vec::new());
        syn::visit::Visit::visit_file(&mut functions, &file);
        let long = functions.0.into_iter().filter(|(_, lines)| *lines > MAX_FUNCTION);
        complaints.extend(long.map(|(function, lines)| format!("{name}: `{function}` has {lines} lines")));
    }
    check(complaints);
}

/// Functions of a file and how many lines each has.
struct Functions(Vec<(String, usize)>);

impl Functions {
    fn add(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let (first, last) = (signature.fn_token.span.start().line, block.brace_token.span.close().end().line);
        self.0.push((signature.ident.to_string(), last - first + 1));
    }
}

impl<'ast> syn::visit::Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }
}

#[test]
fn modules_form_no_cycles() {
    let mut complaints = Vec::new();
    for folder in ["codegen/src", "runtime/src", "xtask/src"] {
        let below = |(name, text): (String, String)| {
            let path = name.strip_prefix(folder)?.strip_prefix('/')?;
            (!path.contains("tests")).then(|| (path.to_owned(), text))
        };
        let mut files: Vec<(String, String)> = sources().into_iter().filter_map(below).collect();
        // The command line is a crate of its own beside the library.
        let (program, library): (Vec<_>, Vec<_>) =
            files.drain(..).partition(|(path, _)| path.starts_with("cli") || path == "main.rs");
        for part in [library, program] {
            let mut graph = modules::graph(&part);
            // Each cycle is named once: without its last step, others show.
            while let Some(members) = modules::cycle(&graph) {
                complaints.push(format!("{folder}: cycle of {}", members.join(" -> ")));
                let last = members.last().and_then(|last| graph.get_mut(last));
                last.map(|names| names.remove(&members[0]));
            }
        }
    }
    check(complaints);
}

/// The code of a file without its unit tests.
fn code(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod tests {").map_or(text, |at| &text[..at])
}

#[test]
fn stages_look_backwards_only() {
    let mut complaints = Vec::new();
    for (name, text) in sources() {
        let Some(path) = name.strip_prefix("codegen/src/") else { continue };
        let layer = path.split(['/', '.']).next().unwrap();
        let Some(own) = LAYERS.iter().position(|known| *known == layer) else { continue };
        for (at, later) in LAYERS.iter().enumerate().filter(|(at, _)| *at > own) {
            let allowed = layer == "diagnostic" && matches!(*later, "model" | "source");
            if !allowed && names(code(&text), later) {
                complaints.push(format!("{name}: `{layer}` names the later stage `{}`", LAYERS[at]));
            }
        }
    }
    check(complaints);
}

/// Whether code refers to a module of the crate.
fn names(text: &str, module: &str) -> bool {
    let grouped =
        |group: &str| group.split(['{', ',', '}']).any(|part| part.trim().split("::").next() == Some(module));
    text.contains(&format!("crate::{module}::"))
        || text.contains(&format!("crate::{module};"))
        || text.lines().filter_map(|line| line.strip_prefix("use crate::{")).any(grouped)
}

#[test]
fn emitters_know_the_model_alone() {
    let mut complaints = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| name.starts_with("codegen/src/emit")) {
        for stage in [
            "syntax", "dialect", "page", "lower", "resolve", "infer", "assemble", "source", "compile",
            "config",
        ] {
            if names(code(text), stage) {
                complaints.push(format!("{name}: names `{stage}`"));
            }
        }
    }
    check(complaints);
}

#[test]
fn tools_stay_in_their_rooms() {
    let rooms: &[(&[&str], &[&str])] = &[
        (&["pulldown_cmark"], &["syntax"]),
        (&["quote::", "syn::", "proc_macro2", "prettyplease"], &["emit"]),
        (&["std::fs"], &["source", "output", "cli"]),
    ];
    let mut complaints = Vec::new();
    for (name, text) in sources() {
        let Some(path) = name.strip_prefix("codegen/src/") else { continue };
        let layer = path.split(['/', '.']).next().unwrap();
        if path.contains("tests") {
            continue;
        }
        for (words, layers) in rooms {
            for word in words.iter().filter(|word| !layers.contains(&layer) && code(&text).contains(**word)) {
                complaints.push(format!("{name}: `{word}` belongs to {layers:?}"));
            }
        }
    }
    check(complaints);
}

#[test]
fn the_policy_alone_sets_outcomes_of_votes() {
    let mut complaints = Vec::new();
    for (name, text) in sources() {
        let is_own = name.ends_with("src/policy.rs") || name.ends_with("model/evidence.rs");
        if !name.starts_with("codegen/src/") || is_own {
            continue;
        }
        for word in [".won =", "won: true", "won: false"].iter().filter(|word| code(&text).contains(**word)) {
            complaints.push(format!("{name}: `{word}`; cast or decide votes through `policy::Votes`"));
        }
    }
    check(complaints);
}

#[test]
fn every_code_is_given_somewhere() {
    let sources = sources();
    let (_, registry) = sources.iter().find(|(name, _)| name.ends_with("diagnostic/code.rs")).unwrap();
    let constants =
        registry.lines().filter_map(|line| line.trim().split_once(" = \"DW")).map(|(name, _)| name);
    let given = |constant: &str| {
        let mut stages = sources.iter().filter(|(name, _)| name.starts_with("codegen/src/"));
        stages.any(|(_, text)| code(text).contains(&format!("code::{constant}")))
    };
    let constants: Vec<&str> = constants.collect();
    assert!(constants.len() > 40);
    check(
        constants
            .into_iter()
            .filter(|name| !given(name))
            .map(|name| format!("no stage gives `{name}`"))
            .collect(),
    );
}

#[test]
fn every_dependency_has_a_reason() {
    let architecture = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let manifest: toml::Table = std::fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let own: BTreeSet<&str> = BTreeSet::from(["docwright", "docwright-runtime", "generated-client"]);
    let listed = manifest["workspace"]["dependencies"].as_table().unwrap().keys();
    let missing = listed
        .filter(|name| !own.contains(name.as_str()) && !architecture.contains(&format!("| `{name}` |")));
    check(
        missing
            .map(|name| format!("`{name}` has no line in the dependency table of ARCHITECTURE.md"))
            .collect(),
    );
}

#[test]
fn rust_code_names_no_vendor() {
    let vendors = ["blueking", "jdcloud", "tencent", "kook", "ucloud", "knife4j", "binance", "bk_"];
    let mut complaints = Vec::new();
    for (name, text) in sources() {
        if !name.starts_with("codegen/src/") || name.contains("test") {
            continue;
        }
        for (at, line) in
            code(&text).lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            let line = line.to_lowercase();
            // A variant of the closed set of the runtime's modules, as `Name = "name",`, names what it stands for.
            let is_variant = name.ends_with("model/closed_sets.rs") && line.trim_end().ends_with("\",");
            if is_variant {
                continue;
            }
            for vendor in vendors.iter().filter(|vendor| line.contains(**vendor)) {
                complaints.push(format!("{name}:{}: names `{vendor}`", at + 1));
            }
        }
    }
    check(complaints);
}

//! Tasks of this repository: `cargo xtask --help`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program prints")]

mod shell;
mod processor;
mod measure;
mod regen;
mod corpus;
mod agree;
mod book;
mod cases;
mod consumers;
mod mock;
mod vendors;
mod exports;
mod fuzz;
mod bench;
mod browser;
mod lsp;
mod manual;
mod story;
mod tools;
mod sample;
mod ci;

use std::process::ExitCode;

/// A task: its name, its arguments, what it does in one line, what more there is to say, and the function.
struct Task {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    details: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

const TASKS: &[Task] = &[
    Task {
        name: "regen",
        arguments: "[OPTIONS]",
        about: "write the generated client from the pages in docs-src",
        details: "Options are those of `docwright emit`: `--watch` runs again at every change, `--check` writes nothing.",
        run: regen::write,
    },
    Task {
        name: "check",
        arguments: "",
        about: "fail when the generated client, a schema or a manual is stale",
        details: "Writes nothing. `cargo xtask regen` and `cargo xtask schema` write what is stale.",
        run: |_| regen::check(),
    },
    Task {
        name: "review",
        arguments: "",
        about: "run the tests, then go through changed snapshots",
        details: "Needs cargo-insta: `cargo install cargo-insta`.",
        run: |_| ci::review(),
    },
    Task {
        name: "corpus",
        arguments: "DIR...",
        about: "emit a crate for folders of pages; check, lint, test and document it",
        details: "The crate stays in target/emitted/corpus_client.",
        run: corpus::run,
    },
    Task {
        name: "limits",
        arguments: "",
        about: "emit a crate at the limit of nesting and beyond; check, lint and test it",
        details: "The crate stays in target/emitted/limit_client.",
        run: |_| corpus::limits::run(),
    },
    Task {
        name: "cases",
        arguments: "[--update]",
        about: "run the cases of ../shared/cases; fail when one falls back",
        details: "Those that have to pass are listed in xtask/passing-cases.txt; `--update` adds the ones that pass now.",
        run: cases::run,
    },
    Task {
        name: "consumers",
        arguments: "[--only TOOL] [--write] [DIR...]",
        about: "export OpenAPI and show it to the tools that people use",
        details: "Validator, linters, a mock server and generators of Rust clients, whose crates are compiled, at pinned \
                  versions and installed below target; needs node, npm, python3, curl and java. `--only` takes the tools \
                  whose names have the word; `--write` puts the table of the run into docs/openapi.md.",
        run: consumers::check,
    },
    Task {
        name: "book",
        arguments: "",
        about: "build the documentation as a book and follow its links",
        details: "Needs mdBook: `cargo install --locked mdbook@0.5`. The book lies in target/book.",
        run: |_| book::build(),
    },
    Task {
        name: "browser",
        arguments: "[DIR...]",
        about: "open reports in Chromium: search, links, keys, hostile pages, sizes, times",
        details: "Needs chromium (or CHROMIUM), node and npm; the driver and axe-core are installed below target. Writes the \
                  screenshots of docs/images. DIRs stand for ../shared/corpus.",
        run: browser::check,
    },
    Task {
        name: "mock",
        arguments: "[--debug] [DIR...] | --bench [CALLS]",
        about: "send every sample of pages to the mock server; fail when one is refused",
        details: "Over the seed pages without a folder. `--bench` measures answers per second and memory instead, and \
                  Prism on the same document where it is installed. `--debug` takes the debug build.",
        run: mock::run_task,
    },
    Task {
        name: "tools",
        arguments: "[DIR...]",
        about: "show schemas and tools to the SDKs of the vendors that take them",
        details: "Also runs `docwright mcp` with the client of the protocol's SDK, and measures page samples against the \
                  schemas. SDKs at pinned versions, installed below target; needs python3. docs/assistants.md has the \
                  sizes of the last run.",
        run: tools::check,
    },
    Task {
        name: "story",
        arguments: "",
        about: "new, emit, build, call, test: a crate of one's own, in a temporary folder",
        details: "With a copy of the runtime, with its package, and with each feature alone.",
        run: |_| story::all(),
    },
    Task {
        name: "vendors",
        arguments: "",
        about: "score the dialects of tests/vendors; fail when a score falls back",
        details: "The pages and the vendors' specifications lie in ../shared; the floors stand in xtask/src/vendors.rs.",
        run: |_| vendors::run(),
    },
    Task {
        name: "sample",
        arguments: "[--seed S] [--count N] | --score | --read",
        about: "draw descriptions of fields, to be judged by hand",
        details: "Prints rows for a table like tests/data/held-out.tsv, each with its text behind it, from pages of ../shared \
                  (`--shared DIR` names another folder) that no table has yet. `--score` prints what is read otherwise \
                  than judged, `--read` what is read out of descriptions on standard input.",
        run: sample::run,
    },
    Task {
        name: "exports",
        arguments: "[TOOL...]",
        about: "read back what export tools make of our OpenAPI documents",
        details: "Tools at pinned versions, installed below target; needs node, npm, python3 and java. Prints every \
                  difference and a table, and fails where less is found than before.",
        run: exports::check,
    },
    Task {
        name: "agree",
        arguments: "[--edits N] [--seed S]",
        about: "compare the verdicts of `diff` on Rust callers with the compiler's",
        details: "For each kind of change, for the cases of tests/diffs and for random edits of pages, and with \
                  cargo-semver-checks 0.51.0 where it is installed. Fails where they disagree.",
        run: agree::run,
    },
    Task {
        name: "bench",
        arguments: "[--progenitor] [DIR] | --diff [DIR] | --scale [--pages] [--write] [--guard] [WORD]",
        about: "measure the pipeline and the emitted crate",
        details: "`--progenitor` adds the comparison with what progenitor makes of the same endpoints. Nothing fails \
                  because it is slow. `--scale` makes inputs of 1,000 to 100,000 things of one kind and prints a table \
                  of time, memory and growth; WORD names the kinds to measure, `--pages` measures whole doc sets, `--write` puts the table into docs/scale.md. \
                  With `--guard` it measures two sizes, and fails where a kind grows like a square. DOCWRIGHT names another \
                  program. `--diff` compares two versions of DIR, \
                  next to one check of it.",
        run: bench::all,
    },
    Task {
        name: "lsp",
        arguments: "[--program FILE] [--edits N] [DIR]",
        about: "measure what a keystroke costs in `docwright lsp`, next to `check`",
        details: "On the largest page, on pages evenly among all, and the memory over 10,000 edits. Without DIR on \
                  ../shared/corpus; `--program` measures another build. Fails where memory grows by more than a tenth.",
        run: lsp::measure,
    },
    Task {
        name: "fuzz",
        arguments: "[--minutes N] [--seed S]",
        about: "run made inputs through every reader and the emitter",
        details: "Checks that nothing panics, takes too long or too much memory, that accounts balance, that two threads \
                  give what one gives, and that emitted code parses. An input that fails is made small and kept in \
                  fuzz/corpus, which every run begins with.",
        run: fuzz::run,
    },
    Task {
        name: "schema",
        arguments: "",
        about: "write the JSON Schemas and the manuals of diagnostics and changes",
        details: "codegen/schema/model.schema.json, codegen/schema/diff.schema.json, docs/diagnostics.md and docs/changes.md.",
        run: |_| regen::schema(),
    },
    Task {
        name: "ci",
        arguments: "",
        about: "everything that has to pass: format, lints, tests, docs, freshness, scores, licences",
        details: "Steps on ../shared run when it is there. The licence step runs when cargo-deny is installed.",
        run: |_| ci::all(),
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let is_help = |word: &String| matches!(word.as_str(), "help" | "--help" | "-h");
    let Some((name, rest)) = arguments.split_first().filter(|(name, _)| !is_help(name)) else {
        print!("{}", overview());
        return Ok(());
    };
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        return Err(format!("unknown task `{name}`\n\n{}", overview()));
    };
    if rest.iter().any(is_help) {
        println!("Usage: cargo xtask {} {}\n\n{}.\n{}", task.name, task.arguments, task.about, task.details);
        return Ok(());
    }
    (task.run)(rest)
}

fn overview() -> String {
    let lines = TASKS.iter().map(|task| {
        let usage = format!("{} {}", task.name, task.arguments);
        format!("  {usage:<28} {}\n", task.about)
    });
    format!(
        "Usage: cargo xtask TASK\n\n{}\n`cargo xtask TASK --help` says more.\n",
        lines.collect::<String>()
    )
}

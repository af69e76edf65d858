//! `docwright review`: what changed since the docs were last accepted, endpoint by endpoint.
//!
//! The accepted state is a saved model beside the configuration. It moves when every changed endpoint was accepted or got
//! an override; a review that is left halfway keeps the overrides it wrote and leaves the state as it was.

mod correction;

use super::side::{self, Compiled};
use super::{Failure, Input, input, output};
use clap::Args;
use correction::Corrections;
use docwright::compile::{self, Run};
use docwright::config::{Config, OVERRIDES};
use docwright::diff::{Entry, Report, forms};
use docwright::emit::{Tree, rust};
use docwright::model::Api;
use docwright::output::write;
use docwright::report::{self, Changed};
use docwright::source::visible;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Name of the accepted state, beside the configuration.
const ACCEPTED: &str = "docwright.accepted.json";

/// What to do about an accepted state that cannot be read.
const ACCEPTED_HELP: &str = "restore it with git, or accept what is there now with `docwright review --accept-all`; \
                             `docwright review --since REV` compares without it";

/// Lines of emitted code that are shown of one endpoint.
const SHOWN: usize = 40;

/// Arguments of `review`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Review {
    #[command(flatten)]
    input: Input,
    /// Compare with a git revision of the docs, and not with the accepted state.
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Accept everything without a question; a first review begins so.
    #[arg(long)]
    accept_all: bool,
    /// Write what changed into a folder, beside the report, and ask nothing.
    #[arg(long, value_name = "DIR", conflicts_with = "accept_all")]
    html: Option<PathBuf>,
}

/// What a reader decided on an endpoint.
enum Decision {
    Accept,
    Override,
    Skip,
    Quit,
}

/// Runs the command.
pub(super) fn run(arguments: &Review) -> Result<ExitCode, Failure> {
    let (mut config, base) = input::config(&arguments.input)?;
    let folder = overrides(&mut config, &base, !arguments.input.paths.is_empty());
    let state = base.join(ACCEPTED);
    let run = input::in_pool(arguments.input.threads, || Ok(compile::run(&config, &base)?))?;
    let unread = run.unread();
    let known = side::Known { api: &run.api, files: &run.files, unread: &unread };
    if arguments.accept_all {
        return accept(&state, &run.api, &unread);
    }
    let old = match &arguments.since {
        Some(revision) => side::compile_at(&base, revision, ".")?,
        None if state.is_file() => side::saved(&state, ACCEPTED_HELP)?,
        None => {
            let name = state.display();
            return Err(format!("no docs were accepted yet: `{name}` is not there\nhelp: `docwright review --accept-all` accepts what is there now, `--since REV` compares with git").into());
        }
    };
    let report = side::compare(old.known(), known);
    if let Some(folder) = &arguments.html {
        return site(folder, &report, &old, &run, &config);
    }
    if report.entries.is_empty() {
        output::note("nothing changed since the docs were accepted");
        return Ok(ExitCode::SUCCESS);
    }
    let code = Code::new(&old.api, &run.api);
    let pages = forms::Pages::new(old.files, run.files);
    let corrections = Corrections { config, base, folder, threads: arguments.input.threads };
    let mut session = Session { pages, code, corrections, written: 0, open: 0 };
    if session.go_through(&report, &run.api)? && session.open == 0 {
        if session.written > 0 {
            output::note("overrides were written; run `docwright review` again to accept what they give");
            return Ok(ExitCode::SUCCESS);
        }
        return accept(&state, &run.api, &unread);
    }
    output::note("the accepted state is as it was");
    Ok(ExitCode::FAILURE)
}

/// The folder of overrides. Pages without a configuration are reviewed with the overrides that reviews of them wrote.
fn overrides(config: &mut Config, base: &Path, is_of_paths: bool) -> PathBuf {
    let name = config.overrides.clone().unwrap_or_else(|| OVERRIDES.into());
    let folder = base.join(&name);
    if is_of_paths {
        config.overrides = folder.is_dir().then(|| name.clone());
        if config.overrides.is_some() {
            let name = name.display();
            output::note(&format!(
                "note: overrides of `{name}` are read; other commands take `--overrides {name}`"
            ));
        }
    }
    folder
}

/// The report of the docs as they are, with a page of what changed.
fn site(
    folder: &Path,
    report: &Report,
    old: &Compiled,
    run: &Run,
    config: &Config,
) -> Result<ExitCode, Failure> {
    let pages = forms::Pages::new(old.files.clone(), run.files.clone());
    let code = Code::new(&old.api, &run.api);
    let changed: Vec<Changed> = by_endpoint(report)
        .into_iter()
        .map(|(fact, entries)| Changed { code: code.of(&run.api, &fact), fact, entries })
        .collect();
    let mut files = report::emit(run, config)?;
    files.push(report::changes(run, config, report, &pages, &changed)?);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    write::write(folder, &files)?;
    output::print(&format!("{}: {}\n", forms::line(report), folder.join("changes.html").display()))?;
    Ok(ExitCode::SUCCESS)
}

/// The entries of each endpoint.
fn by_endpoint(report: &Report) -> BTreeMap<String, Vec<&Entry>> {
    let mut groups: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in &report.entries {
        groups.entry(endpoint_of(&entry.fact)).or_default().push(entry);
    }
    groups
}

fn accept(state: &Path, api: &Api, unread: &[String]) -> Result<ExitCode, Failure> {
    if let Some(page) = unread.first() {
        return Err(format!(
            "nothing was accepted: `{page}` could not be read\nhelp: `docwright check` says why"
        )
        .into());
    }
    output::whole(state, (serde_json::to_string(api)? + "\n").as_bytes())?;
    output::note(&format!("accepted; the state is in `{}`, commit it", state.display()));
    Ok(ExitCode::SUCCESS)
}

/// The emitted files of both sides by endpoint module.
struct Code {
    old: BTreeMap<String, String>,
    new: BTreeMap<String, String>,
}

impl Code {
    fn new(old: &Api, new: &Api) -> Self {
        let files = |api: &Api| {
            let files = rust::emit(api, &rust::Options { samples: false, ..rust::Options::default() });
            files
                .into_iter()
                .filter(|file| file.tree == Tree::Source)
                .map(|file| (file.path, file.text))
                .collect()
        };
        Self { old: files(old), new: files(new) }
    }

    /// What changed in the file of an endpoint.
    fn of(&self, api: &Api, fact: &str) -> String {
        let surfaces = rust::surface::Surfaces::new(api);
        let endpoints = api
            .services
            .iter()
            .flat_map(|service| service.endpoints.iter().map(move |endpoint| (service, endpoint)));
        let mut text = String::new();
        for (service, endpoint) in
            endpoints.filter(|(service, endpoint)| format!("{}.{}", service.name, endpoint.id) == fact)
        {
            let names = surfaces.service(&service.name).zip(surfaces.names(&service.name, endpoint));
            let Some((service, endpoint)) = names else { continue };
            let path = format!("{}/{}.rs", service.module.replace("::", "/"), endpoint.module);
            let texts = [&self.old, &self.new].map(|files| files.get(&path).map_or("", String::as_str));
            let diff = similar::TextDiff::from_lines(texts[0], texts[1]);
            let lines = diff.unified_diff().context_radius(1).to_string();
            let _ = writeln!(text, "--- {path}");
            lines.lines().take(SHOWN).for_each(|line| {
                let _ = writeln!(text, "{line}");
            });
        }
        text
    }
}

struct Session {
    pages: forms::Pages,
    code: Code,
    corrections: Corrections,
    /// Overrides that were written.
    written: usize,
    /// Endpoints that were left open.
    open: usize,
}

impl Session {
    /// Asks about one endpoint after the other; `false` when the reader leaves.
    fn go_through(&mut self, report: &Report, api: &Api) -> Result<bool, Failure> {
        let groups = by_endpoint(report);
        let count = groups.len();
        for (at, (fact, entries)) in groups.into_iter().enumerate() {
            let own = report.of(&entries);
            let text = forms::text(&own, &self.pages, output::color());
            output::print(&format!(
                "\n=== {fact} ({} of {count})\n\n{text}{}",
                at + 1,
                visible(&self.code.of(api, &fact))
            ))?;
            match decide()? {
                Decision::Accept => {}
                Decision::Override => self.correct(&entries, api)?,
                Decision::Skip => self.open += 1,
                Decision::Quit => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Writes an override, if what the reader types is one.
    fn correct(&mut self, entries: &[&Entry], api: &Api) -> Result<(), Failure> {
        let fact = ask(&format!("fact [{}]: ", entries[0].fact))?;
        let fact = if fact.is_empty() { entries[0].fact.clone() } else { fact };
        let key = ask("key and value, as `required = false` (docs/overrides.md lists them): ")?;
        let reason = ask("reason: ")?;
        match self.corrections.write(api, &fact, &key, &reason)? {
            true => self.written += 1,
            false => self.open += 1,
        }
        Ok(())
    }
}

/// Service and endpoint of a fact: all before `request` or `response`.
fn endpoint_of(fact: &str) -> String {
    let ends = [".request", ".response"].iter().filter_map(|part| fact.find(part));
    fact[..ends.min().unwrap_or(fact.len())].to_owned()
}

fn decide() -> Result<Decision, Failure> {
    loop {
        let answer = ask("[a]ccept, [o]verride, [s]kip, [q]uit? ")?;
        match answer.as_str() {
            "a" | "accept" => return Ok(Decision::Accept),
            "o" | "override" => return Ok(Decision::Override),
            "s" | "skip" => return Ok(Decision::Skip),
            "q" | "quit" => return Ok(Decision::Quit),
            _ => output::note("type one of a, o, s, q"),
        }
    }
}

/// One line from the reader; the end of the input leaves.
fn ask(prompt: &str) -> Result<String, Failure> {
    output::print(prompt)?;
    std::io::stdout().flush()?;
    let mut line = String::new();
    match std::io::stdin().lock().read_line(&mut line)? {
        0 => Err("the input ended; the accepted state is as it was".into()),
        _ => Ok(line.trim().to_owned()),
    }
}

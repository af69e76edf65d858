//! `sample`: descriptions of fields to be judged by hand, drawn from the pages beside the repository. The judgements go
//! into a table under `tests/data`, which holds places and values and no text.

mod score;

use crate::fuzz::choices::Choices;
use crate::shell::root;
use docwright::compile::{self, Run};
use docwright::config::{Config, DocSet};
use docwright::model::{Field, Meaning, Service};
use docwright::syntax::markdown::inline;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The folder of the pages, unless `--shared` names it; places in tables of judgements count from it.
const SHARED: &str = "../shared";

/// Folders of it with pages, and the dialect of those that detection does not know.
const FOLDERS: [(&str, Option<&str>); 6] = [
    ("corpus/blueking", None),
    ("corpus/jdcloud", None),
    ("corpus/other", None),
    ("vendors/aliyun", Some("tests/vendors/aliyun.toml")),
    ("vendors/discord", Some("tests/vendors/discord.toml")),
    ("vendors/opensearch", Some("tests/vendors/opensearch.toml")),
];

/// Tables of judgements; a page that one of them has is not drawn from again.
const JUDGED: [&str; 4] = [
    "tests/data/descriptions.tsv",
    "tests/data/held-out.tsv",
    "tests/data/held-out-again.tsv",
    "tests/data/held-out-third.tsv",
];

/// Words of which a description to be judged has one at least, if it has no digit, quote or list mark. They are not those
/// of the reader, so that what it does not know is drawn too.
const SIGNALS: [&str; 32] = [
    "默认",
    "缺省",
    "预设",
    "不填",
    "不传",
    "范围",
    "取值",
    "枚举",
    "可选",
    "必填",
    "必传",
    "必须",
    "如果",
    "若",
    "当",
    "二选一",
    "至少",
    "最大",
    "最小",
    "最多",
    "不超过",
    "长度",
    "default",
    "omitted",
    "range",
    "one of",
    "enum",
    "require",
    "only",
    "maximum",
    "minimum",
    "length",
];

/// A description of a field.
struct Candidate {
    path: String,
    start: usize,
    end: usize,
    name: String,
    ty: String,
    text: String,
}

/// Prints `--count` descriptions of each language, drawn with `--seed`: a row of the table, and the text behind a `#`.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    if arguments.iter().any(|it| it == "--read") {
        return score::read_lines();
    }
    let option = |name: &str| {
        let at = arguments.iter().position(|it| it == name);
        at.map(|at| arguments.get(at + 1).cloned().ok_or_else(|| format!("`{name}` needs a value")))
            .transpose()
    };
    let number = |name: &str, default: u64| match option(name)? {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| format!("`{text}` is no number")),
    };
    let shared = option("--shared")?.map_or_else(|| root().join(SHARED), PathBuf::from);
    if !shared.is_dir() {
        println!("{} is not there: nothing to draw from", shared.display());
        return Ok(());
    }
    if arguments.iter().any(|it| it == "--score") {
        return JUDGED.iter().try_for_each(|table| score::differences(&root().join(table), &shared));
    }
    print(&shared, number("--seed", 1)?, number("--count", 100)? as usize)
}

fn print(shared: &Path, seed: u64, count: usize) -> Result<(), String> {
    let mut candidates = Vec::new();
    for (folder, dialect) in FOLDERS {
        candidates.extend(read(shared, folder, dialect)?);
    }
    let judged = judged()?;
    candidates.retain(|it| !judged.contains(&it.path));
    for language in ["zh", "en"] {
        let of_language = candidates.iter().filter(|it| is_chinese(&it.text) == (language == "zh"));
        for Candidate { path, start, end, name, ty, text } in draw(of_language.collect(), seed, count) {
            println!("{language}\t{path}\t{start}\t{end}\t{name}\t{ty}\t\t\t\t\t\n# {text:?}");
        }
    }
    Ok(())
}

/// The descriptions of all fields of a folder that have any signal.
fn read(shared: &Path, folder: &str, dialect: Option<&str>) -> Result<Vec<Candidate>, String> {
    let dialect = dialect.map(|it| root().join(it).display().to_string());
    let docs = match dialect {
        None => docwright::config::doc_sets(&[shared.join(folder)]).map_err(|error| error.to_string())?,
        Some(_) => vec![DocSet { path: shared.join(folder), dialect, ..DocSet::default() }],
    };
    let config = Config { docs, ..Config::default() };
    let run = compile::run(&config, Path::new("")).map_err(|error| error.to_string())?;
    let mut candidates = Vec::new();
    for service in &run.api.services {
        fields(service).for_each(|field| candidates.extend(of_field(&run, shared, field)));
    }
    Ok(candidates)
}

/// All fields of a service.
fn fields(service: &Service) -> impl Iterator<Item = &Field> {
    let named = service.types.values().flat_map(|object| &object.fields);
    let own = service.endpoints.iter().flat_map(|endpoint| {
        let nested = endpoint.types.iter().flat_map(|object| &object.fields);
        endpoint.request.fields.iter().chain(nested)
    });
    named.chain(own)
}

/// The descriptions of a field whose place in the file as it lies on disk is known.
fn of_field(run: &Run, shared: &Path, field: &Field) -> Vec<Candidate> {
    let is_told = |text: &str| has_signal(text) || claims(&field.meaning);
    let told = field.docs.iter().filter(|doc| is_told(&doc.text));
    let places = told.filter_map(|doc| {
        let file = run.files.get(doc.origin.file as usize)?;
        let place = doc.origin.start as usize..doc.origin.end as usize;
        let disk = std::fs::read_to_string(PathBuf::from(&file.path)).ok()?;
        let is_there = inline::plain(disk.get(place.clone())?).trim() == doc.text.trim();
        let path = Path::new(&file.path).strip_prefix(shared).ok()?;
        is_there.then(|| Candidate {
            path: path.display().to_string(),
            start: place.start,
            end: place.end,
            name: field.name.to_string(),
            ty: serde_json::to_string(&field.ty).unwrap_or_default(),
            text: doc.text.to_string(),
        })
    });
    places.collect()
}

fn has_signal(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mark = |it: char| it.is_ascii_digit() || matches!(it, '"' | '`' | '“' | '、' | '|' | '/');
    text.contains(mark) || SIGNALS.iter().any(|word| lower.contains(word))
}

/// Whether the reader takes a fact of the judged kinds out of it.
fn claims(meaning: &Meaning) -> bool {
    let bounds = meaning.min.is_some() || meaning.max.is_some();
    let lengths = meaning.min_length.is_some() || meaning.max_length.is_some();
    !meaning.values.is_empty()
        || meaning.default.is_some()
        || meaning.condition.is_some()
        || bounds
        || lengths
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it))
}

/// Pages that were judged before.
fn judged() -> Result<BTreeSet<String>, String> {
    let mut pages = BTreeSet::new();
    for table in JUDGED {
        let Ok(text) = std::fs::read_to_string(root().join(table)) else { continue };
        let rows = text.lines().filter(|row| !row.starts_with('#'));
        pages.extend(rows.filter_map(|row| Some(row.split('\t').nth(1)?.to_owned())));
    }
    Ok(pages)
}

/// So many of the descriptions, in turn from every folder two levels below the doc sets, so that no large product
/// outweighs the others; a text is drawn once.
fn draw(candidates: Vec<&Candidate>, seed: u64, count: usize) -> Vec<&Candidate> {
    let mut seen = BTreeSet::new();
    let mut folders: BTreeMap<String, Vec<&Candidate>> = BTreeMap::new();
    for candidate in candidates {
        if seen.insert(&candidate.text) {
            let folder = candidate.path.split('/').take(4).collect::<Vec<_>>().join("/");
            folders.entry(folder).or_default().push(candidate);
        }
    }
    let mut choices = Choices::of_seed(seed);
    let mut folders: Vec<Vec<&Candidate>> = folders.into_values().collect();
    let mut drawn = Vec::new();
    while drawn.len() < count && !folders.is_empty() {
        for folder in &mut folders {
            let at = choices.below(folder.len());
            drawn.push(folder.swap_remove(at));
        }
        folders.retain(|folder| !folder.is_empty());
    }
    drawn.truncate(count);
    drawn
}

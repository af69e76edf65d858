//! Pages that went wrong: lines deleted, doubled, cut and swapped at random. Whatever comes of it is diagnosed, no
//! table row is lost, what is emitted parses, and every sample still fits its types.

use crate::support::{self, root};
use docwright::account;
use docwright::compile::Run;
use docwright::config::DocSet;
use docwright::source;
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The project's own pages, and the corpus when it lies beside the repository.
fn pages() -> &'static [PathBuf] {
    static PAGES: OnceLock<Vec<PathBuf>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let folders = [root().join("docs-src"), root().join("tests/cases"), root().join("../shared/corpus")];
        let found = folders.iter().filter(|folder| folder.is_dir());
        let files = found.flat_map(|folder| source::find(folder, &source::is_page).unwrap());
        files.map(|(path, _)| path).collect()
    })
}

/// One thing that happens to a page. Places are fractions of its length, so that shrinking keeps them.
#[derive(Clone, Debug)]
enum Mutation {
    Delete(f64),
    Double(f64),
    Cut(f64, f64),
    Swap(f64, f64),
    Join(f64),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let place = || 0.0..1.0;
    prop_oneof![
        place().prop_map(Mutation::Delete),
        place().prop_map(Mutation::Double),
        (place(), place()).prop_map(|(line, at)| Mutation::Cut(line, at)),
        (place(), place()).prop_map(|(one, other)| Mutation::Swap(one, other)),
        place().prop_map(Mutation::Join),
    ]
}

fn apply(lines: &mut Vec<String>, mutation: &Mutation) {
    let count = lines.len();
    if count == 0 {
        return;
    }
    let at = |place: f64| ((place * count as f64) as usize).min(count - 1);
    match *mutation {
        Mutation::Delete(line) => drop(lines.remove(at(line))),
        Mutation::Double(line) => lines.insert(at(line), lines[at(line)].clone()),
        Mutation::Cut(line, place) => {
            let line = &mut lines[at(line)];
            let end = line.floor_char_boundary((place * line.len() as f64) as usize);
            line.truncate(end);
        }
        Mutation::Swap(one, other) => lines.swap(at(one), at(other)),
        // A page that is down to one line has no other to take it.
        Mutation::Join(_) if count == 1 => {}
        Mutation::Join(line) => {
            let tail = lines.remove(at(line));
            lines[at(line).min(count - 2).saturating_sub(1)].push_str(&tail);
        }
    }
}

fn mutate(text: &str, mutations: &[Mutation]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.push(String::new());
    mutations.iter().for_each(|mutation| apply(&mut lines, mutation));
    lines.join("\n")
}

/// Reads a page by itself. A fault of the page would be a finding; everything that its text holds is accounted for.
#[track_caller]
fn compile(text: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("call.md"), text).unwrap();
    std::fs::write(folder.path().join("routes.yaml"), "- path: /v2/x/call/\n  name: call\n  method: POST\n")
        .unwrap();
    let run = support::compile(vec![DocSet { path: ".".into(), ..DocSet::default() }], folder.path());
    support::check_account(&run);
    run
}

/// Reads, checks and emits a page by itself.
#[track_caller]
fn check(text: &str) {
    let run = compile(text);
    for report in docwright::verify::run(&run.api) {
        assert_eq!(report.misfits, []);
    }
    for file in support::emit(&run) {
        syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}\n{}", file.path, file.text));
    }
}

/// A word of a page: what a dialect may know.
#[derive(Clone, Copy, Debug)]
enum Word {
    Heading,
    HeaderCell,
    Label,
    Route,
}

const NONSENSE: &str = "Qzxqz";

/// The lines of a page that have such a word, each with nonsense in its place.
fn words(text: &str, word: Word) -> Vec<(usize, String)> {
    let lines: Vec<&str> = text.split('\n').collect();
    let headers = account::read(text).tables.into_iter().filter_map(|table| table.header);
    let headers: Vec<&str> = headers.map(|header| header.of(text)).collect();
    let replaced = |line: &str| match word {
        Word::Heading => {
            let marks = line.len() - line.trim_start_matches('#').len();
            (marks > 0 && line[marks..].starts_with(' ')).then(|| format!("{} {NONSENSE}", &line[..marks]))
        }
        Word::HeaderCell => {
            let is_header = line.contains('|') && headers.contains(&line.trim());
            let cell = line.split('|').map(str::trim).find(|cell| !cell.is_empty());
            cell.filter(|_| is_header).map(|cell| line.replacen(cell, NONSENSE, 1))
        }
        Word::Label => {
            let label = line.split([':', '：']).next().filter(|label| label.len() < line.len())?;
            let is_scheme = line[label.len()..].starts_with("://");
            let is_label =
                !is_scheme && !label.is_empty() && !label.contains(['|', '`', '"', '{', '/', '<', '#', ' ']);
            is_label.then(|| line.replacen(label, NONSENSE, 1))
        }
        Word::Route => {
            let path = line.split([' ', '`', '*']).find(|part| part.starts_with('/') && part.len() > 2)?;
            (!line.contains(['|', '<'])).then(|| line.replacen(path, NONSENSE, 1))
        }
    };
    lines.iter().enumerate().filter_map(|(at, line)| Some((at, replaced(line)?))).collect()
}

/// Puts nonsense into the place of one word: the text holds as much as before, and all of it is accounted for.
#[track_caller]
fn check_word(text: &str, word: Word, at: prop::sample::Index) {
    let words = words(text, word);
    if words.is_empty() {
        return;
    }
    let (line, nonsense) = &words[at.index(words.len())];
    let mut lines: Vec<&str> = text.split('\n').collect();
    lines[*line] = nonsense;
    let changed = lines.join("\n");
    let (before, after) = (account::read(text), account::read(&changed));
    assert_eq!(after.rows.len(), before.rows.len(), "{nonsense}");
    // What the line itself held may go with its word: a route, and a block that is a sample by its route alone.
    let start: usize = lines[..*line].iter().map(|line| line.len() + 1).sum();
    let on_line = before.routes.iter().filter(|route| route.line.start == start).count();
    assert!(after.routes.len() + on_line >= before.routes.len(), "{nonsense}");
    assert!(after.samples.len() + on_line.min(1) >= before.samples.len(), "{nonsense}");
    compile(&changed);
}

#[test]
fn own_pages_are_read_unchanged() {
    let own = pages().iter().filter(|page| !page.to_str().unwrap().contains("shared"));
    let texts: Vec<String> = own.map(|page| source::text(page).unwrap()).collect();
    assert!(texts.len() > 40);
    texts.iter().for_each(|text| check(&mutate(text, &[])));
}

proptest! {
    #[test]
    fn mutated_pages_lose_nothing(page in any::<prop::sample::Index>(), mutations in prop::collection::vec(mutation(), 1..12)) {
        let page = &pages()[page.index(pages().len())];
        check(&mutate(&source::text(page).unwrap(), &mutations));
    }

    #[test]
    fn a_word_of_nonsense_takes_nothing_away(
        page in any::<prop::sample::Index>(),
        word in prop::sample::select(&[Word::Heading, Word::HeaderCell, Word::Label, Word::Route][..]),
        at in any::<prop::sample::Index>(),
    ) {
        let page = &pages()[page.index(pages().len())];
        check_word(&source::text(page).unwrap(), word, at);
    }
}

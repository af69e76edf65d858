//! Forms of a report: text with both pages, Markdown for a review, workflow commands, SARIF, a section of a change log.

use super::entry::{Entry, Place};
use super::report::Report;
use super::rules;
use super::verdict::{Level, Wire};
use crate::diagnostic::{Diagnostic, Severity, render};
use crate::model::Origin;
use crate::source::{SourceFile, visible};
use std::fmt::Write;

/// The pages of both sides in one list, so that one finding can show both.
#[derive(Debug, Default)]
pub struct Pages {
    files: Vec<SourceFile>,
    /// How many of them are the old side's.
    old: u32,
}

/// Bytes of the rows of a comment: GitHub and GitLab refuse long ones, GitHub those beyond 65,536 characters.
const COMMENT: usize = 60_000;

/// Reasons that are printed of one entry; a report for machines has all.
const SHOWN: usize = 6;

impl Pages {
    /// Joins the pages of both sides; either is empty for a saved model.
    pub fn new(mut old: Vec<SourceFile>, new: Vec<SourceFile>) -> Self {
        let shift = old.len() as u32;
        old.extend(new.into_iter().map(|mut file| {
            file.id += shift;
            file
        }));
        Self { files: old, old: shift }
    }

    /// The same with paths as a checkout has them, for readers that open them: without the revision that `git` names before
    /// a colon.
    fn of_checkout(&self) -> Self {
        let plain = |file: &SourceFile| {
            let mut file = file.clone();
            if let Some((_, path)) = file.path.split_once(':') {
                file.path = path.to_owned();
            }
            file
        };
        Self { files: self.files.iter().map(plain).collect(), old: self.old }
    }

    fn old(&self, place: &Place) -> Option<Origin> {
        (place.origin.file < self.old).then_some(place.origin)
    }

    fn new_side(&self, place: &Place) -> Option<Origin> {
        let origin = Origin { file: place.origin.file + self.old, ..place.origin };
        ((origin.file as usize) < self.files.len()).then_some(origin)
    }
}

/// How loud an entry is: what breaks is an error.
pub fn severity(entry: &Entry) -> Severity {
    match (entry.rust.level, entry.wire) {
        (Level::Major, _) | (_, Wire::BreaksOld) => Severity::Error,
        (_, Wire::BreaksNew) => Severity::Warning,
        _ => Severity::Note,
    }
}

/// Characters of what is said that are shown.
const LONGEST: usize = 120;

/// Characters that are shown before the first difference of two long texts.
const BEFORE: usize = 40;

/// One line of what is said, cut where it is long.
fn short(text: &str) -> String {
    cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), 0)
}

fn cut(line: &str, from: usize) -> String {
    let rest: String = line.chars().skip(from).take(LONGEST).collect();
    let start = if from > 0 { "… " } else { "" };
    let end = if line.chars().count() > from + LONGEST { " …" } else { "" };
    format!("{start}{rest}{end}")
}

/// What both sides say, each in one line that shows where they differ.
fn said(entry: &Entry) -> [Option<String>; 2] {
    let (Some(before), Some(after)) = (&entry.before, &entry.after) else {
        return [&entry.before, &entry.after].map(|text| text.as_deref().map(short));
    };
    let joined = [before, after].map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines = match joined[0] == joined[1] {
        false => joined,
        // Only blanks and line breaks differ.
        true => [before, after].map(|text| text.escape_debug().to_string()),
    };
    let alike = lines[0].chars().zip(lines[1].chars()).take_while(|(a, b)| a == b).count();
    let from = if alike + BEFORE > LONGEST { alike.saturating_sub(BEFORE) } else { 0 };
    lines.map(|line| Some(cut(&line, from)))
}

fn verdicts(entry: &Entry) -> String {
    let mut text = format!("Rust: {}; wire: {}", entry.rust.level, entry.wire);
    if entry.silent {
        text.push_str("; callers compile unchanged, so nothing else tells them");
    }
    for reason in entry.rust.reasons.iter().take(SHOWN) {
        let _ = write!(text, "\n{reason}");
    }
    if entry.rust.reasons.len() > SHOWN {
        let _ = write!(text, "\nand {} more", entry.rust.reasons.len() - SHOWN);
    }
    if !entry.evidence.is_empty() {
        let _ = write!(text, "\nevidence: {}", entry.evidence.join(", "));
    }
    text
}

/// The entry as a finding; the new page leads, for it is the one under review.
fn finding(entry: &Entry, pages: &Pages) -> Diagnostic {
    let mut found = Diagnostic::new(&entry.rule.code, entry.message.clone());
    let say = |what: &str, text: &Option<String>| match text {
        Some(text) => format!("{what}: {text}"),
        None => format!("{what}: nothing of it here"),
    };
    let [before, after] = said(entry);
    let mut elsewhere = String::new();
    let sides = [
        (&entry.new, "now", &after, entry.new.as_ref().and_then(|place| pages.new_side(place))),
        (&entry.old, "before", &before, entry.old.as_ref().and_then(|place| pages.old(place))),
    ];
    for (place, what, text, origin) in sides {
        match (place, origin) {
            (Some(_), Some(origin)) => found = found.label(origin, say(what, text)),
            (Some(place), None) => {
                let _ = write!(elsewhere, "\n{} ({}:{})", say(what, text), place.file, place.line);
            }
            (None, _) => {}
        }
    }
    found.note(verdicts(entry) + &elsewhere).help(entry.help.clone())
}

/// As rustc prints findings.
pub fn text(report: &Report, pages: &Pages, color: bool) -> String {
    let mut text = String::new();
    for entry in &report.entries {
        text.push_str(&render::text(&finding(entry, pages), severity(entry), &pages.files, color));
        text.push_str("\n\n");
    }
    text + &summary(report)
}

/// One entry of [`text`].
pub fn one(entry: &Entry, pages: &Pages) -> String {
    render::text(&finding(entry, pages), severity(entry), &pages.files, false)
}

/// One line per kind of change, then the verdicts.
pub fn summary(report: &Report) -> String {
    let mut text = String::new();
    for rule in rules::ALL {
        let own: Vec<&Entry> = report.entries.iter().filter(|entry| entry.code == rule.code.id).collect();
        let Some(worst) = own.iter().map(|entry| entry.rust.level).max() else { continue };
        let wire = own.iter().map(|entry| entry.wire).max().unwrap_or_default();
        let _ = writeln!(
            text,
            "{:>5} {} {} (Rust: {worst}, wire: {wire})",
            own.len(),
            rule.code.id,
            rule.code.summary
        );
    }
    text + &line(report) + "\n"
}

/// The verdicts in one line.
pub fn line(report: &Report) -> String {
    let Some(rust) = report.verdicts.rust else { return "nothing changed".to_owned() };
    let unread = match report.unread() {
        0 => "",
        1 => "; a page could not be read, so the verdict is not about all",
        _ => "; pages could not be read, so the verdict is not about all",
    };
    let count = report.entries.len();
    let changes = if count == 1 { "change" } else { "changes" };
    let silent = report.entries.iter().filter(|entry| entry.silent).count();
    let silent = if silent > 0 { format!("; {silent} of them silent") } else { String::new() };
    format!("{count} {changes}; Rust: {rust}, wire: {}{silent}{unread}", report.verdicts.wire)
}

/// One entry in a line, for other reports: what changed, both verdicts, and where the docs say so.
pub fn brief(entry: &Entry) -> String {
    let silent = if entry.silent { ", silent" } else { "" };
    let place = entry.new.as_ref().or(entry.old.as_ref());
    let place = place.map(|place| format!(" ({}:{})", place.file, place.line)).unwrap_or_default();
    let Entry { code, message, rust, wire, .. } = entry;
    visible(&format!("{code} {message} [Rust: {}; wire: {wire}{silent}]{place}", rust.level)).into_owned()
}

/// Workflow commands of GitHub Actions, on the pages of the new side.
pub fn github(report: &Report, pages: &Pages) -> String {
    let pages = &pages.of_checkout();
    let line = |entry| render::github(&finding(entry, pages), severity(entry), &pages.files) + "\n";
    report.entries.iter().map(line).collect()
}

/// One SARIF log.
pub fn sarif(report: &Report, pages: &Pages) -> String {
    let pages = &pages.of_checkout();
    let found: Vec<(Diagnostic, Severity)> =
        report.entries.iter().map(|entry| (finding(entry, pages), severity(entry))).collect();
    let found: Vec<(&Diagnostic, Severity)> =
        found.iter().map(|(found, severity)| (found, *severity)).collect();
    let codes: Vec<_> = rules::ALL.iter().map(|rule| &rule.code).collect();
    render::sarif_of(&codes, &found, &pages.files) + "\n"
}

/// Text of a page inside of Markdown: nothing of it is markup.
pub fn plain(text: &str) -> String {
    escaped(&short(text))
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).chars() {
        if "\\`*_{}[]<>()#+-!|~&@".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A comment on a pull request.
pub fn markdown(report: &Report) -> String {
    let mut text = format!("### Changes of the docs\n\n**{}**\n", line(report));
    let groups = [
        ("Callers break, or calls of callers that do nothing", Severity::Error),
        ("New callers meet servers that lag behind", Severity::Warning),
        ("Compatible", Severity::Note),
    ];
    for (title, level) in groups {
        let own: Vec<&Entry> = report.entries.iter().filter(|entry| severity(entry) == level).collect();
        if own.is_empty() {
            continue;
        }
        let _ = write!(
            text,
            "\n<details{}>\n<summary>{title}: {}</summary>\n\n",
            if level == Severity::Error { " open" } else { "" },
            own.len()
        );
        text.push_str(
            "| change | before | now | Rust | wire | where | what to do |\n|---|---|---|---|---|---|---|\n",
        );
        let mut shown = 0;
        for entry in &own {
            let row = row(entry);
            if text.len() + row.len() > COMMENT {
                break;
            }
            text.push_str(&row);
            shown += 1;
        }
        if shown < own.len() {
            let _ = writeln!(text, "\nand {} more, which `docwright diff` prints", own.len() - shown);
        }
        text.push_str("\n</details>\n");
    }
    text
}

fn row(entry: &Entry) -> String {
    let [before, after] = said(entry).map(|text| text.as_deref().map(escaped).unwrap_or_default());
    let places = [&entry.old, &entry.new].into_iter().flatten();
    let places: Vec<String> = places.map(|place| format!("{}:{}", plain(&place.file), place.line)).collect();
    let rust = match entry.rust.reasons.first() {
        Some(reason) => format!("{}: {}", entry.rust.level, plain(reason)),
        None => entry.rust.level.to_string(),
    };
    let wire = if entry.silent { format!("**{}, silent**", entry.wire) } else { entry.wire.to_string() };
    format!(
        "| {} {} | {before} | {after} | {rust} | {wire} | {} | {} |\n",
        entry.code,
        plain(&entry.message),
        places.join(" → "),
        plain(&entry.help),
    )
}

/// A title of a change log, and what stands below it.
type Group = (&'static str, fn(&Entry) -> bool);

/// A section of a change log: what callers have to know.
pub fn changelog(report: &Report, version: Option<&str>) -> String {
    let mut text = format!("## {}\n", version.unwrap_or("Unreleased"));
    let groups: [Group; 4] = [
        ("Breaking", |entry| entry.rust.level == Level::Major),
        ("Calls behave otherwise", |entry| entry.silent),
        ("Added", |entry| entry.rust.level == Level::Minor && !entry.silent),
        ("Changed", |entry| {
            entry.rust.level == Level::Patch && !entry.silent && entry.rule.code.id < "DD0700"
        }),
    ];
    for (title, is_own) in groups {
        let own: Vec<&Entry> = report.entries.iter().filter(|entry| is_own(entry)).collect();
        if own.is_empty() {
            continue;
        }
        let _ = write!(text, "\n### {title}\n\n");
        for entry in own {
            let _ = writeln!(text, "- {} ({})", plain(&entry.message), entry.code);
        }
    }
    text
}

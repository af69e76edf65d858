//! What the reader of descriptions makes of texts, and where that is not what a table of judgements has.

use docwright::lower::description::{Context, Patterns, read};
use docwright::model::{Meaning, Type};
use docwright::syntax::markdown::inline;
use std::io::BufRead;
use std::path::Path;

/// The judged facts of a meaning, as the columns of a table have them: values, default, bounds, length, condition.
fn facts(meaning: &Meaning) -> [String; 5] {
    let literals: Vec<&str> = meaning.values.iter().map(|value| value.literal.as_str()).collect();
    let bounds = interval(meaning.min.map(|it| it.to_string()), meaning.max.map(|it| it.to_string()));
    let length =
        interval(meaning.min_length.map(|it| it.to_string()), meaning.max_length.map(|it| it.to_string()));
    let condition = meaning.condition.as_ref().map_or("", |_| "yes").to_owned();
    [literals.join("|"), meaning.default.clone().unwrap_or_default(), bounds, length, condition]
}

fn interval(min: Option<String>, max: Option<String>) -> String {
    match (min, max) {
        (None, None) => String::new(),
        (min, max) => format!("{}..{}", min.unwrap_or_default(), max.unwrap_or_default()),
    }
}

fn meaning(name: &str, ty: &str, text: &str) -> Result<Meaning, String> {
    let ty: Type = serde_json::from_str(ty).map_err(|error| format!("`{ty}` is no type: {error}"))?;
    Ok(read(Patterns::builtin(), text, Context { name, ty: &ty }))
}

/// Prints the facts of descriptions on standard input, each a line of name, type as JSON and text as JSON between tabs.
pub(super) fn read_lines() -> Result<(), String> {
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        let mut cells = line.splitn(3, '\t');
        let (Some(name), Some(ty), Some(text)) = (cells.next(), cells.next(), cells.next()) else {
            return Err(format!("a line without three cells: {line}"));
        };
        let text: String = serde_json::from_str(text).map_err(|error| format!("`{text}`: {error}"))?;
        println!("{}", facts(&meaning(name, ty, &text)?).join("\t"));
    }
    Ok(())
}

/// Prints the rows of a table that the reader reads otherwise, each with its text.
pub(super) fn differences(table: &Path, shared: &Path) -> Result<(), String> {
    let Ok(rows) = std::fs::read_to_string(table) else { return Ok(()) };
    println!("{}", table.display());
    for row in rows.lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [_, file, start, end, name, ty, judged @ ..] = &cells[..] else {
            return Err(format!("a row of another width: {row}"));
        };
        let page =
            std::fs::read_to_string(shared.join(file)).map_err(|error| format!("`{file}`: {error}"))?;
        let place = start.parse::<usize>().ok().zip(end.parse::<usize>().ok());
        let cell = place.and_then(|(start, end)| page.get(start..end));
        let text = inline::plain(cell.ok_or_else(|| format!("no such place: {row}"))?).into_owned();
        let found = facts(&meaning(name, ty, &text)?);
        if judged != found {
            println!("{file}:{start} {name} {ty}\n  {text:?}\n  judged {judged:?}\n  found  {found:?}");
        }
    }
    Ok(())
}

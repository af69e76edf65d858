//! Generators of inputs: one text each, and the files around it.

use super::choices::Choices;
use super::words::{COLUMNS, HOSTILE, JSON, NAMES, OVERRIDES, PHRASES, ROUTES, SECTIONS, TOML, TYPES};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole page of any form.
    Page,
    /// The sample of a page.
    Sample,
    /// The description of a field.
    Description,
    /// A dialect.
    Dialect,
    /// A route table.
    Routes,
    /// A file of overrides.
    Overrides,
    /// A page that is read well, of which code is made.
    Emit,
}

/// All kinds.
pub const KINDS: &[Kind] =
    &[Kind::Page, Kind::Sample, Kind::Description, Kind::Dialect, Kind::Routes, Kind::Overrides, Kind::Emit];

impl Kind {
    /// Its name in the names of stored inputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Sample => "sample",
            Self::Description => "description",
            Self::Dialect => "dialect",
            Self::Routes => "routes",
            Self::Overrides => "overrides",
            Self::Emit => "emit",
        }
    }

    /// The kind of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        KINDS.iter().copied().find(|kind| kind.name() == name)
    }

    /// Whether the text stands on a page, so that one run takes many.
    pub fn is_page(self) -> bool {
        !matches!(self, Self::Dialect | Self::Routes | Self::Overrides)
    }
}

/// One input.
#[derive(Clone, Debug)]
pub struct Input {
    /// What it is.
    pub kind: Kind,
    /// The text.
    pub text: String,
}

/// Makes an input.
pub fn make(kind: Kind, choices: &mut Choices<'_>) -> Input {
    let text = match kind {
        Kind::Page => page(choices),
        Kind::Sample => pieces(JSON, choices),
        Kind::Description => pieces(PHRASES, choices),
        Kind::Dialect => pieces(TOML, choices),
        Kind::Routes => pieces(ROUTES, choices),
        Kind::Overrides => format!(
            "[[override]]\nfact = \"one.p0.request.a\"\nreason = \"x\"\n{}",
            pieces(OVERRIDES, choices)
        ),
        Kind::Emit => proper(choices),
    };
    Input { kind, text }
}

/// Descriptions that share a page.
pub const DESCRIPTIONS: usize = 16;

/// The files of a run over inputs of one kind: path and text.
pub fn files(inputs: &[Input]) -> Vec<(String, String)> {
    let of_page = if inputs.iter().all(|input| input.kind == Kind::Description) { DESCRIPTIONS } else { 1 };
    let page = |(at, inputs): (usize, &[Input])| (format!("docs/p{at}.md"), as_page(inputs, at));
    let mut files: Vec<(String, String)> = inputs.chunks(of_page).enumerate().map(page).collect();
    let mut dialect = "blueking-esb";
    for Input { kind, text } in inputs {
        let own = match kind {
            Kind::Dialect => {
                dialect = "own.toml";
                "own.toml"
            }
            Kind::Routes => "docs/routes.yaml",
            Kind::Overrides => "overrides/own.toml",
            _ => continue,
        };
        files.push((own.to_owned(), text.clone()));
    }
    let set = format!("[[docs]]\nservice = \"fuzz.one\"\npath = \"docs\"\ndialect = \"{dialect}\"\n");
    files.push(("docwright.toml".to_owned(), format!("{set}\n[emit.rust]\npath = \"src\"\n")));
    files
}

/// The page that texts stand on; those of most kinds have one to themselves.
fn as_page(inputs: &[Input], at: usize) -> String {
    let plain = "| a | string | 是 | 说明 |\n| data.b | int | 否 | 1:开，2:关 |";
    let Some(Input { kind, text }) = inputs.first() else { return String::new() };
    match kind {
        Kind::Page => text.clone(),
        Kind::Sample => around(at, plain, &format!("### 返回结果示例\n\n```json\n{text}\n```\n")),
        Kind::Description => {
            let rows = |(at, Input { text, .. }): (usize, &Input)| {
                format!("| a{at} | int | 是 | {text} |\n| b{at} | string | 否 | {text} |")
            };
            around(at, &inputs.iter().enumerate().map(rows).collect::<Vec<_>>().join("\n"), "")
        }
        Kind::Emit => around(at, text, "### 返回结果示例\n\n```json\n{\"data\": {\"a\": 1}}\n```\n"),
        Kind::Dialect | Kind::Routes | Kind::Overrides => around(at, plain, ""),
    }
}

fn around(at: usize, rows: &str, end: &str) -> String {
    format!(
        "### 请求方法\n\nPOST\n\n### 请求地址\n\n/api/c/compapi/v2/one/p{at}/\n\n### 请求参数\n\n#### 接口参数\n\n\
         | 字段 | 类型 | 必选 | 描述 |\n|---|---|---|---|\n{rows}\n\n### 返回结果参数说明\n\n| 字段 | 类型 | 描述 |\n|---|---|---|\n\
         | data | object | x |\n\n{end}"
    )
}

/// A few of the pieces, at times a very long run of two of them, at times what means nothing.
fn pieces(of: &[&str], choices: &mut Choices<'_>) -> String {
    if choices.one_in(16) {
        let (one, other, count) = (*choices.pick(of), *choices.pick(of), choices.below(400));
        return [one, other].concat().repeat(count);
    }
    choices.join(24, "", |choices| {
        if choices.one_in(12) { (*choices.pick(HOSTILE)).to_owned() } else { (*choices.pick(of)).to_owned() }
    })
}

/// A page of blocks in any order, at times with lines that changed places or are lost.
fn page(choices: &mut Choices<'_>) -> String {
    let mut text = String::new();
    if choices.one_in(2) {
        let at = choices.below(9);
        text = around(at, &table_rows(4, choices), "");
    }
    text += &choices.join(12, "\n\n", block);
    if choices.one_in(3) { disturb(&text, choices) } else { text }
}

fn block(choices: &mut Choices<'_>) -> String {
    match choices.below(12) {
        0..3 => format!("{} {}", "#".repeat(1 + choices.below(7)), choices.pick(SECTIONS)),
        3 | 4 => table(choices),
        5 => {
            let cell = |choices: &mut Choices<'_>| {
                format!("<td rowspan={}>{}</td>", choices.below(3), choices.pick(NAMES))
            };
            let row = |choices: &mut Choices<'_>| format!("<tr>{}</tr>", choices.join(4, "", cell));
            format!("<table><tr><td>字段</td><td>类型</td></tr>{}</table>", choices.join(4, "\n", row))
        }
        6 => format!("```{}\n{}\n```", choices.pick(&["json", "", "bash", "http"]), pieces(JSON, choices)),
        7 => choices.join(5, "\n", |choices| {
            format!(
                "{}- {} ({}): {}",
                "  ".repeat(choices.below(4)),
                choices.pick(NAMES),
                choices.pick(TYPES),
                choices.pick(PHRASES)
            )
        }),
        8 => format!("**{}**：{}", choices.pick(SECTIONS), choices.pick(PHRASES)),
        9 => (*choices.pick(HOSTILE)).repeat(1 + choices.below(20)),
        10 => format!(
            "{} /v1/{}/{{{}}}",
            choices.pick(&["GET", "POST", "PUT", "TRACE", "get"]),
            choices.pick(NAMES),
            choices.pick(NAMES)
        ),
        _ => pieces(PHRASES, choices),
    }
}

fn table(choices: &mut Choices<'_>) -> String {
    let width = 1 + choices.below(6);
    let header = (0..width).map(|_| *choices.pick(COLUMNS)).collect::<Vec<_>>().join(" | ");
    let rule = "---|".repeat((width + choices.below(3)).saturating_sub(choices.below(2)));
    format!("| {header} |\n|{rule}\n{}", table_rows(width, choices))
}

fn table_rows(width: usize, choices: &mut Choices<'_>) -> String {
    choices.join(8, "\n", |choices| {
        let mut cells = vec![(*choices.pick(NAMES)).to_owned()];
        for at in 1..(width + choices.below(2)) {
            cells.push(match at {
                1 => (*choices.pick(TYPES)).to_owned(),
                2 => (*choices.pick(&["是", "否", "yes", "no", "", "条件必选"])).to_owned(),
                _ => pieces(PHRASES, choices),
            });
        }
        format!("| {} |", cells.join(" | "))
    })
}

/// Rows of names and types as pages have them, nested as deep as names allow.
fn proper(choices: &mut Choices<'_>) -> String {
    choices.join(12, "\n", |choices| {
        let depth = if choices.one_in(10) { 80 } else { 4 };
        let name = choices.join(depth, ".", |choices| {
            (*choices.pick(&["a", "b", "type", "self", "list[]", "x_y", "Id"])).to_owned()
        });
        let most = if choices.one_in(10) { 40 } else { 3 };
        let wraps = choices.below(most);
        let ty = format!("{}{}{}", "list<".repeat(wraps), choices.pick(TYPES), ">".repeat(wraps));
        let first = if name.is_empty() { "n" } else { "" };
        format!("| {first}{name} | {ty} | {} | {} |", choices.pick(&["是", "否"]), choices.pick(HOSTILE))
    })
}

/// Lines that are lost, doubled or moved, and a mark in the middle of nowhere.
fn disturb(text: &str, choices: &mut Choices<'_>) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    for _ in 0..=choices.below(4) {
        let (from, to) = (choices.below(lines.len()), choices.below(lines.len()));
        match choices.below(3) {
            0 if lines.len() > 1 => drop(lines.remove(from)),
            1 => lines.insert(to, lines[from]),
            _ => lines.swap(from, to),
        }
    }
    let mut text = lines.join("\n");
    let mut at = choices.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let mark = *choices.pick(HOSTILE);
    text.insert_str(at, mark);
    text
}

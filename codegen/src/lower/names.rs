//! Names of rows: identifiers without marks of depth, of footnotes and of what must be sent, cut into segments.

use super::context::Context;
use super::draft::Segment;
use crate::dialect::{Column, Dialect};
use crate::page::Row;
use crate::syntax::markdown::inline::plain;
use foldhash::HashSet;
use smol_str::SmolStr;

/// The name of a row.
pub(super) struct Name<'r> {
    /// The name.
    pub text: &'r str,
    /// Whether it is of the plainest form, as nearly all are: ASCII letters, digits and `_` behind a letter.
    pub is_word: bool,
    /// Whether a mark at the name says that the field must be sent.
    pub required: Option<bool>,
    /// The type that stands below the name in its cell.
    pub told: Option<&'r str>,
    /// Whether a star stands behind it.
    pub starred: bool,
}

/// The name as written, without a remark in brackets behind it.
pub(super) fn read<'r>(row: Row<'r>, context: Context<'_>) -> Name<'r> {
    let text = row.name().text.as_ref();
    let source = context.text(row.name().span);
    let starred = source.contains('*') && is_starred(source);
    if is_word(text) && !source.contains("<sup") {
        return Name { text, is_word: true, required: None, told: None, starred };
    }
    let (text, below, told) = without_lines_below(text, context.dialect);
    let (text, remark) = without_remark(without_frame(text), context);
    let text = without_label(without_reference(text));
    let (text, required) = without_marks(without_footnote(row, text, context), context.dialect);
    let mut words = remark.split([',', '，', ';', '；']).map(str::trim);
    let remarked = || words.clone().find_map(|word| context.dialect.marks.get(word));
    let required = required.or(below).or_else(remarked);
    let told = told.or_else(|| words.find(|word| context.dialect.types.get(word).is_some()));
    Name { text, is_word: is_word(text), required, told, starred }
}

/// Whether one star stands behind a name, as the page writes it: `nick*`, `nick<mark>\*</mark>`. Two are emphasis or another
/// footnote.
fn is_starred(source: &str) -> bool {
    let source = source.trim_end().trim_end_matches('`');
    let mut rest = source;
    while let Some(bare) = rest.strip_suffix('>').and_then(|tag| tag.rfind('<').map(|at| &tag[..at])) {
        rest = bare.trim_end();
    }
    let stars = rest.len() - rest.trim_end_matches('*').len();
    let before = rest[..rest.len() - stars].trim_end_matches('\\').trim_end();
    (stars == 1 || stars == 3)
        && source.bytes().filter(|byte| *byte == b'*').count() % 2 == 1
        && before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '`' | '>' | ']'))
}

/// `nick`, and below it in its cell `_string_` or `**required**`: words for types and marks alone, of which the last ones are
/// given back.
fn without_lines_below<'r>(name: &'r str, dialect: &Dialect) -> (&'r str, Option<bool>, Option<&'r str>) {
    let (mut bare, mut required, mut told) = (name, None, None);
    while let Some((head, line)) = bare.rsplit_once('\n') {
        let is_mark = |c: char| c.is_whitespace() || "*_`()[].".contains(c);
        // `type: string`
        let titled = line
            .split_once([':', '：'])
            .filter(|(title, _)| matches!(dialect.columns.get(title), Some(Column::Type | Column::Required)));
        if let Some((title, value)) = titled {
            match dialect.columns.get(title) {
                Some(Column::Required) => required = dialect.required.get(value.trim()).or(required),
                _ => told = Some(value.trim()),
            }
            bare = head.trim_end();
            continue;
        }
        let mut words = line.split([',', '，']).map(|word| word.trim_matches(is_mark));
        let says = |word: &str| dialect.marks.get(word).is_some() || dialect.types.get(word).is_some();
        if !words.clone().all(says) {
            break;
        }
        required = words.clone().find_map(|word| dialect.marks.get(word)).or(required);
        told = words.find(|word| dialect.types.get(word).is_some()).or(told);
        bare = head.trim_end();
    }
    (bare, required, told)
}

/// `• hull`, `1. hull` and `“hull”` without what only sets the name apart.
fn without_frame(name: &str) -> &str {
    let bullet = name.trim_start_matches(['•', '·', '▪', '●', '○', '◦', '■']).trim_start();
    let numbered = bullet.split_once(char::is_whitespace).filter(|(number, rest)| {
        let digits = number.trim_end_matches(['.', '、', ')']);
        digits.len() < number.len()
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && is_word(rest.trim_start())
    });
    let bare = numbered.map_or(bullet, |(_, rest)| rest.trim_start());
    bare.trim_matches(['“', '”', '‘', '’', '「', '」'])
}

/// Whether a row has no name of its own: `*anonymous*`.
pub(super) fn stands_for_value(row: Row<'_>, context: Context<'_>) -> bool {
    let words = &context.dialect.nesting.anonymous;
    // The mark around the word tells it from a field of that name.
    let name = row.name().text.as_ref();
    let is_it = |word: &String| {
        name.ends_with(word.trim_matches('*'))
            && context.text(row.name().span).trim_end().ends_with(word.as_str())
    };
    words.iter().any(is_it)
}

/// A name and the remark in brackets behind it: `key (Optional)`.
fn without_remark<'r>(mut name: &'r str, context: Context<'_>) -> (&'r str, &'r str) {
    let mut bare = name;
    while let Some(rest) = context.dialect.strip_indent(bare).filter(|_| !bare.starts_with('&')) {
        bare = rest.trim_start();
    }
    // `...` alone is no mark of depth.
    name = if bare.is_empty() { name } else { bare };
    if is_word(name) {
        return (name, "");
    }
    let name = name.trim_end_matches([':', '：', ',', '，']).trim_matches(['"', '\'', '`']);
    let Some((words, inside)) = name.strip_suffix([')', '）']).and_then(|name| name.split_once(['(', '（']))
    else {
        return (name, "");
    };
    // `墨水(ink)`: the words of the page, and the name on the wire behind them.
    let has_letters = words.bytes().any(|byte| byte.is_ascii_alphabetic());
    match words.trim_end() {
        "" => (name, ""),
        words if !has_letters && !words.is_ascii() && is_wire_name(inside, context) => (inside, ""),
        words => (words, inside),
    }
}

/// Whether the words in brackets behind a name in the language of the page are the name on the wire: no type, and no mark.
fn is_wire_name(inside: &str, context: Context<'_>) -> bool {
    let dialect = context.dialect;
    is_word(inside)
        && inside.len() > 1
        && dialect.types.get(inside).is_none()
        && dialect.formats.get(inside).is_none()
        && dialect.required.get(inside).is_none()
        && dialect.locations.get(inside).is_none()
}

/// `due[^1]` and `due [1]` without what refers to a footnote.
fn without_reference(name: &str) -> &str {
    let Some((bare, inside)) = name.strip_suffix(']').and_then(|name| name.rsplit_once('[')) else {
        return name;
    };
    let is_number = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
    let is_reference = inside.starts_with('^') || is_number && bare.ends_with(' ');
    if is_reference && !bare.trim().is_empty() { bare.trim_end() } else { name }
}

/// `hull 船体` and `船体 hull`: the name on the wire beside what people call the field.
fn without_label(name: &str) -> &str {
    let is_label = |text: &str| {
        !text.bytes().any(|byte| byte.is_ascii_alphanumeric()) && text.chars().any(char::is_alphabetic)
    };
    let Some((first, rest)) = name.split_once(char::is_whitespace) else { return name };
    match rest.trim() {
        rest if is_word(first) && first.len() > 1 && is_label(rest) => first,
        rest if is_word(rest) && rest.len() > 1 && is_label(first) => rest,
        _ => name,
    }
}

/// `rings<sup>1</sup>`, `bits**`, `**bits`, `bits 🔒`: what refers to a footnote is no part of a name.
fn without_footnote<'r>(row: Row<'_>, name: &'r str, context: Context<'_>) -> &'r str {
    let source = context.text(row.name().span);
    let raised = source.split_once("<sup>").and_then(|(_, rest)| rest.split_once("</sup>"));
    let raised = raised.map(|(raised, _)| plain(raised));
    let mut bare = raised.and_then(|raised| name.strip_suffix(raised.trim())).unwrap_or(name).trim_end();
    let marks = &context.dialect.signs.footnotes;
    while let Some(rest) = marks.iter().find_map(|mark| bare.strip_suffix(mark.as_str())) {
        // `forms.*` and `data[*]` name what they hold.
        if rest.ends_with(['.', '[', '<', '{', '$']) {
            break;
        }
        bare = rest.trim_end();
    }
    let is_sign = |c: char| !c.is_ascii() && !c.is_alphanumeric();
    let bare = match bare.rsplit_once(char::is_whitespace) {
        Some((rest, sign)) if sign.chars().all(is_sign) && is_plain(rest.trim_end()) => rest.trim_end(),
        _ => bare,
    };
    let led = marks.iter().fold(bare, |bare, mark| bare.trim_start_matches(mark.as_str()));
    // One mark may be that of what must be sent.
    let is_note = bare.len() > led.len() + 1 && is_word(led);
    match () {
        () if is_note => led,
        () if bare.is_empty() => name,
        () => bare,
    }
}

/// `nick?`: a mark behind a name that says whether the field must be sent.
fn without_marks<'r>(name: &'r str, dialect: &Dialect) -> (&'r str, Option<bool>) {
    let signs = &dialect.signs;
    for (suffixes, required) in [(&signs.optional_suffix, false), (&signs.required_suffix, true)] {
        let bare = suffixes.iter().find_map(|suffix| name.strip_suffix(suffix.as_str()));
        if let Some(bare) = bare.map(str::trim_end).filter(|bare| !bare.is_empty()) {
            return (bare, Some(required));
        }
    }
    let behind = signs.required_prefix.iter().find_map(|prefix| name.strip_prefix(prefix.as_str()));
    if let Some(bare) = behind.map(str::trim_start).filter(|bare| is_word(bare)) {
        return (bare, Some(true));
    }
    // `nick required`, where code or another line sets the mark apart.
    let told = name.rsplit_once(char::is_whitespace).map(|(bare, word)| (bare.trim_end(), word));
    let told = told.map(|(bare, word)| (bare, word.trim_matches(['(', ')', '[', ']'])));
    let told = told
        .filter(|(bare, _)| is_plain(bare))
        .and_then(|(bare, word)| Some((bare, dialect.marks.get(word)?)));
    told.map_or((name, None), |(bare, required)| (bare, Some(required)))
}

/// `list[0]: year`: one element of a list, by its index.
pub(super) fn element<'r>(name: &Name<'r>) -> Option<(&'r str, &'r str)> {
    let (base, rest) = name.text.split_once('[')?;
    let (index, label) = rest.split_once(']')?;
    let is_index = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
    let label = label.strip_prefix([':', '：']).map_or(label, str::trim);
    (is_index && is_word(base) && !label.starts_with('.')).then_some((base, label))
}

/// One word of letters, digits and the punctuation that wire names use.
pub(super) fn is_field_name(name: &str) -> bool {
    let of_name = |c: char| c.is_alphanumeric() || "_-.$@:/[]{}*<>#+".contains(c);
    name.len() <= 200 && name.chars().any(|c| c.is_alphanumeric()) && name.chars().all(of_name)
}

/// Whether a name has the characters alone that names on the wire have.
fn is_plain(name: &str) -> bool {
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.$@[]".contains(&byte);
    name.bytes().any(|byte| byte.is_ascii_alphanumeric()) && name.bytes().all(of_name)
}

/// Whether a name is of the plainest form, as nearly all are.
fn is_word(name: &str) -> bool {
    let of_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    name.len() <= 200
        && name.bytes().next().is_some_and(|it| it.is_ascii_alphabetic())
        && name.bytes().all(of_word)
}

/// `ids[]` and `disks[N]` are lists, `labels[key]` and `labels{}` are maps; `labels[name]` is a member of `labels`.
fn bracketed(part: &str, dialect: &Dialect, out: &mut Vec<Segment>) {
    let (part, is_map) = match part.strip_suffix("{}").filter(|bare| !bare.is_empty()) {
        Some(bare) => (bare, true),
        None => (part, false),
    };
    let mut pieces = part.split('[');
    let bare = pieces.next().unwrap_or(part);
    out.push(Segment { name: bare.into(), list: false, map: false });
    for piece in pieces {
        let inner = piece.trim_end_matches(']');
        match out.last_mut() {
            Some(_) if piece.len() > inner.len() && is_member(inner, dialect) => {
                out.push(Segment { name: inner.into(), list: false, map: false });
            }
            Some(last) if dialect.nesting.map_key.iter().any(|word| word.eq_ignore_ascii_case(inner)) => {
                last.map = true;
            }
            Some(last) => last.list = true,
            None => {}
        }
    }
    if let Some(last) = out.last_mut().filter(|_| is_map) {
        last.map = true;
    }
}

/// Whether a word in brackets is the name of a member: no index, no type, no alternative of a structure.
fn is_member(inner: &str, dialect: &Dialect) -> bool {
    let nesting = &dialect.nesting;
    let any_item = nesting.index_segments.iter().chain(&nesting.map_key);
    inner.len() > 1
        && is_word(inner)
        && any_item.into_iter().all(|word| !word.eq_ignore_ascii_case(inner))
        && dialect.types.get(inner).is_none()
        && !dialect.is_variant(inner)
}

/// `tree->rings`, `tree/rings`: the parents and the field itself, where the first one is a row above that holds others.
pub(super) fn below_row(
    name: &Name<'_>,
    holders: &HashSet<SmolStr>,
    dialect: &Dialect,
) -> Option<(Vec<Segment>, Segment)> {
    if name.is_word || holders.is_empty() {
        return None;
    }
    let joint = dialect.nesting.joints.iter().find(|joint| name.text.contains(joint.as_str()))?;
    let mut out = Vec::new();
    for part in name.text.split(joint.as_str()).map(str::trim) {
        if !is_field_name(part) || part.contains('.') {
            return None;
        }
        bracketed(part, dialect, &mut out);
    }
    let last = out.pop()?;
    out.first().is_some_and(|first| holders.contains(&first.name)).then_some((out, last))
}

/// The word of JSON Schema for the values of a map.
pub const MAP_VALUES: &str = "additionalProperties";

/// `${key}`, `{field_id}` and `<id>` stand for any key of a map.
fn is_placeholder(part: &str) -> bool {
    let ends = |open, close| part.len() > 2 && part.starts_with(open) && part.ends_with(close);
    part.starts_with("${") || ends('{', '}') || ends('<', '>')
}

/// The same behind a dot, where `:id` and `$id` do so as well.
fn is_any_key(part: &str) -> bool {
    is_placeholder(part) || part.strip_prefix([':', '$']).is_some_and(is_word)
}

/// The parents of a row by its name, and the field itself.
pub(super) fn read_path(
    (row, name): (Row<'_>, &Name<'_>),
    is_literal: bool,
    dialect: &Dialect,
) -> Option<(Vec<Segment>, Segment)> {
    any_key(row, name).or_else(|| segments(name, is_literal, dialect))
}

/// What stands behind the keys of the row above, where an indented name stands for any of them: `> {tree_id}`, `> <id>`,
/// `> ${id}`, `> :id`.
fn any_key(row: Row<'_>, name: &Name<'_>) -> Option<(Vec<Segment>, Segment)> {
    let text = name.text.trim_matches('`');
    let is_any = is_placeholder(text) || text.strip_prefix([':', '$']).is_some_and(is_word) || text == "*";
    let values = Segment { name: MAP_VALUES.into(), list: false, map: false };
    (row.depth > 0 && is_any).then_some((Vec::new(), values))
}

/// `data.apis[].id`, `Disks.N.Size`, `forms.*.type`, `forms.{id}.type`: the parents and the field itself.
pub(super) fn segments(
    name: &Name<'_>,
    is_literal: bool,
    dialect: &Dialect,
) -> Option<(Vec<Segment>, Segment)> {
    let Name { text: name, is_word, .. } = *name;
    // `$.boat.name` begins at the root.
    let name = name.strip_prefix("$.").unwrap_or(name);
    // In a query, `ids[]` and `filter[name]` are sent as they are written.
    if is_literal && name.contains('[') && !name.contains('.') {
        return Some((Vec::new(), Segment { name: name.into(), list: name.ends_with("[]"), map: false }));
    }
    // A header such as `X-Api.Key` or a `${key}` is one name; so is anything that a dot begins or ends.
    if is_word
        || !name.contains(['.', '[']) && !name.ends_with("{}")
        || name.starts_with('.')
        || name.ends_with('.')
        || name.starts_with(['$', '@'])
    {
        return Some((Vec::new(), Segment { name: name.into(), list: false, map: false }));
    }
    let mut out: Vec<Segment> = Vec::new();
    for part in name.split('.') {
        let is_index = part.is_empty()
            || dialect.nesting.index_segments.iter().any(|word| word == part)
            || part.bytes().all(|b| b.is_ascii_digit());
        match out.last_mut() {
            Some(last) if is_index => last.list = true,
            Some(_) if is_any_key(part) && name.ends_with(part) => {
                out.push(Segment { name: MAP_VALUES.into(), list: false, map: false });
            }
            Some(last) if part == "*" || is_any_key(part) => last.map = true,
            _ => bracketed(part, dialect, &mut out),
        }
    }
    out.retain(|segment| !segment.name.is_empty());
    let last = out.pop()?;
    Some((out, last))
}

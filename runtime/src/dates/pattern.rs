//! Formats as the documentation of fields states them.

use super::{DateError, shown};

/// A format, in the form of jiff.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Pattern {
    pub(super) strftime: String,
    pub(super) has_time: bool,
    pub(super) has_offset: bool,
}

/// Reads `date-time`, `date`, or a pattern such as `yyyy-MM-dd HH:mm:ss`.
///
/// Pages write the letters in any case (`YYYY-MM-DD HH:MM:SS`), so their places count: `m` behind hours is minutes, and `s`
/// behind seconds is a fraction. Hours count to 24.
pub(super) fn read(format: &str) -> Result<Pattern, DateError> {
    match format {
        "date-time" => Ok(Pattern {
            strftime: "%Y-%m-%dT%H:%M:%S%.f%:z".to_owned(),
            has_time: true,
            has_offset: true,
        }),
        "date" => read("yyyy-MM-dd"),
        pattern => letters(pattern).ok_or_else(|| {
            DateError(format!(
                "{} is no format that is known here; write `date-time`, `date`, or a pattern such as `yyyy-MM-dd HH:mm:ss`, or use jiff's own `strftime`",
                shown(pattern)
            ))
        }),
    }
}

fn letters(pattern: &str) -> Option<Pattern> {
    let mut out = Pattern::default();
    let (mut rest, mut seconds) = (pattern, false);
    while let Some(first) = rest.chars().next() {
        let len = rest.chars().take_while(|c| *c == first).map(char::len_utf8).sum();
        let (run, behind) = rest.split_at(len);
        rest = behind;
        let count = run.chars().count();
        match (first.to_ascii_lowercase(), count) {
            ('y', 4) => out.strftime += "%Y",
            ('y', 2) => out.strftime += "%y",
            ('m', 2) => out.strftime += if out.has_time { "%M" } else { "%m" },
            ('d', 2) => out.strftime += "%d",
            ('h', 2) => {
                out.has_time = true;
                out.strftime += "%H";
            }
            ('s', 2) if !seconds => {
                seconds = true;
                out.strftime += "%S";
            }
            ('s', 1..=9) if seconds => out.strftime += &format!("%{count}f"),
            ('z', 1) => {
                out.has_offset = true;
                out.strftime += "%z";
            }
            ('x', 3) => {
                out.has_offset = true;
                out.strftime += "%:z";
            }
            ('t', 1) => out.strftime.push('T'),
            ('\'', 1) => {}
            ('%' | 'a'..='z', _) => return None,
            _ => out.strftime += run,
        }
    }
    (!out.strftime.is_empty()).then_some(out)
}

//! What each kind of value is read as, and what each format writes.

use super::{DateError, ReadDate, ReadUnix, WriteDate};
use crate::filter::field;
use jiff::{Timestamp, civil};

fn said<T: ToString>(result: Result<T, DateError>) -> String {
    result.map_or_else(|error| format!("error: {error}"), |value| value.to_string())
}

/// A text as moment, as what a clock shows, and as day.
fn check(text: &str, moment: &str, clock: &str, day: &str) {
    let read = [said(text.timestamp()), said(text.datetime()), said(text.date())];
    for (read, expect) in read.iter().zip([moment, clock, day]) {
        match expect.strip_prefix("error: ") {
            Some(part) => assert!(read.starts_with("error: ") && read.contains(part), "{text}: {read}"),
            None => assert_eq!(read, expect, "{text}"),
        }
    }
}

#[test]
fn texts_are_read_as_what_they_state() {
    let moment = "error: is a moment where";
    for (text, expect) in [
        ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z"),
        ("2024-01-02T03:04Z", "2024-01-02T03:04:00Z"),
        ("2024-01-02T03:04:05.120+00:00", "2024-01-02T03:04:05.12Z"),
        ("2024-01-02T11:04:05.000000001+08:00", "2024-01-02T03:04:05.000000001Z"),
        ("2024-01-02 11:04:05 +0800", "2024-01-02T03:04:05Z"),
        ("2024-01-02 11:04:05+0800", "2024-01-02T03:04:05Z"),
        ("2024/01/02 03:04:05 -0000", "2024-01-02T03:04:05Z"),
        ("2024-01-02T11:04:05+08:00[Asia/Shanghai]", "2024-01-02T03:04:05Z"),
        (" 0001-01-01T00:00:00Z\n", "0001-01-01T00:00:00Z"),
    ] {
        check(text, expect, moment, moment);
    }
    let clock = "error: names no offset where";
    for (text, expect) in [
        ("2024-01-02 03:04:05", "2024-01-02T03:04:05"),
        ("2024-01-02 03:04:05.678", "2024-01-02T03:04:05.678"),
        ("2024/01/02 03:04", "2024-01-02T03:04:00"),
        ("2024-01-02T03:04:05", "2024-01-02T03:04:05"),
    ] {
        check(text, clock, expect, clock);
    }
    let day = "error: has no time of day where";
    for text in ["2024-01-02", "2024/01/02", "20240102"] {
        check(text, day, day, "2024-01-02");
    }
}

#[test]
fn what_is_no_time_is_named_with_what_to_do() {
    for (text, part) in [
        ("", "the text is empty where a"),
        (" ", "take an empty text for no"),
        ("1704164645000", "`1704164645000` is a number where a"),
        ("1704164645", "read it with `.parse::<i64>()?.unix_seconds()` or `.unix_millis()`"),
        ("yesterday", "`yesterday` is not read as a"),
        ("0000-00-00 00:00:00", "'month' is not in the required range of 1..=12; take the text as it is"),
        ("2024-02-30", "`2024-02-30` is not read as a"),
        ("2024-01-02 03:04:05 CST", "unparsed input \" CST\" remains"),
        ("\u{1b}[31m", "`\\u{1b}[31m` is not read"),
        (&"9".repeat(100), &format!("`{}…` is a number", "9".repeat(64))),
    ] {
        let error = format!("error: {part}");
        check(text, &error, &error, &error);
    }
    let never = "9999-12-31T23:59:59Z";
    check(never, "error: is not in the required range", "error: is a moment", "error: is a moment");
    assert_eq!(
        "2024-01-02 03:04:05".timestamp().unwrap_err().to_string(),
        "`2024-01-02 03:04:05` names no offset where a moment is read; read it with `.datetime()`, and where a moment is \
         needed, name the time zone of the service: `.datetime()?.in_tz(\"Asia/Shanghai\")?`"
    );
}

#[test]
fn optional_fields_give_optional_times() {
    assert_eq!(None::<String>.timestamp(), Ok(None));
    assert_eq!(Some(String::new()).datetime(), Ok(None));
    assert_eq!(Some("2024-01-02").date(), Ok(Some(civil::date(2024, 1, 2))));
    assert!(Some("soon".to_owned()).date().is_err());
    assert_eq!(Some(0_i64).unix_millis(), Ok(Some(Timestamp::UNIX_EPOCH)));
    assert_eq!(None::<i32>.unix_seconds(), Ok(None));
}

#[test]
fn numbers_count_from_1970() {
    let moment: Timestamp = "2024-01-02T03:04:05Z".parse().unwrap();
    assert_eq!(1_704_164_645_i64.unix_seconds(), Ok(moment));
    assert_eq!(1_704_164_645_u32.unix_seconds(), Ok(moment));
    assert_eq!(1_704_164_645_000_u64.unix_millis(), Ok(moment));
    assert_eq!((-1_i32).unix_seconds().unwrap().to_string(), "1969-12-31T23:59:59Z");
    let error = 1_704_164_645_000_i64.unix_seconds().unwrap_err().to_string();
    assert!(
        error.contains("`1704164645000` seconds since 1970") && error.contains("`.unix_millis()`"),
        "{error}"
    );
    assert!(u64::MAX.unix_millis().is_err());
}

/// What the four kinds of time are in a format.
#[track_caller]
fn written(format: &str, moment: &str, zoned: &str, clock: &str, day: &str) {
    let at: Timestamp = "2024-01-02T19:04:05.678Z".parse().unwrap();
    let there = at.in_tz("Asia/Shanghai").unwrap();
    let texts = [
        said(at.written_as(format)),
        said(there.written_as(format)),
        said(there.datetime().written_as(format)),
        said(there.date().written_as(format)),
    ];
    for (text, expect) in texts.iter().zip([moment, zoned, clock, day]) {
        match expect.strip_prefix("error: ") {
            Some(part) => assert!(text.starts_with("error: ") && text.contains(part), "{format}: {text}"),
            None => assert_eq!(text, expect, "{format}"),
        }
    }
}

#[test]
fn times_are_written_in_the_documented_format() {
    let (place, offset) =
        ("error: a moment has date and hour at a place", "error: has no offset; name the time zone");
    let day = "error: a day has no time; give it one";
    let zoned = "2024-01-03T03:04:05.678+08:00";
    written("date-time", "2024-01-02T19:04:05.678Z", zoned, offset, day);
    written("date", place, "2024-01-03", "2024-01-03", "2024-01-03");
    written("YYYY/MM/DD", place, "2024/01/03", "2024/01/03", "2024/01/03");
    written("yyyyMMdd", place, "20240103", "20240103", "20240103");
    let text = "2024-01-03 03:04:05";
    for format in ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd hh:mm:ss", "YYYY-MM-DD HH:MM:SS"] {
        written(format, place, text, text, day);
    }
    let text = "2024-01-03 03:04:05.678";
    written("yyyy-MM-dd HH:mm:ss.SSS", place, text, text, day);
    let (moment, zoned) = ("2024-01-02T19:04:05+0000", "2024-01-03T03:04:05+0800");
    written("yyyy-MM-dd'T'HH:mm:ssZ", moment, zoned, offset, day);
    let (moment, zoned) = ("2024-01-02 19:04 +00:00", "2024-01-03 03:04 +08:00");
    written("yyyy-MM-dd HH:mm XXX", moment, zoned, offset, day);
    written("yy年MM月dd日", place, "24年01月03日", "24年01月03日", "24年01月03日");
    for format in ["", "base64", "MMM dd", "%Y", "yyyy-M-d", "hh:mm a"] {
        let error = "error: is no format that is known here; write `date-time`";
        written(format, error, error, error, error);
    }
}

#[test]
fn what_is_written_is_read_again() {
    let at: Timestamp = "2024-01-02T19:04:05.678Z".parse().unwrap();
    let there = at.in_tz("America/New_York").unwrap();
    for format in ["date-time", "yyyy-MM-dd HH:mm:ss.SSSZ", "yyyy-MM-dd HH:mm:ss.SSS XXX"] {
        assert_eq!(at.written_as(format).unwrap().timestamp(), Ok(at), "{format}");
        assert_eq!(there.written_as(format).unwrap().timestamp(), Ok(at), "{format}");
    }
    let text = there.written_as("yyyy-MM-dd HH:mm:ss.SSS").unwrap();
    assert_eq!(text.datetime(), Ok(there.datetime()));
}

#[test]
fn filters_take_moments() {
    let at: Timestamp = "2024-01-02T03:04:05.678Z".parse().unwrap();
    let there = at.in_tz("Asia/Shanghai").unwrap();
    for filter in [field("create_time").before(at), field("create_time").before(there)] {
        assert_eq!(filter.json()["value"], "2024-01-02T03:04:05Z");
    }
}

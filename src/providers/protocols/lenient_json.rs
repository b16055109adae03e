//! Reads what providers send. It accepts all shapes that real panels use, but it is strict about
//! their meaning. A number may come as text and a text as a number. A value without a sense is
//! never read as zero.

use serde_json::Value;

use crate::providers::upstream_id::is_upstream_id;

/// The JSON of a body, whatever its content type says. A byte order mark before it is skipped; with
/// anything else around it, it is not JSON.
pub(in crate::providers) fn json(body: &[u8]) -> Result<Value, &'static str> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let text = std::str::from_utf8(body).map_err(|_| "the answer is not UTF-8")?.trim();
    match text.as_bytes().first() {
        None => Err("the answer is empty"),
        Some(b'<') => Err("the answer is a page, not JSON"),
        Some(_) => serde_json::from_str(text).map_err(|_| "the answer is not JSON"),
    }
}

/// An id: a whole number above zero, a text that [can be an id](is_upstream_id) and is not zero, or
/// an object that has one of them as its `id`.
pub(in crate::providers) fn id(value: &Value) -> Option<String> {
    match value {
        Value::Object(map) => map.get("id").filter(|id| !id.is_object()).and_then(id),
        Value::Number(number) => {
            let said = number.to_string();
            let whole: u64 = plain_id(&said).parse().ok()?;
            (whole > 0).then(|| whole.to_string())
        }
        Value::String(text) => {
            let text = plain_id(text.trim());
            (is_upstream_id(text) && text.bytes().any(|byte| byte != b'0')).then(|| text.to_owned())
        }
        _ => None,
    }
}

/// Some panels store ids as decimals: `79.0` is 79.
pub(in crate::providers) fn plain_id(text: &str) -> &str {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, zeros))
            if digits(whole) && digits(zeros) && zeros.trim_matches('0').is_empty() =>
        {
            whole
        }
        _ => text,
    }
}

/// A text that is not empty; a number counts as a text.
pub(in crate::providers) fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A count. `None`: there is no value. A value that is not a count gives a number below zero, so
/// that nobody takes it for a missing one.
pub(in crate::providers) fn count(value: Option<&Value>) -> Option<i64> {
    const SENSELESS: i64 = -1;
    let said = match value? {
        Value::Null => return None,
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return Some(SENSELESS),
    };
    if said.is_empty() {
        return None;
    }
    let said = without_thousands(&said);
    let whole = match said.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|byte| byte == b'0') => whole,
        _ => said.as_str(),
    };
    Some(whole.parse().unwrap_or(SENSELESS))
}

/// Separators of thousands: `10,000`, `10 000`, `10'000`, `1.000.000`, `1,000.00`. A single point
/// is never such a separator: `10.000` is ten, as wherever a number is sent.
fn without_thousands(said: &str) -> String {
    let separators = [',', '.', ' ', '\'', '’', '_', '\u{a0}', '\u{202f}'];
    let Some(by) = said.chars().find(|c| separators.contains(c)) else { return said.to_owned() };
    let (whole, rest) = match said.split_once('.') {
        Some((whole, rest)) if by != '.' => (whole, format!(".{rest}")),
        _ => (said, String::new()),
    };
    let groups: Vec<&str> = whole.split(by).collect();
    let digits = |group: &&str| group.bytes().all(|byte| byte.is_ascii_digit());
    let are_thousands = groups.iter().all(digits)
        && (1..=3).contains(&groups[0].len())
        && groups[1..].iter().all(|group| group.len() == 3)
        && (by != '.' || groups.len() > 2);
    if are_thousands { groups.concat() + rest.as_str() } else { said.to_owned() }
}

/// Whether it means yes.
pub(in crate::providers) fn flag(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::Number(number)) => number.as_i64().is_some_and(|number| number != 0),
        Some(Value::String(text)) => {
            matches!(text.trim().to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "on")
        }
        _ => false,
    }
}

/// An amount in millionths. More digits are cut off; for what we pay, they are rounded up.
pub(in crate::providers) fn micros(value: Option<&Value>, rounds_up: bool) -> Option<i64> {
    let said = text(value)?;
    let (negative, digits) = match said.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, said.as_str()),
    };
    let digits = unscaled(&without_commas(digits)?)?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let decimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !decimal(whole) || !decimal(fraction) {
        return None;
    }
    let (kept, cut) = fraction.split_at(fraction.len().min(6));
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: i64 = format!("{kept:0<6}").parse().ok()?;
    let up = i64::from(rounds_up && !negative && cut.bytes().any(|byte| byte != b'0'));
    let micros = whole.checked_mul(1_000_000)?.checked_add(part)?.checked_add(up)?;
    Some(if negative { -micros } else { micros })
}

/// In `1,234.5` a comma separates thousands; in `0,90` it is the decimal point.
fn without_commas(digits: &str) -> Option<String> {
    let Some((first, rest)) = digits.split_once(',') else { return Some(digits.to_owned()) };
    let whole = rest.split_once('.').map_or(rest, |(whole, _)| whole);
    let parts_thousands = (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && whole.split(',').all(|group| group.len() == 3);
    match (parts_thousands, rest.contains([',', '.'])) {
        (true, _) => Some(digits.replace(',', "")),
        (false, false) => Some(digits.replace(',', ".")),
        (false, true) => None,
    }
}

/// Small amounts come as `1.0E-5`, because PHP writes them so.
fn unscaled(digits: &str) -> Option<String> {
    let Some((number, power)) = digits.split_once(['e', 'E']) else {
        return Some(digits.to_owned());
    };
    let power: i32 = power.parse().ok().filter(|power| (-30..=30).contains(power))?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let all = format!("{}{whole}{fraction}{}", "0".repeat(30), "0".repeat(30));
    let point = usize::try_from(i32::try_from(30 + whole.len()).ok()? + power).ok()?;
    let (whole, fraction) = (all.get(..point)?, all.get(point..)?);
    Some(format!("{whole}.{fraction}"))
}

/// A provider's text in a form that can be stored and shown: one line, no control characters, a
/// limited length.
pub(in crate::providers) fn line(said: &str, chars_max: usize) -> String {
    let plain = said.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(chars_max)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bodies() {
        assert_eq!(json(b"\xEF\xBB\xBF {\"a\":1}\n").unwrap(), json!({ "a": 1 }));
        for broken in [&b""[..], b" \n", b"<html>", b"{\"a\":", b"{} {}", b"\xff{}", b"ok"] {
            assert!(json(broken).is_err(), "{broken:?}");
        }
    }

    #[test]
    fn ids() {
        for (given, read) in [
            (json!(23501), Some("23501")),
            (json!(" 23501 "), Some("23501")),
            (json!("a-b_9"), Some("a-b_9")),
            (json!(18_446_744_073_709_551_615_u64), Some("18446744073709551615")),
            (json!(79.0), Some("79")),
            (json!("79.0"), Some("79")),
            (json!(1e2), Some("100")),
            (json!({ "id": 5 }), Some("5")),
            (json!({ "id": "5.00", "status": "x" }), Some("5")),
        ] {
            assert_eq!(id(&given).as_deref(), read, "{given}");
        }
        for none in [
            json!(0),
            json!(-5),
            json!(1.5),
            json!(1e30),
            json!(""),
            json!("0"),
            json!("00"),
            json!("a b"),
            json!("a\nb"),
            json!("1,1004"),
            json!("1;2"),
            json!("1&action=add"),
            json!("1/2"),
            json!("1%2C2"),
            json!("\u{e9}"),
            json!("\u{661}"),
            json!("a.0"),
            json!("79.5"),
            json!({ "id": "1,1004" }),
            json!("a".repeat(65)),
            json!(true),
            json!(null),
            json!([1]),
            json!(0.0),
            json!("0.0"),
            json!(-5.0),
            json!({ "id": { "id": 1 } }),
            json!({ "id": 0 }),
            json!({ "order": 1 }),
        ] {
            assert_eq!(id(&none), None, "{none}");
        }
    }

    #[test]
    fn counts_and_flags() {
        for (given, read) in [
            (json!("157"), Some(157)),
            (json!(157), Some(157)),
            (json!("157.00"), Some(157)),
            (json!(157.0), Some(157)),
            (json!(""), None),
            (json!(null), None),
            (json!("many"), Some(-1)),
            (json!("1.5"), Some(-1)),
            (json!([]), Some(-1)),
            (json!("-3"), Some(-3)),
            (json!("10,000"), Some(10_000)),
            (json!("1,000,000"), Some(1_000_000)),
            (json!("10 000"), Some(10_000)),
            (json!("10\u{a0}000"), Some(10_000)),
            (json!("10'000"), Some(10_000)),
            (json!("1.000.000"), Some(1_000_000)),
            (json!("10,000.00"), Some(10_000)),
            (json!("10.000"), Some(10)),
            (json!("1,5"), Some(-1)),
            (json!("10,00"), Some(-1)),
            (json!("1,000 000"), Some(-1)),
            (json!("1000,000"), Some(-1)),
            (json!(",000"), Some(-1)),
        ] {
            assert_eq!(count(Some(&given)), read, "{given}");
        }
        assert_eq!(count(None), None);
        for yes in [json!(true), json!(1), json!("1"), json!("true"), json!("Yes")] {
            assert!(flag(Some(&yes)), "{yes}");
        }
        for no in [json!(false), json!(0), json!("0"), json!(""), json!(null), json!({})] {
            assert!(!flag(Some(&no)), "{no}");
        }
    }

    #[test]
    fn amounts() {
        for (given, up, read) in [
            (json!("100.84292"), false, Some(100_842_920)),
            (json!(10.4), false, Some(10_400_000)),
            (json!("0.9000001"), true, Some(900_001)),
            (json!("0.9000001"), false, Some(900_000)),
            (json!("0.9000000000"), true, Some(900_000)),
            (json!("1,234.5"), false, Some(1_234_500_000)),
            (json!("-0.5"), false, Some(-500_000)),
            (json!(".5"), false, Some(500_000)),
            (json!(0.00001), false, Some(10)),
            (json!("1.0E-5"), true, Some(10)),
            (json!("1.25e-6"), true, Some(2)),
            (json!("1.25e+2"), false, Some(125_000_000)),
            (json!(1e20), false, None),
            (json!("1e-31"), false, None),
            (json!("e5"), false, None),
            (json!("1e"), false, None),
            (json!("1é2e5"), false, None),
            (json!("0,90"), false, Some(900_000)),
            (json!("0,900"), false, Some(900_000)),
            (json!("12,5"), false, Some(12_500_000)),
            (json!("1,234,567"), false, Some(1_234_567_000_000)),
            (json!("1,23,4"), false, None),
            (json!("1.234,5"), false, None),
            (json!("12,34.5"), false, None),
            (json!("$5"), false, None),
            (json!("99999999999999999999"), false, None),
            (json!(null), false, None),
        ] {
            assert_eq!(micros(Some(&given), up), read, "{given}");
        }
    }
}

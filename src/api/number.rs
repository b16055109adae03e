//! Numbers as clients write them, by their digits: a number counts by its value, however it is
//! written (`5`, `5.0`, `50e-1`). Both doors read with it: JSON's numbers, and those that API v2
//! takes as text. The JSON reader passes a fraction as the float nearest to it. Here only its
//! shortest digits are read, and no field has as many digits as a float keeps.

use std::borrow::Cow;

use serde_json::Number;

/// Digits of a number that are read; a longer one is out of every range here.
const DIGITS_MAX: usize = 400;

/// A number as digits times a power of ten.
struct Digits {
    negative: bool,
    /// Without the point.
    digits: String,
    exponent: i64,
}

impl Digits {
    /// `None`: the text is not a number.
    fn read(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i64 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        Some(Self { negative, digits, exponent })
    }
}

/// The number times 10^`places`, and whether digits behind it were cut off.
fn scaled(number: &Number, places: i64) -> Option<(i64, bool)> {
    let Digits { negative, digits, exponent } = Digits::read(&number.to_string())?;
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some((0, false));
    }
    let shift = exponent.checked_add(places)?;
    let length = i64::try_from(digits.len()).ok()?;
    let (kept, rest) = if shift >= 0 {
        if length + shift > 19 || digits.len() > DIGITS_MAX {
            return None;
        }
        (format!("{digits}{}", "0".repeat(usize::try_from(shift).ok()?)), "")
    } else {
        let keep = usize::try_from((length + shift).max(0)).ok()?;
        (digits[..keep].to_owned(), &digits[keep..])
    };
    let value: i64 = if kept.is_empty() { 0 } else { kept.parse().ok()? };
    let inexact = rest.bytes().any(|digit| digit != b'0');
    Some((if negative { -value } else { value }, inexact))
}

/// The whole number that this is; `None`: it is not whole, or out of range.
pub fn whole(number: &Number) -> Option<i64> {
    scaled(number, 0).and_then(|(value, inexact)| (!inexact).then_some(value))
}

/// The shortest text with the same value if the text is a whole number that is written with a
/// fraction or an exponent (`100.0`, `1e2`, `+7`); any other text as it is.
pub fn plain(text: &str) -> Cow<'_, str> {
    let unchanged = Cow::Borrowed(text);
    if !text.contains(['.', 'e', 'E', '+']) {
        return unchanged;
    }
    let Some(Digits { negative, digits, exponent }) = Digits::read(text) else { return unchanged };
    let digits = digits.trim_start_matches('0');
    let kept = digits.trim_end_matches('0');
    if kept.is_empty() {
        return Cow::Borrowed("0");
    }
    let length = i64::try_from(digits.len() - kept.len()).unwrap_or(i64::MAX);
    let zeros = exponent.saturating_add(length);
    match usize::try_from(zeros) {
        Ok(zeros) if kept.len() + zeros <= DIGITS_MAX => {
            let sign = if negative { "-" } else { "" };
            format!("{sign}{kept}{}", "0".repeat(zeros)).into()
        }
        _ => unchanged,
    }
}

/// In thousandths, if it lies between these two; finer digits are cut off.
pub fn thousandths(number: &Number, least: i64, most: i64) -> Option<i64> {
    let (value, inexact) = scaled(number, 3)?;
    let above = value > most || (value == most && inexact);
    (value >= least && !above).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn whole_numbers_however_they_are_written() {
        for (text, value) in [
            ("5", Some(5)),
            ("5.0", Some(5)),
            ("5e0", Some(5)),
            ("50e-1", Some(5)),
            ("0", Some(0)),
            ("-0", Some(0)),
            ("-0.0", Some(0)),
            ("-3", Some(-3)),
            ("1e3", Some(1000)),
            ("5.5", None),
            ("0.2", None),
            ("1e-400", Some(0)),
            ("1e300", None),
            ("18446744073709551615", None),
            ("99999999999999999999999999", None),
        ] {
            assert_eq!(whole(&number(text)), value, "{text}");
        }
    }

    #[test]
    fn text_of_the_same_worth() {
        for (text, same) in [
            ("100", "100"),
            ("100.0", "100"),
            ("100.", "100"),
            ("1e2", "100"),
            ("1E+2", "100"),
            ("+7", "7"),
            ("1.5e1", "15"),
            ("1500e-2", "15"),
            ("-3.0", "-3"),
            ("0.0", "0"),
            ("-0.0", "0"),
            ("007", "007"),
            ("007.0", "7"),
            // Not a whole number, or not a number at all: the code that reads it says so.
            ("1.5", "1.5"),
            ("1e-1", "1e-1"),
            ("", ""),
            (".", "."),
            ("e", "e"),
            ("1e", "1e"),
            ("1e2e3", "1e2e3"),
            ("1,5", "1,5"),
            ("1.2.3", "1.2.3"),
            ("--1.0", "--1.0"),
            ("+-1.0", "+-1.0"),
            ("0x1e2", "0x1e2"),
            ("1e999999999999999999999", "1e999999999999999999999"),
            ("1e500", "1e500"),
            ("\u{0661}.0", "\u{0661}.0"),
        ] {
            assert_eq!(plain(text), same, "{text}");
        }
        assert_eq!(plain("1e300").len(), 301);
    }

    #[test]
    fn speeds_within_their_bounds() {
        for (text, value) in [
            ("0.2", Some(200)),
            ("1", Some(1000)),
            ("1.0", Some(1000)),
            ("5", Some(5000)),
            ("5.0", Some(5000)),
            ("2.3456", Some(2345)),
            ("0.2000001", Some(200)),
            ("0.1999", None),
            ("0", None),
            ("-1", None),
            ("5.0001", None),
            ("5.1", None),
            ("1e300", None),
            ("1e-300", None),
        ] {
            assert_eq!(thousandths(&number(text), 200, 5000), value, "{text}");
        }
    }
}

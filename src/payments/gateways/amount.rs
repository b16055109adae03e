//! Amounts as gateways write them: decimals, as text or as a number. They are read digit by digit and
//! never as a float, which would change them.

use serde_json::value::RawValue;

use crate::payments::quote::decimal;

/// `25.00` for 2500 with two decimals.
#[must_use]
pub fn text(amount: i64, exponent: u32) -> String {
    decimal(amount, exponent)
}

/// An amount in the smallest coin, from a decimal such as `25`, `25.00` or `2.5e1`. `None`: it is no
/// amount, is below zero, is too large, or is finer than the smallest coin.
#[must_use]
pub fn coins(decimal: &str, exponent: u32) -> Option<i64> {
    let (digits, shift) = digits(decimal)?;
    let shift = shift + i64::from(exponent);
    match u32::try_from(shift) {
        Ok(up) => i64::try_from(digits.checked_mul(10_i128.checked_pow(up)?)?).ok(),
        Err(_) => {
            let down = 10_i128.checked_pow(u32::try_from(-shift).ok()?)?;
            (digits % down == 0).then_some(())?;
            i64::try_from(digits / down).ok()
        }
    }
}

/// The same, from a JSON token: a number as it was sent, or a text.
#[must_use]
pub fn coins_of(token: &RawValue, exponent: u32) -> Option<i64> {
    coins(plain(token), exponent)
}

/// The amount in the smallest coin that is not below this decimal: 1051 for `10.5001` with two
/// decimals.
#[must_use]
pub fn coins_up(decimal: &str, exponent: u32) -> Option<i64> {
    let (digits, shift) = digits(decimal)?;
    let Ok(down) = u32::try_from(-(shift + i64::from(exponent))) else {
        return coins(decimal, exponent);
    };
    let one = 10_i128.checked_pow(down)?;
    i64::try_from(digits / one + i128::from(digits % one > 0)).ok()
}

/// A decimal without an exponent, for people: `0.0000001` for `1e-7`.
#[must_use]
pub fn readable(decimal: &str) -> Option<String> {
    let (digits, shift) = digits(decimal)?;
    let digits = digits.to_string();
    let Ok(places) = usize::try_from(-shift) else {
        return Some(format!("{digits}{}", "0".repeat(usize::try_from(shift).ok()?)));
    };
    if places == 0 {
        return Some(digits);
    }
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at_checked(padded.len() - places)?;
    Some(format!("{whole}.{fraction}"))
}

/// ⌊`whole` × `part` ÷ `all`⌋, where `part` and `all` are decimals of the same currency. `None`: one
/// of them is no amount, or `all` is zero.
#[must_use]
pub fn share(whole: i64, part: &str, all: &str) -> Option<i64> {
    let ((part, part_shift), (all, all_shift)) = (digits(part)?, digits(all)?);
    let low = part_shift.min(all_shift);
    let scaled = |digits: i128, shift: i64| {
        digits.checked_mul(10_i128.checked_pow(u32::try_from(shift - low).ok()?)?)
    };
    let (part, all) = (scaled(part, part_shift)?, scaled(all, all_shift)?);
    i64::try_from(i128::from(whole).checked_mul(part)?.checked_div(all)?).ok()
}

/// A JSON token as text, without quotes.
#[must_use]
pub fn plain(token: &RawValue) -> &str {
    token.get().trim_matches('"')
}

/// The digits of a decimal that is not below zero, and by how many places they are shifted: `2.50`
/// is 250 and -2.
fn digits(decimal: &str) -> Option<(i128, i64)> {
    let decimal = decimal.trim();
    let (number, power) = match decimal.split_once(['e', 'E']) {
        Some((number, power)) => (number, power.parse::<i64>().ok()?),
        None => (decimal, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let all = format!("{whole}{fraction}");
    let is_plain = !whole.is_empty() && all.bytes().all(|byte| byte.is_ascii_digit());
    let in_range = (-60..=60).contains(&power) && all.len() <= 36;
    (is_plain && in_range).then_some(())?;
    // Zeros at the end say nothing, and would be too fine for the coin.
    let shortened = match fraction.is_empty() {
        true => all.as_str(),
        false => {
            let kept = fraction.trim_end_matches('0').len() + whole.len();
            all.get(..kept)?
        }
    };
    let places = i64::try_from(shortened.len()).ok()? - i64::try_from(whole.len()).ok()?;
    Some((shortened.parse().ok()?, power - places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_digit_by_digit() {
        for (decimal, exponent, coins_there) in [
            ("25.00", 2, Some(2_500)),
            ("25", 2, Some(2_500)),
            ("25.0000000", 2, Some(2_500)),
            ("0.1", 1, Some(1)),
            ("80", 0, Some(80)),
            ("80.00", 0, Some(80)),
            ("1.234", 3, Some(1_234)),
            ("2.5e1", 2, Some(2_500)),
            ("1e-2", 2, Some(1)),
            ("1e-3", 2, None),
            ("25.001", 2, None),
            ("-1", 2, None),
            ("+1", 2, None),
            ("1,000", 2, None),
            ("", 2, None),
            (".5", 2, None),
            ("NaN", 2, None),
            ("99999999999999999999", 2, None),
            ("1e300", 2, None),
        ] {
            assert_eq!(coins(decimal, exponent), coins_there, "{decimal} with {exponent}");
        }
    }

    #[test]
    fn a_share_is_rounded_down() {
        assert_eq!(share(2_500, "0.5", "1.00"), Some(1_250));
        assert_eq!(share(2_500, "0.00041999", "0.00042"), Some(2_499));
        assert_eq!(share(2_500, "1e-7", "0.00042"), Some(0));
        assert_eq!(share(2_500, "1", "0"), None);
    }

    #[test]
    fn what_is_finer_than_a_coin_is_rounded_up() {
        for (decimal, coins_there) in [
            ("10.5001", 1_051),
            ("10.50", 1_050),
            ("10", 1_000),
            ("1e1", 1_000),
            ("1e-9", 1),
            ("0", 0),
            ("7.78116693", 779),
        ] {
            assert_eq!(coins_up(decimal, 2), Some(coins_there), "{decimal}");
        }
        assert_eq!(coins_up("-1", 2), None);
    }

    #[test]
    fn people_read_no_exponents() {
        for (decimal, read) in [
            ("1e-7", "0.0000001"),
            ("0.09853637216235617", "0.09853637216235617"),
            ("25.00", "25"),
            ("2.50", "2.5"),
            ("1.5e3", "1500"),
            ("0", "0"),
        ] {
            assert_eq!(readable(decimal).unwrap(), read);
        }
        assert_eq!(readable("x"), None);
    }

    #[test]
    fn what_is_written_is_read_again() {
        for exponent in [0, 2, 3] {
            for amount in [0, 1, 99, 100, 12_345_678] {
                assert_eq!(coins(&text(amount, exponent), exponent), Some(amount));
            }
        }
    }
}

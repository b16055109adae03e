//! Amounts, prices and numbers as people read them.

use crate::kit::money::{Money, Rate};
use crate::orders::read::COUNTED_MAX;

/// An amount with its currency: `4.50 USD`.
#[must_use]
pub fn money(amount: Money, currency: &str) -> String {
    format!("{amount} {currency}")
}

/// A price with what it is for: `0.90 USD per 1000`, or `4.50 USD` for a package.
#[must_use]
pub fn rate(rate: Rate, is_package: bool, currency: &str) -> String {
    if is_package { format!("{rate} {currency}") } else { format!("{rate} {currency} per 1000") }
}

/// A number as people read it: `12,308`.
#[must_use]
pub fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "−" } else { "" });
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// As [`number`]; a count that reached its limit says so: `10,000+`.
#[must_use]
pub fn capped(count: i64) -> String {
    match count > COUNTED_MAX {
        true => format!("{}+", number(COUNTED_MAX)),
        false => number(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let shown = [0, 999, 1_000, 12_308, -1_234_567].map(number);
        assert_eq!([10_000, 10_001].map(capped), ["10,000", "10,000+"]);
        assert_eq!(shown, ["0", "999", "1,000", "12,308", "−1,234,567"]);
    }
}

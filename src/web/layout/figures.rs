//! Amounts, prices and numbers as people read them: in the language of the page (`Lang::money` and the
//! others), or in English, for staff.

use crate::kit::lang::Lang;
use crate::kit::money::{Money, Rate};
use crate::orders::read::COUNTED_MAX;
use crate::orders::todo::BADGE_MAX;

impl Lang {
    /// An amount to read at a glance, rounded down to two decimals: `1,234.56 USD`. The exact one
    /// belongs beside it, in a title.
    #[must_use]
    pub fn brief_money(self, amount: Money, currency: &str) -> String {
        let cents = amount.micros().div_euclid(10_000);
        let sign = if cents < 0 { "−" } else { "" };
        let cents = cents.unsigned_abs();
        let (whole, point) = (self.number(cents / 100), self.point());
        self.left_to_right(format!("{sign}{whole}{point}{:02} {currency}", cents % 100))
    }

    /// A price with what it is for: `0.90 USD per 1000`, or `4.50 USD` for a package.
    #[must_use]
    pub fn rate(self, rate: Rate, is_package: bool, currency: &str) -> String {
        let price = format!("{} {currency}", self.decimal(&rate.to_string()));
        let price = self.left_to_right(price);
        match is_package {
            true => price,
            false => self.say("rate-per-thousand").with("price", price).to_string(),
        }
    }

    /// As [`Lang::number`]; a count that reached its limit says so: `10,000+`.
    #[must_use]
    pub fn capped(self, count: i64) -> String {
        match count > COUNTED_MAX {
            true => format!("{}+", self.number(COUNTED_MAX)),
            false => self.number(count),
        }
    }
}

/// [`Lang::money`] for staff, whose side is in English.
#[must_use]
pub fn money(amount: Money, currency: &str) -> String {
    Lang::ENGLISH.money(amount, currency)
}

/// [`Lang::brief_money`] for staff.
#[must_use]
pub fn brief_money(amount: Money, currency: &str) -> String {
    Lang::ENGLISH.brief_money(amount, currency)
}

/// [`Lang::number`] for staff.
#[must_use]
pub fn number(number: i64) -> String {
    Lang::ENGLISH.number(number)
}

/// [`Lang::capped`] for staff.
#[must_use]
pub fn capped(count: i64) -> String {
    Lang::ENGLISH.capped(count)
}

/// A count beside the navigation: "" for none, and `99+` for more.
#[must_use]
pub fn badge(count: i64) -> String {
    match count {
        ..=0 => String::new(),
        _ if count > BADGE_MAX => format!("{BADGE_MAX}+"),
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brief_amount_is_never_more_than_there_is() {
        let shown = [0, 9_999, 565_026_444, 1_234_567_899_999, -10_000, -1]
            .map(|micros| brief_money(Money::from_micros(micros), "USD"));
        let right = ["0.00", "0.00", "565.02", "1,234,567.89", "−0.01", "−0.01"];
        assert_eq!(shown, right.map(|amount| format!("{amount} USD")));
        let russian = Lang::parse("ru").unwrap();
        let shown = russian.brief_money(Money::from_micros(1_234_567_899_999), "USD");
        assert_eq!(shown, "1\u{a0}234\u{a0}567,89 USD");
    }

    #[test]
    fn numbers_are_grouped() {
        let shown = [0, 999, 1_000, 12_308, -1_234_567].map(number);
        assert_eq!([0, 5, 99, 100].map(badge), ["", "5", "99", "99+"]);
        assert_eq!([10_000, 10_001].map(capped), ["10,000", "10,000+"]);
        assert_eq!(shown, ["0", "999", "1,000", "12,308", "−1,234,567"]);
    }
}

//! A discount: whole hundredths of a percent, and what is left of a price.

use std::fmt;

use crate::kit::money::Rate;

const WHOLE: i32 = 10_000;

/// From 0 to 100 percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Discount(i32);

/// Why a text is no discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a percentage from 0 to 100, such as 7.5, with at most two digits after the point")]
pub struct NoDiscount;

impl Discount {
    /// From hundredths of a percent; `None` beyond 100 percent.
    #[must_use]
    pub fn from_hundredths(hundredths: i32) -> Option<Self> {
        (0..=WHOLE).contains(&hundredths).then_some(Self(hundredths))
    }

    /// In hundredths of a percent.
    #[must_use]
    pub const fn hundredths(self) -> i32 {
        self.0
    }

    /// Reads `7.5` or `7.5 %`.
    pub fn parse(typed: &str) -> Result<Self, NoDiscount> {
        let text = typed.trim();
        let text = text.strip_suffix('%').unwrap_or(text).trim_end();
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(part) || part.len() > 2 || whole.len() > 3 {
            return Err(NoDiscount);
        }
        let whole: i32 = whole.parse().map_err(|_| NoDiscount)?;
        let part: i32 = format!("{part:0<2}").parse().map_err(|_| NoDiscount)?;
        Self::from_hundredths(whole * 100 + part).ok_or(NoDiscount)
    }

    /// What is left of the rate, rounded up to the smallest unit of money.
    #[must_use]
    pub fn off(self, rate: Rate) -> Rate {
        let left = i128::from(rate.micros()) * i128::from(WHOLE - self.0);
        let rounded = (left + i128::from(WHOLE - 1)).div_euclid(i128::from(WHOLE));
        Rate::from_micros(i64::try_from(rounded).unwrap_or(rate.micros()))
    }
}

impl fmt::Display for Discount {
    /// `7.5`, without the sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => write!(f, "{whole}"),
            part if part % 10 == 0 => write!(f, "{whole}.{}", part / 10),
            part => write!(f, "{whole}.{part:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_people_type() {
        let read = |text: &str| Discount::parse(text).map(Discount::hundredths);
        let right = [("0", 0), ("7.5", 750), (" 12.34 % ", 1_234), ("0.05", 5), ("100", 10_000)];
        for (text, hundredths) in right {
            assert_eq!(read(text), Ok(hundredths), "{text}");
        }
        for text in ["", "%", "-1", "100.01", "1.234", "1e1", ".5", "5.", "1,5", "9999999999"] {
            assert_eq!(read(text), Err(NoDiscount), "{text}");
        }
    }

    proptest! {
        #[test]
        fn is_printed_as_it_is_read(hundredths in 0..=10_000_i32) {
            let discount = Discount::from_hundredths(hundredths).unwrap();
            prop_assert_eq!(Discount::parse(&discount.to_string()), Ok(discount));
        }

        #[test]
        fn what_is_left_is_rounded_up(
            micros in 0..1_000_000_000_000_000_i64, hundredths in 0..=10_000_i32
        ) {
            let discount = Discount::from_hundredths(hundredths).unwrap();
            let left = i128::from(discount.off(Rate::from_micros(micros)).micros()) * 10_000;
            let exact = i128::from(micros) * i128::from(10_000 - hundredths);
            prop_assert!(left >= exact && left - exact < 10_000);
        }
    }
}

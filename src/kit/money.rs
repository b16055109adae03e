//! Money without a float: whole millionths of the panel's currency in an `i64`.
//!
//! Every operation is checked, intermediates are `i128`, and rounding is named. A charge rounds up
//! and a refund rounds down, so the panel never pays for the difference and a refund never exceeds
//! its charge. Decimals exist only in [`Money::parse`] and `Display`.

use std::fmt;

const SCALE: u32 = 6;
const ONE: i64 = 1_000_000;

/// An amount in millionths of the panel's currency. Negative only as a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, sqlx::Type)]
#[sqlx(transparent)]
pub struct Money(i64);

/// A price in millionths of the currency for 1000 units, or for one package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, sqlx::Type)]
#[sqlx(transparent)]
pub struct Rate(i64);

/// Text that is not an amount: not decimal, more than six decimals, or out of range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an amount: digits, at most six of them after the point")]
pub struct NotAnAmount;

impl Money {
    pub const ZERO: Self = Self(0);

    /// From millionths.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// In millionths.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads `12`, `12.5`, `-0.000001`. Nothing is rounded: a seventh decimal is an error.
    pub fn parse(text: &str) -> Result<Self, NotAnAmount> {
        parse(text).map(Self)
    }

    /// Reads a decimal like [`Money::parse`]; a negative one is an error.
    pub fn parse_unsigned(text: &str) -> Result<Self, NotAnAmount> {
        Self::parse(text).and_then(|it| if it < Self::ZERO { Err(NotAnAmount) } else { Ok(it) })
    }

    /// The sum, or `None` out of range.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` out of range.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// So many times the amount, or `None` out of range.
    #[must_use]
    pub fn checked_mul(self, times: i64) -> Option<Self> {
        self.0.checked_mul(times).map(Self)
    }

    /// ⌊charge × remains ÷ quantity⌋: the value of the part of an order that was not delivered.
    /// `None` when quantity is not positive or remains lies outside 0..=quantity.
    #[must_use]
    pub fn refund(self, remains: i64, quantity: i64) -> Option<Self> {
        if quantity <= 0 || !(0..=quantity).contains(&remains) {
            return None;
        }
        let exact = i128::from(self.0) * i128::from(remains) / i128::from(quantity);
        i64::try_from(exact).ok().map(Self)
    }

    /// ⌊charge × units ÷ quantity⌋: what the first units of an order cost, so that the shares of
    /// its portions sum to its charge. Zero if the quantity is not positive.
    #[must_use]
    pub fn first(self, units: i64, quantity: i64) -> Self {
        let exact = i128::from(self.0) * i128::from(units) / i128::from(quantity.max(1));
        Self(i64::try_from(exact).unwrap_or_default())
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Rate {
    /// From millionths.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// In millionths.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads a decimal like [`Money::parse`]; a negative one is an error.
    pub fn parse(text: &str) -> Result<Self, NotAnAmount> {
        parse(text).and_then(|micros| if micros < 0 { Err(NotAnAmount) } else { Ok(Self(micros)) })
    }

    /// ⌈rate × quantity ÷ 1000⌉, or `None` out of range.
    #[must_use]
    pub fn charge(self, quantity: i64) -> Option<Money> {
        let exact = (i128::from(self.0) * i128::from(quantity) + 999).div_euclid(1000);
        i64::try_from(exact).ok().map(Money)
    }

    /// The price of one package.
    #[must_use]
    pub const fn package(self) -> Money {
        Money(self.0)
    }
}

fn parse(text: &str) -> Result<i64, NotAnAmount> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let decimal = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !decimal(whole) || !decimal(fraction) || fraction.len() > SCALE as usize {
        return Err(NotAnAmount);
    }
    let whole: i64 = whole.parse().map_err(|_| NotAnAmount)?;
    let padded = format!("{fraction:0<6}");
    let fraction: i64 = padded.parse().map_err(|_| NotAnAmount)?;
    let micros = whole.checked_mul(ONE).and_then(|w| w.checked_add(fraction)).ok_or(NotAnAmount)?;
    Ok(if negative { -micros } else { micros })
}

/// At least two decimals and no more zeros after them than needed: `0.90`, `0.27819`, `-3.00`.
fn print(micros: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if micros < 0 { "-" } else { "" };
    let magnitude = micros.unsigned_abs();
    let whole = magnitude / ONE.unsigned_abs();
    let fraction = format!("{:06}", magnitude % ONE.unsigned_abs());
    let kept = fraction.trim_end_matches('0').len().max(2);
    write!(f, "{sign}{whole}.{}", &fraction[..kept])
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print(self.0, f)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print(self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn prints_as_the_wire_wants() {
        let shown = |text: &str| Money::parse(text).unwrap().to_string();
        assert_eq!(shown("0"), "0.00");
        assert_eq!(shown("8"), "8.00");
        assert_eq!(shown("0.9"), "0.90");
        assert_eq!(shown("0.27819"), "0.27819");
        assert_eq!(shown("-3"), "-3.00");
        assert_eq!(shown("9223372036854.775807"), "9223372036854.775807");
    }

    #[test]
    fn refuses_what_is_not_an_amount() {
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "1e3",
            "0x1",
            "1.0000001",
            "+1",
            " 1",
            "1,5",
            "NaN",
            "9223372036854.775808",
            "99999999999999999999",
            "--1",
            "١",
        ] {
            assert_eq!(Money::parse(text), Err(NotAnAmount), "{text}");
        }
    }

    proptest! {
        #[test]
        fn parse_reads_what_display_prints(micros in -i64::MAX..=i64::MAX) {
            prop_assert_eq!(Money::parse(&Money(micros).to_string()), Ok(Money(micros)));
        }

        #[test]
        fn charge_is_the_ceiling(rate in 0i64..1_000_000_000_000, quantity in 1i64..1_000_000) {
            let charge = i128::from(Rate(rate).charge(quantity).unwrap().0) * 1000;
            let exact = i128::from(rate) * i128::from(quantity);
            prop_assert!(charge >= exact && charge - exact < 1000);
        }

        #[test]
        fn refund_never_exceeds_what_is_owed(charge in 0i64..1_000_000_000_000_000,
            quantity in 1i64..1_000_000, part in 0u32..=1000) {
            let remains = quantity * i64::from(part) / 1000;
            let refund = Money(charge).refund(remains, quantity).unwrap();
            prop_assert!(refund.0 >= 0 && refund.0 <= charge);
            let exact = i128::from(charge) * i128::from(remains);
            let paid = i128::from(refund.0) * i128::from(quantity);
            prop_assert!(paid <= exact && exact - paid < i128::from(quantity));
        }
    }
}

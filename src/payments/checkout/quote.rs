//! How much a customer pays for a credit, and what a payment is worth. The quote is frozen on the
//! deposit: nobody asks for a second rate.

use crate::kit::money::Money;

/// A hundredth of a percent is one part of so many.
const PARTS: i128 = 10_000;
const ONE: i128 = 1_000_000;
/// A coin with more decimals has no whole unit in 64 bits.
const DECIMALS_MAX: u32 = 18;

/// What a way to pay costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// What one unit of the currency is worth, in millionths of the panel's.
    pub rate: i64,
    /// The decimals of the currency's amounts.
    pub exponent: u32,
    /// What the customer pays on top: an amount, and hundredths of a percent of what is paid.
    pub fee_fixed: Money,
    pub fee_percent: i32,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// In the smallest coin of the currency.
    pub pay: i64,
    /// How much of it is the fee, in the panel's currency.
    pub surcharge: Money,
}

impl Price {
    /// What to ask for, so that `credit` is left after the fee: ⌈(credit + fixed) ÷ (1 − percent)⌉,
    /// rounded up to the smallest coin. `None`: out of range.
    #[must_use]
    pub fn quote(&self, credit: Money) -> Option<Quote> {
        let kept = PARTS - i128::from(self.fee_percent);
        let wanted = i128::from(credit.micros()) + i128::from(self.fee_fixed.micros());
        let gross = ceiling(wanted.checked_mul(PARTS)?, kept)?;
        let coins = 10_i128.checked_pow(self.exponent)?;
        let pay = ceiling(gross.checked_mul(coins)?, i128::from(self.rate))?;
        let worth = pay.checked_mul(i128::from(self.rate))? / coins;
        let is_free = self.fee_percent == 0 && self.fee_fixed.is_zero();
        let surcharge = if is_free { 0 } else { worth - i128::from(credit.micros()) };
        Some(Quote {
            pay: i64::try_from(pay).ok()?,
            surcharge: Money::from_micros(i64::try_from(surcharge).ok()?),
        })
    }
}

/// ⌈a ÷ b⌉ of what is not negative; `None` if `b` is not above zero.
fn ceiling(a: i128, b: i128) -> Option<i128> {
    (b > 0 && a >= 0).then(|| (a + b - 1) / b)
}

/// The part of `whole` that belongs to `part` of `all`: ⌊whole × part ÷ all⌋, and the whole for all.
#[must_use]
pub fn share(whole: Money, part: i64, all: i64) -> Money {
    if part == all { whole } else { whole.first(part.max(0), all) }
}

/// An amount in the smallest coin as a decimal: `25.00`, `1500`.
#[must_use]
pub fn decimal(amount: i64, exponent: u32) -> String {
    let exponent = exponent.min(DECIMALS_MAX);
    let coins = 10_i64.pow(exponent);
    match usize::try_from(exponent).unwrap_or_default() {
        0 => amount.to_string(),
        width => format!("{}.{:0width$}", amount / coins, amount % coins),
    }
}

/// A fee in the smallest coin, in the panel's currency.
#[must_use]
pub fn worth(amount: i64, exponent: u32) -> Option<Money> {
    let coins = 10_i128.pow(exponent.min(DECIMALS_MAX));
    i64::try_from(i128::from(amount) * ONE / coins).ok().map(Money::from_micros)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    fn price(rate: &str, exponent: u32, fixed: &str, percent: i32) -> Price {
        Price {
            rate: money(rate).micros(),
            exponent,
            fee_fixed: money(fixed),
            fee_percent: percent,
        }
    }

    #[test]
    fn the_fee_leaves_the_credit() {
        let card = price("1", 2, "0.30", 290);
        let quote = card.quote(money("100")).unwrap();
        assert_eq!(decimal(quote.pay, 2), "103.30");
        assert_eq!(quote.surcharge, money("3.30"));
        let free = price("1", 2, "0", 0).quote(money("12.345678")).unwrap();
        assert_eq!((free.pay, free.surcharge), (1235, Money::ZERO));
    }

    #[test]
    fn each_currency_has_its_coins() {
        for (rate, exponent, credit, pay) in [
            // A yen is worth 0.0065 of ours.
            ("0.0065", 0, "80", "12308"),
            ("3.25", 3, "80", "24.616"),
            ("1", 2, "80", "80.00"),
            ("0.011", 2, "10", "909.10"),
        ] {
            let quote = price(rate, exponent, "0", 0).quote(money(credit)).unwrap();
            assert_eq!(decimal(quote.pay, exponent), pay);
        }
        assert_eq!((decimal(5, 2), decimal(1500, 3)), ("0.05".to_owned(), "1.500".to_owned()));
        assert_eq!(worth(330, 2), Some(money("3.30")));
    }

    proptest! {
        #[test]
        fn what_is_asked_for_is_enough_and_no_coin_too_much(
            credit in 1i64..1_000_000_000_000, rate in 1i64..1_000_000_000,
            exponent in 0u32..4, fixed in 0i64..10_000_000, percent in 0i32..=5000,
        ) {
            let credit = Money::from_micros(credit);
            let fee_fixed = Money::from_micros(fixed);
            let price = Price { rate, exponent, fee_fixed, fee_percent: percent };
            if let Some(quote) = price.quote(credit) {
                let worth = |pay: i64| i128::from(pay) * i128::from(rate) * 10_000;
                let kept = i128::from(10_000 - percent);
                let left = |pay: i64| worth(pay) * kept / 10_000;
                let coins = 10_i128.pow(exponent) * 10_000;
                let wanted = i128::from(credit.micros() + fixed) * coins;
                prop_assert!(left(quote.pay) >= wanted);
                // One part in a million is the rounding of the fee before the coins'.
                let slack = coins * 2;
                prop_assert!(left(quote.pay - 1) < wanted + slack);
                prop_assert!(quote.surcharge >= Money::ZERO);
            }
        }

        #[test]
        fn a_share_is_never_more_than_its_part(
            whole in 0i64..1_000_000_000_000, part in 0i64..1_000_000, all in 1i64..1_000_000,
        ) {
            let found = share(Money::from_micros(whole), part, all).micros();
            let exact = i128::from(whole) * i128::from(part);
            prop_assert!(i128::from(found) * i128::from(all) <= exact);
            prop_assert!((i128::from(found) + 1) * i128::from(all) > exact);
        }
    }
}

//! How prices of many services change at once; it is pure. A new price is made from the price that
//! is there or from the cost, and rounded up, in our favour.

use crate::kit::money::{Money, Rate};
use crate::providers::margin::{Margin, MarginError};

/// The highest price; see the catalogue.
const RATE_MAX: i128 = 1_000_000_000_000_000;
/// The whole, in hundredths of a percent.
const WHOLE: i128 = 10_000;

/// From what the new price is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The price that is there.
    Price,
    /// The cost of the first route.
    Cost,
}

/// new = ⌈(base × (1 + percent) + fixed) ÷ step⌉ × step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reprice {
    pub base: Base,
    /// Hundredths of a percent; negative: lower.
    pub percent: i64,
    /// On top of each 1000; negative: less.
    pub fixed: Money,
    /// Prices are whole multiples of this, in millionths; at least 1.
    pub step: i64,
}

/// Why a text is no part of a change of prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RepriceError {
    #[error("a percentage from -100 to 10,000, with at most two digits after the point")]
    Percent,
    #[error("a number such as 0.05 or -0.05, with at most six digits after the point")]
    Fixed,
    #[error("a number above 0, such as 0.01")]
    Step,
}

/// Why a service has no new price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unpriced {
    #[error("no cost is known")]
    NoCost,
    #[error("the price would be below 0 or above 1,000,000,000")]
    Range,
}

impl Reprice {
    /// Hundredths of a percent of what people type: `10`, `-5%`, `+12.5`. Blank is 0.
    pub fn parse_percent(text: &str) -> Result<i64, RepriceError> {
        let text = text.trim().trim_end_matches('%').trim_end();
        if text.is_empty() {
            return Ok(0);
        }
        let micros = signed(text).ok_or(RepriceError::Percent)?.micros();
        let hundredths = (micros % 10_000 == 0).then_some(micros / 10_000);
        hundredths.filter(|one| (-10_000..=1_000_000).contains(one)).ok_or(RepriceError::Percent)
    }

    /// What is added to each price. Blank is 0.
    pub fn parse_fixed(text: &str) -> Result<Money, RepriceError> {
        if text.trim().is_empty() {
            return Ok(Money::ZERO);
        }
        signed(text.trim())
            .filter(|fixed| i128::from(fixed.micros()).abs() <= RATE_MAX)
            .ok_or(RepriceError::Fixed)
    }

    /// The step of rounding, in millionths. Blank is the smallest.
    pub fn parse_step(text: &str) -> Result<i64, RepriceError> {
        Margin::parse_step(text).map_err(|_: MarginError| RepriceError::Step)
    }

    /// The new price of a service that has this price and costs this.
    pub fn price(self, rate: Rate, cost: Option<Rate>) -> Result<Rate, Unpriced> {
        let base = match self.base {
            Base::Price => rate,
            // What costs nothing has no margin: the sandbox, and staff who deliver by hand.
            Base::Cost => cost.filter(|cost| cost.micros() > 0).ok_or(Unpriced::NoCost)?,
        };
        let exact = i128::from(base.micros()) * (WHOLE + i128::from(self.percent))
            + i128::from(self.fixed.micros()) * WHOLE;
        let step = i128::from(self.step.max(1));
        let steps = -(-exact).div_euclid(step * WHOLE);
        let price = steps * step;
        let fits = (0..=RATE_MAX).contains(&price);
        let price = fits.then(|| i64::try_from(price).ok()).flatten();
        price.map(Rate::from_micros).ok_or(Unpriced::Range)
    }
}

fn signed(text: &str) -> Option<Money> {
    match text.strip_prefix('+') {
        Some(text) => Money::parse_unsigned(text).ok(),
        None => Money::parse(text).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(base: Base, parts: (&str, &str, &str), rate: &str) -> Result<String, Unpriced> {
        let reprice = Reprice {
            base,
            percent: Reprice::parse_percent(parts.0).unwrap(),
            fixed: Reprice::parse_fixed(parts.1).unwrap(),
            step: Reprice::parse_step(parts.2).unwrap(),
        };
        let cost = Rate::parse("0.5").ok();
        reprice.price(Rate::parse(rate).unwrap(), cost).map(|price| price.to_string())
    }

    #[test]
    fn a_price_goes_up_and_down_and_is_rounded_up() {
        let price = |parts, rate| changed(Base::Price, parts, rate).unwrap();
        assert_eq!(price(("10", "", ""), "0.9"), "0.99");
        assert_eq!(price(("+10%", "0.004", "0.01"), "0.9"), "1.00");
        assert_eq!(price(("-33.33", "", ""), "1"), "0.6667");
        assert_eq!(price(("", "-0.25", "0.1"), "1"), "0.80");
        assert_eq!(price(("-100", "", ""), "1"), "0.00");
        assert_eq!(price(("", "", ""), "0.123456"), "0.123456");
        assert_eq!(changed(Base::Price, ("", "-2", ""), "1"), Err(Unpriced::Range));
        assert_eq!(changed(Base::Price, ("900", "", ""), "1000000000"), Err(Unpriced::Range));
        assert_eq!(changed(Base::Cost, ("25", "", "0.05"), "7").unwrap(), "0.65");
    }

    #[test]
    fn what_costs_nothing_has_no_margin() {
        let reprice = Reprice { base: Base::Cost, percent: 2_000, fixed: Money::ZERO, step: 1 };
        for cost in [None, Some(Rate::default())] {
            assert_eq!(reprice.price(Rate::default(), cost), Err(Unpriced::NoCost));
        }
    }

    #[test]
    fn what_is_typed_is_read_or_refused() {
        for text in ["x", "-101", "10001", "1.005", "--1", "1e3", "+-1"] {
            assert_eq!(Reprice::parse_percent(text), Err(RepriceError::Percent), "{text}");
        }
        for text in ["x", "1.0000001", "99999999999999999999"] {
            assert_eq!(Reprice::parse_fixed(text), Err(RepriceError::Fixed), "{text}");
        }
        assert_eq!(Reprice::parse_step("0"), Err(RepriceError::Step));
    }
}

//! From the price of a provider to our price: the exchange, the margin, and rounding that is always
//! in our favour. All of it is in whole millionths.

use crate::kit::money::Rate;

const ONE: i128 = 1_000_000;
/// The whole, in hundredths of a percent.
const WHOLE: i128 = 10_000;
/// The largest margin: a hundred times the cost.
pub const MARGIN_MAX: i32 = 1_000_000;

/// Millionths of the panel's currency for one unit of a provider's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exchange(i64);

/// How a price follows a cost:
/// price = ⌈(cost × (1 + percent) + fixed) ÷ step⌉ × step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margin {
    /// Hundredths of a percent, 0 to [`MARGIN_MAX`].
    percent: i32,
    /// On top of each 1000.
    fixed: Rate,
    /// Prices are whole multiples of this, in millionths; at least 1.
    step: i64,
}

/// A text that is not a margin or not an exchange rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MarginError {
    #[error("a percentage from 0 to 10,000, with at most two digits after the point")]
    Percent,
    #[error("a number such as 0.05, 0 or more, with at most six digits after the point")]
    Fixed,
    #[error("a number above 0, such as 0.01")]
    Step,
    #[error("a number above 0 and at most 1,000,000, such as 1.08")]
    Exchange,
    #[error("it counts in another currency than the panel: say what one of it is worth")]
    NoExchange,
}

impl Exchange {
    pub const NONE: Self = Self(1_000_000);

    /// Reads `1.08`: what one unit of their currency is worth in ours.
    pub fn parse(text: &str) -> Result<Self, MarginError> {
        let micros = Rate::parse(text.trim()).map_err(|_| MarginError::Exchange)?.micros();
        if !(1..=1_000_000_000_000).contains(&micros) {
            return Err(MarginError::Exchange);
        }
        Ok(Self(micros))
    }

    /// As [`parse`](Self::parse), but it may be blank if both currencies are the same. For another
    /// currency nothing is assumed: at one to one, everything would be sold at a wrong price.
    pub fn between(text: &str, theirs: &str, ours: &str) -> Result<Self, MarginError> {
        match (text.trim(), theirs == ours) {
            ("", true) => Ok(Self::NONE),
            ("", false) => Err(MarginError::NoExchange),
            (text, _) => Self::parse(text),
        }
    }

    pub(in crate::providers) const fn of_row(micros: i64) -> Self {
        Self(micros)
    }

    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// What `amount` of their currency is in ours, rounded up; `None` if it is out of range.
    #[must_use]
    pub fn convert(self, amount: i64) -> Option<Rate> {
        let exact = i128::from(amount) * i128::from(self.0);
        let up = -(-exact).div_euclid(ONE);
        i64::try_from(up).ok().map(Rate::from_micros)
    }
}

impl std::fmt::Display for Exchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Rate::from_micros(self.0).fmt(f)
    }
}

impl Margin {
    /// Sold at cost.
    pub const NONE: Self = Self { percent: 0, fixed: Rate::from_micros(0), step: 1 };

    /// Reads what people type: `20` or `20%`, `0.05`, `0.01`. Blank means nothing; for the step it
    /// means the smallest step.
    pub fn parse(percent: &str, fixed: &str, step: &str) -> Result<Self, MarginError> {
        Ok(Self {
            percent: Self::parse_percent(percent)?,
            fixed: Self::parse_fixed(fixed)?,
            step: Self::parse_step(step)?,
        })
    }

    /// Hundredths of a percent.
    pub fn parse_percent(text: &str) -> Result<i32, MarginError> {
        let text = text.trim().trim_end_matches('%').trim_end();
        if text.is_empty() {
            return Ok(0);
        }
        let micros = Rate::parse(text).map_err(|_| MarginError::Percent)?.micros();
        // Two digits after the point are hundredths of a percent.
        let hundredths = (micros % 10_000 == 0).then_some(micros / 10_000);
        hundredths
            .and_then(|hundredths| i32::try_from(hundredths).ok())
            .filter(|hundredths| *hundredths <= MARGIN_MAX)
            .ok_or(MarginError::Percent)
    }

    pub fn parse_fixed(text: &str) -> Result<Rate, MarginError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Rate::default());
        }
        Rate::parse(text)
            .ok()
            .filter(|rate| rate.micros() <= 1_000_000_000_000_000)
            .ok_or(MarginError::Fixed)
    }

    pub fn parse_step(text: &str) -> Result<i64, MarginError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(1);
        }
        let micros = Rate::parse(text).map_err(|_| MarginError::Step)?.micros();
        if (1..=1_000_000_000_000).contains(&micros) { Ok(micros) } else { Err(MarginError::Step) }
    }

    /// From its parts, as they were parsed.
    #[must_use]
    pub const fn of_parts(percent: i32, fixed: Rate, step: i64) -> Self {
        Self { percent, fixed, step }
    }

    /// From a route's columns; `None`: the price of its service does not follow it.
    pub(in crate::providers) fn of_row(
        percent: Option<i32>,
        fixed: Option<i64>,
        step: Option<i64>,
    ) -> Option<Self> {
        Some(Self {
            percent: percent?,
            fixed: Rate::from_micros(fixed.unwrap_or_default()),
            step: step.unwrap_or(1),
        })
    }

    /// Hundredths of a percent.
    #[must_use]
    pub const fn percent(self) -> i32 {
        self.percent
    }

    #[must_use]
    pub const fn fixed(self) -> Rate {
        self.fixed
    }

    /// Millionths.
    #[must_use]
    pub const fn step(self) -> i64 {
        self.step
    }

    /// The price at this cost; `None` if it is out of range.
    #[must_use]
    pub fn price(self, cost: Rate) -> Option<Rate> {
        let exact = i128::from(cost.micros()) * (WHOLE + i128::from(self.percent))
            + i128::from(self.fixed.micros()) * WHOLE;
        let step = i128::from(self.step.max(1));
        let steps = -(-exact).div_euclid(WHOLE * step);
        i64::try_from(steps * step).ok().map(Rate::from_micros)
    }
}

impl std::fmt::Display for Margin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = Rate::from_micros(i64::from(self.percent) * 10_000).to_string();
        let percent = percent.trim_end_matches('0').trim_end_matches('.');
        write!(f, "{percent}%")?;
        if self.fixed.micros() > 0 {
            write!(f, " + {}", self.fixed)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn price(margin: (&str, &str, &str), cost: &str) -> String {
        let margin = Margin::parse(margin.0, margin.1, margin.2).unwrap();
        margin.price(Rate::parse(cost).unwrap()).unwrap().to_string()
    }

    #[test]
    fn a_price_is_the_cost_with_its_margin_rounded_up_to_a_step() {
        assert_eq!(price(("", "", ""), "0.9"), "0.90");
        assert_eq!(price(("20%", "", ""), "0.9"), "1.08");
        assert_eq!(price(("20", "0.05", ""), "0.9"), "1.13");
        assert_eq!(price(("20", "0.05", "0.05"), "0.9"), "1.15");
        assert_eq!(price(("20", "", "0.01"), "0.333333"), "0.40");
        assert_eq!(price(("12.5", "", ""), "0.000001"), "0.000002");
        assert_eq!(price(("0", "", "1"), "0"), "0.00");
    }

    #[test]
    fn what_is_typed_is_read_or_refused() {
        for text in ["-1", "20 30", "1.005", "10001", "x", "1e3"] {
            assert_eq!(Margin::parse_percent(text), Err(MarginError::Percent), "{text}");
        }
        assert_eq!(Margin::parse_percent("10000").unwrap(), MARGIN_MAX);
        assert_eq!(Margin::parse_percent(" 20 % ").unwrap(), 2000);
        assert_eq!(Margin::parse_step("0"), Err(MarginError::Step));
        assert_eq!(Exchange::parse("0"), Err(MarginError::Exchange));
        assert_eq!(
            Exchange::parse("1.08").unwrap().convert(1_000_001),
            Some(Rate::from_micros(1_080_002))
        );
        assert_eq!(Exchange::between(" ", "USD", "USD"), Ok(Exchange::NONE));
        assert_eq!(Exchange::between("", "EUR", "USD"), Err(MarginError::NoExchange));
        assert_eq!(Exchange::between("1.08", "EUR", "USD"), Exchange::parse("1.08"));
        assert_eq!(Margin::parse("12.50", "0.05", "").unwrap().to_string(), "12.5% + 0.05");
    }

    proptest! {
        #[test]
        fn never_below_what_it_costs(cost in 0i64..1_000_000_000_000, percent in 0i32..=MARGIN_MAX,
            fixed in 0i64..1_000_000_000, step in 1i64..10_000_000) {
            let margin = Margin { percent, fixed: Rate::from_micros(fixed), step };
            let price = margin.price(Rate::from_micros(cost)).unwrap().micros();
            prop_assert!(price >= cost && price % step == 0);
            // And it is not one step above the formula.
            let exact = i128::from(cost) * (WHOLE + i128::from(percent)) + i128::from(fixed) * WHOLE;
            prop_assert!((i128::from(price) - i128::from(step)) * WHOLE < exact || price == 0);
        }

        #[test]
        fn an_exchange_rounds_up(amount in 0i64..1_000_000_000_000, rate in 1i64..1_000_000_000) {
            let ours = i128::from(Exchange(rate).convert(amount).unwrap().micros());
            let exact = i128::from(amount) * i128::from(rate);
            prop_assert!(ours * ONE >= exact && (ours - 1) * ONE < exact.max(1));
        }
    }
}

//! Amounts and prices in lists. The currency stands once, in the column's head. People read two
//! decimals and compare up to four; the exact value is the title. What a row lacks of its column's
//! decimals is filled up with zeros that nobody sees, so that the points stand below each other.

use crate::kit::lang::Lang;
use crate::kit::money::{Money, Rate};

const MICROS: u64 = 1_000_000;
/// Decimals of a column: at least, and at most.
const DECIMALS: (usize, usize) = (2, 4);

/// An amount as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// `12,308.50`
    pub text: String,
    /// The zeros that would follow, were it as long as the longest of its column.
    pub pad: &'static str,
    /// All of its decimals, if the text leaves some out; else "".
    pub exact: String,
}

/// How many decimals the amounts of one column have.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    decimals: usize,
    lang: Lang,
}

impl Column {
    /// With as many decimals as a column can have, for rows that are also drawn one by one.
    pub const LONGEST: Self = Self { decimals: DECIMALS.1, lang: Lang::ENGLISH };

    /// So many as the amounts need.
    pub fn of(amounts: impl IntoIterator<Item = Money>) -> Self {
        let needed = amounts.into_iter().map(|amount| decimals(amount.micros())).max();
        let decimals = needed.unwrap_or_default().clamp(DECIMALS.0, DECIMALS.1);
        Self { decimals, lang: Lang::ENGLISH }
    }

    /// The same, in this language.
    #[must_use]
    pub fn in_language(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// For prices.
    pub fn of_rates(rates: impl IntoIterator<Item = Rate>) -> Self {
        Self::of(rates.into_iter().map(Rate::package))
    }

    /// The amount in this column, with its sign.
    #[must_use]
    pub fn show(self, amount: Money) -> Amount {
        let micros = amount.micros();
        // What would be shown as nothing is shown whole.
        let exact = decimals(micros);
        let kept = if is_lost(micros, self.decimals) {
            exact
        } else {
            exact.clamp(DECIMALS.0, self.decimals)
        };
        let text = print(micros, kept, self.lang);
        let exact = if exact > kept { print(micros, exact, self.lang) } else { String::new() };
        Amount { text, pad: &"00"[..self.decimals.saturating_sub(kept).min(2)], exact }
    }

    /// A price in this column.
    #[must_use]
    pub fn show_rate(self, rate: Rate) -> Amount {
        self.show(rate.package())
    }
}

/// An amount that stands alone, outside of a list.
#[must_use]
pub fn alone(amount: Money, lang: Lang) -> Amount {
    Column::of([amount]).in_language(lang).show(amount)
}

/// How many decimals an amount has.
fn decimals(micros: i64) -> usize {
    let mut fraction = micros.unsigned_abs() % MICROS;
    let mut count = 6;
    while count > 0 && fraction.is_multiple_of(10) {
        fraction /= 10;
        count -= 1;
    }
    count
}

/// One in the last of these decimals, in millionths.
fn step(decimals: usize) -> u64 {
    10_u64.pow(u32::try_from(6_usize.saturating_sub(decimals)).unwrap_or_default())
}

fn is_lost(micros: i64, decimals: usize) -> bool {
    micros != 0 && micros.unsigned_abs() < step(decimals).div_ceil(2)
}

/// Rounded half up, with thousands apart.
fn print(micros: i64, decimals: usize, lang: Lang) -> String {
    let step = step(decimals);
    let rounded = micros.unsigned_abs().saturating_add(step / 2) / step * step;
    let sign = if micros < 0 && rounded > 0 { "−" } else { "" };
    let fraction = format!("{:06}", rounded % MICROS);
    let whole = lang.number(rounded / MICROS);
    let decimals = decimals.max(DECIMALS.0);
    format!("{sign}{whole}{}{}", lang.point(), &fraction[..decimals])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    fn shown(column: &[&str], text: &str) -> (String, String) {
        let amount = Column::of(column.iter().map(|text| money(text))).show(money(text));
        (format!("{}|{}", amount.text, amount.pad), amount.exact)
    }

    #[test]
    fn the_points_of_a_column_stand_below_each_other() {
        let pair = |text: &str, exact: &str| (text.to_owned(), exact.to_owned());
        assert_eq!(shown(&["1", "2.5"], "2.5"), pair("2.50|", ""));
        assert_eq!(shown(&["1", "0.275"], "1"), pair("1.00|0", ""));
        assert_eq!(shown(&["0.278191"], "0.278191"), pair("0.2782|", "0.278191"));
        assert_eq!(shown(&["0.278191"], "-12308.5"), pair("−12,308.50|00", ""));
        assert_eq!(shown(&["0.278191"], "0.99996"), pair("1.0000|", "0.99996"));
        assert_eq!(shown(&[], "0"), pair("0.00|", ""));
    }

    #[test]
    fn what_is_there_is_never_shown_as_nothing() {
        assert_eq!(shown(&["1"], "0.000045").0, "0.000045|");
        assert_eq!(shown(&["1"], "-0.004").0, "−0.004|");
        assert_eq!(shown(&["1"], "0.005").0, "0.01|");
        assert_eq!(alone(money("565.026444"), Lang::ENGLISH).text, "565.0264");
    }

    #[test]
    fn the_largest_amount_is_shown() {
        let most = Money::from_micros(i64::MAX);
        assert_eq!(alone(most, Lang::ENGLISH).exact, "9,223,372,036,854.775807");
    }
}

//! The list of settings: for each its key, its words, its form and its rule. Its default stands in
//! `Settings::default`. A new setting is a field there and a row here; the page, the audit log and
//! the table need nothing more.

use super::{Settings, SignUp};
use crate::kit::money::Money;

/// One setting.
pub struct Row {
    /// Its name in the table, in forms and in the audit log.
    pub key: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub kind: Kind,
    show: fn(&Settings) -> String,
    read: fn(&mut Settings, &str) -> Result<(), &'static str>,
}

/// How a setting is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One of these: the stored word, and what it is called.
    Choice(&'static [(&'static str, &'static str)]),
    /// A whole number in these bounds.
    Number { min: i32, max: i32 },
    /// An amount in the panel's currency. `optional`: may be left blank.
    Amount { optional: bool },
    /// Text of at most so many characters, which may be left blank. `is_long`: of several lines.
    Text { max: usize, is_long: bool },
}

/// Most people who sign up from one network on one day, however large the owner's wish.
const SIGN_UPS_MAX: i32 = 100_000;
/// Ten years.
const DAYS_MAX: i32 = 3650;

/// Characters of the start page's headline and of its text.
const HEADLINE_MAX: usize = 120;
const START_TEXT_MAX: usize = 2000;
const SELLER_MAX: usize = 1_000;

/// All settings, in the order of the page.
pub const ROWS: &[Row] = &[
    Row {
        key: "sign_up",
        label: "Who may sign up",
        help: "Invited staff may always. Whoever has an account keeps it.",
        kind: Kind::Choice(&[
            ("open", "Anyone"),
            ("invitation", "Whoever has an invitation"),
            ("closed", "Nobody"),
        ]),
        show: |settings| settings.sign_up.as_str().to_owned(),
        read: |settings, typed| {
            settings.sign_up = SignUp::parse(typed).ok_or("Choose one of the list.")?;
            Ok(())
        },
    },
    Row {
        key: "sign_ups_per_network_per_day",
        label: "Sign-ups from one network in a day",
        help: "A network is one IPv4 address, or a /64 of IPv6. Days are those of UTC. People with an invitation are not counted.",
        kind: Kind::Number { min: 1, max: SIGN_UPS_MAX },
        show: |settings| settings.sign_ups_per_network_per_day.to_string(),
        read: |settings, typed| {
            let number = typed.parse().ok().filter(|number| (1..=SIGN_UPS_MAX).contains(number));
            settings.sign_ups_per_network_per_day = number.ok_or("A whole number, 1 to 100000.")?;
            Ok(())
        },
    },
    Row {
        key: "floor_price",
        label: "Lowest price for 1000",
        help: "Nothing is sold or imported below it. 0: no such limit.",
        kind: Kind::Amount { optional: false },
        show: |settings| settings.floor_price.to_string(),
        read: |settings, typed| {
            settings.floor_price = amount(typed)?;
            Ok(())
        },
    },
    Row {
        key: "staff_credit_per_day",
        label: "What one member of staff may credit in a day",
        help: "Above it, a second member of staff confirms. Blank: no such limit.",
        kind: Kind::Amount { optional: true },
        show: |settings| {
            settings.staff_credit_per_day.map(|most| most.to_string()).unwrap_or_default()
        },
        read: |settings, typed| {
            settings.staff_credit_per_day =
                if typed.is_empty() { None } else { Some(amount(typed)?) };
            Ok(())
        },
    },
    Row {
        key: "keep_calls_days",
        label: "Days for which calls of tokens are kept",
        help: "Of each token there are never more than its last 1,000 calls. Older ones are deleted.",
        kind: Kind::Number { min: 1, max: DAYS_MAX },
        show: |settings| settings.keep_calls_days.to_string(),
        read: |settings, typed| {
            settings.keep_calls_days = days(typed)?;
            Ok(())
        },
    },
    Row {
        key: "keep_answers_days",
        label: "Days for which providers' answers are kept",
        help: "What was sent for an order and what came back. After that time the texts are deleted, once the order has ended. When it was sent, to whom, what became of it and the id there stay.",
        kind: Kind::Number { min: 1, max: DAYS_MAX },
        show: |settings| settings.keep_answers_days.to_string(),
        read: |settings, typed| {
            settings.keep_answers_days = days(typed)?;
            Ok(())
        },
    },
    Row {
        key: "public_prices",
        label: "Who sees the price list",
        help: "The services with their list prices, what changed, and the API page. What is sold then stands on the start page too, and search engines may read all of it.",
        kind: Kind::Choice(&[("customers", "Whoever is signed in"), ("everyone", "Everyone")]),
        show: |settings| if settings.public_prices { "everyone" } else { "customers" }.to_owned(),
        read: |settings, typed| {
            settings.public_prices = match typed {
                "customers" => false,
                "everyone" => true,
                _ => return Err("Choose one of the list."),
            };
            Ok(())
        },
    },
    Row {
        key: "start_headline",
        label: "Headline of the start page",
        help: "One line about what is sold here. Blank: a plain one.",
        kind: Kind::Text { max: HEADLINE_MAX, is_long: false },
        show: |settings| settings.start_headline.clone(),
        read: |settings, typed| {
            if typed.chars().any(char::is_control) {
                return Err("One line, please.");
            }
            settings.start_headline = text(typed, HEADLINE_MAX, "At most 120 characters.")?;
            Ok(())
        },
    },
    Row {
        key: "start_text",
        label: "Text of the start page",
        help: "It stands under the headline, with its line breaks; its first lines are what search engines show. Blank: a plain one.",
        kind: Kind::Text { max: START_TEXT_MAX, is_long: true },
        show: |settings| settings.start_text.clone(),
        read: |settings, typed| {
            settings.start_text = text(typed, START_TEXT_MAX, "At most 2,000 characters.")?;
            Ok(())
        },
    },
    Row {
        key: "seller",
        label: "Who sells, for receipts",
        help: "Name, address and tax number, with line breaks. It stands on the receipts of customers' payments. Blank: nothing.",
        kind: Kind::Text { max: SELLER_MAX, is_long: true },
        show: |settings| settings.seller.clone(),
        read: |settings, typed| {
            settings.seller = text(typed, SELLER_MAX, "At most 1,000 characters.")?;
            Ok(())
        },
    },
];

/// Browsers send line ends as two characters.
fn text(typed: &str, max: usize, too_long: &'static str) -> Result<String, &'static str> {
    let text = typed.replace("\r\n", "\n").replace('\r', "\n");
    if text.chars().count() > max { Err(too_long) } else { Ok(text) }
}

fn days(typed: &str) -> Result<i32, &'static str> {
    let number = typed.parse().ok().filter(|number| (1..=DAYS_MAX).contains(number));
    number.ok_or("A whole number of days, not more than 3650.")
}

fn amount(typed: &str) -> Result<Money, &'static str> {
    match Money::parse(typed) {
        Ok(amount) if amount >= Money::ZERO => Ok(amount),
        _ => Err("A number such as 12.50, not below 0, with at most six digits after the point."),
    }
}

impl Row {
    /// The value in these settings, as it is stored and typed.
    #[must_use]
    pub fn show(&self, settings: &Settings) -> String {
        (self.show)(settings)
    }

    /// What is stored for this text; or what is wrong with it, for the person who typed it.
    pub fn check(&self, typed: &str) -> Result<String, &'static str> {
        let mut settings = Settings::default();
        self.set(&mut settings, typed)?;
        Ok(self.show(&settings))
    }

    pub(super) fn set(&self, settings: &mut Settings, text: &str) -> Result<(), &'static str> {
        (self.read)(settings, text.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_a_value_that_may_be_stored() {
        for (at, row) in ROWS.iter().enumerate() {
            let shown = row.show(&Settings::default());
            assert_eq!(row.check(&shown), Ok(shown.clone()), "{}", row.key);
            assert!(ROWS[..at].iter().all(|other| other.key != row.key), "{} twice", row.key);
            if let Kind::Choice(choices) = row.kind {
                for (word, _) in choices {
                    assert_eq!(row.check(word).as_deref(), Ok(*word));
                }
            }
        }
    }

    #[test]
    fn what_is_typed_is_stored_in_one_form() {
        let check = |key, typed| ROWS.iter().find(|row| row.key == key).unwrap().check(typed);
        assert_eq!(check("floor_price", " 0.5 "), Ok("0.50".to_owned()));
        assert_eq!(check("staff_credit_per_day", " "), Ok(String::new()));
        assert_eq!(check("sign_ups_per_network_per_day", "007"), Ok("7".to_owned()));
        assert_eq!(check("start_text", " a\r\nb\r\n"), Ok("a\nb".to_owned()));
        for (key, typed) in [
            ("sign_up", ""),
            ("sign_up", "Open"),
            ("sign_ups_per_network_per_day", "0"),
            ("sign_ups_per_network_per_day", "100001"),
            ("sign_ups_per_network_per_day", "1e3"),
            ("floor_price", ""),
            ("floor_price", "-1"),
            ("floor_price", "0.0000001"),
            ("staff_credit_per_day", "-0.01"),
            ("public_prices", "yes"),
            ("start_headline", "two\nlines"),
            ("start_headline", &"x".repeat(121)),
            ("start_text", &"x".repeat(2001)),
        ] {
            assert!(check(key, typed).is_err(), "{key} {typed:?}");
        }
    }
}

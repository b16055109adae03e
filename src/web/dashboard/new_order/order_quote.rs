//! What an order would cost and what is wrong with it, before it is placed. The answers are the
//! domain's own; it is asked as often as it refuses something.

use super::offer::{Offer, Typed};
use super::order_fields::{counts, label, names, stand_in};
use super::order_words::refusal;
use crate::catalogue::kind::Counted;
use crate::kit::money::Money;
use crate::orders;
use crate::web::form::Errors;

/// See `templates/dashboard/new_order/quote.html`.
#[derive(Clone, Default)]
pub(super) struct Quote {
    pub ready: bool,
    pub charge: String,
    /// The charge again, exactly: the form sends it back.
    pub exact: String,
    pub after: String,
    pub enough: bool,
    pub text: String,
}

/// What the domain answers about the typed values.
pub(super) struct Examined {
    pub errors: Errors,
    /// The charge, or what to say about it while a value that it depends on is wrong.
    pub charge: Result<Money, String>,
}

impl Offer {
    /// What it would cost.
    pub fn quote(&self, typed: &Typed) -> Quote {
        self.quote_of(typed, &self.examine(typed))
    }

    /// Asks the domain again and again, each time with a right value in place of the one it
    /// refused, until it refuses nothing. The errors are in the fields' order.
    pub fn examine(&self, typed: &Typed) -> Examined {
        let examined = self.ask(typed);
        let order = names(&self.listed.service);
        let place = |name: &str| order.iter().position(|one| *one == name);
        let mut found: Vec<_> = examined.errors.list().to_vec();
        found.sort_by_key(|error| place(&error.name));
        let mut errors = Errors::default();
        found.iter().for_each(|error| errors.add(&error.name, &error.text));
        Examined { errors, ..examined }
    }

    fn ask(&self, typed: &Typed) -> Examined {
        let (service, price, lang) = (&self.listed.service, self.listed.price, self.lang);
        let mut errors = Errors::default();
        let mut unclear: Option<String> = None;
        let mut tried = typed.clone();
        for _ in 0..=names(service).len() {
            let quoted = self.request(&tried, None, None).and_then(|request| {
                orders::quote(&request, service, price, &self.blocked, self.today)
            });
            let error = match quoted {
                Ok(charge) => {
                    return Examined { errors, charge: unclear.map_or(Ok(charge), Err) };
                }
                Err(error) => error,
            };
            let Ok((name, text)) = refusal(error, self, &tried) else { break };
            if counts(service, name) && unclear.is_none() {
                let blank = typed.is_blank(name);
                let hint = || {
                    let field = label(lang, service, name);
                    lang.say("new-fill-in-for-charge").with("field", field).to_string()
                };
                unclear = Some(if blank { hint() } else { text.clone() });
            }
            if name.is_empty() {
                unclear = Some(text.clone());
                errors.add(name, text);
                break;
            }
            errors.add(name, text);
            tried.0.insert(name.to_owned(), stand_in(service, name));
        }
        let text = || lang.say("new-charge-to-come").to_string();
        Examined { errors, charge: Err(unclear.unwrap_or_else(text)) }
    }

    pub fn quote_of(&self, typed: &Typed, examined: &Examined) -> Quote {
        let charge = match &examined.charge {
            Ok(charge) => *charge,
            Err(text) => return Quote { text: text.clone(), ..Quote::default() },
        };
        let after = self.balance.checked_sub(charge).unwrap_or_default();
        Quote {
            ready: true,
            charge: self.lang.money(charge, &self.currency),
            exact: charge.to_string(),
            after: self.lang.money(after, &self.currency),
            enough: self.balance >= charge,
            text: self.how(typed),
        }
    }

    /// How the charge is computed.
    fn how(&self, typed: &Typed) -> String {
        let (service, price, lang) = (&self.listed.service, self.listed.price, self.lang);
        let whole = |name: &str| typed.text(name).trim().parse::<i64>().unwrap_or_default();
        let lines = |name| typed.text(name).lines().filter(|line| !line.trim().is_empty()).count();
        let count = match service.kind.counted() {
            Counted::Package => return lang.say("new-one-package").to_string(),
            Counted::Children => {
                let each = |name| price.charge(whole(name)).unwrap_or_default();
                let (least, most) = (each("min"), each("max"));
                let said = match least == most {
                    true => lang.say("new-how-post"),
                    false => {
                        let least = lang.money(least, &self.currency);
                        lang.say("new-how-posts").with("least", least)
                    }
                };
                return said.with("most", lang.money(most, &self.currency)).to_string();
            }
            Counted::Lines(name) => i64::try_from(lines(name)).unwrap_or_default(),
            Counted::Quantity => whole("quantity"),
        };
        let said = match whole("runs") {
            runs if runs > 0 => lang.say("new-how-runs").count("runs", runs),
            _ => lang.say("new-how"),
        };
        // The price of a package is written as the price of a thousand is, without what it is for.
        let price = lang.rate(price, true, &self.currency);
        said.count("count", count).with("price", price).to_string()
    }
}

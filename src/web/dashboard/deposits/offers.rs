//! What a method through a gateway says before anything is paid: the amounts to choose from with what
//! each costs and brings, the fee, the bonuses, and what is held.

use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::payments::bonus::{self, Rule};
use crate::payments::gateways::Mode;
use crate::payments::guard::{self, Guard};
use crate::payments::method::Method;
use crate::payments::promo::{self, Code};
use crate::payments::quote::decimal;
use crate::payments::way::Terms;
use crate::web::failure::Failure;
use crate::web::guard::Customer;

/// What a method through a gateway says.
pub(super) struct Gateway {
    pub is_test: bool,
    /// What customers pay in; "": the panel's own currency.
    pub pays_in: String,
    /// What they pay on top; "": nothing.
    pub fee: String,
    pub presets: Vec<Preset>,
    /// The bonuses that there are, a line each.
    pub bonuses: Vec<String>,
    /// That what comes is held; "": it is not.
    pub held: String,
    /// A promo code can be typed.
    pub takes_codes: bool,
    /// The code that was typed before.
    pub code: String,
    /// The most that this customer may add at a time.
    pub max: Option<Money>,
}

/// An amount to choose.
pub(super) struct Preset {
    pub amount: String,
    pub href: String,
    /// What is paid for it; "": the same.
    pub pay: String,
    /// "": none.
    pub bonus: String,
    pub on: bool,
}

impl Gateway {
    pub(super) async fn read(
        app: &App,
        customer: &Customer,
        (method, terms): (&Method, &Terms),
        (amount, code): (Option<Money>, String),
    ) -> Result<Self, Failure> {
        let (db, now, lang) = (app.db.pool(), app.clock.now(), customer.lang());
        let guard = guard::of(db, method.id).await?;
        let rules = match guard.hold_hours {
            0 => {
                let is_first = bonus::is_first(db, customer.id()).await?;
                bonus::open(db, method.id, (is_first, now)).await?
            }
            _ => Vec::new(),
        };
        let young = guard.most(customer.session.account.created_at, now);
        let max = [method.draft.max, young].into_iter().flatten().min();
        let settings = customer.visitor().settings();
        let fits =
            |amount: &&Money| **amount >= method.draft.min && max.is_none_or(|max| **amount <= max);
        // What was typed stays when an amount is chosen.
        let kept = Code::parse(&code).map(|code| format!("&code={}", code.as_str()));
        let kept = kept.unwrap_or_default();
        let preset = |one: &Money| {
            let chosen = (*one, amount == Some(*one), kept.as_str());
            Preset::new(lang, (method, terms), chosen, &app.currency, &rules)
        };
        Ok(Self {
            is_test: terms.mode == Mode::Test,
            pays_in: match terms.currency == app.currency {
                true => String::new(),
                false => terms.currency.clone(),
            },
            fee: fee(lang, terms, &app.currency),
            presets: settings.deposit_amounts.iter().filter(fits).map(preset).collect(),
            bonuses: rules.iter().map(|rule| bonus_line(lang, rule, &app.currency)).collect(),
            held: held(lang, guard),
            takes_codes: guard.hold_hours == 0 && promo::is_any(db, now).await?,
            code,
            max,
        })
    }
}

impl Preset {
    fn new(
        lang: Lang,
        (method, terms): (&Method, &Terms),
        (amount, on, kept): (Money, bool, &str),
        ours: &str,
        rules: &[Rule],
    ) -> Self {
        let price = terms.price();
        let quote = price.as_ref().and_then(|price| Some((price.exponent, price.quote(amount)?)));
        let is_plain =
            terms.currency == ours && terms.fee_percent == 0 && terms.fee_fixed.is_zero();
        let pay = match quote {
            Some((exponent, quote)) if !is_plain => {
                format!("{} {}", lang.decimal(&decimal(quote.pay, exponent)), terms.currency)
            }
            _ => String::new(),
        };
        let bonus = bonus::best(rules, amount).bonus;
        Self {
            amount: lang.money(amount, ours),
            href: format!("/deposits?method={}&amount={amount}{kept}", method.id),
            pay,
            bonus: if bonus.is_zero() { String::new() } else { lang.money(bonus, ours) },
            on,
        }
    }
}

/// Hundredths of a percent, as people write percents.
pub(super) fn percent(lang: Lang, hundredths: i32) -> String {
    let percent = Money::from_micros(i64::from(hundredths) * 10_000);
    lang.decimal(&percent.to_string())
}

fn fee(lang: Lang, terms: &Terms, ours: &str) -> String {
    let percent = percent(lang, terms.fee_percent);
    let fixed = lang.money(terms.fee_fixed, ours);
    match (terms.fee_percent, terms.fee_fixed) {
        (0, Money::ZERO) => String::new(),
        (0, _) => lang.say("deposits-fee-fixed").with("fixed", fixed).to_string(),
        (_, Money::ZERO) => lang.say("deposits-fee-percent").with("percent", percent).to_string(),
        _ => {
            let said = lang.say("deposits-fee-both").with("percent", percent);
            said.with("fixed", fixed).to_string()
        }
    }
}

/// `10 % bonus · From 50.00 USD · At most 20.00 USD · First deposit only`
fn bonus_line(lang: Lang, rule: &Rule, ours: &str) -> String {
    let draft = &rule.draft;
    let percent = percent(lang, draft.percent);
    let mut parts = vec![lang.say("deposits-bonus-percent").with("percent", percent).to_string()];
    if draft.from > Money::ZERO {
        let from = lang.money(draft.from, ours);
        parts.push(lang.say("deposits-from").with("min", from).to_string());
    }
    if let Some(cap) = draft.cap {
        let cap = lang.money(cap, ours);
        parts.push(lang.say("deposits-bonus-cap").with("cap", cap).to_string());
    }
    if draft.first_only {
        parts.push(lang.say("deposits-bonus-first").to_string());
    }
    parts.join(" · ")
}

fn held(lang: Lang, guard: Guard) -> String {
    match guard.hold_hours {
        0 => String::new(),
        hours => lang.say("deposits-held").with("hours", hours).to_string(),
    }
}

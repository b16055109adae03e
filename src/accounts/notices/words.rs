//! Notices in words: the same in the panel, by mail and by Telegram, in the reader's language.

use chrono::{DateTime, Utc};

use super::kind::Kind;
use super::write::{Facts, Item};
use crate::kit::browser;
use crate::kit::lang::{Lang, Said};
use crate::kit::money::Money;
use crate::kit::zone::Zone;

/// How its reader reads.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'r> {
    pub lang: Lang,
    pub zone: Zone,
    /// The panel's currency.
    pub currency: &'r str,
}

/// A notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub title: String,
    /// One sentence or some.
    pub text: String,
    /// What it names one by one.
    pub lines: Vec<String>,
}

impl Words {
    /// All of it but the title, as plain text with line breaks.
    #[must_use]
    pub fn body(&self) -> String {
        let text = Some(self.text.clone()).filter(|text| !text.is_empty());
        text.into_iter().chain(self.lines.iter().cloned()).collect::<Vec<_>>().join("\n")
    }
}

/// Puts a notice into words. `count`: how many things it is about.
#[must_use]
pub fn words(
    reader: Reader<'_>,
    (kind, facts): (Kind, &Facts),
    (count, at): (i64, DateTime<Utc>),
) -> Words {
    let Reader { lang, zone, currency } = reader;
    let when = || lang.moment(at, zone);
    let money =
        |micros: Option<i64>| lang.money(Money::from_micros(micros.unwrap_or_default()), currency);
    let (title, text) = match kind {
        Kind::SignIn => (
            lang.say("notice-sign-in-title"),
            lang.say("notice-sign-in-text")
                .with("device", browser::device(lang, &facts.name))
                .with("address", lang.left_to_right(facts.address.clone()))
                .with("when", when()),
        ),
        Kind::PasswordChanged => (
            lang.say("notice-password-title"),
            lang.say("notice-password-text").with("when", when()),
        ),
        Kind::FactorChanged => {
            let title = match facts.what.as_str() {
                "recovery" => lang.say("notice-factor-recovery-title"),
                "reset" => lang.say("notice-factor-reset-title"),
                "connected" => lang.say("notice-issuer-on-title"),
                "disconnected" => lang.say("notice-issuer-off-title"),
                "link" => lang.say("notice-reset-link-title"),
                _ => lang.say("notice-factor-changed-title"),
            };
            (title, lang.say("notice-factor-text").with("when", when()))
        }
        Kind::TokenChanged => {
            let title = match facts.what.as_str() {
                "replaced" => lang.say("notice-token-replaced-title"),
                "revoked" => lang.say("notice-token-revoked-title"),
                _ => lang.say("notice-token-made-title"),
            };
            (title.with("name", &facts.name), lang.say("notice-token-text").with("when", when()))
        }
        Kind::ChatLinked => {
            (lang.say("notice-chat-title"), lang.say("notice-chat-text").with("when", when()))
        }
        Kind::TokenExpiring => {
            let until = lang.moment(facts.until.unwrap_or(at), zone);
            (
                lang.say("notice-expiring-title").with("name", &facts.name),
                lang.say("notice-expiring-text").with("when", until),
            )
        }
        Kind::BalanceLow => (
            lang.say("notice-low-title"),
            lang.say("notice-low-text")
                .with("balance", money(facts.amount))
                .with("threshold", money(facts.other)),
        ),
        Kind::Deposit => return deposit(lang, facts, money),
        Kind::TicketAnswered => (
            lang.say("notice-ticket-title"),
            lang.say("notice-ticket-text").with("ticket", facts.id.unwrap_or_default()),
        ),
        Kind::OrderAttention => {
            let title = lang.say("notice-orders-title").count("count", count);
            return listed(lang, &title, facts, count);
        }
        Kind::RequestAnswered => {
            let title = lang.say("notice-requests-title").count("count", count);
            return listed(lang, &title, facts, count);
        }
        Kind::PriceChanged => {
            let title = lang.say("notice-prices-title").count("count", count);
            return listed(lang, &title, facts, count);
        }
    };
    // What the person is called there.
    let named = kind == Kind::ChatLinked && !facts.name.is_empty();
    let lines = if named { vec![format!("Telegram: {}", facts.name)] } else { Vec::new() };
    Words { title: title.to_string(), text: text.to_string(), lines }
}

/// Money that moved, and which part of it is a bonus.
fn deposit(lang: Lang, facts: &Facts, money: impl Fn(Option<i64>) -> String) -> Words {
    let (title, text) = match facts.what.as_str() {
        "taken" => (lang.say("notice-taken-title"), lang.say("notice-taken-text")),
        "restored" => (lang.say("notice-restored-title"), lang.say("notice-restored-text")),
        "repaid" => (lang.say("notice-repaid-title"), lang.say("notice-repaid-text")),
        _ => (lang.say("notice-deposit-title"), lang.say("notice-deposit-text")),
    };
    let part = |said: Said, amount: i64| said.with("amount", money(Some(amount))).to_string();
    let lines = facts.other.map(|bonus| {
        let rest = facts.amount.unwrap_or_default().saturating_sub(bonus);
        let rest = part(lang.say("notice-part-deposit"), rest);
        vec![rest, part(lang.say("notice-part-bonus"), bonus)]
    });
    Words {
        title: title.with("amount", money(facts.amount)).to_string(),
        text: text.to_string(),
        lines: lines.unwrap_or_default(),
    }
}

/// Its things one by one, and how many more there are.
fn listed(lang: Lang, title: &Said, facts: &Facts, count: i64) -> Words {
    let mut lines: Vec<String> =
        facts.items.iter().map(|item| line(lang, item).to_string()).collect();
    let more = count - i64::try_from(lines.len()).unwrap_or(count);
    if more > 0 {
        lines.push(lang.say("notice-more").count("count", more).to_string());
    }
    Words { title: title.to_string(), text: String::new(), lines }
}

fn line(lang: Lang, item: &Item) -> Said {
    let order = |said: Said| said.with("order", item.id);
    match item.what.as_str() {
        "canceled" => order(lang.say("notice-item-canceled")),
        "partial" => order(lang.say("notice-item-partial")),
        "paused" => order(lang.say("notice-item-paused")),
        "gave_up" => order(lang.say("notice-item-gave-up")),
        "refill_rejected" => order(lang.say("notice-item-refill-rejected")),
        "refill_completed" => order(lang.say("notice-item-refill-completed")),
        "cancel_refused" => order(lang.say("notice-item-cancel-refused")),
        "cancel_done" => order(lang.say("notice-item-cancel-done")),
        "up" => lang.say("notice-item-up").with("service", &item.name),
        "down" => lang.say("notice-item-down").with("service", &item.name),
        // Of another version.
        _ => order(lang.say("notice-item-other")),
    }
}

/// Where its reader finds more, on this site.
#[must_use]
pub fn path(kind: Kind, facts: &Facts) -> String {
    let first = facts.items.first().map(|item| item.id);
    match (kind, facts.id) {
        (Kind::SignIn | Kind::PasswordChanged | Kind::FactorChanged, _) => "/account".to_owned(),
        (Kind::ChatLinked, _) => "/account/notices".to_owned(),
        (Kind::TokenChanged | Kind::TokenExpiring, Some(id)) => format!("/account/tokens/{id}"),
        (Kind::TokenChanged | Kind::TokenExpiring, None) => "/account/tokens".to_owned(),
        (Kind::BalanceLow, _) => "/deposits".to_owned(),
        (Kind::Deposit, _) => "/statement".to_owned(),
        (Kind::TicketAnswered, Some(id)) => format!("/tickets/{id}"),
        (Kind::TicketAnswered, None) => "/tickets".to_owned(),
        (Kind::OrderAttention | Kind::RequestAnswered, _) => match (first, facts.items.len()) {
            (Some(id), 1) => format!("/orders/{id}"),
            _ => "/orders".to_owned(),
        },
        (Kind::PriceChanged, _) => "/services/updates".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHATS: [&str; 25] = [
        "",
        "changed",
        "reset",
        "recovery",
        "connected",
        "disconnected",
        "link",
        "made",
        "replaced",
        "revoked",
        "credited",
        "taken",
        "restored",
        "repaid",
        "canceled",
        "partial",
        "paused",
        "gave_up",
        "refill_rejected",
        "refill_completed",
        "cancel_refused",
        "cancel_done",
        "up",
        "down",
        "of another version",
    ];

    #[test]
    fn every_notice_is_put_into_words_in_every_language() {
        let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        for lang in Lang::all() {
            let reader = Reader { lang, zone: Zone::default(), currency: "USD" };
            for kind in Kind::ALL {
                for what in WHATS {
                    let item = Item { id: 17, what: what.to_owned(), name: "<Likes>".to_owned() };
                    let facts = Facts {
                        what: what.to_owned(),
                        name: "<script>".to_owned(),
                        address: "192.0.2.7".to_owned(),
                        id: Some(4),
                        amount: Some(1_250_000),
                        other: Some(5_000_000),
                        until: Some(at),
                        items: vec![item],
                    };
                    for count in [1, 2, 3, 11, 100] {
                        let said = words(reader, (kind, &facts), (count, at));
                        assert!(!said.title.is_empty(), "{kind:?} {lang:?}");
                        assert!(!said.body().is_empty(), "{kind:?} {lang:?}");
                        assert!(path(kind, &facts).starts_with('/'));
                    }
                }
            }
        }
    }

    #[test]
    fn a_bonus_that_is_taken_back_is_named_beside_its_deposit() {
        let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let reader = Reader { lang: Lang::ENGLISH, zone: Zone::default(), currency: "USD" };
        let (what, amount) = ("taken".to_owned(), Some(55_000_000));
        let facts = Facts { what, amount, other: Some(5_000_000), ..Facts::default() };
        let said = words(reader, (Kind::Deposit, &facts), (1, at));
        assert_eq!(said.title, "55.00 USD of a payment was taken back");
        assert_eq!(said.lines, ["Of this, deposit: 50.00 USD", "Of this, bonus: 5.00 USD"]);
        let alone = Facts { other: None, ..facts };
        assert!(words(reader, (Kind::Deposit, &alone), (1, at)).lines.is_empty());
    }

    #[test]
    fn an_order_among_many_is_named() {
        let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let reader = Reader { lang: Lang::ENGLISH, zone: Zone::default(), currency: "USD" };
        let item = Item { id: 17, what: "canceled".to_owned(), name: String::new() };
        let facts = Facts { items: vec![item], ..Facts::default() };
        let said = words(reader, (Kind::OrderAttention, &facts), (3, at));
        assert_eq!(said.title, "3 orders did not end as ordered");
        assert_eq!(said.lines[0], "Order 17 was canceled, and what it cost was given back.");
        assert_eq!(said.lines[1], "2 more");
        assert_eq!(path(Kind::OrderAttention, &facts), "/orders/17");
    }
}

//! What is kept, and how long: made from the settings and the limits that the program goes by, so that
//! the page about it says what is true.

use chrono::TimeDelta;
use sqlx::PgExecutor;

use super::export;
use crate::accounts::factors::remembered;
use crate::accounts::links::Purpose;
use crate::accounts::{guesses, notices, session};
use crate::affiliates::click;
use crate::kit::db;
use crate::payments::{inbox, kept_order};
use crate::settings::Settings;

/// What there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The address, the name, the time zone, the language; of the password a hash.
    Account,
    /// From where, and with which browser, somebody is signed in.
    Sessions,
    /// The second factor with its passkeys, the issuers by which they sign in, the Telegram chat, what they have chosen.
    Ways,
    /// Browsers that are not asked for the second factor.
    Remembered,
    /// From where the account was used.
    Places,
    /// What they were told of.
    Notices,
    /// Calls of API tokens.
    Calls,
    /// To whom mail was sent.
    Mails,
    /// Links in mails.
    Links,
    /// Wrong passwords.
    Guesses,
    /// Tickets and pictures.
    Tickets,
    /// Orders, deposits, movements of money.
    Books,
    /// Orders that are kept while their customers add funds.
    KeptOrders,
    /// What was sent to providers for an order.
    Answers,
    /// What payment gateways sent.
    Hooks,
    /// Visits by an affiliate's link.
    Clicks,
    /// Who did what.
    Audit,
    /// From where they did it.
    AuditPeople,
    /// A file of one's own data.
    Files,
}

/// How long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// At most so many days.
    Days(i64),
    UntilClosed,
    /// For good, and after the account is closed by its number alone.
    Ever,
}

/// A line of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    pub what: What,
    pub span: Span,
}

/// All that is kept, and how long, as the owner has set it.
pub async fn kept(db: impl PgExecutor<'_>, settings: &Settings) -> Result<Vec<Kept>, db::Error> {
    let days = |span: TimeDelta| Span::Days(span.num_days());
    let clicks = click::kept_days(db).await?;
    let lines = [
        (What::Account, Span::UntilClosed),
        (What::Sessions, days(session::AGE_MAX)),
        (What::Ways, Span::UntilClosed),
        (What::Remembered, days(remembered::LASTS)),
        (What::Places, days(notices::PLACES_KEPT)),
        (What::Notices, days(notices::KEPT)),
        (What::Calls, Span::Days(settings.keep_calls_days.into())),
        (What::Mails, Span::Days(settings.keep_mails_days.into())),
        (What::Links, days(Purpose::Stop.lasts())),
        (What::Guesses, days(guesses::KEPT)),
        (What::Tickets, Span::UntilClosed),
        (What::Books, Span::Ever),
        (What::KeptOrders, days(kept_order::KEPT_FOR)),
        (What::Answers, Span::Days(settings.keep_answers_days.into())),
        (What::Hooks, days(inbox::KEPT_FOR)),
        (What::Clicks, Span::Days(clicks)),
        (What::Audit, Span::Ever),
        (What::AuditPeople, Span::UntilClosed),
        (What::Files, days(export::LASTS)),
    ];
    Ok(lines.map(|(what, span)| Kept { what, span }).into())
}

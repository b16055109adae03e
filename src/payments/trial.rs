//! Trying a method before customers do: whether what staff entered is right, and a payment in test mode.
//! The payment is no deposit, so nothing can be credited for it, whatever its gateway says.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgExecutor;

use super::MethodId;
use super::gateways::{Ask, ConnectError, Connected, Known, Look, Mode, Opened, Status, Ways};
use super::method::{self, MethodError};
use super::quote::decimal;
use super::way::Terms;
use crate::accounts::AccountId;
use crate::accounts::audit::Actor;
use crate::kit::db;
use crate::kit::money::Money;
use crate::kit::secret;

/// A member of staff waits for it.
const WITHIN: Duration = Duration::from_secs(20);
const RANDOM_CHARS: usize = 8;
/// What a trial is worth, unless the method's minimum is more.
const LEAST: Money = Money::from_micros(1_000_000);

/// Why nothing was tried.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    #[error("there is no such method through a gateway")]
    NotFound,
    #[error("a payment is tried in test mode only")]
    Live,
    #[error("no payment was tried yet")]
    Nothing,
    /// What is wrong, in the gateway's words or about them.
    #[error("{0}")]
    Gateway(String),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(TrialError);

impl From<ConnectError> for TrialError {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::NoMethod => Self::NotFound,
            ConnectError::Db(error) => Self::Db(error),
            error @ ConnectError::Sealed => Self::Gateway(error.to_string()),
        }
    }
}

impl From<MethodError> for TrialError {
    fn from(error: MethodError) -> Self {
        match error {
            MethodError::Db(error) => Self::Db(error),
            MethodError::Field { .. }
            | MethodError::NotFound
            | MethodError::Beside(_)
            | MethodError::Least(_) => Self::NotFound,
        }
    }
}

/// A payment that was tried.
#[derive(Debug, Clone)]
pub struct Trial {
    reference: String,
    gateway_ref: String,
    pub url: String,
    /// In the smallest coin, with its decimals.
    pub amount: i64,
    pub currency: String,
    pub exponent: i16,
    pub at: DateTime<Utc>,
}

/// Asks the gateway whether what staff entered is right. Answers what they read.
pub async fn test(ways: &Ways, id: MethodId) -> Result<String, TrialError> {
    let method = ways.connect(id).await?;
    within(method.gateway.test(ways, &method)).await
}

/// Opens a payment at the gateway of a test method; the one before it is forgotten. `home`: this
/// panel's address, without a slash at the end.
pub async fn begin(
    ways: &Ways,
    actor: Actor,
    (id, home): (MethodId, &str),
) -> Result<(), TrialError> {
    let method = ways.connect(id).await?;
    if method.mode != Mode::Test {
        return Err(TrialError::Live);
    }
    let kept = method::find(ways.db.pool(), id).await?.ok_or(TrialError::NotFound)?;
    let terms = kept.terms.ok_or(TrialError::NotFound)?;
    let mut ask = ask(id, home, (&terms, kept.draft.min))?;
    if let Some(account_id) = actor.account_id {
        (ask.payer_email, ask.payer_name) = payer(ways.db.pool(), account_id).await?;
    }
    let opening = method.gateway.open(ways, &method, &ask);
    let opened = within(async { opening.await.map_err(|error| error.to_string()) }).await?;
    keep(ways, actor, (id, ask, opened)).await
}

fn ask(id: MethodId, home: &str, (terms, min): (&Terms, Money)) -> Result<Ask, TrialError> {
    let asked = terms.price().and_then(|price| Some((price, price.quote(min.max(LEAST))?)));
    let (price, quote) =
        asked.ok_or_else(|| TrialError::Gateway("it does not take this amount".to_owned()))?;
    Ok(Ask {
        reference: format!("wb-try{id}-{}", secret::base62(RANDOM_CHARS)),
        amount: quote.pay,
        currency: terms.currency.clone(),
        exponent: price.exponent,
        return_url: format!("{home}/admin/methods/{id}"),
        hook_url: format!("{home}/hooks/{}", terms.door),
        title: format!("Trial of method {id}"),
        payer_email: String::new(),
        payer_name: String::new(),
        tries: 0,
    })
}

async fn payer(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<(String, String), db::Error> {
    let row =
        sqlx::query!("select email, name from accounts where id = $1", account_id as AccountId)
            .fetch_one(db)
            .await?;
    Ok((row.email, row.name))
}

async fn keep(
    ways: &Ways,
    actor: Actor,
    (id, ask, opened): (MethodId, Ask, Opened),
) -> Result<(), TrialError> {
    let clock = ways.clock.clone();
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                sqlx::query!(
                    "insert into method_trials (method_id, reference, gateway_ref, url, amount,
                                                currency, exponent, by_id, at)
                     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                     on conflict (method_id) do update set
                         reference = excluded.reference, gateway_ref = excluded.gateway_ref,
                         url = excluded.url, amount = excluded.amount,
                         currency = excluded.currency, exponent = excluded.exponent,
                         by_id = excluded.by_id, at = excluded.at",
                    id as MethodId,
                    ask.reference,
                    opened.gateway_ref,
                    opened.url,
                    ask.amount,
                    ask.currency,
                    i16::try_from(ask.exponent).unwrap_or_default(),
                    actor.account_id as Option<AccountId>,
                    clock.now()
                )
                .execute(&mut **tx)
                .await?;
                let values = (None, json!({ "reference": ask.reference }));
                method::note(tx, &clock, actor, (id, "method.try"), values).await?;
                Ok(())
            })
        })
        .await
}

/// The payment that was tried last.
pub async fn last(db: impl PgExecutor<'_>, id: MethodId) -> Result<Option<Trial>, db::Error> {
    Ok(sqlx::query_as!(
        Trial,
        "select reference, gateway_ref, url, amount, currency, exponent, at
         from method_trials where method_id = $1",
        id as MethodId
    )
    .fetch_optional(db)
    .await?)
}

/// Asks what became of the payment that was tried last. Answers what staff read.
pub async fn look(ways: &Ways, id: MethodId) -> Result<String, TrialError> {
    let method = ways.connect(id).await?;
    let trial = last(ways.db.pool(), id).await?.ok_or(TrialError::Nothing)?;
    let known = Known {
        reference: trial.reference.clone(),
        gateway_ref: trial.gateway_ref.clone(),
        amount: trial.amount,
        currency: trial.currency.clone(),
        exponent: u32::try_from(trial.exponent).unwrap_or_default(),
    };
    let look = within(method.gateway.look(ways, &method, &known)).await?;
    let hooks = hooks(ways.db.pool(), (id, &trial)).await?;
    Ok(said(&method, (&known, &look), hooks))
}

/// How many hooks about it have come that were not refused.
async fn hooks(db: impl PgExecutor<'_>, (id, trial): (MethodId, &Trial)) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from hooks
           where method_id = $1 and verdict not in ('refused', 'unconfirmed')
             and received_at >= $4
             and (about = $2 or about = $3)"#,
        id as MethodId,
        trial.reference,
        trial.gateway_ref,
        trial.at
    )
    .fetch_one(db)
    .await?)
}

fn said(method: &Connected, (known, look): (&Known, &Look), hooks: i64) -> String {
    let name = method.gateway.name();
    let status = match look.status {
        Status::Waiting => "it waits for the payer",
        Status::Partial => "a part is paid",
        Status::Paid => "it is paid",
        Status::Expired => "it has expired",
        Status::Failed => "it has failed",
    };
    let paid = look.payment.as_ref().map_or(String::new(), |payment| {
        let amount = decimal(payment.amount, known.exponent);
        format!(", {amount} {} by payment {}", payment.currency, payment.id)
    });
    let mut text = format!("{name} says that {status}{paid}.");
    if look.reference != known.reference {
        text.push_str(" It names another reference than ours, so a deposit would not be credited.");
    }
    if look.mode != method.mode {
        text.push_str(" It is of another mode, test or live, than the method.");
    }
    text.push_str(match hooks {
        0 => " No hook about it has come yet.",
        _ => " Its hook has come, and is signed.",
    });
    text
}

/// Waits for a gateway, but not for long.
async fn within<T>(asking: impl Future<Output = Result<T, String>>) -> Result<T, TrialError> {
    match tokio::time::timeout(WITHIN, asking).await {
        Ok(answer) => answer.map_err(TrialError::Gateway),
        Err(_) => Err(TrialError::Gateway("no answer came in time".to_owned())),
    }
}

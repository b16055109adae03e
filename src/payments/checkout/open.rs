//! A customer begins a deposit through a gateway. The request writes the row; the worker tells the
//! gateway of it (`send`), because a request talks to no other server.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::event;
use super::quote::Price;
use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::secret;
use crate::payments::bonus::{self, Offer};
use crate::payments::gateways::Mode;
use crate::payments::guard::{self, Guard};
use crate::payments::method::{self, Draft};
use crate::payments::promo::{self, Code, CodeError};
use crate::payments::{DepositId, MethodId, State};

/// How many deposits of one account may be open at a time, and how many it may begin in a day.
const OPEN_MAX: i64 = 5;
const PER_DAY_MAX: i64 = 20;
/// Keeps two panels apart that use one account at a gateway, and a restored backup from its panel.
const RANDOM_CHARS: usize = 8;

/// What the customer wants.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub method_id: MethodId,
    /// What the balance shall grow by.
    pub amount: Money,
    /// The form's own id, so that a second click makes no second deposit.
    pub form_id: String,
    /// This panel's address, without a slash at the end.
    pub home: String,
}

/// What may come with it.
#[derive(Debug, Clone, Default)]
pub struct Extra {
    /// A promo code.
    pub code: Option<Code>,
    /// Where the customer is; `None`: nobody asked over the network.
    pub address: Option<IpAddr>,
}

/// Why no deposit was begun.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// It is not there, is switched off, or is by hand.
    #[error("this method is not offered any more")]
    NoMethod,
    #[error("at least {0}")]
    Below(Money),
    #[error("at most {0}")]
    Above(Money),
    #[error("{OPEN_MAX} of your deposits are open already")]
    TooManyOpen,
    #[error("at most {PER_DAY_MAX} in a day")]
    TooMany,
    /// The account is young, and the method has a limit for such accounts.
    #[error("at most {0} for a new account")]
    Young(Money),
    #[error("too many from this network today")]
    TooManyHere,
    #[error(transparent)]
    Code(CodeError),
    #[error(transparent)]
    Db(#[from] db::Error),
}

impl From<CodeError> for BeginError {
    fn from(error: CodeError) -> Self {
        match error {
            CodeError::Db(error) => Self::Db(error),
            error => Self::Code(error),
        }
    }
}

crate::from_sqlx!(BeginError);

/// Begins a deposit; answers its id. The same form again answers the same deposit.
pub async fn begin(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    wanted: Wanted,
) -> Result<DepositId, BeginError> {
    begin_with(db, clock, account_id, (wanted, Extra::default())).await
}

/// The same, with a promo code, and counted for the network from which it is asked.
pub async fn begin_with(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    (wanted, extra): (Wanted, Extra),
) -> Result<DepositId, BeginError> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            // One deposit of an account at a time, so that the limits hold. An account that is closed
            // meanwhile is offered nothing.
            let created_at = sqlx::query_scalar!(
                "select created_at from accounts where id = $1 and status <> 'closed'
                 for no key update",
                account_id as AccountId
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(BeginError::NoMethod)?;
            let known = sqlx::query_scalar!(
                r#"select id as "id: DepositId" from deposits
                   where form_id = $1 and account_id = $2"#,
                wanted.form_id,
                account_id as AccountId
            );
            if let Some(id) = known.fetch_optional(&mut **tx).await? {
                return Ok(id);
            }
            // Its mode stays as it is read until the deposit can be seen.
            sqlx::query!(
                "select from methods where id = $1 for key share",
                wanted.method_id as MethodId
            )
            .fetch_optional(&mut **tx)
            .await?;
            let offered = method::find(&mut **tx, wanted.method_id).await?;
            let offered = offered.filter(|one| one.enabled).ok_or(BeginError::NoMethod)?;
            let terms = offered.terms.as_ref().ok_or(BeginError::NoMethod)?;
            let guard = guard::of(&mut **tx, wanted.method_id).await?;
            within(&offered.draft, wanted.amount)?;
            if let Some(most) = guard.most(created_at, now).filter(|most| wanted.amount > *most) {
                return Err(BeginError::Young(most));
            }
            refuse_many(tx, account_id, now).await?;
            if let Some(address) = extra.address
                && !guard::count(tx, address, now).await?
            {
                return Err(BeginError::TooManyHere);
            }
            let price = terms.price().ok_or(BeginError::NoMethod)?;
            let id = insert(tx, account_id, (&wanted, &price, &terms.currency), now).await?;
            let promised = promise(tx, (account_id, id), (&wanted, guard, extra.code), now).await?;
            let mode = if terms.mode == Mode::Test { ", a test" } else { "" };
            let what = format!("the customer asks for {}{promised}{mode}", wanted.amount);
            event::record(tx, (id, State::Created), (&what, None), (None, now)).await?;
            metrics::counter!("waybill_deposits_opened_total").increment(1);
            Ok(id)
        })
    })
    .await
}

/// Refuses an amount that the method does not take.
fn within(draft: &Draft, amount: Money) -> Result<(), BeginError> {
    if amount < draft.min || amount <= Money::ZERO {
        return Err(BeginError::Below(draft.min));
    }
    match draft.max.filter(|max| amount > *max) {
        Some(max) => Err(BeginError::Above(max)),
        None => Ok(()),
    }
}

/// Writes down what bonus the customer is promised. Answers it in words, for the event.
async fn promise(
    tx: &mut PgTransaction<'_>,
    (account_id, id): (AccountId, DepositId),
    (wanted, guard, code): (&Wanted, Guard, Option<Code>),
    now: DateTime<Utc>,
) -> Result<String, BeginError> {
    // Whoever holds money does not trust it, and gives nothing on top of it.
    if guard.hold_hours > 0 {
        return match code {
            Some(_) => Err(BeginError::Code(CodeError::NotHere)),
            None => Ok(String::new()),
        };
    }
    let is_first = bonus::is_first(&mut **tx, account_id).await?;
    let rules = bonus::open(&mut **tx, wanted.method_id, (is_first, now)).await?;
    let Offer { bonus, first_only } = bonus::best(&rules, wanted.amount);
    let mut words = String::new();
    if bonus > Money::ZERO {
        sqlx::query!(
            "update deposits set bonus_offer = $2, bonus_first = $3 where id = $1",
            id as DepositId,
            bonus as Money,
            first_only
        )
        .execute(&mut **tx)
        .await?;
        words = format!(", with a bonus of {bonus}");
    }
    if let Some(code) = code {
        let of = (wanted.amount, is_first, now);
        let offer = promo::attach(tx, &code, (account_id, id), of).await?;
        let more = format!(", with the code {} for {}", code.as_str(), offer.bonus);
        words.push_str(&more);
    }
    Ok(words)
}

async fn refuse_many(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    now: DateTime<Utc>,
) -> Result<(), BeginError> {
    let there = sqlx::query!(
        r#"select count(*) filter (where state in ('created', 'pending', 'partial')) as "open!",
                  count(*) filter (where opened_at > $2 and method_id is not null) as "today!"
           from deposits where account_id = $1"#,
        account_id as AccountId,
        now - TimeDelta::days(1)
    )
    .fetch_one(&mut **tx)
    .await?;
    match there {
        there if there.open >= OPEN_MAX => Err(BeginError::TooManyOpen),
        there if there.today >= PER_DAY_MAX => Err(BeginError::TooMany),
        _ => Ok(()),
    }
}

async fn insert(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    (wanted, price, currency): (&Wanted, &Price, &str),
    now: DateTime<Utc>,
) -> Result<DepositId, BeginError> {
    // Such an amount is no amount that a gateway takes.
    let asked = price.quote(wanted.amount).ok_or(BeginError::Above(wanted.amount))?;
    let random = secret::base62(RANDOM_CHARS);
    let id = sqlx::query_scalar!(
        r#"insert into deposits (account_id, method_id, state, credit, claim, form_id, opened_at,
                                 pay_amount, pay_currency, pay_exponent, rate, surcharge, moved_at,
                                 look_at)
           values ($1, $2, 'created', $3, 'wb-' || $4, $5, $6, $7, $8, $9, $10, $11, $6, $6)
           returning id as "id: DepositId""#,
        account_id as AccountId,
        wanted.method_id as MethodId,
        wanted.amount as Money,
        random,
        wanted.form_id,
        now,
        asked.pay,
        currency,
        i16::try_from(price.exponent).unwrap_or_default(),
        price.rate,
        asked.surcharge as Money
    )
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query!(
        "update deposits set claim = 'wb-' || id || '-' || $2, return_url = $3 where id = $1",
        id as DepositId,
        random,
        format!("{}/deposits/{id}?back=1", wanted.home)
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

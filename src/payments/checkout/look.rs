//! Looking: the panel asks a gateway what became of a deposit. A hook, the customer's return and the
//! schedule all end here, and `settle` brings the deposit to what is found. A deposit that its gateway
//! does not know yet is opened there instead.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgExecutor;

use super::event;
use super::lag;
use super::send::{self, Unopened};
use super::settle::{Begun, Settled, settle};
use super::verdict::{Times, next_look, next_look_unseen};
use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::payments::gateways::{self, ConnectError, Connected, Known, Look};
use crate::payments::{DepositId, MethodId, State, Ways, promo};

/// While one process looks, the others leave the deposit alone for so long.
const LEASE: TimeDelta = TimeDelta::minutes(2);
const TROUBLE_CHARS_MAX: usize = 500;
/// A customer who comes back asks again only after so long.
const ASK_AFTER: TimeDelta = TimeDelta::seconds(3);

/// What became of a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// The gateway knows of the deposit now.
    Opened,
    Settled(Settled),
    /// Its gateway was asked a moment ago, and is asked again at this time.
    Rests(DateTime<Utc>),
    /// There is no answer; why. It is asked again later.
    Trouble(String),
    /// There is no such deposit through a gateway.
    Gone,
}

/// A deposit whose look has begun.
struct Held {
    method_id: MethodId,
    state: State,
    reference: String,
    gateway_ref: Option<String>,
    /// What somebody else than the gateway's answer to us calls the payment.
    named: Option<String>,
    pay_amount: i64,
    pay_currency: String,
    pay_exponent: i16,
    version: i64,
    /// How often it was tried to open it.
    tries: i32,
    /// The look before brought nothing, or a doubt.
    was_troubled: bool,
    opened_at: DateTime<Utc>,
    looked_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    held_until: Option<DateTime<Utc>>,
    lease: Option<DateTime<Utc>>,
}

impl Held {
    /// When things happen to it.
    fn times(&self) -> Times {
        let Self { opened_at, expires_at, held_until, .. } = *self;
        Times { opened_at, expires_at, held_until }
    }
}

/// Deposits that are due, at most so many. Nobody else gets them for a while.
pub async fn take_due(db: &Db, clock: &Clock, most: i64) -> Result<Vec<DepositId>, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            Ok(sqlx::query_scalar!(
                r#"update deposits set look_at = $2
                   where id in (select id from deposits where look_at <= $1
                                order by look_at limit $3 for no key update skip locked)
                   returning id as "id: DepositId""#,
                now,
                now + LEASE,
                most
            )
            .fetch_all(&mut **tx)
            .await?)
        })
    })
    .await
}

/// Looks at one deposit now.
pub async fn look(ways: &Ways, id: DepositId) -> Result<Looked, db::Error> {
    let Some(held) = begin(&ways.db, &ways.clock, id).await? else { return Ok(Looked::Gone) };
    let method = match ways.connect(held.method_id).await {
        Ok(method) => method,
        Err(ConnectError::Db(error)) => return Err(error),
        Err(error) if held.state == State::Created => {
            let why = error.to_string();
            send::not_opened(ways, id, (why.clone(), false, held.tries)).await?;
            return Ok(Looked::Trouble(why));
        }
        Err(error) => return trouble(ways, (id, &held), error.to_string()).await,
    };
    if held.state == State::Created {
        return match send::at_gateway(ways, &method, id).await? {
            Ok(()) => Ok(Looked::Opened),
            Err(Unopened(why)) => Ok(Looked::Trouble(why)),
        };
    }
    let until = held.looked_at.map(|at| at + method.gateway.rests());
    if let Some(until) = until.filter(|until| *until > ways.clock.now()) {
        put_off(ways, (id, held.lease), until).await?;
        return Ok(Looked::Rests(until));
    }
    let looked = ask(ways, &method, &held).await;
    if let (Some(name), Ok(look)) = (&held.named, &looked)
        && look.reference != held.reference
    {
        return unnamed(ways, (id, &held), name.clone()).await;
    }
    failpoint("deposit-looked");
    let begun = Begun { id, version: held.version, lease: held.lease };
    let settled = match looked {
        Ok(look) => settle(&ways.db, &ways.clock, begun, look).await?,
        Err(why) => return trouble(ways, (id, &held), why).await,
    };
    failpoint("deposit-settled");
    if let Settled::At(state) = settled {
        metrics::counter!("waybill_deposit_looks_total", "state" => state.as_str()).increment(1);
        if state.is_credited() && !held.state.is_credited() {
            let seen_at = held.looked_at.unwrap_or(held.opened_at);
            lag::record(ways, id, (held.state, seen_at)).await;
        }
    }
    Ok(Looked::Settled(settled))
}

async fn ask(ways: &Ways, method: &Connected, held: &Held) -> Result<Look, String> {
    let known = Known {
        reference: held.reference.clone(),
        gateway_ref: held.gateway_ref.clone().unwrap_or_default(),
        amount: held.pay_amount,
        currency: held.pay_currency.clone(),
        exponent: u32::try_from(held.pay_exponent).unwrap_or_default(),
    };
    method.gateway.look(ways, method, &known).await
}

/// Takes the deposit for a look.
async fn begin(db: &Db, clock: &Clock, id: DepositId) -> Result<Option<Held>, db::Error> {
    let until = clock.now() + LEASE;
    db.transaction(move |tx| {
        Box::pin(async move {
            Ok(sqlx::query_as!(
                Held,
                r#"update deposits set look_at = $2 where id = $1 and pay_amount is not null
                   returning method_id as "method_id!: MethodId", state as "state: State",
                             claim as reference, named,
                             coalesce(named, gateway_ref) as gateway_ref, pay_amount as "pay_amount!",
                             pay_currency as "pay_currency!", pay_exponent as "pay_exponent!",
                             version, tries, look_trouble <> '' as "was_troubled!", opened_at,
                             looked_at, expires_at, held_until,
                             look_at as lease"#,
                id as DepositId,
                until
            )
            .fetch_optional(&mut **tx)
            .await?)
        })
    })
    .await
}

/// Looks later, unless somebody has asked for another look meanwhile.
async fn put_off(
    ways: &Ways,
    (id, lease): (DepositId, Option<DateTime<Utc>>),
    until: DateTime<Utc>,
) -> Result<(), db::Error> {
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                sqlx::query!(
                    "update deposits set look_at = $3
                     where id = $1 and look_at is not distinct from $2",
                    id as DepositId,
                    lease,
                    until
                )
                .execute(&mut **tx)
                .await?;
                Ok(())
            })
        })
        .await
}

/// Notes why there was no answer, and when it is asked again. If its looks are over, nothing is waited for
/// any more.
async fn trouble(
    ways: &Ways,
    (id, held): (DepositId, &Held),
    why: String,
) -> Result<Looked, db::Error> {
    metrics::counter!("waybill_deposit_looks_failed_total").increment(1);
    tracing::warn!(deposit = id.get(), why, "a deposit could not be looked at");
    let now = ways.clock.now();
    let mut next = next_look_unseen(held.state, held.times(), (held.was_troubled, now));
    let said: String = why.chars().take(TROUBLE_CHARS_MAX).collect();
    if next.is_none()
        && let Some(end) = held.state.unseen()
    {
        if end_unseen(ways, (id, held), (end, said.clone())).await? {
            return Ok(Looked::Trouble(why));
        }
        // Something has happened to it meanwhile.
        next = Some(now + TimeDelta::hours(1));
    }
    let lease = held.lease;
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                sqlx::query!(
                    "update deposits
                     set look_trouble = $2,
                         look_at = case when look_at is not distinct from $3 then $4
                                        else look_at end
                     where id = $1",
                    id as DepositId,
                    said,
                    lease,
                    next
                )
                .execute(&mut **tx)
                .await?;
                Ok::<_, db::Error>(())
            })
        })
        .await?;
    Ok(Looked::Trouble(why))
}

/// Ends a deposit by the panel's own clock, because its gateway says nothing of it. Answers whether it did:
/// not if anything has happened to it meanwhile, or somebody has asked for another look.
async fn end_unseen(
    ways: &Ways,
    (id, held): (DepositId, &Held),
    (end, why): (State, String),
) -> Result<bool, db::Error> {
    let now = ways.clock.now();
    let (was, version, lease) = (held.state, held.version, held.lease);
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                let moved = sqlx::query!(
                    "update deposits
                     set state = $2, look_trouble = $3, look_at = null, moved_at = $4,
                         version = version + 1
                     where id = $1 and state = $5 and version = $6
                       and look_at is not distinct from $7",
                    id as DepositId,
                    end as State,
                    why,
                    now,
                    was as State,
                    version,
                    lease
                )
                .execute(&mut **tx)
                .await?;
                if moved.rows_affected() == 0 {
                    return Ok::<_, db::Error>(false);
                }
                promo::let_go(tx, (id, end)).await?;
                let what = format!("the gateway was asked for days and says nothing: {why}");
                event::record(tx, (id, end), (&what, None), (None, now)).await?;
                Ok(true)
            })
        })
        .await
}

/// Drops a name that belongs to another payment, or to none: whoever said it, nothing follows from it.
async fn unnamed(
    ways: &Ways,
    (id, held): (DepositId, &Held),
    name: String,
) -> Result<Looked, db::Error> {
    let now = ways.clock.now();
    let why = format!("{name} is no payment of this deposit");
    let next = next_look(held.state, held.times(), now);
    let (state, lease, what) = (held.state, held.lease, why.clone());
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                let dropped = sqlx::query!(
                    "update deposits
                     set named = null, looked_at = $3,
                         look_at = case when look_at is not distinct from $4 then $5
                                        else look_at end
                     where id = $1 and named = $2 and credited is null",
                    id as DepositId,
                    name,
                    now,
                    lease,
                    next
                )
                .execute(&mut **tx)
                .await?;
                if dropped.rows_affected() == 1 {
                    event::record(tx, (id, state), (&what, None), (None, now)).await?;
                }
                Ok::<_, db::Error>(())
            })
        })
        .await?;
    Ok(Looked::Trouble(why))
}

/// Keeps what the gateway calls a customer's own payment, if the query says it with which they came back.
/// Answers whether it does. Nothing is believed: a look says whether it is right.
pub async fn take_name(
    db: &Db,
    account_id: AccountId,
    (id, query, now): (DepositId, &str, DateTime<Utc>),
) -> Result<bool, db::Error> {
    let gateway = sqlx::query_scalar!(
        "select m.gateway from deposits d join methods m on m.id = d.method_id
         where d.id = $1 and d.account_id = $2 and d.pay_amount is not null",
        id as DepositId,
        account_id as AccountId
    )
    .fetch_optional(db.pool())
    .await?;
    let gateway = gateway.and_then(|gateway| gateways::find(&gateway));
    let Some(name) = gateway.and_then(|gateway| gateway.returned(query)) else {
        return Ok(false);
    };
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update deposits set named = $3, look_at = least(look_at, $4)
                 where id = $1 and account_id = $2 and credited is null
                   and state in ('pending', 'partial', 'expired', 'failed')",
                id as DepositId,
                account_id as AccountId,
                name,
                now + ASK_AFTER
            )
            .execute(&mut **tx)
            .await?;
            Ok(true)
        })
    })
    .await
}

/// Asks for a look at a customer's own deposit, as they have come back from the gateway. It moves no
/// money, however often it is asked for.
pub async fn ask_for(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    (id, now): (DepositId, DateTime<Utc>),
) -> Result<(), db::Error> {
    sqlx::query!(
        "update deposits set look_at = $3
         where id = $1 and account_id = $2 and pay_amount is not null
           and state in ('pending', 'partial', 'expired', 'failed')
           and (looked_at is null or looked_at < $4)",
        id as DepositId,
        account_id as AccountId,
        now,
        now - ASK_AFTER
    )
    .execute(db)
    .await?;
    Ok(())
}

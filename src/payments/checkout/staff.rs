//! What staff do about a deposit through a gateway: look now, credit money that waits for them, give
//! it up, and give money back. `named` and `told` have what they say because its gateway does not.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::PgTransaction;

use super::event;
use super::money::{self, Booking};
use super::quote::share;
use super::refunds;
use super::row::{self, Row};
use super::settle;
pub use super::takeback::refundable;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::ledger;
use crate::payments::gateways::{ConnectError, Connected, Fee, Mode, Payment};
use crate::payments::{DepositId, MethodId, NOTE_CHARS_MAX, State, Ways, promo};

/// Longer is no gateway's name for a payment.
pub(super) const NAME_CHARS_MAX: usize = 100;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    #[error("there is no such deposit through a gateway")]
    NotFound,
    #[error("this is your own account: ask another member of staff")]
    Own,
    #[error("no money of this deposit waits to be credited")]
    NothingWaits,
    #[error("it was paid in another currency: give it back at the gateway, or book it by hand")]
    OtherCurrency,
    #[error("the test method is switched off, so nothing is credited for test money")]
    TestOff,
    #[error("it does not wait for staff")]
    NotInReview,
    #[error("say why, in 1 to {NOTE_CHARS_MAX} characters: the customer reads it")]
    Why,
    #[error(
        "at most {0} can be given back: what is left of the deposit, and on the balance without its bonus"
    )]
    TooMuch(Money),
    #[error("nothing is given back while a dispute is open")]
    Disputed,
    /// Another one would give back what this one gives back already.
    #[error("money is on its way back already: look now, and try again when the panel has looked")]
    UnderWay,
    #[error("the gateway itself says what went back: look now")]
    Tells,
    #[error("at most {0} can have gone back: so much was paid and credited")]
    MoreThanPaid(String),
    #[error("the panel cannot give money back through this gateway: do it there")]
    CannotRefund,
    #[error("the gateway has told of no dispute of it")]
    NotMarked,
    #[error(
        "its gateway tells by itself what it calls the payment, or something is credited already"
    )]
    NotNamed,
    #[error("the gateway’s id of the payment has 1 to {NAME_CHARS_MAX} letters, digits, - or _")]
    Name,
    #[error("the gateway knows no such payment, or it is another deposit’s")]
    OtherPayment,
    /// The gateway said no, or nothing.
    #[error("the gateway did not do it: {0}")]
    Gateway(String),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(StaffError);

/// Makes the panel look at a deposit as soon as it can.
pub async fn look_now(db: &Db, clock: &Clock, id: DepositId) -> Result<(), StaffError> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            let asked = sqlx::query!(
                "update deposits set look_at = $2 where id = $1 and pay_amount is not null",
                id as DepositId,
                now
            )
            .execute(&mut **tx)
            .await?;
            if asked.rows_affected() == 1 { Ok(()) } else { Err(StaffError::NotFound) }
        })
    })
    .await
}

/// Credits the money that waits for staff, each payment with its share. Answers how much.
pub async fn credit(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: DepositId,
) -> Result<Money, StaffError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let mut row = lock(tx, actor, id).await?;
            if row.agreed.mode == Mode::Test && !row.agreed.enabled {
                return Err(StaffError::TestOff);
            }
            // What has ended or went back may still have a payment noted: nobody waits for it.
            let Some(state) = row.agreed.state.by_staff() else {
                return Err(StaffError::NothingWaits);
            };
            let waiting = waiting(tx, id).await?;
            if waiting.is_empty() {
                return Err(StaffError::NothingWaits);
            }
            if waiting.iter().any(|payment| payment.currency != row.agreed.pay_currency) {
                return Err(StaffError::OtherCurrency);
            }
            let now = clock.now();
            let had = row.heights();
            let mut sum = Money::ZERO;
            for payment in &waiting {
                let amount = share(row.agreed.credit, payment.amount, row.agreed.pay_amount);
                if amount > Money::ZERO {
                    let booking = Booking { payment, amount, with_bonus: false };
                    money::book(tx, &mut row, booking, now).await?;
                    sum = sum.checked_add(amount).unwrap_or(sum);
                }
            }
            if sum.is_zero() {
                return Err(StaffError::NothingWaits);
            }
            // What has gone back meanwhile is found by the next look.
            move_to(tx, (&row, state), ("", Some(now)), now).await?;
            settle::tell(tx, &row, had, now).await?;
            let what = format!("{sum} credited by staff");
            note(
                tx,
                &clock,
                actor,
                (&row, state, "deposit.credit"),
                (&what, json!(sum.to_string())),
            )
            .await?;
            Ok(sum)
        })
    })
    .await
}

/// Gives up a deposit whose money waits for staff, or is held: nothing is credited, and the customer
/// reads why.
pub async fn give_up(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, why): (DepositId, String),
) -> Result<(), StaffError> {
    let why = why.trim().to_owned();
    if !(1..=NOTE_CHARS_MAX).contains(&why.chars().count()) {
        return Err(StaffError::Why);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let row = lock(tx, actor, id).await?;
            if !matches!(row.agreed.state, State::Review | State::Held) {
                return Err(StaffError::NotInReview);
            }
            let now = clock.now();
            move_to(tx, (&row, State::Failed), (&why, None), now).await?;
            let kind = (&row, State::Failed, "deposit.give_up");
            note(tx, &clock, actor, kind, ("given up by staff", json!(why))).await
        })
    })
    .await
}

/// Gives money back to the payer through the gateway; the next look takes it from the balance. One at a
/// time, and the next one when a look has seen what came of it.
pub async fn refund(
    ways: &Ways,
    actor: Actor,
    (id, amount): (DepositId, Money),
) -> Result<(), StaffError> {
    let clock = ways.clock.clone();
    let (known, method_id, total) = ways
        .db
        .transaction(move |tx| {
            Box::pin(async move {
                let row = lock(tx, actor, id).await?;
                let credited = row.credited.ok_or(StaffError::NothingWaits)?;
                if !row.can_refund {
                    return Err(StaffError::CannotRefund);
                }
                refunds::claim(tx, id, clock.now()).await?;
                if row.agreed.state == State::Disputed {
                    return Err(StaffError::Disputed);
                }
                let back = row.backs.net();
                let net = back.credit;
                let left = credited.checked_sub(net).unwrap_or_default();
                let bonus = row.bonus.checked_sub(back.bonus).unwrap_or_default();
                let has = ledger::balance(&mut **tx, row.account_id).await?;
                let most = refundable(has, (bonus, left));
                if amount <= Money::ZERO || amount > most {
                    return Err(StaffError::TooMuch(most));
                }
                let all = net.checked_add(amount).unwrap_or(credited);
                let paid = paid(tx, id).await?;
                let total = coins(all, (paid, credited));
                let what = format!("{amount} is to go back to the payer");
                let kind = (&row, row.agreed.state, "deposit.refund");
                note(tx, &clock, actor, kind, (&what, json!(amount.to_string()))).await?;
                let known = row.known(gateway_ref(tx, id).await?);
                Ok((known, row.method_id, total))
            })
        })
        .await?;
    let done = match connected(ways, method_id).await {
        Ok(method) => {
            let done = method.gateway.refund(ways, &method, (&known, total)).await;
            done.map_err(StaffError::Gateway)
        }
        Err(error) => Err(error),
    };
    refunds::ended(ways, id).await?;
    done
}

/// ⌊paid × part ÷ credited⌋ of the smallest coin; all of it for the whole.
fn coins(part: Money, (paid, credited): (i64, Money)) -> i64 {
    if part >= credited {
        return paid;
    }
    let exact = i128::from(paid) * i128::from(part.micros()) / i128::from(credited.micros().max(1));
    i64::try_from(exact).unwrap_or(paid)
}

pub(super) async fn connected(ways: &Ways, id: MethodId) -> Result<Connected, StaffError> {
    ways.connect(id).await.map_err(|error| match error {
        ConnectError::Db(error) => StaffError::Db(error),
        error => StaffError::Gateway(error.to_string()),
    })
}

pub(super) async fn lock(
    tx: &mut PgTransaction<'_>,
    actor: Actor,
    id: DepositId,
) -> Result<Row, StaffError> {
    let row = row::lock(tx, id).await?.ok_or(StaffError::NotFound)?;
    if actor.account_id == Some(row.account_id) {
        return Err(StaffError::Own);
    }
    Ok(row)
}

/// The payments on which nobody has decided.
async fn waiting(tx: &mut PgTransaction<'_>, id: DepositId) -> Result<Vec<Payment>, db::Error> {
    let rows = sqlx::query!(
        "select gateway_payment, amount, currency, fee_amount, fee_currency, fee_exponent
         from deposit_payments where deposit_id = $1 and credited is null order by id",
        id as DepositId
    )
    .fetch_all(&mut **tx)
    .await?;
    let payments = rows.into_iter().map(|row| Payment {
        id: row.gateway_payment,
        amount: row.amount,
        currency: row.currency,
        fee: Fee::of_columns(row.fee_amount, row.fee_currency, row.fee_exponent),
    });
    Ok(payments.collect())
}

/// What was paid of what is credited, in the smallest coin.
pub(super) async fn paid(tx: &mut PgTransaction<'_>, id: DepositId) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(amount), 0)::bigint as "paid!" from deposit_payments
           where deposit_id = $1 and credited is not null"#,
        id as DepositId
    )
    .fetch_one(&mut **tx)
    .await?)
}

async fn gateway_ref(tx: &mut PgTransaction<'_>, id: DepositId) -> Result<String, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(named, gateway_ref, '') as "gateway_ref!" from deposits where id = $1"#,
        id as DepositId
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// Writes the state, why it failed, and when it is looked at next. A promo code gives nothing for what
/// staff decide.
async fn move_to(
    tx: &mut PgTransaction<'_>,
    (row, state): (&Row, State),
    (trouble, look_at): (&str, Option<DateTime<Utc>>),
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    promo::let_go(tx, (row.id, state)).await?;
    sqlx::query!(
        "update deposits
         set state = $2, credited = $3, trouble = $4, look_at = $5, moved_at = $6,
             decided_at = coalesce(decided_at, $6), version = version + 1
         where id = $1",
        row.id as DepositId,
        state as State,
        row.credited as Option<Money>,
        trouble,
        look_at,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes what somebody did, on the deposit and in the audit log.
pub(super) async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (row, state, action): (&Row, State, &'static str),
    (what, value): (&str, Value),
) -> Result<(), StaffError> {
    let now = clock.now();
    event::record(tx, (row.id, state), (what, None), (actor.account_id, now)).await?;
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("deposit:{}", row.id),
        after: Some(json!({ "account": row.account_id, "what": value })),
        ..audit::Entry::default()
    };
    Ok(audit::record(tx, clock, entry).await?)
}

//! Settling: the only way in which a deposit through a gateway moves money. It brings the deposit to
//! what a look says, under the deposit's lock and then the wallet's. A credit is held three times: by
//! the deposit's state under lock, by the unique payment, and by the transfer's key.
//!
//! A look that began before the last change of the deposit changes nothing: what it saw may be old. It
//! makes the panel look again.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::event;
use super::quote::{share, worth};
use super::takeback::Taken;
use super::verdict::{Agreed, Verdict, next_look, verdict};
use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::ledger::{self, Class, Posting, Wallets};
use crate::payments::gateways::{Look, Mode, Payment};
use crate::payments::way::{OnLate, OnLess};
use crate::payments::{DepositId, MethodId, State, form_of};

/// What a look changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// The deposit stands there now.
    At(State),
    /// Another look was quicker; it is looked at again.
    Stale,
}

/// When a look began: the deposit's version, and until when nobody else looks.
#[derive(Debug, Clone, Copy)]
pub struct Begun {
    pub id: DepositId,
    pub version: i64,
    pub lease: Option<DateTime<Utc>>,
}

/// A deposit under lock.
pub(super) struct Row {
    pub id: DepositId,
    pub account_id: AccountId,
    pub method_id: MethodId,
    pub method: String,
    pub agreed: Agreed,
    pub surcharge: Money,
    pub pay_exponent: u32,
    pub credited: Option<Money>,
    pub taken: Money,
    pub restored: Money,
    pub version: i64,
    pub expires_at: Option<DateTime<Utc>>,
    /// What only staff can judge, as the last look said.
    pub doubt: String,
    /// What hooks told of a dispute: "", `disputed` or `reversed`.
    pub mark: String,
}

/// Brings a deposit to what the look says.
pub async fn settle(
    db: &Db,
    clock: &Clock,
    begun: Begun,
    look: Look,
) -> Result<Settled, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let row = lock(tx, begun.id).await?;
            let Some(mut row) = row.filter(|row| row.agreed.state != State::Created) else {
                return Ok(Settled::Stale);
            };
            if row.version != begun.version {
                ask_again(tx, begun.id, now).await?;
                return Ok(Settled::Stale);
            }
            let before = row.agreed.state;
            let mut state = before;
            let mut what = String::new();
            if row.credited.is_none() {
                (state, what) = first(tx, &mut row, &look, now).await?;
            }
            if row.credited.is_some() {
                let note = after(tx, &mut row, &look, now).await?;
                what = joined(what, note);
                state = stands(&row, &look);
                if state != before && !row.mark.is_empty() {
                    what = joined(what, "the gateway told of a dispute".to_owned());
                }
            }
            if state != before && !before.may_become(state) {
                let refused = format!("deposit {}: {before:?} to {state:?}", row.id);
                return Err(db::Error::Refused(refused));
            }
            if state != before || !what.is_empty() {
                let what = if what.is_empty() { "the gateway says so" } else { &what };
                let by = (None, now);
                event::record(tx, (row.id, state), (what, Some(&look.evidence)), by).await?;
            }
            write(tx, (&row, state, look.doubt.unwrap_or_default()), begun, now).await?;
            Ok(Settled::At(state))
        })
    })
    .await
}

fn joined(one: String, other: String) -> String {
    let both = [one, other].into_iter().filter(|said| !said.is_empty());
    both.collect::<Vec<_>>().join("; ")
}

/// Nothing is credited yet: what follows from the look. Answers the state, and what there is to say.
async fn first(
    tx: &mut PgTransaction<'_>,
    row: &mut Row,
    look: &Look,
    now: DateTime<Utc>,
) -> Result<(State, String), db::Error> {
    let said = verdict(&row.agreed, look, now);
    let (why, credit) = match said {
        Verdict::Stands(state) => return Ok((state, String::new())),
        Verdict::Foreign(why) => {
            let is_new = row.agreed.state != State::Review;
            return Ok((State::Review, if is_new { why.to_owned() } else { String::new() }));
        }
        Verdict::Review(why) => (why, None),
        Verdict::Credit(_) if !row.mark.is_empty() => ("the gateway told of a dispute", None),
        Verdict::Credit(amount) => ("", Some(amount)),
    };
    let Some(payment) = &look.payment else { return Ok((State::Review, why.to_owned())) };
    if !note_payment(tx, row, payment, now).await? {
        return Ok((State::Review, "this payment is another deposit's".to_owned()));
    }
    match credit {
        None => Ok((State::Review, why.to_owned())),
        Some(amount) => {
            book(tx, row, (payment, amount), now).await?;
            Ok((State::Credited, format!("{amount} credited")))
        }
    }
}

/// Notes that this money came. Answers whether it is this deposit's.
async fn note_payment(
    tx: &mut PgTransaction<'_>,
    row: &Row,
    payment: &Payment,
    now: DateTime<Utc>,
) -> Result<bool, db::Error> {
    let noted = sqlx::query!(
        "insert into deposit_payments (deposit_id, method_id, gateway_payment, amount, currency, at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (method_id, gateway_payment) do update set amount = excluded.amount
         where deposit_payments.deposit_id = excluded.deposit_id
           and deposit_payments.credited is null",
        row.id as DepositId,
        row.method_id as MethodId,
        payment.id,
        payment.amount,
        payment.currency,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(noted.rows_affected() == 1)
}

/// Puts the money on the wallet, with the fee that the customer bore and what the gateway kept; then
/// repays what the account owes.
pub(super) async fn book(
    tx: &mut PgTransaction<'_>,
    row: &mut Row,
    (payment, amount): (&Payment, Money),
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    let mut wallets = Wallets::lock(tx, &[row.account_id]).await?;
    let named = format!("{}:{}", row.method_id, payment.id);
    let post = |kind, (debit, credit), amount| Posting {
        account_id: row.account_id,
        debit,
        credit,
        amount,
        kind,
        key: format!("{kind}:{named}"),
        order_id: None,
        note: Some(note(row)),
    };
    wallets.post(post("deposit", (Class::Deposits, Class::Wallet), amount))?;
    let surcharge = share(row.surcharge, payment.amount, row.agreed.pay_amount);
    wallets.post(post("surcharge", (Class::Deposits, Class::Surcharges), surcharge))?;
    if let Some(fee) = &payment.fee
        && fee.currency == ledger::currency(&mut **tx).await?
    {
        let fee = worth(fee.amount, fee.exponent).unwrap_or_default().max(Money::ZERO);
        wallets.post(post("fee", (Class::Gateways, Class::Fees), fee))?;
    }
    let form = format!("{}:{}", form_of(row.id), payment.id);
    ledger::repay(tx, &mut wallets, (row.account_id, &form)).await?;
    wallets.write(tx, now).await?;
    sqlx::query!(
        "update deposit_payments set credited = $3 where method_id = $1 and gateway_payment = $2",
        row.method_id as MethodId,
        payment.id,
        amount as Money
    )
    .execute(&mut **tx)
    .await?;
    row.credited = row.credited.unwrap_or_default().checked_add(amount);
    Ok(())
}

/// Something is credited: more money is noted for staff, and what went back is taken.
async fn after(
    tx: &mut PgTransaction<'_>,
    row: &mut Row,
    look: &Look,
    now: DateTime<Utc>,
) -> Result<String, db::Error> {
    let mut said = Vec::new();
    if look.reference != row.agreed.reference || look.mode != row.agreed.mode {
        return Ok(String::new());
    }
    let came = sqlx::query!(
        r#"select count(*) as "count!", coalesce(sum(amount), 0)::bigint as "all!",
                  coalesce(sum(amount) filter (where credited is not null), 0)::bigint as "credited!"
           from deposit_payments where deposit_id = $1"#,
        row.id as DepositId
    )
    .fetch_one(&mut **tx)
    .await?;
    if let Some(payment) = look.payment.as_ref().filter(|payment| payment.amount > came.all) {
        let more = Payment {
            id: format!("{}+{}", payment.id, came.count),
            amount: payment.amount - came.all,
            ..payment.clone()
        };
        note_payment(tx, row, &more, now).await?;
        said.push("more money came; staff decide about it");
    }
    if let Some(doubt) = look.doubt.filter(|doubt| *doubt != row.doubt) {
        said.push(doubt);
    }
    let credited = row.credited.unwrap_or_default();
    let wanted = share(credited, look.taken.clamp(0, came.credited), came.credited);
    let mut taken =
        Taken { id: row.id, account_id: row.account_id, taken: row.taken, restored: row.restored };
    if wanted != taken.net() {
        let is_more = wanted > taken.net();
        let mut wallets = Wallets::lock(tx, &[row.account_id]).await?;
        let owed = ledger::owed(&mut **tx, row.account_id).await?;
        taken.bring_to(wanted, &mut wallets, (owed, &note(row)))?;
        wallets.write(tx, now).await?;
        (row.taken, row.restored) = (taken.taken, taken.restored);
        said.push(if is_more { "money was taken back" } else { "money was given back" });
    }
    Ok(said.join("; "))
}

/// Where a credited deposit stands. If a hook told that the gateway has taken the money back, and the look
/// shows nothing of it, it is for staff.
fn stands(row: &Row, look: &Look) -> State {
    let is_taken = row.taken > row.restored;
    let is_reversed = row.mark == "reversed";
    let disputed = look.disputed || row.mark == "disputed" || is_reversed && !is_taken;
    match (disputed, look.lost || is_reversed, is_taken) {
        (true, _, _) => State::Disputed,
        (false, true, _) => State::ChargedBack,
        (false, false, true) => State::Refunded,
        (false, false, false) => State::Credited,
    }
}

/// For the statement: `Card, deposit 17`.
fn note(row: &Row) -> String {
    format!("{}, deposit {}", row.method, row.id)
}

/// Writes where the deposit stands. If somebody asked for another look meanwhile, it stays asked for.
async fn write(
    tx: &mut PgTransaction<'_>,
    (row, state, doubt): (&Row, State, &str),
    begun: Begun,
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    let next = next_look(state, (row.agreed.opened_at, row.expires_at), now);
    sqlx::query!(
        "update deposits
         set state = $2, credited = $3, taken = $4, restored = $5, version = version + 1,
             looked_at = $6, look_trouble = $9, moved_at = $6,
             decided_at = case when $3::bigint is null then decided_at
                               else coalesce(decided_at, $6) end,
             look_at = case when look_at is not distinct from $7 then $8 else look_at end
         where id = $1",
        row.id as DepositId,
        state as State,
        row.credited as Option<Money>,
        row.taken as Money,
        row.restored as Money,
        now,
        begun.lease,
        next,
        doubt
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn ask_again(
    tx: &mut PgTransaction<'_>,
    id: DepositId,
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    sqlx::query!("update deposits set look_at = $2 where id = $1", id as DepositId, now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Locks a deposit through a gateway; `None`: there is none, or it is by hand.
pub(super) async fn lock(
    tx: &mut PgTransaction<'_>,
    id: DepositId,
) -> Result<Option<Row>, db::Error> {
    let row = sqlx::query!(
        r#"select d.account_id as "account_id: AccountId", d.method_id as "method_id!: MethodId",
                  d.state as "state: State", d.credit as "credit: Money",
                  d.surcharge as "surcharge: Money", d.claim, d.pay_amount as "pay_amount!",
                  d.pay_currency as "pay_currency!", d.pay_exponent as "pay_exponent!",
                  d.credited as "credited: Money", d.taken as "taken: Money",
                  d.restored as "restored: Money", d.look_trouble, d.mark, d.version, d.opened_at, d.expires_at,
                  d.state = 'failed' and d.trouble <> '' as "given_up!",
                  m.name, m.mode as "mode: Mode", m.enabled, m.min as "min: Money",
                  m.max as "max: Money", m.on_less as "on_less: OnLess",
                  m.on_late as "on_late: OnLate"
           from deposits d join methods m on m.id = d.method_id
           where d.id = $1 and d.pay_amount is not null for no key update of d"#,
        id as DepositId
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| Row {
        id,
        account_id: row.account_id,
        method_id: row.method_id,
        method: row.name,
        agreed: Agreed {
            state: row.state,
            reference: row.claim,
            credit: row.credit,
            pay_amount: row.pay_amount,
            pay_currency: row.pay_currency,
            opened_at: row.opened_at,
            mode: row.mode,
            enabled: row.enabled,
            given_up: row.given_up,
            min: row.min,
            max: row.max,
            on_less: row.on_less,
            on_late: row.on_late,
        },
        surcharge: row.surcharge,
        pay_exponent: u32::try_from(row.pay_exponent).unwrap_or_default(),
        credited: row.credited,
        taken: row.taken,
        restored: row.restored,
        version: row.version,
        expires_at: row.expires_at,
        doubt: row.look_trouble,
        mark: row.mark,
    }))
}

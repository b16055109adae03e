//! Settling: the only way in which a deposit through a gateway moves money. It brings the deposit to
//! what a look says, under the deposit's lock and then the wallet's. A credit is held three times: by
//! the deposit's state under lock, by the unique payment, and by the transfer's key.
//!
//! A look that began before the last change of the deposit changes nothing: what it saw may be old. It
//! makes the panel look again.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::came::{keep, note_payment};
use super::event;
use super::money::{self, Booking};
use super::refunds;
use super::row::{Heights, Row, lock};
use super::takeback::{Mover, Parts, wanted};
use super::verdict::{Verdict, next_look, verdict};
use crate::accounts::notices::{self, Moved, Sums};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::money::Money;
use crate::ledger::{self, Wallets};
use crate::payments::gateways::{Look, Payment, Status};
use crate::payments::{DepositId, State, promo};

/// Stands in the history of what hooks have marked.
const MARKED: &str = "the gateway told of a dispute";

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
            let look = Look { taken: look.taken.max(row.told_back), ..look };
            let had = row.heights();
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
                    what = joined(what, MARKED.to_owned());
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
            if row.promise.has_code {
                promo::let_go(tx, (row.id, state)).await?;
            }
            write(tx, (&row, state, look.doubt.unwrap_or_default()), begun, now).await?;
            if row.refunding {
                refunds::seen(tx, row.id, now).await?;
            }
            tell(tx, &row, had, now).await?;
            failpoint("deposit-before-commit");
            Ok(Settled::At(state))
        })
    })
    .await
}

fn joined(one: String, other: String) -> String {
    let both = [one, other].into_iter().filter(|said| !said.is_empty());
    both.collect::<Vec<_>>().join("; ")
}

/// What hooks have marked is credited by staff alone, and is not held until it is.
fn unless_marked(row: &Row, said: Verdict) -> Verdict {
    match said {
        Verdict::Credit(_) | Verdict::Hold(_) | Verdict::Stands(State::Held)
            if !row.mark.is_empty() =>
        {
            Verdict::Review(MARKED)
        }
        said => said,
    }
}

/// Nothing is credited yet: what follows from the look. Answers the state, and what there is to say.
async fn first(
    tx: &mut PgTransaction<'_>,
    row: &mut Row,
    look: &Look,
    now: DateTime<Utc>,
) -> Result<(State, String), db::Error> {
    let said = unless_marked(row, verdict(&row.agreed, look, now));
    if said == Verdict::Stands(State::Review) {
        note_for_staff(tx, row, look, now).await?;
    }
    match said {
        Verdict::Stands(state) => {
            let what = keep(tx, row, (look, state), now).await?;
            return Ok((state, what));
        }
        Verdict::Foreign(why) => {
            let is_new = row.agreed.state != State::Review;
            return Ok((State::Review, if is_new { why.to_owned() } else { String::new() }));
        }
        // Somebody has marked it there, and no money can be seen.
        Verdict::Review(why) if look.payment.is_none() => {
            return Ok((State::Review, why.to_owned()));
        }
        Verdict::Review(_) | Verdict::Hold(_) | Verdict::Credit(_) => {}
    }
    let Some(payment) = &look.payment else { return Ok((row.agreed.state, String::new())) };
    if !note_payment(tx, row, payment, now).await? {
        return Ok((State::Review, "this payment is another deposit's".to_owned()));
    }
    if matches!(said, Verdict::Credit(_) | Verdict::Hold(_))
        && ledger::closing::is_closed(tx, row.account_id).await?
    {
        return Ok((State::Review, "the account is closed: send it back".to_owned()));
    }
    let amount = match said {
        Verdict::Credit(amount) => amount,
        Verdict::Hold(until) => {
            row.agreed.held_until = Some(until);
            let until = until.format("%Y-%m-%d %H:%M UTC");
            return Ok((State::Held, format!("the money came, and is held until {until}")));
        }
        Verdict::Review(why) | Verdict::Foreign(why) => {
            return Ok((State::Review, why.to_owned()));
        }
        Verdict::Stands(state) => return Ok((state, String::new())),
    };
    // A bonus is for all of it, in time, and not for what was held.
    let is_whole = payment.amount >= row.agreed.pay_amount;
    let is_plain = matches!(row.agreed.state, State::Pending | State::Partial);
    let booking = Booking { payment, amount, with_bonus: is_whole && is_plain };
    let gift = money::book(tx, row, booking, now).await?;
    let what = match gift {
        Money::ZERO => format!("{amount} credited"),
        gift => format!("{amount} credited, and a bonus of {gift}"),
    };
    Ok((State::Credited, what))
}

/// Notes money that came while staff judge the deposit: they credit only what is noted. It is one payment;
/// what its gateway calls another one is a second look at the same money, or for staff to see there.
async fn note_for_staff(
    tx: &mut PgTransaction<'_>,
    row: &Row,
    look: &Look,
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    // What is not all there may vanish again.
    let is_there = !matches!(look.status, Status::Waiting | Status::Partial);
    let Some(payment) = look.payment.as_ref().filter(|_| is_there) else { return Ok(()) };
    let is_another = sqlx::query_scalar!(
        r#"select exists (select from deposit_payments
                          where deposit_id = $1 and gateway_payment <> $2) as "another!""#,
        row.id as DepositId,
        payment.id
    );
    if !is_another.fetch_one(&mut **tx).await? {
        note_payment(tx, row, payment, now).await?;
    }
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
    let came = money::came(tx, row.id).await?;
    if let Some(payment) = look.payment.as_ref().filter(|payment| payment.amount > came.all) {
        let more = Payment {
            id: format!("{}+{}", payment.id, came.count),
            amount: payment.amount - came.all,
            fee: None,
            currency: payment.currency.clone(),
        };
        note_payment(tx, row, &more, now).await?;
        said.push("more money came; staff decide about it");
    }
    if let Some(doubt) = look.doubt.filter(|doubt| *doubt != row.doubt) {
        said.push(doubt);
    }
    if let Some(payment) = &look.payment
        && let Some(fee) = &payment.fee
    {
        money::note_fee(tx, row, (&payment.id, fee), now).await?;
    }
    if let Some(fee) = &look.dispute_fee {
        money::book_dispute_fee(tx, row, fee, now).await?;
    }
    let credited = row.credited.unwrap_or_default();
    let all = Parts { credit: credited, bonus: row.bonus, surcharge: came.surcharge };
    let goal = wanted(all, (look.taken, came.credited));
    let before = row.backs;
    if before.net() != goal {
        let mut wallets = Wallets::lock(tx, &[row.account_id]).await?;
        let note = row.note();
        let mut mover =
            Mover { id: row.id, account_id: row.account_id, note: &note, wallets: &mut wallets };
        mover.bring(&mut row.backs, goal)?;
        wallets.write(tx, now).await?;
        let (was, is) = (before.credit.net(), goal.credit);
        match was.cmp(&is) {
            Ordering::Less => said.push("money was taken back"),
            Ordering::Greater => said.push("money was given back"),
            Ordering::Equal => {}
        }
    }
    Ok(said.join("; "))
}

/// Tells the customer what moved. `had`: what had moved before.
pub(super) async fn tell(
    tx: &mut PgTransaction<'_>,
    row: &Row,
    had: Heights,
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    let has = row.heights();
    let steps = [
        (Moved::Credited, has.credited, had.credited),
        (Moved::TakenBack, has.taken, had.taken),
        (Moved::GivenBack, has.restored, had.restored),
    ];
    for (what, is, was) in steps {
        let more = |is: Money, was: Money| is.checked_sub(was).unwrap_or_default();
        let sums = Sums { all: more(is.all, was.all), bonus: more(is.bonus, was.bonus) };
        if sums.all > Money::ZERO {
            // Each of them only grows, so its new height names the step.
            let key = format!("deposit:{}:{what:?}:{}", row.id, is.all.micros());
            notices::money_moved(tx, now, row.account_id, (what, sums, key)).await?;
        }
    }
    Ok(())
}

/// Where a credited deposit stands. If a hook told that the gateway has taken the money back, and the look
/// shows nothing of it, it is for staff.
fn stands(row: &Row, look: &Look) -> State {
    let is_taken = row.backs.credit.net() > Money::ZERO;
    let is_reversed = row.mark == "reversed";
    let disputed = look.disputed || row.mark == "disputed" || is_reversed && !is_taken;
    match (disputed, look.lost || is_reversed, is_taken) {
        (true, _, _) => State::Disputed,
        (false, true, _) => State::ChargedBack,
        (false, false, true) => State::Refunded,
        (false, false, false) => State::Credited,
    }
}

/// Writes where the deposit stands. If somebody asked for another look meanwhile, it stays asked for.
async fn write(
    tx: &mut PgTransaction<'_>,
    (row, state, doubt): (&Row, State, &str),
    begun: Begun,
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    let next = next_look(state, row.times(), now);
    let Parts { credit, bonus, surcharge } = row.backs;
    sqlx::query!(
        "update deposits
         set state = $2, credited = $3, taken = $4, restored = $5, version = version + 1,
             looked_at = $6, look_trouble = $9, moved_at = $6, held_until = $10, bonus = $11,
             bonus_taken = $12, bonus_restored = $13, surcharge_taken = $14,
             surcharge_restored = $15, dispute_fee = $16,
             decided_at = case when $3::bigint is null then decided_at
                               else coalesce(decided_at, $6) end,
             look_at = case when look_at is not distinct from $7 then $8 else look_at end
         where id = $1",
        row.id as DepositId,
        state as State,
        row.credited as Option<Money>,
        credit.taken as Money,
        credit.restored as Money,
        now,
        begun.lease,
        next,
        doubt,
        row.agreed.held_until,
        row.bonus as Money,
        bonus.taken as Money,
        bonus.restored as Money,
        surcharge.taken as Money,
        surcharge.restored as Money,
        row.dispute_fee as Money
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

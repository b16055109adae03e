//! Canceling, as its customer asks. What has not left the panel ends at once with everything
//! refunded; for what may be with a provider a task is kept, and only the provider's word refunds.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::catalogue::{self, Service};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::seeded;
use crate::ledger::{Class, Wallets};
use crate::orders::event::{self, Event};
use crate::orders::pace::unmade;
use crate::orders::read::Order;
use crate::orders::settle::{Flag, LockedOrder};
use crate::orders::state::End;
use crate::orders::{Form, State};

/// Recorded cancels carried out in one transaction.
const RECORDED_MAX: i64 = 200;

/// Why an order is not canceled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CancelRefused {
    /// No such order of this account.
    #[error("there is no such order")]
    NotFound,
    #[error("this service is not canceled")]
    Disabled,
    #[error("it is too late")]
    TooLate,
    #[error("it was asked before")]
    AlreadyAsked,
}

/// A locked order.
pub(in crate::orders) struct Row {
    pub open: LockedOrder,
    pub service_id: i64,
    pub parent_id: Option<i64>,
    pub runs: Option<i32>,
    pub runs_left: Option<i32>,
    pub portion: Option<i64>,
}

impl Row {
    /// An order that is delivered itself.
    pub fn single(open: LockedOrder, service_id: i64) -> Self {
        Self { open, service_id, parent_id: None, runs: None, runs_left: None, portion: None }
    }
}

/// Asks for all of these; answers in the order of `ids`. `actor` is who clicked, if anyone did.
pub async fn request(
    db: &Db,
    clock: &Clock,
    account_id: i64,
    ids: Vec<i64>,
    actor: Option<i64>,
) -> Result<Vec<Result<(), CancelRefused>>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move { request_in(tx, clock.now(), account_id, &ids, actor).await })
    })
    .await
}

/// As [`request`], in the caller's transaction: for staff, who write down why.
pub(in crate::orders) async fn request_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: i64,
    ids: &[i64],
    actor: Option<i64>,
) -> Result<Vec<Result<(), CancelRefused>>, db::Error> {
    let rows = lock(tx, account_id, ids).await?;
    let portions = lock_portions(tx, account_id, &rows).await?;
    let services: Vec<i64> = rows.values().map(|row| row.service_id).collect();
    let services = catalogue::find(&mut **tx, &services).await?;
    let mut asked: HashSet<i64> = sqlx::query_scalar!(
        "select order_id from cancels where order_id = any($1) and ended_at is null",
        &ids.iter().copied().chain(portions.keys().copied()).collect::<Vec<_>>()
    )
    .fetch_all(&mut **tx)
    .await?
    .into_iter()
    .collect();
    let mut wallets = Wallets::lock(tx, &[account_id]).await?;
    let mut done: HashSet<i64> = HashSet::new();
    let mut answers = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(row) = rows.get(id) else {
            answers.push(Err(CancelRefused::NotFound));
            continue;
        };
        let family: Vec<&Row> =
            portions.values().filter(|portion| portion.parent_id == Some(*id)).collect();
        let waits = |row: &&&Row| !asked.contains(&row.open.id) && !done.contains(&row.open.id);
        let to_stop: Vec<&Row> = family.iter().filter(waits).copied().collect();
        let can_stop = !to_stop.is_empty();
        let fate = fate(row, services.get(&row.service_id), asked.contains(id));
        let fate = match (row.open.form, fate) {
            (Form::Paced, Ok(Fate::StopPortions)) if row.runs_left == Some(0) && !can_stop => {
                Err(if family.is_empty() {
                    CancelRefused::TooLate
                } else {
                    CancelRefused::AlreadyAsked
                })
            }
            (_, fate) => fate,
        };
        let answer = match fate {
            _ if done.contains(id) => Err(CancelRefused::TooLate),
            Ok(fate) => {
                carry_out(tx, now, row, fate, actor, &mut wallets).await?;
                match fate {
                    Fate::Ask => asked.insert(*id),
                    Fate::EndNow | Fate::StopRuns | Fate::StopPortions => done.insert(*id),
                };
                if fate == Fate::StopPortions {
                    for portion in to_stop {
                        let fate = fate_of_one(portion.open.state);
                        carry_out(tx, now, portion, fate, actor, &mut wallets).await?;
                        match fate {
                            Fate::Ask => asked.insert(portion.open.id),
                            _ => done.insert(portion.open.id),
                        };
                    }
                }
                Ok(())
            }
            Err(refused) => Err(refused),
        };
        answers.push(answer);
    }
    wallets.write(tx, now).await?;
    Ok(answers)
}

/// What asking for a cancel does to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::orders) enum Fate {
    /// Ends now, everything refunded.
    EndNow,
    /// A drip-feed: the runs that were not made are refunded.
    StopRuns,
    /// A paced order: the portions that were not made are refunded, and the rest is asked for.
    StopPortions,
    /// A task for the provider.
    Ask,
}

/// Whether asking for a cancel makes sense, as far as the order itself tells: the command looks
/// at what was asked before as well.
#[must_use]
pub fn can_ask(order: &Order, service: Option<&Service>) -> bool {
    allowed(service, (order.form, order.state), order.runs_left).is_ok()
}

/// What [`can_ask`] and the command agree upon.
fn allowed(
    service: Option<&Service>,
    (form, state): (Form, State),
    runs_left: Option<i32>,
) -> Result<(), CancelRefused> {
    if !service.is_some_and(|service| service.cancel) {
        return Err(CancelRefused::Disabled);
    }
    // A drip-feed whose runs are all made ends with them.
    let runs_out = form == Form::Drip && runs_left == Some(0);
    if state.is_final() || runs_out { Err(CancelRefused::TooLate) } else { Ok(()) }
}

fn fate(row: &Row, service: Option<&Service>, asked: bool) -> Result<Fate, CancelRefused> {
    let state = row.open.state;
    allowed(service, (row.open.form, state), row.runs_left)?;
    match row.open.form {
        Form::Subscription => Ok(Fate::EndNow),
        Form::Drip | Form::Paced if row.runs_left == row.runs => Ok(Fate::EndNow),
        Form::Paced => Ok(Fate::StopPortions),
        Form::Drip => Ok(Fate::StopRuns),
        Form::Single | Form::Run | Form::Post | Form::Portion => match fate_of_one(state) {
            Fate::Ask if asked => Err(CancelRefused::AlreadyAsked),
            fate => Ok(fate),
        },
    }
}

/// Of an order that is delivered itself and is open.
pub(in crate::orders) fn fate_of_one(state: State) -> Fate {
    if state.is_here() || seeded::bug("cancel-refunds-at-once") { Fate::EndNow } else { Fate::Ask }
}

pub(in crate::orders) async fn carry_out(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    row: &Row,
    fate: Fate,
    actor: Option<i64>,
    wallets: &mut Wallets,
) -> Result<(), db::Error> {
    let open = &row.open;
    let event = match fate {
        Fate::EndNow => {
            let ended = open.end(End::Canceled, wallets)?;
            open.write(tx, now, &ended, Flag::Keep).await?;
            open.ended(&ended)
        }
        Fate::StopRuns | Fate::StopPortions => {
            let (runs, left) = (row.runs.unwrap_or(1), row.runs_left.unwrap_or(0));
            let made = if seeded::bug("drip-cancel-refunds-all") { 0 } else { runs - left };
            let undone = unmade(open.quantity, row.portion, runs.into(), made.into());
            let kept = open.charge.first(open.quantity - undone, open.quantity);
            let back = open.charge.checked_sub(kept).unwrap_or(Money::ZERO);
            let total = open.refunded.checked_add(back).unwrap_or(open.refunded);
            wallets.post(open.refund(Class::InFlight, back, total))?;
            sqlx::query!(
                "update orders set runs_left = 0, refunded = $2, due_at = $3 where id = $1",
                open.id,
                total.micros(),
                now
            )
            .execute(&mut **tx)
            .await?;
            let data = json!({ "runs": left, "refunded": total.to_string() });
            let kind = if fate == Fate::StopRuns { "runs_canceled" } else { "portions_canceled" };
            Event { kind, ..Event::became(open.account_id, open.id, open.state) }.with(data)
        }
        Fate::Ask => {
            // Nobody is asked for one that staff deliver: it stands in their queue.
            sqlx::query!(
                "insert into cancels (account_id, order_id, due_at, asked_at)
                 select $1, $2,
                        case when exists (select from orders o join providers p on p.id = o.provider_id
                                          where o.id = $2 and p.protocol = 'manual')
                             then null else $3::timestamptz end,
                        $3::timestamptz",
                open.account_id,
                open.id,
                now
            )
            .execute(&mut **tx)
            .await?;
            Event { kind: "cancel_asked", ..Event::became(open.account_id, open.id, open.state) }
        }
    };
    event::write(tx, &[event.by(actor)], now).await
}

/// Carries out what was recorded while it could not be told where an order was, and which turned
/// out to be here: nobody has it, so it ends at once. The dispatcher passes such orders by.
/// Answers how many ended.
pub(in crate::orders) async fn carry_out_recorded(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
) -> Result<usize, db::Error> {
    let rows = sqlx::query!(
        r#"select o.id, o.account_id, o.service_id, o.form, o.state, o.quantity,
                  o.charge as "charge: Money", o.refunded as "refunded: Money", o.cost as "cost: Money"
           from cancels c join orders o on o.id = c.order_id
           where c.ended_at is null and o.state in ('scheduled', 'queued', 'hold')
           order by o.id limit $1 for no key update of o skip locked"#,
        RECORDED_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let accounts: Vec<i64> = rows.iter().map(|row| row.account_id).collect();
    let mut wallets = Wallets::lock(tx, &accounts).await?;
    let ended = rows.len();
    for row in rows {
        let open = LockedOrder {
            id: row.id,
            account_id: row.account_id,
            form: Form::of_row(&row.form),
            state: State::of_row(&row.state),
            quantity: row.quantity,
            charge: row.charge,
            refunded: row.refunded,
            cost: row.cost,
        };
        let row = Row::single(open, row.service_id);
        carry_out(tx, now, &row, Fate::EndNow, None, &mut wallets).await?;
    }
    wallets.write(tx, now).await?;
    Ok(ended)
}

async fn lock(
    tx: &mut PgTransaction<'_>,
    account_id: i64,
    ids: &[i64],
) -> Result<HashMap<i64, Row>, db::Error> {
    let rows = sqlx::query!(
        r#"select id, account_id, service_id, form, state, quantity, charge as "charge: Money",
                  refunded as "refunded: Money", cost as "cost: Money", parent_id, runs, runs_left, portion
           from orders where account_id = $1 and id = any($2) order by id for no key update"#,
        account_id,
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let open = LockedOrder {
            id: row.id,
            account_id: row.account_id,
            form: Form::of_row(&row.form),
            state: State::of_row(&row.state),
            quantity: row.quantity,
            charge: row.charge,
            refunded: row.refunded,
            cost: row.cost,
        };
        let row = Row {
            open,
            service_id: row.service_id,
            parent_id: row.parent_id,
            runs: row.runs,
            runs_left: row.runs_left,
            portion: row.portion,
        };
        (row.open.id, row)
    });
    Ok(rows.collect())
}

/// The open portions of the paced orders among these. Their parents are locked, so none is made
/// meanwhile; they are younger than their parents, which keeps the locks' order.
async fn lock_portions(
    tx: &mut PgTransaction<'_>,
    account_id: i64,
    rows: &HashMap<i64, Row>,
) -> Result<BTreeMap<i64, Row>, db::Error> {
    let parents: Vec<i64> = rows
        .values()
        .filter(|row| row.open.form == Form::Paced && !row.open.state.is_final())
        .map(|row| row.open.id)
        .collect();
    if parents.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<i64> = sqlx::query_scalar!(
        "select id from orders where parent_id = any($1) and ended_at is null order by id",
        &parents
    )
    .fetch_all(&mut **tx)
    .await?;
    let portions = lock(tx, account_id, &ids).await?;
    Ok(portions.into_iter().filter(|(_, row)| !row.open.state.is_final()).collect())
}

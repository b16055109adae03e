//! Doing what was started, order by order. An order's row here is locked first and skipped by other
//! workers; then the order changes and its row says so, in the same transaction. A process that ends
//! half way has done all of it or nothing.

use futures_util::future::try_join_all;
use sqlx::{PgExecutor, PgTransaction};

use super::{Kind, Standing, begin, sentence};
use crate::accounts::AccountId;
use crate::accounts::account::{self, Status};
use crate::accounts::audit::Actor;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::money::Money;
use crate::orders::decide::{self, Decision};
use crate::orders::desk::{self, By, CancelError, DeskError};
use crate::orders::moving::{self, MoveError};
use crate::orders::notes::{self, NoteError};
use crate::orders::state::End;
use crate::orders::{OrderId, State, locked_order};
use crate::providers::ProviderId;

/// Orders that are done at the same time.
const AT_ONCE: usize = 4;
/// Orders that each of these does before another action has its turn.
const TURN: usize = 25;

/// An action that runs.
struct Running {
    id: i64,
    actor_id: AccountId,
    kind: Kind,
}

/// One order that is to be done, locked.
struct Next {
    order_id: OrderId,
    actor_id: AccountId,
    kind: Kind,
    reason: String,
    note: Option<String>,
    provider_id: Option<ProviderId>,
    seen: i64,
    total: Option<Money>,
    remains: Option<i64>,
}

/// Does the next orders of each action that runs; answers whether there may be more at once.
pub async fn work(db: &Db, clock: &Clock) -> Result<bool, db::Error> {
    let mut is_more = false;
    for action in running(db.pool()).await? {
        if !may_go_on(db, &action).await? {
            let (clock, id) = (clock.clone(), action.id);
            db.transaction(move |tx| {
                Box::pin(async move { begin::stop_in(tx, &clock, Actor::COMMAND, id).await })
            })
            .await?;
            continue;
        }
        let hands = (0..AT_ONCE).map(|_| some_of(db, clock, action.id));
        let done: usize = try_join_all(hands).await?.into_iter().sum();
        is_more |= done > 0 && !finish(db, clock, action.id).await?;
        if done == 0 {
            finish(db, clock, action.id).await?;
        }
    }
    Ok(is_more)
}

async fn running(db: impl PgExecutor<'_>) -> Result<Vec<Running>, db::Error> {
    Ok(sqlx::query_as!(
        Running,
        r#"select id, actor_id as "actor_id: AccountId", action as "kind: Kind"
           from bulk_actions where state = 'running' order by id"#
    )
    .fetch_all(db)
    .await?)
}

/// Whether the person who started it may still do it: a suspended one does nothing more.
async fn may_go_on(db: &Db, action: &Running) -> Result<bool, db::Error> {
    let account = account::find(db.pool(), action.actor_id).await?;
    Ok(account.is_some_and(|account| {
        let rights = account.rights();
        let may = if action.kind.changes_orders() {
            rights.may_change_orders()
        } else {
            rights.may_see_customers()
        };
        may && account.status == Status::Active
    }))
}

/// Does some orders of this action, one after the other; answers how many.
async fn some_of(db: &Db, clock: &Clock, action_id: i64) -> Result<usize, db::Error> {
    for done in 0..TURN {
        if !one(db, clock, action_id).await? {
            return Ok(done);
        }
    }
    Ok(TURN)
}

/// Does one order. `false`: none waits that nobody else does at this moment.
async fn one(db: &Db, clock: &Clock, action_id: i64) -> Result<bool, db::Error> {
    let (inner, at) = (clock.clone(), std::sync::Arc::new(std::sync::OnceLock::new()));
    let tried = std::sync::Arc::clone(&at);
    let done = db.transaction(move |tx| {
        Box::pin(async move {
            let Some(next) = take(tx, action_id).await? else { return Ok(false) };
            let _ = tried.set(next.order_id);
            let (standing, money, result) = carry_out(tx, &inner, &next).await?;
            failpoint("bulk-before-mark");
            mark(tx, (action_id, next.order_id), standing, money, &result).await?;
            failpoint("bulk-before-commit");
            Ok::<_, db::Error>(true)
        })
    });
    match (done.await, at.get().copied()) {
        (Ok(done), _) => {
            failpoint("bulk-after-commit");
            Ok(done)
        }
        // This order cannot be written. The others can.
        (Err(error), Some(order_id)) if error.is_about_data() => {
            tracing::error!(action_id, %order_id, %error, "an order of a bulk action failed");
            db.transaction(move |tx| {
                Box::pin(async move {
                    let result = "The panel could not do it; the log says why.";
                    mark(tx, (action_id, order_id), Standing::Failed, Money::ZERO, result).await
                })
            })
            .await?;
            Ok(true)
        }
        (Err(error), _) => Err(error),
    }
}

/// Locks the next order of this action that waits. Its order is locked after it, here and nowhere
/// the other way round.
async fn take(tx: &mut PgTransaction<'_>, action_id: i64) -> Result<Option<Next>, db::Error> {
    Ok(sqlx::query_as!(
        Next,
        r#"select i.order_id as "order_id: OrderId", a.actor_id as "actor_id: AccountId",
                  a.action as "kind: Kind", a.reason, a.note,
                  a.provider_id as "provider_id: ProviderId", i.seen,
                  i.total as "total: Money", i.remains
           from bulk_items i join bulk_actions a on a.id = i.action_id
           where i.action_id = $1 and i.state = 'waiting' and a.state = 'running'
           order by i.order_id limit 1 for update of i skip locked"#,
        action_id
    )
    .fetch_optional(&mut **tx)
    .await?)
}

/// What became of it: where it stands, what went back to the customer, and a sentence.
type Became = (Standing, Money, String);

async fn carry_out(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    next: &Next,
) -> Result<Became, db::Error> {
    // Locked before anything is read of it.
    let Some(order) = locked_order::lock(tx, &[next.order_id]).await?.remove(&next.order_id) else {
        return Ok((Standing::Skipped, Money::ZERO, "There is no such order.".to_owned()));
    };
    let before = refunded(tx, next.order_id).await?;
    match change(tx, clock, next, order.state).await {
        Ok(said) => {
            let after = refunded(tx, next.order_id).await?;
            let money = after.checked_sub(before).unwrap_or_default();
            Ok((Standing::Done, money, said.to_owned()))
        }
        Err(Left::Because(why)) => Ok((Standing::Skipped, Money::ZERO, why)),
        Err(Left::Db(error)) => Err(error),
    }
}

/// Changes the locked order, by the verb that its own page calls. A decision is about what the
/// person saw: an order to which something has happened since is left. A cancel, a refund and a
/// move are right whatever happened, or refuse by themselves.
async fn change(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    next: &Next,
    state: State,
) -> Result<&'static str, Left> {
    let id = next.order_id;
    let actor = Actor { account_id: Some(next.actor_id), ..Actor::COMMAND };
    let by = By { actor, reason: next.reason.clone(), seen: None };
    let as_seen = By { seen: Some(next.seen), ..by.clone() };
    match next.kind {
        Kind::Cancel => cancel(tx, clock, id, &by).await,
        Kind::Resend if state != State::Hold => Err(DeskError::State(state.as_str()).into()),
        Kind::Resend => resolve(tx, clock, id, Decision::Again, &as_seen).await,
        Kind::Complete => resolve(tx, clock, id, Decision::End(End::Completed), &as_seen).await,
        Kind::Partial => {
            let end = End::Partial { remains: next.remains.unwrap_or_default() };
            resolve(tx, clock, id, Decision::End(end), &as_seen).await
        }
        // The total names the refund: what was refunded up to it is not refunded again.
        Kind::Refund => {
            match desk::refund_in(tx, clock, id, next.total.unwrap_or_default(), &by).await {
                Ok(()) => Ok("Refunded."),
                Err(DeskError::TooMuch | DeskError::AlreadyDone) => {
                    Err(Left::Because("As much or more was refunded before.".to_owned()))
                }
                Err(error) => Err(error.into()),
            }
        }
        Kind::Note => {
            let note = (next.actor_id, next.note.as_deref().unwrap_or_default());
            notes::add_in(tx, clock.now(), id, note).await?;
            Ok("The note was added.")
        }
        Kind::Move => {
            moving::move_in(tx, clock, id, next.provider_id, &by).await?;
            Ok("Moved.")
        }
    }
}

/// Why an order was left as it was.
enum Left {
    Because(String),
    Db(db::Error),
}

impl From<db::Error> for Left {
    fn from(error: db::Error) -> Self {
        Self::Db(error)
    }
}

impl From<DeskError> for Left {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Db(error) => Self::Db(error),
            DeskError::Moved => Self::Because("It has changed since the preview.".to_owned()),
            DeskError::State(word) => {
                let word = State::parse(word).map_or(word, super::state_word);
                Self::Because(sentence(&format!("it is {word} now")))
            }
            why => Self::Because(sentence(&why)),
        }
    }
}

impl From<NoteError> for Left {
    fn from(error: NoteError) -> Self {
        match error {
            NoteError::Db(error) => Self::Db(error),
            why => Self::Because(sentence(&why)),
        }
    }
}

impl From<MoveError> for Left {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::Desk(error) => error.into(),
            MoveError::Not(why) => Self::Because(sentence(&why)),
        }
    }
}

async fn cancel(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    id: OrderId,
    by: &By,
) -> Result<&'static str, Left> {
    match desk::cancel_in(tx, clock, id, by).await {
        Ok(()) => {}
        Err(CancelError::Refused(why)) => return Err(Left::Because(sentence(&why))),
        Err(CancelError::Db(error)) => return Err(error.into()),
    }
    let after = locked_order::lock(tx, &[id]).await?.remove(&id);
    Ok(match after {
        Some(order) if order.state.is_final() => "Canceled.",
        Some(order) if order.form.is_parent() => "Nothing more is made of it.",
        _ => "The provider is asked to stop.",
    })
}

async fn resolve(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    id: OrderId,
    decision: Decision,
    by: &By,
) -> Result<&'static str, Left> {
    decide::resolve_in(tx, clock, id, decision, by).await?;
    Ok(match decision {
        Decision::End(End::Completed | End::Reached { .. }) => "Completed.",
        Decision::End(End::Partial { .. }) => "Ended in part.",
        Decision::End(End::Canceled) => "Canceled.",
        Decision::Again => "Waits to be sent again.",
        Decision::Dismiss => "Looked at.",
    })
}

/// What was refunded so far of an order and of what was made of it.
async fn refunded(tx: &mut PgTransaction<'_>, id: OrderId) -> Result<Money, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(refunded), 0)::bigint as "refunded!: Money"
           from orders where id = $1 or parent_id = $1"#,
        id as OrderId
    )
    .fetch_one(&mut **tx)
    .await?)
}

async fn mark(
    tx: &mut PgTransaction<'_>,
    (action_id, order_id): (i64, OrderId),
    standing: Standing,
    money: Money,
    result: &str,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update bulk_items set state = $3, money = $4, result = $5
         where action_id = $1 and order_id = $2 and state = 'waiting'",
        action_id,
        order_id as OrderId,
        standing.as_str(),
        money as Money,
        result
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends the action if none of its orders waits. Answers whether it is over.
async fn finish(db: &Db, clock: &Clock, id: i64) -> Result<bool, db::Error> {
    let now = clock.now();
    let ended = db.transaction(move |tx| {
        Box::pin(async move {
            let ended = sqlx::query!(
                "update bulk_actions a
                 set state = 'done', ended_at = $2, done = c.done, skipped = c.skipped,
                     failed = c.failed, moved = c.moved
                 from (select count(*) filter (where state = 'done') as done,
                              count(*) filter (where state = 'skipped') as skipped,
                              count(*) filter (where state = 'failed') as failed,
                              coalesce(sum(money) filter (where state = 'done'), 0)::bigint
                                  as moved
                       from bulk_items where action_id = $1) as c
                 where a.id = $1 and a.state = 'running'
                   and not exists (select from bulk_items
                                   where action_id = $1 and state = 'waiting')",
                id,
                now
            )
            .execute(&mut **tx)
            .await?;
            Ok::<_, db::Error>(ended.rows_affected() > 0)
        })
    });
    ended.await
}

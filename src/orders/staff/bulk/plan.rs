//! What an action would do to each order, worked out by the rules that hold when it is done, and
//! kept. The page shows what is kept.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::{Action, BULK_MAX, Standing, sentence, state_word};
use crate::accounts::AccountId;
use crate::catalogue::{self, ServiceId};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::kit::money::Money;
use crate::kit::secret::sha256;
use crate::orders::cancel::{self, Effect};
use crate::orders::desk::takes_refunds;
use crate::orders::read::{self, Order};
use crate::orders::{OrderId, State, decide, moving, overview};
use crate::providers::ProviderId;

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("tick the orders first")]
    Nothing,
    #[error("at most {BULK_MAX} orders at a time: use a filter to find fewer")]
    TooMany,
    #[error("there is no such provider")]
    NoProvider,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for PlanError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("bulk_actions_provider_id_fkey") => Self::NoProvider,
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(PlanError);

/// What happens to one order.
struct Planned {
    order_id: OrderId,
    /// Its newest event.
    seen: i64,
    step: Step,
}

enum Step {
    Do(Doing),
    /// Left as it is, because of this.
    Skip(String),
}

#[derive(Default)]
struct Doing {
    /// What goes back to the customer at once.
    money: Money,
    total: Option<Money>,
    remains: Option<i64>,
    /// In a sentence.
    says: &'static str,
}

/// Keeps a plan of this action for these orders; answers its number. Unknown orders are left out.
pub async fn plan(
    db: &Db,
    clock: &Clock,
    actor_id: AccountId,
    mut ids: Vec<OrderId>,
    action: Action,
) -> Result<i64, PlanError> {
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > BULK_MAX {
        return Err(PlanError::TooMany);
    }
    let mut orders = read::by_ids(db, &ids).await?;
    if orders.is_empty() {
        return Err(PlanError::Nothing);
    }
    orders.sort_unstable_by_key(|order| order.id);
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let newest = overview::newest_events(db.pool(), &ids).await?;
    let steps = steps(db, actor_id, &orders, &action).await?;
    let planned: Vec<Planned> = ids
        .into_iter()
        .zip(steps)
        .map(|(order_id, step)| {
            let seen = newest.get(&order_id).copied().unwrap_or_default();
            Planned { order_id, seen, step }
        })
        .collect();
    let now = clock.now();
    Ok(db
        .transaction(move |tx| {
            Box::pin(async move { keep(tx, now, actor_id, &action, &planned).await })
        })
        .await?)
}

async fn steps(
    db: &Db,
    actor_id: AccountId,
    orders: &[Order],
    action: &Action,
) -> Result<Vec<Step>, db::Error> {
    let each = |step: &dyn Fn(&Order) -> Step| orders.iter().map(step).collect();
    Ok(match action {
        Action::Cancel => cancels(db, orders).await?,
        Action::Resend => each(&|order| {
            if order.state == State::Hold {
                doing("Is sent again.")
            } else {
                skip(&format!("it is {}, not on hold", state_word(order.state)))
            }
        }),
        Action::Complete => each(&complete),
        Action::Partial(remains) => each(&|order| partial(order, *remains)),
        Action::Refund(percent) => each(&|order| refund(order, *percent, actor_id)),
        Action::Note(_) => each(&|_| doing("Gets the note.")),
        Action::Move(to) => {
            let answers = moving::foresee(db, orders, *to).await?;
            let step = |answer| match answer {
                Ok(()) => doing("Is moved."),
                Err(why) => skip(&why),
            };
            answers.into_iter().map(step).collect()
        }
    })
}

fn doing(says: &'static str) -> Step {
    Step::Do(Doing { says, ..Doing::default() })
}

fn skip(why: &impl std::fmt::Display) -> Step {
    Step::Skip(sentence(why))
}

/// As on the page of the customer who cancels.
async fn cancels(db: &Db, orders: &[Order]) -> Result<Vec<Step>, db::Error> {
    let mut services: Vec<ServiceId> = orders.iter().map(|order| order.service_id).collect();
    services.sort_unstable();
    services.dedup();
    let services = catalogue::find(db.pool(), &services).await?;
    let effects = cancel::foresee(db, orders, &services).await?;
    let step = |effect| match effect {
        Ok(Effect::Ends { back }) => {
            Step::Do(Doing { money: back, says: "Ends at once.", ..Doing::default() })
        }
        Ok(Effect::StopsRuns { back, .. }) => Step::Do(Doing {
            money: back,
            says: "Makes no more runs; those that were made go on.",
            ..Doing::default()
        }),
        Ok(Effect::StopsPortions { back }) => Step::Do(Doing {
            money: back,
            says: "What was not sent ends at once; the provider is asked to stop the rest.",
            ..Doing::default()
        }),
        Ok(Effect::Asks) => doing("The provider is asked to stop. Its answer decides the refund."),
        Err(refused) => skip(&refused),
    };
    Ok(effects.into_iter().map(step).collect())
}

/// Why the order cannot be ended; `None`: it can.
fn cannot_end(order: &Order, choice: decide::Choice) -> Option<Step> {
    match order.state {
        _ if decide::choices(order).contains(&choice) => None,
        state if state.is_final() => Some(skip(&format!("it has ended: {}", state_word(state)))),
        _ if order.form.is_parent() => {
            Some(skip(&"orders are made from it: end those, or cancel it"))
        }
        State::Submitting => Some(skip(&"it is being sent right now")),
        state => Some(skip(&format!("it is {}", state_word(state)))),
    }
}

fn complete(order: &Order) -> Step {
    cannot_end(order, decide::Choice::Completed).unwrap_or_else(|| doing("Ends as completed."))
}

fn partial(order: &Order, remains: Option<i64>) -> Step {
    // A single unit has no part; the sentence about what remains says so.
    let choice = decide::Choice::Partial;
    if order.quantity > 1
        && let Some(step) = cannot_end(order, choice)
    {
        return step;
    }
    let remains = remains.unwrap_or(order.remains);
    if !(1..order.quantity).contains(&remains) {
        return skip(&format!("{remains} cannot remain of {}", order.quantity));
    }
    let back = order.charge.refund(remains, order.quantity).unwrap_or_default();
    let money = back.checked_sub(order.refunded).unwrap_or_default().max(Money::ZERO);
    Step::Do(Doing { money, remains: Some(remains), says: "Ends in part.", total: None })
}

fn refund(order: &Order, percent: i32, actor_id: AccountId) -> Step {
    if order.account_id == actor_id {
        return skip(&"it is your own order: ask another member of staff");
    }
    if !takes_refunds(order.form, order.state) {
        return match order.state {
            State::Canceled => skip(&"it is canceled: all of it was refunded"),
            _ if order.form.is_parent() => skip(&"orders are made from it: refund those"),
            state if state.is_final() => skip(&format!("it is {}", state_word(state))),
            _ => skip(&"it has not ended yet"),
        };
    }
    let total = order.charge.refund(percent.into(), 100).unwrap_or_default();
    match total.checked_sub(order.refunded) {
        Some(money) if money > Money::ZERO => {
            Step::Do(Doing { money, total: Some(total), says: "Is refunded.", remains: None })
        }
        _ => skip(&"as much or more was refunded before"),
    }
}

/// What the page shows, in one number: two tabs with the same plan do not run it twice.
fn digest(action: &Action, planned: &[Planned]) -> Vec<u8> {
    let mut text = format!("{action:?}");
    for one in planned {
        let step = match &one.step {
            Step::Do(doing) => format!("{:?} {:?} {}", doing.total, doing.remains, doing.says),
            Step::Skip(why) => why.clone(),
        };
        text.push_str(&format!("\n{} {} {step}", one.order_id, one.seen));
    }
    sha256(text.as_bytes()).to_vec()
}

async fn keep(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    actor_id: AccountId,
    action: &Action,
    planned: &[Planned],
) -> Result<i64, db::Error> {
    let (mut remains, mut percent, mut provider, mut note) = (None, None, None, None);
    match action {
        Action::Partial(units) => remains = *units,
        Action::Refund(part) => percent = Some(*part),
        Action::Note(text) => note = Some(text.as_str()),
        Action::Move(to) => provider = *to,
        Action::Cancel | Action::Resend | Action::Complete => {}
    }
    let id = sqlx::query_scalar!(
        "insert into bulk_actions (actor_id, action, remains, percent, provider_id, note, digest,
                                   planned_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
        actor_id as AccountId,
        action.kind().as_str(),
        remains,
        percent,
        provider as Option<ProviderId>,
        note,
        digest(action, planned),
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    let done = |one: &Planned| matches!(one.step, Step::Do(_));
    let of = |one: &Planned| match &one.step {
        Step::Do(doing) => (doing.money, doing.total, doing.remains),
        Step::Skip(_) => (Money::ZERO, None, None),
    };
    let says = |one: &Planned| match &one.step {
        Step::Do(doing) => doing.says.to_owned(),
        Step::Skip(why) => why.clone(),
    };
    let standing = |one: &Planned| match done(one) {
        true => Standing::Waiting,
        false => Standing::Skipped,
    };
    sqlx::query!(
        "insert into bulk_items (action_id, order_id, state, seen, total, remains, money, result)
         select $1, * from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[],
                                  $6::bigint[], $7::bigint[], $8::text[])",
        id,
        &column(planned, |one| one.order_id) as &[OrderId],
        &column(planned, standing) as &[Standing],
        &column(planned, |one| one.seen),
        &column(planned, |one| of(one).1) as &[Option<Money>],
        &column(planned, |one| of(one).2) as &[Option<i64>],
        &column(planned, |one| of(one).0) as &[Money],
        &column(planned, says)
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

//! The only writer of orders that exist: the row, its events, its cancels and the ledger, for any
//! number of orders in the same few statements.
//!
//! Some statements stay beside their callers for speed: what dispatch takes, what drip-feeds make,
//! and looks that only put off `due_at`. `tests/house.rs` names them. No other statement may update
//! orders.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::kit::db::{self, column};
use crate::kit::money::{Money, Rate};
use crate::ledger::{Class, Posting, Wallets};
use crate::orders::attention::Attention;
use crate::orders::event::{self, Event};
use crate::orders::locked_order::LockedOrder;
use crate::orders::looks;
use crate::orders::transition::Transition;
use crate::orders::{OrderId, State};
use crate::providers::ProviderId;

/// Writes these transitions, each once. The orders are locked already; their wallets are locked
/// here. If one of the steps is not allowed, nothing is written.
pub(in crate::orders) async fn write(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    mut transitions: Vec<Transition>,
) -> Result<(), db::Error> {
    transitions.retain(Transition::changes_anything);
    if let Some(wrong) = transitions.iter().find(|transition| !transition.is_allowed()) {
        let (order, state) = (&wrong.before, wrong.after.state);
        return Err(db::Error::Refused(format!(
            "order {} is {} and cannot become {}",
            order.id,
            order.state.as_str(),
            state.as_str()
        )));
    }
    let postings: Vec<Posting> =
        transitions.iter_mut().flat_map(|one| std::mem::take(&mut one.postings)).collect();
    let mut wallets = lock_wallets(tx, &postings).await?;
    for posting in postings {
        wallets.post(posting)?;
    }
    write_rows(tx, now, &transitions).await?;
    write_links(tx, &transitions).await?;
    looks::write(tx, &transitions).await?;
    close_cancels(tx, now, &transitions).await?;
    ask_cancels(tx, now, &transitions).await?;
    let events: Vec<Event> = transitions.iter().flat_map(events_of).collect();
    event::write(tx, &events, now).await?;
    wallets.write(tx, now).await
}

/// A completed order touches no wallet.
async fn lock_wallets(
    tx: &mut PgTransaction<'_>,
    postings: &[Posting],
) -> Result<Wallets, db::Error> {
    let touched = postings.iter().filter(|posting| {
        !posting.amount.is_zero() && [posting.debit, posting.credit].contains(&Class::Wallet)
    });
    let accounts: Vec<AccountId> = touched.map(|posting| posting.account_id).collect();
    if accounts.is_empty() {
        return Ok(Wallets::default());
    }
    Wallets::lock(tx, &accounts).await
}

fn events_of(transition: &Transition) -> impl Iterator<Item = Event> {
    let order = &transition.after;
    let of = (order.account_id, order.id);
    transition.happened.iter().map(move |(kind, data)| {
        Event::new(of, *kind, order.amounts()).with(data.clone()).by(transition.actor_id)
    })
}

async fn write_rows(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    transitions: &[Transition],
) -> Result<(), db::Error> {
    let rows: Vec<&LockedOrder> = transitions
        .iter()
        .filter(|transition| transition.changes_row())
        .map(|transition| &transition.after)
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    // Each new state gets a new fence: an answer to an earlier attempt then finds no row. An order
    // that comes back to the queue, or that staff moved, waits in lane 0, where dispatch looks at it
    // by itself. An order
    // that has ended keeps no other away from its link.
    // `limit` leaves out nothing. It tells the planner to expect few rows and to look them up by key.
    sqlx::query!(
        "update orders o set state = n.state, remains = n.remains, start_count = n.start_count,
                refunded = n.refunded, cost = n.cost, cost_rate = n.cost_rate,
                runs_left = n.runs_left, due_at = n.due_at, provider_id = n.provider_id,
                upstream_id = n.upstream_id, rank = n.rank, author = n.author,
                unread_since = n.unread_since, unread = n.unread,
                unread_raised_at = n.unread_raised_at, gave_up_at = n.gave_up_at,
                attention = n.attention, attention_reason = n.attention_reason,
                moved_to = n.moved_to, reported = n.reported,
                lane = case when n.state = 'queued'
                                 and (n.state <> o.state
                                      or n.moved_to is distinct from o.moved_to)
                                 and o.form in ('single', 'run', 'post', 'portion') then 0
                            when n.state in ('queued', 'submitting') then o.lane end,
                fence = case when n.state = o.state then o.fence
                             else nextval('order_fence') end,
                started_at = coalesce(o.started_at,
                    case when n.remains < o.quantity then $1::timestamptz end),
                gives_up_at = case when not n.is_final and n.gave_up_at is null
                                   then o.gives_up_at end,
                link_hash = case when not n.is_final then o.link_hash end,
                ended_at = case when n.is_final then coalesce(o.ended_at, $1) end
         from (select unnest($2::bigint[]) as id, unnest($3::text[]) as state,
                      unnest($4::bigint[]) as remains, unnest($5::bigint[]) as start_count,
                      unnest($6::bigint[]) as refunded, unnest($7::bigint[]) as cost,
                      unnest($8::bigint[]) as cost_rate, unnest($9::int[]) as runs_left,
                      unnest($10::timestamptz[]) as due_at, unnest($11::bigint[]) as provider_id,
                      unnest($12::text[]) as upstream_id, unnest($13::int[]) as rank,
                      unnest($14::text[]) as author, unnest($15::timestamptz[]) as unread_since,
                      unnest($16::text[]) as unread,
                      unnest($17::timestamptz[]) as unread_raised_at,
                      unnest($18::timestamptz[]) as gave_up_at, unnest($19::text[]) as attention,
                      unnest($20::text[]) as attention_reason, unnest($21::bool[]) as is_final,
                      unnest($22::bigint[]) as moved_to, unnest($23::text[]) as reported
               limit cardinality($2::bigint[])) as n
         where o.id = n.id",
        now,
        &column(&rows, |order| order.id) as &[OrderId],
        &column(&rows, |order| order.state) as &[State],
        &column(&rows, |order| order.remains),
        &column(&rows, |order| order.start_count) as &[Option<i64>],
        &column(&rows, |order| order.refunded) as &[Money],
        &column(&rows, |order| order.cost) as &[Money],
        &column(&rows, |order| order.cost_rate) as &[Rate],
        &column(&rows, |order| order.runs_left) as &[Option<i32>],
        &column(&rows, |order| order.due_at.filter(|_| !order.has_look()))
            as &[Option<DateTime<Utc>>],
        &column(&rows, |order| order.provider_id) as &[Option<ProviderId>],
        &column(&rows, |order| order.upstream_id.as_deref()) as &[Option<&str>],
        &column(&rows, |order| order.rank) as &[Option<i32>],
        &column(&rows, |order| order.author.as_deref()) as &[Option<&str>],
        &column(&rows, |order| order.unread_since) as &[Option<DateTime<Utc>>],
        &column(&rows, |order| order.unread.as_deref()) as &[Option<&str>],
        &column(&rows, |order| order.unread_raised_at) as &[Option<DateTime<Utc>>],
        &column(&rows, |order| order.gave_up_at) as &[Option<DateTime<Utc>>],
        &column(&rows, |order| order.attention.as_deref()) as &[Option<&str>],
        &column(&rows, |order| order.attention_reason) as &[Option<Attention>],
        &column(&rows, |order| order.state.is_final()),
        &column(&rows, |order| order.moved_to) as &[Option<ProviderId>],
        &column(&rows, |order| order.reported.as_deref()) as &[Option<&str>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A link changes seldom, so it has a statement of its own. If another open order of the customer
/// keeps this target for itself, the table refuses (`orders_one_per_link`).
async fn write_links(
    tx: &mut PgTransaction<'_>,
    transitions: &[Transition],
) -> Result<(), db::Error> {
    for one in transitions {
        let Some(new) = &one.new_link else { continue };
        sqlx::query!(
            "update orders set link = $2, target = $3, link_hash = $4 where id = $1",
            one.after.id as OrderId,
            new.link,
            new.target,
            new.hash
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// An order that has ended has no open cancel.
async fn close_cancels(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    transitions: &[Transition],
) -> Result<(), db::Error> {
    let ended: Vec<&LockedOrder> =
        transitions.iter().filter(|one| one.ended()).map(|one| &one.after).collect();
    if ended.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update cancels c
         set state = case when e.state = 'completed' then 'refused' else 'done' end,
             due_at = null, ended_at = $3
         from unnest($1::bigint[], $2::text[]) as e (id, state)
         where c.order_id = e.id and c.ended_at is null",
        &column(&ended, |order| order.id) as &[OrderId],
        &column(&ended, |order| order.state) as &[State],
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// If staff deliver an order, nobody is asked to cancel it: it stands in their queue.
async fn ask_cancels(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    transitions: &[Transition],
) -> Result<(), db::Error> {
    let asking: Vec<&LockedOrder> =
        transitions.iter().filter(|one| one.asks_cancel).map(|one| &one.after).collect();
    if asking.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into cancels (account_id, order_id, due_at, asked_at)
         select n.account_id, n.order_id,
                case when p.protocol = 'manual' then null else $1::timestamptz end,
                $1::timestamptz
         from unnest($2::bigint[], $3::bigint[], $4::bigint[])
              as n (account_id, order_id, provider_id)
         left join providers p on p.id = n.provider_id",
        now,
        &column(&asking, |order| order.account_id) as &[AccountId],
        &column(&asking, |order| order.id) as &[OrderId],
        &column(&asking, |order| order.provider_id) as &[Option<ProviderId>],
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

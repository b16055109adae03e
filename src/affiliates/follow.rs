//! Commission follows orders: reads the events of orders, and brings the commissions of brought
//! customers in step with what their orders are now. It reads the order, not the event, so many
//! events of an order are one look, and a look too many changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::code::SubIds;
use super::commission::{self, Which};
use super::decide::{Brought, decide};
use super::plan::{CommissionType, Plan};
use super::{MemberId, MemberState, OfferId, member, writer};
use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::money::Money;
use crate::orders::event_reader::{self, ReadEvent, Reader};
use crate::orders::{OrderId, sales};

/// Events that are read at a time.
pub const EVENTS_MAX: i64 = 5000;

/// Reads the next events. Answers how many there were; fewer than [`EVENTS_MAX`] means that these
/// were all for now.
pub async fn follow(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            let events = event_reader::next(tx, Reader::Affiliates, EVENTS_MAX).await?;
            let events = events.unwrap_or_default();
            if !events.is_empty() {
                failpoint("follow-after-read");
                step(tx, now, &events).await?;
                failpoint("follow-before-commit");
            }
            Ok(events.len())
        })
    })
    .await
}

/// Reads all the events that there are. Events are read only below the oldest transaction of the
/// whole server, so anybody's may hold the newest ones back: waits for it, at most a minute.
pub async fn catch_up(db: &Db, clock: &Clock) -> Result<(), db::Error> {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        while follow(db, clock).await? > 0 {}
        let is_behind = event_reader::is_behind(db.pool(), Reader::Affiliates).await?;
        if !is_behind || Instant::now() >= until {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn step(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    events: &[ReadEvent],
) -> Result<(), db::Error> {
    let changed = || events.iter().filter(|event| event.has_amounts);
    let accounts: BTreeSet<AccountId> = changed().map(|event| event.account_id).collect();
    let members = members_of(tx, &accounts.into_iter().collect::<Vec<_>>()).await?;
    if members.is_empty() {
        return Ok(());
    }
    let ids: BTreeSet<MemberId> = members.values().copied().collect();
    member::lock(tx, &ids.into_iter().collect::<Vec<_>>()).await?;
    // Read under the lock, so that what staff decide of a member or a flag is seen by this look or
    // finds the rows that it wrote.
    let brought = brought(tx, &members.keys().copied().collect::<Vec<_>>()).await?;
    let theirs = changed().filter(|event| brought.contains_key(&event.account_id));
    let orders: BTreeSet<OrderId> = theirs.map(|event| event.order_id).collect();
    let sales = sales::of(tx, &orders.into_iter().collect::<Vec<_>>()).await?;
    let which =
        Which { orders: sales.iter().map(|sale| sale.order_id).collect(), ..Which::default() };
    let rows = commission::by_order(commission::lock(tx, &which).await?);
    let changes = sales.iter().filter_map(|sale| {
        let rows = rows.get(&sale.order_id).map_or(&[][..], Vec::as_slice);
        decide(sale, rows, brought.get(&sale.account_id)?, now)
    });
    writer::write(tx, now, changes.collect(), Vec::new()).await
}

/// The members who brought these accounts, as far as somebody did.
async fn members_of(
    tx: &mut PgTransaction<'_>,
    accounts: &[AccountId],
) -> Result<BTreeMap<AccountId, MemberId>, db::Error> {
    let rows = sqlx::query!(
        r#"select customer_id as "customer_id: AccountId", member_id as "member_id: MemberId"
           from affiliate_customers where customer_id = any($1)"#,
        accounts as &[AccountId]
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.customer_id, row.member_id)).collect())
}

async fn brought(
    tx: &mut PgTransaction<'_>,
    customers: &[AccountId],
) -> Result<BTreeMap<AccountId, Brought>, db::Error> {
    let rows = sqlx::query!(
        r#"select c.customer_id as "customer_id: AccountId", m.id as "member_id: MemberId",
                  m.offer_id as "offer_id: OfferId", m.account_id as "account_id: AccountId",
                  m.state as "state: MemberState", m.state_since, c.sub_id1, c.sub_id2, c.sub_id3,
                  c.bound_at, (c.flag is not null and c.verdict is null) as "is_held!",
                  (c.verdict is not distinct from 'fraud') as "is_fraud!"
           from affiliate_customers c join affiliate_members m on m.id = c.member_id
           where c.customer_id = any($1)"#,
        customers as &[AccountId]
    )
    .fetch_all(&mut **tx)
    .await?;
    let offers: BTreeSet<OfferId> = rows.iter().map(|row| row.offer_id).collect();
    let mut plans: BTreeMap<OfferId, Vec<Plan>> = BTreeMap::new();
    for (offer_id, plan) in plans_of(tx, &offers.into_iter().collect::<Vec<_>>()).await? {
        plans.entry(offer_id).or_default().push(plan);
    }
    let brought = rows.into_iter().map(|row| {
        let suspended = row.state != MemberState::Approved;
        let one = Brought {
            member_id: row.member_id,
            offer_id: row.offer_id,
            affiliate: row.account_id,
            sub_ids: SubIds([row.sub_id1, row.sub_id2, row.sub_id3]),
            bound_at: row.bound_at,
            suspended_at: suspended.then_some(row.state_since),
            is_held: row.is_held,
            is_fraud: row.is_fraud,
            plans: plans.get(&row.offer_id).cloned().unwrap_or_default(),
        };
        (row.customer_id, one)
    });
    Ok(brought.collect())
}

/// The plans of these offers, the older ones first.
async fn plans_of(
    tx: &mut PgTransaction<'_>,
    offers: &[OfferId],
) -> Result<Vec<(OfferId, Plan)>, db::Error> {
    let rows = sqlx::query!(
        r#"select offer_id as "offer_id: OfferId", since,
                  commission_type as "commission_type: CommissionType",
                  commission as "commission: Money", hold_days, months
           from affiliate_plans where offer_id = any($1) order by since, id"#,
        offers as &[OfferId]
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let plan = Plan {
                since: row.since,
                commission_type: row.commission_type,
                commission: row.commission,
                hold_days: row.hold_days,
                months: row.months,
            };
            (row.offer_id, plan)
        })
        .collect())
}

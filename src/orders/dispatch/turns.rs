//! Whose order is sent next. A queued order waits in a lane: the provider that it goes to, as
//! `service_lanes` says. Dispatch reads only the lanes of providers that have room. In each lane the
//! customers have turns, in the order of their ids, from where the last look stopped; the orders of
//! one customer go by the time that they became due. So neither a customer with very many orders
//! nor a provider that is full delays anybody else, and nothing is read past what waits.
//!
//! Lane 0 is for orders that dispatch must look at by themselves: those that came back, and those
//! without a route. A look sends such an order, moves it to a lane, puts it off or puts it on hold.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::catalogue::{Kind, ServiceId};
use crate::kit::db::{self, Db, column};
use crate::orders::OrderId;
use crate::orders::dispatch::{Queued, Room};
use crate::providers::ProviderId;

/// The lane of orders that dispatch looks at by themselves.
const BY_THEMSELVES: i64 = 0;
/// The most customers that a look passes in a lane. Some may have nothing that is due.
const PASSED_MAX: i32 = 1000;
/// The most orders that are moved in one transaction.
const MOVED_MAX: i64 = 5000;

/// Where the turns are. Each process has its own; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Turns(Arc<Mutex<Last>>);

/// Who had the last turn.
#[derive(Debug, Default)]
struct Last {
    /// The customer, by lane.
    customers: HashMap<i64, i64>,
    /// The lane in which a look had enough.
    lane: i64,
}

/// A customer's turn in a lane.
struct Turn {
    lane: i64,
    account_id: AccountId,
    /// Since when its first order is due; `None`: nothing is due.
    due_at: Option<DateTime<Utc>>,
    /// If it is the last one: the look stopped here, but not because the round was over.
    is_cut: bool,
}

/// What a lane can take.
#[derive(Debug, Clone, Copy)]
struct Free {
    lane: i64,
    room: i64,
}

impl Turns {
    /// Locks up to `limit` orders that are due, for providers with room. Also answers whether
    /// customers are left whose turn has not come.
    pub(super) async fn pick(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        room: &Room,
        limit: i64,
    ) -> Result<(Vec<Queued>, bool), db::Error> {
        let open = room.iter().filter(|(_, room)| **room > 0);
        let mut lanes: Vec<Free> = open
            .map(|(id, room)| Free { lane: id.get(), room: limit.min(i64::from(*room)) })
            .collect();
        lanes.push(Free { lane: BY_THEMSELVES, room: limit });
        let mut rounds: BTreeMap<i64, Vec<Turn>> = BTreeMap::new();
        for turn in self.walk(tx, now, &lanes).await? {
            rounds.entry(turn.lane).or_default().push(turn);
        }
        let mut goes_on = false;
        let mut picked = Vec::new();
        let first = self.last().lane + 1;
        for (&lane, round) in rounds.range(first..).chain(rounds.range(..first)) {
            let left = limit - i64::try_from(picked.len()).unwrap_or(limit);
            if left <= 0 {
                return Ok((picked, true));
            }
            self.last().lane = lane;
            let free = lanes.iter().find(|free| free.lane == lane).map_or(0, |free| free.room);
            goes_on |= round.last().is_some_and(|turn| turn.is_cut);
            picked.extend(self.serve(tx, now, round, free.min(left)).await?);
        }
        Ok((picked, goes_on))
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next customers in each lane, in the order of their turns: as many with something due as
    /// there is room, or all of them once. Each is found by one step in the index.
    async fn walk(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        lanes: &[Free],
    ) -> Result<Vec<Turn>, db::Error> {
        let after = {
            let last = self.last();
            column(lanes, |free| last.customers.get(&free.lane).copied().unwrap_or(0))
        };
        Ok(sqlx::query_as!(
            Turn,
            r#"with recursive walk as (
                select l.lane, l.room, 1 as nth,
                       f.account_id as lane_first, f.due_at as lane_first_due,
                       coalesce(n.account_id, f.account_id) as first,
                       coalesce(n.account_id, f.account_id) as account_id,
                       case when n.account_id is null then f.due_at else n.due_at end as due_at,
                       0 as before
                from (select unnest($2::bigint[]) as lane, unnest($3::bigint[]) as room,
                             unnest($4::bigint[]) as after) as l
                cross join lateral (
                    select account_id, due_at from orders where lane = l.lane
                    order by account_id, due_at limit 1) as f
                left join lateral (
                    select account_id, due_at from orders
                    where lane = l.lane and account_id > l.after
                    order by account_id, due_at limit 1) as n on true
                union all
                select w.lane, w.room, w.nth + 1, w.lane_first, w.lane_first_due, w.first,
                       coalesce(n.account_id, w.lane_first),
                       case when n.account_id is null then w.lane_first_due else n.due_at end,
                       w.before + (w.due_at <= $1)::int
                from walk w
                left join lateral (
                    select account_id, due_at from orders
                    where lane = w.lane and account_id > w.account_id
                    order by account_id, due_at limit 1) as n on true
                where w.before + (w.due_at <= $1)::int < w.room and w.nth < $5
                  and coalesce(n.account_id, w.lane_first) <> w.first)
               select lane as "lane!", account_id as "account_id!: AccountId",
                      case when due_at <= $1 then due_at end as due_at,
                      before + 1 >= room or nth >= $5 as "is_cut!"
               from walk order by lane, nth"#,
            now,
            &column(lanes, |free| free.lane),
            &column(lanes, |free| free.room),
            &after,
            PASSED_MAX
        )
        .fetch_all(&mut **tx)
        .await?)
    }

    /// Locks the orders of these customers, an equal share for each. What one of them leaves goes
    /// to those who have more.
    async fn serve(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        round: &[Turn],
        room: i64,
    ) -> Result<Vec<Queued>, db::Error> {
        let mut waiting: Vec<&Turn> = round.iter().filter(|turn| turn.due_at.is_some()).collect();
        waiting.truncate(usize::try_from(room).unwrap_or(usize::MAX));
        let is_short = i64::try_from(waiting.len()).is_ok_and(|many| many == room);
        let last = if is_short { waiting.last().copied() } else { round.last() };
        if let Some(turn) = last {
            self.last().customers.insert(turn.lane, turn.account_id.get());
        }
        let mut picked: Vec<Queued> = Vec::new();
        loop {
            let left = room - i64::try_from(picked.len()).unwrap_or(room);
            let many = i64::try_from(waiting.len()).unwrap_or(left);
            if left <= 0 || many == 0 {
                break;
            }
            let shares: Vec<i64> =
                (0..many).map(|nth| left / many + i64::from(nth < left % many)).collect();
            let before = picked.len();
            picked.extend(lock(tx, now, &waiting, &shares, &picked).await?);
            let mut got: HashMap<AccountId, i64> = HashMap::new();
            for row in &picked[before..] {
                *got.entry(row.account_id).or_default() += 1;
            }
            let mut share = shares.into_iter();
            waiting.retain(|turn| {
                let share = share.next().unwrap_or(0);
                share > 0 && got.get(&turn.account_id) == Some(&share)
            });
        }
        Ok(picked)
    }
}

/// Locks up to a share of the orders of each of these customers, those that became due first.
async fn lock(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    turns: &[&Turn],
    shares: &[i64],
    but: &[Queued],
) -> Result<Vec<Queued>, db::Error> {
    // `since` spares a second search for the first order: until it is vacuumed, the index has the
    // orders that went before. If the customer asked for a cancel while the order was on its way,
    // it is canceled, not sent again. What is locked here already is not skipped, so it is left out by its id.
    Ok(sqlx::query_as!(
        Queued,
        r#"select o.id as "id!: OrderId", o.account_id as "account_id!: AccountId", o.lane,
                  o.service_id as "service_id!: ServiceId", s.kind as "kind: Kind",
                  o.link as "link!", o.quantity as "quantity!", o.details, o.tries as "tries!",
                  o.speed, o.target_position, o.target_hours,
                  o.moved_to as "moved_to: ProviderId"
           from (select unnest($2::bigint[]) as lane, unnest($3::bigint[]) as account_id,
                        unnest($4::bigint[]) as share, unnest($6::timestamptz[]) as since) as t
           cross join lateral (
                select * from orders q
                where q.lane = t.lane and q.account_id = t.account_id
                  and q.due_at between t.since and $1
                  and q.state = 'queued' and q.id <> all($5)
                  and not exists (select from cancels c where c.order_id = q.id
                                  and c.ended_at is null)
                order by q.due_at limit t.share for no key update skip locked) as o
           join services s on s.id = o.service_id"#,
        now,
        &column(turns, |turn| turn.lane),
        &column(turns, |turn| turn.account_id) as &[AccountId],
        shares,
        &column(but, |row| row.id) as &[OrderId],
        &column(turns, |turn| turn.due_at) as &[Option<DateTime<Utc>>]
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// Orders that wait in another lane from now on.
#[derive(Default)]
pub(super) struct Moves {
    ids: Vec<OrderId>,
    /// `None`: the lane of its service.
    lanes: Vec<Option<i64>>,
}

impl Moves {
    pub fn to(&mut self, order: &Queued, lane: i64) {
        if order.lane != Some(lane) {
            self.ids.push(order.id);
            self.lanes.push(Some(lane));
        }
    }

    /// To the lane of its service.
    pub fn home(&mut self, order: &Queued) {
        self.ids.push(order.id);
        self.lanes.push(None);
    }

    pub async fn write(&self, tx: &mut PgTransaction<'_>) -> Result<(), db::Error> {
        if self.ids.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "update orders o set lane = n.lane
             from (select m.id, coalesce(m.lane, l.lane) as lane
                   from unnest($1::bigint[], $2::bigint[]) as m (id, lane)
                   join orders q on q.id = m.id
                   left join service_lanes l on l.service_id = q.service_id and m.lane is null) as n
             where o.id = n.id and o.lane <> n.lane",
            &self.ids as &[OrderId],
            &self.lanes as &[Option<i64>]
        )
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

/// Moves orders out of lanes that nobody reads, if their services lead elsewhere by now: a provider
/// was closed or a route paused, and another one is open. An order that a provider has refused goes
/// its own way, so dispatch looks at it. Answers whether there may be more. `open`: the providers
/// whose lanes are read.
pub async fn sort(db: &Db, open: Vec<ProviderId>) -> Result<bool, db::Error> {
    let read: HashSet<i64> = open.iter().map(|id| id.get()).chain([BY_THEMSELVES]).collect();
    let lanes = sqlx::query_scalar!(
        r#"with recursive lanes as (
            (select lane from orders where lane is not null order by lane limit 1)
            union all
            select (select lane from orders where lane > l.lane order by lane limit 1)
            from lanes l where l.lane is not null)
           select lane as "lane!" from lanes where lane is not null"#
    )
    .fetch_all(db.pool())
    .await?;
    let closed: Vec<i64> = lanes.into_iter().filter(|lane| !read.contains(lane)).collect();
    if closed.is_empty() {
        return Ok(false);
    }
    db.transaction(move |tx| {
        Box::pin(async move {
            let moved = sqlx::query!(
                "with home as materialized (select service_id, lane from service_lanes),
                 lost as (
                    select q.id, case when exists (select from attempts a where a.order_id = q.id
                                                   and a.state = 'refused')
                                      then 0 else h.lane end as lane
                    from orders q join home h on h.service_id = q.service_id
                    where q.lane = any($1) and h.lane <> q.lane and q.state = 'queued'
                    limit $2 for no key update of q skip locked)
                 update orders o set lane = l.lane from lost l where o.id = l.id",
                &closed,
                MOVED_MAX
            )
            .execute(&mut **tx)
            .await?;
            Ok(i64::try_from(moved.rows_affected()).is_ok_and(|moved| moved == MOVED_MAX))
        })
    })
    .await
}

/// Orders that are put off until later.
#[derive(Default)]
pub(super) struct Waits {
    ids: Vec<OrderId>,
    until: Vec<DateTime<Utc>>,
}

impl Waits {
    pub fn push(&mut self, id: OrderId, until: DateTime<Utc>) {
        self.ids.push(id);
        self.until.push(until);
    }

    pub async fn write(&self, tx: &mut PgTransaction<'_>) -> Result<(), db::Error> {
        if self.ids.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "update orders o set due_at = n.until, tries = o.tries + 1
             from unnest($1::bigint[], $2::timestamptz[]) as n (id, until) where o.id = n.id",
            &self.ids as &[OrderId],
            &self.until
        )
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

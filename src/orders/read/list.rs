//! Lists of orders, of which people see a page: filtered, searched, counted. What must stay true:
//! a page costs about the same with millions of orders as with a few.

use std::collections::HashMap;

use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::catalogue::{Link, ServiceId};
use crate::kit::db::{self, Db};
use crate::kit::page::{Cursor, PAGE_ROWS, Page};
use crate::orders::read::{Order, by_ids};
use crate::orders::{OrderId, State};

/// No list counts further. A reseller has millions of orders, and "10,000+" says enough.
pub const COUNTED_MAX: i64 = 10_000;
/// Words of a link are looked for among so many of the newest orders.
const LOOKED_AT_MAX: i64 = 10_000;
/// The most orders that a search by link finds.
const FOUND_MAX: i64 = 1_000;

/// Which orders a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub account_id: Option<AccountId>,
    /// Only these states; empty: all.
    pub states: Vec<State>,
    /// An order's id, its link in any spelling, or a part of the link of one of the newest orders.
    pub search: Option<String>,
    pub service_id: Option<ServiceId>,
    /// Only those that a person should look at.
    pub attention: bool,
    /// Only the runs or posts of this one.
    pub parent_id: Option<OrderId>,
    /// Leaves out runs and posts: their parent stands for them.
    pub families: bool,
    /// Only these; empty: all.
    pub ids: Vec<OrderId>,
}

/// A page of a list, newest first.
pub async fn page(db: &Db, filter: &Filter, cursor: Cursor) -> Result<Page<Order>, db::Error> {
    let page = Page::new(ids(db, filter, cursor).await?, cursor, |id| id.get());
    let rows = by_ids(db, &page.rows).await?;
    Ok(Page { rows, newer: page.newer, older: page.older })
}

/// The ids of a page and one more, in the cursor's direction.
async fn ids(db: &Db, filter: &Filter, cursor: Cursor) -> Result<Vec<OrderId>, db::Error> {
    let search = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let found = match search {
        Some(text) => Some(match text.trim_start_matches('#').parse::<i64>() {
            Ok(id) => vec![OrderId::new(id)],
            Err(_) => by_link(db, filter.account_id, text).await?,
        }),
        None => None,
    };
    match (found, filter.ids.as_slice()) {
        (None, []) => all(db, filter, cursor).await,
        (None, ids) => among(db, filter, cursor, ids).await,
        (Some(mut found), ids) => {
            found.retain(|id| ids.is_empty() || ids.contains(id));
            among(db, filter, cursor, &found).await
        }
    }
}

/// There are two ordered queries, one for each direction, and one of them runs: an `order by` that
/// depends on a parameter can use no index.
async fn all(db: &Db, filter: &Filter, cursor: Cursor) -> Result<Vec<OrderId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"(select id as "id!: OrderId" from orders
            where $6::bigint < 0 and ($1::bigint is null or account_id = $1)
              and (cardinality($2::text[]) = 0 or state = any($2))
              and ($3::bigint is null or service_id = $3) and (not $8 or attention is not null)
              and ($9::bigint is null or parent_id = $9) and (not $10 or parent_id is null)
              and (not $11 or lane is not null)
              and (not $12 or id in (select order_id from looks where what = 'sending'))
              and (not $13 or due_at is not null and lane is null)
              and (not $14 or lane is not null or due_at is not null and lane is null)
              and id < $4
            order by id desc limit $7)
           union all
           (select id from orders
            where $6::bigint > 0 and ($1::bigint is null or account_id = $1)
              and (cardinality($2::text[]) = 0 or state = any($2))
              and ($3::bigint is null or service_id = $3) and (not $8 or attention is not null)
              and ($9::bigint is null or parent_id = $9) and (not $10 or parent_id is null)
              and (not $11 or lane is not null)
              and (not $12 or id in (select order_id from looks where what = 'sending'))
              and (not $13 or due_at is not null and lane is null)
              and (not $14 or lane is not null or due_at is not null and lane is null)
              and id > $5
            order by id limit $7)"#,
        filter.account_id as Option<AccountId>,
        &filter.states as &[State],
        filter.service_id as Option<ServiceId>,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1,
        filter.attention,
        filter.parent_id as Option<OrderId>,
        filter.families,
        are_all(&filter.states, &[State::Queued]),
        are_all(&filter.states, &[State::Submitting]),
        are_all(&filter.states, &[State::Scheduled]),
        are_all(&filter.states, &[State::Scheduled, State::Queued]),
    )
    .fetch_all(db.pool())
    .await?)
}

/// As [`all`], for orders that are found already. It is a statement of its own: a plan that serves
/// all parameters would read every order instead of these.
async fn among(
    db: &Db,
    filter: &Filter,
    cursor: Cursor,
    found: &[OrderId],
) -> Result<Vec<OrderId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id!: OrderId" from orders
           where id = any($1) and ($2::bigint is null or account_id = $2)
             and (cardinality($3::text[]) = 0 or state = any($3))
             and ($4::bigint is null or service_id = $4) and (not $5 or attention is not null)
             and ($6::bigint is null or parent_id = $6) and (not $7 or parent_id is null)
             and id < $8 and id > $9
           order by id * $10::bigint limit $11"#,
        found as &[OrderId],
        filter.account_id as Option<AccountId>,
        &filter.states as &[State],
        filter.service_id as Option<ServiceId>,
        filter.attention,
        filter.parent_id as Option<OrderId>,
        filter.families,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db.pool())
    .await?)
}

/// Whether a list shows nothing but orders in these states. They are few at most times, and have
/// something in common that an index finds them by: a lane, a look, or a time when they are due.
fn are_all(states: &[State], these: &[State]) -> bool {
    !states.is_empty() && states.iter().all(|state| these.contains(state))
}

/// The newest orders with this link, in whatever spelling; and those of the newest that have the
/// text in their links.
pub(super) async fn by_link(
    db: &Db,
    account_id: Option<AccountId>,
    text: &str,
) -> Result<Vec<OrderId>, db::Error> {
    let target =
        Link::parse(text).map_or_else(|_| text.to_owned(), |link| link.target().to_string());
    let mut found = sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders
           where hashtextextended(target, 0) = hashtextextended($2::text, 0) and target = $2
             and ($1::bigint is null or account_id = $1)
           order by id desc limit $3"#,
        account_id as Option<AccountId>,
        target,
        FOUND_MAX
    )
    .fetch_all(db.pool())
    .await?;
    let words = like(text);
    let newest = match account_id {
        Some(account_id) => {
            let of_one = sqlx::query_scalar!(
                r#"select id as "id: OrderId"
                   from (select id, link from orders where account_id = $1
                         order by id desc limit $3) as newest
                   where link ilike $2 limit $4"#,
                account_id as AccountId,
                words,
                LOOKED_AT_MAX,
                FOUND_MAX
            );
            of_one.fetch_all(db.pool()).await?
        }
        None => {
            let of_all = sqlx::query_scalar!(
                r#"select id as "id: OrderId"
                   from (select id, link from orders order by id desc limit $2) as newest
                   where link ilike $1 limit $3"#,
                words,
                LOOKED_AT_MAX,
                FOUND_MAX
            );
            of_all.fetch_all(db.pool()).await?
        }
    };
    found.extend(newest);
    Ok(found)
}

pub(super) fn like(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// How many orders are in each state that is not final; none is counted further than
/// [`COUNTED_MAX`] + 1. Each count reads an index that has those rows alone.
pub async fn counts(db: impl PgExecutor<'_>) -> Result<HashMap<State, i64>, db::Error> {
    let rows = sqlx::query!(
        r#"select 'scheduled' as "state!: State", count(*) as "count!" from (
               select from orders where state = 'scheduled' and due_at is not null
                                    and lane is null limit $1) as few
           union all select 'queued', count(*) from (
               select from orders where state = 'queued' and lane is not null limit $1) as few
           union all select 'submitting', count(*) from (
               select from looks where what = 'sending' limit $1) as few
           union all select 'running', count(*) from (
               (select from looks where what = 'running' limit $1)
               union all
               (select from orders where state = 'running' and due_at is not null
                                     and form in ('drip', 'paced', 'subscription') limit $1))
               as few
           union all select state, count(*) from (
               (select state from orders where attention is not null
                    and state in ('hold', 'unknown', 'review') limit $1)
               union all
               (select 'unknown' from looks l join orders o on o.id = l.order_id
                where l.what = 'again' and o.attention is null limit $1)
               union all
               (select state from orders where state = 'paused' and form = 'subscription' limit $1))
               as few
               group by state"#,
        COUNTED_MAX + 1
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.state, row.count)).collect())
}

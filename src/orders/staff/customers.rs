//! The staff's list of customers: everyone with an account, with what they hold and what they spent. It
//! reads tables of several domains, because one statement has to search, sort and cut them.

use chrono::{DateTime, Utc};

use crate::accounts::AccountId;
use crate::accounts::account::Status;
use crate::accounts::email::Email;
use crate::accounts::role::Role;
use crate::catalogue::GroupId;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::page::PAGE_ROWS;

/// By what the list is sorted, the largest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Newest,
    Balance,
    Spent,
    LastOrder,
    LastSeen,
}

/// Who is listed.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the address, the name or a note, or the number; "": everyone.
    pub words: String,
    /// `Some(None)`: those who are in no group.
    pub group: Option<Option<GroupId>>,
    pub status: Option<Status>,
    /// Only those who owe something.
    pub owing: bool,
    pub sort: Sort,
}

/// A customer as a row.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: AccountId,
    pub email: Email,
    pub name: String,
    pub role: Role,
    pub status: Status,
    pub created_at: DateTime<Utc>,
    pub balance: Money,
    pub owes: Money,
    /// What became sales, and how many orders were charged: some seconds old.
    pub spent: Money,
    pub orders: i64,
    pub last_order_at: Option<DateTime<Utc>>,
    pub seen_at: Option<DateTime<Utc>>,
    pub group: Option<String>,
    /// By what it is sorted.
    key: i64,
}

/// A row's place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub key: i64,
    pub id: i64,
}

/// From where a page goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Start {
    #[default]
    First,
    /// The rows below this place.
    Below(Place),
    /// The rows above it.
    Above(Place),
}

/// A page of the list, and the places beside it.
#[derive(Debug, Clone)]
pub struct Found {
    pub rows: Vec<Row>,
    pub above: Option<Place>,
    pub below: Option<Place>,
}

impl Sort {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Balance => "balance",
            Self::Spent => "spent",
            Self::LastOrder => "order",
            Self::LastSeen => "seen",
        }
    }
}

/// A page of customers.
pub async fn page(db: &Db, filter: &Filter, from: Start) -> Result<Found, db::Error> {
    let (place, direction) = match from {
        Start::First => (Place { key: i64::MAX, id: i64::MAX }, -1_i64),
        Start::Below(place) => (place, -1),
        Start::Above(place) => (place, 1),
    };
    let is_plain = filter.words.is_empty()
        && filter.group.is_none()
        && filter.status.is_none()
        && !filter.owing;
    let mut rows = if is_plain && filter.sort == Sort::Newest {
        newest(db, place, direction).await?
    } else {
        sought(db, filter, place, direction).await?
    };
    let size = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let is_more = rows.len() > size;
    rows.truncate(size);
    if direction > 0 {
        rows.reverse();
    }
    let of = |row: &Row| Place { key: row.key, id: row.id.get() };
    let (first, last) = (rows.first().map(of), rows.last().map(of));
    let (above, below) = match from {
        Start::First => (None, last.filter(|_| is_more)),
        Start::Below(_) => (first, last.filter(|_| is_more)),
        Start::Above(_) => (first.filter(|_| is_more), last),
    };
    Ok(Found { rows, above, below })
}

/// Everyone, by id. Two ordered scans, of which one runs: no index serves an order that depends on a
/// parameter.
async fn newest(db: &Db, place: Place, direction: i64) -> Result<Vec<Row>, db::Error> {
    Ok(sqlx::query_as!(
        Row,
        r#"select a.id as "id!: AccountId", a.email as "email!: Email", a.name as "name!",
                  a.role as "role!: Role", a.status as "status!: Status",
                  a.created_at as "created_at!", coalesce(w.balance, 0) as "balance!: Money",
                  coalesce(w.owes, 0) as "owes!: Money",
                  coalesce(t.spent, 0) as "spent!: Money", coalesce(t.orders, 0) as "orders!",
                  t.last_order_at as "last_order_at?", s.at as "seen_at?", g.name as "group?",
                  a.id as "key!"
           from ((select id from accounts where $1::bigint < 0 and id < $2
                  order by id desc limit $3)
                 union all
                 (select id from accounts where $1::bigint > 0 and id > $2
                  order by id limit $3)) as page
           join accounts a on a.id = page.id
           left join wallets w on w.account_id = a.id
           left join customer_totals t on t.account_id = a.id
           left join account_seen s on s.account_id = a.id
           left join customer_group_members m on m.account_id = a.id
           left join customer_groups g on g.id = m.group_id
           order by a.id * $1"#,
        direction,
        place.id,
        PAGE_ROWS + 1
    )
    .fetch_all(db.pool())
    .await?)
}

/// Those who match, by what they are sorted by. It reads everyone: twenty thousand take some tens of
/// milliseconds, and nothing that is written often pays for an index.
async fn sought(
    db: &Db,
    filter: &Filter,
    place: Place,
    direction: i64,
) -> Result<Vec<Row>, db::Error> {
    let words = filter.words.trim().to_lowercase();
    let number = words.trim_start_matches('#').parse::<i64>().ok();
    // 0 stands for those who are in no group.
    let group = filter.group.map(|group| group.map_or(0, GroupId::get));
    Ok(sqlx::query_as!(
        Row,
        r#"with found as (
               select a.id, case $2::text when 'balance' then coalesce(w.balance, 0)
                                    when 'spent' then coalesce(t.spent, 0)
                                    when 'order' then coalesce(
                                        (extract(epoch from t.last_order_at) * 1000000)::bigint, 0)
                                    when 'seen' then coalesce(
                                        (extract(epoch from s.at) * 1000000)::bigint, 0)
                                    else a.id end as key
               from accounts a
               left join wallets w on w.account_id = a.id
               left join customer_totals t on t.account_id = a.id
               left join account_seen s on s.account_id = a.id
               left join customer_group_members m on m.account_id = a.id
               where ($1::text = '' or strpos(a.email, $1) > 0 or strpos(lower(a.name), $1) > 0
                      or a.id = $3
                      or a.id in (select n.account_id from account_notes n
                                  where strpos(lower(n.text), $1) > 0))
                     and ($4::bigint is null or coalesce(m.group_id, 0) = $4)
                     and ($5::text is null or a.status = $5)
                     and (not $10::boolean or w.owes > 0)),
           page as (
               select id, key from found
               where ($6::bigint < 0 and (key, id) < ($7, $8))
                     or ($6::bigint > 0 and (key, id) > ($7, $8))
               order by key * $6, id * $6 limit $9)
           select a.id as "id!: AccountId", a.email as "email!: Email", a.name as "name!",
                  a.role as "role!: Role", a.status as "status!: Status",
                  a.created_at as "created_at!", coalesce(w.balance, 0) as "balance!: Money",
                  coalesce(w.owes, 0) as "owes!: Money",
                  coalesce(t.spent, 0) as "spent!: Money", coalesce(t.orders, 0) as "orders!",
                  t.last_order_at as "last_order_at?", s.at as "seen_at?", g.name as "group?",
                  page.key as "key!"
           from page join accounts a on a.id = page.id
           left join wallets w on w.account_id = a.id
           left join customer_totals t on t.account_id = a.id
           left join account_seen s on s.account_id = a.id
           left join customer_group_members m on m.account_id = a.id
           left join customer_groups g on g.id = m.group_id
           order by page.key * $6, page.id * $6"#,
        words,
        filter.sort.as_str(),
        number,
        group,
        filter.status.map(Status::as_str),
        direction,
        place.key,
        place.id,
        PAGE_ROWS + 1,
        filter.owing
    )
    .fetch_all(db.pool())
    .await?)
}

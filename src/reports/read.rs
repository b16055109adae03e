//! What a period came to: in all, day by day, by the hour of a day, and by service, category, customer, provider or
//! way in.
//!
//! A statement reads the pieces of a period one by one. `offset 0` keeps the database from reading all
//! rows once instead.

use chrono::{DateTime, NaiveDate, Timelike as _, Utc};
use sqlx::PgExecutor;

use super::Dimension;
use super::pieces::Pieces;
use super::span::Period;
use crate::kit::db;
use crate::kit::money::Money;

/// The sums of some orders' transfers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Orders that were charged. A drip-feed or a paced order is one; each post of a subscription is
    /// one; an order that costs nothing is none.
    pub orders: i64,
    /// Orders that ended with something delivered; of a drip-feed, its runs.
    pub delivered: i64,
    pub charge: Money,
    /// Given back before an end, or with it.
    pub refunded: Money,
    pub settled: Money,
    /// Given back after an end.
    pub returned: Money,
    pub cost: Money,
}

impl Sums {
    /// All that was given back.
    #[must_use]
    pub fn refunds(&self) -> Money {
        Money::from_micros(self.refunded.micros().saturating_add(self.returned.micros()))
    }

    /// What was delivered, less what was given back of it.
    #[must_use]
    pub fn sales(&self) -> Money {
        self.settled.checked_sub(self.returned).unwrap_or_default()
    }

    /// What of the sales is left when the providers are paid.
    #[must_use]
    pub fn profit(&self) -> Money {
        self.sales().checked_sub(self.cost).unwrap_or_default()
    }

    /// Whether nothing happened.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Whose orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Of {
    pub dimension: Dimension,
    /// Only these numbers; `None`: all of the dimension.
    pub keys: Option<Vec<i64>>,
}

impl Of {
    /// Everyone's.
    #[must_use]
    pub fn all() -> Self {
        Self::one(Dimension::All, 0)
    }

    /// One service's, one customer's …
    #[must_use]
    pub fn one(dimension: Dimension, key: i64) -> Self {
        Self { dimension, keys: Some(vec![key]) }
    }
}

/// By which column rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Orders,
    Delivered,
    Charge,
    Refunds,
    Sales,
    Cost,
    Profit,
}

impl Column {
    pub const ALL: [Self; 7] = [
        Self::Orders,
        Self::Delivered,
        Self::Charge,
        Self::Refunds,
        Self::Sales,
        Self::Cost,
        Self::Profit,
    ];

    /// Its word, in addresses and statements.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Delivered => "delivered",
            Self::Charge => "charge",
            Self::Refunds => "refunds",
            Self::Sales => "sales",
            Self::Cost => "cost",
            Self::Profit => "profit",
        }
    }

    /// What stands in it: a count, or millionths.
    #[must_use]
    pub fn of(self, sums: &Sums) -> i64 {
        match self {
            Self::Orders => sums.orders,
            Self::Delivered => sums.delivered,
            Self::Charge => sums.charge.micros(),
            Self::Refunds => sums.refunds().micros(),
            Self::Sales => sums.sales().micros(),
            Self::Cost => sums.cost.micros(),
            Self::Profit => sums.profit().micros(),
        }
    }
}

/// What a list is in the order of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The highest first.
    Falling(Column),
    /// The lowest first.
    Rising(Column),
    /// Their numbers; only those above this one.
    After(i64),
}

/// Which rows of a list.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub of: Of,
    pub period: Period,
    /// Services are put together by their categories, as they are now.
    pub by_category: bool,
    pub order: Order,
    /// So many rows are left out at the beginning: the list is summed up as a whole anyway, so a
    /// later page costs no more than the first.
    pub skip: i64,
    pub limit: i64,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The number of the service, the customer …; 0: none.
    pub key: i64,
    /// Its name now; "" for none.
    pub name: String,
    pub sums: Sums,
}

/// What the period came to.
pub async fn total(db: impl PgExecutor<'_>, of: &Of, period: &Period) -> Result<Sums, db::Error> {
    let pieces = Pieces::of_sums(period);
    Ok(sqlx::query_as!(
        Sums,
        r#"select sum_of(sign * orders) as "orders!", sum_of(sign * delivered) as "delivered!",
                  sum_of(sign * charge) as "charge!: Money",
                  sum_of(sign * refunded) as "refunded!: Money",
                  sum_of(sign * settled) as "settled!: Money",
                  sum_of(sign * returned) as "returned!: Money",
                  sum_of(sign * cost) as "cost!: Money"
           from unnest($3::text[], $4::timestamptz[], $5::timestamptz[], $6::bigint[])
                as p (grain, begins, ends, sign)
           cross join lateral (
               select orders, delivered, charge, refunded, settled, returned, cost
               from report_sums r
               where dimension = $1 and ($2::bigint[] is null or key = any($2))
                     and r.grain = p.grain and at >= p.begins and at < p.ends offset 0) as rows"#,
        of.dimension.as_str(),
        of.keys.as_deref(),
        &pieces.grains,
        &pieces.begins,
        &pieces.ends,
        &pieces.signs
    )
    .fetch_one(db)
    .await?)
}

/// What each day came to, the oldest first. Days without anything are there, too.
pub async fn by_day(
    db: impl PgExecutor<'_>,
    of: &Of,
    period: &Period,
) -> Result<Vec<(NaiveDate, Sums)>, db::Error> {
    let found = by_time(db, of, "day", period).await?;
    let mut found = found.into_iter().peekable();
    let days = period.days().map(|day| {
        let row = found.next_if(|(at, _)| at.date_naive() == day);
        (day, row.map(|(_, sums)| sums).unwrap_or_default())
    });
    Ok(days.collect())
}

/// What each hour of a day came to; empty where hours are not kept.
pub async fn by_hour(
    db: impl PgExecutor<'_>,
    of: &Of,
    day: NaiveDate,
) -> Result<Vec<Sums>, db::Error> {
    if !matches!(of.dimension, Dimension::All | Dimension::Provider | Dimension::Way) {
        return Ok(Vec::new());
    }
    let found = by_time(db, of, "hour", &Period::of_day(day)).await?;
    let sums = |hour: u32| found.iter().find(|(at, _)| at.hour() == hour).map(|(_, sums)| *sums);
    Ok((0..24).map(|hour| sums(hour).unwrap_or_default()).collect())
}

async fn by_time(
    db: impl PgExecutor<'_>,
    of: &Of,
    grain: &str,
    period: &Period,
) -> Result<Vec<(DateTime<Utc>, Sums)>, db::Error> {
    let (from, until) = period.ends();
    let rows = sqlx::query!(
        r#"select at, sum(orders)::bigint as "orders!", sum(delivered)::bigint as "delivered!",
                  sum(charge)::bigint as "charge!: Money",
                  sum(refunded)::bigint as "refunded!: Money",
                  sum(settled)::bigint as "settled!: Money",
                  sum(returned)::bigint as "returned!: Money", sum(cost)::bigint as "cost!: Money"
           from report_sums
           where dimension = $1 and grain = $2 and at >= $3 and at < $4
                 and ($5::bigint[] is null or key = any($5))
           group by at order by at"#,
        of.dimension.as_str(),
        grain,
        from,
        until,
        of.keys.as_deref()
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let sums = Sums {
            orders: row.orders,
            delivered: row.delivered,
            charge: row.charge,
            refunded: row.refunded,
            settled: row.settled,
            returned: row.returned,
            cost: row.cost,
        };
        (row.at, sums)
    });
    Ok(rows.collect())
}

/// Rows of a list, and how many there are in all.
pub async fn by_key(
    db: impl PgExecutor<'_>,
    wanted: &Wanted,
) -> Result<(Vec<Row>, i64), db::Error> {
    let pieces = Pieces::of_sums(&wanted.period);
    let (column, sign, after) = match wanted.order {
        Order::Falling(column) => (column.as_str(), 1, i64::MIN),
        Order::Rising(column) => (column.as_str(), -1, i64::MIN),
        Order::After(key) => ("", 1, key),
    };
    let names = if wanted.by_category { "category" } else { wanted.of.dimension.as_str() };
    let rows = sqlx::query!(
        r#"with summed as (
               select key, sum_of(sign * orders) as orders, sum_of(sign * delivered) as delivered,
                      sum_of(sign * charge) as charge, sum_of(sign * refunded) as refunded,
                      sum_of(sign * settled) as settled, sum_of(sign * returned) as returned,
                      sum_of(sign * cost) as cost
               from unnest($9::text[], $10::timestamptz[], $11::timestamptz[], $12::bigint[])
                    as p (grain, begins, ends, sign)
               cross join lateral (
                   select key, orders, delivered, charge, refunded, settled, returned, cost
                   from report_sums r
                   where dimension = $1 and ($2::bigint[] is null or key = any($2))
                         and ($3 = 'category' or key > $6)
                         and r.grain = p.grain and at >= p.begins and at < p.ends offset 0) as rows
               group by key
               -- Of some, all that is in the coarser pieces is in the finer ones that are taken away.
               having sum_of(sign * orders) <> 0 or sum_of(sign * delivered) <> 0
                      or sum_of(sign * charge) <> 0 or sum_of(sign * refunded) <> 0
                      or sum_of(sign * settled) <> 0 or sum_of(sign * returned) <> 0
                      or sum_of(sign * cost) <> 0),
           grouped as (
               select * from summed where $3 <> 'category'
               union all
               select coalesce(s.category_id, 0), sum_of(orders), sum_of(delivered), sum_of(charge),
                      sum_of(refunded), sum_of(settled), sum_of(returned), sum_of(cost)
               from summed u left join services s on s.id = u.key
               where $3 = 'category' group by 1),
           ranked as (
               select *, count(*) over () as rows,
                      $5::bigint * case $4::text
                          when 'orders' then orders when 'delivered' then delivered
                          when 'charge' then charge when 'refunds' then refunded + returned
                          when 'sales' then settled - returned when 'cost' then cost
                          when 'profit' then settled - returned - cost else 0 end as rank
               from grouped where key > $6
               order by rank desc, key offset $7 limit $8)
           select k.key as "key!", coalesce(c.name, s.name, a.email, p.name, '') as "name!",
                  orders as "orders!", delivered as "delivered!", charge as "charge!: Money",
                  refunded as "refunded!: Money", settled as "settled!: Money",
                  returned as "returned!: Money", cost as "cost!: Money", k.rows as "rows!"
           from ranked k
           left join categories c on $3 = 'category' and c.id = k.key
           left join services s on $3 = 'service' and s.id = k.key
           left join accounts a on $3 = 'customer' and a.id = k.key
           left join providers p on $3 = 'provider' and p.id = k.key
           order by k.rank desc, k.key"#,
        wanted.of.dimension.as_str(),
        wanted.of.keys.as_deref(),
        names,
        column,
        i64::from(sign),
        after,
        wanted.skip,
        wanted.limit,
        &pieces.grains,
        &pieces.begins,
        &pieces.ends,
        &pieces.signs
    )
    .fetch_all(db)
    .await?;
    let count = rows.first().map_or(0, |row| row.rows);
    let rows = rows.into_iter().map(|row| Row {
        key: row.key,
        name: row.name,
        sums: Sums {
            orders: row.orders,
            delivered: row.delivered,
            charge: row.charge,
            refunded: row.refunded,
            settled: row.settled,
            returned: row.returned,
            cost: row.cost,
        },
    });
    Ok((rows.collect(), count))
}

/// The services of a category, as they are now.
pub async fn services_of(db: impl PgExecutor<'_>, category_id: i64) -> Result<Vec<i64>, db::Error> {
    Ok(sqlx::query_scalar!("select id from services where category_id = $1", category_id)
        .fetch_all(db)
        .await?)
}

/// What a service, category, customer or provider is called now; "" for none.
pub async fn name(db: impl PgExecutor<'_>, noun: &str, key: i64) -> Result<String, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(case $1::text
               when 'category' then (select name from categories where id = $2)
               when 'service' then (select name from services where id = $2)
               when 'customer' then (select email from accounts where id = $2)
               when 'provider' then (select name from providers where id = $2) end, '') as "name!""#,
        noun,
        key
    )
    .fetch_one(db)
    .await?)
}

//! A shop with a past, for demos and for measurements: services, customers, and sixty days of
//! orders with their money and their events.
//!
//! It writes the tables of several domains, set by set, because millions of orders cannot go
//! through the domains' verbs one by one. So it only adds rows, and only such as the verbs would
//! have left; afterwards `books check` finds no difference. The bin calls it, nobody else.

mod catalogue;
mod large;
mod updates;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Connection as _, PgConnection};

use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, Servers, column};
use catalogue::Planted;

/// How large the shop is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    services: usize,
    customers: i32,
    orders: i64,
    /// Of which part of the orders the provider rests, so that no worker changes them.
    resting: f64,
    /// How many of the newest orders need staff.
    trouble: f64,
    /// Over how many hours the price list's changes are spread.
    changes_h: i64,
    /// How many hours are planted at a time. An order takes less than so long.
    step_h: i32,
}

impl Size {
    /// For people who look around: a second or two.
    pub const SHOP: Self = Self {
        services: 272,
        customers: 60,
        orders: 3_000,
        resting: 0.0,
        trouble: 1.0,
        changes_h: 9 * 24,
        step_h: 96,
    };
    /// For measurements: minutes, and gigabytes.
    pub const LARGE: Self = Self {
        services: 4_972,
        customers: 20_000,
        orders: 2_000_000,
        resting: 0.4,
        trouble: 0.14,
        changes_h: 60 * 24,
        step_h: 72,
    };
}

/// Why there is no shop.
#[derive(Debug, thiserror::Error)]
pub enum PlantError {
    /// A large one is planted into a panel that has only just been made, or not at all.
    #[error("--large fills an empty panel only; give it another --data-dir")]
    NotEmpty,
    #[error("an earlier --large was interrupted; delete its database and start again")]
    HalfDone,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(PlantError);

/// The hours of the shop's past.
const HOURS: i32 = 60 * 24;
/// Orders that wait at the provider that rests are looked at after so long.
const REST_DAYS: i64 = 3650;
const RESTING: &str = "Resting provider";

/// What has been planted so far, and what the next hours need.
struct Shop {
    size: Size,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
    /// Who orders most comes first.
    accounts: Vec<i64>,
    services: Vec<i64>,
    resting_services: Vec<i64>,
    sandbox: i64,
    resting: Option<i64>,
    /// What was there before.
    begins: Orders,
}

/// Plants the shop, unless one is there; `customer` orders more than anyone else. All of it is one
/// transaction. Answers whether it is new.
pub async fn plant(db: &Db, clock: &Clock, customer: AccountId) -> Result<bool, PlantError> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            if is_planted(tx).await? {
                return Ok(false);
            }
            let shop = Shop::open(tx, Size::SHOP, now, customer).await?;
            let mut previous = shop.begins;
            while let Some(orders) = shop.order(tx, previous).await? {
                shop.deliver(tx, orders).await?;
                shop.tell(tx, orders).await?;
                shop.pay(tx, orders).await?;
                previous = orders;
            }
            follow_from_here(tx).await?;
            Ok(true)
        })
    })
    .await
}

/// Plants the large one into an empty database, over three connections of the owner's.
pub async fn plant_large(
    owner: &Servers,
    clock: &Clock,
    customer: AccountId,
) -> Result<(), PlantError> {
    let (mut one, mut other) = (large::connect(owner).await?, large::connect(owner).await?);
    let mut third = large::connect(owner).await?;
    if is_planted(&mut one).await? {
        let newest = newest_order(&mut one).await?;
        let read = sqlx::query_scalar!(
            r#"select coalesce(bool_and(xid <> '0'), false) as "is!" from order_event_readers"#
        );
        return match newest {
            newest if newest < Size::SHOP.orders * 2 => Err(PlantError::NotEmpty),
            newest if newest < Size::LARGE.orders => Err(PlantError::HalfDone),
            _ if !read.fetch_one(&mut one).await? => Err(PlantError::HalfDone),
            _ => Ok(()),
        };
    }
    if newest_order(&mut one).await? > Size::SHOP.orders {
        return Err(PlantError::NotEmpty);
    }
    let shop = Shop::open(&mut one, Size::LARGE, clock.now(), customer).await?;
    // Nothing is known of these tables yet, and the first orders would be planned badly.
    sqlx::query("analyze").execute(&mut one).await?;
    tracing::info!("services and customers are there");
    let indexes = large::drop_indexes(&mut one).await?;
    let mut next = shop.order(&mut one, shop.begins).await?;
    while let Some(orders) = next {
        // The orders of the next hours need nothing of what follows from these.
        let ordered = shop.order(&mut one, orders);
        let told = async {
            shop.deliver(&mut other, orders).await?;
            shop.tell(&mut other, orders).await
        };
        let (ordered, told, paid) = tokio::join!(ordered, told, shop.pay(&mut third, orders));
        told?;
        paid?;
        tracing::info!(orders = orders.last, "orders are there");
        next = ordered?;
    }
    let count = indexes.len();
    large::share([&mut one, &mut other, &mut third], indexes).await?;
    tracing::info!(count, "indexes are made again");
    let vacuums = large::vacuums(&mut one).await?;
    large::share([&mut one, &mut other, &mut third], vacuums).await?;
    tracing::info!("the tables are tidy");
    follow_from_here(&mut one).await?;
    for connection in [one, other, third] {
        connection.close().await?;
    }
    Ok(())
}

async fn is_planted(db: &mut PgConnection) -> Result<bool, db::Error> {
    let first = catalogue::services(1).remove(0);
    Ok(sqlx::query_scalar!(
        r#"select exists (select from services where name = $1) as "is!""#,
        first.name
    )
    .fetch_one(db)
    .await?)
}

async fn newest_order(db: &mut PgConnection) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(r#"select coalesce(max(id), 0) as "id!" from orders"#)
        .fetch_one(db)
        .await?)
}

/// Who follows orders has nothing to do for these: they belong to no affiliate.
async fn follow_from_here(db: &mut PgConnection) -> Result<(), PlantError> {
    sqlx::query!(
        "update order_event_readers r set xid = e.xid, id = e.id
         from (select xid, id from order_events order by xid desc, id desc limit 1) e"
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The orders of some hours.
#[derive(Debug, Clone, Copy)]
struct Orders {
    /// The newest one two steps ago, and one step ago: those may end in these hours.
    back: i64,
    after: i64,
    last: i64,
    hours: (i32, i32),
}

impl Shop {
    /// Adds the services and the customers.
    async fn open(
        db: &mut PgConnection,
        size: Size,
        now: DateTime<Utc>,
        customer: AccountId,
    ) -> Result<Self, db::Error> {
        let from = now - TimeDelta::hours(HOURS.into());
        let sandbox = sqlx::query_scalar!(
            "select id from providers where protocol = 'sandbox' order by id limit 1"
        )
        .fetch_one(&mut *db)
        .await?;
        let mut resting = None;
        if size.resting > 0.0 {
            let id = sqlx::query_scalar!(
                "insert into providers (name, protocol, url, enabled, paused_reason, created_at,
                                        list_at)
                 values ($1, 'smm_v2', 'https://provider.example/api/v2', false,
                         'The demo''s orders rest here: nothing is sent', $2, $2)
                 returning id",
                RESTING,
                from
            );
            resting = Some(id.fetch_one(&mut *db).await?);
        }
        let planted = catalogue::services(size.services);
        sqlx::query!(
            "insert into categories (name, position)
             select name, 10 + min(n)::int
             from unnest($1::text[]) with ordinality as c (name, n) group by name
             on conflict do nothing",
            &column(&planted, |service| service.category) as &[&str]
        )
        .execute(&mut *db)
        .await?;
        let offered = add_services(db, &planted, from, (sandbox, resting)).await?;
        let all: Vec<i64> = offered.iter().map(|(id, _)| *id).collect();
        updates::plant(db, &all, customer.get(), (from, now, size.changes_h)).await?;
        let of = |rests| {
            let own = offered.iter().filter(move |(_, other)| *other == rests);
            own.map(|(id, _)| *id).collect()
        };
        let newer = sqlx::query_file_scalar!("src/demo/customers.sql", from, now, size.customers)
            .fetch_all(&mut *db)
            .await?;
        let newest = newest_order(db).await?;
        Ok(Self {
            size,
            from,
            now,
            accounts: [customer.get()].into_iter().chain(newer).collect(),
            services: of(false),
            resting_services: of(true),
            sandbox,
            resting,
            begins: Orders { back: newest, after: newest, last: newest, hours: (0, 0) },
        })
    }

    /// Adds the orders of the hours that follow; `None`: there are no more.
    async fn order(
        &self,
        db: &mut PgConnection,
        previous: Orders,
    ) -> Result<Option<Orders>, db::Error> {
        let from = previous.hours.1;
        if from >= HOURS {
            return Ok(None);
        }
        let hours = (from, (from + self.size.step_h).min(HOURS));
        sqlx::query_file!(
            "src/demo/orders.sql",
            self.from,
            HOURS,
            self.size.orders,
            hours.0,
            hours.1,
            &self.accounts,
            &self.services,
            &self.resting_services,
            self.size.resting,
            self.sandbox,
            self.resting,
            self.now,
            self.size.trouble
        )
        .execute(&mut *db)
        .await?;
        let last = newest_order(db).await?;
        Ok(Some(Orders { back: previous.after, after: previous.last, last, hours }))
    }

    /// Their providers have them.
    async fn deliver(&self, db: &mut PgConnection, orders: Orders) -> Result<(), db::Error> {
        let rest = if self.resting.is_some() { REST_DAYS } else { 0 };
        sqlx::query!(
            "insert into looks (order_id, provider_id, what, due_at)
             select id, provider_id, 'running', $3
             from orders where id > $1 and id <= $2 and state = 'running' order by id",
            orders.after,
            orders.last,
            self.now + TimeDelta::days(rest)
        )
        .execute(&mut *db)
        .await?;
        // Nobody asks the sandbox about orders that have ended, so a large one needs no rows there.
        if self.resting.is_none() {
            let (after, last) = (orders.after, orders.last);
            sqlx::query_file!("src/demo/sandbox.sql", after, last, self.now, self.sandbox)
                .execute(&mut *db)
                .await?;
        }
        sqlx::query_file!(
            "src/demo/attempts.sql",
            orders.after,
            orders.last,
            self.sandbox,
            &self.accounts
        )
        .execute(&mut *db)
        .await?;
        Ok(())
    }

    /// What happened to them.
    async fn tell(&self, db: &mut PgConnection, orders: Orders) -> Result<(), db::Error> {
        sqlx::query_file!("src/demo/events.sql", orders.after, orders.last, &self.accounts)
            .execute(db)
            .await?;
        Ok(())
    }

    /// The money of these hours.
    async fn pay(&self, db: &mut PgConnection, orders: Orders) -> Result<(), db::Error> {
        let at = |hour: i32| self.from + TimeDelta::hours(hour.into());
        sqlx::query_file!(
            "src/demo/transfers.sql",
            orders.back,
            orders.last,
            &self.accounts,
            at(orders.hours.0),
            at(orders.hours.1),
            i64::from(orders.hours.0)
        )
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Answers those that can be ordered by link and quantity alone, who sells most first, and whether
/// their provider rests.
async fn add_services(
    db: &mut PgConnection,
    planted: &[Planted],
    at: DateTime<Utc>,
    (sandbox, resting): (i64, Option<i64>),
) -> Result<Vec<(i64, bool)>, db::Error> {
    let rows = sqlx::query_file!(
        "src/demo/services.sql",
        at,
        &column(planted, |service| service.category) as &[&str],
        &column(planted, |service| service.name.clone()),
        &column(planted, |service| service.kind.as_str()) as &[&str],
        &column(planted, |service| service.description.clone()),
        &column(planted, |service| service.rate),
        &column(planted, |service| service.cost_rate),
        &column(planted, |service| service.min),
        &column(planted, |service| service.max),
        &column(planted, |service| service.refill),
        &column(planted, |service| service.cancel),
        &column(planted, |service| service.dripfeed),
        &column(planted, |service| service.refill_days) as &[Option<i32>],
        &column(planted, |service| service.enabled),
        sandbox,
        resting
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.rests)).collect())
}

//! Customers are told, once a day at most, that services which they order cost another price. The day is
//! UTC's, and is told when it is over, so what was changed and changed back is no news. Only the services
//! of an account's newest orders count; one with a rate of its own there is not concerned.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::accounts::notices::{self, Item, Kind};
use crate::catalogue::ServiceId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;

/// Whoever has ordered a service within this time is told.
const ORDERED: TimeDelta = TimeDelta::days(90);
/// Of each account, so many of the newest orders are looked at.
const NEWEST: i64 = 2_000;
/// Accounts in one transaction.
const ACCOUNTS_MAX: i64 = 50;
/// A change that is committed late belongs to its day, too.
const SETTLES: TimeDelta = TimeDelta::minutes(10);
/// What changed longer ago is no news: the loop stood still.
const NEWS: TimeDelta = TimeDelta::days(7);

/// A service that costs another price after a day than before it.
struct Change {
    service_id: ServiceId,
    name: String,
    is_up: bool,
}

/// Tells some accounts of a day that is over; answers whether there may be more at once.
pub async fn tell(db: &Db, clock: &Clock) -> Result<bool, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            let place = sqlx::query!(
                r#"select day, account_id as "account_id: AccountId" from price_tellings
                   for update skip locked"#
            )
            .fetch_optional(&mut **tx)
            .await?;
            let Some(place) = place else { return Ok(false) };
            let ends = midnight(place.day) + TimeDelta::days(1);
            if now < ends + SETTLES {
                return Ok(false);
            }
            if now > ends + NEWS {
                move_to(tx, ((now - NEWS).date_naive(), AccountId::new(0))).await?;
                return Ok(true);
            }
            let changes = changes(tx, place.day).await?;
            let accounts = match changes.is_empty() {
                true => Vec::new(),
                false => accounts(tx, place.account_id).await?,
            };
            let Some(last) = accounts.last().copied() else {
                move_to(tx, (ends.date_naive(), AccountId::new(0))).await?;
                return Ok(true);
            };
            write(tx, now, (place.day, ends), (&changes, &accounts)).await?;
            move_to(tx, (place.day, last)).await?;
            failpoint("prices-before-commit");
            Ok::<_, db::Error>(true)
        })
    })
    .await
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

async fn move_to(
    tx: &mut PgTransaction<'_>,
    (day, account_id): (NaiveDate, AccountId),
) -> Result<(), db::Error> {
    sqlx::query!(
        "update price_tellings set day = $1, account_id = $2",
        day,
        account_id as AccountId
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The services that are on sale and cost something else after the day than before it.
async fn changes(tx: &mut PgTransaction<'_>, day: NaiveDate) -> Result<Vec<Change>, db::Error> {
    let begins = midnight(day);
    Ok(sqlx::query_as!(
        Change,
        r#"select s.id as "service_id: ServiceId", s.name, e.rate > e.old_rate as "is_up!"
           from (select service_id,
                        (array_agg(old_rate order by at, id))[1] as old_rate,
                        (array_agg(rate order by at desc, id desc))[1] as rate
                 from catalogue_events
                 where at >= $1 and at < $2 and kind in ('price_up', 'price_down')
                 group by service_id) as e
           join services s on s.id = e.service_id
           where e.rate <> e.old_rate and s.enabled and s.paused_reason is null
           order by s.id"#,
        begins,
        begins + TimeDelta::days(1)
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// The next accounts, by their ids.
async fn accounts(
    tx: &mut PgTransaction<'_>,
    after: AccountId,
) -> Result<Vec<AccountId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts where id > $1 and status = 'active'
           order by id limit $2"#,
        after as AccountId,
        ACCOUNTS_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}

async fn write(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (day, ends): (NaiveDate, DateTime<Utc>),
    (changes, accounts): (&[Change], &[AccountId]),
) -> Result<(), db::Error> {
    let services: Vec<ServiceId> = changes.iter().map(|change| change.service_id).collect();
    let rows = sqlx::query!(
        r#"select a.id as "account_id!: AccountId", o.service_id as "service_id!: ServiceId"
           from unnest($1::bigint[]) as a (id)
           cross join lateral (
               select distinct service_id
               from (select service_id, created_at from orders where account_id = a.id
                     order by id desc limit $2) as newest
               where created_at > $3 and service_id = any($4)) as o
           where not exists (select from custom_rates c
                             where c.account_id = a.id and c.service_id = o.service_id)
           order by 1, 2"#,
        accounts as &[AccountId],
        NEWEST,
        ends - ORDERED,
        &services as &[ServiceId]
    )
    .fetch_all(&mut **tx)
    .await?;
    let by_id: BTreeMap<ServiceId, &Change> =
        changes.iter().map(|change| (change.service_id, change)).collect();
    let mut told: BTreeMap<AccountId, Vec<Item>> = BTreeMap::new();
    for row in rows {
        let Some(change) = by_id.get(&row.service_id) else { continue };
        let what = if change.is_up { "up" } else { "down" };
        let item =
            Item { id: change.service_id.get(), what: what.to_owned(), name: change.name.clone() };
        told.entry(row.account_id).or_default().push(item);
    }
    for (account_id, items) in told {
        let key = (format!("day:{day}"), now);
        notices::put_items(tx, now, (account_id, Kind::PriceChanged), key, items).await?;
    }
    Ok(())
}

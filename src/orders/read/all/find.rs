//! What staff type into the search box of the list, and which orders it means.

use chrono::{DateTime, Utc};

use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};
use crate::orders::OrderId;
use crate::orders::read::list::{by_link, like};

/// The most orders that a search finds.
const FOUND_MAX: i64 = 1_000;
/// The most numbers that are looked for at once.
const NUMBERS_MAX: usize = 1_000;
/// The most services that words may mean, and the most customers that the start of an e-mail may
/// mean.
const SERVICES_MAX: i64 = 50;
const CUSTOMERS_MAX: i64 = 50;

/// What a text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// These orders, and no others.
    Ids(Vec<OrderId>),
    /// Orders by our numbers, or by those of their providers: `17`, `#17, #18`.
    Numbers(Vec<String>),
    /// Customers by an e-mail, or by its beginning.
    Email(String),
    /// An order by its link.
    Link(String),
    /// Words of a service's name or of a link, or a provider's number that is not made of digits.
    Words(String),
}

impl Meaning {
    /// What this text means; `None`: nothing was typed.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        let parts = parts.map(|part| part.trim_start_matches('#')).filter(|part| !part.is_empty());
        let parts: Vec<String> = parts.take(NUMBERS_MAX).map(str::to_owned).collect();
        let is_number = |part: &String| part.bytes().all(|byte| byte.is_ascii_digit());
        match parts.as_slice() {
            [] => None,
            numbers if numbers.iter().all(is_number) => Some(Self::Numbers(parts)),
            _ if text.contains("://") => Some(Self::Link(text.to_owned())),
            [one] if one.contains('@') && !one.starts_with('@') && !one.contains('/') => {
                Some(Self::Email(one.to_lowercase()))
            }
            _ => Some(Self::Words(text.to_owned())),
        }
    }
}

/// What was found.
pub(super) enum Found {
    Nothing,
    /// All orders of this customer.
    Customer(AccountId),
    These(Vec<OrderId>),
}

/// The orders that are meant. `ids`: above the one and below the other.
pub(super) async fn found(db: &Db, meaning: &Meaning, ids: (i64, i64)) -> Result<Found, db::Error> {
    Ok(match meaning {
        Meaning::Ids(ids) => Found::These(ids.clone()),
        Meaning::Numbers(numbers) => {
            let mut found: Vec<OrderId> =
                numbers.iter().filter_map(|number| number.parse().ok()).collect();
            found.extend(by_upstream(db, numbers).await?);
            Found::These(found)
        }
        Meaning::Email(text) => match customers(db, text).await?.as_slice() {
            [one] => Found::Customer(*one),
            some => Found::These(newest_of_customers(db, some, ids).await?),
        },
        Meaning::Link(text) => Found::These(by_link(db, None, text).await?),
        Meaning::Words(text) => {
            let mut found = by_link(db, None, text).await?;
            let is_word = !text.contains(char::is_whitespace);
            if is_word {
                found.extend(by_upstream(db, std::slice::from_ref(text)).await?);
            }
            let named = services(db, text).await?;
            found.extend(newest_of_services(db, &named, ids).await?);
            Found::These(found)
        }
    })
}

/// The orders that a provider calls by one of these numbers, also those of which the number came
/// too late.
async fn by_upstream(db: &Db, numbers: &[String]) -> Result<Vec<OrderId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id!: OrderId" from (
               select id from orders where upstream_id = any($1)
               union
               select order_id from attempts where late_upstream_id = any($1)) as o
           limit $2"#,
        numbers,
        FOUND_MAX
    )
    .fetch_all(db.pool())
    .await?)
}

/// The customer of this address; if there is none, those whose addresses begin like this.
async fn customers(db: &Db, text: &str) -> Result<Vec<AccountId>, db::Error> {
    let one =
        sqlx::query_scalar!(r#"select id as "id: AccountId" from accounts where email = $1"#, text);
    if let Some(one) = one.fetch_optional(db.pool()).await? {
        return Ok(vec![one]);
    }
    Ok(sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts where starts_with(email, $1)
           order by id limit $2"#,
        text,
        CUSTOMERS_MAX
    )
    .fetch_all(db.pool())
    .await?)
}

/// Services that have all of these words in their names.
async fn services(db: &Db, text: &str) -> Result<Vec<ServiceId>, db::Error> {
    let words: Vec<String> = text.split_whitespace().take(20).map(like).collect();
    Ok(sqlx::query_scalar!(
        r#"select id as "id: ServiceId" from services where name ilike all($1)
           order by id limit $2"#,
        &words,
        SERVICES_MAX
    )
    .fetch_all(db.pool())
    .await?)
}

async fn newest_of_services(
    db: &Db,
    services: &[ServiceId],
    (above, below): (i64, i64),
) -> Result<Vec<OrderId>, db::Error> {
    if services.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_scalar!(
        r#"select o.id as "id: OrderId" from unnest($1::bigint[]) as s (id)
           cross join lateral (
               select id from orders where service_id = s.id and id > $2 and id < $3
               order by id desc limit $4) as o
           order by o.id desc limit $4"#,
        services as &[ServiceId],
        above,
        below,
        FOUND_MAX
    )
    .fetch_all(db.pool())
    .await?)
}

async fn newest_of_customers(
    db: &Db,
    customers: &[AccountId],
    (above, below): (i64, i64),
) -> Result<Vec<OrderId>, db::Error> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_scalar!(
        r#"select o.id as "id: OrderId" from unnest($1::bigint[]) as c (id)
           cross join lateral (
               select id from orders where account_id = c.id and id > $2 and id < $3
               order by id desc limit $4) as o
           order by o.id desc limit $4"#,
        customers as &[AccountId],
        above,
        below,
        FOUND_MAX
    )
    .fetch_all(db.pool())
    .await?)
}

/// The orders that wait in the panel, if these are few.
pub(super) async fn queue(db: &Db, most: i64) -> Result<Option<Vec<OrderId>>, db::Error> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id!: OrderId" from (
               (select id from orders where lane is not null limit $1)
               union all
               (select id from orders where due_at is not null and lane is null limit $1)) as few
           limit $1"#,
        most + 1
    )
    .fetch_all(db.pool())
    .await?;
    Ok(Some(ids).filter(|ids| i64::try_from(ids.len()).is_ok_and(|many| many <= most)))
}

/// The first id from which on orders were placed at this moment or later, found by halving. Ids
/// follow the times of orders, nearly.
pub(super) async fn first_since(db: &Db, at: DateTime<Utc>) -> Result<i64, db::Error> {
    let low = sqlx::query_scalar!(
        r#"with recursive halves as (
               select coalesce(min(id), 1) as low, coalesce(max(id), 0) + 1 as high from orders
               union all
               select case when probe.created_at >= $1 then h.low else probe.id + 1 end,
                      case when probe.created_at >= $1 then (h.low + h.high) / 2 else h.high end
               from halves h cross join lateral (
                   select id, created_at from orders where id >= (h.low + h.high) / 2
                   order by id limit 1) as probe
               where h.low < h.high)
           select low as "low!" from halves order by high - low limit 1"#,
        at
    )
    .fetch_one(db.pool())
    .await?;
    Ok(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_for_what_it_looks_like() {
        let numbers = |all: &[&str]| {
            Some(Meaning::Numbers(all.iter().map(|one| (*one).to_owned()).collect()))
        };
        assert_eq!(Meaning::of("  "), None);
        assert_eq!(Meaning::of("#17"), numbers(&["17"]));
        assert_eq!(Meaning::of("17, #18;19\n20"), numbers(&["17", "18", "19", "20"]));
        assert_eq!(Meaning::of("Ann@Example.com"), Some(Meaning::Email("ann@example.com".into())));
        assert_eq!(Meaning::of("@ann"), Some(Meaning::Words("@ann".into())));
        let link = "https://www.example.com/@ann/video/1";
        assert_eq!(Meaning::of(link), Some(Meaning::Link(link.into())));
        assert_eq!(
            Meaning::of("example.com/@ann"),
            Some(Meaning::Words("example.com/@ann".into()))
        );
        assert_eq!(Meaning::of("17 views"), Some(Meaning::Words("17 views".into())));
        assert_eq!(Meaning::of("a1b2-c3"), Some(Meaning::Words("a1b2-c3".into())));
    }
}

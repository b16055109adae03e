//! What a search text means, which services a customer has ordered, and where a day begins.

use chrono::{DateTime, Utc};

use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db::{self, Db};
use crate::orders::OrderId;
use crate::orders::read::list::{by_link, like};

/// The most orders that a search finds.
pub(super) const FOUND_MAX: i64 = 1_000;
/// The most services that words may mean.
const SERVICES_MAX: i64 = 50;

/// The ids in a search text, if it is nothing but ids: `17, #18 19`.
pub(super) fn numbers(text: &str) -> Option<Vec<OrderId>> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    let parts = parts.map(|part| part.trim_start_matches('#')).filter(|part| !part.is_empty());
    let most = usize::try_from(FOUND_MAX).unwrap_or(usize::MAX);
    let ids: Result<Vec<OrderId>, _> = parts.take(most).map(str::parse).collect();
    ids.ok().filter(|ids| !ids.is_empty())
}

/// Patterns for the words of a text.
fn patterns(text: &str) -> Vec<String> {
    text.split_whitespace().take(20).map(like).collect()
}

/// The newest orders that have the text in their links, or in the names of their services. `ids`:
/// above the one and below the other.
pub(super) async fn by_words(
    db: &Db,
    account_id: AccountId,
    text: &str,
    ids: (i64, i64),
) -> Result<Vec<OrderId>, db::Error> {
    let mut found = by_link(db, Some(account_id), text).await?;
    if !text.contains("://") {
        let named = services(db, account_id, text, SERVICES_MAX).await?;
        let named: Vec<ServiceId> = named.into_iter().map(|(id, _)| id).collect();
        found.extend(newest_of(db, account_id, &named, ids).await?);
    }
    Ok(found)
}

/// The newest orders of these services.
pub(super) async fn newest_of(
    db: &Db,
    account_id: AccountId,
    services: &[ServiceId],
    (above, below): (i64, i64),
) -> Result<Vec<OrderId>, db::Error> {
    if services.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_scalar!(
        r#"select o.id as "id: OrderId" from unnest($2::bigint[]) as s (id)
           cross join lateral (
               select id from orders
               where account_id = $1 and service_id = s.id and parent_id is null
                 and id > $3 and id < $4
               order by id desc limit $5) as o
           order by o.id desc limit $5"#,
        account_id as AccountId,
        services as &[ServiceId],
        above,
        below,
        FOUND_MAX
    )
    .fetch_all(db.pool())
    .await?)
}

/// Services that this customer has ordered, with their names: those with these words in the name,
/// or with this number. Without words, those of the newest 300 orders: a number in the statement, so
/// that every plan for it knows how few they are.
pub async fn services(
    db: &Db,
    account_id: AccountId,
    words: &str,
    most: i64,
) -> Result<Vec<(ServiceId, String)>, db::Error> {
    let words = words.trim();
    if words.is_empty() {
        let recent = sqlx::query!(
            r#"select s.id as "id: ServiceId", s.name
               from (select service_id, max(id) as last
                     from (select id, service_id from orders
                           where account_id = $1 and parent_id is null
                           order by id desc limit 300) as newest
                     group by service_id) as used
               join services s on s.id = used.service_id order by used.last desc limit $2"#,
            account_id as AccountId,
            most
        );
        let recent = recent.fetch_all(db.pool()).await?;
        return Ok(recent.into_iter().map(|row| (row.id, row.name)).collect());
    }
    let named = sqlx::query!(
        r#"select s.id as "id: ServiceId", s.name from services s
           where (s.name ilike all($2) or s.id = $3) and exists (
               select from orders o
               where o.account_id = $1 and o.service_id = s.id and o.parent_id is null)
           order by s.id limit $4"#,
        account_id as AccountId,
        &patterns(words),
        words.parse::<i64>().ok(),
        most
    );
    let named = named.fetch_all(db.pool()).await?;
    Ok(named.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The first id from which on the account's orders were placed at this moment or later, found by
/// halving. Ids follow the times of orders, nearly.
pub(super) async fn first_since(
    db: &Db,
    account_id: AccountId,
    at: DateTime<Utc>,
) -> Result<i64, db::Error> {
    let low = sqlx::query_scalar!(
        r#"with recursive halves as (
               select coalesce(min(id), 1) as low, coalesce(max(id), 0) + 1 as high
               from orders where account_id = $1
               union all
               select case when probe.created_at >= $2 then h.low else probe.id + 1 end,
                      case when probe.created_at >= $2 then (h.low + h.high) / 2 else h.high end
               from halves h cross join lateral (
                   select id, created_at from orders
                   where account_id = $1 and id >= (h.low + h.high) / 2
                   order by id limit 1) as probe
               where h.low < h.high)
           select low as "low!" from halves order by high - low limit 1"#,
        account_id as AccountId,
        at
    );
    Ok(low.fetch_one(db.pool()).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_however_they_are_pasted() {
        let ids = |text| numbers(text).map(|ids| ids.iter().map(|id| id.get()).collect::<Vec<_>>());
        assert_eq!(ids("17"), Some(vec![17]));
        assert_eq!(ids("17, #18;19\n20\t21 ,"), Some(vec![17, 18, 19, 20, 21]));
        assert_eq!(ids("17 views"), None);
        assert_eq!(ids(" , "), None);
        assert_eq!(ids("99999999999999999999"), None);
    }
}

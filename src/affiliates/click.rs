//! Clicks: visits by a link. A click is no money yet, so it is counted in one statement and may be
//! lost when the process dies.

use std::net::IpAddr;

use chrono::TimeDelta;
use sqlx::PgExecutor;

use super::MemberId;
use super::code::{Code, SubIds};
use crate::kit::address::Network;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::Keys;
use crate::kit::secret;

/// Characters of a visitor's id: 131 random bits.
pub const VISITOR_CHARS: usize = 22;
/// Clicks are kept for the offer's cookie days and so many more.
const KEPT_DAYS: i32 = 30;

/// A visit by a link.
#[derive(Debug, Clone)]
pub struct Click {
    pub code: Code,
    pub sub_ids: SubIds,
    /// The visitor's id, from their cookie or a [new one](visitor).
    pub visitor: String,
    pub address: IpAddr,
}

/// A new visitor's id.
#[must_use]
pub fn visitor() -> String {
    secret::base62(VISITOR_CHARS)
}

/// Whether a cookie's value can be a visitor's id.
#[must_use]
pub fn is_visitor(text: &str) -> bool {
    text.len() == VISITOR_CHARS && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Counts a click. Answers for how many days the visitor's cookie holds; `None`: the link counts
/// nothing, because nobody has this code, or the member or the offer is not active.
pub async fn count(
    db: &Db,
    clock: &Clock,
    keys: &Keys,
    click: Click,
) -> Result<Option<i32>, db::Error> {
    let now = clock.now();
    let day = now.date_naive();
    let hash = address_hash(keys, &format!("click addresses of {day}"), click.address);
    let SubIds([sub_id1, sub_id2, sub_id3]) = click.sub_ids;
    Ok(sqlx::query_scalar!(
        r#"with link as (
               select m.id, o.cookie_days
               from affiliate_members m join affiliate_offers o on o.id = m.offer_id
               where m.code = $1 and m.state = 'approved' and o.status = 'active'),
           click as (
               insert into affiliate_clicks (visitor, member_id, sub_id1, sub_id2, sub_id3,
                                             address_hash, at)
               select $2, id, $3, $4, $5, $6, $7 from link),
           counted as (
               insert into affiliate_days as d (member_id, day, clicks)
               select id, $8, 1 from link
               on conflict (member_id, day) do update set clicks = d.clicks + 1)
           select cookie_days from link"#,
        click.code.as_str(),
        click.visitor,
        sub_id1,
        sub_id2,
        sub_id3,
        &hash,
        now,
        day,
    )
    .fetch_optional(db.pool())
    .await?)
}

/// A hash of the network that an address is in, under the panel's key for this purpose.
pub(super) fn address_hash(keys: &Keys, purpose: &str, from: IpAddr) -> Vec<u8> {
    keys.hash(purpose, Network::of(from).to_string().as_bytes())[..16].to_vec()
}

/// By whose link the visitor came last, and how the link was made: what a sign-up would count for
/// now. `None`: by none that still counts.
#[derive(Debug, Clone)]
pub struct LastClick {
    pub member_id: MemberId,
    pub offer_name: String,
    pub sub_ids: SubIds,
}

/// See [`LastClick`].
pub async fn last(
    db: impl PgExecutor<'_>,
    clock: &Clock,
    visitor: &str,
) -> Result<Option<LastClick>, db::Error> {
    let row = sqlx::query!(
        r#"select c.member_id as "member_id: MemberId", o.name, c.sub_id1, c.sub_id2, c.sub_id3
           from affiliate_clicks c join affiliate_members m on m.id = c.member_id
           join affiliate_offers o on o.id = m.offer_id
           where c.visitor = $1 and m.state = 'approved'
             and c.at > $2::timestamptz - make_interval(days => o.cookie_days)
           order by c.id desc limit 1"#,
        visitor,
        clock.now()
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| LastClick {
        member_id: row.member_id,
        offer_name: row.name,
        sub_ids: SubIds([row.sub_id1, row.sub_id2, row.sub_id3]),
    }))
}

/// Deletes clicks that can bring nobody any more, at most `most`; their counts stay. Answers whether
/// there may be more.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let now = clock.now();
    // No click is younger than the shortest time that one is kept.
    let newest = now - TimeDelta::days(i64::from(KEPT_DAYS) + 1);
    let swept = sqlx::query!(
        "delete from affiliate_clicks where id in (
             select c.id from affiliate_clicks c join affiliate_members m on m.id = c.member_id
             join affiliate_offers o on o.id = m.offer_id
             where c.at < $1 and c.at < $2::timestamptz - make_interval(days => o.cookie_days + $3)
             order by c.at limit $4)",
        newest,
        now,
        KEPT_DAYS,
        most
    )
    .execute(db.pool())
    .await?;
    Ok(swept.rows_affected() >= most.unsigned_abs())
}

/// For how many days a click is kept, of the offer that keeps them longest.
pub async fn kept_days(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    let days = sqlx::query_scalar!(
        r#"select coalesce(max(cookie_days), 0)::bigint as "days!" from affiliate_offers"#
    );
    Ok(days.fetch_one(db).await? + i64::from(KEPT_DAYS))
}

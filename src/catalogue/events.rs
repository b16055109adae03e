//! What changed on the price list: new services, prices, limits, off sale and on again. Triggers of
//! `migrations/0017_price_list.sql` write the events in the transaction of the change, whoever
//! makes it. They tell what was on sale at the list price; what
//! single customers pay is not in them.

use chrono::{DateTime, TimeDelta, Utc};

use super::Kind;
use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Rate;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};

/// For so long they are kept.
const KEPT: TimeDelta = TimeDelta::days(180);
/// Later than any event: 31 December 9999.
const NEVER_S: i64 = 253_402_214_400;

/// What happened to a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// On sale for the first time.
    Added,
    /// Off sale.
    Removed,
    /// On sale again.
    Restored,
    PriceUp,
    PriceDown,
    /// Its smallest or largest quantity.
    Limits,
}

crate::text_columns!(Told);

impl Told {
    pub const ALL: [Self; 6] =
        [Self::Added, Self::Removed, Self::Restored, Self::PriceUp, Self::PriceDown, Self::Limits];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Restored => "restored",
            Self::PriceUp => "price_up",
            Self::PriceDown => "price_down",
            Self::Limits => "limits",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|told| told.as_str() == word)
    }
}

/// One change.
#[derive(Debug, Clone)]
pub struct Event {
    pub id: i64,
    pub service_id: ServiceId,
    /// The service as it is now.
    pub name: String,
    pub category: String,
    pub category_id: i64,
    pub kind: Kind,
    pub is_on_sale: bool,
    /// No discount leads below it now.
    pub lowest: Option<Rate>,
    /// Whether the reader pays a rate of their own, so that the list price does not concern them.
    pub has_own_rate: bool,
    pub told: Told,
    /// After the change, and before it.
    pub rate: Rate,
    pub old_rate: Option<Rate>,
    pub min: i64,
    pub max: i64,
    pub old_min: Option<i64>,
    pub old_max: Option<i64>,
    pub at: DateTime<Utc>,
}

/// Which events, and who reads them.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only these; empty: all.
    pub kinds: Vec<Told>,
    /// Only those of these services.
    pub services: Option<Vec<ServiceId>>,
    /// Changes of a price that does not concern this account are left out.
    pub reader: Option<AccountId>,
    /// Only services of these categories.
    pub categories: Option<Vec<i64>>,
}

/// One page, newest first. The cursor is an event's id.
pub async fn page(db: &Db, filter: &Filter, cursor: Cursor) -> Result<Page<Event>, db::Error> {
    let id = match cursor {
        Cursor::First => None,
        Cursor::Before(id) | Cursor::After(id) => Some(id),
    };
    // Where the page begins: an event is named by its id, and stands in the order of time.
    let from = match id {
        Some(id) => {
            sqlx::query_scalar!("select at from catalogue_events where id = $1", id)
                .fetch_optional(db.pool())
                .await?
        }
        None => None,
    };
    let (cursor, from) = match from {
        Some(from) => (cursor, from),
        // It has been deleted since, or never was.
        None => (Cursor::First, DateTime::from_timestamp(NEVER_S, 0).unwrap_or_default()),
    };
    let rows = sqlx::query_as!(
        Event,
        r#"with shown as (
               (select e.* from catalogue_events e
                where $1::bigint < 0 and (e.at, e.id) < ($2, $3)
                  and (cardinality($4::text[]) = 0 or e.kind = any($4))
                  and ($5::bigint[] is null or e.service_id = any($5))
                  and (e.kind not in ('price_up', 'price_down') or not exists (
                      select from custom_rates c
                      where c.account_id = $6 and c.service_id = e.service_id))
                  and ($8::bigint[] is null or exists (
                      select from services s
                      where s.id = e.service_id and s.category_id = any($8)))
                order by e.at desc, e.id desc limit $7)
               union all
               (select e.* from catalogue_events e
                where $1::bigint > 0 and (e.at, e.id) > ($2, $3)
                  and (cardinality($4::text[]) = 0 or e.kind = any($4))
                  and ($5::bigint[] is null or e.service_id = any($5))
                  and (e.kind not in ('price_up', 'price_down') or not exists (
                      select from custom_rates c
                      where c.account_id = $6 and c.service_id = e.service_id))
                  and ($8::bigint[] is null or exists (
                      select from services s
                      where s.id = e.service_id and s.category_id = any($8)))
                order by e.at, e.id limit $7))
           select e.id as "id!", e.service_id as "service_id!: ServiceId", s.name as "name!",
                  c.name as "category!", c.id as "category_id!", s.kind as "kind!: Kind",
                  (s.enabled and s.paused_reason is null) as "is_on_sale!",
                  s.lowest_rate as "lowest: Rate", own.rate is not null as "has_own_rate!", e.kind as "told!: Told",
                  e.rate as "rate!: Rate", e.old_rate as "old_rate: Rate", e.min as "min!",
                  e.max as "max!", e.old_min, e.old_max, e.at as "at!"
           from shown e join services s on s.id = e.service_id
           join categories c on c.id = s.category_id
           left join custom_rates own on own.account_id = $6 and own.service_id = e.service_id
           order by extract(epoch from e.at) * $1, e.id * $1"#,
        cursor.direction(),
        from,
        id.unwrap_or_default(),
        &filter.kinds as &[Told],
        filter.services.as_deref() as Option<&[ServiceId]>,
        filter.reader as Option<AccountId>,
        PAGE_ROWS + 1,
        filter.categories.as_deref() as Option<&[i64]>
    )
    .fetch_all(db.pool())
    .await?;
    Ok(Page::new(rows, cursor, |event| event.id))
}

/// Deletes the oldest of those that are older than half a year, at most `most`; answers whether
/// there may be more. A loop calls it now and then.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let swept = sqlx::query!(
        "delete from catalogue_events where id in (
             select id from catalogue_events where at < $1 order by at, id limit $2)",
        clock.now() - KEPT,
        most
    )
    .execute(db.pool())
    .await?;
    Ok(swept.rows_affected() >= most.unsigned_abs())
}

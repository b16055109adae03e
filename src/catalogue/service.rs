//! Services: what is on sale, and under which conditions.

use std::collections::HashMap;

use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use super::{Code, Kind};
use crate::accounts::audit::{self, Actor};
use crate::catalogue::ServiceId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Rate;

/// A service as staff keep it. Its `rate` is the list price; what one customer pays says
/// [`super::Terms::price`].
#[derive(Debug, Clone)]
pub struct Service {
    pub id: ServiceId,
    pub category_id: i64,
    pub category: String,
    pub position: i32,
    pub name: String,
    pub kind: Kind,
    pub description: String,
    pub rate: Rate,
    /// No discount leads below it; `None`: it is not known what the service costs.
    pub lowest: Option<Rate>,
    pub min: i64,
    pub max: i64,
    pub refill: bool,
    pub cancel: bool,
    pub dripfeed: bool,
    /// One order for a link at a time.
    pub unique_link: bool,
    pub refill_wait_h: i32,
    pub refill_days: Option<i32>,
    pub enabled: bool,
    /// Its number in the order API.
    pub code: Option<Code>,
    /// Why the panel itself does not sell it at the moment: see [`super::hold`].
    pub paused_reason: Option<String>,
}

impl Service {
    /// Whether new orders are taken.
    #[must_use]
    pub fn is_on_sale(&self) -> bool {
        let paused = self.paused_reason.is_some();
        self.enabled && !paused
    }
}

/// What staff fill in. See [`Service`].
#[derive(Debug, Clone)]
pub struct Draft {
    pub category_id: i64,
    pub position: i32,
    pub name: String,
    pub kind: Kind,
    pub description: String,
    pub rate: Rate,
    pub min: i64,
    pub max: i64,
    pub refill: bool,
    pub cancel: bool,
    pub dripfeed: bool,
    pub unique_link: bool,
    pub refill_wait_h: i32,
    pub refill_days: Option<i32>,
    pub enabled: bool,
}

impl From<Service> for Draft {
    /// The draft that would save this service unchanged.
    fn from(service: Service) -> Self {
        Self {
            category_id: service.category_id,
            position: service.position,
            name: service.name,
            kind: service.kind,
            description: service.description,
            rate: service.rate,
            min: service.min,
            max: service.max,
            refill: service.refill,
            cancel: service.cancel,
            dripfeed: service.dripfeed,
            unique_link: service.unique_link,
            refill_wait_h: service.refill_wait_h,
            refill_days: service.refill_days,
            enabled: service.enabled,
        }
    }
}

/// Why a service was not kept; the text is for the person at the form.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error("{sentence}")]
    Field { field: &'static str, sentence: &'static str },
    #[error("there is no such service")]
    NotFound,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(ServiceError);

impl Draft {
    pub(super) fn check(&self) -> Result<(), ServiceError> {
        let wrong = |field, sentence| Err(ServiceError::Field { field, sentence });
        let length = self.name.chars().count();
        if !(1..=300).contains(&length) || self.name.contains('\0') {
            return wrong("name", "A name of 1 to 300 characters");
        }
        if self.description.chars().count() > 10_000 || self.description.contains('\0') {
            return wrong("description", "At most 10,000 characters");
        }
        if self.rate.micros() > 1_000_000_000_000_000 {
            return wrong("rate", "At most 1,000,000,000");
        }
        if self.min < 1 {
            return wrong("min", "At least 1");
        }
        if self.max < self.min || self.max > 1_000_000_000 {
            return wrong("max", "Not below the minimum, and at most 1,000,000,000");
        }
        if self.dripfeed && !self.kind.can_drip() {
            return wrong("dripfeed", "Only Default and Web Traffic services can be drip-fed");
        }
        if !(0..=8760).contains(&self.refill_wait_h) {
            return wrong("refill_wait_h", "0 to 8760 hours");
        }
        if self.refill_days.is_some_and(|days| !(1..=3650).contains(&days)) {
            return wrong("refill_days", "1 to 3650 days, or empty for no end");
        }
        Ok(())
    }
}

struct Row {
    id: ServiceId,
    category_id: i64,
    category: String,
    position: i32,
    name: String,
    kind: Kind,
    description: String,
    rate: Rate,
    lowest: Option<Rate>,
    min: i64,
    max: i64,
    refill: bool,
    cancel: bool,
    dripfeed: bool,
    unique_link: bool,
    refill_wait_h: i32,
    refill_days: Option<i32>,
    enabled: bool,
    paused_reason: Option<String>,
    code: Option<i32>,
}

impl From<Row> for Service {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            category_id: row.category_id,
            category: row.category,
            position: row.position,
            name: row.name,
            kind: row.kind,
            description: row.description,
            rate: row.rate,
            lowest: row.lowest,
            min: row.min,
            max: row.max,
            refill: row.refill,
            cancel: row.cancel,
            dripfeed: row.dripfeed,
            unique_link: row.unique_link,
            refill_wait_h: row.refill_wait_h,
            refill_days: row.refill_days,
            enabled: row.enabled,
            paused_reason: row.paused_reason,
            code: row.code.and_then(|code| Code::of(code.into())),
        }
    }
}

/// The services with these ids, in no order; all of them when `ids` is `None`. Descriptions may be
/// long, and are left out where nobody reads them.
async fn read(
    db: impl PgExecutor<'_>,
    ids: Option<&[ServiceId]>,
    on_sale_only: bool,
    is_described: bool,
) -> Result<Vec<Service>, db::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select s.id as "id: ServiceId", s.category_id, c.name as category, s.position, s.name,
                  s.kind as "kind: Kind",
                  case when $3 then s.description else '' end as "description!",
                  s.rate as "rate: Rate", s.lowest_rate as "lowest: Rate", s.min, s.max,
                  s.refill, s.cancel, s.dripfeed, s.unique_link, s.refill_wait_h, s.refill_days, s.enabled,
                  s.paused_reason, s.code
           from services s join categories c on c.id = s.category_id
           where ($1::bigint[] is null or s.id = any($1)) 
                 and ((s.enabled and s.paused_reason is null) or not $2)
           order by c.position, c.id, s.position, s.id"#,
        ids as Option<&[ServiceId]>,
        on_sale_only,
        is_described
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Service::from).collect())
}

/// These services by their ids, disabled ones too.
pub async fn find(
    db: impl PgExecutor<'_>,
    ids: &[ServiceId],
) -> Result<HashMap<ServiceId, Service>, db::Error> {
    let found = read(db, Some(ids), false, true).await?;
    Ok(found.into_iter().map(|service| (service.id, service)).collect())
}

/// All services, as staff see them, in the order of the list.
pub async fn list_all(db: impl PgExecutor<'_>) -> Result<Vec<Service>, db::Error> {
    read(db, None, false, true).await
}

/// These services without their descriptions, which orders do not need.
pub(super) async fn find_bare(
    db: impl PgExecutor<'_>,
    ids: &[ServiceId],
) -> Result<Vec<Service>, db::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select s.id as "id: ServiceId", s.category_id, c.name as category, s.position, s.name,
                  s.kind as "kind: Kind", '' as "description!", s.rate as "rate: Rate",
                  s.lowest_rate as "lowest: Rate", s.min, s.max, s.refill, s.cancel, s.dripfeed, s.unique_link, s.refill_wait_h, s.refill_days, s.enabled,
                  s.paused_reason, s.code
           from services s join categories c on c.id = s.category_id
           where s.id = any($1)"#,
        ids as &[ServiceId]
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Service::from).collect())
}

/// The services on sale, in the order of the list.
pub(super) async fn list_on_sale(db: impl PgExecutor<'_>) -> Result<Vec<Service>, db::Error> {
    read(db, None, true, true).await
}

/// The same without their descriptions.
pub(super) async fn list_on_sale_bare(db: impl PgExecutor<'_>) -> Result<Vec<Service>, db::Error> {
    read(db, None, true, false).await
}

/// The service, locked: nobody else changes it, its routes or its prices until the transaction
/// ends.
pub(crate) async fn lock(
    tx: &mut PgTransaction<'_>,
    id: ServiceId,
) -> Result<Option<Service>, db::Error> {
    sqlx::query!("select from services where id = $1 for no key update", id as ServiceId)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(find(&mut **tx, &[id]).await?.remove(&id))
}

/// Puts a service on the list; answers its id. Staff do it by `providers::sale::create`.
pub(crate) async fn create(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    draft: &Draft,
) -> Result<ServiceId, ServiceError> {
    draft.check()?;
    let id = sqlx::query_scalar!(
        r#"insert into services (category_id, position, name, kind, description, rate, min, max,
                                 refill, cancel, dripfeed, unique_link, refill_wait_h, refill_days,
                                 enabled, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
           returning id as "id: ServiceId""#,
        draft.category_id,
        draft.position,
        draft.name,
        draft.kind.as_str(),
        draft.description,
        draft.rate.micros(),
        draft.min,
        draft.max,
        draft.refill,
        draft.cancel,
        draft.dripfeed,
        draft.unique_link,
        draft.refill_wait_h,
        draft.refill_days,
        draft.enabled,
        clock.now()
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(id)
}

/// Changes a service. Staff do it by `providers::sale::update`.
pub(crate) async fn update(
    tx: &mut PgTransaction<'_>,
    id: ServiceId,
    draft: &Draft,
) -> Result<(), ServiceError> {
    draft.check()?;
    let changed = sqlx::query!(
        "update services set category_id = $2, position = $3, name = $4, kind = $5,
                description = $6, rate = $7, min = $8, max = $9, refill = $10, cancel = $11,
                dripfeed = $12, unique_link = $13, refill_wait_h = $14, refill_days = $15,
                enabled = $16
         where id = $1",
        id as ServiceId,
        draft.category_id,
        draft.position,
        draft.name,
        draft.kind.as_str(),
        draft.description,
        draft.rate.micros(),
        draft.min,
        draft.max,
        draft.refill,
        draft.cancel,
        draft.dripfeed,
        draft.unique_link,
        draft.refill_wait_h,
        draft.refill_days,
        draft.enabled
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if changed == 0 {
        return Err(ServiceError::NotFound);
    }
    Ok(())
}

/// Puts a service on sale or takes it off, everything else unchanged; answers its name. Open
/// orders go on.
pub async fn set_enabled(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, enabled): (ServiceId, bool),
) -> Result<String, ServiceError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let service = lock(tx, id).await?.ok_or(ServiceError::NotFound)?;
            let (name, before) = (service.name.clone(), service.enabled);
            update(tx, id, &Draft { enabled, ..Draft::from(service) }).await?;
            let entry = audit::Entry {
                actor,
                action: "service.update",
                subject: format!("service:{id}"),
                before: Some(json!({ "enabled": before })),
                after: Some(json!({ "enabled": enabled })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(name)
        })
    })
    .await
}

//! All services as staff keep them: each with what its providers ask for it. Doors search, sort and
//! page this list; the bulk commands plan by it.

use sqlx::PgExecutor;

use crate::catalogue::{Kind, ServiceId};
use crate::kit::db;
use crate::kit::money::Rate;
use crate::providers::ProviderId;

/// A service with its routes in short. It has no description.
#[derive(Debug, Clone)]
pub struct Stocked {
    pub id: ServiceId,
    pub category_id: i64,
    pub category: String,
    pub name: String,
    pub kind: Kind,
    pub rate: Rate,
    pub min: i64,
    pub max: i64,
    pub refill: bool,
    pub cancel: bool,
    pub dripfeed: bool,
    pub enabled: bool,
    /// Why the panel keeps it off sale; `None`: it does not.
    pub paused_reason: Option<String>,
    /// The providers of its routes, preferred ones first.
    pub providers: Vec<ProviderId>,
    /// The cost of the first route for 1000.
    pub cost: Option<Rate>,
    /// The cost of the dearest route that an order could take.
    pub dearest: Option<Rate>,
    /// The price follows the cost of one of its routes.
    pub follows: bool,
    /// No route of it is open now, or it has none.
    pub is_closed: bool,
}

impl Stocked {
    /// Whether new orders are taken.
    #[must_use]
    pub fn is_on_sale(&self) -> bool {
        self.enabled && self.paused_reason.is_none()
    }

    /// Whether this price is below what an order could cost.
    #[must_use]
    pub fn is_below_cost(&self, rate: Rate) -> bool {
        self.dearest.is_some_and(|dearest| rate < dearest)
    }

    /// How much the price is above the cost of the first route, in hundredths of a percent; `None`
    /// if it costs nothing.
    #[must_use]
    pub fn margin(&self, rate: Rate) -> Option<i64> {
        let cost = i128::from(self.cost.filter(|cost| cost.micros() > 0)?.micros());
        i64::try_from((i128::from(rate.micros()) - cost) * 10_000 / cost).ok()
    }
}

/// These services, or all of them, in the order of the list.
pub async fn list(
    db: impl PgExecutor<'_>,
    ids: Option<&[ServiceId]>,
) -> Result<Vec<Stocked>, db::Error> {
    Ok(sqlx::query_as!(
        Stocked,
        r#"with ways as (
               select r.service_id,
                      array_agg(r.provider_id order by r.position) as providers,
                      (array_agg(r.cost_rate order by r.position))[1] as cost,
                      max(r.cost_rate) filter (where p.enabled and l.gone_at is null) as dearest,
                      bool_or(r.margin is not null) as follows,
                      bool_and(not p.enabled or p.paused_reason is not null
                               or r.paused_reason is not null or l.gone_at is not null) as closed
               from routes r join providers p on p.id = r.provider_id
               left join provider_services l on l.provider_id = r.provider_id
                    and l.upstream_service = r.upstream_service
               where $1::bigint[] is null or r.service_id = any($1)
               group by r.service_id)
           select s.id as "id!: ServiceId", s.category_id as "category_id!", c.name as "category!",
                  s.name as "name!", s.kind as "kind!: Kind", s.rate as "rate!: Rate",
                  s.min as "min!", s.max as "max!", s.refill as "refill!", s.cancel as "cancel!",
                  s.dripfeed as "dripfeed!", s.enabled as "enabled!",
                  s.paused_reason as "paused_reason?", 
                  coalesce(w.providers, '{}') as "providers!: Vec<ProviderId>", w.cost as "cost?: Rate",
                  w.dearest as "dearest?: Rate", coalesce(w.follows, false) as "follows!",
                  coalesce(w.closed, true) as "is_closed!"
           from services s join categories c on c.id = s.category_id
           left join ways w on w.service_id = s.id
           where $1::bigint[] is null or s.id = any($1)
           order by c.position, c.id, s.position, s.id"#,
        ids as Option<&[ServiceId]>
    )
    .fetch_all(db)
    .await?)
}

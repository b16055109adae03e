//! Which services are kept off sale, and why; and below which price no discount leads. Both are worked
//! out from how things are now, not remembered from what happened. So every change of a price, a route
//! or a list calls [`pause_unsellable`] afterwards, and a service that is in order again is sold again.
//! What staff have switched off is never switched on here.
//!
//! A rate of a customer's own is what staff have agreed to, so one below cost takes the service off sale
//! until they decide. A discount is for many services and customers at once: it ends at the cost, and
//! takes nothing off sale.

use sqlx::PgTransaction;

use crate::catalogue;
use crate::catalogue::ServiceId;
use crate::kit::db;
use crate::kit::money::Rate;
use crate::providers::floor::floor_price;

/// A service whose reason has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub service_id: ServiceId,
    /// `None`: it is on sale again.
    pub reason: Option<String>,
}

struct Facts {
    /// How many routes it has.
    routes: i64,
    /// The providers of its routes, if all of them are switched off.
    off: Option<String>,
    /// The lowest price that anyone pays: the list's rate, or a customer's own rate.
    lowest: Rate,
    /// The cost of its dearest route, among the routes that an order could take.
    dearest: Option<Rate>,
    /// The same among all routes: while no route is open, an order waits for any of them.
    costliest: Option<Rate>,
    /// No provider that had it lists it any more.
    gone: Option<String>,
    /// The cost before and after a jump that staff have not answered.
    jump: Option<(String, String)>,
}

impl Facts {
    fn reason(&self, floor: Rate) -> Option<String> {
        if self.routes == 0 {
            return Some("No provider: choose who delivers it".to_owned());
        }
        if let Some(providers) = &self.off {
            return Some(format!("No provider: {providers} is switched off"));
        }
        if let Some(provider) = &self.gone {
            return Some(format!("Gone: {provider} does not list it any more"));
        }
        if let Some((from, to)) = &self.jump {
            return Some(format!("Price jump: it cost {from} and costs {to}"));
        }
        let lowest = self.lowest;
        if lowest < floor {
            return Some(format!(
                "Below the floor price: {lowest} is paid, and {floor} is the least"
            ));
        }
        let dearest = self.dearest?;
        let below = lowest < dearest;
        below.then(|| format!("Below cost: {lowest} is paid, and it costs {dearest}"))
    }

    /// Below which no discount leads; `None`: it is not known what it costs.
    fn lowest_rate(&self, floor: Rate) -> Option<Rate> {
        Some(self.dearest.or(self.costliest)?.max(floor))
    }
}

/// Works out the reasons again, for these services or for all, and answers those that changed.
pub async fn pause_unsellable(
    tx: &mut PgTransaction<'_>,
    services: Option<&[ServiceId]>,
) -> Result<Vec<Held>, db::Error> {
    let rows = sqlx::query!(
        r#"select s.id as "id: ServiceId", s.paused_reason, s.rate as "rate: Rate",
                  s.lowest_rate as "lowest_rate: Rate", own.lowest as "own: Rate",
                  ways.routes as "routes!", ways.dearest as "dearest: Rate",
                  ways.costliest as "costliest: Rate", ways.gone, ways.off,
                  jump.before, jump.after
           from services s
           cross join lateral (
               select count(*) as routes,
                      max(r.cost_rate) filter (where p.enabled and l.gone_at is null) as dearest,
                      max(r.cost_rate) as costliest,
                      case when bool_and(l.gone_at is not null) then min(p.name) end as gone,
                      case when not bool_or(p.enabled)
                           then string_agg(distinct p.name, ' and ' order by p.name) end as off
               from routes r join providers p on p.id = r.provider_id
               left join provider_services l on l.provider_id = r.provider_id
                    and l.upstream_service = r.upstream_service
               where r.service_id = s.id) as ways
           left join lateral (
               select min(c.rate) as lowest from custom_rates c where c.service_id = s.id) as own
                on true
           left join lateral (
               select c.before ->> 'cost' as before, c.after ->> 'cost' as after
               from provider_changes c
               where c.service_id = s.id and c.state = 'open' and c.kind = 'rate'
                     and c.after ? 'jump'
               order by c.id limit 1) as jump on true
           where $1::bigint[] is null or s.id = any($1)"#,
        services as Option<&[ServiceId]>
    )
    .fetch_all(&mut **tx)
    .await?;
    let floor = floor_price(tx).await?;
    let (mut changed, mut lowest) = (Vec::new(), Vec::new());
    for row in rows {
        let facts = Facts {
            routes: row.routes,
            off: row.off,
            lowest: row.own.map_or(row.rate, |own| own.min(row.rate)),
            dearest: row.dearest,
            costliest: row.costliest,
            gone: row.gone,
            jump: row.before.zip(row.after),
        };
        let lowest_rate = facts.lowest_rate(floor);
        if lowest_rate != row.lowest_rate {
            lowest.push((row.id, lowest_rate));
        }
        let reason = facts.reason(floor);
        if reason != row.paused_reason {
            changed.push(Held { service_id: row.id, reason });
        }
    }
    let reasons: Vec<_> =
        changed.iter().map(|held| (held.service_id, held.reason.clone())).collect();
    catalogue::set_paused_reasons(tx, &reasons).await?;
    catalogue::set_lowest_rates(tx, &lowest).await?;
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sold_below_the_floor_price() {
        let rate = |text: &str| Rate::parse(text).unwrap();
        let paid = |lowest| Facts {
            routes: 1,
            off: None,
            lowest: rate(lowest),
            dearest: None,
            costliest: None,
            gone: None,
            jump: None,
        };
        assert_eq!(paid("0").reason(Rate::default()), None, "without a floor, staff decide");
        assert_eq!(paid("0.5").reason(rate("0.5")), None);
        let below = paid("0.499999").reason(rate("0.5")).unwrap();
        assert_eq!(below, "Below the floor price: 0.499999 is paid, and 0.50 is the least");
    }

    #[test]
    fn nothing_is_sold_that_nobody_delivers() {
        let facts = |routes, off| Facts {
            routes,
            off,
            lowest: Rate::default(),
            dearest: None,
            costliest: None,
            gone: None,
            jump: None,
        };
        let why = |routes, off: Option<&str>| {
            facts(routes, off.map(str::to_owned)).reason(Rate::default()).unwrap_or_default()
        };
        assert_eq!(why(0, None), "No provider: choose who delivers it");
        assert_eq!(why(1, Some("Acme")), "No provider: Acme is switched off");
        assert_eq!(why(1, None), "");
        assert_eq!(facts(0, None).lowest_rate(Rate::default()), None);
    }

    #[test]
    fn no_discount_leads_below_the_dearest_route_or_the_floor() {
        let rate = |micros| Rate::from_micros(micros);
        let lowest = |dearest: Option<i64>, costliest: Option<i64>, floor| {
            let facts = Facts {
                routes: 1,
                off: None,
                lowest: rate(1_000),
                dearest: dearest.map(rate),
                costliest: costliest.map(rate),
                gone: None,
                jump: None,
            };
            facts.lowest_rate(rate(floor)).map(Rate::micros)
        };
        assert_eq!(lowest(Some(300), Some(500), 0), Some(300));
        assert_eq!(lowest(Some(300), Some(500), 400), Some(400));
        assert_eq!(lowest(None, Some(500), 0), Some(500), "an order would wait for it");
    }
}

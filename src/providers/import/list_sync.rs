//! A provider's list has come in: stores it, compares it with what is sold, and does what follows,
//! all in one transaction and in a few statements, however long the list is.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::catalogue::{self, Change, Kind, ServiceId};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::kit::money::Rate;
use crate::providers::changes;
use crate::providers::list::{self, Kept, Limits, Offer};
use crate::providers::list_due::record_trouble;
pub use crate::providers::list_due::take_due;
use crate::providers::margin::Margin;
use crate::providers::pause_unsellable::pause_unsellable;
use crate::providers::price_guard::{self, Fate, Finding, Rule, Sold, Verdict, What};
use crate::providers::provider::{self, Provider};
use crate::providers::unread::{self, Unread};
use crate::providers::{Listed, ProviderId, Upstreams};

/// The wait between two looks at a list.
pub const LIST_EVERY: TimeDelta = TimeDelta::minutes(30);
/// Lists are long, and some panels need much time to make them.
const ANSWER_WITHIN: Duration = Duration::from_secs(90);

/// The result of a look at a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    pub listed: usize,
    /// Lines that were not taken.
    pub unread: usize,
    pub changes: usize,
    /// Services that were taken off sale.
    pub paused: usize,
    /// Services that are sold again.
    pub resumed: usize,
}

/// Why a list was not taken.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    #[error("there is no such provider")]
    NotFound,
    /// Every service would be gone at once: more likely the answer is wrong.
    #[error("the list came back empty; nothing was changed")]
    Empty,
    #[error("none of its {0} lines has an id that can be read; nothing was changed")]
    Nameless(usize),
    #[error(
        "its protocol has no list: it is sold by routes, on a service's page under Delivered by"
    )]
    NoList,
    #[error("{0}")]
    NoAnswer(String),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(WatchError);

/// Asks for a provider's list and takes it in. If something else comes, it is noted on the
/// provider.
pub async fn look(
    upstreams: &Upstreams,
    db: &Db,
    clock: &Clock,
    provider_id: ProviderId,
) -> Result<Seen, WatchError> {
    let provider = provider::find(db.pool(), provider_id).await?.ok_or(WatchError::NotFound)?;
    if !provider.protocol.has_list() {
        return Err(WatchError::NoList);
    }
    let upstream = upstreams.get(provider_id).await?.ok_or(WatchError::NotFound)?;
    let answer = tokio::time::timeout(ANSWER_WITHIN, upstream.services()).await;
    let taken = match answer {
        Ok(Ok(listed)) => take_in(db, clock, (provider_id, listed)).await,
        Ok(Err(error)) => Err(WatchError::NoAnswer(error.to_string())),
        Err(_) => Err(WatchError::NoAnswer("no answer came in time".to_owned())),
    };
    if let Err(error @ (WatchError::Empty | WatchError::Nameless(_) | WatchError::NoAnswer(_))) =
        &taken
    {
        record_trouble(db, clock, (provider_id, &error.to_string())).await?;
    }
    taken
}

/// Takes in the list that a provider sent.
pub async fn take_in(
    db: &Db,
    clock: &Clock,
    (provider_id, listed): (ProviderId, Vec<Result<Listed, Unread>>),
) -> Result<Seen, WatchError> {
    let (offers, unread) = list::clean(listed);
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            let provider = provider::lock(tx, provider_id).await?.ok_or(WatchError::NotFound)?;
            let before = list::kept(&mut **tx, provider_id, None).await?;
            let had_some = before.values().any(|kept| kept.gone_at.is_none());
            let is_nameless = unread.iter().all(|one| one.upstream_service.is_none());
            match unread.len() {
                _ if !(offers.is_empty() && is_nameless && had_some) => {}
                0 => return Err(WatchError::Empty),
                lines => return Err(WatchError::Nameless(lines)),
            }
            compare(tx, &provider, (&before, &offers, &unread), now).await
        })
    })
    .await
}

async fn compare(
    tx: &mut PgTransaction<'_>,
    provider: &Provider,
    (before, offers, unread): (&Kept, &[Offer], &[Unread]),
    now: DateTime<Utc>,
) -> Result<Seen, WatchError> {
    let rule = Rule {
        policy: provider.policy,
        ask_above_percent: provider.ask_above_percent,
        exchange: provider.exchange,
    };
    let by_name: HashMap<&str, &Offer> =
        offers.iter().map(|offer| (offer.upstream_service.as_str(), offer)).collect();
    let unread_before = unread::kept(&mut **tx, provider.id).await?;
    let (was_hidden, hidden) = (unread::hidden(&unread_before), unread::hidden(unread));
    let mut work = Work::default();
    let sold = sold(tx, provider.id).await?;
    for one in &sold {
        let name = one.upstream_service.as_str();
        let (kept, now) = (before.get(name), by_name.get(name).copied());
        let was_hidden = was_hidden.contains_key(name);
        let mut verdict = match hidden.get(name) {
            // Staff were asked when the line could not be read for the first time.
            Some(_) if was_hidden => continue,
            Some(line) => price_guard::unread(kept, &line.told(), one),
            None => price_guard::compare(rule, kept, now, one),
        };
        verdict.settled.extend(was_hidden.then_some(What::Unread));
        work.add(one, verdict);
    }
    // In a first list everything is new, and nobody wants to read that.
    if provider.list_at.is_some() {
        let new = offers.iter().filter(|offer| !before.contains_key(&offer.upstream_service));
        new.for_each(|offer| work.add_new(offer, rule));
    }
    list::keep(tx, provider.id, (before, offers, unread), now).await?;
    unread::keep(tx, provider.id, (&unread_before, unread)).await?;
    work.write(tx, provider.id, now).await?;
    // Services that the provider said it could not deliver, and that it lists, are tried again.
    sqlx::query!(
        "update routes r set paused_reason = null
         from provider_services l
         where r.provider_id = $1 and r.paused_reason is not null and l.provider_id = $1
               and l.upstream_service = r.upstream_service and l.gone_at is null",
        provider.id as ProviderId
    )
    .execute(&mut **tx)
    .await?;
    let services: HashSet<ServiceId> = sold.iter().map(|one| one.service_id).collect();
    let services: Vec<ServiceId> = services.into_iter().collect();
    let held = pause_unsellable(tx, Some(&services)).await?;
    let paused = held.iter().filter(|one| one.reason.is_some());
    let paused: Vec<ServiceId> = paused.map(|one| one.service_id).collect();
    changes::note_pauses(tx, &paused, now).await?;
    sqlx::query!(
        "update providers set list_at = $2, list_trouble = null, list_unread_since = null,
                list_due_at = $3
         where id = $1",
        provider.id as ProviderId,
        now,
        now + LIST_EVERY
    )
    .execute(&mut **tx)
    .await?;
    Ok(Seen {
        listed: offers.len(),
        unread: unread.len(),
        changes: work.findings.len(),
        paused: paused.len(),
        resumed: held.len() - paused.len(),
    })
}

/// The routes that use this provider's services.
pub(in crate::providers) async fn sold(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
) -> Result<Vec<Sold>, db::Error> {
    let rows = sqlx::query!(
        r#"select r.service_id as "service_id: ServiceId", r.position, r.upstream_service,
                  r.cost_rate as "cost: Rate", r.margin, r.margin_fixed, r.price_step,
                  not exists (select from routes other
                              where other.service_id = r.service_id and other.margin is not null
                                    and other.position < r.position) as "leads!",
                  s.kind as "kind: Kind", s.rate as "price: Rate", s.min, s.max, s.refill, s.cancel,
                  s.dripfeed,
                  (select c.before ->> 'cost' from provider_changes c
                   where c.service_id = r.service_id and c.provider_id = r.provider_id
                         and c.upstream_service = r.upstream_service
                         and c.kind = 'rate' and c.state = 'open') as asked_from
           from routes r join services s on s.id = r.service_id
           where r.provider_id = $1 order by r.service_id, r.position"#,
        provider_id as ProviderId
    )
    .fetch_all(&mut **tx)
    .await?;
    let sold = rows.into_iter().map(|row| Sold {
        service_id: row.service_id,
        position: row.position,
        upstream_service: row.upstream_service,
        cost: row.cost,
        margin: Margin::of_row(row.margin, row.margin_fixed, row.price_step).filter(|_| row.leads),
        kind: row.kind,
        price: row.price,
        limits: Limits {
            min: row.min,
            max: row.max,
            refill: row.refill,
            cancel: row.cancel,
            dripfeed: row.dripfeed,
        },
        asked_from: row.asked_from.and_then(|text| Rate::parse(&text).ok()),
    });
    Ok(sold.collect())
}

/// What must be written after all lines were judged.
#[derive(Default)]
struct Work {
    costs: Vec<RouteCost>,
    changes: Vec<Change>,
    settled: Vec<Settled>,
    findings: Vec<Found>,
}

/// What a route costs from now on.
struct RouteCost {
    service_id: ServiceId,
    position: i32,
    cost: Rate,
}

/// A question that settled by itself.
struct Settled {
    service_id: ServiceId,
    upstream_service: String,
    what: What,
}

/// A finding and its service; a new line has no service of ours.
struct Found {
    service_id: Option<ServiceId>,
    upstream_service: String,
    finding: Finding,
}

impl Work {
    fn add(&mut self, sold: &Sold, verdict: Verdict) {
        let (service_id, position) = (sold.service_id, sold.position);
        self.costs.extend(verdict.cost.map(|cost| RouteCost { service_id, position, cost }));
        if verdict.price.is_some() || verdict.limits.is_some() {
            let limits = verdict.limits;
            self.changes.push(Change {
                rate: verdict.price,
                min: limits.map(|l| l.min),
                max: limits.map(|l| l.max),
                refill: limits.map(|l| l.refill),
                cancel: limits.map(|l| l.cancel),
                dripfeed: limits.map(|l| l.dripfeed),
                ..Change::none(service_id)
            });
        }
        let name = || sold.upstream_service.clone();
        let settled = verdict.settled.into_iter();
        self.settled.extend(settled.map(|what| Settled {
            service_id,
            upstream_service: name(),
            what,
        }));
        let found = verdict.findings.into_iter().map(|finding| Found {
            service_id: Some(service_id),
            upstream_service: name(),
            finding,
        });
        self.findings.extend(found);
    }

    fn add_new(&mut self, offer: &Offer, rule: Rule) {
        let cost = rule.exchange.convert(offer.rate).unwrap_or_default();
        let after = json!({ "name": offer.name, "cost": cost.to_string() });
        let finding = Finding { what: What::New, fate: Fate::Reported, before: json!({}), after };
        let upstream_service = offer.upstream_service.clone();
        self.findings.push(Found { service_id: None, upstream_service, finding });
    }

    async fn write(
        &self,
        tx: &mut PgTransaction<'_>,
        provider_id: ProviderId,
        now: DateTime<Utc>,
    ) -> Result<(), db::Error> {
        catalogue::update_many(tx, &self.changes).await?;
        if !self.costs.is_empty() {
            sqlx::query!(
                "update routes r set cost_rate = c.cost
                 from unnest($1::bigint[], $2::int[], $3::bigint[]) as c (service_id, position, cost)
                 where r.service_id = c.service_id and r.position = c.position",
                &column(&self.costs, |cost| cost.service_id) as &[ServiceId],
                &column(&self.costs, |cost| cost.position),
                &column(&self.costs, |cost| cost.cost.micros()),
            )
            .execute(&mut **tx)
            .await?;
        }
        if !self.settled.is_empty() {
            sqlx::query!(
                "update provider_changes c
                 set state = 'dismissed', decided_at = $2, note = 'settled by itself'
                 from unnest($3::bigint[], $4::text[], $5::text[]) as s (service_id, name, kind)
                 where c.provider_id = $1 and c.service_id = s.service_id
                       and c.upstream_service = s.name and c.kind = s.kind and c.state = 'open'",
                provider_id as ProviderId,
                now,
                &column(&self.settled, |one| one.service_id) as &[ServiceId],
                &column(&self.settled, |one| one.upstream_service.clone()),
                &column(&self.settled, |one| one.what) as &[What],
            )
            .execute(&mut **tx)
            .await?;
        }
        if !self.findings.is_empty() {
            self.write_findings(tx, provider_id, now).await?;
        }
        Ok(())
    }

    /// If the same question is open already, it takes the provider's newest answer.
    async fn write_findings(
        &self,
        tx: &mut PgTransaction<'_>,
        provider_id: ProviderId,
        now: DateTime<Utc>,
    ) -> Result<(), db::Error> {
        sqlx::query!(
            "insert into provider_changes (provider_id, service_id, upstream_service, kind, state,
                                           before, after, at)
             select $1, f.*, $2 from unnest($3::bigint[], $4::text[], $5::text[], $6::text[],
                                            $7::jsonb[], $8::jsonb[]) as f
             on conflict (service_id, provider_id, upstream_service, kind) where state = 'open'
             do update set after = excluded.after, at = excluded.at",
            provider_id as ProviderId,
            now,
            &column(&self.findings, |one| one.service_id) as &[Option<ServiceId>],
            &column(&self.findings, |one| one.upstream_service.clone()),
            &column(&self.findings, |one| one.finding.what) as &[What],
            &column(&self.findings, |one| one.finding.fate) as &[Fate],
            &column(&self.findings, |one| one.finding.before.clone()),
            &column(&self.findings, |one| one.finding.after.clone()),
        )
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

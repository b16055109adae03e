//! What the price guard has seen, and how staff answered its questions.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::catalogue::{self, Change as ServiceChange, ServiceId};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::page::{Cursor, PAGE_ROWS, Page};
use crate::providers::pause_unsellable::pause_unsellable;
use crate::providers::price_guard::{Fate, What};
use crate::providers::{ProviderId, list, list_sync};

/// A change as staff see it.
#[derive(Debug, Clone)]
pub struct Change {
    pub id: i64,
    pub provider_id: ProviderId,
    pub provider: String,
    pub upstream_service: String,
    /// Our service that it concerns, and its name.
    pub service: Option<(ServiceId, String)>,
    /// Why that service is off sale now.
    pub paused_reason: Option<String>,
    pub what: What,
    pub fate: Fate,
    pub before: Value,
    pub after: Value,
    /// What the panel did at once.
    pub note: Option<String>,
    pub at: DateTime<Utc>,
    /// Who answered; `None`: nobody yet, or the panel itself.
    pub decided_by: Option<String>,
}

/// Which changes a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    pub provider_id: Option<ProviderId>,
    pub fate: Option<Fate>,
}

/// Staff's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A new cost: the price follows with its margin. Gone, or not readable: off sale until staff
    /// sell it again. Another type: our service gets the same type.
    Apply,
    /// Everything stays as it is, and the question is closed.
    Dismiss,
}

/// A page of changes, newest first.
pub async fn page(db: &Db, filter: Filter, cursor: Cursor) -> Result<Page<Change>, db::Error> {
    let ids = ids(db, filter, cursor).await?;
    let mut rows = sqlx::query!(
        r#"select c.id as "id!", c.provider_id as "provider_id!: ProviderId", p.name as "provider!",
                  c.upstream_service as "upstream_service!",
                  c.service_id as "service_id: ServiceId", s.name as "service?",
                  s.paused_reason as "paused_reason?", c.kind as "kind!: What",
                  c.state as "state!: Fate", c.before, c.after, c.note, c.at as "at!", a.email as "decided_by?"
           from provider_changes c join providers p on p.id = c.provider_id
           left join services s on s.id = c.service_id
           left join accounts a on a.id = c.decided_by
           where c.id = any($1)"#,
        &ids
    )
    .fetch_all(db.pool())
    .await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    let changes = rows.into_iter().map(|row| Change {
        id: row.id,
        provider_id: row.provider_id,
        provider: row.provider,
        upstream_service: row.upstream_service,
        service: row.service_id.zip(row.service),
        paused_reason: row.paused_reason,
        what: row.kind,
        fate: row.state,
        before: row.before.unwrap_or_default(),
        after: row.after.unwrap_or_default(),
        note: row.note,
        at: row.at,
        decided_by: row.decided_by,
    });
    Ok(Page::new(changes.collect(), cursor, |change| change.id))
}

/// The ids of a page and one more, in the cursor's direction. There are two ordered queries, one
/// for each direction, and one of them runs.
async fn ids(db: &Db, filter: Filter, cursor: Cursor) -> Result<Vec<i64>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"(select id as "id!" from provider_changes
            where $5::bigint < 0 and ($1::bigint is null or provider_id = $1)
                  and ($2::text is null or state = $2) and id < $3
            order by id desc limit $6)
           union all
           (select id from provider_changes
            where $5::bigint > 0 and ($1::bigint is null or provider_id = $1)
                  and ($2::text is null or state = $2) and id > $4
            order by id limit $6)"#,
        filter.provider_id as Option<ProviderId>,
        filter.fate.map(Fate::as_str),
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db.pool())
    .await?)
}

/// Changes that wait for staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Not counted further than 10,001.
    pub count: i64,
    pub oldest: Option<DateTime<Utc>>,
}

/// How many changes wait for staff, and since when.
pub async fn waiting(db: impl PgExecutor<'_>) -> Result<Waiting, db::Error> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"select count(*) as "count!", min(at) as oldest
           from (select at from provider_changes where state = 'open'
                 order by id limit 10001) as few"#
    )
    .fetch_one(db)
    .await?)
}

/// How many changes wait for staff, not counted further than 100.
pub async fn badge(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from provider_changes where state = 'open' limit 100) as few"#
    )
    .fetch_one(db)
    .await?)
}

/// Answers these changes. Changes that are not open any more stay as they are. Returns how many
/// were answered.
pub async fn answer(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (ids, answer): (Vec<i64>, Answer),
) -> Result<usize, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move { answer_in(tx, &clock, actor, (&ids, answer)).await })
    })
    .await
}

struct Open {
    id: i64,
    provider_id: ProviderId,
    upstream_service: String,
    service_id: Option<ServiceId>,
    kind: What,
}

async fn answer_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (ids, answer): (&[i64], Answer),
) -> Result<usize, db::Error> {
    // The locks are taken in the same order as in a look at a list: the provider first.
    sqlx::query!(
        "select from providers where id in (
             select provider_id from provider_changes where id = any($1)) 
         order by id for no key update",
        ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let state = if answer == Answer::Apply { Fate::Applied } else { Fate::Dismissed };
    let answered = sqlx::query_as!(
        Open,
        r#"update provider_changes set state = $2, decided_at = $3, decided_by = $4
           where id = any($1) and state = 'open'
           returning id, provider_id as "provider_id: ProviderId", upstream_service,
                     service_id as "service_id: ServiceId", kind as "kind: What""#,
        ids,
        state.as_str(),
        clock.now(),
        actor.account_id as Option<AccountId>
    )
    .fetch_all(&mut **tx)
    .await?;
    if answer == Answer::Apply {
        apply(tx, &answered).await?;
    }
    let services: HashSet<ServiceId> = answered.iter().filter_map(|one| one.service_id).collect();
    let services: Vec<ServiceId> = services.into_iter().collect();
    pause_unsellable(tx, Some(&services)).await?;
    for one in &answered {
        let entry = audit::Entry {
            actor,
            action: if answer == Answer::Apply { "change.apply" } else { "change.dismiss" },
            subject: format!("change:{}", one.id),
            before: None,
            after: Some(json!({ "service": one.service_id, "what": one.kind.as_str() })),
            ..audit::Entry::default()
        };
        audit::record(tx, clock, entry).await?;
    }
    Ok(answered.len())
}

async fn apply(tx: &mut PgTransaction<'_>, answered: &[Open]) -> Result<(), db::Error> {
    let providers: HashSet<ProviderId> = answered.iter().map(|one| one.provider_id).collect();
    let services: Vec<ServiceId> = answered.iter().filter_map(|one| one.service_id).collect();
    let ours = catalogue::find(&mut **tx, &services).await?;
    let mut changes = Vec::new();
    for provider_id in providers {
        let kept = list::kept(&mut **tx, provider_id, None).await?;
        for sold in list_sync::sold(tx, provider_id).await? {
            let mine = answered.iter().filter(|one| {
                one.provider_id == provider_id
                    && one.service_id == Some(sold.service_id)
                    && one.upstream_service == sold.upstream_service
            });
            for one in mine {
                let change = ServiceChange::none(sold.service_id);
                let offer = kept.get(&sold.upstream_service).map(|kept| &kept.offer);
                changes.push(match one.kind {
                    What::Rate => ServiceChange {
                        rate: sold.margin.and_then(|margin| margin.price(sold.cost)),
                        ..change
                    },
                    // Another route may deliver the service. Then it is on sale, and stays on sale.
                    What::Gone => {
                        let service = ours.get(&sold.service_id);
                        let is_off = service.is_some_and(|one| one.paused_reason.is_some());
                        ServiceChange { enabled: is_off.then_some(false), ..change }
                    }
                    What::Flags | What::Limits => ServiceChange {
                        kind: offer.and_then(|offer| offer.sellable().ok()),
                        ..change
                    },
                    // Its cost may be anything now.
                    What::Unread => ServiceChange { enabled: Some(false), ..change },
                    What::Back | What::New => continue,
                });
            }
        }
    }
    // Each round has one change of each service, because a statement changes a row only once.
    let mut rounds: Vec<Vec<ServiceChange>> = Vec::new();
    for change in changes {
        match rounds.iter_mut().find(|round| round.iter().all(|one| one.id != change.id)) {
            Some(round) => round.push(change),
            None => rounds.push(vec![change]),
        }
    }
    for round in rounds {
        catalogue::update_many(tx, &round).await?;
    }
    Ok(())
}

/// Notes on this moment's changes which services they took off sale.
pub(in crate::providers) async fn note_pauses(
    tx: &mut PgTransaction<'_>,
    paused: &[ServiceId],
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    if paused.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "update provider_changes c set note = 'service paused'
         from unnest($1::bigint[]) as p (service_id)
         where c.service_id = p.service_id and c.at = $2 and c.kind <> 'back'",
        paused as &[ServiceId],
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

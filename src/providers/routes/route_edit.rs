//! Changing which providers deliver a service: staff add routes, remove them and order them. A
//! route must be able to deliver what the service sells. A form that was drawn before someone
//! else's change changes nothing.

use serde_json::Value;
use sqlx::{PgExecutor, PgTransaction};

use crate::catalogue::{Code, Kind, Service, ServiceId};
use crate::kit::db;
use crate::kit::money::Rate;
use crate::providers::ProviderId;
use crate::providers::margin::{Exchange, Margin};
use crate::providers::protocol::Protocol;
use crate::providers::route::RouteError;
use crate::providers::sandbox::Settings;

/// The most routes of one service; nobody can oversee more.
const ROUTES_MAX: usize = 10;
const NAME_CHARS_MAX: usize = 64;

/// A route as staff see it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Lower is preferred.
    pub position: i32,
    pub provider_id: ProviderId,
    pub provider: String,
    pub protocol: Protocol,
    pub enabled: bool,
    pub paused_reason: Option<String>,
    pub upstream_service: String,
    /// Its name in the provider's list; `None`: it was never listed.
    pub name: Option<String>,
    /// Whether the list no longer has it.
    pub is_gone: bool,
    pub cost: Rate,
    /// How the price follows the cost; `None`: it does not follow it.
    pub margin: Option<Margin>,
    pub settings: Value,
}

/// What staff enter.
#[derive(Debug, Clone)]
pub struct Draft {
    pub provider_id: ProviderId,
    /// Its number or name there; "" if the protocol has none.
    pub upstream_service: String,
    /// The cost of 1000, in the panel's currency; `None`: the cost in the provider's list.
    pub cost: Option<Rate>,
    pub margin: Option<Margin>,
    /// Only for the sandbox.
    pub settings: Option<Settings>,
}

/// Which route is meant, as the page showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub position: i32,
    pub provider_id: ProviderId,
    pub upstream_service: String,
}

/// A provider that a route can lead to.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub id: ProviderId,
    pub name: String,
    pub protocol: Protocol,
}

/// All of them, the panel's own first.
pub async fn candidates(db: impl PgExecutor<'_>) -> Result<Vec<Candidate>, db::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: ProviderId", name, protocol as "protocol: Protocol"
               from providers order by id"#
    )
    .fetch_all(db)
    .await?;
    let candidates = rows.into_iter().map(|row| Candidate {
        id: row.id,
        name: row.name,
        protocol: row.protocol,
    });
    Ok(candidates.collect())
}

/// A service's routes, preferred ones first.
pub async fn list(
    db: impl PgExecutor<'_>,
    service_id: ServiceId,
) -> Result<Vec<Listed>, db::Error> {
    let rows = sqlx::query!(
        r#"select r.position, r.provider_id as "provider_id: ProviderId", p.name as provider,
                  p.protocol as "protocol: Protocol", p.enabled, p.paused_reason, r.upstream_service,
                  l.name as "name?",
                  coalesce(l.gone_at is not null, false) as "is_gone!",
                  r.cost_rate as "cost: Rate", r.margin, r.margin_fixed, r.price_step, r.settings
           from routes r join providers p on p.id = r.provider_id
           left join provider_services l on l.provider_id = r.provider_id
                                        and l.upstream_service = r.upstream_service
           where r.service_id = $1 order by r.position"#,
        service_id as ServiceId
    )
    .fetch_all(db)
    .await?;
    let listed = rows.into_iter().map(|row| Listed {
        position: row.position,
        provider_id: row.provider_id,
        provider: row.provider,
        protocol: row.protocol,
        enabled: row.enabled,
        paused_reason: row.paused_reason,
        upstream_service: row.upstream_service,
        name: row.name,
        is_gone: row.is_gone,
        cost: row.cost,
        margin: Margin::of_row(row.margin, row.margin_fixed, row.price_step),
        settings: row.settings,
    });
    Ok(listed.collect())
}

fn wrong<T>(field: &'static str, sentence: &'static str) -> Result<T, RouteError> {
    Err(RouteError::Field { field, sentence })
}

/// Adds a route behind the others.
pub(in crate::providers) async fn add(
    tx: &mut PgTransaction<'_>,
    service: &Service,
    draft: &Draft,
) -> Result<(), RouteError> {
    let there = there(tx, service.id).await?;
    let checked = check(tx, service, draft).await?;
    if there.len() >= ROUTES_MAX {
        return wrong("provider", "A service has at most ten routes");
    }
    let same = |seen: &Seen| {
        seen.provider_id == draft.provider_id && seen.upstream_service == checked.upstream_service
    };
    if there.iter().any(same) {
        return wrong("provider", "This route is there already");
    }
    let position = there.last().map_or(0, |last| last.position + 1);
    sqlx::query!(
        "insert into routes (service_id, position, provider_id, upstream_service, cost_rate,
                             settings, margin, margin_fixed, price_step)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        service.id as ServiceId,
        position,
        draft.provider_id as ProviderId,
        checked.upstream_service,
        checked.cost.micros(),
        checked.settings,
        draft.margin.map(Margin::percent),
        draft.margin.map(|margin| margin.fixed().micros()),
        draft.margin.map(Margin::step)
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Changes a route's cost and behaviour; its provider and service stay.
pub(in crate::providers) async fn change(
    tx: &mut PgTransaction<'_>,
    service: &Service,
    seen: &Seen,
    draft: &Draft,
) -> Result<(), RouteError> {
    find(&there(tx, service.id).await?, seen)?;
    let draft = Draft {
        provider_id: seen.provider_id,
        upstream_service: seen.upstream_service.clone(),
        ..draft.clone()
    };
    let checked = check(tx, service, &draft).await?;
    sqlx::query!(
        "update routes set cost_rate = $3, settings = $4, margin = $5, margin_fixed = $6,
                price_step = $7
         where service_id = $1 and position = $2",
        service.id as ServiceId,
        seen.position,
        checked.cost.micros(),
        checked.settings,
        draft.margin.map(Margin::percent),
        draft.margin.map(|margin| margin.fixed().micros()),
        draft.margin.map(Margin::step)
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Removes a route. Orders that went by it stay with that provider.
pub(in crate::providers) async fn remove(
    tx: &mut PgTransaction<'_>,
    service_id: ServiceId,
    seen: &Seen,
) -> Result<(), RouteError> {
    find(&there(tx, service_id).await?, seen)?;
    sqlx::query!(
        "delete from routes where service_id = $1 and position = $2",
        service_id as ServiceId,
        seen.position
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Moves a route one place up or down. At the edge nothing changes.
pub(in crate::providers) async fn shift(
    tx: &mut PgTransaction<'_>,
    service_id: ServiceId,
    seen: &Seen,
    up: bool,
) -> Result<(), RouteError> {
    let there = there(tx, service_id).await?;
    let at = find(&there, seen)?;
    let other = if up { at.checked_sub(1) } else { Some(at + 1) };
    let Some(other) = other.and_then(|other| there.get(other)) else { return Ok(()) };
    // Each position must be unique after each row, so one of the two steps aside first.
    for (from, to) in [(seen.position, -1), (other.position, seen.position), (-1, other.position)] {
        sqlx::query!(
            "update routes set position = $3 where service_id = $1 and position = $2",
            service_id as ServiceId,
            from,
            to
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// The service's routes as they are. Nobody else changes them meanwhile:
/// [`crate::providers::edit_routes`] has locked the service's row, because a service may have no
/// route to lock.
async fn there(tx: &mut PgTransaction<'_>, service_id: ServiceId) -> Result<Vec<Seen>, RouteError> {
    Ok(sqlx::query_as!(
        Seen,
        r#"select position, provider_id as "provider_id: ProviderId", upstream_service from routes
           where service_id = $1 order by position"#,
        service_id as ServiceId
    )
    .fetch_all(&mut **tx)
    .await?)
}

fn find(there: &[Seen], seen: &Seen) -> Result<usize, RouteError> {
    there.iter().position(|route| route == seen).ok_or(RouteError::Moved)
}

/// A draft that can be saved.
struct Checked {
    upstream_service: String,
    cost: Rate,
    settings: Value,
}

async fn check(
    tx: &mut PgTransaction<'_>,
    service: &Service,
    draft: &Draft,
) -> Result<Checked, RouteError> {
    let provider = sqlx::query!(
        r#"select protocol as "protocol: Protocol", exchange_rate from providers where id = $1"#,
        draft.provider_id as ProviderId
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(provider) = provider else { return wrong("provider", "Choose one of the list") };
    let protocol = provider.protocol;
    if !protocol.has_services() {
        fits(service, protocol, None)?;
        let settings = match (&draft.settings, protocol) {
            (Some(settings), Protocol::Sandbox) => {
                settings.check()?;
                serde_json::to_value(settings).expect("plain values serialise")
            }
            _ => Value::Object(serde_json::Map::new()),
        };
        let cost = draft.cost.unwrap_or_default();
        return Ok(Checked { upstream_service: String::new(), cost, settings });
    }
    let upstream_service = draft.upstream_service.trim().to_owned();
    let length = upstream_service.chars().count();
    if !(1..=NAME_CHARS_MAX).contains(&length) || upstream_service.chars().any(char::is_control) {
        return wrong("upstream_service", "The service's number there");
    }
    let listed = sqlx::query!(
        "select kind, rate from provider_services
         where provider_id = $1 and upstream_service = $2 and gone_at is null",
        draft.provider_id as ProviderId,
        upstream_service
    )
    .fetch_optional(&mut **tx)
    .await?;
    fits(service, protocol, listed.as_ref().and_then(|listed| Kind::parse(&listed.kind)))?;
    if protocol == Protocol::OrderApi {
        is_type(service, &upstream_service)?;
    }
    let exchange = Exchange::of_row(provider.exchange_rate);
    let cost = draft.cost.or_else(|| exchange.convert(listed?.rate));
    let Some(cost) = cost else {
        return wrong("cost", "It is not in the provider's list: say what 1000 cost");
    };
    Ok(Checked { upstream_service, cost, settings: Value::Object(serde_json::Map::new()) })
}

/// Whether this is a number with which the order API names a type, and the right one for this
/// service: a position has a type of its own there, and no other type reaches one.
fn is_type(service: &Service, upstream_service: &str) -> Result<(), RouteError> {
    let Some(code) = upstream_service.parse().ok().and_then(Code::of) else {
        return wrong("upstream_service", "The type's number there: 1, 6, 7, 8 or 10");
    };
    if (code == Code::TopRanking) != (service.code == Some(Code::TopRanking)) {
        return wrong(
            "upstream_service",
            "Type 10 is for services whose code is 10, and for them alone",
        );
    }
    Ok(())
}

/// Whether this route can deliver what is sold. `listed`: the type in the provider's list, if it is
/// known.
fn fits(service: &Service, protocol: Protocol, listed: Option<Kind>) -> Result<(), RouteError> {
    if service.code == Some(Code::TopRanking) && !protocol.reports_rank() {
        return wrong("provider", "It reports no position, and this service is for one");
    }
    // The panel handles the posts itself, and orders each of them as an ordinary order.
    let wanted = match service.kind {
        Kind::Subscriptions => Kind::Default,
        kind => kind,
    };
    if listed.is_some_and(|kind| kind != wanted) {
        return wrong("upstream_service", "It is of another type there");
    }
    if protocol == Protocol::OrderApi && wanted != Kind::Default {
        return wrong("provider", "It takes a link and a quantity, and this type needs more");
    }
    Ok(())
}

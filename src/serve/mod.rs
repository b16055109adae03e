//! A panel's life: bind, migrate, serve, work, and a stop that finishes the calls that are under
//! way.

pub mod connections;
pub mod front;
pub mod ready;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::Layer as _;
use tower::util::MapRequestLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;

use crate::accounts::look_alike;
use crate::alerts::Measures;
use crate::app::App;
use crate::kit::db::{self, Db, Servers};
use crate::kit::migrate;
use crate::work::Rounds;
use crate::{api, ledger, web, work};
use connections::Limits;
use ready::Readiness;

/// How long requests may still take once a stop was asked for.
const STOP_S_MAX: u64 = 30;
/// Open descriptors that are not for clients, beside those of the database's connections.
const DESCRIPTORS_KEPT: u64 = 80;
const CLIENTS_MIN: usize = 16;
/// If a batch of orders waits longer for the database, the panel is not ready.
const BATCH_S_MAX: u64 = 5;

/// The given address, or the first free port of 127.0.0.1 from 8080.
pub async fn bind(listen: Option<SocketAddr>) -> std::io::Result<TcpListener> {
    if let Some(address) = listen {
        return TcpListener::bind(address).await;
    }
    for port in 8080..8180 {
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            return Ok(listener);
        }
    }
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await
}

/// Brings the schema up to date and opens the books, in `currency` if they are new. Answers the
/// currency of the books.
pub async fn migrate(owner: &Servers, db: &Db, currency: &str) -> Result<String, migrate::Error> {
    let now = migrate::run(owner).await?;
    let wanted = currency.to_owned();
    let filled = async {
        look_alike::fill(db).await?;
        let open = db.transaction(move |tx| {
            Box::pin(async move { ledger::open_books(tx, &wanted, now).await })
        });
        open.await
    };
    filled.await.map_err(|error: db::Error| match error {
        db::Error::Sql(error) => error.into(),
        error => sqlx::Error::Protocol(error.to_string()).into(),
    })
}

/// Every door, with the layers that all of them share.
pub fn router(app: &Arc<App>) -> Router {
    let health = Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .with_state((Arc::clone(app), Readiness::new(&app.db)));
    web::router(Arc::clone(app))
        .merge(api::router(app))
        .merge(health)
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(from_fn_with_state(app.measures.clone(), count))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(from_fn_with_state(Arc::clone(app), front::pass))
}

/// Never the query: keys may stand in it.
fn span<B>(request: &axum::http::Request<B>) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok());
    tracing::info_span!(
        "request",
        id = id.unwrap_or_default(),
        method = %request.method(),
        path = request.uri().path()
    )
}

async fn count(State(measures): State<Measures>, request: Request, next: Next) -> Response {
    let door = match request.uri().path() {
        path if path.starts_with("/api/v2") => "api_v2",
        path if path.starts_with("/api/order") || path.starts_with("/api/check-balance") => {
            "order_api"
        }
        path if path.starts_with("/api/v1") => "marketplace_api",
        path if path.starts_with("/hooks/") => "hooks",
        path if path.starts_with("/static/") => "static",
        "/healthz" | "/readyz" => "health",
        _ => "page",
    };
    let started = std::time::Instant::now();
    let response = next.run(request).await;
    if !matches!(door, "static" | "health") {
        measures.answered(response.status().is_server_error());
    }
    let status = response.status().as_u16().to_string();
    metrics::counter!("waybill_requests_total", "door" => door, "status" => status).increment(1);
    metrics::histogram!("waybill_request_seconds", "door" => door)
        .record(started.elapsed().as_secs_f64());
    response
}

async fn ready(State((app, readiness)): State<(Arc<App>, Readiness)>) -> Response {
    let oldest = app.intake.oldest_batch();
    if oldest > Duration::from_secs(BATCH_S_MAX) {
        return not_ready(&format!(
            "orders have waited for the database for {} s",
            oldest.as_secs()
        ));
    }
    match readiness.check().await {
        Ok(()) => "ready\n".into_response(),
        Err(why) => not_ready(&why),
    }
}

/// The answer of a process that cannot work, with the reason for its operator.
pub fn not_ready(why: &str) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")).into_response()
}

/// Serves until `stop` is cancelled. Then takes no more requests, finishes those that are under
/// way, and stops the workers after the calls that they have begun.
pub async fn serve(app: Arc<App>, listener: TcpListener, stop: CancellationToken) {
    let workers = work::start(&workshop(&app), !app.config.no_work, &Rounds::default(), &stop);
    // Before anything is routed.
    let service = MapRequestLayer::new(api::path::merge_slashes).layer(router(&app));
    let limits = Limits::new(client_connections(&app), app.config.trusted_proxies().to_vec());
    let is_https = app.config.is_https();
    let serving = connections::serve(listener, service, limits, stop.clone(), is_https);
    let bounded = async {
        stop.cancelled().await;
        // Open pages would keep their requests for ever.
        app.news.close();
        tokio::time::sleep(Duration::from_secs(STOP_S_MAX)).await;
    };
    tokio::select! {
        () = serving => {}
        () = bounded => {
            tracing::warn!("some requests did not end in {STOP_S_MAX} s; their clients are cut off");
        }
    }
    workers.stopped().await;
    if let Err(error) = flush(&app).await {
        tracing::warn!(%error, "the last uses of tokens and refusals were not noted");
    }
}

/// How many clients may be connected, so that descriptors are left for the database, for calls to
/// providers, and for everything else that keeps the panel going.
fn client_connections(app: &App) -> usize {
    let kept = DESCRIPTORS_KEPT + 2 * u64::from(app.config.connections);
    let descriptors = connections::raise_descriptors();
    let left = usize::try_from(descriptors.saturating_sub(kept)).unwrap_or(usize::MAX);
    let wanted = app.config.client_connections;
    if left < wanted {
        tracing::warn!(
            descriptors,
            "{} clients at most: raise the limit of open files for {wanted}",
            left.max(CLIENTS_MIN)
        );
    }
    left.clamp(CLIENTS_MIN, wanted.max(CLIENTS_MIN))
}

/// What the workers need of the process.
fn workshop(app: &Arc<App>) -> work::Workshop {
    let flushed = Arc::clone(app);
    work::Workshop::new(
        app.db.clone(),
        app.clock.clone(),
        app.intake.clone(),
        app.upstreams.clone(),
        app.config.freeze_dispatch,
    )
    .paid_through(app.ways.clone())
    .reading_books_from(app.config.books.books_url.clone())
    .alerting(work::Alerting {
        postman: app.postman.clone(),
        measures: app.measures.clone(),
        disk: app.disk.clone(),
    })
    .mailing(work::Mailing { keys: app.keys.clone(), courier: app.courier.clone() })
    .telling(work::Telling { keys: app.keys.clone(), telegram: app.telegram.clone() })
    .flushing(Arc::new(move || {
        let app = Arc::clone(&flushed);
        Box::pin(async move { flush(&app).await })
    }))
}

/// Writes what requests have noted.
async fn flush(app: &App) -> Result<(), db::Error> {
    let uses = app.verifier.flush(&app.db).await;
    let refusals = app.intake.refusals().flush(&app.db).await;
    app.calls.flush(&app.db, &app.clock).await.and(uses).and(refusals)
}

//! `waybill serve` and `waybill work`: the commands that go on until they are stopped.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use clap::Args;
use ipnet::IpNet;
use tokio_util::sync::CancellationToken;
use waybill::alerts::{Measures, Postman};
use waybill::app::{App, Database, mail_options};
use waybill::config::{Alerts, Books, Config, Gateways, Mail, Place};
use waybill::kit::clock::Clock;
use waybill::kit::fingerprint;
use waybill::kit::outbound::Outbound;
use waybill::kit::roles;
use waybill::kit::telegram::Telegram;
use waybill::mail::Courier;
use waybill::orders::Intake;
use waybill::payments::{Ways, gateways};
use waybill::providers::Upstreams;
use waybill::serve::ready::Readiness;
use waybill::work::Rounds;
use waybill::{serve, work};

use crate::schema::{self, Currency};
use crate::telemetry;

/// The folder of mail in the data directory.
const MAIL: &str = "mail";

#[derive(Args)]
pub struct Work {
    /// Send nothing to providers
    #[arg(long, env = "WAYBILL_FREEZE_DISPATCH", value_parser = waybill::config::on_or_off())]
    freeze_dispatch: bool,
    /// Private networks in which providers and receivers of alerts may be: 127.0.0.0/8
    #[arg(long, env = "WAYBILL_PROVIDER_ALLOW", value_delimiter = ',', value_name = "CIDR")]
    provider_allow: Vec<IpNet>,
    /// Serve /healthz, /readyz and Prometheus metrics at /metrics on this address; off unless given
    #[arg(long, env = "WAYBILL_HEALTH_LISTEN", value_name = "ADDRESS:PORT")]
    health_listen: Option<SocketAddr>,
    /// Names under which they may be asked for, beside that address and, on this machine,
    /// localhost: hosts without ports
    #[arg(long, env = "WAYBILL_HEALTH_HOST", value_delimiter = ',', value_name = "HOST")]
    health_host: Vec<String>,
    #[command(flatten)]
    books: Books,
    #[command(flatten)]
    alerts: Alerts,
    #[command(flatten)]
    mail: Mail,
    #[command(flatten)]
    gateways: Gateways,
}

/// Serves, and works unless it is told not to.
pub async fn serve_panel(
    place: &Place,
    config: Config,
    currency: &Currency,
) -> anyhow::Result<ExitCode> {
    let listener = serve::bind(config.listen).await.with_context(|| match config.listen {
        Some(address) => format!("cannot listen on {address}"),
        None => "no free port on 127.0.0.1".to_owned(),
    })?;
    let config = config.settle(listener.local_addr()?)?;
    bases(&config.gateways, &config.provider_allow)?;
    let metrics = telemetry::record(config.metrics_listen, &config.metrics_host).await?;
    let keys = place.keys()?;
    let database = Database::open(place, config.connections).await?;
    database.wait().await?;
    let kept = schema::migrated(&database, &currency.currency).await?;
    roles::warn_of_power(&database.db).await?;
    if kept != currency.currency.to_ascii_uppercase() {
        tracing::warn!("the books are in {kept} and stay so");
    }
    let app = App::new(config, keys, database.db.clone(), Clock::default()).await?;
    let app = app.with_disk(database.disk()).with_mail_folder(place.data_dir.join(MAIL));
    let app = Arc::new(app);
    say_where_mail_goes(&app.courier);
    fingerprint::check(&app.db, &app.clock, &app.keys).await?;
    let stop = stop_on_signals()?;
    println!("{}", app.config.public_url.as_str().trim_end_matches('/'));
    tokio::spawn(metrics.serve(Router::new(), stop.clone()));
    serve::serve(app, listener, stop).await;
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Other addresses of gateways, of which each one must be right: otherwise money is looked for in the
/// wrong place.
pub fn bases(given: &Gateways, allow: &[IpNet]) -> anyhow::Result<BTreeMap<String, String>> {
    let bases = given.bases();
    gateways::check_bases(&bases, &Outbound::new(allow)).context("--gateway-base")?;
    Ok(bases)
}

/// Works and serves nothing.
pub async fn do_work(place: &Place, options: &Work) -> anyhow::Result<ExitCode> {
    let keys = place.keys()?;
    let bases = bases(&options.gateways, &options.provider_allow)?;
    let health = telemetry::record(options.health_listen, &options.health_host).await?;
    let database = Database::open(place, 12).await?;
    let rounds = Rounds::default();
    let router = Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .with_state((rounds.clone(), Readiness::new(&database.db)));
    // Whoever waits for the database is alive, and says that it is not ready.
    let end = CancellationToken::new();
    tokio::spawn(health.serve(router, end.clone()));
    let _end = end.drop_guard();
    database.wait().await?;
    schema::migrated(&database, "USD").await?;
    roles::warn_of_power(&database.db).await?;
    let clock = Clock::default();
    clock.measure(&database.db).await?;
    fingerprint::check(&database.db, &clock, &keys).await?;
    let (db, intake) = (database.db.clone(), Intake::start(&database.db, &clock));
    let outbound = Outbound::new(&options.provider_allow);
    let telegram = Telegram::new(outbound.clone(), options.alerts.telegram_url.as_str());
    let alerting = work::Alerting {
        postman: Postman::new(keys.clone(), outbound.clone(), telegram.clone()),
        measures: Measures::default(),
        disk: database.disk(),
    };
    let ways = Ways::new(db.clone(), clock.clone(), keys.clone(), outbound.clone());
    let ways = ways.with_bases(bases);
    let mail = mail_options(&options.mail, Some(place.data_dir.join(MAIL)));
    let mailing = work::Mailing { keys: keys.clone(), courier: Courier::new(keys.clone(), mail) };
    say_where_mail_goes(&mailing.courier);
    let telling = work::Telling { keys: keys.clone(), telegram };
    let upstreams = Upstreams::new(db.clone(), clock.clone(), keys, outbound);
    let shop = work::Workshop::new(db, clock, intake, upstreams, options.freeze_dispatch)
        .paid_through(ways)
        .reading_books_from(options.books.books_url.clone())
        .alerting(alerting)
        .mailing(mailing)
        .telling(telling);
    let stop = stop_on_signals()?;
    let workers = work::start(&shop, true, &rounds, &stop);
    tracing::info!("working");
    stop.cancelled().await;
    workers.stopped().await;
    database.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn say_where_mail_goes(courier: &Courier) {
    let place = courier.place();
    match courier.has_server() {
        true => tracing::info!(server = place, "mail is sent"),
        false => tracing::info!(folder = place, "no mail is sent; messages are put into files"),
    }
}

/// Whether the database can be used, and no loop hangs.
async fn ready(State((rounds, readiness)): State<(Rounds, Readiness)>) -> Response {
    let late = rounds.late();
    if let Some((name, age)) = late.first() {
        let age = age.as_secs();
        return serve::not_ready(&format!("the loop {name} has ended no round for {age} s"));
    }
    match readiness.check().await {
        Ok(()) => "ready\n".into_response(),
        Err(why) => serve::not_ready(&why),
    }
}

/// Cancelled by the first SIGTERM or Ctrl-C.
fn stop_on_signals() -> anyhow::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let stop = CancellationToken::new();
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let told = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        tracing::info!("stopping: finishing what is on the wire");
        told.cancel();
    });
    Ok(stop)
}

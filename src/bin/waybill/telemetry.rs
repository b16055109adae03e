//! Prometheus metrics, on an address of their own. They are off unless asked for; then nothing is
//! recorded.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use waybill::kit::host::Names;
use waybill::serve::connections::{self, Limits};
use waybill::serve::front;

/// The recorder's listener, if one was asked for.
pub struct Metrics {
    listener: Option<(TcpListener, PrometheusHandle, Names)>,
}

/// Connections to it at a time.
const CONNECTIONS_MAX: usize = 32;

/// Records from now on, if metrics should be served; under these names, beside the address's.
pub async fn record(listen: Option<SocketAddr>, names: &[String]) -> anyhow::Result<Metrics> {
    let Some(address) = listen else { return Ok(Metrics { listener: None }) };
    let ip = address.ip().to_string();
    let names = names.iter().map(String::as_str).chain([ip.as_str()]);
    let names = Names::new(names, address.ip());
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen for metrics on {address}"))?;
    let handle = PrometheusBuilder::new()
        .set_buckets(&[0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 100.0, 500.0])?
        .install_recorder()?;
    Ok(Metrics { listener: Some((listener, handle, names)) })
}

impl Metrics {
    /// Serves `/metrics` and what `more` has until `stop` is cancelled; nothing to do when it was
    /// not asked for.
    pub async fn serve(self, more: Router, stop: CancellationToken) {
        let Some((listener, handle, names)) = self.listener else { return };
        let router = more
            .route("/metrics", get(async move || handle.render()))
            .layer(from_fn_with_state(Arc::new(names), front::refuse_other_names));
        let limits = Limits::new(CONNECTIONS_MAX, Vec::new());
        connections::serve(listener, router, limits, stop, false).await;
    }
}

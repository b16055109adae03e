//! Prometheus metrics, on an address of their own. They are off unless asked for; then nothing is
//! recorded.

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

/// The recorder's listener, if one was asked for.
pub struct Metrics {
    listener: Option<(tokio::net::TcpListener, metrics_exporter_prometheus::PrometheusHandle)>,
}

/// Records from now on, if metrics should be served.
pub async fn record(listen: Option<std::net::SocketAddr>) -> anyhow::Result<Metrics> {
    let Some(address) = listen else { return Ok(Metrics { listener: None }) };
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen for metrics on {address}"))?;
    let handle = metrics_exporter_prometheus::PrometheusBuilder::new()
        .set_buckets(&[0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 100.0, 500.0])?
        .install_recorder()?;
    Ok(Metrics { listener: Some((listener, handle)) })
}

impl Metrics {
    /// Serves `/metrics` until `stop` is cancelled; nothing to do when it was not asked for.
    pub async fn serve(self, stop: CancellationToken) {
        let Some((listener, handle)) = self.listener else { return };
        let router = axum::Router::new()
            .route("/metrics", axum::routing::get(async move || handle.render()));
        let served = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned());
        if let Err(error) = served.await {
            tracing::error!(%error, "metrics are not served any more");
        }
    }
}

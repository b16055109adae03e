//! Staff's reports: what orders and money came to, against the ledger.

mod add;
mod pieces;
mod random;

use waybill::kit::db;
use waybill::reports;

use crate::support::{Panel, eventually};

/// Adds all transfers. Other tests' transactions may hold it up.
pub(crate) async fn add_all(panel: &Panel) {
    eventually("transfers to be added to the reports", async || {
        while add(panel).await.unwrap() {}
        let upto = reports::upto(panel.app.db.pool()).await.unwrap();
        (upto.upto >= upto.newest).then_some(())
    })
    .await;
}

async fn add(panel: &Panel) -> Result<bool, db::Error> {
    reports::add_up(&panel.app.db, &panel.app.clock).await
}

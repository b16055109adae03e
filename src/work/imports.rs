//! Does the imports of providers' lists that staff or a command have started.

use super::{Found, Workshop};
use crate::providers::import::run;

pub(super) async fn tick(shop: Workshop) -> Found {
    Ok(run::work(&shop.db, &shop.clock).await?)
}

//! The floor price: nothing is imported or sold below it.

use sqlx::PgTransaction;

use crate::kit::db;
use crate::kit::money::Rate;
use crate::settings;

/// The lowest price at which the panel sells, for 1000 or for a package; 0: there is none.
pub(in crate::providers) async fn floor_price(
    tx: &mut PgTransaction<'_>,
) -> Result<Rate, db::Error> {
    Ok(Rate::from_micros(settings::read(&mut **tx).await?.floor_price.micros()))
}

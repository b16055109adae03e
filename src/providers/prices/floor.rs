//! The floor price: nothing is imported or sold below it.

use sqlx::PgTransaction;

use crate::kit::db;
use crate::kit::money::Rate;

/// The lowest price at which the panel sells, for 1000 or for a package; 0: there is none.
pub(in crate::providers) async fn floor_price(
    _: &mut PgTransaction<'_>,
) -> Result<Rate, db::Error> {
    Ok(Rate::default())
}

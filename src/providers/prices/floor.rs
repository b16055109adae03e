//! The floor price: nothing is imported or sold below it, from the moment at which it is set.

use sqlx::PgTransaction;

use crate::accounts::audit::Actor;
use crate::accounts::change_settings::{Change, ChangeSettingsError, change};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Rate;
use crate::providers::pause_unsellable::pause_unsellable;
use crate::settings::{self, Recent};

/// The lowest price at which the panel sells, for 1000 or for a package; 0: there is none.
pub(in crate::providers) async fn floor_price(
    tx: &mut PgTransaction<'_>,
) -> Result<Rate, db::Error> {
    Ok(Rate::from_micros(settings::read(&mut **tx).await?.floor_price.micros()))
}

/// Changes the panel's settings, all of them or none. With another floor price, services go off sale
/// or come back in the same moment. Other processes follow within two seconds.
pub async fn change_settings(
    db: &Db,
    clock: &Clock,
    recent: &Recent,
    actor: Actor,
    changes: Vec<Change>,
) -> Result<(), ChangeSettingsError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = floor_price(tx).await?;
            change(tx, &clock, actor, changes).await?;
            if floor_price(tx).await? != before {
                pause_unsellable(tx, None).await?;
            }
            Ok::<_, ChangeSettingsError>(())
        })
    })
    .await?;
    recent.forget();
    Ok(())
}

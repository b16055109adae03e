//! Makes the files of what is kept of an account that their holders have asked for, one at a time.

use super::{Found, Workshop};
use crate::privacy::export;

pub(super) async fn tick(shop: Workshop) -> Found {
    let Some(mailing) = shop.mailing.as_ref() else { return Ok(false) };
    Ok(export::make_due(&shop.db, &shop.clock, &mailing.keys).await?)
}

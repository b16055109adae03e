//! What waits for staff, as counts beside the navigation.

use super::failure::Failure;
use super::figures::badge;
use super::guard::SignedIn;
use super::view::Badges;
use crate::app::App;
use crate::ledger::second_look;
use crate::orders::todo;
use crate::payments::deposit;
use crate::providers::changes;

/// The counts, for a whole page of staff: a part of a page has no navigation, and an answer to a form
/// mostly leads elsewhere.
pub(super) async fn badges(app: &App, who: &SignedIn) -> Result<Badges, Failure> {
    if who.visitor().is_partial {
        return Ok(Badges::default());
    }
    let (db, rights) = (app.db.pool(), who.rights());
    let desk = match rights.may_see_customers() {
        true => todo::badge(db).await?,
        false => 0,
    };
    let credits = match rights.may_move_money() {
        true => second_look::waiting(db).await?.count + deposit::waiting(db).await?.count,
        false => 0,
    };
    let changes = changes::badge(db).await?;
    Ok(Badges { desk: badge(desk), credits: badge(credits), changes: badge(changes) })
}

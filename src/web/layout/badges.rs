//! The counts beside the navigation.

use super::failure::Failure;
use super::figures::badge;
use super::view::Badges;
use crate::accounts::rights::Rights;
use crate::accounts::{AccountId, notices};
use crate::app::App;
use crate::ledger::second_look;
use crate::orders::todo;
use crate::payments::deposit;
use crate::providers::changes;
use crate::support::figures;

/// What waits for a member of staff with these rights.
pub(super) async fn of_staff(app: &App, rights: Rights) -> Result<Badges, Failure> {
    let db = app.db.pool();
    let desk = match rights.may_see_customers() {
        true => todo::badge(db).await?,
        false => 0,
    };
    let credits = match rights.may_move_money() {
        true => {
            let deposits = deposit::waiting(db).await?.count + deposit::to_review(db).await?;
            second_look::waiting(db).await?.count + deposits
        }
        false => 0,
    };
    let tickets = match rights.may_answer_tickets() {
        true => figures::waiting(db).await?.count,
        false => 0,
    };
    Ok(Badges {
        desk: badge(desk),
        credits: badge(credits),
        changes: badge(changes::badge(db).await?),
        tickets: badge(tickets),
        ..Badges::default()
    })
}

/// A customer's notices that they have not read.
pub(super) async fn unread(app: &App, account_id: AccountId) -> Result<i64, Failure> {
    Ok(notices::unread(app.db.pool(), account_id).await?)
}

/// A customer's tickets with answers that they have not read.
pub(in crate::web) async fn answers(app: &App, account_id: AccountId) -> Result<String, Failure> {
    Ok(badge(figures::unread(app.db.pool(), account_id).await?))
}

//! POST /admin/customers/{id}/adjust: credit and debit by hand. The form carries an id of its own,
//! which the ledger books once, so a second click moves nothing.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::customer::{self, CustomerPage};
use crate::accounts::AccountId;
use crate::accounts::role::Role;
use crate::app::App;
use crate::kit::money::Money;
use crate::ledger::{self, Adjustment, CreditError, Direction};
use crate::web::admin::fields::reason;
use crate::web::failure::Failure;
use crate::web::figures::money;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view;

/// POST /admin/customers/{id}/adjust
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Role::may_move_money)?;
    customer::account(&app, id).await?;
    if let Some(adjustment) = read_adjustment(&mut form)? {
        let (direction, amount) = (adjustment.direction, money(adjustment.amount, &app.currency));
        match ledger::adjust(&app.db, &app.clock, staff.actor(), id, adjustment).await {
            Ok(balance) => {
                let done = match direction {
                    Direction::Credit => "credited",
                    Direction::Debit => "debited",
                };
                let balance = money(balance, &app.currency);
                let text = format!("{amount} {done}. The balance is {balance} now.");
                return Ok(view::done(&app.config, &path(id), "ok", &text));
            }
            Err(CreditError::AlreadyDone) => {
                let text = "This was already booked; nothing moved a second time.";
                return Ok(view::done(&app.config, &path(id), "info", text));
            }
            Err(CreditError::NotEnoughFunds) => {
                form.refuse("amount", "The balance is lower than that.");
            }
            Err(CreditError::Amount) => {
                form.refuse("amount", "More than zero, please, and less than a wallet can hold.")
            }
            Err(CreditError::NoAccount | CreditError::Payment) => return Err(Failure::NotFound),
            Err(CreditError::Db(error)) => return Err(error.into()),
        }
    }
    let page = CustomerPage::read(&app, &staff, id).await?;
    view::refused(&page.with_adjustment(&form))
}

fn path(id: AccountId) -> String {
    format!("/admin/customers/{id}")
}

fn read_adjustment(form: &mut SentForm) -> Result<Option<Adjustment>, Failure> {
    let once = form.text("once").to_owned();
    // None of our pages sends anything else. Without the id, a second click would move money twice.
    if !(8..=64).contains(&once.len()) || !once.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(Failure::Unreadable);
    }
    let direction = form.read("direction", |typed| match typed {
        "credit" => Ok(Direction::Credit),
        "debit" => Ok(Direction::Debit),
        _ => Err("Choose whether to add or to take away."),
    });
    let amount = form.read("amount", |typed| match Money::parse(typed.trim()) {
        Ok(amount) if amount > Money::ZERO => Ok(amount),
        Ok(_) => Err("More than zero, please: the direction says whether it is taken away."),
        Err(_) => Err("A number such as 12.50, with at most six digits after the point."),
    });
    let note = reason(form, "note");
    let (Some(direction), Some(amount), Some(note)) = (direction, amount, note) else {
        return Ok(None);
    };
    Ok(Some(Adjustment { direction, amount, note, form_id: once }))
}

//! What the forms about an order share: the desk's refusals, and the event that the page showed
//! last.

use super::path;
use crate::orders::OrderId;
use crate::orders::desk::DeskError;
use crate::web::admin::desk::rooms::DESK;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::SentForm;

/// A desk's error as the form says it.
pub(in crate::web::admin) fn refuse(form: &mut SentForm, error: DeskError) -> Result<(), Failure> {
    match error {
        DeskError::NotFound => Err(Failure::NotFound),
        DeskError::Db(error) => Err(error.into()),
        error @ (DeskError::State(_)
        | DeskError::Moved
        | DeskError::InFlight
        | DeskError::Remains
        | DeskError::TooMuch
        | DeskError::Own
        | DeskError::AlreadyDone) => {
            form.refuse("", sentence(&error));
            Ok(())
        }
    }
}

/// Where to go when it is done: to the desk if the form stood there, so that the next order is open;
/// else to the order.
pub(super) fn back(form: &SentForm, id: OrderId) -> String {
    if form.text("from") == "desk" { DESK.to_owned() } else { path(id) }
}

/// The newest event on the page: a person who decides must have seen all of them.
pub(in crate::web::admin) fn seen(form: &mut SentForm) -> Option<i64> {
    form.read("seen", |typed| typed.parse().map_err(|_| sentence(&DeskError::Moved)))
}

//! POST /deposits for a method through a gateway: the customer says how much, and goes on to the
//! deposit's page, which leads to the gateway.

use super::code;
use crate::app::App;
use crate::kit::money::Money;
use crate::payments::open::{self, BeginError, Extra, Wanted};
use crate::payments::{DepositId, MethodId};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Customer;

/// What became of the form.
pub(super) enum Begun {
    /// The deposit.
    At(DepositId),
    /// What is wrong stands in the form.
    Refused,
    /// Too many codes were tried: seconds to wait.
    Wait(u64),
}

/// Begins the deposit.
pub(super) async fn begin(
    app: &App,
    customer: &Customer,
    form: &mut SentForm,
    (method_id, amount, form_id): (MethodId, Money, String),
) -> Result<Begun, Failure> {
    let lang = customer.lang();
    let typed = !form.text("promo").trim().is_empty();
    let code = match code::read(app, customer, (&mut *form, "promo")) {
        Ok(code) => code,
        Err(wait_s) => return Ok(Begun::Wait(wait_s)),
    };
    if typed && code.is_none() {
        return Ok(Begun::Refused);
    }
    let home = app.config.public_url.as_str().trim_end_matches('/').to_owned();
    let wanted = Wanted { method_id, amount, form_id, home };
    let extra = Extra { code, address: Some(customer.visitor().address) };
    match open::begin_with(&app.db, &app.clock, customer.id(), (wanted, extra)).await {
        Ok(id) => return Ok(Begun::At(id)),
        Err(BeginError::NoMethod) => form.refuse("", lang.say("deposits-method-gone")),
        Err(BeginError::Below(min)) => {
            let min = lang.decimal(&min.to_string());
            form.refuse("amount", lang.say("deposits-at-least").with("min", min));
        }
        Err(BeginError::Above(max)) => {
            let max = lang.decimal(&max.to_string());
            form.refuse("amount", lang.say("deposits-at-most").with("max", max));
        }
        Err(BeginError::Young(max)) => {
            let max = lang.money(max, &app.currency);
            form.refuse("amount", lang.say("deposits-young").with("max", max));
        }
        Err(BeginError::TooManyOpen) => form.refuse("", lang.say("deposits-too-many-unpaid")),
        Err(BeginError::TooMany) => form.refuse("", lang.say("deposits-too-many-begun")),
        Err(BeginError::TooManyHere) => form.refuse("", lang.say("deposits-too-many-here")),
        Err(BeginError::Code(error)) => form.refuse("promo", code::refusal(lang, error)?),
        Err(BeginError::Db(error)) => return Err(error.into()),
    }
    Ok(Begun::Refused)
}

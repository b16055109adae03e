//! POST /deposits for a method through a gateway: the customer says how much, and goes on to the
//! deposit's page, which leads to the gateway.

use crate::app::App;
use crate::kit::money::Money;
use crate::payments::open::{self, BeginError, Wanted};
use crate::payments::{DepositId, MethodId};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Customer;

/// Begins the deposit; answers its id. `None`: what is wrong stands in the form.
pub(super) async fn begin(
    app: &App,
    customer: &Customer,
    form: &mut SentForm,
    (method_id, amount, form_id): (MethodId, Money, String),
) -> Result<Option<DepositId>, Failure> {
    let lang = customer.lang();
    let home = app.config.public_url.as_str().trim_end_matches('/').to_owned();
    let wanted = Wanted { method_id, amount, form_id, home };
    match open::begin(&app.db, &app.clock, customer.id(), wanted).await {
        Ok(id) => return Ok(Some(id)),
        Err(BeginError::NoMethod) => form.refuse("", lang.say("deposits-method-gone")),
        Err(BeginError::Below(min)) => {
            let min = lang.decimal(&min.to_string());
            form.refuse("amount", lang.say("deposits-at-least").with("min", min));
        }
        Err(BeginError::Above(max)) => {
            let max = lang.decimal(&max.to_string());
            form.refuse("amount", lang.say("deposits-at-most").with("max", max));
        }
        Err(BeginError::TooManyOpen) => form.refuse("", lang.say("deposits-too-many-unpaid")),
        Err(BeginError::TooMany) => form.refuse("", lang.say("deposits-too-many-begun")),
        Err(BeginError::Db(error)) => return Err(error.into()),
    }
    Ok(None)
}

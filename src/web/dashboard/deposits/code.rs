//! POST /deposits/code: a customer types a promo code. One for money gives it at once; one for a
//! percentage goes on to the form of a deposit.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::offers::percent;
use super::{Asked, DepositsPage, PATH};
use crate::app::App;
use crate::kit::lang::{Lang, Said};
use crate::payments::promo::{self, Code, CodeError};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Customer;
use crate::web::view;

/// The code that was typed into a field, if it is one; `Err`: seconds to wait.
pub(super) fn read(
    app: &App,
    customer: &Customer,
    (form, field): (&mut SentForm, &str),
) -> Result<Option<Code>, u64> {
    let lang = customer.lang();
    let code = form.read_optional(field, |typed| {
        Code::parse(typed).ok_or_else(|| lang.say("deposits-code-wrong"))
    });
    if code.is_some() {
        app.codes.check(&customer.id()).inspect_err(|_| {
            form.refuse(field, lang.say("deposits-code-slow"));
        })?;
    }
    Ok(code)
}

/// Why a code was not taken, for the customer.
pub(super) fn refusal(lang: Lang, error: CodeError) -> Result<Said, Failure> {
    Ok(match error {
        CodeError::NoCode => lang.say("deposits-code-wrong"),
        CodeError::Used => lang.say("deposits-code-used"),
        CodeError::UsedUp => lang.say("deposits-code-used-up"),
        CodeError::NotFirst => lang.say("deposits-code-not-first"),
        CodeError::AtOnce => lang.say("deposits-code-at-once"),
        CodeError::WithDeposit(hundredths) => {
            lang.say("deposits-code-percent").with("percent", percent(lang, hundredths))
        }
        CodeError::NotHere => lang.say("deposits-code-not-here"),
        CodeError::Db(error) => return Err(error.into()),
    })
}

/// POST /deposits/code
pub async fn redeem(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let lang = customer.lang();
    let code = match read(&app, &customer, (&mut form, "code")) {
        Ok(Some(code)) => code,
        Ok(None) => {
            if form.text("code").trim().is_empty() {
                form.refuse("code", lang.say("deposits-code-wrong"));
            }
            return view::refused(&page(&app, &customer, &form).await?);
        }
        Err(wait_s) => return view::throttled(wait_s, &page(&app, &customer, &form).await?),
    };
    let typed = code.as_str().to_owned();
    match promo::redeem(&app.db, &app.clock, customer.id(), code).await {
        Ok(amount) => {
            let amount = lang.money(amount, &app.currency);
            let text = lang.say("deposits-code-credited").with("amount", amount).to_string();
            Ok(view::done(&app.config, PATH, "ok", &text))
        }
        Err(error @ CodeError::WithDeposit(_)) => {
            let text = refusal(lang, error)?.to_string();
            Ok(view::done(&app.config, &format!("{PATH}?code={typed}"), "info", &text))
        }
        Err(error) => {
            form.refuse("code", refusal(lang, error)?);
            view::refused(&page(&app, &customer, &form).await?)
        }
    }
}

async fn page(app: &App, customer: &Customer, form: &SentForm) -> Result<DepositsPage, Failure> {
    DepositsPage::read(app, customer, &Asked::default(), form).await
}

//! /account/address: another address for one's account, and the link that confirms the present one.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::AccountPage;
use crate::accounts::email::Email;
use crate::accounts::links::address::{self, Asked};
use crate::accounts::links::verify::{self, Sent};
use crate::app::App;
use crate::web::auth::wait_words;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Customer;
use crate::web::proof;
use crate::web::shared::account_words;
use crate::web::view;

/// POST /account/address: both mailboxes get a message; nothing is changed yet.
pub async fn change(
    State(app): State<Arc<App>>,
    customer: Customer,
    mut form: SentForm,
) -> Result<Response, Failure> {
    if let Some(page) = proof::asked(&app, &customer, &mut form).await? {
        return Ok(page);
    }
    let lang = customer.lang();
    let wanted = form.read("email", |typed| {
        Email::parse(typed).map_err(|error| account_words::email(lang, error))
    });
    if let Some(wanted) = wanted {
        let from = customer.visitor().address;
        if let Err(wait_s) = app.throttle.password(wanted.as_str(), from) {
            form.refuse("", wait_words(lang, wait_s));
            let page = again(&app, &customer, &form).await?;
            return view::throttled(wait_s, &page);
        }
        let text = lang.say("account-address-asked").with("email", &wanted).to_string();
        let (db, clock, by) = (&app.db, &app.clock, customer.actor());
        let wish = (customer.id(), wanted, lang);
        match address::ask(db, clock, &app.outbox, by, wish).await? {
            Asked::Asked => return Ok(view::done(&app.config, "/account", "ok", &text)),
            Asked::Same => form.refuse("email", lang.say("account-address-same")),
            Asked::TooMany => form.refuse("", lang.say("account-address-too-many")),
        }
    }
    view::refused(&again(&app, &customer, &form).await?)
}

async fn again(app: &App, customer: &Customer, form: &SentForm) -> Result<AccountPage, Failure> {
    let page = AccountPage::read(app, customer).await?;
    Ok(AccountPage {
        new_email: form.text("email").to_owned(),
        address_errors: form.errors(),
        ..page
    })
}

/// POST /account/address/verify
pub async fn verify(State(app): State<Arc<App>>, customer: Customer) -> Result<Response, Failure> {
    let lang = customer.lang();
    let to = (customer.id(), lang);
    let (kind, said) = match verify::send(&app.db, &app.clock, &app.outbox, to).await? {
        Sent::Sent => {
            let email = &customer.session.account.email;
            ("ok", lang.say("account-address-sent").with("email", email))
        }
        Sent::Verified => ("ok", lang.say("account-address-confirmed")),
        Sent::TooMany => ("bad", lang.say("account-address-too-many")),
    };
    Ok(view::done(&app.config, "/account", kind, &said.to_string()))
}

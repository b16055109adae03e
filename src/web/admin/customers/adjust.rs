//! POST /admin/customers/{id}/adjust: payments that came in, goodwill, and money that is taken away.
//! The form carries an id of its own, which the ledger books once, so a second click moves nothing.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::credits;
use super::customer::{self, CustomerPage};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::money::Money;
use crate::ledger::credit::earlier;
use crate::ledger::{self, Credit, CreditError, Credited, Debit, Reason, Reference};
use crate::payments::direct;
use crate::web::admin::fields::{reason, sentence};
use crate::web::failure::Failure;
use crate::web::figures::money;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view;

/// What the form can be about.
pub(super) const PAYMENT: &str = "payment";
const GOODWILL: &str = "goodwill";
const DEBIT: &str = "debit";

/// What staff want to be booked.
enum Wanted {
    Credit(Credit),
    Debit(Debit),
}

/// POST /admin/customers/{id}/adjust
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    customer::account(&app, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    if let Some(wanted) = read(&mut form)? {
        match book(&app, &staff, id, wanted).await {
            Ok((path, kind, text)) => return Ok(view::done(&app.config, &path, kind, &text)),
            Err(error) => {
                if let Some(done) = refuse(&app, id, &mut form, error).await? {
                    return Ok(done);
                }
            }
        }
    }
    let page = CustomerPage::read(&app, &staff, id).await?;
    view::refused(&page.with_adjustment(&form))
}

/// Books it, or lets it wait for a second person; answers where to go then, and what to say there.
async fn book(
    app: &App,
    staff: &Staff,
    id: AccountId,
    wanted: Wanted,
) -> Result<(String, &'static str, String), CreditError> {
    let money = |amount| money(amount, &app.currency);
    let (db, clock, actor) = (&app.db, &app.clock, staff.actor());
    let booked = |amount, done, balance| {
        let (amount, balance) = (money(amount), money(balance));
        (path(id), "ok", format!("{amount} {done}. The balance is {balance} now."))
    };
    match wanted {
        Wanted::Debit(debit) => {
            let amount = debit.amount;
            let balance = ledger::debit(db, clock, actor, id, debit).await?;
            Ok(booked(amount, "debited", balance))
        }
        Wanted::Credit(credit) => {
            let amount = credit.amount;
            let limit = ledger::staff_credit_per_day(db.pool()).await?;
            Ok(match direct::credit(db, clock, actor, (id, credit), limit).await? {
                Credited::Booked { balance } => booked(amount, "credited", balance),
                Credited::Waits => {
                    let limit = money(limit.unwrap_or_default());
                    let text = format!(
                        "{} waits for a second person: you may credit {limit} alone within 24 \
                         hours. Nothing has moved yet.",
                        money(amount)
                    );
                    (credits::PATH.to_owned(), "info", text)
                }
            })
        }
    }
}

/// Puts the refusal beside its field. `Some`: this very form was booked before.
async fn refuse(
    app: &App,
    id: AccountId,
    form: &mut SentForm,
    error: CreditError,
) -> Result<Option<Response>, Failure> {
    match error {
        CreditError::AlreadyDone => {
            let reference = Some(form.text("what")).filter(|what| *what == PAYMENT);
            let reference = reference.and_then(|_| Reference::parse(form.text("reference")).ok());
            let before = match &reference {
                Some(reference) => earlier(app.db.pool(), reference).await?,
                None => None,
            };
            let is_other = |before: &&ledger::credit::Earlier| before.form_id != form.text("once");
            if let Some(before) = before.as_ref().filter(is_other) {
                form.refuse("reference", format!("{} Nothing was booked now.", sentence(before)));
                return Ok(None);
            }
            let text = "This was already booked; nothing moved a second time.";
            return Ok(Some(view::done(&app.config, &path(id), "info", text)));
        }
        CreditError::NotEnoughFunds => form.refuse("amount", "The balance is lower than that."),
        CreditError::Amount => {
            form.refuse("amount", "More than zero, please, and less than a wallet can hold.");
        }
        error @ CreditError::Own => form.refuse("", sentence(&error)),
        error @ CreditError::Payment => form.refuse("reference", sentence(&error)),
        CreditError::NoAccount => return Err(Failure::NotFound),
        CreditError::Db(error) => return Err(error.into()),
    }
    Ok(None)
}

fn path(id: AccountId) -> String {
    format!("/admin/customers/{id}")
}

fn read(form: &mut SentForm) -> Result<Option<Wanted>, Failure> {
    let form_id = form.text("once").to_owned();
    // None of our pages sends anything else. Without the id, a second click would move money twice.
    if !(8..=64).contains(&form_id.len()) || !form_id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(Failure::Unreadable);
    }
    let what = form.text("what").to_owned();
    let why = match what.as_str() {
        PAYMENT => form.read("reference", |typed| match typed.trim() {
            "" => Err("Type the payment's number at the bank or the payment service. For a gift \
                       or a correction choose goodwill."
                .to_owned()),
            typed => Reference::parse(typed).map(Reason::Payment).map_err(|it| sentence(&it)),
        }),
        GOODWILL | DEBIT if !form.text("reference").trim().is_empty() => {
            form.refuse("reference", "Only a payment has a reference. Is this one?");
            None
        }
        GOODWILL | DEBIT => Some(Reason::Goodwill),
        _ => {
            form.refuse("what", "Choose what it is.");
            None
        }
    };
    let amount = form.read("amount", |typed| match Money::parse(typed.trim()) {
        Ok(amount) if amount > Money::ZERO => Ok(amount),
        Ok(_) => Err("More than zero, please: what it is says whether it is taken away."),
        Err(_) => Err("A number such as 12.50, with at most six digits after the point."),
    });
    let note = reason(form, "note");
    let (Some(reason), Some(amount), Some(note)) = (why, amount, note) else {
        return Ok(None);
    };
    Ok(Some(match what.as_str() {
        DEBIT => Wanted::Debit(Debit { amount, note, form_id }),
        _ => Wanted::Credit(Credit { reason, amount, note, form_id }),
    }))
}

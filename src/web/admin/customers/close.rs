//! /admin/customers/{id}/close: closing a customer's account at their wish. It cannot be undone, so it has
//! a page of its own, which says what is open and what is given up.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{SECTION, customer, tabs};
use crate::accounts::AccountId;
use crate::accounts::account::{Account, Status};
use crate::accounts::closing::may_close;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::money::Money;
use crate::privacy::closing::{self, CloseError, Hurdles, Standing, Wish};
use crate::web::admin::fields::reason;
use crate::web::failure::Failure;
use crate::web::figures::{money, number};
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Chip, Page};

#[derive(Template)]
#[template(path = "admin/customers/close.html")]
struct ClosePage {
    page: Page,
    tabs: Vec<Chip>,
    id: AccountId,
    email: String,
    hurdles: Vec<String>,
    /// What would be given up, with the currency; "": nothing.
    balance: String,
    earnings: String,
    /// The same in millionths, as the form sends it back.
    agreed: (i64, i64),
    /// As it was typed.
    why: String,
    errors: Errors,
}

impl ClosePage {
    async fn read(
        app: &App,
        staff: &Staff,
        account: &Account,
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let Standing { hurdles, balance, earnings } =
            closing::standing(&app.db, account.id).await?;
        let shown = |amount: Money| match amount.is_zero() {
            true => String::new(),
            false => money(amount, &app.currency),
        };
        Ok(Self {
            page: staff.page(SECTION),
            tabs: tabs(account.id, ""),
            id: account.id,
            email: account.email.to_string(),
            hurdles: in_words(app, hurdles),
            balance: shown(balance),
            earnings: shown(earnings),
            agreed: (balance.micros(), earnings.micros()),
            why: form.text("why").to_owned(),
            errors: form.errors(),
        })
    }
}

fn in_words(app: &App, hurdles: Hurdles) -> Vec<String> {
    let counted = [
        (hurdles.orders, "open orders"),
        (hurdles.deposits, "deposits that are not decided"),
        (hurdles.credits, "credits that wait for a second person"),
    ];
    let counted = counted.into_iter().filter(|(count, _)| *count > 0);
    let mut found: Vec<String> =
        counted.map(|(count, what)| format!("{}: {}", what, number(count))).collect();
    if hurdles.owed > Money::ZERO {
        found.push(format!("a debt of {}", money(hurdles.owed, &app.currency)));
    }
    if hurdles.is_paying {
        found.push("a payout that has not ended".to_owned());
    }
    found
}

/// The account, if this member of staff may close it.
async fn theirs(app: &App, staff: &Staff, id: AccountId) -> Result<Account, Failure> {
    staff.require(Rights::may_edit_customers)?;
    let account = customer::account(app, id).await?;
    if account.status == Status::Closed {
        return Err(Failure::NotFound);
    }
    let may = may_close((staff.id(), staff.rights()), (account.id, account.role));
    // Their own they close on their account page, where the password is asked for.
    if may && account.id != staff.id() { Ok(account) } else { Err(Failure::Forbidden) }
}

/// GET /admin/customers/{id}/close
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
) -> Result<Response, Failure> {
    let account = theirs(&app, &staff, id).await?;
    view::html(&ClosePage::read(&app, &staff, &account, &SentForm::default()).await?)
}

/// POST /admin/customers/{id}/close
pub async fn submit(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let account = theirs(&app, &staff, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let why = reason(&mut form, "why");
    if form.text("confirm").trim().to_lowercase() != account.email.as_str() {
        form.refuse("confirm", "This is not the address of the account.");
    }
    if let (Some(why), false) = (why, form.errors().any()) {
        let agreed = |name| Money::from_micros(form.text(name).parse().unwrap_or_default());
        let (balance, earnings) = (agreed("balance"), agreed("earnings"));
        let wish = Wish { account_id: id, balance, earnings, why };
        let (db, clock, by) = (&app.db, &app.clock, staff.actor());
        match closing::close(db, clock, &app.verifier, by, wish).await {
            Ok(()) => {
                let text = "The account is closed. What said who it was is erased.";
                return Ok(view::done(&app.config, &format!("{}/{id}", super::PATH), "ok", text));
            }
            Err(CloseError::Open(_)) => form.refuse("", "Something is open still."),
            Err(CloseError::More) => {
                form.refuse("", "There is more to give up than this page said. Look again.");
            }
            Err(CloseError::LastOwner | CloseError::NotAllowed) => return Err(Failure::Forbidden),
            Err(CloseError::Missing) => return Err(Failure::NotFound),
            Err(CloseError::Db(error)) => return Err(error.into()),
        }
    }
    view::refused(&ClosePage::read(&app, &staff, &account, &form).await?)
}

//! /admin/customers/{id}: one customer, with what staff may do for them. `adjust`, `rates` and
//! `suspension` handle the forms on the page; a refused form comes back here.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::adjust::PAYMENT;
use crate::accounts::account::{self, Account, Status};
use crate::accounts::rights::Rights;
use crate::accounts::{AccountId, session};
use crate::app::App;
use crate::catalogue::{self, ServiceId, price};
use crate::kit::page::Cursor;
use crate::kit::secret;
use crate::ledger::{self, statement};
use crate::orders::overview;
use crate::web::failure::Failure;
use crate::web::figures::{money, number};
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::statement_view::{self, StatementRow};
use crate::web::view::{self, Page, When};

/// Lines of the statement on the page.
const LINES: i64 = 10;
const ONCE_CHARS: usize = 24;

#[derive(Template)]
#[template(path = "admin/customers/customer.html")]
pub(super) struct CustomerPage {
    page: Page,
    customer: Customer,
    currency: String,
    /// The adjustment's one-time id.
    once: String,
    amount: String,
    note: String,
    /// payment, goodwill or debit.
    what: String,
    reference: String,
    errors: Errors,
    rates: Vec<CustomRate>,
    rate_service: String,
    rate_value: String,
    rate_errors: Errors,
    rows: Vec<StatementRow>,
    may_move_money: bool,
    may_set_rates: bool,
    may_set_role: bool,
    may_suspend: bool,
    /// Staff change neither the balance nor the rates of their own account.
    is_own: bool,
}

struct Customer {
    id: AccountId,
    email: String,
    /// "" for a customer.
    role: &'static str,
    balance: String,
    in_flight: String,
    orders: String,
    spent: String,
    joined: When,
    seen: Option<When>,
    suspended: bool,
}

struct CustomRate {
    service_id: ServiceId,
    service: String,
    standard: String,
    rate: String,
}

/// The account with this id, or "page not found".
pub(super) async fn account(app: &App, id: AccountId) -> Result<Account, Failure> {
    account::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)
}

/// Whether `staff` may suspend this account or reinstate it.
pub(super) fn may_suspend(staff: &Staff, account: &Account) -> bool {
    account::may_suspend((staff.id(), staff.rights()), (account.id, account.role))
}

impl CustomerPage {
    pub(super) async fn read(app: &App, staff: &Staff, id: AccountId) -> Result<Self, Failure> {
        let (account, now) = (account(app, id).await?, app.clock.now());
        let is_own = staff.id() == id;
        let money = |amount| money(amount, &app.currency);
        let balance = ledger::balance(app.db.pool(), id).await?;
        let totals = overview::totals(app.db.pool(), id).await?;
        let seen = session::last_seen(app.db.pool(), &[id]).await?.remove(&id);
        let lines = statement::lines(app.db.pool(), id, Cursor::First, LINES).await?;
        Ok(Self {
            page: staff.page("admin-customers"),
            customer: Customer {
                id,
                email: account.email.to_string(),
                role: if account.role.is_staff() { account.role.as_str() } else { "" },
                balance: money(balance),
                in_flight: money(totals.in_flight),
                orders: number(totals.orders),
                spent: money(totals.spent),
                joined: When::new(account.created_at, now),
                seen: seen.map(|at| When::new(at, now)),
                suspended: account.status == Status::Suspended,
            },
            currency: app.currency.clone(),
            once: secret::base62(ONCE_CHARS),
            amount: String::new(),
            note: String::new(),
            what: PAYMENT.to_owned(),
            reference: String::new(),
            errors: Errors::default(),
            rates: custom_rates(app, id).await?,
            rate_service: String::new(),
            rate_value: String::new(),
            rate_errors: Errors::default(),
            rows: statement_view::rows(lines),
            may_move_money: staff.require(Rights::may_move_money).is_ok() && !is_own,
            may_set_rates: staff.require(Rights::may_edit_customers).is_ok() && !is_own,
            is_own,
            may_set_role: staff.require(Rights::may_set_roles).is_ok(),
            may_suspend: may_suspend(staff, &account),
        })
    }

    /// With the adjustment as it was typed. Its id stays, because nothing was booked under it.
    pub(super) fn with_adjustment(self, form: &SentForm) -> Self {
        Self {
            once: form.text("once").to_owned(),
            amount: form.text("amount").to_owned(),
            note: form.text("note").to_owned(),
            what: form.text("what").to_owned(),
            reference: form.text("reference").to_owned(),
            errors: form.errors(),
            ..self
        }
    }

    /// With the rate as it was typed.
    pub(super) fn with_rate(self, form: &SentForm) -> Self {
        Self {
            rate_service: form.text("service").to_owned(),
            rate_value: form.text("rate").to_owned(),
            rate_errors: form.errors(),
            ..self
        }
    }
}

async fn custom_rates(app: &App, account_id: AccountId) -> Result<Vec<CustomRate>, Failure> {
    let own = price::own(app.db.pool(), account_id).await?;
    let ids: Vec<ServiceId> = own.keys().copied().collect();
    let services = catalogue::find(app.db.pool(), &ids).await?;
    let mut rates: Vec<CustomRate> = own
        .into_iter()
        .filter_map(|(id, rate)| {
            let service = services.get(&id)?;
            Some(CustomRate {
                service_id: id,
                service: service.name.clone(),
                standard: format!("{} {}", service.rate, app.currency),
                rate: format!("{rate} {}", app.currency),
            })
        })
        .collect();
    rates.sort_by_key(|rate| rate.service_id);
    Ok(rates)
}

/// GET /admin/customers/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    view::html(&CustomerPage::read(&app, &staff, id).await?)
}

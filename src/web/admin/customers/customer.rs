//! /admin/customers/{id}: one customer at a glance, with their money, last orders and notes. `adjust`,
//! `notes`, `reset_link`, `suspension` and `visit` handle the forms on the page; a refused form comes back
//! here. What they pay and how they get in have pages of their own.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::adjust::PAYMENT;
use super::{SECTION, listed, tabs};
use crate::accounts::account::{self, Account, Status};
use crate::accounts::notes;
use crate::accounts::rights::Rights;
use crate::accounts::{AccountId, session};
use crate::app::App;
use crate::catalogue::terms::{self, group};
use crate::kit::lang::Lang;
use crate::kit::page::Cursor;
use crate::kit::secret;
use crate::ledger::{self, OrderId, statement};
use crate::orders::read::{self, Filter};
use crate::orders::{State as OrderState, overview};
use crate::web::amounts::{Amount, Column};
use crate::web::failure::Failure;
use crate::web::figures::{capped, money};
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::order_view::{Badge, Side};
use crate::web::path::Id;
use crate::web::statement_view::{self, StatementRow};
use crate::web::view::{self, Chip, Page, When};

/// Lines of the statement, and orders, on the page.
const LINES: i64 = 10;
const ORDERS: usize = 10;
const ONCE_CHARS: usize = 24;
const RESET_BY_MAIL: &str = "For somebody who has lost their password. A link goes to the address of the \
                             account; it works for 30 minutes, once.";
const RESET_BY_HAND: &str = "For somebody who has lost their password. You see a link, which works for 30 \
                             minutes, once, and you pass it on: be sure who asks you.";

#[derive(Template)]
#[template(path = "admin/customers/customer.html")]
pub(super) struct CustomerPage {
    page: Page,
    tabs: Vec<Chip>,
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
    rows: Vec<StatementRow>,
    orders: Vec<OrderLine>,
    notes: Vec<NoteRow>,
    /// A note as it was typed.
    typed: String,
    note_errors: Errors,
    may_move_money: bool,
    may_set_role: bool,
    may_suspend: bool,
    may_reset: bool,
    /// How the link for a new password gets to them.
    reset_help: &'static str,
    may_close: bool,
    may_sign_in_as: bool,
    /// Staff change neither the balance nor the rates of their own account.
    is_own: bool,
}

struct Customer {
    id: AccountId,
    email: String,
    name: String,
    /// "" for a customer.
    role: &'static str,
    balance: String,
    /// "": nothing.
    owes: String,
    in_open: String,
    orders: String,
    spent: String,
    group: String,
    /// What they pay less in all categories; "": nothing.
    discount: String,
    joined: When,
    seen: Option<When>,
    suspended: bool,
    closed: bool,
    /// What they were told about it.
    told: String,
}

struct OrderLine {
    id: OrderId,
    service: String,
    state: Badge,
    charge: Amount,
    placed: When,
}

struct NoteRow {
    id: i64,
    text: String,
    by: String,
    at: When,
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
        let account = account(app, id).await?;
        let is_own = staff.id() == id;
        let lines = statement::lines(app.db.pool(), id, Cursor::First, LINES).await?;
        let is_customer = !account.role.is_staff();
        let is_closed = account.status == Status::Closed;
        let may_suspend = may_suspend(staff, &account) && !is_closed;
        let may_reset = may_suspend && account.status == Status::Active;
        let may_close = is_customer && may_suspend;
        let may_sign_in_as = is_customer
            && account.status == Status::Active
            && staff.require(Rights::may_sign_in_as).is_ok();
        Ok(Self {
            page: staff.page(SECTION),
            tabs: tabs(id, ""),
            customer: Customer::read(app, account).await?,
            currency: app.currency.clone(),
            once: secret::base62(ONCE_CHARS),
            amount: String::new(),
            note: String::new(),
            what: PAYMENT.to_owned(),
            reference: String::new(),
            errors: Errors::default(),
            rows: statement_view::rows(lines),
            orders: last_orders(app, id).await?,
            notes: notes(app, id).await?,
            typed: String::new(),
            note_errors: Errors::default(),
            may_move_money: staff.require(Rights::may_move_money).is_ok() && !is_own,
            may_set_role: staff.require(Rights::may_set_roles).is_ok() && !is_closed,
            may_suspend,
            may_reset,
            reset_help: if app.courier.has_server() { RESET_BY_MAIL } else { RESET_BY_HAND },
            may_close,
            may_sign_in_as,
            is_own,
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

    /// With the note as it was typed.
    pub(super) fn with_note(self, form: &SentForm) -> Self {
        Self { typed: form.text("text").to_owned(), note_errors: form.errors(), ..self }
    }
}

impl Customer {
    async fn read(app: &App, account: Account) -> Result<Self, Failure> {
        let (id, now, pool) = (account.id, app.clock.now(), app.db.pool());
        let money = |amount| money(amount, &app.currency);
        let totals = overview::totals(&app.db, id).await?;
        let terms = terms::of(&app.db, id).await?;
        let group = match terms.group {
            Some(id) => group::find(&app.db, id).await?.map(|group| group.name),
            None => None,
        };
        let discount = terms.discounts.all.map(|discount| format!("{discount} %"));
        let told = account::suspended_because(pool, id).await?;
        let seen = session::last_seen(pool, id).await?;
        Ok(Self {
            id,
            name: account::name(pool, id).await?,
            email: account.email.to_string(),
            role: if account.role.is_staff() { account.role.as_str() } else { "" },
            balance: money(ledger::balance(pool, id).await?),
            owes: listed::owed(ledger::owed(pool, id).await?, &app.currency),
            in_open: money(totals.in_flight),
            orders: capped(totals.orders),
            spent: money(totals.spent),
            group: group.unwrap_or_default(),
            discount: discount.unwrap_or_default(),
            joined: When::new(account.created_at, now),
            seen: seen.map(|at| When::new(at, now)),
            suspended: account.status == Status::Suspended,
            closed: account.status == Status::Closed,
            told: told.unwrap_or_default(),
        })
    }
}

async fn last_orders(app: &App, id: AccountId) -> Result<Vec<OrderLine>, Failure> {
    let now = app.clock.now();
    let filter = Filter { account_id: Some(id), families: true, ..Filter::default() };
    let mut newest = read::page(&app.db, &filter, Cursor::First).await?.rows;
    newest.truncate(ORDERS);
    let column = Column::of(newest.iter().map(|order| order.charge));
    let line = |order: read::Order| {
        let state: OrderState = order.state;
        OrderLine {
            id: order.id,
            state: Badge::new(Lang::ENGLISH, state, order.form, Side::Staff),
            charge: column.show(order.charge),
            placed: When::new(order.created_at, now),
            service: order.service,
        }
    };
    Ok(newest.into_iter().map(line).collect())
}

async fn notes(app: &App, id: AccountId) -> Result<Vec<NoteRow>, Failure> {
    let now = app.clock.now();
    let row = |note: notes::Note| NoteRow {
        id: note.id,
        text: note.text,
        by: note.by.map(|email| email.to_string()).unwrap_or_default(),
        at: When::new(note.at, now),
    };
    Ok(notes::list(app.db.pool(), id).await?.into_iter().map(row).collect())
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

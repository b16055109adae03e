//! /admin/affiliates/flags: customers who may be their own affiliate, with the evidence. Nothing is
//! paid for them until staff have answered.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::rooms::{FLAGS, SECTION, tabs};
use crate::accounts::AccountId;
use crate::accounts::account;
use crate::accounts::rights::Rights;
use crate::affiliates::MemberId;
use crate::affiliates::flag::{self, Flagged, Verdict};
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::figures::{money, number};
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Chip, Page, When};

#[derive(Template)]
#[template(path = "admin/affiliates/flags.html")]
struct FlagsPage {
    page: Page,
    tabs: Vec<Chip>,
    may_answer: bool,
    rows: Vec<FlagRow>,
    /// Those beyond the first page; "": none.
    more: String,
}

struct FlagRow {
    customer: String,
    customer_id: AccountId,
    affiliate: String,
    affiliate_id: AccountId,
    member_id: MemberId,
    offer: String,
    joined: When,
    accounts: String,
    /// "1 order", "3 orders".
    orders: String,
    sales: String,
    held: String,
}

/// GET /admin/affiliates/flags
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let now = app.clock.now();
    let found = flag::open(app.db.pool()).await?;
    let shown = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let more = flag::count_open(app.db.pool()).await? - shown;
    let row = |one: Flagged| FlagRow {
        customer: one.customer_email,
        customer_id: one.customer_id,
        affiliate: one.affiliate_email,
        affiliate_id: one.affiliate_id,
        member_id: one.member_id,
        offer: one.offer_name,
        joined: When::new(one.bound_at, now),
        accounts: number(one.same_address),
        orders: match one.orders {
            1 => "1 order".to_owned(),
            orders => format!("{} orders", number(orders)),
        },
        sales: money(one.sales, &app.currency),
        held: money(one.held, &app.currency),
    };
    view::html(&FlagsPage {
        page: staff.page(SECTION),
        tabs: tabs(&app, FLAGS).await?,
        may_answer: staff.require(Rights::may_move_money).is_ok(),
        rows: found.into_iter().map(row).collect(),
        more: if more > 0 { number(more) } else { String::new() },
    })
}

/// POST /admin/affiliates/flags/{id}: the `verdict` on the customer with this id.
pub async fn answer(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if account::find(app.db.pool(), id).await?.is_none() {
        return Err(Failure::NotFound);
    }
    let verdict = Verdict::parse(form.text("verdict")).ok_or(Failure::Unreadable)?;
    let answered = flag::answer(&app.db, &app.clock, staff.actor(), id, verdict).await?;
    let (kind, text) = match (answered, verdict) {
        (true, Verdict::Fine) => {
            ("ok", "They are two people: the held commissions are pending again.")
        }
        (true, Verdict::Fraud) => {
            ("ok", "They are one person: the held commissions are denied, and no more are earned.")
        }
        (false, _) => ("info", "This flag was answered already. Nothing changed."),
    };
    Ok(view::done(&app.config, FLAGS, kind, text))
}

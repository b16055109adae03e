//! /admin/deposits/{id}: one deposit, with what its gateway said and what staff can do about it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::PATH;
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::ledger;
use crate::payments::deposit::{self, Came, Checkout, Deposit};
use crate::payments::event::{self, Event};
use crate::payments::gateways::{self, Gateway, amount};
use crate::payments::quote::decimal;
use crate::payments::staff::{self, StaffError};
use crate::payments::{DepositId, State as Standing, named, told};
use crate::web::admin::fields::{reason, sentence};
use crate::web::dashboard::deposits::badge;
use crate::web::failure::Failure;
use crate::web::figures::money;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "admin/deposits/deposit.html")]
struct DepositPage {
    page: Page,
    id: DepositId,
    account_id: AccountId,
    email: String,
    state: Badge,
    method: String,
    is_test: bool,
    /// What there is to know, by name.
    facts: Vec<(&'static str, String)>,
    begun: When,
    expires: Option<When>,
    looked: Option<When>,
    look: Option<When>,
    trouble: String,
    payments: Vec<PaymentRow>,
    events: Vec<EventRow>,
    is_by_gateway: bool,
    may_act: bool,
    may_credit: bool,
    may_give_up: bool,
    /// Until when the money is held.
    held: Option<When>,
    /// Staff may say what the gateway calls the payment.
    may_name: bool,
    /// A hook told of a dispute, and staff may say that it is over.
    is_marked: bool,
    /// How much may go back; "": nothing.
    refundable: String,
    /// What staff said has gone back in all, in the payer's currency; `None`: the gateway says it.
    told_back: Option<(String, String)>,
    /// A refund was begun, and the panel has not seen what came of it.
    is_refunding: bool,
    /// Money goes back at the gateway alone.
    refund_there: bool,
    currency: String,
}

struct PaymentRow {
    name: String,
    amount: String,
    credited: String,
    /// What the gateway kept; "": it does not say.
    fee: String,
    at: When,
}

struct EventRow {
    at: When,
    what: String,
    by: String,
    evidence: String,
}

fn path(id: DepositId) -> String {
    format!("{PATH}/{id}")
}

/// GET /admin/deposits/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<DepositId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let (db, now) = (app.db.pool(), app.clock.now());
    let one = deposit::find(db, None, id).await?.ok_or(Failure::NotFound)?;
    let payments = deposit::payments(db, id).await?;
    let events = event::of(db, id).await?;
    let owed = ledger::owed(db, one.account_id).await?;
    let may_act = staff.require(Rights::may_move_money).is_ok() && one.account_id != staff.id();
    let left = one.refundable(ledger::balance(db, one.account_id).await?);
    let facts_there = one.checkout.as_ref().and_then(|checkout| gateways::find(&checkout.gateway));
    let facts_there = facts_there.map(Gateway::facts);
    let can_refund = facts_there.is_some_and(|facts| facts.can_refund);
    let tells = facts_there.is_none_or(|facts| facts.tells_takebacks);
    let has_left = may_act && left > Money::ZERO && one.state != Standing::Disputed;
    let is_refunding = one.checkout.as_ref().is_some_and(|one| one.refund_until.is_some());
    let may_refund = has_left && can_refund && !is_refunding;
    let waits = payments.iter().any(|payment| payment.credited.is_none());
    let exponent = one.checkout.as_ref().map_or(2, |checkout| checkout.pay_exponent);
    let seen = |at| When::new(at, now);
    let checkout = one.checkout.as_ref();
    view::html(&DepositPage {
        page: staff.page("admin-customers"),
        id,
        account_id: one.account_id,
        email: one.email.clone(),
        state: badge(Lang::ENGLISH, &one),
        method: one.method.clone(),
        is_test: checkout.is_some_and(|checkout| checkout.is_test),
        facts: facts(&one, owed, &app.currency),
        begun: seen(one.opened_at),
        expires: checkout.and_then(|checkout| checkout.expires_at).map(seen),
        looked: checkout.and_then(|checkout| checkout.looked_at).map(seen),
        look: checkout.and_then(|checkout| checkout.look_at).map(seen),
        trouble: checkout.map(|checkout| checkout.look_trouble.clone()).unwrap_or_default(),
        payments: payments
            .into_iter()
            .map(|payment| row(payment, exponent, (&app.currency, now)))
            .collect(),
        events: events.into_iter().map(|event| event_row(event, now)).collect(),
        is_by_gateway: checkout.is_some(),
        may_act,
        may_credit: may_act && waits && one.state.by_staff().is_some(),
        may_give_up: may_act && matches!(one.state, Standing::Review | Standing::Held),
        held: checkout
            .and_then(|checkout| checkout.held_until)
            .filter(|_| one.state == Standing::Held)
            .map(seen),
        may_name: may_act
            && one.credited.is_none()
            && one.state != Standing::Created
            && checkout.is_some_and(|checkout| checkout.is_named_by_hand),
        is_marked: may_act && checkout.is_some_and(|checkout| checkout.is_marked),
        refundable: if may_refund { left.to_string() } else { String::new() },
        told_back: checkout
            .filter(|checkout| {
                let known =
                    (checkout.look_trouble.as_str(), checkout.is_marked, checkout.told_back);
                may_act && one.credited.is_some() && told::may_tell_back(tells, known)
            })
            .map(|checkout| {
                let told = decimal(checkout.told_back, checkout.pay_exponent);
                (told, checkout.pay_currency.clone())
            }),
        is_refunding: may_act && is_refunding,
        refund_there: has_left && checkout.is_some() && !can_refund,
        currency: app.currency.clone(),
    })
}

fn facts(one: &Deposit, owed: Money, currency: &str) -> Vec<(&'static str, String)> {
    let mut facts = vec![("Wanted", money(one.claimed, currency))];
    if let Some(checkout) = &one.checkout {
        let amount = decimal(checkout.pay_amount, checkout.pay_exponent);
        facts.push(("Asked for", format!("{amount} {}", checkout.pay_currency)));
        if let Some(to) = &checkout.pay_to {
            let memo =
                if to.memo.is_empty() { String::new() } else { format!(", memo {}", to.memo) };
            let sends =
                format!("{} {} by {} to {}{memo}", to.amount, to.currency, to.network, to.address);
            facts.push(("The customer sends", sends));
        }
        if checkout.surcharge > Money::ZERO {
            facts.push(("Surcharge in it", money(checkout.surcharge, currency)));
        }
    }
    if let Some(credited) = one.credited {
        facts.push(("Credited", money(credited, currency)));
    }
    if let Some(checkout) = &one.checkout {
        if checkout.taken > Money::ZERO {
            facts.push(("Taken back", money(checkout.taken, currency)));
        }
        if checkout.bonus_offer > Money::ZERO && one.credited.is_none() {
            facts.push(("Promised bonus", money(checkout.bonus_offer, currency)));
        }
        if checkout.bonus > Money::ZERO {
            facts.push(("Bonus", money(checkout.bonus, currency)));
        }
        if checkout.bonus_taken > Money::ZERO {
            facts.push(("Bonus taken back", money(checkout.bonus_taken, currency)));
        }
        if checkout.dispute_fee > Money::ZERO {
            facts.push(("Kept for disputes", money(checkout.dispute_fee, currency)));
        }
        if !checkout.code.is_empty() {
            facts.push(("Promo code", checkout.code.clone()));
        }
        if owed > Money::ZERO {
            facts.push(("The customer owes", money(owed, currency)));
        }
        facts.push(("Reference", one.claim.clone()));
        if !checkout.gateway_ref.is_empty() {
            facts.push(("The gateway calls it", checkout.gateway_ref.clone()));
        }
    } else {
        facts.push(("Reference", one.claim.clone()));
    }
    if !one.trouble.is_empty() {
        facts.push(("The customer reads", one.trouble.clone()));
    }
    facts
}

fn row(came: Came, exponent: u32, (ours, now): (&str, DateTime<Utc>)) -> PaymentRow {
    let fee = came.fee.map(|fee| {
        let kept = format!("{} {}", decimal(fee.amount, fee.exponent), fee.currency);
        // The books have one currency.
        if fee.currency == ours { kept } else { format!("{kept}, not booked") }
    });
    PaymentRow {
        fee: fee.unwrap_or_default(),
        name: came.gateway_payment,
        amount: format!("{} {}", decimal(came.amount, exponent), came.currency),
        credited: came.credited.map(|amount| amount.to_string()).unwrap_or_default(),
        at: When::new(came.at, now),
    }
}

fn event_row(event: Event, now: DateTime<Utc>) -> EventRow {
    let evidence = event.evidence.map(|said| serde_json::to_string_pretty(&said));
    EventRow {
        at: When::new(event.at, now),
        what: format!("{}: {}", event.state.as_str().replace('_', " "), event.what),
        by: event.by.unwrap_or_default(),
        evidence: evidence.and_then(Result::ok).unwrap_or_default(),
    }
}

/// POST /admin/deposits/{id}/look: the panel looks as soon as it can.
pub async fn look(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<DepositId>,
    _: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let done = staff::look_now(&app.db, &app.clock, id).await;
    answer(&app, id, done.map(|()| "The panel looks now. Load this page again.".to_owned()))
}

/// POST /admin/deposits/{id}/credit: money that waits for staff is credited.
pub async fn credit(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<DepositId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let done = staff::credit(&app.db, &app.clock, staff.actor(), id).await;
    answer(&app, id, done.map(|sum| format!("{} is credited.", money(sum, &app.currency))))
}

/// POST /admin/deposits/{id}/give-up: `why`.
pub async fn give_up(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<DepositId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    by_gateway(&app, id).await?;
    let Some(why) = reason(&mut form, "why") else {
        return answer(&app, id, Err(StaffError::Why));
    };
    let done = staff::give_up(&app.db, &app.clock, staff.actor(), (id, why)).await;
    answer(&app, id, done.map(|()| "It is given up, and the customer reads why.".to_owned()))
}

/// POST /admin/deposits/{id}/refund: `amount` goes back to the payer.
pub async fn refund(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<DepositId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    by_gateway(&app, id).await?;
    let Ok(amount) = Money::parse(form.text("amount").trim()) else {
        let text = "The amount must be a number such as 25 or 12.50. Nothing was given back.";
        return Ok(view::done(&app.config, &path(id), "bad", text));
    };
    let done = staff::refund(&app.ways, staff.actor(), (id, amount)).await;
    let text = "The gateway gives it back. It goes from the balance when the panel has seen that.";
    answer(&app, id, done.map(|()| text.to_owned()))
}

/// POST /admin/deposits/{id}/gone-back: `total` went back to the payer in all, as staff saw at the
/// gateway.
pub async fn gone_back(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<DepositId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let checkout = by_gateway(&app, id).await?;
    let Some(total) = amount::coins(form.text("total"), checkout.pay_exponent) else {
        let text = "The amount must be a number such as 25 or 12.50. Nothing was noted.";
        return Ok(view::done(&app.config, &path(id), "bad", text));
    };
    let done = told::tell_back(&app.db, &app.clock, staff.actor(), (id, total)).await;
    let text = "It is noted. The panel looks now, and takes it from the balance.";
    answer(&app, id, done.map(|()| text.to_owned()))
}

/// POST /admin/deposits/{id}/name: `name`, the gateway's id of the payment.
pub async fn name(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<DepositId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    by_gateway(&app, id).await?;
    let called = form.text("name").to_owned();
    let done = named::name(&app.ways, staff.actor(), (id, called)).await;
    let text = "The gateway knows it as this deposit’s. The panel looks now: load this page again.";
    answer(&app, id, done.map(|()| text.to_owned()))
}

/// POST /admin/deposits/{id}/dispute-over: staff say that the dispute is over of which a hook told.
pub async fn dispute_over(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<DepositId>,
    _: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    by_gateway(&app, id).await?;
    let done = told::dispute_over(&app.db, &app.clock, staff.actor(), id).await;
    let text = "The dispute is over. The panel looks where the deposit stands.";
    answer(&app, id, done.map(|()| text.to_owned()))
}

/// "Page not found" for a deposit by hand.
async fn by_gateway(app: &App, id: DepositId) -> Result<Checkout, Failure> {
    let found = deposit::find(app.db.pool(), None, id).await?;
    found.and_then(|one| one.checkout).ok_or(Failure::NotFound)
}

fn answer(app: &App, id: DepositId, done: Result<String, StaffError>) -> Result<Response, Failure> {
    match done {
        Ok(text) => Ok(view::done(&app.config, &path(id), "ok", &text)),
        Err(StaffError::NotFound) => Err(Failure::NotFound),
        Err(StaffError::Db(error)) => Err(error.into()),
        Err(error) => Ok(view::done(&app.config, &path(id), "bad", &sentence(&error))),
    }
}

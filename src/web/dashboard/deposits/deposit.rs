//! /deposits/{id}: one deposit, a receipt once it is credited. While a deposit through a gateway
//! moves, its page asks for it again.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, RawQuery, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{badge, for_order, method, trouble};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::payments::deposit::{self, Checkout, Deposit};
use crate::payments::gateways::PayTo;
use crate::payments::quote;
use crate::payments::{self, DepositId, MethodId, look};
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::picture::Shown;
use crate::web::shared::qr::Qr;
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "dashboard/deposits/deposit.html")]
struct DepositPage {
    page: Page,
    card: Card,
}

#[derive(Template)]
#[template(path = "dashboard/deposits/deposit_card.html")]
struct DepositPart {
    page: Page,
    card: Card,
}

struct Card {
    id: DepositId,
    state: Badge,
    is_credited: bool,
    method: String,
    method_id: Option<MethodId>,
    picture: Option<Shown>,
    claimed: String,
    credited: String,
    reference: String,
    note: String,
    trouble: String,
    told: DateTime<Utc>,
    decided: Option<DateTime<Utc>>,
    email: String,
    /// Who sells, for the receipt; "" if the operator says nothing.
    seller: String,
    /// `None`: by hand.
    pay: Option<Pay>,
    /// The fields of the order that needs the money.
    order: Vec<(String, String)>,
}

/// What a deposit through a gateway has beside that.
struct Pay {
    /// With the currency.
    amount: String,
    /// How much of it is the fee; "": none.
    surcharge: String,
    is_test: bool,
    /// It may still move by itself.
    is_moving: bool,
    /// The gateway does not know of it yet.
    is_preparing: bool,
    /// Where to pay; "": nowhere now.
    url: String,
    /// What to send, if the gateway has no page; `None`: nothing, or not any more.
    send: Option<PayTo>,
    /// The address alone, for a wallet's camera; `None`: there is none, or it is too long.
    qr: Option<Qr>,
    /// The time to send it is over.
    is_too_late: bool,
    expires: Option<When>,
    /// Staff look at the money.
    is_checked: bool,
    /// It came to nothing: the address of a new one for the same amount; "": it did not.
    again: String,
    /// What went back of it; "": nothing.
    taken: String,
    /// The bonus that was credited with it, or is promised; "": none.
    bonus: String,
    bonus_taken: String,
    /// The promo code on it.
    code: String,
    /// The money came, and is on the balance from then on.
    held_until: Option<DateTime<Utc>>,
}

impl Pay {
    /// `paid`: what was asked for, or, once it is credited, what was paid.
    fn new(
        lang: Lang,
        (one, checkout, paid): (&Deposit, Checkout, i64),
        (currency, now): (&str, DateTime<Utc>),
    ) -> Self {
        use payments::State;
        let amount = quote::decimal(paid, checkout.pay_exponent);
        let fee = quote::share(checkout.surcharge, paid, checkout.pay_amount);
        let money = |amount: Money| match amount {
            Money::ZERO => String::new(),
            amount => lang.money(amount, currency),
        };
        let waits = matches!(one.state, State::Pending | State::Partial);
        let is_past = checkout.expires_at.is_some_and(|end| end <= now);
        let is_over = matches!(one.state, State::Expired | State::Failed);
        let bonus = match one.state {
            state if state.is_credited() => checkout.bonus,
            state if state.is_open() => checkout.bonus_offer,
            _ => Money::ZERO,
        };
        let again = one
            .method_id
            .filter(|_| is_over)
            .map(|method| format!("/deposits?method={method}&amount={}", one.claimed));
        let is_too_late = waits && is_past && checkout.pay_to.is_some();
        let send = checkout.pay_to.filter(|_| waits && !is_past);
        Self {
            amount: format!("{} {}", lang.decimal(&amount), checkout.pay_currency),
            surcharge: money(fee),
            is_test: checkout.is_test,
            is_moving: one.state.is_open(),
            is_preparing: one.state == State::Created,
            is_too_late,
            qr: send.as_ref().and_then(|to| Qr::of(&to.address)),
            send,
            url: if waits { checkout.url } else { String::new() },
            expires: checkout
                .expires_at
                .filter(|_| one.state.is_open())
                .map(|end| When::new(end, now)),
            is_checked: one.state == State::Review,
            again: again.unwrap_or_default(),
            taken: money(checkout.taken),
            bonus: money(bonus),
            bonus_taken: money(checkout.bonus_taken),
            code: checkout.code,
            held_until: checkout.held_until.filter(|_| one.state == State::Held),
        }
    }
}

impl Card {
    async fn read(app: &App, customer: &Customer, id: DepositId) -> Result<Self, Failure> {
        let db = app.db.pool();
        let found = deposit::find(db, Some(customer.id()), id).await?.ok_or(Failure::NotFound)?;
        let seller = customer.visitor().settings().seller.clone();
        let lang = customer.lang();
        let order = for_order::fields(app, customer, id).await?;
        let pay = found.checkout.clone();
        let mut paid = pay.as_ref().map_or(0, |checkout| checkout.pay_amount);
        if pay.is_some() && found.state.is_credited() {
            let came = deposit::payments(db, id).await?;
            let credited = came.iter().filter(|payment| payment.credited.is_some());
            paid = credited.map(|payment| payment.amount).sum();
        }
        Ok(Self {
            id,
            state: badge(lang, &found),
            is_credited: found.state.is_credited(),
            pay: pay.map(|checkout| {
                Pay::new(lang, (&found, checkout, paid), (&app.currency, app.clock.now()))
            }),
            method: method(lang, found.method_id, found.method),
            method_id: found.method_id,
            picture: found.picture.map(Shown::to_sender),
            claimed: lang.money(found.claimed, &app.currency),
            credited: found
                .credited
                .map(|amount| lang.money(amount, &app.currency))
                .unwrap_or_default(),
            reference: found.claim,
            note: found.note,
            trouble: trouble(lang, found.trouble),
            told: found.opened_at,
            decided: found.decided_at,
            email: found.email,
            seller,
            order,
        })
    }
}

/// Whether the gateway has sent the customer back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    back: String,
}

/// GET /deposits/{id}. `back`, or what the gateway calls the payment: the customer comes from the gateway,
/// so the panel looks.
pub async fn show(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<DepositId>,
    Query(back): Query<Back>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let is_named = match query.as_deref() {
        None | Some("") => false,
        Some(query) => look::take_name(&app.db, customer.id(), (id, query, now)).await?,
    };
    if is_named || !back.back.is_empty() {
        look::ask_for(app.db.pool(), customer.id(), (id, now)).await?;
        return Ok(Redirect::to(&format!("/deposits/{id}")).into_response());
    }
    let card = Card::read(&app, &customer, id).await?;
    view::html(&DepositPage { page: customer.page("deposits"), card })
}

/// GET /deposits/{id}/live: the same without its frame. When it has come to an end, the browser loads the
/// page again, which shows the balance too.
pub async fn live(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<DepositId>,
) -> Result<Response, Failure> {
    let card = Card::read(&app, &customer, id).await?;
    let is_moving = card.pay.as_ref().is_some_and(|pay| pay.is_moving);
    let part = view::html(&DepositPart { page: customer.page("deposits"), card })?;
    Ok(if is_moving { part } else { ([("hx-refresh", "true")], part).into_response() })
}

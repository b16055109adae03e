//! /new: ordering. The form carries a one-time id, which is the order's idempotency key: a second
//! click places nothing and leads to the same order. It also carries the charge that it showed: an
//! order that costs more by now is refused, and shown again.

mod kind_words;
pub mod mass;
mod mass_again;
mod mass_lines;
mod mass_sheet;
mod offer;
mod order_fields;
mod order_form;
mod order_quote;
mod order_words;
pub mod picker;
mod same_order;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderName;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::orders::reader;
use crate::accounts::AccountId;
use crate::accounts::links::verify;
use crate::app::App;
use crate::catalogue::ServiceId;
use crate::catalogue::kind::Counted;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::kit::page::Cursor;
use crate::kit::secret;
use crate::orders::read::Filter;
use crate::orders::{OrderId, PlaceError, Placed, bought, read};
use crate::web::auth::carried::{Sender, sign_in_first};
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Customer;
use crate::web::order_view::Badge;
use crate::web::view::{self, Page, When};
use offer::{Offer, Typed};
use order_form::OrderForm;
use order_quote::Quote;
use picker::{Picker, Sought};

#[derive(Template)]
#[template(path = "dashboard/new_order/new_order.html")]
struct NewOrderPage {
    page: Page,
    picker: Picker,
    /// They have to confirm their address before they order.
    is_unverified: bool,
    /// About the choice of the service.
    errors: Errors,
    order: Option<OrderForm>,
    last: Vec<LastOrder>,
}

/// One of the newest orders, beside the form.
struct LastOrder {
    id: OrderId,
    service: String,
    state: Badge,
    placed: When,
}

#[derive(Template)]
#[template(path = "dashboard/new_order/new_order_part.html")]
struct FieldsPart {
    page: Page,
    order: OrderForm,
}

#[derive(Template)]
#[template(path = "dashboard/new_order/new_order_blank.html")]
struct BlankPart {
    page: Page,
}

#[derive(Template)]
#[template(path = "dashboard/new_order/quote.html")]
struct QuotePart {
    page: Page,
    quote: Quote,
}

/// What the address names, beside what is looked for.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// The order that is ordered again.
    #[serde(default)]
    again: String,
}

/// Orders that stand beside the form.
const LAST_ORDERS: usize = 5;

/// The service that was chosen is not on sale.
fn gone(lang: Lang) -> String {
    lang.say("new-service-gone").to_string()
}

impl NewOrderPage {
    async fn read(
        app: &App,
        customer: &Customer,
        sought: &Sought,
        order: Result<Option<OrderForm>, String>,
    ) -> Result<Self, Failure> {
        let mut errors = Errors::default();
        let order = order.unwrap_or_else(|text| {
            errors.add("", text);
            None
        });
        let selected = order.as_ref().map(|order| order.service.id);
        let picker = Picker::read(app, customer, selected, sought).await?;
        let last = last_orders(app, customer.id(), customer.lang()).await?;
        // The setting is at most two seconds old here; the verb reads it itself.
        let is_unverified = customer.visitor().settings().verified_only
            && !verify::is_verified(app.db.pool(), customer.id()).await?;
        Ok(Self { page: customer.page("new"), picker, is_unverified, errors, order, last })
    }
}

/// GET /new
pub async fn show(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(wanted): Query<Wanted>,
    Query(sought): Query<Sought>,
) -> Result<Response, Failure> {
    let account_id = customer.id();
    let earlier = match wanted.again.parse() {
        Ok(id) => read::find(&app.db, Some(account_id), id).await?,
        Err(_) => None,
    };
    let service_id = earlier.as_ref().map(|order| order.service_id);
    let service_id = service_id.or_else(|| sought.service());
    let service_id = match service_id {
        None if sought.is_blank() => last_service(&app, &customer).await?,
        service_id => service_id,
    };
    let typed = earlier.map(|order| Typed::of_order(&order)).unwrap_or_default();
    let order = match service_id {
        None => Ok(None),
        Some(id) => match Offer::find(&app, &customer, id).await? {
            Some(offer) => Ok(Some(offer.form(&typed, secret::base62(22)))),
            None => Err(gone(customer.lang())),
        },
    };
    view::html(&NewOrderPage::read(&app, &customer, &sought, order).await?)
}

/// The service that was ordered last, if it is still on sale.
async fn last_service(app: &App, customer: &Customer) -> Result<Option<ServiceId>, Failure> {
    let lately = bought::lately(app.db.pool(), customer.id()).await?;
    let Some(last) = lately.first() else { return Ok(None) };
    let found = Offer::find(app, customer, *last).await?;
    Ok(found.map(|offer| offer.listed.service.id))
}

async fn last_orders(
    app: &App,
    account_id: AccountId,
    lang: Lang,
) -> Result<Vec<LastOrder>, Failure> {
    let filter = Filter { account_id: Some(account_id), families: true, ..Filter::default() };
    let newest = read::page(&app.db, &filter, Cursor::First).await?.rows;
    let reader = reader(app, lang);
    let last = newest.into_iter().take(LAST_ORDERS).map(|order| LastOrder {
        id: order.id,
        state: reader.badge(&order),
        placed: reader.when(order.created_at),
        service: order.service,
    });
    Ok(last.collect())
}

/// POST /new/fields: the form of the service that was just chosen, with what was typed so far.
pub async fn fields(
    State(app): State<Arc<App>>,
    customer: Customer,
    form: SentForm,
) -> Result<Response, Failure> {
    let Ok(offer) = offer(&app, &customer, &form).await? else {
        return view::html(&BlankPart { page: customer.page("new") });
    };
    let service = &offer.listed.service;
    let typed = Typed::of_form(&form, service);
    let order = offer.form(&typed, secret::base62(22));
    let address = format!("/new?service={}", service.id);
    let part = view::html(&FieldsPart { page: customer.page("new"), order })?;
    Ok(([(HeaderName::from_static("hx-replace-url"), address)], part).into_response())
}

/// POST /new/quote: what it would cost as it is filled in now.
pub async fn quote(
    State(app): State<Arc<App>>,
    customer: Customer,
    form: SentForm,
) -> Result<Response, Failure> {
    let quote = match offer(&app, &customer, &form).await? {
        Ok(offer) => {
            let typed = Typed::of_form(&form, &offer.listed.service);
            offer.note_refusal(&app, &typed, "page");
            offer.quote(&typed)
        }
        Err(text) => Quote { text, ..Quote::default() },
    };
    view::html(&QuotePart { page: customer.page("new"), quote })
}

/// POST /new/check: the same for browsers without a script, as a page.
pub async fn check(
    State(app): State<Arc<App>>,
    sender: Sender,
    form: SentForm,
) -> Result<Response, Failure> {
    let customer = match sender {
        Sender::Customer(customer) => customer,
        Sender::Stranger(visitor, elsewhere) => {
            return sign_in_first(&app, &visitor, elsewhere, &form, "/new/check").await;
        }
    };
    let order = offer(&app, &customer, &form).await?.map(|offer| {
        let typed = Typed::of_form(&form, &offer.listed.service);
        offer.note_refusal(&app, &typed, "page");
        Some(offer.checked(&typed, once(&form).unwrap_or_else(|| secret::base62(22))))
    });
    view::html(&NewOrderPage::read(&app, &customer, &Sought::default(), order).await?)
}

/// POST /new: places the order and goes to its page.
pub async fn place(
    State(app): State<Arc<App>>,
    sender: Sender,
    form: SentForm,
) -> Result<Response, Failure> {
    let customer = match sender {
        Sender::Customer(customer) => customer,
        Sender::Stranger(visitor, elsewhere) => {
            return sign_in_first(&app, &visitor, elsewhere, &form, "/new/check").await;
        }
    };
    let lang = customer.lang();
    let again = async |order| -> Result<Response, Failure> {
        view::refused(&NewOrderPage::read(&app, &customer, &Sought::default(), order).await?)
    };
    let offer = match offer(&app, &customer, &form).await? {
        Ok(offer) => offer,
        Err(text) => return again(Err(text)).await,
    };
    let typed = Typed::of_form(&form, &offer.listed.service);
    let Some(id) = once(&form) else {
        let mut order = offer.checked(&typed, secret::base62(22));
        order.errors.add("", lang.say("new-look-over"));
        return again(Ok(Some(order))).await;
    };
    let Ok(shown) = Money::parse_unsigned(form.text("shown")) else {
        return again(Ok(Some(offer.unseen(&typed, id)))).await;
    };
    let key = format!("form:{id}");
    if let Some(same) = same_order::find(&app, &customer, &offer, &typed, &key).await?
        && form.text("again") != same.order_id.to_string()
    {
        return again(Ok(Some(offer.asked(&typed, id, &same)))).await;
    }
    let placed = match offer.request(&typed, Some(key), Some(shown)) {
        Ok(request) => app.intake.place(request).await,
        Err(error) => Err(error),
    };
    match placed {
        Ok(Placed { order_id, again }) => {
            let order = read::find(&app.db, Some(customer.id()), order_id).await?;
            let charge = order.map(|order| order.charge).unwrap_or_default();
            let charge = lang.money(charge, &app.currency);
            let (kind, said) = match offer.listed.service.kind.counted() {
                _ if again => ("info", lang.say("new-placed-already")),
                Counted::Children => ("ok", lang.say("new-placed-by-posts")),
                _ => ("ok", lang.say("new-placed").with("amount", charge)),
            };
            let text = said.with("order", order_id).to_string();
            Ok(view::done(&app.config, &format!("/orders/{order_id}"), kind, &text))
        }
        Err(error @ PlaceError::Dearer(_)) => {
            // The price has changed, perhaps since this request began.
            let offer = Offer::find(&app, &customer, offer.listed.service.id).await?;
            match offer {
                Some(offer) => again(Ok(Some(offer.refused(&typed, id, error)?))).await,
                None => again(Err(gone(lang))).await,
            }
        }
        Err(error) => {
            // The id belongs to another order by now: the next click is a new one.
            let reused = matches!(error, PlaceError::KeyReused);
            let id = if reused { secret::base62(22) } else { id };
            again(Ok(Some(offer.refused(&typed, id, error)?))).await
        }
    }
}

/// The service that the form is about, or why there is none.
async fn offer(
    app: &App,
    customer: &Customer,
    form: &SentForm,
) -> Result<Result<Offer, String>, Failure> {
    let lang = customer.lang();
    match form.text("service").trim().parse() {
        Ok(id) => Ok(Offer::find(app, customer, id).await?.ok_or_else(|| gone(lang))),
        Err(_) => Ok(Err(lang.say("new-choose-service").to_string())),
    }
}

/// The form's one-time id, if this page gave it.
fn once(form: &SentForm) -> Option<String> {
    let id = form.text("once");
    let good = id.len() == 22 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    good.then(|| id.to_owned())
}

//! Cancel and refill of many orders: first a page that says what will happen to which of them, then
//! the same list with what happened. Sent again, it does nothing twice: the verbs refuse what was
//! asked for before.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::words::{cancel_refused, canceled, effect, no_such_order, refill_asked, refill_refused};
use super::{reader, services};
use crate::app::App;
use crate::kit::db;
use crate::kit::lang::Lang;
use crate::kit::money::Money;
use crate::kit::page::{Cursor, PAGE_ROWS};
use crate::orders::cancel::{self, Effect};
use crate::orders::read::Order;
use crate::orders::read::own::{List, Wanted};
use crate::orders::{OrderId, refill};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::{Customer, local_path};
use crate::web::order_view::{Badge, Reader, short_link};
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "dashboard/orders/bulk.html")]
struct BulkPage {
    page: Page,
    title: String,
    intro: String,
    rows: Vec<BulkRow>,
    /// What can be confirmed; `None`: nothing, or it was done.
    sure: Option<Sure>,
    /// The list that the orders were ticked in.
    back: String,
}

struct Sure {
    action: &'static str,
    yes: String,
    is_danger: bool,
    ids: Vec<OrderId>,
    /// The list's filters.
    query: String,
}

struct BulkRow {
    id: OrderId,
    /// `None`: the customer has no such order.
    order: Option<Shown>,
    good: bool,
    text: String,
}

struct Shown {
    service: String,
    link: String,
    short: String,
    state: Badge,
}

/// Orders that were ticked, newest first.
#[derive(Debug)]
pub(super) struct Ticked {
    pub ids: Vec<OrderId>,
    /// Those of them that are the customer's.
    pub orders: Vec<Order>,
}

impl Ticked {
    /// The ticked orders of a form. The inner error is the answer that goes back to the list.
    pub(super) async fn read(
        app: &App,
        customer: &Customer,
        form: &SentForm,
    ) -> Result<Result<Self, Response>, Failure> {
        let ids: BTreeSet<OrderId> = form.all("ids").filter_map(|id| id.parse().ok()).collect();
        let most = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
        let said = match ids.len() {
            0 => customer.lang().say("orders-bulk-none-ticked"),
            many if many > most => {
                customer.lang().say("orders-bulk-too-many").count("most", most).count("count", many)
            }
            _ => {
                let ids: Vec<OrderId> = ids.into_iter().rev().collect();
                let orders = of(app, customer, &ids).await?;
                return Ok(Ok(Self { ids, orders }));
            }
        };
        Ok(Err(view::done(&app.config, &back(form), "warn", &said.to_string())))
    }

    fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.iter().find(|order| order.id == id)
    }

    /// A row for each; `said` is `None` for an order that is not the customer's.
    fn rows(&self, reader: &Reader<'_>, said: impl Fn(&Order) -> (bool, String)) -> Vec<BulkRow> {
        let row = |id: &OrderId| match self.order(*id) {
            None => {
                let text = no_such_order(reader.lang);
                BulkRow { id: *id, order: None, good: false, text }
            }
            Some(order) => {
                let link = reader.target(order);
                let (good, text) = said(order);
                let shown = Shown {
                    service: order.service.clone(),
                    short: short_link(&link),
                    link,
                    state: reader.badge(order),
                };
                BulkRow { id: *id, order: Some(shown), good, text }
            }
        };
        self.ids.iter().map(row).collect()
    }
}

/// Those of these orders that are the customer's.
async fn of(app: &App, customer: &Customer, ids: &[OrderId]) -> Result<Vec<Order>, db::Error> {
    let wanted = Wanted { ids: ids.to_vec(), ..Wanted::default() };
    let list = List::open(&app.db, customer.id(), wanted).await?;
    Ok(list.page(&app.db, Cursor::First).await?.rows)
}

/// The list that a form was sent from.
pub(super) fn back(form: &SentForm) -> String {
    let asked = format!("/orders?{}", form.text("back"));
    let path = if form.text("back").is_empty() { "" } else { local_path(&asked) };
    if path.is_empty() { "/orders".to_owned() } else { path.to_owned() }
}

/// POST /orders/cancel: `ids`; with `sure`, it is done.
pub async fn cancel(
    State(app): State<Arc<App>>,
    customer: Customer,
    form: SentForm,
) -> Result<Response, Failure> {
    let ticked = match Ticked::read(&app, &customer, &form).await? {
        Ok(ticked) => ticked,
        Err(answer) => return Ok(answer),
    };
    if form.is_ticked("sure") {
        return cancel_all(&app, &customer, &form, ticked).await;
    }
    let services = services(&app, &ticked.orders).await?;
    let effects = cancel::foresee(&app.db, &ticked.orders, &services).await?;
    let effects: HashMap<OrderId, _> =
        ticked.orders.iter().map(|order| order.id).zip(effects).collect();
    let good: Vec<OrderId> = ticked
        .ids
        .iter()
        .copied()
        .filter(|id| effects.get(id).is_some_and(Result::is_ok))
        .collect();
    let back_now = effects.values().flatten().fold(Money::ZERO, |sum, effect| match effect {
        Effect::Ends { back } | Effect::StopsRuns { back, .. } | Effect::StopsPortions { back } => {
            sum.checked_add(*back).unwrap_or(sum)
        }
        Effect::Asks => sum,
    });
    let asks = effects
        .values()
        .flatten()
        .any(|effect| matches!(effect, Effect::Asks | Effect::StopsPortions { .. }));
    let lang = customer.lang();
    let reader = reader(&app, lang);
    let intro = match good.len() {
        0 => lang.say("orders-cancel-none"),
        _ if asks => lang.say("orders-cancel-intro-asks").with("amount", reader.money(back_now)),
        _ => lang.say("orders-cancel-intro").with("amount", reader.money(back_now)),
    };
    let rows = ticked.rows(&reader, |order| match effects.get(&order.id) {
        Some(Ok(what)) => (true, effect(*what, order, &reader)),
        Some(Err(refused)) => (false, cancel_refused(lang, *refused, order)),
        None => (false, no_such_order(lang)),
    });
    let sure = Sure {
        action: "/orders/cancel",
        yes: lang.say("orders-cancel-yes").count("count", good.len()).to_string(),
        is_danger: true,
        query: form.text("back").to_owned(),
        ids: good,
    };
    let title = lang.say("orders-cancel-title").to_string();
    page(&customer, &form, (title, intro.to_string()), rows, Some(sure))
}

async fn cancel_all(
    app: &App,
    customer: &Customer,
    form: &SentForm,
    ticked: Ticked,
) -> Result<Response, Failure> {
    let lang = customer.lang();
    let (id, ids) = (customer.id(), ticked.ids.clone());
    let done = cancel::request(&app.db, &app.clock, id, ids, Some(id)).await?;
    let done: HashMap<OrderId, _> = ticked.ids.iter().copied().zip(done).collect();
    let orders = of(app, customer, &ticked.ids).await?;
    let now = Ticked { orders, ..ticked };
    let rows = now.rows(&reader(app, lang), |order| match done.get(&order.id) {
        Some(Ok(())) => (true, canceled(lang, order)),
        Some(Err(refused)) => (false, cancel_refused(lang, *refused, order)),
        None => (false, no_such_order(lang)),
    });
    page(customer, form, results(lang, &rows), rows, None)
}

/// POST /orders/refill: as [`cancel`].
pub async fn refill(
    State(app): State<Arc<App>>,
    customer: Customer,
    form: SentForm,
) -> Result<Response, Failure> {
    let ticked = match Ticked::read(&app, &customer, &form).await? {
        Ok(ticked) => ticked,
        Err(answer) => return Ok(answer),
    };
    let lang = customer.lang();
    let reader = reader(&app, lang);
    let is_sure = form.is_ticked("sure");
    let answers: HashMap<OrderId, _> = if is_sure {
        let (id, ids) = (customer.id(), ticked.ids.clone());
        let done = refill::request(&app.db, &app.clock, id, ids, Some(id)).await?;
        let done = done.into_iter().map(|one| one.map(|_| ()));
        ticked.ids.iter().copied().zip(done).collect()
    } else {
        let services = services(&app, &ticked.orders).await?;
        let now = app.clock.now();
        let seen = refill::foresee(app.db.pool(), &ticked.orders, &services, now).await?;
        ticked.orders.iter().map(|order| order.id).zip(seen).collect()
    };
    let good_text = match is_sure {
        true => refill_asked(lang),
        false => lang.say("orders-refill-foreseen").to_string(),
    };
    let rows = ticked.rows(&reader, |order| match answers.get(&order.id) {
        Some(Ok(())) => (true, good_text.clone()),
        Some(Err(refused)) => (false, refill_refused(lang, *refused, order, customer.session.zone)),
        None => (false, no_such_order(lang)),
    });
    if is_sure {
        return page(&customer, &form, results(lang, &rows), rows, None);
    }
    let good: Vec<OrderId> = rows.iter().filter(|row| row.good).map(|row| row.id).collect();
    let intro = match good.len() {
        0 => lang.say("orders-refill-none"),
        _ => lang.say("orders-refill-intro"),
    };
    let sure = Sure {
        action: "/orders/refill",
        yes: lang.say("orders-refill-yes").count("count", good.len()).to_string(),
        is_danger: false,
        query: form.text("back").to_owned(),
        ids: good,
    };
    let title = lang.say("orders-refill-title").to_string();
    page(&customer, &form, (title, intro.to_string()), rows, Some(sure))
}

/// A title and a sentence for what was done.
fn results(lang: Lang, rows: &[BulkRow]) -> (String, String) {
    let good = rows.iter().filter(|row| row.good).count();
    let intro = match rows.len() - good {
        0 => lang.say("orders-done-all"),
        left => lang.say("orders-done-left").count("count", left),
    };
    let title = lang.say("orders-done-title").count("count", good);
    (title.to_string(), intro.to_string())
}

fn page(
    customer: &Customer,
    form: &SentForm,
    (title, intro): (String, String),
    rows: Vec<BulkRow>,
    sure: Option<Sure>,
) -> Result<Response, Failure> {
    view::html(&BulkPage {
        page: customer.page("orders"),
        title,
        intro,
        rows,
        sure: sure.filter(|sure| !sure.ids.is_empty()),
        back: back(form),
    })
}

//! Cancel and refill of many orders: first a page that says what will happen to which of them, then
//! the same list with what happened. Sent again, it does nothing twice: the verbs refuse what was
//! asked for before.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::words::{NO_SUCH_ORDER, REFILL_ASKED, cancel_refused, canceled, effect, refill_refused};
use super::{reader, services};
use crate::app::App;
use crate::kit::db;
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
        let text = match ids.len() {
            0 => "Tick the orders first.".to_owned(),
            many if many > most => format!("At most {most} orders at a time; these are {many}."),
            _ => {
                let ids: Vec<OrderId> = ids.into_iter().rev().collect();
                let orders = of(app, customer, &ids).await?;
                return Ok(Ok(Self { ids, orders }));
            }
        };
        Ok(Err(view::done(&app.config, &back(form), "warn", &text)))
    }

    fn order(&self, id: OrderId) -> Option<&Order> {
        self.orders.iter().find(|order| order.id == id)
    }

    /// A row for each; `said` is `None` for an order that is not the customer's.
    fn rows(&self, reader: &Reader<'_>, said: impl Fn(&Order) -> (bool, String)) -> Vec<BulkRow> {
        let row = |id: &OrderId| match self.order(*id) {
            None => BulkRow { id: *id, order: None, good: false, text: NO_SUCH_ORDER.to_owned() },
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

fn counted(count: usize) -> String {
    format!("{count} {}", if count == 1 { "order" } else { "orders" })
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
    let reader = reader(&app);
    let later = if asks { " What the provider stops comes back when it has answered." } else { "" };
    let intro = match good.len() {
        0 => "None of these orders can be canceled now.".to_owned(),
        _ => format!("{} comes back to your balance at once.{later}", reader.money(back_now)),
    };
    let rows = ticked.rows(&reader, |order| match effects.get(&order.id) {
        Some(Ok(what)) => (true, effect(*what, order, &reader)),
        Some(Err(refused)) => (false, cancel_refused(*refused, order).to_owned()),
        None => (false, NO_SUCH_ORDER.to_owned()),
    });
    let sure = Sure {
        action: "/orders/cancel",
        yes: format!("Cancel {}", counted(good.len())),
        is_danger: true,
        query: form.text("back").to_owned(),
        ids: good,
    };
    page(&customer, &form, ("Cancel these orders?".to_owned(), intro), rows, Some(sure))
}

async fn cancel_all(
    app: &App,
    customer: &Customer,
    form: &SentForm,
    ticked: Ticked,
) -> Result<Response, Failure> {
    let (id, ids) = (customer.id(), ticked.ids.clone());
    let done = cancel::request(&app.db, &app.clock, id, ids, Some(id)).await?;
    let done: HashMap<OrderId, _> = ticked.ids.iter().copied().zip(done).collect();
    let orders = of(app, customer, &ticked.ids).await?;
    let now = Ticked { orders, ..ticked };
    let rows = now.rows(&reader(app), |order| match done.get(&order.id) {
        Some(Ok(())) => (true, canceled(order).to_owned()),
        Some(Err(refused)) => (false, cancel_refused(*refused, order).to_owned()),
        None => (false, NO_SUCH_ORDER.to_owned()),
    });
    page(customer, form, results(&rows), rows, None)
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
    let reader = reader(&app);
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
    let good_text = if is_sure { REFILL_ASKED } else { "What has dropped is delivered again." };
    let rows = ticked.rows(&reader, |order| match answers.get(&order.id) {
        Some(Ok(())) => (true, good_text.to_owned()),
        Some(Err(refused)) => (false, refill_refused(*refused, order, customer.session.zone)),
        None => (false, NO_SUCH_ORDER.to_owned()),
    });
    if is_sure {
        return page(&customer, &form, results(&rows), rows, None);
    }
    let good: Vec<OrderId> = rows.iter().filter(|row| row.good).map(|row| row.id).collect();
    let intro = match good.len() {
        0 => "None of these orders can be refilled now.".to_owned(),
        _ => "A refill costs nothing.".to_owned(),
    };
    let sure = Sure {
        action: "/orders/refill",
        yes: format!(
            "Ask for {}",
            match good.len() {
                1 => "1 refill".to_owned(),
                many => format!("{many} refills"),
            }
        ),
        is_danger: false,
        query: form.text("back").to_owned(),
        ids: good,
    };
    page(&customer, &form, ("Refill these orders?".to_owned(), intro), rows, Some(sure))
}

/// A title and a sentence for what was done.
fn results(rows: &[BulkRow]) -> (String, String) {
    let good = rows.iter().filter(|row| row.good).count();
    let intro = match rows.len() - good {
        0 => "Each order says what happened to it.".to_owned(),
        left => format!(
            "{} left as before. Each says why.",
            match left {
                1 => "1 was".to_owned(),
                many => format!("{many} were"),
            }
        ),
    };
    (format!("Done for {}", counted(good)), intro)
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

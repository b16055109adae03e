//! /admin/queue: orders that staff deliver themselves, oldest first, and one of them at a time:
//! what, where, how many, and then the next.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::{DateTime, Utc};

use super::refills::{self, RefillRow};
use super::rooms::{QUEUE, chips};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue;
use crate::kit::lang::Lang;
use crate::kit::page::PAGE_ROWS;
use crate::orders::OrderId;
use crate::orders::by_hand::{self, Said, Told, Waiting};
use crate::orders::desk::{By, DeskError};
use crate::orders::read::{self, Order};
use crate::orders::state::End;
use crate::web::admin::fields::{reason, whole};
use crate::web::admin::listing::Listing;
use crate::web::admin::order::find;
use crate::web::admin::orders::order_form::{refuse, seen};
use crate::web::admin::orders::{self, lasting};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::order_view::{Badge, OrderView, Progress, Reader, Side};
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Chip, Page, Pager, When};

/// Staff who deliver by hand need not give a reason.
const DELIVERED: &str = "delivered by hand";

#[derive(Template)]
#[template(path = "admin/desk/queue.html")]
struct QueuePage {
    page: Page,
    chips: Vec<Chip>,
    rows: Vec<QueueRow>,
    refills: Vec<RefillRow>,
    may_act: bool,
    pager: Pager,
}

struct QueueRow {
    id: OrderId,
    customer: String,
    customer_id: AccountId,
    service: String,
    link: String,
    progress: Progress,
    state: Badge,
    /// Its customer wants it canceled.
    cancel_asked: bool,
    waits: String,
    since: When,
}

#[derive(Template)]
#[template(path = "admin/desk/queue_order.html")]
struct WorkPage {
    page: Page,
    order: OrderView,
    customer: String,
    customer_id: AccountId,
    waits: String,
    since: When,
    /// When its customer asked for a cancel.
    cancel: Option<When>,
    /// Where the next order is; "" when there is none.
    next: String,
    seen: i64,
    may_act: bool,
    start_count: String,
    remains: String,
    note: String,
    errors: Errors,
}

/// GET /admin/queue
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let after = listing.after.parse().unwrap_or_default();
    let mut waiting = by_hand::queue(app.db.pool(), after).await?;
    let size = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let more = waiting.len() > size;
    waiting.truncate(size);
    let last = waiting.last().map(|one| one.id).filter(|_| more);
    let now = app.clock.now();
    view::html(&QueuePage {
        page: staff.page("admin-desk"),
        chips: chips(&app, QUEUE).await?,
        pager: Pager {
            newer: (after > 0).then(|| QUEUE.to_owned()),
            older: last.map(|id| format!("{QUEUE}?after={id}")),
            text: String::new(),
        },
        rows: waiting.into_iter().map(|one| row(one, now)).collect(),
        refills: refills::by_hand(&app).await?,
        may_act: staff.require(Rights::may_change_orders).is_ok(),
    })
}

fn row(one: Waiting, now: DateTime<Utc>) -> QueueRow {
    let done = one.quantity - one.remains;
    QueueRow {
        id: one.id,
        customer: one.email,
        customer_id: one.account_id,
        service: one.service,
        link: one.link,
        progress: Progress {
            done,
            total: one.quantity.max(1),
            text: format!("{} of {}", number(done), number(one.quantity)),
        },
        state: Badge::of("running", "In progress"),
        cancel_asked: one.cancel_asked_at.is_some(),
        waits: lasting(now - one.since),
        since: When::new(one.since, now),
    }
}

impl WorkPage {
    async fn read(app: &App, staff: &Staff, one: Waiting) -> Result<Self, Failure> {
        let (order, now) = (find(app, one.id).await?, app.clock.now());
        let reader = Reader {
            side: Side::Staff,
            now,
            currency: &app.currency,
            zone: staff.session.zone,
            lang: Lang::ENGLISH,
        };
        let entries = read::events(app.db.pool(), one.id).await?;
        let service = catalogue::find(app.db.pool(), &[order.service_id]).await?;
        let live = reader.live(&order, &entries, orders::PATH);
        let next = by_hand::next(&app.db, one.id).await?;
        Ok(Self {
            page: staff.page("admin-desk"),
            order: reader.view(&order, service.get(&order.service_id), &[], live),
            customer: one.email,
            customer_id: one.account_id,
            waits: lasting(now - one.since),
            since: When::new(one.since, now),
            cancel: one.cancel_asked_at.map(|at| When::new(at, now)),
            next: next.map(|id| format!("{QUEUE}/{id}")).unwrap_or_default(),
            seen: entries.iter().map(|entry| entry.id).max().unwrap_or_default(),
            may_act: staff.require(Rights::may_change_orders).is_ok(),
            start_count: one.start_count.map(|count| count.to_string()).unwrap_or_default(),
            remains: one.remains.to_string(),
            note: String::new(),
            errors: Errors::default(),
        })
    }

    fn typed(self, form: &SentForm) -> Self {
        Self {
            start_count: form.text("start_count").to_owned(),
            remains: form.text("remains").to_owned(),
            note: form.text("note").to_owned(),
            errors: form.errors(),
            ..self
        }
    }
}

/// GET /admin/queue/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let order = find(&app, id).await?;
    match by_hand::find(app.db.pool(), id).await? {
        Some(one) => view::html(&WorkPage::read(&app, &staff, one).await?),
        None => Ok(Redirect::to(&orders::path(order.id)).into_response()),
    }
}

/// POST /admin/queue/{id}
pub async fn work(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_change_orders)?;
    let order = find(&app, id).await?;
    let gives_back = |form: &SentForm| ["partial", "cancel"].contains(&form.text("action"));
    if let Some(page) = proof::asked_at_desk(&app, &staff, &mut form, gives_back).await? {
        return Ok(page);
    }
    let Some(one) = by_hand::find(app.db.pool(), id).await? else {
        let text = "The order is not in the queue any more; nothing was done.";
        return Ok(view::done(&app.config, &orders::path(id), "info", text));
    };
    if let Some((told, by)) = read_told(&mut form, &order, &staff) {
        match by_hand::tell(&app.db, &app.clock, id, told, by).await {
            Ok(()) => return after(&app, id, told.said).await,
            Err(DeskError::Remains) => {
                let most = number(order.quantity);
                form.refuse("remains", format!("1 to {most}; if nothing is left, it is complete."));
            }
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&WorkPage::read(&app, &staff, one).await?.typed(&form))
}

/// The answer, with the counts beside it.
fn read_told(form: &mut SentForm, order: &Order, staff: &Staff) -> Option<(Told, By)> {
    let start_count = form.read_optional("start_count", |typed| match whole::<i64>(typed) {
        Ok(count) if count < 0 => Err("0 or more."),
        read => read,
    });
    let remains = match form.text("remains").trim() {
        "" => Some(order.remains),
        _ => form.read("remains", whole),
    };
    let said = match form.text("action") {
        "progress" => Some(Said::Progress),
        "complete" => Some(Said::End(End::Completed)),
        "partial" => remains.map(|remains| Said::End(End::Partial { remains })),
        "cancel" => Some(Said::End(End::Canceled)),
        "refuse" => Some(Said::Goes),
        _ => {
            form.refuse("", "Choose what happened.");
            None
        }
    };
    let needs_why = !matches!(said, Some(Said::Progress | Said::End(End::Completed)));
    let why = if needs_why { reason(form, "note") } else { Some(DELIVERED.to_owned()) };
    let seen = seen(form);
    if form.errors().any() {
        return None;
    }
    let by = By { actor: staff.actor(), reason: why?, seen: Some(seen?) };
    Some((Told { said: said?, start_count, remains: remains? }, by))
}

/// Goes to the next order when this one has left the queue.
async fn after(app: &App, id: OrderId, said: Said) -> Result<Response, Failure> {
    let here = format!("{QUEUE}/{id}");
    let next = by_hand::next(&app.db, id).await?.map(|id| format!("{QUEUE}/{id}"));
    let next = next.unwrap_or_else(|| QUEUE.to_owned());
    let (path, text) = match said {
        Said::Progress => (here, "Noted.".to_owned()),
        Said::Goes => (here, "The customer is told that it goes on.".to_owned()),
        Said::End(End::Completed | End::Reached { .. }) => {
            (next, format!("Order {id} is complete."))
        }
        Said::End(End::Partial { .. }) => {
            (next, format!("Order {id} ended in part; the rest is back on the balance."))
        }
        Said::End(End::Canceled) => (next, format!("Order {id} is canceled and refunded.")),
    };
    Ok(view::done(&app.config, &path, "ok", &text))
}

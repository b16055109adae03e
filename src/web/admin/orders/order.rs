//! /admin/orders/{id}: one order, with everything that is known about it and what staff may do.
//! `decisions`, `accept` and `post` handle the forms on the page; a refused form comes back here.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::evidence::{self, Evidence};
use super::inside::Inside;
use super::{PATH, row, waiting};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue;
use crate::kit::lang::Lang;
use crate::kit::page::Cursor;
use crate::orders::decide;
use crate::orders::desk::takes_refunds;
use crate::orders::evidence::drifts;
use crate::orders::read::{self, AttemptState, Filter, Order};
use crate::orders::{self, Form, OrderId};
use crate::web::admin::refills::{self, RefillRow};
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::order_view::{Badge, Live, OrderView, Reader, Side};
use crate::web::path::Id;
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "admin/orders/order.html")]
pub(super) struct OrderPage {
    page: Page,
    order: OrderView,
    customer: String,
    customer_id: AccountId,
    /// Why a person should look at it; "" for no reason.
    alert: String,
    attempts: Vec<Attempt>,
    currency: String,
    may_act: bool,
    /// The newest event when the page was drawn.
    seen: i64,
    /// The evidence, while the order is unknown.
    evidence: Option<Evidence>,
    accept: Accept,
    /// Refills that wait for an answer.
    refills: Vec<RefillRow>,
    refund: Refund,
    /// What can be decided; empty: nothing.
    decisions: Vec<Choice>,
    resolve: Typed,
    /// Whether a post can be reported.
    can_post: bool,
    post: Typed,
    /// What only staff see, and smaller forms.
    inside: Inside,
    /// Where the link leads; "": nowhere.
    href: String,
}

struct Attempt {
    at: When,
    state: Badge,
    provider: String,
    upstream_id: String,
    took: String,
    text: String,
    /// "" when it is not kept.
    sent: String,
    came: String,
}

/// The refund's form.
#[derive(Default)]
pub(super) struct Refund {
    /// Why there is no form; "" when there is one.
    pub closed: &'static str,
    pub so_far: String,
    pub most: String,
    pub total: String,
    pub note: String,
    pub errors: Errors,
}

/// The form for the id under which a provider has the order.
#[derive(Default)]
pub(super) struct Accept {
    pub upstream_id: String,
    pub reason: String,
    /// Whether the form stood at the desk.
    pub from_desk: bool,
    /// What the provider says about it, after it was asked.
    pub found: Option<Facts>,
    pub errors: Errors,
}

/// An order at a provider, as the provider describes it.
pub(super) struct Facts {
    pub provider: String,
    pub state: Badge,
    pub start_count: String,
    pub remains: String,
    pub ordered: String,
}

/// What was typed into one of the other forms.
#[derive(Default)]
pub(super) struct Typed {
    pub remains: String,
    pub link: String,
    pub reason: String,
    pub errors: Errors,
}

#[derive(Template)]
#[template(path = "shared/order_live.html")]
struct LivePart {
    page: Page,
    live: Live,
}

/// The order with this id, or "page not found".
pub(in crate::web::admin) async fn find(app: &App, id: OrderId) -> Result<Order, Failure> {
    read::find(&app.db, None, id).await?.ok_or(Failure::NotFound)
}

impl OrderPage {
    pub(super) async fn read(app: &App, staff: &Staff, id: OrderId) -> Result<Self, Failure> {
        let (order, now) = (find(app, id).await?, app.clock.now());
        let reader = Reader {
            side: Side::Staff,
            now,
            currency: &app.currency,
            zone: staff.session.zone,
            lang: Lang::ENGLISH,
        };
        let entries = read::events(app.db.pool(), id).await?;
        let attempts = read::attempts(app.db.pool(), id).await?;
        let service = catalogue::find(app.db.pool(), &[order.service_id]).await?;
        let service = service.get(&order.service_id);
        let children = match order.form.is_parent() {
            true => {
                let family = Filter { parent_id: Some(id), ..Filter::default() };
                read::page(&app.db, &family, Cursor::First).await?.rows
            }
            false => Vec::new(),
        };
        let since = entries.last().map_or(order.created_at, |entry| entry.at);
        let evidence = evidence(app, &order, &attempts).await?;
        let inside = Inside::read(app, &reader, &order, &attempts).await?;
        let alert = alert(&order, waiting(&order, now - since));
        let mut view = reader.view(&order, service, &children, live(&reader, &order, &entries));
        view.children_more = match children.len() < order.children.len() {
            true => format!("{PATH}?parent={id}"),
            false => String::new(),
        };
        let may_act = staff.require(Rights::may_change_orders).is_ok();
        Ok(Self {
            page: Page { query: String::new(), ..staff.page("admin-orders") },
            customer: order.email.clone(),
            customer_id: order.account_id,
            alert,
            attempts: attempts.into_iter().rev().map(|one| attempt(one, now)).collect(),
            currency: app.currency.clone(),
            may_act,
            seen: entries.iter().map(|entry| entry.id).max().unwrap_or_default(),
            evidence,
            accept: Accept::default(),
            refills: refills::of_order(app, id).await?,
            refund: Refund {
                closed: closed(&order),
                so_far: reader.money(order.refunded),
                most: reader.money(order.charge),
                ..Refund::default()
            },
            decisions: decisions(&order),
            resolve: Typed::default(),
            can_post: order.form == Form::Subscription && order.state == orders::State::Running,
            post: Typed::default(),
            inside,
            href: row::href(&order.link),
            order: view,
        })
    }

    /// With the refund as it was typed.
    pub(super) fn with_refund(mut self, form: &SentForm) -> Self {
        self.refund.total = form.text("total").to_owned();
        self.refund.note = form.text("note").to_owned();
        self.refund.errors = form.errors();
        self
    }

    /// With the decision as it was typed.
    pub(super) fn with_decision(mut self, form: &SentForm) -> Self {
        for choice in &mut self.decisions {
            choice.selected = choice.value == form.text("decision");
        }
        Self { resolve: typed(form, "reason"), ..self }
    }

    /// With the id as it was typed, and what the provider says about it.
    pub(super) fn with_accept(mut self, form: &SentForm, found: Option<Facts>) -> Self {
        self.accept = Accept {
            upstream_id: form.text("upstream_id").trim().to_owned(),
            reason: form.text("accept-reason").to_owned(),
            from_desk: form.text("from") == "desk",
            found,
            errors: form.errors(),
        };
        self
    }

    /// With the correction as it was typed.
    pub(super) fn with_correction(self, form: &SentForm) -> Self {
        Self { inside: self.inside.with_correction(form), ..self }
    }

    /// With the note as it was typed.
    pub(super) fn with_note(self, form: &SentForm) -> Self {
        Self { inside: self.inside.with_note(form), ..self }
    }

    /// With the provider as it was chosen.
    pub(super) fn with_move(self, form: &SentForm) -> Self {
        Self { inside: self.inside.with_move(form), ..self }
    }

    /// With the post as it was typed.
    pub(super) fn with_post(self, form: &SentForm) -> Self {
        Self { post: typed(form, "source"), ..self }
    }
}

/// For an unknown order.
async fn evidence(
    app: &App,
    order: &Order,
    attempts: &[read::Attempt],
) -> Result<Option<Evidence>, Failure> {
    let Some(last) = attempts.last().filter(|_| order.state == orders::State::Unknown) else {
        return Ok(None);
    };
    let drift = drifts(app.db.pool(), &[order.id]).await?.remove(&order.id);
    Ok(Some(Evidence::new(last, drift.as_ref(), app.clock.now())))
}

fn typed(form: &SentForm, reason: &str) -> Typed {
    Typed {
        remains: form.text("remains").to_owned(),
        link: form.text("link").to_owned(),
        reason: form.text(reason).to_owned(),
        errors: form.errors(),
    }
}

fn live(reader: &Reader<'_>, order: &Order, entries: &[read::Entry]) -> Live {
    let statement = format!("/admin/customers/{}/statement", order.account_id);
    Live { statement, ..reader.live(order, entries, PATH) }
}

/// Why a person should look at it, in a sentence.
fn alert(order: &Order, (waiting, overdue): (String, bool)) -> String {
    let lasts = if waiting.is_empty() { String::new() } else { format!(" ({waiting})") };
    match &order.attention {
        Some(why) => format!("Needs a look: {why}{lasts}."),
        None if overdue => format!("Has stood still for too long{lasts}."),
        None => String::new(),
    }
}

/// Why staff cannot refund it; "" when they can.
fn closed(order: &Order) -> &'static str {
    match order.state {
        _ if order.form.is_parent() => "Its orders are refunded one by one.",
        state if takes_refunds(order.form, state) && order.refunded < order.charge => "",
        orders::State::Completed | orders::State::Partial | orders::State::Canceled => {
            "There is nothing left to refund on this order."
        }
        _ => "It can be refunded once it has ended.",
    }
}

/// What staff may decide about an order in its present state.
fn decisions(order: &Order) -> Vec<Choice> {
    let label = |choice| match choice {
        decide::Choice::Again => "Send it again: the provider has not got it",
        decide::Choice::Canceled => "Canceled: nothing was delivered, refund it",
        decide::Choice::Completed => "Completed: all of it was delivered",
        decide::Choice::Partial => "Partial: a part was delivered",
        decide::Choice::Dismiss => "Leave it: I have looked at it",
    };
    let offered = decide::choices(order).into_iter();
    let mut choices: Vec<Choice> =
        offered.map(|choice| Choice::new(choice.as_str(), label(choice), false)).collect();
    if !choices.is_empty() {
        // Leaving the choice empty must not end an order.
        choices.insert(0, Choice::new("", "Choose", true));
    }
    choices
}

fn attempt(one: read::Attempt, now: DateTime<Utc>) -> Attempt {
    let badge = |kind, word| Badge::of(kind, word);
    let state = match one.state {
        AttemptState::Accepted => badge("completed", "Accepted"),
        AttemptState::Refused => badge("canceled", "Refused"),
        AttemptState::NotSent => badge("pending", "Not sent"),
        AttemptState::Unknown => badge("unknown", "No clear answer"),
        AttemptState::Live => badge("processing", "Being sent"),
    };
    let took = one.ended_at.map(|ended| {
        let ms = (ended - one.armed_at).num_milliseconds().max(0);
        if ms < 1_000 {
            format!("{ms} ms")
        } else {
            format!("{}.{} s", ms / 1_000, ms % 1_000 / 100)
        }
    });
    Attempt {
        at: When::new(one.armed_at, now),
        state,
        provider: one.provider,
        upstream_id: one.upstream_id.unwrap_or_default(),
        took: took.unwrap_or_else(|| "–".to_owned()),
        sent: evidence::cut(one.request.as_deref().unwrap_or_default()),
        came: evidence::came(one.http_status, one.answer.as_deref()),
        text: one.detail.unwrap_or_default(),
    }
}

/// GET /admin/orders/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    view::html(&OrderPage::read(&app, &staff, id).await?)
}

/// GET /admin/orders/{id}/live: the part that changes.
pub async fn moving(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<OrderId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let order = find(&app, id).await?;
    let entries = read::events(app.db.pool(), id).await?;
    let reader = Reader {
        side: Side::Staff,
        now: app.clock.now(),
        currency: &app.currency,
        zone: staff.session.zone,
        lang: Lang::ENGLISH,
    };
    view::html(&LivePart {
        page: staff.page("admin-orders"),
        live: live(&reader, &order, &entries),
    })
}

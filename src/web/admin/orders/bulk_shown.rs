//! /admin/orders/bulk: the actions on many orders. An action's page shows the plan first; then how
//! far it is, and what became of each order.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::bulk::{Fields, counted, phrase, require};
use super::row;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::kit::page::PAGE_ROWS;
use crate::orders::OrderId;
use crate::orders::bulk::{self, Kind, Shown, Stage, Standing, StartError};
use crate::web::admin::fields::{reason, sentence};
use crate::web::admin::listing::{address, query};
use crate::web::amounts::{Amount, Column};
use crate::web::failure::Failure;
use crate::web::figures::{money, number};
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::order_view::{Badge, Side, short_link};
use crate::web::path::Id;
use crate::web::proof;
use crate::web::view::{self, Chip, Page, Pager};

pub(super) const BULK: &str = "/admin/orders/bulk";

/// The address of an action's page.
pub(super) fn path(id: i64) -> String {
    format!("{BULK}/{id}")
}

#[derive(Template)]
#[template(path = "admin/orders/bulk_shown.html")]
struct ShownPage {
    page: Page,
    id: i64,
    title: String,
    /// The plan's form; `None`: it was started.
    plan: Option<Plan>,
    progress: Progress,
    /// Why orders are left as they are.
    reasons: Vec<(String, String)>,
    chips: Vec<Chip>,
    currency: String,
    rows: Vec<ItemRow>,
    pager: Pager,
}

struct Plan {
    fields: Fields,
    /// "" if nothing can be done.
    yes: String,
    is_danger: bool,
    /// What stands beside the reason.
    reason_label: &'static str,
    reason_hint: &'static str,
    reason: String,
    errors: Errors,
    /// What goes back to customers at once.
    money: String,
    /// How many change, and how many are left.
    change: String,
    left: String,
}

/// See `templates/admin/orders/bulk_progress.html`.
struct Progress {
    id: i64,
    is_running: bool,
    state: Badge,
    over: i64,
    all: i64,
    text: String,
    done: String,
    skipped: String,
    failed: String,
    waiting: String,
    moved: String,
    /// Who, when, why and with what.
    facts: Vec<(&'static str, String)>,
    may_stop: bool,
}

#[derive(Template)]
#[template(path = "admin/orders/bulk_progress.html")]
struct ProgressPart {
    page: Page,
    progress: Progress,
}

struct ItemRow {
    id: OrderId,
    customer: String,
    service: String,
    link: String,
    short: String,
    href: String,
    state: Badge,
    standing: &'static str,
    is_left: bool,
    money: Amount,
    result: String,
}

/// Which of an action's orders are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Narrow {
    show: String,
    after: String,
}

pub(super) fn badge(stage: Stage) -> Badge {
    match stage {
        Stage::Planned => Badge::of("scheduled", "Preview"),
        Stage::Running => Badge::of("running", "Under way"),
        Stage::Stopped => Badge::of("hold", "Stopped"),
        Stage::Done => Badge::of("completed", "Done"),
    }
}

/// An action that this person may see: a plan is its maker's alone.
pub(super) async fn find(app: &App, staff: &Staff, id: i64) -> Result<Shown, Failure> {
    let found = bulk::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    if found.stage == Stage::Planned && found.actor_id != staff.id() {
        return Err(Failure::NotFound);
    }
    Ok(found)
}

/// GET /admin/orders/bulk/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
    Query(narrow): Query<Narrow>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let shown = find(&app, &staff, id).await?;
    view::html(&ShownPage::read(&app, &staff, shown, &narrow, None).await?)
}

impl ShownPage {
    /// `form`: the plan's, if it was refused.
    async fn read(
        app: &App,
        staff: &Staff,
        shown: Shown,
        narrow: &Narrow,
        form: Option<&SentForm>,
    ) -> Result<Self, Failure> {
        let (id, is_plan) = (shown.id, shown.stage == Stage::Planned);
        let standing = Standing::parse(&narrow.show);
        let after = narrow.after.parse().unwrap_or(0);
        let mut items = bulk::items(app.db.pool(), id, standing, (after, PAGE_ROWS + 1)).await?;
        let size = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
        let is_more = items.len() > size;
        items.truncate(size);
        let last = items.last().map(|item| item.order_id.to_string()).unwrap_or_default();
        let kept = query(&[("show", &narrow.show)]);
        let and = if kept.is_empty() { "" } else { "&" };
        let pager = Pager {
            newer: (after > 0).then(|| address(&path(id), &[("show", &narrow.show)])),
            older: is_more.then(|| format!("{}?{kept}{and}after={last}", path(id))),
            text: String::new(),
        };
        let reasons = bulk::reasons(app.db.pool(), id).await?;
        let counts = shown.counts;
        let will = if is_plan { counts.waiting } else { counts.all() };
        Ok(Self {
            page: staff.page("admin-orders"),
            id,
            title: match is_plan {
                true => format!("{}?", phrase(shown.kind, will)),
                false => phrase(shown.kind, will),
            },
            plan: match is_plan {
                true => Some(Plan::new(app, staff, &shown, form).await?),
                false => None,
            },
            progress: Progress::new(app, staff, &shown),
            reasons: reasons.into_iter().map(|(why, count)| (why, number(count))).collect(),
            chips: chips(&shown, &narrow.show),
            currency: app.currency.clone(),
            rows: items.into_iter().map(|item| ItemRow::new(item, is_plan)).collect(),
            pager,
        })
    }
}

fn chips(shown: &Shown, chosen: &str) -> Vec<Chip> {
    let is_plan = shown.stage == Stage::Planned;
    let chip = |word: &str, label: &str, count: i64| Chip {
        count: if count > 0 { number(count) } else { String::new() },
        ..Chip::new(label, address(&path(shown.id), &[("show", word)]), chosen == word)
    };
    let label = |standing| match standing {
        Standing::Waiting if is_plan => "Will change",
        Standing::Waiting => "Waiting",
        Standing::Done => "Done",
        Standing::Skipped if is_plan => "Will be left",
        Standing::Skipped => "Left as they were",
        Standing::Failed => "Failed",
    };
    let each = Standing::ALL.into_iter().filter(|one| shown.counts.of(*one) > 0);
    let each = each.map(|one| chip(one.as_str(), label(one), shown.counts.of(one)));
    std::iter::once(chip("", "All", shown.counts.all())).chain(each).collect()
}

impl Plan {
    async fn new(
        app: &App,
        staff: &Staff,
        shown: &Shown,
        form: Option<&SentForm>,
    ) -> Result<Self, Failure> {
        let may_act = staff.require(Rights::may_change_orders).is_ok();
        let counts = shown.counts;
        let (reason_label, reason_hint) = match shown.kind {
            Kind::Refund => ("Reason", "Shown on the customers' statements."),
            _ => ("Reason", "For colleagues and the audit log."),
        };
        Ok(Self {
            fields: Fields::of_plan(app, shown, may_act).await?,
            yes: match counts.waiting {
                0 => String::new(),
                count => phrase(shown.kind, count),
            },
            is_danger: matches!(shown.kind, Kind::Cancel | Kind::Partial | Kind::Complete),
            reason_label,
            reason_hint,
            reason: form.map(|form| form.text("reason").to_owned()).unwrap_or_default(),
            errors: form.map(SentForm::errors).unwrap_or_default(),
            money: money(counts.to_move, &app.currency),
            change: counted(counts.waiting),
            left: counted(counts.skipped),
        })
    }
}

impl Progress {
    fn new(app: &App, staff: &Staff, shown: &Shown) -> Self {
        let counts = shown.counts;
        let mut facts = vec![("Started by", shown.actor.clone())];
        if !shown.reason.is_empty() {
            facts.push(("Reason", shown.reason.clone()));
        }
        match shown.kind {
            Kind::Partial => facts.push((
                "Not delivered",
                shown.remains.map_or_else(|| "As each order showed".to_owned(), number),
            )),
            Kind::Refund => {
                let percent = shown.percent.unwrap_or_default();
                facts.push(("Refunded in all", format!("{percent} % of the charge")));
            }
            Kind::Move => facts.push((
                "Provider",
                shown.provider.clone().unwrap_or_else(|| "The routes of each service".to_owned()),
            )),
            Kind::Note => facts.push(("Note", shown.note.clone().unwrap_or_default())),
            Kind::Cancel | Kind::Resend | Kind::Complete => {}
        }
        let zone = staff.session.zone;
        if let Some(at) = shown.started_at {
            facts.push(("Started", Lang::ENGLISH.moment(at, zone)));
        }
        if let Some(at) = shown.ended_at {
            facts.push(("Ended", Lang::ENGLISH.moment(at, zone)));
        }
        let is_running = shown.stage == Stage::Running;
        Self {
            id: shown.id,
            is_running,
            state: badge(shown.stage),
            over: counts.over(),
            all: counts.all().max(1),
            text: format!("{} of {}", number(counts.over()), number(counts.all())),
            done: number(counts.done),
            skipped: number(counts.skipped),
            failed: if counts.failed > 0 { number(counts.failed) } else { String::new() },
            waiting: if counts.waiting > 0 { number(counts.waiting) } else { String::new() },
            moved: money(counts.moved, &app.currency),
            facts,
            may_stop: is_running && require(staff, shown.kind).is_ok(),
        }
    }
}

impl ItemRow {
    fn new(item: bulk::Item, is_plan: bool) -> Self {
        Self {
            id: item.order_id,
            customer: item.customer,
            service: item.service,
            short: short_link(&item.link),
            href: row::href(&item.link),
            link: item.link,
            state: Badge::new(Lang::ENGLISH, item.state, item.form, Side::Staff),
            standing: match item.standing {
                Standing::Waiting if is_plan => "",
                Standing::Waiting => "Waiting",
                Standing::Done => "Done",
                Standing::Skipped => "Left",
                Standing::Failed => "Failed",
            },
            is_left: matches!(item.standing, Standing::Skipped | Standing::Failed),
            money: Column::LONGEST.show(item.money),
            result: item.result,
        }
    }
}

/// GET /admin/orders/bulk/{id}/live: how far it is. When it is over, the browser loads the page again.
pub async fn moving(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let shown = find(&app, &staff, id).await?;
    let progress = Progress::new(&app, &staff, &shown);
    let is_running = progress.is_running;
    let part = view::html(&ProgressPart { page: staff.page("admin-orders"), progress })?;
    Ok(if is_running { part } else { ([("hx-refresh", "true")], part).into_response() })
}

/// POST /admin/orders/bulk/{id}/start: `reason`.
pub async fn start(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let shown = find(&app, &staff, id).await?;
    require(&staff, shown.kind)?;
    let here = path(id);
    if shown.stage != Stage::Planned {
        let text = "This was started before; it is not started again.";
        return Ok(view::done(&app.config, &here, "info", text));
    }
    if (shown.kind == Kind::Refund || shown.counts.to_move.micros() > 0)
        && let Some(page) = proof::asked(&app, &staff, &mut form).await?
    {
        return Ok(page);
    }
    if let Some(why) = reason(&mut form, "reason") {
        match bulk::start(&app.db, &app.clock, staff.actor(), id, why).await {
            Ok(()) => return Ok(view::done(&app.config, &here, "ok", "It is under way.")),
            Err(StartError::NotFound) => return Err(Failure::NotFound),
            Err(StartError::Db(error)) => return Err(error.into()),
            Err(StartError::Runs(other)) => {
                let text = "The same runs already, from another preview; this is it.";
                return Ok(view::done(&app.config, &path(other), "info", text));
            }
            Err(error @ (StartError::Old | StartError::Nothing)) => {
                form.refuse("", sentence(&error));
            }
        }
    }
    let page = ShownPage::read(&app, &staff, shown, &Narrow::default(), Some(&form)).await?;
    view::refused(&page)
}

/// POST /admin/orders/bulk/{id}/stop: what is not done stays undone.
pub async fn stop(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let shown = find(&app, &staff, id).await?;
    require(&staff, shown.kind)?;
    let (kind, text) = match bulk::stop(&app.db, &app.clock, staff.actor(), id).await? {
        true => ("ok", "It is stopped. What was not done stays as it was."),
        false => ("info", "It was over already."),
    };
    Ok(view::done(&app.config, &path(id), kind, text))
}

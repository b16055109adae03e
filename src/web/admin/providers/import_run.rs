//! /admin/imports/{id}: how far an import is, and what became of each line.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::ServiceId;
use crate::kit::page::PAGE_ROWS;
use crate::providers::ProviderId;
use crate::providers::import::run::{self, Item, Run, Stage, Standing};
use crate::web::admin::fields::sentence;
use crate::web::admin::listing::{address, query};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::view::{self, Chip, Page, Pager, When};

/// The address of an import's page.
pub(super) fn path(id: i64) -> String {
    format!("/admin/imports/{id}")
}

#[derive(Template)]
#[template(path = "admin/providers/import_run.html")]
struct RunPage {
    page: Page,
    id: i64,
    provider_id: ProviderId,
    provider: String,
    progress: Progress,
    chips: Vec<Chip>,
    currency: String,
    rows: Vec<ItemRow>,
    pager: Pager,
}

/// See `templates/admin/providers/import_progress.html`.
struct Progress {
    id: i64,
    is_running: bool,
    state: Badge,
    over: i64,
    all: i64,
    text: String,
    /// How many lines stand where.
    counts: Vec<(&'static str, String)>,
    who: String,
    started: When,
    ended: Option<When>,
    may_stop: bool,
}

#[derive(Template)]
#[template(path = "admin/providers/import_progress.html")]
struct ProgressPart {
    page: Page,
    progress: Progress,
}

struct ItemRow {
    place: i32,
    upstream: String,
    name: String,
    standing: &'static str,
    is_left: bool,
    why: String,
    /// Our service that it became.
    service: Option<ServiceId>,
    price: String,
}

/// Which lines are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Narrow {
    show: String,
    after: String,
}

const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Waiting => "Waiting",
        Standing::Made => "New",
        Standing::Updated => "Updated",
        Standing::Same => "The same",
        Standing::LeftOut => "Left out",
        Standing::Failed => "Failed",
    }
}

impl Progress {
    fn new(app: &App, staff: &Staff, run: &Run) -> Self {
        let is_running = run.stage == Stage::Running;
        let some = Standing::ALL.into_iter().filter(|standing| run.of(*standing) > 0);
        let now = app.clock.now();
        Self {
            id: run.id,
            is_running,
            state: match run.stage {
                Stage::Running => Badge::of("running", "Under way"),
                Stage::Stopped => Badge::of("hold", "Stopped"),
                Stage::Done => Badge::of("completed", "Done"),
            },
            over: run.over(),
            all: run.lines.max(1),
            text: format!("{} of {}", number(run.over()), number(run.lines)),
            counts: some.map(|standing| (word(standing), number(run.of(standing)))).collect(),
            who: run.actor.clone().unwrap_or_else(|| "a command".to_owned()),
            started: When::new(run.started_at, now),
            ended: run.ended_at.map(|at| When::new(at, now)),
            may_stop: is_running && staff.require(Rights::may_edit_providers).is_ok(),
        }
    }
}

impl ItemRow {
    fn new(item: Item) -> Self {
        Self {
            place: item.place,
            upstream: item.upstream_service,
            name: item.name,
            standing: word(item.standing),
            is_left: matches!(item.standing, Standing::LeftOut | Standing::Failed),
            why: if item.why.is_empty() { String::new() } else { sentence(&item.why) },
            service: item.service_id,
            price: item.price.map(|price| price.to_string()).unwrap_or_default(),
        }
    }
}

fn chips(run: &Run, chosen: Option<Standing>) -> Vec<Chip> {
    let all = Chip { count: number(run.lines), ..Chip::new("All", path(run.id), chosen.is_none()) };
    let some = Standing::ALL.into_iter().filter(|one| run.of(*one) > 0 || chosen == Some(*one));
    let chip = |one: Standing| Chip {
        count: number(run.of(one)),
        ..Chip::new(
            word(one),
            address(&path(run.id), &[("show", one.as_str())]),
            chosen == Some(one),
        )
    };
    std::iter::once(all).chain(some.map(chip)).collect()
}

/// GET /admin/imports/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
    Query(narrow): Query<Narrow>,
) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let run = run::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    let standing = Standing::parse(&narrow.show);
    let after: i32 = narrow.after.parse().unwrap_or(0).max(0);
    let mut items = run::items(app.db.pool(), id, standing, (after, PAGE_ROWS + 1)).await?;
    let size = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    let is_more = items.len() > size;
    items.truncate(size);
    let last = items.last().map(|item| item.place.to_string()).unwrap_or_default();
    let shown = standing.map(Standing::as_str).unwrap_or_default();
    let kept = query(&[("show", shown)]);
    let and = if kept.is_empty() { "" } else { "&" };
    view::html(&RunPage {
        page: staff.page("admin-providers"),
        id,
        provider_id: run.provider_id,
        provider: run.provider.clone(),
        progress: Progress::new(&app, &staff, &run),
        chips: chips(&run, standing),
        currency: app.currency.clone(),
        rows: items.into_iter().map(ItemRow::new).collect(),
        pager: Pager {
            newer: (after > 0).then(|| address(&path(id), &[("show", shown)])),
            older: is_more.then(|| format!("{}?{kept}{and}after={last}", path(id))),
            text: String::new(),
        },
    })
}

/// GET /admin/imports/{id}/live: how far it is. When it is over, the browser loads the page again.
pub async fn moving(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let run = run::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    let progress = Progress::new(&app, &staff, &run);
    let is_running = progress.is_running;
    let part = view::html(&ProgressPart { page: staff.page("admin-providers"), progress })?;
    Ok(if is_running { part } else { ([("hx-refresh", "true")], part).into_response() })
}

/// POST /admin/imports/{id}/stop: what was imported stays.
pub async fn stop(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_providers)?;
    run::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    let (kind, text) = match run::stop(&app.db, &app.clock, staff.actor(), id).await? {
        true => ("ok", "It is stopped. What was imported stays."),
        false => ("info", "It was over already."),
    };
    Ok(view::done(&app.config, &path(id), kind, text))
}

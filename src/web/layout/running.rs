//! What staff have started and what runs, as every page of theirs shows it.

use chrono::{DateTime, Utc};

use super::badges;
use super::failure::Failure;
use super::figures::number;
use super::view::{Badges, When};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::orders::bulk;
use crate::orders::work::{self, Job, Kind, Stage};
use crate::reports;
use crate::web::order_view::Badge;

/// With so many transfers to add, reports say little.
const BEHIND_MANY: i64 = 10_000;

/// What runs, and what has just ended.
#[derive(Debug, Clone, Default)]
pub struct Running {
    pub rows: Vec<RunningRow>,
    /// Whether something goes on, so that the part asks again.
    pub moves: bool,
    /// Transfers that reports have still to add; "" if they are few.
    pub behind: String,
}

/// One piece of work.
#[derive(Debug, Clone)]
pub struct RunningRow {
    /// `Refund orders`, `Import from Supplier`
    pub what: String,
    pub who: String,
    /// Its page.
    pub href: String,
    pub state: Badge,
    pub over: i64,
    pub all: i64,
    /// `3,100 of 10,000`
    pub text: String,
    /// Where it is stopped; "": it has ended, or this person may not.
    pub stop: String,
    pub started: When,
    /// When it ended.
    pub ended: Option<When>,
}

impl RunningRow {
    /// As somebody with these rights sees it.
    #[must_use]
    pub fn new(job: Job, rights: Rights, now: DateTime<Utc>) -> Self {
        let (href, may_stop) = match &job.kind {
            Kind::Orders(kind) => {
                let may = rights.may_change_orders() || !kind.changes_orders();
                (format!("/admin/orders/bulk/{}", job.id), may)
            }
            Kind::Import(_) => (format!("/admin/imports/{}", job.id), rights.may_edit_providers()),
        };
        let is_running = job.stage == Stage::Running;
        let stop = if is_running && may_stop { format!("{href}/stop") } else { String::new() };
        Self {
            what: what(&job.kind),
            who: job.actor.unwrap_or_else(|| "a command".to_owned()),
            stop,
            href,
            state: match job.stage {
                Stage::Running => Badge::of("running", "Under way"),
                Stage::Stopped => Badge::of("hold", "Stopped"),
                Stage::Done => Badge::of("completed", "Done"),
            },
            text: format!("{} of {}", number(job.over), number(job.all)),
            over: job.over,
            all: job.all,
            started: When::new(job.started_at, now),
            ended: job.ended_at.map(|at| When::new(at, now)),
        }
    }
}

fn what(kind: &Kind) -> String {
    let orders = match kind {
        Kind::Import(provider) => return format!("Import from {provider}"),
        Kind::Orders(kind) => kind,
    };
    let what = match orders {
        bulk::Kind::Cancel => "Cancel orders",
        bulk::Kind::Resend => "Send orders again",
        bulk::Kind::Complete => "Complete orders",
        bulk::Kind::Partial => "End orders in part",
        bulk::Kind::Refund => "Refund orders",
        bulk::Kind::Move => "Move orders",
        bulk::Kind::Note => "Add a note to orders",
    };
    what.to_owned()
}

/// What stands beside every page of a person with these rights.
pub async fn beside_pages(
    app: &App,
    rights: Rights,
) -> Result<(Box<Badges>, Box<Running>), Failure> {
    let badges = badges::of_staff(app, rights).await?;
    Ok((Box::new(badges), Box::new(of_staff(app, rights).await?)))
}

/// What runs and has just ended, for a person with these rights.
pub async fn of_staff(app: &App, rights: Rights) -> Result<Running, Failure> {
    let now = app.clock.now();
    let jobs = work::lately(app.db.pool(), now).await?;
    let rows: Vec<RunningRow> =
        jobs.into_iter().map(|job| RunningRow::new(job, rights, now)).collect();
    let behind = if rights.may_see_reports() { behind(app).await? } else { String::new() };
    let moves = rows.iter().any(|row| row.ended.is_none()) || !behind.is_empty();
    Ok(Running { rows, moves, behind })
}

async fn behind(app: &App) -> Result<String, Failure> {
    let upto = reports::upto(app.db.pool()).await?;
    let behind = upto.newest - upto.upto;
    Ok(if behind > BEHIND_MANY { number(behind) } else { String::new() })
}

//! /admin: the staff's home. It says what waits for a person, how the providers do, and what the day
//! came to. The page asks for itself again every few seconds.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::checklist::{self, Step};
use super::figures::Figures;
use super::health::{ProviderCard, cards};
use super::needs::{Known, Need, needs};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::orders::{days, overview};
use crate::providers::{balance, provider, pulse};
use crate::web::admin::alerts::{self, AlertRow};
use crate::web::failure::Failure;
use crate::web::guard::Staff;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "admin/desk/start.html")]
struct StartPage {
    page: Page,
    now: Now,
}

/// What moves, alone.
#[derive(Template)]
#[template(path = "admin/desk/start_part.html")]
struct StartPart {
    page: Page,
    now: Now,
}

/// What moves.
struct Now {
    /// What is wrong with the panel, its providers or its orders.
    alerts: Vec<AlertRow>,
    needs: Vec<Need>,
    providers: Vec<ProviderCard>,
    /// How many providers are not shown.
    left_out: usize,
    steps: Vec<Step>,
    /// `None`: the reader may not see them.
    figures: Option<Figures>,
}

/// GET /admin
pub async fn show(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let now = Now::read(&app, &staff).await?;
    let page = staff.page("admin-start");
    match staff.visitor().is_partial {
        true => view::html(&StartPart { page, now }),
        false => view::html(&StartPage { page, now }),
    }
}

impl Now {
    async fn read(app: &App, staff: &Staff) -> Result<Self, Failure> {
        let (db, now) = (&app.db, app.clock.now());
        let known = Known {
            providers: provider::list(db.pool()).await?,
            pulses: pulse::read(db, now).await?,
            unfinished: overview::unfinished_by_provider(db.pool()).await?,
            falls: balance::falls(db, now).await?,
        };
        let (providers, left_out) = cards(&known, now);
        let figures = match staff.rights().may_move_money() {
            true => Some(Figures::new(&days::last(db, now).await?, &app.currency, now)),
            false => None,
        };
        let steps = match staff.rights().may_set_up() {
            true => checklist::steps(app, &known).await?,
            false => Vec::new(),
        };
        let needs = needs(app, staff, &known).await?;
        let alerts = alerts::open(app).await?;
        Ok(Self { alerts, needs, providers, left_out, steps, figures })
    }
}

//! /admin/announcements: what the owner announces to customers. Its neighbour is /admin/pages
//! (`pages`, `page`); `announcement` is the form of one.

pub mod announcement;
pub mod page;
pub mod pages;
mod texts;

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::GroupId;
use crate::catalogue::terms::group;
use crate::content::announcement::{self as verbs, Announcement, AnnouncementError, Standing};
use crate::content::{AnnouncementId, Audience, Level};
use crate::kit::lang::Lang;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::view::{self, Chip, Page, When};
use texts::{ANNOUNCEMENTS, SECTION};

#[derive(Template)]
#[template(path = "admin/announcements/announcements.html")]
struct AnnouncementsPage {
    page: Page,
    tabs: Vec<Chip>,
    rows: Vec<Row>,
}

struct Row {
    id: AnnouncementId,
    title: String,
    languages: String,
    state: Badge,
    is_published: bool,
    is_warning: bool,
    /// Where it stands.
    place: &'static str,
    audience: String,
    from: Option<When>,
    until: Option<When>,
}

/// A word for where it stands now.
pub(super) fn badge(standing: Standing) -> Badge {
    let (kind, word) = match standing {
        Standing::Draft => ("scheduled", "Draft"),
        Standing::Planned => ("pending", "Planned"),
        Standing::Shown => ("completed", "Shown"),
        Standing::Ended => ("canceled", "Ended"),
    };
    Badge::of(kind, word)
}

impl Row {
    fn new(app: &App, one: &Announcement, groups: &HashMap<GroupId, String>) -> Self {
        let now = app.clock.now();
        Self {
            id: one.id,
            title: one.texts.best(Lang::ENGLISH).1.title.clone(),
            languages: texts::languages(&one.texts),
            state: badge(one.standing(now)),
            is_published: one.is_published,
            is_warning: one.level == Level::Warning,
            place: match (one.is_banner, one.is_dismissible) {
                (true, true) => "Banner, can be dismissed",
                (true, false) => "Banner",
                (false, _) => "List alone",
            },
            audience: match &one.audience {
                Audience::Everyone => "Everyone".to_owned(),
                Audience::Groups(ids) => {
                    let names: Vec<&str> =
                        ids.iter().filter_map(|id| groups.get(id)).map(String::as_str).collect();
                    if names.is_empty() { "Nobody".to_owned() } else { names.join(", ") }
                }
            },
            from: one.starts_at.map(|at| When::new(at, now)),
            until: one.ends_at.map(|at| When::new(at, now)),
        }
    }
}

/// GET /admin/announcements
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let all = verbs::list(app.db.pool()).await?;
    let groups: HashMap<_, _> = group::names(app.db.pool()).await?.into_iter().collect();
    view::html(&AnnouncementsPage {
        page: staff.page(SECTION),
        tabs: texts::tabs(ANNOUNCEMENTS),
        rows: all.iter().map(|one| Row::new(&app, one, &groups)).collect(),
    })
}

/// POST /admin/announcements/{id}/publish
pub async fn publish(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AnnouncementId>,
) -> Result<Response, Failure> {
    switch(&app, &staff, (id, true), "It is published.").await
}

/// POST /admin/announcements/{id}/unpublish
pub async fn unpublish(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AnnouncementId>,
) -> Result<Response, Failure> {
    switch(&app, &staff, (id, false), "It is a draft again. Customers do not see it.").await
}

async fn switch(
    app: &App,
    staff: &Staff,
    to: (AnnouncementId, bool),
    said: &str,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let changed = verbs::publish(&app.db, &app.clock, &app.content, staff.actor(), to).await;
    done(app, changed, said)
}

/// POST /admin/announcements/{id}/delete
pub async fn delete(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AnnouncementId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let deleted = verbs::delete(&app.db, &app.clock, &app.content, staff.actor(), id).await;
    done(&app, deleted, "The announcement is deleted.")
}

fn done(
    app: &App,
    changed: Result<(), AnnouncementError>,
    said: &str,
) -> Result<Response, Failure> {
    match changed {
        Ok(()) => Ok(view::done(&app.config, ANNOUNCEMENTS, "ok", said)),
        Err(AnnouncementError::NotFound) => Err(Failure::NotFound),
        Err(AnnouncementError::NotAllowed) => Err(Failure::Forbidden),
        Err(AnnouncementError::Db(error)) => Err(error.into()),
        Err(AnnouncementError::EndsFirst) => {
            let text = "It would end before it begins. Open it, and change until when it is shown.";
            Ok(view::done(&app.config, ANNOUNCEMENTS, "bad", text))
        }
        Err(error) => Ok(view::done(&app.config, ANNOUNCEMENTS, "bad", &sentence(&error))),
    }
}

//! /admin/announcements/new and /admin/announcements/{id}: the form of an announcement.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::texts::{self, ANNOUNCEMENTS, LangFields, PreviewPart, SECTION};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::GroupId;
use crate::catalogue::terms::group;
use crate::content::announcement::{self, Announcement, AnnouncementError, Draft, RULE};
use crate::content::{AnnouncementId, Audience, Level};
use crate::kit::lang::Lang;
use crate::web::admin::fields::sentence;
use crate::web::calendar;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, LongForm, SentForm};
use crate::web::guard::Staff;
use crate::web::news::ReadText;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "admin/announcements/announcement.html")]
struct AnnouncementPage {
    page: Page,
    /// "": it is a new one.
    id: String,
    heading: String,
    state: Option<Badge>,
    is_published: bool,
    fields: Fields,
    languages: Vec<LangFields>,
    previews: Vec<ReadText>,
    errors: Errors,
}

struct Fields {
    version: String,
    places: Vec<Choice>,
    levels: Vec<Choice>,
    dismissible: bool,
    from: String,
    until: String,
    zone: String,
    audiences: Vec<Choice>,
    groups: Vec<Choice>,
}

const BANNER: &str = "banner";
const LIST: &str = "list";
const EVERYONE: &str = "everyone";
const GROUPS: &str = "groups";

/// What the form of an announcement shows besides its texts.
struct Shown {
    version: String,
    place: &'static str,
    level: Level,
    dismissible: bool,
    from: String,
    until: String,
    is_everyone: bool,
    group_ids: Vec<String>,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            version: String::new(),
            place: BANNER,
            level: Level::Info,
            dismissible: true,
            from: String::new(),
            until: String::new(),
            is_everyone: true,
            group_ids: Vec::new(),
        }
    }
}

impl Shown {
    fn of(one: &Announcement, staff: &Staff) -> Self {
        let zone = staff.visitor().zone();
        let moment = |at: Option<DateTime<Utc>>| at.map(|at| calendar::moment_field(zone, at));
        Self {
            version: one.version.to_string(),
            place: if one.is_banner { BANNER } else { LIST },
            level: one.level,
            dismissible: one.is_dismissible,
            from: moment(one.starts_at).unwrap_or_default(),
            until: moment(one.ends_at).unwrap_or_default(),
            is_everyone: one.audience == Audience::Everyone,
            group_ids: match &one.audience {
                Audience::Everyone => Vec::new(),
                Audience::Groups(ids) => ids.iter().map(ToString::to_string).collect(),
            },
        }
    }

    fn typed(form: &SentForm) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            version: text("version"),
            place: if form.text("place") == LIST { LIST } else { BANNER },
            level: Level::parse(form.text("level")).unwrap_or(Level::Info),
            dismissible: form.is_ticked("dismissible"),
            from: text("from"),
            until: text("until"),
            is_everyone: form.text("audience") != GROUPS,
            group_ids: form.all("group").map(str::to_owned).collect(),
        }
    }

    fn fields(self, staff: &Staff, groups: &[(GroupId, String)]) -> Fields {
        let place = |word, label| Choice::new(word, label, word == self.place);
        let level = |level: Level, label| Choice::new(level.as_str(), label, level == self.level);
        let group = |(id, name): &(GroupId, String)| {
            let id = id.to_string();
            Choice::new(&id, name, self.group_ids.contains(&id))
        };
        Fields {
            places: vec![
                place(BANNER, "A banner on every page of the customers, and in the list"),
                place(LIST, "In the list of announcements alone"),
            ],
            levels: vec![
                level(Level::Info, "Information"),
                level(Level::Warning, "Warning: it is coloured, and marked as important"),
            ],
            audiences: vec![
                Choice::new(EVERYONE, "Everyone who is signed in", self.is_everyone),
                Choice::new(GROUPS, "The customers of the ticked groups", !self.is_everyone),
            ],
            groups: groups.iter().map(group).collect(),
            zone: staff.visitor().zone().to_string(),
            version: self.version,
            dismissible: self.dismissible,
            from: self.from,
            until: self.until,
        }
    }
}

/// What was typed; errors stand in the form.
fn read(form: &mut SentForm, staff: &Staff, groups: &[(GroupId, String)]) -> Option<Draft> {
    let zone = staff.visitor().zone();
    let moment = |typed: &str| match typed.trim() {
        "" => Ok(None),
        typed => calendar::read_moment(zone, typed)
            .map(Some)
            .ok_or("A day and a time, such as 2026-11-30 18:00."),
    };
    let texts = texts::read(form, RULE);
    let starts_at = form.read("from", moment);
    let ends_at = form.read("until", moment);
    let level = form.read("level", |word| Level::parse(word).ok_or("Choose one of the list."));
    let is_banner = form.read("place", |word| match word {
        BANNER => Ok(true),
        LIST => Ok(false),
        _ => Err("Choose one of the list."),
    });
    let chosen: Vec<GroupId> = form.all("group").filter_map(|id| id.parse().ok()).collect();
    let audience = form.read("audience", |word| match word {
        EVERYONE => Ok(Audience::Everyone),
        GROUPS if chosen.is_empty() => Err("Tick a group at least."),
        GROUPS if chosen.iter().any(|id| !groups.iter().any(|(known, _)| known == id)) => {
            Err("One of these groups was removed meanwhile.")
        }
        GROUPS => Ok(Audience::Groups(chosen)),
        _ => Err("Choose one of the list."),
    });
    Some(Draft {
        texts: texts?,
        level: level?,
        is_banner: is_banner?,
        is_dismissible: form.is_ticked("dismissible"),
        audience: audience?,
        starts_at: starts_at?,
        ends_at: ends_at?,
        publishes: form.is_ticked("publish"),
    })
}

fn refuse(form: &mut SentForm, error: AnnouncementError) -> Result<(), Failure> {
    match error {
        AnnouncementError::EndsFirst => form.refuse("until", sentence(&error)),
        AnnouncementError::TooMany => form.refuse("", sentence(&error)),
        AnnouncementError::Meanwhile { version } => {
            form.refuse("", MEANWHILE);
            // Whoever has read this, and saves again, means it.
            form.set("version", version.to_string());
        }
        AnnouncementError::NotFound => return Err(Failure::NotFound),
        AnnouncementError::NotAllowed => return Err(Failure::Forbidden),
        AnnouncementError::Db(error) => return Err(error.into()),
    }
    Ok(())
}

/// Somebody else was quicker.
pub(super) const MEANWHILE: &str = "Somebody else has saved it since you opened it. Open it in \
                                    another tab to see what they wrote. If you save again, yours \
                                    takes its place.";

async fn page(
    app: &App,
    staff: &Staff,
    found: Option<&Announcement>,
    form: Option<&SentForm>,
) -> Result<AnnouncementPage, Failure> {
    let groups = group::names(app.db.pool()).await?;
    let shown = match (form, found) {
        (Some(form), _) => Shown::typed(form),
        (None, Some(found)) => Shown::of(found, staff),
        (None, None) => Shown::default(),
    };
    let title = found.map(|one| one.texts.best(Lang::ENGLISH).1.title.clone());
    Ok(AnnouncementPage {
        page: staff.page(SECTION),
        id: found.map(|one| one.id.to_string()).unwrap_or_default(),
        heading: title.unwrap_or_else(|| "New announcement".to_owned()),
        state: found.map(|one| super::badge(one.standing(app.clock.now()))),
        is_published: found.is_some_and(|one| one.is_published),
        fields: shown.fields(staff, &groups),
        languages: match form {
            Some(form) => texts::typed(form),
            None => texts::stored(found.map(|one| &one.texts)),
        },
        previews: match (form, found) {
            (Some(form), _) => texts::previews(form, RULE),
            (None, Some(found)) => texts::drawn(&found.texts),
            (None, None) => Vec::new(),
        },
        errors: form.map(SentForm::errors).unwrap_or_default(),
    })
}

/// GET /admin/announcements/new
pub async fn blank(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    view::html(&page(&app, &staff, None, None).await?)
}

/// POST /admin/announcements
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    LongForm(mut form): LongForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let groups = group::names(app.db.pool()).await?;
    if let Some(draft) = read(&mut form, &staff, &groups) {
        let (db, clock, said) = (&app.db, &app.clock, saved(draft.publishes));
        match announcement::create(db, clock, &app.content, staff.actor(), draft).await {
            Ok(_) => return Ok(view::done(&app.config, ANNOUNCEMENTS, "ok", said)),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&page(&app, &staff, None, Some(&form)).await?)
}

/// GET /admin/announcements/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AnnouncementId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let found = announcement::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    view::html(&page(&app, &staff, Some(&found), None).await?)
}

/// POST /admin/announcements/{id}
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AnnouncementId>,
    LongForm(mut form): LongForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let found = announcement::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    let groups = group::names(app.db.pool()).await?;
    let draft = read(&mut form, &staff, &groups);
    if let (Some(draft), version) = (draft, form.text("version").parse().unwrap_or_default()) {
        let (db, clock) = (&app.db, &app.clock);
        let said = saved(draft.publishes || found.is_published);
        let change = (id, version, draft);
        match announcement::update(db, clock, &app.content, staff.actor(), change).await {
            Ok(()) => return Ok(view::done(&app.config, ANNOUNCEMENTS, "ok", said)),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&page(&app, &staff, Some(&found), Some(&form)).await?)
}

/// POST /admin/announcements/preview: the form as it is, with how it will look.
pub async fn preview(
    State(app): State<Arc<App>>,
    staff: Staff,
    LongForm(mut form): LongForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if staff.visitor().is_partial {
        return view::html(&PreviewPart { previews: texts::previews(&form, RULE) });
    }
    let found = match form.text("id").parse() {
        Ok(id) => announcement::find(app.db.pool(), id).await?,
        Err(_) => None,
    };
    texts::read(&mut form, RULE);
    view::html(&page(&app, &staff, found.as_ref(), Some(&form)).await?)
}

fn saved(is_published: bool) -> &'static str {
    if is_published { "It is saved and published." } else { "It is saved as a draft." }
}

//! /admin/staff/{id}: the rights of one account, staff's or a customer's, and its sessions.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{area_words, role_words};
use crate::accounts::account::{self, Account, ChangeError, Status};
use crate::accounts::factors::{change as factor, reset};
use crate::accounts::rights::{Area, Areas, Rights};
use crate::accounts::role::Role;
use crate::accounts::staff::{self, SetAreasError};
use crate::accounts::{AccountId, session};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::web::admin::fields::reason;
use crate::web::auth::proof;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::shared::device::device;
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "admin/staff/member.html")]
struct MemberPage {
    page: Page,
    id: AccountId,
    email: String,
    suspended: bool,
    is_self: bool,
    roles: Vec<Choice>,
    /// What can be ticked; empty for customers and owners.
    areas: Vec<AreaBox>,
    sessions: Vec<SessionRow>,
    has_second: bool,
    errors: Errors,
}

struct AreaBox {
    word: &'static str,
    label: &'static str,
    hint: &'static str,
    ticked: bool,
}

struct SessionRow {
    device: String,
    address: String,
    /// "": it is not known.
    place: String,
    began: When,
    seen: When,
}

impl MemberPage {
    async fn read(
        app: &App,
        staff: &Staff,
        account: &Account,
        form: &SentForm,
    ) -> Result<Self, Failure> {
        let now = app.clock.now();
        let sessions = session::list(app.db.pool(), &app.clock, account.id).await?;
        let sessions = sessions.into_iter().map(|session| SessionRow {
            device: device(Lang::ENGLISH, &session.user_agent),
            place: app.place(Lang::ENGLISH, &session.address),
            address: session.address,
            began: When::new(session.created_at, now),
            seen: When::new(session.seen_at, now),
        });
        let roles = Role::ALL
            .map(|role| Choice::new(role.as_str(), role_words(role), role == account.role));
        let areas = match account.role {
            Role::Customer | Role::Owner => Vec::new(),
            Role::Support | Role::Admin => {
                let area_box = |area: Area| {
                    let (label, hint) = area_words(area);
                    AreaBox { word: area.as_str(), label, hint, ticked: account.areas.has(area) }
                };
                Area::ALL.map(area_box).into()
            }
        };
        Ok(Self {
            page: staff.page("admin-staff"),
            id: account.id,
            email: account.email.to_string(),
            suspended: account.status == Status::Suspended,
            is_self: account.id == staff.id(),
            roles: roles.into(),
            areas,
            sessions: sessions.collect(),
            has_second: factor::read(app.db.pool(), account.id).await?.is_some(),
            errors: form.errors(),
        })
    }
}

/// The account with this id, for an owner.
async fn account(app: &App, staff: &Staff, id: AccountId) -> Result<Account, Failure> {
    staff.require(Rights::may_set_roles)?;
    account::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)
}

/// GET /admin/staff/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
) -> Result<Response, Failure> {
    let account = account(&app, &staff, id).await?;
    view::html(&MemberPage::read(&app, &staff, &account, &SentForm::default()).await?)
}

/// POST /admin/staff/{id}/role: their sessions end, so they sign in with the new rights.
pub async fn set_role(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    let account = account(&app, &staff, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let role = form.read("role", |word| Role::parse(word).ok_or("Choose one of the list."));
    if let Some(role) = role {
        let done = staff::set_role(&app.db, &app.clock, staff.actor(), id, role).await;
        let text = format!("The role is {} now. They have to sign in again.", role.as_str());
        return answer(&app, id, done, &text);
    }
    view::refused(&MemberPage::read(&app, &staff, &account, &form).await?)
}

/// POST /admin/staff/{id}/areas: what they may change, from their next click on.
pub async fn set_areas(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    account(&app, &staff, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let words: Vec<&str> = form.all("areas").collect();
    let areas: Option<Areas> = words.iter().map(|word| Area::parse(word)).collect();
    let areas = areas.ok_or(Failure::Unreadable)?;
    match staff::set_areas(&app.db, &app.clock, staff.actor(), id, areas).await {
        Ok(()) => Ok(view::done(&app.config, &path(id), "ok", "Saved. It counts at once.")),
        Err(SetAreasError::NoStaff) => {
            let text = "Only support and admins have areas: customers change nothing here, and \
                        owners everything.";
            Ok(view::done(&app.config, &path(id), "bad", text))
        }
        Err(SetAreasError::Change(error)) => answer(&app, id, Err(error), ""),
        Err(SetAreasError::Db(error)) => Err(error.into()),
    }
}

/// POST /admin/staff/{id}/suspend: sessions end and keys stop at once.
pub async fn suspend(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    account(&app, &staff, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    match reason(&mut form, "reason") {
        Some(why) => set_status(&app, &staff, id, (Status::Suspended, why)).await,
        // The form is one line in a menu, so there is no input to keep.
        None => Ok(view::done(&app.config, &path(id), "bad", form.errors().of("reason"))),
    }
}

/// POST /admin/staff/{id}/unsuspend
pub async fn unsuspend(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    account(&app, &staff, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    set_status(&app, &staff, id, (Status::Active, String::new())).await
}

async fn set_status(
    app: &App,
    staff: &Staff,
    id: AccountId,
    change: (Status, String),
) -> Result<Response, Failure> {
    let text = match change.0 {
        Status::Suspended => "Suspended: sessions and keys have stopped working.",
        Status::Active => "The suspension is lifted. They can sign in again.",
        // Nobody closes an account here.
        Status::Closed => return Err(Failure::NotFound),
    };
    let (db, clock, verifier) = (&app.db, &app.clock, &app.verifier);
    let done = account::set_status(db, clock, verifier, staff.actor(), id, change).await;
    answer(app, id, done, text)
}

/// POST /admin/staff/{id}/sign-out: ends their sessions.
pub async fn sign_out(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
) -> Result<Response, Failure> {
    account(&app, &staff, id).await?;
    let done = staff::sign_out(&app.db, &app.clock, staff.actor(), id).await;
    answer(&app, id, done.map(|_| ()), "They are signed out everywhere.")
}

/// POST /admin/staff/{id}/second-factor/reset: for somebody who has lost theirs.
pub async fn reset_second(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<AccountId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    account(&app, &staff, id).await?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let Some(why) = reason(&mut form, "reason") else {
        return Ok(view::done(&app.config, &path(id), "bad", form.errors().of("reason")));
    };
    match reset::reset(&app.db, &app.clock, &app.outbox, staff.actor(), (id, why)).await {
        Ok(false) => Ok(view::done(&app.config, &path(id), "info", "There is no second factor.")),
        done => answer(&app, id, done.map(|_| ()), "Reset. They are told by mail."),
    }
}

fn answer(
    app: &App,
    id: AccountId,
    done: Result<(), ChangeError>,
    text: &str,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(view::done(&app.config, &path(id), "ok", text)),
        Err(ChangeError::LastOwner) => {
            let text = "This is the panel's last active owner: someone must be left to run it.";
            Ok(view::done(&app.config, &path(id), "bad", text))
        }
        Err(ChangeError::NotAllowed) => Err(Failure::Forbidden),
        Err(ChangeError::Missing) => Err(Failure::NotFound),
        Err(ChangeError::Db(error)) => Err(error.into()),
    }
}

fn path(id: AccountId) -> String {
    format!("{}/{id}", super::PATH)
}

//! /admin/invites: links by which customers may sign up, and POST /admin/invites/{id}/withdraw, for
//! staff's links too.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::accounts::invite::{self, InviteError, NewInvite};
use crate::accounts::rights::Rights;
use crate::accounts::role::Role;
use crate::app::App;
use crate::settings::{self, SignUp};
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view::{self, Page, When};

const PATH: &str = "/admin/invites";

#[derive(Template)]
#[template(path = "admin/staff/invites.html")]
struct InvitesPage {
    page: Page,
    invites: Vec<InviteRow>,
    /// Why links do not work now; "" when they do.
    warning: &'static str,
    note: String,
    errors: Errors,
}

/// An open invitation in a list.
pub(super) struct InviteRow {
    pub id: i64,
    /// For whom.
    pub whom: String,
    pub role: &'static str,
    pub ends: When,
}

/// The page after an invitation was made: its link is here and nowhere else.
#[derive(Template)]
#[template(path = "admin/staff/invite_link.html")]
pub(super) struct LinkPage {
    page: Page,
    back: &'static str,
    back_word: &'static str,
    whom: String,
    link: String,
}

impl LinkPage {
    pub fn new(
        app: &App,
        page: Page,
        (back, back_word): (&'static str, &'static str),
        (whom, secret): (String, &str),
    ) -> Self {
        let url = app.config.public_url.as_str().trim_end_matches('/');
        Self { page, back, back_word, whom, link: format!("{url}/sign-up?invite={secret}") }
    }
}

/// The open invitations, of staff or of customers.
pub(super) async fn rows(app: &App, of_staff: bool) -> Result<Vec<InviteRow>, Failure> {
    let now = app.clock.now();
    let open = invite::list(app.db.pool(), &app.clock, of_staff).await?;
    let rows = open.into_iter().map(|invite| InviteRow {
        id: invite.id,
        whom: invite.email.map_or(invite.note, |email| email.to_string()),
        role: invite.role.as_str(),
        ends: When::new(invite.expires_at, now),
    });
    Ok(rows.collect())
}

impl InvitesPage {
    async fn read(app: &App, staff: &Staff, form: &SentForm) -> Result<Self, Failure> {
        let warning = match settings::read(app.db.pool()).await?.sign_up {
            SignUp::Closed => {
                "The owner lets nobody sign up now: these links do not work until then."
            }
            SignUp::Open => "Anyone may sign up now, without a link too.",
            SignUp::Invitation => "",
        };
        Ok(Self {
            page: staff.page("admin-customers"),
            invites: rows(app, false).await?,
            warning,
            note: form.text("note").to_owned(),
            errors: form.errors(),
        })
    }
}

/// GET /admin/invites
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    view::html(&InvitesPage::read(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/invites: the page with the link is the answer itself.
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    let note = form.read("note", |typed| match typed.trim() {
        "" => Err("Say for whom it is: you will know it by this."),
        note => Ok(note.to_owned()),
    });
    if let Some(note) = note {
        let new = NewInvite { role: Role::Customer, email: None, note: note.clone() };
        match invite::create(&app.db, &app.clock, staff.actor(), new).await {
            Ok(secret) => {
                let page = staff.page("admin-customers");
                let back = (PATH, "Invitations");
                return view::html(&LinkPage::new(&app, page, back, (note, &secret)));
            }
            Err(InviteError::NotAllowed) => return Err(Failure::Forbidden),
            Err(error @ InviteError::TooMany) => form.refuse("", sentence(&error)),
            Err(error @ (InviteError::Note | InviteError::NoEmail | InviteError::EmailTaken)) => {
                form.refuse("note", sentence(&error))
            }
            Err(InviteError::Db(error)) => return Err(error.into()),
        }
    }
    view::refused(&InvitesPage::read(&app, &staff, &form).await?)
}

/// POST /admin/invites/{id}/withdraw
pub async fn withdraw(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<i64>,
    form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_customers)?;
    let path = if form.text("back") == "staff" { super::PATH } else { PATH };
    match invite::withdraw(&app.db, &app.clock, staff.actor(), id).await {
        Ok(true) => {
            let text = "The invitation is withdrawn: its link does not work any more.";
            Ok(view::done(&app.config, path, "ok", text))
        }
        Ok(false) => {
            let text = "This invitation was used or withdrawn already.";
            Ok(view::done(&app.config, path, "info", text))
        }
        Err(InviteError::Db(error)) => Err(error.into()),
        Err(_) => Err(Failure::Forbidden),
    }
}

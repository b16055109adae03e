//! /admin/staff: who runs the panel, and the invitations of more. `member` is the page of one of
//! them, `invites` has the links, of customers too.

pub mod invites;
pub mod member;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use self::invites::{InviteRow, LinkPage};
use crate::accounts::AccountId;
use crate::accounts::account::Status;
use crate::accounts::email::Email;
use crate::accounts::invite::{self, InviteError, NewInvite};
use crate::accounts::rights::{Area, Rights};
use crate::accounts::role::Role;
use crate::accounts::staff;
use crate::app::App;
use crate::web::admin::fields::sentence;
use crate::web::auth::proof;
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::form::{Choice, Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::view::{self, Page, When};

const PATH: &str = "/admin/staff";

#[derive(Template)]
#[template(path = "admin/staff/staff.html")]
struct StaffPage {
    page: Page,
    rows: Vec<StaffRow>,
    invites: Vec<InviteRow>,
    email: String,
    roles: Vec<Choice>,
    errors: Errors,
}

struct StaffRow {
    id: AccountId,
    email: String,
    role: &'static str,
    /// What they may change, in words.
    may: String,
    signed_in: Option<When>,
    sessions: String,
    suspended: bool,
    is_self: bool,
}

/// What a role is called where one is chosen.
pub(super) fn role_words(role: Role) -> &'static str {
    match role {
        Role::Customer => "Customer: only buys",
        Role::Support => "Support: changes only what you tick",
        Role::Admin => "Admin: runs the panel; begins with all but settings",
        Role::Owner => "Owner: may do everything, and decides who is staff",
    }
}

/// What an area is called, and what it lets people do.
pub(super) fn area_words(area: Area) -> (&'static str, &'static str) {
    match area {
        Area::Orders => {
            ("Orders", "Decide, cancel and refund orders; the desk; refills and cancels.")
        }
        Area::Money => {
            ("Money", "Balances, affiliates' offers and payouts, the figures of the day.")
        }
        Area::Services => ("Services", "Services, categories, prices, blocked targets."),
        Area::Providers => ("Providers", "Providers, their keys and lists, price changes."),
        Area::Customers => ("Customers", "Invite and suspend customers, set their own prices."),
        Area::Settings => ("Settings", "The panel's settings."),
        Area::Tickets => ("Tickets", "Answer customers; saved answers and subjects."),
    }
}

fn may_words(member: &staff::Member) -> String {
    let areas: Vec<&str> = member.areas.iter().map(|area| area_words(area).0).collect();
    match member.role {
        Role::Owner => "Everything".to_owned(),
        _ if areas.is_empty() => "Nothing: only sees".to_owned(),
        _ => areas.join(", "),
    }
}

impl StaffPage {
    async fn read(app: &App, staff: &Staff, form: &SentForm) -> Result<Self, Failure> {
        let now = app.clock.now();
        let rows =
            staff::list(app.db.pool(), &app.clock).await?.into_iter().map(|member| StaffRow {
                id: member.id,
                email: member.email.to_string(),
                role: member.role.as_str(),
                may: may_words(&member),
                signed_in: member.signed_in_at.map(|at| When::new(at, now)),
                sessions: match member.sessions {
                    1 => "1 session".to_owned(),
                    count => format!("{} sessions", number(count)),
                },
                suspended: member.status == Status::Suspended,
                is_self: member.id == staff.id(),
            });
        let chosen = Some(form.text("role")).filter(|role| !role.is_empty()).unwrap_or("support");
        let roles = Role::ALL
            .into_iter()
            .filter(|role| role.is_staff())
            .map(|role| Choice::new(role.as_str(), role_words(role), role.as_str() == chosen));
        Ok(Self {
            page: staff.page("admin-staff"),
            rows: rows.collect(),
            invites: invites::rows(app, true).await?,
            email: form.text("email").to_owned(),
            roles: roles.collect(),
            errors: form.errors(),
        })
    }
}

/// GET /admin/staff
pub async fn list(State(app): State<Arc<App>>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_set_roles)?;
    view::html(&StaffPage::read(&app, &staff, &SentForm::default()).await?)
}

/// POST /admin/staff: makes an invitation. The page with its link is the answer itself, so that the
/// link is shown once.
pub async fn invite(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_roles)?;
    if let Some(page) = proof::asked(&app, &staff, &mut form).await? {
        return Ok(page);
    }
    let email = form.read("email", Email::parse);
    let role = form.read("role", |word| {
        Role::parse(word).filter(|role| role.is_staff()).ok_or("Choose one of the list.")
    });
    if let (Some(email), Some(role)) = (email, role) {
        let new = NewInvite { role, email: Some(email.clone()), note: String::new() };
        match invite::create(&app.db, &app.clock, staff.actor(), new).await {
            Ok(secret) => {
                let page = staff.page("admin-staff");
                let whom = format!("{email}, as {}", role.as_str());
                return view::html(&LinkPage::new(&app, page, (PATH, "Staff"), (whom, &secret)));
            }
            Err(InviteError::NotAllowed) => return Err(Failure::Forbidden),
            Err(InviteError::EmailTaken) => form.refuse(
                "email",
                "This address, or one that looks the same, has an account. Find it under \
                 Customers, and give it the role there, under Rights.",
            ),
            Err(error @ InviteError::TooMany) => form.refuse("", sentence(&error)),
            Err(error @ (InviteError::NoEmail | InviteError::Note)) => {
                form.refuse("email", sentence(&error));
            }
            Err(InviteError::Db(error)) => return Err(error.into()),
        }
    }
    view::refused(&StaffPage::read(&app, &staff, &form).await?)
}

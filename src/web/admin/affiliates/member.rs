//! /admin/affiliates/{id}: one member, with what they earned and what staff may decide.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::rooms::{MEMBERS, SECTION, of_member};
use crate::accounts::AccountId;
use crate::accounts::rights::Rights;
use crate::affiliates::member::{self, Member, MemberError};
use crate::affiliates::{MemberId, MemberState, OfferId};
use crate::app::App;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::figures::{money, number};
use crate::web::form::{Errors, SentForm};
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::path::Id;
use crate::web::view::{self, Page, When};

#[derive(Template)]
#[template(path = "admin/affiliates/member.html")]
struct MemberPage {
    page: Page,
    id: MemberId,
    email: String,
    account_id: AccountId,
    offer: String,
    offer_id: OfferId,
    state: Badge,
    since: When,
    applied: When,
    /// The address that they share.
    link: String,
    code: String,
    note: String,
    /// Why they were denied or suspended; "": they were not.
    why: String,
    pending: String,
    approved: String,
    paying: String,
    paid: String,
    referrals: String,
    may_run: bool,
    /// What staff may decide, as the domain says.
    can_approve: bool,
    can_deny: bool,
    can_suspend: bool,
    can_reinstate: bool,
    reason: String,
    errors: Errors,
}

impl MemberPage {
    fn new(app: &App, staff: &Staff, member: Member) -> Self {
        let now = app.clock.now();
        let money = |amount| money(amount, &app.currency);
        let may_become = |next| member.state.may_become(next);
        let was_suspended = member.state == MemberState::Suspended;
        let mut link = app.config.public_url.clone();
        link.set_query(Some(&format!("ref={}", member.code)));
        Self {
            page: staff.page(SECTION),
            id: member.id,
            account_id: member.account_id,
            offer: member.offer_name,
            offer_id: member.offer_id,
            state: of_member(member.state),
            since: When::new(member.state_since, now),
            applied: When::new(member.applied_at, now),
            link: link.to_string(),
            pending: money(member.pending),
            approved: money(member.approved),
            paying: money(member.paying),
            paid: money(member.paid),
            referrals: number(member.referrals),
            may_run: staff.require(Rights::may_move_money).is_ok(),
            can_approve: may_become(MemberState::Approved) && !was_suspended,
            can_deny: may_become(MemberState::Denied),
            can_suspend: may_become(MemberState::Suspended),
            can_reinstate: may_become(MemberState::Approved) && was_suspended,
            email: member.email,
            code: member.code,
            note: member.note,
            why: member.reason.unwrap_or_default(),
            reason: String::new(),
            errors: Errors::default(),
        }
    }
}

async fn find(app: &App, id: MemberId) -> Result<Member, Failure> {
    member::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)
}

/// GET /admin/affiliates/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<MemberId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    view::html(&MemberPage::new(&app, &staff, find(&app, id).await?))
}

/// POST /admin/affiliates/{id}/state: approve, deny, suspend or reinstate.
pub async fn decide(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<MemberId>,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_move_money)?;
    let before = find(&app, id).await?;
    let path = format!("{MEMBERS}/{id}");
    match MemberState::parse(form.text("state")) {
        None => form.refuse("", "Choose what becomes of the member."),
        Some(state) => {
            let change = (state, Some(form.text("reason").to_owned()));
            match member::set_state(&app.db, &app.clock, staff.actor(), id, change).await {
                Ok(()) => {
                    let text = said(before.state, state);
                    return Ok(view::done(&app.config, &path, "ok", text));
                }
                Err(MemberError::Step(was, next)) if was == next => {
                    let text = format!("This was done already: the member is {}.", was.as_str());
                    return Ok(view::done(&app.config, &path, "info", &text));
                }
                Err(error @ MemberError::Step(..)) => {
                    return Ok(view::done(&app.config, &path, "bad", &sentence(&error)));
                }
                Err(error @ MemberError::Reason) => form.refuse("reason", error),
                Err(MemberError::Missing) => return Err(Failure::NotFound),
                Err(MemberError::Db(error)) => return Err(error.into()),
                // Those of an application.
                Err(
                    error @ (MemberError::Closed
                    | MemberError::AlreadyMember
                    | MemberError::CodeTaken
                    | MemberError::Note),
                ) => return Err(Failure::internal(error)),
            }
        }
    }
    let page = MemberPage::new(&app, &staff, before);
    view::refused(&MemberPage {
        reason: form.text("reason").to_owned(),
        errors: form.errors(),
        ..page
    })
}

fn said(before: MemberState, state: MemberState) -> &'static str {
    match state {
        MemberState::Approved if before == MemberState::Suspended => {
            "The member is approved again: the link counts, and new orders earn commission."
        }
        MemberState::Approved => "The member is approved. The link counts from now on.",
        MemberState::Denied => "The application is denied.",
        MemberState::Suspended => {
            "The member is suspended: new orders earn nothing, and nothing is paid out."
        }
        MemberState::Pending => "The member is pending.",
    }
}

//! /admin/affiliates: the members of all offers, newest first. The other lists of the affiliate
//! programme are beside it, as tabs.

pub mod flags;
pub mod member;
mod offer_form;
pub mod offers;
pub mod payout;
pub mod payouts;
mod referral_filters;
pub mod referrals;
mod rooms;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use crate::accounts::rights::Rights;
use crate::affiliates::member::{self as members, Member};
use crate::affiliates::{MemberId, MemberState};
use crate::app::App;
use crate::web::admin::listing::{Listing, address, query};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::guard::Staff;
use crate::web::order_view::Badge;
use crate::web::view::{self, Chip, Page, Pager, When};
use rooms::{MEMBERS, SECTION, of_member, tabs};

#[derive(Template)]
#[template(path = "admin/affiliates/members.html")]
struct MembersPage {
    page: Page,
    tabs: Vec<Chip>,
    chips: Vec<Chip>,
    state: String,
    query: String,
    filtered: bool,
    currency: String,
    rows: Vec<MemberRow>,
    pager: Pager,
}

struct MemberRow {
    id: MemberId,
    email: String,
    offer: String,
    code: String,
    state: Badge,
    pending: String,
    approved: String,
    paying: String,
    paid: String,
    referrals: String,
    applied: When,
}

/// GET /admin/affiliates
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_see_customers)?;
    let (words, state) = (listing.words(), MemberState::parse(&listing.state));
    let found = members::page(app.db.pool(), state, &words, listing.cursor()).await?;
    let word = state.map_or("", MemberState::as_str);
    let pager = Pager::new(&found, MEMBERS, &query(&[("state", word), ("q", &words)]));
    let chip = |label: &str, state: &str| {
        Chip::new(label, address(MEMBERS, &[("state", state), ("q", &words)]), state == word)
    };
    let states = MemberState::ALL.map(|one| chip(&of_member(one).word, one.as_str()));
    let now = app.clock.now();
    let row = |member: Member| MemberRow {
        id: member.id,
        email: member.email,
        offer: member.offer_name,
        code: member.code,
        state: of_member(member.state),
        pending: member.pending.to_string(),
        approved: member.approved.to_string(),
        paying: member.paying.to_string(),
        paid: member.paid.to_string(),
        referrals: number(member.referrals),
        applied: When::new(member.applied_at, now),
    };
    view::html(&MembersPage {
        // The box at the top searches orders, not members.
        page: Page { query: String::new(), ..staff.page(SECTION) },
        tabs: tabs(&app, MEMBERS).await?,
        chips: std::iter::once(chip("All", "")).chain(states).collect(),
        state: word.to_owned(),
        filtered: state.is_some() || !words.is_empty(),
        query: words,
        currency: app.currency.clone(),
        rows: found.rows.into_iter().map(row).collect(),
        pager,
    })
}

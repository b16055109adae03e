//! /affiliate/links: an affiliate's links, with sub ids, to copy or to scan. The sub ids are in the
//! address, so a link that was made can be kept as a bookmark.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::words::{Membership, Standing, link};
use crate::affiliates::code::SubIds;
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::guard::Customer;
use crate::web::shared::qr::Qr;
use crate::web::view::{self, Chip, Page};

#[derive(Template)]
#[template(path = "dashboard/affiliate/links.html")]
struct LinksPage {
    page: Page,
    tabs: Vec<Chip>,
    is_affiliate: bool,
    links: Vec<Link>,
    /// Memberships whose link counts nothing now.
    others: Vec<Membership>,
    /// Name, label and value of each.
    sub_ids: [SubId; 3],
    has_sub_ids: bool,
}

struct Link {
    offer: String,
    link: String,
    /// `None`: the link is too long for one.
    qr: Option<Qr>,
}

struct SubId {
    name: &'static str,
    label: String,
    value: String,
}

/// What the link is to carry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskedSubIds {
    sub_id1: String,
    sub_id2: String,
    sub_id3: String,
}

/// GET /affiliate/links
pub async fn show(
    State(app): State<Arc<App>>,
    customer: Customer,
    Query(asked): Query<AskedSubIds>,
) -> Result<Response, Failure> {
    let lang = customer.lang();
    let standing = Standing::read(&app, &customer).await?;
    let sub_ids =
        SubIds::new([&asked.sub_id1, &asked.sub_id2, &asked.sub_id3].map(|id| Some(&**id)));
    let counts = |offer_id| !standing.is_paused(offer_id);
    let (working, others): (Vec<_>, Vec<_>) =
        standing.affiliated().partition(|one| one.is_approved() && counts(one.offer_id));
    let links = working.into_iter().map(|member| {
        let link = link(&app, &member.code, &sub_ids);
        Link { offer: member.offer_name.clone(), qr: Qr::of(&link), link }
    });
    let others = others
        .into_iter()
        .map(|member| Membership::new(lang, member, !counts(member.offer_id), app.clock.now()));
    let SubIds([one, two, three]) = sub_ids.clone();
    let field = |name, number: i32, value: Option<String>| SubId {
        name,
        label: lang.say("affiliate-sub-id").with("number", number).into(),
        value: value.unwrap_or_default(),
    };
    view::html(&LinksPage {
        page: customer.page("affiliate"),
        tabs: standing.tabs(lang, "/affiliate/links"),
        is_affiliate: standing.is_affiliate(),
        links: links.collect(),
        others: others.collect(),
        sub_ids: [field("sub_id1", 1, one), field("sub_id2", 2, two), field("sub_id3", 3, three)],
        has_sub_ids: sub_ids != SubIds::default(),
    })
}

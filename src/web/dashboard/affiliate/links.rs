//! /affiliate/links: an affiliate's links, with sub ids, to copy or to scan. The sub ids are in the
//! address, so a link that was made can be kept as a bookmark.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use super::words::{Membership, Standing, link};
use crate::affiliates::code::SubIds;
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::guard::Customer;
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
    /// An `svg` element; `None`: the link is too long for one.
    qr: Option<String>,
}

struct SubId {
    name: &'static str,
    label: &'static str,
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
    let standing = Standing::read(&app, &customer).await?;
    let sub_ids =
        SubIds::new([&asked.sub_id1, &asked.sub_id2, &asked.sub_id3].map(|id| Some(&**id)));
    let counts = |offer_id| !standing.is_paused(offer_id);
    let (working, others): (Vec<_>, Vec<_>) =
        standing.affiliated().partition(|one| one.is_approved() && counts(one.offer_id));
    let links = working.into_iter().map(|member| {
        let link = link(&app, &member.code, &sub_ids);
        Link { offer: member.offer_name.clone(), qr: qr(&link), link }
    });
    let others = others
        .into_iter()
        .map(|member| Membership::new(member, !counts(member.offer_id), app.clock.now()));
    let SubIds([one, two, three]) = sub_ids.clone();
    let field = |name, label, value: Option<String>| SubId {
        name,
        label,
        value: value.unwrap_or_default(),
    };
    view::html(&LinksPage {
        page: customer.page("affiliate"),
        tabs: standing.tabs("/affiliate/links"),
        is_affiliate: standing.is_affiliate(),
        links: links.collect(),
        others: others.collect(),
        sub_ids: [
            field("sub_id1", "Sub id 1", one),
            field("sub_id2", "Sub id 2", two),
            field("sub_id3", "Sub id 3", three),
        ],
        has_sub_ids: sub_ids != SubIds::default(),
    })
}

/// The link as a drawing. It is black on white in every theme, because many cameras read no other.
fn qr(link: &str) -> Option<String> {
    let code = QrCode::new(link).ok()?;
    let drawn = code.render::<svg::Color<'_>>().module_dimensions(1, 1).build();
    let (_, element) = drawn.split_once("<svg")?;
    Some(format!("<svg role=\"img\" aria-label=\"QR code of this link\"{element}"))
}

#[cfg(test)]
mod tests {
    use super::qr;

    #[test]
    fn a_code_is_one_element_without_style() {
        let drawn = qr("https://panel.example/?ref=friend").unwrap();
        assert!(drawn.starts_with("<svg role=\"img\"") && drawn.ends_with("</svg>"), "{drawn}");
        assert!(!drawn.contains("<?xml") && !drawn.contains("style"), "{drawn}");
        assert!(drawn.contains("#000") && drawn.contains("#fff"));
        assert_eq!(qr(&"a".repeat(4000)), None);
    }
}

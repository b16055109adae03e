//! /admin/services/{id}/offers: what a provider lists, for the field in which staff choose one of its
//! services.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::accounts::rights::Rights;
use crate::app::App;
use crate::catalogue::price_list::words;
use crate::catalogue::{self, ServiceId};
use crate::providers::{FoundOffer, ProviderId, find_offers};
use crate::web::failure::Failure;
use crate::web::figures::number;
use crate::web::guard::Staff;
use crate::web::path::Id;
use crate::web::view;

/// Lines that are shown.
const SHOWN: usize = 30;
/// Longer words find nothing.
const SEARCH_CHARS_MAX: usize = 200;

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sought {
    pub provider: String,
    pub q: String,
    /// The line that was chosen without a script.
    pub offer: String,
}

/// A line of a provider's list, as an option.
pub(super) struct OfferRow {
    pub upstream: String,
    pub name: String,
    pub category: String,
    /// "" if it is out of range.
    pub cost: String,
    pub range: String,
}

#[derive(Template)]
#[template(path = "admin/services/offers.html")]
struct OffersPart {
    offers: Vec<OfferRow>,
    note: String,
}

/// What is found, and what that is in words. Nothing is looked for until a provider is chosen.
pub(super) async fn found(app: &App, sought: &Sought) -> Result<(Vec<OfferRow>, String), Failure> {
    let Ok(provider_id) = sought.provider.trim().parse::<ProviderId>() else {
        return Ok((Vec::new(), "Choose a provider first.".to_owned()));
    };
    let typed: String = sought.q.chars().filter(|c| *c != '\0').take(SEARCH_CHARS_MAX).collect();
    let found = find_offers(app.db.pool(), provider_id, &words(&typed), SHOWN + 1).await?;
    let note = match found.len() {
        0 => "No service of its list matches. You can type its number there.".to_owned(),
        1 => "1 service".to_owned(),
        count if count > SHOWN => format!("The first {SHOWN}. Type more to find fewer."),
        count => format!("{count} services"),
    };
    let rows = found.into_iter().take(SHOWN).map(OfferRow::new).collect();
    Ok((rows, note))
}

impl OfferRow {
    fn new(offer: FoundOffer) -> Self {
        Self {
            cost: offer.cost.map(|cost| cost.to_string()).unwrap_or_default(),
            range: format!("{}–{}", number(offer.min), number(offer.max)),
            upstream: offer.upstream_service,
            name: offer.name,
            category: offer.category,
        }
    }
}

/// GET /admin/services/{id}/offers
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<ServiceId>,
    Query(sought): Query<Sought>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_services)?;
    if catalogue::find(app.db.pool(), &[id]).await?.is_empty() {
        return Err(Failure::NotFound);
    }
    let (offers, note) = found(&app, &sought).await?;
    view::html(&OffersPart { offers, note })
}

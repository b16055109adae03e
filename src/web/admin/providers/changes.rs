//! /admin/providers/changes: what the price guard saw, and staff's answers to what it asks.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;

use super::change_view::ChangeRow;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::providers::ProviderId;
use crate::providers::changes::{self, Answer, Filter};
use crate::providers::price_guard::Fate;
use crate::web::admin::listing::{Listing, address, named, query};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Staff;
use crate::web::proof;
use crate::web::view::{self, Chip, Page, Pager};

const PATH: &str = "/admin/providers/changes";
/// More than any page of ours sends.
const ANSWERS_MAX: usize = 200;

#[derive(Template)]
#[template(path = "admin/providers/changes.html")]
struct ChangesPage {
    page: Page,
    chips: Vec<Chip>,
    filtered: bool,
    /// Whether a row waits for an answer.
    asks: bool,
    rows: Vec<ChangeRow>,
    pager: Pager,
}

/// GET /admin/providers/changes
pub async fn list(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(listing): Query<Listing>,
) -> Result<Response, Failure> {
    staff.require(Rights::is_staff)?;
    let fate = match listing.state.as_str() {
        "all" => None,
        word => Some(Fate::parse(word).unwrap_or(Fate::Open)),
    };
    let provider = named(&listing.q).map(ProviderId::new);
    let filter = Filter { provider_id: provider, fate };
    let found = changes::page(&app.db, filter, listing.cursor()).await?;
    let state = fate.map_or("all", Fate::as_str);
    let pager = Pager::new(&found, PATH, &query(&[("state", state), ("q", listing.q.trim())]));
    let open = changes::waiting(app.db.pool()).await?.count;
    let chips = [
        ("open", "Waiting for you"),
        ("applied", "Applied"),
        ("reported", "Reported"),
        ("dismissed", "Dismissed"),
        ("all", "All"),
    ]
    .map(|(word, label)| Chip {
        label: label.to_owned(),
        href: address(PATH, &[("state", word), ("q", listing.q.trim())]),
        on: word == state,
        count: if word == "open" { open.to_string() } else { String::new() },
    });
    let now = app.clock.now();
    let rows: Vec<ChangeRow> =
        found.rows.into_iter().map(|change| ChangeRow::new(change, now)).collect();
    let may_edit = staff.require(Rights::may_edit_providers).is_ok();
    view::html(&ChangesPage {
        page: Page { query: String::new(), ..staff.page("admin-providers") },
        chips: chips.into(),
        filtered: state != "all" || provider.is_some(),
        asks: may_edit && rows.iter().any(|row| row.open),
        rows,
        pager,
    })
}

/// Whether a change is applied, by which customers may pay another price.
fn sets_prices(form: &SentForm) -> bool {
    form.text("one").starts_with("apply:") || form.text("all") == "apply"
}

/// POST /admin/providers/changes: `one` is a row's own button, `all` a button for the ticked rows.
pub async fn answer(
    State(app): State<Arc<App>>,
    staff: Staff,
    mut form: SentForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_edit_providers)?;
    if let Some(page) = proof::asked_if(&app, &staff, &mut form, sets_prices).await? {
        return Ok(page);
    }
    let (word, ids): (&str, Vec<i64>) = match form.text("one").split_once(':') {
        Some((word, id)) => (word, id.parse().into_iter().collect()),
        None => {
            let ids = form.all("ids").filter_map(|id| id.parse().ok()).take(ANSWERS_MAX);
            (form.text("all"), ids.collect())
        }
    };
    let verb = match word {
        "apply" => Answer::Apply,
        "dismiss" => Answer::Dismiss,
        _ => return Ok(view::done(&app.config, PATH, "info", "Nothing was chosen.")),
    };
    let answered = changes::answer(&app.db, &app.clock, staff.actor(), (ids, verb)).await?;
    let text = match (answered, verb) {
        (0, _) => return Ok(view::done(&app.config, PATH, "info", "Nothing was waiting there.")),
        (1, Answer::Apply) => "1 change is applied.".to_owned(),
        (1, Answer::Dismiss) => "1 change is dismissed; all stays as it is.".to_owned(),
        (n, Answer::Apply) => format!("{n} changes are applied."),
        (n, Answer::Dismiss) => format!("{n} changes are dismissed; all stays as it is."),
    };
    Ok(view::done(&app.config, PATH, "ok", &text))
}

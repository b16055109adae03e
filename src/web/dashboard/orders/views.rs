//! Views of the list: filters that a customer has kept under a name, as chips above it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use url::form_urlencoded;

use super::filters::OrderFilters;
use crate::accounts::AccountId;
use crate::app::App;
use crate::kit::db;
use crate::kit::lang::Lang;
use crate::orders::views::{self, NAME_CHARS_MAX, VIEWS_MAX, ViewError};
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::{Customer, local_path};
use crate::web::path::Id;
use crate::web::view;

/// A view as a chip.
#[derive(Debug, Clone)]
pub(super) struct ViewChip {
    pub id: i64,
    pub name: String,
    pub href: String,
    /// Whether the list shows it.
    pub on: bool,
}

/// The account's views; `query` has the filters in force.
pub(super) async fn chips(
    app: &App,
    account_id: AccountId,
    query: &str,
) -> Result<Vec<ViewChip>, db::Error> {
    let kept = views::list(app.db.pool(), account_id).await?;
    let chip = |view: views::View| ViewChip {
        id: view.id,
        on: view.query == query,
        href: format!("/orders?{}", view.query),
        name: view.name,
    };
    Ok(kept.into_iter().map(chip).collect())
}

/// The filters of a query as the page itself writes them; anything else in it is left out.
fn canonical(query: &str) -> String {
    let mut filters = OrderFilters::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = value.into_owned();
        match &*name {
            "state" => filters.state = value,
            "q" => filters.q = value,
            "service" => filters.service = value,
            "kind" => filters.kind = value,
            "from" => filters.from = value,
            "to" => filters.to = value,
            "parent" => filters.parent = value,
            _ => {}
        }
    }
    filters.query("", "")
}

/// POST /orders/views: keeps the filters `query` under `name`.
pub async fn keep(
    State(app): State<Arc<App>>,
    customer: Customer,
    form: SentForm,
) -> Result<Response, Failure> {
    let (name, query) = (form.text("name"), canonical(form.text("query")));
    let asked = format!("/orders?{query}");
    let here = if query.is_empty() { "" } else { local_path(&asked) };
    let here = if here.is_empty() { "/orders" } else { here };
    let kept = views::keep(&app.db, &app.clock, customer.id(), name, query.clone()).await;
    let (kind, text) = match kept {
        Ok(()) => ("ok", customer.lang().say("orders-view-kept").to_string()),
        Err(refused) => ("warn", not_kept(customer.lang(), refused)?),
    };
    Ok(view::done(&app.config, here, kind, &text))
}

/// Why a view is not kept.
fn not_kept(lang: Lang, error: ViewError) -> Result<String, db::Error> {
    let said = match error {
        ViewError::Name => lang.say("orders-view-name-wrong").count("count", NAME_CHARS_MAX),
        ViewError::Nothing => lang.say("orders-view-nothing"),
        ViewError::TooLong => lang.say("orders-view-too-long"),
        ViewError::TooMany => lang.say("orders-view-too-many").count("count", VIEWS_MAX),
        ViewError::Db(error) => return Err(error),
    };
    Ok(said.to_string())
}

/// POST /orders/views/{id}/remove
pub async fn remove(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<i64>,
) -> Result<Response, Failure> {
    let name = views::remove(&app.db, customer.id(), id).await?.ok_or(Failure::NotFound)?;
    let said = customer.lang().say("orders-view-removed").with("name", name);
    Ok(view::done(&app.config, "/orders", "ok", &said.to_string()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_view_holds_filters_and_nothing_else() {
        let query = "before=7&q=a%26b&state=partial&x=y&kind=&from=+2026-01-01";
        assert_eq!(super::canonical(query), "state=partial&q=a%26b&from=2026-01-01");
        assert_eq!(super::canonical("//evil.example"), "");
    }
}

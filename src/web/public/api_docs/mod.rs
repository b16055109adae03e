//! /api-docs: the panel's APIs for developers, with examples for this panel. A key that is typed
//! here stays in the browser: the field belongs to no form and has no name. The page's script puts
//! it into the examples, and sends it to this panel's own API when the reader presses Send.

mod manual;
mod protocols;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::front::Front;
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::guard::Shopper;
use crate::web::view::{self, Chip, Page};
use manual::Table;
use protocols::{Language, Protocol};

const PATH: &str = "/api-docs";

#[derive(Template)]
#[template(path = "public/api/api_docs.html")]
struct ApiPage {
    page: Page,
    front: Front,
    tabs: Vec<Chip>,
    protocol: Protocol,
    /// The whole address of its endpoint.
    endpoint: String,
    examples: Vec<Example>,
    tables: Vec<(String, Table)>,
    is_customer: bool,
}

struct Example {
    language: Language,
    /// The text, apart where the key belongs.
    pieces: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    of: String,
}

/// GET /api-docs
pub async fn show(
    State(app): State<Arc<App>>,
    shopper: Shopper,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let protocols = protocols::all(shopper.lang());
    let chosen = protocols.iter().position(|one| one.name == wanted.of).unwrap_or_default();
    let panel = app.config.public_url.as_str().trim_end_matches('/');
    let tabs = protocols.iter().enumerate().map(|(at, one)| {
        let href = if at == 0 { PATH.to_owned() } else { format!("{PATH}?of={}", one.name) };
        Chip::new(&one.title, href, at == chosen)
    });
    let tabs = tabs.collect();
    let protocol = protocols.into_iter().nth(chosen).ok_or(Failure::NotFound)?;
    let examples = protocol.examples.iter().map(|(language, text)| Example {
        language: *language,
        pieces: text
            .trim_end()
            .replace("__PANEL__", panel)
            .split("__KEY__")
            .map(str::to_owned)
            .collect(),
    });
    let tables = protocol.tables.iter();
    let tables = tables.map(|(heading, title)| (title.clone(), manual::table(heading)));
    view::html(&ApiPage {
        page: shopper.page("api"),
        front: Front::read(&app).await?,
        tabs,
        endpoint: format!("{panel}{}", protocol.path),
        examples: examples.collect(),
        tables: tables.collect(),
        protocol,
        is_customer: shopper.account_id().is_some(),
    })
}

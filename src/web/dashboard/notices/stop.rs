//! /notices/stop: behind the link of a notice's mail. Nobody signs in for it. Opening it changes nothing,
//! because programs that read mail open links; a mail program's own button posts to it (RFC 8058).

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::choices::topic_name;
use crate::accounts::audit::Actor;
use crate::accounts::notices::stop;
use crate::app::App;
use crate::web::failure::Failure;
use crate::web::form::SentForm;
use crate::web::guard::Visitor;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "dashboard/notices/stop.html")]
struct StopPage {
    page: Page,
    key: String,
    /// What such mails are about; "": the link does not work.
    topic: String,
    is_done: bool,
}

/// The key in the link.
#[derive(Debug, Deserialize)]
pub struct Key {
    #[serde(default)]
    key: String,
}

/// GET /notices/stop?key=
pub async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(Key { key }): Query<Key>,
) -> Result<Response, Failure> {
    let found = stop::read(&app.keys, &key);
    let topic = found.map(|stop| topic_name(visitor.lang(), stop.topic).to_string());
    let topic = topic.unwrap_or_default();
    view::html(&StopPage { page: visitor.page(""), key, topic, is_done: false })
}

/// POST /notices/stop: the key stands in the address, as a mail program posts it with a body of any kind,
/// or in the form.
pub async fn submit(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(Key { key }): Query<Key>,
    form: Result<SentForm, Failure>,
) -> Result<Response, Failure> {
    let key = if key.is_empty() { form?.text("key").to_owned() } else { key };
    let Some(found) = stop::read(&app.keys, &key) else {
        let page = visitor.page("");
        return view::refused(&StopPage { page, key, topic: String::new(), is_done: false });
    };
    let actor = Actor { address: Some(visitor.address), ..Actor::COMMAND };
    let actor = actor.with_device(&visitor.user_agent);
    stop::stop(&app.db, &app.clock, actor, found).await?;
    let topic = topic_name(visitor.lang(), found.topic).to_string();
    view::html(&StopPage { page: visitor.page(""), key, topic, is_done: true })
}

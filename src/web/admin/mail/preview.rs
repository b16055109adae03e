//! /admin/mail/preview: each message in each language, and the same as a file for a mail program.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::super::listing::address;
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::kit::lang::Lang;
use crate::mail::{Kind, Letter};
use crate::web::failure::Failure;
use crate::web::form::Choice;
use crate::web::guard::Staff;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "admin/mail/preview.html")]
struct PreviewPage {
    page: Page,
    kinds: Vec<Choice>,
    languages: Vec<Choice>,
    /// What is wrong with the address; "" for nothing.
    fault: &'static str,
    tag: &'static str,
    dir: &'static str,
    subject: String,
    text: String,
    /// The same as a file.
    file: String,
}

/// What the address names.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    kind: String,
    lang: String,
}

impl Wanted {
    fn kind(&self) -> Kind {
        Kind::parse(&self.kind).unwrap_or(Kind::ALL[0])
    }

    fn lang(&self) -> Lang {
        Lang::parse(&self.lang).unwrap_or_default()
    }

    fn fault(&self) -> &'static str {
        let kind = self.kind.is_empty() || Kind::parse(&self.kind).is_some();
        let lang = self.lang.is_empty() || Lang::parse(&self.lang).is_some();
        if kind && lang {
            ""
        } else {
            "There is no such message or language. Another one is shown."
        }
    }
}

fn example(app: &App, staff: &Staff, wanted: &Wanted) -> Letter {
    let panel = staff.visitor().settings().panel_name_or(&app.config.panel_name);
    Letter::example(wanted.kind(), panel, app.outbox.site())
}

/// GET /admin/mail/preview?kind=&lang=
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let (kind, lang) = (wanted.kind(), wanted.lang());
    let rendered = example(&app, &staff, &wanted).render(lang);
    let kinds = Kind::ALL.map(|one| Choice::new(one.as_str(), one.name(), one == kind));
    let languages = Lang::all().map(|one| Choice::new(one.tag(), one.name(), one == lang));
    let pairs = [("kind", kind.as_str()), ("lang", lang.tag())];
    view::html(&PreviewPage {
        page: staff.page("admin-settings"),
        kinds: kinds.into(),
        languages: languages.collect(),
        fault: wanted.fault(),
        tag: lang.tag(),
        dir: lang.dir(),
        subject: rendered.subject,
        text: rendered.text,
        file: address("/admin/mail/preview.eml", &pairs),
    })
}

/// GET /admin/mail/preview.eml?kind=&lang=
pub async fn file(
    State(app): State<Arc<App>>,
    staff: Staff,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let (letter, own) = (example(&app, &staff, &wanted), &staff.session.account.email);
    let bytes = app.courier.example(&letter, wanted.lang(), (own.as_str(), app.clock.now()));
    let bytes = bytes.map_err(Failure::internal)?;
    let headers = [
        (CONTENT_TYPE, "message/rfc822"),
        (CONTENT_DISPOSITION, "attachment; filename=\"message.eml\""),
    ];
    Ok((headers, bytes).into_response())
}

//! /admin/pages/new and /admin/pages/{id}: the form of a page.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::announcement::MEANWHILE;
use super::pages::href;
use super::texts::{self, LangFields, PAGES, PreviewPart, SECTION};
use crate::accounts::rights::Rights;
use crate::app::App;
use crate::content::PageId;
use crate::content::page::{self as verbs, Draft, PageError, RULE, Slug, TERMS};
use crate::kit::lang::Lang;
use crate::web::admin::fields::sentence;
use crate::web::failure::Failure;
use crate::web::form::{Choice, Errors, LongForm, SentForm};
use crate::web::guard::Staff;
use crate::web::news::ReadText;
use crate::web::path::Id;
use crate::web::view::{self, Page};

#[derive(Template)]
#[template(path = "admin/announcements/page.html")]
struct PagePage {
    page: Page,
    /// "": it is a new one.
    id: String,
    heading: String,
    /// Where customers read it; "": it is a new one.
    href: String,
    is_published: bool,
    /// Since when the terms had to be accepted; "": nobody was asked again.
    since: String,
    fields: Fields,
    languages: Vec<LangFields>,
    previews: Vec<ReadText>,
    errors: Errors,
}

struct Fields {
    version: String,
    slug: String,
    readers: Vec<Choice>,
    is_terms: bool,
    asks_again: bool,
}

const EVERYONE: &str = "everyone";
const CUSTOMERS: &str = "customers";

impl Fields {
    fn new(version: String, slug: String, is_public: bool, asks_again: bool) -> Self {
        Self {
            version,
            readers: vec![
                Choice::new(EVERYONE, "Everyone, guests and search engines too", is_public),
                Choice::new(CUSTOMERS, "Whoever is signed in", !is_public),
            ],
            is_terms: slug.trim().eq_ignore_ascii_case(TERMS),
            slug,
            asks_again,
        }
    }
}

/// What was typed; errors stand in the form.
fn read(form: &mut SentForm) -> Option<Draft> {
    let slug = form.read("slug", |typed| Slug::parse(typed).map_err(|why| sentence(&why)));
    let is_public = form.read("readers", |word| match word {
        EVERYONE => Ok(true),
        CUSTOMERS => Ok(false),
        _ => Err("Choose one of the list."),
    });
    let texts = texts::read(form, RULE);
    let (slug, is_public, texts) = (slug?, is_public?, texts?);
    if slug.is_terms() && !is_public {
        form.refuse("readers", "The terms are for everyone: people read them before they sign up.");
        return None;
    }
    Some(Draft {
        asks_again: form.is_ticked("ask_again"),
        publishes: form.is_ticked("publish"),
        slug,
        is_public,
        texts,
    })
}

fn refuse(form: &mut SentForm, error: PageError) -> Result<(), Failure> {
    match error {
        PageError::Taken => form.refuse("slug", sentence(&error)),
        PageError::TooMany => form.refuse("", sentence(&error)),
        PageError::Meanwhile { version } => {
            form.refuse("", MEANWHILE);
            // Whoever has read this, and saves again, means it.
            form.set("version", version.to_string());
        }
        PageError::NotFound => return Err(Failure::NotFound),
        PageError::NotAllowed => return Err(Failure::Forbidden),
        PageError::Db(error) => return Err(error.into()),
    }
    Ok(())
}

fn page(staff: &Staff, found: Option<&verbs::Page>, form: Option<&SentForm>) -> PagePage {
    let fields = match (form, found) {
        (Some(form), _) => {
            let text = |name| form.text(name).to_owned();
            let is_public = form.text("readers") != CUSTOMERS;
            Fields::new(text("version"), text("slug"), is_public, form.is_ticked("ask_again"))
        }
        (None, Some(found)) => {
            let (version, slug) = (found.version.to_string(), found.slug.to_string());
            Fields::new(version, slug, found.is_public, false)
        }
        (None, None) => Fields::new(String::new(), String::new(), true, false),
    };
    let title = found.map(|one| one.texts.best(Lang::ENGLISH).1.title.clone());
    let page = staff.page(SECTION);
    PagePage {
        id: found.map(|one| one.id.to_string()).unwrap_or_default(),
        heading: title.unwrap_or_else(|| "New page".to_owned()),
        href: found.map(|one| href(&one.slug)).unwrap_or_default(),
        is_published: found.is_some_and(|one| one.is_published),
        since: found.and_then(|one| one.since).map(|at| page.moment(&at)).unwrap_or_default(),
        fields,
        languages: match form {
            Some(form) => texts::typed(form),
            None => texts::stored(found.map(|one| &one.texts)),
        },
        previews: match (form, found) {
            (Some(form), _) => texts::previews(form, RULE),
            (None, Some(found)) => texts::drawn(&found.texts),
            (None, None) => Vec::new(),
        },
        errors: form.map(SentForm::errors).unwrap_or_default(),
        page,
    }
}

/// GET /admin/pages/new
pub async fn blank(staff: Staff) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    view::html(&page(&staff, None, None))
}

/// POST /admin/pages
pub async fn create(
    State(app): State<Arc<App>>,
    staff: Staff,
    LongForm(mut form): LongForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if let Some(draft) = read(&mut form) {
        let said = saved(draft.publishes);
        match verbs::create(&app.db, &app.clock, &app.content, staff.actor(), draft).await {
            Ok(_) => return Ok(view::done(&app.config, PAGES, "ok", said)),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&page(&staff, None, Some(&form)))
}

/// GET /admin/pages/{id}
pub async fn show(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<PageId>,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let found = verbs::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    view::html(&page(&staff, Some(&found), None))
}

/// POST /admin/pages/{id}
pub async fn update(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<PageId>,
    LongForm(mut form): LongForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    let found = verbs::find(app.db.pool(), id).await?.ok_or(Failure::NotFound)?;
    let draft = read(&mut form);
    if let (Some(draft), version) = (draft, form.text("version").parse().unwrap_or_default()) {
        let said = saved(draft.publishes || found.is_published);
        let (db, clock, change) = (&app.db, &app.clock, (id, version, draft));
        match verbs::update(db, clock, &app.content, staff.actor(), change).await {
            Ok(()) => return Ok(view::done(&app.config, PAGES, "ok", said)),
            Err(error) => refuse(&mut form, error)?,
        }
    }
    view::refused(&page(&staff, Some(&found), Some(&form)))
}

/// POST /admin/pages/preview: the form as it is, with how it will look.
pub async fn preview(
    State(app): State<Arc<App>>,
    staff: Staff,
    LongForm(mut form): LongForm,
) -> Result<Response, Failure> {
    staff.require(Rights::may_set_up)?;
    if staff.visitor().is_partial {
        return view::html(&PreviewPart { previews: texts::previews(&form, RULE) });
    }
    let found = match form.text("id").parse() {
        Ok(id) => verbs::find(app.db.pool(), id).await?,
        Err(_) => None,
    };
    texts::read(&mut form, RULE);
    view::html(&page(&staff, found.as_ref(), Some(&form)))
}

fn saved(is_published: bool) -> &'static str {
    if is_published { "The page is saved and published." } else { "The page is saved as a draft." }
}

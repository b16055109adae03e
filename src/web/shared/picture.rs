//! Pictures that people sent: /pictures/{id} for whoever sent it, /admin/pictures/{id} for the staff
//! who deal with it. For everyone else there is none.
//!
//! They are files to keep, never pages: a browser that opens the address saves it, and shows it in
//! a page of ours alone.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::accounts::picture::{self, Facts, PictureId, Viewer};
use crate::app::App;
use crate::kit::lang::{Lang, Said};
use crate::kit::picture::queue::{self, ReadError};
use crate::kit::picture::{NoPicture, Picture, SIDE_KEPT_MAX};
use crate::web::failure::Failure;
use crate::web::figures;
use crate::web::form::SentForm;
use crate::web::guard::{Customer, SignedIn, Staff};
use crate::web::path::Id;

/// The field of forms that take a picture.
const FIELD: &str = "picture";

/// A picture in a page: small, with a link to the whole.
#[derive(Debug, Clone)]
pub struct Shown {
    pub href: String,
    pub width: i32,
    pub height: i32,
    /// `214 KB`
    pub size: String,
}

impl Shown {
    /// On a page of the customers' side.
    #[must_use]
    pub fn to_sender(facts: Facts) -> Self {
        Self::new("/pictures", facts)
    }

    /// On a page of staff.
    #[must_use]
    pub fn to_staff(facts: Facts) -> Self {
        Self::new("/admin/pictures", facts)
    }

    fn new(path: &str, facts: Facts) -> Self {
        let Facts { id, width, height, size } = facts;
        let kb = figures::number(i64::from(size / 1024).max(1));
        Self { href: format!("{path}/{id}"), width, height, size: format!("{kb} KB") }
    }
}

/// Why a file is not taken, in the language of whoever sent it.
fn refused(lang: Lang, why: NoPicture) -> Said {
    match why {
        NoPicture::Empty => lang.say("picture-empty"),
        NoPicture::TooLarge => lang.say("picture-too-large"),
        NoPicture::Type => lang.say("picture-type"),
        NoPicture::TooManyPixels => lang.say("picture-too-many-pixels"),
        NoPicture::Moving => lang.say("picture-moving"),
        NoPicture::Damaged => lang.say("picture-damaged"),
    }
}

/// The picture that was chosen in this form, if there is one; `None`: it is refused, and the form says
/// why.
pub async fn chosen(
    customer: &Customer,
    form: &mut SentForm,
) -> Result<Option<Option<Picture>>, Failure> {
    chosen_within(customer, customer.lang(), form, SIDE_KEPT_MAX).await
}

/// The same, with sides of at most so many pixels; what is wrong is said in this language.
pub async fn chosen_within(
    who: &SignedIn,
    lang: Lang,
    form: &mut SentForm,
    side_max: u32,
) -> Result<Option<Option<Picture>>, Failure> {
    let Some(sent) = form.file(FIELD) else { return Ok(Some(None)) };
    match queue::read(who.id().get(), sent.clone(), side_max).await {
        Ok(picture) => Ok(Some(Some(picture))),
        Err(ReadError::Busy) => Err(Failure::Busy),
        Err(ReadError::NoPicture(why)) => {
            form.refuse(FIELD, refused(lang, why));
            Ok(None)
        }
    }
}

/// A form that comes back cannot bring its picture: says so.
pub fn say_again(lang: Lang, form: &mut SentForm) {
    if form.file(FIELD).is_some() && form.errors().of(FIELD).is_empty() {
        form.refuse(FIELD, lang.say("picture-again"));
    }
}

/// GET /pictures/{id}
pub async fn sent(
    State(app): State<Arc<App>>,
    customer: Customer,
    Id(id): Id<PictureId>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, Viewer::Sender(customer.id()), id, &headers).await
}

/// GET /admin/pictures/{id}
pub async fn received(
    State(app): State<Arc<App>>,
    staff: Staff,
    Id(id): Id<PictureId>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, Viewer::Staff(staff.rights()), id, &headers).await
}

async fn answer(
    app: &App,
    viewer: Viewer,
    id: PictureId,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let found = picture::find(app.db.pool(), viewer, id).await?;
    let found = found.ok_or(Failure::NotFound)?;
    let tag = format!("\"picture-{id}\"");
    // The browser asks each time, so that nobody sees it who may not any more; it does not change.
    let kept = [(CACHE_CONTROL, "private, no-cache".to_owned()), (ETAG, tag.clone())];
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|tags| tags.split(',').any(|one| one.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let name = format!("attachment; filename=\"picture-{id}.{}\"", found.kind.ending());
    let about = [(CONTENT_TYPE, found.kind.as_str().to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((kept, about, found.bytes).into_response())
}

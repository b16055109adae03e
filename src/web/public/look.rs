//! /logo/{hash} and /colours/{colours}: the owner's logo and colours, for every page. Their addresses
//! change with them, so browsers keep them for good.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::kit::colour::Colour;
use crate::settings::accent::{Shades, Theme};
use crate::settings::logo as kept_logo;
use crate::web::failure::Failure;
use crate::web::path::Id;

const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// GET /logo/{hash}
pub async fn logo(State(app): State<Arc<App>>, Id(hash): Id<String>) -> Result<Response, Failure> {
    let found = kept_logo::find(app.db.pool(), &hash).await?;
    let (kind, bytes) = found.ok_or(Failure::NotFound)?;
    Ok(([(CONTENT_TYPE, kind.as_str()), (CACHE_CONTROL, FOR_GOOD)], bytes).into_response())
}

/// GET /colours/{colours}: the style sheet of an accent for the light theme and one for the dark one,
/// `3457c0-8fb4f8`.
pub async fn colours(Id(colours): Id<String>) -> Result<Response, Failure> {
    let (light, dark) = colours.split_once('-').ok_or(Failure::NotFound)?;
    let colour = |digits| Colour::parse(digits).map_err(|_| Failure::NotFound);
    let light = Shades::of(colour(light)?, Theme::Light);
    let dark = Shades::of(colour(dark)?, Theme::Dark);
    let styles = format!(
        ":root{{--accent:light-dark({},{});--accent-strong:light-dark({},{});\
         --on-accent:light-dark({},{});--wash:light-dark({},{})}}\n",
        light.accent,
        dark.accent,
        light.strong,
        dark.strong,
        light.on,
        dark.on,
        light.wash,
        dark.wash
    );
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, FOR_GOOD)];
    Ok((headers, styles).into_response())
}

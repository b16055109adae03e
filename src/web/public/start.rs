//! /: what a guest sees first. The owner's settings say what stands there; people who are signed in
//! are led on.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::front::Front;
use super::pages::{self, PageLink};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::web::failure::Failure;
use crate::web::guard::Visitor;
use crate::web::view::{self, Page};

/// Categories that the page shows.
const CATEGORIES_MAX: usize = 24;
/// Characters of a description that search engines show.
const DESCRIPTION_CHARS: usize = 160;

#[derive(Template)]
#[template(path = "public/start/start.html")]
struct StartPage {
    page: Page,
    front: Front,
    /// The first letter of the panel's name.
    letter: String,
    headline: String,
    text: String,
    description: String,
    /// This page's address, as people type it.
    address: String,
    /// What is sold, if guests may see it.
    categories: Vec<Category>,
    /// How many are not shown.
    more: usize,
    services: usize,
    /// What the owner has written for everybody.
    pages: Vec<PageLink>,
    contact: String,
}

struct Category {
    id: i64,
    name: String,
    count: String,
}

/// GET /
pub async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Failure> {
    if let Some(session) = &visitor.session {
        let is_staff = session.account.role.is_staff();
        return Ok(Redirect::to(if is_staff { "/admin" } else { "/new" }).into_response());
    }
    let (front, settings) = (Front::read(&app).await?, visitor.settings());
    let (page, lang) = (visitor.page(""), visitor.lang());
    let headline = match settings.start_headline.as_str() {
        "" => lang.say("start-headline").to_string(),
        said => said.to_owned(),
    };
    let text = match settings.start_text.as_str() {
        "" => lang.say("start-text").to_string(),
        said => said.to_owned(),
    };
    let (mut categories, mut services) = (Vec::new(), 0);
    if front.is_public {
        let edition = app.price_list.read(&app.db).await?;
        services = edition.all().len();
        categories = of_categories(lang, edition.categories());
    }
    let edition = app.content.get(&app.db).await?;
    let more = categories.len().saturating_sub(CATEGORIES_MAX);
    categories.truncate(CATEGORIES_MAX);
    view::html(&StartPage {
        front,
        letter: letter(&page.panel_name),
        page,
        description: description(&text),
        headline,
        text,
        address: app.config.public_url.to_string(),
        categories,
        more,
        services,
        pages: pages::links(&edition, &visitor),
        contact: settings.abuse_contact_or(&app.config.abuse_contact).to_owned(),
    })
}

/// The first letter of a name, as a capital.
fn letter(name: &str) -> String {
    name.chars().next().map(|c| c.to_uppercase().collect()).unwrap_or_default()
}

fn of_categories<'c>(
    lang: Lang,
    found: impl Iterator<Item = (i64, &'c str, usize)>,
) -> Vec<Category> {
    let category = |(id, name, count): (i64, &str, usize)| Category {
        id,
        name: name.to_owned(),
        count: lang.number(count),
    };
    found.map(category).collect()
}

/// The first words of a text, on one line.
pub(super) fn description(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= DESCRIPTION_CHARS {
        return line;
    }
    let cut: String = line.chars().take(DESCRIPTION_CHARS - 1).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

/// GET /robots.txt: what search engines may read.
pub async fn robots(State(app): State<Arc<App>>) -> Result<Response, Failure> {
    let front = Front::read(&app).await?;
    let mut text =
        "User-agent: *\nAllow: /$\nAllow: /terms$\nAllow: /pages\nAllow: /static/\n".to_owned();
    if front.is_public {
        text.push_str("Allow: /services\nAllow: /api-docs\nDisallow: /services.csv\n");
    }
    text.push_str("Disallow: /\n");
    let headers =
        [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")];
    Ok((headers, text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_one_line_of_whole_words() {
        assert_eq!(description(" two\n lines "), "two lines");
        let long = description(&"word ".repeat(100));
        assert!(long.chars().count() <= DESCRIPTION_CHARS && long.ends_with("word…"), "{long}");
    }
}

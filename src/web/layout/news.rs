//! What the owner tells everybody who is signed in: the banners on top of the customers' pages, and
//! whether there are pages to look something up in.

use askama::filters::HtmlSafe;

use super::failure::Failure;
use super::view::Page;
use crate::accounts::session::Session;
use crate::app::App;
use crate::content::{Announced, AnnouncementId, Level, ShownPage};
use crate::kit::lang::Lang;
use crate::kit::markdown::Html;

/// Banners on one page. The others stand in the list of announcements.
const BANNERS_MAX: usize = 2;
/// A longer text is read in the list of announcements.
const BANNER_CHARS_MAX: usize = 400;

/// It escapes all that it does not write itself.
impl HtmlSafe for Html {}

/// See `templates/frame/news.html`.
#[derive(Debug, Clone, Default)]
pub struct News {
    pub banners: Vec<Banner>,
    /// Further banners.
    pub more: usize,
    /// Whether there is a page to read.
    pub has_pages: bool,
}

/// An announcement on top of a page.
#[derive(Debug, Clone)]
pub struct Banner {
    pub id: AnnouncementId,
    /// The class that colours it.
    pub kind: &'static str,
    pub text: ReadText,
    pub is_long: bool,
    pub is_dismissible: bool,
}

/// A text of the owner, in the language in which it is read.
#[derive(Debug, Clone)]
pub struct ReadText {
    pub lang: Lang,
    pub title: String,
    pub body: Html,
}

/// What this person is told above the page.
pub(super) async fn of(app: &App, session: &Session, frame: &Page) -> Result<News, Failure> {
    let edition = app.content.get(&app.db).await?;
    let id = session.account.id;
    let mut live = app.content.banners(&app.db, app.clock.now(), id).await?;
    let more = live.len().saturating_sub(BANNERS_MAX);
    live.truncate(BANNERS_MAX);
    // During a visit nothing is changed in the customer's name.
    let may_dismiss = frame.visit.is_none();
    let banner = |one: &Announced| Banner {
        id: one.id,
        kind: kind(one.level),
        text: ReadText::of_announced(one, frame.lang),
        is_long: one.read_in(frame.lang).1.chars > BANNER_CHARS_MAX,
        is_dismissible: one.is_dismissible && may_dismiss,
    };
    Ok(News {
        banners: live.iter().map(|one| banner(one)).collect(),
        more,
        has_pages: edition.pages(false).next().is_some(),
    })
}

/// The class that colours an announcement.
fn kind(level: Level) -> &'static str {
    match level {
        Level::Info => "info",
        Level::Warning => "warn",
    }
}

impl ReadText {
    /// An announcement for who reads this language.
    #[must_use]
    pub fn of_announced(one: &Announced, lang: Lang) -> Self {
        let (lang, written) = one.read_in(lang);
        Self { lang, title: written.title.clone(), body: written.body.clone() }
    }

    /// A page for who reads this language.
    #[must_use]
    pub fn of_page(one: &ShownPage, lang: Lang) -> Self {
        let (lang, written) = one.read_in(lang);
        Self { lang, title: written.title.clone(), body: written.body.clone() }
    }
}

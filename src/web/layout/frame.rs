//! The frame around the pages: navigation, strip, list of keys. Each part is a template of its own, so
//! that it is compiled once, and not into each of the pages.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

use super::running::Running;
use super::view::{Account, Page};
use crate::accounts::notices::COUNTED_MAX;
use crate::kit::lang::Lang;

macro_rules! parts {
    ($($part:ident $path:literal)+) => {
        $(#[derive(Template)]
        #[template(path = $path)]
        struct $part<'p> {
            page: &'p Page,
            account: &'p Account,
        })+
    };
}

parts! {
    Rail "frame/rail.html"
    Strip "frame/strip.html"
    StaffRail "admin/frame/rail.html"
    StaffStrip "admin/frame/strip.html"
}

#[derive(Template)]
#[template(path = "frame/keys.html")]
struct Keys<'p> {
    page: &'p Page,
}

#[derive(Template)]
#[template(path = "admin/frame/keys.html")]
struct StaffKeys<'p> {
    account: &'p Account,
}

#[derive(Template)]
#[template(path = "frame/news.html")]
struct NewsPart<'p> {
    page: &'p Page,
}

#[derive(Template)]
#[template(path = "admin/frame/running.html")]
struct StaffRunning<'p> {
    page: &'p Page,
}

#[derive(Template)]
#[template(path = "frame/choices.html")]
struct Choices<'p> {
    page: &'p Page,
}

/// A part that is drawn already: it is printed as it is.
#[derive(Default)]
pub struct Part(String);

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Part {}

/// The name of the bell, for those who cannot see its figure.
pub(in crate::web) fn bell(lang: Lang, unread: i64) -> String {
    match unread {
        0 => lang.say("notices-title").to_string(),
        unread => lang.say("notices-bell").count("count", unread).to_string(),
    }
}

/// The figure at the bell; "" for none.
pub(in crate::web) fn bell_count(lang: Lang, unread: i64) -> String {
    match unread {
        0 => String::new(),
        COUNTED_MAX.. => format!("{}+", lang.number(COUNTED_MAX - 1)),
        unread => lang.number(unread),
    }
}

type Drawn = Result<Part, askama::Error>;

fn drawn(template: &impl Template) -> Drawn {
    template.render().map(Part)
}

impl Page {
    /// The navigation; "" for a guest.
    pub fn rail(&self) -> Drawn {
        let Some(account) = &self.account else { return Ok(Part::default()) };
        match self.admin {
            true => drawn(&StaffRail { page: self, account }),
            false => drawn(&Rail { page: self, account }),
        }
    }

    /// What stands above each page of somebody who is signed in.
    pub fn strip(&self) -> Drawn {
        let Some(account) = &self.account else { return Ok(Part::default()) };
        match self.admin {
            true => drawn(&StaffStrip { page: self, account }),
            false => drawn(&Strip { page: self, account }),
        }
    }

    /// The name of the bell, with how many notices are not read.
    pub fn bell(&self) -> String {
        bell(self.lang, self.badges.unread)
    }

    /// The figure at the bell; "" for none.
    pub fn bell_count(&self) -> String {
        bell_count(self.lang, self.badges.unread)
    }

    /// What runs, on the staff's side; "" for nothing.
    pub fn running_part(&self) -> Drawn {
        let Running { rows, behind, .. } = &*self.running;
        if rows.is_empty() && behind.is_empty() {
            return Ok(Part::default());
        }
        drawn(&StaffRunning { page: self })
    }

    /// The list of keys.
    pub fn keys(&self) -> Drawn {
        let Some(account) = &self.account else { return Ok(Part::default()) };
        match self.admin {
            true => drawn(&StaffKeys { account }),
            false => drawn(&Keys { page: self }),
        }
    }

    /// The owner's banners; "" on the staff's side.
    pub fn news_part(&self) -> Drawn {
        match self.admin || self.news.banners.is_empty() {
            true => Ok(Part::default()),
            false => drawn(&NewsPart { page: self }),
        }
    }

    /// What a guest chooses: theme and language.
    pub fn choices(&self) -> Drawn {
        drawn(&Choices { page: self })
    }
}

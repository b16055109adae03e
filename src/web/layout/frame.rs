//! The frame around the pages: navigation, strip, list of keys. Each part is a template of its own, so
//! that it is compiled once, and not into each of the pages.

use askama::Template;

use super::view::{Account, Page};

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
#[template(path = "frame/choices.html")]
struct Choices<'p> {
    page: &'p Page,
}

type Html = Result<String, askama::Error>;

impl Page {
    /// The navigation; "" for a guest.
    pub fn rail(&self) -> Html {
        let Some(account) = &self.account else { return Ok(String::new()) };
        match self.admin {
            true => StaffRail { page: self, account }.render(),
            false => Rail { page: self, account }.render(),
        }
    }

    /// What stands above each page of somebody who is signed in.
    pub fn strip(&self) -> Html {
        let Some(account) = &self.account else { return Ok(String::new()) };
        match self.admin {
            true => StaffStrip { page: self, account }.render(),
            false => Strip { page: self, account }.render(),
        }
    }

    /// The list of keys.
    pub fn keys(&self) -> Html {
        let Some(account) = &self.account else { return Ok(String::new()) };
        match self.admin {
            true => StaffKeys { account }.render(),
            false => Keys { page: self }.render(),
        }
    }

    /// What a guest chooses: theme and language.
    pub fn choices(&self) -> Html {
        Choices { page: self }.render()
    }
}

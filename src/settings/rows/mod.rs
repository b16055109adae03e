//! The list of settings: for each its key, its words, its form and its rule. Its default stands in
//! `Settings::default`. A new setting is a field there and a row in the file of its group; the page,
//! the audit log and the table need nothing more.

mod orders;
mod people;
mod records;
mod shop;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::Settings;
use crate::kit::money::Money;

/// What is wrong with a text, for the person who typed it.
pub type Wrong = Cow<'static, str>;

/// One setting.
pub struct Row {
    /// Its name in the table, in forms and in the audit log.
    pub key: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub kind: Kind,
    show: fn(&Settings) -> String,
    read: fn(&mut Settings, &str) -> Result<(), Wrong>,
}

/// How a setting is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One of these: the stored word, and what it is called.
    Choice(&'static [(&'static str, &'static str)]),
    /// A whole number in these bounds.
    Number { min: i32, max: i32 },
    /// An amount in the panel's currency. `optional`: may be left blank.
    Amount { optional: bool },
    /// Text of at most so many characters, which may be left blank. `is_long`: of several lines.
    Text { max: usize, is_long: bool },
    /// A time zone by its name: `Europe/Berlin`.
    Zone,
    /// One of the languages that customers read, by its tag.
    Language,
    /// Some of them: their tags, with blanks between.
    Languages,
}

/// Settings that have a page together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// How the panel looks and what it says of itself.
    Shop,
    /// Who may come in, and what staff may do.
    People,
    /// What is sold, and whether.
    Orders,
    /// What is kept, and how long.
    Records,
}

impl Group {
    /// In the order of the pages.
    pub const ALL: [Self; 4] = [Self::Shop, Self::People, Self::Orders, Self::Records];

    /// Its settings, in the order of the page.
    #[must_use]
    pub const fn rows(self) -> &'static [Row] {
        match self {
            Self::Shop => shop::ROWS,
            Self::People => people::ROWS,
            Self::Orders => orders::ROWS,
            Self::Records => records::ROWS,
        }
    }
}

/// The setting with this key.
#[must_use]
pub fn row(key: &str) -> Option<&'static Row> {
    Group::ALL.into_iter().flat_map(Group::rows).find(|row| row.key == key)
}

impl Row {
    /// The value in these settings, as it is stored and typed.
    #[must_use]
    pub fn show(&self, settings: &Settings) -> String {
        (self.show)(settings)
    }

    /// What is stored for this text; or what is wrong with it, for the person who typed it.
    pub fn check(&self, typed: &str) -> Result<String, Wrong> {
        let mut settings = Settings::default();
        self.set(&mut settings, typed)?;
        Ok(self.show(&settings))
    }

    /// Reads it into these settings; the error is for the person who typed it.
    pub(crate) fn set(&self, settings: &mut Settings, text: &str) -> Result<(), Wrong> {
        (self.read)(settings, text.trim())
    }
}

const NOT_LISTED: &str = "Choose one of the list.";

/// Browsers send line ends as two characters.
fn text(typed: &str, max: usize, too_long: &'static str) -> Result<String, Wrong> {
    let text = typed.replace("\r\n", "\n").replace('\r', "\n");
    if text.chars().count() > max { Err(too_long.into()) } else { Ok(text) }
}

/// Text of one line.
fn line(typed: &str, max: usize, too_long: &'static str) -> Result<String, Wrong> {
    if typed.chars().any(char::is_control) {
        return Err("One line, please.".into());
    }
    text(typed, max, too_long)
}

fn whole(typed: &str, (min, max): (i32, i32), why: &'static str) -> Result<i32, Wrong> {
    let number = typed.parse().ok().filter(|number| (min..=max).contains(number));
    number.ok_or(Cow::Borrowed(why))
}

fn amount(typed: &str) -> Result<Money, Wrong> {
    match Money::parse(typed) {
        Ok(amount) if amount >= Money::ZERO => Ok(amount),
        _ => {
            Err("A number such as 12.50, not below 0, with at most six digits after the point."
                .into())
        }
    }
}

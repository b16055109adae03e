//! A message that has markup of its own, such as a link within a sentence. The markup comes from
//! `locales/` alone: what the message quotes is escaped.

use std::fmt::{self, Write as _};

use askama::filters::{Html, HtmlSafe, escape};

use crate::kit::lang::{Count, Lang, Said};

/// A message of `locales/`, to be printed as it is.
pub struct SaidHtml(Said);

impl SaidHtml {
    pub(super) fn new(lang: Lang, key: &'static str) -> Self {
        Self(lang.say(key))
    }

    /// Puts a text in place of `{ $name }`.
    #[must_use]
    pub fn with(self, name: &'static str, text: impl fmt::Display) -> Self {
        let text = text.to_string();
        let escaped = escape(text.as_str(), Html).map(|safe| safe.to_string());
        Self(self.0.with(name, escaped.unwrap_or_default()))
    }

    /// Puts a number in place of `{ $name }`. The message may choose its words by it.
    #[must_use]
    pub fn count(self, name: &'static str, number: impl Count) -> Self {
        Self(self.0.count(name, number))
    }
}

/// What a right-to-left message puts around a text that it quotes.
const ISOLATES: [char; 2] = ['\u{2068}', '\u{2069}'];

impl fmt::Display for SaidHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // In an address they would be a part of it. What is quoted has no brackets: it is escaped.
        let mut is_tag = false;
        for c in self.0.to_string().chars() {
            is_tag = (is_tag || c == '<') && c != '>';
            if !(is_tag && ISOLATES.contains(&c)) {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}

impl HtmlSafe for SaidHtml {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_escaped() {
        let said = SaidHtml::new(Lang::ENGLISH, "moment");
        let said = said.with("day", "<b>").with("time", "\"&").to_string();
        assert_eq!(said, "&#60;b&#62;, &#34;&#38;");
    }

    #[test]
    fn an_address_has_no_marks_of_direction() {
        let arabic = Lang::parse("ar").unwrap();
        let said = SaidHtml::new(arabic, "statement-charge-for");
        let said = said.with("orders", "/orders").with("order", 17).to_string();
        assert!(said.contains("\"/orders/17\""), "{said}");
    }
}

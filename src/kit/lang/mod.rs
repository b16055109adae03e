//! The languages in which the panel speaks to customers: messages by Fluent, numbers and days by
//! ICU4X. The messages stand in `locales/`, a file for each language.
//!
//! What must stay true: each file has the same messages with the same arguments (`tests/languages`);
//! a message is a whole sentence, never a piece of one; figures are written in Latin digits, so that
//! what is read can be typed and pasted anywhere.

mod figures;
mod say;

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use icu_locale_core::Locale;

use figures::Figures;
pub use say::{Count, Said};

/// Tag, the language's own name, and its messages. To add a language, add its file and its line.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("en", "English", include_str!("../../../locales/en.ftl")),
    ("es", "Español", include_str!("../../../locales/es.ftl")),
    ("pt-BR", "Português (Brasil)", include_str!("../../../locales/pt-BR.ftl")),
    ("tr", "Türkçe", include_str!("../../../locales/tr.ftl")),
    ("ru", "Русский", include_str!("../../../locales/ru.ftl")),
    ("ar", "العربية", include_str!("../../../locales/ar.ftl")),
];

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 4] = ["ar", "fa", "he", "ur"];

static LOADED: LazyLock<Vec<Language>> =
    LazyLock::new(|| LANGUAGES.iter().map(|(tag, _, text)| Language::load(tag, text)).collect());

/// One of the languages. The default is English, which the staff's side always speaks.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Lang(usize);

struct Language {
    messages: FluentBundle<FluentResource>,
    figures: Figures,
}

impl Language {
    fn load(tag: &str, text: &str) -> Self {
        let id = tag.parse().expect("a language's tag is well formed");
        let mut messages = FluentBundle::new_concurrent(vec![id]);
        // Around what a message quotes, so that a name in another script does not turn it over.
        messages.set_use_isolating(is_right_to_left(tag));
        messages.set_formatter(Some(figures::in_message));
        let resource = FluentResource::try_new(text.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("locales/{tag}.ftl: {errors:?}"));
        messages
            .add_resource(resource)
            .unwrap_or_else(|errors| panic!("locales/{tag}.ftl: {errors:?}"));
        Self { messages, figures: Figures::new(&locale(tag)) }
    }
}

/// What ICU calls the language, with Latin digits. English is that of the world, which writes the
/// day before the month.
fn locale(tag: &str) -> Locale {
    let tag = if tag == "en" { "en-001" } else { tag };
    Locale::try_from_str(&format!("{tag}-u-nu-latn")).expect("a language's tag is well formed")
}

fn is_right_to_left(tag: &str) -> bool {
    RIGHT_TO_LEFT.contains(&primary(tag))
}

/// The language without its country: `pt` of `pt-BR`.
fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

impl Lang {
    pub const ENGLISH: Self = Self(0);

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..LANGUAGES.len()).map(Self)
    }

    /// The language with this tag.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        LANGUAGES.iter().position(|(known, ..)| *known == tag).map(Self)
    }

    /// The first language of an `Accept-Language` header that is among those offered. A language of
    /// another country is better than a foreign one. Browsers put what they like best first.
    #[must_use]
    pub fn accepted(header: &str, offered: &[Self]) -> Option<Self> {
        let wanted = header.split(',').map(|one| one.split(';').next().unwrap_or_default().trim());
        wanted.take(20).find_map(|wanted| {
            let exactly = offered.iter().find(|one| one.tag().eq_ignore_ascii_case(wanted));
            let nearly = || {
                let wanted = primary(wanted);
                offered.iter().find(|one| primary(one.tag()).eq_ignore_ascii_case(wanted))
            };
            exactly.or_else(nearly).copied()
        })
    }

    /// As `lang` of HTML has it: `pt-BR`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        LANGUAGES[self.0].0
    }

    /// What its speakers call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        LANGUAGES[self.0].1
    }

    /// As `dir` of HTML has it.
    #[must_use]
    pub fn dir(self) -> &'static str {
        if is_right_to_left(self.tag()) { "rtl" } else { "ltr" }
    }

    /// Keeps the order of an amount and its currency where text goes from right to left.
    #[must_use]
    pub fn left_to_right(self, text: String) -> String {
        if is_right_to_left(self.tag()) { format!("\u{2066}{text}\u{2069}") } else { text }
    }

    /// A message of `locales/`. A name that is not there is shown as it is, and fails a debug build.
    #[must_use]
    pub fn say(self, key: &'static str) -> Said {
        Said::new(self, key)
    }

    fn loaded(self) -> &'static Language {
        &LOADED[self.0]
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lang({})", self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_languages_are_read_in_its_order() {
        let all: Vec<Lang> = Lang::all().collect();
        let accepted = |header| Lang::accepted(header, &all).map(Lang::tag);
        assert_eq!(accepted("pt-PT,pt;q=0.9,en;q=0.8"), Some("pt-BR"));
        assert_eq!(accepted("de-DE, de;q=0.9, ES-419;q=0.7"), Some("es"));
        assert_eq!(accepted("ar"), Some("ar"));
        for nothing in ["", "de", "*", ";;,,", "\u{2068}"] {
            assert_eq!(accepted(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_language_is_known_by_its_tag() {
        for lang in Lang::all() {
            assert_eq!(Lang::parse(lang.tag()), Some(lang));
            assert!(!lang.say("time-now").to_string().is_empty());
        }
        assert_eq!(Lang::parse("xx"), None);
        assert_eq!(Lang::default(), Lang::ENGLISH);
        let right_to_left = Lang::all().filter(|lang| lang.dir() == "rtl");
        assert_eq!(right_to_left.map(Lang::tag).collect::<Vec<_>>(), ["ar"]);
    }
}

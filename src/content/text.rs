//! A title and a text in one language or several. The text is Markdown (`kit::markdown`).

use serde_json::{Map, Value, json};

use crate::kit::db;
use crate::kit::lang::Lang;
use crate::kit::secret::{hex, sha256};
use crate::support::text::turns_text;

/// The longest title.
pub const TITLE_CHARS_MAX: usize = 120;

/// In one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// One line, without markup.
    pub title: String,
    pub body: String,
}

/// In all languages that it was written in: one at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts(Vec<(Lang, Text)>);

/// What somebody has typed in one language.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'t> {
    pub lang: Lang,
    pub title: &'t str,
    pub body: &'t str,
}

/// How long the text may be, and whether there may be none below the title.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub chars_max: usize,
    pub needs_body: bool,
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Title,
    Body,
}

/// What is wrong, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    pub lang: Lang,
    pub part: Part,
    pub why: Why,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("write it in one language at least")]
    Nothing,
    #[error("give it a title in this language, too")]
    NoTitle,
    #[error("write the text in this language, too")]
    NoBody,
    #[error("at most {max} characters, and this has {chars}")]
    TooLong { max: usize, chars: usize },
}

impl Typed<'_> {
    /// The text; `None`: it is not written in this language.
    pub fn read(&self, rule: Rule) -> Result<Option<Text>, Vec<Fault>> {
        let (title, body) = (one_line(self.title), lines(self.body));
        if title.is_empty() && body.is_empty() {
            return Ok(None);
        }
        let mut faults = Vec::new();
        let mut add = |part, why| faults.push(Fault { lang: self.lang, part, why });
        match title.chars().count() {
            0 => add(Part::Title, Why::NoTitle),
            1..=TITLE_CHARS_MAX => {}
            chars => add(Part::Title, Why::TooLong { max: TITLE_CHARS_MAX, chars }),
        }
        match body.chars().count() {
            0 if rule.needs_body => add(Part::Body, Why::NoBody),
            chars if chars > rule.chars_max => {
                add(Part::Body, Why::TooLong { max: rule.chars_max, chars });
            }
            _ => {}
        }
        if faults.is_empty() { Ok(Some(Text { title, body })) } else { Err(faults) }
    }
}

impl Texts {
    /// What was typed in each language; all that is wrong with it.
    pub fn read(typed: &[Typed<'_>], rule: Rule) -> Result<Self, Vec<Fault>> {
        let (mut texts, mut faults) = (Vec::new(), Vec::new());
        for one in typed {
            match one.read(rule) {
                Ok(text) => texts.extend(text.map(|text| (one.lang, text))),
                Err(more) => faults.extend(more),
            }
        }
        if texts.is_empty() && faults.is_empty() {
            faults.push(Fault { lang: Lang::ENGLISH, part: Part::Title, why: Why::Nothing });
        }
        if faults.is_empty() { Ok(Self(texts)) } else { Err(faults) }
    }

    /// From one language.
    #[must_use]
    pub fn only(lang: Lang, title: &str, body: &str) -> Self {
        Self(vec![(lang, Text { title: one_line(title), body: lines(body) })])
    }

    /// The same in one more language.
    #[must_use]
    pub fn and(mut self, lang: Lang, title: &str, body: &str) -> Self {
        self.0.push((lang, Text { title: one_line(title), body: lines(body) }));
        self
    }

    /// For who reads this language: in it, else in English, else in the first that there is.
    #[must_use]
    pub fn best(&self, lang: Lang) -> (Lang, &Text) {
        best(&self.0, lang)
    }

    /// In exactly this language.
    #[must_use]
    pub fn of(&self, lang: Lang) -> Option<&Text> {
        self.0.iter().find(|(other, _)| *other == lang).map(|(_, text)| text)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &Text)> {
        self.0.iter().map(|(lang, text)| (*lang, text))
    }

    /// As the table has them.
    pub(super) fn stored(&self) -> Value {
        let entry = |(lang, text): &(Lang, Text)| {
            (lang.tag().to_owned(), json!({ "title": text.title, "body": text.body }))
        };
        Value::Object(self.0.iter().map(entry).collect::<Map<_, _>>())
    }

    /// As the table has them. A language that this program does not speak is left out.
    pub(super) fn from_stored(stored: &Value) -> Result<Self, db::Error> {
        let text = |lang: Lang| {
            let one = stored.get(lang.tag())?;
            let part = |name: &str| one.get(name)?.as_str().map(str::to_owned);
            Some((lang, Text { title: part("title")?, body: part("body")? }))
        };
        let texts: Vec<_> = Lang::all().filter_map(text).collect();
        match texts.is_empty() {
            true => Err(db::Error::Refused("a text is in no language that is known".to_owned())),
            false => Ok(Self(texts)),
        }
    }

    /// For the audit log, which keeps no long texts: the title, and by what a text can be known again.
    pub(super) fn facts(&self) -> Value {
        let entry = |(lang, text): &(Lang, Text)| {
            let sum = hex(&sha256(text.body.as_bytes()));
            (lang.tag().to_owned(), json!({ "title": text.title, "text_sha256": sum }))
        };
        Value::Object(self.0.iter().map(entry).collect::<Map<_, _>>())
    }
}

/// For who reads this language. The list has one entry at least.
pub(super) fn best<T>(texts: &[(Lang, T)], lang: Lang) -> (Lang, &T) {
    let of = |lang: Lang| texts.iter().find(|(other, _)| *other == lang);
    let found = of(lang).or_else(|| of(Lang::ENGLISH)).or_else(|| texts.first());
    let (lang, text) = found.expect("it is written in one language at least");
    (*lang, text)
}

fn one_line(typed: &str) -> String {
    let kept: String = typed.chars().filter(|c| !turns_text(*c)).collect();
    let words = kept.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Lines end with `\n`; other control characters, which no keyboard makes, are dropped.
fn lines(typed: &str) -> String {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || turns_text(*c));
    let text: String = lines.chars().filter(kept).collect();
    // Blanks at the begin of a line mean something in Markdown.
    text.trim_end().trim_start_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule { chars_max: 10, needs_body: true };

    fn typed<'t>(tag: &str, title: &'t str, body: &'t str) -> Typed<'t> {
        Typed { lang: Lang::parse(tag).unwrap(), title, body }
    }

    #[test]
    fn one_language_is_enough_and_others_fall_back_on_it() {
        let spanish = Lang::parse("es").unwrap();
        let arabic = Lang::parse("ar").unwrap();
        let texts = [typed("en", " ", ""), typed("es", " Ayuda\n ", "\r\n  a\u{202e}\u{7}\r\nb ")];
        let texts = Texts::read(&texts, RULE).unwrap();
        let text = Text { title: "Ayuda".to_owned(), body: "  a\nb".to_owned() };
        assert_eq!(texts.best(Lang::ENGLISH), (spanish, &text));
        assert_eq!(Texts::from_stored(&texts.stored()).unwrap(), texts);
        let texts = texts.and(Lang::ENGLISH, "Help", "c");
        assert_eq!(texts.best(arabic).0, Lang::ENGLISH);
        assert_eq!(texts.best(spanish).0, spanish);
    }

    #[test]
    fn what_is_wrong_is_said_where_it_is() {
        let faults = |typed: &[Typed<'_>]| {
            let faults = Texts::read(typed, RULE).unwrap_err().into_iter();
            faults.map(|fault| (fault.lang.tag(), fault.part, fault.why)).collect::<Vec<_>>()
        };
        assert_eq!(faults(&[typed("tr", "", " ")]), [("en", Part::Title, Why::Nothing)]);
        assert_eq!(faults(&[typed("tr", "", "x")]), [("tr", Part::Title, Why::NoTitle)]);
        let long = "ü".repeat(TITLE_CHARS_MAX + 1);
        assert_eq!(
            faults(&[typed("en", "a", "b"), typed("ru", &long, "")]),
            [
                ("ru", Part::Title, Why::TooLong { max: TITLE_CHARS_MAX, chars: 121 }),
                ("ru", Part::Body, Why::NoBody)
            ]
        );
        let body = "ü".repeat(11);
        let found = faults(&[typed("ar", "a", &body)]);
        assert_eq!(found, [("ar", Part::Body, Why::TooLong { max: 10, chars: 11 })]);
        assert!(Texts::from_stored(&json!({ "xx": { "title": "a", "body": "b" } })).is_err());
    }
}

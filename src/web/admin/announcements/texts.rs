//! What the forms of announcements and of pages share: a title and a text in each language, what they
//! will look like, and the tabs of the two lists.

use askama::Template;

use crate::content::text::Rule;
use crate::content::{Fault, Part, Text, Texts, Typed};
use crate::kit::lang::Lang;
use crate::kit::markdown;
use crate::web::admin::fields::sentence;
use crate::web::form::SentForm;
use crate::web::news::ReadText;
use crate::web::view::Chip;

pub(super) const SECTION: &str = "admin-announcements";
pub(super) const ANNOUNCEMENTS: &str = "/admin/announcements";
pub(super) const PAGES: &str = "/admin/pages";

/// The fields of one language.
pub(super) struct LangFields {
    pub lang: Lang,
    pub title_name: String,
    pub text_name: String,
    pub title: String,
    pub text: String,
    pub title_error: String,
    pub text_error: String,
    /// It is written in this language, or it is the first.
    pub is_open: bool,
}

/// The preview alone, for the script of the form.
#[derive(Template)]
#[template(path = "admin/announcements/preview.html")]
pub(super) struct PreviewPart {
    pub previews: Vec<ReadText>,
}

/// The two lists.
pub(super) fn tabs(here: &str) -> Vec<Chip> {
    let tab = |label: &str, path: &str| Chip::new(label, path.to_owned(), path == here);
    vec![tab("Announcements", ANNOUNCEMENTS), tab("Pages", PAGES)]
}

fn title_name(lang: Lang) -> String {
    format!("title-{}", lang.tag())
}

fn text_name(lang: Lang) -> String {
    format!("text-{}", lang.tag())
}

/// The fields as they were sent, with what is wrong.
pub(super) fn typed(form: &SentForm) -> Vec<LangFields> {
    let errors = form.errors();
    fields(|lang| {
        let (title, text) = (form.text(&title_name(lang)), form.text(&text_name(lang)));
        let errors = [title_name(lang), text_name(lang)].map(|name| errors.of(&name).to_owned());
        ((title.to_owned(), text.to_owned()), errors)
    })
}

/// The fields of texts that are kept; `None`: all are blank.
pub(super) fn stored(texts: Option<&Texts>) -> Vec<LangFields> {
    fields(|lang| {
        let text = texts.and_then(|texts| texts.of(lang));
        let kept = text.map(|text| (text.title.clone(), text.body.clone())).unwrap_or_default();
        (kept, [String::new(), String::new()])
    })
}

fn fields(of: impl Fn(Lang) -> ((String, String), [String; 2])) -> Vec<LangFields> {
    let field = |lang| {
        let ((title, text), [title_error, text_error]) = of(lang);
        LangFields {
            is_open: lang == Lang::ENGLISH
                || [&title, &text, &title_error, &text_error].iter().any(|one| !one.is_empty()),
            lang,
            title_name: title_name(lang),
            text_name: text_name(lang),
            title,
            text,
            title_error,
            text_error,
        }
    };
    Lang::all().map(field).collect()
}

/// What was typed; errors stand in the form.
pub(super) fn read(form: &mut SentForm, rule: Rule) -> Option<Texts> {
    let read = {
        let typed: Vec<_> = Lang::all().map(|lang| typed_in(form, lang, &names(lang))).collect();
        Texts::read(&typed, rule)
    };
    match read {
        Ok(texts) => Some(texts),
        Err(faults) => {
            for Fault { lang, part, why } in faults {
                let name = match part {
                    Part::Title => title_name(lang),
                    Part::Body => text_name(lang),
                };
                form.refuse(&name, sentence(&why));
            }
            None
        }
    }
}

fn names(lang: Lang) -> [String; 2] {
    [title_name(lang), text_name(lang)]
}

fn typed_in<'f>(form: &'f SentForm, lang: Lang, [title, text]: &[String; 2]) -> Typed<'f> {
    Typed { lang, title: form.text(title), body: form.text(text) }
}

/// How it will look, in each language that can be drawn.
pub(super) fn previews(form: &SentForm, rule: Rule) -> Vec<ReadText> {
    let draw = |lang| {
        let text = typed_in(form, lang, &names(lang)).read(rule).ok()??;
        Some(ReadText { lang, title: text.title, body: markdown::render(&text.body) })
    };
    Lang::all().filter_map(draw).collect()
}

/// How texts look that are kept.
pub(super) fn drawn(texts: &Texts) -> Vec<ReadText> {
    let draw = |(lang, text): (Lang, &Text)| ReadText {
        lang,
        title: text.title.clone(),
        body: markdown::render(&text.body),
    };
    texts.iter().map(draw).collect()
}

/// In which languages it is written, for a list.
pub(super) fn languages(texts: &Texts) -> String {
    texts.iter().map(|(lang, _)| lang.tag()).collect::<Vec<_>>().join(", ")
}

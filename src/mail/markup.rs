//! A message as HTML. It sets no colours, so it is readable in any theme of a mail program, and is one
//! column that fits a phone. All that is put in is escaped.

use std::fmt::Write as _;

use super::letter::{Letter, Words};
use crate::kit::lang::Lang;

pub(super) fn html(
    lang: Lang,
    letter: &Letter,
    words: &Words,
    (fails, automatic): (&str, &str),
) -> String {
    let small = "font-size:14px;line-height:1.5";
    let mut middle = String::new();
    if !fails.is_empty() {
        let link = escaped(&letter.link);
        let _ = write!(
            middle,
            "<p style=\"margin:24px 0\"><a href=\"{link}\" style=\"display:inline-block;\
             padding:10px 18px;border:2px solid;border-radius:8px;color:inherit;font-weight:600;\
             text-decoration:none\">{}</a></p>\n\
             <p style=\"{small}\">{}<br><span dir=\"ltr\" style=\"word-break:break-all\">{link}\
             </span></p>\n",
            escaped(&words.button),
            escaped(fails),
        );
    }
    format!(
        "<!doctype html>\n<html lang=\"{tag}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         <title>{subject}</title>\n</head>\n\
         <body style=\"margin:0;padding:24px 16px;font:16px/1.5 system-ui,sans-serif\">\n\
         <main style=\"max-width:34em;margin:0 auto\" dir=\"{dir}\">\n\
         <p style=\"font-weight:600\">{panel}</p>\n\
         <h1 style=\"font-size:20px;line-height:1.3\">{subject}</h1>\n\
         <p style=\"white-space:pre-line\">{text}</p>\n{middle}<p style=\"{small}\">{end}</p>\n<hr>\n\
         <p style=\"font-size:13px;line-height:1.5\">{automatic}</p>\n</main>\n</body>\n</html>\n",
        tag = lang.tag(),
        dir = lang.dir(),
        subject = escaped(&words.subject),
        panel = escaped(&letter.panel),
        text = escaped(&words.text),
        end = escaped(&words.end),
        automatic = escaped(automatic),
    )
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

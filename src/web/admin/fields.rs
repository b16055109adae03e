//! Fields that many of the staff's forms have, and the text of a domain's refusal on a page.

use crate::web::form::SentForm;

const REASON_CHARS_MAX: usize = 500;

/// Why something is done: the audit log keeps it, so it is required.
pub(super) fn reason(form: &mut SentForm, name: &str) -> Option<String> {
    form.read(name, |typed| match typed.trim() {
        "" => Err("Say why, in a few words."),
        why if why.chars().count() > REASON_CHARS_MAX => Err("At most 500 characters."),
        why => Ok(why.to_owned()),
    })
}

/// A whole number, however many spaces stand around it.
pub(super) fn whole<N: std::str::FromStr>(typed: &str) -> Result<N, &'static str> {
    typed.trim().parse().map_err(|_| "A whole number, such as 100.")
}

/// A domain's lower-case sentence, as a page writes it.
pub(super) fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut rest = text.chars();
    let first = rest.next().map(char::to_uppercase).into_iter().flatten();
    let text: String = first.chain(rest).collect();
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

//! Why a new password or an e-mail address is refused, in the language of whoever typed it.

use crate::accounts::email::NotAnEmail;
use crate::accounts::password::{BYTES_MAX, CHARACTERS_MIN, DIGITS_MIN, Guessable, PasswordError};
use crate::kit::lang::Lang;

/// What is wrong with a new password.
#[must_use]
pub fn password(lang: Lang, error: PasswordError) -> String {
    let said = match error {
        PasswordError::Short => {
            lang.say("account-error-password-short").count("count", CHARACTERS_MIN)
        }
        PasswordError::Long => lang.say("account-error-password-long").count("count", BYTES_MAX),
        PasswordError::Guessable(reason) => match reason {
            Guessable::Common => lang.say("account-error-password-common"),
            Guessable::Around => lang.say("account-error-password-around"),
            Guessable::Digits => {
                lang.say("account-error-password-digits").count("count", DIGITS_MIN)
            }
            Guessable::Few => lang.say("account-error-password-few"),
            Guessable::Row => lang.say("account-error-password-row"),
            Guessable::Repeats => lang.say("account-error-password-repeats"),
            Guessable::Known => lang.say("account-error-password-known"),
        },
    };
    said.to_string()
}

/// What is wrong with an e-mail address.
#[must_use]
pub fn email(lang: Lang, _: NotAnEmail) -> String {
    lang.say("account-error-email").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::password::Password;

    #[test]
    fn an_error_says_in_english_what_the_domain_says() {
        let long = "ab c".repeat(2_000);
        for typed in ["short", &long, "qwertyuiop", "password123!", "aaaaaaaaaaaa"] {
            let error = Password::parse(typed).map(|_| ()).unwrap_err();
            assert_eq!(password(Lang::ENGLISH, error), error.to_string(), "{typed}");
        }
        assert_eq!(email(Lang::ENGLISH, NotAnEmail), NotAnEmail.to_string());
    }
}

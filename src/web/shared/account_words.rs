//! Why a new password or an e-mail address is refused, in the language of whoever typed it.

use crate::accounts::email::NotAnEmail;
use crate::accounts::password::{
    BYTES_MAX, CHARACTERS_MIN, DIGITS_MIN, For, Guessable, HashError, Password, PasswordError,
};
use crate::app::App;
use crate::kit::lang::Lang;
use crate::web::failure::Failure;
use crate::web::form::SentForm;

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
        PasswordError::Breached => lang.say("account-error-password-breached"),
        PasswordError::Same => lang.say("account-error-password-same"),
    };
    said.to_string()
}

/// The hash of a new password. `None`: it is one of a breach, which the form says.
pub async fn hashed(
    app: &App,
    form: &mut SentForm,
    (new, whom, lang): (&Password, For, Lang),
) -> Result<Option<String>, Failure> {
    match app.hasher.hash(new, whom).await {
        Ok(hash) => Ok(Some(hash)),
        Err(HashError::Refused(why)) => {
            form.refuse("password", password(lang, why));
            Ok(None)
        }
        Err(HashError::Busy(busy)) => Err(busy.into()),
    }
}

/// What is wrong with an e-mail address.
#[must_use]
pub fn email(lang: Lang, _: NotAnEmail) -> String {
    lang.say("account-error-email").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_in_english_what_the_domain_says() {
        let long = "ab c".repeat(2_000);
        for typed in ["short", &long, "qwertyuiop", "password123!", "aaaaaaaaaaaa"] {
            let error = Password::parse(typed).map(|_| ()).unwrap_err();
            assert_eq!(password(Lang::ENGLISH, error), error.to_string(), "{typed}");
        }
        for error in [PasswordError::Breached, PasswordError::Same] {
            assert_eq!(password(Lang::ENGLISH, error), error.to_string());
        }
        assert_eq!(email(Lang::ENGLISH, NotAnEmail), NotAnEmail.to_string());
    }
}

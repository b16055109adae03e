//! What messages say: plain text and HTML, in the recipient's language. The words stand in `locales/`.
//! The HTML sets no colours, so it is readable in any theme of a mail program, and is one column that
//! fits a phone. All that is put in is escaped.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::markup::html;
use crate::kit::lang::{Lang, Said};

/// A message before it is put into words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub kind: Kind,
    /// What the panel calls itself.
    pub panel: String,
    /// Where its button leads; "": it has none.
    pub link: String,
    /// The address that it tells of; "": none.
    pub address: String,
    /// Its words, if the kind has none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Own>,
}

/// A message that was put into words when it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    pub subject: String,
    /// With its line breaks.
    pub text: String,
    /// Where such messages are switched off; "": they cannot be.
    pub unsubscribe: String,
}

/// A message in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Where such messages are switched off; "": they cannot be.
    pub unsubscribe: String,
}

/// The pieces of a message.
pub(super) struct Words {
    pub subject: String,
    pub text: String,
    /// "": no button.
    pub button: String,
    pub end: String,
}

impl Letter {
    /// An example, for staff.
    #[must_use]
    pub fn example(kind: Kind, panel: &str, site: &str) -> Self {
        let link = match kind {
            Kind::AddressChanged | Kind::Test => String::new(),
            _ => format!("{site}/example"),
        };
        let about_address =
            matches!(kind, Kind::AddressConfirm | Kind::AddressNotice | Kind::AddressChanged);
        let address = if about_address { "new@example.com" } else { "" };
        let own = matches!(kind, Kind::Notice | Kind::Alert).then(|| Own {
            subject: "What has happened".to_owned(),
            text: "More about it, in a sentence.\nAnother line.".to_owned(),
            unsubscribe: match kind {
                Kind::Notice => format!("{site}/example-off"),
                _ => String::new(),
            },
        });
        Self { kind, panel: panel.to_owned(), link, address: address.to_owned(), own }
    }

    /// Words that were made when it was written, with what stands around them.
    fn own_words(&self, lang: Lang) -> Words {
        let (subject, text, unsubscribe) = match &self.own {
            Some(own) => (own.subject.clone(), own.text.clone(), own.unsubscribe.as_str()),
            None => (self.panel.clone(), String::new(), ""),
        };
        let (button, end) = match (self.kind, unsubscribe) {
            // Staff read it, in English.
            (Kind::Alert, _) => (
                "Open the panel".to_owned(),
                "The owner of the panel has set that you are told.".to_owned(),
            ),
            (_, "") => (
                lang.say("mail-notice-button").to_string(),
                lang.say("mail-notice-end-security").to_string(),
            ),
            (_, off) => (
                lang.say("mail-notice-button").to_string(),
                lang.say("mail-notice-end").with("link", off).to_string(),
            ),
        };
        Words { subject, text, button, end }
    }

    fn words(&self, lang: Lang) -> Words {
        let text = |said: Said| said.with("panel", &self.panel).to_string();
        let of = |said: Said| said.with("panel", &self.panel).with("address", &self.address);
        // About what protects an account: each ends alike.
        let safety = |subject: Said, said: Said| {
            let (button, end) = (lang.say("mail-password-button"), lang.say("mail-second-end"));
            (subject, said, Some(button), end)
        };
        let (subject, said, button, end) = match self.kind {
            Kind::SignUp => (
                lang.say("mail-sign-up-subject"),
                lang.say("mail-sign-up-text"),
                Some(lang.say("mail-sign-up-button")),
                lang.say("mail-sign-up-end"),
            ),
            Kind::HasAccount => (
                lang.say("mail-has-account-subject"),
                lang.say("mail-has-account-text"),
                Some(lang.say("mail-has-account-button")),
                lang.say("mail-has-account-end"),
            ),
            Kind::Verify => (
                lang.say("mail-verify-subject"),
                lang.say("mail-verify-text"),
                Some(lang.say("mail-verify-button")),
                lang.say("mail-verify-end"),
            ),
            Kind::Reset => (
                lang.say("mail-reset-subject"),
                lang.say("mail-reset-text"),
                Some(lang.say("mail-reset-button")),
                lang.say("mail-reset-end"),
            ),
            Kind::ResetByStaff => (
                lang.say("mail-reset-staff-subject"),
                lang.say("mail-reset-staff-text"),
                Some(lang.say("mail-reset-button")),
                lang.say("mail-reset-staff-end"),
            ),
            Kind::PasswordChanged => (
                lang.say("mail-password-subject"),
                lang.say("mail-password-text"),
                Some(lang.say("mail-password-button")),
                lang.say("mail-password-end"),
            ),
            Kind::AddressConfirm => (
                lang.say("mail-address-confirm-subject"),
                lang.say("mail-address-confirm-text"),
                Some(lang.say("mail-address-confirm-button")),
                lang.say("mail-address-confirm-end"),
            ),
            Kind::AddressNotice => (
                lang.say("mail-address-notice-subject"),
                lang.say("mail-address-notice-text"),
                Some(lang.say("mail-address-notice-button")),
                lang.say("mail-address-notice-end"),
            ),
            Kind::AddressChanged => (
                lang.say("mail-address-changed-subject"),
                lang.say("mail-address-changed-text"),
                None,
                lang.say("mail-address-changed-end"),
            ),
            Kind::SignInLinked => {
                safety(lang.say("mail-issuer-subject"), lang.say("mail-issuer-text"))
            }
            Kind::SignInUnlinked => {
                safety(lang.say("mail-issuer-off-subject"), lang.say("mail-issuer-off-text"))
            }
            Kind::SecondFactorOn => {
                safety(lang.say("mail-second-on-subject"), lang.say("mail-second-on-text"))
            }
            Kind::SecondFactorOff => {
                safety(lang.say("mail-second-off-subject"), lang.say("mail-second-off-text"))
            }
            Kind::PasskeyAdded => {
                safety(lang.say("mail-passkey-on-subject"), lang.say("mail-passkey-on-text"))
            }
            Kind::PasskeyRemoved => {
                safety(lang.say("mail-passkey-off-subject"), lang.say("mail-passkey-off-text"))
            }
            Kind::RecoveryCodesNew => {
                safety(lang.say("mail-codes-new-subject"), lang.say("mail-codes-new-text"))
            }
            Kind::RecoveryCodeUsed => {
                safety(lang.say("mail-code-used-subject"), lang.say("mail-code-used-text"))
            }
            Kind::CodesGuessed => {
                safety(lang.say("mail-guessed-subject"), lang.say("mail-guessed-text"))
            }
            Kind::Notice | Kind::Alert => return self.own_words(lang),
            Kind::ExportReady => (
                lang.say("mail-export-subject"),
                lang.say("mail-export-text"),
                Some(lang.say("mail-export-button")),
                lang.say("mail-export-end"),
            ),
            // Staff read it, in English.
            Kind::Test => {
                return Words {
                    subject: format!("A test message of {}", self.panel),
                    text: "This message was sent from the panel's page about mail. If you read \
                           it, the way to this address works."
                        .to_owned(),
                    button: String::new(),
                    end: "You need not do anything.".to_owned(),
                };
            }
        };
        Words {
            subject: text(subject),
            text: of(said).to_string(),
            button: button.map(text).unwrap_or_default(),
            end: text(end),
        }
    }

    /// In words of this language.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Rendered {
        let words = self.words(lang);
        let automatic = lang.say("mail-automatic").with("panel", &self.panel).to_string();
        let has_button = !words.button.is_empty() && !self.link.is_empty();
        let fails =
            if has_button { lang.say("mail-button-fails").to_string() } else { String::new() };
        let mut plain = format!("{}\n\n{}\n", self.panel, words.text);
        if has_button {
            let _ = write!(plain, "\n{}:\n{}\n", words.button, self.link);
        }
        let _ = write!(plain, "\n{}\n\n-- \n{automatic}\n", words.end);
        let html = html(lang, self, &words, (&fails, &automatic));
        let unsubscribe = self.own.as_ref().map(|own| own.unsubscribe.clone()).unwrap_or_default();
        Rendered { subject: words.subject, text: plain, html, unsubscribe }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_written_in_every_language() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
            let letter = Letter::example(kind, "Shop & <Sons>", "https://panel.example");
            for lang in Lang::all() {
                let Rendered { subject, text, html, .. } = letter.render(lang);
                assert!(!subject.is_empty() && !subject.contains('\n'), "{kind:?} {lang:?}");
                assert_eq!(text.contains(&letter.link), html.contains(&letter.link));
                assert!(
                    letter.link.is_empty() || text.contains("\nhttps://panel.example/example\n")
                );
                assert!(letter.address.is_empty() || text.contains("new@example.com"));
                assert!(html.contains("Shop &amp; &lt;Sons&gt;") && !html.contains("<Sons>"));
                assert!(html.contains(&format!("dir=\"{}\"", lang.dir())));
                for colour in ["#fff", "background", "black", "white;", "color:white"] {
                    assert!(!html.contains(colour), "{kind:?} sets a colour");
                }
            }
        }
    }
}

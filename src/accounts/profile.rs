//! What people say of themselves: a name, the time zone in which they read times, and their language.

use crate::accounts::AccountId;
use crate::kit::db::{self, Db};
use crate::kit::lang::Lang;
use crate::kit::zone::Zone;

/// Characters of a name.
pub const NAME_CHARS_MAX: usize = 80;

/// A name as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoName {
    #[error("At most {NAME_CHARS_MAX} characters.")]
    TooLong,
    #[error("One line of letters.")]
    Control,
}

impl Name {
    /// Reads what somebody typed; spaces around it are left out, and it may be empty.
    pub fn parse(typed: &str) -> Result<Self, NoName> {
        let name = typed.trim();
        if name.chars().count() > NAME_CHARS_MAX {
            return Err(NoName::TooLong);
        }
        if name.chars().any(char::is_control) {
            return Err(NoName::Control);
        }
        Ok(Self(name.to_owned()))
    }

    /// The name as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Keeps both for this account.
pub async fn change(
    db: &Db,
    account_id: AccountId,
    name: Name,
    zone: Zone,
) -> Result<(), db::Error> {
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update accounts set name = $2, time_zone = $3 where id = $1",
                account_id as AccountId,
                name.as_str(),
                zone.to_string()
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}

/// Keeps the language in which the account's holder reads.
pub async fn choose_language(db: &Db, account_id: AccountId, lang: Lang) -> Result<(), db::Error> {
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "update accounts set language = $2 where id = $1",
                account_id as AccountId,
                lang.tag()
            )
            .execute(&mut **tx)
            .await?;
            Ok(())
        })
    })
    .await
}

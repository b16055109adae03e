//! A new password for somebody who has lost theirs and does not get back in alone. Staff make the link, for
//! accounts that they could also suspend: never for their own, and for colleagues only owners. It goes to
//! the account's mailbox. Without a mail server, the member of staff passes it on, after asking who it is.
//! The link is the one of a forgotten password, and the second factor is asked for after it. The account's
//! holder is told that there was one.

use serde_json::json;

use super::link::{self, New, Purpose};
use super::reset::NOTICE_LASTS;
use crate::accounts::AccountId;
use crate::accounts::account::{self, ChangeError, Status};
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::notices::{self, Factor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::lang::Lang;
use crate::mail::{self, Kind, Outbox, To};

/// How the link gets to the account's holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Mail,
    /// Whoever made it passes it on.
    Hand,
}

/// Why no link was made.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    #[error("the account is suspended or closed")]
    NotActive,
    #[error(transparent)]
    Change(#[from] ChangeError),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(LinkError);

/// Makes a link, and mails it or answers its URL. `why`: for the audit log.
pub async fn make(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    actor: Actor,
    (id, why, way): (AccountId, String, Way),
) -> Result<Option<String>, LinkError> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let before = account::lock(tx, actor, id, (account::may_suspend, true)).await?;
            if before.status != Status::Active {
                return Err(LinkError::NotActive);
            }
            let row = sqlx::query!(
                r#"select email as "email: Email", language from accounts where id = $1"#,
                id as AccountId
            );
            let row = row.fetch_one(&mut **tx).await?;
            let purpose = Purpose::Reset;
            let new = New { purpose, account_id: Some(id), email: &row.email, sealed: None };
            let link = format!("/reset?key={}", link::make(tx, now, new).await?);
            let (mailed, lasts, by) = match way {
                Way::Mail => (link.as_str(), purpose.lasts(), "mail"),
                Way::Hand => ("", NOTICE_LASTS, "hand"),
            };
            let lang = row.language.as_deref().and_then(Lang::parse).unwrap_or_default();
            let to = To { address: row.email.as_str(), lang };
            let letter = mail::New { kind: Kind::ResetByStaff, lasts, link: mailed, address: "" };
            outbox.put(tx, now, to, letter).await?;
            notices::factor_changed(tx, now, (id, Factor::LinkMade)).await?;
            let entry = audit::Entry {
                actor,
                action: "account.reset_link",
                subject: format!("account:{id}"),
                after: Some(json!({ "by": by, "why": why })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok((way == Way::Hand).then(|| format!("{}{link}", outbox.site())))
        })
    })
    .await
}

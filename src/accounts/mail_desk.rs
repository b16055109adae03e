//! What staff do about mail: a test message, and another attempt. `mail` stands left of accounts and
//! knows no staff, so who may is asked here.

use chrono::TimeDelta;
use serde_json::json;

use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::rights::Rights;
use crate::accounts::staff;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::lang::Lang;
use crate::mail::{self, Again, Kind, Outbox, To};

const TEST_LASTS: TimeDelta = TimeDelta::hours(1);

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("your role does not allow it")]
    NotAllowed,
    #[error("it is on its way at this moment")]
    OnItsWay,
    /// It was sent, or nobody needs it any more.
    #[error("there is nothing to send any more")]
    Nothing,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(DeskError);

/// Writes a test message to a member of staff's own address.
pub async fn test(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    actor: Actor,
    email: Email,
) -> Result<(), DeskError> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            if !staff::may(tx, actor, Rights::may_set_up).await? {
                return Err(DeskError::NotAllowed);
            }
            let to = To { address: email.as_str(), lang: Lang::ENGLISH };
            let letter = mail::New { kind: Kind::Test, lasts: TEST_LASTS, link: "", address: "" };
            outbox.put(tx, clock.now(), to, letter).await?;
            let entry = audit::Entry {
                actor,
                action: "mail.test",
                subject: "mail".to_owned(),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}

/// Sends a message again at once.
pub async fn retry(db: &Db, clock: &Clock, actor: Actor, id: i64) -> Result<(), DeskError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            if !staff::may(tx, actor, Rights::may_set_up).await? {
                return Err(DeskError::NotAllowed);
            }
            let kind = match mail::try_again(tx, clock.now(), id).await? {
                Again::Due(kind) => kind,
                Again::OnItsWay => return Err(DeskError::OnItsWay),
                Again::Nothing => return Err(DeskError::Nothing),
            };
            let entry = audit::Entry {
                actor,
                action: "mail.retry",
                subject: format!("mail:{id}"),
                after: Some(json!({ "kind": kind.as_str() })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}

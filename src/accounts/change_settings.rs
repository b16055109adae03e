//! Changing the panel's settings and its logo: who may, and the audit log. `settings` keeps them.

use std::net::IpAddr;

use serde_json::json;
use sqlx::PgTransaction;

use crate::accounts::audit::{self, Actor};
use crate::accounts::rights::Rights;
use crate::accounts::staff;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::picture::Picture;
use crate::settings::{self, Recent, Row, STAFF_NETWORKS, Settings, logo};

/// One setting with another value.
pub struct Change {
    pub row: &'static Row,
    /// What the person saw before.
    pub from: String,
    /// As [`Row::check`] gives it.
    pub to: String,
}

/// Why no setting was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeSettingsError {
    #[error("this account may not change settings")]
    NotAllowed,
    /// Only an owner changes it.
    #[error("only an owner changes {0}")]
    OwnersAlone(&'static str),
    /// The list of networks does not have the address of whoever saves it.
    #[error("you are at {0}, which is not in the list: you would lock yourself out")]
    LocksOut(IpAddr),
    /// Someone else was quicker.
    #[error("{key} has become {now:?} in the meantime")]
    Meanwhile { key: &'static str, now: String },
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(ChangeSettingsError);

/// Makes all of these changes, or none. Called in the transaction of `providers::change_settings`,
/// which also does what they mean for services.
pub(crate) async fn change(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    changes: Vec<Change>,
) -> Result<(), ChangeSettingsError> {
    if !staff::may(tx, actor, Rights::may_set_up).await? {
        return Err(ChangeSettingsError::NotAllowed);
    }
    settings::lock(tx).await?;
    let present = settings::read(&mut **tx).await?;
    for Change { row, from, to } in changes {
        let before = row.show(&present);
        if before == to {
            continue;
        }
        if before != from {
            return Err(ChangeSettingsError::Meanwhile { key: row.key, now: before });
        }
        if row.key == STAFF_NETWORKS {
            check_networks(tx, actor, (row, &to)).await?;
        }
        let by = actor.account_id.map(|id| id.get());
        settings::write(tx, clock.now(), by, (row, &to)).await?;
        let entry = audit::Entry {
            actor,
            action: "setting.change",
            subject: format!("setting:{}", row.key),
            before: Some(json!({ "value": before })),
            after: Some(json!({ "value": to })),
            ..audit::Entry::default()
        };
        audit::record(tx, clock, entry).await?;
    }
    Ok(())
}

/// Wants a second factor of staff, if the panel is new: it has no owner yet. Whoever makes the first
/// owner of a panel calls it; answers whether it is wanted from now on.
pub async fn begin(db: &Db, clock: &Clock) -> Result<bool, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            settings::lock(tx).await?;
            let has_owner = sqlx::query_scalar!(
                r#"select exists (select from accounts where role = 'owner') as "has_owner!""#
            );
            let Some(row) = settings::row("staff_second_factor") else { return Ok(false) };
            if has_owner.fetch_one(&mut **tx).await? {
                return Ok(false);
            }
            settings::write(tx, clock.now(), None, (row, "on")).await?;
            let entry = audit::Entry {
                actor: Actor::COMMAND,
                action: "setting.change",
                subject: format!("setting:{}", row.key),
                after: Some(json!({ "value": "on" })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok::<_, db::Error>(true)
        })
    })
    .await
}

/// Who decides from where staff may come could lock all others out, so only owners do; and nobody locks
/// themselves out by mistake.
async fn check_networks(
    tx: &mut PgTransaction<'_>,
    actor: Actor,
    (row, to): (&'static Row, &str),
) -> Result<(), ChangeSettingsError> {
    if !staff::may(tx, actor, Rights::may_set_roles).await? {
        return Err(ChangeSettingsError::OwnersAlone(row.key));
    }
    let mut next = Settings::default();
    row.set(&mut next, to).map_err(|why| db::Error::Refused(why.into_owned()))?;
    // The command line has no address.
    match actor.address {
        Some(address) if !next.staff_networks.admit(address) => {
            Err(ChangeSettingsError::LocksOut(address))
        }
        _ => Ok(()),
    }
}

/// Shows this logo on all pages, or none. Other processes follow within two seconds.
pub async fn change_logo(
    db: &Db,
    clock: &Clock,
    recent: &Recent,
    actor: Actor,
    picture: Option<Picture>,
) -> Result<(), ChangeSettingsError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            if !staff::may(tx, actor, Rights::may_set_up).await? {
                return Err(ChangeSettingsError::NotAllowed);
            }
            let by = actor.account_id.map(|id| id.get());
            let (before, after) = logo::write(tx, clock.now(), by, picture.as_ref()).await?;
            if before != after {
                let entry = audit::Entry {
                    actor,
                    action: "setting.change",
                    subject: "setting:logo".to_owned(),
                    before: Some(json!({ "value": before })),
                    after: Some(json!({ "value": after })),
                    ..audit::Entry::default()
                };
                audit::record(tx, &clock, entry).await?;
            }
            Ok::<_, ChangeSettingsError>(())
        })
    })
    .await?;
    recent.forget();
    Ok(())
}

//! Receivers: who is told of alerts, of which, and when not. Their addresses and secrets are sealed and
//! no door ever gets them back: a new secret of a webhook is answered once, by the command that makes
//! it.

use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use super::ReceiverId;
pub use super::aim::Typed;
use super::aim::aim;
use super::postman::{Postman, Target};
use super::quiet::Quiet;
use super::table::{ALERTS, Alert};
pub use super::trial::test;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::zone::Zone;

/// More would be no list to look after.
const RECEIVERS_MAX: i64 = 20;

/// How messages get to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Webhook,
    Telegram,
    Mail,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Webhook, Self::Telegram, Self::Mail];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Telegram => "telegram",
            Self::Mail => "mail",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == word)
    }
}

crate::text_columns!(Way);

/// A receiver, as staff see it.
#[derive(Debug, Clone)]
pub struct Receiver {
    pub id: ReceiverId,
    pub way: Way,
    pub name: String,
    /// What may be shown of where it is.
    pub place: String,
    pub wishes: Wishes,
    pub enabled: bool,
    /// How often in a row it could not be reached.
    pub fails: i32,
}

/// What a receiver is told of, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Words of alerts that it is not told of. So it is told of those that a later version adds.
    pub left_out: Vec<String>,
    /// Those that it is told of in quiet hours too.
    pub urgent: Vec<String>,
    pub quiet: Option<Quiet>,
    pub zone: Zone,
}

/// A receiver to be made.
pub struct New {
    pub way: Way,
    pub name: String,
    pub typed: Typed,
    pub zone: Zone,
    /// What the panel calls itself in messages.
    pub panel: String,
}

/// What staff change of one.
pub struct Draft {
    pub name: String,
    pub typed: Typed,
    pub wishes: Wishes,
    pub panel: String,
    pub enabled: bool,
    /// Whether a webhook gets a new secret.
    pub new_secret: bool,
}

/// Why a receiver was not saved.
#[derive(Debug, thiserror::Error)]
pub enum ReceiverError {
    #[error("{sentence}")]
    Field { field: &'static str, sentence: String },
    #[error("there is no such receiver")]
    NotFound,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for ReceiverError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("alert_receivers_name") => wrong("name", "another receiver has this name"),
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(ReceiverError);

pub(super) fn wrong(field: &'static str, sentence: impl Into<String>) -> ReceiverError {
    ReceiverError::Field { field, sentence: sentence.into() }
}

/// A receiver's wishes, for whoever writes messages.
pub(super) struct Wish {
    pub id: ReceiverId,
    pub enabled: bool,
    pub quiet: Option<Quiet>,
    left_out: Vec<String>,
    urgent: Vec<String>,
}

impl Wish {
    pub fn wants(&self, kind: &str) -> bool {
        !self.left_out.iter().any(|word| word == kind)
    }

    pub fn is_urgent(&self, kind: &str) -> bool {
        self.urgent.iter().any(|word| word == kind)
    }
}

/// All receivers, with their wishes.
pub(super) async fn wishes(tx: &mut PgTransaction<'_>) -> Result<Vec<Wish>, db::Error> {
    let all = list(&mut **tx).await?.into_iter().map(|one| Wish {
        id: one.id,
        enabled: one.enabled,
        quiet: one.wishes.quiet,
        left_out: one.wishes.left_out,
        urgent: one.wishes.urgent,
    });
    Ok(all.collect())
}

/// All of them, by name.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Receiver>, db::Error> {
    read(db, None).await
}

pub async fn find(db: impl PgExecutor<'_>, id: ReceiverId) -> Result<Option<Receiver>, db::Error> {
    Ok(read(db, Some(id)).await?.pop())
}

async fn read(db: impl PgExecutor<'_>, id: Option<ReceiverId>) -> Result<Vec<Receiver>, db::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: ReceiverId", way as "way: Way", name, place, left_out, urgent,
                  quiet_from, quiet_until, zone, enabled, fails
           from alert_receivers where $1::bigint is null or id = $1 order by lower(name)"#,
        id as Option<ReceiverId>
    )
    .fetch_all(db)
    .await?;
    let receiver = rows.into_iter().map(|row| {
        let zone = Zone::parse(&row.zone).unwrap_or_default();
        let quiet = row.quiet_from.zip(row.quiet_until);
        let quiet = quiet.and_then(|(from, until)| Quiet::new(from, until, zone));
        let wishes = Wishes { left_out: row.left_out, urgent: row.urgent, quiet, zone };
        let (name, place, fails) = (row.name, row.place, row.fails);
        Receiver { id: row.id, way: row.way, name, place, wishes, enabled: row.enabled, fails }
    });
    Ok(receiver.collect())
}

/// Makes a receiver that is told of everything. Answers its id and, of a webhook, its secret, which
/// nobody sees again.
pub async fn create(
    db: &Db,
    clock: &Clock,
    postman: &Postman,
    actor: Actor,
    new: New,
) -> Result<(ReceiverId, Option<String>), ReceiverError> {
    check_name(&new.name)?;
    let (target, place, secret) = aim(postman, None, (new.way, &new.typed, true))?;
    let urgent: Vec<String> = ALERTS.iter().filter(|one| one.is_urgent).map(word).collect();
    let (clock, postman) = (clock.clone(), postman.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let id = sqlx::query_scalar!(
                r#"insert into alert_receivers (way, name, place, sealed, urgent, zone, panel,
                                                created_at)
                   select $1, $2, $3, '', $4, $5, $6, $7 from alert_receivers
                   having count(*) < $8 returning id as "id: ReceiverId""#,
                new.way as Way,
                new.name.trim(),
                place,
                &urgent,
                new.zone.to_string(),
                new.panel,
                clock.now(),
                RECEIVERS_MAX
            )
            .fetch_optional(&mut **tx)
            .await?;
            let id = id.ok_or_else(|| wrong("name", "there are 20 receivers already"))?;
            store(tx, id, (&postman, &target)).await?;
            let facts = json!({ "way": new.way.as_str(), "name": new.name.trim(), "place": place });
            note(tx, &clock, actor, (id, "alert_receiver.create"), (None, facts)).await?;
            Ok((id, secret))
        })
    })
    .await
}

/// Changes a receiver. Answers the new secret of a webhook, if it gets one.
pub async fn update(
    db: &Db,
    clock: &Clock,
    postman: &Postman,
    actor: Actor,
    (id, draft): (ReceiverId, Draft),
) -> Result<Option<String>, ReceiverError> {
    check_name(&draft.name)?;
    let (clock, postman) = (clock.clone(), postman.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let (before, sealed) = lock(tx, id).await?;
            // What another secret has sealed must be typed again.
            let old = postman.unseal(id, &sealed).ok();
            let (target, place, secret) =
                aim(&postman, old, (before.way, &draft.typed, draft.new_secret))?;
            store(tx, id, (&postman, &target)).await?;
            let wishes = &draft.wishes;
            let bounds = wishes.quiet.map(Quiet::bounds);
            sqlx::query!(
                "update alert_receivers
                 set name = $2, place = $3, left_out = $4, urgent = $5, quiet_from = $6,
                     quiet_until = $7, zone = $8, panel = $9, enabled = $10, fails = 0,
                     not_before = least(not_before, $11::timestamptz + interval '1 minute')
                 where id = $1",
                id as ReceiverId,
                draft.name.trim(),
                place,
                &wishes.left_out,
                &wishes.urgent,
                bounds.map(|(from, _)| from),
                bounds.map(|(_, until)| until),
                wishes.zone.to_string(),
                draft.panel,
                draft.enabled,
                clock.now()
            )
            .execute(&mut **tx)
            .await?;
            let mut after = facts(&draft.name, &place, (&draft.wishes, draft.enabled));
            after["address_typed"] = json!(!draft.typed.is_blank());
            after["new_secret"] = json!(secret.is_some());
            let was = facts(&before.name, &before.place, (&before.wishes, before.enabled));
            note(tx, &clock, actor, (id, "alert_receiver.update"), (Some(was), after)).await?;
            Ok(secret)
        })
    })
    .await
}

/// Removes a receiver with everything that was or is to be sent to it. Answers its name.
pub async fn remove(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: ReceiverId,
) -> Result<String, ReceiverError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let (before, _) = lock(tx, id).await?;
            sqlx::query!("delete from alert_receivers where id = $1", id as ReceiverId)
                .execute(&mut **tx)
                .await?;
            let was = facts(&before.name, &before.place, (&before.wishes, before.enabled));
            let values = (Some(was), json!({ "removed": true }));
            note(tx, &clock, actor, (id, "alert_receiver.remove"), values).await?;
            Ok(before.name)
        })
    })
    .await
}

fn check_name(name: &str) -> Result<(), ReceiverError> {
    let name = name.trim();
    if !(1..=100).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(wrong("name", "a name of 1 to 100 characters"));
    }
    Ok(())
}

fn word(alert: &Alert) -> String {
    alert.word.to_owned()
}

async fn store(
    tx: &mut PgTransaction<'_>,
    id: ReceiverId,
    (postman, target): (&Postman, &Target),
) -> Result<(), db::Error> {
    let sealed = postman.seal(id, target);
    sqlx::query!("update alert_receivers set sealed = $2 where id = $1", id as ReceiverId, sealed)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn lock(
    tx: &mut PgTransaction<'_>,
    id: ReceiverId,
) -> Result<(Receiver, Vec<u8>), ReceiverError> {
    let sealed = sqlx::query_scalar!(
        "select sealed from alert_receivers where id = $1 for no key update",
        id as ReceiverId
    );
    let sealed = sealed.fetch_optional(&mut **tx).await?.ok_or(ReceiverError::NotFound)?;
    let receiver = find(&mut **tx, id).await?.ok_or(ReceiverError::NotFound)?;
    Ok((receiver, sealed))
}

/// For the audit log.
fn facts(name: &str, place: &str, (wishes, enabled): (&Wishes, bool)) -> Value {
    let hours = |quiet: Quiet| {
        let (from, until) = quiet.shown();
        format!("{from} to {until}")
    };
    json!({
        "name": name.trim(), "place": place, "enabled": enabled, "left_out": wishes.left_out,
        "urgent": wishes.urgent, "quiet": wishes.quiet.map(hours), "zone": wishes.zone.to_string(),
    })
}

pub(super) async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (id, action): (ReceiverId, &'static str),
    (before, after): (Option<Value>, Value),
) -> Result<(), db::Error> {
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("alert_receiver:{id}"),
        before,
        after: Some(after),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await
}

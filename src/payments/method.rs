//! Methods: what staff write about a way to pay. A method that is switched off takes no new
//! deposits; those that were told of stay.

use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use super::MethodId;
use super::gateways::Mode;
use super::way::{OnLate, OnLess, Terms};
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;

/// The gateway of methods that staff look after by hand.
const MANUAL: &str = "manual";
/// More would be no list to choose from.
pub(super) const METHODS_MAX: i64 = 50;
pub(super) const TOO_MANY: MethodError =
    MethodError::Field { field: "name", sentence: "there are 50 methods already" };

/// A method, as staff keep it.
#[derive(Debug, Clone)]
pub struct Method {
    pub id: MethodId,
    pub enabled: bool,
    pub draft: Draft,
    /// How it is paid through a gateway; `None`: by hand.
    pub terms: Option<Terms>,
}

/// What staff enter.
#[derive(Debug, Clone)]
pub struct Draft {
    pub name: String,
    /// Of one deposit.
    pub min: Money,
    pub max: Option<Money>,
    /// What the customer does; plain text with line breaks.
    pub instructions: String,
    /// In which currency to pay; "" for nothing.
    pub currency_note: String,
}

/// Why a method was not saved.
#[derive(Debug, thiserror::Error)]
pub enum MethodError {
    #[error("{sentence}")]
    Field { field: &'static str, sentence: &'static str },
    #[error("there is no such method")]
    NotFound,
    /// Customers would begin deposits that the gateway refuses. So much it takes.
    #[error("the gateway takes {0} or more: the minimum must be worth as much")]
    Least(String),
    /// Whoever pays by a test method gets money for nothing.
    #[error("test methods are never offered beside others: switch {0} off first")]
    Beside(String),
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for MethodError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("methods_name") => {
                Self::Field { field: "name", sentence: "another method has this name" }
            }
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(MethodError);

impl Draft {
    pub(super) fn check(&self, is_by_hand: bool) -> Result<(), MethodError> {
        let wrong = |field, sentence| Err(MethodError::Field { field, sentence });
        let fits = |text: &str, most| (1..=most).contains(&text.trim().chars().count());
        if !fits(&self.name, 100) || self.name.chars().any(char::is_control) {
            return wrong("name", "a name of 1 to 100 characters");
        }
        if self.min < Money::ZERO {
            return wrong("min", "0 or more");
        }
        if self.max.is_some_and(|max| max <= Money::ZERO || max < self.min) {
            return wrong("max", "not below the minimum");
        }
        if !fits(&self.instructions, 5_000) && (is_by_hand || !self.instructions.trim().is_empty())
        {
            return wrong("instructions", "say how to pay, in 1 to 5,000 characters");
        }
        if self.currency_note.trim().chars().count() > 300 {
            return wrong("currency_note", "at most 300 characters");
        }
        Ok(())
    }

    /// For the audit log.
    pub(super) fn facts(&self) -> Value {
        json!({
            "name": self.name.trim(), "min": self.min.to_string(),
            "max": self.max.map(|max| max.to_string()), "instructions": self.instructions.trim(),
            "currency_note": self.currency_note.trim(),
        })
    }
}

/// All of them, in the order in which customers see them.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Method>, db::Error> {
    read(db, None).await
}

pub async fn find(db: impl PgExecutor<'_>, id: MethodId) -> Result<Option<Method>, db::Error> {
    Ok(read(db, Some(id)).await?.pop())
}

async fn read(db: impl PgExecutor<'_>, id: Option<MethodId>) -> Result<Vec<Method>, db::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: MethodId", enabled, name, min as "min: Money", max as "max: Money",
                  instructions, currency_note, gateway, mode as "mode: Mode", currency, exchange,
                  fee_fixed as "fee_fixed: Money", fee_percent, on_less as "on_less: OnLess",
                  on_late as "on_late: OnLate", settings, door
           from methods where $1::bigint is null or id = $1 order by position, id"#,
        id as Option<MethodId>
    )
    .fetch_all(db)
    .await?;
    let method = rows.into_iter().map(|row| Method {
        id: row.id,
        enabled: row.enabled,
        draft: Draft {
            name: row.name,
            min: row.min,
            max: row.max,
            instructions: row.instructions,
            currency_note: row.currency_note,
        },
        terms: row.door.map(|door| Terms {
            gateway: row.gateway,
            mode: row.mode,
            currency: row.currency,
            exchange: row.exchange,
            fee_fixed: row.fee_fixed,
            fee_percent: row.fee_percent,
            on_less: row.on_less,
            on_late: row.on_late,
            settings: serde_json::from_value(row.settings).unwrap_or_default(),
            door,
        }),
    });
    Ok(method.collect())
}

/// Makes a method; it is off until staff switch it on. Answers its id.
pub async fn create(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    draft: Draft,
) -> Result<MethodId, MethodError> {
    draft.check(true)?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let id = sqlx::query_scalar!(
                r#"insert into methods (gateway, name, position, min, max, instructions,
                                        currency_note, created_at)
                   select $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6, $7 from methods
                   having count(*) < $8
                   returning id as "id: MethodId""#,
                MANUAL,
                draft.name.trim(),
                draft.min as Money,
                draft.max as Option<Money>,
                draft.instructions.trim(),
                draft.currency_note.trim(),
                clock.now(),
                METHODS_MAX
            )
            .fetch_optional(&mut **tx)
            .await?;
            let id = id.ok_or(TOO_MANY)?;
            note(tx, &clock, actor, (id, "method.create"), (None, draft.facts())).await?;
            Ok(id)
        })
    })
    .await
}

/// Changes what a method says.
pub async fn update(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, draft): (MethodId, Draft),
) -> Result<(), MethodError> {
    draft.check(true)?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let before = lock(tx, id).await?;
            if before.terms.is_some() {
                return Err(MethodError::NotFound);
            }
            sqlx::query!(
                "update methods set name = $2, min = $3, max = $4, instructions = $5,
                        currency_note = $6
                 where id = $1",
                id as MethodId,
                draft.name.trim(),
                draft.min as Money,
                draft.max as Option<Money>,
                draft.instructions.trim(),
                draft.currency_note.trim(),
            )
            .execute(&mut **tx)
            .await?;
            let values = (Some(before.draft.facts()), draft.facts());
            note(tx, &clock, actor, (id, "method.update"), values).await
        })
    })
    .await
}

/// Offers a method to customers, or does not any more. Answers its name.
pub async fn set_enabled(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, enabled): (MethodId, bool),
) -> Result<String, MethodError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            // One at a time, so that a test method and another are not switched on at once.
            sqlx::query!("select from methods order by id for no key update")
                .fetch_all(&mut **tx)
                .await?;
            let before = lock(tx, id).await?;
            if enabled {
                refuse_beside(tx, &before).await?;
            }
            sqlx::query!("update methods set enabled = $2 where id = $1", id as MethodId, enabled)
                .execute(&mut **tx)
                .await?;
            let values =
                (Some(json!({ "enabled": before.enabled })), json!({ "enabled": enabled }));
            note(tx, &clock, actor, (id, "method.update"), values).await?;
            Ok(before.draft.name)
        })
    })
    .await
}

/// Refuses a test method while another one is offered, and the other way round.
async fn refuse_beside(tx: &mut PgTransaction<'_>, one: &Method) -> Result<(), MethodError> {
    let mode = one.terms.as_ref().map_or(Mode::Live, |terms| terms.mode);
    let beside = sqlx::query_scalar!(
        "select name from methods where enabled and id <> $1 and mode <> $2 order by id limit 1",
        one.id as MethodId,
        mode as Mode
    )
    .fetch_optional(&mut **tx)
    .await?;
    beside.map_or(Ok(()), |name| Err(MethodError::Beside(name)))
}

pub(super) async fn lock(tx: &mut PgTransaction<'_>, id: MethodId) -> Result<Method, MethodError> {
    sqlx::query!("select from methods where id = $1 for no key update", id as MethodId)
        .fetch_optional(&mut **tx)
        .await?;
    find(&mut **tx, id).await?.ok_or(MethodError::NotFound)
}

pub(super) async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (id, action): (MethodId, &'static str),
    (before, after): (Option<Value>, Value),
) -> Result<(), MethodError> {
    let entry = audit::Entry {
        actor,
        action,
        subject: format!("method:{id}"),
        before,
        after: Some(after),
        ..audit::Entry::default()
    };
    Ok(audit::record(tx, clock, entry).await?)
}

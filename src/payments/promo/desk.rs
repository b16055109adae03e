//! What staff do with promo codes: make one, end one, and see how often each was used.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::PgExecutor;

use super::{Code, Gives, PromoId};
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};

/// What staff enter.
#[derive(Debug, Clone)]
pub struct Draft {
    pub code: Code,
    pub gives: Gives,
    /// How many accounts may use it; `None`: as many as like.
    pub uses_max: Option<i32>,
    pub starts_at: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
    /// Only for accounts without a credited deposit.
    pub first_only: bool,
}

/// A code, as staff see it.
#[derive(Debug, Clone)]
pub struct Promo {
    pub id: PromoId,
    pub code: String,
    pub gives: Gives,
    pub uses_max: Option<i32>,
    pub used: i32,
    /// What was credited for it in all.
    pub given: Money,
    pub starts_at: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
    pub first_only: bool,
    pub ended_at: Option<DateTime<Utc>>,
}

/// Why a code was not made or ended.
#[derive(Debug, thiserror::Error)]
pub enum PromoError {
    #[error("{sentence}")]
    Field { field: &'static str, sentence: &'static str },
    #[error("there is no such code, or it is over")]
    NotFound,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for PromoError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("promos_code") => {
                Self::Field { field: "code", sentence: "there is or was a code of this name" }
            }
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(PromoError);

impl Gives {
    /// The stored word, amount and cap.
    fn columns(self) -> (&'static str, i64, Option<Money>) {
        match self {
            Self::Credit(amount) => ("credit", amount.micros(), None),
            Self::Percent(percent, cap) => ("percent", percent.into(), cap),
        }
    }
}

impl Draft {
    fn check(&self, now: DateTime<Utc>) -> Result<(), PromoError> {
        let wrong = |field, sentence| Err(PromoError::Field { field, sentence });
        match self.gives {
            Gives::Credit(amount) if amount <= Money::ZERO => {
                return wrong("amount", "more than 0");
            }
            Gives::Percent(percent, _) if !(1..=10_000).contains(&percent) => {
                return wrong("amount", "more than 0 and at most 100 percent");
            }
            Gives::Percent(_, Some(cap)) if cap <= Money::ZERO => {
                return wrong("cap", "more than 0");
            }
            _ => {}
        }
        if self.uses_max.is_some_and(|most| most < 1) {
            return wrong("uses_max", "1 or more");
        }
        if self.until.is_some_and(|until| until <= now) {
            return wrong("until", "a day that is not over");
        }
        if self.starts_at.zip(self.until).is_some_and(|(from, until)| until <= from) {
            return wrong("until", "not before its beginning");
        }
        Ok(())
    }

    /// For the audit log.
    fn facts(&self) -> Value {
        let (kind, amount, cap) = self.gives.columns();
        json!({
            "code": self.code.as_str(), "kind": kind,
            "amount": match self.gives {
                Gives::Credit(amount) => amount.to_string().into(),
                Gives::Percent(..) => json!(amount),
            },
            "cap": cap.map(|cap| cap.to_string()), "uses_max": self.uses_max,
            "from": self.starts_at.map(|at| at.to_rfc3339()),
            "until": self.until.map(|at| at.to_rfc3339()), "first_only": self.first_only,
        })
    }
}

/// A page of codes, the newest first.
pub async fn list(db: impl PgExecutor<'_>, cursor: Cursor) -> Result<Page<Promo>, db::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PromoId", p.code, p.kind, p.amount, p.cap as "cap: Money",
                  p.uses_max, p.used, p.starts_at, p.until, p.first_only, p.ended_at,
                  (select coalesce(sum(u.given), 0)::bigint from promo_uses u
                   where u.promo_id = p.id) as "given!: Money"
           from promos p
           where p.id < $1 and p.id > $2 order by p.id * $3::bigint limit $4"#,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db)
    .await?;
    let promo = rows.into_iter().map(|row| Promo {
        id: row.id,
        code: row.code,
        gives: match row.kind.as_str() {
            "credit" => Gives::Credit(Money::from_micros(row.amount)),
            _ => Gives::Percent(i32::try_from(row.amount).unwrap_or_default(), row.cap),
        },
        uses_max: row.uses_max,
        used: row.used,
        given: row.given,
        starts_at: row.starts_at,
        until: row.until,
        first_only: row.first_only,
        ended_at: row.ended_at,
    });
    Ok(Page::new(promo.collect(), cursor, |promo| promo.id.get()))
}

/// Makes a code. Answers its id.
pub async fn create(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    draft: Draft,
) -> Result<PromoId, PromoError> {
    draft.check(clock.now())?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let (kind, amount, cap) = draft.gives.columns();
            let id = sqlx::query_scalar!(
                r#"insert into promos (code, kind, amount, cap, uses_max, starts_at, until,
                                       first_only, created_at)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                   returning id as "id: PromoId""#,
                draft.code.as_str(),
                kind,
                amount,
                cap as Option<Money>,
                draft.uses_max,
                draft.starts_at,
                draft.until,
                draft.first_only,
                clock.now()
            )
            .fetch_one(&mut **tx)
            .await?;
            let entry = audit::Entry {
                actor,
                action: "promo.create",
                subject: format!("promo:{id}"),
                after: Some(draft.facts()),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(id)
        })
    })
    .await
}

/// Ends a code; nobody can use it any more. Deposits on which it was typed before keep what they were
/// promised. Answers the code.
pub async fn end(db: &Db, clock: &Clock, actor: Actor, id: PromoId) -> Result<String, PromoError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let ended = sqlx::query_scalar!(
                "update promos set ended_at = $2 where id = $1 and ended_at is null
                 returning code",
                id as PromoId,
                clock.now()
            );
            let ended = ended.fetch_optional(&mut **tx).await?;
            let code = ended.ok_or(PromoError::NotFound)?;
            let entry = audit::Entry {
                actor,
                action: "promo.end",
                subject: format!("promo:{id}"),
                after: Some(json!({ "code": code })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(code)
        })
    })
    .await
}

//! Offers: what affiliates can join, made and edited by staff.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};

use super::OfferId;
use super::plan::{CommissionType, HOLD_DAYS, Plan};
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;

const NAME_CHARS_MAX: usize = 100;
const DESCRIPTION_CHARS_MAX: usize = 2000;
const TERMS_CHARS_MAX: usize = 10_000;
const COOKIE_DAYS_MAX: i32 = 365;
const MONTHS_MAX: i32 = 120;
/// The least that may be paid outside, of a new offer.
pub const MINIMUM_PAYOUT_DEFAULT: Money = Money::from_micros(50_000_000);
/// One percent, in the scale of a percent commission, times a hundred.
const PERCENT_MAX: Money = Money::from_micros(100_000_000);

/// Whether an offer takes applications and counts clicks. Who was brought before goes on earning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferStatus {
    Active,
    Paused,
}

impl OfferStatus {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Active, Self::Paused].into_iter().find(|one| one.as_str() == word)
    }
}

crate::text_columns!(OfferStatus);

/// An offer, with the plan in force.
#[derive(Debug, Clone)]
pub struct Offer {
    pub id: OfferId,
    pub draft: Draft,
    pub status: OfferStatus,
    pub created_at: DateTime<Utc>,
    /// Approved members.
    pub members: i64,
}

/// What staff write of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub name: String,
    pub description: String,
    pub terms: String,
    pub commission_type: CommissionType,
    /// In percent, or in the currency.
    pub commission: Money,
    pub cookie_days: i32,
    pub hold_days: i32,
    pub months: Option<i32>,
    pub minimum_payout: Money,
    pub approves_members: bool,
    pub approves_commissions: bool,
    pub is_default: bool,
}

/// Why an offer was not written. The sentences are for the person who typed it.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    #[error("Give the offer a name of 1 to {NAME_CHARS_MAX} characters.")]
    Name,
    #[error("The description has at most {DESCRIPTION_CHARS_MAX} characters.")]
    Description,
    #[error("The terms have at most {TERMS_CHARS_MAX} characters.")]
    Terms,
    #[error("The commission must be more than zero, and at most 100 if it is in percent.")]
    Commission,
    #[error("A link works for 1 to {COOKIE_DAYS_MAX} days.")]
    CookieDays,
    #[error("The hold is 0, 7, 14, 30, 60 or 90 days.")]
    HoldDays,
    #[error("Commission is paid for 1 to {MONTHS_MAX} months, or always.")]
    Months,
    #[error("The minimum payout must not be negative.")]
    MinimumPayout,
    #[error("There is no such offer.")]
    Missing,
    /// An offer that is the same in every word: the form was sent twice.
    #[error("This offer is there already.")]
    Exists(OfferId),
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(OfferError);

impl Draft {
    /// All that is wrong with it.
    #[must_use]
    pub fn errors(&self) -> Vec<OfferError> {
        let chars = |text: &str| text.chars().count();
        let name = self.name.trim();
        let is_percent = self.commission_type == CommissionType::PercentOfSale;
        let checks = [
            (
                !(1..=NAME_CHARS_MAX).contains(&chars(name)) || name.contains(char::is_control),
                OfferError::Name,
            ),
            (chars(&self.description) > DESCRIPTION_CHARS_MAX, OfferError::Description),
            (chars(&self.terms) > TERMS_CHARS_MAX, OfferError::Terms),
            (
                self.commission <= Money::ZERO || (is_percent && self.commission > PERCENT_MAX),
                OfferError::Commission,
            ),
            (!(1..=COOKIE_DAYS_MAX).contains(&self.cookie_days), OfferError::CookieDays),
            (!HOLD_DAYS.contains(&self.hold_days), OfferError::HoldDays),
            (self.months.is_some_and(|n| !(1..=MONTHS_MAX).contains(&n)), OfferError::Months),
            (self.minimum_payout < Money::ZERO, OfferError::MinimumPayout),
        ];
        checks.into_iter().filter_map(|(is_wrong, error)| is_wrong.then_some(error)).collect()
    }

    fn check(&self) -> Result<(), OfferError> {
        self.errors().into_iter().next().map_or(Ok(()), Err)
    }

    fn plan(&self, since: DateTime<Utc>) -> Plan {
        Plan {
            since,
            commission_type: self.commission_type,
            commission: self.commission,
            hold_days: self.hold_days,
            months: self.months,
        }
    }

    fn audited(&self, status: OfferStatus) -> Value {
        json!({
            "name": self.name,
            "commission_type": self.commission_type.as_str(),
            "commission": self.commission.to_string(),
            "cookie_days": self.cookie_days,
            "hold_days": self.hold_days,
            "months": self.months,
            "minimum_payout": self.minimum_payout.to_string(),
            "approves_members": self.approves_members,
            "approves_commissions": self.approves_commissions,
            "is_default": self.is_default,
            "status": status.as_str(),
        })
    }
}

/// Makes an offer; answers its id. A new default takes the place of the old one.
pub async fn create(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    draft: Draft,
) -> Result<OfferId, OfferError> {
    draft.check()?;
    let draft = Draft { name: draft.name.trim().to_owned(), ..draft };
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            // Two at once are made one after the other, so that the second sees the first.
            sqlx::query!("lock table affiliate_offers in share row exclusive mode")
                .execute(&mut **tx)
                .await?;
            let same = list(&mut **tx).await?.into_iter().find(|one| one.draft == draft);
            if let Some(same) = same {
                return Err(OfferError::Exists(same.id));
            }
            drop_default(tx, draft.is_default).await?;
            let id = sqlx::query_scalar!(
                r#"insert into affiliate_offers (name, description, terms, cookie_days,
                        minimum_payout, approves_members, approves_commissions, is_default,
                        created_at)
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id as "id: OfferId""#,
                draft.name,
                draft.description,
                draft.terms,
                draft.cookie_days,
                draft.minimum_payout as Money,
                draft.approves_members,
                draft.approves_commissions,
                draft.is_default,
                clock.now(),
            )
            .fetch_one(&mut **tx)
            .await?;
            add_plan(tx, id, &draft.plan(clock.now())).await?;
            let after = Some(draft.audited(OfferStatus::Active));
            record(tx, &clock, actor, ("affiliate_offer.create", id), (None, after)).await?;
            Ok(id)
        })
    })
    .await
}

/// Changes an offer. Orders that were placed before keep the plan that was in force then.
pub async fn edit(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: OfferId,
    (draft, status): (Draft, OfferStatus),
) -> Result<(), OfferError> {
    draft.check()?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            sqlx::query!(
                "select 1 as one from affiliate_offers where id = $1 for update",
                id as OfferId
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(OfferError::Missing)?;
            let before = find(&mut **tx, id).await?.ok_or(OfferError::Missing)?;
            drop_default(tx, draft.is_default && !before.draft.is_default).await?;
            sqlx::query!(
                "update affiliate_offers set name = $2, description = $3, terms = $4,
                        cookie_days = $5, minimum_payout = $6, approves_members = $7,
                        approves_commissions = $8, is_default = $9, status = $10
                 where id = $1",
                id as OfferId,
                draft.name.trim(),
                draft.description,
                draft.terms,
                draft.cookie_days,
                draft.minimum_payout as Money,
                draft.approves_members,
                draft.approves_commissions,
                draft.is_default,
                status as OfferStatus,
            )
            .execute(&mut **tx)
            .await?;
            let (old, new) = (before.draft.plan(clock.now()), draft.plan(clock.now()));
            if (Plan { since: new.since, ..old }) != new {
                add_plan(tx, id, &new).await?;
            }
            let changed = (Some(before.draft.audited(before.status)), Some(draft.audited(status)));
            record(tx, &clock, actor, ("affiliate_offer.edit", id), changed).await
        })
    })
    .await
}

async fn record(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (action, id): (&str, OfferId),
    (before, after): (Option<Value>, Option<Value>),
) -> Result<(), OfferError> {
    let subject = format!("affiliate_offer:{id}");
    let entry = audit::Entry { actor, action, subject, before, after, ..audit::Entry::default() };
    audit::record(tx, clock, entry).await?;
    Ok(())
}

async fn drop_default(tx: &mut PgTransaction<'_>, another: bool) -> Result<(), db::Error> {
    if another {
        sqlx::query!("update affiliate_offers set is_default = false where is_default")
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

async fn add_plan(tx: &mut PgTransaction<'_>, id: OfferId, plan: &Plan) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into affiliate_plans (offer_id, since, commission_type, commission, hold_days,
                                      months)
         values ($1, $2, $3, $4, $5, $6)",
        id as OfferId,
        plan.since,
        plan.commission_type as CommissionType,
        plan.commission as Money,
        plan.hold_days,
        plan.months,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

struct Row {
    id: OfferId,
    name: String,
    description: String,
    terms: String,
    commission_type: CommissionType,
    commission: Money,
    cookie_days: i32,
    hold_days: i32,
    months: Option<i32>,
    minimum_payout: Money,
    approves_members: bool,
    approves_commissions: bool,
    is_default: bool,
    status: OfferStatus,
    created_at: DateTime<Utc>,
    members: i64,
}

impl From<Row> for Offer {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            draft: Draft {
                name: row.name,
                description: row.description,
                terms: row.terms,
                commission_type: row.commission_type,
                commission: row.commission,
                cookie_days: row.cookie_days,
                hold_days: row.hold_days,
                months: row.months,
                minimum_payout: row.minimum_payout,
                approves_members: row.approves_members,
                approves_commissions: row.approves_commissions,
                is_default: row.is_default,
            },
            status: row.status,
            created_at: row.created_at,
            members: row.members,
        }
    }
}

/// Every offer, the default first, then by name. A panel has few.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Offer>, db::Error> {
    rows(db, None).await
}

/// One offer.
pub async fn find(db: impl PgExecutor<'_>, id: OfferId) -> Result<Option<Offer>, db::Error> {
    Ok(rows(db, Some(id)).await?.pop())
}

async fn rows(db: impl PgExecutor<'_>, id: Option<OfferId>) -> Result<Vec<Offer>, db::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select o.id as "id: OfferId", name, description, terms,
                  p.commission_type as "commission_type: CommissionType",
                  p.commission as "commission: Money", cookie_days, p.hold_days, p.months,
                  minimum_payout as "minimum_payout: Money", approves_members,
                  approves_commissions, is_default, status as "status: OfferStatus", created_at,
                  (select count(*) from affiliate_members m
                   where m.offer_id = o.id and m.state = 'approved') as "members!"
           from affiliate_offers o
           cross join lateral (select * from affiliate_plans p where p.offer_id = o.id
                               order by since desc, p.id desc limit 1) as p
           where $1::bigint is null or o.id = $1
           order by is_default desc, name, o.id"#,
        id as Option<OfferId>
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Offer::from).collect())
}

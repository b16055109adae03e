//! Members: accounts that joined an offer, and what staff decide about them.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use super::code::Code;
use super::offer::{self, OfferStatus};
use super::{MemberId, OfferId};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};

const NOTE_CHARS_MAX: usize = 2000;
const REASON_CHARS_MAX: usize = 500;
/// A made code that is taken is made again so often.
const TRIES: usize = 5;

/// Where an account stands in an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MemberState {
    /// Applied, and staff have not answered.
    Pending,
    Approved,
    Denied,
    /// Earns nothing new, and is paid nothing.
    Suspended,
}

impl MemberState {
    pub const ALL: [Self; 4] = [Self::Pending, Self::Approved, Self::Denied, Self::Suspended];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Suspended => "suspended",
        }
    }

    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// What staff may decide.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Pending, Self::Approved | Self::Denied)
                | (Self::Denied, Self::Approved)
                | (Self::Approved, Self::Suspended)
                | (Self::Suspended, Self::Approved)
        )
    }
}

crate::text_columns!(MemberState);

/// An account in an offer.
#[derive(Debug, Clone)]
pub struct Member {
    pub id: MemberId,
    pub offer_id: OfferId,
    pub offer_name: String,
    pub account_id: AccountId,
    pub email: String,
    pub state: MemberState,
    pub code: String,
    /// What they wrote when they applied.
    pub note: String,
    /// Why staff denied or suspended them.
    pub reason: Option<String>,
    pub applied_at: DateTime<Utc>,
    pub state_since: DateTime<Utc>,
    /// Rows in their list, and the sums of their commissions by state.
    pub referrals: i64,
    pub pending: Money,
    pub approved: Money,
    pub paying: Money,
    pub paid: Money,
}

impl Member {
    /// Whether the link counts clicks, as far as the member is concerned.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.state == MemberState::Approved
    }
}

/// Why an account did not join, or a member was not changed.
#[derive(Debug, thiserror::Error)]
pub enum MemberError {
    #[error("This offer takes no applications now.")]
    Closed,
    #[error("You have applied for this offer already.")]
    AlreadyMember,
    #[error("This code is taken. Choose another one.")]
    CodeTaken,
    #[error("At most {NOTE_CHARS_MAX} characters, please.")]
    Note,
    #[error("Give a reason of 1 to {REASON_CHARS_MAX} characters.")]
    Reason,
    #[error("There is no such member.")]
    Missing,
    #[error("The member is {} and cannot become {}.", .0.as_str(), .1.as_str())]
    Step(MemberState, MemberState),
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for MemberError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("affiliate_members_once") => Self::AlreadyMember,
            Some("affiliate_members_code") => Self::CodeTaken,
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(MemberError);

/// What somebody who wants to join sends.
#[derive(Debug, Clone)]
pub struct Application {
    pub offer_id: OfferId,
    /// `None`: a random one.
    pub code: Option<Code>,
    pub note: String,
}

/// Applies for an offer. Answers the state: approved at once, or pending.
pub async fn apply(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    account_id: AccountId,
    application: Application,
) -> Result<MemberState, MemberError> {
    if application.note.chars().count() > NOTE_CHARS_MAX {
        return Err(MemberError::Note);
    }
    let mut tries = if application.code.is_some() { 1 } else { TRIES };
    loop {
        tries -= 1;
        let code = application.code.clone().unwrap_or_else(Code::made);
        match apply_with(db, clock, (actor, account_id), application.clone(), code).await {
            Err(MemberError::CodeTaken) if tries > 0 => {}
            joined => return joined,
        }
    }
}

async fn apply_with(
    db: &Db,
    clock: &Clock,
    (actor, account_id): (Actor, AccountId),
    application: Application,
    code: Code,
) -> Result<MemberState, MemberError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let offer = offer::find(&mut **tx, application.offer_id).await?;
            let offer = offer.filter(|offer| offer.status == OfferStatus::Active);
            let offer = offer.ok_or(MemberError::Closed)?;
            let state = match offer.draft.approves_members {
                true => MemberState::Approved,
                false => MemberState::Pending,
            };
            let id = sqlx::query_scalar!(
                r#"insert into affiliate_members (offer_id, account_id, state, code, note,
                                                  applied_at, state_since)
                   values ($1, $2, $3, $4, $5, $6, $6) returning id as "id: MemberId""#,
                offer.id as OfferId,
                account_id as AccountId,
                state as MemberState,
                code.as_str(),
                application.note.trim(),
                clock.now(),
            )
            .fetch_one(&mut **tx)
            .await?;
            let after = json!({ "offer": offer.id, "account": account_id, "code": code.as_str(),
                                "state": state.as_str() });
            let entry = audit::Entry {
                actor,
                action: "affiliate.apply",
                subject: format!("affiliate:{id}"),
                before: None,
                after: Some(after),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(state)
        })
    })
    .await
}

/// Staff approve, deny, suspend or reinstate a member. To deny or suspend, they give a reason.
pub async fn set_state(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: MemberId,
    (state, reason): (MemberState, Option<String>),
) -> Result<(), MemberError> {
    let reason = reason.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let reason = match state {
        MemberState::Approved | MemberState::Pending => None,
        MemberState::Denied | MemberState::Suspended => {
            let fits = |text: &String| text.chars().count() <= REASON_CHARS_MAX;
            Some(reason.filter(fits).ok_or(MemberError::Reason)?)
        }
    };
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let held = lock(tx, &[id]).await?;
            let member = held.first().ok_or(MemberError::Missing)?;
            if !member.state.may_become(state) {
                return Err(MemberError::Step(member.state, state));
            }
            sqlx::query!(
                "update affiliate_members set state = $2, reason = $3, state_since = $4
                 where id = $1",
                id as MemberId,
                state as MemberState,
                reason,
                clock.now()
            )
            .execute(&mut **tx)
            .await?;
            let entry = audit::Entry {
                actor,
                action: "affiliate.set_state",
                subject: format!("affiliate:{id}"),
                before: Some(json!({ "state": member.state.as_str() })),
                after: Some(json!({ "state": state.as_str(), "reason": reason })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}

/// A member under lock, as far as money is concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct LockedMember {
    pub id: MemberId,
    pub offer_id: OfferId,
    pub account_id: AccountId,
    pub state: MemberState,
}

/// Locks these members until the transaction ends. Whoever changes commissions does this first.
pub(super) async fn lock(
    tx: &mut PgTransaction<'_>,
    ids: &[MemberId],
) -> Result<Vec<LockedMember>, db::Error> {
    Ok(sqlx::query_as!(
        LockedMember,
        r#"select id as "id: MemberId", offer_id as "offer_id: OfferId",
                  account_id as "account_id: AccountId", state as "state: MemberState"
           from affiliate_members where id = any($1) order by id for no key update"#,
        ids as &[MemberId]
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// The offers that an account has applied for, the oldest first.
pub async fn of_account(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Vec<Member>, db::Error> {
    Ok(sqlx::query_as!(
        Member,
        r#"select m.id as "id: MemberId", m.offer_id as "offer_id: OfferId",
                  o.name as offer_name, m.account_id as "account_id: AccountId", a.email,
                  m.state as "state: MemberState", code, note, reason, applied_at, state_since,
                  referrals, pending as "pending: Money", approved as "approved: Money",
                  paying as "paying: Money", paid as "paid: Money"
           from affiliate_members m join affiliate_offers o on o.id = m.offer_id
           join accounts a on a.id = m.account_id
           where m.account_id = $1 order by m.id"#,
        account_id as AccountId
    )
    .fetch_all(db)
    .await?)
}

/// One member.
pub async fn find(db: impl PgExecutor<'_>, id: MemberId) -> Result<Option<Member>, db::Error> {
    Ok(sqlx::query_as!(
        Member,
        r#"select m.id as "id: MemberId", m.offer_id as "offer_id: OfferId",
                  o.name as offer_name, m.account_id as "account_id: AccountId", a.email,
                  m.state as "state: MemberState", code, note, reason, applied_at, state_since,
                  referrals, pending as "pending: Money", approved as "approved: Money",
                  paying as "paying: Money", paid as "paid: Money"
           from affiliate_members m join affiliate_offers o on o.id = m.offer_id
           join accounts a on a.id = m.account_id
           where m.id = $1"#,
        id as MemberId
    )
    .fetch_optional(db)
    .await?)
}

/// Members for staff, newest first: all, or those in a state, whose address or code begins with
/// these words.
pub async fn page(
    db: impl PgExecutor<'_>,
    state: Option<MemberState>,
    words: &str,
    cursor: Cursor,
) -> Result<Page<Member>, db::Error> {
    let rows = sqlx::query_as!(
        Member,
        r#"select m.id as "id: MemberId", m.offer_id as "offer_id: OfferId",
                  o.name as offer_name, m.account_id as "account_id: AccountId", a.email,
                  m.state as "state: MemberState", code, note, reason, applied_at, state_since,
                  referrals, pending as "pending: Money", approved as "approved: Money",
                  paying as "paying: Money", paid as "paid: Money"
           from affiliate_members m join affiliate_offers o on o.id = m.offer_id
           join accounts a on a.id = m.account_id
           where ($1::text is null or m.state = $1) and m.id < $2 and m.id > $3
             and (starts_with(a.email, $4) or starts_with(code, $4))
           order by m.id * $5::bigint limit $6"#,
        state as Option<MemberState>,
        cursor.below(),
        cursor.above(),
        words.trim().to_lowercase(),
        cursor.direction(),
        PAGE_ROWS + 1,
    )
    .fetch_all(db)
    .await?;
    Ok(Page::new(rows, cursor, |member| member.id.get()))
}

/// How many have applied and wait for an answer.
pub async fn count_pending(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from affiliate_members where state = 'pending'"#
    )
    .fetch_one(db)
    .await?)
}

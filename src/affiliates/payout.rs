//! Payouts: approved commissions that are paid together, to the panel's balance at once or outside
//! of the panel on request. A payout claims rows first and then sums what it has claimed, under the
//! member's lock. So two requests at once give one payout, and no row is in two.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use super::commission::{self, Commission, CommissionState, Which};
use super::member::{self, LockedMember};
pub use super::payout_state::{PayoutState, Way};
pub use super::payouts::Payout;
use super::payouts::{self, Filter};
use super::writer::{self, Change};
use super::{MemberId, MemberState, OfferId, PayoutId};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::money::Money;
use crate::kit::page::{Cursor, Page};
use crate::ledger::{Class, Posting};

/// The least that goes to the balance.
pub const BALANCE_MIN: Money = Money::from_micros(1_000_000);
const DETAILS_CHARS_MAX: usize = 1000;
const FORM_CHARS_MAX: usize = 64;

/// Why nothing is paid. The sentences are for the affiliate.
#[derive(Debug, thiserror::Error)]
pub enum PayoutError {
    #[error("There is no such membership.")]
    Missing,
    #[error("This membership is {}; nothing is paid out now.", .0.as_str())]
    NotApproved(MemberState),
    /// What is approved, and the least that is paid.
    #[error("{approved} is approved. The least that is paid out is {minimum}.")]
    BelowMinimum { approved: Money, minimum: Money },
    #[error("Say in 1 to {DETAILS_CHARS_MAX} characters where the money should go.")]
    Details,
    #[error("A payout is open already.")]
    OneIsOpen,
    #[error("This payout was asked for already.")]
    AlreadyDone,
    #[error("There is no such payout.")]
    NoPayout,
    #[error("This payout cannot be canceled any more.")]
    NotOpen,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for PayoutError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("affiliate_payouts_form") => Self::AlreadyDone,
            Some("affiliate_payouts_one_open") => Self::OneIsOpen,
            _ => Self::Db(error),
        }
    }
}

crate::from_sqlx!(PayoutError);

/// What an affiliate asks for.
#[derive(Debug, Clone)]
pub struct Ask {
    pub member_id: MemberId,
    pub way: Way,
    /// Of a payout to the outside: where the money should go.
    pub details: String,
    /// The form's own id, so that a second click asks for nothing.
    pub form_id: String,
}

/// Pays all that is approved to the balance, or opens a payout of it to the outside. Answers its id
/// and its amount.
pub async fn ask(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    account_id: AccountId,
    ask: Ask,
) -> Result<(PayoutId, Money), PayoutError> {
    let details = ask.details.trim().chars().count();
    if ask.way == Way::Outside && !(1..=DETAILS_CHARS_MAX).contains(&details) {
        return Err(PayoutError::Details);
    }
    if ask.form_id.is_empty() || ask.form_id.chars().count() > FORM_CHARS_MAX {
        return Err(PayoutError::AlreadyDone);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move { ask_in(tx, &clock, actor, account_id, &ask).await })
    })
    .await
}

async fn ask_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    account_id: AccountId,
    ask: &Ask,
) -> Result<(PayoutId, Money), PayoutError> {
    let member = member::lock(tx, &[ask.member_id]).await?.pop();
    let member =
        member.filter(|member| member.account_id == account_id).ok_or(PayoutError::Missing)?;
    if member.state != MemberState::Approved {
        return Err(PayoutError::NotApproved(member.state));
    }
    if is_done(tx, account_id, &ask.form_id).await? {
        return Err(PayoutError::AlreadyDone);
    }
    let which = Which { approved_of: Some(member.id), ..Which::default() };
    let rows = commission::lock(tx, &which).await?;
    let (amount, sales) = sums(&rows)?;
    let minimum = match ask.way {
        Way::Balance => BALANCE_MIN,
        Way::Outside => minimum_of(tx, member.offer_id).await?,
    };
    // A payout has so many rows at most. A member who has more is not kept waiting for the minimum.
    let is_full = i64::try_from(rows.len()).is_ok_and(|rows| rows >= commission::CLAIMED_MAX);
    // Whatever the minimum, nothing is paid while less than something is owed.
    if (amount < minimum && !is_full) || amount <= Money::ZERO {
        return Err(PayoutError::BelowMinimum { approved: amount, minimum });
    }
    let id = insert(tx, clock.now(), &member, ask, (amount, sales, rows.len())).await?;
    failpoint("payout-between-writes");
    let state = match ask.way {
        Way::Balance => CommissionState::Paid,
        Way::Outside => CommissionState::Paying,
    };
    let claimed = rows.into_iter().map(|row| {
        let after = Commission { state, payout_id: Some(id), ..row.clone() };
        Change { before: Some(row), after }
    });
    let paid = (ask.way == Way::Balance).then(|| posting(id, account_id, Class::Wallet, amount));
    writer::write(tx, clock.now(), claimed.collect(), paid.into_iter().collect()).await?;
    let after = json!({ "way": ask.way.as_str(), "amount": amount.to_string(),
                        "form": ask.form_id });
    record(tx, clock, actor, ("payout.ask", id), after).await?;
    Ok((id, amount))
}

/// Whether this form was sent before. The first click took all that was approved, so without this
/// the second one would read that nothing is.
async fn is_done(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    form_id: &str,
) -> Result<bool, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists(select from affiliate_payouts where account_id = $1 and form_id = $2)
           as "is_done!""#,
        account_id as AccountId,
        form_id
    )
    .fetch_one(&mut **tx)
    .await?)
}

fn sums(rows: &[Commission]) -> Result<(Money, Money), PayoutError> {
    let sum = |of: fn(&Commission) -> Money| {
        let sum = rows.iter().map(of).try_fold(Money::ZERO, Money::checked_add);
        sum.ok_or_else(|| db::Error::Refused("the sum of a payout is out of range".to_owned()))
    };
    Ok((sum(|row| row.amount)?, sum(|row| row.sales)?))
}

/// The movement of a payout: what is owed becomes less, and the money is in the wallet or outside.
pub(super) fn posting(id: PayoutId, account_id: AccountId, to: Class, amount: Money) -> Posting {
    Posting {
        account_id,
        debit: Class::AffiliatePayable,
        credit: to,
        amount,
        kind: "payout",
        key: format!("payout:{id}"),
        order_id: None,
        note: Some("Affiliate commission".to_owned()),
    }
}

async fn minimum_of(tx: &mut PgTransaction<'_>, offer: OfferId) -> Result<Money, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select minimum_payout as "minimum: Money" from affiliate_offers where id = $1"#,
        offer as OfferId
    )
    .fetch_one(&mut **tx)
    .await?)
}

async fn insert(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    member: &LockedMember,
    ask: &Ask,
    (amount, sales, rows): (Money, Money, usize),
) -> Result<PayoutId, PayoutError> {
    let (state, ended_at) = match ask.way {
        Way::Balance => (PayoutState::Completed, Some(now)),
        Way::Outside => (PayoutState::Requested, None),
    };
    Ok(sqlx::query_scalar!(
        r#"insert into affiliate_payouts (member_id, offer_id, account_id, way, state, amount,
                sales, referrals, details, form_id, requested_at, ended_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
           returning id as "id: PayoutId""#,
        member.id as MemberId,
        member.offer_id as OfferId,
        member.account_id as AccountId,
        ask.way as Way,
        state as PayoutState,
        amount as Money,
        sales as Money,
        i64::try_from(rows).unwrap_or(i64::MAX),
        ask.details.trim(),
        ask.form_id,
        now,
        ended_at,
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// The affiliate takes a request back, while nobody is paying it.
pub async fn cancel(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    account_id: AccountId,
    id: PayoutId,
) -> Result<(), PayoutError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let held = lock(tx, id).await?;
            let held = held.filter(|one| one.account_id == account_id);
            let held = held.ok_or(PayoutError::NoPayout)?;
            if held.state != PayoutState::Requested {
                return Err(PayoutError::NotOpen);
            }
            let why = "Canceled by the affiliate.".to_owned();
            end(tx, clock.now(), &held, (PayoutState::Canceled, None, Some(why))).await?;
            record(tx, &clock, actor, ("payout.cancel", id), json!({})).await?;
            Ok(())
        })
    })
    .await
}

/// A payout under lock, its member locked before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct LockedPayout {
    pub id: PayoutId,
    pub account_id: AccountId,
    pub state: PayoutState,
    pub amount: Money,
}

/// Locks the member of a payout, then the payout.
pub(super) async fn lock(
    tx: &mut PgTransaction<'_>,
    id: PayoutId,
) -> Result<Option<LockedPayout>, db::Error> {
    let member_id = sqlx::query_scalar!(
        r#"select member_id as "id: MemberId" from affiliate_payouts where id = $1"#,
        id as PayoutId
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(member_id) = member_id else { return Ok(None) };
    member::lock(tx, &[member_id]).await?;
    Ok(sqlx::query_as!(
        LockedPayout,
        r#"select id as "id: PayoutId", account_id as "account_id: AccountId",
                  state as "state: PayoutState", amount as "amount: Money"
           from affiliate_payouts where id = $1 for no key update"#,
        id as PayoutId
    )
    .fetch_optional(&mut **tx)
    .await?)
}

/// Ends an open payout. Completed, its commissions are paid and the money is outside; else they are
/// approved again.
pub(super) async fn end(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    held: &LockedPayout,
    (state, reference, reason): (PayoutState, Option<String>, Option<String>),
) -> Result<(), db::Error> {
    let which = Which { payout: Some(held.id), ..Which::default() };
    let rows = commission::lock(tx, &which).await?;
    let is_paid = state == PayoutState::Completed;
    let changes = rows.into_iter().map(|row| {
        let after = match is_paid {
            true => Commission { state: CommissionState::Paid, ..row.clone() },
            false => {
                Commission { state: CommissionState::Approved, payout_id: None, ..row.clone() }
            }
        };
        Change { before: Some(row), after }
    });
    let paid = is_paid.then(|| posting(held.id, held.account_id, Class::Payouts, held.amount));
    writer::write(tx, now, changes.collect(), paid.into_iter().collect()).await?;
    sqlx::query!(
        "update affiliate_payouts set state = $2, reference = $3, reason = $4, ended_at = $5
         where id = $1",
        held.id as PayoutId,
        state as PayoutState,
        reference,
        reason,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn record(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (action, id): (&str, PayoutId),
    after: serde_json::Value,
) -> Result<(), db::Error> {
    let subject = format!("payout:{id}");
    let after = Some(after);
    let entry = audit::Entry { actor, action, subject, after, ..audit::Entry::default() };
    audit::record(tx, clock, entry).await
}

/// An account's payouts, newest first.
pub async fn of_account(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    cursor: Cursor,
) -> Result<Page<Payout>, db::Error> {
    let filter = Filter { account_id: Some(account_id), ..Filter::default() };
    payouts::page(db, &filter, cursor).await
}

//! Approving and denying commissions: by itself when the hold is over, or by staff.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use super::commission::{self, Commission, CommissionState, Which};
use super::member::LockedMember;
use super::writer::{self, Change};
use super::{CommissionId, MemberId, MemberState, member};
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// Approved at a time.
pub const DUE_MAX: i64 = 1000;
/// Decided at a time, by staff.
pub const DECIDED_MAX: usize = 500;
const REASON_CHARS_MAX: usize = 500;

/// Approves what is due in offers that approve by themselves. Answers how many; fewer than
/// [`DUE_MAX`] means that these were all for now.
pub async fn approve_due(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| Box::pin(async move { approve_due_in(tx, now).await })).await
}

async fn approve_due_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
) -> Result<usize, db::Error> {
    let found = sqlx::query!(
        r#"select c.id as "id: CommissionId", c.member_id as "member_id: MemberId"
           from affiliate_offers o
           cross join lateral (
               select c.id, c.member_id, c.due_at
               from commissions c join affiliate_members m on m.id = c.member_id
               where c.offer_id = o.id and c.state = 'pending' and c.due_at <= $1
                 and m.state = 'approved'
               order by c.due_at limit $2) as c
           where o.approves_commissions
           order by c.due_at limit $2"#,
        now,
        DUE_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let members: BTreeSet<MemberId> = found.iter().map(|row| row.member_id).collect();
    let ids: Vec<CommissionId> = found.iter().map(|row| row.id).collect();
    let (members, rows) = lock(tx, members, ids).await?;
    let mut changes = Vec::new();
    for row in rows {
        let is_approved = members.get(&row.member_id) == Some(&MemberState::Approved);
        if is_approved && row.state == CommissionState::Pending && row.is_due(now) {
            changes.push(becomes(row, CommissionState::Approved, None));
        }
    }
    let count = changes.len();
    writer::write(tx, now, changes, Vec::new()).await?;
    Ok(count)
}

/// The members first, then the rows.
async fn lock(
    tx: &mut PgTransaction<'_>,
    members: BTreeSet<MemberId>,
    ids: Vec<CommissionId>,
) -> Result<(BTreeMap<MemberId, MemberState>, Vec<Commission>), db::Error> {
    let members: Vec<LockedMember> =
        member::lock(tx, &members.into_iter().collect::<Vec<_>>()).await?;
    let rows = commission::lock(tx, &Which { ids, ..Which::default() }).await?;
    Ok((members.into_iter().map(|member| (member.id, member.state)).collect(), rows))
}

fn becomes(row: Commission, state: CommissionState, reason: Option<String>) -> Change {
    let after = Commission { state, reason, ..row.clone() };
    Change { before: Some(row), after }
}

/// What staff want to become of commissions.
#[derive(Debug, Clone)]
pub enum Decision {
    Approve,
    /// With the reason that the affiliate reads.
    Deny(String),
}

/// What became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decided {
    pub done: usize,
    /// Left as they were: their hold is not over, their customer is flagged, or they are not in a
    /// state for this.
    pub left: usize,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error("Give a reason of 1 to {REASON_CHARS_MAX} characters.")]
    Reason,
    #[error("Choose 1 to {DECIDED_MAX} referrals.")]
    Count,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(DecideError);

/// Staff approve or deny commissions. To approve, the hold must be over. What is in a payout, was
/// paid or was corrected stays as it is.
pub async fn decide(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    ids: Vec<CommissionId>,
    decision: Decision,
) -> Result<Decided, DecideError> {
    if ids.is_empty() || ids.len() > DECIDED_MAX {
        return Err(DecideError::Count);
    }
    let decision = match decision {
        Decision::Approve => Decision::Approve,
        Decision::Deny(reason) => {
            let reason = reason.trim().to_owned();
            if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
                return Err(DecideError::Reason);
            }
            Decision::Deny(reason)
        }
    };
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move { decide_in(tx, &clock, actor, &ids, &decision).await })
    })
    .await
}

async fn decide_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    ids: &[CommissionId],
    decision: &Decision,
) -> Result<Decided, DecideError> {
    let members = sqlx::query_scalar!(
        r#"select distinct member_id as "id: MemberId" from commissions where id = any($1)"#,
        ids as &[CommissionId]
    )
    .fetch_all(&mut **tx)
    .await?;
    let (_, rows) = lock(tx, members.into_iter().collect(), ids.to_vec()).await?;
    let corrected = sqlx::query_scalar!(
        r#"select distinct c.order_id as "id: crate::orders::OrderId" from commissions c
           where c.is_correction
             and c.order_id in (select order_id from commissions where id = any($1))"#,
        ids as &[CommissionId]
    )
    .fetch_all(&mut **tx)
    .await?;
    let changes: Vec<Change> = rows
        .into_iter()
        .filter(|row| !row.is_correction && !corrected.contains(&row.order_id))
        .filter_map(|row| change(row, decision, clock.now()))
        .collect();
    let done = changes.len();
    for Change { before, after } in &changes {
        let Some(before) = before else { continue };
        let entry = audit::Entry {
            actor,
            action: "commission.decide",
            subject: format!("commission:{}", after.id.map_or(0, CommissionId::get)),
            before: Some(json!({ "state": before.state.as_str() })),
            after: Some(json!({ "state": after.state.as_str(), "reason": after.reason })),
            ..audit::Entry::default()
        };
        audit::record(tx, clock, entry).await?;
    }
    writer::write(tx, clock.now(), changes, Vec::new()).await?;
    Ok(Decided { done, left: ids.len().saturating_sub(done) })
}

fn change(row: Commission, decision: &Decision, now: DateTime<Utc>) -> Option<Change> {
    match decision {
        Decision::Approve => (row.state == CommissionState::Pending && row.is_due(now))
            .then(|| becomes(row, CommissionState::Approved, None)),
        Decision::Deny(reason) => row
            .state
            .may_become(CommissionState::Denied)
            .then(|| becomes(row, CommissionState::Denied, Some(reason.clone()))),
    }
}

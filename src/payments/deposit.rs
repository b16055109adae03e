//! Deposits as both sides read them.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::{DepositId, MethodId, State};
use crate::accounts::AccountId;
use crate::accounts::picture::{Facts, PictureId};
use crate::kit::db;
use crate::kit::money::Money;
use crate::kit::page::{Cursor, PAGE_ROWS, Page};

/// No list counts further.
pub const COUNTED_MAX: i64 = 10_000;
/// What a customer reads if a second person of the staff did not agree.
pub const NOT_CONFIRMED: &str = "It could not be confirmed.";
/// Stands for the method of a payment that staff booked.
const BY_STAFF: &str = "Booked by staff";

/// A deposit, with the names of what it points to.
#[derive(Debug, Clone)]
pub struct Deposit {
    pub id: DepositId,
    pub account_id: AccountId,
    pub email: String,
    /// `None`: the customer did not tell of it. Staff booked it, or the command line.
    pub method_id: Option<MethodId>,
    pub method: String,
    pub state: State,
    /// What the customer says, and the reference of the payment.
    pub claimed: Money,
    pub claim: String,
    pub note: String,
    /// What the customer sent with it.
    pub picture: Option<Facts>,
    /// What staff found; `None`: nobody has confirmed it.
    pub credited: Option<Money>,
    /// Why it was declined, for the customer; "" when it was not.
    pub trouble: String,
    pub opened_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<String>,
}

/// Which deposits a list has.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// `None`: everybody's, for staff.
    pub account_id: Option<AccountId>,
    /// Only those on which nobody has decided.
    pub pending: bool,
}

/// A page of deposits, newest first.
pub async fn page(
    db: impl PgExecutor<'_>,
    filter: Filter,
    cursor: Cursor,
) -> Result<Page<Deposit>, db::Error> {
    let rows = read(db, None, filter, cursor).await?;
    Ok(Page::new(rows, cursor, |deposit| deposit.id.get()))
}

/// One of them; `account_id`: only if it is theirs.
pub async fn find(
    db: impl PgExecutor<'_>,
    account_id: Option<AccountId>,
    id: DepositId,
) -> Result<Option<Deposit>, db::Error> {
    let filter = Filter { account_id, pending: false };
    Ok(read(db, Some(id), filter, Cursor::First).await?.pop())
}

/// A deposit that is held follows the credit that waits for a second person. If staff booked it without
/// a claim, it is there from the time when it is credited: nobody waits for it before.
async fn read(
    db: impl PgExecutor<'_>,
    id: Option<DepositId>,
    filter: Filter,
    cursor: Cursor,
) -> Result<Vec<Deposit>, db::Error> {
    let rows = sqlx::query!(
        r#"select d.id as "id: DepositId", d.account_id as "account_id: AccountId", a.email,
                  d.method_id as "method_id: MethodId", m.name as "method?",
                  d.state as "state: State", d.credit as "claimed: Money", d.claim, d.note,
                  d.credited as "credited: Money", d.trouble, d.opened_at, d.decided_at,
                  by.email as "decided_by?", c.state as "second?",
                  p.id as "picture_id?: PictureId", p.width as "width?", p.height as "height?",
                  p.size as "size?"
           from deposits d
           join accounts a on a.id = d.account_id
           left join methods m on m.id = d.method_id
           left join accounts by on by.id = d.decided_by
           left join pictures p on p.id = d.picture_id
           left join credits c on d.state = 'held'
                and c.form_id = case when d.method_id is null then d.form_id
                                     else 'deposit:' || d.id end
           where ($1::bigint is null or d.id = $1)
             and ($2::bigint is null or d.account_id = $2)
             and (not $3 or d.state = 'pending')
             and (d.method_id is not null or d.state = 'credited' or c.state = 'booked')
             and d.id < $4 and d.id > $5
           order by d.id * $6::bigint limit $7"#,
        id as Option<DepositId>,
        filter.account_id as Option<AccountId>,
        filter.pending,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1
    )
    .fetch_all(db)
    .await?;
    let deposit = rows.into_iter().map(|row| {
        let (state, trouble) = match (row.state, row.second.as_deref()) {
            (State::Held, Some("booked")) => (State::Credited, row.trouble),
            (State::Held, Some("declined")) => (State::Failed, NOT_CONFIRMED.to_owned()),
            (state, _) => (state, row.trouble),
        };
        let picture = match (row.picture_id, row.width, row.height, row.size) {
            (Some(id), Some(width), Some(height), Some(size)) => {
                Some(Facts { id, width, height, size })
            }
            _ => None,
        };
        Deposit {
            id: row.id,
            account_id: row.account_id,
            email: row.email,
            method_id: row.method_id,
            method: row.method.unwrap_or_else(|| BY_STAFF.to_owned()),
            state,
            claimed: row.claimed,
            claim: row.claim,
            note: row.note,
            picture,
            credited: row.credited,
            trouble,
            opened_at: row.opened_at,
            decided_at: row.decided_at,
            decided_by: row.decided_by,
        }
    });
    Ok(deposit.collect())
}

/// Deposits on which nobody has decided, and since when the oldest of them waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Not counted further than [`COUNTED_MAX`] + 1.
    pub count: i64,
    pub oldest: Option<DateTime<Utc>>,
}

/// Those that wait.
pub async fn waiting(db: impl PgExecutor<'_>) -> Result<Waiting, db::Error> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"select count(*) as "count!", min(opened_at) as oldest
           from (select opened_at from deposits where state = 'pending' order by id limit $1) few"#,
        COUNTED_MAX + 1
    )
    .fetch_one(db)
    .await?)
}

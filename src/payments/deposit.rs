//! Deposits as both sides read them.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::gateways::{self, Fee, Gateway, Mode, PayTo};
use super::staff::refundable;
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
    /// `None`: by hand.
    pub checkout: Option<Checkout>,
}

/// What a deposit through a gateway has beside that.
#[derive(Debug, Clone)]
pub struct Checkout {
    /// What the gateway asks for, in the smallest coin, and the decimals of that.
    pub pay_amount: i64,
    pub pay_currency: String,
    pub pay_exponent: u32,
    /// How much of it is the fee that the customer bears.
    pub surcharge: Money,
    pub is_test: bool,
    /// Whether staff may say what the gateway calls the payment.
    pub is_named_by_hand: bool,
    /// Whether a hook told of a dispute that is not over.
    pub is_marked: bool,
    pub gateway_ref: String,
    /// Where the customer pays; "": the gateway does not know of it yet, or has no page.
    pub url: String,
    /// What the customer sends, if the gateway has no page.
    pub pay_to: Option<PayTo>,
    pub expires_at: Option<DateTime<Utc>>,
    /// What is taken back of the credit.
    pub taken: Money,
    /// The bonus that is promised if all of it comes in time.
    pub bonus_offer: Money,
    /// The bonus that was credited, and what of it is taken back.
    pub bonus: Money,
    pub bonus_taken: Money,
    /// The promo code on it; "": none.
    pub code: String,
    /// Until when the money that came is held.
    pub held_until: Option<DateTime<Utc>>,
    pub looked_at: Option<DateTime<Utc>>,
    pub look_at: Option<DateTime<Utc>>,
    /// Why the last look brought nothing; "" if it did.
    pub look_trouble: String,
    /// What the gateway kept for disputes, as far as it is booked.
    pub dispute_fee: Money,
    /// What went back in all as staff say, in the smallest coin.
    pub told_back: i64,
    /// Until when a refund may be under way. Past: no look has seen yet what came of it.
    pub refund_until: Option<DateTime<Utc>>,
    /// The gateway's id.
    pub gateway: String,
}

impl Deposit {
    /// What staff may give back of a credit through a gateway, if the customer has so much.
    #[must_use]
    pub fn refundable(&self, balance: Money) -> Money {
        let Some(checkout) = &self.checkout else { return Money::ZERO };
        let left = |all: Money, taken: Money| all.checked_sub(taken).unwrap_or_default();
        let bonus = left(checkout.bonus, checkout.bonus_taken);
        refundable(balance, (bonus, left(self.credited.unwrap_or_default(), checkout.taken)))
    }
}

/// A choice among them by what they wait for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    All,
    /// Those by hand on which nobody has decided.
    ToConfirm,
    /// Those through a gateway on which staff must look.
    Review,
    /// Those to which a payer said no, whether it is decided or not.
    Disputes,
}

/// Which deposits a list has.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// `None`: everybody's, for staff.
    pub account_id: Option<AccountId>,
    pub which: Which,
    /// Only those with this number, reference or e-mail, of ours or the gateway's; "": all.
    pub words: String,
}

/// A page of deposits, newest first.
pub async fn page(
    db: impl PgExecutor<'_>,
    filter: Filter,
    cursor: Cursor,
) -> Result<Page<Deposit>, db::Error> {
    let rows = read(db, None, &filter, cursor).await?;
    Ok(Page::new(rows, cursor, |deposit| deposit.id.get()))
}

/// One of them; `account_id`: only if it is theirs.
pub async fn find(
    db: impl PgExecutor<'_>,
    account_id: Option<AccountId>,
    id: DepositId,
) -> Result<Option<Deposit>, db::Error> {
    let filter = Filter { account_id, ..Filter::default() };
    Ok(read(db, Some(id), &filter, Cursor::First).await?.pop())
}

/// A deposit that is held follows the credit that waits for a second person. If staff booked it without
/// a claim, it is there from the time when it is credited: nobody waits for it before.
async fn read(
    db: impl PgExecutor<'_>,
    id: Option<DepositId>,
    filter: &Filter,
    cursor: Cursor,
) -> Result<Vec<Deposit>, db::Error> {
    let rows = sqlx::query!(
        r#"select d.id as "id: DepositId", d.account_id as "account_id: AccountId", a.email,
                  d.method_id as "method_id: MethodId", m.name as "method?",
                  d.state as "state: State", d.credit as "claimed: Money", d.claim, d.note,
                  d.credited as "credited: Money", d.trouble, d.opened_at, d.decided_at,
                  by.email as "decided_by?", c.state as "second?",
                  p.id as "picture_id?: PictureId", p.width as "width?", p.height as "height?",
                  p.size as "size?", d.pay_amount, d.pay_currency, d.pay_exponent,
                  d.surcharge as "surcharge: Money", m.mode as "mode?: Mode",
                  m.gateway as "gateway?", d.mark, coalesce(d.named, d.gateway_ref) as gateway_ref,
                  d.url, d.pay_to, d.expires_at, d.taken - d.restored as "taken!: Money",
                  d.bonus_offer + coalesce(u.offer, 0) as "bonus_offer!: Money",
                  d.bonus as "bonus: Money",
                  d.bonus_taken - d.bonus_restored as "bonus_taken!: Money", u.code as "code?",
                  d.held_until, d.looked_at, d.look_at, d.look_trouble, d.told_back,
                  d.dispute_fee as "dispute_fee: Money", d.refund_until
           from deposits d
           join accounts a on a.id = d.account_id
           left join methods m on m.id = d.method_id
           left join accounts by on by.id = d.decided_by
           left join pictures p on p.id = d.picture_id
           left join (select u.deposit_id, u.offer, o.code
                      from promo_uses u join promos o on o.id = u.promo_id) u
                on u.deposit_id = d.id
           left join credits c on d.state = 'held'
                and c.form_id = case when d.method_id is null then d.form_id
                                     else 'deposit:' || d.id end
           where ($1::bigint is null or d.id = $1)
             and ($2::bigint is null or d.account_id = $2)
             and (not $3 or d.state = 'pending' and d.pay_amount is null)
             and (not $8 or d.state in ('review', 'disputed') or exists (
                 select from deposit_payments w where w.deposit_id = d.id and w.credited is null
                                                 and d.state not in ('expired', 'failed', 'partial',
                                                                     'held')))
             and (not $10 or d.state in ('disputed', 'charged_back'))
             and ($9 = '' or d.id::text = $9 or d.claim = lower($9) or d.claim = $9
                  or d.gateway_ref = $9 or d.named = $9 or lower(a.email) = lower($9)
                  or exists (select from deposit_payments w
                             where w.deposit_id = d.id and w.gateway_payment = $9))
             and (d.method_id is not null or d.state = 'credited' or c.state = 'booked')
             and d.id < $4 and d.id > $5
           order by d.id * $6::bigint limit $7"#,
        id as Option<DepositId>,
        filter.account_id as Option<AccountId>,
        filter.which == Which::ToConfirm,
        cursor.below(),
        cursor.above(),
        cursor.direction(),
        PAGE_ROWS + 1,
        filter.which == Which::Review,
        filter.words,
        filter.which == Which::Disputes
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
        let asked = row.pay_amount.zip(row.pay_currency).zip(row.pay_exponent);
        let checkout = asked.map(|((pay_amount, pay_currency), exponent)| Checkout {
            pay_amount,
            pay_currency,
            pay_exponent: u32::try_from(exponent).unwrap_or_default(),
            surcharge: row.surcharge,
            is_test: row.mode == Some(Mode::Test),
            is_named_by_hand: row
                .gateway
                .as_deref()
                .and_then(gateways::find)
                .is_some_and(Gateway::is_named_by_hand),
            is_marked: !row.mark.is_empty(),
            gateway_ref: row.gateway_ref.unwrap_or_default(),
            url: row.url.unwrap_or_default(),
            pay_to: row.pay_to.and_then(|pay_to| serde_json::from_value(pay_to).ok()),
            expires_at: row.expires_at,
            taken: row.taken,
            bonus_offer: row.bonus_offer,
            bonus: row.bonus,
            bonus_taken: row.bonus_taken,
            code: row.code.unwrap_or_default(),
            held_until: row.held_until,
            looked_at: row.looked_at,
            look_at: row.look_at,
            look_trouble: row.look_trouble,
            dispute_fee: row.dispute_fee,
            told_back: row.told_back,
            refund_until: row.refund_until,
            gateway: row.gateway.unwrap_or_default(),
        });
        Deposit {
            checkout,
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
           from (select opened_at from deposits where state = 'pending' and pay_amount is null
                 order by id limit $1) few"#,
        COUNTED_MAX + 1
    )
    .fetch_one(db)
    .await?)
}

/// Deposits through gateways that staff must look at.
pub async fn to_review(db: impl PgExecutor<'_>) -> Result<i64, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from deposits where state in ('review', 'disputed') limit $1) few"#,
        COUNTED_MAX + 1
    )
    .fetch_one(db)
    .await?)
}

/// What came by a gateway for a deposit.
#[derive(Debug, Clone)]
pub struct Came {
    pub gateway_payment: String,
    /// In the smallest coin.
    pub amount: i64,
    pub currency: String,
    /// `None`: staff must look, or it is held.
    pub credited: Option<Money>,
    /// What the gateway kept, as it says.
    pub fee: Option<Fee>,
    pub at: DateTime<Utc>,
}

/// The payments of a deposit.
pub async fn payments(db: impl PgExecutor<'_>, id: DepositId) -> Result<Vec<Came>, db::Error> {
    let rows = sqlx::query!(
        r#"select gateway_payment, amount, currency, credited as "credited: Money", at,
                  fee_amount, fee_currency, fee_exponent
           from deposit_payments where deposit_id = $1 order by id"#,
        id as DepositId
    )
    .fetch_all(db)
    .await?;
    let came = rows.into_iter().map(|row| Came {
        gateway_payment: row.gateway_payment,
        amount: row.amount,
        currency: row.currency,
        credited: row.credited,
        fee: Fee::of_columns(row.fee_amount, row.fee_currency, row.fee_exponent),
        at: row.at,
    });
    Ok(came.collect())
}

/// A method whose gateway does not answer about some deposits.
#[derive(Debug, Clone)]
pub struct Unread {
    pub method_id: MethodId,
    pub method: String,
    pub count: i64,
    /// What came instead.
    pub said: String,
}

/// Methods with deposits that are due and were last seen before this time. What is credited does not
/// count: it is looked at seldom.
pub async fn unread(
    db: impl PgExecutor<'_>,
    before: DateTime<Utc>,
) -> Result<Vec<Unread>, db::Error> {
    Ok(sqlx::query_as!(
        Unread,
        r#"select m.id as "method_id: MethodId", m.name as method, count(*) as "count!",
                  max(d.look_trouble) as "said!"
           from deposits d join methods m on m.id = d.method_id
           where d.look_trouble <> '' and d.look_at is not null and d.credited is null
             and coalesce(d.looked_at, d.opened_at) < $1
           group by m.id, m.name order by m.id"#,
        before
    )
    .fetch_all(db)
    .await?)
}

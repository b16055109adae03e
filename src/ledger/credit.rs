//! Money that people put on a wallet by hand: payments that came in, and goodwill. What must stay
//! true: a payment is booked once, by whatever door; staff never credit themselves; what one of
//! them credits alone within 24 hours stays within the limit, and the rest waits in `second_look`.
//! Called by the customer's page and the command line.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::{PgExecutor, PgTransaction};
use unicode_normalization::UnicodeNormalization as _;

use super::transfer::{CreditError, post};
use super::{Class, Posting, Wallets};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::notices::{self, Moved, Sums};
use crate::kit::clock::Clock;
use crate::kit::db;
use crate::kit::money::Money;
use crate::kit::secret::{hex, sha256};

/// Longest reference of a payment.
pub(super) const PAYMENT_CHARS_MAX: usize = 200;
/// The limit of a member of staff counts what they credited within this time.
const LIMIT_OVER: TimeDelta = TimeDelta::hours(24);

/// What names a payment in the world: its number at the bank, for example. People type or paste it,
/// so blanks around it and capitals do not make it another payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference(String);

impl Reference {
    /// Reads what was typed.
    pub fn parse(typed: &str) -> Result<Self, CreditError> {
        let text: String = typed.trim().to_lowercase().nfc().collect();
        let fits = (1..=PAYMENT_CHARS_MAX).contains(&text.chars().count());
        let fits = fits && !text.chars().any(char::is_control);
        if fits { Ok(Self(text)) } else { Err(CreditError::Payment) }
    }

    /// From the row of a credit.
    pub(super) const fn of_row(text: String) -> Self {
        Self(text)
    }

    /// As the books keep it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why money is put on a wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It came in from outside.
    Payment(Reference),
    /// A gift or a correction: nothing came in.
    Goodwill,
}

impl Reason {
    /// As it is stored in `credits.kind`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Payment(_) => "payment",
            Self::Goodwill => "goodwill",
        }
    }

    /// The payment's reference, if there is one.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        match self {
            Self::Payment(reference) => Some(reference.as_str()),
            Self::Goodwill => None,
        }
    }
}

/// Money that is put on a wallet.
#[derive(Debug, Clone)]
pub struct Credit {
    pub reason: Reason,
    pub amount: Money,
    pub note: String,
    /// The form's own id, so that a second click moves nothing.
    pub form_id: String,
}

/// What became of a credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credited {
    Booked {
        balance: Money,
    },
    /// It waits for a second person; nothing has moved.
    Waits,
}

impl Credit {
    /// The movement in the books. Its key is what makes it happen once.
    pub(super) fn posting(&self, account_id: AccountId) -> Posting {
        let (debit, kind, key) = match &self.reason {
            Reason::Payment(reference) => {
                (Class::Deposits, "deposit", format!("deposit:manual:{}", reference.as_str()))
            }
            Reason::Goodwill => (Class::Adjustments, "adjust", format!("adjust:{}", self.form_id)),
        };
        Posting {
            account_id,
            debit,
            credit: Class::Wallet,
            amount: self.amount,
            kind,
            key,
            order_id: None,
            note: Some(self.note.clone()),
        }
    }

    /// For the audit log.
    pub(super) fn facts(&self) -> Value {
        json!({
            "kind": self.reason.as_str(), "amount": self.amount.to_string(), "note": self.note,
            "reference": self.reason.reference(), "form": self.form_id,
        })
    }
}

/// Puts money on a wallet, in the transaction of whoever has a row of their own for it. `limit`: how
/// much a member of staff may credit alone within 24 hours; what is more waits for a second person. The
/// command line has no limit.
pub async fn credit_within(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    (account_id, credit): (AccountId, Credit),
    limit: Option<Money>,
) -> Result<Credited, CreditError> {
    if actor.account_id == Some(account_id) {
        return Err(CreditError::Own);
    }
    if credit.amount <= Money::ZERO {
        return Err(CreditError::Amount);
    }
    // A member of staff has a wallet too. Under its lock their credits come one by one, so that two
    // at once cannot both be the last within the limit.
    let locked: Vec<_> = [Some(account_id), actor.account_id].into_iter().flatten().collect();
    let mut wallets = Wallets::lock(tx, &locked).await?;
    refuse_known(tx, &credit.posting(account_id).key, &credit).await?;
    let now = clock.now();
    let waits = match (actor.account_id, limit) {
        (Some(by), Some(limit)) => {
            let sum = credited_alone(tx, by, now).await?.checked_add(credit.amount);
            sum.is_none_or(|sum| sum > limit)
        }
        _ => false,
    };
    insert(tx, (account_id, &credit), (actor, waits), now).await?;
    let mut facts = credit.facts();
    let credited = if waits {
        Credited::Waits
    } else {
        post(&mut wallets, credit.posting(account_id))?;
        let balance = wallets.balance(account_id).unwrap_or_default();
        wallets.write(tx, now).await?;
        facts["balance"] = balance.to_string().into();
        told(tx, now, (account_id, &credit)).await?;
        Credited::Booked { balance }
    };
    let entry = audit::Entry {
        actor,
        action: if waits { "credit.ask" } else { "wallet.credit" },
        subject: format!("account:{account_id}"),
        after: Some(facts),
        ..audit::Entry::default()
    };
    audit::record(tx, clock, entry).await?;
    Ok(credited)
}

/// Tells the customer of a credit that is booked.
pub(super) async fn told(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (account_id, credit): (AccountId, &Credit),
) -> Result<(), db::Error> {
    let key = format!("credit:{}", hex(&sha256(credit.form_id.as_bytes())));
    let sums = Sums { all: credit.amount, bonus: Money::ZERO };
    notices::money_moved(tx, now, account_id, (Moved::Credited, sums, key)).await
}

/// Refuses what is booked or waits already. The unique indexes decide; this asks first, so that
/// nobody waits for a lock that the second person holds.
async fn refuse_known(
    tx: &mut PgTransaction<'_>,
    key: &str,
    credit: &Credit,
) -> Result<(), CreditError> {
    let known = sqlx::query_scalar!(
        r#"select exists (select from credits where form_id = $1)
                  or exists (select from credits where reference = $2 and state <> 'declined')
                  or exists (select from transfers where key = $3) as "known!""#,
        credit.form_id,
        credit.reason.reference(),
        key
    )
    .fetch_one(&mut **tx)
    .await?;
    if known { Err(CreditError::AlreadyDone) } else { Ok(()) }
}

/// What this member of staff has credited lately without a second person.
async fn credited_alone(
    tx: &mut PgTransaction<'_>,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<Money, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(amount), 0)::bigint as "sum!: Money" from credits
           where asked_by = $1 and asked_at > $2 and state = 'booked' and decided_by is null"#,
        by as AccountId,
        now - LIMIT_OVER
    )
    .fetch_one(&mut **tx)
    .await?)
}

async fn insert(
    tx: &mut PgTransaction<'_>,
    (account_id, credit): (AccountId, &Credit),
    (actor, waits): (Actor, bool),
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into credits (account_id, kind, amount, reference, note, form_id, asked_by,
                              asked_at, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        account_id as AccountId,
        credit.reason.as_str(),
        credit.amount.micros(),
        credit.reason.reference(),
        credit.note,
        credit.form_id,
        actor.account_id as Option<AccountId>,
        now,
        if waits { "waiting" } else { "booked" }
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The credit that a payment's reference names already.
#[derive(Debug, Clone)]
pub struct Earlier {
    pub at: DateTime<Utc>,
    pub amount: Money,
    /// Whose wallet it is on.
    pub email: String,
    /// `None`: the command line.
    pub by: Option<String>,
    /// It waits for a second person still.
    pub waits: bool,
    pub form_id: String,
}

impl fmt::Display for Earlier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = match self.waits {
            true => "waits for a second person already, since",
            false => "was already booked, on",
        };
        let by = self.by.as_deref().unwrap_or("the command line");
        let at = self.at.format("%-d %B %Y, %H:%M UTC");
        let Self { amount, email, .. } = self;
        write!(f, "this payment {done} {at}: {amount} for {email}, by {by}")
    }
}

/// The credit with this reference, if it is booked or waits.
pub async fn earlier(
    db: impl PgExecutor<'_>,
    reference: &Reference,
) -> Result<Option<Earlier>, db::Error> {
    Ok(sqlx::query_as!(
        Earlier,
        r#"select coalesce(c.decided_at, c.asked_at) as "at!", c.amount as "amount: Money",
                  a.email, by.email as "by?", c.state = 'waiting' as "waits!", c.form_id
           from credits c join accounts a on a.id = c.account_id
           left join accounts by on by.id = c.asked_by
           where c.reference = $1 and c.state <> 'declined'"#,
        reference.as_str()
    )
    .fetch_optional(db)
    .await?)
}

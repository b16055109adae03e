//! The sandbox's page: the payer, their bank or the gateway does something, and the panel hears of it
//! by a hook.

use serde_json::json;

use super::{Kept, SIGNATURE, signature};
use crate::kit::db;
use crate::payments::gateways::Ways;
use crate::payments::{MethodId, inbox};

/// What the payer's page shows.
#[derive(Debug, Clone)]
pub struct Shown {
    pub reference: String,
    /// In the smallest coin, with its decimals.
    pub amount: i64,
    pub paid: i64,
    pub taken: i64,
    pub exponent: u32,
    pub currency: String,
    pub is_open: bool,
    pub is_over: bool,
    pub disputed: bool,
    pub return_url: String,
}

/// What the payer, their bank or the gateway does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// What is missing.
    Pay,
    /// A third of it.
    PayLess,
    /// A tenth more than it.
    PayMore,
    Fail,
    Cancel,
    /// Half of what is left goes back.
    RefundHalf,
    Refund,
    /// The payer says no to all that is left; it is held back.
    Dispute,
    /// The dispute is decided for us: what was held back comes again.
    Win,
    Lose,
}

impl Act {
    const ALL: [(Self, &'static str); 10] = [
        (Self::Pay, "pay"),
        (Self::PayLess, "pay_less"),
        (Self::PayMore, "pay_more"),
        (Self::Fail, "fail"),
        (Self::Cancel, "cancel"),
        (Self::RefundHalf, "refund_half"),
        (Self::Refund, "refund"),
        (Self::Dispute, "dispute"),
        (Self::Win, "win"),
        (Self::Lose, "lose"),
    ];

    /// Its name in the page's form.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name)| *name == word).map(|(act, _)| act)
    }

    fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(act, _)| *act == self).map_or("", |(_, word)| word)
    }
}

/// Why nothing happened.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such payment, or its method is switched off.
    #[error("there is no such payment")]
    NotFound,
    /// It fits another state of the payment.
    #[error("this cannot happen to the payment now")]
    NotNow,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(ActError);

/// The payment of this page; `None`: there is none, or its method is switched off.
pub async fn page(ways: &Ways, token: &str) -> Result<Option<Shown>, db::Error> {
    let kept = sqlx::query_as!(
        Kept,
        r#"select p.id, p.method_id as "method_id: MethodId", p.reference, p.amount, p.currency,
                  p.exponent, p.return_url, p.state, p.paid, p.taken, p.disputed, p.lost, p.events,
                  p.expires_at
           from sandbox_payments p join methods m on m.id = p.method_id
           where p.token = $1 and m.enabled"#,
        token
    )
    .fetch_optional(ways.db.pool())
    .await?;
    let now = ways.clock.now();
    Ok(kept.map(|kept| Shown {
        is_open: kept.state == "open",
        is_over: now > kept.expires_at,
        reference: kept.reference,
        amount: kept.amount,
        paid: kept.paid,
        taken: kept.taken,
        exponent: u32::try_from(kept.exponent).unwrap_or_default(),
        currency: kept.currency,
        disputed: kept.disputed > 0,
        return_url: kept.return_url,
    }))
}

/// Does it, and tells the panel by a hook unless `quiet`. Answers where the payer goes then.
pub async fn act(ways: &Ways, token: &str, (act, quiet): (Act, bool)) -> Result<String, ActError> {
    let token = token.to_owned();
    let (method_id, body, return_url) = ways
        .db
        .transaction(move |tx| {
            Box::pin(async move {
                let mut kept = sqlx::query_as!(
                    Kept,
                    r#"select p.id, p.method_id as "method_id: MethodId", p.reference, p.amount,
                              p.currency, p.exponent, p.return_url, p.state, p.paid, p.taken,
                              p.disputed, p.lost, p.events, p.expires_at
                       from sandbox_payments p join methods m on m.id = p.method_id
                       where p.token = $1 and m.enabled for no key update of p"#,
                    token
                )
                .fetch_optional(&mut **tx)
                .await?
                .ok_or(ActError::NotFound)?;
                kept.take(act)?;
                sqlx::query!(
                    "update sandbox_payments set state = $2, paid = $3, taken = $4, disputed = $5,
                            lost = $6, events = events + 1
                     where id = $1",
                    kept.id,
                    kept.state,
                    kept.paid,
                    kept.taken,
                    kept.disputed,
                    kept.lost
                )
                .execute(&mut **tx)
                .await?;
                let event = format!("sandbox-{}-{}", kept.id, kept.events + 1);
                let body = json!({
                    "id": event, "type": act.word(), "reference": kept.reference,
                });
                Ok::<_, ActError>((kept.method_id, body.to_string(), kept.return_url))
            })
        })
        .await?;
    if !quiet {
        tell(ways, method_id, &body).await?;
    }
    Ok(return_url)
}

impl Kept {
    /// Changes the row by what happened.
    fn take(&mut self, act: Act) -> Result<(), ActError> {
        let (missing, left) = (self.amount - self.paid, self.paid - self.taken);
        let may = match act {
            Act::Pay | Act::PayLess | Act::PayMore => missing > 0,
            Act::Fail | Act::Cancel => self.state == "open" && self.paid == 0,
            Act::Refund | Act::RefundHalf | Act::Dispute => left > 0 && self.disputed == 0,
            Act::Win | Act::Lose => self.disputed > 0,
        };
        if !may {
            return Err(ActError::NotNow);
        }
        match act {
            Act::Pay => self.paid = self.amount,
            Act::PayLess => self.paid += (missing / 3).max(1),
            Act::PayMore => self.paid = self.amount + (self.amount / 10).max(1),
            Act::Fail => self.state = "failed".to_owned(),
            Act::Cancel => self.state = "canceled".to_owned(),
            Act::Refund => self.taken = self.paid,
            Act::RefundHalf => self.taken += (left / 2).max(1),
            Act::Dispute => {
                self.disputed = left;
                self.taken = self.paid;
            }
            Act::Win => {
                self.taken -= self.disputed;
                self.disputed = 0;
            }
            Act::Lose => {
                self.disputed = 0;
                self.lost = true;
            }
        }
        Ok(())
    }
}

/// Sends a hook.
async fn tell(ways: &Ways, method_id: MethodId, body: &str) -> Result<(), db::Error> {
    let Ok(method) = ways.connect(method_id).await else { return Ok(()) };
    let header = signature(method.value("secret"), ways.clock.now(), body);
    let headers = vec![(SIGNATURE.to_owned(), header)];
    inbox::take_in(ways, &method, (headers, body.as_bytes())).await?;
    Ok(())
}

//! What became of a transaction at Paystack, and giving money back.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::api::{Api, Dispute, OPEN_FOR, Refund, Transaction};
use crate::payments::gateways::{Fee, Known, Look, Mode, Payment, Status};

/// What went back of a transaction.
#[derive(Debug, Default)]
pub(super) struct Back {
    pub refunds: Vec<Refund>,
    pub disputes: Vec<Dispute>,
}

pub(super) async fn look(api: &Api<'_>, of: &Known, now: DateTime<Utc>) -> Result<Look, String> {
    let transaction = api.transaction(&of.gateway_ref).await?;
    let back = match is_paid(&transaction) {
        true => read_back(api, transaction.id).await?,
        false => Back::default(),
    };
    judge(&transaction, &back, (of, now))
}

async fn read_back(api: &Api<'_>, id: i64) -> Result<Back, String> {
    Ok(Back { refunds: api.refunds(id).await?, disputes: api.disputes(id).await? })
}

/// Gives money back until this much has gone back in all. Paystack knows no idempotency key: whoever calls
/// this lets one go at a time.
pub(super) async fn refund(api: &Api<'_>, of: &Known, total: i64) -> Result<(), String> {
    let transaction = api.transaction(&of.gateway_ref).await?;
    if !is_paid(&transaction) {
        return Err("nothing was paid".to_owned());
    }
    let back = read_back(api, transaction.id).await?;
    match total - back.taken(transaction.amount).min(total) {
        0 => Ok(()),
        more => api.give_back(&transaction, more).await,
    }
}

/// It was paid; `reversed` has gone back as a whole.
fn is_paid(transaction: &Transaction) -> bool {
    matches!(&*transaction.status, "success" | "reversed")
}

/// How a dispute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Open,
    /// We have accepted it.
    Lost,
    /// We have declined it. Who has the money then is not written down anywhere.
    Declined,
}

fn stands(dispute: &Dispute) -> Stands {
    match (dispute.status.as_str(), dispute.resolution.as_deref()) {
        ("resolved", Some("merchant-accepted")) => Stands::Lost,
        ("resolved", _) => Stands::Declined,
        _ => Stands::Open,
    }
}

impl Back {
    fn taken(&self, amount: i64) -> i64 {
        let counts = |refund: &&Refund| refund.status != "failed";
        let refunded = self.refunds.iter().filter(counts);
        let refunded: i64 = refunded.map(|refund| refund.amount).sum();
        // What an accepted dispute gives back stands among the refunds, too.
        let by_dispute = self.refunds.iter().filter(counts).filter(|one| !one.dispute.is_null());
        let by_dispute: i64 = by_dispute.map(|refund| refund.amount).sum();
        let sum = |wanted: Stands| -> i64 {
            let those = self.disputes.iter().filter(|dispute| stands(dispute) == wanted);
            those.map(|dispute| dispute.refund_amount.unwrap_or(amount)).sum()
        };
        let lost = (sum(Stands::Lost) - by_dispute).max(0);
        (refunded + lost + sum(Stands::Open)).clamp(0, amount.max(0))
    }
}

pub(super) fn judge(
    transaction: &Transaction,
    back: &Back,
    (of, now): (&Known, DateTime<Utc>),
) -> Result<Look, String> {
    let is_old = is_old(transaction, now);
    let status = match transaction.status.as_str() {
        "success" | "reversed" => Status::Paid,
        "pending" | "processing" | "ongoing" | "queued" => Status::Waiting,
        // Whoever has given up, or has failed, may pay on the same page after all.
        "abandoned" | "failed" if !is_old => Status::Waiting,
        "abandoned" => Status::Expired,
        "failed" => Status::Failed,
        other => return Err(format!("the transaction is {other:?}")),
    };
    let mode = match transaction.domain.as_str() {
        "live" => Mode::Live,
        "test" => Mode::Test,
        other => return Err(format!("its mode is {other:?}")),
    };
    let paid = (status == Status::Paid).then(|| payment(transaction));
    if paid.as_ref().is_some_and(|payment| payment.amount <= 0) {
        return Err("it says that it was paid, and not how much".to_owned());
    }
    let has = |wanted: Stands| back.disputes.iter().any(|dispute| stands(dispute) == wanted);
    let taken = match transaction.status.as_str() {
        "reversed" => transaction.amount,
        "success" => back.taken(transaction.amount),
        _ => 0,
    };
    let declined = "a dispute was declined: see at Paystack that its money has stayed";
    Ok(Look {
        status,
        reference: ours(&transaction.reference, of),
        mode,
        payment: paid,
        taken,
        disputed: has(Stands::Open),
        lost: has(Stands::Lost),
        doubt: has(Stands::Declined).then_some(declined),
        dispute_fee: None,
        evidence: evidence(transaction, back),
    })
}

/// The reference without the number of the try.
fn ours(reference: &str, of: &Known) -> String {
    let known = reference == of.gateway_ref;
    let whole = reference.split('.').next().filter(|_| known);
    whole.unwrap_or(reference).to_owned()
}

fn is_old(transaction: &Transaction, now: DateTime<Utc>) -> bool {
    let at = transaction.created_at.as_deref().map(DateTime::parse_from_rfc3339);
    matches!(at, Some(Ok(at)) if now - at.to_utc() > OPEN_FOR)
}

fn payment(transaction: &Transaction) -> Payment {
    let currency = transaction.currency.clone();
    Payment {
        id: transaction.id.to_string(),
        amount: transaction.amount,
        fee: transaction.fees.map(|amount| Fee { amount, currency: currency.clone(), exponent: 2 }),
        currency,
    }
}

fn evidence(transaction: &Transaction, back: &Back) -> Value {
    let refunds = back
        .refunds
        .iter()
        .map(|refund| json!({ "id": refund.id, "amount": refund.amount, "status": refund.status }));
    let disputes = back.disputes.iter().map(|dispute| {
        json!({
            "id": dispute.id, "amount": dispute.refund_amount, "status": dispute.status,
            "resolution": dispute.resolution,
        })
    });
    json!({
        "transaction": transaction.id, "status": transaction.status, "domain": transaction.domain,
        "reference": transaction.reference, "amount": transaction.amount,
        "currency": transaction.currency, "fees": transaction.fees,
        "refunds": refunds.collect::<Vec<_>>(), "disputes": disputes.collect::<Vec<_>>(),
    })
}

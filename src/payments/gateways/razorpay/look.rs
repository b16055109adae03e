//! What became of a payment at Razorpay, and giving money back.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::api::{Api, Dispute, Link, Paid, Refund};
use super::scale;
use crate::payments::gateways::{Fee, Known, Look, Mode, Payment, Status};

/// Nobody disputes a payment so soon, and the list of disputes is the account's whole list.
const UNDISPUTED_FOR: TimeDelta = TimeDelta::minutes(60);

/// A payment, and what went back of it, in Razorpay's units.
struct Money {
    paid: Paid,
    refunds: Vec<Refund>,
    /// `None`: they cannot be read.
    disputes: Option<Vec<Dispute>>,
}

const UNREAD: &str =
    "the account’s disputes cannot be read: see at Razorpay that nobody disputes it";

pub(super) async fn look(
    api: &Api<'_>,
    of: &Known,
    (mode, now): (Mode, DateTime<Utc>),
) -> Result<Look, String> {
    let link = api.link(&of.gateway_ref).await?;
    let status = match link.status.as_str() {
        "created" => Status::Waiting,
        "partially_paid" => Status::Partial,
        "paid" => Status::Paid,
        "expired" => Status::Expired,
        "cancelled" => Status::Failed,
        other => return Err(format!("the link is {other:?}")),
    };
    let counts = |part: &&super::api::Part| matches!(&*part.status, "captured" | "refunded");
    let parts: Vec<_> = link.payments.iter().flatten().filter(counts).collect();
    let money = match parts.first() {
        Some(part) => Some(read(api, &part.payment_id, now).await?),
        None if status == Status::Paid => {
            return Err("it says that it was paid, and not by what".to_owned());
        }
        None => None,
    };
    // What was taken for a dispute is not given back because nobody can see it any more.
    if money.as_ref().is_some_and(|money| money.disputes.is_none())
        && api.is_credited(&of.reference).await?
    {
        return Err(UNREAD.to_owned());
    }
    Ok(judge(&link, (status, mode), (money.as_ref(), parts.len() > 1)))
}

async fn read(api: &Api<'_>, id: &str, now: DateTime<Utc>) -> Result<Money, String> {
    let paid = api.paid(id).await?;
    if !matches!(&*paid.status, "captured" | "refunded") {
        return Err(format!("the payment is {:?}", paid.status));
    }
    let refunds = match paid.amount_refunded.unwrap_or_default() {
        0 => Vec::new(),
        _ => api.refunds(id).await?,
    };
    let paid_at = DateTime::from_timestamp(paid.created_at, 0).unwrap_or_default();
    let disputes = match now - paid_at < UNDISPUTED_FOR {
        true => Some(Vec::new()),
        false => api.disputes(id).await?,
    };
    Ok(Money { paid, refunds, disputes })
}

/// Gives money back until this much has gone back in all, by refunds and disputes.
pub(super) async fn refund(
    api: &Api<'_>,
    of: &Known,
    (total, now): (i64, DateTime<Utc>),
) -> Result<(), String> {
    let link = api.link(&of.gateway_ref).await?;
    if link.reference_id.as_deref() != Some(&*of.reference) {
        return Err("Razorpay names another reference".to_owned());
    }
    let part = link.payments.iter().flatten().find(|part| part.status == "captured");
    let part = part.ok_or("nothing of it can be given back")?;
    let mut money = read(api, &part.payment_id, now).await?;
    if money.disputes.is_none() {
        return Err(UNREAD.to_owned());
    }
    money.refunds = api.refunds(&part.payment_id).await?;
    let wanted = total.checked_mul(scale(&of.currency)).ok_or("that is too much")?;
    let more = wanted - money.taken().min(wanted);
    if more == 0 {
        return Ok(());
    }
    // A refund that failed is listed, so that asking again has another key.
    let key = format!("{}-refund-{wanted}-{}", of.reference, money.refunds.len());
    api.give_back((&money.paid.id, more), (&of.reference, key)).await
}

impl Money {
    fn taken(&self) -> i64 {
        let counts = |refund: &&Refund| refund.status.as_deref() != Some("failed");
        let refunded: i64 = self.refunds.iter().filter(counts).map(|refund| refund.amount).sum();
        let disputed: i64 = self.disputes.iter().flatten().map(held).sum();
        (refunded + disputed).clamp(0, self.paid.amount)
    }
}

/// How much of a dispute is held back or lost.
fn held(dispute: &Dispute) -> i64 {
    let deducted = dispute.amount_deducted.filter(|amount| *amount > 0);
    match (dispute.status.as_str(), dispute.phase.as_deref()) {
        ("won", _) => 0,
        ("lost", _) => deducted.unwrap_or(dispute.amount),
        ("closed", _) => deducted.unwrap_or(0),
        // A question of the payer's bank: no money has moved.
        (_, Some("fraud" | "retrieval")) => deducted.unwrap_or(0),
        _ => dispute.amount,
    }
}

fn judge(
    link: &Link,
    (status, mode): (Status, Mode),
    (money, is_many): (Option<&Money>, bool),
) -> Look {
    let disputes = || money.iter().filter_map(|money| money.disputes.as_ref()).flatten();
    let is_unread = money.is_some_and(|money| money.disputes.is_none());
    let is_open = |dispute: &Dispute| {
        !matches!(dispute.status.as_str(), "won" | "lost" | "closed") && held(dispute) > 0
    };
    Look {
        status,
        reference: link.reference_id.clone().unwrap_or_default(),
        mode,
        payment: money.map(|money| payment(&money.paid)),
        taken: money.map_or(0, |money| money.taken() / scale(&money.paid.currency)),
        disputed: disputes().any(is_open),
        lost: disputes().any(|dispute| dispute.status == "lost"),
        doubt: match is_many {
            true => Some("it was paid several times: see at Razorpay"),
            false => is_unread.then_some(UNREAD),
        },
        dispute_fee: None,
        evidence: evidence(link, money),
    }
}

fn payment(paid: &Paid) -> Payment {
    Payment {
        id: paid.id.clone(),
        amount: paid.amount / scale(&paid.currency),
        currency: paid.currency.clone(),
        fee: paid.fee.map(|amount| Fee { amount, currency: "INR".to_owned(), exponent: 2 }),
    }
}

fn evidence(link: &Link, money: Option<&Money>) -> Value {
    let paid = money.map(|money| &money.paid);
    let refunds = money
        .iter()
        .flat_map(|money| &money.refunds)
        .map(|refund| json!({ "id": refund.id, "amount": refund.amount, "status": refund.status }));
    let disputes = money.iter().filter_map(|money| money.disputes.as_ref()).flatten();
    let disputes = disputes.map(|dispute| {
        json!({
            "id": dispute.id, "amount": dispute.amount, "deducted": dispute.amount_deducted,
            "status": dispute.status, "phase": dispute.phase,
        })
    });
    json!({
        "link": link.id, "status": link.status, "asked": link.amount, "currency": link.currency,
        "payment": paid.map(|paid| &paid.id), "payment_status": paid.map(|paid| &paid.status),
        "amount": paid.map(|paid| paid.amount), "paid_in": paid.map(|paid| &paid.currency),
        "fee": paid.and_then(|paid| paid.fee),
        "refunds": refunds.collect::<Vec<_>>(), "disputes": disputes.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dispute(status: &str, phase: &str, deducted: i64) -> Dispute {
        Dispute {
            id: "disp_1".into(),
            payment_id: "pay_1".into(),
            amount: 1_000,
            amount_deducted: Some(deducted),
            status: status.into(),
            phase: Some(phase.into()),
        }
    }

    #[test]
    fn what_a_dispute_holds_back() {
        for (status, phase, deducted, amount) in [
            ("open", "chargeback", 0, 1_000),
            ("under_review", "pre_arbitration", 0, 1_000),
            ("open", "retrieval", 0, 0),
            ("open", "fraud", 0, 0),
            ("open", "fraud", 700, 700),
            ("won", "chargeback", 0, 0),
            ("lost", "chargeback", 0, 1_000),
            ("lost", "chargeback", 400, 400),
            ("closed", "fraud", 0, 0),
        ] {
            let held = held(&dispute(status, phase, deducted));
            assert_eq!(held, amount, "{status} {phase} {deducted}");
        }
    }
}

//! What became of a payment at Stripe, and giving money back.

use serde_json::json;

use super::api::{Api, Dispute, Intent, Kept, Refund, Session};
use super::money::{exponent, from_stripe, to_stripe};
use crate::payments::gateways::{Fee, Known, Look, Mode, Payment, Status};

/// What went back of a payment, in Stripe's units.
#[derive(Debug, Default)]
pub(super) struct Back {
    refunds: Vec<Refund>,
    disputes: Vec<Dispute>,
}

pub(super) async fn look(api: &Api<'_>, of: &Known) -> Result<Look, String> {
    let session = api.session(&of.gateway_ref).await?;
    let is_over = session.status.as_deref() == Some("complete");
    let intent = match &session.payment_intent {
        Some(id) if is_over => Some(api.intent(id).await?),
        _ => None,
    };
    let mut back = Back::default();
    if let Some(intent) = &intent
        && let Some(charge) = &intent.latest_charge
    {
        if charge.amount_refunded > 0 {
            back.refunds = api.refunds(&intent.id).await?;
        }
        if charge.disputed {
            back.disputes = api.disputes(&intent.id).await?;
        }
    }
    judge(&session, intent.as_ref(), &back)
}

/// Gives money back until this much has gone back in all, by refunds and disputes.
pub(super) async fn refund(api: &Api<'_>, of: &Known, total: i64) -> Result<(), String> {
    let session = api.session(&of.gateway_ref).await?;
    if session.client_reference_id.as_deref() != Some(&*of.reference) {
        return Err("Stripe names another reference".to_owned());
    }
    let id = session.payment_intent.ok_or("nothing was paid")?;
    let intent = api.intent(&id).await?;
    let back = Back { refunds: api.refunds(&id).await?, disputes: api.disputes(&id).await? };
    let wanted = to_stripe(total, &of.currency).ok_or("that is too much")?;
    let more = wanted - back.taken(&intent).min(wanted);
    if more == 0 {
        return Ok(());
    }
    // A refund that failed is listed, so that asking again has another key.
    let key = format!("{}-refund-{wanted}-{}", of.reference, back.refunds.len());
    api.give_back((&id, more), (&of.reference, key)).await
}

impl Back {
    fn refunded(&self) -> i64 {
        let counts =
            |refund: &&Refund| !matches!(refund.status.as_deref(), Some("failed" | "canceled"));
        self.refunds.iter().filter(counts).map(|refund| refund.amount).sum()
    }

    /// What is disputed and not given again.
    fn disputed(&self, intent: &Intent) -> i64 {
        let held = self.disputes.iter().filter(|dispute| stands(dispute).0);
        let amounts = held.map(|dispute| match dispute.currency == intent.currency {
            true => dispute.amount,
            // Of another currency it may be all.
            false => intent.amount_received,
        });
        amounts.sum()
    }

    /// What Stripe kept for the disputes and has not given again; `None`: nothing moved, or not all of
    /// it can be read.
    fn dispute_fee(&self) -> Option<Fee> {
        let each = self.disputes.iter().map(|dispute| dispute.balance_transactions.as_deref());
        let kept = each.collect::<Option<Vec<_>>>()?.concat();
        let currency = &kept.first()?.currency;
        let of_one = kept.iter().all(|one| one.currency == *currency);
        of_one.then(|| fee(kept.iter().map(|one| one.fee).sum(), currency)).flatten()
    }

    fn taken(&self, intent: &Intent) -> i64 {
        (self.refunded() + self.disputed(intent)).clamp(0, intent.amount_received)
    }
}

/// Whether Stripe holds a dispute's money, and whether it is lost.
fn stands(dispute: &Dispute) -> (bool, bool) {
    match dispute.status.as_str() {
        // A question of the payer's bank: no money has moved.
        status if status.starts_with("warning_") => (false, false),
        "won" | "prevented" => (false, false),
        "lost" => (true, true),
        _ => (true, false),
    }
}

/// What the answers mean.
pub(super) fn judge(
    session: &Session,
    intent: Option<&Intent>,
    back: &Back,
) -> Result<Look, String> {
    let status = match (session.status.as_deref(), session.payment_status.as_str()) {
        (Some("open"), _) => Status::Waiting,
        (Some("expired"), _) => Status::Expired,
        (Some("complete"), "paid") => Status::Paid,
        (Some("complete"), "unpaid") => on_its_way(intent),
        (status, paid) => return Err(format!("it says {status:?} and {paid:?}")),
    };
    let paid = intent.filter(|_| status == Status::Paid);
    if status == Status::Paid && paid.is_none_or(|intent| intent.amount_received <= 0) {
        return Err("it says that it was paid, and not how much".to_owned());
    }
    let taken = paid.map_or(0, |intent| back.taken(intent));
    let states: Vec<(bool, bool)> = back.disputes.iter().map(stands).collect();
    let prevented = back.disputes.iter().any(|dispute| dispute.status == "prevented");
    Ok(Look {
        status,
        reference: session.client_reference_id.clone().unwrap_or_default(),
        mode: if session.livemode { Mode::Live } else { Mode::Test },
        payment: paid.map(payment),
        taken: paid.map_or(0, |intent| from_stripe(taken, &capitals(&intent.currency))),
        disputed: states.iter().any(|(held, lost)| *held && !lost),
        lost: states.iter().any(|(_, lost)| *lost),
        doubt: prevented.then_some("Stripe prevented a dispute: see there whether money went back"),
        dispute_fee: back.dispute_fee(),
        evidence: evidence(session, intent, back),
    })
}

/// The payer is done, and a bank is not.
fn on_its_way(intent: Option<&Intent>) -> Status {
    match intent.map(|intent| intent.status.as_str()) {
        Some("requires_payment_method" | "canceled") => Status::Failed,
        _ => Status::Waiting,
    }
}

fn payment(intent: &Intent) -> Payment {
    let currency = capitals(&intent.currency);
    let kept = intent.latest_charge.as_ref().and_then(|charge| charge.balance_transaction.as_ref());
    let fee = kept.and_then(|kept| fee(kept.fee, &kept.currency));
    Payment {
        id: intent.id.clone(),
        amount: from_stripe(intent.amount_received, &currency),
        currency,
        fee,
    }
}

fn fee(amount: i64, currency: &str) -> Option<Fee> {
    let currency = capitals(currency);
    let exponent = exponent(&currency)?;
    Some(Fee { amount: from_stripe(amount, &currency), currency, exponent })
}

fn capitals(currency: &str) -> String {
    currency.to_ascii_uppercase()
}

fn evidence(session: &Session, intent: Option<&Intent>, back: &Back) -> serde_json::Value {
    let refunds = back
        .refunds
        .iter()
        .map(|refund| json!({ "id": refund.id, "amount": refund.amount, "status": refund.status }));
    let kept = |kept: &Kept| json!({ "fee": kept.fee, "currency": kept.currency });
    let disputes = back.disputes.iter().map(|dispute| {
        json!({
            "id": dispute.id, "amount": dispute.amount, "currency": dispute.currency,
            "status": dispute.status,
            "kept": dispute.balance_transactions.iter().flatten().map(kept).collect::<Vec<_>>(),
        })
    });
    json!({
        "session": session.id, "status": session.status, "payment_status": session.payment_status,
        "livemode": session.livemode, "payment_intent": session.payment_intent,
        "intent_status": intent.map(|intent| &intent.status),
        "received": intent.map(|intent| intent.amount_received),
        "currency": intent.map(|intent| &intent.currency),
        "refunds": refunds.collect::<Vec<_>>(), "disputes": disputes.collect::<Vec<_>>(),
    })
}

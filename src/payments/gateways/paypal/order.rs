//! PayPal's orders as they come over the wire, and what they mean.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::amount::coins;
use super::super::call::Answer;
use super::super::{Fee, Known, Look, Mode, Payment, Status};
use super::{OPEN_FOR, is_id};

/// What PayPal takes, with the decimals that it takes there. A decimal where it takes none is an error.
pub(super) static CURRENCIES: [(&str, u32); 24] = [
    ("USD", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("AUD", 2),
    ("BRL", 2),
    ("CAD", 2),
    ("CHF", 2),
    ("CNY", 2),
    ("CZK", 2),
    ("DKK", 2),
    ("HKD", 2),
    ("HUF", 0),
    ("ILS", 2),
    ("JPY", 0),
    ("MXN", 2),
    ("MYR", 2),
    ("NOK", 2),
    ("NZD", 2),
    ("PHP", 2),
    ("PLN", 2),
    ("SEK", 2),
    ("SGD", 2),
    ("THB", 2),
    ("TWD", 0),
];

#[derive(Deserialize)]
pub(super) struct Order {
    pub id: String,
    #[serde(default)]
    status: String,
    create_time: Option<DateTime<Utc>>,
    #[serde(default)]
    purchase_units: Vec<Unit>,
    #[serde(default)]
    links: Vec<Link>,
}

#[derive(Deserialize)]
struct Unit {
    #[serde(default)]
    custom_id: String,
    amount: Option<Amount>,
    #[serde(default)]
    payments: Payments,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Payments {
    captures: Vec<Capture>,
    refunds: Vec<Refund>,
}

#[derive(Deserialize)]
pub(super) struct Capture {
    id: String,
    #[serde(default)]
    custom_id: String,
    status: String,
    amount: Amount,
    seller_receivable_breakdown: Option<Breakdown>,
}

#[derive(Deserialize)]
struct Breakdown {
    paypal_fee: Option<Amount>,
}

#[derive(Deserialize)]
struct Refund {
    status: String,
    amount: Amount,
}

#[derive(Deserialize)]
struct Amount {
    currency_code: String,
    value: String,
}

#[derive(Deserialize)]
struct Link {
    rel: String,
    href: String,
}

/// Why an approved order is not captured.
#[derive(Debug)]
pub(super) enum Attempt {
    /// The payer can still do something about it.
    Waits(String),
    Failed(String),
}

impl Amount {
    /// In the smallest coin.
    fn coins(&self) -> Result<i64, String> {
        let exponent = exponent(&self.currency_code);
        exponent.and_then(|exponent| coins(&self.value, exponent)).ok_or_else(|| {
            format!("PayPal names an amount that is none: {} {}", self.value, self.currency_code)
        })
    }
}

fn exponent(currency: &str) -> Option<u32> {
    CURRENCIES.iter().find(|(code, _)| *code == currency).map(|(_, exponent)| *exponent)
}

impl Capture {
    /// Whether its money came, whatever became of it later. One that is pending may still fail.
    fn is_paid(&self) -> bool {
        matches!(&*self.status, "COMPLETED" | "PARTIALLY_REFUNDED" | "REFUNDED")
    }

    fn payment(&self) -> Result<Payment, String> {
        let kept = self.seller_receivable_breakdown.as_ref();
        let fee = kept.and_then(|breakdown| breakdown.paypal_fee.as_ref()).and_then(|fee| {
            let exponent = exponent(&fee.currency_code)?;
            let amount = coins(&fee.value, exponent)?;
            Some(Fee { amount, currency: fee.currency_code.clone(), exponent })
        });
        Ok(Payment {
            id: self.id.clone(),
            amount: self.amount.coins()?,
            currency: self.amount.currency_code.clone(),
            fee,
        })
    }
}

impl Order {
    /// Where the payer approves it.
    pub fn approve_url(&self) -> Option<String> {
        let link = self.links.iter().find(|link| matches!(&*link.rel, "payer-action" | "approve"));
        link.map(|link| link.href.clone())
    }

    /// Whether it waits to be captured for this deposit. `Err`: it is this deposit's, and asks for
    /// something else; so it is not captured.
    pub fn is_approved_for(&self, of: &Known) -> Result<bool, String> {
        let Some(unit) = self.purchase_units.first() else { return Ok(false) };
        if self.status != "APPROVED" || unit.custom_id != of.reference {
            return Ok(false);
        }
        let asks = unit.amount.as_ref().map(|asked| (asked.coins(), &asked.currency_code));
        match asks {
            Some((Ok(amount), currency)) if amount == of.amount && *currency == of.currency => {
                Ok(true)
            }
            _ => Err("the order asks for another amount, so it is not captured".to_owned()),
        }
    }

    /// The paid capture, how much of it has gone back or is going, and how many refunds are listed.
    pub fn captured(&self) -> Result<(String, i64, usize), String> {
        let unit = self.purchase_units.first().ok_or("the order is about nothing")?;
        let capture = unit.payments.captures.iter().find(|capture| capture.is_paid());
        let capture = capture.ok_or("nothing of the order is captured")?;
        if !is_id(&capture.id) {
            return Err("PayPal names a capture that is none".to_owned());
        }
        let going = unit.payments.sum(|refund| matches!(refund, "COMPLETED" | "PENDING"))?;
        Ok((capture.id.clone(), going, unit.payments.refunds.len()))
    }
}

impl Payments {
    /// The refunds in one of these states, in all.
    fn sum(&self, counts: impl Fn(&str) -> bool) -> Result<i64, String> {
        let mut sum = 0_i64;
        for refund in self.refunds.iter().filter(|refund| counts(&refund.status)) {
            sum = sum.saturating_add(refund.amount.coins()?);
        }
        Ok(sum)
    }
}

/// What an order says about a deposit; `attempt`: why it was not captured just now.
pub(super) fn judge(
    order: &Order,
    of: &Known,
    (mode, now): (Mode, DateTime<Utc>),
    attempt: Option<Attempt>,
) -> Result<Look, String> {
    let unit = order.purchase_units.first().ok_or("PayPal’s order is about nothing")?;
    let captures = &unit.payments.captures;
    let paid: Vec<&Capture> = captures.iter().filter(|capture| capture.is_paid()).collect();
    let payment = paid.first().map(|capture| capture.payment()).transpose()?;
    let mut taken = unit.payments.sum(|status| status == "COMPLETED")?;
    if let (Some(capture), Some(payment)) = (paid.first(), &payment)
        && capture.status == "REFUNDED"
    {
        // All of it, even if a list of refunds says less.
        taken = taken.max(payment.amount);
    }
    let status = match (&payment, &attempt) {
        (Some(_), _) => Status::Paid,
        (None, Some(Attempt::Failed(_))) => Status::Failed,
        (None, _) => without_money(order, captures, now),
    };
    let is_partly = paid.iter().any(|capture| capture.status == "PARTIALLY_REFUNDED");
    let doubt = if paid.len() > 1 {
        Some("PayPal lists more than one capture")
    } else if is_partly && taken == 0 {
        Some("a part went back, and PayPal lists no refund")
    } else if captures.iter().any(Capture::is_strange) {
        Some("PayPal names a state of the capture that the panel does not know")
    } else {
        None
    };
    Ok(Look {
        status,
        reference: unit.custom_id.clone(),
        mode,
        payment,
        taken,
        disputed: false,
        lost: false,
        doubt,
        dispute_fee: None,
        evidence: evidence(order, of, attempt),
    })
}

impl Capture {
    fn is_strange(&self) -> bool {
        !self.is_paid() && !matches!(&*self.status, "PENDING" | "DECLINED" | "FAILED")
    }
}

fn without_money(order: &Order, captures: &[Capture], now: DateTime<Utc>) -> Status {
    let is = |status: &str| captures.iter().any(|capture| capture.status == status);
    let is_old = order.create_time.is_some_and(|at| now > at + OPEN_FOR);
    if is("PENDING") {
        // An e-check, or PayPal looks at it: that may take days.
        Status::Waiting
    } else if is("DECLINED") || is("FAILED") || order.status == "VOIDED" {
        Status::Failed
    } else if is_old {
        Status::Expired
    } else {
        Status::Waiting
    }
}

fn evidence(order: &Order, of: &Known, attempt: Option<Attempt>) -> Value {
    let capture = attempt.map(|(Attempt::Waits(why) | Attempt::Failed(why))| why);
    let payments = order.purchase_units.first().map(|unit| &unit.payments);
    let captures = payments.map(|payments| {
        let shown = payments.captures.iter().map(|capture| {
            json!({ "id": capture.id, "status": capture.status, "value": capture.amount.value })
        });
        shown.collect::<Vec<_>>()
    });
    let refunds = payments.map(|payments| {
        let shown = payments.refunds.iter();
        let shown =
            shown.map(|refund| json!({ "status": refund.status, "value": refund.amount.value }));
        shown.collect::<Vec<_>>()
    });
    json!({
        "order": order.status, "captures": captures, "refunds": refunds,
        "not_captured": capture, "asked": of.amount,
    })
}

/// What a capture says whose order PayPal has forgotten. How much of it went back it tells only if that is
/// nothing or all.
pub(super) fn judge_alone(capture: &Capture, of: &Known, mode: Mode) -> Result<Look, String> {
    let payment = capture.payment()?;
    let taken = match &*capture.status {
        "COMPLETED" => 0,
        "REFUNDED" => payment.amount,
        other => {
            return Err(format!("PayPal has forgotten the order, and its capture is {other}"));
        }
    };
    Ok(Look {
        status: Status::Paid,
        reference: match capture.custom_id.as_str() {
            "" => of.reference.clone(),
            named => named.to_owned(),
        },
        mode,
        payment: Some(payment),
        taken,
        disputed: false,
        lost: false,
        doubt: None,
        dispute_fee: None,
        evidence: json!({ "order": null, "capture": capture.id, "status": capture.status }),
    })
}

/// An order that PayPal has forgotten, because nobody has paid it.
pub(super) fn never_paid(of: &Known, mode: Mode) -> Look {
    Look {
        status: Status::Expired,
        reference: of.reference.clone(),
        mode,
        payment: None,
        taken: 0,
        disputed: false,
        lost: false,
        doubt: None,
        dispute_fee: None,
        evidence: json!({ "order": null }),
    }
}

/// The first issue of an error; "" for none.
pub(super) fn issue(answer: &Answer) -> String {
    let said: Value = serde_json::from_str(&answer.text).unwrap_or_default();
    said["details"][0]["issue"].as_str().unwrap_or_default().to_owned()
}

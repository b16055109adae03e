//! BTCPay Server's invoices as they come over the wire, and what they mean.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::super::amount::{coins_of, plain, share};
use super::super::{Ask, Known, Look, Mode, Payment, Status};

/// An invoice. Amounts are decimals of its currency.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invoice {
    pub id: String,
    #[serde(default)]
    pub checkout_link: String,
    status: String,
    #[serde(default)]
    additional_status: String,
    amount: Option<Box<RawValue>>,
    paid_amount: Option<Box<RawValue>>,
    #[serde(default)]
    currency: String,
    /// In seconds since 1970.
    expiration_time: Option<i64>,
    #[serde(default)]
    metadata: Value,
}

/// A way in which an invoice can be paid, with what came by it.
#[derive(Deserialize)]
pub(super) struct Method {
    #[serde(default)]
    payments: Vec<Came>,
}

#[derive(Deserialize)]
struct Came {
    status: String,
}

/// Whether what came to an invoice that has ended is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Money {
    /// Nobody has asked.
    Unread,
    /// Something of it is not settled yet.
    Underway,
    Settled,
    /// Nothing of it counts.
    Nothing,
}

impl Money {
    pub fn of(methods: &[Method]) -> Self {
        let mut all = methods.iter().flat_map(|method| &method.payments).peekable();
        let mut is_settled = false;
        if all.peek().is_none() {
            return Self::Nothing;
        }
        for came in all {
            match came.status.as_str() {
                "Settled" => is_settled = true,
                "Invalid" => {}
                _ => return Self::Underway,
            }
        }
        if is_settled { Self::Settled } else { Self::Nothing }
    }
}

impl Invoice {
    fn reference(&self) -> &str {
        self.metadata["orderId"].as_str().unwrap_or_default()
    }

    /// Whether it was made for this deposit, by an opening whose answer was lost.
    pub fn is_for(&self, ask: &Ask) -> bool {
        let amount = self.amount.as_ref().and_then(|amount| coins_of(amount, ask.exponent));
        self.reference() == ask.reference
            && amount == Some(ask.amount)
            && self.currency == ask.currency
    }

    pub fn expires_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.expiration_time?, 0)
    }

    /// Whether it has expired, and money came all the same: less of it, or late.
    pub fn is_ended_with_money(&self) -> bool {
        self.status == "Expired" && matches!(&*self.additional_status, "PaidPartial" | "PaidLate")
    }

    fn is_marked(&self) -> bool {
        self.additional_status == "Marked"
    }

    /// What was paid, in the smallest coin, rounded down: coins have more decimals than money.
    fn paid(&self, exponent: u32) -> Option<i64> {
        let one = 10_i64.checked_pow(exponent)?;
        share(one, plain(self.paid_amount.as_ref()?), "1")
    }
}

/// What an invoice says about a deposit.
pub(super) fn judge(
    invoice: &Invoice,
    of: &Known,
    mode: Mode,
    money: Money,
) -> Result<Look, String> {
    let paid = invoice.paid(of.exponent);
    let came = paid.unwrap_or_default();
    let asked = invoice.amount.as_ref().and_then(|amount| coins_of(amount, of.exponent));
    let (mut status, mut amount, mut doubt) = match invoice.status.as_str() {
        "Settled" if paid.is_none() => {
            return Err("it does not say what was paid: the server must be 2.1.2 or newer".into());
        }
        "Settled" if invoice.is_marked() && came < of.amount => {
            let doubt = "somebody has marked it as settled there, and less was paid";
            (Status::Paid, came, Some(doubt))
        }
        "Settled" => (Status::Paid, whole(came, of.amount), None),
        "Processing" => (Status::Waiting, 0, None),
        // What is not confirmed may stand here, too: it is shown, and credited by nobody but staff.
        "New" if came > 0 => {
            (Status::Partial, came, Some("a part came, and may not be confirmed yet"))
        }
        "New" => (Status::Waiting, 0, None),
        "Expired" => expired(invoice, came, money),
        "Invalid" if invoice.is_marked() && came > 0 => {
            (Status::Failed, came, Some("somebody has marked it as invalid there"))
        }
        "Invalid" => (Status::Failed, 0, None),
        other => return Err(format!("it names a state that the panel does not know: {other}")),
    };
    if amount > 0 && asked != Some(of.amount) {
        doubt = Some("the invoice does not ask for what the deposit asks for");
    }
    if invoice.reference() != of.reference {
        (status, amount, doubt) = (Status::Waiting, 0, None);
    }
    let payment = (amount > 0).then(|| Payment {
        id: invoice.id.clone(),
        amount,
        currency: invoice.currency.clone(),
        fee: None,
    });
    Ok(Look {
        status,
        reference: invoice.reference().to_owned(),
        mode,
        payment,
        taken: 0,
        disputed: false,
        lost: false,
        doubt,
        dispute_fee: None,
        evidence: json!({
            "status": invoice.status, "additional": invoice.additional_status,
            "amount": shown(invoice.amount.as_deref()), "paid": shown(invoice.paid_amount.as_deref()),
            "currency": invoice.currency, "money": format!("{money:?}"),
        }),
    })
}

/// The server calls an invoice settled although the last coin is missing, because it counts in the coin of
/// the payer.
fn whole(came: i64, asked: i64) -> i64 {
    if came == asked - 1 { asked } else { came }
}

/// It never settles by itself any more, so what came is counted here, once it is final. What came late
/// came at a price of before.
fn expired(invoice: &Invoice, came: i64, money: Money) -> (Status, i64, Option<&'static str>) {
    match (money, &*invoice.additional_status) {
        (Money::Settled, "PaidLate") => {
            (Status::Paid, came, Some("it was paid after its end, at the price of before"))
        }
        (Money::Settled, _) => (Status::Paid, came, None),
        (Money::Unread | Money::Underway | Money::Nothing, _) => (Status::Expired, 0, None),
    }
}

fn shown(amount: Option<&RawValue>) -> Option<&str> {
    amount.map(plain)
}

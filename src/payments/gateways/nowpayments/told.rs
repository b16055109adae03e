//! A payment as NOWPayments tells of it: what the customer sends, and what it means for the deposit.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{Remembered, is_word};
use crate::payments::gateways::{
    Ask, Known, Look, Mode, OpenError, Opened, PayTo, Payment, Status, amount, call, tokens,
};

/// For so long the amount of coins is fixed, if it does not say.
const FIXED_FOR: TimeDelta = TimeDelta::minutes(20);
/// Coins on their way at the end are seen a little later.
const GRACE: TimeDelta = TimeDelta::minutes(10);
/// The longest address, memo and number of a payment.
const TEXT_CHARS_MAX: usize = 200;

/// A payment, as it tells of it.
#[derive(Debug, Deserialize)]
pub(super) struct Told {
    payment_id: Box<RawValue>,
    parent_payment_id: Option<Box<RawValue>>,
    payment_status: String,
    order_id: Option<String>,
    price_amount: Box<RawValue>,
    price_currency: String,
    pay_address: Option<String>,
    payin_extra_id: Option<Box<RawValue>>,
    pay_amount: Option<Box<RawValue>>,
    pay_currency: String,
    actually_paid: Option<Box<RawValue>>,
    network: Option<String>,
    expiration_estimate_date: Option<String>,
    outcome_amount: Option<Box<RawValue>>,
    outcome_currency: Option<String>,
}

impl Told {
    fn id(&self) -> Option<String> {
        tokens::text(&self.payment_id).filter(|id| id.len() <= TEXT_CHARS_MAX && is_word(id))
    }

    /// What the customer sends, and until when.
    pub(super) fn opened(self, ask: &Ask, now: DateTime<Utc>) -> Result<Opened, OpenError> {
        let unread = |what: &str| OpenError::Again(format!("its answer has no {what}"));
        if self.order_id.as_deref() != Some(ask.reference.as_str()) {
            return Err(OpenError::Again("it answers with another payment".to_owned()));
        }
        let fits = |text: &String| {
            (1..=TEXT_CHARS_MAX).contains(&text.len()) && !text.chars().any(char::is_control)
        };
        let memo = match self.payin_extra_id.as_deref().and_then(tokens::text) {
            None => String::new(),
            Some(memo) => Some(memo).filter(fits).ok_or_else(|| unread("memo that can be read"))?,
        };
        let pay_amount = self.pay_amount.as_deref().map_or("", amount::plain);
        let amount = amount::readable(pay_amount).filter(|amount| amount != "0");
        let amount = amount.ok_or_else(|| unread("amount"))?;
        let end = self.expiration_estimate_date.as_deref();
        let end = end.and_then(|end| DateTime::parse_from_rfc3339(end).ok());
        let currency = self.pay_currency.to_ascii_uppercase();
        Ok(Opened {
            gateway_ref: self.id().ok_or_else(|| unread("number"))?,
            url: String::new(),
            expires_at: end.map_or(now + FIXED_FOR, |end| end.to_utc()),
            pay_to: Some(PayTo {
                address: self.pay_address.filter(fits).ok_or_else(|| unread("address"))?,
                amount,
                network: self
                    .network
                    .filter(fits)
                    .map_or_else(|| currency.clone(), |network| network.to_ascii_uppercase()),
                currency,
                memo,
            }),
        })
    }

    /// What came, as a share of the price; `None`: it does not say.
    fn share(&self, whole: i64) -> Option<i64> {
        let part = amount::plain(self.actually_paid.as_deref()?);
        amount::share(whole, part, amount::plain(self.pay_amount.as_deref()?))
    }

    /// What it means for the deposit. `others`: payments that hooks have named for it as well.
    pub(super) fn look(
        self,
        of: &Known,
        (mode, now): (Mode, DateTime<Utc>),
        (known, others): (&Remembered, &[Told]),
    ) -> Result<Look, String> {
        let whole = amount::coins_of(&self.price_amount, of.exponent);
        let whole = whole.ok_or("its price cannot be read")?;
        let untold = "it does not say how much came";
        let is_over = known.expires_at.is_some_and(|end| now > end + GRACE);
        let share = self.share(whole);
        let (status, mut paid, taken) = match self.payment_status.as_str() {
            "waiting" if is_over => (Status::Expired, 0, 0),
            "waiting" | "confirming" | "confirmed" | "sending" => (Status::Waiting, 0, 0),
            "finished" | "partially_paid" => (Status::Paid, share.ok_or(untold)?, 0),
            "failed" => (Status::Failed, 0, 0),
            "expired" => (Status::Expired, 0, 0),
            "refunded" => {
                let part = share.unwrap_or(whole);
                (Status::Failed, part.min(whole), part.max(whole))
            }
            other => return Err(format!("its state is not known here: {other}")),
        };
        let is_other_coin =
            known.coin.as_ref().is_some_and(|coin| !coin.eq_ignore_ascii_case(&self.pay_currency));
        let mut doubt = match (is_other_coin, self.parent_payment_id.is_some()) {
            (true, _) => Some("it was paid in another coin than was asked for"),
            (_, true) => Some("it is a second payment to an address"),
            _ => None,
        };
        for other in others.iter().filter(|other| other.is_of(of)) {
            if matches!(other.payment_status.as_str(), "finished" | "partially_paid") {
                let more = other.second(of, &self).and_then(|more| paid.checked_add(more));
                doubt = Some(match more {
                    Some(_) => "money came by a second payment to the same address",
                    None => "a second payment came, and it does not say how much",
                });
                paid = more.unwrap_or(paid);
            }
        }
        let status = match (paid > 0, doubt.is_some(), status) {
            (false, _, Status::Paid) => Status::Failed,
            // Staff must see it, wherever the first payment stands.
            (true, true, _) if taken == 0 => Status::Paid,
            (_, _, status) => status,
        };
        let evidence = self.evidence(others);
        Ok(Look {
            status,
            mode,
            payment: (paid > 0).then(|| Payment {
                id: of.gateway_ref.clone(),
                amount: paid,
                currency: self.price_currency.to_ascii_uppercase(),
                // What it keeps is said in coins.
                fee: None,
            }),
            taken,
            disputed: false,
            lost: false,
            doubt,
            dispute_fee: None,
            evidence,
            reference: self.order_id.unwrap_or_default(),
        })
    }

    /// Whether it names our reference, or the payment that was opened, as what it belongs to.
    fn is_of(&self, of: &Known) -> bool {
        let parent = self.parent_payment_id.as_deref().and_then(tokens::text);
        self.order_id.as_ref() == Some(&of.reference) || parent.as_ref() == Some(&of.gateway_ref)
    }

    /// What a second payment is worth: by the first one's rate if it is the same coin, and else by its
    /// own price.
    fn second(&self, of: &Known, first: &Self) -> Option<i64> {
        let is_same = self.pay_currency.eq_ignore_ascii_case(&first.pay_currency);
        let (price, asked) = match is_same {
            true => (&first.price_amount, first.pay_amount.as_deref()?),
            false => (&self.price_amount, self.pay_amount.as_deref()?),
        };
        let whole = amount::coins_of(price, of.exponent)?;
        let part = amount::plain(self.actually_paid.as_deref()?);
        amount::share(whole, part, amount::plain(asked))
    }

    fn evidence(&self, others: &[Self]) -> Value {
        let others: Vec<Value> = others.iter().map(|other| other.evidence(&[])).collect();
        json!({
            "payment_id": amount::plain(&self.payment_id),
            "status": self.payment_status,
            "parent": call::shown(self.parent_payment_id.as_deref()),
            "price_amount": amount::plain(&self.price_amount),
            "price_currency": self.price_currency,
            "pay_amount": call::shown(self.pay_amount.as_deref()),
            "pay_currency": self.pay_currency,
            "actually_paid": call::shown(self.actually_paid.as_deref()),
            "outcome_amount": call::shown(self.outcome_amount.as_deref()),
            "outcome_currency": self.outcome_currency,
            "others": others,
        })
    }
}

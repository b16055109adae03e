//! Payment gateways: who takes customers' payments for us. A gateway is a file here and a line in
//! [`ALL`]. It says what it wants to know, opens a payment, reads its hooks and looks what became of
//! a payment. It moves no money of ours and knows no account: `settle` does that, from what a look
//! says.

pub mod access;
pub mod amount;
mod beside;
pub mod btcpay;
pub mod call;
pub mod coingate;
pub mod cryptomus;
mod facts;
pub mod nowpayments;
pub mod paypal;
pub mod paystack;
pub mod razorpay;
pub mod sandbox;
pub mod stripe;
pub mod tokens;
pub mod uddoktapay;
mod ways;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::MethodId;
pub use beside::{Beside, Mark};
use facts::is_key;
pub use facts::{Facts, Field};
pub use ways::{BaseError, ConnectError, Ways, check_bases};

/// All of them, in the order in which staff see them.
pub static ALL: [&dyn Gateway; 11] = [
    &sandbox::Sandbox,
    &stripe::Stripe,
    &paypal::PayPal,
    &btcpay::BtcPay,
    &cryptomus::CRYPTOMUS,
    &cryptomus::HELEKET,
    &nowpayments::NowPayments,
    &coingate::CoinGate,
    &razorpay::Razorpay,
    &paystack::Paystack,
    &uddoktapay::UddoktaPay,
];

/// The gateway of this name.
#[must_use]
pub fn find(id: &str) -> Option<&'static dyn Gateway> {
    ALL.into_iter().find(|gateway| gateway.id() == id)
}

/// A payment gateway.
pub trait Gateway: Send + Sync {
    /// As it is stored; small letters and digits.
    fn id(&self) -> &'static str;

    /// As staff see it.
    fn name(&self) -> &'static str;

    /// What it wants to know of a method. Staff's form, the sealing and the checks are made of it.
    fn fields(&self) -> &'static [Field];

    fn facts(&self) -> Facts;

    /// How long a payment is left alone between two looks, whoever asks for them.
    fn rests(&self) -> TimeDelta {
        TimeDelta::zero()
    }

    /// Tells the gateway of a deposit. The same reference again must lead to the same payment.
    fn open<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        ask: &'a Ask,
    ) -> BoxFuture<'a, Result<Opened, OpenError>>;

    /// Reads a hook and checks who has sent it. Does nothing else.
    fn read_hook(&self, method: &Connected, sent: &Sent<'_>) -> Result<Hint, NotTheirs>;

    /// Asks what became of a payment. `Err`: why there is no answer; it is asked again later.
    fn look<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        of: &'a Known,
    ) -> BoxFuture<'a, Result<Look, String>>;

    /// Asks the gateway whether what staff entered is right, without changing anything there. `Ok`: what
    /// staff read; `Err`: what is wrong.
    fn test<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
    ) -> BoxFuture<'a, Result<String, String>>;

    /// Gives money back to the payer, until this much of the payment has gone back in all. Asking
    /// twice gives nothing more.
    fn refund<'a>(
        &'a self,
        ways: &'a Ways,
        method: &'a Connected,
        back: (&'a Known, i64),
    ) -> BoxFuture<'a, Result<(), String>>;

    /// The names of the fields that hold addresses which the panel calls. They are checked when staff
    /// save them, and again at each call.
    fn addresses(&self) -> &'static [&'static str] {
        &[]
    }

    /// The headers of its hooks that are themselves a secret, in use or not: they are never kept.
    fn secret_headers(&self) -> &'static [&'static str] {
        &[]
    }

    /// The least that can be paid by it in this currency, in the smallest coin; 0: nobody says.
    fn least(&self, _currency: &str) -> i64 {
        0
    }

    /// What a hook tells beside its hint: what no look can tell.
    fn tells(&self, _body: &str) -> Beside {
        Beside::default()
    }

    /// Whether nobody but the gateway can check its hooks. They are kept unconfirmed then, and a worker
    /// asks by [`confirm_hook`](Self::confirm_hook) before anything is made of them.
    fn confirms_hooks(&self) -> bool {
        false
    }

    /// Asks the gateway whether it has sent this hook. The inner `Err`: it has not. The outer one: why
    /// there is no answer; it is asked again later.
    fn confirm_hook<'a>(
        &'a self,
        _ways: &'a Ways,
        _method: &'a Connected,
        _sent: &'a Sent<'a>,
    ) -> BoxFuture<'a, Result<Result<(), NotTheirs>, String>> {
        Box::pin(async { Ok(Ok(())) })
    }

    /// The gateway's name for a payment in the query with which its payer came back. Anybody can write
    /// such a query: the name only says about what to ask.
    fn returned(&self, _query: &str) -> Option<String> {
        None
    }

    /// Whether staff may say what the gateway calls a payment, because the panel may never learn it.
    fn is_named_by_hand(&self) -> bool {
        false
    }
}

/// Whether a method moves money in the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Live,
    Test,
}

impl Mode {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Live, Self::Test].into_iter().find(|mode| mode.as_str() == word)
    }
}

crate::text_columns!(Mode);

/// A method with what was sealed in it, for calls. It is never shown or logged, so it has no
/// `Debug`.
#[derive(Clone)]
pub struct Connected {
    pub id: MethodId,
    pub gateway: &'static dyn Gateway,
    pub mode: Mode,
    /// By the names of the gateway's fields.
    pub values: BTreeMap<String, String>,
}

impl Connected {
    /// The value of a field; "" for none.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }
}

/// What a gateway is asked to take.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Names the deposit there.
    pub reference: String,
    /// In the smallest coin.
    pub amount: i64,
    pub currency: String,
    pub exponent: u32,
    /// Where the payer goes afterwards, and if they give up.
    pub return_url: String,
    /// Where the gateway sends its hooks.
    pub hook_url: String,
    /// What the payer reads that it is for, in ASCII without a slash.
    pub title: String,
    /// The account's e-mail address and name, for gateways that demand them. They decide nothing.
    pub payer_email: String,
    pub payer_name: String,
    /// How often it was tried before.
    pub tries: i32,
}

/// A payment that waits for its payer.
#[derive(Debug, Clone)]
pub struct Opened {
    pub gateway_ref: String,
    /// Where the customer pays; "": it has no page, see `pay_to`.
    pub url: String,
    /// What the customer sends by themselves, if the gateway has no page for it.
    pub pay_to: Option<PayTo>,
    pub expires_at: DateTime<Utc>,
}

/// Coins that the customer sends from a wallet of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayTo {
    pub address: String,
    /// A decimal; exactly this much is to be sent.
    pub amount: String,
    /// The coin, and the chain by which it is sent.
    pub currency: String,
    pub network: String,
    /// Without it the gateway does not find the money; "": it needs none.
    pub memo: String,
}

/// Why nothing was opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It says no, and would say so again.
    #[error("{0}")]
    Refused(String),
    /// Nobody knows whether it was opened, or it certainly was not: the same is asked again.
    #[error("{0}")]
    Again(String),
}

/// A hook as it arrived.
#[derive(Debug)]
pub struct Sent<'s> {
    /// Names are in small letters. A header that came twice stands here twice.
    pub headers: &'s [(String, String)],
    pub body: &'s str,
    pub now: DateTime<Utc>,
}

impl Sent<'_> {
    /// The value of a header, if it came exactly once.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key == name);
        match (found.next(), found.next()) {
            (Some((_, value)), None) => Some(value),
            _ => None,
        }
    }
}

/// What a hook says. It is believed only as far as the panel looks now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The gateway's name for the event: a repeat has the same.
    pub event_key: String,
    /// Our reference, or what the gateway calls the payment: the name of it that `open` gave, or that
    /// of the money that came.
    pub about: String,
}

/// A hook that the gateway did not send, or that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotTheirs(pub &'static str);

/// How a payment is named on both sides, and what was asked for.
#[derive(Debug, Clone)]
pub struct Known {
    pub reference: String,
    pub gateway_ref: String,
    /// In the smallest coin.
    pub amount: i64,
    pub currency: String,
    pub exponent: u32,
}

/// Where a payment stands at its gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing that counts has come yet.
    Waiting,
    /// A part came, and the payer may pay the rest.
    Partial,
    /// Money came, and no more is expected.
    Paid,
    Expired,
    Failed,
}

/// What a gateway says about a payment.
#[derive(Debug, Clone)]
pub struct Look {
    pub status: Status,
    /// Our reference, as the gateway has it.
    pub reference: String,
    pub mode: Mode,
    /// What was paid; `None`: nothing.
    pub payment: Option<Payment>,
    /// How much of it has gone back in all, by refunds and disputes, in the smallest coin.
    pub taken: i64,
    /// The payer says no, and it is not decided.
    pub disputed: bool,
    /// A dispute was decided against us.
    pub lost: bool,
    /// What the gateway kept for its disputes in all; `None`: it does not say.
    pub dispute_fee: Option<Fee>,
    /// Why only staff can judge the money that came, or what became of it; `None`: it is clear.
    pub doubt: Option<&'static str>,
    /// For staff.
    pub evidence: Value,
}

/// Money that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The gateway's name for it.
    pub id: String,
    /// In the smallest coin.
    pub amount: i64,
    pub currency: String,
    /// What the gateway kept of it; `None`: it does not say.
    pub fee: Option<Fee>,
}

/// What a gateway kept of a payment: in the currency in which it pays us, which may be another than
/// the payer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fee {
    /// In the smallest coin.
    pub amount: i64,
    pub currency: String,
    pub exponent: u32,
}

impl Fee {
    /// From a row that has all of it or nothing.
    pub(super) fn of_columns(
        amount: Option<i64>,
        currency: Option<String>,
        exponent: Option<i16>,
    ) -> Option<Self> {
        let exponent = u32::try_from(exponent?).unwrap_or_default();
        Some(Self { amount: amount?, currency: currency?, exponent })
    }
}

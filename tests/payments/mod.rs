//! Deposits through the protocols of payment gateways: a fake server speaks as each of them does, and
//! what goes wrong elsewhere is told as a story of each.
//!
//! A gateway has a script here: what its server answers, how it signs, and what it can do. `stories`
//! tells them for each script; `suite` fails if a gateway has none.

mod btcpay;
mod coingate;
mod cryptomus;
pub(crate) mod fake;
mod nowpayments;
pub(crate) mod paypal;
mod paystack;
mod razorpay;
mod stories;
mod stories_once;
mod stripe;
pub(crate) mod suite;
mod told_random;
mod uddoktapay;
mod world;

use suite::Script;

/// The scripts of all gateways but the sandbox, which has tests of its own.
static SCRIPTS: [&dyn Script; 10] = [
    &stripe::STRIPE,
    &paypal::PAYPAL,
    &btcpay::BTCPAY,
    &cryptomus::CRYPTOMUS,
    &cryptomus::HELEKET,
    &nowpayments::NOWPAYMENTS,
    &coingate::COINGATE,
    &razorpay::RAZORPAY,
    &paystack::PAYSTACK,
    &uddoktapay::UDDOKTAPAY,
];

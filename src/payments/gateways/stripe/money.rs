//! Amounts at Stripe. They are whole numbers there, but not always of the currency's smallest coin:
//! crowns of Iceland are counted in hundredths that do not exist, and dinars in thousandths of which
//! the last digit is 0. The panel counts what can be paid, and the difference is in this file alone.

/// What Stripe takes, with the decimals of amounts that can be paid.
///
/// `UGX` is not among them: older accounts count it in hundredths and newer ones do not, which nobody
/// sees before the money is a hundred times too much.
#[rustfmt::skip]
pub(super) static CURRENCIES: &[(&str, u32)] = &[
    ("USD", 2), ("EUR", 2), ("GBP", 2), ("AED", 2), ("ALL", 2), ("AMD", 2), ("ARS", 2), ("AUD", 2),
    ("AZN", 2), ("BAM", 2), ("BDT", 2), ("BGN", 2), ("BHD", 2), ("BIF", 0), ("BOB", 2), ("BRL", 2),
    ("CAD", 2), ("CHF", 2), ("CLP", 0), ("CNY", 2), ("COP", 2), ("CRC", 2), ("CZK", 2), ("DJF", 0),
    ("DKK", 2), ("DOP", 2), ("DZD", 2), ("EGP", 2), ("ETB", 2), ("GEL", 2), ("GNF", 0), ("GTQ", 2),
    ("HKD", 2), ("HNL", 2), ("HUF", 2), ("IDR", 2), ("ILS", 2), ("INR", 2), ("ISK", 0), ("JMD", 2),
    ("JOD", 2), ("JPY", 0), ("KES", 2), ("KGS", 2), ("KHR", 2), ("KMF", 0), ("KRW", 0), ("KWD", 2),
    ("KZT", 2), ("LKR", 2), ("MAD", 2), ("MDL", 2), ("MGA", 0), ("MKD", 2), ("MXN", 2), ("MYR", 2),
    ("NGN", 2), ("NOK", 2), ("NPR", 2), ("NZD", 2), ("OMR", 2), ("PEN", 2), ("PHP", 2), ("PKR", 2),
    ("PLN", 2), ("PYG", 0), ("QAR", 2), ("RON", 2), ("RSD", 2), ("RWF", 0), ("SAR", 2), ("SEK", 2),
    ("SGD", 2), ("THB", 2), ("TND", 2), ("TRY", 2), ("TWD", 2), ("TZS", 2), ("UAH", 2), ("UYU", 2),
    ("UZS", 2), ("VND", 0), ("VUV", 0), ("XAF", 0), ("XOF", 0), ("XPF", 0), ("ZAR", 2), ("ZMW", 2),
];

/// The least that can be paid, in what can be paid; 0: Stripe's list does not have the currency.
#[rustfmt::skip]
pub(super) fn least(currency: &str) -> i64 {
    match currency {
        "GBP" => 30,
        "USD" | "AUD" | "BRL" | "CAD" | "CHF" | "EUR" | "INR" | "JPY" | "NZD" | "SGD" => 50,
        "BGN" => 100,
        "AED" | "MYR" | "PLN" | "RON" => 200,
        "DKK" => 250,
        "NOK" | "SEK" => 300,
        "HKD" => 400,
        "MXN" | "THB" => 1_000,
        "CZK" => 1_500,
        "HUF" => 17_500,
        _ => 0,
    }
}

/// How many of Stripe's units are one of the panel's.
fn scale(currency: &str) -> i64 {
    match currency {
        "ISK" => 100,
        "BHD" | "JOD" | "KWD" | "OMR" | "TND" => 10,
        _ => 1,
    }
}

/// An amount as Stripe writes it; `None`: out of range. `currency` in capitals.
pub(super) fn to_stripe(amount: i64, currency: &str) -> Option<i64> {
    amount.checked_mul(scale(currency))
}

/// An amount of Stripe's, in what can be paid.
pub(super) fn from_stripe(amount: i64, currency: &str) -> i64 {
    amount / scale(currency)
}

/// The decimals of the currency.
pub(super) fn exponent(currency: &str) -> Option<u32> {
    CURRENCIES.iter().find(|(code, _)| *code == currency).map(|(_, exponent)| *exponent)
}

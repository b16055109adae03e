//! What providers call their currencies. A known code means what it says. If a balance comes in
//! anything else (USDT, ₽), the operator says what it is worth; the panel guesses nothing.

use crate::providers::clean;

const CHARS_MAX: usize = 16;

/// The ISO 4217 codes that are in use.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB \
    BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB \
    EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD \
    JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP \
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON \
    RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP \
    TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// The stored form: one short line in capitals; `None`: it is not a currency.
#[must_use]
pub fn read(said: &str) -> Option<String> {
    let said = clean::line(said, CHARS_MAX).to_uppercase();
    let said: String = said.chars().take(CHARS_MAX).collect();
    let said = said.trim();
    (!said.is_empty()).then(|| said.to_owned())
}

/// Whether it is a code that means the same to everyone.
#[must_use]
pub fn is_known(code: &str) -> bool {
    code.len() == 3 && CODES.split_ascii_whitespace().any(|known| known == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_they_call_it() {
        for (said, kept, known) in [
            ("usd", "USD", true),
            (" EUR ", "EUR", true),
            ("USDT", "USDT", false),
            ("₽", "₽", false),
            ("$", "$", false),
            ("btc", "BTC", false),
            ("руб.", "РУБ.", false),
        ] {
            assert_eq!(read(said).as_deref(), Some(kept));
            assert_eq!(is_known(kept), known, "{kept}");
        }
        assert_eq!(read(" \n"), None);
        assert_eq!(read(&"x".repeat(50)).map(|said| said.len()), Some(CHARS_MAX));
    }
}

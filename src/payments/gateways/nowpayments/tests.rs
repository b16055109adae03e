use super::*;
use crate::payments::gateways::{PayTo, Status};

const TEST_SECRET: &str = "np-ipn-secret";
const BODY: &str = r#"{"payment_id":6249365965,"payment_status":"partially_paid","order_id":"wb-42","price_amount":25,"pay_amount":0.00042,"actually_paid":1e-7,"fee":{"currency":"btc","depositFee":0.09853637216235617,"withdrawalFee":0}}"#;
const SUM: &str = "ba8facef2b8cb163911ea4bd2212d580b628cd1e9cdfe5eb90ac36569ca34b06510f794e315dadf2362a0819e91ea761c387d87f162bdf9644be315fdb336a76";

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000 + minutes * 60, 0).unwrap()
}

fn method(mode: Mode, values: &[(&str, &str)]) -> Connected {
    let values = values.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Connected { id: MethodId::new(1), gateway: &NowPayments, mode, values: values.collect() }
}

fn ask() -> Ask {
    Ask {
        reference: "wb-42".into(),
        amount: 2_500,
        currency: "USD".into(),
        exponent: 2,
        return_url: "https://panel.example/deposits/42?back=1".into(),
        hook_url: "https://panel.example/hooks/7".into(),
        title: "Deposit 42".into(),
        payer_email: String::new(),
        payer_name: String::new(),
        tries: 0,
    }
}

#[test]
fn a_hook_is_read_if_the_secret_has_signed_it_in_order() {
    let one = method(Mode::Live, &[(SECRET, TEST_SECRET)]);
    let both = method(Mode::Live, &[(SECRET, "another-secret"), (OLD_SECRET, TEST_SECRET)]);
    let read = |method: &Connected, sums: &[&str], body: &str| {
        let headers: Vec<(String, String)> =
            sums.iter().map(|sum| (SIGNATURE.to_owned(), (*sum).to_owned())).collect();
        NowPayments.read_hook(method, &Sent { headers: &headers, body, now: at(0) })
    };
    let there = Hint { event_key: "6249365965:partially_paid:".into(), about: "wb-42".into() };
    assert_eq!(read(&one, &[SUM], BODY), Ok(there.clone()));
    assert_eq!(read(&both, &[SUM], BODY), Ok(there.clone()));
    assert_eq!(read(&one, &[SUM.to_ascii_uppercase().as_str()], BODY), Ok(there));
    // The order in which the members came, and the blanks between them, are not signed.
    assert!(read(&one, &[SUM], &BODY.replace("\":", "\" : ")).is_ok());
    let last = r#","order_id":"wb-42"}"#;
    let moved = BODY.replace(r#""order_id":"wb-42","#, "").replace("0}}", &format!("0}}{last}"));
    assert!(read(&one, &[SUM], &moved).is_ok(), "{moved}");
    let (half, coin) = (&SUM[2..], BODY.replace("btc", "eth"));
    let (number, other) = (BODY.replace("1e-7", "0.0000001"), BODY.replace("wb-42", "wb-43"));
    for (sums, body) in [
        (vec![], BODY),
        (vec![SUM, SUM], BODY),
        (vec![""], BODY),
        (vec!["zz"], BODY),
        (vec![half], BODY),
        (vec![SUM], number.as_str()),
        (vec![SUM], other.as_str()),
        (vec![SUM], coin.as_str()),
        (vec![SUM], ""),
        (vec![SUM], "[]"),
    ] {
        assert!(read(&one, &sums, body).is_err(), "{sums:?} {body}");
    }
    let empty = hmac_sha512(b"", tokens::sorted(BODY).unwrap().as_bytes());
    let empty = crate::kit::secret::hex(&empty);
    assert!(read(&method(Mode::Live, &[]), &[empty.as_str()], BODY).is_err(), "an empty secret");
}

#[test]
fn it_is_asked_for_exactly_the_price() {
    let live = method(Mode::Live, &[(COIN, "usdttrc20"), (CASE, "success")]);
    let text = r#"{"price_amount":25.00,"price_currency":"usd","pay_currency":"usdttrc20","order_id":"wb-42","order_description":"Deposit 42","ipn_callback_url":"https://panel.example/hooks/7","is_fixed_rate":true,"is_fee_paid_by_user":false"#;
    assert_eq!(wanted(&live, &ask()).unwrap(), format!("{text}}}"));
    let test = method(Mode::Test, &[(COIN, "usdttrc20"), (CASE, "success")]);
    assert_eq!(wanted(&test, &ask()).unwrap(), format!("{text},\"case\":\"success\"}}"));
}

/// A payment of 60 dollars for 30 coins.
fn told(status: &str, changed: &[(&str, &str)]) -> Told {
    let mut members = vec![
        ("payment_id", "5745459419"),
        ("payment_status", "null"),
        ("order_id", "\"wb-42\""),
        ("price_amount", "60"),
        ("price_currency", "\"usd\""),
        ("pay_address", "\"TAddress\""),
        ("payin_extra_id", "null"),
        ("pay_amount", "30.00"),
        ("pay_currency", "\"usdttrc20\""),
        ("actually_paid", "0"),
        ("network", "\"trx\""),
    ];
    let status = format!("\"{status}\"");
    for (name, value) in changed.iter().chain(&[("payment_status", status.as_str())]) {
        members.retain(|(other, _)| other != name);
        members.push((*name, *value));
    }
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    serde_json::from_str(&format!("{{{}}}", members.join(","))).unwrap()
}

#[test]
fn the_customer_is_told_address_amount_and_memo() {
    let opened = |changed: &[(&str, &str)]| told("waiting", changed).opened(&ask(), at(0));
    let there = opened(&[]).unwrap();
    assert_eq!((there.gateway_ref.as_str(), there.url.as_str()), ("5745459419", ""));
    assert_eq!(there.expires_at, at(20));
    let pay_to = PayTo {
        address: "TAddress".into(),
        amount: "30".into(),
        currency: "USDTTRC20".into(),
        network: "TRX".into(),
        memo: String::new(),
    };
    assert_eq!(there.pay_to, Some(pay_to.clone()));
    let other = opened(&[
        ("payment_id", "\"5745459419\""),
        ("payin_extra_id", "123456"),
        ("pay_amount", "1e-7"),
        ("network", "null"),
        ("expiration_estimate_date", "\"2026-05-28T20:30:00.000Z\""),
    ]);
    let other = other.unwrap();
    let memo = PayTo {
        amount: "0.0000001".into(),
        network: "USDTTRC20".into(),
        memo: "123456".into(),
        ..pay_to
    };
    assert_eq!(other.pay_to, Some(memo));
    assert_eq!(other.expires_at.to_rfc3339(), "2026-05-28T20:30:00+00:00");
    for wrong in [
        ("pay_address", "null"),
        ("pay_address", "\"\""),
        ("pay_address", "\"a\\nb\""),
        ("pay_amount", "null"),
        ("pay_amount", "0"),
        ("pay_amount", "\"x\""),
        ("payin_extra_id", "\"a\\nb\""),
        ("payment_id", "\"../1\""),
        ("order_id", "\"wb-43\""),
    ] {
        assert!(matches!(opened(&[wrong]), Err(OpenError::Again(_))), "{wrong:?}");
    }
}

fn known() -> Remembered {
    Remembered { expires_at: Some(at(20)), coin: Some("USDTTRC20".into()), others: Vec::new() }
}

fn looked(told: Told, others: &[Told], minutes: i64) -> Result<Look, String> {
    let of = Known {
        reference: "wb-42".into(),
        gateway_ref: "5745459419".into(),
        amount: 6_000,
        currency: "USD".into(),
        exponent: 2,
    };
    told.look(&of, (Mode::Live, at(minutes)), (&known(), others))
}

fn paid(look: &Look) -> i64 {
    look.payment.as_ref().map_or(0, |payment| payment.amount)
}

#[test]
fn what_came_is_its_share_of_the_price_whatever_the_state_says() {
    for (status, came, there) in [
        ("waiting", "0", (Status::Waiting, 0, 0)),
        ("confirming", "30", (Status::Waiting, 0, 0)),
        ("confirmed", "30", (Status::Waiting, 0, 0)),
        ("sending", "30", (Status::Waiting, 0, 0)),
        ("finished", "30", (Status::Paid, 6_000, 0)),
        ("finished", "\"30.000000\"", (Status::Paid, 6_000, 0)),
        ("finished", "29.9999999", (Status::Paid, 5_999, 0)),
        ("finished", "33", (Status::Paid, 6_600, 0)),
        ("finished", "1e-7", (Status::Failed, 0, 0)),
        ("partially_paid", "10", (Status::Paid, 2_000, 0)),
        ("failed", "30", (Status::Failed, 0, 0)),
        ("expired", "0", (Status::Expired, 0, 0)),
        ("refunded", "30", (Status::Failed, 6_000, 6_000)),
        ("refunded", "10", (Status::Failed, 2_000, 6_000)),
    ] {
        let look = looked(told(status, &[("actually_paid", came)]), &[], 1).unwrap();
        assert_eq!((look.status, paid(&look), look.taken), there, "{status} {came}");
        assert_eq!((look.doubt, look.reference.as_str()), (None, "wb-42"));
    }
    let late = looked(told("waiting", &[]), &[], 31).unwrap();
    assert_eq!(late.status, Status::Expired, "the amount is not fixed any more");
    for (status, came) in [("finished", "null"), ("finished", "\"x\""), ("new_word", "30")] {
        assert!(looked(told(status, &[("actually_paid", came)]), &[], 1).is_err());
    }
}

#[test]
fn other_coins_and_second_payments_are_for_staff() {
    let whole = ("actually_paid", "30");
    let coin = looked(told("finished", &[whole, ("pay_currency", "\"btc\"")]), &[], 1).unwrap();
    assert!(coin.doubt.is_some());
    let child = looked(told("finished", &[whole, ("parent_payment_id", "1")]), &[], 1).unwrap();
    assert!(child.doubt.is_some());

    let second = |status: &str| {
        let changed =
            [("payment_id", "9"), ("parent_payment_id", "5745459419"), ("pay_amount", "5")];
        told(status, &[changed[0], changed[1], changed[2], ("actually_paid", "10")])
    };
    // The first one never got anything; a third of it came later.
    let look = looked(told("waiting", &[]), &[second("finished")], 60).unwrap();
    assert_eq!((look.status, paid(&look)), (Status::Paid, 2_000));
    assert!(look.doubt.is_some());
    let look = looked(told("finished", &[whole]), &[second("finished")], 1).unwrap();
    assert_eq!((look.status, paid(&look)), (Status::Paid, 8_000));
    let look = looked(told("finished", &[whole]), &[second("confirming")], 1).unwrap();
    assert_eq!((paid(&look), look.doubt), (6_000, None));
    let nameless = |parent: &str| {
        told("finished", &[whole, ("order_id", "null"), ("parent_payment_id", parent)])
    };
    let look = looked(told("finished", &[whole]), &[nameless("5745459419")], 1).unwrap();
    assert_eq!(paid(&look), 12_000);
    let look = looked(told("finished", &[whole]), &[nameless("5745459418")], 1).unwrap();
    assert_eq!(paid(&look), 6_000);
    let foreign = told("finished", &[whole, ("order_id", "\"wb-43\"")]);
    let look = looked(told("finished", &[whole]), &[foreign], 1).unwrap();
    assert_eq!((paid(&look), look.doubt), (6_000, None));
}

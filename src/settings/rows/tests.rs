use super::*;

#[test]
fn every_default_is_a_value_that_may_be_stored() {
    let rows: Vec<&Row> = Group::ALL.into_iter().flat_map(Group::rows).collect();
    for (at, row) in rows.iter().enumerate() {
        let shown = row.show(&Settings::default());
        assert_eq!(row.check(&shown), Ok(shown.clone()), "{}", row.key);
        assert!(rows[..at].iter().all(|other| other.key != row.key), "{} twice", row.key);
        if let Kind::Choice(choices) = row.kind {
            for (word, _) in choices {
                assert_eq!(row.check(word).as_deref(), Ok(*word));
            }
        }
    }
}

#[test]
fn what_is_typed_is_stored_in_one_form() {
    let check = |key, typed| row(key).unwrap().check(typed);
    assert_eq!(check("floor_price", " 0.5 "), Ok("0.50".to_owned()));
    assert_eq!(check("staff_credit_per_day", " "), Ok(String::new()));
    assert_eq!(check("sign_ups_per_network_per_day", "007"), Ok("7".to_owned()));
    assert_eq!(check("start_text", " a\r\nb\r\n"), Ok("a\nb".to_owned()));
    assert_eq!(check("accent_light", "2756B2"), Ok("#2756b2".to_owned()));
    assert_eq!(check("languages", "ar  en"), Ok("en ar".to_owned()));
    assert_eq!(check("deposit_amounts", " 50, 5 ,,50,12.5 "), Ok("5.00, 12.50, 50.00".to_owned()));
    assert_eq!(check("deposit_amounts", " , "), Ok(String::new()));
    assert_eq!(check("staff_networks", "192.0.2.9/24,::1"), Ok("192.0.2.0/24\n::1/128".to_owned()));
    for (key, typed) in [
        ("deposit_amounts", "10, 0"),
        ("deposit_amounts", "10; 20"),
        ("deposit_amounts", "1,2,3,4,5,6,7,8,9"),
        ("sign_up", ""),
        ("sign_up", "Open"),
        ("sign_ups_per_network_per_day", "0"),
        ("sign_ups_per_network_per_day", "100001"),
        ("sign_ups_per_network_per_day", "1e3"),
        ("staff_session_h", "13"),
        ("staff_session_h", "0"),
        ("staff_idle_min", "4"),
        ("customer_idle_days", "31"),
        ("staff_networks", "192.0.2.0/33"),
        ("staff_networks", "home"),
        ("floor_price", ""),
        ("floor_price", "-1"),
        ("floor_price", "0.0000001"),
        ("staff_credit_per_day", "-0.01"),
        ("public_prices", "yes"),
        ("start_headline", "two\nlines"),
        ("start_headline", &"x".repeat(121)),
        ("start_text", &"x".repeat(2001)),
        ("panel_name", &"x".repeat(61)),
        ("languages", ""),
        ("languages", "en xx"),
        ("language", "xx"),
        ("time_zone", "Mars/Olympus"),
        ("maintenance", ""),
        ("ask_again_min", "1441"),
        ("accent_light", "blue"),
    ] {
        assert!(check(key, typed).is_err(), "{key} {typed:?}");
    }
}

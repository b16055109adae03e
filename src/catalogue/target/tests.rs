//! Spellings of one target agree, and others do not: examples, then both ways at random.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn target(text: &str) -> String {
    Target::of(text).to_string()
}

#[test]
fn spellings_of_one_page() {
    for (text, canonical) in [
        ("https://example.com/People/Ann", "example.com/People/Ann"),
        ("HTTP://WWW.Example.COM/People/Ann/", "example.com/People/Ann"),
        ("example.com/People/Ann", "example.com/People/Ann"),
        ("https://example.com./People/Ann", "example.com/People/Ann"),
        ("https://example.com:443/People/Ann", "example.com/People/Ann"),
        ("http://example.com:80/People/Ann", "example.com/People/Ann"),
        ("https://example.com//People///Ann//", "example.com/People/Ann"),
        ("https://example.com/x/../People/./Ann", "example.com/People/Ann"),
        ("https://example.com/x/%2e%2E/People/%2e/Ann", "example.com/People/Ann"),
        ("https://example.com\\People\\Ann", "example.com/People/Ann"),
        ("https://example.com/../../People/Ann", "example.com/People/Ann"),
        ("https://example.com/People/%41nn", "example.com/People/Ann"),
        ("https://example.com/%50eople/A%6E%6e", "example.com/People/Ann"),
        ("https://%65xample.com/People/Ann", "example.com/People/Ann"),
        ("https://example.com/People/Ann\u{200b}", "example.com/People/Ann"),
        ("https://exam\u{ad}ple.com/Pe\u{2060}ople/Ann", "example.com/People/Ann"),
        ("https://example.com/People/Ann%E2%80%8B", "example.com/People/Ann"),
        ("https://example.com/People/Ann%20", "example.com/People/Ann"),
        ("https://example.com/People/Ann%20/%20/", "example.com/People/Ann"),
        ("https://example.com/People/Ann%C2%A0", "example.com/People/Ann"),
        ("https://example.com/People/Ann#bio", "example.com/People/Ann"),
        ("https://example.com/People/Ann?", "example.com/People/Ann"),
        (
            "https://example.com/People/Ann?utm_source=x&fbclid=1&UTM_Medium=y",
            "example.com/People/Ann",
        ),
        ("https://example.com/watch?v=aB&si=zz&t=1", "example.com/watch?t=1&v=aB"),
        ("https://example.com/watch?t=1&&v=%61B", "example.com/watch?t=1&v=aB"),
        ("https://m\u{fc}nchen.example/\u{e4}", "xn--mnchen-3ya.example/\u{e4}"),
        ("https://XN--mnchen-3ya.example/%C3%A4", "xn--mnchen-3ya.example/\u{e4}"),
        ("https://example\u{3002}com/a", "example.com/a"),
        ("https://example.com/%40ann", "example.com/@ann"),
        ("https://example.com:8443/a", "example.com:8443/a"),
        ("https://9.9.9.9/x", "9.9.9.9/x"),
        ("https://[2620:fe::fe]:443/x", "[2620:fe::fe]/x"),
        ("blocked.example.", "blocked.example"),
        ("Blocked.Example", "blocked.example"),
        ("@Ann", "Ann"),
        ("Ann", "Ann"),
        ("12345", "12345"),
        ("www.com", "www.com"),
    ] {
        assert_eq!(target(text), canonical, "{text}");
        assert_eq!(target(&target(text)), canonical, "again: {text}");
    }
}

#[test]
fn other_pages() {
    for (one, other) in [
        ("example.com/p/a", "example.com/p/A"),
        ("example.com/p/1", "example.com/p/2"),
        ("example.com/p/1", "m.example.com/p/1"),
        ("example.com/p/1", "example.com:8443/p/1"),
        ("example.com/p/1", "example.com/p/1?x=1"),
        ("example.com/p?x=1", "example.com/p?x=2"),
        ("example.com/p?x=1", "example.com/p?X=1"),
        ("example.com/p?x=1&x=2", "example.com/p?x=2&x=1"),
        ("example.com/p?x=1%262", "example.com/p?x=1&2"),
        ("example.com/a/b", "example.com/a%2Fb"),
        ("example.com/a?b", "example.com/a%3Fb"),
        ("example.com/a%2561", "example.com/a%61"),
        ("example.com/ann", "example.org/ann"),
        ("example.com/a%FF", "example.com/a%FE"),
        ("example.com/a%00", "example.com/a"),
    ] {
        assert_ne!(target(one), target(other), "{one} {other}");
    }
}

/// A page: its host, the parts of its path, and its query.
fn page() -> impl Strategy<Value = (String, Vec<String>, Option<String>)> {
    let host = "[a-z]{1,6}\\.(com|example|org)";
    let part = "[A-Za-z0-9_~@-]{1,8}";
    (host, vec(part, 0..4), proptest::option::of("v=[A-Za-z0-9]{1,6}"))
}

/// The same page in another spelling, by choices that are made at random.
fn respelled(
    (host, path, query): &(String, Vec<String>, Option<String>),
    choices: &[u8],
) -> String {
    let mut choices = choices.iter().cycle().copied();
    let mut pick = |of: u8| choices.next().unwrap_or_default() % of;
    let mut text = ["https://", "http://", "HTTPS://", ""][usize::from(pick(4))].to_owned();
    if text.is_empty() && path.is_empty() {
        text.push_str("https://");
    }
    text.push_str(["", "www.", "WWW."][usize::from(pick(3))]);
    for c in host.chars() {
        match pick(5) {
            0 => text.extend(c.to_uppercase()),
            1 => text.extend(['\u{200b}', c]),
            _ => text.push(c),
        }
    }
    text.push_str(["", "."][usize::from(pick(2))]);
    for part in path {
        text.push_str(["/", "//", "/./", "/x/../", "/%2e/"][usize::from(pick(5))]);
        for c in part.chars() {
            match pick(6) {
                0 => text.push_str(&format!("%{:02X}", u32::from(c))),
                1 => text.push_str(&format!("%{:02x}", u32::from(c))),
                2 => text.extend([c, '\u{feff}']),
                _ => text.push(c),
            }
        }
    }
    text.push_str(
        ["", "/", "//", "%20", "%E2%80%8B"][if path.is_empty() { 1 } else { usize::from(pick(5)) }],
    );
    let tracked = ["utm_source=a", "fbclid=b", ""][usize::from(pick(3))];
    match query {
        Some(query) if tracked.is_empty() => text.push_str(&format!("?{query}")),
        Some(query) if pick(2) == 0 => text.push_str(&format!("?{tracked}&{query}")),
        Some(query) => text.push_str(&format!("?{query}&{tracked}")),
        None if tracked.is_empty() => {}
        None => text.push_str(&format!("?{tracked}")),
    }
    text.push_str(["", "#top", "#"][usize::from(pick(3))]);
    text
}

proptest! {
    #[test]
    fn equivalent_spellings_agree(page in page(), choices in vec(any::<u8>(), 40)) {
        let (host, path, query) = &page;
        let plain = path.iter().fold(host.clone(), |text, part| text + "/" + part);
        let plain = query.iter().fold(plain, |text, query| text + "?" + query);
        let other = respelled(&page, &choices);
        prop_assert_eq!(target(&other), plain, "{}", other);
    }

    #[test]
    fn different_pages_differ(one in page(), other in page(), a in vec(any::<u8>(), 40), b in vec(any::<u8>(), 40)) {
        prop_assume!(one != other);
        prop_assert_ne!(target(&respelled(&one, &a)), target(&respelled(&other, &b)));
    }

    #[test]
    fn a_changed_character_of_the_path_is_another_page(
        page in page(), at in any::<prop::sample::Index>(), to in select(vec!['a', 'Z', '7', '_', '~'])
    ) {
        let (host, mut path, query) = page.clone();
        prop_assume!(!path.is_empty());
        let part = at.index(path.len());
        path[part].push(to);
        prop_assert_ne!(
            target(&respelled(&page, &[1, 3, 4])),
            target(&respelled(&(host, path, query), &[4, 2, 0]))
        );
    }

    #[test]
    fn whatever_is_sent_has_a_target_that_stays(text in "\\PC{0,60}") {
        let once = target(&text);
        prop_assert!(!once.chars().any(is_invisible));
        let _ = Target::of(&once);
    }
}

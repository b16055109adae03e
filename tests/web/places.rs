//! Places of sessions in words, by a file that the operator has; without one none is said.

use std::fs;

use tempfile::TempDir;
use waybill::accounts::role::Role;

use super::Visitor;
use crate::support::{Panel, panel_with, still_panel};

/// The byte before a value: its kind and its length.
fn head(kind: u8, length: usize) -> u8 {
    (kind << 5) | u8::try_from(length).unwrap()
}

fn text(value: &str) -> Vec<u8> {
    [vec![head(2, value.len())], value.as_bytes().to_vec()].concat()
}

fn number(kind: u8, value: u32) -> Vec<u8> {
    let bytes: Vec<u8> = value.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    [vec![head(kind, bytes.len())], bytes].concat()
}

fn map(pairs: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let begins = vec![head(7, pairs.len())];
    pairs.iter().fold(begins, |all, (key, value)| [all, text(key), value.clone()].concat())
}

/// A file that knows 127.0.0.0/8 and nothing else.
fn file(what: &[(&str, Vec<u8>)]) -> Vec<u8> {
    const NODES: u32 = 8;
    let record = |value: u32| value.to_be_bytes()[1..].to_vec();
    let mut all = Vec::new();
    for (bit, node) in [0, 1, 1, 1, 1, 1, 1, 1].into_iter().zip(1_u32..) {
        // The last bit leads to the first value behind the tree and the gap after it.
        let next = if node == NODES { NODES + 16 } else { node };
        let sides = if bit == 1 { [NODES, next] } else { [next, NODES] };
        all.extend(sides.map(record).concat());
    }
    all.extend([0; 16]);
    all.extend(map(what));
    all.extend(b"\xab\xcd\xefMaxMind.com");
    // An array of no languages, and a date: kinds that take a second byte.
    let (none, date) = (vec![0, 4], vec![4, 2, 1, 0, 0, 0]);
    all.extend(map(&[
        ("node_count", number(6, NODES)),
        ("record_size", number(5, 24)),
        ("ip_version", number(5, 4)),
        ("database_type", text("Test-City")),
        ("languages", none),
        ("binary_format_major_version", number(5, 2)),
        ("binary_format_minor_version", number(5, 0)),
        ("build_epoch", date),
        ("description", map(&[])),
    ]));
    all
}

fn named(names: &[(&str, &str)]) -> Vec<u8> {
    let names: Vec<(&str, Vec<u8>)> = names.iter().map(|(tag, name)| (*tag, text(name))).collect();
    map(&[("names", map(&names))])
}

async fn with_places(what: &[(&str, Vec<u8>)], test: impl AsyncFnOnce(&Panel)) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("places.mmdb");
    fs::write(&path, file(what)).unwrap();
    panel_with(&["--no-work", "--places", path.to_str().unwrap()], test).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_say_their_place_in_the_readers_language() {
    let what = [
        ("city", named(&[("en", "Porto"), ("es", "Oporto")])),
        ("country", named(&[("en", "Portugal")])),
    ];
    with_places(&what, async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        visitor.get("/account").await.assert_shows("Porto, Portugal");
        visitor.post("/language", &[("language", "es")]).await;
        visitor.get("/account").await.assert_shows("Oporto, Portugal");
        let owner = panel.account(Role::Owner).await;
        let staff = Visitor::of(panel, owner.id).await;
        let access = staff.get(&format!("/admin/customers/{}/access", customer.id)).await;
        access.assert_shows("Porto, Portugal");
        let member = staff.get(&format!("/admin/staff/{}", owner.id)).await;
        member.assert_shows("Porto, Portugal");
        // A proxy's word for the address counts nothing here, and an address that is in no network has no
        // place.
        let sql = "update sessions set address = '203.0.113.7'";
        crate::support::rows::execute(panel, sql).await;
        assert!(!visitor.get("/account").await.text().contains(", Portugal"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_file_no_place_is_said() {
    still_panel(async |panel| {
        let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
        let page = visitor.get("/account").await;
        page.assert_status(200).assert_shows("127.0.0.1");
        assert!(!page.text().contains(", Portugal"));
    })
    .await;
    // A file that knows other things says nothing.
    with_places(&[("traits", map(&[("x", text("y"))]))], async |panel| {
        let visitor = Visitor::of(panel, panel.customer("0").await.id).await;
        visitor.get("/account").await.assert_status(200);
    })
    .await;
}

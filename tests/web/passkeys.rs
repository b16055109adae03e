//! Passkeys as a second factor: what an answer must be to let somebody in, that no challenge is answered
//! twice, and how passkeys come and go. What signatures and their bytes must be is tested beside
//! `accounts::factors::webauthn`.
//!
//! Seen red by `make seeded`: `challenge-answered-twice`, `passkey-of-another-site`,
//! `passkey-counter-back`.

use std::cell::Cell;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};
use waybill::accounts::factors::webauthn::{base64, from_base64};
use waybill::accounts::role::Role;
use waybill::kit::secret::sha256;

use super::second_factor::{
    PAGE, TOLD, between, code_of, codes_on, half, halves, offered_on, second_of,
};
use super::sessions::unescaped;
use super::{Answer, NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Customer, PASSWORD, Panel, eventually, panel_with, still_panel};

const WRONG: &str = "The panel could not check this passkey";
const ORIGIN: &str = "http://localhost";
/// A panel that browsers know by a name.
const NAMED: [&str; 5] = ["--no-work", "--public-url", ORIGIN, "--trusted-proxies", "127.0.0.0/8"];

/// A phone with one passkey in it.
struct Phone {
    key: EcdsaKeyPair,
    credential: Vec<u8>,
    count: Cell<u32>,
}

/// What a phone that is honest says.
struct Said {
    kind: &'static str,
    challenge: String,
    origin: &'static str,
    rp: &'static str,
    flags: u8,
    user: Vec<u8>,
}

impl Said {
    fn get(challenge: &str) -> Self {
        let challenge = challenge.to_owned();
        Self {
            kind: "webauthn.get",
            challenge,
            origin: ORIGIN,
            rp: "localhost",
            flags: 5,
            user: vec![],
        }
    }

    fn client(&self) -> String {
        let (kind, challenge, origin) = (self.kind, &self.challenge, self.origin);
        let said = json!({ "type": kind, "challenge": challenge, "origin": origin });
        said.to_string()
    }
}

impl Phone {
    fn new(name: &str) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        Self { key, credential: sha256(name.as_bytes()).to_vec(), count: Cell::new(0) }
    }

    fn data(&self, said: &Said, flags: u8, rest: &[u8]) -> Vec<u8> {
        let count = self.count.get().to_be_bytes();
        [&sha256(said.rp.as_bytes())[..], &[said.flags | flags], &count, rest].concat()
    }

    /// What the page's script sends of a new passkey.
    fn makes(&self, said: &Said) -> String {
        let point = self.key.public_key().as_ref();
        let (x, y) = (&point[1..33], &point[33..]);
        let key =
            [&b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"[..], x, b"\x22\x58\x20", y].concat();
        let new = [&[0; 16][..], &[0, 32], &self.credential, &key].concat();
        let data = self.data(said, 0x40, &new);
        let length = u16::try_from(data.len()).unwrap().to_be_bytes();
        let head = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59";
        let object = [&head[..], &length, &data].concat();
        let client = base64(said.client().as_bytes());
        json!({ "client": client, "attestation": base64(&object) }).to_string()
    }

    /// What the page's script sends of this passkey.
    fn answers(&self, said: &Said) -> String {
        let (client, data) = (said.client(), self.data(said, 0, b""));
        let message = [&data[..], &sha256(client.as_bytes())].concat();
        let signature = self.key.sign(&SystemRandom::new(), &message).unwrap();
        let answer = json!({
            "id": base64(&self.credential),
            "client": base64(client.as_bytes()),
            "data": base64(&data),
            "signature": base64(signature.as_ref()),
            "user": base64(&said.user),
        });
        answer.to_string()
    }

    /// What an honest phone sends to this page. It counts.
    fn answer_to(&self, page: &Answer) -> String {
        self.count.set(self.count.get() + 1);
        self.answers(&Said::get(&challenge_on(page)))
    }
}

/// What the page asks the browser for.
fn asked_on(page: &Answer) -> Value {
    let asked = unescaped(between(page.text(), "data-passkey=\"", "\""));
    serde_json::from_str(&asked).unwrap_or_else(|error| panic!("{error}: {asked}"))
}

fn challenge_on(page: &Answer) -> String {
    asked_on(page)["challenge"].as_str().unwrap().to_owned()
}

fn path(end: &str) -> String {
    format!("{PAGE}/passkeys{end}")
}

/// Makes a passkey of the phone in this session.
async fn add(visitor: &Visitor<'_>, phone: &Phone) -> Answer {
    let page = visitor.post(&path("/new"), &NOTHING).await;
    page.assert_status(200).assert_shows("js/passkeys");
    let said = Said { kind: "webauthn.create", ..Said::get(&challenge_on(&page)) };
    let made = phone.makes(&said);
    visitor.post(&path(""), &[("name", "My phone"), ("passkey", &*made)]).await
}

/// A phone whose passkey is the second factor of this account.
async fn phone_of(panel: &Panel, who: &Customer) -> Phone {
    let phone = Phone::new(&who.email);
    let visitor = Visitor::of(panel, who.id).await;
    let done = add(&visitor, &phone).await;
    assert_eq!(codes_on(done.assert_status(200)).len(), 10);
    phone
}

async fn enters(visitor: &Visitor<'_>, passkey: &str) -> Answer {
    visitor.post("/second-factor", &[("passkey", passkey)]).await
}

async fn passkeys(panel: &Panel) -> i64 {
    value(panel, "select count(*) from passkeys").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_a_second_factor_by_itself() {
    panel_with(&NAMED, async |panel: &Panel| {
        let customer = panel.customer("0").await;
        let elsewhere = Visitor::of(panel, customer.id).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let phone = Phone::new("one");
        let page = visitor.post(&path("/new"), &NOTHING).await;
        let asked = asked_on(&page);
        assert_eq!(
            (&asked["rp"]["id"], &asked["attestation"]),
            (&json!("localhost"), &json!("none"))
        );
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "preferred");
        assert_eq!(
            (&asked["timeout"], &asked["excludeCredentials"]),
            (&json!(300_000), &json!([]))
        );
        assert_eq!(asked["user"]["name"], *customer.email);
        let user = from_base64(asked["user"]["id"].as_str().unwrap()).unwrap();
        let done = add(&visitor, &phone).await;
        done.assert_status(200).assert_shows("The second factor is on.");
        let codes = codes_on(&done);
        assert!(!elsewhere.is_signed_in().await, "another session stayed");
        visitor.get(PAGE).await.assert_shows("My phone").assert_shows("Your account has a second");
        // The second step of a sign-in, by it or by a recovery code.
        let browser = half(panel, &customer).await;
        let page = browser.get("/second-factor").await;
        page.assert_shows("Use a passkey").assert_shows("This browser cannot use your passkeys");
        let asked = asked_on(&page);
        assert_eq!(asked["allowCredentials"][0]["id"], base64(&phone.credential));
        // Some authenticators say whose the passkey is.
        let answer = phone.answers(&Said { user, ..Said::get(&challenge_on(&page)) });
        let fields = [("passkey", &*answer), ("remember", "1"), ("next", "/orders")];
        let done = browser.post("/second-factor", &fields).await;
        done.assert_goes("/orders");
        assert!(done.cookie("remembered").contains("Max-Age=2592000"));
        assert!(browser.is_signed_in().await);
        let other = half(panel, &customer).await;
        other.post("/second-factor", &[("code", &*codes[0])]).await.assert_goes("/");
        // A second one brings no new codes, and the first phone makes none again.
        let tablet = Phone::new("two");
        let page = browser.post(&path("/new"), &NOTHING).await;
        assert_eq!(asked_on(&page)["excludeCredentials"][0]["id"], base64(&phone.credential));
        add(&browser, &tablet).await.assert_goes(PAGE);
        browser.get(PAGE).await.assert_shows("9 are left.");
        add(&browser, &phone).await.assert_goes(PAGE);
        browser.get(PAGE).await.assert_shows("This passkey is in use already.");
        assert_eq!(passkeys(panel).await, 2);
        let told =
            "select string_agg(action || coalesce(' by ' || (after ->> 'second factor'), ''),
                           ', ' order by id) from audit
                    where action !~ 'half' and actor_id = (select account_id from second_factors)";
        assert_eq!(
            value::<String>(panel, told).await,
            "passkey.add, session.start by passkey, session.start by recovery code, passkey.add"
        );
        let mails = "select string_agg(kind, ' ' order by id) from mails";
        assert_eq!(
            value::<String>(panel, mails).await,
            "second_factor_on recovery_code_used passkey_added"
        );
        assert_eq!(value::<String>(panel, TOLD).await, "changed recovery changed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_was_not_asked_for_lets_nobody_in() {
    panel_with(&NAMED, async |panel: &Panel| {
        let (ann, bob) = (panel.customer("0").await, panel.customer("0").await);
        let phone = phone_of(panel, &ann).await;
        let others = phone_of(panel, &bob).await;
        // Each in a half sign-in of its own, because of five tries.
        let browsers = halves(panel, &ann, 20).await;
        let mut browsers = browsers.iter();
        let mut next = || browsers.next().unwrap();
        phone.count.set(5);
        let session = Visitor::of(panel, ann.id).await;
        execute(panel, "update sessions set second_at = now()").await;
        let adds = challenge_on(&session.post(&path("/new"), &NOTHING).await);
        let elsewhere = challenge_on(&next().get("/second-factor").await);
        let foreign = halves(panel, &bob, 1).await;
        let foreign = challenge_on(&foreign[0].get("/second-factor").await);
        let changes: [(&str, Change); 12] = [
            ("another site", &|said| said.origin = "http://localhost.example"),
            ("another port", &|said| said.origin = "http://localhost:81"),
            ("https", &|said| said.origin = "https://localhost"),
            ("another rp", &|said| said.rp = "localhost.example"),
            ("another ceremony", &|said| said.kind = "webauthn.create"),
            ("nobody there", &|said| said.flags = 4),
            ("another user", &|said| said.user = vec![7; 32]),
            ("no challenge", &|said| said.challenge.clear()),
            ("its own challenge", &|said| said.challenge = base64(&[7; 57])),
            ("that of an added passkey", &|said| said.challenge.clone_from(&adds)),
            ("that of another browser", &|said| said.challenge.clone_from(&elsewhere)),
            ("that of somebody else", &|said| said.challenge.clone_from(&foreign)),
        ];
        for (what, change) in changes {
            let browser = next();
            let mut said = Said::get(&challenge_on(&browser.get("/second-factor").await));
            change(&mut said);
            phone.count.set(phone.count.get() + 1);
            let refused = enters(browser, &phone.answers(&said)).await;
            refused.assert_status(422).assert_shows(WRONG);
            assert!(!browser.is_signed_in().await, "{what}");
            // The page asks again, and the right answer counts.
            let again = Said::get(&challenge_on(&refused));
            phone.count.set(phone.count.get() + 1);
            enters(browser, &phone.answers(&again)).await.assert_goes("/");
        }
        // Bytes that are no answer, and another's passkey.
        let browser = next();
        for junk in ["x", "{}", "[1]", "\"\u{feff}\"", &"9".repeat(10_000)] {
            enters(browser, junk).await.assert_status(422);
        }
        let browser = next();
        let page = browser.get("/second-factor").await;
        enters(browser, &others.answer_to(&page)).await.assert_status(422).assert_shows(WRONG);
        // An answer counts once, also if it was refused: a broken signature uses its challenge up.
        let browser = next();
        let page = browser.get("/second-factor").await;
        let right = phone.answer_to(&page);
        let mut broken: Value = serde_json::from_str(&right).unwrap();
        broken["signature"] = json!(base64(b"\x30\x06\x02\x01\x01\x02\x01\x01"));
        enters(browser, &broken.to_string()).await.assert_status(422);
        enters(browser, &right).await.assert_status(422).assert_shows(WRONG);
        // After five minutes; after that of a new page it counts.
        let page = browser.get("/second-factor").await;
        let late = phone.answer_to(&page);
        panel.advance(TimeDelta::seconds(301));
        enters(browser, &late).await.assert_status(422).assert_shows(WRONG);
        let page = browser.get("/second-factor").await;
        panel.advance(TimeDelta::seconds(299));
        enters(browser, &phone.answer_to(&page)).await.assert_goes("/");
    })
    .await;
}

type Change<'c> = &'c dyn Fn(&mut Said);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_known_by_its_counter() {
    panel_with(&NAMED, async |panel: &Panel| {
        let customer = panel.customer("0").await;
        let phone = phone_of(panel, &customer).await;
        let browsers = halves(panel, &customer, 4).await;
        let enter = async |browser: &Visitor<'_>, count: u32| {
            let page = browser.get("/second-factor").await;
            phone.count.set(count);
            enters(browser, &phone.answers(&Said::get(&challenge_on(&page)))).await
        };
        // It does not count, and then it does.
        enter(&browsers[0], 0).await.assert_goes("/");
        enter(&browsers[1], 7).await.assert_goes("/");
        for count in [0, 6, 7] {
            enter(&browsers[2], count).await.assert_status(422).assert_shows(WRONG);
        }
        let refused = "select count(*) from audit where action = 'second_factor.refuse'";
        assert_eq!(value::<i64>(panel, refused).await, 3);
        enter(&browsers[2], 8).await.assert_goes("/");
        let kept =
            "select string_agg(sign_count::text, ' ') from passkeys where used_at is not null";
        assert_eq!(value::<String>(panel, kept).await, "8");
    })
    .await;
}

/// One challenge, and many answers at once, of a phone that does not count.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_challenge_is_answered_once() {
    panel_with(&NAMED, async |panel: &Panel| {
        let customer = panel.customer("0").await;
        // Of many new passkeys that answer it, one is kept.
        let visitor = Visitor::of(panel, customer.id).await;
        let page = visitor.post(&path("/new"), &NOTHING).await;
        let said = Said { kind: "webauthn.create", ..Said::get(&challenge_on(&page)) };
        let phones: Vec<Phone> = (0..8).map(|number| Phone::new(&number.to_string())).collect();
        let (visitor, said) = (&visitor, &said);
        let adds = phones.iter().map(|phone| async move {
            let made = phone.makes(said);
            visitor.post(&path(""), &[("name", ""), ("passkey", &*made)]).await
        });
        let answers = join_all(adds).await;
        let status: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        assert_eq!(passkeys(panel).await, 1, "{status:?}");
        let added = status.iter().position(|status| *status == 200).unwrap();
        // Of many answers before something important, one proves anything.
        panel.advance(TimeDelta::minutes(16));
        execute(panel, "update sessions set proved_at = proved_at + interval '16 minutes'").await;
        let action = "/account/sessions/revoke-others";
        let page = visitor.post(action, &NOTHING).await;
        page.assert_status(422).assert_shows("Use a passkey");
        let answer = phones[added].answers(&Said::get(&challenge_on(&page)));
        let fields = [("kept", &*page.hidden("kept")), ("proof_passkey", &*answer)];
        let mut holder = panel.owner.acquire().await.unwrap();
        let hold = "begin; select from second_factors for update";
        sqlx::raw_sql(hold).execute(&mut *holder).await.unwrap();
        let release = async {
            eventually("all of them to wait", async || {
                let waiting = "select count(*) from pg_stat_activity
                               where datname = current_database() and wait_event_type = 'Lock'";
                let waiting = sqlx::query_scalar::<_, i64>(waiting).fetch_one(&panel.owner);
                (waiting.await.unwrap() >= 8).then_some(())
            })
            .await;
            sqlx::raw_sql("rollback").execute(&mut *holder).await.unwrap();
        };
        let tries = join_all((0..8).map(|_| visitor.post(action, &fields)));
        let (answers, ()) = tokio::join!(tries, release);
        let done = answers.iter().filter(|answer| answer.status == 303).count();
        let proved = "select count(*) from audit where action = 'second_factor.prove'";
        assert_eq!((value::<i64>(panel, proved).await, done), (1, 1));
        // A loop forgets it when it is too old by itself.
        panel.advance(TimeDelta::minutes(6));
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        waybill::accounts::factors::passkeys::challenge::sweep(db, clock, 100).await.unwrap();
        assert_eq!(value::<i64>(panel, "select count(*) from answered_challenges").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passkeys_are_removed_by_their_owner_alone() {
    panel_with(&NAMED, async |panel: &Panel| {
        let (ann, bob) = (panel.customer("0").await, panel.customer("0").await);
        let phone = phone_of(panel, &ann).await;
        phone_of(panel, &bob).await;
        let ids: Vec<i64> = sqlx::query_scalar("select id from passkeys order by id")
            .fetch_all(panel.app.db.pool())
            .await
            .unwrap();
        let remove = |id: i64| path(&format!("/{id}/remove"));
        let browser = half(panel, &ann).await;
        let page = browser.get("/second-factor").await;
        enters(&browser, &phone.answer_to(&page)).await.assert_goes("/");
        // Another's, none, and no number.
        for id in [ids[1], 0, i64::MAX] {
            browser.post(&remove(id), &NOTHING).await.assert_goes(PAGE);
        }
        browser.post(&path("/x/remove"), &NOTHING).await.assert_status(404);
        assert_eq!(passkeys(panel).await, 2);
        // One of two factors: the other one stays, and an answer that is under way is too late.
        second_of_another_kind(panel, &browser).await;
        let late = half(panel, &ann).await;
        let page = late.get("/second-factor").await;
        let answer = phone.answer_to(&page);
        browser.post(&remove(ids[0]), &NOTHING).await.assert_goes(PAGE);
        browser.get(PAGE).await.assert_shows("The passkey is removed.");
        let refused = enters(&late, &answer).await;
        refused.assert_status(422).assert_shows("This sign-in is over");
        let fresh = half(panel, &ann).await;
        let page = fresh.get("/second-factor").await;
        assert!(!page.text().contains("data-passkey"), "it is offered still");
        // In place of it, the answer to another's question proves nothing.
        enters(&fresh, &answer).await.assert_status(422).assert_shows(WRONG);
        // The last one: the second factor is off, with its codes.
        let other = Visitor::of(panel, bob.id).await;
        execute(panel, "update sessions set second_at = now()").await;
        other.post(&remove(ids[1]), &NOTHING).await.assert_goes(PAGE);
        other.get(PAGE).await.assert_shows("Your account has no second factor.");
        Visitor::new(panel).sign_in(&bob).await.assert_goes("/");
        let left = "select count(*) from second_factors";
        assert_eq!(value::<i64>(panel, left).await, 1);
        let mails = "select string_agg(kind, ' ' order by id) from mails where kind !~ '_on$'";
        assert_eq!(value::<String>(panel, mails).await, "passkey_removed second_factor_off");
        // Two were made and an app was set up; two were removed.
        assert_eq!(value::<String>(panel, TOLD).await, ["changed"; 5].join(" "));
    })
    .await;
}

/// Sets an app up in this session.
async fn second_of_another_kind(panel: &Panel, visitor: &Visitor<'_>) {
    let page = visitor.post(&format!("{PAGE}/new"), &NOTHING).await;
    let (key, secret) = offered_on(&page);
    let code = code_of(panel, &secret, 0);
    let fields = [("key", &*key), ("code", &*code)];
    codes_on(visitor.post(PAGE, &fields).await.assert_status(200));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_is_enough_for_staff_and_is_reset_with_the_rest() {
    panel_with(&NAMED, async |panel: &Panel| {
        let (ann, bob) = (panel.account(Role::Owner).await, panel.account(Role::Owner).await);
        panel.set("staff_second_factor", "on").await;
        let visitor = Visitor::of(panel, ann.id).await;
        visitor.get("/admin").await.assert_goes(PAGE);
        let phone = Phone::new("ann");
        add(&visitor, &phone).await.assert_status(200);
        visitor.get("/admin").await.assert_status(200);
        // They keep the last factor.
        let id: i64 = value(panel, "select id from passkeys").await;
        visitor.post(&path(&format!("/{id}/remove")), &NOTHING).await.assert_goes(PAGE);
        visitor.get(PAGE).await.assert_shows("The staff of this panel need a second factor.");
        assert_eq!(passkeys(panel).await, 1);
        // It proves who they are before what is important, on the staff's side too.
        panel.advance(TimeDelta::minutes(16));
        let action = format!("/admin/staff/{}/second-factor/reset", bob.id);
        let asked = visitor.post(&action, &[("reason", "a test")]).await;
        asked.assert_status(422).assert_shows("Use a passkey");
        let answer = phone.answer_to(&asked);
        let kept = asked.hidden("kept");
        // With the password the session gets another secret, and what it was asked before still counts.
        let old = visitor.session();
        let junk = [("kept", &*kept), ("password", PASSWORD), ("proof_passkey", "{}")];
        visitor.post(&action, &junk).await.assert_status(422).assert_shows(WRONG);
        assert_ne!(visitor.session(), old);
        let fields = [("kept", &*kept), ("proof_passkey", &*answer)];
        let old = visitor.session();
        visitor.post(&action, &fields).await.assert_status(303);
        assert_ne!(visitor.session(), old, "the session keeps its secret");
        // Another owner resets all of it.
        second_of_another_kind(panel, &visitor).await;
        let second = second_of(panel, &bob).await;
        let other = half(panel, &bob).await;
        let code = second.code(panel);
        other.post("/second-factor", &[("code", &*code)]).await.assert_goes("/");
        let reset = format!("/admin/staff/{}/second-factor/reset", ann.id);
        other.post(&reset, &[("reason", "lost her phone")]).await.assert_status(303);
        assert_eq!(passkeys(panel).await, 0);
        Visitor::new(panel).sign_in(&ann).await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_with_a_passkey_come_from_the_allowed_networks_too() {
    panel_with(&NAMED, async |panel: &Panel| {
        let admin = panel.account(Role::Admin).await;
        let phone = phone_of(panel, &admin).await;
        let theirs = Visitor::new(panel).with_header("x-forwarded-for", "203.0.113.5");
        theirs.sign_in(&admin).await.assert_goes("/second-factor");
        let page = theirs.get("/second-factor").await;
        // The list changes between the two steps.
        panel.set("staff_networks", "192.0.2.0/24").await;
        let refused = enters(&theirs, &phone.answer_to(&page)).await;
        refused.assert_status(403).assert_shows("Staff cannot sign in from this network");
        assert!(!theirs.is_signed_in().await);
        let over = enters(&theirs, &phone.answer_to(&page)).await;
        over.assert_status(422).assert_shows("This sign-in is over");
        let office = Visitor::new(panel).with_header("x-forwarded-for", "192.0.2.7");
        office.sign_in(&admin).await.assert_goes("/second-factor");
        let page = office.get("/second-factor").await;
        enters(&office, &phone.answer_to(&page)).await.assert_goes("/");
        office.get("/admin").await.assert_status(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_passkey_is_taken_if_it_was_asked_for_here() {
    panel_with(&NAMED, async |panel: &Panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let other = Visitor::of(panel, customer.id).await;
        let elsewhere = challenge_on(&other.post(&path("/new"), &NOTHING).await);
        let phone = Phone::new("one");
        let mut page = visitor.post(&path("/new"), &NOTHING).await;
        let changes: [Change; 5] = [
            &|said| said.origin = "http://localhost.example",
            &|said| said.rp = "example.com",
            &|said| said.kind = "webauthn.get",
            &|said| said.flags = 4,
            &|said| said.challenge.clone_from(&elsewhere),
        ];
        for change in changes {
            let mut said = Said { kind: "webauthn.create", ..Said::get(&challenge_on(&page)) };
            change(&mut said);
            let made = phone.makes(&said);
            let fields = [("name", "Mine <b>"), ("passkey", &*made)];
            page = visitor.post(&path(""), &fields).await;
            page.assert_status(422)
                .assert_shows("Nothing was added.")
                .assert_shows("Mine &#60;b&#62;");
        }
        for junk in ["", "x", "{}", "{\"client\":\"AA\",\"attestation\":\"!\"}"] {
            page = visitor.post(&path(""), &[("name", "Mine"), ("passkey", junk)]).await;
            page.assert_status(422).assert_shows("Nothing was added.");
        }
        assert_eq!(value::<i64>(panel, "select count(*) from second_factors").await, 0);
        // A long name is cut, and an account has at most so many.
        let long = "é\n".repeat(200);
        let said = Said { kind: "webauthn.create", ..Said::get(&challenge_on(&page)) };
        let made = phone.makes(&said);
        visitor.post(&path(""), &[("name", &*long), ("passkey", &*made)]).await.assert_status(200);
        let length = "select length(name) from passkeys";
        assert_eq!(value::<i32>(panel, length).await, 60);
        let many = "insert into passkeys
                        (account_id, credential, holder, public_key, sign_count, name, made_at)
                    select account_id, convert_to(n::text, 'UTF8'), '', '', 0, '', now()
                    from passkeys, generate_series(1, 19) n";
        execute(panel, many).await;
        add(&visitor, &Phone::new("two")).await.assert_goes(PAGE);
        visitor.get(PAGE).await.assert_shows("An account can have 20 passkeys.");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_without_a_name_says_that_browsers_keep_no_passkeys_for_it() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let page = visitor.get(PAGE).await;
        page.assert_shows("Browsers keep no passkeys for the address of this panel.");
        assert!(!page.text().contains("passkeys/new"));
        visitor.post(&path("/new"), &NOTHING).await.assert_goes(PAGE);
        visitor.post(&path(""), &[("passkey", "{}")]).await.assert_goes(PAGE);
    })
    .await;
}

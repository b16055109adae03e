//! Signing in by an issuer, against one on this machine that can also lie: an account is found by the
//! issuer's name for a person and never by an address; linking needs the password; a second factor is
//! still asked for; staff get in by their password alone; and what belongs to another sign-in leads
//! nowhere.
//!
//! Seen red by `make seeded`: `any-address-is-linked`, `any-browser-comes-back`, `issuer-is-a-password`,
//! `old-issuer-is-linked`, `stop-keeps-issuers`, `reset-keeps-issuers`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use waybill::accounts::role::Role;
use waybill::kit::clock::Clock;
use waybill::kit::secret;

use super::links::{NEW, chooses, mailed, moves};
use super::second_factor::second_of;
use super::{Answer, NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::smtp::Smtp;
use crate::support::{ALLOW, PASSWORD, Panel, panel_with};

const CLIENT: &str = "panel of the tests";
const CLIENT_SECRET: &str = "a secret: with signs & %";

/// An issuer. Whoever comes is let in as the person that it is told of.
#[derive(Clone)]
struct Issuer(Arc<Inner>);

struct Inner {
    url: String,
    /// The panel's.
    clock: Clock,
    key: EncodingKey,
    published: Value,
    /// Codes that were given out, with the claims that they stand for and their challenges.
    codes: Mutex<HashMap<String, (Value, String)>>,
    /// Requests to exchange a code.
    exchanges: Mutex<Vec<HashMap<String, String>>>,
}

impl Issuer {
    async fn start(panel: &Panel) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let rng = aws_lc_rs::rand::SystemRandom::new();
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &rng).unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der.as_ref()).unwrap();
        let point = pair.public_key().as_ref();
        let part = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let published = json!({ "keys": [{
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "k1",
            "x": part(&point[1..33]), "y": part(&point[33..65]),
        }] });
        let issuer = Self(Arc::new(Inner {
            url,
            clock: panel.app.clock.clone(),
            key: EncodingKey::from_ec_der(der.as_ref()),
            published,
            codes: Mutex::default(),
            exchanges: Mutex::default(),
        }));
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/keys", get(keys))
            .route("/token", post(exchange))
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        issuer
    }

    /// Lets somebody in who has come with this address, and sends them back: the path and query with
    /// which their browser comes.
    fn lets_in(&self, there: &str, person: &Value) -> String {
        let there = url::Url::parse(there).unwrap();
        let asked: HashMap<String, String> = there.query_pairs().into_owned().collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["scope"], "openid email");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["redirect_uri"].ends_with("/sign-in/back"));
        let now = self.0.clock.now().timestamp();
        let mut claims = json!({
            "iss": self.0.url, "aud": CLIENT, "nonce": asked["nonce"], "iat": now, "exp": now + 3_600,
            "email_verified": true,
        });
        for (name, value) in person.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let code = secret::base62(20);
        let challenge = asked["code_challenge"].clone();
        self.0.codes.lock().unwrap().insert(code.clone(), (claims, challenge));
        format!("/sign-in/back?code={code}&state={}", asked["state"])
    }
}

async fn configuration(State(issuer): State<Issuer>) -> Json<Value> {
    let url = &issuer.0.url;
    Json(json!({
        "issuer": url, "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"), "jwks_uri": format!("{url}/keys"),
    }))
}

async fn keys(State(issuer): State<Issuer>) -> Json<Value> {
    Json(issuer.0.published.clone())
}

async fn exchange(
    State(issuer): State<Issuer>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Result<Json<Value>, StatusCode> {
    let sent = headers.get("authorization").and_then(|value| value.to_str().ok());
    let encoded =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(CLIENT), encoded(CLIENT_SECRET));
    let expected = format!("Basic {}", BASE64_STANDARD.encode(pair));
    if sent != Some(&expected) || form["grant_type"] != "authorization_code" {
        return Err(StatusCode::UNAUTHORIZED);
    }
    issuer.0.exchanges.lock().unwrap().push(form.clone());
    let found = issuer.0.codes.lock().unwrap().remove(&form["code"]);
    let (claims, challenge) = found.ok_or(StatusCode::BAD_REQUEST)?;
    let verifier = secret::sha256(form["code_verifier"].as_bytes());
    if BASE64_URL_SAFE_NO_PAD.encode(verifier) != challenge {
        return Err(StatusCode::BAD_REQUEST);
    }
    let header = Header { kid: Some("k1".to_owned()), ..Header::new(Algorithm::ES256) };
    let token = jsonwebtoken::encode(&header, &claims, &issuer.0.key).unwrap();
    Ok(Json(json!({ "id_token": token, "access_token": "a", "token_type": "Bearer" })))
}

/// Runs a test against a panel with an issuer that is on; its id there is 1.
async fn with_issuer(test: impl AsyncFnOnce(&Panel, &Issuer)) {
    with_issuer_and(&["--no-work"], test).await;
}

/// The same, with these options.
async fn with_issuer_and(options: &[&str], test: impl AsyncFnOnce(&Panel, &Issuer)) {
    let options = [&[ALLOW][..], options].concat();
    panel_with(&options, async |panel: &Panel| {
        let issuer = Issuer::start(panel).await;
        let owner = panel.account(Role::Owner).await;
        let staff = Visitor::of(panel, owner.id).await;
        let added = add(&staff, &issuer.0.url, CLIENT_SECRET).await;
        added.assert_goes("/admin/settings/sign-in/1");
        // Off until it is switched on.
        let page = Visitor::new(panel).get("/sign-in").await;
        assert!(!page.assert_status(200).text().contains("Continue with"));
        Visitor::new(panel).get("/sign-in/with/1").await.assert_status(404);
        let on = [("on", "1")];
        staff
            .post("/admin/settings/sign-in/1/enable", &on)
            .await
            .assert_goes("/admin/settings/sign-in/1");
        test(panel, &issuer).await;
    })
    .await;
}

async fn add(staff: &Visitor<'_>, url: &str, secret: &str) -> Answer {
    let fields =
        [("name", "Mill"), ("issuer", url), ("client_id", CLIENT), ("client_secret", secret)];
    staff.post("/admin/settings/sign-in", &fields).await
}

/// Goes to the issuer and comes back as this person.
async fn comes(visitor: &Visitor<'_>, issuer: &Issuer, person: Value) -> Answer {
    let there = visitor.get("/sign-in/with/1").await;
    assert_eq!(there.status, 303, "{}", there.text());
    assert!(there.location().starts_with(&format!("{}/authorize?", issuer.0.url)));
    visitor.get(&issuer.lets_in(there.location(), &person)).await
}

fn person(subject: &str, email: &str) -> Value {
    json!({ "sub": subject, "email": email })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_with_an_account_signs_in_once_by_password_and_then_by_the_issuer() {
    with_issuer(async |panel, issuer| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::new(panel);
        visitor.get("/sign-in").await.assert_shows("Continue with Mill");
        let told = comes(&visitor, issuer, person("s1", &customer.email)).await;
        told.assert_status(200).assert_shows("Sign in with its password once");
        assert!(!visitor.is_signed_in().await, "an address alone opens nothing");
        visitor.sign_in(&customer).await.assert_goes("/");
        let page = visitor.get("/account").await;
        page.assert_status(200).assert_shows("Connected.").assert_shows("Disconnect");
        assert_eq!(visitor.cookie("waiting"), "");
        let told = "select count(*) from mails where kind = 'sign_in_linked'";
        assert_eq!(value::<i64>(panel, told).await, 1);

        let again = Visitor::new(panel);
        let there = again.get("/sign-in/with/1?next=/orders").await;
        let back = issuer.lets_in(there.location(), &person("s1", "other@example.com"));
        again.get(&back).await.assert_goes("/orders");
        assert!(again.is_signed_in().await, "by the issuer's name, whatever the address is now");
        // Neither the address that is used up nor another one works again.
        again.get(&back).await.assert_status(200);
        let strange = Visitor::new(panel);
        strange.get(&back).await.assert_status(200);
        assert!(!strange.is_signed_in().await);

        // Somebody else there has the same address: they are nobody here.
        let other = Visitor::new(panel);
        comes(&other, issuer, person("s2", &customer.email)).await.assert_status(200);
        other.sign_in(&customer).await.assert_goes("/");
        other.get("/account").await.assert_shows("is connected already");

        visitor.post("/account/issuers/1/remove", &NOTHING).await.assert_goes("/account");
        let gone = Visitor::new(panel);
        comes(&gone, issuer, person("s1", &customer.email)).await.assert_status(200);
        assert!(!gone.is_signed_in().await);
        let told = "select count(*) from mails where kind = 'sign_in_unlinked'";
        assert_eq!(value::<i64>(panel, told).await, 1);
        let told = "select string_agg(facts->>'what', ' ' order by id) from notices
                    where kind = 'factor_changed'";
        assert_eq!(value::<String>(panel, told).await, "connected disconnected");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_new_makes_an_account_whose_address_is_confirmed() {
    with_issuer(async |panel, issuer| {
        let visitor = Visitor::new(panel);
        let there = comes(&visitor, issuer, person("n1", "new@example.com")).await;
        assert!(there.location().starts_with("/join?key="), "{}", there.location());
        let page = visitor.get(there.location()).await;
        page.assert_status(200).assert_shows("new@example.com");
        let key = page.hidden("key");
        let fields = [("key", &*key), ("password", PASSWORD), ("terms", "1")];
        visitor.post("/join", &fields).await.assert_goes("/");
        let verified = "select email_verified_at is not null from accounts
                        where email = 'new@example.com'";
        assert!(value::<bool>(panel, verified).await);
        let again = Visitor::new(panel);
        comes(&again, issuer, person("n1", "new@example.com")).await.assert_goes("/");
        assert!(again.is_signed_in().await);
        // Whoever has no confirmed address there cannot begin here.
        for claims in [
            json!({ "sub": "n2" }),
            json!({ "sub": "n2", "email": "two@example.com", "email_verified": false }),
        ] {
            let told = comes(&Visitor::new(panel), issuer, claims).await;
            told.assert_status(200).assert_shows("does not confirm your e-mail address");
        }
        panel.set("sign_up", "closed").await;
        let closed = comes(&Visitor::new(panel), issuer, person("n3", "three@example.com")).await;
        closed.assert_status(403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_belongs_to_another_sign_in_leads_nowhere() {
    with_issuer(async |panel, issuer| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::new(panel);
        comes(&visitor, issuer, person("s1", &customer.email)).await.assert_status(200);
        visitor.sign_in(&customer).await.assert_goes("/");
        // A thief begins, and gives the address back to somebody else's browser; or the other way round.
        let (thief, victim) = (Visitor::new(panel), Visitor::new(panel));
        let there = thief.get("/sign-in/with/1").await;
        let back = issuer.lets_in(there.location(), &person("s1", &customer.email));
        victim.get(&back).await.assert_status(200).assert_shows("Please begin again");
        assert!(!victim.is_signed_in().await);
        victim.get("/sign-in/with/1").await;
        victim.get(&back).await.assert_status(200);
        assert!(!victim.is_signed_in().await);
        assert!(issuer.0.exchanges.lock().unwrap().len() <= 1, "no code was even exchanged");
        // What the token says wrongly.
        for wrong in [
            json!({ "sub": "s1", "nonce": "another" }),
            json!({ "sub": "s1", "aud": "another panel" }),
            json!({ "sub": "s1", "iss": "https://issuer.example" }),
            json!({ "sub": "s1", "exp": 1_000 }),
        ] {
            let one = Visitor::new(panel);
            let told = comes(&one, issuer, wrong.clone()).await;
            told.assert_status(200).assert_shows("cannot be reached");
            assert!(!one.is_signed_in().await, "{wrong}");
        }
        // The issuer says no; another issuer sends the browser back; there is no code; it took too long.
        for change in ["&error=access_denied", "&iss=https://issuer.example"] {
            let one = Visitor::new(panel);
            let there = one.get("/sign-in/with/1").await;
            let back = issuer.lets_in(there.location(), &person("s1", &customer.email));
            let answer = one.get(&format!("{back}{change}")).await;
            answer.assert_status(200);
            assert!(!one.is_signed_in().await);
        }
        let late = Visitor::new(panel);
        let there = late.get("/sign-in/with/1").await;
        let back = issuer.lets_in(there.location(), &person("s1", &customer.email));
        panel.advance(chrono::TimeDelta::minutes(16));
        late.get(&back).await.assert_status(200);
        Visitor::new(panel).get("/sign-in/back").await.assert_status(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_and_suspended_people_do_not_get_in_by_an_issuer() {
    with_issuer(async |panel, issuer| {
        let admin = panel.account(Role::Admin).await;
        let visitor = Visitor::new(panel);
        comes(&visitor, issuer, person("a1", &admin.email)).await.assert_status(200);
        visitor.sign_in(&admin).await;
        assert_eq!(value::<i64>(panel, "select count(*) from identities").await, 0);
        // Somebody becomes staff after they were linked.
        let customer = panel.customer("0").await;
        let visitor = Visitor::new(panel);
        comes(&visitor, issuer, person("c1", &customer.email)).await.assert_status(200);
        visitor.sign_in(&customer).await.assert_goes("/");
        let role =
            |word: &str| format!("update accounts set role = '{word}' where id = {}", customer.id);
        execute(panel, &role("support")).await;
        let one = Visitor::new(panel);
        let told = comes(&one, issuer, person("c1", &customer.email)).await;
        told.assert_status(200).assert_shows("signs in by its password");
        execute(panel, &role("customer")).await;
        let sql = format!(
            "update accounts set status = 'suspended', suspended_because = 'Chargebacks'
             where id = {}",
            customer.id
        );
        execute(panel, &sql).await;
        let told = comes(&one, issuer, person("c1", &customer.email)).await;
        told.assert_status(200).assert_shows("Chargebacks");
        assert!(!one.is_signed_in().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_is_signed_in_connects_with_the_password() {
    with_issuer(async |panel, issuer| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::new(panel);
        visitor.sign_in(&customer).await.assert_goes("/");
        visitor.get("/account").await.assert_shows("Other ways to sign in");
        comes(&visitor, issuer, person("s1", &customer.email))
            .await
            .assert_goes("/account/connect");
        visitor.get("/account/connect").await.assert_status(200).assert_shows("Connect Mill?");
        assert_eq!(value::<i64>(panel, "select count(*) from identities").await, 0);
        panel.advance(chrono::TimeDelta::minutes(14));
        visitor.post("/account/connect", &NOTHING).await.assert_goes("/account");
        assert_eq!(value::<i64>(panel, "select count(*) from identities").await, 1);
        // Another address is another person's.
        visitor.post("/account/issuers/1/remove", &NOTHING).await.assert_goes("/account");
        comes(&visitor, issuer, person("s1", "other@example.com"))
            .await
            .assert_goes("/account/connect");
        visitor.post("/account/connect", &NOTHING).await.assert_goes("/account");
        visitor.get("/account").await.assert_shows("Not connected");
        assert_eq!(value::<i64>(panel, "select count(*) from identities").await, 0);
    })
    .await;
}

/// Whoever is signed in at the issuer gets in, and no further than that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_issuer_alone_proves_nothing_before_something_important() {
    with_issuer(async |panel, issuer| {
        let customer = panel.customer("0").await;
        let owner = Visitor::new(panel);
        comes(&owner, issuer, person("s1", &customer.email)).await.assert_status(200);
        owner.sign_in(&customer).await.assert_goes("/");
        let visitor = Visitor::new(panel);
        comes(&visitor, issuer, person("s1", &customer.email)).await.assert_goes("/");
        assert!(visitor.is_signed_in().await);
        let important = [
            "/account/address",
            "/account/second-factor/new",
            "/account/tokens",
            "/account/privacy/export",
            "/account/sessions/revoke-others",
        ];
        for path in important {
            let asked = visitor.post(path, &NOTHING).await;
            asked.assert_status(422).assert_shows("name=\"password\"");
            // Who does not know one gets one by mail.
            asked.assert_shows("href=\"/forgot\"");
        }
        let path = "/account/sessions/revoke-others";
        let kept = visitor.post(path, &NOTHING).await.hidden("kept");
        let typed = [("kept", &*kept), ("password", PASSWORD)];
        visitor.post(path, &typed).await.assert_goes("/account");
        visitor.post(path, &NOTHING).await.assert_goes("/account");
        assert!(!owner.is_signed_in().await);

        // A code of the second factor counts, and the password is asked for beside it.
        let second = second_of(panel, &customer).await;
        let visitor = Visitor::new(panel);
        comes(&visitor, issuer, person("s1", &customer.email)).await.assert_goes("/second-factor");
        let code = second.code(panel);
        visitor.post("/second-factor", &[("code", &*code)]).await.assert_goes("/");
        let asked = visitor.post(path, &NOTHING).await;
        asked.assert_status(422).assert_shows("name=\"password\"");
        assert!(!asked.text().contains("name=\"proof_code\""));
        let typed = [("kept", &*asked.hidden("kept")), ("password", PASSWORD)];
        visitor.post(path, &typed).await.assert_goes("/account");
    })
    .await;
}

/// A person of one issuer is nobody at another one, also if the owner gives the first one's place to it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_to_be_linked_belongs_to_their_issuer_as_it_was() {
    with_issuer(async |panel, issuer| {
        let customer = panel.customer("0").await;
        let linked = async || value::<i64>(panel, "select count(*) from identities").await;
        let waits = async || {
            let visitor = Visitor::new(panel);
            comes(&visitor, issuer, person("s1", &customer.email)).await.assert_status(200);
            visitor
        };
        let changed = "update sign_in_issuers set issuer = 'https://other.example'";
        let visitor = waits().await;
        execute(panel, changed).await;
        visitor.sign_in(&customer).await.assert_goes("/");
        visitor.get("/account").await.assert_shows("Please begin again");
        assert_eq!(linked().await, 0);
        execute(panel, &format!("update sign_in_issuers set issuer = '{}'", issuer.0.url)).await;
        // Nor does one link that is off.
        let visitor = waits().await;
        execute(panel, "update sign_in_issuers set enabled = false").await;
        visitor.sign_in(&customer).await.assert_goes("/");
        assert_eq!(linked().await, 0);
        execute(panel, "update sign_in_issuers set enabled = true").await;
        waits().await.sign_in(&customer).await.assert_goes("/");
        assert_eq!(linked().await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_thief_has_connected_ends_with_their_change() {
    let server = Smtp::start().await;
    let [url, from] = server.options();
    with_issuer_and(&[&url, &from], async |panel, issuer| {
        let linked = "select count(*) from identities";
        let customer = panel.customer("0").await;
        let own = || person("own", &customer.email);
        let visitor = Visitor::of(panel, customer.id).await;
        comes(&visitor, issuer, own()).await.assert_goes("/account/connect");
        visitor.post("/account/connect", &NOTHING).await.assert_goes("/account");
        // Another address: the account's old one opens nothing.
        let thief = Visitor::of(panel, customer.id).await;
        let (new, old) = moves(panel, &server, &thief, "thief@example.com").await;
        let stranger = Visitor::new(panel);
        stranger.post("/address/confirm", &[("key", &*new)]).await.assert_goes("/sign-in");
        assert_eq!(value::<i64>(panel, linked).await, 0);
        let theirs = || person("theirs", "thief@example.com");
        comes(&thief, issuer, theirs()).await.assert_goes("/account/connect");
        thief.post("/account/connect", &NOTHING).await.assert_goes("/account");
        assert_eq!(value::<i64>(panel, linked).await, 1);
        stranger.post("/address/stop", &[("key", &*old)]).await.assert_goes("/forgot");
        assert_eq!(value::<i64>(panel, linked).await, 0);
        let back = Visitor::new(panel);
        comes(&back, issuer, theirs()).await;
        assert!(!back.is_signed_in().await);
        let told = mailed(&server, &customer.email, "A way to sign in to").await;
        assert!(told.part("plain").contains("not connected any more"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_password_by_mail_disconnects_every_issuer() {
    let server = Smtp::start().await;
    let [url, from] = server.options();
    with_issuer_and(&[&url, &from], async |panel, issuer| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        comes(&visitor, issuer, person("s1", &customer.email)).await;
        visitor.post("/account/connect", &NOTHING).await.assert_goes("/account");
        visitor.post("/forgot", &[("email", &customer.email)]).await.assert_status(200);
        let reset = mailed(&server, &customer.email, "A new password for").await;
        chooses(panel, &reset.key(), NEW).await.assert_goes("/sign-in");
        let back = Visitor::new(panel);
        comes(&back, issuer, person("s1", &customer.email)).await;
        assert!(!back.is_signed_in().await);
        mailed(&server, &customer.email, "A way to sign in to").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_issuer_that_is_away_or_set_up_wrongly_says_so() {
    with_issuer(async |panel, issuer| {
        let owner = panel.account(Role::Owner).await;
        let staff = Visitor::of(panel, owner.id).await;
        let here = "/admin/settings/sign-in";
        // The same one twice, and what is no issuer.
        add(&staff, &issuer.0.url, "s").await.assert_status(422).assert_shows("is there already");
        for (url, words) in [
            ("nonsense", "That is no URL"),
            ("https://10.0.0.1", "not a public one"),
            ("https://a:b@issuer.example", "name and password"),
            ("https://issuer.example/?a=b", "without ? and #"),
        ] {
            add(&staff, url, "s").await.assert_status(422).assert_shows(words);
        }
        add(&staff, "https://issuer.example", "").await.assert_status(422);
        let page = staff.get(&format!("{here}/1")).await;
        assert!(!page.assert_status(200).text().contains(CLIENT_SECRET));
        // A wrong secret there.
        let fields = [
            ("name", "Mill"),
            ("issuer", &*issuer.0.url),
            ("client_id", CLIENT),
            ("client_secret", "another"),
        ];
        staff.post(&format!("{here}/1"), &fields).await.assert_goes(&format!("{here}/1"));
        let visitor = Visitor::new(panel);
        let told = comes(&visitor, issuer, person("s1", "one@example.com")).await;
        told.assert_status(200).assert_shows("cannot be reached");
        // Nobody is there.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let nowhere = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        add(&staff, &nowhere, "s").await.assert_goes(&format!("{here}/3"));
        staff
            .post(&format!("{here}/3/enable"), &[("on", "1")])
            .await
            .assert_goes(&format!("{here}/3"));
        visitor.get("/sign-in/with/3").await.assert_status(200).assert_shows("cannot be reached");
        staff.post(&format!("{here}/3/remove"), &NOTHING).await.assert_goes(here);
        staff.post(&format!("{here}/3/remove"), &NOTHING).await.assert_status(404);
        visitor.get("/sign-in/with/3").await.assert_status(404);
    })
    .await;
}

//! What a JWT gives access to: the verifier itself, by every check of the contract.

use std::net::IpAddr;
use std::sync::Arc;

use chrono::TimeDelta;
use jsonwebtoken::Algorithm;
use serde_json::json;
use waybill::accounts::account::{self, Status};
use waybill::accounts::audit::Actor;
use waybill::accounts::issue;
use waybill::accounts::networks;
use waybill::accounts::token::{self, Scope, TokenKind};
use waybill::accounts::verifier::{Verified, VerifyError};

use super::{Forgery, fit_row, jti_of};
use crate::support::{Panel, still_panel};

const HOME: &str = "192.0.2.7";

async fn found(panel: &Panel, token: &str) -> Option<Arc<Verified>> {
    found_from(panel, token, HOME).await
}

async fn found_from(panel: &Panel, token: &str, from: &str) -> Option<Arc<Verified>> {
    let address: IpAddr = from.parse().unwrap();
    let app = &panel.app;
    match app.verifier.find_jwt(&app.clock, token, address).await {
        Ok(verified) => Some(verified),
        Err(VerifyError::Refused(_)) => None,
        Err(VerifyError::Read(error)) => panic!("{error}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_jwt_speaks_for_its_account_within_its_scopes() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let made = panel
            .token(customer.id, TokenKind::Jwt, |mut new| {
                new.scopes = Some(vec![Scope::OrdersRead]);
                new
            })
            .await;
        for _ in 0..2 {
            let verified = found(panel, &made.secret).await.unwrap();
            assert_eq!((verified.account_id, verified.token_id), (customer.id, made.id));
            assert_eq!(verified.email.as_str(), customer.email);
            assert!(verified.allows(Scope::OrdersRead) && !verified.allows(Scope::OrdersWrite));
        }
        let app = &panel.app;
        app.verifier.flush(&app.db).await.unwrap();
        let listed = token::find(app.db.pool(), customer.id, made.id).await.unwrap().unwrap();
        assert_eq!(listed.used_from.as_deref(), Some(HOME));
        assert!(made.secret.ends_with(&listed.hint), "{}", listed.hint);
        // With a fixed issuer, the same token works on a panel that has moved to another address.
        let moved = panel
            .second(&[
                "--no-work",
                "--public-url",
                "https://elsewhere.example",
                "--trusted-proxies",
                "none",
            ])
            .await;
        assert!(found(&moved, &made.secret).await.is_some());
        moved.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_of_one_kind_is_no_token_of_the_other() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let jwt = panel.jwt(customer.id, |new| new).await;
        let balance = [("action", "balance")];
        // Also while the other door remembers it.
        assert_eq!(panel.v2(&customer.key, &balance).await["balance"], "10.00");
        assert!(found(panel, &customer.key).await.is_none());
        assert!(found(panel, &jwt).await.is_some());
        assert_eq!(panel.v2(&jwt, &balance).await["error"], "Invalid API key");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signature_alone_opens_nothing() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let made = panel.token(customer.id, TokenKind::Jwt, |new| new).await;
        let jti = jti_of(panel, made.id).await;
        let mut forged = Forgery::new(panel, customer.id, "not-a-row-of-this-panel");
        assert!(found(panel, &forged.signed(panel)).await.is_none(), "an unknown jti");
        // The row exists and the signing key is right, but the row was made for other bytes.
        forged.claims["jti"] = json!(jti);
        forged.claims["exp"] = json!(forged.claims["exp"].as_i64().unwrap() + 86_400);
        assert!(found(panel, &forged.signed(panel)).await.is_none(), "another hash");
        assert!(found(panel, &made.secret).await.is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_header_and_the_claims_are_held_to_their_words() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let made = panel.token(customer.id, TokenKind::Jwt, |new| new).await;
        let jti = jti_of(panel, made.id).await;
        let right = || Forgery::new(panel, customer.id, &jti);
        let fits = async |forged: &Forgery| {
            let token = forged.signed(panel);
            fit_row(panel, made.id, &token).await;
            found(panel, &token).await.is_some()
        };
        assert!(fits(&right()).await, "unbent it passes, or this test shows nothing");
        for typ in [None, Some("JWT"), Some("at+jwt"), Some("PAT+JWT")] {
            let mut forged = right();
            forged.header.typ = typ.map(str::to_owned);
            assert!(!fits(&forged).await, "typ {typ:?}");
        }
        for alg in [Algorithm::HS384, Algorithm::HS512] {
            let mut forged = right();
            forged.header.alg = alg;
            assert!(!fits(&forged).await, "{alg:?}");
        }
        let now = panel.app.clock.now().timestamp();
        for (name, value) in [
            ("iss", json!("someone")),
            ("aud", json!("someone")),
            ("aud", json!(["waybill-api", "someone"])),
            ("exp", json!(now - 5)),
            ("exp", json!(null)),
            ("scope", json!("orders:write")),
        ] {
            let mut forged = right();
            forged.claims[name] = value;
            assert!(!fits(&forged).await, "{}", forged.claims);
        }
        // Without a signature: the bytes fit the row, and the token asks for no key.
        let token = right().signed(panel);
        let body = token.split('.').nth(1).unwrap();
        let unsigned = format!("eyJ0eXAiOiJwYXQrand0IiwiYWxnIjoibm9uZSJ9.{body}.");
        fit_row(panel, made.id, &unsigned).await;
        assert!(found(panel, &unsigned).await.is_none());
        let long = format!("{token}{}", "A".repeat(4096));
        fit_row(panel, made.id, &long).await;
        assert!(found(panel, &long).await.is_none());
        for garbled in ["", ".", "..", "...", "a.b.c", "é.é.é", "eyJ0eXAi"] {
            assert!(found(panel, garbled).await.is_none(), "{garbled}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_ends_with_its_time_its_revocation_and_its_account() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let app = &panel.app;
        let (db, clock, verifier) = (&app.db, &app.clock, &app.verifier);
        let made = panel.token(customer.id, TokenKind::Jwt, |new| new).await;
        assert!(found(panel, &made.secret).await.is_some());
        let which = (customer.id, made.id);
        token::revoke(db, clock, verifier, Actor::COMMAND, which).await.unwrap();
        assert!(found(panel, &made.secret).await.is_none(), "revoked, and remembered");

        let jwt = panel.jwt(customer.id, |new| new).await;
        assert!(found(panel, &jwt).await.is_some());
        let suspend = async |status| {
            let change = (status, "a test".to_owned());
            account::set_status(db, clock, verifier, Actor::COMMAND, customer.id, change)
                .await
                .unwrap();
        };
        suspend(Status::Suspended).await;
        assert!(found(panel, &jwt).await.is_none(), "suspended");
        suspend(Status::Active).await;
        assert!(found(panel, &jwt).await.is_some());
        // A year and a day by the panel's clock, whatever the machine's clock says.
        panel.advance(TimeDelta::days(366));
        assert!(found(panel, &jwt).await.is_none(), "expired, and remembered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_taken_from_its_own_networks_alone() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let jwt = panel
            .jwt(customer.id, |mut new| {
                new.networks = networks::parse("192.0.2.0/24").unwrap();
                new
            })
            .await;
        assert!(found_from(panel, &jwt, "198.51.100.7").await.is_none());
        assert!(found_from(panel, &jwt, "::ffff:192.0.2.9").await.is_some());
        assert!(found_from(panel, &jwt, "198.51.100.7").await.is_none(), "though remembered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rotated_the_old_one_works_on_for_as_long_as_was_said() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let app = &panel.app;
        let rotate = async |id: i64, ends_in: TimeDelta| {
            let with = (&app.keys, &app.verifier);
            issue::rotate(&app.db, &app.clock, with, Actor::COMMAND, (customer.id, id, ends_in))
                .await
        };
        for kind in TokenKind::ALL {
            let made = panel
                .token(customer.id, kind, |mut new| {
                    new.scopes = Some(vec![Scope::BalanceRead]);
                    new.networks = networks::parse(HOME).unwrap();
                    new.expires_at = Some(app.clock.now() + TimeDelta::days(30));
                    new
                })
                .await;
            let new = rotate(made.id, TimeDelta::hours(1)).await.unwrap();
            let list = token::list(app.db.pool(), &app.clock, customer.id).await.unwrap();
            let row = |id| list.iter().find(|row| row.id == id).unwrap();
            let (old, now) = (row(made.id), row(new.id));
            assert_eq!(old.state(app.clock.now()), token::State::Ending);
            assert_eq!(old.rotated_to, Some(new.id));
            assert_eq!((now.kind, &now.name), (kind, &old.name));
            assert_eq!((&now.scopes, &now.networks), (&old.scopes, &old.networks));
            let lasts = now.expires_at.unwrap() - now.created_at;
            assert_eq!(lasts.num_hours(), 30 * 24 - 1, "thirty days, to the second below");
            assert!(matches!(
                rotate(made.id, TimeDelta::zero()).await,
                Err(issue::RotateError::Ended)
            ));
            if kind == TokenKind::Jwt {
                assert!(found(panel, &made.secret).await.is_some());
                assert!(found(panel, &new.secret).await.is_some());
                panel.advance(TimeDelta::hours(1));
                assert!(found(panel, &made.secret).await.is_none());
                let newest = rotate(new.id, TimeDelta::zero()).await.unwrap();
                assert!(found(panel, &new.secret).await.is_none(), "at once, though remembered");
                assert!(found(panel, &newest.secret).await.is_some());
            }
        }
        let somebody = panel.customer("0").await;
        let theirs = panel.token(somebody.id, TokenKind::Key, |new| new).await;
        let missing = rotate(theirs.id, TimeDelta::zero()).await;
        assert!(matches!(missing, Err(issue::RotateError::Missing)));
    })
    .await;
}

//! The people and things of a story: customers with money and keys, services with different
//! behaviour.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};

use waybill::accounts::account::NewAccount;
use waybill::accounts::audit::Actor;
use waybill::accounts::change_settings::Change;
use waybill::accounts::email::Email;
use waybill::accounts::password::{For, Password};
use waybill::accounts::role::Role;
use waybill::accounts::token::{self, NewToken, TokenKind};
use waybill::accounts::{AccountId, issue};
use waybill::catalogue::{Draft, Kind};
use waybill::kit::money::{Money, Rate};
use waybill::ledger;
use waybill::payments::direct;
use waybill::providers::change_settings;
use waybill::providers::sale::{self, Filled, First};
use waybill::providers::sandbox::{Ending, Settings};
use waybill::settings;

use super::Panel;

static NEXT: AtomicU32 = AtomicU32::new(1);

pub const PASSWORD: &str = "correct horse battery";

/// Someone with an account.
#[derive(Debug, Clone)]
pub struct Customer {
    pub id: AccountId,
    pub email: String,
    pub key: String,
}

/// A service to be made. The default: type `Default`, 1.00 for 1000, 1 to 1,000,000, everything is
/// offered, delivered at once.
#[derive(Debug, Clone)]
pub struct ServiceDraft {
    pub draft: Draft,
    pub sandbox: Settings,
    pub category: &'static str,
}

impl Panel {
    /// A customer who has accepted the terms, with this much money.
    pub async fn customer(&self, money: &str) -> Customer {
        let customer = self.account(Role::Customer).await;
        self.credit(&customer, money).await;
        customer
    }

    /// Someone of this role, without money, with [`PASSWORD`].
    pub async fn account(&self, role: Role) -> Customer {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let email = format!("{}{number}@example.com", role.as_str());
        let password = Password::parse(PASSWORD).unwrap();
        let new = NewAccount {
            email: Email::parse(&email).unwrap(),
            role,
            password_hash: Some(
                self.app
                    .hasher
                    .hash(&password, For::Known(Ipv4Addr::LOCALHOST.into()))
                    .await
                    .unwrap(),
            ),
            is_password_made: false,
            terms_accepted_at: Some(self.app.clock.now()),
        };
        let id = ledger::open_account(&self.app.db, &self.app.clock, new).await.unwrap();
        let key = self.key(id, |key| key).await;
        Customer { id, email, key }
    }

    /// Gives a setting another value.
    pub async fn set(&self, key: &str, value: &str) {
        let app = &self.app;
        let row = settings::row(key).expect("there is such a setting");
        let from = row.show(&settings::read(app.db.pool()).await.unwrap());
        let changes = vec![Change { row, from, to: row.check(value).unwrap() }];
        let done = change_settings(&app.db, &app.clock, &app.settings, Actor::COMMAND, changes);
        done.await.unwrap();
    }

    /// Makes a key of the account, as `change` says.
    pub async fn key(
        &self,
        account_id: AccountId,
        change: impl FnOnce(NewToken) -> NewToken,
    ) -> String {
        self.token(account_id, TokenKind::Key, change).await.secret
    }

    /// Makes a JWT of the account with every scope, as `change` says.
    pub async fn jwt(
        &self,
        account_id: AccountId,
        change: impl FnOnce(NewToken) -> NewToken,
    ) -> String {
        self.token(account_id, TokenKind::Jwt, change).await.secret
    }

    /// Makes a token of the account; answers its id too.
    pub async fn token(
        &self,
        account_id: AccountId,
        kind: TokenKind,
        change: impl FnOnce(NewToken) -> NewToken,
    ) -> issue::Created {
        let name = token::Name::parse("test").unwrap();
        let (scopes, networks, expires_at) = (None, None, None);
        let new = change(NewToken { account_id, kind, name, scopes, networks, expires_at });
        let app = &self.app;
        issue::create(&app.db, &app.clock, &app.keys, Actor::COMMAND, new).await.unwrap()
    }

    pub async fn credit(&self, customer: &Customer, money: &str) {
        let amount = Money::parse(money).unwrap();
        if amount.is_zero() {
            return;
        }
        let id = format!("test-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let (db, clock) = (&self.app.db, &self.app.clock);
        direct::payment(db, clock, customer.id, (amount, &*id, "test")).await.unwrap();
    }

    pub async fn balance(&self, customer: &Customer) -> String {
        ledger::balance(self.app.db.pool(), customer.id).await.unwrap().to_string()
    }

    /// Makes a service from the default of [`ServiceDraft`], changed; answers its id.
    pub async fn service(&self, change: impl FnOnce(&mut ServiceDraft)) -> i64 {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut service = ServiceDraft {
            category: "Samples",
            sandbox: Settings { per_minute: 60_000_000, ..Settings::default() },
            draft: Draft {
                category_id: 0,
                position: i32::try_from(number).unwrap(),
                name: format!("Sample {number}"),
                kind: Kind::Default,
                description: String::new(),
                rate: Rate::parse("1").unwrap(),
                min: 1,
                max: 1_000_000,
                refill: true,
                cancel: true,
                dripfeed: true,
                unique_link: false,
                refill_wait_h: 24,
                refill_days: None,
                enabled: true,
            },
        };
        change(&mut service);
        if !service.draft.kind.can_drip() {
            service.draft.dripfeed = false;
        }
        let filled = Filled {
            category: service.category.to_owned(),
            draft: service.draft,
            code: None,
            settings: service.sandbox,
        };
        let (db, clock, new) = (&self.app.db, &self.app.clock, (filled, First::Sandbox));
        sale::create(db, clock, Actor::COMMAND, new).await.unwrap().get()
    }

    /// A service whose orders end like this.
    pub async fn service_ending(&self, ending: Ending) -> i64 {
        self.service(|service| service.sandbox.ending = ending).await
    }
}

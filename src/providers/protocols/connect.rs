//! From a provider's row to something that can be called: opens its key, chooses its protocol, and
//! gives it the one client of the process.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::Keys;
use crate::kit::outbound::Outbound;
use crate::providers::manners::{Manners, Until};
use crate::providers::order_api::OrderApi;
use crate::providers::protocol::Protocol;
use crate::providers::pulse::{Gauge, Meter};
use crate::providers::sandbox::Sandbox;
use crate::providers::smm_v2::{self, SmmV2};
use crate::providers::upstream::{Submission, Upstream};
use crate::providers::url::shown;
use crate::providers::{ProviderId, order_api};

/// The purpose with which providers' keys are sealed.
const PURPOSE: &str = "providers";
/// The longest request that we store as evidence.
const REQUEST_BYTES_MAX: usize = 4096;

/// The way to every provider. Each process has one; cheap to clone.
#[derive(Clone)]
pub struct Upstreams {
    db: Db,
    clock: Clock,
    keys: Keys,
    outbound: Outbound,
    meter: Meter,
}

/// A provider as the panel's loops see it.
#[derive(Debug, Clone)]
pub struct Connected {
    pub id: ProviderId,
    pub name: String,
    pub upstream: Upstream,
    /// Whether anything may be submitted there now.
    pub is_open: bool,
    pub requests_per_s: u32,
    /// How many submissions may run at a time.
    pub in_flight_max: u32,
}

struct Row {
    id: ProviderId,
    name: String,
    protocol: Protocol,
    url: Option<String>,
    secret: Option<Vec<u8>>,
    enabled: bool,
    paused_reason: Option<String>,
    retry_at: Option<DateTime<Utc>>,
    requests_per_s: i32,
    in_flight_max: i32,
    asks_singly_until: Option<DateTime<Utc>>,
    cancels_singly_until: Option<DateTime<Utc>>,
    refills_listed_until: Option<DateTime<Utc>>,
}

/// Seals a provider's key for its row.
#[must_use]
pub fn seal(keys: &Keys, provider_id: ProviderId, key: &str) -> Vec<u8> {
    keys.seal(PURPOSE, &provider_id.to_string(), key.as_bytes())
}

/// What is sent for an order, to be stored: everything except our secrets. `None` inside the panel.
#[must_use]
pub fn describe(protocol: Protocol, url: Option<&str>, submission: &Submission) -> Option<String> {
    let url = url?;
    let mut text = match protocol {
        Protocol::Sandbox | Protocol::Manual => return None,
        Protocol::SmmV2 => {
            let fields = smm_v2::fields(submission).into_iter();
            fields.fold(format!("POST {}\n", shown(url)), |text, (name, value)| {
                format!("{text}\n{name}={value}")
            })
        }
        Protocol::OrderApi => {
            let address = shown(&order_api::address(url));
            format!("POST {address}\n\n{}", order_api::order(submission))
        }
    };
    text.truncate(text.floor_char_boundary(REQUEST_BYTES_MAX));
    Some(text)
}

impl Upstreams {
    #[must_use]
    pub fn new(db: Db, clock: Clock, keys: Keys, outbound: Outbound) -> Self {
        Self { db, clock, keys, outbound, meter: Meter::default() }
    }

    /// The client, to check a URL before it is stored.
    #[must_use]
    pub const fn outbound(&self) -> &Outbound {
        &self.outbound
    }

    /// Writes what the calls of this process came to. A loop calls it every few seconds.
    pub async fn note_answers(&self) -> Result<(), db::Error> {
        self.meter.flush(&self.db).await
    }

    /// Seals a provider's key for its row.
    #[must_use]
    pub fn seal(&self, provider_id: ProviderId, key: &str) -> Vec<u8> {
        seal(&self.keys, provider_id, key)
    }

    /// The provider of this id, if there is one.
    pub async fn get(&self, provider_id: ProviderId) -> Result<Option<Upstream>, db::Error> {
        let found = self.read(Some(provider_id)).await?;
        Ok(found.into_values().next().map(|one| one.upstream))
    }

    /// All of them, by id.
    pub async fn all(&self) -> Result<HashMap<ProviderId, Connected>, db::Error> {
        self.read(None).await
    }

    async fn read(
        &self,
        id: Option<ProviderId>,
    ) -> Result<HashMap<ProviderId, Connected>, db::Error> {
        let rows = sqlx::query_as!(
            Row,
            r#"select id as "id: ProviderId", name, protocol as "protocol: Protocol", url, secret, enabled,
                      paused_reason, retry_at, requests_per_s, in_flight_max, asks_singly_until,
                      cancels_singly_until, refills_listed_until
               from providers where id = $1 or $1 is null"#,
            id as Option<ProviderId>
        )
        .fetch_all(self.db.pool())
        .await?;
        let now = self.clock.now();
        let connected = rows.into_iter().map(|row| {
            let upstream = self.connect(&row);
            let waits = row.retry_at.is_some_and(|at| at > now);
            let one = Connected {
                id: row.id,
                name: row.name,
                upstream,
                is_open: row.enabled && row.paused_reason.is_none() && !waits,
                requests_per_s: row.requests_per_s.unsigned_abs(),
                in_flight_max: row.in_flight_max.unsigned_abs(),
            };
            (one.id, one)
        });
        Ok(connected.collect())
    }

    fn connect(&self, row: &Row) -> Upstream {
        let (id, protocol) = (row.id, row.protocol);
        match protocol {
            Protocol::Sandbox => {
                return Upstream::Sandbox(Sandbox::new(self.db.clone(), self.clock.clone()));
            }
            Protocol::Manual => return Upstream::Manual,
            Protocol::SmmV2 | Protocol::OrderApi => {}
        }
        let shut = |why: &str| Upstream::Shut(why.to_owned());
        let Some(url) = &row.url else { return shut("it has no URL") };
        let Some(secret) = &row.secret else { return shut("it has no key") };
        let until = Until {
            asks_singly: row.asks_singly_until,
            cancels_singly: row.cancels_singly_until,
            refills_listed: row.refills_listed_until,
        };
        let manners = Manners::kept(self.db.clone(), self.clock.clone(), id, until);
        let opened = self.keys.unseal(PURPOSE, &id.to_string(), secret);
        match opened.map(String::from_utf8) {
            Ok(Ok(key)) => {
                let (meter, clock) = (self.meter.clone(), self.clock.clone());
                let gauge = Gauge { meter, clock, provider_id: id };
                self.opened(protocol, url, &key, manners).measured_by(gauge)
            }
            Ok(Err(_)) => shut("its key is no text"),
            Err(unopened) => Upstream::Shut(unopened.to_string()),
        }
    }

    /// A provider that is not stored yet, to see whether it answers.
    #[must_use]
    pub fn open(&self, protocol: Protocol, url: &str, key: &str) -> Upstream {
        self.opened(protocol, url, key, Manners::default())
    }

    fn opened(&self, protocol: Protocol, url: &str, key: &str, manners: Manners) -> Upstream {
        let (outbound, key) = (self.outbound.clone(), key.to_owned());
        match protocol {
            Protocol::Sandbox => {
                Upstream::Sandbox(Sandbox::new(self.db.clone(), self.clock.clone()))
            }
            Protocol::Manual => Upstream::Manual,
            Protocol::SmmV2 => Upstream::SmmV2(SmmV2::new(outbound, url, key, manners)),
            Protocol::OrderApi => Upstream::OrderApi(OrderApi::new(outbound, url, key)),
        }
    }
}

//! What gateways work with, and how what a method keeps secret is sealed.

use std::collections::BTreeMap;
use std::sync::Arc;

use sqlx::PgExecutor;

use super::access::Access;
use super::{ALL, Connected, Mode, find};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::{Keys, Unopened};
use crate::kit::outbound::{Outbound, Refused};
use crate::payments::MethodId;

/// The purpose with which methods' secrets are sealed.
const PURPOSE: &str = "methods";

/// What a process needs to talk to gateways. Cheap to clone; has no `Debug`.
#[derive(Clone)]
pub struct Ways {
    pub db: Db,
    pub clock: Clock,
    /// The way to other servers.
    pub outbound: Outbound,
    /// What gateways let us in with for a while.
    pub access: Access,
    keys: Keys,
    /// Other addresses of gateways, by their ids.
    bases: Arc<BTreeMap<String, String>>,
}

/// Why a method cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error("there is no such method, or it is by hand")]
    NoMethod,
    #[error("what is sealed in it cannot be opened: enter its secrets again")]
    Sealed,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(ConnectError);

/// Why a gateway is not called at another address.
#[derive(Debug, thiserror::Error)]
pub enum BaseError {
    #[error("there is no gateway {0}; there are {1}")]
    Unknown(String, String),
    #[error("{0}: {1}")]
    Refused(String, Refused),
}

/// Whether each of these addresses is for a gateway that there is, and may be called.
pub fn check_bases(bases: &BTreeMap<String, String>, outbound: &Outbound) -> Result<(), BaseError> {
    for (name, url) in bases {
        if find(name).is_none() {
            let there: Vec<_> = ALL.iter().map(|gateway| gateway.id()).collect();
            return Err(BaseError::Unknown(name.clone(), there.join(", ")));
        }
        let checked = outbound.check(url);
        checked.map_err(|refused| BaseError::Refused(name.clone(), refused))?;
    }
    Ok(())
}

impl Ways {
    #[must_use]
    pub fn new(db: Db, clock: Clock, keys: Keys, outbound: Outbound) -> Self {
        Self { db, clock, outbound, access: Access::default(), keys, bases: Arc::default() }
    }

    /// Calls these gateways, by their ids, at other addresses.
    #[must_use]
    pub fn with_bases(self, bases: BTreeMap<String, String>) -> Self {
        Self { bases: Arc::new(bases), ..self }
    }

    /// Where a gateway is called, without a slash at the end; `usual`: unless the operator says
    /// otherwise.
    #[must_use]
    pub fn base<'b>(&'b self, gateway: &str, usual: &'b str) -> &'b str {
        self.bases.get(gateway).map_or(usual, String::as_str).trim_end_matches('/')
    }

    /// Seals the secret values of a method.
    #[must_use]
    pub fn seal(&self, id: MethodId, values: &BTreeMap<String, String>) -> Vec<u8> {
        let text = serde_json::to_vec(values).unwrap_or_default();
        self.keys.seal(PURPOSE, &id.to_string(), &text)
    }

    /// Opens what [`seal`](Self::seal) made.
    pub fn unseal(
        &self,
        id: MethodId,
        sealed: &[u8],
    ) -> Result<BTreeMap<String, String>, Unopened> {
        let text = self.keys.unseal(PURPOSE, &id.to_string(), sealed)?;
        serde_json::from_slice(&text).map_err(|_| Unopened)
    }

    /// A method, ready for calls.
    pub async fn connect(&self, id: MethodId) -> Result<Connected, ConnectError> {
        self.read(self.db.pool(), (Some(id), None)).await
    }

    /// The method whose hooks come to this door.
    pub async fn behind(&self, door: &str) -> Result<Connected, ConnectError> {
        self.read(self.db.pool(), (None, Some(door))).await
    }

    async fn read(
        &self,
        db: impl PgExecutor<'_>,
        (id, door): (Option<MethodId>, Option<&str>),
    ) -> Result<Connected, ConnectError> {
        let row = sqlx::query!(
            r#"select id as "id: MethodId", gateway, mode as "mode: Mode", settings, secrets
               from methods where id = $1 or door = $2"#,
            id as Option<MethodId>,
            door
        )
        .fetch_optional(db)
        .await?
        .ok_or(ConnectError::NoMethod)?;
        let gateway = find(&row.gateway).ok_or(ConnectError::NoMethod)?;
        let mut values: BTreeMap<String, String> =
            serde_json::from_value(row.settings).unwrap_or_default();
        if let Some(sealed) = row.secrets {
            let opened = self.unseal(row.id, &sealed).map_err(|Unopened| ConnectError::Sealed)?;
            values.extend(opened);
        }
        Ok(Connected { id: row.id, gateway, mode: row.mode, values })
    }
}

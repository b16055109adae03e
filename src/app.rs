//! What one process shares among its requests, and its database.

use std::str::FromStr as _;

use sqlx::postgres::PgConnectOptions;

use crate::accounts::password::Hasher;
use crate::accounts::sign_in::Throttle;
use crate::accounts::verifier::Verifier;
use crate::config::{Config, Place};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::postgres::{self, Durability, Server};
use crate::ledger;
use crate::orders::Intake;
use crate::orders::averages::Averages;
use crate::orders::status::Statuses;

/// Handed to every door in an `Arc`.
pub struct App {
    pub config: Config,
    pub db: Db,
    /// The database's time.
    pub clock: Clock,
    /// ISO 4217; fixed when the books were opened.
    pub currency: String,
    /// Where orders are handed in.
    pub intake: Intake,
    /// Where single orders' statuses are asked for.
    pub statuses: Statuses,
    /// How long orders take.
    pub averages: Averages,
    /// Two passwords at a time.
    pub hasher: Hasher,
    /// Who holds an API key.
    pub verifier: Verifier,
    /// How often passwords may be tried.
    pub throttle: Throttle,
}

impl App {
    /// Makes everything that requests share. The schema must be current.
    pub async fn new(config: Config, db: Db, clock: Clock) -> Result<Self, db::Error> {
        clock.measure(&db).await?;
        let currency = ledger::currency(db.pool()).await?;
        Ok(Self {
            intake: Intake::start(&db, &clock),
            statuses: Statuses::start(&db),
            averages: Averages::default(),
            hasher: Hasher::default(),
            verifier: Verifier::default(),
            throttle: Throttle::default(),
            config,
            db,
            clock,
            currency,
        })
    }
}

/// A panel's database: the private one, which stops with its last user, or the operator's own.
pub struct Database {
    pub db: Db,
    options: PgConnectOptions,
    server: Option<Server>,
}

/// Why there is no database.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the database URL cannot be read: {0}")]
    Url(sqlx::Error),
    #[error(transparent)]
    Private(#[from] postgres::Error),
}

impl Database {
    /// Starts, or attaches to, the private server; or prepares to connect to the given one.
    pub async fn open(place: &Place, connections: u32) -> Result<Self, OpenError> {
        let (options, server) = match &place.database_url {
            Some(url) if !url.is_empty() => {
                (PgConnectOptions::from_str(url).map_err(OpenError::Url)?, None)
            }
            _ => {
                let server = Server::start(&place.data_dir, Durability::Durable).await?;
                (server.options("waybill"), Some(server))
            }
        };
        Ok(Self { db: Db::new(options.clone(), connections), options, server })
    }

    /// For connections that must reach PostgreSQL itself.
    #[must_use]
    pub fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// Lets go of the database; the last one out stops a private server.
    pub async fn close(self) -> Result<(), OpenError> {
        self.db.pool().close().await;
        if let Some(server) = self.server {
            server.stop().await?;
        }
        Ok(())
    }
}

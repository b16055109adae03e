//! What one process shares among its requests.

use crate::accounts::password::Hasher;
use crate::accounts::sign_in::Throttle;
use crate::accounts::verifier::Verifier;
use crate::config::Config;
use crate::kit::clock::Clock;
use crate::kit::db::Db;

/// Handed to every door in an `Arc`.
pub struct App {
    pub config: Config,
    pub db: Db,
    /// The database's time.
    pub clock: Clock,
    /// Two passwords at a time.
    pub hasher: Hasher,
    /// Who holds an API key.
    pub verifier: Verifier,
    /// How often passwords may be tried.
    pub throttle: Throttle,
}

//! Where people wait whose password is hashed, so that strangers keep no known browser waiting, and one
//! site no other.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::kit::address::Network;

/// Hashes of one site that run or wait for their lane at a time.
const PLACES_OF_A_SITE: usize = 2;
/// Those who wait in a lane; the rest are told to come back.
pub(super) const WAITING_MAX: usize = 1024;
/// Sites that are remembered before those that are gone are forgotten.
const SITES_MAX: usize = 4096;

/// Where one kind of people waits.
pub(super) struct Lane {
    pub running: Arc<Semaphore>,
    pub waiting: Semaphore,
    sites: Mutex<HashMap<Network, Arc<Semaphore>>>,
}

impl Lane {
    pub fn new(at_once: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(at_once)),
            waiting: Semaphore::new(WAITING_MAX),
            sites: Mutex::default(),
        }
    }

    pub fn site(&self, address: IpAddr) -> Arc<Semaphore> {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if sites.len() > SITES_MAX {
            sites.retain(|_, places| Arc::strong_count(places) > 1);
        }
        let places = sites.entry(Network::site(address));
        Arc::clone(places.or_insert_with(|| Arc::new(Semaphore::new(PLACES_OF_A_SITE))))
    }
}

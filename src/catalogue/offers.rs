//! Services and prices, kept ready for those who place orders, for one version of the catalogue.
//!
//! What must stay true: an order is charged what the catalogue says once its wallet is locked. So
//! code that relies on an [`Offered`] reads the version in the same transaction, under that lock.
//! If it is another one, the offer is dropped and made again.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sqlx::PgTransaction;

use super::blocked::{self, Rule};
use super::terms::group::{self, GroupId};
use super::terms::{self, GroupTerms, Terms};
use super::{Service, service, version};
use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db;
use crate::kit::money::Rate;
use crate::settings;

/// Own rates and discounts that are kept, of all accounts together. A batch that needs more keeps them
/// for itself.
const RATES_MAX: usize = 500_000;

/// A service, and what it costs the account that asked.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Without its description.
    pub service: Arc<Service>,
    pub price: Rate,
}

/// What was asked for, as of one version.
#[derive(Debug)]
pub struct Offered {
    /// Never newer than what was read: if it is still the catalogue's version, all of this is
    /// valid.
    pub version: i64,
    /// In the order of the questions; `None`: there is no such service, or not for this account.
    pub offers: Vec<Option<Offer>>,
    /// The targets that are refused.
    pub blocked: Arc<[Rule]>,
    /// Whether nobody may place an order.
    pub is_maintenance: bool,
    /// Whether only accounts with a confirmed address may.
    pub is_verified_only: bool,
}

/// Cheap to clone; all clones keep the same.
#[derive(Debug, Clone, Default)]
pub struct Offers {
    kept: Arc<Mutex<Option<Edition>>>,
}

/// The catalogue of one version.
#[derive(Debug)]
struct Edition {
    version: i64,
    blocked: Arc<[Rule]>,
    is_maintenance: bool,
    is_verified_only: bool,
    /// Those that were asked for.
    services: HashMap<ServiceId, Arc<Service>>,
    groups: HashMap<GroupId, Arc<GroupTerms>>,
    /// For the accounts that have asked.
    terms: HashMap<AccountId, Terms>,
    rates: usize,
}

/// What must be read before everyone can be answered.
#[derive(Default)]
struct Lacking {
    accounts: Vec<AccountId>,
    services: Vec<ServiceId>,
}

impl Offers {
    /// What these accounts are offered for these services. Reads only what is not kept.
    pub async fn of(
        &self,
        tx: &mut PgTransaction<'_>,
        wanted: impl Iterator<Item = (AccountId, ServiceId)> + Clone + Send,
    ) -> Result<Offered, db::Error> {
        // Never while the batch is read. Otherwise it would have to read again what it dropped
        // itself, and a batch with more rates than that would never end.
        if let Some(edition) = self.kept().as_mut() {
            edition.trim();
        }
        let mut unknown = HashSet::new();
        loop {
            let looked = self.kept().as_ref().map(|edition| {
                match edition.lacking(wanted.clone(), &unknown) {
                    Some(lacking) => Ok((edition.version, edition.groups.clone(), lacking)),
                    None => Err(edition.offer(wanted.clone())),
                }
            });
            let (version, groups, lacking) = match looked {
                Some(Err(offered)) => return Ok(offered),
                Some(Ok(found)) => found,
                None => {
                    let edition = Edition::begin(tx).await?;
                    *self.kept() = Some(edition);
                    continue;
                }
            };
            let services = service::find_bare(&mut **tx, &lacking.services).await?;
            let terms = terms::of_all(tx, &lacking.accounts, &groups).await?;
            let found = |id: &ServiceId| services.iter().any(|service| service.id == *id);
            unknown.extend(lacking.services.iter().filter(|id| !found(id)));
            // Somebody may have begun another edition meanwhile.
            if let Some(edition) = self.kept().as_mut().filter(|kept| kept.version == version) {
                edition.keep(&lacking.accounts, services, terms);
            }
        }
    }

    /// Drops what is kept of an old version.
    pub fn forget(&self, version: i64) {
        self.kept().take_if(|edition| edition.version == version);
    }

    /// After a panic elsewhere it is still whole: every change is one call.
    fn kept(&self) -> MutexGuard<'_, Option<Edition>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Edition {
    /// The version is read first, so that it is never newer than the rest.
    async fn begin(tx: &mut PgTransaction<'_>) -> Result<Self, db::Error> {
        let version = version(&mut **tx).await?;
        let blocked = blocked::rules(&mut **tx).await?.into();
        let groups = group::terms(&mut **tx, None).await?;
        let is_maintenance = settings::is_maintenance(&mut **tx).await?;
        let is_verified_only = settings::is_verified_only(&mut **tx).await?;
        Ok(Self {
            version,
            services: HashMap::new(),
            blocked,
            is_maintenance,
            is_verified_only,
            groups,
            terms: HashMap::new(),
            rates: 0,
        })
    }

    /// What is not kept, without services that are known not to exist; `None`: nothing.
    fn lacking(
        &self,
        wanted: impl Iterator<Item = (AccountId, ServiceId)>,
        unknown: &HashSet<ServiceId>,
    ) -> Option<Lacking> {
        let mut lacking = Lacking::default();
        for (account, service) in wanted {
            if !self.terms.contains_key(&account) {
                lacking.accounts.push(account);
            }
            if !self.services.contains_key(&service) && !unknown.contains(&service) {
                lacking.services.push(service);
            }
        }
        (!lacking.accounts.is_empty() || !lacking.services.is_empty()).then_some(lacking)
    }

    /// Drops the accounts' terms when there are too many of them.
    fn trim(&mut self) {
        if self.rates > RATES_MAX {
            self.terms.clear();
            self.rates = 0;
        }
    }

    fn keep(
        &mut self,
        accounts: &[AccountId],
        services: Vec<Service>,
        mut found: HashMap<AccountId, Terms>,
    ) {
        self.services.extend(services.into_iter().map(|one| (one.id, Arc::new(one))));
        for account in accounts {
            let terms = found.remove(account).unwrap_or_default();
            self.rates += terms.size();
            self.terms.insert(*account, terms);
        }
    }

    fn offer(&self, wanted: impl Iterator<Item = (AccountId, ServiceId)>) -> Offered {
        let offer = |(account, service): (AccountId, ServiceId)| {
            let service = self.services.get(&service)?;
            let terms = self.terms.get(&account)?;
            let offer = || Offer { price: terms.price(service), service: Arc::clone(service) };
            terms.sees(service.category_id).then(offer)
        };
        Offered {
            version: self.version,
            offers: wanted.map(offer).collect(),
            blocked: Arc::clone(&self.blocked),
            is_maintenance: self.is_maintenance,
            is_verified_only: self.is_verified_only,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_with_more_rates_than_are_kept_is_read_to_its_end() {
        let mut edition = Edition {
            version: 1,
            blocked: Arc::new([]),
            is_maintenance: false,
            is_verified_only: false,
            services: HashMap::new(),
            groups: HashMap::new(),
            terms: HashMap::new(),
            rates: 0,
        };
        let [one, two] = [1, 2].map(AccountId::new);
        let service = ServiceId::new(9);
        let wanted = [(one, service), (two, service)];
        let unknown = HashSet::from([service]);
        let half = i64::try_from(RATES_MAX / 2 + 1).unwrap();
        for account in [one, two] {
            assert!(edition.lacking(wanted.into_iter(), &unknown).is_some());
            let own = (0..half).map(|service| (ServiceId::new(service), Rate::default()));
            let mut terms = Terms::default();
            terms.own.extend(own);
            edition.keep(&[account], Vec::new(), HashMap::from([(account, terms)]));
        }
        assert!(edition.lacking(wanted.into_iter(), &unknown).is_none());
        // The next batch begins again, and memory stays bounded.
        edition.trim();
        assert_eq!((edition.rates, edition.terms.len()), (0, 0));
    }
}

//! Where an address of the network is, in words, by a file that the operator has (MaxMind's format, as
//! GeoLite2 and DB-IP have it). Without one nothing is said. Nobody is asked: the file is read at the start.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use maxminddb::{MaxMindDbError, Reader};
use serde::Deserialize;

use super::lang::Lang;

/// A file that was read. Cheap to clone.
#[derive(Clone)]
pub struct Places(Arc<Reader<Vec<u8>>>);

/// What a file says of a network; others of its words are left.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Found {
    city: Named,
    country: Named,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named {
    /// By the tags of languages.
    names: HashMap<String, String>,
}

impl Places {
    /// Reads the file at this path.
    pub fn open(path: &str) -> Result<Self, MaxMindDbError> {
        Reader::open_readfile(path).map(|reader| Self(Arc::new(reader)))
    }

    /// The town and the country, or the country: "Porto, Portugal". In English if the file does not have
    /// the language; `None` if it does not know the address.
    #[must_use]
    pub fn of(&self, lang: Lang, address: IpAddr) -> Option<String> {
        // A file that does not have such addresses at all says so by an error.
        let found = self.0.lookup(address.to_canonical()).ok()?.decode::<Found>().ok()??;
        let name = |named: &Named| {
            let name = named.names.get(lang.tag()).or_else(|| named.names.get("en"));
            name.filter(|name| !name.is_empty()).cloned()
        };
        match (name(&found.city), name(&found.country)) {
            (Some(city), Some(country)) => Some(format!("{city}, {country}")),
            (one, other) => one.or(other),
        }
    }
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.metadata().database_type)
    }
}

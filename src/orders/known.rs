//! What a batch of orders looks up under the locks of its wallets.

use std::collections::{HashMap, HashSet};

use sqlx::PgTransaction;

use super::parse::{PlaceError, Ready, Request};
use crate::kit::db;
use crate::providers::route::Bounds;

/// What the batch must know of what is there, and the ids for new orders.
pub(super) struct Known {
    /// The catalogue's.
    pub version: i64,
    /// Descending: the lowest is taken first.
    pub ids: Vec<i64>,
    pub keys: HashMap<(i64, String), ([u8; 32], i64)>,
    pub links: HashSet<(i64, i64, Vec<u8>)>,
    /// Of the services whose providers matter.
    pub bounds: HashMap<i64, Bounds>,
}

impl Known {
    /// One statement for all of it, `planned` being the services whose bounds are wanted; ids of refused requests are lost, which harms nobody.
    pub(super) async fn read(
        tx: &mut PgTransaction<'_>,
        requests: &[Request],
        parsed: &[Result<Ready, PlaceError>],
        planned: &[i64],
    ) -> Result<Self, db::Error> {
        let keyed = || {
            let keys = requests.iter().map(|r| (r.account_id, r.idempotency_key.as_deref()));
            keys.filter_map(|(account, key)| Some((account, key?)))
        };
        let linked = || {
            requests.iter().zip(parsed).filter_map(|(request, ready)| {
                let hash = ready.as_ref().ok()?.link_hash.as_deref()?;
                Some((request.account_id, request.service_id, hash))
            })
        };
        let good = parsed.iter().filter(|ready| ready.is_ok()).count();
        let rows = sqlx::query!(
            r#"select 'version' as "what!", version as id, null::bigint as account_id,
                      null::bigint as service_id, null::text as text, null::bytea as hash
               from catalogue_version
               union all
               select 'new', nextval('orders_id_seq'), null, null, null, null
               from generate_series(1, $1)
               union all
               select 'key', o.id, o.account_id, null, o.idempotency_key, o.request_hash
               from unnest($2::bigint[], $3::text[]) as k (account_id, key)
               join orders o on o.account_id = k.account_id and o.idempotency_key = k.key
               union all
               select 'link', o.id, o.account_id, o.service_id, null, o.link_hash
               from unnest($4::bigint[], $5::bigint[], $6::bytea[]) as l (account_id, service_id, hash)
               join orders o on o.account_id = l.account_id and o.service_id = l.service_id
                    and o.link_hash = l.hash and o.ended_at is null
               union all
               select 'bounds', min, null, service_id, protocols, null
               from service_bounds where service_id = any($7)"#,
            i32::try_from(good).unwrap_or(i32::MAX),
            &keyed().map(|(account, _)| account).collect::<Vec<_>>(),
            &keyed().map(|(_, key)| key).collect::<Vec<_>>() as &[&str],
            &linked().map(|(account, ..)| account).collect::<Vec<_>>(),
            &linked().map(|(_, service, _)| service).collect::<Vec<_>>(),
            &linked().map(|(.., hash)| hash).collect::<Vec<_>>() as &[&[u8]],
            planned,
        )
        .fetch_all(&mut **tx)
        .await?;
        let mut known = Self {
            version: 0,
            ids: Vec::with_capacity(good),
            keys: HashMap::new(),
            links: HashSet::new(),
            bounds: HashMap::new(),
        };
        for row in rows {
            match (row.what.as_str(), row.id, row.account_id, row.service_id, row.text, row.hash) {
                ("version", Some(version), ..) => known.version = version,
                ("new", Some(id), ..) => known.ids.push(id),
                ("key", Some(id), Some(account), _, Some(key), Some(hash)) => {
                    let hash = <[u8; 32]>::try_from(hash).unwrap_or_default();
                    known.keys.insert((account, key), (hash, id));
                }
                ("link", _, Some(account), Some(service), _, Some(hash)) => {
                    known.links.insert((account, service, hash));
                }
                ("bounds", min, _, Some(service), Some(protocols), _) => {
                    known.bounds.insert(service, Bounds::of_row(min, &protocols));
                }
                _ => {}
            }
        }
        known.ids.sort_unstable_by(|a, b| b.cmp(a));
        Ok(known)
    }
}

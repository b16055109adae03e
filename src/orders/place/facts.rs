//! What a batch of orders looks up under the locks of its wallets.

use std::collections::{HashMap, HashSet};

use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::catalogue::ServiceId;
use crate::kit::db;
use crate::kit::money::Money;
use crate::ledger::Wallets;
use crate::orders::OrderId;
use crate::orders::parse::{Ready, Request};
use crate::orders::place_error::PlaceError;
use crate::providers::route::Bounds;

/// What the batch must know about existing rows, and the ids for new orders.
pub(in crate::orders) struct BatchFacts {
    /// The version of the catalogue.
    pub version: i64,
    /// The wallets of all accounts in the batch, locked before. That of a closed account is not there,
    /// so nothing is placed for it, free services neither.
    pub wallets: Wallets,
    /// Descending: the lowest is taken first.
    pub ids: Vec<OrderId>,
    pub keys: HashMap<(AccountId, String), Keyed>,
    pub links: HashSet<(AccountId, ServiceId, Vec<u8>)>,
    /// The bounds of the services whose providers matter.
    pub bounds: HashMap<ServiceId, Bounds>,
}

/// The order of an idempotency key, and the request that made it.
pub(in crate::orders) struct Keyed {
    pub order_id: OrderId,
    pub request_hash: [u8; 32],
}

/// One row that was found, and its kind.
struct Row {
    what: String,
    id: Option<i64>,
    account_id: Option<AccountId>,
    service_id: Option<ServiceId>,
    text: Option<String>,
    hash: Option<Vec<u8>>,
    balance: Option<i64>,
    owes: Option<i64>,
}

impl BatchFacts {
    /// Reads everything in one statement. `planned` are the services whose bounds are needed. Ids
    /// of refused requests are lost, which harms nobody.
    pub(in crate::orders) async fn read(
        tx: &mut PgTransaction<'_>,
        requests: &[Request],
        parsed: &[Result<Ready, PlaceError>],
        planned: &[ServiceId],
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
        let new = i32::try_from(good).unwrap_or(i32::MAX);
        let wallets = accounts(requests);
        let rows = if planned.is_empty() && keyed().next().is_none() && linked().next().is_none() {
            // Most batches. A lookup that finds nothing still costs time, and a batch of one order
            // feels it.
            sqlx::query_as!(
                Row,
                r#"select 'version' as "what!", version as id,
                          null::bigint as "account_id: AccountId",
                          null::bigint as "service_id: ServiceId", null::text as text,
                          null::bytea as hash, null::bigint as balance,
                          null::bigint as owes
                   from catalogue_version
                   union all
                   select 'wallet', version, account_id, null, null, null, balance, owes
                   from wallets where account_id = any($2) and closed_at is null
                   union all
                   select 'new', nextval('orders_id_seq'), null, null, null, null, null, null
                   from (select generate_series(1, $1)) as n"#,
                new,
                &wallets as &[AccountId],
            )
            .fetch_all(&mut **tx)
            .await?
        } else {
            // Each key and each link is looked up by itself. A join would read all open links while
            // they are few, and would do so until the table is analysed.
            sqlx::query_as!(
                Row,
                r#"select 'version' as "what!", version as id,
                          null::bigint as "account_id: AccountId",
                          null::bigint as "service_id: ServiceId", null::text as text,
                          null::bytea as hash, null::bigint as balance,
                          null::bigint as owes
                   from catalogue_version
                   union all
                   select 'wallet', version, account_id, null, null, null, balance, owes
                   from wallets where account_id = any($2) and closed_at is null
                   union all
                   select 'new', nextval('orders_id_seq'), null, null, null, null, null, null
                   from (select generate_series(1, $1)) as n
                   union all
                   select 'key', o.id, k.account_id, null, k.key, o.request_hash, null, null
                   from (select unnest($3::bigint[]) as account_id, unnest($4::text[]) as key) as k
                   cross join lateral (
                        select id, request_hash from orders
                        where account_id = k.account_id and idempotency_key = k.key limit 1) as o
                   union all
                   select 'link', o.id, l.account_id, l.service_id, null, l.hash, null, null
                   from (select unnest($5::bigint[]) as account_id,
                                unnest($6::bigint[]) as service_id,
                                unnest($7::bytea[]) as hash) as l
                   cross join lateral (
                        select id from orders
                        where account_id = l.account_id and service_id = l.service_id
                              and link_hash = l.hash limit 1) as o
                   union all
                   select 'bounds', min, null, service_id, protocols, null, null, null
                   from service_bounds where service_id = any($8)"#,
                new,
                &wallets as &[AccountId],
                &keyed().map(|(account, _)| account).collect::<Vec<_>>() as &[AccountId],
                &keyed().map(|(_, key)| key).collect::<Vec<_>>() as &[&str],
                &linked().map(|(account, ..)| account).collect::<Vec<_>>() as &[AccountId],
                &linked().map(|(_, service, _)| service).collect::<Vec<_>>() as &[ServiceId],
                &linked().map(|(.., hash)| hash).collect::<Vec<_>>() as &[&[u8]],
                planned as &[ServiceId],
            )
            .fetch_all(&mut **tx)
            .await?
        };
        let mut facts = Self {
            version: 0,
            wallets: Wallets::default(),
            ids: Vec::with_capacity(good),
            keys: HashMap::new(),
            links: HashSet::new(),
            bounds: HashMap::new(),
        };
        for row in rows {
            let what = row.what.as_str();
            match (what, row.id, row.account_id, row.service_id, row.text, row.hash) {
                ("version", Some(version), ..) => facts.version = version,
                ("wallet", Some(version), Some(account), ..) => {
                    let [balance, owes] = [row.balance, row.owes]
                        .map(|micros| Money::from_micros(micros.unwrap_or_default()));
                    facts.wallets.take_in(account, (balance, owes), version);
                }
                ("new", Some(id), ..) => facts.ids.push(OrderId::new(id)),
                ("key", Some(id), Some(account), _, Some(key), Some(hash)) => {
                    let request_hash = <[u8; 32]>::try_from(hash).unwrap_or_default();
                    let order_id = OrderId::new(id);
                    facts.keys.insert((account, key), Keyed { order_id, request_hash });
                }
                ("link", _, Some(account), Some(service), _, Some(hash)) => {
                    facts.links.insert((account, service, hash));
                }
                ("bounds", min, _, Some(service), Some(protocols), _) => {
                    facts.bounds.insert(service, Bounds::of_row(min, &protocols));
                }
                _ => {}
            }
        }
        facts.ids.sort_unstable_by(|a, b| b.cmp(a));
        Ok(facts)
    }
}

/// The accounts of these orders, each once, in the order of their ids.
pub(in crate::orders) fn accounts(requests: &[Request]) -> Vec<AccountId> {
    let mut ids: Vec<AccountId> = requests.iter().map(|request| request.account_id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

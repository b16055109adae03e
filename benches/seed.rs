//! What is there before the clock runs: accounts with money and keys, services, old orders.

use std::path::PathBuf;

use sqlx::PgPool;
use tempfile::TempDir;
use waybill::kit::db::Db;
use waybill::kit::postgres::{Durability, Server};
use waybill::kit::secret;
use waybill::serve;

use crate::Plan;

pub const ACCOUNTS: i64 = 1000;
pub const SERVICES: i64 = 5000;

/// A durable PostgreSQL with a panel's data in it.
pub struct Seed {
    server: Server,
    /// By account, from the first.
    pub keys: Vec<String>,
    pub dir: TempDir,
}

impl Seed {
    pub async fn plant(plan: &Plan) -> Self {
        let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let dir = TempDir::new_in(target).expect("a folder for the data");
        let server = Server::start(dir.path(), Durability::Durable).await.expect("PostgreSQL");
        let options = server.options("waybill");
        let db = Db::new(options.clone(), 2);
        serve::migrate(&options, &db, "USD").await.expect("the migrations run");
        let keys: Vec<String> = (0..ACCOUNTS).map(|_| secret::token("wb_")).collect();
        plant_accounts(db.pool(), &keys).await;
        plant_orders(db.pool(), plan.orders).await;
        db.pool().close().await;
        Self { server, keys, dir }
    }

    pub fn url(&self) -> String {
        self.server.url("waybill")
    }

    pub fn server(&self) -> &Server {
        &self.server
    }

    pub async fn uproot(self) {
        self.server.stop().await.expect("PostgreSQL stops");
    }
}

async fn plant_accounts(pool: &PgPool, keys: &[String]) {
    let hashes: Vec<Vec<u8>> =
        keys.iter().map(|key| secret::sha256(key.as_bytes()).to_vec()).collect();
    sqlx::query(
        "with a as (
            insert into accounts (email, role, created_at)
            select 'load' || n || '@example.com', 'customer', now() from generate_series(1, $1) n
            returning id),
         w as (
            insert into wallets (account_id, balance, version)
            select id, 1000000000000000, 1 from a)
         insert into transfers (account_id, debit, credit, amount, kind, key, balance_after,
                                version, at)
         select id, 'deposits', 'wallet', 1000000000000000, 'deposit', 'deposit:manual:' || id,
                1000000000000000, 1, now() from a",
    )
    .bind(ACCOUNTS)
    .execute(pool)
    .await
    .expect("accounts");
    sqlx::query(
        "insert into tokens (account_id, kind, name, hash, hint, created_at, used_at)
         select n, 'key', 'load', hash, 'wb_', now(), now()
         from unnest($1::bytea[]) with ordinality as k (hash, n)",
    )
    .bind(&hashes)
    .execute(pool)
    .await
    .expect("keys");
    sqlx::raw_sql(
        "insert into categories (name) select 'Category ' || n from generate_series(1, 40) n",
    )
    .execute(pool)
    .await
    .expect("categories");
    sqlx::query(
        "insert into services (category_id, position, name, kind, description, rate, min, max,
                               refill, cancel, dripfeed, created_at)
         select n % 40 + 1, n, 'Sample service number ' || n || ' of many', 'Default',
                'A description of about the length that people write: ' || md5(n::text),
                900000 + n, 10, 100000, true, true, true, now()
         from generate_series(1, $1) n",
    )
    .bind(SERVICES)
    .execute(pool)
    .await
    .expect("services");
}

/// Old orders: the first account has every tenth, the others share the rest. They were free, so
/// that the books balance without a history of every wallet.
async fn plant_orders(pool: &PgPool, count: i64) {
    for from in (0..count).step_by(500_000) {
        let to = (from + 500_000).min(count);
        sqlx::query(
            "with o as (
                insert into orders (account_id, service_id, state, link, quantity, remains, rate,
                                    charge, source, created_at, ended_at, start_count)
                select case when n % 10 = 0 then 1 else n % 1000 + 1 end, n % 5000 + 1, 'completed',
                       'https://example.com/p/' || n, 1000, 0, 0, 0, 'api_v2',
                       now(), now(), 100
                from generate_series($1::bigint + 1, $2::bigint) n
                returning id, account_id)
             insert into order_events (account_id, order_id, kind, at)
             select account_id, id, 'placed', now() from o",
        )
        .bind(from)
        .bind(to)
        .execute(pool)
        .await
        .expect("orders");
    }
    sqlx::raw_sql("vacuum analyze").execute(pool).await.expect("vacuum");
}

//! The data before the measurement starts: accounts with money and keys, services, old orders.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{StreamExt as _, stream};
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgPool, Postgres};
use tempfile::TempDir;
use waybill::accounts::AccountId;
use waybill::accounts::jwt::{Claims, Signer};
use waybill::kit::db::Db;
use waybill::kit::keys::Keys;
use waybill::kit::postgres::{Durability, Server};
use waybill::kit::secret;
use waybill::serve;

/// The secret of the panels: JWTs are signed before a panel runs.
pub const SECRET: &str = "the secret of a panel that is only there to be measured";
pub const ACCOUNTS: i64 = 1000;
pub const SERVICES: i64 = 5000;
/// So long it is waited until the database rests.
const REST_MAX: Duration = Duration::from_secs(300);
/// So long a server may take to end.
const END_MAX: Duration = Duration::from_secs(10);

/// A durable PostgreSQL with a panel's data in it.
pub struct Seed {
    /// Until it is uprooted.
    server: Option<Server>,
    /// One for each account, from the first.
    pub keys: Vec<String>,
    /// One for each account, from the first.
    pub jwts: Vec<String>,
    pub dir: TempDir,
}

impl Seed {
    pub async fn plant(orders: i64) -> Self {
        let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let dir = TempDir::new_in(target).expect("a folder for the data");
        let server = Server::start(dir.path(), Durability::Durable).await.expect("PostgreSQL");
        let options = server.options("waybill");
        let db = Db::new(options.clone(), 2);
        serve::migrate(&options.clone().into(), &db, "USD").await.expect("the migrations run");
        let keys: Vec<String> = (0..ACCOUNTS).map(|_| secret::token("wb_")).collect();
        db.pool().close().await;
        let pool = pool_of(&server, 2);
        plant_accounts(&pool, &keys).await;
        let jwts = plant_jwts(&pool).await;
        plant_orders(&pool, orders).await;
        pool.close().await;
        Self { server: Some(server), keys, jwts, dir }
    }

    /// Connections as the owner, for statements of the bench's own.
    pub fn pool(&self) -> PgPool {
        pool_of(self.server(), 2)
    }

    pub fn url(&self) -> String {
        self.server().url("waybill")
    }

    pub fn server(&self) -> &Server {
        self.server.as_ref().expect("it is uprooted only at the end")
    }

    /// Cleans up after the writes, which PostgreSQL would otherwise do during the measurement. Then
    /// waits until nothing works on the database: a panel checks the books when it starts.
    pub async fn rest(&self) {
        let pool = pool_of(self.server(), 1);
        let mut connection = unlimited(&pool).await;
        sqlx::raw_sql("vacuum analyze").execute(&mut *connection).await.expect("vacuum");
        drop(connection);
        quiet(&pool).await;
        sqlx::raw_sql("checkpoint").execute(&pool).await.expect("a checkpoint");
        pool.close().await;
    }

    pub async fn uproot(mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await.expect("PostgreSQL stops");
        }
    }
}

impl Drop for Seed {
    /// A part of the bench that panicked leaves no server behind.
    fn drop(&mut self) {
        let Some(server) = &self.server else { return };
        if let Some(pid) = server.pid() {
            let _ = Command::new("kill").args(["-QUIT", &pid.to_string()]).status();
        }
        let until = Instant::now() + END_MAX;
        while server.pid().is_some() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Waits until nothing works on the database, but not for ever: a busy machine needs long for little.
pub async fn quiet(pool: &PgPool) {
    let busy = "select count(*) from pg_stat_activity where pid <> pg_backend_pid()
                and (state = 'active' or backend_type = 'autovacuum worker')";
    let (mut quiet, since) = (0, Instant::now());
    while quiet < 3 {
        if since.elapsed() > REST_MAX {
            eprintln!("the database does not rest; it is measured all the same");
            return;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        let count: i64 = sqlx::query_scalar(busy).fetch_one(pool).await.expect("it answers");
        quiet = if count == 0 { quiet + 1 } else { 0 };
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
    sqlx::raw_sql(
        "insert into routes (service_id, provider_id)
         select s.id, p.id from services s, providers p where p.protocol = 'sandbox'",
    )
    .execute(pool)
    .await
    .expect("routes");
}

/// Makes one for each account, and gives the first services the codes of the bearer API.
async fn plant_jwts(pool: &PgPool) -> Vec<String> {
    let signer = Signer::new(&Keys::open(Some(SECRET), None).expect("it is long enough"));
    let now: DateTime<Utc> =
        sqlx::query_scalar("select now()").fetch_one(pool).await.expect("the time");
    let jwts: Vec<String> = (1..=ACCOUNTS)
        .map(|account| {
            Claims::new(AccountId::new(account), account.to_string(), now, now + TimeDelta::days(1))
        })
        .map(|claims| signer.sign(&claims))
        .collect();
    let hashes: Vec<Vec<u8>> =
        jwts.iter().map(|jwt| secret::sha256(jwt.as_bytes()).to_vec()).collect();
    sqlx::query(
        "insert into tokens (account_id, kind, name, hash, hint, jti, created_at, expires_at,
                             used_at)
         select n, 'jwt', 'load', hash, 'load', n::text, now(), now() + interval '1 day', now()
         from unnest($1::bytea[]) with ordinality as k (hash, n)",
    )
    .bind(&hashes)
    .execute(pool)
    .await
    .expect("JWTs");
    sqlx::raw_sql(
        "update services s set code = c.code
         from (values (1, 1), (2, 6), (3, 7), (4, 8), (5, 10)) as c (id, code) where s.id = c.id",
    )
    .execute(pool)
    .await
    .expect("codes");
    jwts
}

/// Old orders: the first account has every tenth, the others share the rest. They cost nothing, so
/// that the books balance without a history of every wallet.
async fn plant_orders(pool: &PgPool, count: i64) {
    const CHUNK: i64 = 250_000;
    let chunks = (0..count).step_by(usize::try_from(CHUNK).unwrap_or(1));
    stream::iter(chunks)
        .for_each_concurrent(2, |from| plant_chunk(pool, from, (from + CHUNK).min(count)))
        .await;
    sqlx::query("select setval('orders_id_seq', $1)").bind(count).execute(pool).await.expect("ids");
    let mut connection = unlimited(pool).await;
    sqlx::raw_sql("vacuum analyze").execute(&mut *connection).await.expect("vacuum");
}

/// Connections as the owner of this server.
pub fn pool_of(server: &Server, connections: u32) -> PgPool {
    let pool = PgPoolOptions::new().max_connections(connections);
    pool.connect_lazy_with(server.options("waybill"))
}

/// For statements that take long. Its settings stay on the connection: the pool ends with the seed.
async fn unlimited(pool: &PgPool) -> PoolConnection<Postgres> {
    let mut connection = pool.acquire().await.expect("a connection");
    sqlx::raw_sql("set synchronous_commit = off; set statement_timeout = 0")
        .execute(&mut *connection)
        .await
        .expect("settings");
    connection
}

async fn plant_chunk(pool: &PgPool, from: i64, to: i64) {
    let mut connection = unlimited(pool).await;
    sqlx::query(
        "with o as (
            insert into orders (id, account_id, service_id, state, link, quantity, remains, rate,
                                charge, source, created_at, ended_at, start_count)
            overriding system value
            select n, case when n % 10 = 0 then 1 else n % 1000 + 1 end, n % 5000 + 1,
                   'completed', 'https://example.com/p/' || n, 1000, 0, 0, 0, 'api_v2',
                   now(), now(), 100
            from generate_series($1::bigint + 1, $2::bigint) n
            returning id, account_id)
         insert into order_events (account_id, order_id, kind, at)
         select account_id, id, 'placed', now() from o",
    )
    .bind(from)
    .bind(to)
    .execute(&mut *connection)
    .await
    .expect("orders");
    eprintln!("{to} orders are there");
}

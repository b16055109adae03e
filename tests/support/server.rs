//! One throwaway PostgreSQL for the test run, and a database for each test.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tokio::sync::OnceCell;
use waybill::kit::db::Db;
use waybill::kit::postgres::{Server, throwaway};
use waybill::kit::roles;
use waybill::serve;

static SERVER: OnceCell<Server> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(1);
const TEMPLATE: &str = "template_of_tests";

/// A test's own migrated database, with an open ledger.
pub struct Database {
    name: String,
}

async fn server() -> &'static Server {
    SERVER
        .get_or_init(|| async {
            let server = throwaway(None).await.expect("a PostgreSQL for the tests");
            execute(&server, &format!("create database {TEMPLATE}")).await;
            let options = server.options(TEMPLATE);
            let db = Db::new(options.clone(), 2);
            serve::migrate(&options.clone().into(), &db, "USD").await.expect("the migrations run");
            db.pool().close().await;
            server
        })
        .await
}

async fn execute(server: &Server, statement: &str) {
    let mut connection = server.options("postgres").connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

impl Database {
    pub async fn fresh() -> Self {
        let server = server().await;
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        execute(server, &format!("create database {name} template {TEMPLATE} strategy file_copy"))
            .await;
        Self { name }
    }

    /// Another database with the same content. Nobody may be connected to this one.
    pub async fn copy(&self) -> Self {
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let of = &self.name;
        execute(
            server().await,
            &format!("create database {name} template {of} strategy file_copy"),
        )
        .await;
        Self { name }
    }

    /// How a panel connects to it.
    pub fn running(&self) -> PgConnectOptions {
        let owner = self.options();
        let role = roles::running(owner.get_username());
        owner.username(&role)
    }

    /// How to connect to it as its owner, who is a superuser.
    pub fn options(&self) -> PgConnectOptions {
        SERVER.get().expect("it was made on the server").options(&self.name)
    }

    /// The same as a URL, for the `DATABASE_URL` of other processes.
    pub fn url(&self) -> String {
        SERVER.get().expect("it was made on the server").url(&self.name)
    }

    /// A database of this name on a server of the test's own, which is left unchanged.
    pub fn elsewhere(name: &str) -> Self {
        Self { name: name.to_owned() }
    }

    /// The same database for another panel; only one of them drops it.
    pub fn again(&self) -> Self {
        Self { name: self.name.clone() }
    }

    pub async fn drop(self) {
        execute(server().await, &format!("drop database {} with (force)", self.name)).await;
    }
}

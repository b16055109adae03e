//! The running role can do what a panel does, and no more.
//!
//! Seen red by `make seeded`: `history-is-writable`.

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};

use crate::commands::{Operator, text};
use crate::support::{Database, still_panel};

/// What the server answers if a right is missing.
const NOT_ALLOWED: &str = "42501";

async fn refused(connection: &mut PgConnection, statement: &str) -> String {
    let done = sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(connection).await;
    let error = done.expect_err(statement);
    error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned()
}

#[tokio::test]
async fn it_reads_no_file_starts_no_program_and_rewrites_no_history() {
    still_panel(async |panel| {
        panel.customer("5").await;
        let mut connection = panel.database.running().connect().await.unwrap();
        let is_super = "select rolsuper or rolcreaterole or rolcreatedb or rolreplication
                               or rolbypassrls from pg_roles where rolname = current_user";
        let is_super: bool = sqlx::query_scalar(is_super).fetch_one(&mut connection).await.unwrap();
        assert!(!is_super);
        // This is a warning, and changes nothing.
        let grant = sqlx::raw_sql("grant update on transfers to waybill_run");
        grant.execute(&mut connection).await.unwrap();
        for statement in [
            "copy accounts to program 'cat'",
            "copy accounts from program 'true'",
            "copy accounts to '/tmp/accounts'",
            "select pg_read_file('/proc/self/environ')",
            "select pg_read_binary_file('PG_VERSION')",
            "select pg_ls_dir('/')",
            "select pg_stat_file('/')",
            "select lo_import('/etc/passwd')",
            "update transfers set note = ''",
            "delete from transfers",
            "truncate transfers",
            "alter table transfers disable trigger all",
            "update order_events set data = null",
            "delete from order_events",
            "truncate order_events",
            "alter table order_events disable trigger all",
            "update audit set after = null",
            "delete from audit",
            "truncate audit",
            "alter table audit disable trigger all",
            "update audit_chain set hash = hash",
            "delete from audit_chain",
            "truncate audit_chain",
            "alter table audit_chain disable trigger all",
            "truncate audit_people",
            "delete from affiliate_plans",
            "drop table audit",
            "drop trigger transfers_are_history on transfers",
            "create or replace function refuse_change() returns trigger language plpgsql as
             $$ begin return new; end $$",
            "create table mine (one int)",
            "create schema mine",
            "set session_replication_role = replica",
            "set role waybill",
            "alter role waybill_run superuser",
            "update _sqlx_migrations set success = false",
            "delete from _sqlx_migrations",
            "alter system set fsync = off",
            "select pg_reload_conf()",
        ] {
            assert_eq!(refused(&mut connection, statement).await, NOT_ALLOWED, "{statement}");
        }
        connection.close().await.unwrap();
    })
    .await;
}

/// A server of the operator, whose user may make no roles at first.
#[tokio::test]
async fn with_a_database_of_ones_own_the_role_is_made_where_the_user_may() {
    let ours = Database::fresh().await;
    let mut superuser = ours.options().connect().await.unwrap();
    for statement in ["create role keeper login", "create database keeper owner keeper"] {
        sqlx::raw_sql(statement).execute(&mut superuser).await.unwrap();
    }
    let url = |role: &str| {
        let (start, server) =
            ours.url().split_once("waybill@").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let (server, _) = server.rsplit_once('/').unwrap();
        format!("{start}{role}@{server}/keeper")
    };
    let mut operator = Operator::with(&ours);
    operator.database = Some(url("keeper"));
    let told = operator.run(&["migrate"]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert!(text(&told.stderr).contains("may not make the role keeper_run"));

    sqlx::raw_sql("alter role keeper createrole").execute(&mut superuser).await.unwrap();
    let told = operator.run(&["migrate"]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert_eq!(text(&told.stderr), "");
    operator.say(&["migrate"]);
    let log = operator.serve(&["--listen", "127.0.0.1:0"]).stop();
    assert!(log.contains("runs as keeper") && log.contains("run as keeper_run"), "{log}");

    operator.database = Some(url("keeper_run"));
    operator.say(&["account", "create", "--email", "a@example.com", "--role", "customer"]);
    operator.say(&[
        "credit",
        "--email",
        "a@example.com",
        "--amount",
        "5",
        "--note",
        "x",
        "--payment",
        "p-1",
    ]);
    assert!(operator.say(&["books", "check"]).starts_with("books balance: 1 wallets"));
    let log = operator.serve(&["--listen", "127.0.0.1:0"]).stop();
    assert!(!log.contains("keeper"), "{log}");
    let mut running = PgConnection::connect(&url("keeper_run")).await.unwrap();
    for statement in ["update transfers set note = ''", "delete from audit", "drop table books"] {
        assert_eq!(refused(&mut running, statement).await, NOT_ALLOWED, "{statement}");
    }
    running.close().await.unwrap();
    let migrates = operator.complain(&["migrate"]);
    assert!(migrates.contains("DATABASE_URL of keeper,"), "{migrates}");

    for statement in
        ["drop database keeper with (force)", "drop role keeper_run", "drop role keeper"]
    {
        sqlx::raw_sql(statement).execute(&mut superuser).await.unwrap();
    }
    superuser.close().await.unwrap();
    ours.drop().await;
}

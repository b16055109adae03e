//! The audit log is a chain: whatever is changed in it past the panel, `waybill books check` finds.
//!
//! Seen red by `make seeded`: `seals-apart`, `seals-without-people`, `strays-unseen`, `many-seal`.

use std::net::{IpAddr, Ipv4Addr};

use futures_util::future::join_all;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tokio::sync::oneshot;
use waybill::accounts::account::{self, Status};
use waybill::accounts::audit::{self, Actor, Entry};
use waybill::accounts::audit_chain;
use waybill::accounts::role::Role;
use waybill::kit::db;

use crate::commands::{Operator, text};
use crate::support::rows::value;
use crate::support::{Database, Panel, still_panel};

/// Six rows: four keys that were made, and an owner who suspended somebody and took it back.
async fn told() -> Database {
    let panel = Panel::start(Database::fresh().await, &["--no-work"]).await;
    let owner = panel.account(Role::Owner).await;
    let mut customer = owner.clone();
    for _ in 0..3 {
        customer = panel.account(Role::Customer).await;
    }
    let actor = Actor::account(owner.id, IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7)))
        .with_device("Browser of the owner");
    for status in [Status::Suspended, Status::Active] {
        let (app, why) = (&panel.app, (status, "test".to_owned()));
        account::set_status(&app.db, &app.clock, &app.verifier, actor, customer.id, why)
            .await
            .unwrap();
    }
    while audit_chain::seal(&panel.app.db).await.unwrap() > 0 {}
    let all = "select (select count(*) from audit) = 6 and (select count(*) from audit_chain) = 6
                      and (select count(*) from audit_people) = 2";
    assert!(value::<bool>(&panel, all).await);
    panel.assert_books().await;
    panel.stop().await
}

/// The SQL of a field as the hash takes it.
fn framed(bytes: &str) -> String {
    format!(r"'\x01'::bytea || int4send(octet_length({bytes})) || {bytes}")
}

/// Writes past every trigger.
async fn plant(database: &Database, statements: &str) {
    let mut connection = database.options().connect().await.unwrap();
    let all = format!("set session_replication_role = replica; {statements}");
    if let Err(error) = sqlx::raw_sql(AssertSqlSafe(all)).execute(&mut connection).await {
        panic!("{statements}: {error}");
    }
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_change_past_the_panel_is_found() {
    let database = told().await;
    let newest = Operator::with(&database).say(&["books", "check"]);
    let seal = newest.split("newest seal of the audit log: ").nth(1).unwrap();
    let seal = seal.split(',').next().unwrap();
    let hash = format!("'\\x{}'", "ab".repeat(32));
    let renumbered = "update audit_chain set number = number + 1000 where number > 2;
                      update audit_chain set number = number - 1001 where number > 1000";
    let plants = [
        (
            "update audit set actor_id = null where id = 5".to_owned(),
            "row 5 is not what was sealed",
        ),
        ("update audit set action = 'account.none' where id = 2".to_owned(), "row 2 is not what"),
        ("update audit set subject = 'token:99' where id = 2".to_owned(), "row 2 is not what"),
        ("update audit set before = null where id = 5".to_owned(), "audit: row 5 is not what"),
        ("update audit set after = '{}' where id = 2".to_owned(), "row 2 is not what"),
        ("update audit set at = at + interval '1 microsecond' where id = 1".to_owned(), "row 1 is"),
        // Somebody else is put in the place of the one who did it, with a hash that fits.
        (
            format!(
                "update audit_people set address = '203.0.113.8' where audit_id = 5;
                 update audit a set people_hash = sha256({} || {} || {} || {})
                 from audit_people p where p.audit_id = 5 and a.id = 5",
                framed("salt"),
                r"'\x00'::bytea",
                framed("convert_to(address, 'UTF8')"),
                framed("convert_to(device, 'UTF8')")
            ),
            "audit: row 5 is not what was sealed",
        ),
        (
            "delete from audit_people where audit_id = 5;
             update audit set people_hash = null where id = 5"
                .to_owned(),
            "audit: row 5 is not what was sealed",
        ),
        (
            "update audit_people set address = '203.0.113.8' where audit_id = 5".to_owned(),
            "beside row 5 is not what",
        ),
        ("update audit_people set device = null where audit_id = 5".to_owned(), "beside row 5"),
        (format!("insert into audit_people values (2, {hash}, 'a@example.com')"), "beside row 2"),
        (
            "insert into audit_people (audit_id, salt) values (99, sha256(''))".to_owned(),
            "for row 99 belongs to no row",
        ),
        ("delete from audit where id = 3".to_owned(), "row 3 is missing"),
        (
            "delete from audit where id = 3; delete from audit_chain where audit_id = 3".to_owned(),
            "seals 3 to 3 are missing",
        ),
        (
            "delete from audit where id = 1; delete from audit_chain where audit_id = 1".to_owned(),
            "seals 1 to 1 are missing",
        ),
        // The gap is closed again.
        (
            format!(
                "delete from audit where id = 2; delete from audit_chain where audit_id = 2; {renumbered}"
            ),
            "row 3 is not what was sealed",
        ),
        (
            "update audit_chain set number = 1000 where number = 3;
          update audit_chain set number = 3 where number = 4;
          update audit_chain set number = 4 where number = 1000"
                .to_owned(),
            "seal 3 is out of order",
        ),
        (format!("update audit_chain set hash = {hash} where number = 6"), "row 6 is not what"),
        // A row in the middle, without a seal and with one.
        (
            "insert into audit (id, action, subject, at) overriding system value
          select -1, action, subject, at from audit where id = 3"
                .to_owned(),
            "row -1 was put in past the panel",
        ),
        (
            format!(
                "insert into audit (id, action, subject, at) overriding system value
                  select 99, action, subject, at from audit where id = 3;
                  update audit_chain set number = number + 1000 where number > 3;
                  update audit_chain set number = number - 999 where number > 1000;
                  insert into audit_chain (number, audit_id, hash) values (4, 99, {hash})"
            ),
            "row 99 is not what was sealed",
        ),
        ("insert into audit_unsealed values (4)".to_owned(), "row 4 waits for a seal and has one"),
        (
            "insert into audit_unsealed values (99)".to_owned(),
            "row 99 waits for its seal and is missing",
        ),
    ];
    for (statements, sentence) in plants {
        let copy = database.copy().await;
        plant(&copy, &statements).await;
        let output = Operator::with(&copy).run(&["books", "check"]);
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{statements}: {said}");
        assert!(said.contains(sentence), "{statements}: {said}");
        copy.drop().await;
    }

    // The end of the chain is gone with its rows: only a seal that was noted tells.
    let operator = Operator::with(&database);
    operator.say(&["books", "check", "--seal", seal]);
    let cut = "delete from audit where id = 6; delete from audit_people where audit_id = 6;
               delete from audit_chain where audit_id = 6";
    plant(&database, cut).await;
    operator.say(&["books", "check"]);
    let output = operator.run(&["books", "check", "--seal", seal]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains(&format!("does not have the seal {seal}")));
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_says_who_it_was_can_be_erased() {
    let database = told().await;
    let operator = Operator::with(&database);
    let before = operator.say(&["books", "check"]);
    let mut panel = database.running().connect().await.unwrap();
    let framed = sqlx::raw_sql("update audit_people set address = '203.0.113.8'");
    let refused = framed.execute(&mut panel).await.unwrap_err().to_string();
    assert!(refused.contains("its rows are history"), "{refused}");
    for erase in [
        "update audit_people set email = null, address = null, device = null where audit_id = 5",
        "delete from audit_people where audit_id = 6",
        "delete from audit_people",
    ] {
        sqlx::raw_sql(erase).execute(&mut panel).await.unwrap();
        assert_eq!(operator.say(&["books", "check"]), before, "{erase}");
    }
    panel.close().await.unwrap();
    database.drop().await;
}

/// An address that is no account's, the network's address and the device stand beside the row.
#[tokio::test]
async fn a_row_holds_nothing_of_a_person_but_the_accounts_id() {
    still_panel(async |panel| {
        let actor = Actor { address: Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7))), ..Actor::COMMAND }
            .with_device("Browser");
        let (clock, db) = (panel.app.clock.clone(), &panel.app.db);
        let write = |email: Option<String>, actor: Actor| {
            let clock = clock.clone();
            db.transaction(move |tx| {
                Box::pin(async move {
                    let subject = "account:0".to_owned();
                    let entry = Entry { actor, action: "test.try", subject, email, ..Entry::default() };
                    audit::record(tx, &clock, entry).await
                })
            })
        };
        write(Some("ann@example.com".to_owned()), actor).await.unwrap();
        write(None, Actor::COMMAND).await.unwrap();
        let row = "select string_agg(a::text, ' ') from audit a";
        let row: String = value(panel, row).await;
        assert!(!row.contains("ann") && !row.contains("203.0.113.7") && !row.contains("Browser"));
        let beside = "select string_agg(email || ' ' || address || ' ' || device, ',')
                      from audit_people p join audit a on a.id = p.audit_id and people_hash is not null";
        assert_eq!(value::<String>(panel, beside).await, "ann@example.com 203.0.113.7 Browser");
        let bare = "select count(*) from audit where people_hash is null";
        assert_eq!(value::<i64>(panel, bare).await, 1);
    })
    .await;
}

/// A transaction that commits late is sealed late, and rows are sealed once, whoever seals.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_write_and_many_seal() {
    still_panel(async |panel| {
        let (open, opened) = oneshot::channel();
        let (go, may_go) = oneshot::channel::<()>();
        let (clock, late_clock) = (panel.app.clock.clone(), panel.app.clock.clone());
        let db = panel.app.db.clone();
        let entry = || Entry {
            actor: Actor::COMMAND,
            action: "test.made",
            subject: "test:1".to_owned(),
            ..Entry::default()
        };
        let late = db.transaction(move |tx| {
            Box::pin(async move {
                audit::record(tx, &late_clock, entry()).await?;
                open.send(()).unwrap();
                may_go.await.unwrap();
                Ok::<_, db::Error>(())
            })
        });
        let others = async {
            opened.await.unwrap();
            let write = async |_| {
                let clock = clock.clone();
                db.transaction(move |tx| {
                    Box::pin(async move { audit::record(tx, &clock, entry()).await })
                })
                .await
                .unwrap();
                audit_chain::seal(&db).await.unwrap();
            };
            join_all((0..40).map(write)).await;
            while audit_chain::seal(&db).await.unwrap() > 0 {}
            let sealed = "select count(*) from audit_chain";
            assert_eq!(value::<i64>(panel, sealed).await, 40);
            panel.assert_books().await;
            go.send(()).unwrap();
        };
        let (late, ()) = tokio::join!(late, others);
        late.unwrap();
        while audit_chain::seal(&db).await.unwrap() > 0 {}
        let first =
            "select number from audit_chain join audit on id = audit_id order by id limit 1";
        assert_eq!(value::<i64>(panel, first).await, 41, "the oldest row was sealed last");
    })
    .await;
}

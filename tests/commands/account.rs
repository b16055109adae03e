//! `waybill account`: the way back in.

use std::io::Write as _;
use std::process::{Output, Stdio};

use super::{Operator, text};
use crate::support::Database;

fn with_password(operator: &Operator, words: &[&str], password: &str) -> Output {
    let mut child = operator
        .command(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

async fn sign_in(url: &str, email: &str, password: &str) -> u16 {
    let http =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let form = [("email", email), ("password", password)];
    http.post(format!("{url}/sign-in")).form(&form).send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_comes_back_by_the_command_line() {
    let database = Database::fresh().await;
    let operator = Operator::with(&database);
    let of = |command: &'static str| ["account", command, "--email", "ann@example.com"];
    let create = [&of("create")[..], &["--role", "owner"]].concat();
    let first = operator.say(&create).trim().to_owned();
    let panel = operator.serve(&["--listen", "127.0.0.1:0", "--no-work"]);
    assert_eq!(sign_in(&panel.url, "ann@example.com", &first).await, 303);

    let listed = operator.say(&of("sessions"));
    assert!(listed.contains("127.0.0.1") && listed.lines().count() == 1, "{listed}");
    let ended = operator.say(&[&of("sessions")[..], &["--end"]].concat());
    assert!(ended.contains("that ended: 1."), "{ended}");
    assert_eq!(operator.say(&of("sessions")), "");

    let made = operator.say(&of("password"));
    assert_eq!(made.trim().len(), 22, "the password alone is printed: {made}");
    assert_eq!(sign_in(&panel.url, "ann@example.com", &first).await, 422);
    assert_eq!(sign_in(&panel.url, "ann@example.com", made.trim()).await, 303);
    let given = [&of("password")[..], &["--password-stdin"]].concat();
    let refused = with_password(&operator, &given, "ann-2024-example\n");
    assert!(text(&refused.stderr).contains("your own address"), "{}", text(&refused.stderr));
    // The operator's list of breaches counts here too.
    let list = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(list.path(), "98decc62ece399a22ed30d490ef333be7fde7385:7\n").unwrap();
    let listed = |path| [&given[..], &["--breached-passwords", path]].concat();
    let path = list.path().to_str().unwrap();
    let refused = with_password(&operator, &listed(path), "correct horse battery\n");
    assert!(text(&refused.stderr).contains("found in a breach"), "{}", text(&refused.stderr));
    let said = operator.complain(&listed("/nowhere/at/all"));
    assert!(said.contains("it cannot be read"), "{said}");
    let taken = with_password(&operator, &given, "correct horse battery\n");
    assert!(taken.status.success() && taken.stdout.is_empty());
    assert_eq!(sign_in(&panel.url, "ann@example.com", "correct horse battery").await, 303);

    // A new panel wants a second factor of its staff; a lost one is reset here, and told by mail.
    let pool = sqlx::PgPool::connect_with(database.options()).await.unwrap();
    let told = "select concat((select count(*) from mails where kind = 'password_changed'), ' ',
                              (select count(*) from notices where kind = 'password_changed'))";
    let told: String = sqlx::query_scalar(told).fetch_one(&pool).await.unwrap();
    assert_eq!(told, "2 2", "each new password is told");
    let wanted = "select value from settings where key = 'staff_second_factor'";
    let wanted: String = sqlx::query_scalar(wanted).fetch_one(&pool).await.unwrap();
    assert_eq!(wanted, "on");
    let reset = ["account", "second-factor", "reset", "--email", "ann@example.com"];
    assert!(operator.say(&reset).contains("has no second factor."));
    let lost =
        "insert into second_factors (account_id, wrong_since, wrong_at) values (1, now(), now());
         insert into totp_keys (account_id, sealed, last_step, made_at)
         values (1, 'sealed', 0, now());
         insert into passkeys (account_id, credential, holder, public_key, sign_count, name, made_at)
         values (1, 'c', 'h', 'k', 0, 'Phone', now())";
    sqlx::raw_sql(lost).execute(&pool).await.unwrap();
    assert_eq!(sign_in(&panel.url, "ann@example.com", "correct horse battery").await, 303);
    assert_eq!(operator.say(&of("sessions")).lines().count(), 1, "half signed in is no session");
    assert!(operator.say(&reset).contains("is told by mail"));
    let left = "select (select count(*) from totp_keys) + (select count(*) from passkeys)
                + (select count(*) from half_sign_ins)";
    let left: i64 = sqlx::query_scalar(left).fetch_one(&pool).await.unwrap();
    let told = "select count(*) from mails where kind = 'second_factor_off'";
    let told: i64 = sqlx::query_scalar(told).fetch_one(&pool).await.unwrap();
    assert_eq!((left, told), (0, 1));

    // The last owner stays one.
    let role = |word: &'static str| [&of("role")[..], &["--role", word]].concat();
    let said = operator.complain(&role("support"));
    assert!(said.contains("the last active owner: make another one first"), "{said}");
    assert!(operator.complain(&role("king")).contains("owner, admin, support or customer"));
    operator.say(&["account", "create", "--email", "bob@example.com", "--role", "support"]);
    operator.say(&["account", "role", "--email", "bob@example.com", "--role", "owner"]);
    // What was typed stays, and what was made does not.
    let made = "select string_agg(email, ' ') from accounts where password_made_at is not null";
    let made: String = sqlx::query_scalar(made).fetch_one(&pool).await.unwrap();
    assert_eq!(made, "bob@example.com");
    assert!(operator.say(&role("support")).contains("is support now"));
    assert!(
        operator
            .complain(&["account", "unlock", "--email", "x@example.com"])
            .contains("no account")
    );

    let suspend = "update accounts set status = 'suspended' where email = 'ann@example.com'";
    sqlx::raw_sql(suspend).execute(&pool).await.unwrap();
    assert_eq!(sign_in(&panel.url, "ann@example.com", "correct horse battery").await, 403);
    assert!(operator.say(&of("unlock")).contains("not suspended any more"));
    assert!(operator.say(&of("unlock")).contains("was not suspended"));
    assert_eq!(sign_in(&panel.url, "ann@example.com", "correct horse battery").await, 303);

    let told: String = sqlx::query_scalar(
        "select string_agg(action, ' ' order by id) from audit
         where actor_id is null and subject = 'account:1' and action not like 'session.%'",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(
        told,
        "account.sessions account.password account.password second_factor.reset account.role \
         account.unlock account.unlock"
    );
    pool.close().await;
    panel.stop();
    database.drop().await;
}

//! The second factor: two steps of a sign-in, what each code and cookie is good for, what is asked again
//! before something important, who needs one, and how it is reset.
//!
//! Seen red by `make seeded`: `code-used-twice`, `recovery-code-stays`, `unlocked-codes`,
//! `codes-uncounted`, `tries-uncounted`, `step-up-by-password`, `staff-without-second`.
//!
//! It is long because each kind of code and cookie has a table of what it must not do.

use chrono::TimeDelta;
use futures_util::future::join_all;
use totp_rs::Builder;
use waybill::accounts::role::Role;
use waybill::accounts::session;
use waybill::kit::secret;

use super::roles::{Class, ROUTES, StepUp, World};
use super::sessions::{parts, unescaped};
use super::{Answer, NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::{Customer, PASSWORD, Panel, eventually, panel_with, still_panel};

const WRONG: &str = "This code is wrong, or it was used";
const OVER: &str = "This sign-in is over";
pub const PAGE: &str = "/account/second-factor";
/// What the panel told of second factors.
pub const TOLD: &str = "select string_agg(facts ->> 'what', ' ' order by id) from notices
                        where kind = 'factor_changed'";

/// What somebody has beside their password.
pub struct Second {
    secret: String,
    codes: Vec<String>,
}

impl Second {
    /// What the app and the panel share, as it is typed.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The code that the app shows so many steps from now.
    fn code_in(&self, panel: &Panel, steps: i64) -> String {
        code_of(panel, &self.secret, steps)
    }

    /// A code that was not used: time goes on until there is one.
    pub fn code(&self, panel: &Panel) -> String {
        panel.advance(TimeDelta::seconds(60));
        self.code_in(panel, 0)
    }
}

/// The code that an app with this secret shows so many steps from now.
pub fn code_of(panel: &Panel, secret: &str, steps: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let second = panel.app.clock.now().timestamp() + steps * 30;
    let totp = Builder::new().with_secret(secret).build_noncompliant();
    totp.generate(u64::try_from(second).unwrap()).to_string()
}

pub fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    rest.split(end).next().unwrap()
}

/// The recovery codes on this page.
pub(super) fn codes_on(page: &Answer) -> Vec<String> {
    let items = page.text().split("<li><code>").skip(1);
    let codes: Vec<String> = items.map(|item| item.split('<').next().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10, "{}", page.text());
    codes
}

/// What a page offers: the key that it sends back, and the secret for an app.
pub fn offered_on(page: &Answer) -> (String, String) {
    let secret = between(page.text(), "<code dir=\"ltr\">", "<").replace(' ', "");
    (page.hidden("key"), secret)
}

/// Gives somebody a second factor, by the pages.
pub async fn second_of(panel: &Panel, who: &Customer) -> Second {
    let visitor = Visitor::of(panel, who.id).await;
    let page = visitor.post(&format!("{PAGE}/new"), &NOTHING).await;
    page.assert_status(200).assert_shows("<svg class=\"qr\"");
    let (key, secret) = offered_on(&page);
    let code = code_of(panel, &secret, 0);
    let fields = [("key", &*key), ("code", &*code)];
    let done = visitor.post(PAGE, &fields).await;
    done.assert_status(200).assert_shows("The second factor is on.");
    Second { secret, codes: codes_on(&done) }
}

/// A browser in which the password of this account was typed.
pub(super) async fn half<'p>(panel: &'p Panel, who: &Customer) -> Visitor<'p> {
    let visitor = Visitor::new(panel);
    visitor.sign_in(who).await.assert_goes("/second-factor");
    visitor
}

async fn answers(visitor: &Visitor<'_>, code: &str) -> Answer {
    visitor.post("/second-factor", &[("code", code)]).await
}

async fn assert_wrong(visitor: &Visitor<'_>, code: &str) {
    answers(visitor, code).await.assert_status(422).assert_shows(WRONG);
    assert!(!visitor.is_signed_in().await);
}

async fn assert_over(visitor: &Visitor<'_>, code: &str) {
    answers(visitor, code).await.assert_status(422).assert_shows(OVER);
    assert!(!visitor.is_signed_in().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_has_two_steps() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let second = second_of(panel, &customer).await;
        let visitor = Visitor::new(panel);
        let fields = [("email", &*customer.email), ("password", PASSWORD), ("next", "/orders?q=a")];
        let first = visitor.post("/sign-in", &fields).await;
        first.assert_goes("/second-factor?next=%2Forders%3Fq%3Da");
        assert_eq!(
            parts(first.cookie("half")),
            ["HttpOnly", "Max-Age=600", "Path=/", "SameSite=Lax"]
        );
        assert_eq!((first.cookie("session"), first.cookie("device")), ("", ""));
        assert!(!visitor.is_signed_in().await);
        let page = visitor.get(first.location()).await;
        page.assert_status(200).assert_shows("one of your recovery codes");
        let next = page.hidden("next");
        assert_eq!(next, "/orders?q=a");
        // Nothing typed costs no try.
        for _ in 0..6 {
            let empty = visitor.post("/second-factor", &[("code", " "), ("next", &next)]).await;
            empty.assert_status(422).assert_shows("Type a code.");
        }
        let code = second.code(panel);
        let spaced = format!(" {} {}", &code[..3], &code[3..]);
        let done = visitor.post("/second-factor", &[("code", &*spaced), ("next", &next)]).await;
        done.assert_goes("/orders?q=a");
        assert!(done.cookie("half").contains("Max-Age=0"));
        assert!(visitor.is_signed_in().await);
        // Another site is nowhere to go on.
        let visitor = half(panel, &customer).await;
        let code = second.code(panel);
        let fields = [("code", &*code), ("next", "//evil.example")];
        visitor.post("/second-factor", &fields).await.assert_goes("/");
        // A wrong password is answered as that of anybody else.
        let stranger = panel.customer("0").await;
        let theirs = Visitor::new(panel).sign_in_with(&customer.email, "wrong").await;
        let anybodys = Visitor::new(panel).sign_in_with(&stranger.email, "wrong").await;
        assert_eq!(theirs.status, anybodys.status);
        assert_eq!(
            theirs.text().replace(&customer.email, ""),
            anybodys.text().replace(&stranger.email, "")
        );
        let told = "select string_agg(action, ' ' order by id) from audit
                    where actor_id = (select min(account_id) from totp_keys)";
        assert_eq!(
            value::<String>(panel, told).await,
            "second_factor.on session.half session.start session.half session.start"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_of_an_app_counts_once_in_its_time_and_for_its_account() {
    still_panel(async |panel| {
        let (ann, bob) = (panel.customer("0").await, panel.customer("0").await);
        let second = second_of(panel, &ann).await;
        let others = second_of(panel, &bob).await;
        // The one that turned it on is used up, and so is the step before it.
        for steps in [0, -1] {
            let code = second.code_in(panel, steps);
            assert_wrong(&half(panel, &ann).await, &code).await;
        }
        panel.advance(TimeDelta::minutes(11));
        let visitor = half(panel, &ann).await;
        for code in [second.code_in(panel, -2), second.code_in(panel, 3), others.code_in(panel, 0)]
        {
            assert_wrong(&visitor, &code).await;
        }
        let code = second.code_in(panel, 1);
        answers(&visitor, &code).await.assert_goes("/");
        // Used, also from another browser; and the older one with it.
        panel.advance(TimeDelta::minutes(11));
        let code = second.code_in(panel, 0);
        answers(&half(panel, &ann).await, &code).await.assert_goes("/");
        let visitor = half(panel, &ann).await;
        assert_wrong(&visitor, &code).await;
        assert_wrong(&visitor, &second.code_in(panel, -1)).await;
        panel.advance(TimeDelta::seconds(30));
        answers(&visitor, &second.code_in(panel, 0)).await.assert_goes("/");
        // The table has no secret, and the audit log no code.
        let secret = totp_rs::Secret::try_from_base32(&second.secret).unwrap();
        let sealed: Vec<u8> = value(panel, "select sealed from totp_keys limit 1").await;
        let bytes = secret.as_bytes();
        assert!(!sealed.windows(bytes.len()).any(|window| window == bytes));
        let told: String = value(panel, "select string_agg(a::text, ' ') from audit a").await;
        assert!(!told.contains(&second.secret) && !told.contains(&second.codes[0]), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recovery_code_counts_once_for_its_account_until_there_are_new_ones() {
    still_panel(async |panel| {
        let (ann, bob) = (panel.customer("0").await, panel.customer("0").await);
        let second = second_of(panel, &ann).await;
        let others = second_of(panel, &bob).await;
        let visitor = half(panel, &ann).await;
        assert_wrong(&visitor, &others.codes[0]).await;
        let mut tampered = second.codes[0].clone();
        tampered.replace_range(..1, if tampered.starts_with('a') { "b" } else { "a" });
        assert_wrong(&visitor, &tampered).await;
        let shouted = second.codes[0].to_uppercase().replace('-', " ");
        answers(&visitor, &shouted).await.assert_goes("/");
        visitor.get(PAGE).await.assert_shows("9 are left.");
        assert_wrong(&half(panel, &ann).await, &second.codes[0]).await;
        let mails = "select string_agg(kind, ' ' order by id) from mails";
        assert_eq!(
            value::<String>(panel, mails).await,
            "second_factor_on second_factor_on recovery_code_used"
        );
        // It was proved in this session, so new codes are made at once.
        let page = visitor.post(&format!("{PAGE}/codes"), &NOTHING).await;
        let new = codes_on(page.assert_status(200));
        assert_eq!(page.header("cache-control"), "no-store");
        visitor.get(PAGE).await.assert_shows("10 are left.");
        assert_wrong(&half(panel, &ann).await, &second.codes[1]).await;
        answers(&half(panel, &ann).await, &new[1]).await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_half_sign_in_opens_nothing_and_is_over_soon() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let second = second_of(panel, &customer).await;
        // Used twice.
        let visitor = half(panel, &customer).await;
        let cookie = visitor.cookie("half");
        let copy = Visitor::new(panel).with_cookie("half", &cookie);
        answers(&visitor, &second.code(panel)).await.assert_goes("/");
        assert_over(&copy, &second.code(panel)).await;
        // For another purpose: as a session, as a remembered browser, and a session as one of them.
        let visitor = half(panel, &customer).await;
        let cookie = visitor.cookie("half");
        for name in ["session", "remembered", "device"] {
            assert!(!Visitor::new(panel).with_cookie(name, &cookie).is_signed_in().await);
        }
        let session = Visitor::of(panel, customer.id).await.session();
        assert_over(&Visitor::new(panel).with_cookie("half", &session), &second.code(panel)).await;
        // Tampered with, and none.
        for cookie in ["", "ab", &cookie[1..], &cookie.replace(&cookie[..1], "x")] {
            let visitor = Visitor::new(panel).with_cookie("half", cookie);
            visitor.get("/second-factor").await.assert_status(200).assert_shows(OVER);
            assert_over(&visitor, &second.code(panel)).await;
        }
        // Expired.
        let visitor = half(panel, &customer).await;
        panel.advance(TimeDelta::minutes(10));
        visitor.get("/second-factor").await.assert_status(200).assert_shows(OVER);
        assert_over(&visitor, &second.code(panel)).await;
        // After five tries, also with the right code.
        let visitor = half(panel, &customer).await;
        for _ in 0..5 {
            assert_wrong(&visitor, "abc").await;
        }
        assert_over(&visitor, &second.code(panel)).await;
        // In two tabs, the later one counts; in two browsers, each does.
        panel.advance(TimeDelta::minutes(10));
        let (one, other) = (half(panel, &customer).await, half(panel, &customer).await);
        one.sign_in(&customer).await.assert_goes("/second-factor");
        answers(&one, &second.code(panel)).await.assert_goes("/");
        answers(&other, &second.code(panel)).await.assert_goes("/");
        // The database has no secret, and a loop deletes what is over.
        let kept = "select count(*) from half_sign_ins where hash = sha256(convert_to($$cookie$$, 'UTF8'))";
        let kept = kept.replace("cookie", &cookie);
        assert_eq!(value::<i64>(panel, &kept).await, 1);
        panel.advance(TimeDelta::hours(1));
        session::sweep(&panel.app.db, &panel.app.clock, 1000).await.unwrap();
        assert_eq!(value::<i64>(panel, "select count(*) from half_sign_ins").await, 0);
    })
    .await;
}

/// Whatever ends the sessions of an account ends its half sign-ins, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_password_ends_what_is_half_done_and_what_is_remembered() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let second = second_of(panel, &customer).await;
        let owner = half(panel, &customer).await;
        let code = second.code(panel);
        let fields = [("code", &*code), ("remember", "1")];
        owner.post("/second-factor", &fields).await.assert_goes("/");
        let thief = half(panel, &customer).await;
        let new = "another horse, another battery";
        let fields = [("current", PASSWORD), ("password", new)];
        owner.post("/account/password", &fields).await.assert_goes("/account");
        assert_over(&thief, &second.code(panel)).await;
        // What was proved in the session stays proved.
        owner.post("/account/sessions/revoke-others", &NOTHING).await.assert_goes("/account");
        owner.post("/sign-out", &NOTHING).await;
        let again = owner.sign_in_with(&customer.email, new).await;
        again.assert_goes("/second-factor");
        // Suspended in between.
        let sign_in = Visitor::new(panel);
        sign_in.sign_in_with(&customer.email, new).await.assert_goes("/second-factor");
        let staff = panel.account(Role::Owner).await;
        let staff = Visitor::of(panel, staff.id).await;
        let path = format!("/admin/staff/{}/suspend", customer.id);
        staff.post(&path, &[("reason", "a test")]).await.assert_status(303);
        assert_over(&sign_in, &second.code(panel)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_remembered_browser_is_not_asked_for_thirty_days() {
    still_panel(async |panel| {
        let (ann, bob) = (panel.customer("0").await, panel.customer("0").await);
        let second = second_of(panel, &ann).await;
        second_of(panel, &bob).await;
        let visitor = half(panel, &ann).await;
        let code = second.code(panel);
        let done = visitor.post("/second-factor", &[("code", &*code), ("remember", "1")]).await;
        done.assert_goes("/");
        assert_eq!(
            parts(done.cookie("remembered")),
            ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax"]
        );
        let cookie = visitor.cookie("remembered");
        let with = |cookie: &str| Visitor::new(panel).with_cookie("remembered", cookie);
        // Alone it opens nothing, and not another's account.
        assert!(!with(&cookie).is_signed_in().await);
        with(&cookie).sign_in_with(&ann.email, "wrong").await.assert_status(422);
        with(&cookie).sign_in(&bob).await.assert_goes("/second-factor");
        for tampered in [&cookie[1..], &visitor.session()] {
            with(tampered).sign_in(&ann).await.assert_goes("/second-factor");
        }
        let again = with(&cookie);
        again.sign_in(&ann).await.assert_goes("/");
        // Money and keys ask for it all the same.
        let asked = again.post("/account/sessions/revoke-others", &NOTHING).await;
        asked.assert_status(422).assert_shows("Type a code again");
        panel.advance(TimeDelta::days(30) - TimeDelta::minutes(10));
        with(&cookie).sign_in(&ann).await.assert_goes("/");
        panel.advance(TimeDelta::minutes(10));
        with(&cookie).sign_in(&ann).await.assert_goes("/second-factor");
        // Forgotten by its owner.
        let visitor = half(panel, &ann).await;
        let code = second.code(panel);
        visitor.post("/second-factor", &[("code", &*code), ("remember", "1")]).await;
        let cookie = visitor.cookie("remembered");
        visitor.get(PAGE).await.assert_shows("1 browser is not asked for a code.");
        visitor.post(&format!("{PAGE}/forget"), &NOTHING).await.assert_goes(PAGE);
        with(&cookie).sign_in(&ann).await.assert_goes("/second-factor");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_offered_counts_in_its_session_for_an_hour() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let offer = async || {
            let page = visitor.post(&format!("{PAGE}/new"), &NOTHING).await;
            offered_on(&page)
        };
        let (key, secret) = offer().await;
        // Another session of the same person, and one that was changed.
        let other = Visitor::of(panel, customer.id).await;
        let code = code_of(panel, &secret, 0);
        let fields = [("key", &*key), ("code", &*code)];
        other.post(PAGE, &fields).await.assert_status(400);
        let last = if key.ends_with('0') { "1" } else { "0" };
        let tampered = format!("{}{last}", &key[..key.len() - 1]);
        for key in ["", "zz", &key[2..], &tampered] {
            visitor.post(PAGE, &[("key", key), ("code", "123456")]).await.assert_status(400);
        }
        // A wrong code keeps the key.
        for typed in ["", "123", "not a code", &customer.email] {
            let again = visitor.post(PAGE, &[("key", &*key), ("code", typed)]).await;
            again.assert_status(422).assert_shows("The app shows another code.");
            assert_eq!(again.hidden("key"), key);
        }
        assert_eq!(value::<i64>(panel, "select count(*) from totp_keys").await, 0);
        panel.advance(TimeDelta::minutes(61));
        execute(panel, "update sessions set proved_at = proved_at + interval '61 minutes'").await;
        let code = code_of(panel, &secret, 0);
        let fields = [("key", &*key), ("code", &*code)];
        visitor.post(PAGE, &fields).await.assert_goes(PAGE);
        visitor.get(PAGE).await.assert_shows("more than an hour old");
        // Twice: the second time, its code is used.
        let (key, secret) = offer().await;
        let code = code_of(panel, &secret, 0);
        let fields = [("key", &*key), ("code", &*code)];
        visitor.post(PAGE, &fields).await.assert_status(200);
        assert!(!other.is_signed_in().await, "another session stayed");
        let phone = half(panel, &customer).await;
        assert_wrong(&phone, &code).await;
    })
    .await;
}

/// Half sign-ins from so many networks, without the first step.
pub(super) async fn halves<'p>(panel: &'p Panel, who: &Customer, count: usize) -> Vec<Visitor<'p>> {
    let mut visitors = Vec::new();
    for number in 0..count {
        let cookie = secret::hex(&secret::sha256(format!("{} {number}", who.email).as_bytes()));
        let insert = format!(
            "insert into half_sign_ins (hash, account_id, expires_at)
             values (sha256(convert_to('{cookie}', 'UTF8')), {}, now() + interval '1 year')",
            who.id
        );
        execute(panel, &insert).await;
        let address = format!("192.0.2.{number}");
        let visitor = Visitor::new(panel).with_cookie("half", &cookie);
        visitors.push(visitor.with_header("x-forwarded-for", &address));
    }
    visitors
}

/// Sends the code from all of these at once, while somebody holds the account's key until at least two
/// wait for it; answers how many are signed in.
async fn race(panel: &Panel, visitors: &[Visitor<'_>], code: &str) -> usize {
    let mut holder = panel.owner.acquire().await.unwrap();
    let hold = "begin; select from second_factors for update";
    sqlx::raw_sql(hold).execute(&mut *holder).await.unwrap();
    let release = async {
        eventually("some of them to wait", async || {
            let waiting = "select count(*) from pg_stat_activity
                           where datname = current_database() and wait_event_type = 'Lock'";
            let waiting = sqlx::query_scalar::<_, i64>(waiting).fetch_one(&panel.owner);
            (waiting.await.unwrap() >= 4).then_some(())
        })
        .await;
        sqlx::raw_sql("rollback").execute(&mut *holder).await.unwrap();
    };
    let tries = join_all(visitors.iter().map(|visitor| answers(visitor, code)));
    let (answers, ()) = tokio::join!(tries, release);
    for answer in answers.iter().filter(|answer| answer.status != 303) {
        answer.assert_status(422).assert_shows(WRONG);
    }
    answers.iter().filter(|answer| answer.status == 303).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_code_lets_one_of_many_in() {
    let options = ["--no-work", "--trusted-proxies", "127.0.0.0/8"];
    panel_with(&options, async |panel: &Panel| {
        // Fewer than what is counted as guessing; of twenty, the last wrong one is the nineteenth.
        let ann = panel.customer("0").await;
        let second = second_of(panel, &ann).await;
        let visitors = halves(panel, &ann, 20).await;
        assert_eq!(race(panel, &visitors, &second.codes[0]).await, 1);
        let left = "select count(*) from recovery_codes";
        assert_eq!(value::<i64>(panel, left).await, 9);
        let bob = panel.customer("0").await;
        let second = second_of(panel, &bob).await;
        let visitors = halves(panel, &bob, 20).await;
        let code = second.code(panel);
        assert_eq!(race(panel, &visitors, &code).await, 1);
        let sessions =
            "select count(*) from sessions where second_at is not null and address like '192.%'";
        assert_eq!(value::<i64>(panel, sessions).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_codes_is_slowed_and_the_owner_is_told() {
    let options = ["--no-work", "--trusted-proxies", "127.0.0.0/8"];
    panel_with(&options, async |panel: &Panel| {
        let customer = panel.customer("0").await;
        let second = second_of(panel, &customer).await;
        let visitors = halves(panel, &customer, 25).await;
        for visitor in &visitors[..4] {
            for _ in 0..5 {
                assert_wrong(visitor, "000000").await;
            }
        }
        // From anywhere, in all processes: also with the right code.
        let code = second.code_in(panel, 2);
        let slowed = answers(&visitors[5], &code).await;
        slowed.assert_status(429).assert_shows("Too many tries.");
        assert!(slowed.header("retry-after").parse::<u64>().unwrap() > 0);
        let told = "select count(*) from mails where kind = 'codes_guessed'";
        assert_eq!(value::<i64>(panel, told).await, 1);
        let refused = "select count(*) from audit where action = 'second_factor.refuse'";
        assert_eq!(value::<i64>(panel, refused).await, 20);
        panel.advance(TimeDelta::minutes(5));
        answers(&visitors[6], &second.code(panel)).await.assert_goes("/");
        // Two hours later it is slow still: there is no new twenty until a day is over.
        panel.advance(TimeDelta::hours(2));
        assert_wrong(&visitors[7], "000000").await;
        answers(&visitors[8], "000000").await.assert_status(429);
        panel.advance(TimeDelta::hours(24));
        for _ in 0..2 {
            assert_wrong(&visitors[8], "000000").await;
        }
    })
    .await;
}

/// What a route asks for is asked for with these fields. `None`: it asks for nothing.
fn asking(step_up: StepUp) -> Option<&'static [(&'static str, &'static str)]> {
    match step_up {
        StepUp::Asks(fields) | StepUp::AtDesk(fields) => Some(fields),
        StepUp::Code => Some(&[]),
        StepUp::Nothing(_) | StepUp::Unsaid => None,
    }
}

fn kept_with<'f>(kept: &'f str, code: &'f str) -> [(&'static str, &'f str); 2] {
    [("kept", kept), ("proof_code", code)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_roles_and_keys_ask_for_the_second_factor_again() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let second = second_of(panel, &owner).await;
        let world = World::new(panel, &owner).await;
        // The password was typed just now, and no code was.
        let visitor = Visitor::of(panel, owner.id).await;
        for (_, route, classes) in ROUTES {
            let Some(fields) = asking(classes.step_up) else { continue };
            let asked = visitor.post(&world.path(route), fields).await;
            asked.assert_status(422).assert_shows("name=\"proof_code\"");
            assert!(!asked.text().contains("name=\"password\""), "{route}");
        }
        // Wrong, used, and right; and then for a quarter of an hour no more.
        let path = "/account/sessions/revoke-others";
        let (kept, code) = (visitor.post(path, &NOTHING).await.hidden("kept"), second.code(panel));
        visitor.post(path, &kept_with(&kept, "1")).await.assert_status(422).assert_shows(WRONG);
        let right = kept_with(&kept, &code);
        visitor.post(path, &right).await.assert_goes("/account");
        let other = Visitor::of(panel, owner.id).await;
        let kept = other.post(path, &NOTHING).await.hidden("kept");
        other.post(path, &kept_with(&kept, &code)).await.assert_status(422).assert_shows(WRONG);
        visitor.post(path, &NOTHING).await.assert_goes("/account");
        // Both are old: the password comes first, and without it no code is used up.
        panel.advance(TimeDelta::minutes(16));
        let asked = visitor.post(path, &NOTHING).await;
        asked.assert_status(422).assert_shows("name=\"proof_code\"");
        asked.assert_shows("name=\"password\"");
        let kept = asked.hidden("kept");
        let code = second.code(panel);
        let both = [("kept", &*kept), ("password", "wrong"), ("proof_code", &*code)];
        visitor.post(path, &both).await.assert_status(422).assert_shows("not your password");
        let both = [("kept", &*kept), ("password", PASSWORD), ("proof_code", &*code)];
        visitor.post(path, &both).await.assert_goes("/account");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_asks_for_what_the_table_says() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let world = World::new(panel, &owner).await;
        let visitor = Visitor::of(panel, owner.id).await;
        let mut wrong = Vec::new();
        // The password was typed some time ago. Nothing is done by what is asked for.
        for (minutes, is_desk_asked) in [(20, false), (300, true)] {
            let back =
                format!("update sessions set proved_at = proved_at - interval '{minutes} min'");
            execute(panel, &back).await;
            for (_, route, classes) in ROUTES {
                let Some(fields) = asking(classes.step_up) else { continue };
                let expected = match classes.step_up {
                    StepUp::AtDesk(_) => is_desk_asked,
                    // Who has no second factor is asked by the form itself.
                    StepUp::Code => false,
                    _ => true,
                };
                let answer = visitor.post(&world.path(route), fields).await;
                let text = answer.text();
                let asked = text.contains("name=\"kept\"") && text.contains("name=\"password\"");
                if asked != expected {
                    wrong.push(format!("{route} after {minutes} minutes: {asked}"));
                }
            }
        }
        // What asks for nothing asks for nothing; in a session each, because some end it.
        let second = second_of(panel, &owner).await;
        for (_, route, classes) in ROUTES.iter().filter(|(method, ..)| *method == "POST") {
            let StepUp::Nothing(because) = classes.step_up else { continue };
            let visitor = Visitor::of(panel, owner.id).await;
            execute(panel, "update sessions set proved_at = proved_at - interval '5 hours'").await;
            let answer = visitor.post(&world.path(route), &NOTHING).await;
            if answer.text().contains("name=\"kept\"") {
                wrong.push(format!("{route} asks, but the table says: {because}"));
            }
        }
        assert!(!second.secret().is_empty() && wrong.is_empty(), "{wrong:#?}");
        // Who has typed the password just now, and has no second factor, is asked for nothing.
        let plain = panel.account(Role::Owner).await;
        let plain = Visitor::of(panel, plain.id).await;
        for (_, route, classes) in ROUTES {
            let Some(fields) = asking(classes.step_up) else { continue };
            let answer = plain.post(&world.path(route), fields).await;
            assert!(!answer.text().contains("name=\"kept\""), "{route}");
        }
    })
    .await;
}

/// The form of a new password has a field for the old one, and one whose name the page that asks for a
/// code uses too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_password_needs_the_second_factor_and_what_was_typed_is_kept() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let second = second_of(panel, &customer).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let new = "another long password";
        let fields = [("current", PASSWORD), ("password", new)];
        let asked = visitor.post("/account/password", &fields).await;
        asked.assert_status(422).assert_shows("name=\"proof_code\"");
        assert!(!asked.text().contains(new) && !asked.text().contains(PASSWORD));
        assert!(!asked.text().contains("name=\"password\""));
        let kept = asked.hidden("kept");
        let wrong = visitor.post("/account/password", &kept_with(&kept, "000000")).await;
        wrong.assert_status(422).assert_shows(WRONG);
        let kept = wrong.hidden("kept");
        let code = second.code(panel);
        let done = visitor.post("/account/password", &kept_with(&kept, &code)).await;
        done.assert_goes("/account");
        assert!(visitor.is_signed_in().await);
        // What was proved stays proved in the session that is left.
        let others = visitor.post("/account/sessions/revoke-others", &NOTHING).await;
        others.assert_goes("/account");
        let told = "select count(*) from mails where kind = 'password_changed'";
        assert_eq!(value::<i64>(panel, told).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_without_a_second_factor_set_one_up_first_where_they_need_one() {
    still_panel(async |panel| {
        let roles = [Role::Support, Role::Admin, Role::Owner];
        let mut staff = Vec::new();
        for role in roles {
            staff.push((panel.account(role).await, role));
        }
        let owner = staff.last().unwrap().0.clone();
        let world = World::new(panel, &owner).await;
        Visitor::of(panel, owner.id).await.get("/admin").await.assert_status(200);
        panel.set("staff_second_factor", "on").await;
        for (who, role) in &staff {
            let visitor = Visitor::of(panel, who.id).await;
            for (method, route, _) in
                ROUTES.iter().filter(|(_, path, _)| path.starts_with("/admin"))
            {
                let path = world.path(route);
                let answer = if *method == "GET" {
                    visitor.get(&path).await
                } else {
                    visitor.post(&path, &NOTHING).await
                };
                assert_eq!(answer.location(), PAGE, "{role:?} {}", answer.asked);
            }
            // Their customers' side and their keys go on.
            visitor.get("/orders").await.assert_status(200);
            let page = visitor.get(PAGE).await;
            page.assert_shows("The staff of this panel need a second factor.");
            let balance = panel.v2(&who.key, &[("action", "balance")]).await;
            assert!(balance["balance"].is_string(), "{balance}");
        }
        let customer = panel.customer("0").await;
        let theirs = Visitor::of(panel, customer.id).await;
        theirs.get("/orders").await.assert_status(200);
        theirs.get("/admin").await.assert_status(404);
        // With one they are in, and keep it.
        let second = second_of(panel, &owner).await;
        let visitor = half(panel, &owner).await;
        answers(&visitor, &second.code(panel)).await.assert_goes("/");
        visitor.get("/admin").await.assert_status(200);
        visitor.post(&format!("{PAGE}/off"), &NOTHING).await.assert_goes(PAGE);
        visitor.get("/admin").await.assert_status(200);
        // A customer may turn theirs off.
        let second = second_of(panel, &customer).await;
        let visitor = half(panel, &customer).await;
        answers(&visitor, &second.code(panel)).await.assert_goes("/");
        visitor.post(&format!("{PAGE}/off"), &NOTHING).await.assert_goes(PAGE);
        Visitor::new(panel).sign_in(&customer).await.assert_goes("/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_owner_resets_a_lost_one_and_its_holder_is_told() {
    still_panel(async |panel| {
        let (ann, bob) = (panel.account(Role::Owner).await, panel.account(Role::Owner).await);
        let second = second_of(panel, &ann).await;
        let path = format!("/admin/staff/{}/second-factor/reset", ann.id);
        let why = [("reason", "lost her phone")];
        // Not by anybody else, and not one's own.
        let own = half(panel, &ann).await;
        answers(&own, &second.code(panel)).await.assert_goes("/");
        own.post(&path, &why).await.assert_status(403);
        let admin = panel.account(Role::Admin).await;
        Visitor::of(panel, admin.id).await.post(&path, &why).await.assert_status(403);
        let bob = Visitor::of(panel, bob.id).await;
        bob.get(&format!("/admin/staff/{}", ann.id)).await.assert_shows("Reset the second factor");
        bob.post(&path, &NOTHING).await.assert_status(303);
        assert_eq!(value::<i64>(panel, "select count(*) from totp_keys").await, 1);
        bob.post(&path, &why).await.assert_status(303);
        assert!(!own.is_signed_in().await);
        Visitor::new(panel).sign_in(&ann).await.assert_goes("/");
        let told = "select string_agg(kind || ' ' || address, ', ' order by id) from mails
                    where kind = 'second_factor_off'";
        let told: String = value(panel, told).await;
        assert_eq!(told, format!("second_factor_off {}", ann.email));
        assert_eq!(value::<String>(panel, TOLD).await, "changed reset");
        let why = "select after ->> 'why' from audit where action = 'second_factor.reset'";
        assert_eq!(value::<String>(panel, why).await, "lost her phone");
        // There is nothing left to reset.
        bob.post(&path, &[("reason", "again")]).await.assert_status(303);
        let rows = "select count(*) from audit where action = 'second_factor.reset'";
        assert_eq!(value::<i64>(panel, rows).await, 1);
    })
    .await;
}

/// A form that waits for the sign-in waits for both of its steps.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_carried_through_both_steps() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let second = second_of(panel, &customer).await;
        let visitor = Visitor::new(panel);
        let service = panel.service(|_| {}).await.to_string();
        let link = "https://example.com/p/1";
        let order = [("service", service.as_str()), ("link", link), ("quantity", "10")];
        let page = visitor.post("/new", &order).await;
        page.assert_status(401);
        let (form, to) = (unescaped(&page.hidden("form")), page.hidden("form_to"));
        let fields = [
            ("email", &*customer.email),
            ("password", PASSWORD),
            ("form", &*form),
            ("form_to", &*to),
        ];
        let step = visitor.post("/sign-in", &fields).await;
        step.assert_status(200).assert_shows("one of your recovery codes");
        let form = unescaped(&step.hidden("form"));
        let code = second.code(panel);
        let fields = [("code", &*code), ("form", &*form), ("form_to", &*to)];
        let shown = visitor.post("/second-factor", &fields).await;
        shown.assert_status(200).assert_shows("You are signed in");
        assert!(visitor.is_signed_in().await);
    })
    .await;
}

#[test]
fn only_who_may_is_asked() {
    // Who may not, is not asked either.
    let mut rows = ROUTES.iter().filter(|(.., classes)| asking(classes.step_up).is_some());
    assert!(
        rows.all(|(method, _, classes)| { *method == "POST" && classes[4] != Class::Forbidden })
    );
}

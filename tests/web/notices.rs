//! Notices: what concerns a customer is told once, behind the bell, by mail and in Telegram, by the ways
//! that they have chosen; and what keeps an account safe is told whatever was chosen.
//!
//! Seen red by `make seeded`: `stop-unsigned`, `security-silenced`.

use chrono::TimeDelta;
use waybill::accounts::notices::{self, Factor, chat};
use waybill::accounts::role::Role;
use waybill::kit::db;

use super::{NOTHING, Visitor};
use crate::support::rows::{execute, value};
use crate::support::smtp::Smtp;
use crate::support::telegram::{NAME, TOKEN, Telegram};
use crate::support::{ALLOW, Customer, PASSWORD, Panel, eventually, panel_with, still_panel};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const NEWER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1";

async fn count(panel: &Panel, rest: &str) -> i64 {
    value(panel, &format!("select count(*) from {rest}")).await
}

/// The bell says that so many are unread.
async fn assert_bell(visitor: &Visitor<'_>, unread: i64) {
    let page = visitor.get("/orders").await;
    match unread {
        0 => page.assert_shows("href=\"/notices\" aria-label=\"Notices\""),
        many => page.assert_shows(&format!("aria-label=\"Notices: {many} unread\"")),
    };
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_concerns_a_customer_waits_behind_the_bell() {
    still_panel(async |panel| {
        let (ann, bob) = (panel.customer("0").await, panel.customer("0").await);
        let (hers, his) = (Visitor::of(panel, ann.id).await, Visitor::of(panel, bob.id).await);
        assert_bell(&hers, 0).await;
        hers.get("/notices").await.assert_shows("Nothing to tell yet");
        panel.credit(&ann, "5").await;
        assert_bell(&hers, 1).await;
        let page = hers.get("/notices").await;
        page.assert_shows("was added to your balance").assert_shows(">New</span>");
        let seen = page.hidden("upto");
        // Somebody else neither sees nor reads it.
        assert_bell(&his, 0).await;
        let id: i64 = value(panel, "select id from notices").await;
        let open = format!("/notices/{id}/open");
        his.post(&open, &NOTHING).await.assert_status(404);
        his.post("/notices/read", &[("upto", &seen)]).await.assert_goes("/notices");
        assert_bell(&hers, 1).await;
        // What came after the page was shown stays unread.
        panel.credit(&ann, "6").await;
        hers.post("/notices/read", &[("upto", &seen)]).await.assert_goes("/notices");
        assert_bell(&hers, 1).await;
        let id: i64 = value(panel, "select max(id) from notices").await;
        hers.post(&format!("/notices/{id}/open"), &NOTHING).await.assert_goes("/statement");
        assert_bell(&hers, 0).await;
        for wrong in ["", "x", "9223372036854775808"] {
            hers.post("/notices/read", &[("upto", wrong)]).await.assert_status(400);
        }
        for wrong in ["0", "999999"] {
            hers.post(&format!("/notices/{wrong}/open"), &NOTHING).await.assert_status(404);
        }
        hers.post("/notices/x/open", &NOTHING).await.assert_status(404);
    })
    .await;
}

/// Signs in with this browser, from this address.
async fn signs_in<'p>(panel: &'p Panel, who: &Customer, from: (&str, &str)) -> Visitor<'p> {
    let visitor = Visitor::new(panel).with_header("user-agent", from.0);
    let visitor = visitor.with_header("x-forwarded-for", from.1);
    visitor.sign_in(who).await.assert_goes("/");
    visitor
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_from_a_new_device_or_network_is_told() {
    panel_with(&["--no-work", "--trusted-proxies=127.0.0.1/32"], async |panel| {
        let ann = panel.customer("0").await;
        let told = async || count(panel, "notices where kind = 'sign_in'").await;
        // The first place is no news, nor is the same one again, nor a newer version of the browser.
        for from in [(FIREFOX, "192.0.2.7"), (FIREFOX, "192.0.2.7"), (NEWER, "192.0.2.200")] {
            signs_in(panel, &ann, from).await;
            assert_eq!(told().await, 0, "{from:?}");
        }
        signs_in(panel, &ann, (FIREFOX, "198.51.100.4")).await;
        assert_eq!(told().await, 1);
        let visitor = signs_in(panel, &ann, (SAFARI, "192.0.2.7")).await;
        assert_eq!(told().await, 2);
        let page = visitor.get("/notices").await;
        page.assert_shows("A sign-in from a new device or network");
        page.assert_shows("Safari on iPhone, from 192.0.2.7,");
        // From now on both are known; also when all sessions have ended.
        execute(panel, "delete from sessions").await;
        signs_in(panel, &ann, (SAFARI, "198.51.100.9")).await;
        signs_in(panel, &ann, (FIREFOX, "2001:db8:1:2::3")).await;
        assert_eq!(told().await, 3);
        signs_in(panel, &ann, (FIREFOX, "2001:db8:1:9::7")).await;
        assert_eq!(told().await, 3);
        // Nobody is told of another one's.
        let bob = panel.customer("0").await;
        signs_in(panel, &bob, (SAFARI, "203.0.113.1")).await;
        assert_eq!(told().await, 3);
        // A wrong password is no sign-in.
        let stranger = Visitor::new(panel).with_header("x-forwarded-for", "203.0.113.77");
        stranger.sign_in_with(&ann.email, "not the password").await.assert_status(422);
        assert_eq!(told().await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_opens_an_account_is_told_when_it_changes() {
    still_panel(async |panel| {
        let ann = panel.customer("0").await;
        let visitor = Visitor::of(panel, ann.id).await;
        // What was made by the command line is no news.
        assert_eq!(count(panel, "notices").await, 0);
        let new = [("name", "shop"), ("kind", "key"), ("access", "full"), ("expires", "never")];
        visitor.post("/account/tokens", &new).await.assert_status(200);
        visitor.get("/notices").await.assert_shows("A token was made: shop");
        let id: i64 = value(panel, "select max(id) from tokens").await;
        let revoke = format!("/account/tokens/{id}/revoke");
        visitor.post(&revoke, &NOTHING).await.assert_status(303);
        visitor.post(&revoke, &NOTHING).await;
        visitor.get("/notices").await.assert_shows("A token was revoked: shop");
        assert_eq!(count(panel, "notices where kind = 'token_changed'").await, 2);
        let change = [("current", PASSWORD), ("password", "seven grey geese over the lake")];
        visitor.post("/account/password", &change).await.assert_goes("/account");
        visitor.get("/notices").await.assert_shows("Your password was changed");
        for what in [Factor::Changed, Factor::Reset, Factor::RecoveryUsed] {
            let (clock, id) = (panel.app.clock.clone(), ann.id);
            let told = panel.app.db.transaction(move |tx| {
                Box::pin(async move {
                    notices::factor_changed(tx, clock.now(), (id, what)).await?;
                    Ok::<_, db::Error>(())
                })
            });
            told.await.unwrap();
        }
        let page = visitor.get("/notices").await;
        page.assert_shows("Your second factor was changed").assert_shows("was taken away");
        page.assert_shows("A recovery code was used");
        // Of these, one message by mail each: the one of whoever caused it.
        tell(panel).await;
        let kinds = "select string_agg(kind, ' ' order by kind) from mails";
        assert_eq!(value::<String>(panel, kinds).await, "notice notice password_changed");
    })
    .await;
}

/// Does what the loop does with what is due.
async fn tell(panel: &Panel) {
    let app = &panel.app;
    while notices::deliver(&app.db, &app.clock, &app.outbox, ("USD", true)).await.unwrap() > 0 {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_choose_their_ways_but_not_for_what_keeps_them_safe() {
    still_panel(async |panel| {
        let ann = panel.customer("0").await;
        let visitor = Visitor::of(panel, ann.id).await;
        let page = visitor.get("/account/notices").await;
        page.assert_shows("name=\"sign_in-mail\" value=\"1\" checked disabled");
        page.assert_shows("name=\"deposits-mail\" value=\"1\" checked>");
        page.assert_shows("name=\"prices-mail\" value=\"1\">");
        assert!(!page.text().contains("deposits-telegram"), "there is no bot");
        // Nothing is ticked: everything is off that may be.
        visitor.post("/account/notices", &NOTHING).await.assert_goes("/account/notices");
        panel.credit(&ann, "5").await;
        let new = [("name", "shop"), ("kind", "key"), ("access", "full"), ("expires", "never")];
        visitor.post("/account/tokens", &new).await.assert_status(200);
        // Also if somebody writes into the table.
        let all = "insert into notice_wishes (account_id, topic, way, wanted)
                   select a.id, 'credentials', way, false
                   from accounts a, unnest(array['panel', 'mail']) as way
                   on conflict (account_id, topic, way) do update set wanted = false";
        execute(panel, all).await;
        tell(panel).await;
        let page = visitor.get("/notices").await;
        page.assert_shows("A token was made: shop");
        assert!(!page.text().contains("was added to your balance"));
        assert_eq!(count(panel, "mails where kind = 'notice'").await, 1);
        // What is ticked is on from then on.
        let ticked = [("deposits-panel", "1"), ("deposits-mail", "1")];
        visitor.post("/account/notices", &ticked).await.assert_goes("/account/notices");
        panel.credit(&ann, "5").await;
        tell(panel).await;
        visitor.get("/notices").await.assert_shows("was added to your balance");
        assert_eq!(count(panel, "mails where kind = 'notice'").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_has_a_link_that_ends_such_mail_and_nothing_else() {
    let server = Smtp::start().await;
    let [url, from] = server.options();
    panel_with(&[&url, &from], async |panel: &Panel| {
        let (ann, bob) = (panel.customer("0").await, panel.customer("0").await);
        panel.credit(&ann, "5").await;
        let got = server.nth(1).await;
        assert_eq!(got.to, ann.email);
        assert!(got.header("Subject").contains("was added to your balance"), "{got:?}");
        assert_eq!(got.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let link = got.header("List-Unsubscribe").trim_matches(['<', '>']).to_owned();
        let path = link.strip_prefix(&panel.base).unwrap().to_owned();
        let key = path.split_once("key=").unwrap().1.to_owned();
        let off = "notice_wishes where way = 'mail' and not wanted";
        // Opening it changes nothing, and neither does a key that is not ours, or is another one's.
        let stranger = Visitor::new(panel);
        stranger.get(&path).await.assert_status(200).assert_shows("Money that is added");
        let others = key.replacen(&ann.id.to_string(), &bob.id.to_string(), 1);
        let security = key.replacen("deposits", "sign_in", 1);
        let mut turned = key.clone();
        let last = if turned.pop() == Some('0') { '1' } else { '0' };
        turned.push(last);
        for wrong in ["", "x", &others, &security, &turned] {
            let wrong = format!("/notices/stop?key={wrong}");
            stranger.get(&wrong).await.assert_status(200).assert_shows("This link does not work");
            stranger.post(&wrong, &NOTHING).await.assert_status(422);
        }
        assert_eq!(count(panel, off).await, 0);
        // As a mail program posts it; twice does no harm.
        let body = b"--x\r\ncontent-disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        for kind in ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"] {
            let done = stranger.post_raw(&path, kind, body.to_vec()).await;
            done.assert_status(200).assert_shows("No more mail comes about this");
        }
        assert_eq!(count(panel, off).await, 1);
        panel.credit(&ann, "6").await;
        panel.credit(&bob, "7").await;
        assert_eq!(server.nth(2).await.to, bob.email);
        let waits = "notices where due_at is not null";
        eventually("all to be told", async || (count(panel, waits).await == 0).then_some(())).await;
        assert_eq!(count(panel, "mails").await, 2);
        let page = Visitor::of(panel, ann.id).await.get("/notices").await;
        assert_eq!(page.text().matches("was added to your balance").count(), 2 * 2);
    })
    .await;
}

/// Makes the bot of the operator.
async fn has_bot(panel: &Panel) {
    let owner = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
    let path = "/admin/settings/telegram";
    let wrong = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-xx";
    owner.post(path, &[("token", "x")]).await.assert_status(422).assert_shows("BotFather");
    let refused = owner.post(path, &[("token", wrong)]).await;
    refused.assert_status(422).assert_shows("It answered 401: Unauthorized");
    owner.post(path, &[("token", TOKEN)]).await.assert_goes(path);
    let page = owner.get(path).await;
    page.assert_shows(&format!("@{NAME}"));
    let stored = "select concat((select string_agg(b::text, ' ') from telegram_bot b),
                                (select string_agg(a::text, ' ') from audit a))";
    let secret = TOKEN.split_once(':').unwrap().1;
    assert!(!page.text().contains(secret));
    assert!(!value::<String>(panel, stored).await.contains(secret));
}

/// Somebody writes to the bot, and it is time to read it.
fn writes(panel: &Panel, telegram: &Telegram, chat: i64, text: &str) {
    telegram.writes(chat, text);
    panel.advance(TimeDelta::seconds(61));
}

/// The code on the page that makes one.
async fn code(visitor: &Visitor<'_>) -> String {
    // A chat is linked by whoever has typed the password lately; time goes by in these tests.
    let lately = "update sessions set proved_at = proved_at + interval '1 day'";
    execute(visitor.panel, lately).await;
    let page = visitor.post("/account/notices/telegram", &NOTHING).await;
    let (_, rest) = page.assert_status(200).text().split_once(">/start ").unwrap();
    rest.split('<').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_is_linked_by_a_code_that_works_once() {
    let telegram = Telegram::start().await;
    panel_with(&[ALLOW, &telegram.option()], async |panel: &Panel| {
        let (ann, bob) = (panel.customer("0").await, panel.customer("0").await);
        let (hers, his) = (Visitor::of(panel, ann.id).await, Visitor::of(panel, bob.id).await);
        hers.post("/account/notices/telegram", &NOTHING).await.assert_goes("/account/notices");
        has_bot(panel).await;
        let chats = async || {
            let all = "select coalesce(string_agg(account_id || ':' || chat_id, ' ' order by
                       account_id), '') from telegram_chats";
            value::<String>(panel, all).await
        };
        let over = "This code does not work any more";
        // A code that was replaced, one that is over, and ones that nobody made.
        let replaced = code(&hers).await;
        let late = code(&hers).await;
        writes(panel, &telegram, 1, &format!("/start {replaced}"));
        assert!(telegram.says(1, 1).await.starts_with(over));
        panel.advance(TimeDelta::minutes(16));
        writes(panel, &telegram, 1, &format!("/start {late}"));
        assert!(telegram.says(1, 2).await.starts_with(over));
        let mine = code(&hers).await;
        for (number, wrong) in
            ["x".to_owned(), format!("{mine}x"), mine.to_lowercase()].iter().enumerate()
        {
            writes(panel, &telegram, 1, &format!("/start {wrong}"));
            assert!(telegram.says(1, 3 + number).await.starts_with(over), "{wrong}");
        }
        assert_eq!(chats().await, "");
        // The right one links once: somebody else who sends it again links nothing.
        writes(panel, &telegram, 7, &format!("/start {mine}"));
        assert!(telegram.says(7, 1).await.starts_with("This chat is linked"));
        writes(panel, &telegram, 8, &format!("/start {mine}"));
        assert!(telegram.says(8, 1).await.starts_with(over));
        assert_eq!(chats().await, format!("{}:7", ann.id));
        // She is told in the panel and by mail; the chat itself has been told.
        let told = "select string_agg(account_id || ' ' || topic || ' ' || (facts ->> 'name'), ',')
                    from notices where kind = 'chat_linked'";
        assert_eq!(value::<String>(panel, told).await, format!("{} credentials @person7", ann.id));
        hers.get("/notices").await.assert_shows("A Telegram chat was linked to your account");
        hers.get("/account/notices").await.assert_shows("@person7");
        let theirs = his.get("/account/notices").await;
        assert!(!theirs.text().contains("@person7"));
        // What concerns her comes there, and nobody else's.
        panel.credit(&bob, "3").await;
        panel.credit(&ann, "5").await;
        assert!(telegram.says(7, 2).await.contains("was added to your balance"));
        his.post("/account/notices/telegram/unlink", &NOTHING).await;
        assert_eq!(chats().await, format!("{}:7", ann.id));
        // She ends it there, and here.
        writes(panel, &telegram, 7, "/stop");
        assert!(telegram.says(7, 3).await.starts_with("This chat is not linked"));
        assert_eq!(chats().await, "");
        let again = code(&hers).await;
        writes(panel, &telegram, 7, &format!("/start {again}"));
        telegram.says(7, 4).await;
        hers.post("/account/notices/telegram/unlink", &NOTHING).await;
        assert_eq!(chats().await, "");
        let noted = "select string_agg(action, ' ' order by id) from audit
                     where action like 'telegram.%'";
        assert_eq!(
            value::<String>(panel, noted).await,
            "telegram.link telegram.unlink telegram.link telegram.unlink"
        );
        // Whoever blocks the bot is not linked any more.
        let last = code(&hers).await;
        writes(panel, &telegram, 7, &format!("/start {last}"));
        telegram.says(7, 5).await;
        telegram.blocks(7);
        panel.credit(&ann, "6").await;
        eventually("the link to end", async || chats().await.is_empty().then_some(())).await;
        // Nothing is left of what opens a link.
        assert_eq!(count(panel, "telegram_codes").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_bot_or_none_ends_all_links() {
    let telegram = Telegram::start().await;
    panel_with(&[ALLOW, "--no-work", &telegram.option()], async |panel: &Panel| {
        let ann = panel.customer("0").await;
        has_bot(panel).await;
        let (app, visitor) = (&panel.app, Visitor::of(panel, ann.id).await);
        let mine = code(&visitor).await;
        telegram.writes(7, &format!("/start {mine}"));
        let way = (&app.keys, &app.telegram);
        // Two processes look at once, and one of them asks.
        let looks = [chat::look(&app.db, &app.clock, way), chat::look(&app.db, &app.clock, way)];
        for look in futures_util::future::join_all(looks).await {
            look.unwrap();
        }
        assert_eq!((telegram.asked(), count(panel, "telegram_chats").await), (1, 1));
        // What was read is not read again.
        panel.advance(TimeDelta::minutes(2));
        chat::look(&app.db, &app.clock, way).await.unwrap();
        assert_eq!(count(panel, "telegram_messages").await, 1);
        let owner = Visitor::of(panel, panel.account(Role::Owner).await.id).await;
        let path = "/admin/settings/telegram";
        owner.post(&format!("{path}/remove"), &NOTHING).await.assert_goes(path);
        assert_eq!(count(panel, "telegram_chats").await, 0);
        assert_eq!(count(panel, "telegram_messages where state = 'waiting'").await, 0);
        let page = visitor.get("/account/notices").await;
        assert!(!page.text().contains("deposits-telegram"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_told_is_kept_for_ninety_days() {
    still_panel(async |panel| {
        let ann = panel.customer("0").await;
        panel.credit(&ann, "5").await;
        panel.advance(TimeDelta::days(89));
        let app = &panel.app;
        notices::sweep(&app.db, &app.clock, 100).await.unwrap();
        assert_eq!(count(panel, "notices").await, 1);
        panel.advance(TimeDelta::days(2));
        notices::sweep(&app.db, &app.clock, 100).await.unwrap();
        assert_eq!(count(panel, "notices").await, 0);
    })
    .await;
}

//! Tickets: what customers ask, what staff answer, and who sees what of it.

use chrono::TimeDelta;
use futures_util::future::join_all;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use waybill::accounts::audit::Actor;
use waybill::accounts::rights::Areas;
use waybill::accounts::role::Role;
use waybill::accounts::staff;

use super::{Answer, NOTHING, Visitor};
use crate::support::rows::value;
use crate::support::{Customer, Panel, order_id, still_panel};

const LIST: &str = "/admin/tickets";

async fn member(panel: &Panel, role: Role) -> Visitor<'_> {
    Visitor::of(panel, panel.account(role).await.id).await
}

async fn placed(panel: &Panel, who: &Customer, service: i64) -> i64 {
    let fields = [
        ("action", "add"),
        ("service", &*service.to_string()),
        ("link", "https://example.com/p/1"),
        ("quantity", "10"),
    ];
    order_id(&panel.v2(&who.key, &fields).await)
}

/// Sends the form of a new ticket.
async fn ask(visitor: &Visitor<'_>, orders: &str, text: &str) -> Answer {
    let once = visitor.get("/tickets/new").await.hidden("once");
    let fields = [("subject", "1"), ("orders", orders), ("text", text), ("once", &*once)];
    visitor.post("/tickets", &fields).await
}

/// Opens a ticket; answers its address without `/tickets/`.
async fn open(visitor: &Visitor<'_>, text: &str) -> String {
    let asked = ask(visitor, "", text).await;
    asked.assert_status(303);
    asked.location().rsplit('/').next().unwrap().to_owned()
}

async fn reply(visitor: &Visitor<'_>, id: &str, text: &str) -> Answer {
    let path = format!("/tickets/{id}");
    let once = visitor.get(&path).await.hidden("once");
    visitor.post(&format!("{path}/reply"), &[("text", text), ("once", &*once)]).await
}

/// Answers as a member of staff who has just opened the page.
async fn answer(staff: &Visitor<'_>, id: &str, text: &str) -> Answer {
    let path = format!("{LIST}/{id}");
    let page = staff.get(&path).await;
    let (once, seen) = (page.hidden("once"), page.hidden("seen"));
    let fields = [("text", text), ("once", &*once), ("seen", &*seen)];
    staff.post(&format!("{path}/reply"), &fields).await
}

async fn note(staff: &Visitor<'_>, id: &str, text: &str) {
    let once = format!("note{}", text.len()) + "0123456789";
    let path = format!("{LIST}/{id}/notes");
    staff.post(&path, &[("note", text), ("once", &*once)]).await.assert_status(303);
}

async fn state(panel: &Panel, id: &str) -> String {
    value(panel, &format!("select state from tickets where id = {id}")).await
}

fn lacks(answer: &Answer, words: &str) {
    assert!(!answer.text().contains(words), "{} shows {words:?}", answer.asked);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_goes_from_a_question_to_its_end() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|_| {}).await;
        let order = placed(panel, &customer, service).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let support = member(panel, Role::Support).await;
        visitor.get("/tickets").await.assert_shows("Nothing asked yet");
        support.get(LIST).await.assert_shows("No ticket waits");

        let page = visitor.get(&format!("/orders/{order}")).await;
        page.assert_shows(&format!("href=\"/tickets/new?order={order}\""));
        let page = visitor.get(&format!("/tickets/new?order={order}")).await;
        page.assert_shows(&format!("value=\"{order}\"")).assert_shows("Something else");
        let asked = ask(&visitor, &format!("#{order}, {order}"), "Where is it?").await;
        asked.assert_status(303);
        let path = asked.location().to_owned();
        let id = path.rsplit('/').next().unwrap();
        let page = visitor.get(&path).await;
        page.assert_shows("Waiting for us").assert_shows("Where is it?");
        page.assert_shows(&format!("Order {order}"));

        support.get("/admin").await.assert_shows("1 ticket waits for an answer");
        let list = support.get(LIST).await;
        list.assert_shows("Where is it?").assert_shows(&customer.email);
        let page = support.get(&format!("{LIST}/{id}")).await;
        page.assert_shows(&format!("/admin/orders/{order}")).assert_shows("9.99 USD");
        answer(&support, id, "It is on its way.").await.assert_goes(&format!("{LIST}/{id}"));
        assert_eq!(state(panel, id).await, "answered");
        support.get(LIST).await.assert_shows("No ticket waits");
        // Whoever answers first takes care of it.
        let list = support.get(&format!("{LIST}?state=answered&who=mine")).await;
        list.assert_shows("Where is it?").assert_shows("Median time to the first answer");

        // Unread until the page is shown, on every page.
        visitor.get("/orders").await.assert_shows("1<span class=\"visually-hidden\"> unread");
        visitor.get("/tickets").await.assert_shows("New answer");
        let page = visitor.get(&path).await;
        page.assert_shows("It is on its way.").assert_shows("<b>Support</b>");
        lacks(&page, "there are unread answers");
        lacks(&visitor.get("/tickets").await, "New answer");

        reply(&visitor, id, "Thank you.").await.assert_goes(&path);
        assert_eq!(state(panel, id).await, "waiting");
        visitor.post(&format!("{path}/close"), &NOTHING).await.assert_goes(&path);
        assert_eq!(state(panel, id).await, "closed");
        visitor.get(&path).await.assert_shows("Closed").assert_shows("it opens again");
        visitor.get("/tickets?state=closed").await.assert_shows("Where is it?");
        visitor.get("/tickets?state=open").await.assert_shows("No ticket here");
        // A reply opens it again, from either side.
        reply(&visitor, id, "One more thing.").await.assert_goes(&path);
        assert_eq!(state(panel, id).await, "waiting");
        support.post(&format!("{LIST}/{id}/close"), &NOTHING).await.assert_status(303);
        assert_eq!(state(panel, id).await, "closed");
        answer(&support, id, "We look.").await.assert_status(303);
        assert_eq!(state(panel, id).await, "answered");
        let audit = "select string_agg(action, ' ' order by id) from audit
                     where subject like 'ticket:%'";
        let audit: String = value(panel, audit).await;
        assert_eq!(audit, "ticket.answer ticket.close ticket.answer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_own_orders_are_named_and_only_own_tickets_are_there() {
    still_panel(async |panel| {
        let (ann, bob) = (panel.customer("10").await, panel.customer("10").await);
        let service = panel.service(|_| {}).await;
        let (hers, his) = (placed(panel, &ann, service).await, placed(panel, &bob, service).await);
        let visitor = Visitor::of(panel, ann.id).await;
        let his_text = his.to_string();
        for (orders, words) in [
            (his_text.as_str(), format!("You have no order {his}.")),
            ("424242", "You have no order 424242.".to_owned()),
            (&format!("{hers} {his} 424242"), format!("not your orders: {his}, 424242.")),
            ("17a", "Numbers of orders, such as 17, 18.".to_owned()),
            (&"9 ".repeat(300), "At most 20 orders".to_owned()),
        ] {
            let refused = ask(&visitor, orders, "My <b>text</b>").await;
            refused.assert_status(422).assert_shows(&words);
            // What was typed is kept.
            refused.assert_shows("My &#60;b&#62;text").assert_shows("id=\"error-orders\"");
        }
        let many: Vec<String> = (1..=21).map(|id| id.to_string()).collect();
        ask(&visitor, &many.join(","), "x").await.assert_status(422).assert_shows("At most 20");
        assert_eq!(value::<i64>(panel, "select count(*) from tickets").await, 0);
        let id = open(&visitor, "Mine").await;
        let other = Visitor::of(panel, bob.id).await;
        let once = other.get("/tickets/new").await.hidden("once");
        let form = [("text", "x"), ("once", &*once)];
        other.get(&format!("/tickets/{id}")).await.assert_status(404);
        other.post(&format!("/tickets/{id}/reply"), &form).await.assert_status(404);
        other.post(&format!("/tickets/{id}/close"), &NOTHING).await.assert_status(404);
        lacks(&other.get("/tickets").await, "Mine");
        let messages = "select count(*) from ticket_messages";
        assert_eq!(value::<i64>(panel, messages).await, 1);
        assert_eq!(state(panel, &id).await, "waiting");
        // A form that is not ours, and a subject that is not there.
        let wrong = [("subject", "1"), ("text", "x"), ("once", "<>")];
        visitor.post("/tickets", &wrong).await.assert_status(400);
        for subject in ["", "424242", "x"] {
            let fields = [("subject", subject), ("text", "x"), ("once", &*once)];
            let refused = visitor.post("/tickets", &fields).await;
            refused.assert_status(422).assert_shows("Choose a subject.");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_makes_one_of_it() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let support = member(panel, Role::Support).await;
        let once = visitor.get("/tickets/new").await.hidden("once");
        let fields = [("subject", "1"), ("text", "Twice"), ("once", &*once)];
        let sent = (0..6).map(|_| visitor.post("/tickets", &fields));
        let sent = join_all(sent).await;
        assert!(sent.iter().all(|one| one.location() == sent[0].location()));
        assert_eq!(value::<i64>(panel, "select count(*) from tickets").await, 1);
        let path = sent[0].location().to_owned();
        let id = path.rsplit('/').next().unwrap();
        let once = visitor.get(&path).await.hidden("once");
        let fields = [("text", "Again"), ("once", &*once)];
        let replies = format!("{path}/reply");
        join_all((0..6).map(|_| visitor.post(&replies, &fields))).await;
        let messages = "select count(*) from ticket_messages";
        assert_eq!(value::<i64>(panel, messages).await, 2);
        let page = support.get(&format!("{LIST}/{id}")).await;
        let (once, seen) = (page.hidden("once"), page.hidden("seen"));
        let fields = [("text", "Answer"), ("once", &*once), ("seen", &*seen)];
        let answers = format!("{LIST}/{id}/reply");
        let sent = join_all((0..6).map(|_| support.post(&answers, &fields))).await;
        assert!(sent.iter().all(|one| one.status == 303));
        assert_eq!(value::<i64>(panel, messages).await, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_are_limits() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        for _ in 0..2 {
            let mut ids = Vec::new();
            for _ in 0..5 {
                ids.push(open(&visitor, "Question").await);
            }
            let refused = ask(&visitor, "", "Kept").await;
            refused.assert_status(422).assert_shows("Five of your tickets are open");
            refused.assert_shows("Kept");
            for id in ids {
                let close = format!("/tickets/{id}/close");
                visitor.post(&close, &NOTHING).await.assert_status(303);
            }
        }
        let refused = ask(&visitor, "", "x").await;
        refused.assert_status(422).assert_shows("You opened 10 tickets in a day.");
        for _ in 0..50 {
            reply(&visitor, "1", "More").await.assert_status(303);
        }
        let refused = reply(&visitor, "1", "Kept").await;
        refused.assert_status(422).assert_shows("You wrote 60 messages in a day.");
        refused.assert_shows("Kept");
        panel.advance(TimeDelta::hours(25));
        let visitor = Visitor::of(panel, customer.id).await;
        reply(&visitor, "1", "More").await.assert_status(303);
        open(&visitor, "Question").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_stays_text() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let support = member(panel, Role::Support).await;
        let text = "<script>alert(1)</script> <img src=x onerror=\"alert(2)\">\n\
                    \u{202e}desrever \u{2066}isolated\n\
                    data:text/html,x https://a.example/\"onmouseover=alert(4) \
                    See https://b.example/x?y=1&z=2.";
        let id = open(&visitor, text).await;
        for (who, path) in
            [(&visitor, format!("/tickets/{id}")), (&support, format!("{LIST}/{id}"))]
        {
            let page = who.get(&path).await;
            page.assert_shows("&#60;script&#62;alert(1)").assert_shows("&#60;img src=x");
            page.assert_shows("\ndesrever isolated\n").assert_shows("dir=\"auto\"");
            let link = "<a rel=\"nofollow noopener noreferrer\" target=\"_blank\" href=\"";
            page.assert_shows(&format!("{link}https://b.example/x?y=1&#38;z=2\">"));
            page.assert_shows(&format!("{link}https://a.example/\">https://a.example/</a>&#34;on"));
            lacks(&page, "href=\"data:");
            for sign in ['\u{202e}', '\u{2066}'] {
                lacks(&page, &sign.to_string());
            }
        }
        for path in ["/tickets", LIST] {
            let who = if path == LIST { &support } else { &visitor };
            let page = who.get(path).await;
            page.assert_shows("&#60;script&#62;");
            lacks(&page, "\u{202e}");
        }
        // Too long a text is refused with its length, and kept; in any script.
        for (text, length) in
            [("a".repeat(1_000_000), "1,000,000"), ("ب".repeat(500_000), "500,000")]
        {
            let refused = ask(&visitor, "", &text).await;
            refused.assert_status(422);
            refused.assert_shows("At most 10,000 characters.").assert_shows(length);
            assert!(refused.text().contains(&text), "it is not kept");
            let refused = reply(&visitor, &id, &text).await;
            refused.assert_status(422).assert_shows(length);
            let refused = answer(&support, &id, &text).await;
            refused.assert_status(422).assert_shows(length);
        }
        for nothing in ["", " \n ", "\u{200b}\u{202e}"] {
            ask(&visitor, "", nothing).await.assert_status(422).assert_shows("Write your message.");
        }
        assert_eq!(value::<i64>(panel, "select count(*) from ticket_messages").await, 1);
        reply(&visitor, &id, &"ü".repeat(10_000)).await.assert_status(303);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_is_for_staff_alone() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let support = member(panel, Role::Support).await;
        let id = open(&visitor, "Question").await;
        visitor.get(&format!("/tickets/{id}")).await;
        note(&support, &id, "Secret-7731").await;
        support.get(&format!("{LIST}/{id}")).await.assert_shows("Secret-7731");
        let refused = [("note", " "), ("once", "0123456789")];
        let refused = support.post(&format!("{LIST}/{id}/notes"), &refused).await;
        refused.assert_status(422).assert_shows("Write your message.");
        for path in ["/tickets", "/tickets?state=open", &*format!("/tickets/{id}")] {
            let page = visitor.get(path).await;
            lacks(&page, "Secret-7731");
            lacks(&page, "there are unread answers");
        }
        lacks(&visitor.get(&format!("/tickets/{id}?before=424242")).await, "Secret-7731");
        // It is no answer: the customer still waits.
        assert_eq!(state(panel, &id).await, "waiting");
        lacks(&reply(&visitor, &id, &"x".repeat(10_001)).await, "Secret-7731");
        // The log does not repeat it.
        let log = "select count(*) from audit where after::text like '%7731%'";
        assert_eq!(value::<i64>(panel, log).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_answers_over_what_they_have_not_seen() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let (ann, bob) = (member(panel, Role::Support).await, member(panel, Role::Admin).await);
        let id = open(&visitor, "Question").await;
        let path = format!("{LIST}/{id}");
        let page = bob.get(&path).await;
        let (once, seen) = (page.hidden("once"), page.hidden("seen"));
        answer(&ann, &id, "From Ann").await.assert_status(303);
        let fields = [("text", "From Bob"), ("once", &*once), ("seen", &*seen)];
        let asked = bob.post(&format!("{path}/reply"), &fields).await;
        asked.assert_status(422).assert_shows("Somebody wrote meanwhile.");
        asked.assert_shows("From Ann").assert_shows("From Bob");
        lacks(&visitor.get(&format!("/tickets/{id}")).await, "From Bob");
        // It is asked again, with what is the newest now.
        let (once, seen) = (asked.hidden("once"), asked.hidden("seen"));
        let fields = [("text", "From Bob"), ("once", &*once), ("seen", &*seen)];
        bob.post(&format!("{path}/reply"), &fields).await.assert_goes(&path);
        let page = visitor.get(&format!("/tickets/{id}")).await;
        page.assert_shows("From Ann").assert_shows("From Bob");
        // Both at the same moment: one is sent, the other one is asked.
        reply(&visitor, &id, "And now?").await.assert_status(303);
        let sent = tokio::join!(answer(&ann, &id, "One"), answer(&bob, &id, "Two"));
        let mut sent = [sent.0.status.as_u16(), sent.1.status.as_u16()];
        sent.sort_unstable();
        assert!(sent == [303, 422] || sent == [303, 303], "{sent:?}");
        // The customer's own message counts, too.
        let page = ann.get(&path).await;
        let (once, seen) = (page.hidden("once"), page.hidden("seen"));
        reply(&visitor, &id, "Wait, I found it.").await.assert_status(303);
        let fields = [("text", "Look there"), ("once", &*once), ("seen", &*seen)];
        let asked = ann.post(&format!("{path}/reply"), &fields).await;
        asked.assert_status(422).assert_shows("Wait, I found it.");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_work_through_those_that_wait() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let ann = panel.account(Role::Support).await;
        let (support, other) = (Visitor::of(panel, ann.id).await, member(panel, Role::Admin).await);
        let mut ids = Vec::new();
        for text in ["First-q", "Second-q", "Third-q"] {
            ids.push(open(&visitor, text).await);
        }
        let list = support.get(LIST).await;
        let places = ["First-q", "Second-q", "Third-q"].map(|text| list.text().find(text).unwrap());
        assert!(places.is_sorted(), "the oldest comes first");
        let next = |id: &str| format!("rel=\"next\" href=\"{LIST}/{id}\"");
        answer(&support, &ids[0], "Done").await.assert_status(303);
        let page = support.get(&format!("{LIST}/{}", ids[0])).await;
        page.assert_shows(&next(&ids[1])).assert_shows("Other tickets");
        support.get(&format!("{LIST}/{}", ids[1])).await.assert_shows(&next(&ids[2]));
        // A later message does not make a ticket younger.
        reply(&visitor, &ids[1], "Still waiting").await.assert_status(303);
        let list = support.get(LIST).await;
        assert!(list.text().find("Second-q") < list.text().find("Third-q"));

        let assign = format!("{LIST}/{}/assign", ids[2]);
        let to = ann.id.to_string();
        other.post(&assign, &[("to", &*to)]).await.assert_status(303);
        support.get(&format!("{LIST}?who=mine")).await.assert_shows("Third-q");
        lacks(&support.get(&format!("{LIST}?who=nobody")).await, "Third-q");
        support.get(&format!("{LIST}?who=nobody")).await.assert_shows("Second-q");
        let stranger = customer.id.to_string();
        other.post(&assign, &[("to", &*stranger)]).await.assert_status(303);
        other.get(LIST).await.assert_shows("They cannot answer tickets.");
        let of = format!("select assignee_id from tickets where id = {}", ids[2]);
        assert_eq!(value::<i64>(panel, &of).await, ann.id.get());
        other.post(&assign, &[("to", "")]).await.assert_status(303);
        assert_eq!(value::<Option<i64>>(panel, &of).await, None);

        // With an answer it can be closed at once.
        let page = support.get(&format!("{LIST}/{}", ids[1])).await;
        let (once, seen) = (page.hidden("once"), page.hidden("seen"));
        let fields = [("text", "Bye"), ("once", &*once), ("seen", &*seen), ("close", "1")];
        support.post(&format!("{LIST}/{}/reply", ids[1]), &fields).await.assert_status(303);
        assert_eq!(state(panel, &ids[1]).await, "closed");
        support.get(&format!("{LIST}?state=closed")).await.assert_shows("Second-q");
        support.get(LIST).await.assert_shows("Median time to the end");
        visitor.get("/tickets").await.assert_shows("2<span class=\"visually-hidden\"> unread");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn saved_answers_and_subjects_are_kept_by_staff() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let support = member(panel, Role::Support).await;
        let id = open(&visitor, "Question").await;
        let templates = format!("{LIST}/templates");
        let refused = support.post(&templates, &[("name", ""), ("text", "")]).await;
        refused.assert_status(422).assert_shows("Give it a name.");
        let fields = [("name", "Started"), ("text", "It has\nstarted.")];
        support.post(&templates, &fields).await.assert_goes(&templates);
        let fields = [("name", "STARTED"), ("text", "x")];
        support.post(&templates, &fields).await.assert_status(422).assert_shows("has this name");

        // Inserted by the server: what was typed stays, and nothing is sent.
        let page = support.get(&format!("{LIST}/{id}")).await;
        let (once, seen) = (page.hidden("once"), page.hidden("seen"));
        let insert = format!("{LIST}/{id}/insert");
        let form = |template: &'static str| {
            [("text", "Hello,"), ("once", &*once), ("seen", &*seen), ("template", template)]
        };
        let page = support.post(&insert, &form("1")).await;
        page.assert_status(200).assert_shows("Hello,\n\nIt has\nstarted.");
        assert_eq!((page.hidden("once"), page.hidden("seen")), (once.clone(), seen.clone()));
        let refused = support.post(&insert, &form("")).await;
        refused.assert_status(422).assert_shows("Choose a saved answer.").assert_shows("Hello,");
        assert_eq!(value::<i64>(panel, "select count(*) from ticket_messages").await, 1);
        let fields = [("name", "Begun"), ("text", "It has begun.")];
        support.post(&format!("{templates}/1"), &fields).await.assert_goes(&templates);
        support.get(&format!("{templates}/1")).await.assert_shows("It has begun.");
        support.post(&format!("{templates}/1/remove"), &NOTHING).await.assert_goes(&templates);
        support.get(&format!("{templates}/1")).await.assert_status(404);

        let subjects = format!("{LIST}/subjects");
        support.post(&subjects, &[("name", "Refill")]).await.assert_status(303);
        support.post(&subjects, &[("name", " ")]).await.assert_status(422);
        support.post(&format!("{subjects}/5/first"), &NOTHING).await.assert_goes(&subjects);
        let page = visitor.get("/tickets/new").await;
        assert!(page.text().find("Refill") < page.text().find("Payment"));
        let renamed = support.post(&format!("{subjects}/1"), &[("name", "Orders")]).await;
        renamed.assert_goes(&subjects);
        visitor.get(&format!("/tickets/{id}")).await.assert_shows("<h1>Orders");
        for subject in 1..=5 {
            let path = format!("{subjects}/{subject}/disable");
            support.post(&path, &NOTHING).await.assert_goes(&subjects);
        }
        support.get(&subjects).await.assert_shows("One subject has to stay on.");
        let on = "select name from ticket_subjects where enabled";
        assert_eq!(value::<String>(panel, on).await, "Refill");
        lacks(&visitor.get("/tickets/new").await, "Payment");
        let log = "select count(*) from audit where action like 'ticket_%.%'";
        assert!(value::<i64>(panel, log).await >= 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_canceled_and_refilled_from_its_ticket() {
    still_panel(async |panel| {
        let customer = panel.customer("10").await;
        let service = panel.service(|one| one.draft.refill_wait_h = 0).await;
        let (open_order, done) =
            (placed(panel, &customer, service).await, placed(panel, &customer, service).await);
        let other = placed(panel, &customer, service).await;
        panel.complete(done).await;
        let visitor = Visitor::of(panel, customer.id).await;
        let asked = ask(&visitor, &format!("{open_order} {done}"), "Please help").await;
        let id = asked.location().rsplit('/').next().unwrap().to_owned();
        let path = format!("{LIST}/{id}");
        let (cancel, refill) = (format!("{path}/cancel"), format!("{path}/refill"));
        let support = member(panel, Role::Support).await;
        let admin = member(panel, Role::Admin).await;
        let form = |order: i64| [("order", order.to_string())];
        let send = async |who: &Visitor<'_>, path: &str, order: i64| {
            let form = form(order);
            let fields: Vec<_> = form.iter().map(|(name, text)| (*name, text.as_str())).collect();
            who.post(path, &fields).await
        };
        // Support has no area for orders: no button, and no way.
        lacks(&support.get(&path).await, &cancel);
        send(&support, &cancel, open_order).await.assert_status(403);
        let page = admin.get(&path).await;
        page.assert_shows(&cancel).assert_shows(&refill).assert_shows("#attempts");
        // An order that the ticket does not name is none of its business.
        send(&admin, &cancel, other).await.assert_status(404);
        send(&admin, &cancel, open_order).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("The cancel is asked for.").assert_shows("A cancel is");
        send(&admin, &refill, done).await.assert_goes(&path);
        let page = admin.get(&path).await;
        page.assert_shows(&format!("The refill of order {done} is asked for."));
        page.assert_shows("A refill is asked for.");
        send(&admin, &refill, done).await.assert_goes(&path);
        admin.get(&path).await.assert_shows("was asked for already");
        let refills = "select count(*) from refills";
        assert_eq!(value::<i64>(panel, refills).await, 1);
        let log = "select string_agg(action || ' ' || (after ->> 'why'), ', ' order by id)
                   from audit where action in ('order.cancel', 'order.refill')";
        let why = format!("Asked for in ticket {id}");
        let right = format!("order.cancel {why}, order.refill {why}");
        assert_eq!(value::<String>(panel, log).await, right);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_answer_reads_only() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let id = open(&visitor, "Question").await;
        let who = panel.account(Role::Support).await;
        let (db, clock) = (&panel.app.db, &panel.app.clock);
        let none = Areas::default();
        staff::set_areas(db, clock, Actor::COMMAND, who.id, none).await.unwrap();
        let reader = Visitor::of(panel, who.id).await;
        let page = reader.get(&format!("{LIST}/{id}")).await;
        page.assert_shows("Question");
        lacks(&page, "<textarea");
        lacks(&reader.get("/admin").await, "1<span class=\"visually-hidden\"> waiting");
        reader.get(LIST).await.assert_status(200);
        let form = [("text", "x"), ("note", "x"), ("once", "0123456789"), ("seen", "1")];
        for what in ["reply", "insert", "notes", "close", "assign", "cancel", "refill"] {
            reader.post(&format!("{LIST}/{id}/{what}"), &form).await.assert_status(403);
        }
        for path in ["templates", "subjects"] {
            reader.get(&format!("{LIST}/{path}")).await.assert_status(403);
            reader.post(&format!("{LIST}/{path}"), &form).await.assert_status(403);
        }
        for path in ["subjects/1", "subjects/1/disable", "subjects/1/first", "templates/1/remove"] {
            reader.post(&format!("{LIST}/{path}"), &form).await.assert_status(403);
        }
        // A right that is taken away is gone at once, also for what they take care of.
        let page = reader.get(&format!("{LIST}/{id}")).await;
        page.assert_shows("Waiting");
        assert_eq!(value::<i64>(panel, "select count(*) from ticket_messages").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_who_visit_a_customer_read_nothing_for_them() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let id = open(&visitor, "Question").await;
        let admin = panel.account(Role::Admin).await;
        let staff = Visitor::new(panel);
        staff.sign_in(&admin).await.assert_status(303);
        answer(&staff, &id, "Answer").await.assert_status(303);
        let visit = format!("/admin/customers/{}/visit", customer.id);
        staff.post(&visit, &[("reason", "A look")]).await.assert_status(303);
        staff.get(&format!("/tickets/{id}")).await.assert_shows("Answer");
        visitor.get("/orders").await.assert_shows(" unread");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_comes_with_a_question() {
    still_panel(async |panel| {
        let customer = panel.customer("0").await;
        let visitor = Visitor::of(panel, customer.id).await;
        let page = visitor.get("/tickets/new").await;
        let form = |once: String, sent: Vec<u8>| {
            let picture = Part::bytes(sent).file_name("screen.png");
            let form = Form::new().text("once", once).text("subject", "1").text("orders", "");
            form.text("text", "What is this?").part("picture", picture)
        };
        let send = async |path: &str, form: Form| {
            visitor.send(visitor.request(Method::POST, path).multipart(form)).await
        };
        // What is no picture is refused, and the question stays on the page.
        let refused = send("/tickets", form(page.hidden("once"), b"<svg></svg>".to_vec())).await;
        refused.assert_status(422).assert_shows("What is this?").assert_shows("no PNG, JPEG");
        let picture = super::pictures::picture(image::ImageFormat::Png);
        let opened = send("/tickets", form(refused.hidden("once"), picture.clone())).await;
        opened.assert_status(303);
        let ticket = visitor.get(opened.location()).await;
        ticket.assert_shows("<img src=\"/pictures/1\"");
        // And with a reply.
        let path = format!("{}/reply", opened.location());
        send(&path, form(ticket.hidden("once"), picture)).await.assert_status(303);
        visitor.get(opened.location()).await.assert_shows("<img src=\"/pictures/2\"");
        // Staff see them with the ticket; another customer sees none.
        let support = member(panel, Role::Support).await;
        let seen = support.get(&format!("/admin{}", opened.location())).await;
        seen.assert_shows("<img src=\"/admin/pictures/1\"");
        support.get("/admin/pictures/1").await.assert_status(200);
        let other = Visitor::of(panel, panel.customer("0").await.id).await;
        other.get("/pictures/1").await.assert_status(404);
    })
    .await;
}

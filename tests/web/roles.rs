//! Who may go where. Every route of every door is in this table. A route that is missing fails the
//! test, so that nobody adds a page without saying who it is for.
//!
//! It is long because the table has a line for each route, and must be complete to prove anything.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Index;
use std::path::{Path, PathBuf};

use waybill::accounts::account::NewAccount;
use waybill::accounts::audit::Actor;
use waybill::accounts::email::Email;
use waybill::accounts::password::{For, Password};
use waybill::accounts::rights::{Area, Areas};
use waybill::accounts::role::Role;
use waybill::accounts::staff;
use waybill::accounts::token;
use waybill::accounts::{AccountId, session};
use waybill::affiliates::member::{self, Application};
use waybill::affiliates::offer::{self, Draft};
use waybill::affiliates::{CommissionType, MemberId, OfferId};
use waybill::catalogue::{GroupId, blocked};
use waybill::content::{AnnouncementId, Audience, Level, PageId, Texts, announcement, page};
use waybill::kit::lang::Lang;
use waybill::kit::money::Money;
use waybill::kit::page::Cursor;
use waybill::ledger;
use waybill::web::assets;

use super::{Answer, NOTHING, Visitor};
use crate::support::{Customer, Panel, order_id, still_panel};

/// The kinds of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// 200.
    Page,
    /// A redirect to another page: it was done, or it is not here.
    Away,
    /// The form is shown again with what is wrong: the person has access.
    Refused,
    /// Something that no page of ours sends: the person has access here too.
    Unreadable,
    SignIn,
    Forbidden,
    Missing,
    /// A machine without its token.
    Token,
}

use Class::{Away, Forbidden, Missing, Page, Refused, SignIn, Token, Unreadable};

/// What a route asks of somebody who is signed in and may use it, before it does anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepUp {
    /// A page, which changes nothing. Every other route has to say what it asks.
    Unsaid,
    /// For the password and the second factor, if they were given more than 15 minutes ago; with these
    /// fields.
    Asks(Fields),
    /// The same after four hours: where staff end orders all day.
    AtDesk(Fields),
    /// For the second factor alone, because its form has a field for the password.
    Code,
    /// For nothing, and why that is right.
    Nothing(&'static str),
}

type Fields = &'static [(&'static str, &'static str)];

/// Guest, customer, support, admin, owner; and what the route asks.
pub struct Classes {
    by_role: [Class; 5],
    pub step_up: StepUp,
}

impl Index<usize> for Classes {
    type Output = Class;

    fn index(&self, column: usize) -> &Class {
        &self.by_role[column]
    }
}

impl Classes {
    const fn new(by_role: [Class; 5]) -> Self {
        Self { by_role, step_up: StepUp::Unsaid }
    }

    const fn with(self, step_up: StepUp) -> Self {
        Self { by_role: self.by_role, step_up }
    }

    const fn asks(self) -> Self {
        self.with(StepUp::Asks(&[]))
    }

    const fn asks_with(self, fields: Fields) -> Self {
        self.with(StepUp::Asks(fields))
    }

    const fn asks_at_desk(self, fields: Fields) -> Self {
        self.with(StepUp::AtDesk(fields))
    }

    const fn asks_code(self) -> Self {
        self.with(StepUp::Code)
    }

    const fn free(self, because: &'static str) -> Self {
        self.with(StepUp::Nothing(because))
    }
}

const fn anyone(class: Class) -> Classes {
    Classes::new([class; 5])
}

const fn guests(class: Class) -> Classes {
    Classes::new([class, Away, Away, Away, Away])
}

const fn signed_in(class: Class) -> Classes {
    Classes::new([SignIn, class, class, class, class])
}

const fn staff(class: Class) -> Classes {
    Classes::new([SignIn, Missing, class, class, class])
}

const fn owners(class: Class) -> Classes {
    Classes::new([SignIn, Missing, Forbidden, Forbidden, class])
}

const fn managers(class: Class) -> Classes {
    Classes::new([SignIn, Missing, Forbidden, class, class])
}

// Why a route asks for nothing.
const OPEN: &str = "it is for people who are not signed in, and has a proof of its own";
const LOOKS: &str = "it shows something, or how things are shown; nothing else changes";
const TALK: &str = "words for people, which move no money and let nobody in";
const ORDERS: &str = "ordering is what the account is for, and the form shows the price";
const OWN: &str = "the customer's own wishes, which let nobody in and send no money out";
const TAKES: &str = "it only takes something away, as fast as it must be when something is wrong";
const WORK: &str = "staff's daily work, which moves no money and sets no price";
const RULES: &str = "what the customer may do as well, under the same rules";
const LATER: &str = "no money moves; the step that moves it asks";
const KEYS: &str = "programs bring a key or a signature and have no session";

/// Every route, with its answer to a form without fields about something that exists (on the
/// customers' side: something of their own).
pub const ROUTES: &[(&str, &str, Classes)] = &[
    ("GET", "/", guests(Page)),
    ("GET", "/robots.txt", anyone(Page)),
    ("GET", "/services", signed_in(Page)),
    ("GET", "/services.csv", signed_in(Page)),
    ("GET", "/services/updates", signed_in(Page)),
    ("POST", "/services/favourites", signed_in(Unreadable).free(LOOKS)),
    ("GET", "/services/{id}", signed_in(Page)),
    ("GET", "/api-docs", signed_in(Page)),
    ("GET", "/terms", anyone(Page)),
    ("GET", "/privacy", anyone(Page)),
    ("GET", "/logo/{hash}", anyone(Missing)),
    ("GET", "/colours/{colours}", anyone(Page)),
    ("GET", "/pages", anyone(Page)),
    // It is for everyone.
    ("GET", "/pages/{slug}", anyone(Page)),
    ("POST", "/theme", anyone(Unreadable).free(LOOKS)),
    ("POST", "/language", anyone(Unreadable).free(LOOKS)),
    ("GET", "/sign-up", guests(Page)),
    ("POST", "/sign-up", anyone(Refused).free(OPEN)),
    ("GET", "/sign-in", guests(Page)),
    ("POST", "/sign-in", anyone(Refused).free(OPEN)),
    // The issuer is off.
    ("GET", "/sign-in/with/{id}", anyone(Missing)),
    ("GET", "/sign-in/back", anyone(Page)),
    // Without a half sign-in these say that it is over.
    ("GET", "/second-factor", anyone(Page)),
    ("POST", "/second-factor", anyone(Refused).free(OPEN)),
    ("POST", "/sign-out", anyone(SignIn).free(TAKES)),
    ("GET", "/forgot", anyone(Page)),
    ("POST", "/forgot", anyone(Refused).free(OPEN)),
    // Without a link these say that it does not work.
    ("GET", "/reset", anyone(Page)),
    ("POST", "/reset", anyone(Refused).free(OPEN)),
    ("GET", "/join", guests(Page)),
    ("POST", "/join", anyone(Refused).free(OPEN)),
    ("GET", "/confirm", anyone(Page)),
    ("POST", "/confirm", anyone(Refused).free(OPEN)),
    ("GET", "/address/confirm", anyone(Page)),
    ("POST", "/address/confirm", anyone(Refused).free(OPEN)),
    ("GET", "/address/stop", anyone(Page)),
    ("POST", "/address/stop", anyone(Refused).free(OPEN)),
    // They have chosen their passwords.
    ("GET", "/new-password", signed_in(Away)),
    ("POST", "/new-password", signed_in(Refused).free(OWN)),
    ("GET", "/accept-terms", signed_in(Away)),
    ("POST", "/accept-terms", signed_in(Refused).free(OWN)),
    ("GET", "/new", signed_in(Page)),
    ("POST", "/new", signed_in(Refused).free(ORDERS)),
    ("POST", "/new/fields", signed_in(Page).free(LOOKS)),
    ("POST", "/new/quote", signed_in(Page).free(LOOKS)),
    ("POST", "/new/check", signed_in(Page).free(LOOKS)),
    ("GET", "/new/services", signed_in(Page)),
    ("GET", "/new/mass", signed_in(Page)),
    ("POST", "/new/mass", signed_in(Refused).free(ORDERS)),
    ("POST", "/new/mass/check", signed_in(Refused).free(LOOKS)),
    ("POST", "/new/mass/csv", signed_in(Page).free(LOOKS)),
    ("GET", "/orders", signed_in(Page)),
    ("GET", "/live", signed_in(Unreadable)),
    ("GET", "/palette", signed_in(Page)),
    ("GET", "/orders/live", signed_in(Page)),
    ("GET", "/orders/services", signed_in(Page)),
    ("GET", "/orders.csv", signed_in(Page)),
    ("POST", "/orders/csv", signed_in(Away).free(LOOKS)),
    ("POST", "/orders/cancel", signed_in(Away).free(ORDERS)),
    ("POST", "/orders/refill", signed_in(Away).free(ORDERS)),
    ("POST", "/orders/reorder", signed_in(Away).free(LOOKS)),
    ("POST", "/orders/views", signed_in(Away).free(LOOKS)),
    ("POST", "/orders/views/{id}/remove", signed_in(Away).free(LOOKS)),
    ("GET", "/orders/drip-feeds", signed_in(Page)),
    ("GET", "/orders/subscriptions", signed_in(Page)),
    ("GET", "/orders/refills", signed_in(Page)),
    ("GET", "/orders/{id}", signed_in(Page)),
    ("GET", "/orders/{id}/live", signed_in(Page)),
    ("POST", "/orders/{id}/cancel", signed_in(Away).free(ORDERS)),
    ("POST", "/orders/{id}/refill", signed_in(Away).free(ORDERS)),
    ("POST", "/orders/{id}/resume", signed_in(Away).free(ORDERS)),
    ("GET", "/statement", signed_in(Page)),
    ("GET", "/statement.csv", signed_in(Page)),
    ("GET", "/deposits", signed_in(Page)),
    ("POST", "/deposits", signed_in(Unreadable).free(ORDERS)),
    ("POST", "/deposits/code", signed_in(Refused).free(OWN)),
    ("POST", "/deposits/order", signed_in(Page).free(LOOKS)),
    ("GET", "/deposits/{id}", signed_in(Page)),
    ("GET", "/deposits/{id}/live", signed_in(Page)),
    // Whoever has the address of a payment may pay it; nobody has this one.
    ("GET", "/sandbox-pay/{token}", anyone(Missing)),
    ("POST", "/sandbox-pay/{token}", anyone(Missing).free(OPEN)),
    ("GET", "/pictures/{id}", signed_in(Page)),
    ("GET", "/tickets", signed_in(Page)),
    ("POST", "/tickets", signed_in(Unreadable).free(TALK)),
    ("GET", "/tickets/new", signed_in(Page)),
    ("GET", "/tickets/{id}", signed_in(Page)),
    ("POST", "/tickets/{id}/reply", signed_in(Unreadable).free(TALK)),
    ("POST", "/tickets/{id}/close", signed_in(Away).free(TALK)),
    ("GET", "/announcements", signed_in(Page)),
    ("POST", "/announcements/{id}/dismiss", signed_in(Away).free(LOOKS)),
    ("GET", "/notices", signed_in(Page)),
    ("POST", "/notices/read", signed_in(Unreadable).free(LOOKS)),
    ("POST", "/notices/{id}/open", signed_in(Away).free(LOOKS)),
    // Without a link these say that it does not work.
    ("GET", "/notices/stop", anyone(Page)),
    ("POST", "/notices/stop", anyone(Refused).free(OPEN)),
    ("GET", "/affiliate", signed_in(Page)),
    ("POST", "/affiliate/join", signed_in(Unreadable).free(OWN)),
    ("GET", "/affiliate/links", signed_in(Page)),
    ("GET", "/affiliate/referrals", signed_in(Page)),
    ("GET", "/affiliate/referrals.csv", signed_in(Page)),
    ("GET", "/affiliate/payouts", signed_in(Page)),
    ("POST", "/affiliate/payouts", signed_in(Unreadable).asks_with(&[("way", "outside")])),
    ("POST", "/affiliate/payouts/{id}/cancel", signed_in(Away).free(TAKES)),
    ("GET", "/account", signed_in(Page)),
    ("POST", "/account/profile", signed_in(Refused).free(OWN)),
    ("POST", "/account/password", signed_in(Refused).asks_code()),
    ("POST", "/account/address", signed_in(Refused).asks()),
    ("GET", "/account/connect", signed_in(Away)),
    ("POST", "/account/connect", signed_in(Away).asks()),
    ("POST", "/account/issuers/{id}/remove", signed_in(Missing).asks()),
    ("POST", "/account/address/verify", signed_in(Away).free(OWN)),
    ("GET", "/account/second-factor", signed_in(Page)),
    ("POST", "/account/second-factor", signed_in(Unreadable).asks()),
    ("POST", "/account/second-factor/new", signed_in(Page).asks()),
    ("POST", "/account/second-factor/codes", signed_in(Away).asks()),
    ("POST", "/account/second-factor/forget", signed_in(Away).free(TAKES)),
    ("POST", "/account/second-factor/off", signed_in(Away).asks()),
    // At the address of this panel, which is a number, browsers keep no passkeys.
    ("POST", "/account/second-factor/passkeys", signed_in(Away).asks()),
    ("POST", "/account/second-factor/passkeys/new", signed_in(Away).asks()),
    ("POST", "/account/second-factor/passkeys/{id}/remove", signed_in(Away).asks()),
    ("GET", "/account/privacy", signed_in(Page)),
    ("POST", "/account/privacy/export", signed_in(Away).asks()),
    // There is none yet.
    ("GET", "/account/privacy/data.zip", signed_in(Missing)),
    ("POST", "/account/privacy/close", signed_in(Refused).asks_code()),
    ("GET", "/account/tokens", signed_in(Page)),
    ("POST", "/account/tokens", signed_in(Refused).asks()),
    ("GET", "/account/tokens/new", signed_in(Page)),
    ("GET", "/account/tokens/{id}", signed_in(Page)),
    ("POST", "/account/tokens/{id}/rotate", signed_in(Refused).asks()),
    ("POST", "/account/tokens/{id}/revoke", signed_in(Away).free(TAKES)),
    ("GET", "/account/notices", signed_in(Page)),
    ("POST", "/account/notices", signed_in(Away).free(OWN)),
    // There is no bot.
    ("POST", "/account/notices/telegram", signed_in(Away).asks()),
    ("POST", "/account/notices/telegram/unlink", signed_in(Away).free(TAKES)),
    ("POST", "/account/sessions/{id}/revoke", signed_in(Away).asks()),
    ("POST", "/account/sessions/revoke-others", signed_in(Away).asks()),
    ("GET", "/admin", staff(Page)),
    ("GET", "/admin/services", staff(Page)),
    ("POST", "/admin/services", managers(Refused).asks()),
    ("GET", "/admin/services/new", managers(Page)),
    ("POST", "/admin/services/bulk", managers(Away).asks_with(&[("go", "1"), ("do", "percent")])),
    ("GET", "/admin/services/{id}", managers(Page)),
    ("POST", "/admin/services/{id}", managers(Refused).asks()),
    ("GET", "/admin/services/{id}/routes", managers(Page)),
    ("POST", "/admin/services/{id}/routes", managers(Refused).asks_with(&[("action", "save")])),
    ("GET", "/admin/services/{id}/offers", managers(Page)),
    ("POST", "/admin/services/{id}/price", managers(Away).asks()),
    ("POST", "/admin/services/{id}/enable", managers(Away).free(WORK)),
    ("POST", "/admin/services/{id}/disable", managers(Away).free(TAKES)),
    ("POST", "/admin/services/{id}/move", managers(Away).free(WORK)),
    ("POST", "/admin/categories/{id}/move", managers(Away).free(WORK)),
    ("GET", "/admin/providers", staff(Page)),
    ("POST", "/admin/providers", managers(Refused).asks()),
    ("GET", "/admin/providers/new", managers(Page)),
    ("GET", "/admin/providers/changes", staff(Page)),
    ("POST", "/admin/providers/changes", managers(Away).asks_with(&[("all", "apply")])),
    ("GET", "/admin/providers/{id}", staff(Page)),
    ("POST", "/admin/providers/{id}", managers(Refused).asks()),
    ("POST", "/admin/providers/{id}/test", managers(Page).free(WORK)),
    ("POST", "/admin/providers/{id}/pause", managers(Refused).free(TAKES)),
    ("POST", "/admin/providers/{id}/resume", managers(Away).free(WORK)),
    ("POST", "/admin/providers/{id}/enable", managers(Away).free(WORK)),
    ("POST", "/admin/providers/{id}/disable", managers(Away).free(TAKES)),
    ("POST", "/admin/providers/{id}/confirm", managers(Away).free(WORK)),
    ("GET", "/admin/providers/{id}/import", managers(Page)),
    ("POST", "/admin/providers/{id}/import", managers(Refused).asks_with(&[("seen", "1")])),
    ("POST", "/admin/providers/{id}/refresh", managers(Away).free(WORK)),
    // For those who may not see it, it is not there.
    ("GET", "/admin/pictures/{id}", Classes::new([SignIn, Missing, Missing, Page, Page])),
    ("GET", "/admin/reports", managers(Page)),
    ("GET", "/admin/reports.csv", managers(Page)),
    ("GET", "/admin/reports/money", managers(Page)),
    ("GET", "/admin/reports/close.csv", managers(Page)),
    ("GET", "/admin/reports/transfers", managers(Page)),
    ("GET", "/admin/deposits", staff(Page)),
    ("GET", "/admin/deposits/{id}", staff(Page)),
    // It is by hand, so no gateway knows of it.
    ("POST", "/admin/deposits/{id}/look", managers(Missing).free(WORK)),
    ("POST", "/admin/deposits/{id}/credit", managers(Missing).asks()),
    ("POST", "/admin/deposits/{id}/give-up", managers(Missing).free(TAKES)),
    ("POST", "/admin/deposits/{id}/refund", managers(Missing).asks()),
    ("POST", "/admin/deposits/{id}/gone-back", managers(Missing).asks()),
    ("GET", "/admin/deposits/compare", managers(Page)),
    ("POST", "/admin/deposits/compare", managers(Refused).free(LOOKS)),
    ("POST", "/admin/deposits/{id}/name", managers(Missing).asks()),
    ("POST", "/admin/deposits/{id}/dispute-over", managers(Missing).free(WORK)),
    ("GET", "/admin/hooks", managers(Page)),
    ("GET", "/admin/methods/new", managers(Page)),
    ("POST", "/admin/methods/new", managers(Refused).asks()),
    // The form lacks an amount, and the list says so.
    ("POST", "/admin/deposits/{id}/confirm", managers(Away).asks()),
    ("POST", "/admin/deposits/{id}/decline", managers(Away).free(TAKES)),
    ("GET", "/admin/methods", managers(Page)),
    ("POST", "/admin/methods", managers(Refused).asks()),
    ("GET", "/admin/methods/{id}", managers(Page)),
    ("POST", "/admin/methods/{id}", managers(Refused).asks()),
    ("POST", "/admin/methods/{id}/enable", managers(Away).free(WORK)),
    ("POST", "/admin/methods/{id}/disable", managers(Away).free(TAKES)),
    // The method of the table is by hand.
    ("POST", "/admin/methods/{id}/test", managers(Missing).free(WORK)),
    ("POST", "/admin/methods/{id}/try", managers(Missing).free(WORK)),
    ("POST", "/admin/methods/{id}/tried", managers(Missing).free(WORK)),
    ("POST", "/admin/methods/{id}/move", managers(Away).free(WORK)),
    // It is by hand, so nothing of it is held.
    ("POST", "/admin/methods/{id}/guard", managers(Missing).asks()),
    ("GET", "/admin/bonuses", managers(Page)),
    ("POST", "/admin/bonuses", managers(Refused).asks()),
    ("POST", "/admin/bonuses/{id}/end", managers(Away).free(TAKES)),
    ("GET", "/admin/promos", managers(Page)),
    ("POST", "/admin/promos", managers(Refused).asks()),
    ("POST", "/admin/promos/{id}/end", managers(Away).free(TAKES)),
    // Support begins with this area.
    ("GET", "/admin/tickets", staff(Page)),
    ("GET", "/admin/tickets/{id}", staff(Page)),
    ("POST", "/admin/tickets/{id}/reply", staff(Unreadable).free(TALK)),
    ("POST", "/admin/tickets/{id}/insert", staff(Refused).free(LOOKS)),
    ("POST", "/admin/tickets/{id}/notes", staff(Unreadable).free(TALK)),
    ("POST", "/admin/tickets/{id}/assign", staff(Away).free(TALK)),
    ("POST", "/admin/tickets/{id}/close", staff(Away).free(TALK)),
    ("POST", "/admin/tickets/{id}/cancel", managers(Unreadable).free(RULES)),
    ("POST", "/admin/tickets/{id}/refill", managers(Unreadable).free(RULES)),
    ("GET", "/admin/tickets/templates", staff(Page)),
    ("POST", "/admin/tickets/templates", staff(Refused).free(TALK)),
    ("GET", "/admin/tickets/templates/{id}", staff(Page)),
    ("POST", "/admin/tickets/templates/{id}", staff(Refused).free(TALK)),
    ("POST", "/admin/tickets/templates/{id}/remove", staff(Away).free(TALK)),
    ("GET", "/admin/tickets/subjects", staff(Page)),
    ("POST", "/admin/tickets/subjects", staff(Refused).free(TALK)),
    ("POST", "/admin/tickets/subjects/{id}", staff(Away).free(TALK)),
    ("POST", "/admin/tickets/subjects/{id}/enable", staff(Away).free(TALK)),
    ("POST", "/admin/tickets/subjects/{id}/disable", staff(Away).free(TALK)),
    ("POST", "/admin/tickets/subjects/{id}/first", staff(Away).free(TALK)),
    ("GET", "/admin/credits", managers(Page)),
    ("POST", "/admin/credits/{id}/confirm", managers(Away).asks()),
    ("POST", "/admin/credits/{id}/decline", managers(Away).free(TAKES)),
    ("GET", "/admin/customers", staff(Page)),
    ("POST", "/admin/customers", managers(Refused).asks()),
    ("GET", "/admin/customers/new", managers(Page)),
    ("GET", "/admin/customers/{id}", staff(Page)),
    ("POST", "/admin/customers/{id}/notes", staff(Refused).free(TALK)),
    ("POST", "/admin/customers/{id}/notes/{note}/remove", staff(Away).free(TALK)),
    ("GET", "/admin/customers/{id}/prices", staff(Page)),
    ("POST", "/admin/customers/{id}/prices", managers(Away).asks()),
    ("POST", "/admin/customers/{id}/discounts", managers(Refused).asks()),
    ("GET", "/admin/customers/{id}/close", managers(Page)),
    ("POST", "/admin/customers/{id}/close", managers(Refused).asks()),
    ("GET", "/admin/customers/{id}/access", staff(Page)),
    ("POST", "/admin/customers/{id}/keys/{key}/revoke", managers(Away).free(TAKES)),
    ("POST", "/admin/customers/{id}/sessions/end", managers(Away).free(TAKES)),
    ("POST", "/admin/customers/{id}/sessions/{session}/end", managers(Away).free(TAKES)),
    ("POST", "/admin/customers/{id}/visit", managers(Away).asks()),
    ("GET", "/admin/visit", staff(Page)),
    ("POST", "/admin/visit/end", staff(Away).free(TAKES)),
    ("GET", "/admin/groups", staff(Page)),
    ("POST", "/admin/groups", managers(Refused).asks()),
    ("GET", "/admin/groups/{id}", staff(Page)),
    ("POST", "/admin/groups/{id}", managers(Refused).asks()),
    ("POST", "/admin/groups/{id}/remove", managers(Away).asks()),
    ("POST", "/admin/customers/{id}/adjust", managers(Unreadable).asks()),
    ("POST", "/admin/customers/{id}/rates", managers(Refused).asks()),
    ("GET", "/admin/customers/{id}/rates.csv", staff(Page)),
    ("POST", "/admin/customers/{id}/rates/bulk", managers(Page).asks()),
    ("POST", "/admin/customers/{id}/rates/{service}/remove", managers(Away).asks()),
    ("POST", "/admin/customers/{id}/reset-link", managers(Away).asks()),
    ("POST", "/admin/customers/{id}/suspend", managers(Away).free(TAKES)),
    ("POST", "/admin/customers/{id}/unsuspend", managers(Away).free(WORK)),
    ("GET", "/admin/customers/{id}/statement", staff(Page)),
    ("GET", "/admin/customers/{id}/statement.csv", staff(Page)),
    ("GET", "/admin/invites", managers(Page)),
    ("POST", "/admin/invites", managers(Refused).free(WORK)),
    ("POST", "/admin/invites/{id}/withdraw", managers(Away).free(TAKES)),
    ("GET", "/admin/staff", owners(Page)),
    ("POST", "/admin/staff", owners(Refused).asks()),
    ("GET", "/admin/staff/{id}", owners(Page)),
    ("POST", "/admin/staff/{id}/role", owners(Refused).asks()),
    // A customer has no areas.
    ("POST", "/admin/staff/{id}/areas", owners(Away).asks()),
    ("POST", "/admin/staff/{id}/suspend", owners(Away).asks()),
    ("POST", "/admin/staff/{id}/unsuspend", owners(Away).asks()),
    ("POST", "/admin/staff/{id}/sign-out", owners(Away).free(TAKES)),
    ("POST", "/admin/staff/{id}/second-factor/reset", owners(Away).asks()),
    ("GET", "/admin/audit", owners(Page)),
    ("GET", "/admin/audit.csv", owners(Page)),
    ("GET", "/admin/announcements", owners(Page)),
    ("POST", "/admin/announcements", owners(Refused).free(TALK)),
    ("GET", "/admin/announcements/new", owners(Page)),
    ("POST", "/admin/announcements/preview", owners(Page).free(LOOKS)),
    ("GET", "/admin/announcements/{id}", owners(Page)),
    ("POST", "/admin/announcements/{id}", owners(Refused).free(TALK)),
    ("POST", "/admin/announcements/{id}/publish", owners(Away).free(TALK)),
    ("POST", "/admin/announcements/{id}/unpublish", owners(Away).free(TALK)),
    ("POST", "/admin/announcements/{id}/delete", owners(Away).free(TALK)),
    ("GET", "/admin/pages", owners(Page)),
    ("POST", "/admin/pages", owners(Refused).free(TALK)),
    ("GET", "/admin/pages/new", owners(Page)),
    ("POST", "/admin/pages/preview", owners(Page).free(LOOKS)),
    ("GET", "/admin/pages/{id}", owners(Page)),
    ("POST", "/admin/pages/{id}", owners(Refused).free(TALK)),
    ("POST", "/admin/pages/{id}/publish", owners(Away).free(TALK)),
    ("POST", "/admin/pages/{id}/unpublish", owners(Away).free(TALK)),
    ("POST", "/admin/pages/{id}/first", owners(Away).free(TALK)),
    ("POST", "/admin/pages/{id}/delete", owners(Away).free(TALK)),
    ("GET", "/admin/settings", owners(Page)),
    ("POST", "/admin/settings", owners(Refused).asks()),
    ("GET", "/admin/settings/people", owners(Page)),
    ("POST", "/admin/settings/people", owners(Refused).asks()),
    ("GET", "/admin/settings/orders", owners(Page)),
    ("POST", "/admin/settings/orders", owners(Refused).asks()),
    ("GET", "/admin/settings/records", owners(Page)),
    ("POST", "/admin/settings/records", owners(Refused).asks()),
    ("POST", "/admin/settings/logo", owners(Refused).free(TALK)),
    ("POST", "/admin/settings/logo/remove", owners(Away).free(TALK)),
    ("GET", "/admin/settings/sign-in", owners(Page)),
    ("POST", "/admin/settings/sign-in", owners(Refused).asks()),
    ("GET", "/admin/settings/sign-in/{id}", owners(Page)),
    ("POST", "/admin/settings/sign-in/{id}", owners(Refused).asks()),
    ("POST", "/admin/settings/sign-in/{id}/enable", owners(Away).asks()),
    ("POST", "/admin/settings/sign-in/{id}/remove", owners(Away).asks()),
    ("GET", "/admin/settings/alerts", owners(Page)),
    ("POST", "/admin/settings/alerts", owners(Refused).asks()),
    ("GET", "/admin/settings/alerts/{id}", owners(Page)),
    ("POST", "/admin/settings/alerts/{id}", owners(Refused).asks()),
    ("POST", "/admin/settings/alerts/{id}/test", owners(Away).free(TALK)),
    ("POST", "/admin/settings/alerts/{id}/remove", owners(Away).asks()),
    ("GET", "/admin/settings/telegram", owners(Page)),
    ("POST", "/admin/settings/telegram", owners(Refused).asks()),
    ("POST", "/admin/settings/telegram/remove", owners(Away).asks()),
    ("GET", "/admin/alerts", staff(Page)),
    ("GET", "/admin/mail", owners(Page)),
    ("POST", "/admin/mail/test", owners(Away).free(TALK)),
    ("GET", "/admin/mail/preview", owners(Page)),
    ("GET", "/admin/mail/preview.eml", owners(Page)),
    // Nothing waits.
    ("POST", "/admin/mail/{id}/retry", owners(Away).free(TALK)),
    ("GET", "/admin/orders", staff(Page)),
    ("GET", "/admin/orders.csv", staff(Page)),
    ("POST", "/admin/orders/csv", staff(Away).free(LOOKS)),
    ("POST", "/admin/orders/columns", staff(Away).free(LOOKS)),
    ("GET", "/admin/orders/bulk", staff(Page)),
    ("POST", "/admin/orders/bulk", managers(Away).free(LATER)),
    ("GET", "/admin/orders/bulk/{id}", staff(Page)),
    ("GET", "/admin/orders/bulk/{id}/live", staff(Page)),
    ("POST", "/admin/orders/bulk/{id}/start", managers(Refused).asks()),
    ("POST", "/admin/orders/bulk/{id}/stop", managers(Away).free(TAKES)),
    ("GET", "/admin/orders/bulk/{id}/results.csv", staff(Page)),
    ("GET", "/admin/orders/{id}", staff(Page)),
    ("GET", "/admin/orders/{id}/live", staff(Page)),
    ("GET", "/admin/live", staff(Unreadable)),
    ("GET", "/admin/palette", staff(Page)),
    ("POST", "/admin/orders/{id}/refund", managers(Refused).asks_at_desk(&[])),
    (
        "POST",
        "/admin/orders/{id}/resolve",
        managers(Refused).asks_at_desk(&[("decision", "canceled")]),
    ),
    ("POST", "/admin/orders/{id}/cancel", managers(Away).free(RULES)),
    ("POST", "/admin/orders/{id}/post", managers(Refused).free(WORK)),
    ("POST", "/admin/orders/{id}/correct", managers(Refused).free(WORK)),
    ("POST", "/admin/orders/{id}/move", managers(Refused).free(WORK)),
    ("POST", "/admin/orders/{id}/notes", staff(Refused).free(TALK)),
    // It is known where this order is, and staff do not deliver it.
    ("POST", "/admin/orders/{id}/accept", managers(Away).free(WORK)),
    ("GET", "/admin/desk", staff(Page)),
    ("POST", "/admin/desk", managers(Refused).asks_at_desk(&[("decision", "canceled")])),
    ("GET", "/admin/desk/refills", staff(Page)),
    ("POST", "/admin/desk/refills", managers(Refused).free(WORK)),
    ("GET", "/admin/desk/cancels", staff(Page)),
    ("POST", "/admin/desk/cancels", managers(Refused).asks_at_desk(&[("answer", "canceled")])),
    ("GET", "/admin/queue", staff(Page)),
    ("GET", "/admin/queue/{id}", staff(Away)),
    ("POST", "/admin/queue/{id}", managers(Away).asks_at_desk(&[("action", "cancel")])),
    ("POST", "/admin/refills/{id}/answer", managers(Away).free(WORK)),
    ("GET", "/admin/blocked", staff(Page)),
    ("POST", "/admin/blocked", managers(Refused).free(WORK)),
    ("GET", "/admin/blocked.csv", staff(Page)),
    ("GET", "/admin/blocked/{id}", staff(Page)),
    ("POST", "/admin/blocked/{id}/remove", managers(Away).free(WORK)),
    ("GET", "/admin/imports/{id}", staff(Page)),
    ("GET", "/admin/imports/{id}/live", staff(Page)),
    ("POST", "/admin/imports/{id}/stop", managers(Away).free(TAKES)),
    ("GET", "/admin/work", staff(Page)),
    ("GET", "/admin/work/live", staff(Page)),
    ("GET", "/admin/affiliates", staff(Page)),
    ("GET", "/admin/affiliates/{id}", staff(Page)),
    ("POST", "/admin/affiliates/{id}/state", managers(Refused).free(LATER)),
    ("GET", "/admin/affiliates/offers", staff(Page)),
    ("POST", "/admin/affiliates/offers", managers(Refused).free(LATER)),
    ("GET", "/admin/affiliates/offers/new", managers(Page)),
    ("GET", "/admin/affiliates/offers/{id}", staff(Page)),
    ("POST", "/admin/affiliates/offers/{id}", managers(Refused).free(LATER)),
    ("GET", "/admin/affiliates/referrals", staff(Page)),
    ("POST", "/admin/affiliates/referrals", managers(Refused).free(LATER)),
    ("GET", "/admin/affiliates/payouts", staff(Page)),
    ("POST", "/admin/affiliates/payouts", managers(Away).asks()),
    ("GET", "/admin/affiliates/payouts.csv", staff(Page)),
    ("GET", "/admin/affiliates/payouts/{id}", staff(Page)),
    ("POST", "/admin/affiliates/payouts/{id}", managers(Refused).asks()),
    ("GET", "/admin/affiliates/flags", staff(Page)),
    ("POST", "/admin/affiliates/flags/{id}", managers(Unreadable).free(LATER)),
    ("GET", "/static/{*path}", anyone(Page)),
    // Programs bring a key and have no session: 200 with a sentence.
    ("ANY", "/api/v2", anyone(Page).free(KEYS)),
    ("ANY", "/api/v2/", anyone(Page).free(KEYS)),
    ("ANY", "/api/order", anyone(Missing).free(KEYS)),
    ("ANY", "/api/order/", anyone(Missing).free(KEYS)),
    ("ANY", "/api/order/{*rest}", anyone(Token).free(KEYS)),
    ("ANY", "/api/check-balance", anyone(Token).free(KEYS)),
    ("ANY", "/api/check-balance/", anyone(Token).free(KEYS)),
    ("ANY", "/api/check-balance/{*rest}", anyone(Missing).free(KEYS)),
    ("ANY", "/api/v1", anyone(Missing).free(KEYS)),
    ("ANY", "/api/v1/", anyone(Missing).free(KEYS)),
    ("ANY", "/api/v1/{*rest}", anyone(Missing).free(KEYS)),
    // A gateway posts to the door of a method; nobody has this one.
    ("ANY", "/hooks/{door}", anyone(Missing).free(KEYS)),
    ("ANY", "/hooks/{door}/", anyone(Missing).free(KEYS)),
    ("GET", "/healthz", anyone(Page)),
    ("GET", "/readyz", anyone(Page)),
];

/// The things that the ids in the paths name, for one account.
pub struct World {
    order: i64,
    key: i64,
    session: String,
    service: i64,
    customer: AccountId,
    their_order: i64,
    refill: i64,
    blocked: i64,
    import: i64,
    provider: i64,
    offer: OfferId,
    member: MemberId,
    payout: i64,
    own_payout: i64,
    credit: i64,
    deposit: i64,
    method: i64,
    own_deposit: i64,
    rule: i64,
    promo: i64,
    picture: i64,
    own_picture: i64,
    ticket: i64,
    own_ticket: i64,
    template: i64,
    subject: i64,
    view: i64,
    bulk: i64,
    group: i64,
    receiver: i64,
    issuer: i64,
    notice: i64,
    announcement: AnnouncementId,
    page: PageId,
    slug: String,
}

impl World {
    pub async fn new(panel: &Panel, who: &Customer) -> Self {
        panel.credit(who, "10").await;
        let service = panel.service(|_| {}).await;
        let customer = panel.customer("10").await;
        panel.block("blocked.example").await;
        panel.key(who.id, |key| key).await;
        // A second browser of the same person.
        let _other = Visitor::of(panel, who.id).await;
        let pool = panel.app.db.pool();
        let sessions = session::list(pool, &panel.app.clock, who.id).await.unwrap();
        let their_order = placed(panel, &customer, service).await;
        let refill = sqlx::query_scalar(
            "insert into refills (account_id, order_id, state, asked_at)
             values ($1, $2, 'asking', clock_timestamp()) returning id",
        );
        let refill = refill.bind(customer.id).bind(their_order).fetch_one(pool).await.unwrap();
        let own_payout = sqlx::query_scalar(
            "insert into affiliate_payouts (member_id, offer_id, account_id, way, state, amount,
                 sales, referrals, form_id, requested_at, ended_at)
             values (1, 1, $1, 'outside', 'canceled', 1, 1, 1, 'a form', clock_timestamp(),
                     clock_timestamp()) returning id",
        );
        let own_payout = own_payout.bind(who.id).fetch_one(pool).await.unwrap();
        let view = sqlx::query_scalar(
            "insert into order_views (account_id, name, query, created_at)
             values ($1, 'A view', 'state=partial', clock_timestamp()) returning id",
        );
        let view = view.bind(who.id).fetch_one(pool).await.unwrap();
        // A plan is its maker's alone.
        let bulk = sqlx::query_scalar(
            "insert into bulk_actions (actor_id, action, digest, planned_at)
             values ($1, 'cancel', sha256('a plan'), clock_timestamp()) returning id",
        );
        let bulk: i64 = bulk.bind(who.id).fetch_one(pool).await.unwrap();
        let item = "insert into bulk_items (action_id, order_id, state, seen, money)
                    values ($1, $2, 'waiting', 0, 1)";
        sqlx::query(item).bind(bulk).bind(their_order).execute(pool).await.unwrap();
        // It may not be called: no test calls an outside address.
        let name = format!("Provider of order {their_order}");
        let provider = panel.provider(&name, "http://127.0.0.1:1/api/v2").await;
        let (offer, member, payout) = affiliate(panel, &customer, their_order).await;
        let credit = waits(panel, &customer).await;
        let (method, deposit, own_deposit) = deposits(panel, &customer, who).await;
        let (rule, promo) = gifts(panel, their_order).await;
        let (picture, own_picture) = pictures(panel, &customer, who).await;
        let (subject, template, ticket, own_ticket) = tickets(panel, &customer, who).await;
        let (announcement, page, slug) = written(panel, who, their_order).await;
        let group = sqlx::query_scalar(
            "insert into customer_groups (name, created_at) values ($1, clock_timestamp())
             returning id",
        );
        let name = format!("Group of order {their_order}");
        let group = group.bind(name).fetch_one(pool).await.unwrap();
        // What is sealed in it cannot be opened, so nobody is called.
        let receiver = sqlx::query_scalar(
            "insert into alert_receivers (way, name, place, sealed, panel, created_at)
             values ('webhook', $1, 'somewhere', '', 'Shop', clock_timestamp()) returning id",
        );
        let name = format!("Receiver of order {their_order}");
        let receiver = receiver.bind(name).fetch_one(pool).await.unwrap();
        let notice = sqlx::query_scalar(
            "insert into notices (account_id, kind, topic, key, facts, in_panel, made_at)
             select account_id, kind, topic, 'of the world', facts, true, made_at
             from notices where account_id = $1 order by id limit 1 returning id",
        );
        let notice = notice.bind(who.id).fetch_optional(pool).await.unwrap().unwrap_or_default();
        let issuer = sqlx::query_scalar(
            "insert into sign_in_issuers (name, issuer, client_id, client_secret, created_at)
             values ('Issuer', $1, 'panel', '', clock_timestamp()) returning id",
        );
        let name = format!("https://issuer.example/{their_order}");
        let issuer = issuer.bind(name).fetch_one(pool).await.unwrap();
        let import = sqlx::query_scalar(
            "insert into imports (provider_id, actor_id, options, digest, state, lines, left_out,
                                  started_at, ended_at)
             values ($1, $2, '{}', 'd', 'done', 1, 1, clock_timestamp(), clock_timestamp())
             returning id",
        );
        let import = import.bind(provider).bind(who.id).fetch_one(pool).await.unwrap();
        Self {
            announcement,
            page,
            slug,
            receiver,
            issuer,
            notice,
            credit,
            deposit,
            method,
            own_deposit,
            rule,
            promo,
            picture,
            own_picture,
            ticket,
            own_ticket,
            template,
            subject,
            view,
            bulk,
            group,
            offer,
            member,
            payout,
            own_payout,
            provider,
            order: placed(panel, who, service).await,
            key: token::list(pool, &panel.app.clock, who.id).await.unwrap()[0].id,
            session: sessions[0].id.to_hex(),
            service,
            customer: customer.id,
            their_order,
            refill,
            blocked: blocked::page(pool, "", Cursor::First).await.unwrap().rows[0].id.get(),
            import,
        }
    }

    /// The order that `/admin/orders/{id}` names.
    pub fn order_of_theirs(&self) -> i64 {
        self.their_order
    }

    /// The route with this world's ids.
    pub fn path(&self, route: &str) -> String {
        let id = match route {
            _ if route.starts_with("/admin/affiliates/offers") => self.offer.to_string(),
            _ if route.starts_with("/admin/affiliates/payouts") => self.payout.to_string(),
            _ if route.starts_with("/admin/affiliates/flags") => self.customer.to_string(),
            _ if route.starts_with("/admin/affiliates") => self.member.to_string(),
            _ if route.starts_with("/admin/services") => self.service.to_string(),
            _ if route.starts_with("/admin/categories") => "1".to_owned(),
            _ if route.starts_with("/services") => self.service.to_string(),
            _ if route.starts_with("/admin/deposits") => self.deposit.to_string(),
            _ if route.starts_with("/admin/methods") => self.method.to_string(),
            _ if route.starts_with("/admin/bonuses") => self.rule.to_string(),
            _ if route.starts_with("/admin/promos") => self.promo.to_string(),
            _ if route.starts_with("/admin/tickets/templates") => self.template.to_string(),
            _ if route.starts_with("/admin/tickets/subjects") => self.subject.to_string(),
            _ if route.starts_with("/admin/tickets") => self.ticket.to_string(),
            _ if route.starts_with("/tickets") => self.own_ticket.to_string(),
            _ if route.starts_with("/deposits") => self.own_deposit.to_string(),
            _ if route.starts_with("/admin/pictures") => self.picture.to_string(),
            _ if route.starts_with("/pictures") => self.own_picture.to_string(),
            _ if route.starts_with("/admin/credits") => self.credit.to_string(),
            _ if route.starts_with("/admin/customers") => self.customer.to_string(),
            _ if route.starts_with("/admin/groups") => self.group.to_string(),
            _ if route.starts_with("/admin/settings/sign-in") => self.issuer.to_string(),
            _ if route.starts_with("/notices") => self.notice.to_string(),
            _ if route.starts_with("/sign-in/with") => self.issuer.to_string(),
            _ if route.starts_with("/account/issuers") => self.issuer.to_string(),
            _ if route.starts_with("/admin/settings/alerts") => self.receiver.to_string(),
            _ if route.starts_with("/admin/announcements") => self.announcement.to_string(),
            _ if route.starts_with("/admin/pages") => self.page.to_string(),
            _ if route.starts_with("/announcements") => self.announcement.to_string(),
            _ if route.starts_with("/admin/staff") => self.customer.to_string(),
            _ if route.starts_with("/admin/refills") => self.refill.to_string(),
            _ if route.starts_with("/admin/queue") => self.their_order.to_string(),
            _ if route.starts_with("/admin/orders/bulk") => self.bulk.to_string(),
            _ if route.starts_with("/admin/orders") => self.their_order.to_string(),
            _ if route.starts_with("/admin/providers") => self.provider.to_string(),
            _ if route.starts_with("/admin/blocked") => self.blocked.to_string(),
            _ if route.starts_with("/admin/imports") => self.import.to_string(),
            _ if route.starts_with("/orders/views") => self.view.to_string(),
            _ if route.starts_with("/affiliate/payouts") => self.own_payout.to_string(),
            _ if route.starts_with("/account/tokens") => self.key.to_string(),
            _ if route.starts_with("/account/sessions") => self.session.clone(),
            _ => self.order.to_string(),
        };
        let path = route.replace("{id}", &id).replace("{service}", &self.service.to_string());
        let path = path.replace("{session}", &self.session).replace("{note}", "1");
        let path = path.replace("{key}", &self.key.to_string()).replace("{hash}", "none");
        let path = path.replace("{colours}", "2756b2-8fb4f8");
        let path = path.replace("{slug}", &self.slug);
        path.replace("/static/{*path}", &assets::url("css/app.css"))
    }
}

/// An offer of its own, which this customer has joined, and a payout that came to nothing.
async fn affiliate(panel: &Panel, who: &Customer, number: i64) -> (OfferId, MemberId, i64) {
    let (db, clock) = (&panel.app.db, &panel.app.clock);
    let draft = Draft {
        name: format!("Offer of order {number}"),
        description: String::new(),
        terms: String::new(),
        commission_type: CommissionType::PercentOfSale,
        commission: Money::parse("10").unwrap(),
        cookie_days: 30,
        hold_days: 14,
        months: None,
        minimum_payout: Money::ZERO,
        approves_members: false,
        approves_commissions: false,
        is_default: false,
    };
    let offer_id = offer::create(db, clock, Actor::COMMAND, draft).await.unwrap();
    let application = Application { offer_id, code: None, note: String::new() };
    member::apply(db, clock, Actor::COMMAND, who.id, application).await.unwrap();
    let member_id = member::of_account(db.pool(), who.id).await.unwrap()[0].id;
    let payout = sqlx::query_scalar(
        "insert into affiliate_payouts (member_id, offer_id, account_id, way, state, amount, sales,
                                        referrals, form_id, requested_at, ended_at)
         values ($1, $2, $3, 'outside', 'failed', 1, 1, 1, 'f', clock_timestamp(),
                 clock_timestamp()) returning id",
    );
    let payout = payout.bind(member_id).bind(offer_id).bind(who.id);
    (offer_id, member_id, payout.fetch_one(db.pool()).await.unwrap())
}

/// A banner for this customer alone, and a page for everyone.
async fn written(panel: &Panel, who: &Customer, number: i64) -> (AnnouncementId, PageId, String) {
    let group = sqlx::query_scalar(
        "with made as (
             insert into customer_groups (name, created_at) values ($1, clock_timestamp())
             returning id)
         insert into customer_group_members (account_id, group_id) select $2, id from made
         on conflict (account_id) do update set group_id = excluded.group_id returning group_id",
    );
    let group = group.bind(format!("Readers of order {number}")).bind(who.id);
    let group: i64 = group.fetch_one(panel.app.db.pool()).await.unwrap();
    let (db, clock, recent) = (&panel.app.db, &panel.app.clock, &panel.app.content);
    let draft = announcement::Draft {
        texts: Texts::only(Lang::ENGLISH, "Told", "Some **words**."),
        level: Level::Info,
        is_banner: true,
        is_dismissible: true,
        audience: Audience::Groups(vec![GroupId::new(group)]),
        starts_at: None,
        ends_at: None,
        publishes: true,
    };
    let banner = announcement::create(db, clock, recent, Actor::COMMAND, draft).await.unwrap();
    let slug = format!("page-{number}");
    let draft = page::Draft {
        slug: page::Slug::parse(&slug).unwrap(),
        texts: Texts::only(Lang::ENGLISH, "Written", "Some **words**."),
        is_public: true,
        publishes: true,
        asks_again: false,
    };
    let page = page::create(db, clock, recent, Actor::COMMAND, draft).await.unwrap();
    (banner, page, slug)
}

/// A method, and a deposit of each by it.
async fn deposits(panel: &Panel, who: &Customer, other: &Customer) -> (i64, i64, i64) {
    let pool = panel.app.db.pool();
    let method = sqlx::query_scalar(
        "insert into methods (gateway, name, enabled, instructions, created_at)
         values ('manual', 'Way ' || $1::text, true, 'Pay there.', clock_timestamp()) returning id",
    );
    let method: i64 = method.bind(who.id.get()).fetch_one(pool).await.unwrap();
    let mut made = Vec::new();
    for account in [who.id, other.id] {
        let deposit = sqlx::query_scalar(
            "insert into deposits (account_id, method_id, state, credit, claim, form_id, opened_at)
             values ($1, $2, 'pending', 1000000, 'a', $3, clock_timestamp()) returning id",
        );
        let form = format!("{account} {}", who.id);
        let deposit = deposit.bind(account).bind(method).bind(form).fetch_one(pool).await;
        made.push(deposit.unwrap());
    }
    (method, made[0], made[1])
}

/// A bonus and a promo code, which nobody has ended yet.
async fn gifts(panel: &Panel, number: i64) -> (i64, i64) {
    let pool = panel.app.db.pool();
    let rule = sqlx::query_scalar(
        "insert into bonus_rules (from_amount, percent, first_only, created_at)
         values (0, 100, false, clock_timestamp()) returning id",
    );
    let rule = rule.fetch_one(pool).await.unwrap();
    let promo = sqlx::query_scalar(
        "insert into promos (code, kind, amount, first_only, created_at)
         values ('CODE-' || $1::text, 'percent', 100, false, clock_timestamp()) returning id",
    );
    (rule, promo.bind(number).fetch_one(pool).await.unwrap())
}

/// A picture of each.
async fn pictures(panel: &Panel, who: &Customer, other: &Customer) -> (i64, i64) {
    let mut made = Vec::new();
    for account in [who.id, other.id] {
        let picture = sqlx::query_scalar(
            "insert into pictures (account_id, about, content_type, bytes, width, height, made_at)
             values ($1, 'deposit', 'image/png', 'a', 1, 1, clock_timestamp()) returning id",
        );
        made.push(picture.bind(account).fetch_one(panel.app.db.pool()).await.unwrap());
    }
    (made[0], made[1])
}

/// A subject, a saved answer, and a ticket of each.
async fn tickets(panel: &Panel, who: &Customer, other: &Customer) -> (i64, i64, i64, i64) {
    let pool = panel.app.db.pool();
    let subject = sqlx::query_scalar(
        "insert into ticket_subjects (name, created_at)
         values ('Subject ' || $1::text, clock_timestamp()) returning id",
    );
    let subject: i64 = subject.bind(who.id.get()).fetch_one(pool).await.unwrap();
    let template = sqlx::query_scalar(
        "insert into ticket_templates (name, body, created_at)
         values ('Answer ' || $1::text, 'Thank you.', clock_timestamp()) returning id",
    );
    let template = template.bind(who.id.get()).fetch_one(pool).await.unwrap();
    let mut made = Vec::new();
    for account in [who.id, other.id] {
        let ticket = sqlx::query_scalar(
            "insert into tickets (account_id, subject_id, state, opened_at, waits_id, waits_since,
                                  last_id, moved_at)
             values ($1, $2, 'waiting', clock_timestamp(), 1, clock_timestamp(), 1,
                     clock_timestamp()) returning id",
        );
        made.push(ticket.bind(account).bind(subject).fetch_one(pool).await.unwrap());
    }
    (subject, template, made[0], made[1])
}

/// A credit that waits for a second person.
async fn waits(panel: &Panel, who: &Customer) -> i64 {
    let asker = panel.account(Role::Admin).await;
    super::staff_money::asked(panel, &asker, who, "1", "0").await
}

async fn placed(panel: &Panel, who: &Customer, service: i64) -> i64 {
    let service = service.to_string();
    let link = "https://example.com/p/1";
    let fields = [("action", "add"), ("service", &service), ("link", link), ("quantity", "10")];
    order_id(&panel.v2(&who.key, &fields).await)
}

/// As a visitor with all checks of the door; for the doors of programs, a plain request.
pub(super) async fn asked(visitor: &Visitor<'_>, method: &str, path: &str) -> Answer {
    if path.starts_with("/api/") || path.starts_with("/hooks/") || path.ends_with('z') {
        let answer =
            visitor.panel.http.get(format!("{}{path}", visitor.panel.base)).send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.bytes().await.unwrap().to_vec();
        return Answer { asked: format!("{method} {path}"), status, headers, body };
    }
    if method == "POST" { visitor.post(path, &NOTHING).await } else { visitor.get(path).await }
}

fn class(answer: &Answer) -> Class {
    match answer.status.as_u16() {
        200 => Page,
        303 if answer.location().split('?').next() == Some("/sign-in") => SignIn,
        303 => Away,
        400 => Unreadable,
        401 => Token,
        403 => Forbidden,
        404 => Missing,
        422 => Refused,
        other => panic!("{}: {other} {}", answer.asked, answer.text()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_goes_where_they_may_and_nowhere_else() {
    still_panel(async |panel| {
        let mut wrong = Vec::new();
        let roles = std::iter::once(None).chain(Role::ALL.map(Some));
        for (column, role) in roles.enumerate() {
            let who = panel.account(role.unwrap_or(Role::Customer)).await;
            let world = World::new(panel, &who).await;
            for (method, route, classes) in ROUTES {
                // A session for each, because some routes end it.
                let visitor = match role {
                    Some(_) => Visitor::of(panel, who.id).await,
                    None => Visitor::new(panel),
                };
                let answer = asked(&visitor, method, &world.path(route)).await;
                if class(&answer) != classes[column] {
                    wrong.push(format!(
                        "{role:?} {}: {:?}, not {:?}",
                        answer.asked,
                        class(&answer),
                        classes[column]
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

/// The areas that staff need for a route which not everyone of the staff may use; empty: owners
/// only.
fn areas_of(route: &str) -> &'static [Area] {
    let areas: [(&str, &[Area]); 28] = [
        ("/admin/services", &[Area::Services]),
        ("/admin/categories", &[Area::Services]),
        ("/admin/blocked", &[Area::Services]),
        ("/admin/providers", &[Area::Providers]),
        ("/admin/imports", &[Area::Providers]),
        ("/admin/credits", &[Area::Money]),
        ("/admin/reports", &[Area::Money]),
        ("/admin/deposits", &[Area::Money]),
        ("/admin/methods", &[Area::Money]),
        ("/admin/bonuses", &[Area::Money]),
        ("/admin/promos", &[Area::Money]),
        ("/admin/hooks", &[Area::Money]),
        // Refills and cancels of the orders that a ticket names.
        ("/admin/tickets", &[Area::Orders]),
        ("/admin/customers/{id}/adjust", &[Area::Money]),
        ("/admin/customers", &[Area::Customers]),
        ("/admin/invites", &[Area::Customers]),
        ("/admin/groups", &[Area::Customers]),
        ("/admin/orders", &[Area::Orders]),
        ("/admin/desk", &[Area::Orders]),
        ("/admin/queue", &[Area::Orders]),
        ("/admin/refills", &[Area::Orders]),
        ("/admin/affiliates", &[Area::Money]),
        ("/admin/announcements", &[Area::Settings]),
        ("/admin/pages", &[Area::Settings]),
        ("/admin/settings", &[Area::Settings]),
        ("/admin/mail", &[Area::Settings]),
        ("/admin/staff", &[]),
        ("/admin/audit", &[]),
    ];
    let found = areas.iter().find(|(start, _)| route.starts_with(start));
    found.unwrap_or_else(|| panic!("{route}: which area?")).1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_area_opens_its_routes_and_no_others() {
    still_panel(async |panel| {
        let closed = |classes: &Classes| classes[2] == Forbidden;
        let mut wrong = Vec::new();
        let every = || Area::ALL.into_iter();
        let only = every().map(|area| vec![area]);
        let without = every().map(|left_out| every().filter(|area| *area != left_out).collect());
        for areas in only.chain(without) {
            let who = panel.account(Role::Support).await;
            let ticked: Areas = areas.iter().copied().collect();
            let (db, clock) = (&panel.app.db, &panel.app.clock);
            staff::set_areas(db, clock, Actor::COMMAND, who.id, ticked).await.unwrap();
            let world = World::new(panel, &who).await;
            let visitor = Visitor::of(panel, who.id).await;
            for (method, route, classes) in ROUTES.iter().filter(|(.., it)| closed(it)) {
                let opens = areas_of(route).iter().any(|area| ticked.has(*area));
                let expected = if opens { classes[4] } else { Forbidden };
                let got = class(&asked(&visitor, method, &world.path(route)).await);
                if got != expected {
                    wrong.push(format!("{areas:?} {route}: {got:?}, not {expected:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_goes_on_before_the_terms_are_accepted() {
    still_panel(async |panel| {
        for (role, column) in Role::ALL.into_iter().zip(1..) {
            let who =
                without_terms(panel, &format!("new-{}@example.com", role.as_str()), role).await;
            let world = World::new(panel, &panel.account(role).await).await;
            for (method, route, classes) in ROUTES {
                let open = ["/", "/sign-out", "/new-password", "/accept-terms"];
                let is_closed = classes[0] == SignIn && !open.contains(route);
                if !is_closed || column == 0 {
                    continue;
                }
                let visitor = Visitor::of(panel, who).await;
                let path = world.path(route);
                let answer = asked(&visitor, method, &path).await;
                assert!(
                    answer.location().starts_with("/accept-terms"),
                    "{role:?} {}",
                    answer.asked
                );
            }
        }
    })
    .await;
}

/// An account as `waybill account create` makes it.
pub async fn without_terms(panel: &Panel, email: &str, role: Role) -> AccountId {
    let password = Password::parse(crate::support::PASSWORD).unwrap();
    let new = NewAccount {
        email: Email::parse(email).unwrap(),
        role,
        password_hash: Some(
            panel
                .app
                .hasher
                .hash(&password, For::Known(std::net::Ipv4Addr::LOCALHOST.into()))
                .await
                .unwrap(),
        ),
        is_password_made: false,
        terms_accepted_at: None,
    };
    ledger::open_account(&panel.app.db, &panel.app.clock, new).await.unwrap()
}

/// The parts in which two answers to the same question may differ.
fn told(answer: &Answer, said: &str, same: &str) -> (u16, Vec<(String, String)>, String) {
    let moving = ["date", "x-request-id", "content-length"];
    let headers = answer.headers.iter().filter(|(name, _)| !moving.contains(&name.as_str()));
    let headers = headers
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().replace(said, same)));
    let mut headers: Vec<_> = headers.collect();
    headers.sort();
    (answer.status.as_u16(), headers, answer.text().replace(said, same))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_elses_is_not_there_to_the_byte() {
    still_panel(async |panel| {
        let (owner, other) = (panel.customer("10").await, panel.customer("10").await);
        let world = World::new(panel, &owner).await;
        // Delivered, paused or open: nothing about it shows.
        panel.complete(world.order).await;
        let own = placed(panel, &other, world.service).await;
        let visitor = Visitor::of(panel, other.id).await;
        let missing = "424242";
        for (method, route, classes) in ROUTES {
            let customers = classes[1] != Missing && !route.starts_with("/admin");
            // What is sold is everybody's.
            if !route.contains("{id}") || !customers || route.starts_with("/services") {
                continue;
            }
            let none = if route.contains("sessions") { "0".repeat(64) } else { missing.to_owned() };
            let theirs = asked(&visitor, method, &world.path(route)).await;
            let nothing = asked(&visitor, method, &route.replace("{id}", &none)).await;
            assert_eq!(told(&theirs, " ", " "), told(&nothing, " ", " "), "{}", theirs.asked);
            // What is gone is said to be gone.
            if !route.contains("sessions") && !route.contains("passkeys") {
                theirs.assert_status(404);
            }
            visitor.cookies.lock().unwrap().remove("flash");
        }
        let id = world.order.to_string();
        for route in [
            "/new?again=",
            "/statement?order=",
            "/statement.csv?order=",
            "/orders?parent=",
            "/orders?q=",
            "/orders/live?ids=",
            "/orders?before=0&parent=",
            "/orders.csv?parent=",
            "/orders.csv?q=",
        ] {
            let theirs = visitor.get(&format!("{route}{id}")).await;
            let nothing = visitor.get(&format!("{route}{missing}")).await;
            // Each form has an id of its own.
            let once = |answer: &Answer| match route {
                "/new?again=" => answer.hidden("once"),
                _ => "\u{0}".to_owned(),
            };
            let forms = [once(&theirs), once(&nothing)];
            let (mut theirs, mut nothing) =
                (told(&theirs, "\u{0}", ""), told(&nothing, missing, &id));
            theirs.2 = theirs.2.replace(&forms[0], "");
            nothing.2 = nothing.2.replace(&forms[1], "");
            assert_eq!(theirs, nothing, "{route}");
        }
        // And nothing was done to it: the owner's key and session still exist.
        let pool = panel.app.db.pool();
        assert_eq!(token::list(pool, &panel.app.clock, owner.id).await.unwrap().len(), 2);
        assert_eq!(session::list(pool, &panel.app.clock, owner.id).await.unwrap().len(), 1);
        visitor.get(&format!("/orders/{own}")).await.assert_status(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_there_is_a_page_that_says_so() {
    still_panel(async |panel| {
        let owner = panel.account(Role::Owner).await;
        let customer = panel.customer("0").await;
        for who in [owner.id, customer.id] {
            let visitor = Visitor::of(panel, who).await;
            let nothing = visitor.get("/no-such-page").await;
            for (method, route, classes) in ROUTES {
                if !route.contains("{id}") {
                    continue;
                }
                for id in [
                    "424242",
                    "0",
                    "-1",
                    "9223372036854775808",
                    "1e3",
                    "abc",
                    "%00",
                    "%FF",
                    "1%2F2",
                    "१",
                ] {
                    let path = route.replace("{id}", id).replace("{service}", id);
                    let path = ["{session}", "{note}", "{key}"]
                        .into_iter()
                        .fold(path, |path, name| path.replace(name, id));
                    let answer = asked(&visitor, method, &path).await;
                    // The other routes say that there was nothing to do.
                    let gone = answer.status == 303 && classes[4] == Away;
                    let gone = gone || answer.status == 400 && id == "%FF";
                    if !gone {
                        assert_eq!(answer.status, 404, "{}: {}", answer.asked, answer.text());
                        if who == customer.id && method == &"GET" {
                            assert_eq!(told(&answer, " ", " "), told(&nothing, " ", " "), "{path}");
                        }
                    }
                    visitor.cookies.lock().unwrap().remove("flash");
                }
            }
        }
    })
    .await;
}

/// `(method, path)` of every `.route(…)` in these sources.
fn routes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, start) in text.match_indices(".route(") {
        let rest = &text[at + start.len()..];
        let mut depth = 1;
        let end = rest.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        let rest = &rest[..end.unwrap()];
        let (path, handlers) = rest.split_once(',').unwrap();
        let path = path.trim().trim_matches('"').replace("assets::ROUTE", assets::ROUTE);
        let before = found.len();
        for method in ["get", "post", "put", "patch", "delete", "any", "head", "options"] {
            let is_method = |at: usize| {
                let before = handlers[..at].chars().next_back();
                before.is_none_or(|c| c == '.' || c.is_whitespace())
            };
            let call = format!("{method}(");
            let mut calls = handlers.match_indices(&call);
            if calls.any(|(at, _)| is_method(at)) {
                found.push((method.to_uppercase(), path.clone()));
            }
        }
        assert!(found.len() > before, "no method in {rest}");
    }
    found
}

fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let inside = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    inside.flat_map(|path| sources(&path)).collect()
}

#[test]
fn every_route_is_in_the_table() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = ["web", "api", "serve"].iter().flat_map(|part| sources(&src.join(part)));
    let texts = files.map(|path| fs::read_to_string(path).unwrap());
    let found: BTreeSet<_> = texts.flat_map(|text| routes(&text)).collect();
    let table: BTreeSet<_> =
        ROUTES.iter().map(|(method, path, _)| (method.to_string(), path.to_string())).collect();
    assert_eq!(table.len(), ROUTES.len(), "a route stands in the table twice");
    let missing: Vec<_> = found.difference(&table).collect();
    let gone: Vec<_> = table.difference(&found).collect();
    assert!(missing.is_empty(), "routes without a row in the table of roles: {missing:#?}");
    assert!(gone.is_empty(), "rows without a route: {gone:#?}");
    for text in ["nest(", "route_service(", "nest_service("] {
        let files = ["web", "api", "serve"].iter().flat_map(|part| sources(&src.join(part)));
        for path in files {
            let source = fs::read_to_string(&path).unwrap();
            assert!(
                !source.contains(&format!(".{text}")),
                "{} hides routes: {text}",
                path.display()
            );
        }
    }
}

/// A new route has to say whether it asks for the password and the second factor again; that it does as it
/// says is seen in `second_factor`.
#[test]
fn every_route_that_changes_something_says_what_it_asks() {
    let silent = |(method, _, classes): &&(&str, &str, Classes)| {
        (*method == "GET") != (classes.step_up == StepUp::Unsaid)
    };
    let silent: Vec<_> = ROUTES.iter().filter(silent).map(|(_, path, _)| path).collect();
    assert!(silent.is_empty(), "they do not say it, or are pages: {silent:#?}");
}

#[test]
fn the_reader_of_routes_sees_what_it_should() {
    let text = r#".route("/a", get(x::get).post(admin::post::report))
        .route("/b", any(handle)).route(assets::ROUTE, get(assets::serve))"#;
    let found = routes(text);
    let expected = [("GET", "/a"), ("POST", "/a"), ("ANY", "/b"), ("GET", assets::ROUTE)];
    assert_eq!(found, expected.map(|(method, path)| (method.to_owned(), path.to_owned())));
}

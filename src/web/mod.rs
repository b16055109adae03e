//! The HTML door: every page that people see, and the shell they share.
//!
//! Every URL of the pages stands in this file. A handler takes what `guard` lets through, calls one
//! verb of a domain, and answers with a page's struct or a redirect; it writes no SQL. What must
//! stay true: no unsafe request from another site gets in (`CsrfLayer`), every answer has the
//! headers of `headers`, and every error leaves as a page of `failure_page`.
//!
//! It is long because the list of URLs is one, for whoever looks for where a page is.

mod admin;
mod auth;
mod dashboard;
mod layout;
mod public;
mod shared;

use admin::settings::issuers;
use auth::issuer::connect;
use auth::proof;
use dashboard::account::{passkeys, second_factor};
pub use layout::{
    amounts, assets, calendar, cookies, failure, form, guard, headers, news, path, referral,
    running, view,
};
use layout::{badges, chart, failure_page, figures, frame, renewed};
use shared::{conversation, live, palette, picture};
pub use shared::{order_view, statement_sheet, statement_view};

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn_with_state, map_response_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::app::App;
use failure::Failure;
use referral::Clicks;

/// The pages, ready to be merged into the process's router. To be served with the connection's
/// address (`into_make_service_with_connect_info::<SocketAddr>()`).
pub fn router(app: Arc<App>) -> Router {
    let pages = Router::new()
        .route("/", get(public::start::show))
        .route("/robots.txt", get(public::start::robots))
        .route("/terms", get(public::terms))
        .route("/privacy", get(public::kept::show))
        .route("/logo/{hash}", get(public::look::logo))
        .route("/colours/{colours}", get(public::look::colours))
        .route("/pages", get(public::pages::list))
        .route("/pages/{slug}", get(public::pages::show))
        .route("/theme", post(public::theme))
        .route("/language", post(public::language))
        .route("/services", get(public::services::list))
        .route("/services.csv", get(public::services::csv))
        .route("/services/updates", get(public::services::updates::list))
        .route("/services/favourites", post(public::services::mark))
        .route("/services/{id}", get(public::services::service::show))
        .route("/api-docs", get(public::api_docs::show))
        .route("/sign-up", get(auth::sign_up::show).post(auth::sign_up::submit))
        .route("/sign-in", get(auth::sign_in::show).post(auth::sign_in::submit))
        .route("/second-factor", get(auth::second_factor::show).post(auth::second_factor::submit))
        .route("/sign-in/with/{id}", get(auth::issuer::begin))
        .route("/sign-in/back", get(auth::issuer::back))
        .route("/sign-out", post(auth::sign_out))
        .route("/forgot", get(auth::forgot::show).post(auth::forgot::submit))
        .route("/reset", get(auth::reset::show).post(auth::reset::submit))
        .route("/join", get(auth::join::show).post(auth::join::submit))
        .route("/confirm", get(auth::link::confirm).post(auth::link::confirm_submit))
        .route("/address/confirm", get(auth::link::address).post(auth::link::address_submit))
        .route("/address/stop", get(auth::link::stop).post(auth::link::stop_submit))
        .route("/new-password", get(auth::new_password::show).post(auth::new_password::submit))
        .route("/accept-terms", get(auth::accept_terms::show).post(auth::accept_terms::submit))
        .route("/new", get(dashboard::new_order::show).post(dashboard::new_order::place))
        .route("/new/fields", post(dashboard::new_order::fields))
        .route("/new/quote", post(dashboard::new_order::quote))
        .route("/new/check", post(dashboard::new_order::check))
        .route("/new/services", get(dashboard::picker::services))
        .route("/new/mass", get(dashboard::mass::show).post(dashboard::mass::place))
        .route("/new/mass/check", post(dashboard::mass::check))
        .route("/new/mass/csv", post(dashboard::mass::results))
        .route("/live", get(live::customer))
        .route("/palette", get(palette::customer))
        .route("/orders", get(dashboard::orders::list))
        .route("/orders/live", get(dashboard::orders::rows_live))
        .route("/orders/services", get(dashboard::orders::services_offered))
        .route("/orders.csv", get(dashboard::orders::csv::file))
        .route("/orders/csv", post(dashboard::orders::csv::ticked))
        .route("/orders/cancel", post(dashboard::orders::bulk::cancel))
        .route("/orders/refill", post(dashboard::orders::bulk::refill))
        .route("/orders/reorder", post(dashboard::orders::reorder::lines))
        .route("/orders/views", post(dashboard::orders::views::keep))
        .route("/orders/views/{id}/remove", post(dashboard::orders::views::remove))
        .route("/orders/drip-feeds", get(dashboard::orders::families::drip_feeds))
        .route("/orders/subscriptions", get(dashboard::orders::families::subscriptions))
        .route("/orders/refills", get(dashboard::orders::refills::list))
        .route("/orders/{id}", get(dashboard::order::show))
        .route("/orders/{id}/live", get(dashboard::order::live))
        .route("/orders/{id}/cancel", post(dashboard::order::cancel))
        .route("/orders/{id}/refill", post(dashboard::order::refill))
        .route("/orders/{id}/resume", post(dashboard::order::resume))
        .route("/statement", get(dashboard::statement::show))
        .route("/statement.csv", get(dashboard::statement::csv))
        .route("/deposits", get(dashboard::deposits::list).post(dashboard::deposits::tell))
        .route("/deposits/code", post(dashboard::deposits::code::redeem))
        .route("/deposits/order", post(dashboard::deposits::for_order::show))
        .route("/deposits/{id}", get(dashboard::deposits::deposit::show))
        .route("/deposits/{id}/live", get(dashboard::deposits::deposit::live))
        .route(
            "/sandbox-pay/{token}",
            get(admin::deposits::sandbox_pay::show).post(admin::deposits::sandbox_pay::act),
        )
        .route("/pictures/{id}", get(picture::sent))
        .route("/tickets", get(dashboard::tickets::list).post(dashboard::tickets::new::open))
        .route("/tickets/new", get(dashboard::tickets::new::blank))
        .route("/tickets/{id}", get(dashboard::tickets::ticket::show))
        .route("/tickets/{id}/reply", post(dashboard::tickets::ticket::reply))
        .route("/tickets/{id}/close", post(dashboard::tickets::ticket::close))
        .route("/announcements", get(dashboard::announcements::list))
        .route("/announcements/{id}/dismiss", post(dashboard::announcements::dismiss))
        .route("/notices", get(dashboard::notices::list))
        .route("/notices/read", post(dashboard::notices::read_all))
        .route("/notices/{id}/open", post(dashboard::notices::open))
        .route(
            "/notices/stop",
            get(dashboard::notices::stop::show).post(dashboard::notices::stop::submit),
        )
        .route("/affiliate", get(dashboard::affiliate::show))
        .route("/affiliate/join", post(dashboard::affiliate::join))
        .route("/affiliate/links", get(dashboard::affiliate::links::show))
        .route("/affiliate/referrals", get(dashboard::affiliate::referrals::list))
        .route("/affiliate/referrals.csv", get(dashboard::affiliate::referrals::csv))
        .route(
            "/affiliate/payouts",
            get(dashboard::affiliate::payouts::list).post(dashboard::affiliate::payouts::ask),
        )
        .route("/affiliate/payouts/{id}/cancel", post(dashboard::affiliate::payouts::cancel))
        .route("/account", get(dashboard::account::show))
        .route("/account/profile", post(dashboard::account::change_profile))
        .route("/account/password", post(dashboard::account::change_password))
        .route("/account/address", post(dashboard::account::address::change))
        .route("/account/address/verify", post(dashboard::account::address::verify))
        .route("/account/connect", get(connect::show).post(connect::submit))
        .route("/account/issuers/{id}/remove", post(connect::remove))
        .route("/account/second-factor", get(second_factor::show).post(second_factor::turn_on))
        .route("/account/second-factor/new", post(second_factor::offer))
        .route("/account/second-factor/codes", post(second_factor::new_codes))
        .route("/account/second-factor/forget", post(second_factor::forget))
        .route("/account/second-factor/off", post(second_factor::turn_off))
        .route("/account/second-factor/passkeys", post(passkeys::add))
        .route("/account/second-factor/passkeys/new", post(passkeys::offer))
        .route("/account/second-factor/passkeys/{id}/remove", post(passkeys::remove))
        .route("/account/privacy", get(dashboard::account::privacy::show))
        .route("/account/privacy/export", post(dashboard::account::privacy::ask))
        .route("/account/privacy/data.zip", get(dashboard::account::privacy::file))
        .route("/account/privacy/close", post(dashboard::account::privacy::close))
        .route("/account/tokens", get(dashboard::tokens::list).post(dashboard::token_new::create))
        .route("/account/tokens/new", get(dashboard::token_new::blank))
        .route("/account/tokens/{id}", get(dashboard::tokens::show))
        .route("/account/tokens/{id}/rotate", post(dashboard::tokens::rotate))
        .route("/account/tokens/{id}/revoke", post(dashboard::tokens::revoke))
        .route(
            "/account/notices",
            get(dashboard::notices::choices::show).post(dashboard::notices::choices::save),
        )
        .route("/account/notices/telegram", post(dashboard::notices::choices::link))
        .route("/account/notices/telegram/unlink", post(dashboard::notices::choices::unlink))
        .route("/account/sessions/{id}/revoke", post(dashboard::account::end_session))
        .route("/account/sessions/revoke-others", post(dashboard::account::end_other_sessions))
        .route("/admin", get(admin::start::show))
        .route("/admin/audit", get(admin::audit::list))
        .route("/admin/audit.csv", get(admin::audit::csv))
        .route("/admin/reports", get(admin::reports::show))
        .route("/admin/reports.csv", get(admin::reports::csv::file))
        .route("/admin/reports/money", get(admin::reports::money::show))
        .route("/admin/reports/close.csv", get(admin::reports::money::close))
        .route("/admin/reports/transfers", get(admin::reports::transfers::list))
        .route("/admin/services", get(admin::services::list).post(admin::service::create))
        .route("/admin/services/new", get(admin::service::blank))
        .route("/admin/services/bulk", post(admin::services::bulk::submit))
        .route("/admin/services/{id}", get(admin::service::show).post(admin::service::update))
        .route("/admin/services/{id}/routes", get(admin::routes::show).post(admin::routes::submit))
        .route("/admin/services/{id}/offers", get(admin::services::offers::list))
        .route("/admin/services/{id}/price", post(admin::services::row::price))
        .route("/admin/services/{id}/enable", post(admin::services::row::enable))
        .route("/admin/services/{id}/disable", post(admin::services::row::disable))
        .route("/admin/services/{id}/move", post(admin::services::row::shift))
        .route("/admin/categories/{id}/move", post(admin::services::row::shift_category))
        .route("/admin/providers", get(admin::providers::list).post(admin::providers::create))
        .route("/admin/providers/new", get(admin::providers::blank))
        .route("/admin/providers/changes", get(admin::changes::list).post(admin::changes::answer))
        .route("/admin/providers/{id}", get(admin::provider::show).post(admin::provider::update))
        .route("/admin/providers/{id}/test", post(admin::provider::test))
        .route("/admin/providers/{id}/pause", post(admin::provider::pause))
        .route("/admin/providers/{id}/resume", post(admin::provider::resume))
        .route("/admin/providers/{id}/enable", post(admin::provider::enable))
        .route("/admin/providers/{id}/disable", post(admin::provider::disable))
        .route("/admin/providers/{id}/confirm", post(admin::provider::confirm))
        .route("/admin/providers/{id}/import", get(admin::import::show).post(admin::import::submit))
        .route("/admin/imports/{id}", get(admin::import_run::show))
        .route("/admin/imports/{id}/live", get(admin::import_run::moving))
        .route("/admin/imports/{id}/stop", post(admin::import_run::stop))
        .route("/admin/providers/{id}/refresh", post(admin::import::refresh))
        .route("/admin/credits", get(admin::credits::list))
        .route("/admin/credits/{id}/confirm", post(admin::credits::confirm))
        .route("/admin/credits/{id}/decline", post(admin::credits::decline))
        .route("/admin/customers", get(admin::customers::list).post(admin::create::submit))
        .route("/admin/customers/new", get(admin::create::blank))
        .route("/admin/customers/{id}", get(admin::customer::show))
        .route("/admin/customers/{id}/adjust", post(admin::adjust::submit))
        .route("/admin/customers/{id}/notes", post(admin::notes::add))
        .route("/admin/customers/{id}/notes/{note}/remove", post(admin::notes::remove))
        .route("/admin/customers/{id}/prices", get(admin::prices::show).post(admin::prices::submit))
        .route("/admin/customers/{id}/discounts", post(admin::prices::submit_category))
        .route("/admin/customers/{id}/rates", post(admin::rates::submit))
        .route("/admin/customers/{id}/rates.csv", get(admin::own_rates::csv))
        .route("/admin/customers/{id}/rates/bulk", post(admin::own_rates::submit))
        .route("/admin/customers/{id}/rates/{service}/remove", post(admin::rates::remove))
        .route("/admin/customers/{id}/reset-link", post(admin::reset_link::make))
        .route("/admin/customers/{id}/suspend", post(admin::suspension::suspend))
        .route("/admin/customers/{id}/unsuspend", post(admin::suspension::unsuspend))
        .route(
            "/admin/customers/{id}/close",
            get(admin::customers::close::show).post(admin::customers::close::submit),
        )
        .route("/admin/customers/{id}/access", get(admin::customers::show_access))
        .route("/admin/customers/{id}/keys/{key}/revoke", post(admin::customers::revoke_key))
        .route("/admin/customers/{id}/sessions/end", post(admin::customers::end_sessions))
        .route("/admin/customers/{id}/sessions/{session}/end", post(admin::customers::end_session))
        .route("/admin/customers/{id}/visit", post(admin::visit::begin))
        .route("/admin/visit", get(admin::visit::show))
        .route("/admin/visit/end", post(admin::visit::end))
        .route("/admin/groups", get(admin::groups::list).post(admin::groups::create))
        .route("/admin/groups/{id}", get(admin::groups::show).post(admin::groups::update))
        .route("/admin/groups/{id}/remove", post(admin::groups::remove))
        .route("/admin/customers/{id}/statement", get(admin::statement::show))
        .route("/admin/customers/{id}/statement.csv", get(admin::statement::csv))
        .route("/admin/invites", get(admin::invites::list).post(admin::invites::create))
        .route("/admin/invites/{id}/withdraw", post(admin::invites::withdraw))
        .route("/admin/staff", get(admin::staff::list).post(admin::staff::invite))
        .route("/admin/staff/{id}", get(admin::member::show))
        .route("/admin/staff/{id}/role", post(admin::member::set_role))
        .route("/admin/staff/{id}/areas", post(admin::member::set_areas))
        .route("/admin/staff/{id}/suspend", post(admin::member::suspend))
        .route("/admin/staff/{id}/unsuspend", post(admin::member::unsuspend))
        .route("/admin/staff/{id}/sign-out", post(admin::member::sign_out))
        .route("/admin/staff/{id}/second-factor/reset", post(admin::member::reset_second))
        .route(
            "/admin/announcements",
            get(admin::announcements::list).post(admin::announcement::create),
        )
        .route("/admin/announcements/new", get(admin::announcement::blank))
        .route("/admin/announcements/preview", post(admin::announcement::preview))
        .route(
            "/admin/announcements/{id}",
            get(admin::announcement::show).post(admin::announcement::update),
        )
        .route("/admin/announcements/{id}/publish", post(admin::announcements::publish))
        .route("/admin/announcements/{id}/unpublish", post(admin::announcements::unpublish))
        .route("/admin/announcements/{id}/delete", post(admin::announcements::delete))
        .route("/admin/pages", get(admin::pages::list).post(admin::page::create))
        .route("/admin/pages/new", get(admin::page::blank))
        .route("/admin/pages/preview", post(admin::page::preview))
        .route("/admin/pages/{id}", get(admin::page::show).post(admin::page::update))
        .route("/admin/pages/{id}/publish", post(admin::pages::publish))
        .route("/admin/pages/{id}/unpublish", post(admin::pages::unpublish))
        .route("/admin/pages/{id}/first", post(admin::pages::put_first))
        .route("/admin/pages/{id}/delete", post(admin::pages::delete))
        .route("/admin/settings", get(admin::settings::show).post(admin::settings::submit))
        .route("/admin/settings/people", get(admin::settings::show).post(admin::settings::submit))
        .route("/admin/settings/orders", get(admin::settings::show).post(admin::settings::submit))
        .route("/admin/settings/records", get(admin::settings::show).post(admin::settings::submit))
        .route("/admin/settings/logo", post(admin::settings::logo::submit))
        .route("/admin/settings/logo/remove", post(admin::settings::logo::remove))
        .route("/admin/settings/sign-in", get(issuers::list).post(issuers::create))
        .route("/admin/settings/sign-in/{id}", get(issuers::show).post(issuers::change))
        .route("/admin/settings/sign-in/{id}/enable", post(issuers::enable))
        .route("/admin/settings/sign-in/{id}/remove", post(issuers::remove))
        .route(
            "/admin/settings/alerts",
            get(admin::alerts::receivers::list).post(admin::alerts::receivers::create),
        )
        .route(
            "/admin/settings/alerts/{id}",
            get(admin::alerts::receiver::show).post(admin::alerts::receiver::update),
        )
        .route("/admin/settings/alerts/{id}/test", post(admin::alerts::receiver::test))
        .route("/admin/settings/alerts/{id}/remove", post(admin::alerts::receiver::remove))
        .route(
            "/admin/settings/telegram",
            get(admin::settings::telegram::show).post(admin::settings::telegram::submit),
        )
        .route("/admin/settings/telegram/remove", post(admin::settings::telegram::remove))
        .route("/admin/alerts", get(admin::alerts::list))
        .route("/admin/work", get(admin::work::list))
        .route("/admin/work/live", get(admin::work::moving))
        .route("/admin/mail", get(admin::mail::list))
        .route("/admin/mail/test", post(admin::mail::test))
        .route("/admin/mail/preview", get(admin::mail::preview::show))
        .route("/admin/mail/preview.eml", get(admin::mail::preview::file))
        .route("/admin/mail/{id}/retry", post(admin::mail::retry))
        .route("/admin/live", get(live::staff))
        .route("/admin/palette", get(palette::staff))
        .route("/admin/orders", get(admin::orders::list))
        .route("/admin/orders.csv", get(admin::orders::csv::file))
        .route("/admin/orders/csv", post(admin::orders::csv::ticked))
        .route("/admin/orders/columns", post(admin::orders::columns::choose))
        .route(
            "/admin/orders/bulk",
            get(admin::orders::bulk_list::list).post(admin::orders::bulk::submit),
        )
        .route("/admin/orders/bulk/{id}", get(admin::orders::bulk_shown::show))
        .route("/admin/orders/bulk/{id}/live", get(admin::orders::bulk_shown::moving))
        .route("/admin/orders/bulk/{id}/start", post(admin::orders::bulk_shown::start))
        .route("/admin/orders/bulk/{id}/stop", post(admin::orders::bulk_shown::stop))
        .route("/admin/orders/bulk/{id}/results.csv", get(admin::orders::bulk_list::csv))
        .route("/admin/orders/{id}", get(admin::order::show))
        .route("/admin/orders/{id}/live", get(admin::order::moving))
        .route("/admin/orders/{id}/refund", post(admin::decisions::refund))
        .route("/admin/orders/{id}/resolve", post(admin::decisions::resolve))
        .route("/admin/orders/{id}/cancel", post(admin::decisions::cancel))
        .route("/admin/orders/{id}/accept", post(admin::accept::accept))
        .route("/admin/orders/{id}/post", post(admin::post::report))
        .route("/admin/orders/{id}/correct", post(admin::orders::correct::correct))
        .route("/admin/orders/{id}/move", post(admin::orders::correct::move_to))
        .route("/admin/orders/{id}/notes", post(admin::orders::correct::note))
        .route("/admin/desk", get(admin::desk::list).post(admin::desk::decide))
        .route("/admin/desk/refills", get(admin::refills::list).post(admin::refills::answer_many))
        .route("/admin/desk/cancels", get(admin::cancels::list).post(admin::cancels::answer))
        .route("/admin/queue", get(admin::queue::list))
        .route("/admin/queue/{id}", get(admin::queue::show).post(admin::queue::work))
        .route("/admin/refills/{id}/answer", post(admin::refills::answer))
        .route("/admin/blocked", get(admin::blocked::list).post(admin::blocked::block))
        .route("/admin/blocked.csv", get(admin::blocked::csv))
        .route("/admin/blocked/{id}", get(admin::blocked::target::show))
        .route("/admin/blocked/{id}/remove", post(admin::blocked::target::unblock))
        .route("/admin/pictures/{id}", get(picture::received))
        .route("/admin/deposits", get(admin::deposits::list))
        .route("/admin/deposits/{id}", get(admin::deposits::deposit::show))
        .route("/admin/deposits/{id}/look", post(admin::deposits::deposit::look))
        .route("/admin/deposits/{id}/credit", post(admin::deposits::deposit::credit))
        .route("/admin/deposits/{id}/give-up", post(admin::deposits::deposit::give_up))
        .route(
            "/admin/deposits/compare",
            get(admin::deposits::compare::show).post(admin::deposits::compare::submit),
        )
        .route("/admin/deposits/{id}/gone-back", post(admin::deposits::deposit::gone_back))
        .route("/admin/deposits/{id}/refund", post(admin::deposits::deposit::refund))
        .route("/admin/deposits/{id}/name", post(admin::deposits::deposit::name))
        .route("/admin/deposits/{id}/dispute-over", post(admin::deposits::deposit::dispute_over))
        .route("/admin/hooks", get(admin::deposits::hooks::list))
        .route(
            "/admin/methods/new",
            get(admin::deposits::ways::new).post(admin::deposits::ways::create),
        )
        .route("/admin/deposits/{id}/confirm", post(admin::deposits::confirm))
        .route("/admin/deposits/{id}/decline", post(admin::deposits::decline))
        .route(
            "/admin/methods",
            get(admin::deposits::methods::list).post(admin::deposits::methods::create),
        )
        .route(
            "/admin/methods/{id}",
            get(admin::deposits::methods::show).post(admin::deposits::methods::update),
        )
        .route("/admin/methods/{id}/enable", post(admin::deposits::methods::enable))
        .route("/admin/methods/{id}/disable", post(admin::deposits::methods::disable))
        .route("/admin/methods/{id}/test", post(admin::deposits::way_trial::test))
        .route("/admin/methods/{id}/try", post(admin::deposits::way_trial::begin))
        .route("/admin/methods/{id}/tried", post(admin::deposits::way_trial::look))
        .route("/admin/methods/{id}/move", post(admin::deposits::methods::shift))
        .route("/admin/methods/{id}/guard", post(admin::deposits::guard::update))
        .route(
            "/admin/bonuses",
            get(admin::deposits::bonuses::list).post(admin::deposits::bonuses::create),
        )
        .route("/admin/bonuses/{id}/end", post(admin::deposits::bonuses::end))
        .route(
            "/admin/promos",
            get(admin::deposits::promos::list).post(admin::deposits::promos::create),
        )
        .route("/admin/promos/{id}/end", post(admin::deposits::promos::end))
        .route("/admin/tickets", get(admin::tickets::list))
        .route("/admin/tickets/{id}", get(admin::tickets::ticket::show))
        .route("/admin/tickets/{id}/reply", post(admin::tickets::ticket::reply))
        .route("/admin/tickets/{id}/insert", post(admin::tickets::ticket::insert))
        .route("/admin/tickets/{id}/notes", post(admin::tickets::ticket::note))
        .route("/admin/tickets/{id}/close", post(admin::tickets::acts::close))
        .route("/admin/tickets/{id}/assign", post(admin::tickets::acts::assign))
        .route("/admin/tickets/{id}/cancel", post(admin::tickets::acts::cancel))
        .route("/admin/tickets/{id}/refill", post(admin::tickets::acts::refill))
        .route(
            "/admin/tickets/templates",
            get(admin::tickets::templates::list).post(admin::tickets::templates::create),
        )
        .route(
            "/admin/tickets/templates/{id}",
            get(admin::tickets::templates::show).post(admin::tickets::templates::update),
        )
        .route("/admin/tickets/templates/{id}/remove", post(admin::tickets::templates::remove))
        .route(
            "/admin/tickets/subjects",
            get(admin::tickets::subjects::list).post(admin::tickets::subjects::create),
        )
        .route("/admin/tickets/subjects/{id}", post(admin::tickets::subjects::rename))
        .route("/admin/tickets/subjects/{id}/enable", post(admin::tickets::subjects::enable))
        .route("/admin/tickets/subjects/{id}/disable", post(admin::tickets::subjects::disable))
        .route("/admin/tickets/subjects/{id}/first", post(admin::tickets::subjects::put_first))
        .route("/admin/affiliates", get(admin::affiliates::list))
        .route("/admin/affiliates/{id}", get(admin::affiliates::member::show))
        .route("/admin/affiliates/{id}/state", post(admin::affiliates::member::decide))
        .route(
            "/admin/affiliates/offers",
            get(admin::affiliates::offers::list).post(admin::affiliates::offers::create),
        )
        .route("/admin/affiliates/offers/new", get(admin::affiliates::offers::blank))
        .route(
            "/admin/affiliates/offers/{id}",
            get(admin::affiliates::offers::show).post(admin::affiliates::offers::update),
        )
        .route(
            "/admin/affiliates/referrals",
            get(admin::affiliates::referrals::list).post(admin::affiliates::referrals::decide),
        )
        .route(
            "/admin/affiliates/payouts",
            get(admin::affiliates::payouts::list).post(admin::affiliates::payouts::begin),
        )
        .route("/admin/affiliates/payouts.csv", get(admin::affiliates::payouts::csv))
        .route(
            "/admin/affiliates/payouts/{id}",
            get(admin::affiliates::payout::show).post(admin::affiliates::payout::step),
        )
        .route("/admin/affiliates/flags", get(admin::affiliates::flags::list))
        .route("/admin/affiliates/flags/{id}", post(admin::affiliates::flags::answer))
        .fallback(async || Failure::NotFound)
        .layer(same_site(&app))
        .layer(CatchPanicLayer::custom(failure::of_panic))
        .layer(from_fn_with_state(Arc::new(Clicks::new(&app)), referral::follow))
        .layer(from_fn_with_state(Arc::clone(&app), failure_page::draw))
        .layer(from_fn_with_state(Arc::clone(&app), renewed::send))
        .layer(from_fn_with_state(Arc::clone(&app), cookies::spend_flash));
    Router::new()
        .route(assets::ROUTE, get(assets::serve))
        .merge(pages)
        .layer(map_response_with_state(Arc::clone(&app), headers::add))
        .layer(CompressionLayer::new())
        .with_state(app)
}

/// Refuses unsafe requests that another site's page has made, by `Sec-Fetch-Site` and `Origin`.
fn same_site(app: &App) -> CsrfLayer<fn(ProtectionError) -> Response> {
    CsrfLayer::new()
        .add_trusted_origin(app.config.public_url.origin().ascii_serialization())
        .expect("the configuration admits http and https alone")
        .with_rejection_response(|_| Failure::CrossSite.into_response())
}

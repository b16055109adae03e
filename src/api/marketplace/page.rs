//! The four lists. None is counted: one row more than the page is read, to know whether there is a
//! next one.

use serde::Serialize;

use super::answer::Fault;
use super::query::Query;
use super::rows::{LinkRow, OfferRow, PaymentRow, ReferralRow, SHOP_ID, Shop};
use crate::accounts::AccountId;
use crate::affiliates::referrals::{self, Filter, From, Key};
use crate::affiliates::{CommissionState, MemberState, OfferId, OfferStatus, member, offer};
use crate::app::App;

/// A page of a list.
#[derive(Serialize)]
struct Envelope<Row> {
    per_page: i64,
    current_page: i64,
    next_page_url: Option<String>,
    prev_page_url: Option<String>,
    from: Option<i64>,
    to: Option<i64>,
    data: Vec<Row>,
}

/// The panel's address, from the configuration: a request cannot change it.
fn website(app: &App) -> &str {
    app.config.public_url.as_str().trim_end_matches('/')
}

fn shop(app: &App) -> Shop<'_> {
    Shop { website: website(app), currency: &app.currency }
}

impl Query {
    fn filter(&self, account_id: AccountId) -> Filter {
        Filter {
            account_id: Some(account_id),
            offer_id: self.id.map(OfferId::new),
            member_id: None,
            states: Vec::<CommissionState>::new(),
            id: self.row_id,
            since: self.since,
            until: self.until,
            due_by: None,
        }
    }

    /// Whether another shop is asked for.
    fn is_elsewhere(&self) -> bool {
        self.shop_id.is_some_and(|id| id != SHOP_ID)
    }

    /// One row more than the page shows.
    fn limit(&self) -> i64 {
        self.per_page + 1
    }

    /// The page, from the rows that were read.
    fn page<T, Row: Serialize>(
        &self,
        (website, path): (&str, &str),
        mut rows: Vec<T>,
        (key, row): (impl Fn(&T) -> Option<Key>, impl Fn(&T) -> Row),
    ) -> String {
        let size = usize::try_from(self.per_page).unwrap_or_default();
        let more = rows.len() > size;
        // Read backwards, the row too many is the first one.
        let backwards = matches!(self.from(), From::Before(_));
        if more && backwards {
            rows.remove(0);
        }
        rows.truncate(size);
        let base = format!("{website}/api/v1/{path}");
        let has_next = backwards && !rows.is_empty() || more && !backwards;
        let (first, last) = (rows.first().and_then(&key), rows.last().and_then(&key));
        let next =
            has_next.then(|| self.link(&base, self.page.saturating_add(1), last.map(From::After)));
        let prev =
            (self.page > 1).then(|| self.link(&base, self.page - 1, first.map(From::Before)));
        let before = self.rows_before();
        let count = i64::try_from(rows.len()).unwrap_or_default();
        let envelope = Envelope {
            per_page: self.per_page,
            current_page: self.page,
            next_page_url: next,
            prev_page_url: prev,
            from: (count > 0).then(|| before.saturating_add(1)),
            to: (count > 0).then(|| before.saturating_add(count)),
            data: rows.iter().map(row).collect(),
        };
        serde_json::to_string(&envelope).expect("no key is anything but text")
    }
}

pub(super) async fn referrals(
    app: &App,
    account_id: AccountId,
    query: &Query,
) -> Result<String, Fault> {
    let rows = if query.is_elsewhere() || is_past_end(app, account_id, query).await? {
        Vec::new()
    } else {
        let filter = query.filter(account_id);
        referrals::list(app.db.pool(), &filter, query.from(), query.limit()).await?
    };
    let shop = shop(app);
    let shown = |row: &_| serde_json::to_value(ReferralRow::new(row, shop)).ok();
    Ok(query.page(
        (shop.website, "referral"),
        rows,
        (|row: &referrals::Referral| Some(row.key()), shown),
    ))
}

/// Whether a bare page is beyond all rows of the caller; the database would count them all.
async fn is_past_end(app: &App, account_id: AccountId, query: &Query) -> Result<bool, Fault> {
    let From::Offset(rows) = query.from() else { return Ok(false) };
    if rows == 0 {
        return Ok(false);
    }
    let own = member::of_account(app.db.pool(), account_id).await?;
    Ok(own.iter().map(|member| member.referrals).sum::<i64>() <= rows)
}

pub(super) async fn payments(
    app: &App,
    account_id: AccountId,
    query: &Query,
) -> Result<String, Fault> {
    let rows = if query.is_elsewhere() {
        Vec::new()
    } else {
        let filter = query.filter(account_id);
        referrals::payments(app.db.pool(), account_id, &filter, query.from(), query.limit()).await?
    };
    let shop = shop(app);
    let shown = |row: &_| serde_json::to_value(PaymentRow::new(row, shop)).ok();
    Ok(query.page(
        (shop.website, "payment"),
        rows,
        (|row: &referrals::Payment| Some(row.key()), shown),
    ))
}

/// The rows of a page of a list that is read whole.
fn slice<T>(rows: Vec<T>, query: &Query) -> Vec<T> {
    let skipped = usize::try_from(query.rows_before()).unwrap_or(usize::MAX);
    let taken = usize::try_from(query.limit()).unwrap_or_default();
    rows.into_iter().skip(skipped).take(taken).collect()
}

/// Active offers, and those that the caller has applied for.
pub(super) async fn offers(
    app: &App,
    account_id: AccountId,
    query: &Query,
) -> Result<String, Fault> {
    let own = member::of_account(app.db.pool(), account_id).await?;
    let state = |id: OfferId| own.iter().find(|one| one.offer_id == id).map(|one| one.state);
    let mut offers = offer::list(app.db.pool()).await?;
    offers.retain(|offer| {
        let is_named = query.id.is_none_or(|id| id == offer.id.get());
        let is_seen = offer.status == OfferStatus::Active || state(offer.id).is_some();
        is_named && is_seen && !query.is_elsewhere()
    });
    offers.sort_by_key(|offer| std::cmp::Reverse((offer.created_at, offer.id)));
    let shop = shop(app);
    let shown = |offer: &offer::Offer| {
        serde_json::to_value(OfferRow::new(offer, state(offer.id), shop)).ok()
    };
    let rows = slice(offers, query);
    Ok(query.page((shop.website, "offer"), rows, (|_: &offer::Offer| None, shown)))
}

/// The odd body of this call: an array with one page in it.
#[derive(Serialize)]
struct Links<'a> {
    status: u16,
    data: [LinkPage<'a>; 1],
}

#[derive(Serialize)]
struct LinkPage<'a> {
    current_page: i64,
    first_page_url: &'static str,
    per_page: i64,
    from: Option<i64>,
    to: Option<i64>,
    data: Vec<LinkRow<'a>>,
}

/// The links of offers that are joined and active.
pub(super) async fn links(
    app: &App,
    account_id: AccountId,
    query: &Query,
) -> Result<String, Fault> {
    let active: Vec<OfferId> = offer::list(app.db.pool())
        .await?
        .into_iter()
        .filter(|offer| offer.status == OfferStatus::Active)
        .map(|offer| offer.id)
        .collect();
    let mut own = member::of_account(app.db.pool(), account_id).await?;
    own.retain(|one| one.state == MemberState::Approved && active.contains(&one.offer_id));
    let mut own = slice(own, query);
    own.truncate(usize::try_from(query.per_page).unwrap_or_default());
    let (before, count) = (query.rows_before(), i64::try_from(own.len()).unwrap_or_default());
    let page = LinkPage {
        current_page: query.page,
        first_page_url: "/?page=1",
        per_page: query.per_page,
        from: (count > 0).then(|| before.saturating_add(1)),
        to: (count > 0).then(|| before.saturating_add(count)),
        data: own.iter().map(|member| LinkRow::new(member, shop(app))).collect(),
    };
    let body = Links { status: 200, data: [page] };
    Ok(serde_json::to_string(&body).expect("no key is anything but text"))
}

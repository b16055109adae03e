//! The rows, their keys in the order of the protocol's own document.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::affiliates::member::Member;
use crate::affiliates::offer::Offer;
use crate::affiliates::referrals::{Payment, Referral};
use crate::affiliates::{CommissionId, CommissionState, MemberState, OfferId, PayoutId};
use crate::kit::money::Money;

/// This panel, as a shop of the marketplace.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shop<'a> {
    pub website: &'a str,
    pub currency: &'a str,
}

/// The id of the only shop.
pub(super) const SHOP_ID: i64 = 1;

/// Six digits, UTC.
fn time(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

#[derive(Serialize)]
pub(super) struct ReferralRow<'a> {
    id: OfferId,
    shop_id: i64,
    offer_name: &'a str,
    website: &'a str,
    referral_id: CommissionId,
    order_number: String,
    total_sales: String,
    commission_amount: String,
    currency: &'a str,
    created_at: String,
    sub_id1: Option<&'a str>,
    sub_id2: Option<&'a str>,
    sub_id3: Option<&'a str>,
    status: &'static str,
}

/// The state on the wire.
const fn status(state: CommissionState) -> &'static str {
    match state {
        CommissionState::Pending | CommissionState::Held => "PENDING",
        CommissionState::Approved | CommissionState::Paying => "APPROVED",
        CommissionState::Paid => "PAID",
        CommissionState::Denied => "DENIED",
    }
}

impl<'a> ReferralRow<'a> {
    pub(super) fn new(row: &'a Referral, shop: Shop<'a>) -> Self {
        Self {
            id: row.offer_id,
            shop_id: SHOP_ID,
            offer_name: &row.offer_name,
            website: shop.website,
            referral_id: row.id,
            order_number: row.order_id.to_string(),
            total_sales: row.sales.to_string(),
            commission_amount: row.amount.to_string(),
            currency: shop.currency,
            created_at: time(row.created_at),
            sub_id1: row.sub_id1.as_deref(),
            sub_id2: row.sub_id2.as_deref(),
            sub_id3: row.sub_id3.as_deref(),
            status: status(row.state),
        }
    }
}

#[derive(Serialize)]
pub(super) struct PaymentRow<'a> {
    id: OfferId,
    shop_id: i64,
    offer_name: &'a str,
    website: &'a str,
    payment_id: PayoutId,
    total_referral: i64,
    total_sales: String,
    commission_amount: String,
    currency: &'a str,
    created_at: String,
}

impl<'a> PaymentRow<'a> {
    pub(super) fn new(row: &'a Payment, shop: Shop<'a>) -> Self {
        Self {
            id: row.offer_id,
            shop_id: SHOP_ID,
            offer_name: &row.offer_name,
            website: shop.website,
            payment_id: row.id,
            total_referral: row.referrals,
            total_sales: row.sales.to_string(),
            commission_amount: row.amount.to_string(),
            currency: shop.currency,
            created_at: time(row.completed_at),
        }
    }
}

#[derive(Serialize)]
pub(super) struct LinkRow<'a> {
    id: OfferId,
    offer_name: &'a str,
    affiliate_link: String,
}

impl<'a> LinkRow<'a> {
    pub(super) fn new(member: &'a Member, shop: Shop<'a>) -> Self {
        Self {
            id: member.offer_id,
            offer_name: &member.offer_name,
            affiliate_link: format!("{}/?ref={}", shop.website, member.code),
        }
    }
}

#[derive(Serialize)]
pub(super) struct OfferRow<'a> {
    id: OfferId,
    shop_id: i64,
    offer_name: &'a str,
    website: &'a str,
    description: &'a str,
    commission_type: String,
    commission_amount: String,
    currency: &'a str,
    cookie_days: i32,
    hold_days: i32,
    commission_months: Option<i32>,
    minimum_payout: String,
    auto_approve: bool,
    additional_terms: &'a str,
    application_status: &'static str,
    status: String,
    created_at: String,
}

/// A suspended member reads that they were denied: this API has no other word.
const fn application(state: Option<MemberState>) -> &'static str {
    match state {
        None => "NONE",
        Some(MemberState::Pending) => "PENDING",
        Some(MemberState::Approved) => "APPROVED",
        Some(MemberState::Denied | MemberState::Suspended) => "DENIED",
    }
}

impl<'a> OfferRow<'a> {
    pub(super) fn new(offer: &'a Offer, state: Option<MemberState>, shop: Shop<'a>) -> Self {
        let draft = &offer.draft;
        let minimum: Money = draft.minimum_payout;
        Self {
            id: offer.id,
            shop_id: SHOP_ID,
            offer_name: &draft.name,
            website: shop.website,
            description: &draft.description,
            commission_type: draft.commission_type.as_str().to_uppercase(),
            commission_amount: draft.commission.to_string(),
            currency: shop.currency,
            cookie_days: draft.cookie_days,
            hold_days: draft.hold_days,
            commission_months: draft.months,
            minimum_payout: minimum.to_string(),
            auto_approve: draft.approves_members,
            additional_terms: &draft.terms,
            application_status: application(state),
            status: offer.status.as_str().to_uppercase(),
            created_at: time(offer.created_at),
        }
    }
}

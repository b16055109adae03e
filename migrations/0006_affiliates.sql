-- The affiliate programme: who recommends the panel, whom they brought, and what they are paid for
-- it. Written by src/affiliates alone. Amounts are millionths of the panel's currency.

-- What affiliates can join.
create table affiliate_offers (
    id                   bigint generated always as identity primary key,
    name                 text not null check (length(name) between 1 and 100),
    description          text not null default '' check (length(description) <= 2000),
    -- Terms beside those of the panel.
    terms                text not null default '' check (length(terms) <= 10000),
    -- For so many days after a click, a sign-up counts as brought by it.
    cookie_days          integer not null check (cookie_days between 1 and 365),
    -- Of payouts to the outside.
    minimum_payout       bigint not null check (minimum_payout >= 0),
    -- Whether who applies is a member at once, and whether commissions are approved by themselves
    -- when their hold is over.
    approves_members     boolean not null,
    approves_commissions boolean not null,
    is_default           boolean not null default false,
    status               text not null default 'active' check (status in ('active', 'paused')),
    created_at           timestamptz not null
);
create unique index affiliate_offers_default on affiliate_offers (is_default) where is_default;

-- What an offer pays, since when. Rows are only added. A referral order is paid by the plan that
-- was in force when it was placed, and keeps a copy of it.
create table affiliate_plans (
    id              bigint generated always as identity primary key,
    offer_id        bigint not null references affiliate_offers,
    since           timestamptz not null,
    commission_type text not null check (commission_type in ('percent_of_sale', 'flat_per_order')),
    -- Millionths of a percent, or of the currency.
    commission      bigint not null check (commission > 0
        and (commission_type <> 'percent_of_sale' or commission <= 100000000)),
    hold_days       integer not null check (hold_days in (0, 7, 14, 30, 60, 90)),
    -- Orders within so many months after the sign-up; null: all.
    months          integer check (months between 1 and 120)
);
create index affiliate_plans_offer on affiliate_plans (offer_id, since desc, id desc);
create trigger affiliate_plans_are_history before update or delete on affiliate_plans
    for each row execute function refuse_change();
create trigger affiliate_plans_are_kept before truncate on affiliate_plans
    for each statement execute function refuse_change();

-- An account in an offer. Who changes commissions or payouts of a member holds the member's row:
-- members first, in the order of their ids, then commissions, then wallets.
create table affiliate_members (
    id          bigint generated always as identity primary key,
    offer_id    bigint not null references affiliate_offers,
    account_id  bigint not null references accounts,
    state       text not null check (state in ('pending', 'approved', 'denied', 'suspended')),
    -- `/?ref=CODE`.
    code        text not null check (code ~ '^[a-z0-9_-]{3,32}$'),
    -- What they wrote when they applied, and why staff denied or suspended them.
    note        text not null default '' check (length(note) <= 2000),
    reason      text,
    applied_at  timestamptz not null,
    -- Since when the state is what it is.
    state_since timestamptz not null,
    -- The sums of their commissions by state; held counts as pending. Kept, because a member may
    -- have millions of rows. `waybill books check` compares them.
    referrals   bigint not null default 0,
    pending     bigint not null default 0,
    approved    bigint not null default 0,
    paying      bigint not null default 0,
    paid        bigint not null default 0
) with (fillfactor = 70);
create unique index affiliate_members_once on affiliate_members (account_id, offer_id);
create unique index affiliate_members_code on affiliate_members (code);
create index affiliate_members_state on affiliate_members (state, id desc);

-- A visit by a link. There is no user agent, and of the address only a hash under a key that
-- changes each day. Kept for the offer's `cookie_days` and 30 more; the counts stay in
-- affiliate_days.
create table affiliate_clicks (
    id           bigint generated always as identity primary key,
    -- What the visitor's cookie holds, and nothing else is in it.
    visitor      text not null check (length(visitor) = 22),
    member_id    bigint not null,
    sub_id1      text,
    sub_id2      text,
    sub_id3      text,
    address_hash bytea not null,
    at           timestamptz not null
);
create index affiliate_clicks_visitor on affiliate_clicks (visitor, id desc);
create index affiliate_clicks_at on affiliate_clicks (at);

-- A member's counts by day (UTC), so that their page is as fast after years.
create table affiliate_days (
    member_id bigint not null,
    day       date not null,
    clicks    bigint not null default 0,
    sign_ups  bigint not null default 0,
    -- Of referral orders placed that day: how many, their sales, their commissions that were not
    -- denied.
    orders    bigint not null default 0,
    sales     bigint not null default 0,
    earned    bigint not null default 0,
    primary key (member_id, day)
);

-- Where accounts signed up: a hash of the address under the panel's key.
create table affiliate_sign_ups (
    account_id   bigint primary key references accounts,
    address_hash bytea not null
);
create index affiliate_sign_ups_address on affiliate_sign_ups (address_hash);

-- Who was brought by whom: written at the sign-up, once and for good.
create table affiliate_customers (
    customer_id bigint primary key references accounts,
    member_id   bigint not null references affiliate_members,
    sub_id1     text,
    sub_id2     text,
    sub_id3     text,
    bound_at    timestamptz not null,
    -- Why staff should look before anything is paid for this customer.
    flag        text check (flag in ('same_address')),
    -- What they decided: fine, or fraud.
    verdict     text check (verdict in ('fine', 'fraud')),
    constraint affiliate_customers_verdict check (verdict is null or flag is not null)
);
create index affiliate_customers_member on affiliate_customers (member_id, customer_id desc);
create index affiliate_customers_flagged on affiliate_customers (customer_id)
    where flag is not null and verdict is null;

-- One commission for each order that a brought customer places; the children of a drip-feed or a
-- subscription earn through their parent. If an order is refunded after its commission was paid,
-- a correction takes the difference back.
create table commissions (
    id              bigint generated always as identity primary key,
    member_id       bigint not null,
    offer_id        bigint not null,
    -- The affiliate's account.
    account_id      bigint not null,
    customer_id     bigint not null,
    order_id        bigint not null,
    is_correction   boolean not null,
    state           text not null check (state in
        ('pending', 'held', 'approved', 'paying', 'paid', 'denied')),
    -- The plan, as it was when the order was placed.
    commission_type text not null,
    commission      bigint not null,
    hold_days       integer not null,
    -- What the customer paid and was not refunded, and the commission on it. Of a correction: how
    -- much less than before, so neither is above zero.
    sales           bigint not null,
    amount          bigint not null,
    -- What had been refunded of the order when this row was last computed.
    refunded        bigint not null,
    sub_id1         text,
    sub_id2         text,
    sub_id3         text,
    -- When the order reached its final state, and when the hold is over. Null: it goes on.
    ended_at        timestamptz,
    due_at          timestamptz,
    payout_id       bigint,
    -- Why it was denied.
    reason          text,
    -- When the order was placed; of a correction, when it was made.
    created_at      timestamptz not null,
    constraint commissions_not_on_own_orders check (customer_id <> account_id),
    constraint commissions_sign check (
        case when is_correction then sales <= 0 and amount <= 0
             else amount between 0 and sales end),
    constraint commissions_in_payout check ((payout_id is not null) = (state in ('paying', 'paid'))),
    constraint commissions_hold check ((ended_at is null) = (due_at is null))
) with (fillfactor = 80);
create unique index commissions_one_an_order on commissions (order_id) where not is_correction;
-- The same refund is taken back once, however often it is read.
create unique index commissions_one_a_refund on commissions (order_id, refunded) where is_correction;
create index commissions_list on commissions (account_id, created_at desc, id desc);
create index commissions_newest on commissions (created_at desc, id desc);
create index commissions_state on commissions (member_id, state, id);
create index commissions_due on commissions (due_at) where state = 'pending' and due_at is not null;
create index commissions_next on commissions (member_id, due_at)
    where state = 'pending' and due_at is not null;
create index commissions_held on commissions (customer_id) where state = 'held';
create index commissions_payout on commissions (payout_id) where payout_id is not null;

-- Approved commissions that are paid together.
create table affiliate_payouts (
    id           bigint generated always as identity primary key,
    member_id    bigint not null,
    offer_id     bigint not null,
    account_id   bigint not null,
    -- To the panel's balance, or outside of the panel.
    way          text not null check (way in ('balance', 'outside')),
    state        text not null check (state in
        ('requested', 'processing', 'completed', 'failed', 'canceled')),
    -- The sums over the commissions in it.
    amount       bigint not null check (amount > 0),
    sales        bigint not null,
    referrals    bigint not null,
    -- Where the affiliate wants the money, and how staff paid it.
    details      text not null default '' check (length(details) <= 1000),
    reference    text,
    reason       text,
    -- Of the form, so that a second click asks for nothing.
    form_id      text not null,
    requested_at timestamptz not null,
    ended_at     timestamptz,
    constraint affiliate_payouts_end check (
        (ended_at is not null) = (state in ('completed', 'failed', 'canceled')))
);
create unique index affiliate_payouts_form on affiliate_payouts (account_id, form_id);
create unique index affiliate_payouts_one_open on affiliate_payouts (member_id)
    where ended_at is null;
create index affiliate_payouts_open on affiliate_payouts (id) where ended_at is null;
create index affiliate_payouts_account on affiliate_payouts (account_id, id desc);
create index affiliate_payouts_completed on affiliate_payouts (account_id, ended_at desc, id desc)
    where state = 'completed';

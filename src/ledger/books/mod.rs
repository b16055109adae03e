//! The books check, the ledger's part: wallets against their transfers. What orders and affiliates
//! owe is checked further right, in `orders::books` and `affiliates::books`. It never corrects
//! anything: a difference is for a person.

mod part;

pub use part::{credits, differences, differences_above, transfers, wallets};

use sqlx::PgTransaction;

use super::Class;
use crate::accounts::audit_chain::{Checked, Seal};
use crate::kit::db;
use crate::kit::money::Money;

/// What a check found. The books balance when `differences` is empty.
#[derive(Debug, Default)]
pub struct Report {
    pub wallets: i64,
    pub transfers: i64,
    pub orders: i64,
    /// Closed ranges.
    pub ranges: i64,
    /// The sum of all wallets.
    pub held: Money,
    /// The newest seal of the audit log, and how many of its rows have none yet.
    pub newest_seal: Option<Seal>,
    pub unsealed: i64,
    /// The differences, a sentence each, at most [`SENTENCES_MAX`] of each sort.
    pub differences: Vec<String>,
}

impl Report {
    /// Takes in what the check of the audit log found.
    pub fn audited(&mut self, audit: Checked) {
        self.newest_seal = audit.newest;
        self.unsealed = audit.waiting;
        self.differences.extend(audit.differences);
    }
}

/// So many of one sort are named; more would be the same fault again.
pub const SENTENCES_MAX: i64 = 1000;

/// Prepares a transaction for checks: it sees one snapshot, and may take long.
pub async fn see_one_snapshot(tx: &mut PgTransaction<'_>) -> Result<(), db::Error> {
    sqlx::query!("set transaction isolation level repeatable read, read only")
        .execute(&mut **tx)
        .await?;
    // A check of millions of rows takes longer than a request may.
    sqlx::query!("set local statement_timeout = '10min'").execute(&mut **tx).await?;
    // The lists of ids that they get differ much in length. Those who place orders need the other
    // processors, and the rows of a range lie together.
    sqlx::query!("set local plan_cache_mode = force_custom_plan").execute(&mut **tx).await?;
    sqlx::query!("set local max_parallel_workers_per_gather = 0").execute(&mut **tx).await?;
    sqlx::query!("set local random_page_cost = 1.1").execute(&mut **tx).await?;
    // Large sums, each done once. To compile them would take longer than it saves. With the memory
    // of an ordinary statement they would be spread over the disk.
    sqlx::query!("set local jit = off").execute(&mut **tx).await?;
    sqlx::query!("set local work_mem = '64MB'").execute(&mut **tx).await?;
    Ok(())
}

/// What there is, counting only transfers above this id.
pub async fn counted(tx: &mut PgTransaction<'_>, above: i64) -> Result<Report, db::Error> {
    let counts = sqlx::query!(
        r#"select (select count(*) from wallets) as "wallets!",
                  (select count(*) from transfers where id > $1) as "transfers!",
                  (select coalesce(sum(balance), 0)::bigint from wallets) as "held!: Money""#,
        above
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Report {
        wallets: counts.wallets,
        transfers: counts.transfers,
        held: counts.held,
        ..Report::default()
    })
}

/// Checks the ledger inside a transaction that sees one snapshot.
pub async fn check(tx: &mut PgTransaction<'_>) -> Result<Report, db::Error> {
    let differences = sqlx::query_scalar!(
        r#"
        with moved as (
            select account_id, count(*) as moves, max(version) as newest, min(version) as oldest,
                   sum(case when credit = 'wallet' then amount else -amount end) as total
            from transfers where version is not null group by account_id),
        running as (
            select account_id, version, balance_after,
                   sum(case when credit = 'wallet' then amount else -amount end)
                       over (partition by account_id order by version) as total
            from transfers where version is not null),
        owed as (
            select account_id, sum(case debit when 'debts' then amount else -amount end) as owes
            from transfers where debit = 'debts' or credit = 'debts' group by account_id),
        found as (
            select format('wallet %s holds %s, its transfers make %s',
                          account_id, w.balance, coalesce(total, 0)) as sentence
            from wallets w left join moved m using (account_id)
            where w.balance <> coalesce(m.total, 0)
            union all
            select format('wallet %s is at version %s, its transfers run from %s to %s and are %s',
                          account_id, w.version, coalesce(oldest, 0), coalesce(newest, 0),
                          coalesce(moves, 0))
            from wallets w left join moved m using (account_id)
            where w.version <> coalesce(m.moves, 0) or w.version <> coalesce(m.newest, 0)
               or coalesce(m.oldest, 1) <> 1
            union all
            select format('wallet %s says that %s is owed, its transfers make %s',
                          account_id, w.owes, coalesce(o.owes, 0))
            from wallets w left join owed o using (account_id)
            where w.owes <> coalesce(o.owes, 0)
            union all
            select format('wallet %s has transfers and does not exist', account_id)
            from moved m where not exists (select from wallets w where w.account_id = m.account_id)
            union all
            select format('account %s has no wallet', id)
            from accounts a where not exists (select from wallets w where w.account_id = a.id)
            union all
            select format('wallet %s is said to hold %s after version %s, its transfers make %s',
                          account_id, balance_after, version, total)
            from running where balance_after <> total
            union all
            select format('transfer %s is of %s: not more than zero', id, amount)
            from transfers where amount <= 0
            union all
            select format('transfer %s goes from %s to %s, which the chart does not have',
                          id, debit, credit)
            from transfers where debit <> all($2) or credit <> all($2) or debit = credit
            union all
            select format('transfer %s touches a wallet without a version', id)
            from transfers where (debit = 'wallet' or credit = 'wallet') <> (version is not null)
            union all
            select format('transfer %s is a %s from %s to %s, which nobody makes',
                          id, kind, debit, credit)
            from transfers
            where kind not in ('charge', 'settle', 'refund', 'cost')
              and (kind, debit, credit) not in (('deposit', 'deposits', 'wallet'),
                  ('adjust', 'adjustments', 'wallet'), ('adjust', 'wallet', 'adjustments'),
                  ('commission', 'commissions', 'affiliate_payable'),
                  ('commission', 'affiliate_payable', 'commissions'),
                  ('payout', 'affiliate_payable', 'wallet'),
                  ('payout', 'affiliate_payable', 'payouts'),
                  ('surcharge', 'deposits', 'surcharges'), ('fee', 'gateways', 'fees'),
                  ('fee', 'fees', 'gateways'),
                  ('takeback', 'wallet', 'deposits'), ('owe', 'debts', 'deposits'),
                  ('repay', 'wallet', 'debts'), ('restore', 'deposits', 'debts'),
                  ('restore', 'deposits', 'wallet'), ('bonus', 'bonuses', 'wallet'),
                  ('unbonus', 'wallet', 'bonuses'), ('owebonus', 'debts', 'bonuses'),
                  ('rebonus', 'bonuses', 'debts'), ('rebonus', 'bonuses', 'wallet'),
                  ('unsurcharge', 'surcharges', 'deposits'),
                  ('resurcharge', 'deposits', 'surcharges'), ('give_up', 'wallet', 'given_up'))
            union all
            select format('transfer %s is a %s and has the key %s', id, kind, key)
            from transfers
            where kind not in ('charge', 'settle', 'refund', 'cost')
              and not starts_with(key, kind || ':')
            union all
            select format('credit %s is booked and has no transfer of %s to account %s',
                          c.id, c.amount, c.account_id)
            from credits c
            where c.state = 'booked' and not exists (
                select from transfers t
                where t.key = case c.kind when 'payment' then 'deposit:manual:' || c.reference
                                          else 'adjust:' || c.form_id end
                  and t.account_id = c.account_id and t.amount = c.amount)
            union all
            select format('credit %s waits and has a transfer already', c.id)
            from credits c join transfers t
                 on t.key = case c.kind when 'payment' then 'deposit:manual:' || c.reference
                                        else 'adjust:' || c.form_id end
            where c.state = 'waiting'
            union all
            select format('transfer %s gives up what wallet %s held, which goes on', t.id, t.account_id)
            from transfers t join wallets w on w.account_id = t.account_id
            where t.kind = 'give_up' and w.closed_at is null
            union all
            select format('wallet %s ended, and its account goes on', w.account_id)
            from wallets w join accounts a on a.id = w.account_id
            where (w.closed_at is null) <> (a.closed_at is null)
            union all
            select format('order %s was placed after wallet %s had ended', o.id, w.account_id)
            from wallets w
            cross join lateral (select id, created_at from orders o
                                where o.account_id = w.account_id order by id desc limit 1) as o
            where w.closed_at < o.created_at
            union all
            select format('wallet %s belongs to no account', account_id)
            from wallets w where not exists (select from accounts a where a.id = w.account_id)
            union all
            select format('transfers have the key %s %s times', key, count(*))
            from transfers group by key having count(*) > 1)
        select sentence as "sentence!" from found limit $1
        "#,
        SENTENCES_MAX,
        &Class::ALL.map(|class| class.as_str().to_owned())
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(Report { differences, ..counted(tx, i64::MIN).await? })
}

//! Looking at a code that was typed, or at an answer of a passkey. The account and its second factor are
//! locked first, so of one code that comes many times at once only one look finds it unused, and no wrong code
//! escapes the count.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::totp::Secret;
use super::{Given, passkeys, recovery_codes, tell};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::mail::{Kind, Outbox};

/// The purpose with which secrets are sealed.
pub(super) const PURPOSE: &str = "second factors";
/// Wrong codes in a day before everybody has to go slowly. Who guesses so many has the password.
const FREE: i32 = 20;
const DAY: TimeDelta = TimeDelta::days(1);
/// After that there is one try in this time until the day is over. So there are at most 308 wrong codes in
/// a day, of a million of which three count: less than one chance in a thousand. The holder is told at the
/// twentieth, and gets in by a passkey at once, or by a code when nobody has tried for so long.
const PAUSE: TimeDelta = TimeDelta::minutes(5);

/// By what somebody proved the second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proved {
    /// A code of the app.
    App,
    /// One of the recovery codes; so many are left.
    RecoveryCode {
        left: usize,
    },
    Passkey,
}

impl Proved {
    /// For the audit log.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::RecoveryCode { .. } => "recovery code",
            Self::Passkey => "passkey",
        }
    }
}

/// What came of a code or a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::accounts) enum Checked {
    Right(Proved),
    Wrong,
    /// It was not looked at: so many seconds are to be waited.
    Wait(u64),
}

/// An account's second factor, locked until the transaction ends; the account is locked too.
pub(in crate::accounts) struct Factor {
    account_id: AccountId,
    /// The secret of its app.
    sealed: Option<Vec<u8>>,
    last_step: Option<i64>,
    wrong: i32,
    wrong_since: DateTime<Utc>,
    wrong_at: DateTime<Utc>,
}

impl Factor {
    /// `None`: the account has no second factor.
    pub(in crate::accounts) async fn lock(
        tx: &mut PgTransaction<'_>,
        account_id: AccountId,
    ) -> Result<Option<Self>, db::Error> {
        wait_for(tx, account_id).await?;
        let row = sqlx::query_as!(
            Factor,
            r#"select f.account_id as "account_id: AccountId", k.sealed as "sealed?",
                      k.last_step as "last_step?", f.wrong, f.wrong_since, f.wrong_at
               from second_factors f left join totp_keys k on k.account_id = f.account_id
               where f.account_id = $1"#,
            account_id as AccountId
        );
        Ok(row.fetch_optional(&mut **tx).await?)
    }

    /// Whether codes of an app are one of the account's factors.
    pub(in crate::accounts) fn has_app(&self) -> bool {
        self.sealed.is_some()
    }

    /// Looks at what was given. A wrong code is counted, and a challenge used up; the transaction has to
    /// be committed for that.
    pub(in crate::accounts) async fn check(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        outbox: &Outbox,
        given: &Given,
    ) -> Result<Checked, db::Error> {
        // Nobody guesses an answer of a passkey, so whoever has one never waits for others' wrong codes.
        let presented = match given {
            Given::Code(typed) => return self.check_code(tx, now, outbox, typed).await,
            Given::Passkey(presented) => presented,
        };
        let of = (self.account_id, &**presented);
        match passkeys::check(tx, now, outbox.keys(), of).await? {
            Ok(()) => Ok(Checked::Right(Proved::Passkey)),
            Err(flaw) => {
                tracing::warn!(account = %self.account_id, %flaw, "a passkey was refused");
                Ok(Checked::Wrong)
            }
        }
    }

    async fn check_code(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        outbox: &Outbox,
        typed: &str,
    ) -> Result<Checked, db::Error> {
        if let Some(wait_s) = self.wait_s(now) {
            return Ok(Checked::Wait(wait_s));
        }
        let proved = match (digits(typed), recovery_codes::read(typed)) {
            (Some(code), _) => self.app(tx, now, outbox, &code).await?,
            (None, Some(code)) => {
                let left = recovery_codes::take(tx, outbox.keys(), self.account_id, &code).await?;
                left.map(|left| Proved::RecoveryCode { left })
            }
            (None, None) => None,
        };
        match proved {
            Some(Proved::App) => Ok(Checked::Right(Proved::App)),
            Some(proved) => {
                tell::holder(tx, now, outbox, (self.account_id, Kind::RecoveryCodeUsed)).await?;
                Ok(Checked::Right(proved))
            }
            None => {
                self.count_wrong(tx, now, outbox).await?;
                Ok(Checked::Wrong)
            }
        }
    }

    fn wait_s(&self, now: DateTime<Utc>) -> Option<u64> {
        let is_slow = self.wrong >= FREE && self.wrong_since > now - DAY;
        let left = (self.wrong_at + PAUSE - now).num_seconds();
        u64::try_from(left).ok().filter(|left| is_slow && *left > 0)
    }

    async fn app(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        outbox: &Outbox,
        code: &str,
    ) -> Result<Option<Proved>, db::Error> {
        let Some(secret) = self.secret(outbox) else { return Ok(None) };
        let Some(step) = secret.step(code, now) else { return Ok(None) };
        // A code that somebody has seen over a shoulder is used up.
        if self.last_step.is_none_or(|last| step <= last) {
            return Ok(None);
        }
        sqlx::query!(
            "update totp_keys set last_step = $2 where account_id = $1",
            self.account_id as AccountId,
            step
        )
        .execute(&mut **tx)
        .await?;
        Ok(Some(Proved::App))
    }

    fn secret(&self, outbox: &Outbox) -> Option<Secret> {
        let of = self.account_id.to_string();
        match outbox.keys().unseal(PURPOSE, &of, self.sealed.as_deref()?) {
            Ok(bytes) => Secret::of(&bytes),
            Err(error) => {
                tracing::error!(account = %self.account_id, %error, "a second factor is unusable");
                None
            }
        }
    }

    /// The holder is told when it becomes too many.
    async fn count_wrong(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        outbox: &Outbox,
    ) -> Result<(), db::Error> {
        let is_old = self.wrong_since <= now - DAY;
        let (wrong, since) = if is_old { (1, now) } else { (self.wrong + 1, self.wrong_since) };
        sqlx::query!(
            "update second_factors set wrong = $2, wrong_since = $3, wrong_at = $4
             where account_id = $1",
            self.account_id as AccountId,
            wrong,
            since,
            now
        )
        .execute(&mut **tx)
        .await?;
        if wrong == FREE {
            tell::holder(tx, now, outbox, (self.account_id, Kind::CodesGuessed)).await?;
        }
        Ok(())
    }
}

/// Makes the account's second factor, if it has none: its first code or passkey follows.
pub(super) async fn begin(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    account_id: AccountId,
) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into second_factors (account_id, wrong_since, wrong_at) values ($1, $2, $2)
         on conflict do nothing",
        account_id as AccountId,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Waits for whoever looks at a code or a passkey of this account. The account is locked first, as
/// everywhere: what follows writes rows that point to it, while another address, or the end of the account,
/// holds it and waits for the half sign-ins.
async fn wait_for(tx: &mut PgTransaction<'_>, account_id: AccountId) -> Result<(), db::Error> {
    let account = sqlx::query!(
        "select from accounts where id = $1 for no key update",
        account_id as AccountId
    );
    account.fetch_optional(&mut **tx).await?;
    let locked = sqlx::query!(
        "select from second_factors where account_id = $1 for update",
        account_id as AccountId
    );
    locked.fetch_optional(&mut **tx).await?;
    Ok(())
}

/// A code of an app, as it was typed: with blanks, or in the digits of Arabic or Persian.
pub(super) fn digits(typed: &str) -> Option<String> {
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(c) - 0x660, 10),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(u32::from(c) - 0x6f0, 10),
        _ => None,
    };
    let typed = typed.chars().filter(|c| !c.is_whitespace());
    let code: String = typed.map(digit).collect::<Option<_>>()?;
    (code.len() == 6).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for typed in ["123456", " 123 456 ", "١٢٣٤٥٦", "۱۲۳ ۴۵۶"] {
            assert_eq!(digits(typed).as_deref(), Some("123456"), "{typed}");
        }
        for typed in ["", "12345", "1234567", "12345a", "-12345", "１２３４５６"] {
            assert_eq!(digits(typed), None, "{typed}");
        }
    }
}

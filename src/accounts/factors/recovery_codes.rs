//! Ten codes to write down, for the day on which the app is lost. Each has 120 random bits, so a keyed
//! hash of it is enough; each is shown once and used once.

use rand::Rng as _;
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::keys::Keys;
use crate::kit::secret;

const COUNT: usize = 10;
const CHARS: usize = 24;
const GROUP: usize = 4;
/// Without the letters that look like digits (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// The key's purpose.
const PURPOSE: &str = "recovery codes";

/// What was typed, if it can be a code: without blanks and lines, and with digits for the letters that
/// look like them.
pub(super) fn read(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(CHARS);
    for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let c = match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        };
        if code.len() == CHARS || !ALPHABET.iter().any(|known| char::from(*known) == c) {
            return None;
        }
        code.push(c);
    }
    (code.len() == CHARS).then_some(code)
}

fn random() -> String {
    let mut rng = rand::rng();
    (0..CHARS).map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())])).collect()
}

/// As it is read aloud: in groups of four.
fn shown(code: &str) -> String {
    let groups: Vec<&str> = (0..CHARS).step_by(GROUP).map(|at| &code[at..at + GROUP]).collect();
    groups.join("-")
}

fn hash(keys: &Keys, account_id: AccountId, code: &str) -> [u8; 32] {
    keys.hash(PURPOSE, format!("{account_id} {code}").as_bytes())
}

/// Makes ten new codes in place of those that are left; answers them as they are shown.
pub(super) async fn make(
    tx: &mut PgTransaction<'_>,
    keys: &Keys,
    account_id: AccountId,
) -> Result<Vec<String>, db::Error> {
    let codes: Vec<String> = (0..COUNT).map(|_| random()).collect();
    let hashes: Vec<Vec<u8>> =
        codes.iter().map(|code| hash(keys, account_id, code).to_vec()).collect();
    sqlx::query!("delete from recovery_codes where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "insert into recovery_codes (account_id, hash) select $1, unnest($2::bytea[])",
        account_id as AccountId,
        &hashes
    )
    .execute(&mut **tx)
    .await?;
    Ok(codes.iter().map(|code| shown(code)).collect())
}

/// Uses a code up, under the lock of `check`; answers how many are left. `None`: there is no such code.
pub(super) async fn take(
    tx: &mut PgTransaction<'_>,
    keys: &Keys,
    account_id: AccountId,
    code: &str,
) -> Result<Option<usize>, db::Error> {
    let wanted = hash(keys, account_id, code);
    let known = sqlx::query_scalar!(
        "select hash from recovery_codes where account_id = $1",
        account_id as AccountId
    );
    let known = known.fetch_all(&mut **tx).await?;
    if !known.iter().any(|hash| secret::same(hash, &wanted)) {
        return Ok(None);
    }
    sqlx::query!(
        "delete from recovery_codes where account_id = $1 and hash = $2",
        account_id as AccountId,
        &wanted[..]
    )
    .execute(&mut **tx)
    .await?;
    Ok(Some(known.len() - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = "0123456789abcdefghjkmnpq";
        assert_eq!(shown(code), "0123-4567-89ab-cdef-ghjk-mnpq");
        for typed in [
            "0123-4567-89ab-cdef-ghjk-mnpq",
            " 0123 4567 89AB CDEF GHJK MNPQ\n",
            "oI23-4567-89ab-cdef-ghjk-mnpq",
            "0l234567-89abcdefghjkmnpq",
        ] {
            assert_eq!(read(typed).as_deref(), Some(code), "{typed}");
        }
        for typed in ["", "123456", &code[1..], "0123456789abcdefghjkmnpqr", &"u".repeat(24)] {
            assert_eq!(read(typed), None, "{typed}");
        }
        assert_eq!(read(&"é".repeat(24)), None);
    }
}

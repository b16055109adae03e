//! Browsers that have signed in before. A signed cookie says to which account, so that guessing
//! from elsewhere never keeps its owner out: such a browser has its own limit and its own lane.
//! The cookie opens nothing.

use crate::accounts::AccountId;
use crate::kit::keys::Keys;
use crate::kit::secret;

const PURPOSE: &str = "known devices";
const ID_CHARS: usize = 22;

/// A browser that was signed in to this account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub account_id: AccountId,
    /// Of this one sign-in.
    pub id: String,
}

/// A new cookie for a browser that has just signed in: `ACCOUNT.ID.MAC`.
#[must_use]
pub fn issue(keys: &Keys, account_id: AccountId) -> String {
    let signed = format!("{account_id}.{}", secret::base62(ID_CHARS));
    format!("{signed}.{}", mac(keys, &signed))
}

/// The device whose cookie this is, if we made it.
#[must_use]
pub fn read(keys: &Keys, cookie: &str) -> Option<Device> {
    let (signed, sent) = cookie.rsplit_once('.')?;
    if !secret::same(sent.as_bytes(), mac(keys, signed).as_bytes()) {
        return None;
    }
    let (account_id, id) = signed.split_once('.')?;
    Some(Device { account_id: account_id.parse().ok()?, id: id.to_owned() })
}

fn mac(keys: &Keys, signed: &str) -> String {
    secret::hex(&keys.hash(PURPOSE, signed.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_cookies_count_and_only_for_their_account() {
        let keys = |secret: &str| Keys::open(Some(secret), None).unwrap();
        let ours = keys("a secret of more than thirty-two characters");
        let cookie = issue(&ours, AccountId::new(7));
        assert_eq!(read(&ours, &cookie).unwrap().account_id, AccountId::new(7));
        let theirs = keys("another secret of more than thirty-two characters");
        assert_eq!(read(&theirs, &cookie), None);
        assert_eq!(read(&ours, &cookie.replacen('7', "8", 1)), None);
        for junk in ["", ".", "..", "7.x.", "7.x.00"] {
            assert_eq!(read(&ours, junk), None, "{junk}");
        }
    }
}

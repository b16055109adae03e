//! The link in a notice's mail that switches the mail of its topic off. Whoever has the message may use
//! it, without a sign-in, as often as they like: all that it does is that less mail comes. Nothing is
//! stored for it; the panel's own secret signs it. What is about security has no such link.

use super::kind::Topic;
use super::wishes;
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::Keys;
use crate::kit::secret;

const PURPOSE: &str = "notices by mail";
/// Where the link leads.
const PATH: &str = "/notices/stop";

/// Whose mail of which topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    pub account_id: AccountId,
    pub topic: Topic,
}

/// The path of the link: `/notices/stop?key=ACCOUNT.TOPIC.MAC`.
pub(super) fn path(keys: &Keys, stop: Stop) -> String {
    let signed = format!("{}.{}", stop.account_id, stop.topic.as_str());
    format!("{PATH}?key={signed}.{}", mac(keys, &signed))
}

/// What a link's key is about; `None`: it is none of ours, or may not be switched off.
#[must_use]
pub fn read(keys: &Keys, key: &str) -> Option<Stop> {
    let (signed, sent) = key.rsplit_once('.')?;
    if !secret::same(sent.as_bytes(), mac(keys, signed).as_bytes()) {
        return None;
    }
    let (account_id, topic) = signed.split_once('.')?;
    let topic = Topic::parse(topic).filter(|topic| !topic.is_security())?;
    Some(Stop { account_id: account_id.parse().ok()?, topic })
}

fn mac(keys: &Keys, signed: &str) -> String {
    secret::hex(&keys.hash(PURPOSE, signed.as_bytes()))
}

/// Switches the mail of this topic off. `actor`: from where; nobody is signed in.
pub async fn stop(db: &Db, clock: &Clock, actor: Actor, stop: Stop) -> Result<(), db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            wishes::no_mail(tx, stop.account_id, stop.topic).await?;
            let entry = audit::Entry {
                actor,
                action: "notices.stop",
                subject: format!("account:{}", stop.account_id),
                after: Some(serde_json::json!({ "topic": stop.topic.as_str() })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_links_count_and_only_for_their_account_and_topic() {
        let keys = |secret: &str| Keys::open(Some(secret), None).unwrap();
        let ours = keys("a secret of more than thirty-two characters");
        let wanted = Stop { account_id: AccountId::new(7), topic: Topic::Tickets };
        let path = path(&ours, wanted);
        let key = path.strip_prefix("/notices/stop?key=").unwrap();
        assert_eq!(read(&ours, key), Some(wanted));
        assert_eq!(read(&keys("another secret of more than thirty-two characters"), key), None);
        assert_eq!(read(&ours, &key.replacen('7', "8", 1)), None);
        assert_eq!(read(&ours, &key.replacen("tickets", "prices", 1)), None);
        for junk in ["", ".", "..", "7.tickets", "7.tickets.", "7.tickets.00"] {
            assert_eq!(read(&ours, junk), None, "{junk}");
        }
        let security = Stop { topic: Topic::SignIn, ..wanted };
        let path = super::path(&ours, security);
        assert_eq!(read(&ours, path.rsplit_once('=').unwrap().1), None);
    }
}

//! Passwords: what is accepted as one, and how it is kept (argon2id, OWASP's parameters).
//!
//! Hashing costs 19 MiB and tens of milliseconds on purpose. So at most two hashes run at a time
//! off the async threads, and others wait. Nobody must be able to take the panel down by signing
//! in, or to keep others out: a site (an IPv4 /24, an IPv6 /48) has a few places, and people whom
//! we know, strangers who sign in, and strangers who sign up wait in lanes of their own. A look-up
//! of an unknown account costs one hash as well.
//!
//! What is guessed first is refused when a password is parsed, and what is known from breaches, if the
//! operator has a list of it, when it is hashed: no new password is stored without both.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::{AcquireError, Semaphore};
use unicode_normalization::UnicodeNormalization as _;

use super::guessable;
pub use super::guessable::{DIGITS_MIN, Guessable};
use super::lane::Lane;
pub use super::made::{MADE_CHARACTERS, MADE_LASTS};
use crate::kit::hash_list::HashList;
use crate::kit::sampled::sampled;

/// Fewest characters of a new password (NIST SP 800-63B asks for 8; OWASP ASVS 5 likes more).
pub const CHARACTERS_MIN: usize = 10;
/// Most bytes: longer ones cost hashing time and help nobody.
pub const BYTES_MAX: usize = 256;
/// In decomposed form, letters and their accents take more.
const TYPED_BYTES_MAX: usize = 4 * BYTES_MAX;

const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

const HASHES_AT_ONCE: usize = 2;
/// A longer wait is no answer any more.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// A new password that may be used. Deliberately neither `Debug` nor `Clone`.
pub struct Password(String);

/// Why a text is refused as a password; the message is for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    #[error("Use at least {CHARACTERS_MIN} characters.")]
    Short,
    #[error("Use at most {BYTES_MAX} bytes.")]
    Long,
    #[error("{0} Several words that do not belong together are better.")]
    Guessable(Guessable),
    #[error(
        "This password was found in a breach of another site, so it is tried early. Take one that \
         you use nowhere else."
    )]
    Breached,
    #[error("This is the password that you have now. Choose another one.")]
    Same,
}

impl Password {
    /// Takes the text as typed: spaces count, nothing is trimmed. There is one exception. If a
    /// keyboard may send one letter in two ways, `é` or `e` with an accent, both are the same
    /// (NFC).
    pub fn parse(text: &str) -> Result<Self, PasswordError> {
        Self::of_person(text, &[])
    }

    /// As [`Password::parse`], for someone of whom this is known: their address, the panel's name.
    /// Words of these are guessed first.
    pub fn of_person(text: &str, known: &[&str]) -> Result<Self, PasswordError> {
        let text = composed(text);
        if text.chars().count() < CHARACTERS_MIN {
            return Err(PasswordError::Short);
        }
        if text.len() > BYTES_MAX {
            return Err(PasswordError::Long);
        }
        match guessable::reason(&text.to_lowercase(), known) {
            Some(reason) => Err(PasswordError::Guessable(reason)),
            None => Ok(Self(text)),
        }
    }

    /// Whether this is what was typed.
    pub(super) fn is(&self, typed: &str) -> bool {
        self.0 == composed(typed)
    }
}

/// The text in NFC, if it is not far longer than any password.
fn composed(text: &str) -> String {
    if text.len() > TYPED_BYTES_MAX { text.to_owned() } else { text.nfc().collect() }
}

/// For whom a password is hashed. Each kind has a lane of its own.
#[derive(Debug, Clone, Copy)]
pub enum For {
    /// Someone who is signed in, or whose browser was signed in before; the command line.
    Known(IpAddr),
    SignIn(IpAddr),
    SignUp(IpAddr),
}

/// Hashes and checks, a few at a time. One for the whole process; cheap to clone.
#[derive(Clone)]
pub struct Hasher {
    argon: Argon2<'static>,
    running: Arc<Semaphore>,
    lanes: Arc<[Lane; 3]>,
    /// Passwords of breaches that the operator has.
    breached: Option<HashList>,
    /// A hash of no password: unknown accounts are checked against it.
    dummy: Arc<str>,
}

/// The result of a check that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    Wrong,
    Right,
    /// Right, but stored with old parameters, or before NFC: store this hash instead.
    RightRehash(String),
}

/// Too many passwords are being checked; nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked")]
pub struct Busy;

/// Why a new password has no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    #[error(transparent)]
    Busy(#[from] Busy),
    /// It is one of a breach.
    #[error(transparent)]
    Refused(#[from] PasswordError),
}

impl Default for Hasher {
    fn default() -> Self {
        let params =
            Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are fixed");
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = hash_now(&argon, &crate::kit::secret::base62(30));
        Self {
            argon,
            running: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            // Strangers never fill both places: who is known waits for one hash at most.
            lanes: Arc::new([Lane::new(HASHES_AT_ONCE), Lane::new(1), Lane::new(1)]),
            breached: None,
            dummy: dummy.into(),
        }
    }
}

impl Hasher {
    /// The same, which refuses the passwords of this list.
    #[must_use]
    pub fn with_breached(self, breached: Option<HashList>) -> Self {
        Self { breached, ..self }
    }

    /// The PHC string to store. A password of a breach has none.
    pub async fn hash(&self, password: &Password, whom: For) -> Result<String, HashError> {
        let (text, argon) = (password.0.clone(), self.argon.clone());
        let breached = self.breached.clone();
        let hashed = self.run(whom, move || {
            let is_breached = breached.is_some_and(|list| is_in(&list, &text));
            (!is_breached).then(|| hash_now(&argon, &text))
        });
        hashed.await?.ok_or(HashError::Refused(PasswordError::Breached))
    }

    /// Checks what was typed against a stored hash. `None` (no such account, or one without a
    /// password) takes as long and is wrong. NFC is tried first, then the text as it came, because
    /// hashes from before NFC were made of that.
    pub async fn verify(
        &self,
        typed: &str,
        stored: Option<&str>,
        whom: For,
    ) -> Result<Check, Busy> {
        let nfc = composed(typed);
        let raw = (nfc != typed).then(|| typed.to_owned());
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.dummy).to_owned();
        let argon = self.argon.clone();
        self.run(whom, move || {
            let Ok(hash) = PasswordHash::new(&stored) else { return Check::Wrong };
            // Too long for any password: it still costs one hash, of nothing.
            let fits = |text: &str| {
                let cut = if text.len() <= BYTES_MAX { text } else { "" };
                argon.verify_password(cut.as_bytes(), &hash).is_ok() && known && !cut.is_empty()
            };
            if fits(&nfc) {
                return match is_current(&hash) {
                    true => Check::Right,
                    false => Check::RightRehash(hash_now(&argon, &nfc)),
                };
            }
            match raw {
                Some(raw) if fits(&raw) => Check::RightRehash(hash_now(&argon, &nfc)),
                _ => Check::Wrong,
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        whom: For,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let [known, sign_in, sign_up] = &*self.lanes;
        let (lane, address) = match whom {
            For::Known(address) => (known, address),
            For::SignIn(address) => (sign_in, address),
            For::SignUp(address) => (sign_up, address),
        };
        let _waiting = lane.waiting.try_acquire().map_err(|_| Busy)?;
        let places = async {
            let of_site = lane.site(address).acquire_owned().await?;
            let of_lane = Arc::clone(&lane.running).acquire_owned().await?;
            let running = Arc::clone(&self.running).acquire_owned().await?;
            Ok::<_, AcquireError>((of_site, of_lane, running))
        };
        let places = tokio::time::timeout(WAIT_MAX, places).await.map_err(|_| Busy)?;
        let places = places.map_err(|_| Busy)?;
        // Moved into the thread: a caller that hangs up does not let a third hash start.
        let task = tokio::task::spawn_blocking(move || {
            let _places = places;
            work()
        });
        task.await.map_err(|_| Busy)
    }
}

/// Whether the password is one of the list. Nobody waits for a list that cannot be read.
fn is_in(list: &HashList, text: &str) -> bool {
    list.has(text).unwrap_or_else(|error| {
        if let Some(left_out) = sampled("breached-passwords") {
            tracing::warn!(%error, left_out, "a new password was not compared with those of breaches");
        }
        false
    })
}

fn hash_now(argon: &Argon2<'_>, text: &str) -> String {
    let hash: PasswordHash =
        argon.hash_password(text.as_bytes()).expect("argon2 refuses no password of this length");
    hash.to_string()
}

fn is_current(hash: &PasswordHash) -> bool {
    let current = Params::try_from(hash).is_ok_and(|params| {
        params.m_cost() == MEMORY_KIB && params.t_cost() == PASSES && params.p_cost() == LANES
    });
    current && hash.algorithm.as_str() == Algorithm::Argon2id.as_str()
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::super::lane::WAITING_MAX;
    use super::*;

    const HERE: For = For::Known(IpAddr::V4(Ipv4Addr::LOCALHOST));

    fn refused(text: &str) -> Option<PasswordError> {
        Password::parse(text).err()
    }

    #[test]
    fn refuses_short_long_and_guessable_ones() {
        assert_eq!(refused("nine char"), Some(PasswordError::Short));
        assert_eq!(refused("ääääääääa"), Some(PasswordError::Short));
        assert_eq!(refused(&"å1?".repeat(70)), Some(PasswordError::Long));
        assert_eq!(refused("Password123!"), Some(PasswordError::Guessable(Guessable::Around)));
        assert_eq!(refused("correct horse battery"), None);
    }

    #[test]
    fn sixty_four_characters_are_taken_whatever_they_are() {
        for phrase in
            ["correct horse battery staple ", "съешь ещё этих мягких булок ", "🐎🔋📎🎩🧲🪴 "]
        {
            let text: String = phrase.chars().cycle().take(64).collect();
            assert_eq!(refused(&text), None, "{text}");
        }
    }

    #[tokio::test]
    async fn checks_and_rehashes() {
        let hasher = Hasher::default();
        let stored =
            hasher.hash(&Password::parse("correct horse battery").unwrap(), HERE).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let check = async |typed, stored| hasher.verify(typed, stored, HERE).await.unwrap();
        assert_eq!(check("correct horse battery", Some(stored.as_str())).await, Check::Right);
        assert_eq!(check("correct horse", Some(stored.as_str())).await, Check::Wrong);
        assert_eq!(check("correct horse battery", None).await, Check::Wrong);
        let params = Params::new(8, 1, 1, None).unwrap();
        let weak =
            hash_now(&Argon2::new(Algorithm::Argon2id, Version::V0x13, params), "old password");
        assert!(matches!(check("old password", Some(weak.as_str())).await, Check::RightRehash(_)));
    }

    #[tokio::test]
    async fn one_of_a_breach_has_no_hash_while_the_list_can_be_read() {
        let (text, hash) = ("correct horse battery", "98decc62ece399a22ed30d490ef333be7fde7385");
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("{hash}:7\n")).unwrap();
        let list = HashList::open(file.path().to_str().unwrap()).unwrap();
        let hasher = Hasher::default().with_breached(Some(list));
        let hash = async |text| hasher.hash(&Password::parse(text).unwrap(), HERE).await;
        assert_eq!(hash(text).await, Err(HashError::Refused(PasswordError::Breached)));
        assert!(hash("correct horse batteries").await.is_ok());
        drop(file);
        assert!(hash(text).await.is_ok());
    }

    #[tokio::test]
    async fn one_letter_sent_in_two_ways_is_the_same_letter() {
        let (apart, composed) = ("cafe\u{301} au lait", "caf\u{e9} au lait");
        let hasher = Hasher::default();
        let check =
            async |typed, stored: &str| hasher.verify(typed, Some(stored), HERE).await.unwrap();
        for made_of in [composed, apart] {
            let stored = hasher.hash(&Password::parse(made_of).unwrap(), HERE).await.unwrap();
            for typed in [composed, apart] {
                assert_eq!(check(typed, &stored).await, Check::Right);
            }
            assert_eq!(check("cafe au lait", &stored).await, Check::Wrong);
        }
        // A hash from before NFC: it lets its owner in, and is hashed again.
        let old = hash_now(&hasher.argon, apart);
        let Check::RightRehash(stored) = check(apart, &old).await else { panic!("refused") };
        assert_eq!(check(composed, &stored).await, Check::Right);
        assert_eq!(hasher.verify(composed, None, HERE).await.unwrap(), Check::Wrong);
        let long = "e\u{301}".repeat(5_000);
        assert_eq!(check(&long, &stored).await, Check::Wrong);
        assert_eq!(check("", &stored).await, Check::Wrong);
        assert_eq!(refused(&"e\u{301}".repeat(9)), Some(PasswordError::Short));
    }

    /// How many of these are done when the other one is.
    async fn done_before(strangers: Vec<For>, other: For) -> usize {
        let hasher = Hasher::default();
        let stored = hasher.dummy.to_string();
        let done = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let mut waiting = tokio::task::JoinSet::new();
        for whom in strangers {
            let (hasher, stored, done) = (hasher.clone(), stored.clone(), Arc::clone(&done));
            waiting.spawn(async move {
                hasher.verify("a wrong password", Some(&stored), whom).await.unwrap();
                done.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            });
        }
        // All of them wait before the other one comes.
        let lane = &hasher.lanes[1];
        while lane.waiting.available_permits() > WAITING_MAX - waiting.len() {
            tokio::task::yield_now().await;
        }
        hasher.verify("a wrong password", Some(&stored), other).await.unwrap();
        let before = done.load(std::sync::atomic::Ordering::SeqCst);
        waiting.abort_all();
        before
    }

    fn address(number: u8) -> IpAddr {
        IpAddr::V4(Ipv4Addr::new(192, 0, number, 1))
    }

    #[tokio::test]
    async fn strangers_from_everywhere_keep_no_known_browser_waiting() {
        let strangers: Vec<For> = (0..30).map(|n| For::SignIn(address(n))).collect();
        let before = done_before(strangers.clone(), For::Known(address(99))).await;
        assert!(before <= 4, "{before} strangers were served first");
        let before = done_before(strangers, For::SignUp(address(99))).await;
        assert!(before <= 4, "{before} strangers were served first");
    }

    #[tokio::test]
    async fn one_site_keeps_no_other_waiting() {
        let strangers = vec![For::SignIn(address(1)); 30];
        let before = done_before(strangers, For::SignIn(address(99))).await;
        assert!(before <= 5, "{before} of the site were served first");
    }
}

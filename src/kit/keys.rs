//! The panel's one secret, and the keys that are derived from it. There is a key for each purpose,
//! so a key that leaks says nothing about the others. Also sealing: it protects values in the
//! database from anyone who can read the database.

use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::{fs, io};

use aws_lc_rs::{hkdf, hmac};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::RngCore as _;

use super::secret;

/// A secret has at least so many characters.
const SECRET_CHARS_MIN: usize = 32;
const NONCE_BYTES: usize = 24;
/// The beginning of a sealed value: it names the way of sealing, so that there can be another way
/// later.
const SEALED_V1: u8 = 1;

/// Derives keys. Cheap to clone; has no `Debug`.
#[derive(Clone)]
pub struct Keys([u8; 32]);

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    #[error(
        "with a database of your own, give WAYBILL_SECRET ({SECRET_CHARS_MIN} characters or more, \
         the same for every process) or --secret-file"
    )]
    Missing,
    #[error("the secret has fewer than {SECRET_CHARS_MIN} characters")]
    Short,
    #[error("the secret's file {0} cannot be used: {1}")]
    File(String, io::Error),
}

/// It was sealed with another secret or for another purpose, or it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what was sealed cannot be opened with this panel's secret")]
pub struct Unopened;

impl Keys {
    /// From the given secret, or from the file, which is made when it is not there.
    pub fn open(given: Option<&str>, file: Option<&Path>) -> Result<Self, KeysError> {
        match (given.map(str::trim).filter(|text| !text.is_empty()), file) {
            (Some(text), _) => Self::of(text),
            (None, Some(path)) => {
                let text = read_or_make(path)
                    .map_err(|error| KeysError::File(path.display().to_string(), error))?;
                Self::of(text.trim())
            }
            (None, None) => Err(KeysError::Missing),
        }
    }

    fn of(text: &str) -> Result<Self, KeysError> {
        if text.chars().count() < SECRET_CHARS_MIN {
            return Err(KeysError::Short);
        }
        Ok(Self(secret::sha256(text.as_bytes())))
    }

    /// The key for one purpose (HKDF-SHA256, RFC 5869, with the purpose as `info`).
    #[must_use]
    pub fn key(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        let info = [purpose.as_bytes()];
        hkdf::Salt::new(hkdf::HKDF_SHA256, b"waybill")
            .extract(&self.0)
            .expand(&info, hkdf::HKDF_SHA256)
            .and_then(|derived| derived.fill(&mut key))
            .expect("one block of output is never too much");
        key
    }

    /// A keyed hash of `text` for one purpose (HMAC-SHA256): without the panel's secret nobody can
    /// try out which text it is of.
    #[must_use]
    pub fn hash(&self, purpose: &str, text: &[u8]) -> [u8; 32] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.key(purpose));
        let mut hash = [0; 32];
        hash.copy_from_slice(hmac::sign(&key, text).as_ref());
        hash
    }

    /// Seals `plain` (XChaCha20-Poly1305, a random nonce) so that it opens only with the same
    /// purpose and the same `of`: the row that it belongs to.
    #[must_use]
    pub fn seal(&self, purpose: &str, of: &str, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_BYTES];
        rand::rng().fill_bytes(&mut nonce);
        let sealed = XChaCha20Poly1305::new(&self.key(purpose).into())
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: of.as_bytes() })
            .expect("a short text is sealed in memory");
        [&[SEALED_V1][..], &nonce, &sealed].concat()
    }

    /// Opens what [`Keys::seal`] made.
    pub fn unseal(&self, purpose: &str, of: &str, sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
        let rest = sealed.strip_prefix(&[SEALED_V1]).ok_or(Unopened)?;
        let (nonce, text) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(Unopened)?;
        XChaCha20Poly1305::new(&self.key(purpose).into())
            .decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: of.as_bytes() })
            .map_err(|_| Unopened)
    }
}

/// Two processes that start at once must end with the same secret: the first link wins.
fn read_or_make(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        read => return read,
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}", secret::base62(8)));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(secret::base62(43).as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&beside, path);
    fs::remove_file(&beside)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => fs::read_to_string(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret of more than thirty-two characters";

    #[test]
    fn what_is_sealed_opens_for_its_own_row_alone() {
        let keys = Keys::open(Some(SECRET), None).unwrap();
        let sealed = keys.seal("providers", "7", b"their key");
        assert_eq!(keys.unseal("providers", "7", &sealed).unwrap(), b"their key");
        assert_eq!(keys.unseal("providers", "8", &sealed), Err(Unopened));
        assert_eq!(keys.unseal("tokens", "7", &sealed), Err(Unopened));
        assert_eq!(keys.unseal("providers", "7", &sealed[..20]), Err(Unopened));
        assert_eq!(keys.unseal("providers", "7", b""), Err(Unopened));
        let others = Keys::open(Some(&SECRET.replace('a', "b")), None).unwrap();
        assert_eq!(others.unseal("providers", "7", &sealed), Err(Unopened));
        assert_ne!(sealed, keys.seal("providers", "7", b"their key"));
    }

    #[test]
    fn a_secret_is_made_once_and_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/secret");
        let made: Vec<[u8; 32]> = std::thread::scope(|scope| {
            let open = || Keys::open(None, Some(&path)).unwrap().key("x");
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(made.iter().all(|key| *key == made[0]));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_short_secret_is_none() {
        assert!(matches!(Keys::open(Some("short"), None), Err(KeysError::Short)));
        assert!(matches!(Keys::open(Some("  "), None), Err(KeysError::Missing)));
    }
}

//! Public keys of passkeys (COSE_Key, RFC 9052 and 9053), and the signatures of their private ones.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey, VerificationAlgorithm,
};
use minicbor::Decoder;
use minicbor::data::Type;

use super::{Flaw, once};

const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// The signatures that are asked for, by their COSE numbers, the preferred one first: ECDSA of P-256 with
/// SHA-256, Ed25519, and RSA with SHA-256. Nearly every authenticator makes the first one.
pub const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];

/// Bytes of a coordinate.
const COORDINATE: usize = 32;
/// A point with both coordinates begins with this byte (SEC 1, section 2.3.3).
const UNCOMPRESSED: u8 = 4;

#[derive(Debug)]
pub(super) enum Key<'b> {
    Es256 { x: &'b [u8], y: &'b [u8] },
    EdDsa { x: &'b [u8] },
    Rs256 { n: &'b [u8], e: &'b [u8] },
}

impl<'b> Key<'b> {
    /// Reads a key of one of [`ALGORITHMS`].
    pub(super) fn read(bytes: &'b [u8]) -> Result<Self, Flaw> {
        let mut decoder = Decoder::new(bytes);
        let (mut kind, mut algorithm, mut curve) = (None, None, None);
        // What stands at -1, -2 and -3 depends on the kind of key.
        let (mut one, mut two, mut three) = (None, None, None);
        for _ in 0..decoder.map()?.ok_or(Flaw::Unreadable)? {
            match decoder.i64()? {
                1 => once(&mut kind, decoder.i64()?)?,
                3 => once(&mut algorithm, decoder.i64()?)?,
                -1 if decoder.datatype()? == Type::Bytes => once(&mut one, decoder.bytes()?)?,
                -1 => once(&mut curve, decoder.i64()?)?,
                -2 => once(&mut two, decoder.bytes()?)?,
                -3 => once(&mut three, decoder.bytes()?)?,
                _ => decoder.skip()?,
            }
        }
        if decoder.position() != bytes.len() {
            return Err(Flaw::Unreadable);
        }
        match (kind, algorithm, curve, (one, two, three)) {
            (Some(2), Some(ES256), Some(1), (None, Some(x), Some(y)))
                if x.len() == COORDINATE && y.len() == COORDINATE =>
            {
                Ok(Self::Es256 { x, y })
            }
            (Some(1), Some(EDDSA), Some(6), (None, Some(x), None)) if x.len() == COORDINATE => {
                Ok(Self::EdDsa { x })
            }
            (Some(3), Some(RS256), None, (Some(n), Some(e), None)) => Ok(Self::Rs256 { n, e }),
            _ => Err(Flaw::Key),
        }
    }

    pub(super) fn algorithm(&self) -> i64 {
        match self {
            Self::Es256 { .. } => ES256,
            Self::EdDsa { .. } => EDDSA,
            Self::Rs256 { .. } => RS256,
        }
    }

    /// Whether the private key has signed this.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Flaw> {
        let by = |algorithm: &'static dyn VerificationAlgorithm, key: &[u8]| {
            UnparsedPublicKey::new(algorithm, key).verify(message, signature)
        };
        let verified = match *self {
            Self::Es256 { x, y } => {
                by(&ECDSA_P256_SHA256_ASN1, &[&[UNCOMPRESSED][..], x, y].concat())
            }
            Self::EdDsa { x } => by(&ED25519, x),
            Self::Rs256 { n, e } => RsaPublicKeyComponents { n, e }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                message,
                signature,
            ),
        };
        verified.map_err(|_| Flaw::Signature)
    }
}

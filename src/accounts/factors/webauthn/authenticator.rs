//! What an authenticator sends: its data (section 6.1), and the attestation object around it (6.5.4).

use minicbor::Decoder;
use minicbor::data::Type;

use super::{CREDENTIAL_BYTES_MAX, Flaw, Rp, once};
use crate::kit::secret;

/// Somebody was there.
const PRESENT: u8 = 1;
/// The passkey may be copied to other devices of its holder.
const MAY_BE_COPIED: u8 = 1 << 3;
/// It was.
const IS_COPIED: u8 = 1 << 4;
const ATTESTED: u8 = 1 << 6;
const EXTENDED: u8 = 1 << 7;
/// The model of the authenticator.
const MODEL_BYTES: usize = 16;

pub(super) struct Data<'b> {
    pub sign_count: u32,
    pub attested: Option<Attested<'b>>,
}

/// A new passkey.
pub(super) struct Attested<'b> {
    pub credential: &'b [u8],
    pub public_key: &'b [u8],
}

/// Reads the authenticator's data. Whether somebody proved who they are by a PIN or a finger is not
/// asked: it is preferred, and the password is proved already.
pub(super) fn data<'b>(rp: &Rp, bytes: &'b [u8]) -> Result<Data<'b>, Flaw> {
    let (rp_hash, rest) = bytes.split_first_chunk::<32>().ok_or(Flaw::Unreadable)?;
    let (flags, rest) = rest.split_first().ok_or(Flaw::Unreadable)?;
    let (count, rest) = rest.split_first_chunk::<4>().ok_or(Flaw::Unreadable)?;
    if *rp_hash != secret::sha256(rp.id.as_bytes()) {
        return Err(Flaw::Rp);
    }
    let has = |flag: u8| flags & flag != 0;
    if !has(PRESENT) {
        return Err(Flaw::Absent);
    }
    if has(IS_COPIED) && !has(MAY_BE_COPIED) {
        return Err(Flaw::Backup);
    }
    let (attested, rest) = if has(ATTESTED) {
        let (attested, rest) = attested(rest)?;
        (Some(attested), rest)
    } else {
        (None, rest)
    };
    let rest = if has(EXTENDED) { item(rest)?.1 } else { rest };
    if !rest.is_empty() {
        return Err(Flaw::Unreadable);
    }
    Ok(Data { sign_count: u32::from_be_bytes(*count), attested })
}

fn attested(bytes: &[u8]) -> Result<(Attested<'_>, &[u8]), Flaw> {
    let (_, rest) = bytes.split_first_chunk::<MODEL_BYTES>().ok_or(Flaw::Unreadable)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(Flaw::Unreadable)?;
    let length = usize::from(u16::from_be_bytes(*length));
    if length == 0 || length > CREDENTIAL_BYTES_MAX {
        return Err(Flaw::Unreadable);
    }
    let (credential, rest) = rest.split_at_checked(length).ok_or(Flaw::Unreadable)?;
    let (public_key, rest) = item(rest)?;
    Ok((Attested { credential, public_key }, rest))
}

/// The map with which these bytes begin, and what follows it.
fn item(bytes: &[u8]) -> Result<(&[u8], &[u8]), Flaw> {
    let mut decoder = Decoder::new(bytes);
    if decoder.datatype()? != Type::Map {
        return Err(Flaw::Unreadable);
    }
    decoder.skip()?;
    bytes.split_at_checked(decoder.position()).ok_or(Flaw::Unreadable)
}

/// An attestation object.
pub(super) struct Object<'b> {
    pub format: &'b str,
    /// A map, unread.
    pub statement: &'b [u8],
    pub data: &'b [u8],
}

pub(super) fn object(bytes: &[u8]) -> Result<Object<'_>, Flaw> {
    let mut decoder = Decoder::new(bytes);
    let (mut format, mut statement, mut data) = (None, None, None);
    for _ in 0..decoder.map()?.ok_or(Flaw::Unreadable)? {
        match decoder.str()? {
            "fmt" => once(&mut format, decoder.str()?)?,
            "attStmt" => {
                let rest = bytes.get(decoder.position()..).ok_or(Flaw::Unreadable)?;
                once(&mut statement, item(rest)?.0)?;
                decoder.skip()?;
            }
            "authData" => once(&mut data, decoder.bytes()?)?,
            _ => decoder.skip()?,
        }
    }
    if decoder.position() != bytes.len() {
        return Err(Flaw::Unreadable);
    }
    let (Some(format), Some(statement), Some(data)) = (format, statement, data) else {
        return Err(Flaw::Unreadable);
    };
    Ok(Object { format, statement, data })
}

/// The statement of the format "none" is empty (section 8.7).
pub(super) fn nothing(statement: &[u8]) -> Result<(), Flaw> {
    match Decoder::new(statement).map()? {
        Some(0) => Ok(()),
        _ => Err(Flaw::Attestation),
    }
}

/// The algorithm and the signature of an authenticator that attests by the new key itself (section 8.2).
/// One that comes with a certificate was not asked for.
pub(super) fn packed(statement: &[u8]) -> Result<(i64, &[u8]), Flaw> {
    let mut decoder = Decoder::new(statement);
    let (mut algorithm, mut signature) = (None, None);
    for _ in 0..decoder.map()?.ok_or(Flaw::Unreadable)? {
        match decoder.str()? {
            "alg" => once(&mut algorithm, decoder.i64()?)?,
            "sig" => once(&mut signature, decoder.bytes()?)?,
            _ => return Err(Flaw::Attestation),
        }
    }
    algorithm.zip(signature).ok_or(Flaw::Attestation)
}

//! Bodies as the machine doors take them: how large, in which coding, and in which charset.

use axum::body::{Body, HttpBody as _};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, EXPECT};
use encoding_rs::{Encoding, UTF_8};

use crate::kit::body::{self, NotWhole, Whole};

/// Larger bodies are refused.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

/// Why the body cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyError {
    TooLarge,
    /// Other large bodies are being read; it fits later.
    Busy,
    /// The client said that it is compressed, or coded in another way.
    Coded,
    /// It stopped before its end.
    Broken,
}

/// The body, if it is not too large. A client that waits for "100 Continue" need not send it at
/// all.
pub async fn read(headers: &HeaderMap, body: Body) -> Result<Whole, BodyError> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if headers.contains_key(EXPECT) && announced > BODY_BYTES_MAX {
        return Err(BodyError::TooLarge);
    }
    let read = body::whole(body.into_data_stream(), BODY_BYTES_MAX).await;
    // We answer after the body was read, so that the client finds an answer and not a reset.
    if is_coded(headers) {
        return Err(BodyError::Coded);
    }
    match read {
        Ok(whole) => Ok(whole),
        Err(NotWhole::TooLarge) => Err(BodyError::TooLarge),
        Err(NotWhole::Busy) => Err(BodyError::Busy),
        Err(NotWhole::Broken(error)) => {
            tracing::debug!(%error, "a body was not read");
            Err(BodyError::Broken)
        }
    }
}

/// Takes a body that nobody needs, so that the client finds an answer and not a reset.
pub async fn skip(body: Body) {
    body::skip(body.into_data_stream()).await;
}

fn is_coded(headers: &HeaderMap) -> bool {
    headers.get_all(CONTENT_ENCODING).iter().any(|value| {
        let codings = value.to_str().unwrap_or("?").split(',').map(str::trim);
        codings.into_iter().any(|one| !one.is_empty() && !one.eq_ignore_ascii_case("identity"))
    })
}

/// Without a byte order mark.
#[must_use]
pub fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The charset that a content type names; UTF-8 if it names none, or an unknown one.
#[must_use]
pub fn charset(content_type: &str) -> &'static Encoding {
    let named = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    named.and_then(|label| Encoding::for_label(label.as_bytes())).unwrap_or(UTF_8)
}

/// As [`charset`], for the request's own content type.
#[must_use]
pub fn charset_of(headers: &HeaderMap) -> &'static Encoding {
    charset(headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default())
}

/// The text of these bytes in this charset; `None`: they are not text, and nothing is guessed.
#[must_use]
pub fn text(bytes: &[u8], charset: &'static Encoding) -> Option<String> {
    charset
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_that_content_types_name() {
        for (kind, name) in [
            ("", "UTF-8"),
            ("application/json", "UTF-8"),
            ("text/plain; charset=windows-1251", "windows-1251"),
            ("text/plain;boundary=x; Charset=\"CP1251\"", "windows-1251"),
            ("text/plain; charset=ISO-8859-1", "windows-1252"),
            ("text/plain; charset=klingon", "UTF-8"),
            ("text/plain; charset", "UTF-8"),
        ] {
            assert_eq!(charset(kind).name(), name, "{kind}");
        }
    }

    #[test]
    fn bytes_are_text_or_nothing() {
        let russian = [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2];
        assert_eq!(text(&russian, UTF_8), None);
        let named = charset("x; charset=windows-1251");
        assert_eq!(text(&russian, named).unwrap(), "\u{41f}\u{440}\u{438}\u{432}\u{435}\u{442}");
        // Cut off in the middle of a character, a lone surrogate, an overlong slash.
        for bytes in [&b"ab\xd0"[..], b"\xed\xa0\x80", b"\xc0\xaf", b"\xf8\x88\x80\x80\x80"] {
            assert_eq!(text(bytes, UTF_8), None, "{bytes:?}");
        }
    }
}

//! `services`: a list that is made, compressed and stamped once for each version of the
//! catalogue and for all whose lists are alike, and then only sent.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, VARY,
};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::answer::{Fault, respond};
use crate::accounts::AccountId;
use crate::api::Doors;
use crate::app::App;
use crate::catalogue::terms::{self, Buyers};
use crate::catalogue::{self, Listed, ServiceId};
use crate::kit::secret::{hex, sha256};

/// For how long the catalogue's version is taken as known.
const VERSION_KEPT: Duration = Duration::from_millis(500);
/// Average times become old although the catalogue did not change.
const LIST_KEPT: Duration = Duration::from_secs(300);
/// Lists that are kept ready.
const LISTS_MAX: usize = 1000;
/// Accounts of which it is kept whose lists theirs is like.
const BUYERS_MAX: usize = 100_000;

/// Lists that are ready.
#[derive(Default)]
pub struct Lists {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    version: i64,
    looked_at: Option<Instant>,
    made_at: Option<Instant>,
    /// Whose lists theirs is like, for the accounts that have asked.
    buyers: HashMap<AccountId, Buyers>,
    lists: HashMap<Buyers, Arc<List>>,
}

struct List {
    plain: Bytes,
    gzip: Bytes,
    brotli: Bytes,
    etag: HeaderValue,
}

pub(super) async fn list(
    doors: &Doors,
    account_id: AccountId,
    is_get: bool,
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let list = doors.lists.of(&doors.app, account_id).await?;
    let header = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let known = header(IF_NONE_MATCH).unwrap_or_default();
    let etag = list.etag.to_str().unwrap_or_default();
    if is_get && known.split(',').any(|one| is_tag(one.trim(), etag)) {
        return Ok(stamped(respond(StatusCode::NOT_MODIFIED, Bytes::new()), &list));
    }
    let accepted = header(ACCEPT_ENCODING).unwrap_or_default();
    let takes = |name: &str| {
        accepted.split(',').any(|one| {
            let (coding, weight) = one.split_once(';').unwrap_or((one, ""));
            let weight = weight.trim().trim_start_matches(['q', 'Q', '=']).parse::<f32>();
            coding.trim().eq_ignore_ascii_case(name) && weight != Ok(0.0)
        })
    };
    let (body, coding) = if takes("br") {
        (&list.brotli, Some("br"))
    } else if takes("gzip") {
        (&list.gzip, Some("gzip"))
    } else {
        (&list.plain, None)
    };
    let mut response = stamped(respond(StatusCode::OK, body.clone()), &list);
    if let Some(coding) = coding {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    Ok(response)
}

/// The weak comparison of RFC 9110, 8.8.3.2: a proxy may have dropped or added the `W/`.
fn is_tag(sent: &str, etag: &str) -> bool {
    let opaque = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    sent == "*" || opaque(sent) == opaque(etag)
}

fn stamped(mut response: Response, list: &List) -> Response {
    response.headers_mut().insert(ETAG, list.etag.clone());
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    response
}

impl Lists {
    /// The list of this account: it is made again when the catalogue has changed.
    async fn of(&self, app: &App, account_id: AccountId) -> Result<Arc<List>, Fault> {
        let mut kept = self.kept.lock().await;
        if kept.looked_at.is_none_or(|at| at.elapsed() >= VERSION_KEPT) {
            let version = catalogue::version(app.db.pool()).await?;
            let old = kept.made_at.is_none_or(|at| at.elapsed() >= LIST_KEPT);
            if version != kept.version || old {
                kept.buyers.clear();
                kept.lists.clear();
                kept.version = version;
                kept.made_at = Some(Instant::now());
            }
            kept.looked_at = Some(Instant::now());
        }
        let buyers = match kept.buyers.get(&account_id) {
            Some(buyers) => *buyers,
            None => {
                let buyers = terms::buyers(&app.db, account_id).await?;
                if kept.buyers.len() < BUYERS_MAX {
                    kept.buyers.insert(account_id, buyers);
                }
                buyers
            }
        };
        if let Some(list) = kept.lists.get(&buyers) {
            return Ok(Arc::clone(list));
        }
        let services = catalogue::list_for(&app.db, buyers).await?;
        let times = app.averages.times(&app.db).await?;
        let list = Arc::new(List::new(&services, &times));
        if kept.lists.len() < LISTS_MAX {
            kept.lists.insert(buyers, Arc::clone(&list));
        }
        Ok(list)
    }
}

impl List {
    fn new(services: &[Listed], times: &HashMap<ServiceId, i64>) -> Self {
        let rows: Value = services.iter().map(|listed| row(listed, times)).collect();
        let plain = rows.to_string().into_bytes();
        let etag = format!("W/\"{}\"", hex(&sha256(&plain)[..12]));
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        let gzip = gzip.write_all(&plain).and_then(|()| gzip.finish()).unwrap_or_default();
        let mut brotli = Vec::new();
        let mut encoder = brotli::CompressorWriter::new(&mut brotli, 8192, 5, 22);
        let written = encoder.write_all(&plain).and_then(|()| encoder.flush());
        drop(encoder);
        debug_assert!(written.is_ok(), "writing into memory does not fail");
        Self {
            plain: plain.into(),
            gzip: gzip.into(),
            brotli: brotli.into(),
            etag: HeaderValue::from_str(&etag).expect("hexadecimal fits a header"),
        }
    }
}

fn row(listed: &Listed, times: &HashMap<ServiceId, i64>) -> Value {
    let service = &listed.service;
    json!({
        "service": service.id,
        "name": service.name,
        "type": service.kind.as_str(),
        "category": service.category,
        "rate": listed.price.to_string(),
        "min": service.min.to_string(),
        "max": service.max.to_string(),
        "refill": service.refill,
        "cancel": service.cancel,
        "dripfeed": service.dripfeed,
        "desc": service.description,
        "average_time": times.get(&service.id).map(|s| duration(*s)).unwrap_or_default(),
    })
}

/// `45 seconds`, `12 minutes`, `3 hours 5 minutes`, `2 days 4 hours`.
#[must_use]
pub fn duration(seconds: i64) -> String {
    let count = |n: i64, unit: &str| format!("{n} {unit}{}", if n == 1 { "" } else { "s" });
    let pair = |a: i64, first: &str, b: i64, second: &str| match b {
        0 => count(a, first),
        _ => format!("{} {}", count(a, first), count(b, second)),
    };
    match seconds.max(1) {
        s @ ..60 => count(s, "second"),
        s @ 60..3_600 => count(s / 60, "minute"),
        s @ 3_600..86_400 => pair(s / 3_600, "hour", s % 3_600 / 60, "minute"),
        s => pair(s / 86_400, "day", s % 86_400 / 3_600, "hour"),
    }
}

//! `POST /api/order/create`: JSON read by hand, so that every mistake is answered in this door's
//! own words.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::answer::{Fault, respond};
use crate::accounts::verifier::Verified;
use crate::api::idempotency::{self, Unreadable};
use crate::api::number::{thousandths, whole};
use crate::api::{Doors, body};
use crate::app::App;
use crate::catalogue::{self, Code, Link, ServiceId};
use crate::kit::money::Money;
use crate::orders::pace::{AFTER_MIN_MAX, HOURS, HOURS_MAX, POSITION_MAX, TARGET_QUANTITY_MIN};
use crate::orders::{Delivery, Request, Source};
use crate::providers::Target;

/// Votes a minute that the protocol allows, in thousandths.
const SPEED_MIN: i64 = 200;
const SPEED_MAX: i64 = 5_000;
/// The only speed of an order that should reach a position.
const SPEED_TARGET: i64 = 1_000;

/// Most values of a body.
const VALUES_MAX: usize = 1000;

/// For how long the services of the codes are taken as known.
const CODES_KEPT: Duration = Duration::from_millis(500);

/// Which service each code names, kept for a moment.
#[derive(Default)]
pub struct Codes {
    kept: Mutex<Option<(Instant, HashMap<Code, ServiceId>)>>,
}

impl Codes {
    async fn service_of(&self, app: &App, code: Code) -> Result<ServiceId, Fault> {
        {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((at, codes)) = &*kept
                && at.elapsed() < CODES_KEPT
                && let Some(service_id) = codes.get(&code)
            {
                return Ok(*service_id);
            }
        }
        let codes: HashMap<Code, ServiceId> =
            catalogue::codes(app.db.pool()).await?.into_iter().collect();
        let service_id = codes.get(&code).copied();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((Instant::now(), codes));
        service_id.ok_or(Fault::Bad("type is not available".into()))
    }
}

/// A body that is right, as far as we can know without its service.
#[derive(Debug, PartialEq)]
struct Wanted {
    code: Code,
    /// By the domain's names.
    parameters: BTreeMap<String, String>,
    delivery: Delivery,
    /// In the body, where clients of API v2 send it too.
    idempotency_key: Option<String>,
    max_charge: Option<Money>,
}

pub(super) async fn create(
    doors: &Doors,
    caller: &Verified,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, Fault> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Fault::Bad("Content-Type must be application/json".into()));
    }
    let text = body::text(body::without_bom(body), body::charset_of(headers));
    let wanted = read(&text.unwrap_or_default()).map_err(|message| Fault::Bad(message.into()))?;
    let idempotency_key = wanted.idempotency_key.as_deref().map(Ok);
    let idempotency_key = idempotency::key(headers, idempotency_key.into_iter())
        .map_err(|unreadable| Fault::Bad(key_message(unreadable).into()))?;
    let app = &doors.app;
    let request = Request {
        account_id: caller.account_id,
        service_id: doors.codes.service_of(app, wanted.code).await?,
        parameters: wanted.parameters,
        delivery: wanted.delivery,
        idempotency_key,
        max_charge: wanted.max_charge,
        source: Source::OrderApi,
        token_id: Some(caller.token_id),
        parent_id: None,
    };
    let placed = app.intake.place(request).await?;
    let order_id = placed.order_id.to_string();
    let body = json!({ "code": 1, "message": "Success", "order_id": order_id });
    Ok(respond(StatusCode::OK, body.to_string()))
}

const fn key_message(unreadable: Unreadable) -> &'static str {
    match unreadable {
        Unreadable::Form => "Idempotency-Key must have 1 to 128 characters",
        Unreadable::Bytes => "Idempotency-Key must be ASCII text",
        Unreadable::Differ => "Idempotency-Key was sent twice, and not the same",
    }
}

/// Whether a JSON text has more values than any body of ours, which would take far more memory than
/// the text. Separators in strings are not counted; what is no JSON is refused by its reader.
fn has_many_values(json: &str) -> bool {
    let (mut count, mut is_text, mut is_escaped) = (0, false, false);
    for byte in json.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_text,
            b'"' => is_text = !is_text,
            b',' | b'[' | b'{' if !is_text => count += 1,
            _ => {}
        }
    }
    count > VALUES_MAX
}

/// The field, if it is there and a number.
fn number<'v>(
    fields: &'v Map<String, Value>,
    name: &str,
    shown: &str,
) -> Result<&'v serde_json::Number, String> {
    match fields.get(name) {
        None => Err(format!("{shown} is required")),
        Some(Value::Number(number)) => Ok(number),
        Some(_) => Err(format!("{shown} must be a number")),
    }
}

/// An amount of the panel's currency.
fn amount(number: &serde_json::Number) -> Result<Money, String> {
    let wrong = "max_charge must be 0 or more, with at most 6 digits after the point";
    Money::parse_unsigned(&number.to_string()).map_err(|_| wrong.to_owned())
}

fn read(body: &str) -> Result<Wanted, String> {
    if has_many_values(body) {
        return Err("The body has too many values".to_owned());
    }
    let fields = match serde_json::from_str(body) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Err("The body must be a JSON object".to_owned()),
        Err(_) => return Err("The body is not valid JSON".to_owned()),
    };
    let text = match fields.get("link") {
        None => return Err("link is required".to_owned()),
        Some(Value::String(text)) => text.trim(),
        Some(_) => return Err("link must be a string".to_owned()),
    };
    let idempotency_key = match fields.get("idempotency_key") {
        None | Some(Value::Null) => None,
        Some(Value::String(key)) => Some(key.clone()),
        Some(_) => return Err("idempotency_key must be a string".to_owned()),
    };
    let max_charge = match fields.get("max_charge") {
        None | Some(Value::Null) => None,
        Some(_) => Some(amount(number(&fields, "max_charge", "max_charge")?)?),
    };
    let link = Link::parse(text).map_err(|_| "link must be a public URL".to_owned())?;
    let kind = whole(number(&fields, "type", "type")?);
    let code = kind.and_then(Code::of).ok_or_else(|| "type is not available".to_owned())?;
    let vote = whole(number(&fields, "vote", "vote")?)
        .filter(|vote| *vote > 0)
        .ok_or_else(|| "vote must be a whole number greater than 0".to_owned())?;
    let after = whole(number(&fields, "after", "after")?)
        .filter(|after| (0..=AFTER_MIN_MAX).contains(after))
        .ok_or_else(|| format!("after must be a whole number from 0 to {AFTER_MIN_MAX}"))?;
    let given = number(&fields, "speed", "speed")?;
    let speed = thousandths(given, SPEED_MIN, SPEED_MAX)
        .ok_or_else(|| "speed must be from 0.2 to 5".to_owned())?;
    let target = match fields.get("target") {
        None | Some(Value::Null) => None,
        Some(Value::Object(target)) => Some(Told::read(target)?),
        Some(_) => return Err("target must be an object".to_owned()),
    };
    if !code.fits(&link) {
        return Err(match code {
            Code::CommentUpvote | Code::CommentDownvote => "link must be a comment's permalink",
            Code::PostUpvote | Code::PostDownvote | Code::TopRanking => "link must be a post's URL",
        }
        .to_owned());
    }
    let parameters = [("link", link.as_str().to_owned()), ("quantity", vote.to_string())];
    let parameters = parameters.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    let mut delivery = Delivery { after_min: after, speed: Some(speed), ..Delivery::default() };
    if code == Code::TopRanking {
        let target = target.filter(|target| target.is_set);
        let target = target.ok_or("target.is_set must be true for this type")?;
        if speed != SPEED_TARGET || whole(given) != Some(1) {
            return Err("speed must be 1 for this type".to_owned());
        }
        if vote < TARGET_QUANTITY_MIN {
            return Err(format!("vote must be at least {TARGET_QUANTITY_MIN} for this type"));
        }
        delivery.target = Some(Target {
            position: target.position,
            hours_max: target.max_hours.unwrap_or(HOURS),
        });
    } else {
        delivery.told = target.map(Told::to_json);
    }
    Ok(Wanted { code, parameters, delivery, idempotency_key, max_charge })
}

/// `target`, as it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    is_set: bool,
    position: i32,
    max_hours: Option<i32>,
}

impl Told {
    /// A position is needed if one is set; otherwise 0 says that there is none.
    fn read(fields: &Map<String, Value>) -> Result<Self, String> {
        let is_set = match fields.get("is_set") {
            None => return Err("target.is_set is required".to_owned()),
            Some(Value::Bool(is_set)) => *is_set,
            Some(_) => return Err("target.is_set must be a boolean".to_owned()),
        };
        let least = i64::from(is_set);
        let position = match fields.get("position") {
            None | Some(Value::Null) if !is_set => 0,
            _ => whole(number(fields, "position", "target.position")?)
                .filter(|position| (least..=POSITION_MAX).contains(position))
                .and_then(|position| i32::try_from(position).ok())
                .ok_or_else(|| {
                    format!("target.position must be a whole number from 1 to {POSITION_MAX}")
                })?,
        };
        let max_hours = match fields.get("max_hours") {
            None | Some(Value::Null) => None,
            Some(_) => {
                let hours = whole(number(fields, "max_hours", "target.max_hours")?)
                    .filter(|hours| (least..=HOURS_MAX).contains(hours))
                    .and_then(|hours| i32::try_from(hours).ok());
                Some(hours.ok_or_else(|| {
                    format!("target.max_hours must be a whole number from 1 to {HOURS_MAX}")
                })?)
            }
        };
        Ok(Self { is_set, position, max_hours })
    }

    fn to_json(self) -> Value {
        json!({
            "is_set": self.is_set,
            "position": self.position,
            "max_hours": self.max_hours.unwrap_or_default(),
        })
    }
}

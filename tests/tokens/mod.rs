//! Tokens: which of them give access and which do not, their pages, their request log, their
//! limits.

mod calls;
mod door;
mod jwt;
mod limits;

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use waybill::accounts::AccountId;
use waybill::accounts::jwt::{AUDIENCE, ISSUER, KEY_PURPOSE, TYP};
use waybill::kit::secret;

use crate::support::Panel;

/// A header and claims as the panel itself would sign them, to be changed by a test.
struct Forgery {
    header: Header,
    claims: Value,
}

impl Forgery {
    /// For this account and row, valid for an hour.
    fn new(panel: &Panel, account_id: AccountId, jti: &str) -> Self {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYP.to_owned());
        let now = panel.app.clock.now().timestamp();
        let claims = json!({
            "iss": ISSUER, "sub": account_id.to_string(), "aud": AUDIENCE, "jti": jti,
            "iat": now, "exp": now + 3600,
        });
        Self { header, claims }
    }

    /// Signed with the panel's own key.
    fn signed(&self, panel: &Panel) -> String {
        let key = panel.app.keys.key(KEY_PURPOSE);
        jsonwebtoken::encode(&self.header, &self.claims, &EncodingKey::from_secret(&key)).unwrap()
    }
}

/// Makes a row fit a token, so that only the token's own content can refuse it.
async fn fit_row(panel: &Panel, token_id: i64, token: &str) {
    sqlx::query("update tokens set hash = $2 where id = $1")
        .bind(token_id)
        .bind(&secret::sha256(token.as_bytes())[..])
        .execute(panel.app.db.pool())
        .await
        .unwrap();
}

async fn jti_of(panel: &Panel, token_id: i64) -> String {
    sqlx::query_scalar("select jti from tokens where id = $1")
        .bind(token_id)
        .fetch_one(panel.app.db.pool())
        .await
        .unwrap()
}

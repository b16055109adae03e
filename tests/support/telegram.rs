//! Telegram, in this process, for one bot: people write to it as the test tells, and it remembers what
//! the bot sent them.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::eventually;

/// The bot's token.
pub const TOKEN: &str = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc";
/// What it is called.
pub const NAME: &str = "shop_notices_bot";

#[derive(Default)]
struct Inside {
    /// What people wrote, each with its number.
    updates: Vec<Value>,
    /// The chat and the text of each message of the bot.
    sent: Vec<(i64, String)>,
    /// Chats that have blocked the bot.
    blocked: Vec<i64>,
    asked: usize,
}

/// It ends with the test.
pub struct Telegram {
    url: String,
    inside: Arc<Mutex<Inside>>,
    serving: JoinHandle<()>,
}

impl Telegram {
    pub async fn start() -> Self {
        let inside = Arc::new(Mutex::new(Inside::default()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(take).with_state(Arc::clone(&inside));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, inside, serving }
    }

    /// The option of a panel whose bots are here.
    pub fn option(&self) -> String {
        format!("--telegram-url={}", self.url)
    }

    /// Somebody writes to the bot.
    pub fn writes(&self, chat: i64, text: &str) {
        let mut inside = self.inside.lock().unwrap();
        let id = 100 + inside.updates.len();
        inside.updates.push(json!({
            "update_id": id,
            "message": {
                "chat": { "id": chat, "type": "private" },
                "from": { "username": format!("person{chat}"), "language_code": "en" },
                "text": text,
            },
        }));
    }

    /// Somebody wants to hear nothing of the bot any more.
    pub fn blocks(&self, chat: i64) {
        self.inside.lock().unwrap().blocked.push(chat);
    }

    /// What the bot sent to this chat.
    pub fn sent_to(&self, chat: i64) -> Vec<String> {
        let inside = self.inside.lock().unwrap();
        inside.sent.iter().filter(|one| one.0 == chat).map(|one| one.1.clone()).collect()
    }

    /// Waits until the bot has sent so many messages to this chat; answers the last one.
    pub async fn says(&self, chat: i64, count: usize) -> String {
        eventually(&format!("{count} messages to chat {chat}"), async || {
            let sent = self.sent_to(chat);
            (sent.len() >= count).then(|| sent[count - 1].clone())
        })
        .await
    }

    /// How often the bot has asked what people wrote.
    pub fn asked(&self) -> usize {
        self.inside.lock().unwrap().asked
    }
}

impl Drop for Telegram {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn take(State(inside): State<Arc<Mutex<Inside>>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let body = axum::body::to_bytes(request.into_body(), 100_000).await.unwrap();
    let said: Value = serde_json::from_slice(&body).unwrap_or_default();
    let refused = |status: u16, why: &str| {
        let body = json!({ "ok": false, "error_code": status, "description": why });
        (StatusCode::from_u16(status).unwrap(), body.to_string()).into_response()
    };
    let Some(method) = path.strip_prefix(&format!("/bot{TOKEN}/")) else {
        return refused(401, "Unauthorized");
    };
    let mut inside = inside.lock().unwrap();
    let result = match method {
        "getMe" => json!({ "id": 123_456_789, "is_bot": true, "username": NAME }),
        "getUpdates" => {
            inside.asked += 1;
            let from = said["offset"].as_i64().unwrap();
            let new = inside.updates.iter().filter(|one| one["update_id"].as_i64() >= Some(from));
            new.cloned().collect()
        }
        "sendMessage" => {
            let chat = said["chat_id"].as_str().unwrap().parse().unwrap();
            if inside.blocked.contains(&chat) {
                return refused(403, "Forbidden: bot was blocked by the user");
            }
            inside.sent.push((chat, said["text"].as_str().unwrap().to_owned()));
            json!({ "message_id": inside.sent.len() })
        }
        _ => return refused(404, "Not Found"),
    };
    json!({ "ok": true, "result": result }).to_string().into_response()
}

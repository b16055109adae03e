//! A server that takes mail, in this process: it remembers what it got, and answers as the test tells it.
//! It speaks as much of SMTP (RFC 5321) as the panel does, in clear unless the test says otherwise.

mod got;
pub mod tls;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use got::Got;
use tls::Tap;

/// When it does something else than to take the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Greeting,
    /// When it is asked to begin with TLS.
    Starttls,
    Login,
    Recipient,
    /// After the whole message.
    End,
}

/// What it does then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Take,
    Say(Stage, &'static str),
    /// 451 to each message at its first attempt.
    Grey,
    /// Nothing comes back until it is told to end that.
    Hang(Stage),
    /// The connection ends.
    Cut(Stage),
}

/// How it speaks. With TLS it shows the certificate of this name (`tests/mail/tls`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Plain,
    /// TLS from the first byte.
    Implicit(&'static str),
    /// In clear, and in TLS when it is asked to. It would take passwords and messages before.
    Starttls(&'static str),
}

struct Inside {
    manner: Manner,
    way: Way,
    got: Vec<Got>,
    /// Each command, decrypted.
    heard: Vec<String>,
    /// Message-IDs that were seen once.
    seen: Vec<String>,
    connections: usize,
    is_released: bool,
}

/// It ends with the test.
pub struct Smtp {
    port: u16,
    inside: Arc<Mutex<Inside>>,
    /// What came, as everybody on the way could read it.
    wire: Arc<Mutex<Vec<u8>>>,
    serving: JoinHandle<()>,
}

impl Smtp {
    pub async fn start() -> Self {
        let inside = Inside {
            manner: Manner::Take,
            way: Way::Plain,
            got: Vec::new(),
            heard: Vec::new(),
            seen: Vec::new(),
            connections: 0,
            is_released: false,
        };
        let inside = Arc::new(Mutex::new(inside));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let wire: Arc<Mutex<Vec<u8>>> = Arc::default();
        let (shared, tapped) = (Arc::clone(&inside), Arc::clone(&wire));
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                let tap = Tap { stream, wire: Arc::clone(&tapped) };
                let inside = Arc::clone(&shared);
                tokio::spawn(async move {
                    // A client that goes away ends it.
                    let _ = serve(tap, &inside).await;
                });
            }
        });
        Self { port, inside, wire, serving }
    }

    /// Without TLS, which the panel does on this machine alone.
    pub fn url(&self) -> String {
        format!("smtp://shop:pass%20word@127.0.0.1:{}?tls=none", self.port)
    }

    /// As an operator's server elsewhere would be named.
    pub fn url_with_tls(&self) -> String {
        format!("smtp://shop:pass%20word@127.0.0.1:{}", self.port)
    }

    /// The same with TLS from the first byte.
    pub fn url_with_tls_at_once(&self) -> String {
        format!("smtps://shop:pass%20word@127.0.0.1:{}", self.port)
    }

    /// The options of a panel that sends by it.
    pub fn options(&self) -> [String; 2] {
        [
            format!("--smtp-url={}", self.url()),
            "--mail-from=Shop <no-reply@shop.example>".to_owned(),
        ]
    }

    pub fn does(&self, manner: Manner) {
        self.inside.lock().unwrap().manner = manner;
    }

    pub fn speaks(&self, way: Way) {
        self.inside.lock().unwrap().way = way;
    }

    /// Ends the connections in which nothing came back.
    pub fn release(&self) {
        self.inside.lock().unwrap().is_released = true;
    }

    pub fn got(&self) -> Vec<Got> {
        self.inside.lock().unwrap().got.clone()
    }

    /// Each command that it has heard, decrypted.
    pub fn heard(&self) -> Vec<String> {
        self.inside.lock().unwrap().heard.clone()
    }

    /// All that came, as everybody on the way could read it.
    pub fn wire(&self) -> String {
        String::from_utf8_lossy(&self.wire.lock().unwrap()).into_owned()
    }

    /// As if nothing had come.
    pub fn forget(&self) {
        let mut inside = self.inside.lock().unwrap();
        inside.got.clear();
        inside.heard.clear();
        self.wire.lock().unwrap().clear();
    }

    pub fn connections(&self) -> usize {
        self.inside.lock().unwrap().connections
    }

    /// Waits until it has got so many; answers all.
    pub async fn gets(&self, count: usize) -> Vec<Got> {
        super::eventually(&format!("{count} messages"), async || {
            let got = self.got();
            (got.len() >= count).then_some(got)
        })
        .await
    }

    /// Waits for the last of so many, and answers it.
    pub async fn nth(&self, number: usize) -> Got {
        self.gets(number).await.remove(number - 1)
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Why a conversation ends.
struct Over;

impl From<std::io::Error> for Over {
    fn from(_: std::io::Error) -> Self {
        Self
    }
}

async fn serve(tap: Tap, inside: &Mutex<Inside>) -> Result<(), Over> {
    let way = inside.lock().unwrap().way;
    match way {
        Way::Plain => talk(tap, inside, Turn::Whole).await.map(|_| ()),
        Way::Implicit(name) => {
            let stream = tls::accept(name, tap).await?;
            talk(stream, inside, Turn::Whole).await.map(|_| ())
        }
        Way::Starttls(name) => match talk(tap, inside, Turn::BeforeTls).await? {
            Some(tap) => {
                let stream = tls::accept(name, tap).await?;
                talk(stream, inside, Turn::InTls).await.map(|_| ())
            }
            None => Ok(()),
        },
    }
}

/// Which part of a conversation it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Whole,
    /// STARTTLS is offered.
    BeforeTls,
    /// There is no greeting.
    InTls,
}

/// Answers the line if TLS is to begin on it, and nothing if the conversation is over.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    inside: &Mutex<Inside>,
    turn: Turn,
) -> Result<Option<S>, Over> {
    let mut lines = BufReader::new(stream);
    let manner = inside.lock().unwrap().manner;
    // What it says at this stage instead of `usual`.
    let say = async |stage: Stage, usual: &str| match manner {
        Manner::Say(at, words) if at == stage => Ok(words.to_owned()),
        Manner::Hang(at) if at == stage => {
            while !inside.lock().unwrap().is_released {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(Over)
        }
        Manner::Cut(at) if at == stage => Err(Over),
        _ => Ok(usual.to_owned()),
    };
    let mut got = Got {
        from: String::new(),
        to: String::new(),
        login: String::new(),
        message: String::new(),
    };
    if turn != Turn::InTls {
        let greeting = say(Stage::Greeting, "220 mail.example").await?;
        put(&mut lines, &greeting).await?;
    }
    loop {
        let line = line(&mut lines).await?;
        inside.lock().unwrap().heard.push(line.clone());
        let (word, rest) = line.split_once([' ', ':']).unwrap_or((line.as_str(), ""));
        let answer = match word.to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" => {
                let tls = if turn == Turn::BeforeTls { "250-STARTTLS\r\n" } else { "" };
                format!("250-mail.example\r\n250-8BITMIME\r\n{tls}250 AUTH PLAIN")
            }
            "STARTTLS" if turn == Turn::BeforeTls => {
                let answer = say(Stage::Starttls, "220 go on").await?;
                if answer.starts_with('2') {
                    put(&mut lines, &answer).await?;
                    return Ok(Some(lines.into_inner()));
                }
                answer
            }
            "AUTH" => {
                let told = rest.split(' ').next_back().unwrap_or_default();
                let told = String::from_utf8(STANDARD.decode(told).unwrap()).unwrap();
                got.login = told.trim_matches('\0').replace('\0', ":");
                say(Stage::Login, "235 welcome").await?
            }
            "MAIL" => {
                got.from = bracketed(rest);
                "250 ok".to_owned()
            }
            "RCPT" => {
                got.to = bracketed(rest);
                say(Stage::Recipient, "250 ok").await?
            }
            "DATA" => {
                put(&mut lines, "354 go on").await?;
                got.message = data(&mut lines).await?;
                let id = got.header("Message-ID").to_owned();
                let is_new = {
                    let mut inside = inside.lock().unwrap();
                    let is_new = !inside.seen.contains(&id);
                    inside.seen.push(id);
                    is_new
                };
                let reply = match manner {
                    Manner::Grey if is_new => "451 4.7.1 come again later".to_owned(),
                    // It has the message, and its answer is lost.
                    Manner::Cut(Stage::End) => {
                        inside.lock().unwrap().got.push(got.clone());
                        return Err(Over);
                    }
                    _ => say(Stage::End, "250 2.0.0 queued as 4711").await?,
                };
                if reply.starts_with('2') {
                    inside.lock().unwrap().got.push(got.clone());
                }
                reply
            }
            "QUIT" => {
                put(&mut lines, "221 bye").await?;
                return Ok(None);
            }
            _ => "502 what?".to_owned(),
        };
        put(&mut lines, &answer).await?;
    }
}

async fn put<S: AsyncRead + AsyncWrite + Unpin>(
    lines: &mut BufReader<S>,
    answer: &str,
) -> Result<(), Over> {
    lines.write_all(format!("{answer}\r\n").as_bytes()).await?;
    lines.flush().await?;
    Ok(())
}

async fn line<S: AsyncRead + Unpin>(lines: &mut BufReader<S>) -> Result<String, Over> {
    let mut line = String::new();
    match lines.read_line(&mut line).await? {
        0 => Err(Over),
        _ => Ok(line.trim_end().to_owned()),
    }
}

/// Up to the line with a dot.
async fn data<S: AsyncRead + Unpin>(lines: &mut BufReader<S>) -> Result<String, Over> {
    let mut text = String::new();
    loop {
        let line = line(lines).await?;
        if line == "." {
            return Ok(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push_str("\r\n");
    }
}

fn bracketed(text: &str) -> String {
    let (_, rest) = text.split_once('<').unwrap_or(("", text));
    rest.split('>').next().unwrap().to_owned()
}

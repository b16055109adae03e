//! A server that takes mail, in this process: it remembers what it got, and answers as the test tells it.
//! It speaks as much of SMTP (RFC 5321) as the panel does, and offers no TLS.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::tcp::OwnedReadHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// When it does something else than to take the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Greeting,
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

/// A message that it got.
#[derive(Debug, Clone)]
pub struct Got {
    pub from: String,
    pub to: String,
    /// Who signed in; "" for nobody.
    pub login: String,
    pub message: String,
}

struct Inside {
    manner: Manner,
    got: Vec<Got>,
    /// Message-IDs that were seen once.
    seen: Vec<String>,
    connections: usize,
    is_released: bool,
}

/// It ends with the test.
pub struct Smtp {
    port: u16,
    inside: Arc<Mutex<Inside>>,
    serving: JoinHandle<()>,
}

impl Smtp {
    pub async fn start() -> Self {
        let inside = Inside {
            manner: Manner::Take,
            got: Vec::new(),
            seen: Vec::new(),
            connections: 0,
            is_released: false,
        };
        let inside = Arc::new(Mutex::new(inside));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::clone(&inside);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                let inside = Arc::clone(&shared);
                tokio::spawn(async move {
                    // A client that goes away ends it.
                    let _ = talk(stream, &inside).await;
                });
            }
        });
        Self { port, inside, serving }
    }

    /// Without TLS, which the panel does on this machine alone.
    pub fn url(&self) -> String {
        format!("smtp://shop:pass%20word@127.0.0.1:{}?tls=none", self.port)
    }

    /// As an operator's server elsewhere would be named.
    pub fn url_with_tls(&self) -> String {
        format!("smtp://shop:pass%20word@127.0.0.1:{}", self.port)
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

    /// Ends the connections in which nothing came back.
    pub fn release(&self) {
        self.inside.lock().unwrap().is_released = true;
    }

    pub fn got(&self) -> Vec<Got> {
        self.inside.lock().unwrap().got.clone()
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

impl Got {
    /// The value of a header that stands on one line; "" for none.
    pub fn header(&self, name: &str) -> &str {
        let head = self.message.split("\r\n\r\n").next().unwrap();
        let start = format!("{name}: ");
        head.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default()
    }

    /// The part of this type (`plain`, `html`), decoded.
    pub fn part(&self, kind: &str) -> String {
        let start = format!("Content-Type: text/{kind}");
        let (_, rest) = self.message.split_once(&start).unwrap_or_else(|| panic!("{self:?}"));
        let (head, body) = rest.split_once("\r\n\r\n").unwrap();
        let body = body.split("\r\n--").next().unwrap();
        let bytes = if head.contains("base64") {
            STANDARD.decode(body.replace("\r\n", "")).unwrap()
        } else if head.contains("quoted-printable") {
            unquoted(body)
        } else {
            body.as_bytes().to_vec()
        };
        String::from_utf8(bytes).unwrap()
    }

    /// The path and query of its link.
    pub fn link(&self) -> String {
        let text = self.part("plain");
        let line = text.lines().find(|line| line.starts_with("http"));
        let line = line.unwrap_or_else(|| panic!("no link in {text}")).trim_end();
        let after = line.split_once("://").unwrap().1;
        format!("/{}", after.split_once('/').unwrap().1)
    }

    /// The secret of its link.
    pub fn key(&self) -> String {
        self.link().split_once("key=").unwrap().1.to_owned()
    }
}

fn unquoted(text: &str) -> Vec<u8> {
    let text = text.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        if *first == b'=' {
            let digits = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    bytes
}

/// Why a conversation ends.
struct Over;

impl From<std::io::Error> for Over {
    fn from(_: std::io::Error) -> Self {
        Self
    }
}

async fn talk(stream: TcpStream, inside: &Mutex<Inside>) -> Result<(), Over> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader);
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
    let mut answer = say(Stage::Greeting, "220 mail.example").await?;
    loop {
        writer.write_all(format!("{answer}\r\n").as_bytes()).await?;
        let line = line(&mut lines).await?;
        let (word, rest) = line.split_once([' ', ':']).unwrap_or((line.as_str(), ""));
        answer = match word.to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" => "250-mail.example\r\n250-8BITMIME\r\n250 AUTH PLAIN".to_owned(),
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
                writer.write_all(b"354 go on\r\n").await?;
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
                writer.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "502 what?".to_owned(),
        };
    }
}

async fn line(lines: &mut BufReader<OwnedReadHalf>) -> Result<String, Over> {
    let mut line = String::new();
    match lines.read_line(&mut line).await? {
        0 => Err(Over),
        _ => Ok(line.trim_end().to_owned()),
    }
}

/// Up to the line with a dot.
async fn data(lines: &mut BufReader<OwnedReadHalf>) -> Result<String, Over> {
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

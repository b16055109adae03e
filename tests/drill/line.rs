//! The way between a panel and its database, which a drill can cut, freeze and lead elsewhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::program::free_port;

/// What happens to a connection that was not used for some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Idle {
    Kept,
    /// Both ends are closed.
    Closed(Duration),
    /// It is forgotten: who uses it again gets a reset.
    Forgotten(Duration),
}

/// What the connections are told. Each change of the number concerns those that are there.
#[derive(Debug, Clone, Copy)]
struct Word {
    number: u64,
    /// Nothing passes any more, and nobody hears of it.
    frozen: bool,
}

pub(super) struct Line {
    pub(super) port: u16,
    target: Arc<AtomicU16>,
    word: watch::Sender<Word>,
    open: Arc<AtomicUsize>,
    accepting: JoinHandle<()>,
}

impl Line {
    /// A way to this port of the loopback.
    pub(super) async fn to(target: u16) -> Self {
        Self::that_rests(target, Idle::Kept).await
    }

    pub(super) async fn that_rests(target: u16, idle: Idle) -> Self {
        let port = free_port();
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let target = Arc::new(AtomicU16::new(target));
        let (word, heard) = watch::channel(Word { number: 0, frozen: false });
        let (aim, open) = (Arc::clone(&target), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&open);
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let port = aim.load(Ordering::SeqCst);
                let (heard, open) = (heard.clone(), Open::one(&counted));
                tokio::spawn(carry(client, port, idle, heard, open));
            }
        });
        Self { port, target, word, open, accepting }
    }

    /// As if the machine at the other end had vanished: nothing passes, on old and on new
    /// connections, and no end is told.
    pub(super) fn freeze(&self) {
        self.say(true);
    }

    /// Closes all connections but frozen ones, which stay as they are. New ones pass, and lead to
    /// this port.
    pub(super) fn lead(&self, target: u16) {
        self.target.store(target, Ordering::SeqCst);
        self.say(false);
    }

    /// How many connections pass something.
    pub(super) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    fn say(&self, frozen: bool) {
        self.word.send_modify(|word| *word = Word { number: word.number + 1, frozen });
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Counts itself as long as it is there.
struct Open(Arc<AtomicUsize>);

impl Open {
    fn one(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn carry(
    mut client: TcpStream,
    port: u16,
    idle: Idle,
    mut heard: watch::Receiver<Word>,
    open: Open,
) {
    let word = *heard.borrow_and_update();
    if word.frozen {
        return forever(client, heard).await;
    }
    let Ok(mut server) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    let (Ok(()), Ok(())) = (client.set_nodelay(true), server.set_nodelay(true)) else { return };
    let (mut up, mut down) = ([0; 65_536], [0; 65_536]);
    let limit = match idle {
        Idle::Kept => Duration::MAX,
        Idle::Closed(limit) | Idle::Forgotten(limit) => limit,
    };
    loop {
        let passed = tokio::select! {
            read = client.read(&mut up) => pass(read, &up, &mut server).await,
            read = server.read(&mut down) => pass(read, &down, &mut client).await,
            told = heard.changed() => match told {
                Ok(()) if heard.borrow_and_update().frozen => {
                    return forever((client, server), heard).await;
                }
                // The line is led elsewhere, or gone.
                _ => return,
            },
            () = tokio::time::sleep(limit) => {
                drop((server, open));
                if matches!(idle, Idle::Forgotten(_)) && client.readable().await.is_ok() {
                    // What came is never read, so that the close is a reset.
                    drop(client);
                }
                return;
            }
        };
        if passed.is_none() {
            return;
        }
    }
}

/// Writes what was read; `None` at the end of the connection.
async fn pass(read: std::io::Result<usize>, bytes: &[u8], to: &mut TcpStream) -> Option<()> {
    let read = read.ok().filter(|read| *read > 0)?;
    to.write_all(&bytes[..read]).await.ok()
}

/// Holds the ends of a connection until the line itself is gone.
async fn forever<T>(ends: T, mut heard: watch::Receiver<Word>) {
    while heard.changed().await.is_ok() {}
    drop(ends);
}

//! Brings messages to the operator's server; or, without one, puts them into the data directory, where
//! only the panel's user reads them.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use lettre::Address;
use lettre::address::Envelope;
use lettre::message::Mailbox;

use super::letter::Letter;
use super::outbox::Held;
use super::wire::{self, Head};
use crate::kit::failpoint;
use crate::kit::keys::Keys;
use crate::kit::lang::Lang;
use crate::kit::smtp::{self, Smtp};

/// From whom messages come if the operator has not said it, which is only possible without a server.
const FROM: &str = "panel@localhost.localdomain";

/// What the operator says.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub smtp: Option<Smtp>,
    pub from: Option<Mailbox>,
    /// Where servers send what they cannot deliver; `None`: to the sender.
    pub bounces: Option<Address>,
    /// Where messages lie without a server; `None`: then nothing is done with them.
    pub folder: Option<PathBuf>,
}

/// Cheap to clone; has no `Debug`.
#[derive(Clone)]
pub struct Courier {
    keys: Keys,
    options: Arc<Options>,
}

/// What came of one attempt, with what staff read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server has taken it.
    Sent(String),
    /// It lies in the data directory.
    Filed(String),
    /// It will never be taken.
    Failed(String),
    /// It is tried again.
    Later(String),
}

impl Courier {
    #[must_use]
    pub fn new(keys: Keys, options: Options) -> Self {
        Self { keys, options: Arc::new(options) }
    }

    /// Whether messages are sent, and are not only put into a folder.
    #[must_use]
    pub fn has_server(&self) -> bool {
        self.options.smtp.is_some()
    }

    /// Whether anything can be done with messages.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.has_server() || self.options.folder.is_some()
    }

    /// Where messages go, in words for staff.
    #[must_use]
    pub fn place(&self) -> String {
        match (&self.options.smtp, &self.options.folder) {
            (Some(smtp), _) => smtp.to_string(),
            (None, Some(folder)) => folder.display().to_string(),
            (None, None) => String::new(),
        }
    }

    /// An example as bytes, from whom messages come. Nobody gets it.
    pub fn example(
        &self,
        letter: &Letter,
        lang: Lang,
        (to, at): (&str, DateTime<Utc>),
    ) -> Result<Vec<u8>, String> {
        let to = recipient(to)?;
        let head = Head { from: self.sender(letter), to, message_id: "example@localhost", at };
        wire::message(head, &letter.render(lang))
    }

    /// Brings it once.
    pub async fn bring(&self, held: &Held) -> Outcome {
        let outcome = match self.bytes(held) {
            Ok((envelope, bytes)) => self.hand_over(held, &envelope, bytes).await,
            Err(why) => Outcome::Failed(why),
        };
        failpoint("mail-after-send");
        outcome
    }

    fn bytes(&self, held: &Held) -> Result<(Envelope, Vec<u8>), String> {
        let letter = held.open(&self.keys).map_err(|error| error.to_string())?;
        let to = recipient(&held.address)?;
        let from = self.sender(&letter);
        let bounces = self.options.bounces.clone().unwrap_or_else(|| from.email.clone());
        let envelope = Envelope::new(Some(bounces), vec![to.clone()]);
        let envelope = envelope.map_err(|error| error.to_string())?;
        let head = Head { from, to, message_id: &held.message_id, at: held.made_at };
        Ok((envelope, wire::message(head, &letter.render(held.lang))?))
    }

    /// A sender without a name has the panel's.
    fn sender(&self, letter: &Letter) -> Mailbox {
        let given = self.options.from.clone();
        let from = given.unwrap_or_else(|| FROM.parse().expect("a constant that is an address"));
        Mailbox { name: from.name.or_else(|| Some(letter.panel.clone())), ..from }
    }

    async fn hand_over(&self, held: &Held, envelope: &Envelope, bytes: Vec<u8>) -> Outcome {
        if let Some(smtp) = &self.options.smtp {
            let hello = envelope.from().map_or("localhost", |from| from.domain());
            return match smtp.send(hello, envelope, &bytes).await {
                smtp::Outcome::Taken(said) => Outcome::Sent(said),
                smtp::Outcome::Refused(said) => Outcome::Failed(said),
                smtp::Outcome::Later(said) => Outcome::Later(said),
            };
        }
        let Some(folder) = self.options.folder.clone() else {
            return Outcome::Later("There is neither a server nor a folder.".to_owned());
        };
        let name = held.message_id.split('@').next().unwrap_or_default();
        let path = folder.join(format!("{name}.eml"));
        let written = path.clone();
        let done = tokio::task::spawn_blocking(move || write(&folder, &path, &bytes)).await;
        match done.map_err(io::Error::other).and_then(|written| written) {
            Ok(()) => {
                tracing::info!(
                    path = %written.display(),
                    kind = held.kind.as_str(),
                    "there is no server for mail; a message lies in a file"
                );
                Outcome::Filed(written.display().to_string())
            }
            Err(error) => Outcome::Later(format!("{}: {error}", written.display())),
        }
    }
}

/// Hosts in letters of other scripts are written in ASCII, which every server understands.
fn recipient(address: &str) -> Result<Address, String> {
    let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
    let host = idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_owned());
    format!("{name}@{host}").parse().map_err(|_| "This is no address.".to_owned())
}

/// Nobody finds half a message: it gets its name when it is whole.
fn write(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let beside = path.with_extension("part");
    let mut file =
        fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

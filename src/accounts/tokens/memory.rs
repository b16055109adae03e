//! Tokens that were looked up a moment ago. Each is kept with the version at which it was read. It
//! is valid as long as a look-up of any token has found the same version within the last second.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::accounts::lookup::Token;
use crate::accounts::token::TokenKind;

/// For so long we need not ask.
const SURE: Duration = Duration::from_secs(1);
/// After that a token is read again in any case.
const KEPT: Duration = Duration::from_secs(60);
const TOKENS_MAX: usize = 10_000;

/// The kind of a token and the SHA-256 of the whole token: one kind is never taken for the other.
pub(in crate::accounts) type Key = (TokenKind, [u8; 32]);

#[derive(Default)]
pub(in crate::accounts) struct Memory {
    tokens: HashMap<Key, Known>,
    /// The version that was found last. Tokens of another version may have changed.
    found: Option<Found>,
    /// Counts what was dropped: an answer that was read before is not kept after it.
    forgotten: u64,
}

struct Known {
    token: Arc<Token>,
    asked_at: Instant,
}

#[derive(Clone, Copy)]
struct Found {
    version: i64,
    /// The version was found no earlier than this.
    asked_at: Instant,
}

/// A look-up that begins.
#[derive(Debug, Clone, Copy)]
pub(in crate::accounts) struct Asked {
    at: Instant,
    /// What was dropped until then.
    forgotten: u64,
}

impl Memory {
    /// The token, or what its look-up must pass to [`keep`](Self::keep).
    pub fn recall(&self, key: Key, now: Instant) -> Result<Arc<Token>, Asked> {
        match self.tokens.get(&key) {
            Some(known) if self.is_sure(known, now) => Ok(Arc::clone(&known.token)),
            _ => Err(Asked { at: now, forgotten: self.forgotten }),
        }
    }

    /// Keeps what a look-up has found, with the time when it was asked for, because much may have
    /// changed since it was read.
    pub fn keep(&mut self, key: Key, token: &Arc<Token>, asked: Asked) {
        if self.found.is_none_or(|found| found.asked_at < asked.at) {
            self.found = Some(Found { version: token.version, asked_at: asked.at });
        }
        if self.forgotten != asked.forgotten {
            return;
        }
        if self.tokens.len() >= TOKENS_MAX {
            self.tokens.clear();
        }
        self.tokens.insert(key, Known { token: Arc::clone(token), asked_at: asked.at });
    }

    /// Drops these tokens, and the answer of each look-up that is under way.
    pub fn forget(&mut self, which: impl Fn(&Token) -> bool) {
        self.forgotten += 1;
        self.tokens.retain(|_, known| !which(&known.token));
    }

    /// Whether this is still valid, by everything that could be known a second ago.
    fn is_sure(&self, known: &Known, now: Instant) -> bool {
        let is_unchanged = self.found.is_some_and(|found| {
            found.version == known.token.version && now < found.asked_at + SURE
        });
        is_unchanged && now < known.asked_at + KEPT
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::verifier::tests::token;

    const KEY: Key = (TokenKind::Key, [0; 32]);
    const OTHER: Key = (TokenKind::Key, [1; 32]);

    #[test]
    fn what_was_read_before_a_revocation_is_not_kept_after_it() {
        let (mut memory, now) = (Memory::default(), Instant::now());
        let found = Arc::new(token(None, &[]));
        let before = memory.recall(KEY, now).err().unwrap();
        memory.forget(|_| false);
        memory.keep(KEY, &found, before);
        let after = memory.recall(KEY, now).err().unwrap();
        memory.keep(KEY, &found, after);
        assert!(memory.recall(KEY, now).is_ok());
        assert!(memory.recall((TokenKind::Jwt, KEY.1), now).is_err());
        memory.forget(|token| token.verified.token_id == 2);
        assert!(memory.recall(KEY, now).is_err());
    }

    #[test]
    fn it_is_kept_while_nothing_changes_and_no_longer_than_a_minute() {
        let (mut memory, start) = (Memory::default(), Instant::now());
        let after = |s: u64| start + Duration::from_secs(s);
        let found = |version: i64| Arc::new(Token { version, ..token(None, &[]) });
        let look_up = |memory: &mut Memory, key: Key, version: i64, at: u64| {
            let asked = memory.recall(key, after(at)).err().unwrap();
            memory.keep(key, &found(version), asked);
        };
        look_up(&mut memory, KEY, 1, 0);
        assert!(memory.recall(KEY, after(0)).is_ok());
        assert!(memory.recall(KEY, after(1)).is_err(), "a second, by itself");
        look_up(&mut memory, OTHER, 1, 58);
        assert!(memory.recall(KEY, after(58)).is_ok(), "another one was looked up");
        assert!(memory.recall(KEY, after(59)).is_err());
        look_up(&mut memory, OTHER, 1, 60);
        assert!(memory.recall(KEY, after(60)).is_err(), "read again once a minute");
        look_up(&mut memory, KEY, 1, 60);
        look_up(&mut memory, (TokenKind::Jwt, KEY.1), 2, 60);
        assert!(memory.recall(KEY, after(60)).is_ok(), "found at the same moment");
        look_up(&mut memory, (TokenKind::Jwt, OTHER.1), 2, 61);
        assert!(memory.recall(KEY, after(61)).is_err(), "something has changed");
    }
}

//! Access tokens: what some gateways hand out for a while in exchange for a method's secret. A process
//! keeps one for each method, because asking for each call is refused as too much.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex as Slow;

use crate::kit::clock::Clock;
use crate::payments::MethodId;

/// So shortly before its end a token is not used any more.
const SPARE: TimeDelta = TimeDelta::seconds(60);
/// No token holds longer, whatever its gateway says.
const LASTS_MAX_S: i64 = 86_400;
/// After a failure nobody asks for so long, so that those who wait for the token do not fail one after
/// the other.
const QUIET: TimeDelta = TimeDelta::seconds(3);

/// The tokens of a process, by method. Cheap to clone; has no `Debug`.
#[derive(Clone, Default)]
pub struct Access(Arc<Mutex<HashMap<MethodId, Arc<Slow<Slot>>>>>);

/// Held while the token is asked for, so that one call brings it for all who need it.
struct Slot {
    /// The hash of what it was got with: another secret or mode gets another token.
    of: [u8; 32],
    kept: Kept,
}

enum Kept {
    Nothing,
    Token { text: String, until: DateTime<Utc> },
    Failed { why: String, until: DateTime<Utc> },
}

/// A token as a gateway hands it out. Has no `Debug`.
pub struct Fresh {
    pub text: String,
    /// In seconds.
    pub lasts_s: i64,
}

impl Access {
    /// The token of a method; `of`: the hash of what it is got with. If there is none that holds, `ask`
    /// gets one. `Err`: what staff read.
    pub async fn get(
        &self,
        (method, of): (MethodId, [u8; 32]),
        clock: &Clock,
        ask: impl Future<Output = Result<Fresh, String>> + Send,
    ) -> Result<String, String> {
        let slot = self.slot(method);
        let mut slot = slot.lock().await;
        let now = clock.now();
        match &slot.kept {
            Kept::Token { text, until } if slot.of == of && now < *until => {
                return Ok(text.clone());
            }
            Kept::Failed { why, until } if slot.of == of && now < *until => {
                return Err(why.clone());
            }
            _ => {}
        }
        let asked = ask.await;
        let now = clock.now();
        slot.of = of;
        match asked {
            Ok(Fresh { text, lasts_s }) => {
                let lasts = TimeDelta::seconds(lasts_s.clamp(0, LASTS_MAX_S));
                slot.kept = Kept::Token { text: text.clone(), until: now + lasts - SPARE };
                Ok(text)
            }
            Err(why) => {
                slot.kept = Kept::Failed { why: why.clone(), until: now + QUIET };
                Err(why)
            }
        }
    }

    /// Forgets a token that its gateway does not take any more, unless another one is there already.
    pub async fn forget(&self, method: MethodId, text: &str) {
        let slot = self.slot(method);
        let mut slot = slot.lock().await;
        if matches!(&slot.kept, Kept::Token { text: kept, .. } if kept == text) {
            slot.kept = Kept::Nothing;
        }
    }

    fn slot(&self, method: MethodId) -> Arc<Slow<Slot>> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = slots
            .entry(method)
            .or_insert_with(|| Arc::new(Slow::new(Slot { of: [0; 32], kept: Kept::Nothing })));
        Arc::clone(slot)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn one_call_brings_the_token_for_all_until_its_end() {
        let (access, clock, calls) = (Access::default(), Clock::default(), AtomicU32::new(0));
        let ask = |lasts_s| {
            let calls = &calls;
            async move {
                tokio::task::yield_now().await;
                let call = calls.fetch_add(1, Ordering::SeqCst);
                Ok(Fresh { text: format!("token {call}"), lasts_s })
            }
        };
        let (one, other) = ((MethodId::new(1), [1; 32]), (MethodId::new(1), [2; 32]));
        let at_once = (0..5).map(|_| access.get(one, &clock, ask(3_600)));
        for got in futures_util::future::join_all(at_once).await {
            assert_eq!(got.unwrap(), "token 0");
        }
        // Refused there: the next one, once; an old refusal changes nothing.
        access.forget(one.0, "token 0").await;
        assert_eq!(access.get(one, &clock, ask(3_600)).await.unwrap(), "token 1");
        access.forget(one.0, "token 0").await;
        assert_eq!(access.get(one, &clock, ask(3_600)).await.unwrap(), "token 1");
        // Another secret, and a token that ends at once.
        assert_eq!(access.get(other, &clock, ask(59)).await.unwrap(), "token 2");
        assert_eq!(access.get(other, &clock, ask(3_600)).await.unwrap(), "token 3");
    }

    #[tokio::test]
    async fn a_failure_is_told_to_all_who_wait() {
        let (access, clock, calls) = (Access::default(), Clock::default(), AtomicU32::new(0));
        let fail = || {
            let calls = &calls;
            async move {
                calls.fetch_add(1, Ordering::SeqCst);
                Err("no".to_owned())
            }
        };
        let one = (MethodId::new(1), [1; 32]);
        for _ in 0..5 {
            assert_eq!(access.get(one, &clock, fail()).await, Err("no".to_owned()));
        }
        assert_eq!(calls.load(Ordering::SeqCst), 1);
    }
}

//! Who is connected. If all places are taken, the connection that has waited longest for a request
//! makes room for a new one. One whose request is being answered never does.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::connection::{Ended, Part};
use super::{Limits, is_in};
use crate::kit::address::Network;
use crate::kit::sampled::sampled;

/// Connections beyond the limit, on which only health checks are answered.
const FOR_HEALTH: usize = 16;
/// How often a connection is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What a connection waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// A request.
    Idle,
    /// The rest of a request's head.
    Head,
    /// The rest of its body.
    Body,
    /// Us.
    Answer,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    since: Instant,
    /// Since when the client takes nothing of what we have for it.
    stalled_since: Option<Instant>,
}

/// A connection's place.
#[derive(Debug)]
pub(super) struct Place {
    id: u64,
    /// `None`: it is not counted, because it belongs to a trusted proxy.
    network: Option<Network>,
    /// It is one of the few that are kept back.
    pub(super) is_for_health: bool,
    state: Mutex<State>,
    bare_lf: AtomicBool,
    makes_room: CancellationToken,
}

impl Place {
    fn new(id: u64, network: Option<Network>, is_for_health: bool) -> Self {
        let state = State { phase: Phase::Idle, since: Instant::now(), stalled_since: None };
        Self {
            id,
            network,
            is_for_health,
            state: Mutex::new(state),
            bare_lf: AtomicBool::new(false),
            makes_room: CancellationToken::new(),
        }
    }

    fn with_state<T>(&self, with: impl FnOnce(&mut State) -> T) -> T {
        with(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn enter(&self, phase: Phase) {
        self.with_state(|state| (state.phase, state.since) = (phase, Instant::now()));
    }

    /// Bytes came; answers what they belong to.
    pub(super) fn got_bytes(&self) -> Part {
        self.with_state(|state| match state.phase {
            Phase::Idle => {
                (state.phase, state.since) = (Phase::Head, Instant::now());
                Part::NewHead
            }
            Phase::Head => Part::Head,
            Phase::Body | Phase::Answer => Part::Body,
        })
    }

    /// A line of the head ended with a bare LF, which servers in a row may read differently.
    pub(super) fn got_bare_lf(&self) {
        self.bare_lf.store(true, Ordering::Relaxed);
    }

    pub(super) fn has_bare_lf(&self) -> bool {
        self.bare_lf.load(Ordering::Relaxed)
    }

    pub(super) fn got_head(&self, has_body: bool) {
        self.enter(if has_body { Phase::Body } else { Phase::Answer });
    }

    pub(super) fn got_body(&self) {
        self.with_state(|state| {
            if state.phase == Phase::Body {
                (state.phase, state.since) = (Phase::Answer, Instant::now());
            }
        });
    }

    pub(super) fn answered(&self) {
        self.enter(Phase::Idle);
    }

    /// The client takes what we send, or does not.
    pub(super) fn writes(&self, is_stalled: bool) {
        self.with_state(|state| {
            state.stalled_since = match (is_stalled, state.stalled_since) {
                (true, None) => Some(Instant::now()),
                (true, since) => since,
                (false, _) => None,
            }
        });
    }

    /// Returns when the connection has kept us waiting for too long, or has to make room.
    pub(super) async fn overdue(&self, limits: &Limits) -> Ended {
        loop {
            tokio::select! {
                () = self.makes_room.cancelled() => return Ended::MakesRoom,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            let (phase, waited, stalled) = self.with_state(|state| {
                (state.phase, state.since.elapsed(), state.stalled_since.map(|at| at.elapsed()))
            });
            if stalled.is_some_and(|stalled| stalled > limits.write) {
                return Ended::Write;
            }
            match phase {
                Phase::Idle if waited > limits.idle => return Ended::Idle,
                Phase::Head if waited > limits.head => return Ended::Head,
                Phase::Body if waited > limits.body => return Ended::Body,
                _ => {}
            }
        }
    }

    /// Since when it waits for a request; those that have sent less come first.
    fn waits(&self) -> Option<(bool, Instant)> {
        self.with_state(|state| match state.phase {
            Phase::Idle | Phase::Head => Some((false, state.since)),
            Phase::Body => Some((true, state.since)),
            Phase::Answer => None,
        })
    }
}

/// All connections.
pub(super) struct Room {
    limits: Limits,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    places: HashMap<u64, Arc<Place>>,
    by_network: HashMap<Network, usize>,
    next: u64,
}

impl Room {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, taken: Mutex::default() }
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A place for a connection from this address; `None`: there is none.
    pub(super) fn enter(&self, peer: IpAddr) -> Option<Arc<Place>> {
        let network = (!is_in(&self.limits.trusted, peer)).then(|| Network::of(peer));
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = network.and_then(|network| taken.by_network.get(&network));
        let is_theirs_full = theirs.is_some_and(|count| *count >= self.limits.per_network);
        let is_full = taken.places.len() >= self.limits.connections;
        let mut has_room = true;
        if is_theirs_full || is_full {
            has_room = taken.make_room(|one| !is_theirs_full || one.network == network);
        }
        let is_for_health = !has_room && taken.places.len() < self.limits.connections + FOR_HEALTH;
        if !has_room && !is_for_health {
            metrics::counter!("waybill_connections_refused_total").increment(1);
            if let Some(left_out) = sampled("connections") {
                tracing::warn!(%peer, left_out, "a connection was refused: all places are taken");
            }
            return None;
        }
        let id = taken.next;
        taken.next += 1;
        if let Some(network) = network {
            *taken.by_network.entry(network).or_default() += 1;
        }
        let place = Arc::new(Place::new(id, network, is_for_health));
        taken.places.insert(id, Arc::clone(&place));
        taken.tell();
        Some(place)
    }

    /// The connection has ended.
    pub(super) fn leave(&self, place: &Place, why: Ended) {
        metrics::counter!("waybill_connections_ended_total", "why" => why.as_str()).increment(1);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.remove(place);
        taken.tell();
    }
}

impl Taken {
    /// Ends the one of these that has waited longest. Answers whether there was one.
    fn make_room(&mut self, of: impl Fn(&Place) -> bool) -> bool {
        let waiting = self.places.values().filter(|place| of(place));
        let waiting = waiting.filter_map(|place| Some((place.waits()?, place)));
        let Some((_, longest)) = waiting.min_by_key(|(waits, _)| *waits) else { return false };
        let longest = Arc::clone(longest);
        longest.makes_room.cancel();
        self.remove(&longest);
        true
    }

    fn remove(&mut self, place: &Place) {
        if self.places.remove(&place.id).is_none() {
            return;
        }
        let Some(network) = place.network else { return };
        if let Some(count) = self.by_network.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                self.by_network.remove(&network);
            }
        }
    }

    fn tell(&self) {
        let count = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        metrics::gauge!("waybill_connections").set(f64::from(count));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(connections: usize, per_network: usize) -> Room {
        let trusted = vec!["10.0.0.0/8".parse().unwrap()];
        Room::new(Limits { per_network, ..Limits::new(connections, trusted) })
    }

    fn enter(room: &Room, peer: &str) -> Option<Arc<Place>> {
        room.enter(peer.parse().unwrap())
    }

    #[test]
    fn the_one_that_waited_longest_makes_room() {
        let room = room(100, 2);
        let first = enter(&room, "192.0.2.1").unwrap();
        let second = enter(&room, "192.0.2.1").unwrap();
        let neighbour = enter(&room, "192.0.2.2").unwrap();
        first.got_head(false);
        assert!(enter(&room, "192.0.2.1").is_some());
        assert!(second.makes_room.is_cancelled(), "the one that waits for a request");
        assert!(!first.makes_room.is_cancelled() && !neighbour.makes_room.is_cancelled());
    }

    #[test]
    fn half_a_body_is_worth_more_than_nothing() {
        let room = room(2, 2);
        let body = enter(&room, "192.0.2.1").unwrap();
        body.got_head(true);
        let idle = enter(&room, "192.0.2.2").unwrap();
        assert!(enter(&room, "192.0.2.3").is_some());
        assert!(idle.makes_room.is_cancelled() && !body.makes_room.is_cancelled());
    }

    #[test]
    fn when_all_are_busy_only_health_checks_get_in() {
        let room = room(2, 2);
        let busy = [enter(&room, "192.0.2.1").unwrap(), enter(&room, "192.0.2.2").unwrap()];
        busy.iter().for_each(|place| place.got_head(false));
        let kept: Vec<_> = (0..FOR_HEALTH)
            .map(|_| {
                let place = enter(&room, "192.0.2.3").unwrap();
                place.got_head(false);
                place
            })
            .collect();
        assert!(kept.iter().all(|place| place.is_for_health));
        assert!(enter(&room, "192.0.2.4").is_none());
        room.leave(&kept[0], Ended::ByClient);
        assert!(enter(&room, "192.0.2.4").is_some());
    }

    #[test]
    fn a_proxy_has_no_limit_of_its_own() {
        let room = room(100, 2);
        let all: Vec<_> = (0..50).map(|_| enter(&room, "10.1.2.3").unwrap()).collect();
        assert!(all.iter().all(|place| !place.makes_room.is_cancelled()));
        // A customer's IPv6 addresses are one network.
        let one = enter(&room, "2001:db8::1").unwrap();
        for host in 2..9 {
            enter(&room, &format!("2001:db8::{host}")).unwrap();
        }
        assert!(one.makes_room.is_cancelled());
    }
}

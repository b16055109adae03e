//! A small model of an order's life. It goes through every story that two processes with two orders
//! can live through if they die at any step: all of them, not a sample.
//!
//! It is a model of the rules in `dispatch`, `sweep`, `cancel` and `desk`, and is compared with the
//! panel's own table of which state may follow which. Each rule can be left out. Then the explorer
//! must find a story in which somebody loses money: only so do we know that it means something when
//! it finds none.
//!
//! It is long because the model, its explorer and the rules that it leaves out belong together.

use std::collections::HashMap;

use waybill::orders::State;

use super::rounds;

const ORDERS: usize = 2;
const WORKERS: usize = 2;
/// How often a person says "send it again", for all orders together.
const AGAIN_MAX: u8 = 1;

/// The rules that keep the money safe.
#[derive(Debug, Clone, Copy)]
struct Rules {
    /// Only the holder of the order's newest number records a result.
    record_asks: bool,
    /// A submission without an answer waits for a person.
    unknown_waits: bool,
    /// If a provider may have it, only the provider's word refunds.
    cancel_asks: bool,
    /// What a dead process held is taken up by the sweep.
    sweeps: bool,
}

const ALL: Rules =
    Rules { record_asks: true, unknown_waits: true, cancel_asks: true, sweeps: true };

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Order {
    /// Its index in [`State::ALL`].
    state: u8,
    /// Its customer asked for a cancel, and nobody has decided yet.
    cancel: bool,
    /// How often a provider took it, and how often one may take it: once, or once more than was
    /// known or under way when a person decided to send it again.
    sent: u8,
    allowed: u8,
    /// How many orders at providers still go on.
    live: u8,
    refunded: bool,
    /// How many of these a person is responsible for: all of them after a refund; the earlier ones
    /// after "send it again".
    forgiven: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Answer {
    Taken,
    /// Its money is refunded.
    Refused,
    NotSent,
    /// No answer: it may have been taken.
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Step {
    Taken,
    Answered(Answer),
}

/// What a process does with the order that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Job {
    order: usize,
    step: Step,
    /// It holds the order's newest number: the fence.
    newest: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct World {
    orders: [Order; ORDERS],
    workers: [Option<Job>; WORKERS],
    crashes: u8,
    again: u8,
}

impl Order {
    fn state(self) -> State {
        State::ALL[usize::from(self.state)]
    }

    fn becomes(&mut self, next: State) {
        let from = self.state();
        assert!(from.may_become(next), "{from:?} -> {next:?} is not in the panel's table");
        self.state = position(next);
    }

    fn refund(&mut self) {
        self.becomes(State::Canceled);
        assert!(!self.refunded, "refunded twice");
        self.refunded = true;
        self.cancel = false;
    }
}

fn position(state: State) -> u8 {
    let found = State::ALL.iter().position(|other| *other == state).unwrap();
    u8::try_from(found).unwrap()
}

impl World {
    fn first() -> Self {
        let order = Order {
            state: position(State::Queued),
            cancel: false,
            sent: 0,
            allowed: 1,
            live: 0,
            refunded: false,
            forgiven: 0,
        };
        Self { orders: [order; ORDERS], workers: [None; WORKERS], crashes: 0, again: 0 }
    }

    /// The same world in its smallest form: it makes no difference which order and which worker is
    /// which.
    fn canonical(self) -> Self {
        let mut swapped = self;
        swapped.orders.reverse();
        for job in swapped.workers.iter_mut().flatten() {
            job.order = ORDERS - 1 - job.order;
        }
        let sorted = |mut world: Self| {
            world.workers.sort_unstable();
            world
        };
        sorted(self).min(sorted(swapped))
    }

    /// A new number: every process that held the order loses it.
    fn fence(&mut self, order: usize) {
        for job in self.workers.iter_mut().flatten().filter(|job| job.order == order) {
            job.newest = false;
        }
    }

    fn wrong(&self) -> Option<&'static str> {
        self.orders.iter().find_map(|order| {
            let state = order.state();
            if order.sent > order.allowed {
                Some("sent more often than anybody decided")
            } else if order.refunded && order.live > order.forgiven {
                Some("refunded, and a provider has it")
            } else if order.refunded != (state == State::Canceled) {
                Some("refunded, and not canceled, or the other way round")
            } else {
                None
            }
        })
    }

    fn is_over(&self) -> bool {
        self.orders.iter().all(|order| order.state().is_final())
    }

    /// Every world that can follow, with what happened. `false`: it may happen, but nobody can
    /// count on it.
    fn next(&self, rules: Rules, crashes_max: u8) -> Vec<(&'static str, bool, Self)> {
        let mut all = Vec::new();
        for worker in 0..WORKERS {
            match self.workers[worker] {
                None => self.takes(worker, &mut all),
                Some(job) => {
                    self.works(worker, job, rules, &mut all);
                    if self.crashes < crashes_max {
                        let mut world = *self;
                        world.workers[worker] = None;
                        world.crashes += 1;
                        all.push(("a process dies", false, world));
                    }
                }
            }
        }
        for order in 0..ORDERS {
            self.time(order, rules, &mut all);
            self.people(order, rules, &mut all);
        }
        all
    }

    fn takes(&self, worker: usize, all: &mut Vec<(&'static str, bool, Self)>) {
        for order in 0..ORDERS {
            if self.orders[order].state() != State::Queued || self.orders[order].cancel {
                continue;
            }
            let mut world = *self;
            world.orders[order].becomes(State::Submitting);
            world.fence(order);
            world.workers[worker] = Some(Job { order, step: Step::Taken, newest: true });
            all.push(("taken", true, world));
        }
    }

    fn works(
        &self,
        worker: usize,
        job: Job,
        rules: Rules,
        all: &mut Vec<(&'static str, bool, Self)>,
    ) {
        let mut world = *self;
        let held = job.newest;
        let order = &mut world.orders[job.order];
        let state = order.state();
        match job.step {
            Step::Taken => {
                for (what, taken, answer) in [
                    ("sent and taken", true, Answer::Taken),
                    ("sent and refused", false, Answer::Refused),
                    ("not sent", false, Answer::NotSent),
                    ("sent, taken, and not answered", true, Answer::None),
                    ("sent, not taken, and not answered", false, Answer::None),
                ] {
                    let mut world = *self;
                    let order = &mut world.orders[job.order];
                    order.sent += u8::from(taken);
                    order.live += u8::from(taken);
                    world.workers[worker] = Some(Job { step: Step::Answered(answer), ..job });
                    all.push((what, true, world));
                }
            }
            Step::Answered(answer) => {
                world.workers[worker] = None;
                if state == State::Submitting && (held || !rules.record_asks) {
                    match answer {
                        Answer::Taken => order.becomes(State::Running),
                        Answer::None => order.becomes(State::Unknown),
                        Answer::Refused => order.refund(),
                        Answer::NotSent if order.cancel => order.refund(),
                        Answer::NotSent => order.becomes(State::Queued),
                    }
                    all.push(("recorded", true, world));
                } else {
                    all.push(("kept as a late answer", true, world));
                }
            }
        }
    }

    /// What happens by itself: leases run out, whether their holders live or not, and providers
    /// finish their orders.
    fn time(&self, order: usize, rules: Rules, all: &mut Vec<(&'static str, bool, Self)>) {
        let state = self.orders[order].state();
        let mut world = *self;
        let it = &mut world.orders[order];
        match state {
            State::Submitting if rules.sweeps => {
                it.becomes(if rules.unknown_waits { State::Unknown } else { State::Queued });
                all.push(("an old submission is given up", true, world));
            }
            State::Running => {
                it.becomes(State::Completed);
                all.push(("delivered", true, world));
                let mut world = *self;
                let it = &mut world.orders[order];
                it.live = it.live.saturating_sub(1);
                it.refund();
                all.push(("canceled by its provider", true, world));
            }
            _ => {}
        }
        if self.orders[order].cancel && state.is_here() && rules.sweeps {
            let mut world = *self;
            world.orders[order].refund();
            world.fence(order);
            all.push(("a cancel is carried out", true, world));
        }
    }

    /// What its customer and staff can do.
    fn people(&self, order: usize, rules: Rules, all: &mut Vec<(&'static str, bool, Self)>) {
        let state = self.orders[order].state();
        if !state.is_final() && !self.orders[order].cancel {
            let mut world = *self;
            if state.is_here() || (!rules.cancel_asks && state != State::Unknown) {
                world.orders[order].refund();
                world.fence(order);
            } else {
                world.orders[order].cancel = true;
            }
            all.push(("its customer gives it up", false, world));
        }
        if state != State::Unknown {
            return;
        }
        for (what, end) in
            [("staff end it", State::Completed), ("staff refund it", State::Canceled)]
        {
            let mut world = *self;
            let it = &mut world.orders[order];
            if end == State::Canceled {
                it.forgiven = u8::MAX;
                it.refund()
            } else {
                it.becomes(end)
            }
            world.fence(order);
            all.push((what, true, world));
        }
        if self.again < AGAIN_MAX {
            let mut world = *self;
            let under_way = world.workers.iter().flatten();
            let under_way =
                under_way.filter(|job| job.order == order && job.step == Step::Taken).count();
            let it = &mut world.orders[order];
            let under_way = u8::try_from(under_way).unwrap();
            it.becomes(State::Queued);
            it.forgiven = it.live + under_way;
            it.allowed = it.sent + under_way + 1;
            world.again += 1;
            world.fence(order);
            all.push(("staff send it again", false, world));
        }
    }
}

/// All possible worlds, or the shortest story that ends badly.
struct Explored {
    worlds: Vec<World>,
    /// For each world: which world it came from, and what happened.
    from: Vec<(usize, &'static str)>,
    /// For each world: the worlds from which it follows by steps that one can count on.
    before: Vec<Vec<u32>>,
}

impl Explored {
    fn explore(rules: Rules, crashes_max: u8) -> Result<Self, String> {
        let mut found = Self { worlds: vec![World::first()], from: vec![(0, "")], before: vec![] };
        found.before.push(Vec::new());
        let mut known = HashMap::from([(World::first(), 0_usize)]);
        let mut at = 0;
        while at < found.worlds.len() {
            for (what, sure, world) in found.worlds[at].next(rules, crashes_max) {
                let world = world.canonical();
                let index = *known.entry(world).or_insert_with(|| {
                    found.worlds.push(world);
                    found.from.push((at, what));
                    found.before.push(Vec::new());
                    found.worlds.len() - 1
                });
                if sure {
                    found.before[index].push(u32::try_from(at).unwrap());
                }
                if let Some(wrong) = world.wrong() {
                    return Err(format!("{wrong}: {}", found.story(index)));
                }
            }
            at += 1;
        }
        match found.stuck() {
            Some(index) => Err(format!("stuck: {}", found.story(index))),
            None => Ok(found),
        }
    }

    /// A world from which no sure steps lead to an end.
    fn stuck(&self) -> Option<usize> {
        let mut ends = vec![false; self.worlds.len()];
        let mut next: Vec<usize> =
            (0..self.worlds.len()).filter(|at| self.worlds[*at].is_over()).collect();
        while let Some(at) = next.pop() {
            if !std::mem::replace(&mut ends[at], true) {
                next.extend(self.before[at].iter().map(|before| *before as usize));
            }
        }
        ends.iter().position(|ends| !ends)
    }

    fn story(&self, mut at: usize) -> String {
        let last = self.worlds[at];
        let mut steps = Vec::new();
        while at != 0 {
            steps.push(self.from[at].1);
            at = self.from[at].0;
        }
        steps.reverse();
        format!("{} => {:?}", steps.join(", "), last.orders)
    }
}

#[test]
fn no_story_of_two_processes_and_two_orders_ends_badly() {
    let crashes = u8::try_from(rounds(2, 4)).unwrap();
    match Explored::explore(ALL, crashes) {
        Ok(found) => {
            println!("{} worlds, none of them bad", found.worlds.len());
            assert!(found.worlds.len() > 1000, "{}", found.worlds.len());
        }
        Err(story) => panic!("{story}"),
    }
}

#[test]
fn without_any_one_of_the_rules_one_does() {
    for (rules, end) in [
        (Rules { record_asks: false, ..ALL }, "refunded, and a provider has it"),
        (Rules { unknown_waits: false, ..ALL }, "refunded, and a provider has it"),
        (Rules { cancel_asks: false, ..ALL }, "refunded, and a provider has it"),
        (Rules { sweeps: false, ..ALL }, "stuck"),
    ] {
        match Explored::explore(rules, 1) {
            Ok(_) => panic!("nothing happens without {rules:?}"),
            Err(story) => assert!(story.starts_with(end), "{rules:?}: {story}"),
        }
    }
}

//! Orders that go to an upstream on the network: what is sent, what comes back, and what is made
//! of it.

mod calls;

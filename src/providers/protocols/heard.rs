//! Notes of every call whether the provider answered it. What an answer says does not matter here: a
//! refusal is an answer.

use std::future::Future;

use crate::providers::pulse::Gauge;
use crate::providers::upstream::{NoAnswer, Outcome, Upstream};

impl Upstream {
    /// The same, with its calls noted.
    pub(in crate::providers) fn measured_by(mut self, gauge: Gauge) -> Self {
        match &mut self {
            Self::SmmV2(panel) => panel.gauge = Some(gauge),
            Self::OrderApi(panel) => panel.gauge = Some(gauge),
            Self::Sandbox(_) | Self::Manual | Self::Shut(_) => {}
        }
        self
    }

    fn gauge(&self) -> Option<&Gauge> {
        match self {
            Self::SmmV2(panel) => panel.gauge.as_ref(),
            Self::OrderApi(panel) => panel.gauge.as_ref(),
            Self::Sandbox(_) | Self::Manual | Self::Shut(_) => None,
        }
    }

    /// Waits for a call, and notes whether it was answered. `silence` is what came instead.
    pub(super) async fn noted<T>(
        &self,
        call: impl Future<Output = T>,
        silence: impl FnOnce(&T) -> Option<&str>,
    ) -> T {
        let pending = self.gauge().map(Gauge::begin);
        let answer = call.await;
        if let Some(pending) = pending {
            pending.end(silence(&answer));
        }
        answer
    }

    pub(super) async fn heard<T>(
        &self,
        call: impl Future<Output = Result<T, NoAnswer>>,
    ) -> Result<T, NoAnswer> {
        self.noted(call, |answer| answer.as_ref().err().map(|error| error.0.as_str())).await
    }
}

impl Outcome {
    /// What came instead of an answer; `None`: the provider answered, whatever it said.
    pub(super) fn silence(&self) -> Option<&str> {
        match self {
            Self::NotSent { reason } => Some(reason),
            Self::Unknown { detail } => Some(detail),
            Self::Accepted { .. }
            | Self::Refused { .. }
            | Self::Duplicate { .. }
            | Self::ProviderDown { .. }
            | Self::ServiceDown { .. }
            | Self::Later { .. } => None,
        }
    }
}

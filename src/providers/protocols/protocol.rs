//! The protocols that providers speak: a closed set, and what each of them can be asked for.

/// How to speak to a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// Inside the panel; delivers nothing.
    Sandbox,
    /// Inside the panel: staff deliver by hand.
    Manual,
    /// The API v2 of other panels.
    SmmV2,
    /// The order API with bearer tokens.
    OrderApi,
}

impl Protocol {
    pub const ALL: [Self; 4] = [Self::Sandbox, Self::Manual, Self::SmmV2, Self::OrderApi];

    /// Its name in the table, in forms and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Manual => "manual",
            Self::SmmV2 => "smm_v2",
            Self::OrderApi => "order_api",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| protocol.as_str() == text)
    }

    /// Whether it reports a position, which an order with a target needs.
    #[must_use]
    pub const fn reports_rank(self) -> bool {
        match self {
            Self::Sandbox | Self::Manual | Self::OrderApi => true,
            Self::SmmV2 => false,
        }
    }

    /// Whether the panel asks how far an order is. Where people deliver, they say so themselves.
    #[must_use]
    pub const fn is_polled(self) -> bool {
        !matches!(self, Self::Manual)
    }

    /// Whether it has a list of its services. Without a list there is no import; its services are
    /// sold by routes.
    #[must_use]
    pub const fn has_list(self) -> bool {
        matches!(self, Self::SmmV2)
    }

    /// Whether its services have names there.
    #[must_use]
    pub const fn has_services(self) -> bool {
        matches!(self, Self::SmmV2 | Self::OrderApi)
    }
}

crate::text_columns!(Protocol);

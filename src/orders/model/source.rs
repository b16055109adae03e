//! The doors by which orders come in.

/// The door by which an order came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Page,
    ApiV2,
    /// The order API with bearer tokens.
    OrderApi,
    /// A post of a subscription, placed by the panel.
    Panel,
}

impl Source {
    pub const ALL: [Self; 4] = [Self::Page, Self::ApiV2, Self::OrderApi, Self::Panel];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::ApiV2 => "api_v2",
            Self::OrderApi => "order_api",
            Self::Panel => "panel",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == text)
    }
}

crate::text_columns!(Source);

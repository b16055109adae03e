//! The 17 service types: what each asks for, and what its charge counts. Source: the table "Service
//! types and what `add` takes" in `docs/API.md`.

/// A service's type; [`Kind::as_str`] has its spelling on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Default,
    Package,
    Seo,
    CustomComments,
    CustomCommentsPackage,
    Mentions,
    MentionsWithHashtags,
    MentionsCustomList,
    MentionsHashtag,
    MentionsUserFollowers,
    MentionsMediaLikers,
    CommentLikes,
    CommentReplies,
    Poll,
    InvitesFromGroups,
    Subscriptions,
    WebTraffic,
}

/// What the charge of an order counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The quantity that was sent.
    Quantity,
    /// The non-empty lines of this parameter; a sent quantity is ignored.
    Lines(&'static str),
    /// One package at the rate, whatever was sent.
    Package,
    /// Each child order when it is made.
    Children,
}

/// A parameter of a type, beside link, quantity and the drip-feed pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// As on the wire.
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub shape: Shape,
}

/// What a parameter's text must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line, not empty.
    Text,
    /// Lines, at least one of them not empty.
    Lines,
    /// A whole number within bounds, both included.
    Whole { min: i64, max: i64 },
    /// As `Whole`, and may be left out.
    OptionalWhole { min: i64, max: i64 },
    /// One of these values.
    Choice(&'static [(&'static str, &'static str)]),
    /// A day as `d/m/Y`, which may be left out.
    OptionalDay,
    /// Needed only when another parameter has this value.
    TextWhen { other: &'static str, value: &'static str },
}

const fn text(name: &'static str, label: &'static str, hint: &'static str) -> Parameter {
    Parameter { name, label, hint, shape: Shape::Text }
}

const fn lines(name: &'static str, label: &'static str) -> Parameter {
    Parameter { name, label, hint: "One a line", shape: Shape::Lines }
}

const USERNAMES: Parameter = lines("usernames", "Usernames");
const COMMENTS: Parameter = lines("comments", "Comments");
const USERNAME: Parameter = text("username", "Username", "Without the @");

const DEVICES: &[(&str, &str)] = &[
    ("1", "Desktop"),
    ("2", "Mobile (Android)"),
    ("3", "Mobile (iOS)"),
    ("4", "Mixed (mobile)"),
    ("5", "Mixed (mobile and desktop)"),
];
const TRAFFIC: &[(&str, &str)] =
    &[("1", "From a search"), ("2", "From another page"), ("3", "Direct")];

crate::text_columns!(Kind);

impl Kind {
    pub const ALL: [Self; 17] = [
        Self::Default,
        Self::Package,
        Self::Seo,
        Self::CustomComments,
        Self::CustomCommentsPackage,
        Self::Mentions,
        Self::MentionsWithHashtags,
        Self::MentionsCustomList,
        Self::MentionsHashtag,
        Self::MentionsUserFollowers,
        Self::MentionsMediaLikers,
        Self::CommentLikes,
        Self::CommentReplies,
        Self::Poll,
        Self::InvitesFromGroups,
        Self::Subscriptions,
        Self::WebTraffic,
    ];

    /// The exact spelling of the trade.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "Default",
            Self::Package => "Package",
            Self::Seo => "SEO",
            Self::CustomComments => "Custom Comments",
            Self::CustomCommentsPackage => "Custom Comments Package",
            Self::Mentions => "Mentions",
            Self::MentionsWithHashtags => "Mentions with Hashtags",
            Self::MentionsCustomList => "Mentions Custom List",
            Self::MentionsHashtag => "Mentions Hashtag",
            Self::MentionsUserFollowers => "Mentions User Followers",
            Self::MentionsMediaLikers => "Mentions Media Likers",
            Self::CommentLikes => "Comment Likes",
            Self::CommentReplies => "Comment Replies",
            Self::Poll => "Poll",
            Self::InvitesFromGroups => "Invites from Groups",
            Self::Subscriptions => "Subscriptions",
            Self::WebTraffic => "Web Traffic",
        }
    }

    /// Reads the exact spelling.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// What the charge counts.
    #[must_use]
    pub const fn counted(self) -> Counted {
        match self {
            Self::Package | Self::CustomCommentsPackage => Counted::Package,
            Self::CustomComments | Self::CommentReplies => Counted::Lines("comments"),
            Self::MentionsCustomList => Counted::Lines("usernames"),
            Self::Subscriptions => Counted::Children,
            _ => Counted::Quantity,
        }
    }

    /// Whether an order has a link; a subscription has a username instead.
    #[must_use]
    pub const fn takes_link(self) -> bool {
        !matches!(self, Self::Subscriptions)
    }

    /// Whether the type can be drip-fed at all; the service says whether it is.
    #[must_use]
    pub const fn can_drip(self) -> bool {
        matches!(self, Self::Default | Self::WebTraffic)
    }

    /// The type's own parameters, in the order in which they are checked.
    #[must_use]
    pub const fn parameters(self) -> &'static [Parameter] {
        match self {
            Self::Default | Self::Package => &[],
            Self::Seo => const { &[lines("keywords", "Keywords")] },
            Self::CustomComments | Self::CustomCommentsPackage => &[COMMENTS],
            Self::Mentions | Self::MentionsCustomList => &[USERNAMES],
            Self::MentionsWithHashtags => const { &[USERNAMES, lines("hashtags", "Hashtags")] },
            Self::MentionsHashtag => const { &[text("hashtag", "Hashtag", "Without the #")] },
            Self::MentionsUserFollowers | Self::CommentLikes => &[USERNAME],
            Self::MentionsMediaLikers => {
                const { &[text("media", "Media", "The post whose likers are mentioned")] }
            }
            Self::CommentReplies => &[USERNAME, COMMENTS],
            Self::Poll => &[Parameter {
                name: "answer_number",
                label: "Answer",
                hint: "The number of the answer",
                shape: Shape::Whole { min: 1, max: 1_000_000 },
            }],
            Self::InvitesFromGroups => const { &[lines("groups", "Groups")] },
            Self::Subscriptions => &[
                USERNAME,
                Parameter {
                    name: "min",
                    label: "Least for a post",
                    hint: "",
                    shape: Shape::Whole { min: 1, max: 1_000_000_000 },
                },
                Parameter {
                    name: "max",
                    label: "Most for a post",
                    hint: "A random quantity between the two",
                    shape: Shape::Whole { min: 1, max: 1_000_000_000 },
                },
                Parameter {
                    name: "delay",
                    label: "Delay",
                    hint: "Minutes after the post, 0 to 600",
                    shape: Shape::Whole { min: 0, max: 600 },
                },
                Parameter {
                    name: "posts",
                    label: "New posts",
                    hint: "How many; empty for no end",
                    shape: Shape::OptionalWhole { min: 0, max: 100_000 },
                },
                Parameter {
                    name: "old_posts",
                    label: "Posts that are there already",
                    hint: "How many of the newest are served too",
                    shape: Shape::OptionalWhole { min: 0, max: 100_000 },
                },
                Parameter {
                    name: "expiry",
                    label: "Ends on",
                    hint: "day/month/year; empty for no end",
                    shape: Shape::OptionalDay,
                },
            ],
            Self::WebTraffic => {
                const {
                    &[
                        text("country", "Country", "A country's code, or WW"),
                        Parameter {
                            name: "device",
                            label: "Device",
                            hint: "",
                            shape: Shape::Choice(DEVICES),
                        },
                        Parameter {
                            name: "type_of_traffic",
                            label: "Where visitors come from",
                            hint: "",
                            shape: Shape::Choice(TRAFFIC),
                        },
                        Parameter {
                            name: "google_keyword",
                            label: "Search words",
                            hint: "For traffic from a search",
                            shape: Shape::TextWhen { other: "type_of_traffic", value: "1" },
                        },
                        Parameter {
                            name: "referring_url",
                            label: "Referring page",
                            hint: "For traffic from another page",
                            shape: Shape::TextWhen { other: "type_of_traffic", value: "2" },
                        },
                    ]
                }
            }
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

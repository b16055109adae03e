//! What the types of services are called on customers' pages. The catalogue has the names of the
//! wire, for the APIs and for staff.

use crate::catalogue::kind::Kind;
use crate::kit::lang::Lang;

/// The name of a type: `Custom Comments`.
pub(super) fn kind(lang: Lang, kind: Kind) -> String {
    let said = match kind {
        Kind::Default => lang.say("new-kind-default"),
        Kind::Package => lang.say("new-kind-package"),
        Kind::Seo => lang.say("new-kind-seo"),
        Kind::CustomComments => lang.say("new-kind-custom-comments"),
        Kind::CustomCommentsPackage => lang.say("new-kind-custom-comments-package"),
        Kind::Mentions => lang.say("new-kind-mentions"),
        Kind::MentionsWithHashtags => lang.say("new-kind-mentions-with-hashtags"),
        Kind::MentionsCustomList => lang.say("new-kind-mentions-custom-list"),
        Kind::MentionsHashtag => lang.say("new-kind-mentions-hashtag"),
        Kind::MentionsUserFollowers => lang.say("new-kind-mentions-user-followers"),
        Kind::MentionsMediaLikers => lang.say("new-kind-mentions-media-likers"),
        Kind::CommentLikes => lang.say("new-kind-comment-likes"),
        Kind::CommentReplies => lang.say("new-kind-comment-replies"),
        Kind::Poll => lang.say("new-kind-poll"),
        Kind::InvitesFromGroups => lang.say("new-kind-invites-from-groups"),
        Kind::Subscriptions => lang.say("new-kind-subscriptions"),
        Kind::WebTraffic => lang.say("new-kind-web-traffic"),
    };
    said.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_have_the_catalogues_names() {
        for one in Kind::ALL {
            assert_eq!(kind(Lang::ENGLISH, one), one.as_str());
        }
    }
}

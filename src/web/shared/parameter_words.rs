//! What the parameters of an order are called on customers' pages. The catalogue has the same words
//! in English, for the APIs and for staff.

use crate::catalogue::kind::{Parameter, Shape};
use crate::kit::lang::Lang;

/// The name of a parameter: `Usernames`.
#[must_use]
pub fn label(lang: Lang, parameter: &Parameter) -> String {
    let said = match parameter.name {
        "keywords" => lang.say("parameter-keywords"),
        "comments" => lang.say("parameter-comments"),
        "usernames" => lang.say("parameter-usernames"),
        "username" => lang.say("parameter-username"),
        "hashtags" => lang.say("parameter-hashtags"),
        "hashtag" => lang.say("parameter-hashtag"),
        "media" => lang.say("parameter-media"),
        "answer_number" => lang.say("parameter-answer"),
        "groups" => lang.say("parameter-groups"),
        "min" => lang.say("parameter-min"),
        "max" => lang.say("parameter-max"),
        "delay" => lang.say("parameter-delay"),
        "posts" => lang.say("parameter-posts"),
        "old_posts" => lang.say("parameter-old-posts"),
        "expiry" => lang.say("parameter-expiry"),
        "country" => lang.say("parameter-country"),
        "device" => lang.say("parameter-device"),
        "type_of_traffic" => lang.say("parameter-traffic"),
        "google_keyword" => lang.say("parameter-search-words"),
        "referring_url" => lang.say("parameter-referring-page"),
        _ => return parameter.label.to_owned(),
    };
    said.to_string()
}

/// How to fill a parameter in; "" for nothing.
#[must_use]
pub fn hint(lang: Lang, parameter: &Parameter) -> String {
    let said = match parameter.name {
        "username" => lang.say("parameter-username-hint"),
        "hashtag" => lang.say("parameter-hashtag-hint"),
        "media" => lang.say("parameter-media-hint"),
        "answer_number" => lang.say("parameter-answer-hint"),
        "max" => lang.say("parameter-max-hint"),
        "delay" => lang.say("parameter-delay-hint"),
        "posts" => lang.say("parameter-posts-hint"),
        "old_posts" => lang.say("parameter-old-posts-hint"),
        "expiry" => lang.say("parameter-expiry-hint"),
        "country" => lang.say("parameter-country-hint"),
        "google_keyword" => lang.say("parameter-search-words-hint"),
        "referring_url" => lang.say("parameter-referring-page-hint"),
        _ if parameter.shape == Shape::Lines => lang.say("parameter-lines-hint"),
        _ => return parameter.hint.to_owned(),
    };
    said.to_string()
}

/// The values that a parameter can have, with their words; none if it is no choice.
#[must_use]
pub fn choices(lang: Lang, parameter: &Parameter) -> Vec<(&'static str, String)> {
    let Shape::Choice(values) = parameter.shape else { return Vec::new() };
    values.iter().map(|(value, _)| (*value, choice(lang, parameter, value))).collect()
}

/// The words of one of these values. A value that is not among them is shown as it is.
#[must_use]
pub fn choice(lang: Lang, parameter: &Parameter, value: &str) -> String {
    let said = match (parameter.name, value) {
        ("device", "1") => lang.say("parameter-device-desktop"),
        ("device", "2") => lang.say("parameter-device-android"),
        ("device", "3") => lang.say("parameter-device-ios"),
        ("device", "4") => lang.say("parameter-device-mobile"),
        ("device", "5") => lang.say("parameter-device-mixed"),
        ("type_of_traffic", "1") => lang.say("parameter-traffic-search"),
        ("type_of_traffic", "2") => lang.say("parameter-traffic-page"),
        ("type_of_traffic", "3") => lang.say("parameter-traffic-direct"),
        _ => {
            let known = match parameter.shape {
                Shape::Choice(values) => values.iter().find(|(known, _)| *known == value),
                _ => None,
            };
            return known.map_or(value, |(_, word)| *word).to_owned();
        }
    };
    said.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::kind::Kind;

    #[test]
    fn the_pages_have_the_catalogues_words() {
        for parameter in Kind::ALL.iter().flat_map(|kind| kind.parameters()) {
            assert_eq!(label(Lang::ENGLISH, parameter), parameter.label);
            assert_eq!(hint(Lang::ENGLISH, parameter), parameter.hint, "{}", parameter.name);
            if let Shape::Choice(values) = parameter.shape {
                let words = choices(Lang::ENGLISH, parameter);
                assert!(
                    words
                        .iter()
                        .map(|(value, word)| (*value, word.as_str()))
                        .eq(values.iter().copied())
                );
            }
        }
    }
}

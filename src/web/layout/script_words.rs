//! What `static/js/app.js` says, in the language of the page on which it runs.

use serde_json::{Map, Value};

use super::view::Page;
use crate::kit::lang::{Lang, Said};

impl Page {
    /// The words of the script, as JSON, for an attribute of the page.
    #[must_use]
    pub fn script_words(&self) -> String {
        let named = |(name, said): (&str, Said)| (name.to_owned(), Value::String(said.into()));
        Value::Object(words(self.lang).into_iter().map(named).collect::<Map<_, _>>()).to_string()
    }
}

/// Each with its name in the script, which puts what it knows in place of `{count}` and the like.
fn words(lang: Lang) -> [(&'static str, Said); 17] {
    [
        ("copied", lang.say("script-copied")),
        ("notCopied", lang.say("script-not-copied")),
        ("idsCopied", lang.say("script-ids-copied").with("count", "{count}")),
        ("idsNotCopied", lang.say("script-ids-not-copied")),
        ("now", lang.say("script-now").with("state", "{state}")),
        ("lost", lang.say("script-lost")),
        ("listFailed", lang.say("script-list-failed")),
        ("searchServices", lang.say("script-search-services").with("count", "{count}")),
        ("services", lang.say("script-services")),
        ("closeList", lang.say("script-close-list")),
        ("goTo", lang.say("palette-label")),
        ("palette", lang.say("script-palette")),
        ("waiting", lang.say("script-waiting")),
        ("status", lang.say("script-status").with("status", "{status}").with("ms", "{ms}")),
        ("more", lang.say("script-more").with("count", "{count}")),
        ("noAnswer", lang.say("script-no-answer")),
        ("keyFirst", lang.say("script-key-first")),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_script_has_the_words_that_it_asks_for() {
        let script = include_str!("../../../static/js/app.js");
        let asked = script.split("words.").skip(1).map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap();
            &rest[..end]
        });
        let asked: BTreeSet<&str> = asked.collect();
        let given: BTreeSet<&str> = words(Lang::ENGLISH).iter().map(|(name, _)| *name).collect();
        assert_eq!(asked, given);
    }
}

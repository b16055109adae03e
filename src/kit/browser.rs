//! What a browser is called, from what it says of itself.

use super::lang::Lang;

/// A browser, and the system that it runs on; `None`: it does not say.
type Named = (Option<&'static str>, Option<&'static str>);

/// The order matters, because most browsers claim to be others as well.
fn named(user_agent: &str) -> Named {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    (browser, system)
}

/// A browser's name for people.
#[must_use]
pub fn device(lang: Lang, user_agent: &str) -> String {
    match named(user_agent) {
        (Some(browser), Some(system)) => lang
            .say("device-browser-on-system")
            .with("browser", browser)
            .with("system", system)
            .to_string(),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => lang.say("device-unknown").to_string(),
    }
}

/// The same for every version of a browser on a system: `Firefox/Linux`.
#[must_use]
pub fn mark(user_agent: &str) -> String {
    let (browser, system) = named(user_agent);
    format!("{}/{}", browser.unwrap_or_default(), system.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named() {
        let device = |user_agent| device(Lang::ENGLISH, user_agent);
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!(device(edge), "Edge on Windows");
        assert_eq!(
            device("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0"),
            "Firefox on Linux"
        );
        assert_eq!(device(""), "An unknown browser");
    }

    #[test]
    fn a_newer_version_is_the_same_browser() {
        let firefox = |version| format!("Mozilla/5.0 (X11; Linux x86_64) Firefox/{version}");
        assert_eq!(mark(&firefox(140)), "Firefox/Linux");
        assert_eq!(mark(&firefox(140)), mark(&firefox(141)));
        assert_eq!(mark("a test"), "/");
    }
}

//! What a browser is called, from what it says of itself.

use crate::kit::lang::Lang;

/// A browser's name for people. The order matters, because most browsers claim to be others as
/// well.
#[must_use]
pub fn device(lang: Lang, user_agent: &str) -> String {
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
    match (browser, system) {
        (Some(browser), Some(system)) => lang
            .say("device-browser-on-system")
            .with("browser", browser)
            .with("system", system)
            .to_string(),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => lang.say("device-unknown").to_string(),
    }
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
}

//! Markdown as HTML that is safe to print. The parser is a crate's; every tag of the result is
//! written here.
//!
//! What must stay true: nothing of the text gets out but escaped text between tags from this file;
//! raw HTML is shown as it was typed; a picture is its description, because pages load nothing from
//! elsewhere; a link leads to the web, to a page of this panel or to an address of e-mail, and to
//! nothing else.

use std::fmt;
use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use url::Url;

/// Quotes and lists within each other. What is deeper stands at this depth.
const DEPTH_MAX: usize = 8;

/// HTML that [`render`] has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html(Arc<str>);

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Html {
    /// Whether nothing would be seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The text as HTML. Its headings begin below that of the page.
#[must_use]
pub fn render(text: &str) -> Html {
    let mut writer = Writer::default();
    for event in Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH) {
        writer.take(event);
    }
    Html(writer.html.into())
}

#[derive(Default)]
struct Writer {
    html: String,
    /// What closes the elements that are open. Empty: nothing was opened.
    open: Vec<&'static str>,
    /// How many quotes and lists are open.
    depth: usize,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(end) => self.end(end),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(text) => {
                self.html.push_str("<code>");
                self.text(&text);
                self.html.push_str("</code>");
            }
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            // Extensions that are off.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.open("<p dir=\"auto\">", "</p>\n"),
            Tag::Heading { level, .. } => match level {
                HeadingLevel::H1 | HeadingLevel::H2 => self.open("<h2 dir=\"auto\">", "</h2>\n"),
                HeadingLevel::H3 => self.open("<h3 dir=\"auto\">", "</h3>\n"),
                HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => {
                    self.open("<h4 dir=\"auto\">", "</h4>\n");
                }
            },
            Tag::BlockQuote(_) => self.nest("<blockquote dir=\"auto\">\n", "</blockquote>\n"),
            // It may be scrolled, so the keyboard has to get there.
            Tag::CodeBlock(_) => self.open("<pre tabindex=\"0\"><code>", "</code></pre>\n"),
            Tag::List(None) => self.nest("<ul dir=\"auto\">\n", "</ul>\n"),
            Tag::List(Some(first)) => {
                self.nest(&format!("<ol dir=\"auto\" start=\"{first}\">\n"), "</ol>\n");
            }
            Tag::Item => match self.depth {
                // Its list was not opened.
                DEPTH_MAX.. => self.open("", "<br>\n"),
                _ => self.open("<li dir=\"auto\">", "</li>\n"),
            },
            Tag::Emphasis => self.open("<em>", "</em>"),
            Tag::Strong => self.open("<strong>", "</strong>"),
            Tag::Strikethrough => self.open("<del>", "</del>"),
            Tag::Link { link_type, dest_url, .. } => match href(*link_type, dest_url) {
                Some(Href::Here(path)) => self.link("<a href=\"", &path),
                Some(Href::Elsewhere(url)) => self.link(
                    "<a rel=\"nofollow noopener noreferrer\" target=\"_blank\" href=\"",
                    &url,
                ),
                None => self.open("", ""),
            },
            // Its description follows as text.
            Tag::Image { .. } => self.open("", ""),
            // Extensions that are off.
            _ => self.open("", ""),
        }
    }

    fn open(&mut self, start: &str, end: &'static str) {
        self.html.push_str(start);
        self.open.push(end);
    }

    fn nest(&mut self, start: &str, end: &'static str) {
        self.depth += 1;
        if self.depth < DEPTH_MAX { self.open(start, end) } else { self.open("", "") }
    }

    fn link(&mut self, start: &str, href: &str) {
        self.html.push_str(start);
        self.text(href);
        self.open("\">", "</a>");
    }

    fn end(&mut self, end: TagEnd) {
        if matches!(end, TagEnd::BlockQuote(_) | TagEnd::List(_)) {
            self.depth = self.depth.saturating_sub(1);
        }
        self.html.push_str(self.open.pop().unwrap_or_default());
    }

    /// Escaped, and without signs that would turn the text after it around.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '&' => self.html.push_str("&amp;"),
                '"' => self.html.push_str("&quot;"),
                '\'' => self.html.push_str("&#39;"),
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
                c => self.html.push(c),
            }
        }
    }
}

/// Where a link may lead.
enum Href {
    /// A page of this panel.
    Here(String),
    Elsewhere(String),
}

/// An address with a user's name in it is no link: it reads like another site's.
fn href(kind: LinkType, typed: &str) -> Option<Href> {
    if kind == LinkType::Email {
        return letter(typed);
    }
    if let Some(address) = typed.strip_prefix("mailto:") {
        return letter(address);
    }
    if typed.starts_with('/') {
        let is_path = !typed.starts_with("//")
            && typed.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '\\' | '"' | '<' | '>'));
        return is_path.then(|| Href::Here(typed.to_owned()));
    }
    let url = Url::parse(typed).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_web && is_plain).then(|| Href::Elsewhere(url.into()))
}

fn letter(address: &str) -> Option<Href> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "@._+-".contains(c);
    let is_address = address.contains('@') && address.chars().all(is_plain);
    is_address.then(|| Href::Elsewhere(format!("mailto:{address}")))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;

    fn html(text: &str) -> String {
        render(text).to_string()
    }

    /// What a text must not bring into a page, whatever it is.
    fn assert_safe(text: &str, html: &str) {
        const TAGS: [&str; 20] = [
            "p",
            "h2",
            "h3",
            "h4",
            "blockquote",
            "pre",
            "code",
            "ul",
            "ol",
            "li",
            "em",
            "strong",
            "del",
            "a",
            "br",
            "hr",
            "/p",
            "/a",
            "/li",
            "/ul",
        ];
        for rest in html.split('<').skip(1) {
            let (tag, after) = rest.split_once('>').unwrap_or_else(|| panic!("{text:?}: {html}"));
            let name = tag.split(' ').next().unwrap();
            let known = TAGS.contains(&name) || TAGS.contains(&name.trim_start_matches('/'));
            assert!(known, "{text:?}: <{tag}>");
            if let Some((_, value)) = tag.split_once("href=\"") {
                let value = value.trim_end_matches('"');
                let own = value.starts_with('/') && !value.starts_with("//");
                let out = ["https://", "http://", "mailto:"].iter().any(|s| value.starts_with(s));
                assert!((own || out) && !value.contains(['"', '<', '\\']), "{text:?}: {value}");
            }
            assert!(!tag.contains("src") && !tag.contains(" on"), "{text:?}: <{tag}>");
            assert!(!after.contains('"') && !after.contains('>'), "{text:?}: {after}");
        }
    }

    #[test]
    fn what_people_write_is_drawn() {
        assert_eq!(
            html("# Help\n\nFirst *line*,\nsecond **line**  \nthird `a<b`"),
            "<h2 dir=\"auto\">Help</h2>\n<p dir=\"auto\">First <em>line</em>,\nsecond \
             <strong>line</strong><br>\nthird <code>a&lt;b</code></p>\n"
        );
        assert_eq!(
            html("3. a\n4. ~~b~~"),
            "<ol dir=\"auto\" start=\"3\">\n<li dir=\"auto\">a</li>\n<li dir=\"auto\">\
             <del>b</del></li>\n</ol>\n"
        );
        assert_eq!(
            html("> q\n\n---\n\n    x & y"),
            "<blockquote dir=\"auto\">\n<p dir=\"auto\">q</p>\n</blockquote>\n<hr>\n\
             <pre tabindex=\"0\"><code>x &amp; y</code></pre>\n"
        );
        assert!(render(" \n").is_empty());
    }

    #[test]
    fn links_lead_to_the_web_to_this_panel_or_to_a_letter() {
        assert_eq!(
            html("[ours](/services?category=1&x=2) <https://a.example/b>"),
            "<p dir=\"auto\"><a href=\"/services?category=1&amp;x=2\">ours</a> <a rel=\"nofollow \
             noopener noreferrer\" target=\"_blank\" href=\"https://a.example/b\">\
             https://a.example/b</a></p>\n"
        );
        let mail =
            "rel=\"nofollow noopener noreferrer\" target=\"_blank\" href=\"mailto:a@b.example\"";
        assert!(html("[us](mailto:a@b.example)").contains(mail));
        for text in [
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](java&#115;cript:alert(1))",
            "[x](java&Tab;script:alert(1))",
            "[x](java&NewLine;script:alert(1))",
            "[x](<java\tscript:alert(1)>)",
            "[x](&#1;javascript:alert(1))",
            "[x](<  javascript:alert(1)>)",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:msgbox)",
            "[x](//evil.example)",
            "[x](/\\evil.example)",
            "[x](/&Tab;/evil.example)",
            "[x](https://bank.example@evil.example/)",
            "[x](mailto:a@b.example?body=x)",
            "[x](ftp://a.example)",
            "[x](relative)",
            "[x](#a)",
            "[x][y]\n\n[y]: javascript:alert(1)",
            "<javascript:alert(1)>",
        ] {
            let drawn = html(text);
            assert!(!drawn.contains("<a"), "{text:?}: {drawn}");
            assert_safe(text, &drawn);
        }
    }

    #[test]
    fn raw_html_is_text_and_a_picture_is_its_description() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<svg/onload=alert(1)>",
            "<!-- <b> -->",
            "<?php ?>",
            "<![CDATA[<b>]]>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "[\"><script>alert(1)</script>](https://a.example/\"onmouseover=\"alert(1))",
            "[x](https://a.example/ \"' onmouseover='alert(1)\")",
            "`<script>`",
            "```html\"><script>\n<script>\n```",
            "&lt;script&gt;",
            "# <script>\n\n* <b onclick=x>",
        ] {
            let drawn = html(text);
            assert_safe(text, &drawn);
            assert!(!drawn.contains("<script") && !drawn.contains("<b"), "{text:?}: {drawn}");
        }
        let drawn = html("![a \"cat\"](https://evil.example/cat.png \"t\")");
        assert_eq!(drawn, "<p dir=\"auto\">a &quot;cat&quot;</p>\n");
        // It reads “exe.png” to people, and is not.
        assert_eq!(html("a\u{202e}b\u{2066}c"), "<p dir=\"auto\">abc</p>\n");
    }

    #[test]
    fn nothing_takes_long() {
        for one in [
            ">", "[", "![", "*", "**a ", "`", "<", "- ", "&", "[a](", "<a ", "_a__", "\\", "<!--",
            "[^a]",
        ] {
            let text = one.repeat(50_000 / one.len());
            let begun = Instant::now();
            assert_safe(one, &html(&text));
            assert!(begun.elapsed() < Duration::from_secs(5), "{one:?}: {:?}", begun.elapsed());
        }
        let deep: String = (0..300).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
        let drawn = html(&deep);
        assert_safe("a deep list", &drawn);
        assert!(drawn.matches("<ul").count() < DEPTH_MAX);
        assert_eq!(drawn.matches("<ul").count(), drawn.matches("</ul").count());
        assert!(html(&">".repeat(10_000)).matches("<blockquote").count() < DEPTH_MAX);
    }

    proptest! {
        #[test]
        fn no_text_gets_out(text in "[a-z<>\"'&;:/()\\[\\]!*_`#\\-\\\\ \n\t=.@]{0,200}") {
            assert_safe(&text, &html(&text));
        }
    }
}

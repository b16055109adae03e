//! One chromedriver for the test run, and a browser with an empty profile for each visitor.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;
use thirtyfour::{Key, TypingData};
use tokio::sync::{Mutex, MutexGuard};

const AXE: &str = include_str!("axe.min.js");
/// A long time: other tests may be killing servers on this machine at the same time.
const WAIT_S_MAX: u64 = 90;

/// A visitor's browser.
pub struct Browser {
    driver: WebDriver,
    base: String,
    /// Only one test at a time has browsers: more browsers take all processors from each other, and
    /// from the panels that they open.
    _turn: Turn,
    /// Removed with the browser.
    _profile: TempDir,
}

/// Started once. It ends at the latest when the kernel closes the pipe of its standard input.
struct Chromedriver {
    url: String,
    _process: Child,
}

static CHROMEDRIVER: OnceLock<Chromedriver> = OnceLock::new();
type Turn = Option<MutexGuard<'static, ()>>;

static TURN: Mutex<()> = Mutex::const_new(());

fn chromedriver() -> &'static str {
    let started = CHROMEDRIVER.get_or_init(|| {
        // The shell ends chromedriver when this process has ended, in any way.
        let mut process = Command::new("sh")
            .args(["-c", "chromedriver --port=0 & pid=$!; cat >/dev/null; kill $pid"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: make test installs it");
        let lines = BufReader::new(process.stdout.take().expect("its output is a pipe")).lines();
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, rest) = line.split_once("started successfully on port ")?;
                rest.trim_end_matches('.').parse::<u16>().ok()
            })
            .expect("chromedriver says on which port it listens");
        Chromedriver { url: format!("http://127.0.0.1:{port}"), _process: process }
    });
    &started.url
}

impl Browser {
    /// A wide screen, 1280 pixels.
    pub async fn wide(base: &str) -> Self {
        let turn = TURN.lock().await;
        Self::open(base, 1280, 900, Some(turn)).await
    }

    /// A second browser of another person for the same test, with a wide screen.
    pub async fn another(&self) -> Self {
        Self::open(&self.base, 1280, 900, None).await
    }

    /// A small phone, 360 pixels wide.
    pub async fn narrow(base: &str) -> Self {
        let turn = TURN.lock().await;
        Self::open(base, 360, 740, Some(turn)).await
    }

    async fn open(base: &str, width: u32, height: u32, turn: Turn) -> Self {
        let profile = TempDir::new().unwrap();
        let mut wishes = DesiredCapabilities::chrome();
        let folder = format!("--user-data-dir={}", profile.path().display());
        for arg in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &format!("--window-size={width},{height}"),
            &folder,
        ] {
            wishes.add_arg(arg).unwrap();
        }
        wishes.set_logging_prefs("browser", LoggingPrefsLogLevel::Warning).unwrap();
        if width < 500 {
            let metrics = json!({ "width": width, "height": height, "pixelRatio": 1.0 });
            let phone = json!({ "deviceMetrics": metrics });
            wishes.add_experimental_option("mobileEmulation", phone).unwrap();
        }
        let driver = WebDriver::new(chromedriver(), wishes).await.expect("Chromium starts");
        let patience = Duration::from_secs(WAIT_S_MAX);
        driver.set_script_timeout(patience).await.unwrap();
        Self { driver, base: base.to_owned(), _turn: turn, _profile: profile }
    }

    pub async fn close(self) {
        self.driver.quit().await.unwrap();
    }

    pub async fn go(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.base)).await.unwrap();
    }

    /// On a page of the panel.
    pub async fn set_cookie(&self, name: &str, value: &str) {
        self.driver.add_cookie(Cookie::new(name, value)).await.unwrap();
    }

    /// Makes the window so wide; below 500 it is a phone's.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500,
        });
        let asked = self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", metrics).await;
        asked.unwrap();
    }

    /// Runs this script at the start of every page from now on, before the page's own.
    pub async fn before_pages(&self, script: &str) {
        let source = json!({ "source": script });
        let cdp = self.driver.cdp();
        cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", source).await.unwrap();
    }

    /// Gives the browser a device that keeps passkeys, whose owner agrees to everything.
    pub async fn keeps_passkeys(&self) {
        let cdp = self.driver.cdp();
        cdp.send_raw("WebAuthn.enable", json!({})).await.unwrap();
        let device = json!({ "options": {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserVerified": true,
            "automaticPresenceSimulation": true,
        } });
        cdp.send_raw("WebAuthn.addVirtualAuthenticator", device).await.unwrap();
    }

    /// Types where the focus is.
    pub async fn type_keys(&self, keys: impl Into<TypingData>) {
        self.driver.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// Goes on with the tab key until the focus is on this.
    pub async fn tab_to(&self, css: &str) {
        let is_there = format!("return document.activeElement.matches(\"{css}\")");
        for _ in 0..80 {
            if self.run(&is_there).await == json!(true) {
                return;
            }
            self.type_keys(Key::Tab).await;
        }
        panic!("the tab key does not lead to {css}");
    }

    /// What a script on the page answers.
    pub async fn run(&self, script: &str) -> Value {
        self.driver.execute(script, vec![]).await.unwrap().json().clone()
    }

    /// What the browser has complained of since the last time.
    pub async fn complaints(&self) -> Vec<String> {
        let entries = self.driver.browser_log().await.unwrap();
        entries.into_iter().map(|entry| entry.message).collect()
    }

    /// The page as it is seen, as a PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.driver.screenshot_as_png().await.unwrap()
    }

    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        url.path().to_owned()
    }

    /// Waits until the browser is at this path.
    pub async fn arrive(&self, path: &str) {
        self.wait(&format!("the page {path}"), async || (self.path().await == path).then_some(()))
            .await;
    }

    /// Types into the field of this name, replacing what stands there.
    pub async fn fill(&self, name: &str, text: &str) {
        self.act(&format!("main [name='{name}']"), async |field| {
            field.clear().await?;
            field.send_keys(text).await
        })
        .await;
    }

    pub async fn tick(&self, name: &str) {
        self.act(&format!("main [name='{name}']"), async |field| {
            match field.is_selected().await? {
                true => Ok(()),
                false => self.thumb(&field).await,
            }
        })
        .await;
    }

    /// Clicks the first element of this selector.
    pub async fn press(&self, css: &str) {
        self.act(css, async |found| self.thumb(&found).await).await;
    }

    /// Does it to the first visible element of this selector, and again if the page was changed
    /// meanwhile.
    async fn act(&self, css: &str, action: impl AsyncFn(WebElement) -> WebDriverResult<()>) {
        self.wait(css, async || {
            let found = self.shown(By::Css(css)).await?;
            action(found).await.ok()
        })
        .await;
    }

    /// A click as with a thumb, away from the bar at the bottom.
    async fn thumb(&self, on: &WebElement) -> WebDriverResult<()> {
        let center = "arguments[0].scrollIntoView({ block: 'center' })";
        self.driver.execute(center, vec![on.to_json()?]).await?;
        on.click().await
    }

    async fn shown(&self, by: By) -> Option<WebElement> {
        for found in self.driver.find_all(by).await.ok()? {
            if found.is_displayed().await.unwrap_or(false) {
                return Some(found);
            }
        }
        None
    }

    /// Clicks the button or link with these words.
    pub async fn click(&self, words: &str) {
        let path =
            format!("//*[self::button or self::a or self::summary][normalize-space()='{words}']");
        self.wait(&format!("something to click named {words}"), async || {
            for found in self.driver.find_all(By::XPath(path.clone())).await.ok()? {
                let shown = found.is_displayed().await.unwrap_or(false);
                if shown && self.thumb(&found).await.is_ok() {
                    return Some(());
                }
            }
            None
        })
        .await;
    }

    /// The first visible element of this selector, once there is one.
    pub async fn find(&self, css: &str) -> WebElement {
        self.wait(css, async || self.shown(By::Css(css)).await).await
    }

    /// Waits until the page's text holds these words.
    pub async fn see(&self, words: &str) {
        self.wait(&format!("the words {words}"), async || {
            self.text().await.contains(words).then_some(())
        })
        .await;
    }

    /// What a script in the page returns.
    pub async fn script(&self, code: &str) -> Value {
        self.driver.execute(code, vec![]).await.unwrap().json().clone()
    }

    /// Presses these keys, outside of every field.
    pub async fn keys(&self, keys: &str) {
        self.driver.find(By::Tag("body")).await.unwrap().send_keys(keys).await.unwrap();
    }

    pub async fn text(&self) -> String {
        match self.driver.find(By::Tag("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    async fn wait<T>(&self, what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
        let deadline = Instant::now() + Duration::from_secs(WAIT_S_MAX);
        loop {
            if let Some(found) = ask().await {
                return found;
            }
            if Instant::now() > deadline {
                let (path, text) = (self.path().await, self.text().await);
                panic!("waited {WAIT_S_MAX} s for {what} on {path}:\n{text}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Checks that axe finds nothing (WCAG 2.2 AA and best practice) in either theme, and that the
    /// page does not scroll sideways.
    pub async fn assert_accessible(&self) {
        for theme in ["light", "dark"] {
            // A colour that is still changing from the other theme would be taken for the page's
            // own colour.
            let set = "document.documentElement.dataset.theme = arguments[0];
                document.getAnimations().filter(one => one instanceof CSSTransition)
                    .forEach(one => one.finish());";
            self.driver.execute(set, vec![json!(theme)]).await.unwrap();
            let found = self.axe().await;
            assert!(found.is_empty(), "axe on {}, {theme}: {found:?}", self.path().await);
        }
        let over = "return document.documentElement.scrollWidth - window.innerWidth;";
        let over = self.driver.execute(over, vec![]).await.unwrap().json().as_i64().unwrap();
        assert!(over <= 0, "{} scrolls sideways by {over} px", self.path().await);
    }

    /// What axe finds on the page as it is.
    pub async fn axe(&self) -> Vec<String> {
        self.driver.execute(AXE, vec![]).await.unwrap();
        let run = "const done = arguments[0];
            axe.run(document, { resultTypes: ['violations'] }).then(
                found => done(found.violations.map(one => one.id + ': '
                    + one.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | '))),
                error => done(['axe itself: ' + error]));";
        let found = self.driver.execute_async(run, vec![]).await.unwrap();
        found.convert().unwrap()
    }
}

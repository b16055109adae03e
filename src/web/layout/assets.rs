//! Static files. They are built into the binary and served under URLs that hold their content's
//! hash, so browsers keep them for good. All of `css/` is one file, `css/app.css`, in the order of
//! names; `staff.css` is for staff's pages alone.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{LazyLock, OnceLock};

use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::kit::secret;

/// Where [`serve`] is mounted.
pub const ROUTE: &str = "/static/{*path}";

const STYLES: &str = "css/app.css";
const BROTLI_QUALITY: u32 = 9;
const BROTLI_WINDOW_BITS: u32 = 22;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/static"]
struct Files;

struct Asset {
    kind: &'static str,
    etag: String,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

struct Assets {
    /// By the name in templates.
    urls: HashMap<String, String>,
    /// By the path with the hash.
    files: HashMap<String, Asset>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::read);

/// The URL of a file by its name in `static/`. A name that is not there gives a URL that is not
/// there either, which the tests of the pages notice.
#[must_use]
pub fn url(name: &str) -> String {
    ASSETS.urls.get(name).cloned().unwrap_or_else(|| format!("/static/{name}"))
}

/// GET a file. A path that cannot be read finds none.
pub async fn serve(path: Result<Path<String>, PathRejection>, headers: HeaderMap) -> Response {
    let Some(asset) = path.ok().and_then(|Path(path)| ASSETS.files.get(&path)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kept = [
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (ETAG, asset.etag.as_str()),
        (VARY, "accept-encoding"),
    ];
    if said(IF_NONE_MATCH).split(',').any(|tag| tag.trim() == asset.etag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let accepts = |coding: &str| {
        said(ACCEPT_ENCODING).split(',').any(|entry| {
            let mut parts = entry.split(';').map(str::trim);
            parts.next() == Some(coding) && !parts.any(|quality| quality == "q=0")
        })
    };
    let kind = [(CONTENT_TYPE, asset.kind)];
    if accepts("br") {
        (kept, kind, [(CONTENT_ENCODING, "br")], asset.brotli()).into_response()
    } else if accepts("gzip") {
        (kept, kind, [(CONTENT_ENCODING, "gzip")], asset.gzip()).into_response()
    } else {
        (kept, kind, asset.plain.clone()).into_response()
    }
}

/// A style sheet without the spaces and the lines that are there for those who read it.
fn served(styles: &str) -> String {
    let lines = styles.lines().map(str::trim);
    let lines = lines.filter(|line| !(line.starts_with("/*") && line.ends_with("*/")));
    let text =
        lines.filter(|line| !line.is_empty()).fold(String::new(), |text, line| text + line + "\n");
    // None of these stands in a string or a selector of ours.
    let spaces = [(" {", "{"), ("{ ", "{"), ("; }", "}"), (" }", "}"), ("; ", ";"), (": ", ":")];
    spaces.into_iter().fold(text, |text, (wide, narrow)| text.replace(wide, narrow))
}

impl Assets {
    fn read() -> Self {
        let mut names: Vec<_> = Files::iter().collect();
        names.sort_unstable();
        let mut styles = Vec::new();
        let mut assets = Self { urls: HashMap::new(), files: HashMap::new() };
        for name in names {
            let Some(file) = Files::get(&name) else { continue };
            if name.starts_with("css/") {
                styles.extend(served(&String::from_utf8_lossy(&file.data)).into_bytes());
            } else if name.ends_with(".css") {
                let styles = served(&String::from_utf8_lossy(&file.data));
                assets.add(&name, styles.into_bytes().into());
            } else {
                assets.add(&name, file.data);
            }
        }
        assets.add(STYLES, styles.into());
        assets
    }

    fn add(&mut self, name: &str, data: Cow<'static, [u8]>) {
        let (Some((stem, extension)), data) =
            (name.rsplit_once('.'), Bytes::from(data.into_owned()))
        else {
            return;
        };
        // Texts about the files are in the same folder, for people who read the source.
        let kind = match extension {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml; charset=utf-8",
            _ => return,
        };
        let hash = secret::hex(&secret::sha256(&data)[..6]);
        let path = format!("{stem}-{hash}.{extension}");
        self.urls.insert(name.to_owned(), format!("/static/{path}"));
        // Weak: the encodings of one file share it.
        let etag = format!("W/\"{hash}\"");
        let (gzip, brotli) = (OnceLock::new(), OnceLock::new());
        self.files.insert(path, Asset { kind, etag, plain: data, gzip, brotli });
    }
}

impl Asset {
    fn gzip(&self) -> Bytes {
        let pack = || {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            packer.write_all(&self.plain).and_then(|()| packer.finish()).map(Bytes::from)
        };
        self.gzip.get_or_init(|| pack().expect("memory takes every byte")).clone()
    }

    fn brotli(&self) -> Bytes {
        let pack = || {
            let mut packer = brotli::CompressorWriter::new(
                Vec::new(),
                4_096,
                BROTLI_QUALITY,
                BROTLI_WINDOW_BITS,
            );
            packer.write_all(&self.plain).map(|()| Bytes::from(packer.into_inner()))
        };
        self.brotli.get_or_init(|| pack().expect("memory takes every byte")).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_holds_the_contents_hash() {
        let url = url("css/app.css");
        let path = url.strip_prefix("/static/").unwrap();
        assert!(path.starts_with("css/app-") && path.len() == "css/app-.css".len() + 12, "{url}");
        let asset = &ASSETS.files[path];
        assert!(asset.brotli().len() < asset.plain.len() && asset.gzip().len() < asset.plain.len());
        assert!(
            ASSETS.urls.keys().all(|name| !name.contains("VENDORED") && !name.contains("LICENSE"))
        );
    }
}

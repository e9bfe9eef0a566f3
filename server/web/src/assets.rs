//! The packed programs: files that are known when the server starts, each with its twin.
//!
//! Only what the packer listed is served; no path of a request ever reaches the file system.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::error::HttpError;

/// The packer's report.
#[derive(Debug, Deserialize)]
struct Report {
    style: String,
    files: Vec<Listed>,
}

#[derive(Debug, Deserialize)]
struct Listed {
    path: String,
    gzip_bytes: Option<u64>,
    immutable: bool,
}

/// A file that can be served.
#[derive(Clone, Debug)]
struct Asset {
    file: PathBuf,
    content_type: &'static str,
    has_twin: bool,
    is_immutable: bool,
}

/// The site as it was packed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Assets {
    /// By address, without the first slash; shells by their folder.
    by_address: HashMap<String, Asset>,
    style: Option<String>,
}

impl Assets {
    /// The site in a folder; without one, or without a readable report, no file is served.
    pub(crate) fn open(folder: Option<&Path>) -> Self {
        let Some(folder) = folder else {
            return Self::default();
        };
        let report = std::fs::read(folder.join("bundle.json"))
            .map_err(|error| error.to_string())
            .and_then(|text| serde_json::from_slice::<Report>(&text).map_err(|e| e.to_string()));
        match report {
            Ok(report) => Self::of(folder, report),
            Err(error) => {
                tracing::warn!(error, "no packed programs are served: {error}");
                Self::default()
            }
        }
    }

    fn of(folder: &Path, report: Report) -> Self {
        let by_address = report.files.into_iter().map(|listed| {
            let address = listed
                .path
                .strip_suffix("index.html")
                .unwrap_or(&listed.path)
                .to_owned();
            let asset = Asset {
                file: folder.join(&listed.path),
                content_type: content_type(&listed.path),
                has_twin: listed.gzip_bytes.is_some(),
                is_immutable: listed.immutable,
            };
            (address, asset)
        });
        Self {
            by_address: by_address.collect(),
            style: Some(format!("/{}", report.style)),
        }
    }

    /// Address of the stylesheet that all pages share.
    pub(crate) fn style(&self) -> Option<&str> {
        self.style.as_deref()
    }

    /// Whether there is a file at an address.
    pub(crate) fn has(&self, address: &str) -> bool {
        self.by_address.contains_key(address)
    }

    /// Answers with the file at an address.
    pub(crate) async fn serve(
        &self,
        method: &Method,
        address: &str,
        headers: &HeaderMap,
    ) -> Result<Response, HttpError> {
        let asset = self.by_address.get(address).ok_or(HttpError::NotFound)?;
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Ok(StatusCode::METHOD_NOT_ALLOWED.into_response());
        }
        let is_packed = asset.has_twin && accepts_gzip(headers);
        let mut file = asset.file.clone().into_os_string();
        if is_packed {
            file.push(".gz");
        }
        let body = tokio::fs::read(&file).await.map_err(|error| {
            tracing::error!(error = %error, "a listed file cannot be read: {error}");
            HttpError::NotFound
        })?;
        let policy = if asset.is_immutable {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let mut response = (
            [
                (header::CONTENT_TYPE, asset.content_type),
                (header::CACHE_CONTROL, policy),
            ],
            body,
        )
            .into_response();
        let answer = response.headers_mut();
        if asset.has_twin {
            answer.insert(
                header::VARY,
                header::HeaderValue::from_static("accept-encoding"),
            );
        }
        if is_packed {
            answer.insert(
                header::CONTENT_ENCODING,
                header::HeaderValue::from_static("gzip"),
            );
        }
        Ok(response)
    }
}

/// Whether a browser unpacks gzip.
pub(crate) fn accepts_gzip(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value.split(',').any(|item| {
                let mut parts = item.split(';').map(str::trim);
                parts.next() == Some("gzip") && parts.next() != Some("q=0")
            })
        })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(folder: &Path) -> Assets {
        std::fs::create_dir_all(folder.join("phone")).unwrap();
        for (path, content) in [
            ("phone/index.html", "<html>"),
            ("phone/index.html.gz", "packed"),
            ("phone/a-0123456789abcdef.wasm", "wasm"),
            ("secret.txt", "secret"),
            (
                "bundle.json",
                r#"{"style":"shared/style.css","surfaces":[],"files":[
                    {"path":"phone/index.html","raw_bytes":6,"gzip_bytes":6,"immutable":false},
                    {"path":"phone/a-0123456789abcdef.wasm","raw_bytes":4,"gzip_bytes":null,"immutable":true}]}"#,
            ),
        ] {
            std::fs::write(folder.join(path), content).unwrap();
        }
        Assets::open(Some(folder))
    }

    async fn get(assets: &Assets, address: &str, encoding: &str) -> Option<Response> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, encoding.parse().unwrap());
        assets.serve(&Method::GET, address, &headers).await.ok()
    }

    #[tokio::test]
    async fn shells_are_asked_for_again_and_hashed_files_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let assets = site(folder.path());
        let shell = get(&assets, "phone/", "br, gzip").await.unwrap();
        assert_eq!(shell.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(shell.headers()[header::CACHE_CONTROL], "no-cache");
        let plain = get(&assets, "phone/", "gzip;q=0").await.unwrap();
        assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
        let wasm = get(&assets, "phone/a-0123456789abcdef.wasm", "gzip")
            .await
            .unwrap();
        assert!(
            wasm.headers()[header::CACHE_CONTROL]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        assert_eq!(wasm.headers()[header::CONTENT_TYPE], "application/wasm");
    }

    #[tokio::test]
    async fn nothing_but_what_is_listed_is_served() {
        let folder = tempfile::tempdir().unwrap();
        let assets = site(folder.path());
        for address in [
            "secret.txt",
            "bundle.json",
            "phone/../secret.txt",
            "phone/index.html.gz",
            "",
        ] {
            assert!(get(&assets, address, "gzip").await.is_none(), "{address}");
        }
    }
}

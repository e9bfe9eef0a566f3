//! The service worker's list: what it keeps for the hours without network, and under what name.

use anyhow::{Context, Result};

use crate::{name, template};

/// Fills the worker's template.
///
/// `kept` are the site's paths that the worker stores when it is installed, with their content, so
/// that the version changes whenever any of them does. Expected placeholders: `{{surface}}`,
/// `{{version}}`, `{{precache}}` (a list of addresses).
pub(crate) fn fill_worker(text: &str, surface: &str, kept: &[(String, Vec<u8>)]) -> Result<String> {
    let addresses: Vec<String> = kept.iter().map(|(path, _)| address(path)).collect();
    let precache = serde_json::to_string(&addresses).context("list what the worker keeps")?;
    let mut seed = text.as_bytes().to_vec();
    for (path, content) in kept {
        seed.extend_from_slice(format!("\n{path} {}", name::fingerprint(content)).as_bytes());
    }
    let version = name::fingerprint(&seed);
    template::fill(
        text,
        &[
            ("surface", surface),
            ("version", &version),
            ("precache", &precache),
        ],
    )
}

/// The address under which a path of the site is served. A shell answers for its folder.
pub(crate) fn address(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::{address, fill_worker};

    const TEMPLATE: &str = "{{surface}} {{version}} {{precache}}";

    fn filled(content: &[u8]) -> String {
        let kept = [("phone/index.html".to_owned(), content.to_vec())];
        fill_worker(TEMPLATE, "phone", &kept).unwrap()
    }

    #[test]
    fn the_worker_keeps_addresses_not_paths() {
        assert!(filled(b"").ends_with(r#"["/phone/"]"#), "{}", filled(b""));
        assert_eq!(address("shared/style-1.css"), "/shared/style-1.css");
    }

    #[test]
    fn the_version_changes_with_any_content_and_only_then() {
        assert_eq!(filled(b"a"), filled(b"a"));
        assert_ne!(filled(b"a"), filled(b"b"));
    }
}

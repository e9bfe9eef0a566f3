//! Which programs there are, and where their parts lie in package `client`.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::site::sorted;

/// One program with a page of its own: console, phone, door, …
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Surface {
    /// Its name: of the program, of its folder in the site, and of its address.
    pub(crate) name: String,
    /// Its shell, still with placeholders.
    pub(crate) shell: PathBuf,
    /// Its own static files. The folder may be missing.
    pub(crate) statics: PathBuf,
}

impl Surface {
    /// Whether people may install it: it then has a manifest, and gets a service worker.
    pub(crate) fn is_installable(&self) -> bool {
        self.statics.join("manifest.webmanifest").is_file()
    }
}

/// Finds the surfaces: one per program in `src/bin`. Each must have its shell in `html`.
pub(crate) fn find(client: &Path) -> Result<Vec<Surface>> {
    let mut surfaces = Vec::new();
    for (file_name, path) in sorted(&client.join("src/bin"))? {
        let name = if path.is_dir() {
            file_name.as_str()
        } else if let Some(stem) = file_name.strip_suffix(".rs") {
            stem
        } else {
            continue;
        };
        let shell = client.join("html").join(format!("{name}.html"));
        if !shell.is_file() {
            bail!(
                "the program `{name}` has no shell: write {}",
                shell.display()
            );
        }
        let statics = client.join("static").join(name);
        surfaces.push(Surface {
            name: name.to_owned(),
            shell,
            statics,
        });
    }
    if surfaces.is_empty() {
        bail!(
            "there is no program in {}",
            client.join("src/bin").display()
        );
    }
    Ok(surfaces)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::find;

    #[test]
    fn each_program_is_a_surface_and_a_manifest_makes_it_installable() {
        let client = tempfile::tempdir().unwrap();
        let root = client.path();
        for folder in ["src/bin/phone", "html", "static/phone"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        for file in [
            "src/bin/console.rs",
            "src/bin/phone/main.rs",
            "html/console.html",
            "html/phone.html",
            "html/door.html",
            "static/phone/manifest.webmanifest",
        ] {
            fs::write(root.join(file), "").unwrap();
        }
        let found: Vec<_> = find(root)
            .unwrap()
            .into_iter()
            .map(|s| (s.name.clone(), s.is_installable()))
            .collect();
        assert_eq!(
            found,
            [("console".to_owned(), false), ("phone".to_owned(), true)]
        );
    }

    #[test]
    fn a_program_without_a_shell_is_refused_by_name() {
        let client = tempfile::tempdir().unwrap();
        fs::create_dir_all(client.path().join("src/bin")).unwrap();
        fs::write(client.path().join("src/bin/door.rs"), "").unwrap();
        let fault = find(client.path()).unwrap_err().to_string();
        assert!(fault.contains("`door`"), "{fault}");
    }
}

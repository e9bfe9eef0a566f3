//! The folder being written: puts files down, compresses them, remembers what it wrote.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};

use crate::{name, report::FileReport};

/// Extensions worth compressing once, so that no server has to do it for each visitor.
const COMPRESSED: [&str; 10] = [
    "css",
    "html",
    "js",
    "json",
    "mjs",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
    "xml",
];

/// A site under construction. Nothing is visible at its final place before [`Site::publish`].
pub(crate) struct Site {
    folder: PathBuf,
    effort: Effort,
    files: Vec<FileReport>,
}

/// How hard to compress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// While somebody works on a program.
    Quick,
    /// As far as the format allows: a twentieth smaller, in seconds per megabyte.
    Full,
}

impl Site {
    /// Starts an empty site next to its final place, replacing what a broken run left there.
    pub(crate) fn begin(target: &Path, effort: Effort) -> Result<Self> {
        let folder = target.with_extension("new");
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("clear {}", folder.display()))?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
        Ok(Self {
            folder,
            effort,
            files: Vec::new(),
        })
    }

    /// Where the files are being written.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts a file whose name must stay: shells, workers, manifests, icons.
    pub(crate) fn put(&mut self, path: &str, content: &[u8]) -> Result<()> {
        self.write(path, content, false)
    }

    /// Puts a file under a name with a fingerprint and returns its path.
    pub(crate) fn put_hashed(
        &mut self,
        folder: &str,
        stem: &str,
        extension: &str,
        content: &[u8],
    ) -> Result<String> {
        let path = format!("{folder}/{}", name::hashed(stem, extension, content));
        self.write(&path, content, true)?;
        Ok(path)
    }

    /// Puts a file whose fingerprint is already part of its folder's name.
    pub(crate) fn put_immutable(&mut self, path: &str, content: &[u8]) -> Result<()> {
        self.write(path, content, true)
    }

    /// Copies a folder of static files under `prefix`, with the folders in it.
    /// A missing folder counts as an empty one. Returns the paths.
    pub(crate) fn put_folder(&mut self, prefix: &str, source: &Path) -> Result<Vec<String>> {
        let mut paths = Vec::new();
        if !source.is_dir() {
            return Ok(paths);
        }
        for (file_name, path) in sorted(source)? {
            if file_name.starts_with('.') {
                continue;
            }
            let inside = format!("{prefix}/{file_name}");
            if path.is_dir() {
                paths.extend(self.put_folder(&inside, &path)?);
            } else {
                let content =
                    fs::read(&path).with_context(|| format!("read {}", path.display()))?;
                self.put(&inside, &content)?;
                paths.push(inside);
            }
        }
        Ok(paths)
    }

    /// Moves the site to its final place and gives the list of its files.
    ///
    /// A server that runs meanwhile misses files for the length of two renames, not of a build.
    pub(crate) fn publish(folder: &Path, target: &Path) -> Result<()> {
        let old = target.with_extension("old");
        if old.exists() {
            fs::remove_dir_all(&old).with_context(|| format!("clear {}", old.display()))?;
        }
        if target.exists() {
            fs::rename(target, &old).with_context(|| format!("set {} aside", target.display()))?;
        }
        fs::rename(folder, target).with_context(|| format!("publish {}", target.display()))?;
        if old.exists() {
            fs::remove_dir_all(&old).with_context(|| format!("clear {}", old.display()))?;
        }
        Ok(())
    }

    /// What was written so far, in the order of the paths.
    pub(crate) fn files(&self) -> Vec<FileReport> {
        let mut files = self.files.clone();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    fn write(&mut self, path: &str, content: &[u8], immutable: bool) -> Result<()> {
        if self.files.iter().any(|file| file.path == path) {
            bail!("two sources want to be {path}");
        }
        let target = self.folder.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).with_context(|| format!("create {}", parent.display()))?;
        }
        fs::write(&target, content).with_context(|| format!("write {}", target.display()))?;
        let gzip_bytes = if is_compressed(path) {
            let packed = gzip(content, self.effort)?;
            let twin = self.folder.join(format!("{path}.gz"));
            fs::write(&twin, &packed).with_context(|| format!("write {}", twin.display()))?;
            Some(packed.len() as u64)
        } else {
            None
        };
        let raw_bytes = content.len() as u64;
        self.files.push(FileReport {
            path: path.to_owned(),
            raw_bytes,
            gzip_bytes,
            immutable,
        });
        Ok(())
    }
}

/// The entries of a folder with their names, in the order of the names.
pub(crate) fn sorted(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("list {}", folder.display()))? {
        let path = entry
            .with_context(|| format!("list {}", folder.display()))?
            .path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            bail!("the name of {} is not plain text", path.display());
        };
        entries.push((name.to_owned(), path));
    }
    entries.sort();
    Ok(entries)
}

fn is_compressed(path: &str) -> bool {
    Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| COMPRESSED.contains(&extension))
}

/// Compresses without a time stamp, so that equal input gives equal output.
fn gzip(content: &[u8], effort: Effort) -> Result<Vec<u8>> {
    match effort {
        Effort::Quick => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(content).context("compress")?;
            encoder.finish().context("compress")
        }
        Effort::Full => {
            let (options, format) = (zopfli::Options::default(), zopfli::Format::Gzip);
            let mut packed = Vec::new();
            zopfli::compress(options, format, content, &mut packed).context("compress")?;
            Ok(packed)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn text_gets_a_compressed_twin_and_pictures_do_not() {
        let place = tempfile::tempdir().unwrap();
        let mut site = Site::begin(&place.path().join("site"), Effort::Full).unwrap();
        site.put("phone/a.svg", b"<svg/>").unwrap();
        site.put("phone/a.png", b"\x89PNG").unwrap();
        let mut unpacked = String::new();
        let twin = fs::File::open(site.folder().join("phone/a.svg.gz")).unwrap();
        flate2::read::GzDecoder::new(twin)
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, "<svg/>");
        assert!(!site.folder().join("phone/a.png.gz").exists());
    }

    #[test]
    fn two_sources_for_one_path_are_refused() {
        let place = tempfile::tempdir().unwrap();
        let mut site = Site::begin(&place.path().join("site"), Effort::Full).unwrap();
        site.put("phone/sw.js", b"1").unwrap();
        assert!(site.put("phone/sw.js", b"2").is_err());
    }

    #[test]
    fn publishing_replaces_the_whole_site() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("site");
        for content in ["first", "second"] {
            let mut site = Site::begin(&target, Effort::Full).unwrap();
            site.put(&format!("{content}.txt"), content.as_bytes())
                .unwrap();
            Site::publish(site.folder(), &target).unwrap();
        }
        assert!(!target.join("first.txt").exists());
        assert_eq!(
            fs::read_to_string(target.join("second.txt")).unwrap(),
            "second"
        );
        assert_eq!(
            sorted(place.path()).unwrap().len(),
            1,
            "nothing is left beside the site"
        );
    }

    #[test]
    fn static_files_keep_their_folders_and_hidden_ones_stay_behind() {
        let place = tempfile::tempdir().unwrap();
        let source = place.path().join("static");
        fs::create_dir_all(source.join("icons")).unwrap();
        fs::write(source.join("icons/a.svg"), "<svg/>").unwrap();
        fs::write(source.join(".hidden"), "").unwrap();
        let mut site = Site::begin(&place.path().join("site"), Effort::Full).unwrap();
        let paths = site.put_folder("phone", &source).unwrap();
        assert_eq!(paths, ["phone/icons/a.svg"]);
    }
}

//! The file of the keys: one line per key, its number and its bytes in hexadecimal digits.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use super::{KEY_BYTES, Key, Keys, VaultError};

/// Bytes that a file of keys has at most; some hundred keys.
const FILE_BYTES_MAX: u64 = 16 * 1024;

const HEAD: &str = "# Keys of the secrets in the store. Keep this file apart from its backups, and\n\
                    # give every node the same. The highest number seals, all of them open.\n";

pub(super) fn read(path: &Path) -> Result<Keys, VaultError> {
    let failed = |source| VaultError::File {
        path: path.to_owned(),
        source,
    };
    let mut text = String::new();
    let file = File::open(path).map_err(failed)?;
    warn_of_readers(path, &file);
    file.take(FILE_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(failed)?;
    let no_key = |line| VaultError::NoKey {
        path: path.to_owned(),
        line,
    };
    let mut keys = Keys::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let key = parse(line).ok_or_else(|| no_key(at + 1))?;
        if keys.insert(key.0, key.1).is_some() {
            return Err(no_key(at + 1));
        }
    }
    if keys.is_empty() {
        return Err(no_key(1));
    }
    Ok(keys)
}

/// Somebody else of the machine may read the file; whoever set it up so may have a reason.
fn warn_of_readers(path: &Path, file: &File) {
    use std::os::unix::fs::PermissionsExt;
    let mode = file
        .metadata()
        .map_or(0, |about| about.permissions().mode());
    if mode & 0o007 != 0 {
        let path = path.display();
        tracing::warn!("everybody on this machine may read or write {path}, the keys of secrets");
    }
}

fn parse(line: &str) -> Option<(u32, Key)> {
    let (number, digits) = line.split_once(' ')?;
    let number: u32 = number.parse().ok().filter(|number| *number > 0)?;
    if digits.len() != 2 * KEY_BYTES || !digits.is_ascii() {
        return None;
    }
    let mut bytes = [0; KEY_BYTES];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some((number, Key::new(bytes)))
}

fn text(keys: &Keys) -> String {
    let mut text = String::from(HEAD);
    for (number, key) in keys {
        write!(text, "{number} ").expect("a string takes every character");
        for byte in key.bytes {
            write!(text, "{byte:02x}").expect("a string takes every character");
        }
        text.push('\n');
    }
    text
}

/// A file that is whole before it has its name, and that only its owner may read.
fn whole(path: &Path, keys: &Keys) -> io::Result<tempfile::NamedTempFile> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text(keys).as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Writes the file unless there is one by now.
pub(super) fn write_first(path: &Path, keys: &Keys) -> Result<(), VaultError> {
    let written = whole(path, keys).and_then(|file| match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        // Another process was faster; its keys are as good.
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error),
    });
    written.map_err(|source| VaultError::File {
        path: path.to_owned(),
        source,
    })
}

/// Writes the file in place of the one that is there.
pub(super) fn write_anew(path: &Path, keys: &Keys) -> Result<(), VaultError> {
    let written = whole(path, keys)
        .and_then(|file| file.persist(path).map_err(|error| error.error))
        .map(drop);
    written.map_err(|source| VaultError::File {
        path: path.to_owned(),
        source,
    })
}

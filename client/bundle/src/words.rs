//! The sentences of a program in the languages that are not part of it.

// What compiles them belongs to the programs, whose build compiles the first language.
#[path = "../../web/catalogues.rs"]
mod catalogues;

use std::path::Path;

use anyhow::{Result, anyhow};

use crate::site::Site;

/// A language beside a program.
pub(crate) struct Words {
    /// What the shell calls it: `words-en`.
    pub(crate) placeholder: String,
    /// The path of its file.
    pub(crate) path: String,
}

/// Puts a file for each language that the program does not carry itself. None for a program
/// without sentences.
pub(crate) fn put(client: &Path, surface: &str, site: &mut Site) -> Result<Vec<Words>> {
    let (_, others) = catalogues::LANGUAGES
        .split_first()
        .expect("there are several languages");
    let mut put = Vec::new();
    for language in others {
        let compiled = catalogues::compile(&client.join("i18n"), surface, language)
            .map_err(|why| anyhow!("compile the sentences: {why}"))?;
        if let Some(text) = compiled {
            let placeholder = format!("words-{language}");
            let path = site.put_hashed(surface, &placeholder, "txt", text.as_bytes())?;
            put.push(Words { placeholder, path });
        }
    }
    Ok(put)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::site::Effort;

    #[test]
    fn the_second_language_lies_beside_the_program_that_has_sentences() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("i18n");
        fs::create_dir_all(&folder).unwrap();
        for catalogue in ["shell", "shared", "phone"] {
            let text = format!("{catalogue}-hello = Hello\n");
            fs::write(folder.join(format!("{catalogue}.en.ftl")), text).unwrap();
        }
        let mut site = Site::begin(&place.path().join("site"), Effort::Quick).unwrap();
        let words = put(place.path(), "phone", &mut site).unwrap();
        assert_eq!(words.len(), 1);
        assert_eq!(words[0].placeholder, "words-en");
        let text = fs::read_to_string(site.folder().join(&words[0].path)).unwrap();
        assert_eq!(text.matches("Hello").count(), 3);
        assert!(put(place.path(), "kiosk", &mut site).unwrap().is_empty());
    }

    #[test]
    fn a_key_of_two_catalogues_is_refused_by_name() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("i18n");
        fs::create_dir_all(&folder).unwrap();
        for catalogue in ["shell", "shared", "phone"] {
            fs::write(
                folder.join(format!("{catalogue}.en.ftl")),
                "hello = Hello\n",
            )
            .unwrap();
        }
        let mut site = Site::begin(&place.path().join("site"), Effort::Quick).unwrap();
        let fault = put(place.path(), "phone", &mut site).err().unwrap();
        assert!(fault.to_string().contains("hello stands twice"), "{fault}");
    }
}

//! What is wrong with a file, in a sentence.

use app::file::FileFlaw;

/// The sentence, in French or English.
pub(crate) fn flaw_sentence(flaw: FileFlaw, is_french: bool) -> String {
    let say = |french: &str, english: &str| if is_french { french } else { english }.to_owned();
    match flaw {
        FileFlaw::UnknownKind => say(
            "ce type de fichier n’est pas accepté. Choisissez une image (JPEG, PNG, WebP), un PDF ou une vidéo (MP4, WebM).",
            "this type of file is not taken. Choose a picture (JPEG, PNG, WebP), a PDF or a video (MP4, WebM).",
        ),
        FileFlaw::DoubleName => say(
            "ce nom cache un autre type de fichier. Renommez le fichier.",
            "this name hides another type of file. Rename the file.",
        ),
        FileFlaw::Empty => say("ce fichier est vide.", "this file is empty."),
        FileFlaw::TooLarge(n) => say(
            &format!("{} au plus.", size_text(n as u64, true)),
            &format!("{} at most.", size_text(n as u64, false)),
        ),
        FileFlaw::NotWhatItSays => say(
            "le contenu de ce fichier ne correspond pas à son nom.",
            "what this file holds is not what its name says.",
        ),
        FileFlaw::Broken => say(
            "ce fichier est incomplet ou abîmé. Enregistrez-le de nouveau, puis réessayez.",
            "this file is not whole or is damaged. Save it again, then retry.",
        ),
        FileFlaw::TooManyPixels => say(
            "cette image a trop de pixels. Réduisez-la à 6 000 pixels de côté.",
            "this picture has too many pixels. Reduce it to 6,000 pixels a side.",
        ),
        FileFlaw::TooManyPages(n) => say(
            &format!("{n} pages au plus."),
            &format!("{n} pages at most."),
        ),
        FileFlaw::Locked => say(
            "ce PDF est protégé. Enregistrez-le sans protection ni mot de passe.",
            "this PDF is protected. Save it without protection or password.",
        ),
        FileFlaw::Active => say(
            "ce PDF contient un programme, un formulaire actif ou un autre fichier. Imprimez-le en PDF, puis envoyez le résultat.",
            "this PDF holds a program, an active form or another file. Print it to PDF, then send the result.",
        ),
        FileFlaw::Harmful => say(
            "l’antivirus a refusé ce fichier.",
            "the virus scanner refused this file.",
        ),
        FileFlaw::NotScanned => say(
            "ce fichier n’a pas pu être vérifié. Réessayez dans quelques minutes.",
            "this file could not be checked. Try again in a few minutes.",
        ),
        FileFlaw::TooMany(n) => say(
            &format!("{n} fichiers au plus. Retirez-en un d’abord."),
            &format!("{n} files at most. Remove one first."),
        ),
        FileFlaw::NoRoom => say(
            "l’événement n’a plus de place pour des fichiers. Prévenez l’organisateur.",
            "the event has no more room for files. Tell the organiser.",
        ),
    }
}

/// A size as people read it.
pub(crate) fn size_text(n_bytes: u64, is_french: bool) -> String {
    let (unit_k, unit_m) = if is_french {
        ("Ko", "Mo")
    } else {
        ("kB", "MB")
    };
    let n_k = n_bytes.div_ceil(1024).max(1);
    if n_k < 1024 {
        return format!("{n_k}\u{a0}{unit_k}");
    }
    let tenths = n_bytes * 10 / (1024 * 1024);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole}\u{a0}{unit_m}"),
        (whole, tenth) if is_french => format!("{whole},{tenth}\u{a0}{unit_m}"),
        (whole, tenth) => format!("{whole}.{tenth}\u{a0}{unit_m}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_as_people_read_it() {
        for (n, french, english) in [
            (1, "1\u{a0}Ko", "1\u{a0}kB"),
            (300_000, "293\u{a0}Ko", "293\u{a0}kB"),
            (10 * 1024 * 1024, "10\u{a0}Mo", "10\u{a0}MB"),
            (2_700_000, "2,5\u{a0}Mo", "2.5\u{a0}MB"),
        ] {
            assert_eq!(size_text(n, true), french);
            assert_eq!(size_text(n, false), english);
        }
    }
}

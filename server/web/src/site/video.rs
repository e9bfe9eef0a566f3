//! Short videos in the text of a page (PUB-12): the browser's own controls without script, a first
//! picture instead of a black box, and what the video shows in words, for who cannot see or hear
//! it and for browsers that play none.
//!
//! The text keeps the bare element that the cleaning lets through; what stands around it is made
//! when the page is, so that words changed in the library are on every page at once.

use app::desk::library;
use app::desk::site::PublicSite;
use app::file::LibraryFile;
use protocol::site::Language;

use super::meta::escaped_html;
use crate::upload::size_text;

const BEGIN: &str = "<video";
const END: &str = "</video>";

/// The text with its videos as they are shown.
pub(super) fn shown(body: &str, site: &PublicSite, language: Language) -> String {
    let slug = &site.site.settings.slug;
    shown_of(body, language, |src| {
        let mut files = site.library.iter();
        files.find(|file| library::address(slug, file.id, &file.kind) == src)
    })
}

fn shown_of<'f>(
    body: &str,
    language: Language,
    find: impl Fn(&str) -> Option<&'f LibraryFile>,
) -> String {
    let mut whole = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(start) = rest.find(BEGIN) {
        let (before, from) = rest.split_at(start);
        whole.push_str(before);
        let Some(end) = from.find(END) else {
            rest = from;
            break;
        };
        let (element, after) = from.split_at(end + END.len());
        let file = source(element).and_then(|src| Some((src, find(src)?)));
        // The file of another one is taken out while the text still names it.
        if let Some((src, file)) = file {
            write(&mut whole, src, file, language);
        }
        rest = after;
    }
    whole.push_str(rest);
    whole
}

fn source(element: &str) -> Option<&str> {
    let (_, value) = element.split_once(" src=\"")?;
    value.split_once('"').map(|(src, _)| src)
}

fn write(whole: &mut String, src: &str, file: &LibraryFile, language: Language) {
    let is_french = language == Language::French;
    let [src, name, alt] = [src, &file.name, library::alt(file, language)].map(escaped_html);
    let size = size_text(file.n_bytes, is_french);
    let get = if is_french {
        format!("Télécharger la vidéo «\u{a0}{name}\u{a0}» ({size})")
    } else {
        format!("Download the video “{name}” ({size})")
    };
    let link = format!("<a href=\"{src}\" download>{get}</a>");
    let words = if alt.is_empty() {
        String::new()
    } else {
        format!("{alt}<br>")
    };
    // From a tenth of a second on: some browsers show nothing of a video before it plays, unless
    // they are sent to a place in it.
    whole.push_str(&format!(
        "<figure><video src=\"{src}#t=0.1\" controls preload=\"metadata\" playsinline \
         aria-label=\"{name}\">{link}</video><figcaption>{words}{link}</figcaption></figure>"
    ));
}

#[cfg(test)]
mod tests {
    use protocol::Micros;
    use protocol::id::AttachmentId;

    use super::*;

    fn file() -> LibraryFile {
        LibraryFile {
            id: AttachmentId::example(7),
            revision: 1,
            kind: "mp4".into(),
            name: "Visite <du> port".into(),
            alt_french: "Une grue & un quai".into(),
            alt_english: String::new(),
            width: 0,
            height: 0,
            n_bytes: 3 * 1024 * 1024,
            digest: [0; 32],
            created_at: Micros(0),
        }
    }

    #[test]
    fn a_video_has_controls_words_and_a_way_without_playing() {
        let file = file();
        let src = library::address("cap", file.id, "mp4");
        let body = format!("<p>Avant</p><video src=\"{src}\" controls=\"\"></video><p>Après</p>");
        let find = |asked: &str| (asked == src).then_some(&file);
        let french = shown_of(&body, Language::French, find);
        assert!(
            french.starts_with("<p>Avant</p><figure><video src=\""),
            "{french}"
        );
        assert!(french.ends_with("</figure><p>Après</p>"), "{french}");
        assert!(french.contains(&format!(
            "src=\"{src}#t=0.1\" controls preload=\"metadata\""
        )));
        assert!(
            french.contains("aria-label=\"Visite &lt;du&gt; port\""),
            "{french}"
        );
        assert!(
            french.contains("<figcaption>Une grue &amp; un quai<br><a"),
            "{french}"
        );
        assert!(french.contains("(3\u{a0}Mo)") && !french.contains("autoplay"));
        let english = shown_of(&body, Language::English, find);
        assert!(english.contains("Download the video"), "{english}");
        assert!(
            english.contains("Une grue"),
            "the other language is better than nothing"
        );
    }

    #[test]
    fn what_is_not_in_the_library_is_not_shown_and_the_rest_stays() {
        for (body, expected) in [
            ("<p>a</p>", "<p>a</p>"),
            ("a<video src=\"/e/cap/files/x.mp4\"></video>b", "ab"),
            ("a<video></video>b", "ab"),
            ("a<video src=\"x\">b", "a<video src=\"x\">b"),
        ] {
            assert_eq!(shown_of(body, Language::French, |_| None), expected);
        }
    }
}

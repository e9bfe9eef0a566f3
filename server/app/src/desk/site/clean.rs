//! What HTML a page may hold: an allow-list, applied when a text is saved.
//!
//! Text and structure, tables, links and pictures of the same site; no script, no style, no
//! form, no frame, no identifier that a script of ours could take for its own.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use protocol::id::AttachmentId;

use crate::file::FileKind;

/// Elements that a page's text may be made of. Its title is the page's only first heading.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "code",
    "col",
    "colgroup",
    "dd",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "video",
];

thread_local! {
    /// Where the files of the site stand whose text is cleaned.
    static FILES: RefCell<String> = const { RefCell::new(String::new()) };
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(HashSet::from([
            "script", "style", "template", "svg", "math",
        ]))
        .add_tag_attributes("a", ["href", "hreflang", "title"])
        .add_tag_attributes("abbr", ["title"])
        .add_tag_attributes("img", ["src", "alt", "width", "height"])
        .add_tag_attributes("video", ["src", "title", "controls", "preload"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("td", ["colspan", "rowspan"])
        .add_tag_attributes("th", ["colspan", "rowspan", "scope"])
        .add_tag_attributes("p", ["data-align"])
        .add_tag_attributes("h2", ["data-align"])
        .add_tag_attributes("h3", ["data-align"])
        .add_tag_attributes("h4", ["data-align"])
        .generic_attributes(HashSet::from(["lang", "dir"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            // Pictures come from this site: others would learn who reads the page.
            ("img" | "video", "src") if !is_own_file(value) => None,
            ("a", "href") if value.starts_with("//") => None,
            (_, "data-align") if !matches!(value, "center" | "end") => None,
            _ => Some(value.into()),
        })
        .link_rel(Some("noopener noreferrer"))
        .strip_comments(true);
    builder
});

/// The text with nothing in it that a page of this site may not hold.
pub(super) fn clean(html: &str, slug: &str) -> String {
    // The filter of the one cleaner is made once, and each text has a site of its own.
    FILES.set(format!("/e/{slug}/files/"));
    CLEANER.clean(html).to_string()
}

/// Whether an address is that of a file of the same site.
fn is_own_file(address: &str) -> bool {
    FILES.with_borrow(|files| {
        let name = address.strip_prefix(files.as_str()).unwrap_or_default();
        let Some((id, kind)) = name.split_once('.') else {
            return false;
        };
        AttachmentId::parse(id).is_some_and(|parsed| parsed.to_string() == id)
            && FileKind::of_word(kind).is_some()
    })
}

#[cfg(test)]
mod tests {
    const PICTURE: &str = "/e/cap/files/01900000-0000-7000-8000-000000000007.jpg";

    fn clean(html: &str) -> String {
        super::clean(html, "cap")
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(clean(html), expected, "{html}");
        assert_eq!(clean(expected), expected, "cleaning twice changes nothing");
    }

    #[test]
    fn text_structure_and_links_stay() {
        check(
            "<h2>Accès</h2><p>Par le <strong>train</strong>.</p><ul><li>un</li></ul>",
            "<h2>Accès</h2><p>Par le <strong>train</strong>.</p><ul><li>un</li></ul>",
        );
        check(
            r#"<a href="https://example.org/?a=1&amp;b=2">ici</a>"#,
            r#"<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">ici</a>"#,
        );
        let picture = format!(r#"<img src="{PICTURE}" alt="Le quai">"#);
        check(&picture, &picture);
        let elsewhere = PICTURE.replace("/cap/", "/other/");
        check(
            &format!(r#"<img src="{elsewhere}" alt="x">"#),
            r#"<img alt="x">"#,
        );
        check("<h1>Titre</h1>", "Titre");
        check(
            r#"<p data-align="center">au milieu</p>"#,
            r#"<p data-align="center">au milieu</p>"#,
        );
        check(r#"<h2 data-align="x y">ici</h2>"#, "<h2>ici</h2>");
    }

    /// Ways in which scripts have entered pages through editors, in our own words.
    const HOSTILE: &[&str] = &[
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//example.org/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src='/e/cap/files/01900000-0000-7000-8000-000000000007.jpg' onerror=alert(1)>",
        "<img src='/e/cap/files/01900000-0000-7000-8000-000000000007.svg'>",
        "<img/src=\"x\"/onerror=alert(1)>",
        "<img src=https://example.org/pixel.gif>",
        "<img src=data:image/svg+xml;base64,PHN2Zz4=>",
        "<img src=//example.org/x.png>",
        "<img src=/e/cap/files/../desk>",
        "<img src=/e/cap/fr>",
        "<a href=javascript:alert(1)>x</a>",
        "<a href=JaVaScRiPt:alert(1)>x</a>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<a href='java&#x09;script:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href=data:text/html,<script>alert(1)</script>>x</a>",
        "<a href=vbscript:msgbox(1)>x</a>",
        "<a href=//example.org>x</a>",
        "<a href=x onclick=alert(1) onfocus=alert(1) autofocus tabindex=1>x</a>",
        "<p style='background:url(javascript:alert(1))'>x</p>",
        "<p class=toast id=main>x</p>",
        "<style>@import '//example.org/x.css';</style>",
        "<link rel=stylesheet href=//example.org/x.css>",
        "<base href=//example.org/>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data=javascript:alert(1)></object>",
        "<embed src=javascript:alert(1)>",
        "<form action=//example.org><input name=password><button>ok</button></form>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
        "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>",
        "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<template><script>alert(1)</script></template>",
        "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
        "<title><img title='</title><img src=x onerror=alert(1)>'></title>",
        "<!--<img title='--><img src=x onerror=alert(1)>-->",
        "<![CDATA[><script>alert(1)</script>]]>",
        "<video><source onerror=alert(1)></video>",
        "<video src=https://example.org/x.mp4 autoplay onerror=alert(1)></video>",
        "<audio src=x onerror=alert(1)></audio>",
        "<details open ontoggle=alert(1)>x</details>",
        "<body onload=alert(1)>",
        "<marquee onstart=alert(1)>x</marquee>",
        "<input onfocus=alert(1) autofocus>",
        "<select><style></select><img src=x onerror=alert(1)></style>",
        "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
        "\u{0}<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
        "<a href='https://example.org' target=_blank rel=opener>x</a>",
    ];

    #[test]
    fn nothing_hostile_is_left() {
        const FORBIDDEN: &[&str] = &[
            "<script",
            "<style",
            "<svg",
            "<math",
            "<iframe",
            "<object",
            "<embed",
            "<form",
            "<input",
            "<link",
            "<meta",
            "<base",
            "<template",
            "<source",
            "<audio",
            "<textarea",
            "=javascript",
            "\"javascript",
            "\"data:",
            "\"vbscript",
            "style=",
            "class=",
            "id=",
            "target=",
            "example.org/x",
            "\"//",
            "/pixel",
            "..",
        ];
        for html in HOSTILE {
            let cleaned = clean(html).to_ascii_lowercase();
            // Attributes only count inside of a tag; as text they are harmless.
            for tag in cleaned.split('<').skip(1) {
                let tag = format!("<{}", tag.split('>').next().unwrap_or_default());
                for word in FORBIDDEN {
                    assert!(!tag.contains(word), "{html}\n-> {cleaned}");
                }
                assert!(!tag.contains(" on"), "{html}\n-> {cleaned}");
            }
            assert_eq!(clean(&cleaned), cleaned, "{html}");
        }
    }
}

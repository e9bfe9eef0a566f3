use super::*;

fn parsed(text: &str) -> Result<Vec<Item>, FeedFault> {
    let base = Url::parse("https://news.example.org/feed.xml").unwrap();
    read(text.as_bytes(), None, &base)
}

fn titles(text: &str) -> Vec<String> {
    let items = parsed(text).unwrap();
    items.into_iter().map(|item| item.title).collect()
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Fil</title><link>https://a.example.org</link>{items}</channel></rss>"
    )
}

#[test]
fn rss_is_read() {
    let text = rss(
        "<item><title>Le quai ouvre</title><link>https://a.example.org/1?a=1&b=2</link>\
        <pubDate>Mon, 23 Nov 2026 09:00:00 +0100</pubDate><media:title>Autre</media:title></item>\
        <item><title><![CDATA[Tom & <b>Jerry</b>]]></title><link>/2</link>\
        <dc:date>2026-11-24T09:00:00Z</dc:date></item>",
    );
    let items = parsed(&text).unwrap();
    let first = Item {
        title: "Tom & Jerry".into(),
        link: "https://news.example.org/2".into(),
        at: Some(1_795_510_800_000_000),
    };
    assert_eq!(items[0], first, "the newest first");
    assert_eq!(items[1].title, "Le quai ouvre");
    assert_eq!(items[1].link, "https://a.example.org/1?a=1&b=2");
    assert_eq!(items[1].at, Some(1_795_420_800_000_000));
}

#[test]
fn atom_and_the_first_rss_are_read() {
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Fil</title>\
        <entry><title type=\"xhtml\"><div>Cap<em>sur</em> la mer</div></title>\
        <link rel=\"enclosure\" href=\"https://a.example.org/film\"/>\
        <link href=\"https://a.example.org/1\"/><updated>2026-11-24T09:00:00Z</updated></entry></feed>";
    let items = parsed(atom).unwrap();
    assert_eq!(items[0].title, "Cap sur la mer");
    assert_eq!(items[0].link, "https://a.example.org/1");
    assert!(items[0].at.is_some());
    let rdf = "<rdf:RDF xmlns:rdf=\"r\"><channel><title>Fil</title></channel>\
        <item><title>Un</title><link>https://a.example.org/1</link></item></rdf:RDF>";
    assert_eq!(titles(rdf), ["Un"]);
}

#[test]
fn an_entry_without_title_shows_its_words_and_one_without_either_is_left_out() {
    let text = rss(
        "<item><description>&lt;p&gt;Bonjour&amp;nbsp;!&lt;/p&gt;</description></item>\
        <item><title> </title><link>https://a.example.org</link></item>",
    );
    assert_eq!(titles(&text), ["Bonjour !"]);
}

#[test]
fn nothing_but_plain_text_and_safe_links_is_kept() {
    let text = rss(
        "<item><title>&lt;script&gt;alert(1)&lt;/script&gt; 3 &lt; 4 &lt;img src=x</title>\
        <link>javascript:alert(1)</link></item>\
        <item><title>ab\u{202e}cd&#7;&#x200b;e</title><link>http://a.example.org</link></item>\
        <item><title>x</title><link>https://user:word@a.example.org/</link></item>\
        <item><title>y</title><link>//intranet/</link><pubDate>hier</pubDate></item>",
    );
    let items = parsed(&text).unwrap();
    assert_eq!(items[0].title, "alert(1) 3 < 4");
    assert_eq!(items[1].title, "abcd e");
    assert!(items.iter().all(|item| item.link.is_empty()));
    assert!(items.iter().all(|item| item.at.is_none()));
}

#[test]
fn what_is_long_is_cut() {
    let long = "é".repeat(100_000);
    let entries: String = (0..600)
        .map(|n| {
            format!(
                "<item><title>{n} {}</title></item>",
                if n == 0 { &long } else { "" }
            )
        })
        .collect();
    let found = titles(&rss(&entries));
    assert_eq!(found.len(), ITEMS_MAX);
    assert_eq!(found[0].chars().count(), TITLE_CHARS_MAX);
    assert!(found[0].ends_with('…'));
}

#[test]
fn a_document_that_defines_anything_is_refused() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
        <rss><channel><item><title>&b;</title></item></channel></rss>";
    let file = "<!DOCTYPE rss SYSTEM \"file:///etc/passwd\"><rss><channel/></rss>";
    let late = "<rss><!DOCTYPE rss [<!ENTITY a \"ha\">]><channel/></rss>";
    for text in [bomb, file, late] {
        assert_eq!(parsed(text), Err(FeedFault::NoFeed));
    }
    // Without a definition a name is nothing.
    assert_eq!(
        titles(&rss("<item><title>a &who; b</title></item>")),
        ["a b"]
    );
}

#[test]
fn what_is_no_feed_is_none() {
    let deep = format!(
        "<rss>{}{}</rss>",
        "<a>".repeat(10_000),
        "</a>".repeat(10_000)
    );
    let cut = rss("<item><title>a</title></item>");
    for text in [
        "",
        "bonjour",
        "{\"items\": []}",
        "<html><body><item><title>a</title></item></body></html>",
        "<rss><channel></rss>",
        &cut[..cut.len() - 8],
        &deep,
    ] {
        assert_eq!(parsed(text), Err(FeedFault::NoFeed), "{text:.40}");
    }
    assert_eq!(titles(&rss("")), Vec::<String>::new());
}

#[test]
fn older_encodings_are_read() {
    let base = Url::parse("https://news.example.org/").unwrap();
    let text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss><channel><item><title>\u{e9}t\u{e9}</title></item></channel></rss>";
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    assert_eq!(read(&bytes, None, &base).unwrap()[0].title, "été");
    let utf8 = text.replace("ISO-8859-1", "UTF-8");
    let items = read(utf8.as_bytes(), Some("utf-8"), &base).unwrap();
    assert_eq!(items[0].title, "été");
}

#[test]
fn no_bytes_make_it_fall() {
    let seed = 20_261_123_u64;
    println!("seed {seed}");
    let mut state = seed;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap()
    };
    let base = Url::parse("https://news.example.org/").unwrap();
    let good =
        rss("<item><title>a &amp; <![CDATA[b]]></title><link>https://a.example.org</link></item>");
    for _ in 0..3_000 {
        let mut bytes = good.clone().into_bytes();
        for _ in 0..next() % 6 {
            let at = next() % bytes.len();
            match next() % 3 {
                0 => bytes[at] = u8::try_from(next() % 256).unwrap(),
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, b"<>&;\"/![]"[next() % 9]),
            }
        }
        if let Ok(items) = read(&bytes, None, &base) {
            assert!(
                items
                    .iter()
                    .all(|item| item.title.chars().count() <= TITLE_CHARS_MAX)
            );
        }
    }
}

//! Whatever people call themselves, a letter stays one letter: to one recipient, with our headers,
//! two parts, and no markup but ours.

use app::port::{Address, HeaderText};
use app::post::compose::{Scene, values, write};
use app::post::matter::{Kind, RequestAnswer};
use app::post::{Language, Matter, words};
use app::testing::{self, EVENT, person, spot};
use mail_parser::{MessageParser, MimeHeaders};
use protocol::card::CardUpdate;
use protocol::id::*;
use protocol::{CancelReason, Card, CardKey, Micros};
use store::{Holder, PostSetup};

/// Beginnings, middles and ends that have broken mailers, templates or browsers before.
fn payloads() -> Vec<String> {
    const BREAKS: [&str; 10] = [
        "\r\n", "\n", "\r", "\r\n\r\n", "\0", "\u{85}", "\u{2028}", "\u{2029}", "%0d%0a", "\\r\\n",
    ];
    const TAILS: [&str; 12] = [
        "Bcc: thief@evil.test",
        "Subject: other",
        "To: thief@evil.test",
        "Content-Type: text/html",
        "MIME-Version: 9",
        "--boundary",
        ".\r\nMAIL FROM:<thief@evil.test>",
        "RCPT TO:<thief@evil.test>",
        "DATA",
        "From: chief@evil.test",
        "Reply-To: thief@evil.test",
        "X-Other: 1",
    ];
    const WHOLE: [&str; 82] = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "</title><script>",
        "</p></td></tr></table><h1>",
        "<a href=\"https://evil.test\">x</a>",
        "https://evil.test/login",
        "javascript:alert(1)",
        "<style>*{display:none}</style>",
        "<!--",
        "-->",
        "<![CDATA[",
        "&lt;script&gt;",
        "&#60;script&#62;",
        "&amp;",
        "'",
        "\"",
        "`",
        "{{ link }}",
        "{{ name }}",
        "{% if name %}",
        "{% endif %}",
        "{# x #}",
        "{{ 7*7 }}",
        "{{ ''.__class__ }}",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "{{constructor}}",
        "{%raw%}",
        "=?utf-8?B?QmNjOiBhQGIuYw==?=",
        "=?utf-8?Q?=0D=0ABcc:_a@b.c?=",
        "=?x?q?=",
        "a@b.test, c@d.test",
        "<a@b.test>",
        "\"a\" <a@b.test>",
        "(comment)",
        "a;b",
        "a,b",
        "a:b;",
        "\\",
        "\\\"",
        "\t",
        "\u{e000}",
        "\u{e001}",
        "\u{f8ff}",
        "\u{202e}gpj.exe",
        "\u{2066}x\u{2069}",
        "\u{200b}",
        "\u{feff}",
        "\u{1b}[31m",
        "\u{7f}",
        "\u{8}",
        "é",
        "ß",
        "日本",
        "🙂",
        "مرحبا",
        "a\u{301}",
        "=SUM(A1)",
        "+1",
        "-1",
        "@x",
        "|x",
        "; ls",
        "$(ls)",
        "`ls`",
        "../../x",
        "%s%n",
        "%00",
        "'; --",
        "\" OR 1=1",
        "NULL",
        "true",
        "0",
        " ",
        "  x  ",
        "http://[::1]/",
        "data:text/html,x",
        "mailto:a@b.test",
        "tel:+33",
        "ftp://x",
    ];
    let mut all: Vec<String> = WHOLE.iter().map(|text| (*text).to_owned()).collect();
    for break_ in BREAKS {
        for tail in TAILS {
            all.push(format!("Ada{break_}{tail}"));
        }
    }
    all.push("x".repeat(5_000));
    all.push("{".repeat(2_000));
    all
}

fn matters() -> Vec<Matter> {
    let (meeting, with) = (MeetingId::example(1), person(2));
    let (at, minutes) = (Micros(1), 10);
    let spot = spot(0, 1);
    let (request, session) = (RequestId::example(1), testing::SESSION);
    vec![
        Matter::SetPassword { minutes },
        Matter::ResetPassword { minutes },
        Matter::SignInLink { minutes },
        Matter::NewSignIn {
            at,
            device: "Firefox".into(),
        },
        Matter::PasswordChanged { at },
        Matter::FactorChanged { at, is_on: true },
        Matter::AddressChanged { at },
        Matter::ConfirmAddress { minutes },
        Matter::RegistrationDraft {},
        Matter::RegistrationReceived { person: with },
        Matter::RegistrationValidated { person: with },
        Matter::RegistrationRefused { person: with },
        Matter::ProfileReceived { person: with },
        Matter::ProfileAccepted { person: with },
        Matter::ProfileRefused {
            person: with,
            change: DeskId::example(1),
        },
        Matter::MeetingAccepted {
            meeting,
            with,
            spot,
        },
        Matter::MeetingChanged {
            meeting,
            with,
            before: spot,
            after: spot,
        },
        Matter::MeetingCancelled {
            meeting,
            with,
            spot,
            reason: Some(CancelReason::Travel),
        },
        Matter::SlotOffered {
            offer: OfferId::example(1),
            with,
            spot,
            until: at,
        },
        Matter::RequestReceived { request, with },
        Matter::RequestsReceived {},
        Matter::RequestAccepted {
            request,
            with,
            spot,
            until: at,
        },
        Matter::RequestAnswered {
            request,
            with,
            answer: RequestAnswer::Refused,
        },
        Matter::SessionChanged { session },
        Matter::SessionCancelled { session },
        Matter::SeatObtained { session },
        Matter::EventCalledOff {},
        Matter::EventReinstated {},
        Matter::AgendaIssued {},
        Matter::Announcement {
            announcement: AnnouncementId::example(1),
        },
        Matter::MessageWaiting {
            conversation: ConversationId::example(1),
            message: MessageId::example(1),
            with: Some(with),
        },
    ]
}

/// Every label that a letter can show, by turns.
const FIELDS: [CardKey; 7] = [
    CardKey::Session(testing::SESSION),
    CardKey::Event,
    CardKey::Person(person(1)),
    CardKey::Person(person(2)),
    CardKey::Company(CompanyId::example(2)),
    CardKey::Place(testing::table(1)),
    CardKey::Announcement(AnnouncementId::example(1)),
];

const LINK: &str = "https://regie.test/sign-in?token=1&a=b";

#[tokio::test]
async fn no_payload_in_any_field_of_any_letter_becomes_more_than_text() {
    let payloads = payloads();
    assert!(payloads.len() >= 200, "{}", payloads.len());
    let matters = matters();
    assert_eq!(
        matters.len(),
        Kind::ALL.len(),
        "every kind of letter is tried"
    );
    let (_database, node) = testing::node().await;
    let event = node.registry.event(EVENT).await.unwrap().unwrap();
    let view = (*event.view()).clone();
    let mut n_letters = 0;
    for payload in &payloads {
        for field in FIELDS {
            let mut hurt = view.clone();
            let card = Card {
                title: payload.clone(),
                detail: payload.clone(),
                code: "Europe/Paris".into(),
            };
            let update = CardUpdate {
                key: field,
                card: Some(card.clone()),
            };
            hurt.labels.insert(update.key, card);
            let setup = PostSetup {
                colour: payload.clone(),
                ..PostSetup::default()
            };
            let scene = Scene::new(hurt.into(), setup);
            for matter in &matters {
                let language = Language::ALL[n_letters % 2];
                check(&scene, matter, language, payload);
                n_letters += 1;
            }
        }
    }
    println!("{n_letters} letters");
}

fn check(scene: &Scene, matter: &Matter, language: Language, payload: &str) {
    let holder = Holder::Person(person(1));
    let name = scene.name(holder);
    let values = values(matter, Some(holder), &name, true, Some(scene), language);
    let product = words::product(matter.kind(), language);
    let (subject, [text, html, ..]) =
        write(&product, &values, Some(LINK), Some(scene), language).unwrap();
    let bytes = app::port::mailer::bytes_of(&app::port::Outgoing {
        sender_name: HeaderText::tamed(scene.sender_name()),
        sender: Address::parse("regie@mail.test").unwrap(),
        reply_to: None,
        name: HeaderText::tamed(&name),
        to: Address::parse("person-1@mail.test").unwrap(),
        subject: subject.clone(),
        text,
        html,
        picture: scene.picture().cloned(),
        message_id: HeaderText::parse("<1@mail.test>").unwrap(),
    });
    let message = MessageParser::default().parse(&bytes).unwrap();
    let mut headers: Vec<_> = message
        .headers()
        .iter()
        .map(|h| h.name().to_ascii_lowercase())
        .collect();
    headers.sort();
    let ours = [
        "auto-submitted",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "subject",
        "to",
    ];
    assert_eq!(headers, ours, "{payload:?} in {matter:?}");
    let to = message.to().unwrap();
    assert_eq!(to.iter().count(), 1, "{payload:?}");
    assert_eq!(
        to.first().unwrap().address.as_deref(),
        Some("person-1@mail.test")
    );
    assert_eq!(message.from().unwrap().iter().count(), 1, "{payload:?}");
    // Leading and trailing blanks are the parser's to drop.
    assert_eq!(
        message.subject().unwrap_or_default().trim(),
        subject.as_str().trim(),
        "{payload:?}"
    );
    assert_eq!(message.parts.len(), 3, "two parts in one: {payload:?}");
    assert!(message.attachment(0).is_none());
    assert!(message.parts[2].content_type().unwrap().subtype() == Some("html"));
    let html = message.body_html(0).unwrap();
    let tags: Vec<&str> = html.split('<').skip(1).collect();
    for tag in &tags {
        let name: String = tag
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '!' || *c == '/')
            .collect();
        let is_ours = [
            "!doctype", "html", "/html", "head", "/head", "meta", "title", "/title", "body",
            "/body", "table", "/table", "tr", "/tr", "td", "/td", "p", "/p", "br", "a", "/a",
            "span", "/span",
        ]
        .contains(&name.as_str());
        assert!(is_ours, "<{tag} from {payload:?}");
        assert!(
            !tag.contains(" on") || !tag.split('>').next().unwrap().contains(" on"),
            "{tag}"
        );
    }
    let n_links = html.matches("href=").count();
    let n_expected = usize::from(product.body.contains("{{ link }}"));
    // An escaped href in a text has no tag around it and so is none.
    let n_anchors = html
        .matches("<a href=\"https://regie.test/sign-in?token=1&amp;a=b\"")
        .count();
    assert_eq!(n_anchors, n_expected, "{payload:?} in {matter:?}");
    assert!(n_links >= n_anchors && html.matches("<a ").count() == n_anchors);
}

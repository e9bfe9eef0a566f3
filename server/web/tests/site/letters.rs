//! The outbox and the templates over HTTP.

use app::Holder;
use app::port::mailer::bytes_of;
use app::port::{Address, HeaderText, Outgoing};
use app::post::compose::compose;
use app::testing::{EVENT, MAIN, person, spot};
use protocol::Actor;
use protocol::command::BookMeeting;
use protocol::id::{CommandId, MeetingId};
use protocol::post::{
    LetterAnswer, LetterStanding, LetterWords, LettersDone, OutboxPage, PostSettings,
    PostSettingsOutcome, PostSettingsPage, TemplateOutcome, TemplateWish, TemplatesPage,
};
use store::Contact;
use web::Surface;

use crate::stage::{Answer, Stage};

struct Desk {
    stage: Stage,
    cookie: String,
}

impl Desk {
    async fn open() -> Self {
        Self::over(Stage::new().await).await
    }

    async fn over(stage: Stage) -> Self {
        let contacts: Vec<_> = (1..=4)
            .map(|n| {
                let contact = Contact {
                    address: format!("person-{n}@mail.test"),
                    language: "fr".into(),
                };
                (Holder::Person(person(n)), contact)
            })
            .collect();
        stage
            .node
            .store
            .put_contacts(EVENT, &contacts)
            .await
            .unwrap();
        let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
        Self { stage, cookie }
    }

    async fn ask(&self, method: &str, way: &str, body: &[u8]) -> Answer {
        let origin = self.stage.origin();
        let headers = [
            ("cookie", &*self.cookie),
            ("origin", &*origin),
            ("content-type", "application/vnd.msgpack"),
        ];
        let path = format!("/desk/{EVENT}/{way}");
        self.stage.request(method, &path, &headers, body).await
    }

    async fn outbox(&self, only: &str) -> OutboxPage {
        let answer = self.ask("GET", &format!("letters?only={only}"), &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        OutboxPage::decode(&answer.body).unwrap()
    }

    async fn book(&self, n: u64) {
        let event = self
            .stage
            .node
            .registry
            .event(EVENT)
            .await
            .unwrap()
            .unwrap();
        let book = BookMeeting {
            meeting: MeetingId::example(n),
            host: person(2 * n - 1),
            guest: person(2 * n),
            spot: spot(0, n),
        };
        let id = CommandId::example(700 + n);
        event.command_as(Actor::Staff(MAIN), id, book.into()).await;
    }

    async fn template(&self, act: &str, wish: &TemplateWish) -> (u16, TemplateOutcome) {
        let way = format!("letter-templates/{act}");
        let answer = self.ask("POST", &way, &wish.encode()).await;
        (
            answer.status,
            TemplateOutcome::decode(&answer.body).unwrap(),
        )
    }
}

#[tokio::test]
async fn letters_are_listed_opened_called_off_and_never_shown_to_others() {
    let desk = Desk::open().await;
    desk.book(1).await;
    let page = desk.outbox("").await;
    assert_eq!(
        (page.letters.len(), page.has_more, page.has_server),
        (2, false, false)
    );
    let first = page.letters.iter().next().unwrap().clone();
    assert!(first.name.starts_with("Person ") && first.address.ends_with("@mail.test"));
    assert_eq!(first.standing, LetterStanding::Waiting);
    let answer = desk.ask("GET", &format!("letters/{}", first.id), &[]).await;
    let opened = LetterAnswer::decode(&answer.body).unwrap();
    assert!(
        opened.text.contains("Table 1"),
        "written as it would go out now"
    );
    let html = desk
        .ask("GET", &format!("letters/{}/html", first.id), &[])
        .await;
    assert!(html.text().contains("Table 1"));
    let policy = html.header("content-security-policy");
    assert!(policy.starts_with("sandbox; default-src 'none'"));
    assert!(
        policy.ends_with("frame-ancestors 'self'"),
        "the console frames it"
    );
    assert_eq!(opened.due_at, Some(first.created_at), "it is tried at once");

    let cancelled = desk
        .ask("POST", &format!("letters/{}/cancel", first.id), &[])
        .await;
    assert_eq!(cancelled.status, 204);
    let again = desk
        .ask("POST", &format!("letters/{}/cancel", first.id), &[])
        .await;
    assert_eq!(again.status, 404);
    assert_eq!(desk.outbox("cancelled").await.letters.len(), 1);
    let answer = desk.ask("GET", &format!("letters/{}", first.id), &[]).await;
    let opened = LetterAnswer::decode(&answer.body).unwrap();
    assert_eq!(opened.due_at, None, "it is not tried any more");
    assert_eq!(desk.outbox("failed").await.letters.len(), 0);
    let all = desk.ask("POST", "letters/retry", &[]).await;
    assert_eq!(LettersDone::decode(&all.body).unwrap().n_letters, 0);
    assert_eq!(desk.ask("GET", "letters?only=lost", &[]).await.status, 400);
}

#[tokio::test]
async fn letters_wear_the_look_of_the_site_and_carry_its_banner_along() {
    let desk = Desk::over(crate::files::stage().await).await;
    let file = crate::files::give_banner(&desk.stage, &desk.cookie).await;
    desk.book(1).await;
    let id = desk.outbox("").await.letters.iter().next().unwrap().id;
    let store = &desk.stage.node.store;
    let kept = store.find_letter(id).await.unwrap().unwrap();
    let registry = &desk.stage.node.registry;
    let (composed, scene) = compose(registry, &kept).await.unwrap();
    let scene = scene.unwrap();
    let name = format!("{file}@banner");
    assert!(
        composed.html.contains("background:#0b4f6c"),
        "{}",
        composed.html
    );
    let picture = format!("src=\"cid:{name}\" alt=\"Un quai à l’aube\"");
    assert!(composed.html.contains(&picture), "{}", composed.html);
    assert!(
        !composed.html.contains("src=\"http"),
        "nothing is loaded from anywhere"
    );
    let inline = scene.picture().unwrap();
    assert_eq!(
        (&*inline.name, &inline.bytes[..2]),
        (&*name, &[0xff, 0xd8][..])
    );

    let message = bytes_of(&Outgoing {
        sender_name: HeaderText::default(),
        sender: Address::parse("regie@mail.test").unwrap(),
        reply_to: None,
        name: composed.name,
        to: composed.to,
        subject: composed.subject,
        text: composed.text,
        html: composed.html,
        picture: scene.picture().cloned(),
        message_id: HeaderText::parse("<1@mail.test>").unwrap(),
    });
    let message = String::from_utf8_lossy(&message).into_owned();
    assert!(message.contains("multipart/related"), "{message}");
    assert!(
        message.contains(&format!("Content-ID: <{name}>")),
        "{message}"
    );

    // Whoever looks into the outbox sees it, though nothing is loaded there either.
    let way = format!("letters/{id}/html");
    let html = desk.ask("GET", &way, &[]).await;
    assert!(html.text().contains("src=\"data:image/jpeg;base64,/9j/"));
    let policy = html.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'; img-src data:;"),
        "{policy}"
    );

    // A colour of the letters' own wins.
    let answer = desk.ask("GET", "letter-settings", &[]).await;
    let page = PostSettingsPage::decode(&answer.body).unwrap();
    assert_eq!(page.colour, "#0b4f6c", "which counts where none is chosen");
    let own = PostSettings {
        colour: "#0a5c36".into(),
        ..page.settings
    };
    desk.ask("POST", "letter-settings", &own.encode()).await;
    let html = desk.ask("GET", &way, &[]).await.text();
    assert!(
        html.contains("background:#0a5c36") && !html.contains("#0b4f6c"),
        "{html}"
    );
}

#[tokio::test]
async fn an_event_can_be_told_to_write_nothing() {
    let desk = Desk::open().await;
    assert_eq!(desk.ask("POST", "letters/off", &[]).await.status, 204);
    desk.book(1).await;
    let page = desk.outbox("").await;
    assert!(!page.is_on && page.letters.is_empty());
    assert_eq!(desk.ask("POST", "letters/on", &[]).await.status, 204);
    desk.book(2).await;
    let page = desk.outbox("").await;
    assert!(page.is_on && page.letters.len() == 2);
}

#[tokio::test]
async fn a_template_is_looked_at_saved_and_given_back() {
    let desk = Desk::open().await;
    desk.book(1).await;
    let wish = |subject: &str, body: &str, revision| TemplateWish {
        matter: "meeting_accepted".into(),
        language: "fr".into(),
        words: Some(LetterWords {
            subject: subject.into(),
            body: body.into(),
        }),
        revision,
    };
    let (status, flawed) = desk
        .template("save", &wish("Oui", "a\n {{ nom }}", 0))
        .await;
    let TemplateOutcome::Flawed(flaw) = flawed else {
        panic!("{flawed:?}")
    };
    assert_eq!((status, flaw.line, flaw.column), (409, 2, 5));
    assert_eq!(
        (flaw.what.as_str(), flaw.found.as_str()),
        ("unknown", "nom")
    );

    let mine = wish("Avec {{ with }}", "Bonjour {{ name }}, à {{ place }}.", 0);
    let (status, fine) = desk.template("preview", &mine).await;
    let TemplateOutcome::Fine(preview) = fine else {
        panic!("{fine:?}")
    };
    assert_eq!((status, preview.subject.as_str()), (200, "Avec Person 2"));
    assert!(preview.text.starts_with("Bonjour Person 1, à Table 1."));
    assert_eq!(desk.template("save", &mine).await.0, 200);
    let (status, late) = desk.template("save", &mine).await;
    assert!(matches!(late, TemplateOutcome::Flawed(flaw) if flaw.what == "stale"));
    assert_eq!(status, 409);

    let templates = async || {
        let answer = desk.ask("GET", "letter-templates", &[]).await;
        let page = TemplatesPage::decode(&answer.body).unwrap();
        assert_eq!(page.templates.len(), 62, "31 kinds in two languages");
        let is_it = |t: &&protocol::post::LetterTemplate| {
            t.matter == "meeting_accepted" && t.language == "fr"
        };
        page.templates.iter().find(is_it).cloned().unwrap()
    };
    let now = templates().await;
    assert_eq!(
        (now.revision, now.is_product, now.words.subject.as_str()),
        (1, false, "Avec {{ with }}")
    );
    // What waits follows the words of today.
    let id = desk.outbox("").await.letters.iter().next().unwrap().id;
    let answer = desk.ask("GET", &format!("letters/{id}"), &[]).await;
    let opened = LetterAnswer::decode(&answer.body).unwrap();
    assert!(
        opened.line.subject.starts_with("Avec Person"),
        "{}",
        opened.line.subject
    );

    let back = TemplateWish {
        words: None,
        revision: 1,
        ..mine.clone()
    };
    assert_eq!(desk.template("save", &back).await.0, 200);
    let now = templates().await;
    assert_eq!((now.revision, now.is_product), (2, true));
    // Without a server, and without an address, a test says so.
    let (_, told) = desk
        .template(
            "test",
            &TemplateWish {
                revision: 2,
                ..mine
            },
        )
        .await;
    assert!(matches!(told, TemplateOutcome::Fine(preview) if preview.outcome == "no_address"));
}

#[tokio::test]
async fn words_are_looked_at_as_a_page_that_the_console_frames() {
    let desk = Desk::open().await;
    desk.book(1).await;
    let origin = desk.stage.origin();
    let look = async |body: &str| {
        let headers = [
            ("cookie", &*desk.cookie),
            ("origin", &*origin),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let path = format!("/desk/{EVENT}/letter-templates/look");
        let stage = &desk.stage;
        stage
            .request("POST", &path, &headers, body.as_bytes())
            .await
    };
    let words = "matter=meeting_accepted&language=fr&subject=Oui";
    let answer = look(&format!(
        "{words}&body=Bonjour+%7B%7B+name+%7D%7D%0D%0A%0D%0A%3Cb%3E+ici"
    ))
    .await;
    assert_eq!(answer.status, 200);
    let html = answer.text();
    assert!(html.contains("Bonjour Person 1</p>"), "{html}");
    assert!(html.contains("&lt;b&gt; ici"), "{html}");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("sandbox; default-src 'none'"));
    let flawed = look(&format!("{words}&body=%7B%7B+nom+%7D%7D")).await;
    assert_eq!(flawed.status, 400);
}

#[tokio::test]
async fn settings_are_saved_from_what_was_seen_and_count_for_the_next_letter() {
    let desk = Desk::open().await;
    let seen = async || {
        let answer = desk.ask("GET", "letter-settings", &[]).await;
        PostSettingsPage::decode(&answer.body).unwrap()
    };
    let save = async |wish: &PostSettings| {
        let answer = desk.ask("POST", "letter-settings", &wish.encode()).await;
        let outcome = PostSettingsOutcome::decode(&answer.body).unwrap();
        (answer.status, outcome)
    };
    let page = seen().await;
    assert_eq!(
        (page.settings.revision, page.event.as_str(), page.sender),
        (0, "Test event", String::new())
    );
    let mine = PostSettings {
        is_announcing: true,
        sender_name: " Cap Littoral ".into(),
        reply_to: "contact@mail.test".into(),
        copies: protocol::List::new(vec!["bureau@mail.test".into()]).unwrap(),
        colour: "#0A5C36".into(),
        ..page.settings
    };
    let wrong = PostSettings {
        reply_to: "contact".into(),
        ..mine.clone()
    };
    let (status, outcome) = save(&wrong).await;
    assert_eq!(status, 409);
    assert!(
        matches!(&outcome, PostSettingsOutcome::Flawed(flaw)
            if flaw.field == "reply_to" && flaw.what == "address"),
        "{outcome:?}"
    );
    assert_eq!(seen().await.settings.revision, 0, "nothing was changed");

    let (status, outcome) = save(&mine).await;
    let PostSettingsOutcome::Saved(saved) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!((status, saved.revision), (200, 1));
    assert_eq!(
        (saved.sender_name.as_str(), saved.colour.as_str()),
        ("Cap Littoral", "#0a5c36")
    );
    assert_eq!(seen().await.settings, saved);
    // Who saw an older one is shown what counts, and changes nothing.
    let (status, outcome) = save(&mine).await;
    assert_eq!(
        (status, outcome),
        (409, PostSettingsOutcome::Stale(saved.clone()))
    );
    // The switch is no part of it, and stays as it is.
    assert_eq!(desk.ask("POST", "letters/off", &[]).await.status, 204);
    let (_, outcome) = save(&saved).await;
    assert!(matches!(&outcome, PostSettingsOutcome::Stale(now) if now.revision == 2));
    let (status, _) = save(&PostSettings {
        revision: 2,
        ..saved
    })
    .await;
    assert_eq!(status, 200);
    assert!(!desk.outbox("").await.is_on);

    assert_eq!(desk.ask("POST", "letters/on", &[]).await.status, 204);
    desk.book(1).await;
    let id = desk.outbox("").await.letters.iter().next().unwrap().id;
    let html = desk.ask("GET", &format!("letters/{id}/html"), &[]).await;
    assert!(html.text().contains("background:#0a5c36"));
}

//! Private messages as pages and as the phone asks for them.

use app::Holder;
use app::testing::{EVENT, MAIN, person, spot};
use protocol::Actor;
use protocol::command::BookMeeting;
use protocol::correspondence::{
    ConversationPage, MessageWish, Moderation, ModerationWish, ReportPage, Thread,
};
use protocol::id::{CommandId, MeetingId, MessageId};
use protocol::limits::PRIVATE_MESSAGE_CHARS_MAX;
use web::Surface;

use crate::stage::Stage;

const FORM: &str = "application/x-www-form-urlencoded";
const PACKED: &str = "application/vnd.msgpack";

async fn meeting(stage: &Stage) {
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let book = BookMeeting {
        meeting: MeetingId::example(1),
        host: person(1),
        guest: person(2),
        spot: spot(1, 1),
    };
    let id = CommandId::example(400);
    let told = event.command_as(Actor::Staff(MAIN), id, book.into()).await;
    assert!(matches!(told, app::live::Outcome::Committed { .. }));
}

async fn phone(stage: &Stage, n: u64) -> String {
    let who = Holder::Person(person(n));
    stage.cookie(Surface::Phone, who).await
}

#[tokio::test]
async fn everything_is_done_without_script_and_what_was_typed_stays() {
    let stage = Stage::new().await;
    meeting(&stage).await;
    let (one, two) = (phone(&stage, 1).await, phone(&stage, 2).await);
    let with = |n: u64| format!("/my/{EVENT}/messages/{}", person(n));
    let list = format!("/my/{EVENT}/messages");
    let page = stage.get(&list, &one).await.text();
    assert!(
        page.contains("Person 2") && page.contains("Aucun message"),
        "{page}"
    );

    let body = |n: u64, text: &str| format!("command={}&text={text}", CommandId::example(n));
    let hostile = "Bonjour+%3Cscript%3E%0D%0Ahttps%3A%2F%2Fevil.test";
    for _ in 0..2 {
        let sent = stage
            .post(&with(2), &one, FORM, body(1, hostile).as_bytes())
            .await;
        assert_eq!(sent.status, 303, "{}", sent.text());
    }
    let page = stage.get(&list, &two).await.text();
    assert!(page.contains("1 message non lu"), "{page}");
    let page = stage.get(&with(1), &two).await.text();
    assert_eq!(
        page.matches("Bonjour &#60;script&#62;").count(),
        1,
        "{page}"
    );
    assert!(!page.contains("href=\"https://evil"), "no link is made");
    let page = stage.get(&list, &two).await.text();
    assert!(!page.contains("non lu"), "looking is reading");

    let long = "x".repeat(PRIVATE_MESSAGE_CHARS_MAX + 2);
    let sent = stage
        .post(&with(1), &two, FORM, body(2, &long).as_bytes())
        .await;
    assert_eq!(sent.status, 422);
    let text = sent.text();
    assert!(
        text.contains(&long) && text.contains("trop long de 2"),
        "what was typed stays"
    );
    let sent = stage
        .post(&with(1), &two, FORM, body(2, "").as_bytes())
        .await;
    assert_eq!(sent.status, 422);
    // Nobody to whom he may write, and nobody at all.
    for with in [with(3), format!("/my/{EVENT}/messages/pigeon")] {
        assert_eq!(stage.get(&with, &one).await.status, 404);
        let sent = stage.post(&with, &one, FORM, body(3, "x").as_bytes()).await;
        assert_eq!(sent.status, 404);
    }

    let message = MessageId::from_bytes(CommandId::example(1).to_bytes());
    let report = format!(
        "command={}&message={message}&reason=unwanted",
        CommandId::example(9)
    );
    let way = format!("{}/report", with(1));
    let sent = stage.post(&way, &two, FORM, report.as_bytes()).await;
    assert_eq!(sent.status, 303, "{}", sent.text());

    let main = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let desk = format!("/desk/{EVENT}/message-reports");
    let page = ReportPage::decode(&stage.get(&desk, &main).await.body).unwrap();
    assert_eq!((page.n_open, &*page.reports[0].reporter), (1, "Person 2"));
    let wish = ModerationWish {
        command: CommandId::example(10),
        what: Moderation::Hide { message },
    };
    let done = stage.post(&desk, &main, PACKED, &wish.encode()).await;
    assert_eq!(done.status, 204, "{}", done.text());
    let page = stage.get(&with(1), &two).await.text();
    assert!(
        page.contains("Message masqué") && !page.contains("script&"),
        "{page}"
    );
}

#[tokio::test]
async fn a_phone_asks_the_team_answers_and_both_read_it_once() {
    let stage = Stage::new().await;
    let one = phone(&stage, 1).await;
    let main = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let way = format!("/live/{EVENT}/conversations");
    let help = format!("{way}/team");
    let wish = |n: u64, text: &str| {
        let command = CommandId::example(n);
        let text = text.to_owned();
        MessageWish { command, text }.encode()
    };
    for _ in 0..2 {
        let sent = stage
            .post(&help, &one, PACKED, &wish(1, "Un badge ?"))
            .await;
        assert_eq!(sent.status, 200, "{}", sent.text());
        assert_eq!(Thread::decode(&sent.body).unwrap().messages.len(), 1);
    }
    let desk = format!("/desk/{EVENT}/conversations");
    let page = ConversationPage::decode(&stage.get(&desk, &main).await.body).unwrap();
    assert_eq!((page.n_unread, &*page.heads[0].preview), (1, "Un badge ?"));
    let open = format!("{desk}/{}", page.heads[0].key);
    let sent = stage
        .post(&open, &main, PACKED, &wish(2, "À l’accueil"))
        .await;
    assert_eq!(Thread::decode(&sent.body).unwrap().messages.len(), 2);
    let page = ConversationPage::decode(&stage.get(&way, &one).await.body).unwrap();
    assert_eq!((page.n_unread, &*page.heads[0].key), (1, "team"));
    let thread = Thread::decode(&stage.get(&help, &one).await.body).unwrap();
    assert_eq!(&*thread.messages[1].text, "À l’accueil");
}

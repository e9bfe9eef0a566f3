//! The event's lists from outside: who may change them, and which words are taken.

use app::Holder;
use app::testing::{DOOR, EVENT, MAIN, SCREEN, person};
use protocol::card::CardUpdate;
use protocol::id::CommandId;
use protocol::limits::LABEL_CHARS_MAX;
use protocol::proposal::CodedReject;
use protocol::vocabulary::VocabularyWish;
use protocol::{Card, CardKey, Keyword, KeywordKind, List, Tag, Vocabulary};
use web::Surface;

use crate::stage::{Answer, Stage};

const KIND: &str = "application/vnd.msgpack";

fn lists(n: u16) -> Vocabulary {
    let keyword = |tag| Keyword {
        tag: Tag(tag),
        kind: KeywordKind::Topic,
    };
    Vocabulary {
        keywords: List::new((0..n).map(keyword).collect()).unwrap(),
        figures: List::default(),
    }
}

fn wish(command: u64, before: u16, after: u16, labels: &[(CardKey, &str)]) -> VocabularyWish {
    let label = |(key, title): &(CardKey, &str)| CardUpdate {
        key: *key,
        card: Some(Card {
            title: (*title).to_owned(),
            ..Card::default()
        }),
    };
    VocabularyWish {
        command: CommandId::example(command),
        before: lists(before),
        after: lists(after),
        labels: List::new(labels.iter().map(label).collect()).unwrap(),
        seen: List::default(),
    }
}

async fn send(stage: &Stage, cookie: &str, wish: &VocabularyWish) -> Answer {
    let way = format!("/desk/{EVENT}/vocabulary");
    stage.post(&way, cookie, KIND, &wish.encode()).await
}

#[tokio::test]
async fn only_who_may_set_the_event_up_changes_its_lists() {
    let stage = Stage::new().await;
    let wish = wish(1, 0, 1, &[(CardKey::Tag(Tag(0)), "Usinage")]);
    for (holder, status) in [
        (Holder::Staff(DOOR), 403),
        (Holder::Staff(SCREEN), 403),
        (Holder::Person(person(1)), 403),
        (Holder::Staff(MAIN), 204),
    ] {
        let cookie = stage.cookie(Surface::Console, holder).await;
        assert_eq!(send(&stage, &cookie, &wish).await.status, status);
    }
    assert_eq!(send(&stage, "", &wish).await.status, 401);
}

#[tokio::test]
async fn a_stale_wish_is_told_and_words_without_a_number_or_too_long_are_refused() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let tag = CardKey::Tag(Tag(0));
    let first = wish(1, 0, 1, &[(tag, "Usinage")]);
    // Sent again with the same id, it is done once.
    for _ in 0..2 {
        assert_eq!(send(&stage, &cookie, &first).await.status, 204);
    }
    let stale = send(&stage, &cookie, &wish(2, 0, 2, &[])).await;
    assert_eq!(stale.status, 409);
    let why = CodedReject::decode(&stale.body).unwrap().read().unwrap();
    assert_eq!(why.name(), "VocabularyChanged");
    let long = "x".repeat(LABEL_CHARS_MAX);
    let renamed = wish(3, 1, 1, &[(tag, &long)]);
    assert_eq!(send(&stage, &cookie, &renamed).await.status, 204);
    let longer = "x".repeat(LABEL_CHARS_MAX + 1);
    for (n, label) in [
        (4, (tag, longer.as_str())),
        (5, (tag, " ")),
        (6, (CardKey::Tag(Tag(7)), "Elsewhere")),
        (7, (CardKey::Person(person(1)), "Somebody else")),
    ] {
        let answer = send(&stage, &cookie, &wish(n, 1, 1, &[label])).await;
        assert!(
            (400..500).contains(&answer.status),
            "{label:?}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn other_words_than_the_sender_saw_are_not_written_over() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let word = |title: &'static str| [(CardKey::Tag(Tag(0)), title)];
    let first = wish(1, 0, 1, &word("Usinage"));
    assert_eq!(send(&stage, &cookie, &first).await.status, 204);
    let seeing = |command, seen: &'static str, title: &'static str| VocabularyWish {
        seen: wish(command, 1, 1, &word(seen)).labels,
        ..wish(command, 1, 1, &word(title))
    };
    let one = seeing(2, "Usinage", "Usinage de précision");
    let other = seeing(3, "Usinage", "Usinage à façon");
    assert_eq!(send(&stage, &cookie, &one).await.status, 204);
    let answer = send(&stage, &cookie, &other).await;
    assert_eq!(
        answer.status, 409,
        "the numbers are the same, the words are not"
    );
    let why = CodedReject::decode(&answer.body).unwrap().read().unwrap();
    assert_eq!(why.name(), "VocabularyChanged");
    // Who looks again and insists has the last word.
    let again = seeing(4, "Usinage de précision", "Usinage à façon");
    assert_eq!(send(&stage, &cookie, &again).await.status, 204);
}

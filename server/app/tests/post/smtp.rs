//! Against a mail server that speaks SMTP, and misbehaves.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use app::port::mailer::SmtpSettings;
use app::port::{Address, Clock, HeaderText, SmtpMailer};
use app::post::{Deliver, Language, Letter, Matter, Recipient};
use app::testing::{EVENT, person};
use mail_parser::MessageParser;
use store::LetterState;

use crate::certificate::Certificates;
use crate::outbox::Office;
use crate::server::{Manner, Protection, SmtpServer};

fn delivering(office: &Office, url: String) -> Arc<Deliver> {
    trusting(office, url, None)
}

/// The same, with one more authority trusted.
fn trusting(office: &Office, url: String, authority: Option<&[u8]>) -> Arc<Deliver> {
    let mailer = SmtpMailer::new(&SmtpSettings {
        url,
        n_connections_max: 2,
        timeout: Duration::from_millis(400),
        authority: authority.map(<[u8]>::to_vec),
    })
    .unwrap();
    office.delivering(Arc::new(mailer))
}

/// Waits until every letter ended, moving the clock on as time would. How many looks it took.
async fn settle(office: &Office, deliver: &Arc<Deliver>) {
    for _ in 0..200 {
        office.jobs.work_off(&**deliver).await.unwrap();
        if office.letters(Some(LetterState::Waiting)).await.is_empty() {
            return;
        }
        office.clock.advance(Duration::from_secs(600));
    }
    panic!("letters still wait");
}

/// How often each message id arrived.
fn by_id(server: &SmtpServer) -> BTreeMap<String, usize> {
    let mut ids = BTreeMap::new();
    for arrived in server.arrived() {
        let message = MessageParser::default().parse(&arrived.bytes).unwrap();
        *ids.entry(message.message_id().unwrap().to_owned())
            .or_default() += 1;
    }
    ids
}

#[tokio::test]
async fn a_message_arrives_as_it_was_written() {
    let office = Office::open().await;
    let server = SmtpServer::start().await;
    office.book(1, person(1), person(2), 0).await;
    settle(&office, &delivering(&office, server.url())).await;
    let arrived = server.arrived();
    assert_eq!(arrived.len(), 2);
    let first = arrived
        .iter()
        .find(|a| a.recipients == ["person-1@mail.test"])
        .unwrap();
    let message = MessageParser::default().parse(&first.bytes).unwrap();
    let subject = message.subject().unwrap();
    assert_eq!(
        subject,
        "Rendez-vous avec Person 2 le jeudi 26 novembre 2026"
    );
    let from = message.from().unwrap().first().unwrap();
    assert_eq!(from.name.as_deref(), Some("Test event"));
    assert_eq!(from.address.as_deref(), Some("regie@mail.test"));
    assert!(
        message
            .body_text(0)
            .unwrap()
            .contains("à 10\u{202f}h\u{202f}00")
    );
    assert!(message.body_html(0).unwrap().contains("<html lang=\"fr\">"));
    let automatic = message.header("Auto-Submitted").unwrap().as_text();
    assert_eq!(automatic, Some("auto-generated"));
}

#[tokio::test]
async fn passing_trouble_is_tried_again_and_lasting_trouble_is_not() {
    let office = Office::open().await;
    let server = SmtpServer::start().await;
    server.behave([
        Manner::Recipient(450),
        Manner::Recipient(550),
        Manner::Data(451),
        Manner::Data(554),
    ]);
    for n in 0..3_u64 {
        let (host, guest) = (person(2 * n + 1), person(2 * n + 2));
        office.book(n + 1, host, guest, 0).await;
    }
    settle(&office, &delivering(&office, server.url())).await;
    assert_eq!(office.letters(Some(LetterState::Sent)).await.len(), 4);
    let failed = office.letters(Some(LetterState::Failed)).await;
    let mut errors: Vec<_> = failed.iter().map(|l| l.error.as_str()).collect();
    errors.sort_unstable();
    assert_eq!(errors, ["smtp_550", "smtp_554"]);
    assert!(
        by_id(&server).values().all(|n| *n == 1),
        "nothing twice: {:?}",
        by_id(&server)
    );
    // What failed for good can be tried again by hand.
    let now = office.clock.now();
    assert_eq!(
        office
            .node
            .store
            .retry_letters(EVENT, None, now, None)
            .await
            .unwrap(),
        2
    );
    settle(&office, &delivering(&office, server.url())).await;
    assert_eq!(by_id(&server).len(), 6);
}

#[tokio::test]
async fn a_server_that_hangs_up_or_falls_silent_loses_nothing() {
    let office = Office::open().await;
    let server = SmtpServer::start().await;
    server.behave([Manner::DropsInData, Manner::Silent, Manner::TakesAndDrops]);
    for n in 0..3_u64 {
        let (host, guest) = (person(2 * n + 1), person(2 * n + 2));
        office.book(n + 1, host, guest, 0).await;
    }
    settle(&office, &delivering(&office, server.url())).await;
    assert_eq!(office.letters(Some(LetterState::Sent)).await.len(), 6);
    let ids = by_id(&server);
    assert_eq!(ids.len(), 6, "nothing is lost");
    // Taken without a word: nobody can know, so it comes once more, under the same name.
    assert_eq!(ids.values().filter(|n| **n == 2).count(), 1);
    assert!(ids.values().all(|n| *n <= 2));
}

#[tokio::test]
async fn a_server_that_is_away_for_a_while_gets_everything_when_it_is_back() {
    let office = Office::open().await;
    let address = {
        let gone = SmtpServer::start().await;
        gone.address
    };
    for n in 0..3_u64 {
        let (host, guest) = (person(2 * n + 1), person(2 * n + 2));
        office.book(n + 1, host, guest, 0).await;
    }
    let deliver = delivering(&office, format!("smtp://{address}"));
    for _ in 0..5 {
        office.jobs.work_off(&*deliver).await.unwrap();
        office.clock.advance(Duration::from_secs(600));
    }
    let waiting = office.letters(Some(LetterState::Waiting)).await;
    assert_eq!(waiting.len(), 6);
    assert!(
        waiting.iter().all(|l| l.error == "smtp_unreachable"),
        "{waiting:?}"
    );
    let back = SmtpServer::start_at(address).await;
    settle(&office, &deliver).await;
    assert_eq!(by_id(&back).values().sum::<usize>(), 6);
}

#[tokio::test]
async fn the_postman_works_by_himself_and_finishes_before_he_goes() {
    let office = Office::open().await;
    let server = SmtpServer::start().await;
    let deliver = delivering(&office, server.url());
    let postman = tokio::spawn(office.jobs.clone().keep_working(deliver));
    for n in 0..3_u64 {
        let (host, guest) = (person(2 * n + 1), person(2 * n + 2));
        office.book(n + 1, host, guest, 0).await;
    }
    let all = async {
        while office.letters(Some(LetterState::Sent)).await.len() < 6 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), all)
        .await
        .unwrap();
    office.jobs.stop();
    tokio::time::timeout(Duration::from_secs(20), postman)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(by_id(&server).len(), 6);
}

/// As many as a full event has participants.
const CROWD: usize = 1_500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifteen_hundred_letters_at_once_arrive_once_each() {
    let office = Office::open().await;
    let server = SmtpServer::start().await;
    let mailer = SmtpMailer::new(&SmtpSettings {
        url: server.url(),
        n_connections_max: 4,
        timeout: Duration::from_secs(20),
        authority: None,
    })
    .unwrap();
    let letters: Vec<_> = (0..CROWD)
        .map(|n| Letter {
            event: Some(EVENT),
            to: Recipient::Address {
                address: Address::parse(&format!("visitor-{n}@mail.test")).unwrap(),
                name: HeaderText::parse(&format!("Visitor {n}")).unwrap(),
                language: Language::ALL[n % 2],
            },
            matter: Matter::RegistrationReceived { person: person(1) },
            link: None,
            key: format!("visitor:{n}"),
            due_at: None,
        })
        .collect();
    let started = std::time::Instant::now();
    assert_eq!(office.post.enqueue(&letters).await.unwrap(), CROWD);
    // Asked for twice, they are the same letters.
    assert_eq!(office.post.enqueue(&letters).await.unwrap(), 0);
    let n_enqueued_ms = started.elapsed().as_millis();
    let deliver = office.delivering(Arc::new(mailer));
    let postman = tokio::spawn(office.jobs.clone().keep_working(deliver));
    let all = async {
        loop {
            let counted = office.node.store.count_letters(EVENT).await.unwrap();
            if counted == [(LetterState::Sent, CROWD as u64)] {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(120), all)
        .await
        .expect("every letter is sent in time");
    let n_all_ms = started.elapsed().as_millis();
    office.jobs.stop();
    postman.await.unwrap();
    println!("{CROWD} letters: enqueued in {n_enqueued_ms} ms, all handed over in {n_all_ms} ms");
    let ids = by_id(&server);
    assert_eq!(ids.len(), CROWD, "none is lost");
    assert!(ids.values().all(|n| *n == 1), "none comes twice");
    let mut recipients: Vec<_> = server
        .arrived()
        .into_iter()
        .flat_map(|arrived| arrived.recipients)
        .collect();
    recipients.sort();
    recipients.dedup();
    assert_eq!(recipients.len(), CROWD, "each to his own");
}

#[tokio::test]
async fn what_is_said_to_a_server_of_ones_own_is_protected_as_its_address_asks() {
    for (protection, url) in [
        (Protection::OnDemand, "smtp://127.0.0.1:PORT?tls=required"),
        (
            Protection::OnDemand,
            "smtp://127.0.0.1:PORT?tls=opportunistic",
        ),
        (Protection::Always, "smtps://127.0.0.1:PORT"),
    ] {
        let office = Office::open().await;
        let server = SmtpServer::start_protected(protection).await;
        let url = url.replace("PORT", &server.address.port().to_string());
        office.book(1, person(1), person(2), 0).await;
        settle(
            &office,
            &trusting(&office, url.clone(), Some(&Certificates::get().authority)),
        )
        .await;
        let arrived = server.arrived();
        assert_eq!(arrived.len(), 2, "{url}");
        assert!(arrived.iter().all(|one| one.is_protected), "{url}");
    }
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_gets_nothing_and_the_letters_wait() {
    let office = Office::open().await;
    let server = SmtpServer::start_protected(Protection::OnDemand).await;
    let url = format!("smtp://{}?tls=required", server.address);
    office.book(1, person(1), person(2), 0).await;
    let deliver = delivering(&office, url.clone());
    for _ in 0..3 {
        office.jobs.work_off(&*deliver).await.unwrap();
        office.clock.advance(Duration::from_secs(600));
    }
    assert!(server.arrived().is_empty());
    let waiting = office.letters(Some(LetterState::Waiting)).await;
    assert_eq!(waiting.len(), 2);
    assert!(
        waiting.iter().all(|letter| letter.error == "smtp_tls"),
        "{waiting:?}"
    );
    // Once somebody vouches for it, what waited goes.
    settle(
        &office,
        &trusting(&office, url, Some(&Certificates::get().authority)),
    )
    .await;
    assert_eq!(server.arrived().len(), 2);
}

#[tokio::test]
async fn a_server_that_cannot_protect_what_is_said_gets_nothing_where_that_is_required() {
    let office = Office::open().await;
    let server = SmtpServer::start().await;
    office.book(1, person(1), person(2), 0).await;
    let deliver = delivering(&office, format!("smtp://{}?tls=required", server.address));
    for _ in 0..3 {
        office.jobs.work_off(&*deliver).await.unwrap();
        office.clock.advance(Duration::from_secs(600));
    }
    assert!(server.arrived().is_empty(), "nothing is said in clear");
    let waiting = office.letters(Some(LetterState::Waiting)).await;
    assert_eq!(waiting.len(), 2);
    assert!(
        waiting.iter().all(|letter| letter.error == "smtp_tls"),
        "{waiting:?}"
    );
}

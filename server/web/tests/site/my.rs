//! The private space as pages: the phone's moves, without a program.

use app::Holder;
use app::live::Outcome;
use app::testing::{EVENT, MAIN, expert, person, slot, spot};
use protocol::command::{BookMeeting, ChangeStage, MakeRequest, MoveMeeting, RefuseRequest};
use protocol::id::{CommandId, CompanyId, MeetingId, PersonId, RequestId};
use protocol::{Actor, Command, EventStage, MeetingStatus, RequestStatus, SlotSet};
use web::Surface;

use crate::stage::{Answer, Stage};

const FORM: &str = "application/x-www-form-urlencoded";

/// A participant with a browser that speaks French.
struct Reader<'a> {
    stage: &'a Stage,
    cookie: String,
}

impl<'a> Reader<'a> {
    async fn of(stage: &'a Stage, who: PersonId) -> Self {
        let cookie = stage.cookie(Surface::Phone, Holder::Person(who)).await;
        Self { stage, cookie }
    }

    async fn see(&self, way: &str) -> Answer {
        let path = format!("/my/{EVENT}{way}");
        self.stage.get(&path, &self.cookie).await
    }

    async fn text(&self, way: &str) -> String {
        let answer = self.see(way).await;
        assert_eq!(answer.status, 200, "{way}: {}", answer.text());
        assert_eq!(answer.header("cache-control"), "no-store");
        answer.text()
    }

    async fn send(&self, way: &str, body: &str) -> Answer {
        let path = format!("/my/{EVENT}{way}");
        self.stage
            .post(&path, &self.cookie, FORM, body.as_bytes())
            .await
    }

    /// Sends a move and follows to the page that says what was done.
    async fn does(&self, way: &str, body: &str) -> String {
        let answer = self.send(way, body).await;
        assert_eq!(answer.status, 303, "{way} {body}: {}", answer.text());
        let to = answer.header("location").to_owned();
        self.stage.get(&to, &self.cookie).await.text()
    }
}

async fn as_them(stage: &Stage, actor: Actor, n: u64, command: impl Into<Command>) -> Outcome {
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let id = CommandId::example(n);
    event.command_as(actor, id, command.into()).await
}

async fn asks(stage: &Stage, n: u64, from: PersonId, to: PersonId) -> RequestId {
    let request = RequestId::example(n);
    let wish = MakeRequest {
        request,
        from,
        to,
        slots: SlotSet::EMPTY,
    };
    let made = as_them(stage, Actor::Person(from), 5_000 + n, wish).await;
    assert!(matches!(made, Outcome::Committed { .. }));
    request
}

async fn status(stage: &Stage, request: RequestId) -> RequestStatus {
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let view = event.view();
    view.state.request(request).unwrap().status.clone()
}

fn n_of(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[tokio::test]
async fn three_moves_make_a_meeting_and_a_second_press_is_the_same_move() {
    let stage = Stage::new().await;
    let (asker, asked) = (
        Reader::of(&stage, person(1)).await,
        Reader::of(&stage, person(2)).await,
    );
    let company = CompanyId::example(2);
    let page = asker.text(&format!("/ask/{company}")).await;
    assert!(page.contains("Rencontrer Company 2"), "{page}");
    // The event does not show who represents a company before they meet.
    assert!(!page.contains("Person 2"), "{page}");
    let ask = format!(
        "command={}&to={}&move=ask",
        CommandId::example(1),
        person(2)
    );
    let way = format!("/ask/{company}");
    let told = asker.does(&way, &ask).await;
    assert!(told.contains("Demande envoyée"), "{told}");
    let again = asker.does(&way, &ask).await;
    assert_eq!(n_of(&again, "En attente</span>"), 1, "asked once: {again}");
    let other = format!(
        "command={}&to={}&move=ask",
        CommandId::example(2),
        person(2)
    );
    let refused = asker.send(&way, &other).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("Cela existe déjà."));
    assert!(refused.text().contains("Votre demande est déjà partie."));

    let request = RequestId::from_bytes(CommandId::example(1).to_bytes());
    let inbox = asked.text("/requests").await;
    assert!(inbox.contains("Person 1") && inbox.contains("Company 1"));
    let accept = format!(
        "command={}&request={request}&move=accept",
        CommandId::example(3)
    );
    let told = asked.does("/requests", &accept).await;
    assert!(told.contains("Demande acceptée."), "{told}");
    asked.does("/requests", &accept).await;
    let agenda = asked.text("").await;
    assert!(agenda.contains("L’autre partie doit confirmer"), "{agenda}");

    let inbox = asker.text("/requests").await;
    assert!(inbox.contains("Place gardée"), "{inbox}");
    let confirm = format!(
        "command={}&request={request}&move=confirm",
        CommandId::example(4)
    );
    asker.does("/requests", &confirm).await;
    asker.does("/requests", &confirm).await;
    for reader in [&asker, &asked] {
        let agenda = reader.text("").await;
        assert_eq!(n_of(&agenda, "class=\"mine-card\" href"), 1, "{agenda}");
        assert!(agenda.contains("Table 1"), "{agenda}");
    }
    assert!(matches!(
        status(&stage, request).await,
        RequestStatus::Confirmed { .. }
    ));
}

#[tokio::test]
async fn what_somebody_else_did_meanwhile_is_said_above_how_things_stand() {
    let stage = Stage::new().await;
    let reader = Reader::of(&stage, person(2)).await;
    let request = asks(&stage, 1, person(1), person(2)).await;
    let refuse = RefuseRequest { request };
    as_them(&stage, Actor::Staff(MAIN), 6_000, refuse).await;
    let accept = format!(
        "command={}&request={request}&move=accept",
        CommandId::example(1)
    );
    let refused = reader.send("/requests", &accept).await;
    assert_eq!(refused.status, 409);
    let page = refused.text();
    assert!(page.contains("Cette demande a déjà reçu une réponse ou a été retirée."));
    assert!(page.contains("Voici où en sont les choses."));
    assert!(page.contains("Refusée"), "{page}");

    // In the other language with the same page's links in it.
    let path = "/requests?lang=en";
    let english = reader.send(path, &accept).await.text();
    assert!(english.contains("lang=\"en\""), "{english}");
    assert!(english.contains(&format!("/my/{EVENT}/badge?lang=en")));
}

#[tokio::test]
async fn nobody_moves_what_is_not_his() {
    let stage = Stage::new().await;
    let request = asks(&stage, 1, person(1), person(2)).await;
    let stranger = Reader::of(&stage, person(3)).await;
    for wish in ["accept", "refuse", "confirm", "cancel"] {
        let body = format!(
            "command={}&request={request}&move={wish}",
            CommandId::example(9)
        );
        assert_eq!(stranger.send("/requests", &body).await.status, 404);
    }
    assert_eq!(status(&stage, request).await, RequestStatus::Requested);
    let wish = BookMeeting {
        meeting: MeetingId::example(1),
        host: person(1),
        guest: person(2),
        spot: spot(3, 1),
    };
    as_them(&stage, Actor::Staff(MAIN), 6_000, wish).await;
    let way = format!("/meetings/{}", MeetingId::example(1));
    assert_eq!(stranger.see(&way).await.status, 404);
    let body = format!(
        "command={}&revision=1&reason=cancel-reason-travel",
        CommandId::example(8)
    );
    assert_eq!(stranger.send(&way, &body).await.status, 404);
    let none = stranger.send("/requests", "command=x&move=accept").await;
    assert_eq!(none.status, 400);
}

#[tokio::test]
async fn a_meeting_is_called_off_for_a_reason_and_only_as_it_was_seen() {
    let stage = Stage::new().await;
    let meeting = MeetingId::example(1);
    let wish = BookMeeting {
        meeting,
        host: person(1),
        guest: person(2),
        spot: spot(3, 1),
    };
    as_them(&stage, Actor::Staff(MAIN), 6_000, wish).await;
    let reader = Reader::of(&stage, person(1)).await;
    let way = format!("/meetings/{meeting}");
    let page = reader.text(&way).await;
    assert!(page.contains("Person 2") && page.contains("Table 1"));
    let revision = |page: &str| {
        let rest = page.split_once("name=\"revision\" value=\"").unwrap().1;
        rest.split('"').next().unwrap().to_owned()
    };
    let seen = revision(&page);
    let moved = MoveMeeting {
        meeting,
        from: spot(3, 1),
        to: spot(5, 2),
    };
    as_them(&stage, Actor::Staff(MAIN), 6_001, moved).await;
    let body = |seen: &str, n| {
        let id = CommandId::example(n);
        format!("command={id}&revision={seen}&reason=cancel-reason-travel")
    };
    let stale = reader.send(&way, &body(&seen, 1)).await;
    assert_eq!(stale.status, 409);
    assert!(stale.text().contains("rien n’est annulé"));
    assert!(stale.text().contains("Table 2"), "it shows what changed");
    let fresh = revision(&stale.text());
    let told = reader.does(&way, &body(&fresh, 2)).await;
    assert!(told.contains("Rendez-vous annulé"), "{told}");
    assert!(told.contains("Annulé par vous") && told.contains("problème de transport"));
    // Pressed again, it is said once more and nothing else happens.
    reader.does(&way, &body(&fresh, 2)).await;
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let status = event.view().state.meeting(meeting).unwrap().status.clone();
    assert!(matches!(status, MeetingStatus::Cancelled { .. }));
    let without = format!(
        "command={}&revision=1&reason=because",
        CommandId::example(3)
    );
    assert_eq!(reader.send(&way, &without).await.status, 400);
}

/// What a form says that its sender saw.
fn seen(page: &str) -> String {
    let rest = page.split_once("name=\"seen\" value=\"").unwrap().1;
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn availability_is_given_slot_by_slot_or_by_half_days_and_never_over_a_newer_one() {
    let stage = Stage::new().await;
    let reader = Reader::of(&stage, person(1)).await;
    let page = reader.text("/availability").await;
    assert_eq!(n_of(&page, "name=\"slot\""), 16);
    assert_eq!(n_of(&page, " checked"), 16);
    let first = seen(&page);
    let body = format!(
        "command={}&seen={first}&slot=2&slot=3",
        CommandId::example(1)
    );
    let told = reader.does("/availability", &body).await;
    assert!(told.contains("Vos disponibilités sont enregistrées."));
    assert_eq!(n_of(&told, " checked"), 2);
    reader.does("/availability", &body).await;

    let older = format!("command={}&seen={first}&slot=9", CommandId::example(2));
    let stale = reader.send("/availability", &older).await;
    assert_eq!(stale.status, 409);
    assert!(stale.text().contains("rien n’est enregistré"));
    assert_eq!(n_of(&stale.text(), " checked"), 2);

    let code = page.split_once("name=\"half\" value=\"").unwrap().1;
    let code = code.split(".all").next().unwrap();
    let half = format!(
        "command={}&seen={}&slot=2&slot=3&half={code}.all",
        CommandId::example(3),
        seen(&told)
    );
    let whole = reader.does("/availability", &half).await;
    assert!(n_of(&whole, " checked") > 2, "{whole}");
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let available = event.view().state.person(person(1)).unwrap().availability;
    assert_eq!(available.len(), n_of(&whole, " checked"));
}

#[tokio::test]
async fn an_experts_slot_is_taken_at_once_and_the_badge_is_ones_own() {
    let stage = Stage::new().await;
    let reader = Reader::of(&stage, person(1)).await;
    let way = format!("/ask/{}", expert(1));
    let page = reader.text(&way).await;
    assert!(page.contains("Prendre ce rendez-vous"), "{page}");
    let body = format!(
        "command={}&to={}&move=take&slot={}",
        CommandId::example(1),
        expert(1),
        slot(4).number()
    );
    reader.does(&way, &body).await;
    reader.does(&way, &body).await;
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let view = event.view();
    let meetings: Vec<_> = view.state.standing_meetings_of(person(1)).collect();
    assert_eq!(meetings.len(), 1);
    assert_eq!(meetings[0].spot.slot, slot(4));
    let page = reader.text(&way).await;
    assert!(page.contains("Vous avez déjà un rendez-vous."), "{page}");

    let badge = reader.text("/badge").await;
    let code = view.state.badge(person(1)).unwrap().to_text();
    assert!(badge.contains(&code));
    assert!(badge.contains(&format!("/live/{EVENT}/badge.svg?surface=phone")));
    let nobody = format!("/ask/{}", CompanyId::example(4_000));
    assert_eq!(reader.see(&nobody).await.status, 404);
}

#[tokio::test]
async fn who_is_no_participant_here_is_sent_to_the_sign_in() {
    let stage = Stage::new().await;
    let reader = Reader::of(&stage, person(1)).await;
    let own = stage.get("/my", &reader.cookie).await;
    assert_eq!(
        (own.status, own.header("location")),
        (303, format!("/my/{EVENT}").as_str())
    );
    let console = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    for cookie in ["", console.as_str()] {
        for path in ["/my".to_owned(), format!("/my/{EVENT}/badge")] {
            let answer = stage.get(&path, cookie).await;
            assert_eq!(
                (answer.status, answer.header("location")),
                (303, "/sign-in"),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn where_the_event_is_called_off_everything_is_read_and_nothing_is_done() {
    let stage = Stage::new().await;
    let reader = Reader::of(&stage, person(1)).await;
    let before = reader.text("/availability").await;
    assert!(!before.contains("Événement annulé"));
    let seen = seen(&before);
    let wish = ChangeStage {
        before: EventStage::Planned,
        after: EventStage::CalledOff,
    };
    let outcome = as_them(&stage, Actor::Staff(MAIN), 900, wish).await;
    assert!(matches!(outcome, Outcome::Committed { .. }));
    for way in ["", "/requests", "/availability", "/badge"] {
        assert!(reader.text(way).await.contains("Événement annulé"), "{way}");
    }
    let command = CommandId::example(901);
    let refused = reader
        .send(
            "/availability",
            &format!("command={command}&seen={seen}&slot=2"),
        )
        .await;
    assert!(refused.status >= 400, "{}", refused.status);
    let said = "L’événement n’est pas ouvert aux changements en ce moment.";
    assert!(refused.text().contains(said), "{}", refused.text());
}

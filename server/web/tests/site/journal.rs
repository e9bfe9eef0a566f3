//! The journal over HTTP: a line for every action of an administrator, found, filtered, taken
//! along, and checked.

use app::Holder;
use app::testing::{EVENT, MAIN, SECOND, person, spot};
use protocol::command::BookMeeting;
use protocol::correspondence::MessageSettings;
use protocol::id::{CommandId, LetterId, MeetingId, ProposalId, ResourceId};
use protocol::post::{LetterWords, OutboxPage, PostSettings, TemplateWish};
use protocol::proposal::{PlanWish, ProposalsPage, Suppose};
use protocol::resource::ResourceWish;
use protocol::site::{SiteEdit, SiteWish};
use protocol::{Actor, List, Resource, ResourceKind, SlotSet};
use store::{Contact, Journalled};
use web::{ROUTES, Surface};

use crate::stage::{Answer, Stage, within};

const FORM: &str = "application/x-www-form-urlencoded";
const PACKED: &str = "application/vnd.msgpack";

/// How an address of the desk that is asked to change something is held to its line.
enum Held {
    /// It is asked here, in this order, and leaves exactly one line.
    Asked,
    /// It changes nothing.
    Silent,
    /// What it does needs more than a stage has; `desk::plan` and the store's suite hold it to its
    /// line.
    InItsOwnTest,
    /// Its rows travel with a command through the event's actor, so there is an entry or nothing.
    ByCommand,
}

fn held(method: &str, path: &str) -> Option<Held> {
    use Held::{Asked, ByCommand, InItsOwnTest, Silent};
    let way = path.strip_prefix("/desk/{event}/")?;
    Some(match (method, way) {
        ("post", "plans") | ("delete", "plans/{id}") => Asked,
        ("post", "plans/{id}/cancel") => InItsOwnTest,
        ("post", "letters/on" | "letters/off" | "letters/{id}/cancel") => Asked,
        ("post", "letters/retry" | "letters/{id}/retry") => InItsOwnTest,
        ("post", "letter-templates/save" | "letter-templates/test") => Asked,
        ("post", "letter-settings" | "message-settings" | "resources") => Asked,
        ("post", "privacy/{person}/erase" | "clone" | "form" | "sectors" | "site") => Asked,
        ("post", "team" | "team/revoke" | "team/undo") => Asked,
        ("post", "letter-templates/preview" | "letter-templates/look") => Silent,
        ("post", "plans/{id}/publish" | "plans/{id}/undo" | "vocabulary") => ByCommand,
        ("post", "conversations/{id}" | "message-reports") => ByCommand,
        ("post", "assignment" | "assignment/apply" | "assignment/undo") => ByCommand,
        ("post", "registrations/accept" | "registrations/on-site") => ByCommand,
        ("post", way) if way.starts_with("registrations/{id}/") => ByCommand,
        ("post", "library" | "library/{file}" | "look") => ByCommand,
        ("post", "profiles/{company}" | "profiles/{company}/{section}") => ByCommand,
        _ => return None,
    })
}

struct Desk {
    stage: Stage,
    cookie: String,
}

impl Desk {
    async fn open() -> Self {
        let stage = Stage::new().await;
        let contact = |n: u64| {
            let address = format!("person-{n}@mail.test");
            let language = "fr".into();
            (Holder::Person(person(n)), Contact { address, language })
        };
        let contacts: Vec<_> = (1..=4).map(contact).collect();
        let store = &stage.node.store;
        store.put_contacts(EVENT, &contacts).await.unwrap();
        let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
        Self { stage, cookie }
    }

    async fn ask(&self, method: &str, way: &str, (kind, body): (&str, &[u8])) -> Answer {
        let origin = self.stage.origin();
        let headers = [
            ("cookie", &*self.cookie),
            ("origin", &*origin),
            ("content-type", kind),
        ];
        let path = format!("/desk/{EVENT}/{way}");
        self.stage.request(method, &path, &headers, body).await
    }

    async fn page(&self, query: &str) -> String {
        let path = format!("/desk/{EVENT}/journal?{query}");
        let answer = self.stage.get(&path, &self.cookie).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }

    /// Entries and lines of the event.
    async fn n_lines(&self) -> u64 {
        let store = &self.stage.node.store;
        let log = store.check_log(EVENT).await.unwrap();
        let journal = store.check_journal(Journalled::Event(EVENT)).await.unwrap();
        assert!(log.is_whole() && journal.is_whole());
        log.n_lines + journal.n_lines
    }

    /// Asks for something that is done, and leaves exactly one line.
    async fn one_line(&self, method: &str, way: &str, sent: (&str, &[u8])) -> Answer {
        let before = self.n_lines().await;
        let answer = self.ask(method, way, sent).await;
        let is_done = (200..400).contains(&answer.status);
        assert!(is_done, "{way}: {} {}", answer.status, answer.text());
        assert_eq!(self.n_lines().await, before + 1, "{method} {way}");
        answer
    }

    async fn book(&self, n: u64) {
        let event = self.stage.node.registry.event(EVENT).await;
        let book = BookMeeting {
            meeting: MeetingId::example(n),
            host: person(2 * n - 1),
            guest: person(2 * n),
            spot: spot(0, n),
        };
        let id = CommandId::example(700 + n);
        let event = event.unwrap().unwrap();
        event.command_as(Actor::Staff(MAIN), id, book.into()).await;
    }

    async fn proposals(&self) -> ProposalsPage {
        let answer = self.ask("GET", "plans", (PACKED, &[])).await;
        ProposalsPage::decode(&answer.body).unwrap()
    }
}

const fn packed(body: &[u8]) -> (&'static str, &[u8]) {
    (PACKED, body)
}

fn plan(seconds: u16) -> Vec<u8> {
    let wish = PlanWish {
        seconds,
        seed: 1,
        suppose: Suppose::default(),
        demands: None,
    };
    wish.encode()
}

#[test]
fn every_address_of_the_desk_is_held_to_its_line() {
    let mut n_held = 0;
    for route in ROUTES {
        if route.method == "get" || !route.path.starts_with("/desk/") {
            continue;
        }
        let (method, path) = (route.method, route.path);
        assert!(
            held(method, path).is_some(),
            "{method} {path} leaves no line"
        );
        n_held += 1;
    }
    assert!(n_held >= 40, "{n_held}");
}

#[tokio::test]
async fn plans_and_letters_leave_one_line_each() {
    let desk = Desk::open().await;
    desk.book(1).await;
    desk.one_line("POST", "plans", packed(&plan(1))).await;
    let made = async {
        loop {
            let page = desk.proposals().await;
            if let Some(head) = page.proposals.iter().next() {
                return head.id;
            }
            tokio::task::yield_now().await;
        }
    };
    let id: ProposalId = within("a proposal", made).await;
    let way = format!("plans/{id}");
    desk.one_line("DELETE", &way, packed(&[])).await;
    let outbox = desk.ask("GET", "letters", (PACKED, &[])).await;
    let outbox = OutboxPage::decode(&outbox.body).unwrap();
    let letters: Vec<LetterId> = outbox.letters.iter().map(|letter| letter.id).collect();
    let way = format!("letters/{}/cancel", letters[0]);
    desk.one_line("POST", &way, packed(&[])).await;
    let before = desk.n_lines().await;
    assert_eq!(desk.ask("POST", &way, packed(&[])).await.status, 404);
    let none = desk.ask("POST", "letters/retry", packed(&[])).await;
    assert_eq!(none.status, 200);
    assert_eq!(desk.n_lines().await, before, "nothing was done");
    desk.one_line("POST", "letters/off", packed(&[])).await;
    desk.one_line("POST", "letters/on", packed(&[])).await;

    let words = LetterWords {
        subject: "Oui".into(),
        body: "Bonjour".into(),
    };
    let template = TemplateWish {
        matter: "meeting_accepted".into(),
        language: "fr".into(),
        words: Some(words),
        revision: 0,
    };
    for act in ["test", "save"] {
        let way = format!("letter-templates/{act}");
        desk.one_line("POST", &way, packed(&template.encode()))
            .await;
    }
    let settings = PostSettings {
        revision: 2,
        is_announcing: true,
        sender_name: String::new(),
        reply_to: String::new(),
        copies: List::default(),
        colour: String::new(),
    };
    desk.one_line("POST", "letter-settings", packed(&settings.encode()))
        .await;
    let page = desk.page("").await;
    for text in [
        "Réglages des courriels modifiés",
        "Modèle de courriel modifié\u{a0}: meeting_accepted/fr",
        "Courriels désactivés",
        "Proposition de planning jetée",
        "Rendez-vous placé\u{a0}: Person 1 ↔ Person 2",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
}

#[tokio::test]
async fn the_other_addresses_of_the_desk_leave_one_line_each() {
    let desk = Desk::open().await;
    let form = |text: &'static str| (FORM, text.as_bytes());
    let messages = MessageSettings::default().encode();
    desk.one_line("POST", "message-settings", (PACKED, &messages))
        .await;
    let screens = ResourceWish {
        command: CommandId::example(903),
        before: None,
        after: Resource {
            id: ResourceId::example(1),
            kind: ResourceKind::Interpreter,
            capacity: 1,
            slots: SlotSet::EMPTY,
        },
        name: "Arabe".to_owned(),
        name_before: String::new(),
    };
    desk.one_line("POST", "resources", (PACKED, &screens.encode()))
        .await;
    desk.one_line(
        "POST",
        "sectors",
        form("revision=0&go=add&new_fr=Naval&new_en="),
    )
    .await;
    desk.one_line("POST", "form", form("revision=1&go=hide-city"))
        .await;
    let site = SiteWish {
        command: CommandId::example(801),
        edit: SiteEdit::Open {
            settings: crate::public::settings(),
        },
    };
    desk.one_line("POST", "site", (PACKED, &site.encode()))
        .await;
    let granted = "name=Ines&email=ines%40example.org&function-0=on&rows=all";
    desk.one_line("POST", "team", form(granted)).await;
    let revoke = format!("staff={SECOND}");
    let revoked = desk
        .one_line("POST", "team/revoke", (FORM, revoke.as_bytes()))
        .await;
    assert_eq!(revoked.status, 303);
    let event = desk.stage.node.registry.event(EVENT).await;
    let undo = format!("seq={}", event.unwrap().unwrap().view().seq);
    desk.one_line("POST", "team/undo", (FORM, undo.as_bytes()))
        .await;
    let way = format!("privacy/{}/erase", person(2));
    desk.one_line("POST", &way, form("name=Person+2")).await;
    let cloned = "name=Suite&english_name=&slug=suite-2027&first_day=2027-11-25";
    desk.one_line("POST", "clone", form(cloned)).await;

    // Labels are told to the event's actor, which hears of it soon.
    let page = within("the name is gone", async {
        loop {
            let page = desk.page("").await;
            if !page.contains("Person 2") {
                return page;
            }
            tokio::task::yield_now().await;
        }
    })
    .await;
    for text in [
        "Événement semblable ouvert",
        "Données d’une personne effacées",
        "Équipe modifiée",
        "Annulé par",
        "Ressource Arabe",
        "Formulaire d’inscription modifié",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    let store = &desk.stage.node.store;
    let house = store.journal(Journalled::House, None, 9).await.unwrap();
    assert_eq!(house.len(), 1, "opening an event is the house's as well");
}

#[tokio::test]
async fn what_is_handed_out_is_noted_and_found_again() {
    let desk = Desk::open().await;
    desk.book(1).await;
    let way = format!("privacy/{}/export.json", person(1));
    desk.one_line("GET", &way, (FORM, &[])).await;
    let csv = desk
        .one_line("GET", "journal/journal.csv", (FORM, &[]))
        .await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.header("content-disposition").starts_with("attachment"));
    let text = csv.text();
    assert!(text.starts_with('\u{feff}'), "spreadsheets look for it");
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].contains("\"Numéro\";\"Date\""), "{}", lines[0]);
    assert!(lines[1].contains("Journal téléchargé"), "{}", lines[1]);
    assert!(lines[2].contains("Données d’une personne remises\u{a0}: Person 1"));
    assert!(
        lines[2].contains("T09:00:00+01:00") || lines[2].contains("+00:00"),
        "{}",
        lines[2]
    );
    let n_entries = desk
        .stage
        .node
        .store
        .check_log(EVENT)
        .await
        .unwrap()
        .n_lines;
    assert_eq!(lines.len() as u64, 1 + n_entries + 2, "everything is there");

    let json = desk
        .one_line("GET", "journal/journal.jsonl?kind=data", (FORM, &[]))
        .await;
    let rows: Vec<serde_json::Value> = json
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let actions: Vec<_> = rows
        .iter()
        .map(|row| row["action"].as_str().unwrap())
        .collect();
    assert_eq!(
        actions,
        ["journal_exported", "journal_exported", "data_exported"]
    );
    assert_eq!(rows[2]["persons"][0], person(1).to_string());
    assert_eq!(rows[2]["checksum"].as_str().unwrap().len(), 64);

    let connections = desk
        .one_line("GET", "connections/connections.csv", (FORM, &[]))
        .await;
    assert!(connections.text().contains("\"Adresse\""));
    let lines = desk
        .one_line("GET", "connections/connections.jsonl", (FORM, &[]))
        .await;
    assert_eq!(
        lines.header("content-type"),
        "application/jsonl; charset=utf-8"
    );
    let page = desk.page("kind=data").await;
    assert_eq!(page.matches("Journal des connexions téléchargé").count(), 2);
    assert!(!page.contains("Rendez-vous placé"), "{page}");
}

#[tokio::test]
async fn a_journal_is_filtered_paged_and_checked() {
    let desk = Desk::open().await;
    desk.book(1).await;
    desk.book(2).await;
    let found = desk.page("about=person+3").await;
    assert!(found.contains("Person 3 ↔ Person 4"), "{found}");
    assert!(!found.contains("Person 1 ↔"), "{found}");
    let by = desk.page(&format!("author={SECOND}")).await;
    assert!(by.contains("Rien ne correspond ici"), "{by}");
    let by = desk.page(&format!("author={MAIN}&kind=meetings")).await;
    assert_eq!(by.matches("Rendez-vous placé").count(), 2);
    let nobody = desk.page("about=zzz").await;
    assert!(nobody.contains("Personne ne porte ce nom ici"), "{nobody}");
    let wrong = desk.page("from=2026-02-31").await;
    assert!(wrong.contains("Cette date n’existe pas"), "{wrong}");
    assert!(
        wrong.contains("value=\"2026-02-31\""),
        "what was typed stays"
    );
    let back = desk.page("from=2026-11-27&until=2026-11-26").await;
    assert!(back.contains("finit avant de commencer"), "{back}");
    let day = desk
        .page("from=2026-11-26&until=2026-11-26&kind=meetings")
        .await;
    assert_eq!(day.matches("Rendez-vous placé").count(), 2, "{day}");
    let none = desk.page("from=2026-11-27").await;
    assert!(none.contains("Rien ne correspond"), "{none}");
    let english = desk.page("lang=en").await;
    assert!(english.contains("Take along and check"), "{english}");

    for n in 0..60 {
        let word = if n % 2 == 0 { "off" } else { "on" };
        let way = format!("letters/{word}");
        assert_eq!(desk.ask("POST", &way, (FORM, &[])).await.status, 204);
    }
    let first = desk.page("").await;
    assert!(!first.contains("Rendez-vous placé"), "on a later page");
    let next = first.split("rel=\"next\" href=\"").nth(1).unwrap();
    let query = next.split('"').next().unwrap().split_once('?').unwrap().1;
    let second = desk.page(query).await;
    assert_eq!(second.matches("Rendez-vous placé").count(), 2, "{second}");
    let path = format!("/desk/{EVENT}/journal?before=x");
    assert_eq!(desk.stage.get(&path, &desk.cookie).await.status, 404);

    let whole = desk.page("check=1").await;
    assert!(
        whole.contains("Journal\u{a0}: chaîne intacte, 60 vérifiées."),
        "{whole}"
    );
    assert!(whole.contains("data-tone=\"live\""));
}

#[tokio::test]
async fn what_two_participants_write_to_each_other_is_counted_and_told_of_nobody() {
    let desk = Desk::open().await;
    desk.book(1).await;
    let one = Holder::Person(person(1));
    let phone = desk.stage.cookie(Surface::Phone, one).await;
    let body = format!("command={}&text=Bonjour", CommandId::example(1));
    let way = format!("/my/{EVENT}/messages/{}", person(2));
    let sent = desk.stage.post(&way, &phone, FORM, body.as_bytes()).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let page = desk.page("kind=letters").await;
    assert!(page.contains("Message privé"), "{page}");
    assert!(
        !page.contains("Person 1") && !page.contains("Person 2"),
        "{page}"
    );
    for query in ["about=person+1&kind=letters", "about=person+2&kind=letters"] {
        let page = desk.page(query).await;
        assert!(!page.contains("Message privé"), "{query}\n{page}");
    }
    let json = desk
        .ask("GET", "journal/journal.jsonl?kind=letters", (FORM, &[]))
        .await;
    assert!(
        !json.text().contains(&person(1).to_string()),
        "{}",
        json.text()
    );
}

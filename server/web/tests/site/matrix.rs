//! Who may ask which address: every address × every role × the own, another and an unknown event.
//!
//! The addresses come from the table that the router is made of. One without a row here fails the
//! test, and so does a row without an address.

use std::collections::BTreeMap;

use app::Holder;
use app::account::{Email, Tongue};
use app::desk::site::Sites;
use app::port::SeededRandom;
use app::testing::{DOOR, EVENT, MAIN, SCOPED, SCREEN, expert, person};
use protocol::command::GrantStaff;
use protocol::correspondence::{MessageSettings, MessageWish, Moderation, ModerationWish};
use protocol::id::{
    CommandId, CompanyId, EventId, MessageId, PageId, ProposalId, ResourceId, StaffId,
};
use protocol::message::SUBPROTOCOL;
use protocol::post::{PostSettings, TemplateWish};
use protocol::proposal::{PlanWish, PublishWish, Suppose};
use protocol::resource::ResourceWish;
use protocol::site::{SiteEdit, SiteWish};
use protocol::vocabulary::VocabularyWish;
use protocol::{
    Actor, Functions, List, Resource, ResourceKind, Role, Scope, SlotSet, Staff, Vocabulary,
};
use web::{DemoAccount, DemoKind, Limits, ROUTES, Route, Surface, When};

use crate::stage::{Answer, Stage, refused};

pub(crate) const OTHER: EventId = EventId::example(2);
const UNKNOWN: EventId = EventId::example(3);
const IDLE: StaffId = StaffId::example(700);

/// Everybody who can knock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Nobody,
    Participant,
    Expert,
    Door,
    Screen,
    /// Every function, the rows of one organisation.
    Scoped,
    /// Everybody's rows, no function.
    Idle,
    Main,
    /// Signed in as himself, at no event yet.
    User,
}

const EVERYBODY: [Who; 9] = [
    Who::Nobody,
    Who::Participant,
    Who::Expert,
    Who::Door,
    Who::Screen,
    Who::Scoped,
    Who::Idle,
    Who::Main,
    Who::User,
];

/// What an address is to those who ask.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Open {
    /// To everybody.
    All,
    /// To whoever is signed in to the event, by whichever surface.
    AtEvent,
    /// The same, but only these have what is asked for; the others find nothing.
    Having(&'static [Who]),
    /// The same, but only these may; the others are told so.
    May(&'static [Who]),
    /// To the console of the event, and there to these.
    Console(&'static [Who]),
    /// To a user; the others are sent to the sign-in.
    User,
    /// To whoever takes part in the event; the others are sent to the sign-in.
    Home,
    /// The same, and he is sent on.
    OwnEvent,
    /// To this machine, or with a word.
    Machine,
    /// To whoever knows a secret, which nobody here does.
    Secret,
}

/// What becomes of a request, as far as rights go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Met {
    /// The handler worked: whatever it says is not about rights.
    LetIn,
    NotSignedIn,
    Forbidden,
    NotFound,
    SentToSignIn,
}

pub(crate) fn met(answer: &Answer) -> Met {
    match answer.status {
        401 => Met::NotSignedIn,
        403 => Met::Forbidden,
        404 => Met::NotFound,
        303 if answer.header("location") == "/sign-in" => Met::SentToSignIn,
        500.. => panic!("{}: {}", answer.status, answer.text()),
        _ => Met::LetIn,
    }
}

const FORM: &str = "application/x-www-form-urlencoded";
const PACKED: &str = "application/vnd.msgpack";

/// The row of an address: to whom it is open, and a body that its handler takes.
pub(crate) fn row(method: &str, path: &str) -> Option<(Open, &'static str, Vec<u8>)> {
    use Open::{All, AtEvent, Console, Having, Home, Machine, May, OwnEvent, Secret, User};
    let nothing = (FORM, Vec::new());
    let form = |text: &str| (FORM, text.as_bytes().to_vec());
    let command = || {
        let command = CommandId::example(900);
        (PACKED, PublishWish { command }.encode())
    };
    let wish = || {
        let suppose = Suppose::default();
        let wish = PlanWish {
            seconds: 1,
            seed: 1,
            suppose,
            demands: None,
        };
        (PACKED, wish.encode())
    };
    let template = || {
        let wish = TemplateWish {
            matter: "announcement".into(),
            language: "fr".into(),
            words: None,
            revision: 0,
        };
        (PACKED, wish.encode())
    };
    let lists = || {
        let wish = VocabularyWish {
            command: CommandId::example(902),
            before: Vocabulary::default(),
            after: Vocabulary::default(),
            labels: List::default(),
            seen: List::default(),
        };
        (PACKED, wish.encode())
    };
    let resource = || {
        let wish = ResourceWish {
            command: CommandId::example(903),
            before: None,
            after: Resource {
                id: ResourceId::example(1),
                kind: ResourceKind::Interpreter,
                capacity: 1,
                slots: SlotSet::EMPTY,
            },
            name: "x".to_owned(),
            name_before: String::new(),
        };
        (PACKED, wish.encode())
    };
    let files = || {
        let text =
            "--cut\r\nContent-Disposition: form-data; name=\"go\"\r\n\r\nnext\r\n--cut--\r\n";
        (
            "multipart/form-data; boundary=cut",
            text.as_bytes().to_vec(),
        )
    };
    let message = || (PACKED, message_of(904));
    let announcement = || {
        let text = format!(
            r#"{{"command":"{}","announcement":"{}","audience":"everybody","text":"x"}}"#,
            CommandId::example(901),
            protocol::id::AnnouncementId::example(1)
        );
        ("application/json", text.into_bytes())
    };
    let (open, (kind, body)) = match (method, path) {
        ("get", "/live/{event}/socket") => (AtEvent, nothing),
        ("get", "/live/{event}/snapshot" | "/live/{event}/me") => (AtEvent, nothing),
        ("get", "/live/{event}/badge.svg") => (Having(&[Who::Participant, Who::Expert]), nothing),
        ("post", "/live/{event}/poll" | "/live/{event}/messages") => (AtEvent, nothing),
        ("get", "/live/{event}/conversations" | "/live/{event}/conversations/{with}") => {
            (May(&[Who::Participant, Who::Expert]), nothing)
        }
        ("post", "/live/{event}/conversations/{with}") => {
            (May(&[Who::Participant, Who::Expert]), message())
        }
        ("post", "/live/{event}/announcements") => (May(&[Who::Main]), announcement()),

        ("get", "/desk/{event}/plans") => (Console(&[Who::Main]), nothing),
        ("post", "/desk/{event}/plans") => (Console(&[Who::Main]), wish()),
        ("get" | "delete", "/desk/{event}/plans/{id}") => (Console(&[Who::Main]), nothing),
        ("post", "/desk/{event}/plans/{id}/cancel") => (Console(&[Who::Main]), nothing),
        ("post", "/desk/{event}/plans/{id}/publish" | "/desk/{event}/plans/{id}/undo") => {
            (Console(&[Who::Main]), command())
        }
        (
            "get",
            "/desk/{event}/letters"
            | "/desk/{event}/letter-templates"
            | "/desk/{event}/letter-settings",
        ) => (Console(&[Who::Main]), nothing),
        ("post", "/desk/{event}/letter-templates/look") => (
            Console(&[Who::Main]),
            form("matter=meeting_accepted&language=fr&subject=Oui&body=Oui"),
        ),
        ("post", "/desk/{event}/letter-settings") => {
            (Console(&[Who::Main]), (PACKED, post_settings().encode()))
        }
        ("get", "/desk/{event}/letters/{id}" | "/desk/{event}/letters/{id}/html") => {
            (Console(&[Who::Main]), nothing)
        }
        ("post", path) if path.starts_with("/desk/{event}/letters/") => {
            (Console(&[Who::Main]), nothing)
        }
        ("post", path) if path.starts_with("/desk/{event}/letter-templates/") => {
            (Console(&[Who::Main]), template())
        }
        ("get", "/desk/{event}/conversations" | "/desk/{event}/conversations/{id}")
        | ("get", "/desk/{event}/message-reports") => (Console(&[Who::Main, Who::Scoped]), nothing),
        ("post", "/desk/{event}/conversations/{id}") => {
            (Console(&[Who::Main, Who::Scoped]), message())
        }
        ("post", "/desk/{event}/message-reports") => (
            Console(&[Who::Main, Who::Scoped]),
            (PACKED, moderation().encode()),
        ),
        ("get", "/desk/{event}/message-settings") => (Console(&[Who::Main]), nothing),
        ("post", "/desk/{event}/message-settings") => (
            Console(&[Who::Main]),
            (PACKED, MessageSettings::default().encode()),
        ),
        ("get", "/desk/{event}/site") => (Console(&[Who::Main]), nothing),
        ("post", "/desk/{event}/site") => (Console(&[Who::Main]), (PACKED, site().encode())),
        ("get", path) if path.starts_with("/desk/{event}/site/pages/") => {
            (Console(&[Who::Main]), nothing)
        }
        ("post", "/e/{slug}/{language}/register/{step}") => {
            (All, form("asked=company.0.name&company.0.name=Mer&go=next"))
        }
        ("post", "/e/{slug}/{language}/register/{step}/files") => (All, files()),
        // Nobody has a file of that name; who may see which is told in `files.rs`.
        ("get", "/e/{slug}/files/{name}") => (Secret, nothing),
        ("get", "/desk/{event}/library" | "/desk/{event}/site/files" | "/desk/{event}/look") => {
            (Console(&[Who::Main]), nothing)
        }
        ("post", "/desk/{event}/library") => (Console(&[Who::Main]), files()),
        ("post", "/desk/{event}/library/{file}") => {
            (Console(&[Who::Main]), form("revision=1&go=save&name=x"))
        }
        ("post", "/desk/{event}/look") => (Console(&[Who::Main]), form("revision=9&go=save")),
        ("get", "/desk/{event}/form") => (Console(&[Who::Main]), nothing),
        ("post", "/desk/{event}/form") => (Console(&[Who::Main]), form("revision=9&go=hide-city")),
        ("get", "/desk/{event}/sectors") => (Console(&[Who::Main]), nothing),
        ("post", "/desk/{event}/sectors") => (Console(&[Who::Main]), form("revision=9&go=save")),
        // What waits in his rows is a scoped administrator's too; at the door one sees everybody.
        ("get", "/desk/{event}/registrations") => (Console(&[Who::Scoped, Who::Main]), nothing),
        ("get", "/desk/{event}/registrations/on-site") => (Console(&[Who::Main]), nothing),
        ("post", "/desk/{event}/registrations/accept") => {
            (Console(&[Who::Scoped, Who::Main]), form("pick=x"))
        }
        ("post", "/desk/{event}/registrations/on-site") => (
            Console(&[Who::Main]),
            form("asked=company.0.name&company.0.name=Mer"),
        ),
        ("get", path) if path.starts_with("/desk/{event}/registrations/{id}") => {
            (Console(&[Who::Scoped, Who::Main]), nothing)
        }
        ("post", path) if path.starts_with("/desk/{event}/registrations/{id}/") => (
            Console(&[Who::Scoped, Who::Main]),
            form("revision=1&sure=1&person=0"),
        ),
        ("get", "/desk/{event}/consents" | "/desk/{event}/consents.csv") => {
            (Console(&[Who::Scoped, Who::Main]), nothing)
        }
        ("get", "/sitemap.xml" | "/robots.txt") => (All, nothing),
        ("get", path) if path.starts_with("/e/{slug}") => (All, nothing),
        ("post", "/desk/{event}/vocabulary") => (Console(&[Who::Main]), lists()),
        ("post", "/desk/{event}/resources") => (Console(&[Who::Main]), resource()),
        ("get", path) if path.starts_with("/desk/{event}/connections") => {
            (Console(&[Who::Main]), nothing)
        }
        ("get", path) if path.starts_with("/desk/{event}/journal") => {
            (Console(&[Who::Main]), nothing)
        }

        ("get", "/desk/{event}/assignment") => (Console(&[Who::Main]), nothing),
        ("post", "/desk/{event}/assignment") => (Console(&[Who::Main]), form("revision=9")),
        ("post", "/desk/{event}/assignment/apply") => {
            (Console(&[Who::Main]), form("revision=9&whom=everybody"))
        }
        ("post", "/desk/{event}/assignment/undo") => (Console(&[Who::Main]), form("seq=1")),
        ("get", "/desk/{event}/clone") => (Console(&[Who::Main]), nothing),
        // A clone would be one event more; a form that cannot stand is as good a proof.
        ("post", "/desk/{event}/clone") => (Console(&[Who::Main]), form("name=&slug=&first_day=x")),
        ("get", path) if path.starts_with("/desk/{event}/privacy") => {
            (Console(&[Who::Main, Who::Scoped]), nothing)
        }
        ("post", "/desk/{event}/privacy/{person}/erase") => {
            (Console(&[Who::Main, Who::Scoped]), form("name=x"))
        }
        ("get", "/desk/{event}/team") => (Console(&[Who::Main]), nothing),
        ("post", "/desk/{event}/team") => (
            Console(&[Who::Main]),
            form("name=x&email=x%40example.org&rows=all"),
        ),
        ("post", "/desk/{event}/team/revoke") => (
            Console(&[Who::Main]),
            form("staff=01900000-0000-7000-8000-0000000000ff"),
        ),
        ("post", "/desk/{event}/team/undo") => (Console(&[Who::Main]), form("seq=1")),

        // Whoever sees some rows sees their profiles.
        ("get", "/desk/{event}/profiles") => (Console(&[Who::Scoped, Who::Main]), nothing),
        ("get", path) if path.starts_with("/desk/{event}/profiles/") => {
            (Console(&[Who::Scoped, Who::Main]), nothing)
        }
        ("post", path) if path.starts_with("/desk/{event}/profiles/") => {
            (Console(&[Who::Scoped, Who::Main]), form("revision=9&go=x"))
        }

        ("get", "/my") => (OwnEvent, nothing),
        ("get", path) if path.starts_with("/my/{event}") => (Home, nothing),
        // A form of an older page: its command is refused, whoever sends it.
        ("post", "/my/{event}/requests") => (
            Home,
            form(
                "command=01900000-0000-7000-8000-0000000000fe&move=accept&request=01900000-0000-7000-8000-0000000000ff",
            ),
        ),
        ("post", "/my/{event}/availability") => (
            Home,
            form("command=01900000-0000-7000-8000-0000000000fd&seen=x"),
        ),
        ("post", path) if path.starts_with("/my/{event}/") => (
            Home,
            form("command=01900000-0000-7000-8000-0000000000fc&to=x&reason=x"),
        ),

        ("get", "/sign-in" | "/sign-in/link") => (All, nothing),
        ("post", "/sign-in") => (All, form("token=x")),
        ("post", "/sign-in/password") => (All, form("email=x&password=y")),
        ("post", "/sign-in/link") => (All, form("email=nobody%40example.org")),
        ("get", "/sign-in/code") => (User, nothing),
        ("post", "/sign-in/code") => (User, form("code=1")),
        ("get" | "post", "/password/forgotten" | "/password/new") => (All, form("token=x")),
        ("get", "/demo") => (All, nothing),
        ("post", "/demo") => (All, form("role=0")),
        ("get", "/account/email/confirm") => (All, nothing),
        ("post", "/account/email/confirm") => (All, form("token=x")),

        ("get", "/calendar/{language}/{secret}") => (Secret, nothing),
        ("post", "/account/calendar" | "/account/calendar/close") => (User, form("account=x")),
        ("get", "/account/data" | "/account/data/export.json") => (User, nothing),
        ("post", "/account/data/news") => (User, form("account=x&wants=0")),
        ("post", "/account/data/erase") => (User, form("email=x&present=y")),
        ("get", "/account" | "/account/second-factor") => (User, nothing),
        ("get", "/account/second-factor/code.svg") => (User, nothing),
        ("post", "/account/open") => (User, form("account=x")),
        ("post", "/account/language") => (User, form("language=fr")),
        ("post", "/account/password") => (User, form("present=x&password=y")),
        ("post", "/account/email") => (User, form("present=x&email=y")),
        ("post", "/account/sign-ins/end") => (User, form("mark=00000000000000000000000000000000")),
        ("post", "/account/sign-ins/end-others") => (User, nothing),
        ("post", "/account/second-factor/confirm") => (User, form("code=1")),
        ("post", "/account/second-factor/recovery" | "/account/second-factor/remove") => {
            (User, form("present=x"))
        }

        ("get", "/health/live" | "/health/ready") => (All, nothing),
        ("get", "/metrics") => (Machine, nothing),
        ("any", "/ws-echo") => (All, nothing),
        // They send on, to the sign-in too, whoever asks: their own tests say where.
        ("get", "/") | ("post", "/sign-out") => return Some((All, FORM, Vec::new())),
        _ => return None,
    };
    Some((open, kind, body))
}

/// The edit that makes the event's public site.
fn post_settings() -> PostSettings {
    PostSettings {
        revision: 0,
        is_announcing: false,
        sender_name: String::new(),
        reply_to: String::new(),
        copies: List::default(),
        colour: String::new(),
    }
}

fn moderation() -> ModerationWish {
    let what = Moderation::Hide {
        message: MessageId::example(1),
    };
    ModerationWish {
        command: CommandId::example(905),
        what,
    }
}

fn site() -> SiteWish {
    let settings = crate::public::settings();
    SiteWish {
        command: CommandId::example(801),
        edit: SiteEdit::Open { settings },
    }
}

/// What is meant for somebody at one of the events.
fn meant(open: Open, who: Who, event: EventId) -> Met {
    let is_at_event = !matches!(who, Who::Nobody | Who::User) && event == EVENT;
    let has_console = matches!(who, Who::Main | Who::Scoped | Who::Idle);
    match open {
        Open::All | Open::Machine => Met::LetIn,
        Open::Secret => Met::NotFound,
        Open::User if who == Who::User => Met::LetIn,
        Open::User => Met::SentToSignIn,
        Open::Home if is_at_event && matches!(who, Who::Participant | Who::Expert) => Met::LetIn,
        Open::OwnEvent if matches!(who, Who::Participant | Who::Expert) => Met::LetIn,
        Open::Home | Open::OwnEvent => Met::SentToSignIn,
        Open::AtEvent | Open::Having(_) | Open::May(_) | Open::Console(_) if !is_at_event => {
            Met::NotSignedIn
        }
        Open::AtEvent => Met::LetIn,
        Open::Having(those) if those.contains(&who) => Met::LetIn,
        Open::Having(_) => Met::NotFound,
        Open::Console(_) if !has_console => Met::NotSignedIn,
        Open::May(those) | Open::Console(those) if those.contains(&who) => Met::LetIn,
        Open::May(_) | Open::Console(_) => Met::Forbidden,
    }
}

pub(crate) async fn stage() -> Stage {
    let demo = DemoAccount {
        event: EVENT,
        actor: Actor::Staff(MAIN),
        kind: DemoKind::MainAdministrator,
        name: "Main".into(),
    };
    let stage = Stage::with(
        |settings| {
            settings.demo = Some(vec![demo]);
            settings.has_echo = true;
        },
        Limits::default(),
    )
    .await;
    let store = &stage.node.store;
    store
        .create_event(OTHER, 1, app::testing::MORNING)
        .await
        .unwrap();
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let functions = Functions::NONE;
    let scope = Scope::All;
    let staff = Staff {
        id: IDLE,
        role: Role::Secondary { functions, scope },
    };
    let granted = event
        .command_as(
            Actor::Staff(MAIN),
            CommandId::example(800),
            GrantStaff { staff }.into(),
        )
        .await;
    assert!(matches!(granted, app::live::Outcome::Committed { .. }));
    let sites = Sites::new(store.clone());
    let random = SeededRandom::new(1);
    sites
        .edit_as(&event, Actor::Staff(MAIN), &random, site())
        .await
        .unwrap();
    stage
}

/// Signs somebody in anew: some of what is asked ends a sign-in.
async fn cookie(stage: &Stage, who: Who) -> String {
    let as_staff = |id| (Surface::Console, Holder::Staff(id));
    let (surface, holder) = match who {
        Who::Nobody => return String::new(),
        Who::User => return user_cookie(stage).await,
        Who::Participant => (Surface::Phone, Holder::Person(person(1))),
        Who::Expert => (Surface::Phone, Holder::Person(expert(1))),
        Who::Door => (Surface::Door, Holder::Staff(DOOR)),
        Who::Screen => (Surface::Screen, Holder::Staff(SCREEN)),
        Who::Scoped => as_staff(SCOPED),
        Who::Idle => as_staff(IDLE),
        Who::Main => as_staff(MAIN),
    };
    stage.cookie(surface, holder).await
}

async fn user_cookie(stage: &Stage) -> String {
    use app::account::{Caller, Entry, Password};
    const PASSWORD: &str = "tulipe cheval brume phare";
    let accounts = &stage.node.accounts;
    let email = Email::parse("claire@example.org").unwrap();
    let given = accounts
        .give_to(EVENT, Holder::Person(person(1)), &email, Tongue::French)
        .await
        .unwrap();
    let user = given.unwrap();
    let link = accounts.password_link(user.id).await.unwrap();
    let caller = Caller::default();
    let password = || Password::new(PASSWORD);
    accounts
        .choose_password(&link, password(), &caller)
        .await
        .unwrap();
    let entered = accounts
        .enter_by_password(email.as_text(), password(), None, &caller)
        .await
        .unwrap();
    match entered {
        Entry::In(token) => format!("regie-user={}", token.to_text()),
        other => panic!("{other:?}"),
    }
}

/// Asks for a socket as a browser does.
async fn knock(stage: &Stage, path: &str, cookie: &str) -> Met {
    let origin = stage.origin();
    let headers = [
        ("origin", &*origin),
        ("cookie", cookie),
        ("sec-websocket-protocol", SUBPROTOCOL),
    ];
    match stage.upgrade_at(path, &headers).await {
        Ok(_) => Met::LetIn,
        Err(error) => match refused(Err(error)).as_u16() {
            401 => Met::NotSignedIn,
            status => panic!("{status} at {path}"),
        },
    }
}

/// A private message under an id of its own: the same id from somebody else is nobody's message.
fn message_of(id: u64) -> Vec<u8> {
    let wish = MessageWish {
        command: CommandId::example(id),
        text: "x".to_owned(),
    };
    wish.encode()
}

pub(crate) fn address(route: &Route, event: EventId) -> String {
    let page = if route.path.ends_with("{item}") {
        "participants".to_owned()
    } else if route.path.starts_with("/e/") {
        "contact".to_owned()
    } else {
        PageId::example(1).to_string()
    };
    route
        .path
        .replace("{slug}", "cap")
        // A company of the catalogue, by the end of its address.
        .replace("{item}", &CompanyId::example(3).to_string()[26..])
        .replace("{language}", "fr")
        .replace("{page}", &page)
        .replace("{company}", &CompanyId::example(1).to_string())
        .replace("{section}", "company")
        .replace("{number}", "1")
        .replace("{step}", "company")
        .replace("{event}", &event.to_string())
        .replace("{with}", "team")
        .replace("{person}", &person(1).to_string())
        .replace("{id}", &ProposalId::example(1).to_string())
}

pub(crate) fn verb(route: &Route) -> &'static str {
    match route.method {
        "get" | "any" => "GET",
        "post" => "POST",
        "delete" => "DELETE",
        other => panic!("{other} is no method of the table"),
    }
}

#[tokio::test]
async fn every_address_is_open_to_those_who_are_meant_and_to_nobody_else() {
    let stage = stage().await;
    let origin = stage.origin();
    let mut wrong = BTreeMap::new();
    let mut n_cells = 0;
    for route in ROUTES {
        let (open, kind, body) = row(route.method, route.path)
            .unwrap_or_else(|| panic!("{} {} has no row", route.method, route.path));
        let sends_on = matches!(
            (route.method, route.path),
            ("get", "/") | ("post", "/sign-out")
        );
        for who in EVERYBODY {
            for event in [EVENT, OTHER, UNKNOWN] {
                n_cells += 1;
                let cookie = cookie(&stage, who).await;
                let headers = [
                    ("cookie", &*cookie),
                    ("origin", &origin),
                    ("content-type", kind),
                ];
                let path = address(route, event);
                let found = if path.ends_with("/socket") {
                    knock(&stage, &path, &cookie).await
                } else {
                    let sent = if route.path == "/live/{event}/conversations/{with}" {
                        message_of(10_000 + n_cells as u64)
                    } else {
                        body.clone()
                    };
                    met(&stage.request(verb(route), &path, &headers, &sent).await)
                };
                let expected = meant(open, who, event);
                // Nobody has a proposal of that number, which only who may look learns; and what
                // is asked of a user may not be there either.
                let is_missing = found == Met::NotFound
                    && expected == Met::LetIn
                    && matches!(open, Open::Console(_) | Open::User | Open::Home);
                if found != expected && !is_missing && !sends_on {
                    let cell = format!("{} {} by {who:?} at {event}", route.method, route.path);
                    wrong.insert(cell, (expected, found));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(n_cells, ROUTES.len() * EVERYBODY.len() * 3);
}

#[tokio::test]
async fn nothing_that_changes_something_is_taken_from_another_site() {
    let stage = stage().await;
    for route in ROUTES.iter().filter(|route| verb(route) != "GET") {
        let (_, kind, body) = row(route.method, route.path).unwrap();
        for who in [Who::Main, Who::User] {
            let cookie = cookie(&stage, who).await;
            for origin in [None, Some("null"), Some("https://evil.test")] {
                let mut headers = vec![("cookie", &*cookie), ("content-type", kind)];
                headers.extend(origin.map(|origin| ("origin", origin)));
                let path = address(route, EVENT);
                let answer = stage.request(verb(route), &path, &headers, &body).await;
                assert_eq!(
                    answer.status, 403,
                    "{} {path} from {origin:?}",
                    route.method
                );
                assert!(answer.cookies.is_empty());
            }
        }
    }
}

#[tokio::test]
async fn what_is_only_there_at_times_is_not_there_at_others() {
    let stage = Stage::new().await;
    let origin = stage.origin();
    for route in ROUTES.iter().filter(|route| route.when != When::Always) {
        let headers = [("origin", &*origin)];
        let answer = stage.request(verb(route), route.path, &headers, b"").await;
        assert!(
            matches!(answer.status, 404 | 405),
            "{}: {}",
            route.path,
            answer.status
        );
    }
}

#[tokio::test]
async fn every_secret_page_is_kept_by_nobody() {
    let stage = stage().await;
    let cookie = cookie(&stage, Who::User).await;
    for route in ROUTES.iter().filter(|route| verb(route) == "GET") {
        let path = address(route, EVENT);
        let is_page = ["/account", "/my", "/sign-in", "/password"]
            .iter()
            .any(|begin| path.starts_with(begin));
        if is_page {
            let answer = stage.get(&path, &cookie).await;
            let is_sent_on = (300..400).contains(&answer.status);
            let is_kept = answer.header("cache-control") != "no-store";
            assert!(is_sent_on || !is_kept, "{path}: {}", answer.status);
        }
    }
}

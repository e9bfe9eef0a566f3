//! What each function opens at the desk: every address of it × each function alone, all others,
//! the same on some rows only, and whoever has none; at the own event, at another one, and at one
//! that is closed.
//!
//! The addresses come from the table that the router is made of. One without a row here fails.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use app::Holder;
use app::live::Outcome;
use app::testing::{EVENT, MAIN, ORGANISATION_B, person};
use protocol::command::{ChangeStage, GrantStaff};
use protocol::id::{CommandId, EventId, ResourceId, StaffId};
use protocol::resource::ResourceWish;
use protocol::vocabulary::VocabularyWish;
use protocol::{
    Actor, EventStage, Function, Functions, List, Resource, ResourceKind, Role, Scope, SlotSet,
    Staff, Vocabulary,
};
use web::{ROUTES, Route, Surface};

use crate::matrix::{Met, OTHER, address, met, row, stage, verb};
use crate::stage::Stage;

/// What opens an address of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// A function, on whichever rows: what is in others is not there.
    Some(Function),
    /// A function on all rows.
    All(Function),
    /// A main administrator.
    Main,
}

fn needs(route: &Route) -> Option<Needs> {
    use Function::{
        Conversations, Form, Letters, Meetings, Persons, Privacy, Registrations, Rooms, Site, Team,
    };
    let path = route.path.strip_prefix("/desk/{event}/")?;
    Some(match path.split('/').next()? {
        "plans" => Needs::All(Meetings),
        "letters" | "letter-templates" | "letter-settings" => Needs::All(Letters),
        "conversations" | "message-reports" => Needs::Some(Conversations),
        "message-settings" => Needs::All(Conversations),
        "vocabulary" | "form" | "sectors" => Needs::All(Form),
        "resources" => Needs::All(Rooms),
        "connections" | "team" | "clone" => Needs::Main,
        "journal" => Needs::All(Team),
        "privacy" | "consents" | "consents.csv" => Needs::Some(Privacy),
        "assignment" => Needs::All(Persons),
        "registrations" if path == "registrations/on-site" => Needs::All(Registrations),
        "registrations" | "profiles" => Needs::Some(Registrations),
        "library" | "look" | "site" => Needs::All(Site),
        _ => return None,
    })
}

/// Somebody of the team, made for this test.
struct Member {
    name: String,
    functions: Functions,
    is_scoped: bool,
    cookie: String,
}

async fn members(stage: &Stage) -> Vec<Member> {
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let everything = || Function::ALL.into_iter();
    let mut wanted = vec![("no function".to_owned(), Functions::NONE, false)];
    wanted.push((
        "every function, some rows".to_owned(),
        everything().collect(),
        true,
    ));
    for function in Function::ALL {
        let alone = Functions::NONE.with(function);
        let others = everything().filter(|one| *one != function).collect();
        wanted.push((format!("{function:?} alone"), alone, false));
        wanted.push((format!("{function:?} alone, some rows"), alone, true));
        wanted.push((format!("all but {function:?}"), others, false));
    }
    let mut members = Vec::new();
    for (n, (name, functions, is_scoped)) in (0..).zip(wanted) {
        let id = StaffId::example(9_000 + n);
        let scope = if is_scoped {
            Scope::Organisations(List::new(vec![ORGANISATION_B]).unwrap())
        } else {
            Scope::All
        };
        let role = Role::Secondary { functions, scope };
        let staff = Staff { id, role };
        let granted = event
            .command_as(
                Actor::Staff(MAIN),
                CommandId::example(90_000 + n),
                GrantStaff { staff }.into(),
            )
            .await;
        assert!(matches!(granted, Outcome::Committed { .. }), "{granted:?}");
        let cookie = stage.cookie(Surface::Console, Holder::Staff(id)).await;
        members.push(Member {
            name,
            functions,
            is_scoped,
            cookie,
        });
    }
    members
}

/// A number that no wish has had.
fn fresh() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(100_000);
    LAST.fetch_add(1, Ordering::Relaxed)
}

/// A wish to leave the lists as they are.
fn lists() -> Vec<u8> {
    let wish = VocabularyWish {
        command: CommandId::example(fresh()),
        before: Vocabulary::default(),
        after: Vocabulary::default(),
        labels: List::default(),
        seen: List::default(),
    };
    wish.encode()
}

/// A wish for a resource that nobody wished for before.
fn resource() -> Vec<u8> {
    let n = fresh();
    let wish = ResourceWish {
        command: CommandId::example(n),
        before: None,
        after: Resource {
            id: ResourceId::example(n),
            kind: ResourceKind::Interpreter,
            capacity: 1,
            slots: SlotSet::EMPTY,
        },
        name: "x".to_owned(),
        name_before: String::new(),
    };
    wish.encode()
}

/// Asks as somebody. What may not be is refused; what may be works, is not there, or is refused
/// by other rules.
async fn ask(stage: &Stage, route: &Route, cookie: &str, event: EventId) -> Met {
    let (_, kind, body) = row(route.method, route.path)
        .unwrap_or_else(|| panic!("{} {} has no row", route.method, route.path));
    let body = match route.path {
        // Each asker's own wish: one that was heard before is answered before rights are asked.
        "/desk/{event}/resources" => resource(),
        "/desk/{event}/vocabulary" => lists(),
        // What an entry may be taken back by follows from what is in it; here there is none.
        "/desk/{event}/assignment/undo" => b"seq=999999".to_vec(),
        _ => body,
    };
    let origin = stage.origin();
    let headers = [
        ("cookie", cookie),
        ("origin", &*origin),
        ("content-type", kind),
    ];
    let path = address(route, event);
    let answer = stage.request(verb(route), &path, &headers, &body).await;
    // One plan is computed at a time: who is told so was let in.
    if answer.status == 503 {
        return Met::LetIn;
    }
    met(&answer)
}

fn is_open(needs: Needs, member: &Member) -> bool {
    match needs {
        Needs::Some(function) => member.functions.contains(function),
        Needs::All(function) => member.functions.contains(function) && !member.is_scoped,
        Needs::Main => false,
    }
}

async fn check_all(stage: &Stage, members: &[Member]) {
    let desk = || {
        ROUTES
            .iter()
            .filter(|route| route.path.starts_with("/desk/"))
    };
    let mut wrong = BTreeMap::new();
    let mut n_cells = 0;
    let main = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let participant = stage
        .cookie(Surface::Phone, Holder::Person(person(1)))
        .await;
    for route in desk() {
        let needs =
            needs(route).unwrap_or_else(|| panic!("{} {} has no row", route.method, route.path));
        let mut cell = |who: &str, found: Met, is_meant: bool| {
            n_cells += 1;
            if !is_meant {
                let cell = format!("{} {} by {who}, {needs:?}", route.method, route.path);
                wrong.insert(cell, found);
            }
        };
        for member in members {
            let found = ask(stage, route, &member.cookie, EVENT).await;
            // What somebody may do to other rows only is not there for him.
            let is_in = matches!(found, Met::LetIn | Met::NotFound);
            let is_meant = is_in == is_open(needs, member) && found != Met::NotSignedIn;
            cell(&member.name, found, is_meant);
        }
        let found = ask(stage, route, &main, EVENT).await;
        let is_in = matches!(found, Met::LetIn | Met::NotFound);
        cell("a main administrator", found, is_in);
        let elsewhere = ask(stage, route, &main, OTHER).await;
        cell(
            "one of another event",
            elsewhere,
            elsewhere == Met::NotSignedIn,
        );
        let found = ask(stage, route, &participant, EVENT).await;
        cell("a participant", found, found == Met::NotSignedIn);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(n_cells, desk().count() * (members.len() + 3));
}

#[tokio::test]
async fn each_function_opens_what_it_names_and_nothing_else() {
    let stage = stage().await;
    let members = members(&stage).await;
    assert_eq!(members.len(), 2 + 3 * Function::ALL.len());
    check_all(&stage, &members).await;
}

#[tokio::test]
async fn an_event_that_is_closed_opens_the_same_pages_to_the_same_people() {
    let stage = stage().await;
    let mut members = members(&stage).await;
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let close = ChangeStage {
        before: EventStage::Planned,
        after: EventStage::Closed,
    };
    let closed = event
        .command_as(Actor::Staff(MAIN), CommandId::example(95_000), close.into())
        .await;
    assert!(matches!(closed, Outcome::Committed { .. }), "{closed:?}");
    // Rights come before the rules: every other member will do.
    let mut nth = 0;
    members.retain(|_| {
        nth += 1;
        nth % 3 != 1
    });
    check_all(&stage, &members).await;
}

#[tokio::test]
async fn who_is_refused_at_the_desk_is_told_by_a_page_what_he_lacks() {
    let stage = stage().await;
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let id = StaffId::example(9_999);
    let staff = Staff {
        id,
        role: Role::Secondary {
            functions: Functions::NONE.with(Function::Registrations),
            scope: Scope::All,
        },
    };
    event
        .command_as(
            Actor::Staff(MAIN),
            CommandId::example(99_999),
            GrantStaff { staff }.into(),
        )
        .await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(id)).await;
    for (path, status, says) in [
        ("form", 403, "Formulaire et listes"),
        ("team", 403, "administrateurs principaux"),
        (
            "registrations/01900000-0000-7000-8000-00000000aaaa",
            404,
            "Page introuvable",
        ),
    ] {
        let headers = [
            ("cookie", &*cookie),
            ("accept", "text/html,application/xhtml+xml"),
            ("accept-language", "fr"),
        ];
        let path = format!("/desk/{EVENT}/{path}");
        let answer = stage.request("GET", &path, &headers, b"").await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.text().contains(says), "{path}: {}", answer.text());
        assert!(answer.text().contains("Revenir à la console"));
        // Programs get the problem.
        let answer = stage.get(&path, &cookie).await;
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
}

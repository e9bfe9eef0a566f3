//! Right files are imported whole and once; wrong files are named line by line and change
//! nothing.

use domain::{Context, State, decide, invariants};
use proptest::prelude::*;
use protocol::id::CommandId;
use protocol::{Actor, EntryHead, SlotId};

use super::*;
use crate::port::SeededRandom;

const ZONE: &str = "Europe/Paris";
/// 1 October 2026, nine in the morning in Paris.
const NOW: Micros = Micros(1_790_838_000_000_000);

/// The files that the how-to shows.
fn example() -> Files {
    macro_rules! file {
        ($name:literal) => {
            Some(include_bytes!(concat!("../../../../../docs/how-to/import-csv/", $name)).to_vec())
        };
    }
    Files {
        timetable: file!("horaires.csv"),
        places: file!("lieux.csv"),
        participants: file!("participants.csv"),
        experts: file!("experts.csv"),
        availability: file!("disponibilites.csv"),
        requests: file!("demandes.csv"),
    }
}

struct Event {
    state: State,
    labels: Vec<(CardKey, Card)>,
}

impl Event {
    fn empty() -> Self {
        Self {
            state: State::default(),
            labels: Vec::new(),
        }
    }

    fn check(&self, files: &Files) -> Report {
        let ground = Ground {
            event: EventId::example(1),
            state: &self.state,
            labels: &self.labels,
            zone: ZONE,
            now: NOW,
        };
        check(&ground, files)
    }

    /// Applies an import as the server does: cards, then commands, every one accepted.
    fn apply(&mut self, import: &Import) {
        for update in &import.cards {
            self.labels.retain(|(key, _)| *key != update.key);
            self.labels.push((update.key, update.card.clone().unwrap()));
        }
        // No badge twice, however often something is imported.
        let random = SeededRandom::new(5 + self.state.badges().count() as u64);
        for command in import.commands(&random) {
            let context = Context {
                actor: Actor::System,
                now: NOW,
                undone: None,
            };
            let changes = decide(&self.state, &context, &command)
                .unwrap_or_else(|reject| panic!("{}: {reject:?}", command.name()));
            let command = CommandId::example(1);
            let head = EntryHead {
                seq: 1,
                at: NOW,
                by: Actor::System,
                command,
            };
            changes
                .iter()
                .for_each(|change| self.state.evolve(&head, change));
        }
        assert_eq!(invariants::check(&self.state), Vec::new());
    }

    fn person(&self, external: &str) -> &protocol::Person {
        let id = Labels::new(EventId::example(1), &[]).person(external);
        self.state.person(id).unwrap()
    }

    fn label(&self, key: CardKey) -> &Card {
        &self
            .labels
            .iter()
            .find(|(other, _)| *other == key)
            .unwrap()
            .1
    }
}

fn slots(numbers: impl IntoIterator<Item = u16>) -> protocol::SlotSet {
    numbers
        .into_iter()
        .map(|number| SlotId::new(number).unwrap())
        .collect()
}

#[test]
fn the_example_is_imported_whole() {
    let mut event = Event::empty();
    let report = event.check(&example());
    assert_eq!(report.flaws.listed(), []);
    assert_eq!(report.ignored_columns, []);
    let import = report.import.unwrap();
    let expected = Summary {
        n_slots: 34,
        n_places: 5,
        n_persons: 6,
        n_persons_changed: 0,
        n_requests: 3,
    };
    assert_eq!(import.summary, expected);
    event.apply(&import);

    let state = &event.state;
    assert_eq!((state.slots().count(), state.places().count()), (34, 5));
    assert_eq!(state.badges().count(), 6);
    // Nine o'clock in Paris is seven universal time in October, eight in November.
    let first = state.timetable()[0].starts_at;
    assert_eq!(first, Micros(1_795_680_000_000_000));
    // P-003: the first morning and the second day; P-004 as the lines of his own say.
    assert_eq!(
        event.person("P-003").availability,
        slots((0..10).chain(24..34))
    );
    assert_eq!(
        event.person("P-004").availability,
        slots((0..10).chain(27..33))
    );
    assert_eq!(
        event.person("E-002").availability,
        slots((0..10).chain(24..34))
    );
    let expert = event.person("E-001");
    assert_eq!(expert.expert.as_ref().unwrap().meetings_max, Some(8));
    assert_eq!(
        event.label(CardKey::Place(expert.home.unwrap())).title,
        "Stand 12"
    );
    let label = event.label(CardKey::Person(event.person("P-001").id));
    assert_eq!(
        (label.title.as_str(), label.detail.as_str()),
        ("Élise Corvillac", "Directrice commerciale")
    );
    assert_eq!(
        event
            .label(CardKey::Company(event.person("P-002").company))
            .code,
        "DE"
    );
    // What one offers and the other seeks is one keyword.
    let (seller, seeker) = (event.person("P-004"), event.person("P-003"));
    assert!(seeker.sought.iter().any(|tag| seller.offered.contains(tag)));
    let request = state
        .requests()
        .min_by_key(|request| request.made_at)
        .unwrap();
    assert_eq!(request.from, event.person("P-001").id);
    assert_eq!(request.made_at, Micros(1_790_925_300_000_000));
}

#[test]
fn the_same_files_again_change_nothing() {
    let mut event = Event::empty();
    event.apply(&event.check(&example()).import.unwrap());
    let before = event.state.clone();
    let again = event.check(&example()).import.unwrap();
    assert_eq!(again.summary, Summary::default());
    assert_eq!(again.cards, []);
    assert_eq!(again.commands(&SeededRandom::new(1)), []);
    event.apply(&again);
    assert_eq!(event.state, before);
}

#[test]
fn corrected_files_change_only_what_differs() {
    let mut event = Event::empty();
    event.apply(&event.check(&example()).import.unwrap());
    let mut files = example();
    edit(
        &mut files.participants,
        "Kertignac;Gérant",
        "Kertignac;Président",
    );
    edit(
        &mut files.participants,
        "26/11/2026\n",
        "26/11/2026 matin\n",
    );
    edit(&mut files.experts, ";8;", ";9;");
    let import = event.check(&files).import.unwrap();
    let names: Vec<_> = import
        .commands(&SeededRandom::new(1))
        .iter()
        .map(Command::name)
        .collect();
    assert_eq!(names, ["ChangeAvailability", "LimitExpert"]);
    assert_eq!(import.cards.len(), 1);
    assert_eq!(import.summary.n_persons_changed, 2);
    event.apply(&import);
    assert_eq!(event.person("P-002").availability, slots(0..10));
}

fn edit(file: &mut Option<Vec<u8>>, from: &str, to: &str) {
    let text = String::from_utf8(file.take().unwrap()).unwrap();
    assert!(text.contains(from), "{from:?} is not in the example");
    *file = Some(text.replacen(from, to, 1).into_bytes());
}

type Pick = fn(&mut Files) -> &mut Option<Vec<u8>>;

const PARTICIPANTS: Pick = |files| &mut files.participants;

/// Replaces a text of one example file; gives the flaws as `line column code value`, and checks
/// that nothing is imported.
fn flaws_of(pick: Pick, from: &str, to: &str) -> Vec<String> {
    let mut files = example();
    edit(pick(&mut files), from, to);
    let report = Event::empty().check(&files);
    assert!(report.import.is_none(), "{from:?} to {to:?} was imported");
    report
        .flaws
        .listed()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn each_kind_of_wrong_participant_is_named() {
    let check = |from: &str, to: &str, expected: &str| {
        assert_eq!(flaws_of(PARTICIPANTS, from, to), [expected]);
    };
    // Without its identifier a line names nobody, and somebody asked for the one who is missing.
    let unknown = r#"Requests:2 [Destinataire] unknown_person "P-002""#;
    let missing = r#"Participants:3 [Identifiant] missing"#;
    assert_eq!(flaws_of(PARTICIPANTS, "P-002;", ";"), [missing, unknown]);
    let repeated = r#"Participants:3 [Identifiant] repeated_id "P-001""#;
    assert_eq!(
        flaws_of(PARTICIPANTS, "P-002;", "P-001;"),
        [repeated, unknown]
    );
    check("Kaltenfelder", "", r#"Participants:3 [Nom] missing"#);
    check("Dornflux", "", r#"Participants:3 [Société] missing"#);
    check(
        ";DE;",
        ";Allemagne;",
        r#"Participants:3 [Pays] bad_country "Allemagne""#,
    );
    check(
        ";DE;",
        ";DE;x;",
        r#"Participants:3 wrong_field_count "P-002 | Jörg | Kaltenfelder | Sales Manager | Dornflux | DE | x | CCI du Littora…""#,
    );
    check(
        "26/11/2026\n",
        "soir\n",
        r#"Participants:3 [Disponibilité] bad_availability "soir""#,
    );
    check(
        "26/11/2026\n",
        "28/11/2026\n",
        r#"Participants:3 [Disponibilité] no_slot_then "28/11/2026""#,
    );
    check(
        "26/11/2026\n",
        "=cmd|matin\n",
        r#"Participants:3 [Disponibilité] bad_availability "'=cmd""#,
    );
    let long = "é".repeat(121);
    let shown = format!("Participants:3 [Société] too_long \"{}…\"", "é".repeat(80));
    check("Dornflux", &long, &shown);
    let many = (0..17).map(|n| n.to_string()).collect::<Vec<_>>().join("|");
    let shown = format!("Participants:3 [Propose] too_many_keywords \"{many}\"");
    check(
        "DE;CCI du Littoral;Éolien en mer",
        &format!("DE;CCI du Littoral;{many}"),
        &shown,
    );
    check(
        "Recherche",
        "Propose",
        r#"Participants:1 [Propose] repeated_column "Propose""#,
    );
    let missing = flaws_of(PARTICIPANTS, ";Nom;", ";Autre;");
    assert_eq!(missing[0], "Participants:1 [nom] missing_column");
}

#[test]
fn each_kind_of_wrong_expert_time_place_or_request_is_named() {
    let check = |pick: Pick, from, to, expected: &str| {
        assert_eq!(flaws_of(pick, from, to), [expected]);
    };
    let experts: Pick = |files| &mut files.experts;
    check(
        experts,
        ";8;",
        ";beaucoup;",
        r#"Experts:2 [Rendez-vous max] bad_number "beaucoup""#,
    );
    check(
        experts,
        ";8;",
        ";0;",
        r#"Experts:2 [Rendez-vous max] bad_number "0""#,
    );
    check(
        experts,
        "Stand 12",
        "Stand 99",
        r#"Experts:2 [Stand] unknown_place "Stand 99""#,
    );
    check(
        experts,
        "E-002",
        "P-001",
        r#"Experts:3 [Identifiant] repeated_id "P-001""#,
    );
    let timetable: Pick = |files| &mut files.timetable;
    check(
        timetable,
        "27/11/2026",
        "27 novembre",
        r#"Timetable:4 [Date] bad_date "27 novembre""#,
    );
    check(
        timetable,
        "13h20",
        "midi",
        r#"Timetable:3 [De] bad_time "midi""#,
    );
    check(
        timetable,
        "13h20",
        "12h10",
        r#"Timetable:3 [De] slots_overlap "12h10""#,
    );
    check(
        timetable,
        "13h20",
        "18h",
        r#"Timetable:3 [À] bad_time "18h""#,
    );
    check(
        timetable,
        "18h;20",
        "18h;1",
        r#"Timetable:3 [De] too_many_slots "13h20""#,
    );
    let places: Pick = |files| &mut files.places;
    check(
        places,
        "salle",
        "piscine",
        r#"Places:6 [Type] bad_place_kind "piscine""#,
    );
    check(
        places,
        "Table 3",
        "table  1",
        r#"Places:4 [Nom] repeated_id "table  1""#,
    );
    check(
        places,
        ";80;",
        ";-80;",
        r#"Places:6 [Capacité] bad_number "'-80""#,
    );
    let availability: Pick = |files| &mut files.availability;
    check(
        availability,
        "P-004;26",
        "P-044;26",
        r#"Availability:2 [Identifiant] unknown_person "P-044""#,
    );
    check(
        availability,
        "matin",
        "nuit",
        r#"Availability:2 [Demi-journée] bad_availability "nuit""#,
    );
    check(
        availability,
        "10h",
        "14h",
        r#"Availability:3 [À] bad_time "12h""#,
    );
    check(
        availability,
        "27/11",
        "29/11",
        r#"Availability:3 [Date] no_slot_then "29/11/2026""#,
    );
    let requests: Pick = |files| &mut files.requests;
    check(
        requests,
        ";E-001",
        ";E-009",
        r#"Requests:3 [Destinataire] unknown_person "E-009""#,
    );
    check(
        requests,
        "P-001;P-002",
        "P-001;P-001",
        r#"Requests:2 [Destinataire] refused NotAPair "P-001""#,
    );
    check(
        requests,
        "P-004;P-001",
        "P-001;P-002",
        r#"Requests:4 [Demandeur] repeated_id "P-001""#,
    );
    check(
        requests,
        "P-004;P-001",
        "P-002;P-001",
        r#"Requests:4 [Destinataire] refused IdTaken "P-001""#,
    );
    check(
        requests,
        "2026-10-05",
        "hier",
        r#"Requests:4 [Demandé le] bad_date "hier""#,
    );
}

#[test]
fn every_flaw_is_found_at_once_and_none_only_follows_from_another() {
    let mut files = example();
    // The timetable is broken: nobody's availability is blamed for slots that are missing.
    edit(&mut files.timetable, "27/11/2026;9h", "27/11/2026;neuf");
    // A faulty person: his request is not blamed for naming him.
    edit(
        &mut files.participants,
        "P-004;Loïc;Kertignac",
        "P-004;Loïc;",
    );
    edit(&mut files.requests, "P-003;E-001", "P-033;E-001");
    let report = Event::empty().check(&files);
    let flaws: Vec<_> = report
        .flaws
        .listed()
        .iter()
        .map(ToString::to_string)
        .collect();
    let expected = [
        r#"Timetable:4 [De] bad_time "neuf""#,
        r#"Participants:5 [Nom] missing"#,
        r#"Requests:3 [Demandeur] unknown_person "P-033""#,
    ];
    assert_eq!(flaws, expected);
    assert!(report.import.is_none());
}

#[test]
fn files_that_are_no_tables_are_refused_as_a_whole() {
    let flaw_of = |bytes: Vec<u8>| {
        let report = Event::empty().check(&Files {
            participants: Some(bytes),
            ..Files::default()
        });
        assert!(report.import.is_none());
        report.flaws.listed()[0].to_string()
    };
    assert_eq!(
        flaw_of(b"\x89PNG\r\n\0\0".to_vec()),
        "Participants:0 not_text"
    );
    assert_eq!(flaw_of(Vec::new()), "Participants:0 no_header");
    assert_eq!(flaw_of(b"\n\n\n".to_vec()), "Participants:0 no_header");
    assert_eq!(
        flaw_of(vec![b'a'; FILE_BYTES_MAX + 1]),
        "Participants:0 file_too_large"
    );
    let long = "x\n".repeat(ROWS_MAX + 1);
    let rows = format!("id;nom;société\n{}", "1;2;3\n".repeat(ROWS_MAX + 1));
    assert_eq!(
        flaw_of(long.into_bytes()),
        "Participants:1 [identifiant] missing_column"
    );
    assert_eq!(
        flaw_of(rows.into_bytes()),
        "Participants:20002 too_many_rows"
    );
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let text = "sep=,\r\nid,last name,company,country\r\n\r\n1,Ash,\"Cole\nWorth\",GB\r\n2,Dun,Mere,gb\r\n";
    let files = Files {
        participants: Some(text.into()),
        ..Files::default()
    };
    let flaws = Event::empty().check(&files).flaws;
    let shown: Vec<_> = flaws.listed().iter().map(ToString::to_string).collect();
    assert_eq!(shown, [r#"Participants:6 [country] bad_country "gb""#]);
}

#[test]
fn english_headers_commas_and_the_windows_code_page_are_read() {
    let text = "Id,First name,Surname,Company,Country,Offers,Notes\n7,Zoë,Fairleigh,Brackmere,GB,C|C++|C#,vegan\n";
    let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let mut event = Event::empty();
    let report = event.check(&Files {
        participants: Some(windows),
        ..Files::default()
    });
    assert_eq!(report.flaws.listed(), []);
    assert_eq!(
        report.ignored_columns,
        [(Table::Participants, "Notes".to_owned())]
    );
    event.apply(&report.import.unwrap());
    let person = event.person("7");
    assert_eq!(
        event.label(CardKey::Person(person.id)).title,
        "Zoë Fairleigh"
    );
    assert_eq!(person.offered.len(), 3);
}

/// One random edit of one file.
#[derive(Clone, Debug)]
enum Edit {
    Byte {
        file: usize,
        at: prop::sample::Index,
        byte: u8,
    },
    Remove {
        file: usize,
        at: prop::sample::Index,
        n: usize,
    },
    Insert {
        file: usize,
        at: prop::sample::Index,
        text: String,
    },
    SwapCells {
        file: usize,
        a: prop::sample::Index,
        b: prop::sample::Index,
    },
    Drop {
        file: usize,
    },
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let file = 0_usize..6;
    let at = any::<prop::sample::Index>;
    let text = prop_oneof![
        Just("\"".to_owned()),
        Just(";".to_owned()),
        Just("\n".to_owned()),
        Just("=1+1".to_owned()),
        Just("P-001".to_owned()),
        Just("26/11/2026".to_owned()),
        Just("matin".to_owned()),
        "\\PC{0,12}",
    ];
    let edit = prop_oneof![
        (file.clone(), at(), any::<u8>()).prop_map(|(file, at, byte)| Edit::Byte {
            file,
            at,
            byte
        }),
        (file.clone(), at(), 1_usize..20).prop_map(|(file, at, n)| Edit::Remove { file, at, n }),
        (file.clone(), at(), text).prop_map(|(file, at, text)| Edit::Insert { file, at, text }),
        (file.clone(), at(), at()).prop_map(|(file, a, b)| Edit::SwapCells { file, a, b }),
        file.prop_map(|file| Edit::Drop { file }),
    ];
    prop::collection::vec(edit, 1..5)
}

fn mutate(files: &mut Files, edit: &Edit) {
    let slots = [
        &mut files.timetable,
        &mut files.places,
        &mut files.participants,
        &mut files.experts,
        &mut files.availability,
        &mut files.requests,
    ];
    let pick = |file: usize| slots.into_iter().nth(file).unwrap();
    match edit {
        Edit::Drop { file } => *pick(*file) = None,
        Edit::Byte { file, at, byte } => {
            if let Some(bytes) = pick(*file) {
                let at = at.index(bytes.len().max(1));
                bytes.get_mut(at).into_iter().for_each(|old| *old = *byte);
            }
        }
        Edit::Remove { file, at, n } => {
            if let Some(bytes) = pick(*file) {
                let from = at.index(bytes.len() + 1);
                bytes.drain(from..bytes.len().min(from + n));
            }
        }
        Edit::Insert { file, at, text } => {
            if let Some(bytes) = pick(*file) {
                let from = at.index(bytes.len() + 1);
                bytes.splice(from..from, text.bytes());
            }
        }
        Edit::SwapCells { file, a, b } => {
            if let Some(bytes) = pick(*file) {
                let text = String::from_utf8_lossy(bytes).into_owned();
                let mut cells: Vec<&str> = text.split(';').collect();
                let (a, b) = (a.index(cells.len()), b.index(cells.len()));
                cells.swap(a, b);
                *bytes = cells.join(";").into_bytes();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damaged_files_are_refused_with_reasons_or_imported_whole(edits in edits()) {
        let mut files = example();
        for edit in &edits {
            mutate(&mut files, edit);
        }
        let mut event = Event::empty();
        let report = event.check(&files);
        prop_assert_eq!(report.flaws.is_empty(), report.import.is_some());
        for flaw in report.flaws.listed() {
            prop_assert!(!flaw.value.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", flaw);
        }
        if let Some(import) = report.import {
            // What the dry run lets through, the rules accept to the last command, and a second
            // run has nothing left to do.
            event.apply(&import);
            let again = event.check(&files);
            prop_assert_eq!(again.flaws.listed(), []);
            let again = again.import.unwrap();
            prop_assert_eq!(again.commands(&SeededRandom::new(1)), []);
        }
    }

    #[test]
    fn any_bytes_at_all_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let files = Files {
            timetable: Some(bytes.clone()),
            places: Some(bytes.clone()),
            participants: Some(bytes.clone()),
            experts: Some(bytes.clone()),
            availability: Some(bytes.clone()),
            requests: Some(bytes),
        };
        let report = Event::empty().check(&files);
        prop_assert_eq!(report.flaws.is_empty(), report.import.is_some());
    }
}

#[test]
fn more_people_than_an_event_may_have_are_refused_as_a_whole() {
    let people = |n: usize| {
        let rows: String = (0..n)
            .map(|n| format!("{n};Nom {n};Société {n}\n"))
            .collect();
        Files {
            participants: Some(format!("id;nom;société\n{rows}").into()),
            ..Files::default()
        }
    };
    let event = Event::empty();
    assert!(
        event
            .check(&people(protocol::limits::PERSONS_MAX))
            .import
            .is_some()
    );
    let report = event.check(&people(protocol::limits::PERSONS_MAX + 1));
    assert!(report.import.is_none());
    assert_eq!(
        report.flaws.listed()[0].to_string(),
        "Participants:0 too_many_rows"
    );
}

/// The example's event with a key figure, an interpreter and a screen.
fn furnished() -> Event {
    let mut event = Event::empty();
    event.apply(&event.check(&example()).import.unwrap());
    let figures = [(0, "Effectif", 5_000), (1, "Part de l’export", 100)];
    let vocabulary = protocol::Vocabulary {
        keywords: List::default(),
        figures: List::new(
            figures
                .map(|(id, _, max)| protocol::KeyFigure {
                    id: protocol::FigureId(id),
                    min: 0,
                    max,
                })
                .to_vec(),
        )
        .unwrap(),
    };
    let resources = [(1, "Interprète d’arabe"), (2, "Écran")];
    let mut commands: Vec<Command> = vec![
        protocol::command::DefineVocabulary {
            before: protocol::Vocabulary::default(),
            after: vocabulary,
        }
        .into(),
    ];
    commands.extend(resources.map(|(n, _)| {
        let after = protocol::Resource {
            id: protocol::id::ResourceId::example(n),
            kind: protocol::ResourceKind::Interpreter,
            capacity: 1,
            slots: protocol::SlotSet::EMPTY,
        };
        protocol::command::DefineResource {
            before: None,
            after,
        }
        .into()
    }));
    let named = figures.map(|(id, name, _)| (CardKey::Figure(protocol::FigureId(id)), name));
    let resources = resources.map(|(n, name)| {
        (
            CardKey::Resource(protocol::id::ResourceId::example(n)),
            name,
        )
    });
    event
        .labels
        .extend(named.into_iter().chain(resources).map(|(key, name)| {
            let title = name.to_owned();
            (
                key,
                Card {
                    title,
                    ..Card::default()
                },
            )
        }));
    event.apply(&Import {
        cards: Vec::new(),
        summary: Summary::default(),
        commands,
        newcomers: Vec::new(),
    });
    event
}

fn profiles(lines: &str) -> Files {
    let header = "Identifiant;Nom;Société;Chiffres clés;Chiffres recherchés;Besoins";
    Files {
        participants: Some(format!("{header}\n{lines}").into_bytes()),
        ..Files::default()
    }
}

#[test]
fn figures_and_needs_are_imported_for_who_is_new_and_who_is_known_and_once() {
    let mut event = furnished();
    let files = profiles(
        "N-1;Novak;Atelier Novak;effectif=120|part de l’export=40;Effectif=50..;ecran|Interprète d’arabe\n\
         N-2;Sorel;Atelier Sorel;;part de l’export=10..30;",
    );
    let report = event.check(&files);
    assert_eq!(report.flaws.listed(), []);
    event.apply(&report.import.unwrap());
    let figures = event.person("N-1").figures.clone().unwrap();
    let given: Vec<_> = figures
        .offered
        .iter()
        .map(|row| (row.figure.0, row.value))
        .collect();
    assert_eq!(given, [(0, 120), (1, 40)]);
    let sought = |figures: &protocol::Figures| {
        let rows = figures.sought.iter();
        rows.map(|row| (row.figure.0, row.min, row.max))
            .collect::<Vec<_>>()
    };
    assert_eq!(sought(&figures), [(0, 50, 5_000)]);
    let second = event.person("N-2").figures.clone().unwrap();
    assert_eq!(sought(&second), [(1, 10, 30)]);
    let id = event.person("N-1").id;
    let needed = [2, 1].map(protocol::id::ResourceId::example);
    assert_eq!(event.state.needs_of(id), needed);
    let again = event.check(&files).import.unwrap();
    assert_eq!(again.commands(&SeededRandom::new(1)), []);
    // Another file changes what it names; an empty cell says nothing.
    let files = profiles("N-1;Novak;Atelier Novak;Effectif=130;;Écran\nN-2;Sorel;Atelier Sorel;;;");
    let import = event.check(&files).import.unwrap();
    assert_eq!(import.summary.n_persons_changed, 1);
    event.apply(&import);
    assert_eq!(
        event.person("N-1").figures.as_ref().unwrap().offered.len(),
        1
    );
    assert_eq!(
        sought(event.person("N-1").figures.as_ref().unwrap()),
        [(0, 50, 5_000)]
    );
    assert_eq!(event.state.needs_of(id), &needed[..1]);
}

#[test]
fn figures_and_needs_that_cannot_be_are_named_line_by_line() {
    let event = furnished();
    let report = event.check(&profiles(
        "N-1;A;A;Effectif=beaucoup;;\n\
         N-2;B;B;Chiffre inconnu=1;;\n\
         N-3;C;C;;;Tableau\n\
         N-4;D;D;Effectif=9000;;\n\
         N-5;E;E;;Effectif=9..3;",
    ));
    let told: Vec<String> = report
        .flaws
        .listed()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "Participants:2 [Chiffres clés] bad_figure \"Effectif=beaucoup\"",
            "Participants:3 [Chiffres clés] unknown_figure \"Chiffre inconnu=1\"",
            "Participants:4 [Besoins] unknown_resource \"Tableau\"",
            "Participants:5 [Chiffres clés] refused FigureOutOfBounds \"Effectif=9000\"",
            "Participants:6 [Chiffres recherchés] refused FigureOutOfBounds \"Effectif=9..3\"",
        ]
    );
    assert!(report.import.is_none());
}

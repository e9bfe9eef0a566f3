//! The catalogues: complete in both languages, well set, and able to say whatever the machine
//! names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use client_core::feed::FeedWhat;
use client_core::words::{self, Value};
use client_core::{Client, Model};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use protocol::id::*;
use protocol::reject::*;
use protocol::*;

use crate::world::*;

const LANGUAGES: [&str; 2] = ["fr", "en"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../web/i18n")
}

fn read(name: &str, language: &str) -> String {
    let path = folder().join(format!("{name}.{language}.ftl"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The catalogues by name: `shared`, `console`, …
fn names() -> BTreeSet<String> {
    let files = std::fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().file_name());
    let names = files.filter_map(|file| file.to_str()?.strip_suffix(".fr.ftl").map(str::to_owned));
    names.collect()
}

/// Keys with the variables that their sentences use.
fn messages(name: &str, language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = read(name, language);
    let parsed = fluent_syntax::parser::parse(text.as_str());
    let resource = parsed.unwrap_or_else(|(_, errors)| panic!("{name}.{language}.ftl: {errors:?}"));
    let mut found = BTreeMap::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let mut variables = BTreeSet::new();
                if let Some(pattern) = &message.value {
                    collect(pattern, &mut variables);
                }
                let key = message.id.name.to_owned();
                let twice = found.insert(key.clone(), variables);
                assert!(
                    twice.is_none(),
                    "{name}.{language}.ftl: {key} stands there twice"
                );
            }
            Entry::Term(_)
            | Entry::Comment(_)
            | Entry::GroupComment(_)
            | Entry::ResourceComment(_) => {}
            Entry::Junk { content } => panic!("{name}.{language}.ftl: {content}"),
        }
    }
    found
}

fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        let (Expression::Inline(inline)
        | Expression::Select {
            selector: inline, ..
        }) = expression;
        if let InlineExpression::VariableReference { id } = inline {
            variables.insert(id.name.to_owned());
        }
        if let Expression::Select { variants, .. } = expression {
            variants
                .iter()
                .for_each(|variant| collect(&variant.value, variables));
        }
    }
}

#[test]
fn every_sentence_exists_in_both_languages_with_the_same_values() {
    for name in names() {
        let [french, english] = LANGUAGES.map(|language| messages(&name, language));
        let keys =
            |messages: &BTreeMap<_, _>| messages.keys().cloned().collect::<BTreeSet<String>>();
        let (french_keys, english_keys) = (keys(&french), keys(&english));
        let only: Vec<_> = french_keys.symmetric_difference(&english_keys).collect();
        assert!(only.is_empty(), "{name}: in one language only: {only:?}");
        for (key, variables) in &french {
            assert_eq!(variables, &english[key], "{name}: values of {key}");
        }
    }
}

#[test]
fn no_key_is_written_in_two_catalogues() {
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for name in names() {
        for key in messages(&name, "fr").into_keys() {
            if let Some(other) = owners.insert(key.clone(), name.clone()) {
                panic!("{key} stands in {other} and in {name}");
            }
        }
    }
}

#[test]
fn french_is_set_with_its_narrow_and_no_break_spaces() {
    for name in names() {
        for (number, line) in read(&name, "fr").lines().enumerate() {
            if line.starts_with('#') {
                continue;
            }
            for wrong in [" :", " ;", " !", " ?", " »", "« ", " %", "'", "..."] {
                assert!(
                    !line.contains(wrong),
                    "{name}.fr.ftl:{}: {wrong:?} in {line}",
                    number + 1
                );
            }
            let sentence = line.split_once('=').map_or(line, |(_, sentence)| sentence);
            let letters: Vec<char> = sentence.chars().collect();
            for pair in letters.windows(2) {
                let is_bare = pair[0].is_alphanumeric() && ";!?".contains(pair[1]);
                assert!(
                    !is_bare,
                    "{name}.fr.ftl:{}: no space before {:?}",
                    number + 1,
                    pair[1]
                );
            }
        }
    }
}

// ---------------------------------------------------------------- what the machine names

/// Every literal of the sources of `words` that looks like a key.
fn keys_in_the_sources() -> BTreeSet<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/words");
    let arguments = ["from-time", "from-place", "other-time", "other-place"];
    let mut keys = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for literal in text.split('"').skip(1).step_by(2) {
            let is_key = literal.contains('-')
                && literal
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            if is_key && !arguments.contains(&literal) {
                keys.insert(literal.to_owned());
            }
        }
    }
    keys
}

#[test]
fn the_shared_catalogue_holds_what_the_machine_names_and_nothing_else() {
    let written: BTreeSet<String> = messages("shared", "fr").into_keys().collect();
    let named = keys_in_the_sources();
    assert!(
        named.len() > 150,
        "only {} keys were found in the sources",
        named.len()
    );
    let missing: Vec<_> = named.difference(&written).collect();
    let idle: Vec<_> = written.difference(&named).collect();
    assert!(missing.is_empty(), "without a sentence: {missing:?}");
    assert!(idle.is_empty(), "sentences that nobody says: {idle:?}");
}

struct Catalogue(FluentBundle<FluentResource>);

impl Catalogue {
    fn new(language: &str) -> Self {
        let id: unic_langid::LanguageIdentifier = language.parse().unwrap();
        let mut bundle = FluentBundle::new(vec![id]);
        bundle.set_use_isolating(false);
        bundle
            .add_resource(FluentResource::try_new(read("shared", language)).unwrap())
            .unwrap();
        Self(bundle)
    }

    /// Says a message the way a shell does, and fails when a value is missing.
    fn say(&self, message: &words::Message) -> String {
        let pattern = self
            .0
            .get_message(message.key)
            .and_then(|found| found.value());
        let pattern = pattern.unwrap_or_else(|| panic!("{} has no sentence", message.key));
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            let value = match value {
                Value::Text(text) => FluentValue::from(text.clone()),
                Value::Number(number) => FluentValue::from(*number),
                Value::Time(at) => FluentValue::from(format!("{}", at.0)),
                Value::Message(inner) => FluentValue::from(self.say(inner)),
            };
            args.set(*name, value);
        }
        let mut errors = Vec::new();
        let said = self
            .0
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned();
        assert!(errors.is_empty(), "{}: {errors:?}", message.key);
        said
    }
}

#[test]
fn every_refusal_can_be_said() {
    let rejects = every_reject();
    let covered: BTreeSet<u16> = rejects.iter().map(Reject::kind).collect();
    let all: BTreeSet<u16> = Reject::KINDS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(covered, all, "the list below is complete");
    let model = Model::default();
    for catalogue in LANGUAGES.map(Catalogue::new) {
        for reject in &rejects {
            assert!(
                !catalogue
                    .say(&words::reject::message(reject, &model))
                    .is_empty()
            );
            if let Some(second) = words::reject::by_whom(reject, &model) {
                assert!(!catalogue.say(&second).is_empty());
            }
        }
    }
}

#[test]
fn every_line_of_the_feed_can_be_said() {
    let lines = [
        every_line(),
        lines_about_applicants(),
        lines_about_the_desk(),
        lines_about_resources(),
        lines_about_persons(),
    ]
    .concat();
    let covered: BTreeSet<String> = lines
        .iter()
        .map(|what| words::feed::key(what).to_owned())
        .collect();
    let all = messages("shared", "fr")
        .into_keys()
        .filter(|key| key.starts_with("feed-"))
        .collect();
    assert_eq!(covered, all, "the list below is complete");
    let model = Model::default();
    for catalogue in LANGUAGES.map(Catalogue::new) {
        for what in &lines {
            assert!(
                !catalogue
                    .say(&words::feed::message(what, &model))
                    .is_empty()
            );
        }
    }
}

#[test]
fn a_toast_names_the_action_and_the_reason() {
    let client = Client::new(
        client_core::sync::Program::CONSOLE,
        client_core::sync::Options::for_surface(client_core::sync::Surface::Console),
    );
    let kind = client_core::toast::ToastKind::Refused {
        command: Box::new(
            command::MarkHeld {
                meeting: MeetingId::example(1),
            }
            .into(),
        ),
        reject: SessionFull {
            session: session(1),
            quota: 40,
        }
        .into(),
    };
    let said = Catalogue::new("fr").say(&words::toast::message(&kind, client.model()));
    assert_eq!(
        said,
        "«\u{202f}Tenu\u{202f}» – refus\u{a0}: «\u{202f}\u{202f}» est complet (40 places)."
    );
}

fn every_reject() -> Vec<Reject> {
    let touch = Touch {
        seq: 1,
        at: MORNING,
        by: MAIN,
    };
    let mark = Mark {
        at: MORNING,
        by: DOOR,
    };
    let (person, slot, place) = (person(1), slot(1), table(1));
    let (meeting, session, spot) = (MeetingId::example(1), session(1), spot(1, 1));
    vec![
        Malformed {}.into(),
        TooLarge { bytes_max: 1 }.into(),
        TooMany { retry_after_ms: 1 }.into(),
        Busy { retry_after_ms: 1 }.into(),
        TooOld {}.into(),
        Unavailable {}.into(),
        CommandIdReused {}.into(),
        Forbidden { needed: None }.into(),
        NotFound {}.into(),
        IdTaken {}.into(),
        LimitReached { limit: 1 }.into(),
        PersonBusy {
            person,
            slot,
            touch: Some(touch),
        }
        .into(),
        PlaceBusy {
            spot,
            touch: Some(touch),
        }
        .into(),
        PersonUnavailable { person, slot }.into(),
        TooFar {
            person,
            minutes_needed: 9,
            minutes_given: 5,
        }
        .into(),
        SlotPast { slot }.into(),
        UnknownSlot { slot }.into(),
        NoMeetingPlace { place }.into(),
        NoCommonSlot {}.into(),
        ExpertAbsentThen { expert: person }.into(),
        ExpertFull {
            expert: person,
            meetings_max: 1,
        }
        .into(),
        ExpertsDoNotMeet {}.into(),
        NotAPair {}.into(),
        AlreadyMeeting { meeting }.into(),
        PersonWithdrawnAlready { person }.into(),
        StillInUse {
            slot: None,
            place: None,
        }
        .into(),
        TimetableInvalid { slot }.into(),
        SlotNotBegun { slot }.into(),
        MeetingElsewhere {
            meeting,
            now_at: spot,
            touch,
        }
        .into(),
        MeetingClosed { meeting, touch }.into(),
        RequestClosed {}.into(),
        RequestNotAccepted {}.into(),
        VacancyGone {}.into(),
        VacancyOffered { to: person }.into(),
        OfferGone {}.into(),
        PlanOutdated {
            meetings: vec![meeting],
        }
        .into(),
        CannotUndo { touch: None }.into(),
        NoPlanComing {}.into(),
        ProposalOutdated {
            n_problems: 2,
            problems: List::default(),
        }
        .into(),
        OnlySupposed {}.into(),
        SessionClosed { session }.into(),
        SessionFull { session, quota: 1 }.into(),
        SeatTakenAlready { session }.into(),
        NoSeat { session }.into(),
        UnknownBadge {}.into(),
        AlreadyIn { person, mark }.into(),
        NotIn {
            person,
            presence: Presence::Gone,
        }
        .into(),
        NoGate {}.into(),
        PlanGivesSlots {}.into(),
        ApplicantsChanged {
            came: List::default(),
            gone: List::default(),
        }
        .into(),
        TooManyKept {
            expert: expert(1),
            n_free: 2,
        }
        .into(),
        DeskEditStale { revision: 2 }.into(),
        VocabularyChanged {}.into(),
        EventFrozen {
            stage: EventStage::CalledOff,
        }
        .into(),
        StageOutdated {
            stage: EventStage::Closed,
        }
        .into(),
        ResourceBusy {
            resource: ResourceId::example(1),
            slot,
        }
        .into(),
        ResourceChanged {
            resource: ResourceId::example(1),
        }
        .into(),
        NeedsOutdated { person }.into(),
        AssignmentOutdated { person }.into(),
        FigureOutOfBounds {
            figure: FigureId(1),
            min: 0,
            max: 500,
        }
        .into(),
    ]
}

fn lines_about_the_desk() -> Vec<FeedWhat> {
    [
        DeskThing::Site,
        DeskThing::SitePage,
        DeskThing::Registration,
        DeskThing::RegistrationForm,
        DeskThing::AssignmentRules,
        DeskThing::Profile,
        DeskThing::Help,
        DeskThing::Conversation,
        DeskThing::MessageSettings,
    ]
    .map(|what| FeedWhat::DeskEdited { what })
    .into()
}

fn lines_about_applicants() -> Vec<FeedWhat> {
    let (request, from, to) = (RequestId::example(1), person(1), expert(1));
    vec![
        FeedWhat::RequestNotRetained { request, from, to },
        FeedWhat::RequestWaiting { request, from, to },
        FeedWhat::ExpertArbitrated {
            expert: to,
            n_kept: 1,
            n_waiting: 2,
            n_dropped: 3,
        },
    ]
}

fn lines_about_resources() -> Vec<FeedWhat> {
    let resource = ResourceId::example(1);
    vec![
        FeedWhat::NeedsChanged { person: person(1) },
        FeedWhat::ResourceDefined { resource, n: 2 },
        FeedWhat::ResourceWithdrawn { resource },
    ]
}

fn lines_about_persons() -> Vec<FeedWhat> {
    let person = person(1);
    vec![
        FeedWhat::PersonsRegistered {
            n: 1,
            first: person,
        },
        FeedWhat::PersonWithdrawn { person },
        FeedWhat::PersonErased { person },
        FeedWhat::PersonReinstated { person },
        FeedWhat::AvailabilityChanged { person },
        FeedWhat::PersonAssigned { person },
        FeedWhat::PersonsAssigned { n: 2 },
        FeedWhat::BadgesIssued { n: 1 },
    ]
}

fn stages() -> [FeedWhat; 4] {
    [
        EventStage::Project,
        EventStage::Planned,
        EventStage::CalledOff,
        EventStage::Closed,
    ]
    .map(|stage| FeedWhat::StageChanged { stage })
}

fn every_line() -> Vec<FeedWhat> {
    let (host, guest, from, to, person) = (expert(1), person(1), person(1), person(2), person(1));
    let (meeting, at, session, room) = (MeetingId::example(1), spot(1, 1), session(1), room(1));
    let (request, vacancy) = (RequestId::example(1), VacancyId::example(1));
    let late = Some(Late {
        party: guest,
        minutes: Minutes(5),
    });
    let key = AlertKey::RoomOverfull(room);
    let object = FillObject::Event;
    let mut lines = vec![
        FeedWhat::MeetingBooked {
            meeting,
            host,
            guest,
            spot: at,
        },
        FeedWhat::MeetingsBooked { n: 2 },
        FeedWhat::PlanPublished { n: 2 },
        FeedWhat::MeetingMoved {
            meeting,
            host,
            guest,
            from: at,
            to: spot(2, 2),
        },
        FeedWhat::MeetingsSwapped {
            a: meeting,
            a_at: at,
            b: meeting,
            b_at: spot(2, 2),
        },
        FeedWhat::MeetingCancelled {
            meeting,
            host,
            guest,
            spot: at,
            reason: CancelReason::Travel,
        },
        FeedWhat::MeetingReinstated {
            meeting,
            host,
            guest,
            spot: at,
        },
        FeedWhat::LatenessMarked {
            meeting,
            late,
            spot_of: guest,
        },
        FeedWhat::LatenessMarked {
            meeting,
            late: None,
            spot_of: guest,
        },
        FeedWhat::MeetingHeld {
            meeting,
            host,
            guest,
        },
        FeedWhat::MeetingNotHeld {
            meeting,
            host,
            guest,
            missing: Missing::Both,
        },
        FeedWhat::ExpertAbsent {
            expert: host,
            n_reassigned: 1,
            n_cancelled: 0,
        },
        FeedWhat::ExpertBack { expert: host },
        FeedWhat::ExpertLimited { expert: host },
        FeedWhat::FiguresChanged { person: host },
        FeedWhat::TagsChanged { person: host },
        FeedWhat::VocabularyChanged,
        FeedWhat::RequestMade { request, from, to },
        FeedWhat::RequestAccepted {
            request,
            from,
            to,
            spot: at,
        },
        FeedWhat::RequestAgreed { request, from, to },
        FeedWhat::RequestRefused { request, from, to },
        FeedWhat::RequestCancelled { request, from, to },
        FeedWhat::RequestExpired { request, from, to },
        FeedWhat::SlotFreed {
            vacancy,
            spot: at,
            host,
        },
        FeedWhat::VacancyFilled {
            vacancy,
            spot: at,
            guest: Some(guest),
        },
        FeedWhat::VacancyFilled {
            vacancy,
            spot: at,
            guest: None,
        },
        FeedWhat::VacancyDismissed { vacancy, spot: at },
        FeedWhat::VacancyLapsed { vacancy, spot: at },
        FeedWhat::OfferMade {
            vacancy,
            spot: at,
            to,
        },
        FeedWhat::OfferAccepted { spot: at, to },
        FeedWhat::OfferDeclined { spot: at, to },
        FeedWhat::OfferExpired { spot: at, to },
        FeedWhat::OfferWithdrawn { spot: at, to },
        FeedWhat::SessionDefined { session },
        FeedWhat::SessionOpened { session },
        FeedWhat::SessionFull { session },
        FeedWhat::SessionClosed { session },
        FeedWhat::SessionCancelled { session },
        FeedWhat::SeatTaken { session, person },
        FeedWhat::SeatWaiting { session, person },
        FeedWhat::SeatAttended { session, person },
        FeedWhat::SeatReleased { session, person },
        FeedWhat::CheckedIn { person },
        FeedWhat::RoomEntered { person, room },
        FeedWhat::RoomLeft { person, room },
        FeedWhat::CheckedOut { person },
        FeedWhat::AlertRaised {
            key,
            value: 1,
            limit: 2,
        },
        FeedWhat::AlertCleared { key },
        FeedWhat::AlertAcknowledged { key },
        FeedWhat::ThresholdChanged {
            object,
            percent: Some(60),
        },
        FeedWhat::ThresholdChanged {
            object,
            percent: None,
        },
        FeedWhat::Announced {
            announcement: AnnouncementId::example(1),
        },
        FeedWhat::PlacesChanged { n: 1 },
        FeedWhat::TimetableChanged,
        FeedWhat::SettingsChanged,
        FeedWhat::TeamChanged {
            staff: StaffId::example(1),
        },
        FeedWhat::Undone { seq: 1 },
    ];
    lines.extend(stages());
    lines
}

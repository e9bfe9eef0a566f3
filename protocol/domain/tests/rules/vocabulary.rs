//! Examples of the event's lists, and of profiles in figures.

use protocol::command::*;
use protocol::*;

use crate::world::*;

fn keyword(n: u16, kind: KeywordKind) -> Keyword {
    Keyword { tag: Tag(n), kind }
}

fn figure(n: u16, min: i64, max: i64) -> KeyFigure {
    let id = FigureId(n);
    KeyFigure { id, min, max }
}

fn lists(keywords: &[Keyword], figures: &[KeyFigure]) -> Vocabulary {
    Vocabulary {
        keywords: List::new(keywords.to_vec()).unwrap(),
        figures: List::new(figures.to_vec()).unwrap(),
    }
}

fn define(world: &mut World, after: Vocabulary) -> Result<Vec<Change>, Reject> {
    let before = world.state.vocabulary().clone();
    world.run(MAIN, DefineVocabulary { before, after })
}

fn gives(n: u16, value: i64) -> Figures {
    let figure = FigureId(n);
    Figures {
        offered: List::new(vec![FigureValue { figure, value }]).unwrap(),
        sought: List::default(),
    }
}

fn change(world: &mut World, actor: Actor, figures: Figures) -> Result<Vec<Change>, Reject> {
    let person = person(1);
    world.run(actor, ChangeFigures { person, figures })
}

#[test]
fn who_changes_lists_that_others_changed_is_refused_and_one_undo_brings_them_back() {
    let mut world = World::new();
    let first = lists(
        &[
            keyword(1, KeywordKind::Topic),
            keyword(2, KeywordKind::Cooperation),
        ],
        &[figure(1, 0, 5_000)],
    );
    define(&mut world, first.clone()).unwrap();
    assert_eq!(*world.state.vocabulary(), first);
    let stale = DefineVocabulary {
        before: Vocabulary::default(),
        after: lists(&[], &[]),
    };
    let refusal = world.run(MAIN, stale).unwrap_err();
    assert_eq!(refusal.name(), "VocabularyChanged");
    define(&mut world, lists(&[], &[])).unwrap();
    let seq = world.last_seq();
    world.run(MAIN, UndoEntry { seq }).unwrap();
    assert_eq!(*world.state.vocabulary(), first);
}

#[test]
fn a_number_stands_once_and_bounds_are_in_order() {
    let mut world = World::new();
    let twice = [
        keyword(1, KeywordKind::Topic),
        keyword(1, KeywordKind::Cooperation),
    ];
    let refusal = define(&mut world, lists(&twice, &[])).unwrap_err();
    assert_eq!(refusal.name(), "IdTaken");
    let refusal = define(&mut world, lists(&[], &[figure(1, 5, 4)])).unwrap_err();
    assert_eq!(refusal.name(), "FigureOutOfBounds");
    define(&mut world, lists(&[], &[figure(1, -5, -5)])).unwrap();
}

#[test]
fn a_figure_is_given_within_its_bounds_and_stays_when_they_narrow() {
    let mut world = World::new();
    let me = Actor::Person(person(1));
    let refusal = change(&mut world, me, gives(1, 3)).unwrap_err();
    assert_eq!(refusal.name(), "NotFound", "the event has no such figure");
    define(&mut world, lists(&[], &[figure(1, 0, 100)])).unwrap();
    for (value, fits) in [(-1, false), (0, true), (100, true), (101, false)] {
        let told = change(&mut world, me, gives(1, value));
        assert_eq!(told.is_ok(), fits, "{value}: {told:?}");
    }
    define(&mut world, lists(&[], &[figure(1, 0, 10)])).unwrap();
    let kept = world.state.person(person(1)).unwrap().figures.clone();
    assert_eq!(kept, Some(gives(1, 100)));
    let sought = FigureRange {
        figure: FigureId(1),
        min: 5,
        max: 4,
    };
    let reversed = Figures {
        sought: List::new(vec![sought]).unwrap(),
        ..Figures::default()
    };
    let refusal = change(&mut world, me, reversed).unwrap_err();
    assert_eq!(refusal.name(), "FigureOutOfBounds");
    // Nothing given is as if never given; nobody changes another's profile.
    change(&mut world, me, Figures::default()).unwrap();
    assert_eq!(world.state.person(person(1)).unwrap().figures, None);
    let stranger = Actor::Person(person(2));
    assert!(change(&mut world, stranger, gives(1, 3)).is_err());
}

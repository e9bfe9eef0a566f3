//! The event's keywords and key figures, and what companies give and seek in figures (CAT-08,
//! CAT-09, EEN-05, EEN-06).
//!
//! Lists hold numbers; their words are cards. A profile keeps what it carries when a keyword or a
//! figure leaves the list, or when bounds narrow: only what is written anew must fit.

use std::collections::BTreeSet;
use std::sync::Arc;

use protocol::change::{FiguresChanged, TagsChanged, VocabularyDefined};
use protocol::command::{ChangeFigures, ChangeTags, DefineVocabulary};
use protocol::id::PersonId;
use protocol::reject::{FigureOutOfBounds, IdTaken, NotFound, VocabularyChanged};
use protocol::{FigureId, Figures, KeyFigure, Reject, Tags, Vocabulary};

use crate::decide::Draft;
use crate::state::State;

impl Draft<'_> {
    pub(crate) fn define_vocabulary(&mut self, c: &DefineVocabulary) -> Result<(), Reject> {
        if *self.state.vocabulary() != c.before {
            return Err(VocabularyChanged {}.into());
        }
        let mut tags = BTreeSet::new();
        let mut numbers = BTreeSet::new();
        let is_once = c.after.keywords.iter().all(|row| tags.insert(row.tag))
            && c.after.figures.iter().all(|row| numbers.insert(row.id));
        if !is_once {
            return Err(IdTaken {}.into());
        }
        for row in &c.after.figures {
            check_order(row.id, row.min, row.max)?;
        }
        // Also when the numbers stay: other words for them are a change that the log tells of.
        self.put_vocabulary(c.after.clone());
        Ok(())
    }

    pub(crate) fn put_vocabulary(&mut self, after: Vocabulary) {
        let before = self.state.vocabulary().clone();
        self.put(VocabularyDefined { before, after });
    }

    pub(crate) fn change_figures(&mut self, c: &ChangeFigures) -> Result<(), Reject> {
        let before = self.state.known_person(c.person)?.figures.clone();
        self.state.check_figures(&c.figures)?;
        let after = (c.figures != Figures::default()).then(|| c.figures.clone());
        if before != after {
            self.put(FiguresChanged {
                person: c.person,
                before,
                after,
            });
        }
        Ok(())
    }

    /// Each keyword once on each side. What is on the event's list is no question here: a list
    /// may have changed after the profile was filled in.
    pub(crate) fn change_tags(&mut self, c: &ChangeTags) -> Result<(), Reject> {
        let person = self.state.known_person(c.person)?;
        let before = Tags {
            offered: person.offered.clone(),
            sought: person.sought.clone(),
        };
        for side in [&c.tags.offered, &c.tags.sought] {
            let mut seen = BTreeSet::new();
            if !side.iter().all(|tag| seen.insert(*tag)) {
                return Err(IdTaken {}.into());
            }
        }
        if before != c.tags {
            self.put(TagsChanged {
                person: c.person,
                before,
                after: c.tags.clone(),
            });
        }
        Ok(())
    }
}

impl State {
    /// The keywords of a person.
    #[must_use]
    pub fn tags_of(&self, person: PersonId) -> Option<Tags> {
        let person = self.person(person)?;
        Some(Tags {
            offered: person.offered.clone(),
            sought: person.sought.clone(),
        })
    }

    /// The event's keywords and key figures.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// One key figure of the list.
    #[must_use]
    pub fn key_figure(&self, id: FigureId) -> Option<&KeyFigure> {
        self.vocabulary.figures.iter().find(|row| row.id == id)
    }

    pub(crate) fn put_vocabulary(&mut self, vocabulary: Vocabulary) {
        self.vocabulary = Arc::new(vocabulary);
    }

    /// Whether a profile in figures fits the event's list, each figure named once on each side.
    ///
    /// # Errors
    /// A figure that is not on the list or stands twice, a value or bounds outside its own.
    pub fn check_figures(&self, figures: &Figures) -> Result<(), Reject> {
        let mut offered = BTreeSet::new();
        for row in &figures.offered {
            self.check_within(row.figure, row.value, row.value)?;
            if !offered.insert(row.figure) {
                return Err(IdTaken {}.into());
            }
        }
        let mut sought = BTreeSet::new();
        for row in &figures.sought {
            self.check_within(row.figure, row.min, row.max)?;
            if !sought.insert(row.figure) {
                return Err(IdTaken {}.into());
            }
        }
        Ok(())
    }

    fn check_within(&self, figure: FigureId, min: i64, max: i64) -> Result<(), Reject> {
        let row = self.key_figure(figure).ok_or(NotFound {})?;
        check_order(figure, min, max)?;
        if min < row.min || max > row.max {
            let (min, max) = (row.min, row.max);
            return Err(FigureOutOfBounds { figure, min, max }.into());
        }
        Ok(())
    }
}

fn check_order(figure: FigureId, min: i64, max: i64) -> Result<(), Reject> {
    if min > max {
        return Err(FigureOutOfBounds { figure, min, max }.into());
    }
    Ok(())
}

//! What a sender changes in the lists, as the wish that does it.

use protocol::card::CardUpdate;
use protocol::id::CommandId;
use protocol::limits::{KEY_FIGURES_MAX, KEYWORDS_MAX, LABEL_CHARS_MAX};
use protocol::vocabulary::VocabularyWish;
use protocol::{Card, CardKey, FigureId, KeyFigure, Keyword, KeywordKind, List, Tag, Vocabulary};

use super::{FigureRow, ImportLine};
use crate::model::Model;
use protocol::fold::fold;

/// One change of the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Edit {
    /// Keywords that are not on the list yet; those that are stay.
    AddKeywords {
        kind: KeywordKind,
        labels: Vec<String>,
    },
    RenameKeyword {
        tag: Tag,
        /// Its words when the sender began to rename it.
        seen: String,
        label: String,
    },
    RemoveKeyword {
        tag: Tag,
    },
    /// A new figure, or another name, unit or bounds of one.
    PutFigure {
        id: Option<FigureId>,
        /// It when the sender began to change it.
        seen: Option<FigureRow>,
        name: String,
        unit: String,
        min: i64,
        max: i64,
    },
    RemoveFigure {
        id: FigureId,
    },
    /// Lines of a file.
    Import {
        lines: Vec<ImportLine>,
    },
}

/// Why a change makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditFlaw {
    /// There is nothing to add, or no name.
    Empty,
    /// The words are too long.
    TooLong,
    /// The bounds are in the wrong order.
    Bounds,
    /// The list is full.
    Full,
    /// Another one has this name.
    Taken,
    /// A line of a file cannot be read, counted from one.
    Line(usize),
}

/// The wish that makes a change, on the lists as they are here.
///
/// # Errors
/// A change that makes no sense.
pub fn wish(model: &Model, command: CommandId, edit: &Edit) -> Result<VocabularyWish, EditFlaw> {
    let before = model.state().vocabulary().clone();
    let mut draft = Draft::of(model, &before);
    draft.make(edit)?;
    let after = Vocabulary {
        keywords: List::new(draft.keywords).ok_or(EditFlaw::Full)?,
        figures: List::new(draft.figures).ok_or(EditFlaw::Full)?,
    };
    Ok(VocabularyWish {
        command,
        before,
        after,
        labels: List::new(draft.labels).ok_or(EditFlaw::Full)?,
        seen: List::new(draft.seen).ok_or(EditFlaw::Full)?,
    })
}

/// The lists while they change.
struct Draft<'a> {
    model: &'a Model,
    keywords: Vec<Keyword>,
    figures: Vec<KeyFigure>,
    labels: Vec<CardUpdate>,
    /// The words that the sender saw where those stand now.
    seen: Vec<CardUpdate>,
    /// Numbers that were ever given: a profile may carry one that left the list.
    next_tag: u16,
    next_figure: u16,
}

impl<'a> Draft<'a> {
    fn of(model: &'a Model, before: &Vocabulary) -> Self {
        let persons = || model.state().persons();
        let carried = persons().flat_map(|row| row.offered.iter().chain(&row.sought));
        let listed = before.keywords.iter().map(|row| row.tag.0);
        let max_tag = listed.chain(carried.map(|tag| tag.0)).max();
        let given = persons().filter_map(|row| row.figures.as_ref());
        let given = given.flat_map(|row| {
            let offered = row.offered.iter().map(|row| row.figure.0);
            offered.chain(row.sought.iter().map(|row| row.figure.0))
        });
        let listed = before.figures.iter().map(|row| row.id.0);
        let max_figure = listed.chain(given).max();
        Self {
            model,
            keywords: before.keywords.to_vec(),
            figures: before.figures.to_vec(),
            labels: Vec::new(),
            seen: Vec::new(),
            next_tag: max_tag.map_or(0, |max| max.saturating_add(1)),
            next_figure: max_figure.map_or(0, |max| max.saturating_add(1)),
        }
    }

    fn make(&mut self, edit: &Edit) -> Result<(), EditFlaw> {
        match edit {
            Edit::AddKeywords { kind, labels } => {
                if labels.is_empty() {
                    return Err(EditFlaw::Empty);
                }
                labels
                    .iter()
                    .try_for_each(|label| self.add_keyword(*kind, label))
            }
            Edit::RenameKeyword { tag, seen, label } => {
                let taken = self.tag_of(label).filter(|other| other != tag);
                if taken.is_some() {
                    return Err(EditFlaw::Taken);
                }
                self.see(CardKey::Tag(*tag), seen, "");
                self.label(CardKey::Tag(*tag), label, "")
            }
            Edit::RemoveKeyword { tag } => {
                self.keywords.retain(|row| row.tag != *tag);
                Ok(())
            }
            Edit::PutFigure {
                id,
                seen,
                name,
                unit,
                min,
                max,
            } => {
                if let Some(seen) = seen {
                    self.see(CardKey::Figure(seen.id), &seen.name, &seen.unit);
                }
                self.put_figure(*id, name, unit, (*min, *max))
            }
            Edit::RemoveFigure { id } => {
                self.figures.retain(|row| row.id != *id);
                Ok(())
            }
            Edit::Import { lines } if lines.is_empty() => Err(EditFlaw::Empty),
            Edit::Import { lines } => lines.iter().try_for_each(|line| match line {
                ImportLine::Keyword { kind, label } => self.add_keyword(*kind, label),
                ImportLine::Figure {
                    name,
                    unit,
                    min,
                    max,
                } => {
                    let id = self.figure_of(name);
                    self.put_figure(id, name, unit, (*min, *max))
                }
            }),
        }
    }

    /// A keyword of the same words stays as it is; case and accents do not make another one.
    fn add_keyword(&mut self, kind: KeywordKind, label: &str) -> Result<(), EditFlaw> {
        if self.tag_of(label).is_some() {
            return Ok(());
        }
        if self.keywords.len() == KEYWORDS_MAX || self.next_tag == u16::MAX {
            return Err(EditFlaw::Full);
        }
        let tag = Tag(self.next_tag);
        self.label(CardKey::Tag(tag), label, "")?;
        self.next_tag += 1;
        self.keywords.push(Keyword { tag, kind });
        Ok(())
    }

    fn put_figure(
        &mut self,
        id: Option<FigureId>,
        name: &str,
        unit: &str,
        (min, max): (i64, i64),
    ) -> Result<(), EditFlaw> {
        if min > max {
            return Err(EditFlaw::Bounds);
        }
        if self.figure_of(name).is_some_and(|other| id != Some(other)) {
            return Err(EditFlaw::Taken);
        }
        let id = match id {
            Some(id) => id,
            None if self.figures.len() == KEY_FIGURES_MAX || self.next_figure == u16::MAX => {
                return Err(EditFlaw::Full);
            }
            None => {
                self.next_figure += 1;
                FigureId(self.next_figure - 1)
            }
        };
        self.label(CardKey::Figure(id), name, unit)?;
        let row = KeyFigure { id, min, max };
        match self.figures.iter_mut().find(|other| other.id == id) {
            Some(other) => *other = row,
            None => self.figures.push(row),
        }
        Ok(())
    }

    fn label(&mut self, key: CardKey, title: &str, detail: &str) -> Result<(), EditFlaw> {
        let (title, detail) = (title.trim(), detail.trim());
        if title.is_empty() {
            return Err(EditFlaw::Empty);
        }
        if title.chars().count().max(detail.chars().count()) > LABEL_CHARS_MAX {
            return Err(EditFlaw::TooLong);
        }
        // Nobody began with other words than those that stand here now.
        if !self.seen.iter().any(|row| row.key == key) {
            let cards = self.model.cards();
            let (title, detail) = (cards.title(key), cards.detail(key));
            self.see(key, title, detail);
        }
        self.labels.push(worded(key, title, detail));
        Ok(())
    }

    fn see(&mut self, key: CardKey, title: &str, detail: &str) {
        self.seen.push(worded(key, title, detail));
    }

    fn tag_of(&self, label: &str) -> Option<Tag> {
        let tags = self.keywords.iter().map(|row| row.tag);
        self.like(label, tags, CardKey::Tag)
    }

    fn figure_of(&self, name: &str) -> Option<FigureId> {
        let ids = self.figures.iter().map(|row| row.id);
        self.like(name, ids, CardKey::Figure)
    }

    /// Which of these has the same words, by what was changed here or by the cards.
    fn like<Id: Copy>(
        &self,
        words: &str,
        mut ids: impl Iterator<Item = Id>,
        key: fn(Id) -> CardKey,
    ) -> Option<Id> {
        let words = fold(words.trim());
        ids.find(|id| {
            let changed = self.labels.iter().rev().find(|row| row.key == key(*id));
            let title = match changed.and_then(|row| row.card.as_ref()) {
                Some(card) => card.title.as_str(),
                None => self.model.cards().title(key(*id)),
            };
            fold(title.trim()) == words
        })
    }
}

fn worded(key: CardKey, title: &str, detail: &str) -> CardUpdate {
    let card = Card {
        title: title.to_owned(),
        detail: detail.to_owned(),
        code: String::new(),
    };
    CardUpdate {
        key,
        card: Some(card),
    }
}

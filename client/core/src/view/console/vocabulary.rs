//! The event's lists of keywords, kinds of cooperation and key figures, and what a sender changes
//! in them (CAT-09, EEN-05, EEN-06).

mod edit;
mod lines;

use std::collections::{BTreeMap, BTreeSet};

use protocol::{CardKey, FigureId, KeywordKind, Tag};

use crate::model::Model;
use crate::view::label::natural_key;
use protocol::fold::{fold, matches};

pub use edit::{Edit, EditFlaw, wish};
pub use lines::{ImportLine, read_lines};

/// A keyword with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct KeywordRow {
    pub tag: Tag,
    pub kind: KeywordKind,
    pub label: String,
    /// Profiles that carry it.
    pub n_profiles: usize,
}

/// A key figure with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct FigureRow {
    pub id: FigureId,
    pub name: String,
    pub unit: String,
    pub min: i64,
    pub max: i64,
}

/// The lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct VocabularyRows {
    pub keywords: Vec<KeywordRow>,
    pub figures: Vec<FigureRow>,
}

/// The lists with their words, keywords in order of these.
#[must_use]
pub fn vocabulary_rows(model: &Model) -> VocabularyRows {
    let (state, cards) = (model.state(), model.cards());
    let vocabulary = state.vocabulary();
    let mut n_profiles = BTreeMap::<Tag, usize>::new();
    for person in state.persons() {
        let carried: BTreeSet<Tag> = person
            .offered
            .iter()
            .chain(&person.sought)
            .copied()
            .collect();
        for tag in carried {
            *n_profiles.entry(tag).or_default() += 1;
        }
    }
    let mut keywords: Vec<KeywordRow> = vocabulary
        .keywords
        .iter()
        .map(|row| KeywordRow {
            tag: row.tag,
            kind: row.kind,
            label: cards.title(CardKey::Tag(row.tag)).to_owned(),
            n_profiles: n_profiles.get(&row.tag).copied().unwrap_or(0),
        })
        .collect();
    keywords.sort_by_cached_key(|row| natural_key(&row.label));
    let figures = vocabulary.figures.iter().map(|row| FigureRow {
        id: row.id,
        name: cards.title(CardKey::Figure(row.id)).to_owned(),
        unit: cards.detail(CardKey::Figure(row.id)).to_owned(),
        min: row.min,
        max: row.max,
    });
    VocabularyRows {
        figures: figures.collect(),
        keywords,
    }
}

/// The keywords of a kind whose words match a search.
#[must_use]
pub fn found<'a>(rows: &'a VocabularyRows, kind: KeywordKind, search: &str) -> Vec<&'a KeywordRow> {
    let search = fold(search);
    let of_kind = rows.keywords.iter().filter(|row| row.kind == kind);
    of_kind
        .filter(|row| matches(&fold(&row.label), &search))
        .collect()
}

//! What answers give in the event's own key figures (CAT-09).

use std::collections::BTreeSet;

use protocol::{FigureValue, Figures, List, Vocabulary};

use super::{Answers, Field, Form, Kind, Part, Place};

impl Form {
    /// The profile in figures of a representative: what he and his company answered to fields that
    /// ask for a key figure of the event. What the event's list does not know or bound so is left
    /// out, since the list may have changed after the form; so is a figure's second answer.
    #[must_use]
    pub fn figures(&self, clean: &Answers, nth: usize, list: &Vocabulary) -> Option<Figures> {
        let mut given = BTreeSet::new();
        let values = self.fields.iter().filter_map(|field| {
            let value = value_of(field, clean, nth)?;
            let known = list.figures.iter().find(|row| row.id == value.figure)?;
            let is_within = (known.min..=known.max).contains(&value.value);
            (is_within && given.insert(value.figure)).then_some(value)
        });
        let offered = List::new(values.collect()).expect("no more than the list has");
        let figures = Figures {
            offered,
            ..Figures::default()
        };
        (figures != Figures::default()).then_some(figures)
    }
}

fn value_of(field: &Field, clean: &Answers, nth: usize) -> Option<FigureValue> {
    let nth = match field.part {
        Part::Company | Part::Description => 0,
        Part::Person => nth,
        // A product is not what somebody is looked for by.
        Part::Product => return None,
    };
    if !matches!(field.kind, Kind::KeyFigure { .. }) {
        return None;
    }
    let place = Place {
        part: field.part,
        nth,
        key: field.key.clone(),
    };
    let value = clean.at(&place).first()?.parse().ok()?;
    let figure = field.figure?;
    Some(FigureValue { figure, value })
}

//! The key figures of the demo: how large companies are, and how large their partners should be.

use protocol::command::DefineVocabulary;
use protocol::id::CompanyId;
use protocol::{
    Actor, CardKey, FigureId, FigureRange, FigureValue, Figures, KeyFigure, Keyword, Vocabulary,
};

use super::GenerateError;
use super::draft::{Draft, list};
use super::keywords;

const STAFF: FigureId = FigureId(0);
const TURNOVER: FigureId = FigureId(1);
const EXPORT: FigureId = FigureId(2);

/// Name, unit and bounds.
const FIGURES: [(FigureId, &str, &str, i64, i64); 3] = [
    (STAFF, "Effectif", "personnes", 0, 100_000),
    (TURNOVER, "Chiffre d’affaires", "M€", 0, 10_000),
    (EXPORT, "Part de l’export", "%", 0, 100),
];

/// Puts the keywords and the key figures on the event's lists.
pub(super) fn define(draft: &mut Draft) -> Result<(), GenerateError> {
    for (tag, label) in keywords::all() {
        draft.card(CardKey::Tag(tag), label, "", "");
    }
    for (id, name, unit, _, _) in FIGURES {
        draft.card(CardKey::Figure(id), name, unit, "");
    }
    let keywords = keywords::all().map(|(tag, _)| Keyword {
        tag,
        kind: keywords::kind(tag),
    });
    let figures = FIGURES.map(|(id, _, _, min, max)| KeyFigure { id, min, max });
    let after = Vocabulary {
        keywords: list(keywords.collect()),
        figures: list(figures.to_vec()),
    };
    let before = Vocabulary::default();
    draft.send(Actor::System, DefineVocabulary { before, after })
}

/// What a company says of itself, the same for everybody whom it sends, and for one in three what
/// it looks for.
pub(super) fn of_company(draft: &Draft, company: CompanyId) -> Figures {
    let mut chance = draft.chance.fork_about("key figures", company.to_bytes());
    let staff = [4, 12, 25, 60, 140, 320, 900, 2_400][chance.below(8)];
    let turnover = (staff / 6).max(1);
    let export = [0, 5, 15, 30, 50, 70, 90][chance.below(7)];
    let value = |figure, value| FigureValue { figure, value };
    let sought = if chance.percent(33) {
        let (min, max) = [(0, 50), (10, 250), (100, 5_000)][chance.below(3)];
        vec![FigureRange {
            figure: STAFF,
            min,
            max,
        }]
    } else {
        Vec::new()
    };
    Figures {
        offered: list(vec![
            value(STAFF, staff),
            value(TURNOVER, turnover),
            value(EXPORT, export),
        ]),
        sought: list(sought),
    }
}

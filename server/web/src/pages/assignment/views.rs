//! The rules as the page shows them: fields, sentences, and what would come of them.

use app::desk::assignment::{AssignmentDesk, Outlook, Rule};
use app::desk::registration::form::country::{self, COUNTRIES};
use protocol::fold::fold;
use protocol::id::OrganisationId;

use crate::pages::page::Page;

/// One of several to choose from.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_on: bool,
}

/// The fields of one rule, or of one that may be written.
pub(super) struct Row {
    pub(super) nth: usize,
    pub(super) order: usize,
    pub(super) countries: Vec<Choice>,
    pub(super) postcodes: String,
    pub(super) sectors: Vec<Choice>,
    pub(super) organisations: Vec<Choice>,
    pub(super) is_new: bool,
}

/// A rule as a sentence.
pub(super) struct Line {
    pub(super) condition: String,
    pub(super) organisation: String,
}

/// What a press would do.
pub(super) struct Outcome {
    pub(super) whom: &'static str,
    pub(super) title: &'static str,
    pub(super) summary: String,
    /// Who would get how many.
    pub(super) gains: Vec<(String, String)>,
    pub(super) rest: String,
    pub(super) press: &'static str,
    pub(super) is_possible: bool,
}

/// The rules, and one line for another.
pub(super) fn rows(page: &Page, desk: &AssignmentDesk, rules: &[Rule]) -> Vec<Row> {
    let blank = std::iter::once(None);
    let shown = rules.iter().map(Some).chain(blank);
    shown
        .enumerate()
        .map(|(nth, rule)| Row {
            nth,
            order: nth + 1,
            countries: countries(page, rule.map_or("", |rule| rule.country.as_str())),
            postcodes: rule.map_or_else(String::new, |rule| rule.postcodes.join(", ")),
            sectors: sectors(page, desk, rule.map_or("", |rule| rule.sector.as_str())),
            organisations: organisations(page, desk, rule.map(|rule| rule.organisation)),
            is_new: rule.is_none(),
        })
        .collect()
}

fn countries(page: &Page, chosen: &str) -> Vec<Choice> {
    let is_french = page.language.is_french();
    let all = COUNTRIES.iter().map(|(code, french, english)| Choice {
        value: (*code).to_owned(),
        label: (if is_french { *french } else { *english }).to_owned(),
        is_on: *code == chosen,
    });
    let mut all: Vec<Choice> = all.collect();
    all.sort_by_cached_key(|one| fold(&one.label));
    all
}

fn sectors(page: &Page, desk: &AssignmentDesk, chosen: &str) -> Vec<Choice> {
    let all = desk.sectors.iter().map(|sector| Choice {
        value: sector.code.clone(),
        label: sector_name(page, desk, &sector.code),
        is_on: sector.code == chosen,
    });
    all.collect()
}

fn sector_name(page: &Page, desk: &AssignmentDesk, code: &str) -> String {
    let Some(sector) = desk.sectors.iter().find(|one| one.code == code) else {
        return code.to_owned();
    };
    if page.language.is_french() || sector.english.is_empty() {
        sector.french.clone()
    } else {
        sector.english.clone()
    }
}

/// The organisations to choose from.
pub(super) fn organisations(
    page: &Page,
    desk: &AssignmentDesk,
    chosen: Option<OrganisationId>,
) -> Vec<Choice> {
    let all = desk.organisations.iter().map(|(id, _)| Choice {
        value: id.to_string(),
        label: organisation_name(page, desk, *id),
        is_on: Some(*id) == chosen,
    });
    all.collect()
}

fn organisation_name(page: &Page, desk: &AssignmentDesk, id: OrganisationId) -> String {
    let known = desk.organisations.iter().find(|(known, _)| *known == id);
    match known.map(|(_, name)| name.as_str()) {
        Some(name) if !name.is_empty() => name.to_owned(),
        Some(_) | None => page.say("Sans nom", "Without a name").to_owned(),
    }
}

/// The rules as sentences.
pub(super) fn lines(page: &Page, desk: &AssignmentDesk) -> Vec<Line> {
    let rules = desk.rules.rules.iter();
    rules
        .map(|rule| Line {
            condition: condition(page, desk, rule),
            organisation: organisation_name(page, desk, rule.organisation),
        })
        .collect()
}

/// "France, 22, 35, Industries navales".
fn condition(page: &Page, desk: &AssignmentDesk, rule: &Rule) -> String {
    let is_french = page.language.is_french();
    let parts = [
        country::name(&rule.country, is_french).to_owned(),
        rule.postcodes.join(", "),
        sector_name(page, desk, &rule.sector),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        page.say("Tout le monde", "Everybody").to_owned()
    } else {
        parts.join(", ")
    }
}

/// What applying the rules would do, to those not yet assigned and to all.
pub(super) fn outcomes(page: &Page, desk: &AssignmentDesk) -> [Outcome; 2] {
    let [unassigned, everybody] = &desk.outlooks;
    [
        outcome(
            page,
            desk,
            unassigned,
            (
                "unassigned",
                page.say("Personnes pas encore affectées", "Persons not assigned yet"),
                page.say("Affecter ces personnes", "Assign these persons"),
            ),
        ),
        outcome(
            page,
            desk,
            everybody,
            (
                "everybody",
                page.say("Tous les participants", "All participants"),
                page.say("Affecter tout le monde", "Assign everybody"),
            ),
        ),
    ]
}

fn outcome(
    page: &Page,
    desk: &AssignmentDesk,
    outlook: &Outlook,
    (whom, title, press): (&'static str, &'static str, &'static str),
) -> Outcome {
    let n = outlook.assignments.len();
    let is_french = page.language.is_french();
    let summary = match (is_french, n) {
        (true, 0) => "Personne ne changerait d’organisme.".to_owned(),
        (false, 0) => "Nobody would change organisation.".to_owned(),
        (true, n) => format!(
            "{} changerai{} d’organisme\u{a0}:",
            persons(page, n),
            if n > 1 { "ent" } else { "t" }
        ),
        (false, n) => format!("{} would change organisation:", persons(page, n)),
    };
    let gains = outlook.gains.iter();
    let gains = gains.map(|(id, n)| (organisation_name(page, desk, *id), persons(page, *n)));
    let rest = if is_french {
        format!(
            "Déjà au bon endroit\u{a0}: {}. Sans règle qui convienne\u{a0}: {}, qui ne bouge{} pas.",
            persons(page, outlook.n_there),
            persons(page, outlook.n_unmatched),
            if outlook.n_unmatched > 1 { "nt" } else { "" },
        )
    } else {
        format!(
            "Where the rules say already: {}. Fitting no rule: {}, who stay where they are.",
            persons(page, outlook.n_there),
            persons(page, outlook.n_unmatched),
        )
    };
    Outcome {
        whom,
        title,
        summary,
        gains: gains.collect(),
        rest,
        press,
        is_possible: n > 0,
    }
}

/// "212 personnes".
fn persons(page: &Page, n: usize) -> String {
    match (page.language.is_french(), n) {
        (true, 0 | 1) => format!("{n} personne"),
        (true, _) => format!("{n} personnes"),
        (false, 1) => format!("{n} person"),
        (false, _) => format!("{n} persons"),
    }
}

/// What was done.
pub(super) fn applied(page: &Page, n: usize) -> String {
    let persons = persons(page, n);
    match (page.language.is_french(), n) {
        (true, 0 | 1) => format!("{persons} affectée."),
        (true, _) => format!("{persons} affectées."),
        (false, _) => format!("{persons} assigned."),
    }
}

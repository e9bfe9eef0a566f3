//! What a line says of somebody beside the registration: key figures given and sought, and needs.
//! An empty cell says nothing, and changes nothing.

use protocol::card::CardKey;
use protocol::command::{ChangeFigures, ChangeNeeds};
use protocol::id::{PersonId, ResourceId};
use protocol::limits::NEEDS_MAX;
use protocol::reject::LimitReached;
use protocol::{Command, FigureRange, FigureValue, Figures, KeyFigure, List, Person, Reject};

use super::Work;
use super::columns::Column;
use super::flaw::{Flaw, FlawKind};
use super::sheet::Row;

/// What lines say, until everybody is registered.
#[derive(Default)]
pub(super) struct Profiles(Vec<Profile>);

struct Profile {
    person: PersonId,
    offered: Option<Vec<FigureValue>>,
    sought: Option<Vec<FigureRange>>,
    needs: Option<Vec<ResourceId>>,
    /// Where figures and needs are said: a flaw, when the rules refuse them.
    lines: [Flaw; 2],
}

impl Profiles {
    /// Reads the cells of a line; what cannot be read is a flaw.
    pub(super) fn read(&mut self, work: &mut Work<'_>, row: &Row<'_>, person: PersonId) {
        let offered = parts(row, Column::Figures, work, |work, name, said| {
            let figure = figure(work, name)?.id;
            let value = said.parse().map_err(|_| FlawKind::BadFigure)?;
            Ok(FigureValue { figure, value })
        });
        let sought = parts(row, Column::FiguresSought, work, |work, name, said| {
            let known = figure(work, name)?;
            let (min, max) = said.split_once("..").unwrap_or((said, said));
            let bound = |text: &str, open: i64| match text.trim() {
                "" => Ok(open),
                text => text.parse().map_err(|_| FlawKind::BadFigure),
            };
            Ok(FigureRange {
                figure: known.id,
                min: bound(min, known.min)?,
                max: bound(max, known.max)?,
            })
        });
        let needs = parts(row, Column::Needs, work, |work, name, _| {
            let mut known = work.draft.resources().map(|row| row.id);
            let called = known.find(|id| work.labels.is_called(CardKey::Resource(*id), name));
            called.ok_or(FlawKind::UnknownResource)
        });
        if offered.is_none() && sought.is_none() && needs.is_none() {
            return;
        }
        let in_figures = if offered.is_some() {
            Column::Figures
        } else {
            Column::FiguresSought
        };
        let line = |column| row.flaw(column, FlawKind::Missing);
        self.0.push(Profile {
            person,
            offered,
            sought,
            needs,
            lines: [line(in_figures), line(Column::Needs)],
        });
    }

    /// Gives somebody new the figures of the line that was just read: one registration for all is
    /// one command, however many they are.
    pub(super) fn enrol(&mut self, work: &mut Work<'_>, person: &mut Person) {
        let said = self.0.last_mut().filter(|said| said.person == person.id);
        let Some(said) = said else { return };
        let offered = bounded(said.offered.take(), List::default());
        let sought = bounded(said.sought.take(), List::default());
        let figures = offered.and_then(|offered| {
            let sought = sought?;
            Ok(Figures { offered, sought })
        });
        let checked = figures
            .map_err(Reject::from)
            .and_then(|figures| work.draft.check_figures(&figures).map(|()| figures));
        match checked {
            Ok(figures) => person.figures = Some(figures).filter(|row| *row != Figures::default()),
            Err(reject) => work.flaws.push(Flaw {
                kind: FlawKind::Refused(reject),
                ..said.lines[0].clone()
            }),
        }
    }

    /// Makes what differs part of the import.
    pub(super) fn apply(self, work: &mut Work<'_>) {
        for profile in self.0 {
            let Some(before) = work.draft.person(profile.person).cloned() else {
                continue;
            };
            let n_commands = work.commands.len();
            let figures = before.figures.unwrap_or_default();
            let offered = bounded(profile.offered, figures.offered.clone());
            let sought = bounded(profile.sought, figures.sought.clone());
            let after = offered.and_then(|offered| {
                Ok(Figures {
                    offered,
                    sought: sought?,
                })
            });
            let [in_figures, in_needs] = profile.lines;
            if after != Ok(figures) {
                let change = after.map(|figures| ChangeFigures {
                    person: profile.person,
                    figures,
                });
                work.run_line(change, in_figures);
            }
            let before: List<ResourceId, NEEDS_MAX> =
                List::new(work.draft.needs_of(profile.person).to_vec()).unwrap_or_default();
            let after = bounded(profile.needs, before.clone());
            if after.as_ref() != Ok(&before) {
                let change = after.map(|after| ChangeNeeds {
                    person: profile.person,
                    before,
                    after,
                });
                work.run_line(change, in_needs);
            }
            let is_new = work.newcomers.contains(&profile.person);
            let is_changed = work.commands.len() > n_commands && !is_new;
            work.summary.n_persons_changed += usize::from(is_changed);
        }
    }
}

impl Work<'_> {
    /// Decides a command on the draft and makes it part of the import; a refusal is a flaw of the
    /// line that asked for it.
    fn run_line<C: Into<Command>>(&mut self, command: Result<C, LimitReached>, line: Flaw) {
        let tried = command.map_err(Into::into).and_then(|command| {
            let command = command.into();
            self.try_out(&command).map(|()| command)
        });
        match tried {
            Ok(command) => self.commands.push(command),
            Err(reject) => self.flaws.push(Flaw {
                kind: FlawKind::Refused(reject),
                ..line
            }),
        }
    }
}

/// The parts of a cell, "name=value" each; none when it is empty or a part cannot be read.
fn parts<T>(
    row: &Row<'_>,
    column: Column,
    work: &mut Work<'_>,
    read: impl Fn(&Work<'_>, &str, &str) -> Result<T, FlawKind>,
) -> Option<Vec<T>> {
    let mut found = Vec::new();
    for part in row.cell(column).split('|').map(str::trim) {
        if part.is_empty() {
            continue;
        }
        let (name, said) = part.split_once('=').unwrap_or((part, ""));
        match read(work, name.trim(), said.trim()) {
            Ok(one) => found.push(one),
            Err(kind) => {
                work.flaws.push(row.flaw_at(column, kind, part));
                return None;
            }
        }
    }
    (!found.is_empty()).then_some(found)
}

/// A key figure of the event's list by its name.
fn figure(work: &Work<'_>, name: &str) -> Result<KeyFigure, FlawKind> {
    let mut known = work.draft.vocabulary().figures.iter();
    let called = known.find(|row| work.labels.is_called(CardKey::Figure(row.id), name));
    called.cloned().ok_or(FlawKind::UnknownFigure)
}

/// A list of what was said, or what was there if nothing was.
fn bounded<T, const MAX: usize>(
    said: Option<Vec<T>>,
    before: List<T, MAX>,
) -> Result<List<T, MAX>, LimitReached> {
    let Some(said) = said else {
        return Ok(before);
    };
    let limit = u32::try_from(MAX).unwrap_or(u32::MAX);
    List::new(said).ok_or(LimitReached { limit })
}

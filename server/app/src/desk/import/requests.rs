//! Requests: who wants to meet whom, and when they asked. Arrival order counts (B2B-03).

use std::collections::BTreeSet;

use protocol::command::ImportRequests;
use protocol::id::PersonId;
use protocol::{Command, List, Micros, Request, RequestStatus, SlotSet};

use super::columns::Column;
use super::flaw::{Flaw, FlawKind};
use super::moments::{self, Moments, WhenError};
use super::sheet::{Row, Sheet};
use super::{Table, Work};

pub(super) fn read(work: &mut Work<'_>, moments: &Moments, sheet: &Sheet) {
    // People of faulty lines are unknown to the rules: asking about their requests would only
    // repeat that. What can be said of a line alone is said.
    let is_sound = work.flaws.is_empty();
    let mut seen = BTreeSet::new();
    let mut requests = Vec::new();
    for row in sheet.rows() {
        let Some(request) = request(work, moments, &row) else {
            continue;
        };
        if !seen.insert(request.id) {
            work.flaws
                .push(row.flaw(Column::Asker, FlawKind::RepeatedId));
            continue;
        }
        if work.draft.request(request.id).is_some() {
            continue;
        }
        if is_sound {
            let alone = List::new(vec![request.clone()]).expect("one is within every bound");
            if let Err(reject) = work.try_out(&Command::from(ImportRequests { requests: alone })) {
                work.flaws
                    .push(row.flaw(Column::Asked, FlawKind::Refused(reject)));
                continue;
            }
        }
        requests.push(request);
    }
    work.summary.n_requests = requests.len();
    if requests.is_empty() {
        return;
    }
    // Each was decided after those before it, which is what the command does with all.
    match List::new(requests) {
        Some(requests) => work.commands.push(ImportRequests { requests }.into()),
        None => work
            .flaws
            .push(Flaw::of_file(Table::Requests, FlawKind::TooManyRows)),
    }
}

fn request(work: &mut Work<'_>, moments: &Moments, row: &Row<'_>) -> Option<Request> {
    let n_flaws = work.flaws.count();
    let external = row.text(Column::Id, false, &mut work.flaws);
    let asker = row.text(Column::Asker, true, &mut work.flaws);
    let asked = row.text(Column::Asked, true, &mut work.flaws);
    let slots = slots(work, moments, row);
    let made_at = made_at(work, moments, row);
    if work.flaws.count() > n_flaws {
        return None;
    }
    let (external, asker, asked) = (external?, asker?, asked?);
    let from = known(work, row, Column::Asker, asker);
    let to = known(work, row, Column::Asked, asked);
    if work.flaws.count() > n_flaws {
        return None;
    }
    Some(Request {
        id: work.labels.request(external, asker, asked),
        from,
        to,
        slots,
        made_at,
        status: RequestStatus::Requested,
    })
}

fn known(work: &mut Work<'_>, row: &Row<'_>, column: Column, external: &str) -> PersonId {
    let person = work.labels.person(external);
    if !work.is_named(person) {
        work.flaws.push(row.flaw(column, FlawKind::UnknownPerson));
    }
    person
}

/// Slots that suit the asker; an empty cell means any, and stays empty so that slots which are
/// added later suit, too.
fn slots(work: &mut Work<'_>, moments: &Moments, row: &Row<'_>) -> SlotSet {
    if row.cell(Column::Availability).is_empty() {
        return SlotSet::EMPTY;
    }
    match moments.read(row.cell(Column::Availability)) {
        Ok(slots) => slots,
        Err(error) => {
            let (kind, part) = match error {
                WhenError::Unreadable(part) => (FlawKind::BadAvailability, part),
                WhenError::NoSlot(part) => (FlawKind::NoSlotThen, part),
            };
            work.flaws
                .push(row.flaw_at(Column::Availability, kind, &part));
            SlotSet::EMPTY
        }
    }
}

/// A date, with or without a time; the time of the import where there is none.
fn made_at(work: &mut Work<'_>, moments: &Moments, row: &Row<'_>) -> Micros {
    let text = row.cell(Column::MadeAt);
    if text.is_empty() {
        return work.ground.now;
    }
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
    // Seconds, where a database wrote them, do not matter.
    let time = time.trim();
    let minutes = if time.matches(':').count() == 2 {
        time.rsplit_once(':').map_or(time, |(minutes, _)| minutes)
    } else {
        time
    };
    let instant = moments::date(day)
        .zip(moments::time(minutes))
        .and_then(|(date, time)| moments.instant(date, time));
    instant.unwrap_or_else(|| {
        work.flaws.push(row.flaw(Column::MadeAt, FlawKind::BadDate));
        work.ground.now
    })
}

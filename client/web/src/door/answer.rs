//! The answer to the newest scan: what it was, who it was, and what can be done.

use client_core::view::door::scan::{Direction, Presented, Scan, ScanOutcome, room_level};
use client_core::view::label::{Who, who};
use client_core::words::{Message, scan as scan_words};
use protocol::id::CommandId;
use protocol::{Gate, Micros};
use yew::prelude::*;

use super::part::{Verdict, VerdictKind};
use super::signal::Signal;
use crate::shell::{Glance, Speech};
use crate::ui::{Button, ButtonSize, Glyph};

/// How long a good answer stands before the next badge is asked for.
const GOOD_STANDS_MS: u64 = 6_000;
/// How long an answer stands that somebody has to deal with.
const STOP_STANDS_MS: u64 = 30_000;
/// From this share of its capacity on a room is nearly full.
const NEARLY_FULL_PERCENT: u32 = 90;

/// The newest scan, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) id: CommandId,
    pub(super) presented: Presented,
    pub(super) direction: Direction,
    pub(super) kind: VerdictKind,
    outcome: ScanOutcome,
    who: Option<Who>,
    /// For a duplicate: when, and by whose device.
    first: Option<(Micros, String)>,
    spoken: Message,
    room: Option<(u32, u32)>,
}

impl Answer {
    /// What is heard and felt; nothing while the answer is not known.
    pub(super) const fn signal(&self) -> Option<Signal> {
        match self.kind {
            VerdictKind::Waiting | VerdictKind::Checking => None,
            VerdictKind::Ok | VerdictKind::Kept => Some(Signal::Good),
            VerdictKind::Duplicate | VerdictKind::Refused => Some(Signal::Stop),
        }
    }
}

/// The answer that stands now, if any.
pub(super) fn answer(glance: &Glance<'_>, gate: Gate) -> Option<Answer> {
    let model = glance.model;
    let newest = model.scans().newest_first().next();
    // What was scanned for another gate is no answer here.
    let scan = newest.filter(|scan| scan.gate == gate)?;
    let kind = kind(scan, model.link().is_up());
    let stands_ms = match kind {
        VerdictKind::Duplicate | VerdictKind::Refused => STOP_STANDS_MS,
        VerdictKind::Waiting | VerdictKind::Checking | VerdictKind::Ok | VerdictKind::Kept => {
            GOOD_STANDS_MS
        }
    };
    if glance.now.since(scan.at) >= stands_ms {
        return None;
    }
    let first = if let ScanOutcome::Duplicate(mark) = &scan.outcome {
        Some((mark.at, model.cards().actor(mark.by).to_owned()))
    } else {
        None
    };
    Some(Answer {
        id: scan.id,
        presented: scan.presented,
        direction: scan.direction,
        kind,
        outcome: scan.outcome.clone(),
        who: scan.person.map(|person| who(model, person)),
        first,
        spoken: scan_words::message(scan, model),
        room: room_level(model, gate).map(|(_, inside, capacity)| (inside, capacity)),
    })
}

fn kind(scan: &Scan, is_up: bool) -> VerdictKind {
    match &scan.outcome {
        ScanOutcome::Waiting if is_up => VerdictKind::Checking,
        ScanOutcome::Waiting => VerdictKind::Kept,
        ScanOutcome::Accepted => VerdictKind::Ok,
        ScanOutcome::Duplicate(_) | ScanOutcome::NotIn => VerdictKind::Duplicate,
        ScanOutcome::UnknownBadge
        | ScanOutcome::Full
        | ScanOutcome::Refused(_)
        | ScanOutcome::NotSent => VerdictKind::Refused,
    }
}

/// What can be done about an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Remedies {
    /// Told what was presented, to pass in the other direction.
    pub(super) onreverse: Callback<Presented>,
    /// Told that the answer was dealt with.
    pub(super) ondismiss: Callback<MouseEvent>,
    /// Told that the list is to be searched.
    pub(super) onsearch: Callback<MouseEvent>,
}

/// Draws an answer.
pub(super) fn draw(say: &Speech, answer: &Answer, remedies: &Remedies) -> Html {
    let (name, company) = match &answer.who {
        Some(who) => (who.name.clone(), company(who)),
        None => (String::new(), String::new()),
    };
    let word = say.t(word(answer));
    let (name, sub): (AttrValue, AttrValue) = match (&answer.outcome, &answer.first) {
        (ScanOutcome::UnknownBadge, _) => (say.t("door-unknown-name"), say.t("door-unknown-text")),
        (ScanOutcome::Duplicate(_), Some((at, by))) => {
            let args = [("time", say.time(*at).into()), ("by", by.into())];
            let first = say.tr(
                if by.is_empty() {
                    "door-first"
                } else {
                    "door-first-by"
                },
                args,
            );
            (name.into(), joined(&company, &first))
        }
        (ScanOutcome::Refused(_) | ScanOutcome::NotSent | ScanOutcome::Full, _) => {
            (name.into(), say.message(&answer.spoken))
        }
        _ if name.is_empty() => (say.t("door-badge"), company.into()),
        _ => (name.into(), company.into()),
    };
    let spoken = match &answer.outcome {
        // Not every door is told whose device was first.
        ScanOutcome::Duplicate(_) => format!("{word}, {sub}. {name}").into(),
        ScanOutcome::Waiting
        | ScanOutcome::Accepted
        | ScanOutcome::UnknownBadge
        | ScanOutcome::NotIn
        | ScanOutcome::Full
        | ScanOutcome::Refused(_)
        | ScanOutcome::NotSent => say.message(&answer.spoken),
    };
    html! {
        <Verdict
            kind={answer.kind}
            {word}
            {name}
            {sub}
            remark={remark(say, answer)}
            actions={actions(say, answer, remedies)}
            {spoken}
            spoken_key={format!("{} {:?}", answer.id, answer.kind)}
        />
    }
}

const fn word(answer: &Answer) -> &'static str {
    match (&answer.outcome, answer.direction) {
        (ScanOutcome::Waiting, _) => match answer.kind {
            VerdictKind::Kept => "door-kept",
            VerdictKind::Waiting
            | VerdictKind::Checking
            | VerdictKind::Ok
            | VerdictKind::Duplicate
            | VerdictKind::Refused => "door-checking",
        },
        (ScanOutcome::Accepted, Direction::In) => "door-in",
        (ScanOutcome::Accepted, Direction::Out) => "door-out",
        (ScanOutcome::Duplicate(_), _) => "door-duplicate",
        (ScanOutcome::NotIn, _) => "door-not-in",
        (ScanOutcome::Full, _) => "door-full",
        (ScanOutcome::NotSent, _) => "door-not-sent",
        (ScanOutcome::UnknownBadge | ScanOutcome::Refused(_), _) => "door-refused",
    }
}

fn company(who: &Who) -> String {
    if who.company.is_empty() {
        who.detail.clone()
    } else {
        who.company.clone()
    }
}

fn joined(a: &str, b: &str) -> AttrValue {
    if a.is_empty() {
        b.to_owned().into()
    } else {
        format!("{a} · {b}").into()
    }
}

/// A room that is full, or nearly, is said beside the welcome.
fn remark(say: &Speech, answer: &Answer) -> Option<(Glyph, AttrValue)> {
    let (inside, capacity) = answer.room.filter(|_| answer.direction == Direction::In)?;
    let key = if inside >= capacity {
        "door-room-full"
    } else if inside.saturating_mul(100) >= capacity.saturating_mul(NEARLY_FULL_PERCENT) {
        "door-room-nearly-full"
    } else {
        return None;
    };
    let args = [("inside", inside.into()), ("capacity", capacity.into())];
    Some((Glyph::Warning, say.tr(key, args)))
}

fn actions(say: &Speech, answer: &Answer, remedies: &Remedies) -> Html {
    let tone = answer.kind.tone();
    let button = |icon: Option<Glyph>, key: &str, onclick: Callback<MouseEvent>| {
        html! {
            <Button size={ButtonSize::Large} {tone} {icon} {onclick}>{ say.t(key) }</Button>
        }
    };
    let presented = answer.presented;
    let reverse = || remedies.onreverse.reform(move |_: MouseEvent| presented);
    let buttons = match &answer.outcome {
        ScanOutcome::Duplicate(_) => html! {
            <>
                { button(None, "door-let-in", remedies.ondismiss.clone()) }
                { button(Some(Glyph::Exit), "door-check-out", reverse()) }
            </>
        },
        ScanOutcome::NotIn => button(Some(Glyph::Arrow), "door-check-in", reverse()),
        ScanOutcome::UnknownBadge | ScanOutcome::Refused(_) | ScanOutcome::NotSent => button(
            Some(Glyph::Search),
            "door-search-name",
            remedies.onsearch.clone(),
        ),
        ScanOutcome::Waiting | ScanOutcome::Accepted | ScanOutcome::Full => {
            return Html::default();
        }
    };
    html! { <div class="btn-group">{ buttons }</div> }
}

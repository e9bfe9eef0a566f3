//! The side of the page where badges are read: the answer, the camera, the hand scanner's line.

use client_core::view::door::scan::{Direction, Presented};
use protocol::id::CommandId;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::answer::{self, Answer, Remedies, answer};
use super::camera::CameraFault;
use super::detector::Detector;
use super::part::{CameraView, ScanLine, Verdict, VerdictKind};
use super::review::Review;
use super::scanner::Passage;
use super::signal::{Signal, Speaker, vibrate};
use crate::shell::{Changes, Speech, use_handle, use_live, use_speech};
use crate::ui::{Button, ButtonSize, Glyph, IconButton};

/// What the side is given.
#[derive(Properties, PartialEq)]
pub(super) struct ScanColumnProps {
    pub(super) passage: Passage,
    /// Counts texts that were no badge; none when the newest was one.
    pub(super) misread: Option<u32>,
    pub(super) speaker: Option<Speaker>,
    /// Turns the sound on or off.
    pub(super) onspeaker: Callback<MouseEvent>,
    /// Told each text that was read or typed.
    pub(super) onread: Callback<String>,
    /// Told when the list is to be searched.
    pub(super) onsearch: Callback<MouseEvent>,
}

/// The side where badges are read.
#[component]
pub(super) fn ScanColumn(props: &ScanColumnProps) -> Html {
    let say = use_speech();
    let camera = use_camera();
    let dealt_with = use_state_eq(|| None::<CommandId>);
    let parts = [Changes::SCANS, Changes::LINK, Changes::CARDS]
        .into_iter()
        .fold(Changes::CLOCK, Changes::and);
    let newest = use_live(parts, props.passage.gate, |glance, gate| {
        answer(glance, *gate)
    });
    let shown = newest
        .as_ref()
        .as_ref()
        .filter(|answer| *dealt_with != Some(answer.id));
    use_signal(shown, &props.speaker);
    let column = use_node_ref();
    use_in_sight(column.clone(), shown);
    let remedies = use_remedies(props, shown, dealt_with.setter());
    let verdict = match (props.misread, shown) {
        (Some(n), _) => misread(&say, n),
        (None, Some(answer)) => answer::draw(&say, answer, &remedies),
        (None, None) => ready(&say, props.passage.direction),
    };
    let switches = html! {
        <span class="row" data-gap="tight">
            <IconButton
                glyph={Glyph::Bell}
                size={ButtonSize::Small}
                label={say.t("door-sound")}
                pressed={props.speaker.is_some()}
                onclick={props.onspeaker.clone()}
            />
            <Button
                size={ButtonSize::Small}
                icon={Glyph::Camera}
                pressed={camera.is_on}
                onclick={camera.ontoggle.clone()}
            >
                { say.t("door-camera") }
            </Button>
        </span>
    };
    html! {
        <div class="col" ref={column}>
            { verdict }
            <Review shown={shown.map(|answer| answer.id)} />
            if camera.is_on {
                <CameraView
                    label={say.t("door-camera")}
                    onread={props.onread.clone()}
                    onfault={camera.onfault.clone()}
                />
            }
            <ScanLine
                label={say.t("door-scan")}
                placeholder={say.t("door-ready")}
                error={camera.fault.map(|why| say.t(fault_word(why)))}
                end={switches}
                onread={props.onread.clone()}
            />
        </div>
    }
}

/// Whether the camera runs, and why not.
struct CameraSwitch {
    is_on: bool,
    fault: Option<CameraFault>,
    ontoggle: Callback<MouseEvent>,
    onfault: Callback<CameraFault>,
}

#[hook]
fn use_camera() -> CameraSwitch {
    let is_on = use_state_eq(|| false);
    let fault = use_state_eq(|| None::<CameraFault>);
    let ontoggle = {
        let (is_on, fault) = (is_on.clone(), fault.clone());
        Callback::from(move |_: MouseEvent| {
            let is_readable = Detector::is_there();
            fault.set((!is_readable).then_some(CameraFault::NoDetector));
            is_on.set(is_readable && !*is_on);
        })
    };
    let onfault = {
        let (is_on, fault) = (is_on.clone(), fault.clone());
        Callback::from(move |why: CameraFault| {
            fault.set(Some(why));
            is_on.set(false);
        })
    };
    CameraSwitch {
        is_on: *is_on,
        fault: *fault,
        ontoggle,
        onfault,
    }
}

const fn fault_word(why: CameraFault) -> &'static str {
    match why {
        CameraFault::NoDetector => "door-camera-unable",
        CameraFault::Denied => "door-camera-denied",
        CameraFault::NoCamera => "door-camera-none",
    }
}

/// What can be done about the answer that is shown.
#[hook]
fn use_remedies(
    props: &ScanColumnProps,
    shown: Option<&Answer>,
    dealt_with: UseStateSetter<Option<CommandId>>,
) -> Remedies {
    let live = use_handle();
    let id = shown.map(|answer| answer.id);
    let back = Passage {
        direction: shown.map_or(props.passage.direction, |answer| answer.direction),
        ..props.passage
    }
    .reversed();
    Remedies {
        onreverse: Callback::from(move |presented: Presented| {
            back.take(&live, presented);
        }),
        ondismiss: Callback::from(move |_| dealt_with.set(id)),
        onsearch: props.onsearch.clone(),
    }
}

/// On a narrow page the list pushes the answer out of sight. An answer that stops somebody, and
/// every answer to a badge, comes back; a tick is answered in its own row.
#[hook]
fn use_in_sight(column: NodeRef, shown: Option<&Answer>) {
    let of = shown.map(|answer| (answer.id, answer.kind));
    let is_wanted = shown.is_some_and(|answer| {
        matches!(answer.presented, Presented::Badge(_)) || answer.signal() == Some(Signal::Stop)
    });
    use_effect_with(of, move |_| {
        if let Some(column) = column.cast::<Element>().filter(|_| is_wanted) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            column.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// Sounds and shakes once per answer.
#[hook]
fn use_signal(shown: Option<&Answer>, speaker: &Option<Speaker>) {
    let speaker = speaker.clone();
    let signal = shown.and_then(Answer::signal);
    let of = shown.map(|answer| (answer.id, answer.kind));
    use_effect_with(of, move |_| {
        if let Some(signal) = signal {
            tell(signal, speaker.as_ref());
        }
    });
}

fn tell(signal: Signal, speaker: Option<&Speaker>) {
    vibrate(signal);
    if let Some(speaker) = speaker {
        speaker.sound(signal);
    }
}

fn ready(say: &Speech, direction: Direction) -> Html {
    let word = match direction {
        Direction::In => "door-ready-in",
        Direction::Out => "door-ready-out",
    };
    html! {
        <Verdict
            kind={VerdictKind::Waiting}
            word={say.t(word)}
            name={say.t("door-present")}
            sub={say.t("door-scanner-ready")}
            spoken=""
            spoken_key="ready"
        />
    }
}

fn misread(say: &Speech, n: u32) -> Html {
    html! {
        <Verdict
            kind={VerdictKind::Refused}
            word={say.t("door-refused")}
            name={say.t("door-misread")}
            sub={say.t("door-misread-text")}
            spoken={say.t("door-misread")}
            spoken_key={format!("misread {n}")}
        />
    }
}

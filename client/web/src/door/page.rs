//! The door's only page: a scan on one side, the list on the other.

use client_core::view::door::list::{DoorFilter, DoorRow, door_list};
use client_core::view::door::scan::{Direction, Presented};
use protocol::CardKey;
use protocol::id::CommandId;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::answer::{self, Remedies, answer};
use super::camera::CameraFault;
use super::detector::Detector;
use super::gate_panel::{GatePanel, GatePanelProps};
use super::line::{Pill, QueueLine};
use super::list_panel::ListPanel;
use super::part::{CameraView, ScanLine, Verdict, VerdictKind};
use super::scanner::{Passage, badge_in};
use super::signal::{Speaker, vibrate};
use super::gate;
use crate::shell::{
    Changes, Speech, read_choice, use_handle, use_live, use_speech, use_theme, write_choice,
};
use crate::ui::{Brand, Button, ButtonSize, Glyph, IconButton, Select};

/// Rows of the list in the page; the search finds the others.
const ROWS_SHOWN_MAX: usize = 60;
/// Where the chosen gate is kept.
const GATE: &str = "door-gate";

/// The door.
#[component]
pub(super) fn DoorPage() -> Html {
    let (say, live) = (use_speech(), use_handle());
    // Puts the chosen theme on.
    let _theme = use_theme();
    let gate = use_state_eq(|| gate::parse(&read_choice(GATE).unwrap_or_default()));
    let direction = use_state_eq(|| Direction::In);
    let search = use_state_eq(AttrValue::default);
    let filter = use_state_eq(DoorFilter::default);
    let fault = use_state_eq(|| None::<CameraFault>);
    let has_camera = use_state_eq(|| false);
    let speaker = use_state_eq(|| None::<Speaker>);
    let misread = use_state_eq(|| None::<u32>);
    let dealt_with = use_state_eq(|| None::<CommandId>);
    let search_node = use_node_ref();
    let passage = Passage {
        gate: *gate,
        direction: *direction,
    };

    let parts = [Changes::STATE, Changes::CARDS, Changes::PENDING]
        .into_iter()
        .fold(Changes::default(), Changes::and);
    let doors = use_live(Changes::STATE.and(Changes::CARDS), (), |glance, ()| {
        let event = glance.model.cards().title(CardKey::Event).to_owned();
        (event, gate::doors(glance))
    });
    let list = use_live(
        parts,
        (*gate, (*search).clone(), *filter),
        |glance, (gate, search, filter)| {
            let list = door_list(glance.model, *gate, search, *filter, 0, ROWS_SHOWN_MAX);
            (glance.model.is_loaded(), list)
        },
    );
    let parts = [Changes::SCANS, Changes::LINK, Changes::CARDS]
        .into_iter()
        .fold(Changes::CLOCK, Changes::and);
    let newest = use_live(parts, *gate, |glance, gate| answer(glance, *gate));
    let shown = newest
        .as_ref()
        .as_ref()
        .filter(|answer| *dealt_with != Some(answer.id));
    use_signal(
        shown.map(|answer| (answer.id, answer.kind)),
        shown.and_then(answer::Answer::signal),
        &speaker,
    );

    let onread = {
        let (live, misread) = (live.clone(), misread.clone());
        Callback::from(move |text: String| match badge_in(&text) {
            Some(badge) => {
                misread.set(None);
                passage.take(&live, Presented::Badge(badge));
            }
            None => misread.set(Some(misread.map_or(0, |n| n.wrapping_add(1)))),
        })
    };
    let ontick = {
        let (live, misread) = (live.clone(), misread.clone());
        Callback::from(move |row: DoorRow| {
            misread.set(None);
            let direction = if row.is_in { Direction::Out } else { Direction::In };
            let passage = Passage { direction, ..passage };
            passage.take(&live, Presented::Person(row.who.id));
        })
    };
    let remedies = Remedies {
        onreverse: {
            let reversed = shown.map_or(passage, |answer| Passage {
                direction: answer.direction,
                ..passage
            });
            Callback::from(move |presented| {
                reversed.reversed().take(&live, presented);
            })
        },
        ondismiss: {
            let (dealt_with, id) = (dealt_with.clone(), shown.map(|answer| answer.id));
            Callback::from(move |_| dealt_with.set(id))
        },
        onsearch: {
            let search_node = search_node.clone();
            Callback::from(move |_| {
                if let Some(field) = search_node.cast::<HtmlElement>() {
                    // Focus fails only for an element that has left the page meanwhile.
                    drop(field.focus());
                }
            })
        },
    };
    let ongate = {
        let gate = gate.clone();
        Callback::from(move |key: AttrValue| {
            write_choice(GATE, &key);
            gate.set(gate::parse(&key));
        })
    };
    let oncamera = {
        let (has_camera, fault) = (has_camera.clone(), fault.clone());
        Callback::from(move |_: MouseEvent| {
            let is_readable = Detector::is_there();
            fault.set((!is_readable).then_some(CameraFault::NoDetector));
            has_camera.set(is_readable && !*has_camera);
        })
    };
    let onfault = {
        let (has_camera, fault) = (has_camera.clone(), fault.clone());
        Callback::from(move |why: CameraFault| {
            fault.set(Some(why));
            has_camera.set(false);
        })
    };
    let onspeaker = {
        let speaker = speaker.clone();
        Callback::from(move |_: MouseEvent| {
            speaker.set(if speaker.is_some() { None } else { Speaker::new() });
        })
    };
    let set_search = {
        let search = search.clone();
        Callback::from(move |text: String| search.set(text.into()))
    };
    let set_filter = {
        let filter = filter.clone();
        Callback::from(move |chosen| filter.set(chosen))
    };
    let set_direction = {
        let direction = direction.clone();
        Callback::from(move |chosen| direction.set(chosen))
    };

    let (event, doors) = &*doors;
    let (is_loaded, list) = &*list;
    let name = doors
        .iter()
        .find(|door| door.gate == *gate)
        .map_or_else(|| say.t("door-entrance"), |door| gate::name(&say, door));
    let (n_in, n_expected, room) = GatePanelProps::numbers(list);
    let verdict = match (*misread, shown) {
        (Some(n), _) => misread_verdict(&say, n),
        (None, Some(answer)) => answer::draw(&say, answer, &remedies),
        (None, None) => ready_verdict(&say, *direction),
    };
    html! {
        <div class="door">
            <header class="fascia">
                <Brand name={say.t("door-brand")} />
                <div class="event">
                    <b>{ say.t("door-name") }</b>
                    <span>{ event }</span>
                </div>
                <div class="end">
                    <Select
                        id="gate"
                        label={say.t("door-gate")}
                        options={gate::options(&say, doors)}
                        chosen={gate::key(*gate)}
                        onchoose={ongate}
                    />
                    <IconButton
                        glyph={Glyph::Bell}
                        label={say.t("door-sound")}
                        pressed={speaker.is_some()}
                        onclick={onspeaker}
                    />
                    <Pill />
                </div>
            </header>
            <QueueLine />
            <main>
                <div class="col">
                    { verdict }
                    if *has_camera {
                        <CameraView label={say.t("door-camera")} onread={onread.clone()} {onfault} />
                    }
                    <ScanLine
                        label={say.t("door-scan")}
                        placeholder={say.t("door-ready")}
                        error={fault.map(|why| say.t(fault_word(why)))}
                        end={html! {
                            <Button
                                size={ButtonSize::Small}
                                icon={Glyph::Camera}
                                pressed={*has_camera}
                                onclick={oncamera}
                            >
                                { say.t("door-camera") }
                            </Button>
                        }}
                        onread={onread.clone()}
                    />
                </div>
                <div class="col">
                    <GatePanel
                        {name}
                        gate={*gate}
                        {n_in}
                        {n_expected}
                        {room}
                        direction={*direction}
                        ondirection={set_direction}
                    />
                    <ListPanel
                        is_loaded={*is_loaded}
                        list={list.clone()}
                        search={(*search).clone()}
                        filter={*filter}
                        onsearch={set_search}
                        onfilter={set_filter}
                        {ontick}
                        {onread}
                        {search_node}
                    />
                </div>
            </main>
        </div>
    }
}

/// Sounds and shakes once per answer.
#[hook]
fn use_signal(
    of: Option<(CommandId, VerdictKind)>,
    signal: Option<super::signal::Signal>,
    speaker: &Option<Speaker>,
) {
    let speaker = speaker.clone();
    use_effect_with(of, move |_| {
        if let Some(signal) = signal {
            vibrate(signal);
            if let Some(speaker) = speaker {
                speaker.sound(signal);
            }
        }
    });
}

const fn fault_word(why: CameraFault) -> &'static str {
    match why {
        CameraFault::NoDetector => "door-camera-unable",
        CameraFault::Denied => "door-camera-denied",
        CameraFault::NoCamera => "door-camera-none",
    }
}

fn ready_verdict(say: &Speech, direction: Direction) -> Html {
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

fn misread_verdict(say: &Speech, n: u32) -> Html {
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

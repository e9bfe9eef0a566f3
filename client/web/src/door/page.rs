//! The door's only page: a scan on one side, the list on the other.

use client_core::view::door::list::DoorRow;
use client_core::view::door::scan::{Direction, Presented};
use protocol::CardKey;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::gate;
use super::line::{Pill, QueueLine};
use super::list_column::ListColumn;
use super::scan_column::ScanColumn;
use super::scanner::{Passage, badge_in};
use super::signal::Speaker;
use crate::shell::{
    Changes, StageBanner, read_choice, use_handle, use_live, use_speech, use_theme, write_choice,
};
use crate::ui::{Brand, Select};

/// Where the chosen gate is kept.
const GATE: &str = "door-gate";

/// The door.
#[component]
pub(super) fn DoorPage() -> Html {
    let say = use_speech();
    // Puts the chosen theme on.
    let _theme = use_theme();
    let gate = use_state_eq(|| gate::parse(&read_choice(GATE).unwrap_or_default()));
    let direction = use_state_eq(|| Direction::In);
    let speaker = use_state_eq(|| None::<Speaker>);
    let search_node = use_node_ref();
    let passage = Passage {
        gate: *gate,
        direction: *direction,
    };
    let reader = use_reader(passage);
    let doors = use_live(Changes::STATE.and(Changes::CARDS), (), |glance, ()| {
        let event = glance.model.cards().title(CardKey::Event).to_owned();
        (event, gate::doors(glance))
    });
    let (event, doors) = &*doors;
    let name = doors
        .iter()
        .find(|door| door.gate == *gate)
        .map_or_else(|| say.t("door-entrance"), |door| gate::name(&say, door));
    let ongate = {
        let gate = gate.clone();
        Callback::from(move |key: AttrValue| {
            write_choice(GATE, &key);
            gate.set(gate::parse(&key));
        })
    };
    let ondirection = {
        let direction = direction.clone();
        Callback::from(move |chosen| direction.set(chosen))
    };
    let onspeaker = {
        let speaker = speaker.clone();
        Callback::from(move |_: MouseEvent| {
            speaker.set(if speaker.is_some() {
                None
            } else {
                Speaker::new()
            });
        })
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
                    <Pill />
                </div>
            </header>
            <QueueLine />
            <StageBanner />
            <main>
                <ScanColumn
                    {passage}
                    misread={reader.misread}
                    speaker={(*speaker).clone()}
                    {onspeaker}
                    onread={reader.onread.clone()}
                    onsearch={focus_on(search_node.clone())}
                />
                <ListColumn
                    {name}
                    {passage}
                    {ondirection}
                    ontick={reader.ontick}
                    onread={reader.onread}
                    {search_node}
                />
            </main>
        </div>
    }
}

/// What is done with a text or a tick.
struct Reader {
    /// Counts texts that were no badge; none when the newest was one.
    misread: Option<u32>,
    onread: Callback<String>,
    ontick: Callback<DoorRow>,
}

#[hook]
fn use_reader(passage: Passage) -> Reader {
    let live = use_handle();
    let misread = use_state_eq(|| None::<u32>);
    let onread = {
        let (live, misread) = (live.clone(), misread.clone());
        Callback::from(move |text: String| {
            if let Some(badge) = badge_in(&text) {
                misread.set(None);
                passage.take(&live, Presented::Badge(badge));
            } else {
                misread.set(Some(misread.map_or(0, |n| n.wrapping_add(1))));
            }
        })
    };
    let ontick = {
        let misread = misread.clone();
        Callback::from(move |row: DoorRow| {
            misread.set(None);
            let direction = if row.is_in {
                Direction::Out
            } else {
                Direction::In
            };
            let passage = Passage {
                direction,
                ..passage
            };
            passage.take(&live, Presented::Person(row.who.id));
        })
    };
    Reader {
        misread: *misread,
        onread,
        ontick,
    }
}

fn focus_on(node: NodeRef) -> Callback<MouseEvent> {
    Callback::from(move |_| {
        if let Some(field) = node.cast::<HtmlElement>() {
            // Focus fails only for an element that has left the page meanwhile.
            drop(field.focus());
        }
    })
}

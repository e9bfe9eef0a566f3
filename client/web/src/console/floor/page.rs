//! The floor's page: the grid, the hand that works on it, and what lies beside and above it.

use std::rc::Rc;

use client_core::view::console::floor::{Axis, floor};
use client_core::view::console::meeting::{Verdict, meeting_detail};
use client_core::words::reject;
use protocol::id::{MeetingId, PersonId};
use protocol::message::Focused;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::absence::AbsenceDrawer;
use super::aim::{Sight, aim, cell_at, find, let_go, opens};
use super::hand::{Act, Aim, Hand, Open, Pos};
use super::head::Head;
use super::keys::{self, Key};
use super::legend::Legend;
use super::pointer::{Drag, Dragger, Ghost};
use super::rows::FloorRows;
use super::side::MeetingSide;
use super::vacancy::VacancySide;
use super::view::{scroll_to_cell, scroll_to_column, use_visible_columns};
use crate::console::parts::{firm_or_expert, focus_by_id};
use crate::shell::{
    Changes, go_to, read_choice, use_announcer, use_handle, use_hash, use_live, use_speech,
    write_choice,
};
use crate::ui::{EmptyState, FloorGrid, FloorTime, Glyph, TimeMark};

/// The floor.
#[component]
pub(in crate::console) fn FloorPage() -> Html {
    let say = use_speech();
    let live = use_handle();
    let announcer = use_announcer();
    let hash = use_hash();
    let sight = use_state_eq(Sight::default);
    let is_compact = use_state_eq(|| read_choice("density").as_deref() == Some("compact"));
    let hand = use_reducer_eq(Hand::default);
    let root = use_node_ref();
    let dragger = use_mut_ref(Dragger::default);

    let parts = Changes::STATE.and(Changes::CARDS).and(Changes::CLOCK);
    let head = use_live(parts, *sight, |glance, sight| {
        floor(glance.model, sight.window(0, 0), glance.now)
    });
    let columns = use_memo(head.columns.clone(), Vec::clone);
    let n_columns = columns.len();
    let visible = use_visible_columns(root.clone(), n_columns);
    let now_column = head.now_line.map(|line| line.column);

    // The page opens where the event is.
    {
        let root = root.clone();
        use_effect_with((sight.axis, head.day_index, n_columns), move |_| {
            if let Some(column) = now_column {
                scroll_to_column(&root, column, n_columns);
            }
        });
    }
    // The keyboard follows the cursor, also into rows that are not drawn yet.
    {
        let (root, cursor, n_rows) = (root.clone(), hand.cursor, head.n_rows);
        use_effect_with(hand.n_focus, move |n_focus| {
            if *n_focus > 0 && !focus_by_id(&cursor.id()) {
                scroll_to_cell(&root, cursor, n_rows, n_columns);
                gloo::timers::callback::Timeout::new(80, move || {
                    focus_by_id(&cursor.id());
                })
                .forget();
            }
        });
    }
    // Colleagues see what is carried or open here.
    {
        let live = live.clone();
        let on = match (&hand.carried, hand.open) {
            (Some(carried), _) => Some(Focused::Meeting(carried.meeting)),
            (None, Some(Open::Meeting(id))) => Some(Focused::Meeting(id)),
            (None, Some(Open::Vacancy(id))) => Some(Focused::Vacancy(id)),
            (None, None) => None,
        };
        use_effect_with(on, move |on| {
            live.focus(*on);
            move || live.focus(None)
        });
    }
    // What a drop would do is also said.
    {
        let (say, live) = (say.clone(), live.clone());
        let over = hand
            .carried
            .as_ref()
            .and_then(|carried| carried.over.clone());
        use_effect_with(over, move |over| {
            let Some(aim) = over else { return };
            let words = live.glance(|glance| match &aim.verdict {
                Verdict::Moves => say.t("console-drop-moves"),
                Verdict::Swaps(_) => say.t("console-drop-swaps"),
                Verdict::Stays => say.t("console-drop-stays"),
                Verdict::Refused(why) => say.message(&reject::message(why, glance.model)),
            });
            announcer.say(words);
        });
    }
    // A conflict elsewhere on the floor is brought into sight: `#/floor?conflict`.
    {
        let (live, sight, hand) = (live.clone(), sight.clone(), hand.dispatcher());
        use_effect_with(hash.clone(), move |hash| {
            if hash.ends_with("?conflict") {
                let found = live.glance(|glance| {
                    let spot = glance.model.conflicts().iter().find_map(|one| one.spot)?;
                    find(glance, spot)
                });
                if let Some((day, pos)) = found {
                    sight.set(Sight {
                        axis: Axis::Places,
                        day: Some(day),
                    });
                    hand.dispatch(Act::Go(pos));
                }
            }
        });
    }

    let pick_up = {
        let (live, hand) = (live.clone(), hand.dispatcher());
        Callback::from(move |meeting: MeetingId| {
            let can = live.glance(|glance| {
                meeting_detail(glance.model, meeting, glance.now)
                    .is_some_and(|seen| seen.can_change)
            });
            if can {
                hand.dispatch(Act::PickUp(meeting, false));
            }
        })
    };
    let onopen = {
        let (live, hand) = (live.clone(), hand.clone());
        let (sight, n_carried) = (*sight, hand.carried.clone());
        Callback::from(move |pos: Pos| match &n_carried {
            // A press while something is carried by keyboard lets it go there.
            Some(carried) if !carried.is_by_pointer => {
                if let Some(aim) = live.glance(|glance| aim(glance, sight, carried.meeting, pos)) {
                    let_go(&live, carried.meeting, &aim);
                }
                hand.dispatch(Act::LetGo);
            }
            Some(_) | None => {
                let open = live.glance(|glance| opens(&cell_at(glance, sight, pos)?.1.content));
                hand.dispatch(Act::Open(pos, open));
            }
        })
    };
    let ondrag = {
        let (live, hand, sight) = (live.clone(), hand.dispatcher(), *sight);
        let over = use_mut_ref(|| None::<Aim>);
        Callback::from(move |drag: Drag| match drag {
            Drag::Begun(meeting) => {
                over.borrow_mut().take();
                hand.dispatch(Act::PickUp(meeting, true));
            }
            Drag::Over(meeting, pos) => {
                let aimed =
                    pos.and_then(|pos| live.glance(|glance| aim(glance, sight, meeting, pos)));
                over.borrow_mut().clone_from(&aimed);
                hand.dispatch(Act::Over(aimed));
            }
            Drag::Dropped(meeting) => {
                if let Some(aimed) = over.borrow_mut().take() {
                    let_go(&live, meeting, &aimed);
                }
                hand.dispatch(Act::LetGo);
            }
            Drag::GivenUp => {
                over.borrow_mut().take();
                hand.dispatch(Act::LetGo);
            }
        })
    };
    let onpress = {
        let (live, sight) = (live.clone(), *sight);
        Callback::from(move |(pos, event): (Pos, PointerEvent)| {
            if event.button() != 0 || event.pointer_type() == "touch" {
                return;
            }
            let meeting = live.glance(|glance| {
                let Open::Meeting(id) = opens(&cell_at(glance, sight, pos)?.1.content)? else {
                    return None;
                };
                meeting_detail(glance.model, id, glance.now)?
                    .can_change
                    .then_some(id)
            });
            if let Some(meeting) = meeting {
                // Otherwise the browser would select text along the way.
                event.prevent_default();
                dragger.borrow().follow(meeting, &event, ondrag.clone());
            }
        })
    };
    let onkeydown = {
        let (live, hand, sight, n_rows) = (live.clone(), hand.clone(), *sight, head.n_rows);
        let (onopen, pick_up) = (onopen.clone(), pick_up.clone());
        Callback::from(move |event: KeyboardEvent| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let is_cell = target
                .is_some_and(|target| target.get_attribute("role").as_deref() == Some("gridcell"));
            let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
            if !is_cell || has_modifier {
                return;
            }
            let Some(key) = keys::meaning(&event.key(), hand.cursor, n_rows, n_columns) else {
                return;
            };
            event.prevent_default();
            match key {
                Key::Go(pos) => {
                    hand.dispatch(Act::Go(pos));
                    if let Some(carried) = &hand.carried {
                        let aimed = live.glance(|glance| aim(glance, sight, carried.meeting, pos));
                        hand.dispatch(Act::Over(aimed));
                    }
                }
                Key::Enter if hand.carried.is_none() => {
                    let here = live
                        .glance(|glance| opens(&cell_at(glance, sight, hand.cursor)?.1.content));
                    // A second Enter goes into the panel that the first one opened.
                    if here.is_some() && here == hand.open {
                        focus_by_id("side");
                    } else {
                        onopen.emit(hand.cursor);
                    }
                }
                Key::Enter => onopen.emit(hand.cursor),
                Key::Move if hand.carried.is_some() => onopen.emit(hand.cursor),
                Key::Move => {
                    let here = live
                        .glance(|glance| opens(&cell_at(glance, sight, hand.cursor)?.1.content));
                    if let Some(Open::Meeting(meeting)) = here {
                        pick_up.emit(meeting);
                    }
                }
                Key::Escape if hand.carried.is_some() => hand.dispatch(Act::LetGo),
                Key::Escape => hand.dispatch(Act::Close),
            }
        })
    };

    let absent = hash
        .split_once("?absent")
        .map(|(_, rest)| PersonId::parse(rest.trim_start_matches('=')));
    let onabsent = Callback::from(|()| go_to("/floor?absent"));
    let onpresent = Callback::from(|()| go_to("/floor"));
    let onsight = {
        let (sight, hand) = (sight.clone(), hand.dispatcher());
        Callback::from(move |to: Sight| {
            sight.set(to);
            hand.dispatch(Act::Begin);
        })
    };
    let onnow = {
        let (root, onsight, sight) = (root.clone(), onsight.clone(), *sight);
        Callback::from(move |()| {
            onsight.emit(Sight { day: None, ..sight });
            if let Some(column) = now_column {
                scroll_to_column(&root, column, n_columns);
            }
        })
    };
    let ondensity = {
        let is_compact = is_compact.clone();
        Callback::from(move |()| {
            write_choice("density", if *is_compact { "normal" } else { "compact" });
            is_compact.set(!*is_compact);
        })
    };
    let close = hand.dispatcher();
    let close = Callback::from(move |()| close.dispatch(Act::Close));

    let times = head.columns.iter().enumerate().map(|(index, column)| {
        let mark = match now_column {
            _ if column.is_now => TimeMark::Now,
            Some(now) if index < now => TimeMark::Past,
            Some(_) | None => TimeMark::Future,
        };
        FloorTime {
            label: say.time(column.starts_at),
            mark,
            note: if column.is_now {
                Some(say.t("phase-running"))
            } else {
                column.is_after_pause.then(|| say.t("console-after-pause"))
            },
        }
    });
    let now = head.now_line.map(|line| {
        (
            place_of_now(line.column, line.permille),
            say.time(live.event_now()),
        )
    });
    let corner = html! {
        <>
            { say.t(match sight.axis { Axis::Places => "console-axis-place", Axis::Experts => "console-axis-expert" }) }
            <span class="muted">{ say.number(i64::try_from(head.n_rows).unwrap_or(0)) }</span>
        </>
    };
    let rows = {
        let (sight, columns, visible, hand) =
            (*sight, Rc::clone(&columns), visible.clone(), hand.clone());
        Callback::from(move |range: std::ops::Range<usize>| {
            html! {
                <FloorRows
                    {sight}
                    first={range.start}
                    n={range.len()}
                    columns={Rc::clone(&columns)}
                    visible={visible.clone()}
                    cursor={hand.cursor}
                    open={hand.open}
                    carried={hand.carried.as_ref().map(|carried| carried.meeting)}
                    over={hand.carried.as_ref().and_then(|carried| carried.over.clone())}
                    onopen={onopen.clone()}
                    onpress={onpress.clone()}
                />
            }
        })
    };
    let ghost = hand
        .carried
        .as_ref()
        .filter(|carried| carried.is_by_pointer)
        .and_then(|carried| {
            live.glance(|glance| meeting_detail(glance.model, carried.meeting, glance.now))
        });
    html! {
        <>
            <Head
                sight={*sight}
                days={head.days.clone()}
                day_index={head.day_index}
                is_compact={*is_compact}
                {onsight}
                {onnow}
                {ondensity}
                {onabsent}
            />
            <div
                ref={root}
                class="floor"
                data-axis={(sight.axis == Axis::Experts).then_some("experts")}
                data-density={is_compact.then_some("compact")}
            >
                if n_columns == 0 || head.n_rows == 0 {
                    <EmptyState icon={Glyph::Floor} title={say.t("console-floor-none")} text={say.t("console-floor-none-text")} />
                } else {
                    <FloorGrid
                        label={say.t("console-nav-floor")}
                        {corner}
                        times={times.collect::<Vec<_>>()}
                        n_rows={head.n_rows}
                        {rows}
                        {now}
                        {onkeydown}
                    />
                }
                { match hand.open {
                    Some(Open::Meeting(meeting)) => html! {
                        <MeetingSide key={meeting.to_string()} {meeting} onclose={close} onmove={pick_up} />
                    },
                    Some(Open::Vacancy(vacancy)) => html! {
                        <VacancySide key={vacancy.to_string()} {vacancy} onclose={close} />
                    },
                    None => Html::default(),
                } }
            </div>
            <Legend is_carrying={hand.carried.is_some()} />
            if let Some(seen) = ghost {
                <Ghost
                    first={firm_or_expert(&live, &seen.host.who)}
                    second={firm_or_expert(&live, &seen.guest.who)}
                />
            }
            if let Some(expert) = absent {
                <AbsenceDrawer {expert} onclose={onpresent} />
            }
        </>
    }
}

/// Now, counted in columns with a fraction.
#[expect(clippy::cast_precision_loss, reason = "a day has few columns")]
fn place_of_now(column: usize, permille: u32) -> f64 {
    column as f64 + f64::from(permille) / 1_000.0
}

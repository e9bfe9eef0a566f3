//! Dragging with the pointer. A press becomes a drag after a few pixels, so that a press stays a
//! press. Touch scrolls the floor instead; there the panel's "move" picks a meeting up.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::{document, window};
use protocol::id::MeetingId;
use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, PointerEvent};
use yew::prelude::*;

use super::hand::Pos;

/// Pixels after which a press is a drag.
const SLACK_PX: i32 = 6;

/// What happens to a drag.
pub(super) enum Drag {
    Begun(MeetingId),
    Over(MeetingId, Option<Pos>),
    Dropped(MeetingId),
    GivenUp,
}

/// Follows a press on a meeting until it ends.
#[derive(Clone, Default)]
pub(super) struct Dragger(Rc<RefCell<Vec<EventListener>>>);

impl Dragger {
    /// Follows a press at some pixels.
    pub(super) fn follow(&self, meeting: MeetingId, press: &PointerEvent, tell: Callback<Drag>) {
        let from = (press.client_x(), press.client_y());
        let is_begun = Rc::new(RefCell::new(false));
        let over = Rc::new(RefCell::new(None::<Pos>));
        let on_move = {
            let (is_begun, tell) = (Rc::clone(&is_begun), tell.clone());
            EventListener::new(&window(), "pointermove", move |event| {
                let event = event.unchecked_ref::<PointerEvent>();
                let (x, y) = (event.client_x(), event.client_y());
                let is_far = (x - from.0).abs() + (y - from.1).abs() > SLACK_PX;
                if !*is_begun.borrow() {
                    if !is_far {
                        return;
                    }
                    *is_begun.borrow_mut() = true;
                    tell.emit(Drag::Begun(meeting));
                }
                let now_over = cell_under(x, y);
                if *over.borrow() != now_over {
                    *over.borrow_mut() = now_over;
                    tell.emit(Drag::Over(meeting, now_over));
                }
            })
        };
        let end = |name: &'static str, is_drop: bool| {
            let (is_begun, tell, listeners) =
                (Rc::clone(&is_begun), tell.clone(), Rc::downgrade(&self.0));
            EventListener::once(&window(), name, move |_| {
                if *is_begun.borrow() {
                    tell.emit(if is_drop {
                        Drag::Dropped(meeting)
                    } else {
                        Drag::GivenUp
                    });
                }
                // Freed after this event: a listener must not drop itself while it runs.
                if let Some(listeners) = listeners.upgrade() {
                    wasm_bindgen_futures::spawn_local(
                        async move { listeners.borrow_mut().clear() },
                    );
                }
            })
        };
        let on_up = end("pointerup", true);
        let on_cancel = end("pointercancel", false);
        let on_escape = {
            let listeners = Rc::downgrade(&self.0);
            EventListener::new(&window(), "keydown", move |event| {
                if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
                    tell.emit(Drag::GivenUp);
                    if let Some(listeners) = listeners.upgrade() {
                        wasm_bindgen_futures::spawn_local(async move {
                            listeners.borrow_mut().clear();
                        });
                    }
                }
            })
        };
        *self.0.borrow_mut() = vec![on_move, on_up, on_cancel, on_escape];
    }
}

/// The cell under a point of the page.
fn cell_under(x: i32, y: i32) -> Option<Pos> {
    #[expect(clippy::cast_precision_loss, reason = "pixels of a screen are few")]
    let element = document().element_from_point(x as f32, y as f32)?;
    let cell = element.closest("[role=gridcell]").ok().flatten()?;
    Pos::of_id(&cell.id())
}

#[derive(Properties, PartialEq)]
pub(super) struct GhostProps {
    pub(super) first: AttrValue,
    pub(super) second: AttrValue,
}

/// The copy under the pointer. It alone is drawn again while the pointer moves.
#[component]
pub(super) fn Ghost(props: &GhostProps) -> Html {
    let at = use_state_eq(|| None::<(i32, i32)>);
    {
        let at = at.clone();
        use_effect_with((), move |()| {
            let listener = EventListener::new(&window(), "pointermove", move |event| {
                let event = event.unchecked_ref::<PointerEvent>();
                at.set(Some((event.client_x(), event.client_y())));
            });
            move || drop(listener)
        });
    }
    let Some(px) = *at else {
        return Html::default();
    };
    html! {
        <crate::ui::SlotCard
            state={crate::ui::SlotState::Planned}
            state_label=""
            first={props.first.clone()}
            second={props.second.clone()}
            ghost_px={px}
        />
    }
}

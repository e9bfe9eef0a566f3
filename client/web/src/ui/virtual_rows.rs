//! Draws only the rows in sight of a long list whose rows are equally high.

use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::utils::window;
use web_sys::Element;
use yew::prelude::*;

/// How many rows are drawn above and below what is in sight, so that a quick
/// scroll or an arrow key finds them there.
const N_SPARE_ROWS: usize = 4;

/// How many rows are drawn before the page has been measured.
const N_FIRST_ROWS: usize = 24;

/// What to draw, and where to measure.
#[derive(Clone)]
pub struct VisibleRows {
    /// Put it on the element that is as high as all rows together.
    pub body: NodeRef,
    /// The rows to draw.
    pub range: Range<usize>,
}

/// Follows what is in sight of `scroller`, a list of `n_rows` rows. The height of a
/// row is measured, never assumed: it follows the reader's font size and density.
#[hook]
pub fn use_visible_rows(scroller: NodeRef, n_rows: usize) -> VisibleRows {
    let body = use_node_ref();
    let range = use_state_eq(|| 0..n_rows.min(N_FIRST_ROWS));
    let measure_soon = {
        let (scroller, body, range) = (scroller.clone(), body.clone(), range.clone());
        use_once_per_frame(move || {
            let (Some(scroller), Some(body)) = (scroller.cast::<Element>(), body.cast::<Element>())
            else {
                return;
            };
            range.set(visible_rows(
                f64::from(scroller.scroll_top()),
                f64::from(scroller.client_height()),
                f64::from(body.client_height()),
                n_rows,
            ));
        })
    };
    {
        let measure_soon = measure_soon.clone();
        use_effect_with((scroller, n_rows), move |(scroller, _)| {
            let listeners = scroller.cast::<Element>().map(|element| {
                let on_scroll = {
                    let measure_soon = measure_soon.clone();
                    EventListener::new(&element, "scroll", move |_| measure_soon())
                };
                let on_resize = EventListener::new(&window(), "resize", move |_| measure_soon());
                (on_scroll, on_resize)
            });
            move || drop(listeners)
        });
    }
    // A render may have changed the density, and with it the height of the rows.
    use_effect(move || measure_soon());
    let range = range.start.min(n_rows)..range.end.min(n_rows);
    VisibleRows { body, range }
}

/// Wraps `act` so that it runs at most once per picture, however often it is asked.
#[hook]
fn use_once_per_frame(act: impl Fn() + 'static) -> Rc<dyn Fn()> {
    // Kept until the part goes: dropping a frame cancels it.
    let frame = use_mut_ref(|| None::<AnimationFrame>);
    let is_waiting = use_memo((), |()| Cell::new(false));
    let act = Rc::new(act);
    Rc::new(move || {
        if is_waiting.replace(true) {
            return;
        }
        let (act, is_waiting) = (Rc::clone(&act), Rc::clone(&is_waiting));
        *frame.borrow_mut() = Some(request_animation_frame(move |_| {
            is_waiting.set(false);
            act();
        }));
    })
}

/// The rows in sight, with spare ones around them.
#[must_use]
pub fn visible_rows(
    scrolled_px: f64,
    height_px: f64,
    all_rows_px: f64,
    n_rows: usize,
) -> Range<usize> {
    if n_rows == 0 || all_rows_px <= 0.0 {
        return 0..n_rows.min(N_FIRST_ROWS);
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a list of rows is far below 2^52"
    )]
    let row_px = all_rows_px / n_rows as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped below"
    )]
    let row_at = |y: f64| (y / row_px).max(0.0) as usize;
    let first = row_at(scrolled_px)
        .min(n_rows - 1)
        .saturating_sub(N_SPARE_ROWS);
    let last = row_at(scrolled_px + height_px) + 1 + N_SPARE_ROWS;
    first..last.min(n_rows)
}

#[cfg(test)]
mod tests {
    use super::{N_FIRST_ROWS, N_SPARE_ROWS, visible_rows};

    #[test]
    fn at_the_top_the_first_rows_are_drawn() {
        assert_eq!(visible_rows(0.0, 560.0, 3360.0, 60), 0..11 + N_SPARE_ROWS);
    }

    #[test]
    fn further_down_there_are_spare_rows_on_both_sides() {
        let rows = visible_rows(1120.0, 560.0, 3360.0, 60);
        assert_eq!(rows, 20 - N_SPARE_ROWS..31 + N_SPARE_ROWS);
    }

    #[test]
    fn no_row_is_drawn_that_does_not_exist() {
        assert_eq!(visible_rows(9_999.0, 560.0, 3360.0, 60).end, 60);
        assert_eq!(visible_rows(-80.0, 560.0, 3360.0, 60).start, 0);
        assert_eq!(visible_rows(0.0, 560.0, 0.0, 0), 0..0);
    }

    #[test]
    fn before_the_page_is_measured_a_first_screenful_is_drawn() {
        assert_eq!(visible_rows(0.0, 0.0, 0.0, 60), 0..N_FIRST_ROWS);
    }
}

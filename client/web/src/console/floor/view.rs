//! What is in sight of the grid sideways, and scrolling it to a cell.

use std::ops::Range;

use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::hand::Pos;
use crate::ui::visible_rows;

/// The columns in sight of the grid below `root`, with spare ones around them.
#[hook]
pub(super) fn use_visible_columns(root: NodeRef, n_columns: usize) -> Range<usize> {
    let range = use_state_eq(|| 0..n_columns);
    {
        let range = range.clone();
        use_effect_with((root, n_columns), move |(root, n_columns)| {
            let (n_columns, grid) = (*n_columns, grid(root));
            let listeners = grid.map(|grid| {
                let measure = {
                    let grid = grid.clone();
                    move || {
                        let lead_px = f64::from(lead_px(&grid));
                        range.set(visible_rows(
                            f64::from(grid.scroll_left()),
                            (f64::from(grid.client_width()) - lead_px).max(0.0),
                            (f64::from(grid.scroll_width()) - lead_px).max(0.0),
                            n_columns,
                        ));
                    }
                };
                measure();
                let on_resize = {
                    let measure = measure.clone();
                    EventListener::new(&window(), "resize", move |_| measure())
                };
                let on_scroll = EventListener::new(&grid, "scroll", move |_| measure());
                (on_resize, on_scroll)
            });
            move || drop(listeners)
        });
    }
    range.start.min(n_columns)..range.end.min(n_columns)
}

/// Scrolls so that a column stands at the beginning, after the one before it.
pub(super) fn scroll_to_column(root: &NodeRef, column: usize, n_columns: usize) {
    if let Some(grid) = grid(root) {
        let column_px = column_px(&grid, n_columns);
        grid.set_scroll_left(pixels(column.saturating_sub(1)).saturating_mul(column_px));
    }
}

/// Scrolls a row into sight that is not drawn yet.
pub(super) fn scroll_to_cell(root: &NodeRef, pos: Pos, n_rows: usize, n_columns: usize) {
    let Some(grid) = grid(root) else {
        return;
    };
    let body_px = grid
        .query_selector(".grid-body")
        .ok()
        .flatten()
        .map_or(0, |body| body.client_height());
    let row_px = body_px / pixels(n_rows.max(1)).max(1);
    grid.set_scroll_top(pixels(pos.row.saturating_sub(2)).saturating_mul(row_px));
    let column_px = column_px(&grid, n_columns);
    grid.set_scroll_left(pixels(pos.column.saturating_sub(1)).saturating_mul(column_px));
}

fn grid(root: &NodeRef) -> Option<Element> {
    root.cast::<Element>()?
        .query_selector(".grid")
        .ok()
        .flatten()
}

fn lead_px(grid: &Element) -> i32 {
    grid.query_selector(".grid-corner")
        .ok()
        .flatten()
        .and_then(|corner| corner.dyn_into::<HtmlElement>().ok())
        .map_or(0, |corner| corner.offset_width())
}

fn column_px(grid: &Element, n_columns: usize) -> i32 {
    (grid.scroll_width() - lead_px(grid)) / pixels(n_columns.max(1)).max(1)
}

fn pixels(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

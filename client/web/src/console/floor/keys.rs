//! The floor by keyboard: which key means what.

use super::hand::Pos;

/// Rows that Page Up and Page Down jump over.
const PAGE_ROWS: usize = 10;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The cursor goes to a cell.
    Go(Pos),
    /// Open the cell, or let go what is carried.
    Enter,
    /// Pick up, or let go.
    Move,
    /// Put back, or close.
    Escape,
}

/// What a key asks for at a cell of a grid of so many rows and columns.
pub(super) fn meaning(key: &str, at: Pos, n_rows: usize, n_columns: usize) -> Option<Key> {
    let (last_row, last_column) = (n_rows.checked_sub(1)?, n_columns.checked_sub(1)?);
    let Pos { row, column } = at;
    let go = |row: usize, column: usize| {
        Some(Key::Go(Pos {
            row: row.min(last_row),
            column: column.min(last_column),
        }))
    };
    match key {
        "ArrowUp" => go(row.saturating_sub(1), column),
        "ArrowDown" => go(row + 1, column),
        "ArrowLeft" => go(row, column.saturating_sub(1)),
        "ArrowRight" => go(row, column + 1),
        "Home" => go(row, 0),
        "End" => go(row, last_column),
        "PageUp" => go(row.saturating_sub(PAGE_ROWS), column),
        "PageDown" => go(row + PAGE_ROWS, column),
        "Enter" | " " => Some(Key::Enter),
        "m" | "M" => Some(Key::Move),
        "Escape" => Some(Key::Escape),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_on_the_floor() {
        let corner = Pos {
            row: 59,
            column: 19,
        };
        assert_eq!(meaning("ArrowDown", corner, 60, 20), Some(Key::Go(corner)));
        assert_eq!(meaning("ArrowRight", corner, 60, 20), Some(Key::Go(corner)));
        assert_eq!(meaning("PageDown", corner, 60, 20), Some(Key::Go(corner)));
        let origin = Pos::default();
        assert_eq!(meaning("ArrowUp", origin, 60, 20), Some(Key::Go(origin)));
        assert_eq!(meaning("ArrowLeft", origin, 60, 20), Some(Key::Go(origin)));
        assert_eq!(
            meaning("ArrowDown", origin, 0, 20),
            None,
            "nothing to walk on"
        );
    }

    #[test]
    fn m_moves_enter_opens_escape_cancels_and_other_keys_are_left_alone() {
        let at = Pos::default();
        assert_eq!(meaning("m", at, 1, 1), Some(Key::Move));
        assert_eq!(meaning("Enter", at, 1, 1), Some(Key::Enter));
        assert_eq!(meaning("Escape", at, 1, 1), Some(Key::Escape));
        assert_eq!(meaning("Tab", at, 1, 1), None);
    }
}

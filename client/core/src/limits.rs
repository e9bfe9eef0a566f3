//! The client's own bounds, beside those that both ends share in [`protocol::limits`].

/// Commands of a moment (moves, bookings, answers) whose outcome is not known yet.
pub const PROMPT_COMMANDS_MAX: usize = 64;
/// Commands that wait for the network to come back (scans, ticks of a list).
pub const QUEUED_COMMANDS_MAX: usize = 1_000;
/// Commands that are on their way at the same time; half of the server's burst.
pub const IN_FLIGHT_COMMANDS_MAX: usize = 16;
/// Times that a command is sent again because the server was busy.
pub const ATTEMPTS_MAX: u8 = 10;
/// Ids of commands that were given back or refused, kept to recognise one that was committed
/// after all.
pub const GIVEN_BACK_MAX: usize = 64;
/// Questions that wait for their answer.
pub const QUESTIONS_MAX: usize = 16;
/// Frames of one topic that arrived ahead of their turn.
pub const HELD_FRAMES_MAX: usize = 1_024;
/// Bytes of these frames.
pub const HELD_BYTES_MAX: usize = 512 * 1024;
/// Bytes of frames kept on the device beside the snapshot; with more, a fresh one is fetched.
pub const KEPT_SINCE_BYTES_MAX: usize = 256 * 1024;
/// Effects that wait for the shell; a shell drains them after every input.
pub const EFFECTS_MAX: usize = 4_096;
/// Items of the activity feed.
pub const FEED_ITEMS_MAX: usize = 300;
/// Entries kept whole, to tell whether they can still be undone.
pub const ENTRIES_KEPT_MAX: usize = 200;
/// Changes of an entry that is kept whole.
pub const CHANGES_KEPT_MAX: usize = 600;
/// Changes that are kept of a larger one, the last.
pub const CHANGES_SAMPLED: usize = 64;
/// Conflicts that wait for the user's choice; the oldest gives way.
pub const CONFLICTS_MAX: usize = 20;
/// Messages at the edge of the screen.
pub const TOASTS_MAX: usize = 5;
/// Minutes of history behind "+42 in ten minutes".
pub const TREND_SAMPLES_MAX: usize = 16 * 60;
/// Rows that a search or a page of a list shows.
pub const PAGE_ROWS_MAX: usize = 200;
/// Rows of the floor that are computed at once.
pub const FLOOR_ROWS_MAX: usize = 200;
/// Scans that the door shows behind each other.
pub const SCANS_SHOWN_MAX: usize = 50;
/// Rows of a list on the control room.
pub const CONTROL_ROOM_ROWS_MAX: usize = 12;

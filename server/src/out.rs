//! What a sub-command says to the one who called it, as opposed to the log.

use std::io::Write;

/// Prints a line; a reader who went away is no reason to stop.
pub(crate) fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

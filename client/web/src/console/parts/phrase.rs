//! Short remarks in a row: "Waiting · free · on site".

use client_core::words::small;
use protocol::query::Reason;

use crate::shell::Speech;

/// Remarks that are not empty, with dots between them.
pub(in crate::console) fn parts_of<T: AsRef<str>>(parts: impl IntoIterator<Item = T>) -> String {
    let mut joined = String::new();
    for part in parts {
        if part.as_ref().is_empty() {
            continue;
        }
        if !joined.is_empty() {
            joined.push_str(" · ");
        }
        joined.push_str(part.as_ref());
    }
    joined
}

/// Why the planner proposes somebody.
pub(in crate::console) fn reasons(say: &Speech, reasons: &[Reason]) -> String {
    parts_of(
        reasons
            .iter()
            .map(|reason| say.message(&small::reason(*reason))),
    )
}

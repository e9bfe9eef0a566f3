//! Short remarks in a row: "Waiting · free · on site"; and spans of time.

use client_core::words::small;
use protocol::Micros;
use protocol::query::Reason;
use yew::AttrValue;

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

/// Spans of time that are told; who wants them all looks at the agenda.
const SPANS_MAX: usize = 6;

/// "lun. 23 09:00–10:30, 14:00–15:00".
pub(in crate::console) fn spans_of(say: &Speech, spans: &[(Micros, Micros)]) -> String {
    let mut told = String::new();
    let mut last_day = AttrValue::default();
    for (n, (from, until)) in spans.iter().enumerate() {
        if n > 0 {
            told.push_str(", ");
        }
        if n == SPANS_MAX {
            told.push('…');
            break;
        }
        let day = say.day_short(*from);
        if day != last_day {
            told.push_str(&day);
            told.push(' ');
            last_day = day;
        }
        told.push_str(&say.time(*from));
        told.push('–');
        told.push_str(&say.time(*until));
    }
    told
}

//! Instants as people write them.

use protocol::Micros;

use super::page::Page;

/// An instant for a page: for readers, and for programs.
pub(super) struct Moment {
    pub(super) shown: String,
    pub(super) machine: String,
}

/// Shows an instant in a zone; in UTC, and says so, where the zone is not known.
pub(super) fn moment(page: &Page, at: Micros, zone: &str) -> Moment {
    let (date, time, zone) = app::account::civil(at, zone);
    let shown = if page.language.is_french() {
        let [year, month, day] = date;
        format!("{day:02}/{month:02}/{year} à {time}{zone}")
    } else {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let [year, month, day] = date;
        let month = usize::try_from(month - 1)
            .ok()
            .and_then(|at| MONTHS.get(at));
        format!("{day} {} {year}, {time}{zone}", month.unwrap_or(&""))
    };
    let [year, month, day] = date;
    Moment {
        shown,
        machine: format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

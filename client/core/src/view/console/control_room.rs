//! The control room.

use protocol::{Micros, Presence};

use crate::model::Model;
use crate::model::trend::Sample;

/// The figures of this minute.
pub(crate) fn sample(model: &Model, now: Micros) -> Sample {
    let state = model.confirmed();
    let n_present = state
        .attendances()
        .filter(|(_, row)| row.presence == Presence::Present)
        .count();
    let fill = state.fill(protocol::FillObject::Event);
    Sample {
        at: now,
        n_present: u32::try_from(n_present).unwrap_or(u32::MAX),
        n_filled: model.trend().n_filled,
        fill_permille: fill.map_or(0, |fill| {
            fill.taken.saturating_mul(1_000) / fill.capacity.max(1)
        }),
    }
}

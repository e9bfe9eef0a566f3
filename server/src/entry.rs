//! What this installation asks of those who sign in, from the settings.

use std::time::Duration;

use app::account::{Policy, Rules, Stretch};

use crate::cli::Entry;

/// The rules that the settings say.
pub(crate) fn rules(entry: &Entry) -> Rules {
    const HOUR: Duration = Duration::from_secs(60 * 60);
    // Saturates; nobody asks for a million bits.
    let entropy_min = (entry.password_bits_min.max(0.0) * 1_000.0) as u32;
    let policy = |length_min| Policy {
        length_min,
        entropy_min,
        long_from: entry.password_long_from,
        ..Policy::PARTICIPANT
    };
    Rules {
        participant: policy(entry.password_length_min),
        administrator: policy(entry.password_length_min_admin),
        administrators_need_factor: entry.admin_second_factor,
        stretch: Stretch {
            memory_kib: entry.password_memory_kib,
            n_passes: entry.password_passes,
        },
        team_life: HOUR * entry.team_hours,
        team_idle: HOUR * entry.team_idle_hours,
        person_life: HOUR * 24 * entry.person_days,
        person_idle: HOUR * 24 * entry.person_idle_days,
    }
}

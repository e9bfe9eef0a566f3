//! What an installation decides about signing in.

use std::time::Duration;

use domain::password::Policy;

use super::mill::Stretch;

/// The rules of signing in; every one is a setting of the installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// What is asked of a participant's password.
    pub participant: Policy,
    /// What is asked of an administrator's password.
    pub administrator: Policy,
    /// Administrators open no event without a second factor.
    pub administrators_need_factor: bool,
    /// How hard passwords are stretched.
    pub stretch: Stretch,
    /// How long a team's sign-in is good, used or not.
    pub team_life: Duration,
    /// After how long unused it is over.
    pub team_idle: Duration,
    /// How long a participant's sign-in is good: the days of an event, and those around it.
    pub person_life: Duration,
    /// After how long unused it is over.
    pub person_idle: Duration,
}

impl Default for Rules {
    fn default() -> Self {
        const HOUR: Duration = Duration::from_secs(60 * 60);
        Self {
            participant: Policy::PARTICIPANT,
            administrator: Policy::ADMINISTRATOR,
            administrators_need_factor: false,
            stretch: Stretch::default(),
            team_life: HOUR * 24,
            team_idle: HOUR * 4,
            person_life: HOUR * 24 * 14,
            person_idle: HOUR * 24 * 7,
        }
    }
}

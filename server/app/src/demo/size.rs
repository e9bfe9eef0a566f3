//! How large a demo event is.

/// The three demo events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// One day, one site, about 150 participants: to look around.
    Small,
    /// Two days on two sites, 1,500 participants, 3,000 meetings: the size to be fit for.
    Full,
    /// Twice that: the size to be measured at.
    Double,
}

impl Scale {
    /// The scale of a name, as the command line gives it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "small" => Some(Self::Small),
            "full" => Some(Self::Full),
            "double" => Some(Self::Double),
            _ => None,
        }
    }

    pub(super) const fn size(self) -> Size {
        match self {
            Self::Small => Size {
                n_days: 1,
                n_participants: 150,
                n_companies: 96,
                n_experts: 8,
                n_meetings: 300,
                tables_per_site: &[16],
                rooms_per_site: &[2],
                n_sessions: 4,
                n_organisations: 3,
                n_handshakes: 30,
                n_per_request_state: 8,
                n_vacancies: 4,
                n_agreed: 40,
            },
            Self::Full => Size {
                n_days: 2,
                n_participants: 1_500,
                n_companies: 880,
                n_experts: 40,
                n_meetings: 3_000,
                tables_per_site: &[44, 16],
                rooms_per_site: &[4, 2],
                n_sessions: 12,
                n_organisations: 5,
                n_handshakes: 160,
                n_per_request_state: 40,
                n_vacancies: 9,
                n_agreed: 300,
            },
            Self::Double => Size {
                n_days: 2,
                n_participants: 3_000,
                n_companies: 1_740,
                n_experts: 80,
                n_meetings: 6_000,
                tables_per_site: &[88, 32],
                rooms_per_site: &[6, 3],
                n_sessions: 24,
                n_organisations: 6,
                n_handshakes: 320,
                n_per_request_state: 80,
                n_vacancies: 16,
                n_agreed: 600,
            },
        }
    }
}

/// The numbers behind a scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) n_days: usize,
    /// Experts not included.
    pub(super) n_participants: usize,
    pub(super) n_companies: usize,
    pub(super) n_experts: usize,
    /// Meetings that stand on the eve of the event.
    pub(super) n_meetings: usize,
    pub(super) tables_per_site: &'static [usize],
    pub(super) rooms_per_site: &'static [usize],
    pub(super) n_sessions: usize,
    pub(super) n_organisations: usize,
    /// Meetings that came about by asking, accepting and confirming.
    pub(super) n_handshakes: usize,
    /// Requests in each state that leads to no meeting.
    pub(super) n_per_request_state: usize,
    /// Freed slots that wait when the demo starts.
    pub(super) n_vacancies: usize,
    /// Requests that both want and that wait for a plan when the demo starts.
    pub(super) n_agreed: usize,
}

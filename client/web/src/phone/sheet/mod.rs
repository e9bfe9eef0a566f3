//! What rises from the foot of the page: a question about one thing, with its answers.

mod absence;
mod cancel;
mod late;
mod meeting;
mod settings;

pub use absence::AbsenceSheet;
pub use cancel::CancelSheet;
pub use late::LateSheet;
pub use meeting::MeetingSheet;
pub use settings::SettingsSheet;

use client_core::Model;
use client_core::view::label::{Where, Who, place_and_time, who};
use client_core::view::phone;
use protocol::MeetingStatus;
use protocol::id::MeetingId;
use yew::prelude::*;

use crate::phone::page::chief_line;
use crate::shell::{Changes, Speech, use_live, use_speech};
use crate::ui::{Glyph, Icon, IconSize};

/// Which sheet is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// Everything that can be done about a meeting.
    Meeting(MeetingId),
    /// How late?
    Late(MeetingId),
    /// Call it off?
    Cancel(MeetingId),
    /// Language, light, leaving.
    Settings,
    /// An expert who will not be there.
    Absence,
}

/// What a sheet is given.
#[derive(Properties, PartialEq)]
pub struct SheetProps {
    /// Which.
    pub kind: SheetKind,
    /// Opens another one, or none.
    pub onsheet: Callback<Option<SheetKind>>,
}

/// The open sheet.
#[component]
pub fn OpenSheet(props: &SheetProps) -> Html {
    let onsheet = props.onsheet.clone();
    match props.kind {
        SheetKind::Meeting(id) => html! { <MeetingSheet {id} {onsheet} /> },
        SheetKind::Late(id) => html! { <LateSheet {id} {onsheet} /> },
        SheetKind::Cancel(id) => html! { <CancelSheet {id} {onsheet} /> },
        SheetKind::Settings => html! { <SettingsSheet {onsheet} /> },
        SheetKind::Absence => html! { <AbsenceSheet {onsheet} /> },
    }
}

/// What a sheet about a meeting is given.
#[derive(Properties, PartialEq)]
pub struct MeetingSheetProps {
    /// Which meeting.
    pub id: MeetingId,
    /// Opens another sheet, or none.
    pub onsheet: Callback<Option<SheetKind>>,
}

/// A meeting as a sheet speaks of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Subject {
    pub(super) with: Who,
    pub(super) at: Where,
    /// Minutes of delay that this person announced.
    pub(super) my_delay: Option<u16>,
}

impl Subject {
    /// "Oléa Process, 11:00, table 7".
    pub(super) fn line(&self, say: &Speech) -> AttrValue {
        let args = [
            ("name", chief_line(&self.with).into()),
            ("time", say.time(self.at.starts_at).into()),
            ("place", (&self.at.place).into()),
        ];
        say.tr("phone-subject", args)
    }
}

fn subject(model: &Model, id: MeetingId) -> Option<Subject> {
    let me = phone::me(model)?;
    let meeting = model.state().meeting(id)?;
    if matches!(meeting.status, MeetingStatus::Cancelled { .. }) {
        return None;
    }
    let other = if meeting.host == me {
        meeting.guest
    } else {
        meeting.host
    };
    let my_delay = meeting.late.as_ref().filter(|late| late.party == me);
    Some(Subject {
        with: who(model, other),
        at: place_and_time(model, meeting.spot),
        my_delay: my_delay.map(|late| late.minutes.0),
    })
}

/// The meeting that a sheet is about. When it goes while the sheet is open, so does the sheet.
#[hook]
pub(super) fn use_subject(id: MeetingId, onsheet: &Callback<Option<SheetKind>>) -> Option<Subject> {
    let parts = Changes::STATE.and(Changes::CARDS);
    let found = use_live(parts, id, |glance, id| subject(glance.model, *id));
    let onsheet = onsheet.clone();
    use_effect_with(found.is_none(), move |is_gone| {
        if *is_gone {
            onsheet.emit(None);
        }
    });
    (*found).clone()
}

/// Says that a button needs the network, where it is missing.
#[component]
pub(super) fn NeedsNetwork() -> Html {
    let say = use_speech();
    html! {
        <p class="row soft" role="status">
            <Icon glyph={Glyph::Offline} size={IconSize::Small} />
            { say.t("phone-needs-network") }
        </p>
    }
}

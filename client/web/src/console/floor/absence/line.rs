//! One affected meeting and what is to become of it.

use client_core::view::console::absence::{AffectedRow, ChoiceRow};
use protocol::id::MeetingId;
use yew::prelude::*;

use crate::console::parts::{firm, parts_of, reasons};
use crate::shell::{Speech, use_speech};
use crate::ui::{Chip, Glyph, Icon, IconSize, Menu, MenuItem, Tone, flag};

/// Choices that the menu offers: the planner's best ones.
const N_CHOICES_MAX: usize = 8;

#[derive(Properties, PartialEq)]
pub(super) struct PlanLineProps {
    pub(super) row: AffectedRow,
    /// Told the meeting and the choice; none calls the meeting off.
    pub(super) onchoose: Callback<(MeetingId, Option<usize>)>,
}

/// A line of the plan.
#[component]
pub(super) fn PlanLine(props: &PlanLineProps) -> Html {
    let say = use_speech();
    let row = &props.row;
    let chosen = row.chosen.and_then(|index| row.choices.get(index));
    let needs_look = row.clashes || row.is_outdated || (chosen.is_none() && row.choices.is_empty());
    let items = row
        .choices
        .iter()
        .enumerate()
        .filter(|(index, _)| *index < N_CHOICES_MAX || row.chosen == Some(*index))
        .map(|(index, choice)| MenuItem {
            key: AttrValue::from(index.to_string()),
            label: AttrValue::from(choice_words(choice, &say)),
            icon: Some(Glyph::Arrow),
            tone: Tone::Neutral,
            checked: Some(row.chosen == Some(index)),
        })
        .chain(std::iter::once(MenuItem {
            key: AttrValue::Static("cancel"),
            label: say.t("console-absence-cancel-one"),
            icon: Some(Glyph::Trash),
            tone: Tone::Crit,
            checked: Some(row.chosen.is_none()),
        }))
        .collect::<Vec<_>>();
    let onact = {
        let (onchoose, meeting) = (props.onchoose.clone(), row.meeting);
        Callback::from(move |key: AttrValue| onchoose.emit((meeting, key.parse().ok())))
    };
    let (glyph, words) = match chosen {
        Some(choice) => (Glyph::Arrow, AttrValue::from(choice.expert.name.clone())),
        None if row.choices.is_empty() => (Glyph::Warning, say.t("console-absence-nobody")),
        None => (Glyph::Trash, say.t("console-absence-called-off")),
    };
    let why = match chosen {
        _ if row.is_outdated => say.t("console-absence-outdated").to_string(),
        _ if row.clashes => say.t("console-absence-clash").to_string(),
        Some(choice) => parts_of([reasons(&say, &choice.reasons), choice.at.place.clone()]),
        None => say.t("console-absence-called-off-text").to_string(),
    };
    html! {
        <li data-unsolved={flag(needs_look)}>
            <span class="at">{ say.time(row.from.starts_at) }</span>
            <span class="strong clip" title={row.guest.name.clone()}>{ firm(&row.guest) }</span>
            <span class="with">
                <Icon {glyph} size={IconSize::Small} />
                <span class="clip">
                    { words }
                    if let Some(choice) = chosen.filter(|choice| !choice.is_same_time) {
                        { " " }
                        <Chip tone={Tone::Accent}>
                            { say.tr("console-absence-other-time", [("time", say.time(choice.at.starts_at).into())]) }
                        </Chip>
                    }
                </span>
                if !row.choices.is_empty() {
                    <Menu label={say.tr("console-absence-change", [("name", firm(&row.guest).into())])} {items} {onact}>
                        { say.t("console-absence-change-short") }
                    </Menu>
                }
            </span>
            <span class="why">{ why }</span>
        </li>
    }
}

fn choice_words(choice: &ChoiceRow, say: &Speech) -> String {
    parts_of([
        choice.expert.name.clone(),
        say.time(choice.at.starts_at).to_string(),
        choice.at.place.clone(),
    ])
}

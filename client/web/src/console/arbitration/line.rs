//! One applicant, why he stands where he stands, and the answer.

use client_core::view::console::arbitration::{ApplicantRow, Verdict};
use client_core::words::small;
use protocol::RequestStatus;
use protocol::id::RequestId;
use yew::prelude::*;

use crate::console::parts::{firm, parts_of};
use crate::shell::{Speech, use_speech};
use crate::ui::{ButtonSize, Chip, Glyph, Segment, Segmented, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct ApplicantLineProps {
    /// Place in the ranking, from one.
    pub(super) rank: usize,
    pub(super) row: ApplicantRow,
    pub(super) onanswer: Callback<(RequestId, Verdict)>,
}

/// A line of the ranking.
#[component]
pub(super) fn ApplicantLine(props: &ApplicantLineProps) -> Html {
    let say = use_speech();
    let row = &props.row;
    let name = firm(&row.who);
    let segments = verdict_segments(&say);
    let onchoose = {
        let (onanswer, request) = (props.onanswer.clone(), row.request);
        Callback::from(move |key: AttrValue| {
            if let Some(verdict) = verdict_of(&key) {
                onanswer.emit((request, verdict));
            }
        })
    };
    html! {
        <li data-verdict={row.verdict.name()}>
            <span class="rank">{ props.rank }</span>
            <div class="who">
                <p class="title clip" title={row.who.name.clone()}>
                    { &name }
                    if row.is_new {
                        { " " }<Chip tone={Tone::Accent}>{ say.t("console-arbitration-new") }</Chip>
                    }
                    if row.applicant.n_slots == 0 {
                        { " " }<Chip tone={Tone::Warn} icon={Glyph::Warning}>{ say.t("console-arbitration-no-slot") }</Chip>
                    }
                </p>
                <p class="sub clip">{ parts_of([&*row.who.name, &row.country]) }</p>
                <p class="why">{ why(&say, row) }</p>
            </div>
            <Segmented
                label={say.tr("console-arbitration-answer-to", [("name", (&name).into())])}
                size={ButtonSize::Small}
                {segments}
                chosen={AttrValue::Static(row.verdict.name())}
                {onchoose}
            />
        </li>
    }
}

/// The reasons, in the order in which they decide.
fn why(say: &Speech, row: &ApplicantRow) -> String {
    let figures = &row.applicant;
    let status = match &row.status {
        Some(RequestStatus::Requested) | None => AttrValue::default(),
        Some(status) => say.t(small::request_status(status)),
    };
    let count = |key: &'static str, n: u16| say.tr(key, [("count", n.into())]);
    parts_of([
        status,
        count("console-arbitration-slots", figures.n_slots),
        count("console-arbitration-keywords", figures.n_keywords),
        count("console-arbitration-meetings", figures.n_company_meetings),
        count("console-arbitration-arrived", figures.arrived),
    ])
}

/// The three answers as a bar.
pub(super) fn verdict_segments(say: &Speech) -> Vec<Segment> {
    Verdict::ALL
        .into_iter()
        .map(|verdict| Segment {
            key: AttrValue::Static(verdict.name()),
            label: say.t(&format!("console-arbitration-to-{}", verdict.name())),
            icon: None,
        })
        .collect()
}

/// The answer of a key.
pub(super) fn verdict_of(key: &str) -> Option<Verdict> {
    Verdict::ALL
        .into_iter()
        .find(|verdict| verdict.name() == key)
}

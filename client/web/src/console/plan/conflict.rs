//! Why what was required cannot all be kept, cause by cause.

use client_core::view::console::plan::{CauseRow, cause_rows};
use protocol::id::RequestId;
use protocol::proposal::ProposalAnswer;
use yew::prelude::*;

use super::compare::pair;
use crate::console::parts::{firm_or_expert_of, spans_of};
use crate::shell::{Changes, Speech, use_live, use_speech};
use crate::ui::{Banner, Button, ButtonSize, Glyph, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct ConflictProps {
    pub(super) answer: ProposalAnswer,
    /// What the next plan is asked for.
    pub(super) required: Vec<RequestId>,
    pub(super) onrelease: Callback<RequestId>,
}

/// The contradiction, where there is one.
#[component]
pub(super) fn Conflict(props: &ConflictProps) -> Html {
    let say = use_speech();
    let parts = Changes::STATE.and(Changes::CARDS);
    let deps = (props.answer.clone(), say.clone());
    let rows = use_live(parts, deps, |glance, (answer, say)| {
        let demands = answer.head.wish.demands.clone().unwrap_or_default();
        let conflict = answer.proposal.conflict.as_ref();
        let rows = conflict.map_or_else(Vec::new, |conflict| {
            cause_rows(glance.model, &demands, conflict)
        });
        rows.into_iter()
            .map(|row| {
                let person = row.person.as_ref();
                let person = person.map(|who| firm_or_expert_of(glance.model, who));
                (row.request, words(say, &row, person.unwrap_or_default()))
            })
            .collect::<Vec<_>>()
    });
    let Some(conflict) = &props.answer.proposal.conflict else {
        return Html::default();
    };
    let lede = if conflict.is_minimal {
        "console-plan-conflict-minimal"
    } else {
        "console-plan-conflict-open"
    };
    html! {
        <section class="plan-conflict stack" data-gap="tight" aria-labelledby="plan-conflict">
            <Banner icon={Glyph::Warning} tone={Tone::Warn} is_boxed=true>
                <b id="plan-conflict">{ say.t("console-plan-conflict") }</b>{ " " }{ say.t(lede) }
            </Banner>
            <ul>
                { for rows.iter().enumerate().map(|(n, (request, words))| html! {
                    <li key={n}>
                        <span>{ words }</span>
                        { release(&say, props, *request, words) }
                    </li>
                }) }
            </ul>
        </section>
    }
}

/// The way out that needs no other page.
fn release(say: &Speech, props: &ConflictProps, request: Option<RequestId>, name: &str) -> Html {
    let Some(request) = request.filter(|id| props.required.contains(id)) else {
        return Html::default();
    };
    html! {
        <Button
            size={ButtonSize::Small}
            title={say.tr("console-plan-release-named", [("name", name.into())])}
            onclick={props.onrelease.reform(move |_: MouseEvent| request)}
        >
            { say.t("console-plan-release") }
        </Button>
    }
}

fn words(say: &Speech, row: &CauseRow, person: AttrValue) -> AttrValue {
    let (from, to) = match &row.pair {
        Some((from, to)) => (Some(from), Some(to)),
        None => (None, None),
    };
    let both = from.zip(to).map(|(from, to)| pair(from, to));
    let key = if row.key == "availability" && row.times.is_empty() {
        "never-available"
    } else {
        row.key
    };
    say.tr(
        &format!("console-plan-cause-{key}"),
        [
            ("pair", both.unwrap_or_else(|| "…".to_owned()).into()),
            ("person", person.into()),
            ("thing", row.thing.clone().into()),
            ("times", spans_of(say, &row.times).into()),
            ("count", row.n.into()),
        ],
    )
}

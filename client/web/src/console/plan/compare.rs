//! Two proposals side by side: figures with their difference, and the placements that differ.

use client_core::view::console::plan::differences;
use client_core::view::label::{Where, Who};
use protocol::proposal::ProposalAnswer;
use yew::prelude::*;

use super::figures::shown;
use super::list::title;
use crate::console::parts::firm;
use crate::shell::{Changes, Speech, use_live, use_speech};
use crate::ui::{EmptyState, Glyph, Panel, use_visible_rows};

#[derive(Properties, PartialEq)]
pub(super) struct ComparisonProps {
    pub(super) first: ProposalAnswer,
    pub(super) second: ProposalAnswer,
}

/// The comparison.
#[component]
pub(super) fn Comparison(props: &ComparisonProps) -> Html {
    let say = use_speech();
    let parts = Changes::STATE.and(Changes::CARDS);
    let deps = (props.first.clone(), props.second.clone());
    let rows = use_live(parts, deps, |glance, (first, second)| {
        differences(glance.model, &first.proposal, &second.proposal)
    });
    let scroller = use_node_ref();
    let visible = use_visible_rows(scroller.clone(), rows.len());
    let (first, second) = (&props.first.head, &props.second.head);
    let pairs = shown(&first.figures)
        .into_iter()
        .zip(shown(&second.figures));
    html! {
        <>
            <Panel title={say.t("console-plan-comparison")}>
                <div class="body">
                    <table class="plan-compare">
                        <thead>
                            <tr>
                                <td />
                                <th scope="col">{ title(&say, first) }<br /><small>{ say.time(first.made_at) }</small></th>
                                <th scope="col">{ title(&say, second) }<br /><small>{ say.time(second.made_at) }</small></th>
                                <th scope="col">{ say.t("console-plan-difference") }</th>
                            </tr>
                        </thead>
                        <tbody>
                            { for pairs.map(|((key, a, less_is_better), (_, b, _))| html! {
                                <tr key={key}>
                                    <th scope="row">{ say.t(key) }</th>
                                    <td>{ say.number(a) }</td>
                                    <td>{ say.number(b) }</td>
                                    <td>{ difference(&say, a, b, less_is_better) }</td>
                                </tr>
                            }) }
                        </tbody>
                    </table>
                </div>
            </Panel>
            <Panel title={say.t("console-plan-differing")} count={rows.len()}>
                if rows.is_empty() {
                    <EmptyState icon={Glyph::CheckCircle} title={say.t("console-plan-same")} />
                } else {
                    <div class="plan-rows" ref={scroller} tabindex="0" role="region" aria-label={say.t("console-plan-differing")}>
                        <ul ref={visible.body} ~style={format!("--rows:{}", rows.len())}>
                            { for rows.iter().enumerate().skip(visible.range.start).take(visible.range.len()).map(|(n, row)| html! {
                                <li key={row.request.to_string()} ~style={format!("--row:{n}")}>
                                    <span class="clip">{ pair(&row.from, &row.to) }</span>
                                    <span class="figures soft clip">{ spot(&say, row.first.as_ref()) }</span>
                                    <span class="figures clip">{ spot(&say, row.second.as_ref()) }</span>
                                </li>
                            }) }
                        </ul>
                    </div>
                }
            </Panel>
        </>
    }
}

/// The two who meet.
pub(super) fn pair(from: &Who, to: &Who) -> String {
    format!("{} ↔ {}", firm(from), firm(to))
}

/// When and where, or that it has no place.
pub(super) fn spot(say: &Speech, at: Option<&Where>) -> AttrValue {
    match at {
        Some(at) => AttrValue::from(format!(
            "{} {} · {}",
            say.day_short(at.starts_at),
            say.time(at.starts_at),
            at.place
        )),
        None => say.t("console-plan-nowhere"),
    }
}

fn difference(say: &Speech, a: u32, b: u32, less_is_better: bool) -> Html {
    if a == b {
        return html! { <span class="muted">{ "=" }</span> };
    }
    let is_better = (b < a) == less_is_better;
    let n = say.number(b.abs_diff(a));
    let sign = if b > a { "+" } else { "−" };
    let word = say.t(if is_better {
        "console-plan-better"
    } else {
        "console-plan-worse"
    });
    html! { <span><b class="figures">{ sign }{ n }</b>{ " " }<span class="soft">{ word }</span></span> }
}
